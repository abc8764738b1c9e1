"""All tables in one SQLite file, and the lines of the texts: typed columns, keys, indexes, views, full-text search.

Rows stand in the order of the CSV files, those of a report behind one another, with room in front of them for others.
What is empty is NULL, texts too. `write` makes a database, `grow` changes what is others now, `read` asks it.
"""
