"""A database of which a few reports are others now: their rows are written in place, and all others left alone."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from extractor.dataset.database.schema import OF_REPORTS, SEARCHED, insertion, listed, views
from extractor.dataset.database.write import ROOM, hurry, index_words, insert_lines
from extractor.dataset.schema import Row
from extractor.document.boxes import LineBox
from extractor.packs.model import Group
from extractor.records import TABLES

__all__ = ["GrownDatabase"]

_SHIFT = 50  # times the room that a report has: how far rows are moved where there is none left


class GrownDatabase:
    """A copy of a database, in which the rows of some reports take the place of others.

    Args:
        path: where the copy goes.
        earlier: the database; its reports are removed, or added where they are others now.
        behind: gives the next report, in order, that stays as it is and has rows of a table, behind all that was
            added; empty where there is none.
    """

    def __init__(self, path: Path, earlier: Path, behind: Callable[[str], str]) -> None:
        _copy(earlier, path)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._behind, self._moved = behind, set[str]()
        self._last: dict[str, int] = {}
        hurry(self._db)
        self._db.execute("BEGIN")
        for table in TABLES.keys() - set(OF_REPORTS):
            self._db.execute(f'DELETE FROM "{table}"')

    def close(self) -> None:
        """Write no more."""
        self._db.close()

    def keep(self, report_id: str) -> None:
        """Leave a report as it is."""

    def remove(self, report_id: str) -> None:
        """Remove the rows of a report, and its lines."""
        for table in OF_REPORTS:
            if table in SEARCHED and table not in self._moved:
                self._search(table, report_id, removed=True)
            self._db.execute(f'DELETE FROM "{table}" WHERE report_id = ?', [report_id])
        self._db.execute('DELETE FROM "lines" WHERE report_id = ?', [report_id])

    def add(self, tables: Mapping[str, Sequence[Row]], report_id: str = "", lines: Iterable[LineBox] = ()) -> None:
        """Write the rows of a report in its place, or of none, and the lines of its text."""
        for table, rows in tables.items():
            if rows:
                first = self._first(table, len(rows))
                self._db.executemany(insertion(table), ((first + n, *row) for n, row in enumerate(rows)))
                if table in SEARCHED and table not in self._moved:
                    self._search(table, report_id)
        insert_lines(self._db, report_id, lines)

    def _first(self, table: str, count: int) -> int:
        """The rowid of the first of so many rows that are added to a table, with room before it and behind."""
        if table not in OF_REPORTS:
            return self._before(table, None) + 1
        query = f'SELECT MIN(rowid) FROM "{table}" WHERE report_id = ?'
        (end,) = self._db.execute(query, [self._behind(table)]).fetchone()
        if end is None:
            return self._before(table, None) + 1 + ROOM
        last = self._before(table, end)
        if (free := int(end) - last - 1 - count) < 0:
            self._db.execute(f'UPDATE "{table}" SET rowid = -(rowid + {_SHIFT * ROOM + count}) WHERE rowid >= {end}')
            self._db.execute(f'UPDATE "{table}" SET rowid = -rowid WHERE rowid < 0')
            self._moved.add(table)
            free = ROOM
        return last + 1 + min(ROOM, free // 2)

    def _before(self, table: str, end: int | None) -> int:
        """The last rowid of a table, before another or at all."""
        condition = "" if end is None else f" WHERE rowid < {end}"
        return int(self._db.execute(f'SELECT MAX(rowid) FROM "{table}"{condition}').fetchone()[0] or 0)

    def _search(self, table: str, report_id: str, removed: bool = False) -> None:
        """Put the rows of a report into the full-text search, or take them out."""
        search, columns = f'"{table}_fts"', listed(SEARCHED[table])
        to, values = (f"{search}, ", "'delete', ") if removed else ("", "")
        self._db.execute(
            f'INSERT INTO {search} ({to}rowid, {columns}) SELECT {values}rowid, {columns} FROM "{table}" '
            "WHERE report_id = ?",
            [report_id],
        )

    def finish(self, groups: Sequence[Group]) -> None:
        """Make what is made of the rows; see `Database.finish`."""
        for table in self._moved & SEARCHED.keys():
            index_words(self._db, table)
        for statement in views(groups):
            self._db.execute(statement)
        self._db.execute("COMMIT")


def _copy(of: Path, to: Path) -> None:
    """Copy a file, by having the file system share what both hold where it can."""
    try:
        with of.open("rb") as old, to.open("wb") as new:
            left = os.fstat(old.fileno()).st_size
            while left > 0 and (done := os.copy_file_range(old.fileno(), new.fileno(), left)):
                left -= done
            if not left:
                return
    except (OSError, AttributeError):  # not on this system, or not on this disk
        pass
    shutil.copyfile(of, to)
