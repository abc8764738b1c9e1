"""Where the rows of each report stand in the files of a dataset, so that the next run takes over what is the same.

A layout is kept beside what was read before, in the cache, and holds only as long as the files are those that it is of.
A report is told to be the same by a mark of all that its rows hang on, without their being made.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np

from extractor.dataset.hand_edits import DATABASE
from extractor.dataset.run_log import run_log
from extractor.records import TABLES

__all__ = ["READ", "Earlier", "Layout"]

READ = 16  # bytes of a mark, at its beginning, that say what was read of the report
_MARK = 2 * READ
_FEW = 8  # the database is changed in its place where no more than one report in so many is another
_TABLES = tuple(TABLES)
_PLACES = {name: place for place, name in enumerate(_TABLES)}
_AT_A_TIME = 2**20  # bytes


class Layout(msgspec.Struct, array_like=True):
    """The reports of a dataset in their order; of each its mark, and rows and bytes that it has in each CSV file.

    `hashes` are those of the CSV files.
    """

    tables: tuple[str, ...] = _TABLES
    reports: list[str] = []
    marks: bytearray = msgspec.field(default_factory=bytearray)
    rows: bytearray = msgspec.field(default_factory=bytearray)
    sizes: bytearray = msgspec.field(default_factory=bytearray)
    hashes: dict[str, str] = {}

    @classmethod
    def unpacked(cls, data: bytes | None) -> Layout:
        """The layout that bytes are of; an empty one where they are of none."""
        try:
            found = msgspec.msgpack.decode(data or b"", type=cls)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return cls()
        count = len(found.reports)
        fits = found.tables == _TABLES and len(found.marks) == count * _MARK
        return found if fits and len(found.rows) == len(found.sizes) == count * len(_TABLES) * 4 else cls()

    def packed(self) -> bytes:
        """The layout as bytes."""
        return msgspec.msgpack.encode(self)

    def add(self, report_id: str, mark: bytes, parts: Mapping[str, tuple[int, int]]) -> None:
        """Add a report: its mark, and by table its rows and their size in bytes."""
        self.reports.append(report_id)
        self.marks += mark
        for name in _TABLES:
            rows, size = parts.get(name, (0, 0))
            self.rows += rows.to_bytes(4, "little")
            self.sizes += size.to_bytes(4, "little")

    def add_same(self, other: Layout, place: int) -> None:
        """Add a report as another layout has it."""
        self.reports.append(other.reports[place])
        self.marks += other.marks[place * _MARK : (place + 1) * _MARK]
        cells = slice(place * len(_TABLES) * 4, (place + 1) * len(_TABLES) * 4)
        self.rows += other.rows[cells]
        self.sizes += other.sizes[cells]

    def cells(self, of: bytearray) -> np.ndarray:
        """`rows` or `sizes` by report and table."""
        return np.frombuffer(of, dtype="<u4").reshape(-1, len(_TABLES))

    def counts(self) -> dict[str, int]:
        """Rows by table."""
        return dict(zip(_TABLES, map(int, self.cells(self.rows).sum(axis=0, dtype="<i8")), strict=True))


class Earlier:
    """A dataset that is about to be replaced, and is as a command wrote it: what of it can be taken over.

    Args:
        folder: the dataset; there may be none.
        kept: its layout.
        program: a hash of the program; what another one wrote is not taken over.
        read: the reports to come, in their order, and what was read of each: the beginning of its mark.
    """

    def __init__(self, folder: Path, kept: bytes | None, program: str, read: Iterable[tuple[str, bytes]] = ()) -> None:
        log, layout = run_log(folder), Layout.unpacked(kept)
        files = log.get("files") if program and log.get("program") == program else None
        self.folder = folder
        self.hashes: dict[str, str] = files if isinstance(files, dict) else {}
        self.database = folder / DATABASE
        self.layout = Layout()
        self.is_mostly_same = False
        self._stack = ExitStack()
        self._files: dict[str, tuple[BinaryIO, int]] = {}  # and the bytes of the header
        self._kept: dict[str, int] = {}
        if not layout.reports or not self._is_of(layout):
            return
        self.layout = layout
        self._keep(read)
        self._sizes = layout.cells(layout.sizes)
        self._ends = np.cumsum(self._sizes, axis=0, dtype="<i8")
        for table in _TABLES:
            if self._sizes[:, _PLACES[table]].any():
                file = self._stack.enter_context((folder / f"{table}.csv").open("rb"))
                self._files[table] = file, len(file.readline())

    def _is_of(self, layout: Layout) -> bool:
        """Whether the files with rows of reports are those that a layout is of."""
        names = [table for table, rows in layout.counts().items() if rows]
        same = all(self.hashes.get(f"{table}.csv", "") == layout.hashes.get(table) for table in names)
        return same and DATABASE in self.hashes and all((self.folder / f"{table}.csv").is_file() for table in names)

    def _keep(self, read: Iterable[tuple[str, bytes]]) -> None:
        """Find the reports that may stay as they are: read as before, and in the order that they had."""
        places = {report_id: place for place, report_id in enumerate(self.layout.reports)}
        same, total = [], 0
        for report_id, digest in read:
            total += 1
            place = places.get(report_id)
            if place is not None and self.layout.marks[place * _MARK : place * _MARK + READ] == digest:
                same.append(place)
        self._kept = {self.layout.reports[place]: place for place in _rising(same)}
        changed = max(total, len(self.layout.reports)) - len(self._kept)
        self.is_mostly_same = self.database.is_file() and max(changed, 1) * _FEW <= len(self._kept)
        self._in_order = np.array(sorted(self._kept.values()), dtype=int)

    def __enter__(self) -> Earlier:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def place(self, report_id: str) -> int | None:
        """Where a report stands that was read as it is now; None where there is none, or in another order."""
        return self._kept.get(report_id)

    def has(self, place: int, mark: bytes) -> bool:
        """Whether the report at a place has this mark."""
        return self.layout.marks[place * _MARK : (place + 1) * _MARK] == mark

    def next_with(self, table: str, place: int) -> str:
        """The first report behind a place that may stay as it is and has rows of a table; empty where there is none."""
        behind = self._in_order[np.searchsorted(self._in_order, place, side="right") :]
        found = np.flatnonzero(self._sizes[behind, _PLACES[table]])
        return self.layout.reports[int(behind[found[0]])] if len(found) else ""

    def rows_of(self, first: int, last: int) -> Iterable[tuple[str, Iterable[bytes]]]:
        """The bytes of the rows of some reports that stand behind one another, by table."""
        for table, (file, header) in self._files.items():
            of = _PLACES[table]
            begin = int(self._ends[first, of]) - int(self._sizes[first, of])
            yield table, _bytes(file, header + begin, header + int(self._ends[last, of]))


def _bytes(file: BinaryIO, begin: int, end: int) -> Iterable[bytes]:
    file.seek(begin)
    while begin < end and (some := file.read(min(_AT_A_TIME, end - begin))):
        begin += len(some)
        yield some


def _rising(places: list[int]) -> list[int]:
    """As many of some numbers as can stay where they are and rise."""
    ends: list[int] = []  # the least number that a rising row of each length ends with
    at: list[int] = []  # where it stands
    before: list[int] = []
    for number, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1], at[length : length + 1] = [place], [number]
    found, number = [], at[-1] if at else -1
    while number >= 0:
        found.append(places[number])
        number = before[number]
    return found[::-1]
