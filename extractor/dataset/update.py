"""Tables of a dataset are written anew: all of its formats and hashes agree, or none is changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor.dataset.csv_files import read_rows
from extractor.dataset.datapackage import DATA_PACKAGE, read_vocabulary, write_data_package
from extractor.dataset.folder import replacing
from extractor.dataset.guard import DATABASE, WORKBOOK, edited_files, kept_formats
from extractor.dataset.locks import locked
from extractor.dataset.run_log import RUN_LOG, hash_of, run_log, write_json, written_files
from extractor.dataset.schema import Row, rows_of
from extractor.dataset.sqlite import database_rows, refill
from extractor.dataset.write import write_tables
from extractor.records import TABLES, Record

__all__ = ["update_tables"]


def update_tables(folder: Path, tables: Mapping[str, Sequence[Record]], kept: Sequence[str] = ()) -> None:
    """Write tables anew in a dataset, in every format that it has.

    What a person changed in the CSV file of another table stays, and goes into the other formats, too; the run log goes
    on naming that file as edited, so that extract does not replace it.

    Args:
        folder: a dataset.
        tables: the records of the tables that are written anew.
        kept: edited files whose edits are kept as corrections: they are edited no more.

    Raises:
        OutputError: the folder cannot be written, holds what no run wrote, or an edited table cannot be read.
    """
    with locked(folder):
        edited = [name for name in edited_files(folder) if name not in kept]
        rows: dict[str, Sequence[Row]] = dict(rows_of(tables))
        for table in TABLES:
            if f"{table}.csv" in edited and table not in rows:
                rows[table] = read_rows(table, folder / f"{table}.csv")
            elif not (folder / f"{table}.csv").is_file() and table not in rows:
                rows[table] = database_rows(folder / DATABASE, table)
        formats = kept_formats(folder)
        changed = [f"{table}.csv" for table in rows] + [DATABASE, DATA_PACKAGE]
        changed += [f"{table}.parquet" for table in rows] * ("parquet" in formats) + [WORKBOOK] * ("excel" in formats)
        vocabulary = read_vocabulary(folder)
        with replacing(folder) as new:
            _copy(folder, new, changed)
            write_tables(rows, new, formats, vocabulary)
            shutil.copyfile(folder / DATABASE, new / DATABASE)
            refill(new / DATABASE, rows)
            write_data_package(new, str(run_log(folder).get("version", "")), vocabulary)
            log = run_log(folder)
            log["rows"] |= {table: len(records) for table, records in rows.items()}
            log["not_looked_for"] = [table for table in log["not_looked_for"] if table not in tables]
            log["files"] |= {name: hash_of(new / name) for name in sorted(changed)}
            log["edited"] = [name for name in edited if name.removesuffix(".csv") not in tables]
            write_json(log, new / RUN_LOG)


def _copy(folder: Path, new: Path, but: Sequence[str]) -> None:
    """All files of a dataset but some, under a second name where the disk can do that, else copied."""
    for name in written_files(folder):
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        if name in but or name == RUN_LOG:
            continue
        try:
            os.link(folder / name, new / name)
        except OSError:
            shutil.copyfile(folder / name, new / name)
