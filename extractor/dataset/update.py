"""Tables that are worked out from others are put into a dataset: all of its files agree, or none is changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor.dataset.csv_files import read_rows, write_table
from extractor.dataset.datapackage import DATA_PACKAGE, write_data_package
from extractor.dataset.folder import replacing
from extractor.dataset.run_log import RUN_LOG, hash_of, run_log, write_json, written_files
from extractor.dataset.sqlite import refill
from extractor.records import TABLES, Record

__all__ = ["update_tables"]


def update_tables(folder: Path, tables: Mapping[str, Sequence[Record]]) -> None:
    """Write tables anew in a dataset; the others stay as they are, also where a person has changed them.

    Raises:
        OutputError: the folder cannot be written, or holds what no run wrote.
    """
    with replacing(folder) as new:
        _copy(folder, new)
        for table, records in tables.items():
            _afresh(new / f"{table}.csv")
            write_table(table, records, new / f"{table}.csv")
        changed = {f"{table}.csv" for table in tables} | {"findings.sqlite"}
        _afresh(new / "findings.sqlite", keep=True)
        refill(new / "findings.sqlite", tables)
        for path in new.glob("*.parquet"):
            if path.stem in tables:
                from extractor.dataset.parquet import write_parquet

                _afresh(path)
                write_parquet(path.stem, tables[path.stem], path)
                changed.add(path.name)
        workbook = new / "findings.xlsx"
        if workbook.is_file():
            from extractor.dataset.excel import write_workbook

            _afresh(workbook)
            write_workbook({table: read_rows(table, new / f"{table}.csv") for table in TABLES}, workbook)
            changed.add(workbook.name)
        _afresh(new / DATA_PACKAGE)
        write_data_package(new, str(run_log(new).get("version", "")))
        changed.add(DATA_PACKAGE)
        _note(new, {table: len(records) for table, records in tables.items()}, changed)


def _copy(folder: Path, new: Path) -> None:
    """All files of a dataset under a second name where the disk can do that, else copied."""
    for name in written_files(folder):
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(folder / name, new / name)
        except OSError:
            shutil.copyfile(folder / name, new / name)


def _afresh(path: Path, keep: bool = False) -> None:
    """A file that can be written without changing the one that it is a second name of."""
    if not path.exists():
        return
    data = path.read_bytes() if keep else b""
    path.unlink()
    if keep:
        path.write_bytes(data)


def _note(new: Path, rows: Mapping[str, int], changed: set[str]) -> None:
    """Have the run log tell the rows and files as they now are."""
    log = run_log(new)
    log["rows"] |= rows
    log["not_looked_for"] = [table for table in log["not_looked_for"] if table not in rows]
    log["files"] |= {name: hash_of(new / name) for name in sorted(changed)}
    _afresh(new / RUN_LOG)
    write_json(log, new / RUN_LOG)
