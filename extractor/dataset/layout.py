"""Where the rows of each report stand in the files of a dataset, so that the next run takes over what is the same.

A layout is kept beside what was read before, in the cache, and holds only as long as the files are those that it is of.
Rows are told to be the same by a digest of their values, so nothing is taken over that would be written otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np

from extractor.dataset.hand_edits import DATABASE
from extractor.dataset.run_log import run_log
from extractor.records import TABLES

__all__ = ["LINES", "Earlier", "Layout", "digest_of"]

LINES = "lines"  # of a report's text: no table, but laid out as one
_PARTS = (*TABLES, LINES)
_PLACES = {name: place for place, name in enumerate(_PARTS)}
_DIGEST = 8  # bytes


class Layout(msgspec.Struct, array_like=True):
    """The reports of a dataset in their order; of each the digest of its rows by table, and their size in the CSV file.

    `hashes` are those of the CSV files; `mixed` are tables that have rows outside of the reports.
    """

    parts: tuple[str, ...] = _PARTS
    reports: list[str] = []
    digests: bytearray = msgspec.field(default_factory=bytearray)
    sizes: bytearray = msgspec.field(default_factory=bytearray)
    mixed: list[str] = []
    hashes: dict[str, str] = {}

    @classmethod
    def unpacked(cls, data: bytes | None) -> Layout:
        """The layout that bytes are of; an empty one where they are of none."""
        try:
            found = msgspec.msgpack.decode(data or b"", type=cls)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return cls()
        cells = len(found.reports) * len(_PARTS)
        fits = found.parts == _PARTS and len(found.digests) == cells * _DIGEST and len(found.sizes) == cells * 4
        return found if fits else cls()

    def packed(self) -> bytes:
        """The layout as bytes."""
        return msgspec.msgpack.encode(self)

    def add(self, report_id: str, parts: Mapping[str, tuple[bytes, int]]) -> None:
        """Add a report: digest and size in bytes of its rows by table."""
        self.reports.append(report_id)
        for name in _PARTS:
            digest, size = parts.get(name, (bytes(_DIGEST), 0))
            self.digests += digest
            self.sizes += size.to_bytes(4, "little")


def digest_of(rows: Sequence[object]) -> bytes:
    """What tells rows of values from others."""
    return hashlib.blake2b(msgspec.msgpack.encode(rows), digest_size=_DIGEST).digest()


class Earlier:
    """A dataset that is about to be replaced, and is as a command wrote it: what of it can be taken over.

    Args:
        folder: the dataset; there may be none.
        kept: its layout.
        program: a hash of the program; what another one wrote is not taken over.
    """

    def __init__(self, folder: Path, kept: bytes | None, program: str) -> None:
        log, layout = run_log(folder), Layout.unpacked(kept)
        files = log.get("files") if program and log.get("program") == program else None
        self.folder = folder
        self.hashes: dict[str, str] = files if isinstance(files, dict) else {}
        self.database = folder / DATABASE
        self._stack = ExitStack()
        self._files: dict[str, tuple[BinaryIO, int]] = {}  # and the bytes of the header
        self._rows: dict[str, int] = {}
        if not layout.reports or DATABASE not in self.hashes or not self.database.is_file():
            return
        for table in layout.hashes.keys() - set(layout.mixed):
            path = folder / f"{table}.csv"
            if self.hashes.get(path.name) == layout.hashes[table] and path.is_file():
                file = self._stack.enter_context(path.open("rb"))
                self._files[table] = file, len(file.readline())
        self._rows = {report_id: place for place, report_id in enumerate(layout.reports)}
        self._digests = layout.digests
        shape = len(layout.reports), len(_PARTS)
        self._sizes = np.frombuffer(layout.sizes, dtype="<u4").reshape(shape)
        self._ends = np.cumsum(self._sizes, axis=0, dtype="<i8")

    @property
    def is_known(self) -> bool:
        """Whether anything can be taken over."""
        return bool(self._rows)

    def __enter__(self) -> Earlier:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def has(self, report_id: str, part: str, digest: bytes) -> bool:
        """Whether rows with this digest are there."""
        row = self._rows.get(report_id)
        if row is None or ("reports" if part == LINES else part) not in self._files:
            return False
        at = (row * len(_PARTS) + _PLACES[part]) * _DIGEST
        return self._digests[at : at + _DIGEST] == digest

    def rows_of(self, report_id: str, table: str) -> bytes:
        """The bytes of the rows of a report in the CSV file of a table."""
        row, place = self._rows[report_id], _PLACES[table]
        size = int(self._sizes[row, place])
        file, header = self._files[table]
        file.seek(header + int(self._ends[row, place]) - size)
        return file.read(size)
