"""Rows of a database, as the CSV files have them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from extractor.dataset.schema import key, table_columns
from extractor.errors import OutputError

__all__ = ["columns_of", "database_rows", "each_row", "rows_by_report", "value_by_key"]

Values = tuple[Any, ...]  # of a row

_TRUTHS = {None: None, 0: False, 1: True}
_AT_A_TIME = 1000  # rows


def database_rows(path: Path, table: str) -> list[list[object]]:
    """The rows of a table of a database, in their order, as `csv_files.read_rows` gives those of a CSV file.

    Raises:
        OutputError: the file is missing, damaged, or of another version.
    """
    return list(map(list, each_row(path, table)))


def each_row(path: Path, table: str) -> Iterator[Values]:
    """The rows of a table one after the other, in their order, as values in contract order.

    Raises:
        OutputError: as `database_rows`.
    """
    with _reading(path) as db:
        yield from _rows(db, table)


def columns_of(path: Path, table: str, names: Sequence[str], only: Mapping[str, str]) -> Iterator[Values]:
    """Some columns of a table, row by row, in the order of the rows; values as `database_rows` has them.

    `only` are texts by column that the rows have.

    Raises:
        OutputError: as `database_rows`.
    """
    with _reading(path) as db:
        condition = " AND ".join(f'"{name}" = ?' for name in only)
        yield from _rows(db, table, f"WHERE {condition}" if only else "", *only.values(), names=tuple(names))


@contextmanager
def rows_by_report(path: Path, tables: Sequence[str]) -> Iterator[Callable[[str], dict[str, list[Values]]]]:
    """What gives the rows of some tables of a report, in their order, as values in contract order.

    Raises:
        OutputError: as `database_rows`.
    """
    with _reading(path) as db:
        yield lambda report_id: {table: list(_rows(db, table, "WHERE report_id = ?", report_id)) for table in tables}


@contextmanager
def value_by_key(
    path: Path, tables: Sequence[str], column: str
) -> Iterator[Callable[[str, tuple[str, ...]], str | None]]:
    """What gives a text column of a row of some tables by the row's key; None where there is no such row.

    Raises:
        OutputError: as `database_rows`.
    """
    queries = {
        table: f'SELECT COALESCE("{column}", \'\') FROM "{table}" WHERE '
        + " AND ".join(f'"{name}" = ?' for name in key(table))
        for table in tables
    }
    with _reading(path) as db:

        def value_of(table: str, of: tuple[str, ...]) -> str | None:
            found = db.execute(queries[table], of).fetchone() if table in queries else None
            return None if found is None else str(found[0])

        yield value_of


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            yield db
    except sqlite3.Error as error:
        raise OutputError(f"{path}: cannot be read ({error}). Run extract into a new folder.") from None


def _rows(
    db: sqlite3.Connection, table: str, condition: str = "", *values: object, names: tuple[str, ...] = ()
) -> Iterator[Values]:
    """Rows in their order, texts that are NULL as '', and truth values in place of the numbers that stand for them."""
    held = frozenset(str(column[1]) for column in db.execute(f'PRAGMA table_info("{table}")'))
    query, truths = _query(table, names, held)
    found = db.execute(query.format(condition=condition), values)
    while some := found.fetchmany(_AT_A_TIME):
        if truths:
            columns = list(zip(*some, strict=True))
            for place in truths:
                columns[place] = tuple(map(_TRUTHS.__getitem__, columns[place]))
            some = list(zip(*columns, strict=True))
        yield from some


@cache
def _query(table: str, names: tuple[str, ...], held: frozenset[str]) -> tuple[str, tuple[int, ...]]:
    """The query of rows of a table, or of some columns, and the places of truth values in them.

    Columns that the database does not hold, as one of another version, are empty: SQLite takes their names for texts.
    """
    by_name = {column.name: column for column in table_columns(table)}
    wanted = [by_name[name] for name in names or by_name]
    values = (f'"{column.name}"' if column.name in held else "NULL" for column in wanted)
    columns = ", ".join(
        f"COALESCE({value}, '')" if column.type is str else value for column, value in zip(wanted, values, strict=True)
    )
    truths = tuple(n for n, column in enumerate(wanted) if column.type is bool)
    return f'SELECT {columns} FROM "{table}" {{condition}} ORDER BY rowid', truths
