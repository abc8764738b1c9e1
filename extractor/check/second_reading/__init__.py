"""A second reading: another library reads the pages that rows came from, and each value is looked for in its way.

`read_again(data, files, packs)` gives rows of `checks`, `read-twice`, for the judgements, key questions and statistics
of reports in PDF. A value is confirmed where the second reader sees it at the same place of the page, in the row of the
same label or service and below the same heading; it differs where something else is seen there, and is not seen where
nothing is. No value is changed. Nothing of `load` is used: what both readings had in common, both would have wrong.
"""

from extractor.check.second_reading.tasks import READ_TWICE, TABLES_AGAIN, Again, kept, read_again, tasks

__all__ = ["READ_TWICE", "TABLES_AGAIN", "Again", "kept", "read_again", "tasks"]
