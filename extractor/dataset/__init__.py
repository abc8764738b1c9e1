"""Records become files: CSV, SQLite, Parquet, Excel, a data package and a codebook; and files become frames again.

Everything here is generated from `extractor.records`: adding a column there adds it to every format. Start with
`write.write`, which lists the files of a run in the order in which they are written.
"""
