"""Tables of a dataset are written anew: all of its formats and hashes agree, or none is changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from extractor.dataset.csv_files import TableFile, rows_in
from extractor.dataset.database.read import each_row
from extractor.dataset.database.write import refill
from extractor.dataset.datapackage import DATA_PACKAGE, read_vocabulary, write_data_package
from extractor.dataset.folder import link_or_copy, replacing
from extractor.dataset.hand_edits import DATABASE, WORKBOOK, edited_files, kept_formats
from extractor.dataset.locks import locked
from extractor.dataset.run_log import DELETED, RUN_LOG, deleted_rows, hash_of, run_log, write_json, written_files
from extractor.dataset.schema import Row, row_values
from extractor.dataset.write import write_others
from extractor.records import TABLES, Record

__all__ = ["CHECKED", "update_tables"]

CHECKED = "checked"  # in the run log: what checks were made with; None where other tables are newer
_NOT_CHECKED = {"links", "corrections"}  # tables that no check looks at
_AT_A_TIME = 1000  # rows


def update_tables(
    folder: Path,
    tables: Mapping[str, Iterable[Record]],
    kept: Sequence[str] = (),
    checked: Mapping[str, object] | None = None,
    deleted: Sequence[Record] | None = None,
) -> None:
    """Write tables anew in a dataset, in every format that it has.

    What a person changed in the CSV file of another table stays, and goes into the other formats, too; the run log goes
    on naming that file as edited, so that extract does not replace it.

    Args:
        folder: a dataset.
        tables: the records of the tables that are written anew; they are gone through once, and none is held.
        kept: edited files whose edits are kept as corrections: they are edited no more.
        checked: what the run log says of how `checks` were made, where that table is among them.
        deleted: the rows that people deleted, where other decisions are applied now; None where they are the same.

    Raises:
        OutputError: the folder cannot be written, holds what no run wrote, or an edited table cannot be read.
    """
    with locked(folder):
        edited = [name for name in edited_files(folder) if name not in kept]
        rows: dict[str, Iterable[Row]] = {table: map(row_values, records) for table, records in tables.items()}
        for table in TABLES:
            if f"{table}.csv" in edited and table not in rows:
                rows[table] = rows_in(table, folder / f"{table}.csv")
            elif not (folder / f"{table}.csv").is_file() and table not in rows:
                rows[table] = each_row(folder / DATABASE, table)
        formats = kept_formats(folder)
        changed = [f"{table}.csv" for table in rows] + [DATABASE, DATA_PACKAGE]
        changed += [f"{table}.parquet" for table in rows] * ("parquet" in formats) + [WORKBOOK] * ("excel" in formats)
        vocabulary = read_vocabulary(folder)
        with replacing(folder) as new:
            _copy(folder, new, changed)
            shutil.copyfile(folder / DATABASE, new / DATABASE)
            counts = _write(rows, new)
            write_others(formats, new, vocabulary, list(rows))
            write_data_package(new, str(run_log(folder).get("version", "")), vocabulary)
            log = run_log(folder)
            log["rows"] |= counts
            log["not_looked_for"] = [table for table in log["not_looked_for"] if table not in tables]
            log["files"] |= {name: hash_of(new / name) for name in sorted(changed)}
            log["edited"] = [name for name in edited if name.removesuffix(".csv") not in tables]
            if deleted is not None:
                log[DELETED] = deleted_rows(deleted)
            if rows.keys() - _NOT_CHECKED:
                log.pop(CHECKED, None)
                log |= {CHECKED: None} if checked is None else checked
            write_json(log, new / RUN_LOG)


def _write(tables: Mapping[str, Iterable[Row]], folder: Path) -> dict[str, int]:
    """Write the rows of tables into their CSV files and into the database; how many each has."""
    counts = dict.fromkeys(tables, 0)

    def written(table: str) -> Iterator[Row]:
        with TableFile(table, folder / f"{table}.csv") as file:
            waiting = iter(tables[table])
            while some := list(islice(waiting, _AT_A_TIME)):
                file.add(some)
                counts[table] += len(some)
                yield from some

    refill(folder / DATABASE, {table: written(table) for table in tables})
    return counts


def _copy(folder: Path, new: Path, but: Sequence[str]) -> None:
    """All files of a dataset but some, under a second name where the disk can do that, else copied."""
    for name in written_files(folder):
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        if name in but or name == RUN_LOG:
            continue
        link_or_copy(folder / name, new / name)
