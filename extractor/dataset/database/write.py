"""A database that is written bit by bit; equal rows in equal order give equal bytes, for it is vacuumed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from extractor.dataset.database.schema import (
    OF_REPORTS,
    SEARCHED,
    create_lines,
    create_table,
    indexes,
    insertion,
    listed,
    views,
)
from extractor.dataset.line_files import COLUMNS as LINES
from extractor.dataset.schema import Row, table_columns
from extractor.document.boxes import LineBox
from extractor.packs.model import Group
from extractor.records import TABLES

__all__ = ["ROOM", "Database", "hurry", "index_words", "insert_lines", "numbered", "refill"]

ROOM = 1000  # rowids left free in front of the rows of a report, for those of another


class Database:
    """A new database: rows of values by table, the lines of every report.

    Indexes, views and the full-text search are made when it is finished. What is not finished is no database.

    Args:
        path: where it is written.
        earlier: another database, of which reports can be taken over.
    """

    def __init__(self, path: Path, earlier: Path | None = None) -> None:
        self._db = sqlite3.connect(path.resolve().as_uri(), uri=True, isolation_level=None)
        self._earlier = earlier is not None
        if earlier is not None:
            self._db.execute("ATTACH ? AS earlier", [f"{earlier.resolve().as_uri()}?mode=ro"])
        hurry(self._db)
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("BEGIN")
        for table in TABLES:
            self._db.execute(create_table(table))
        self._db.execute(create_lines())
        self._last = dict.fromkeys(TABLES, 0)

    def close(self) -> None:
        """Write no more."""
        self._db.close()

    def add(self, tables: Mapping[str, Sequence[Row]], report_id: str = "", lines: Iterable[LineBox] = ()) -> None:
        """Write the rows of a report, or of none, behind those that are written, and the lines of its text."""
        for table in TABLES:
            if rows := tables.get(table, ()):
                self._last[table] = _insert(self._db, table, rows, self._last[table])
        insert_lines(self._db, report_id, lines)

    def keep(self, report_id: str) -> None:
        """Write a report as the earlier database has it."""
        for table in OF_REPORTS:
            columns = listed(column.name for column in table_columns(table))
            taken = (
                f'SELECT ? + ROW_NUMBER() OVER (ORDER BY rowid), {columns} FROM earlier."{table}" WHERE report_id = ?'
            )
            query = f'INSERT INTO main."{table}" (rowid, {columns}) {taken} ORDER BY rowid'
            if (count := self._db.execute(query, [self._last[table] + ROOM, report_id]).rowcount) > 0:
                self._last[table] += ROOM + count
        columns = listed(["report_id", *(column.name for column in LINES)])
        taken = f'SELECT {columns} FROM earlier."lines" WHERE report_id = ? ORDER BY rowid'
        self._db.execute(f'INSERT INTO main."lines" ({columns}) {taken}', [report_id])

    def remove(self, report_id: str) -> None:
        """Leave out a report that the earlier database has: it is not taken over."""

    def finish(self, groups: Sequence[Group]) -> None:
        """Make what is made of the rows. `groups` are those of cases that the packs know: columns of a view."""
        for table in TABLES:
            for statement in indexes(table):
                self._db.execute(statement)
        for table in SEARCHED:
            index_words(self._db, table)
        for statement in views(groups):
            self._db.execute(statement)
        self._db.execute("COMMIT")
        if self._earlier:
            self._db.execute("DETACH earlier")
        self._db.execute("VACUUM")


def refill(path: Path, tables: Mapping[str, Iterable[Row]]) -> None:
    """Replace the rows of some tables of a database that nobody reads yet: a fault leaves it broken."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        hurry(db)
        db.execute("BEGIN")
        for table, rows in tables.items():
            db.execute(f'DELETE FROM "{table}"')
            _insert(db, table, rows, 0)
            if table in SEARCHED:
                index_words(db, table)
        db.execute("COMMIT")
        db.execute("VACUUM")


def hurry(db: sqlite3.Connection) -> None:
    """Keep no journal and wait for no disk: a database that is not finished is thrown away, one that is, is flushed."""
    for pragma in ("journal_mode = OFF", "synchronous = OFF"):
        db.execute(f"PRAGMA {pragma}")


def index_words(db: sqlite3.Connection, table: str) -> None:
    """Make the full-text search of a table, or make it anew where its rows are others now."""
    search = f'"{table}_fts"'
    columns = f'{listed(SEARCHED[table])}, content="{table}", tokenize="porter"'
    db.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {search} USING fts5({columns})")
    db.execute(f"INSERT INTO {search}({search}) VALUES ('rebuild')")


def insert_lines(db: sqlite3.Connection, report_id: str, lines: Iterable[LineBox]) -> None:
    """Write the lines of a report."""
    places = ", ".join("?" * (len(LINES) + 1))
    db.executemany(f'INSERT INTO "lines" VALUES ({places})', ((report_id, *box) for box in lines))


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[Row], last: int) -> int:
    """Write rows behind the last rowid of their table; what is the last now."""
    numbers = numbered(table, rows, last)
    db.executemany(insertion(table), numbers)
    found = db.execute(f'SELECT MAX(rowid) FROM "{table}"').fetchone()[0]
    return int(found or last)


def numbered(table: str, rows: Iterable[Row], last: int) -> Iterator[tuple[object, ...]]:
    """Rows with their rowids behind a last one: room, and then the rows of a report one behind the other."""
    of: object = None
    for row in rows:
        if table in OF_REPORTS and row[0] != of:
            of, last = row[0], last + ROOM
        last += 1
        yield (last, *row)
