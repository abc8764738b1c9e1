"""People's decisions about rows: kept beside the dataset, applied last, and never settled silently.

`corrections/<report_id>.yaml` beside a dataset says what people changed, added, deleted or found right, each with what
the machine had read. `folder.keep_edits` makes such files of edits in CSV or the workbook, `decisions` puts new words
beside older ones, and `apply.apply` puts all of them into the tables of a run, and tells which are stale because the
reading has changed, and where two people disagree.
"""
