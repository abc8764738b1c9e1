"""Reports and outcomes as bytes and back. The bytes are data only, and are checked while they are read.

An outcome is packed in parts, so that of many files only what is asked for is unpacked: its brief, which is all that a
run holds of every file; what its lines are told from others by; a digest of the parts behind it; what is held against
other reports; its text; its rows; where its lines stand.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

import msgspec

from extractor.dataset.layout import READ
from extractor.dataset.schema import Row, record_of, row_values, table_columns
from extractor.document import Report
from extractor.document.boxes import LineBox
from extractor.errors import EvidenceError
from extractor.link.mentions import Mention, Naming, Outline, mentions_of, outline_of
from extractor.records import Record
from extractor.records import Report as ReportRow
from extractor.runs.line_keys import keys_of
from extractor.runs.outcome import Outcome
from extractor.runs.outer_rows import OuterRows

__all__ = [
    "Brief",
    "Packed",
    "is_whole",
    "pack_outcome",
    "pack_report",
    "packed_of",
    "records_of",
    "unpack_outcome",
    "unpack_report",
    "with_seconds",
]

_SIZES = struct.Struct("<7I")  # bytes of each part
# Of what a reading tells more or less.
_TOLD = (
    *("ratings", "key_questions", "recommendations", "statistics", "quantities"),
    *("progress", "findings", "examples"),
)
_QUOTE = "quote"  # left out: it is what the text has between `start` and `end`
_SPOILT = (msgspec.MsgspecError, UnicodeDecodeError, EvidenceError, KeyError, TypeError, ValueError, IndexError)

Rows = dict[str, list[list[Any]]]  # by table, the values of a row in the order of its columns


class Brief(msgspec.Struct, frozen=True, array_like=True):
    """What a run holds of every file: what became of it, who was inspected when, and what tells it from other editions.

    `told` is the number of rows that say something; `ratings` and `questions` are the services that these tables name.
    """

    status: str
    stage: str
    message: str
    passing: bool = False
    seconds: float | None = None
    report: Outline | None = None
    isbn: str = ""
    format: str = ""
    told: int = 0
    ratings: tuple[Mention, ...] = ()
    questions: tuple[Mention, ...] = ()
    is_as_hashed: bool = True


def pack_report(report: Report) -> bytes:
    """A report as loaded."""
    return msgspec.msgpack.encode(report)


def unpack_report(data: bytes) -> Report | None:
    """The report, or None where the bytes are not those of one."""
    try:
        return msgspec.msgpack.decode(data, type=Report)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def pack_outcome(outcome: Outcome) -> bytes:
    """An outcome, and its brief."""
    rows = {
        table: [_without_quote(table, row_values(record)) for record in records]
        for table, records in outcome.records.items()
    }
    told = [
        msgspec.msgpack.encode(OuterRows.of(outcome.records)),
        outcome.text.encode(),
        msgspec.msgpack.encode(rows),
        msgspec.msgpack.encode(outcome.lines),
    ]
    return packed_of(msgspec.msgpack.encode(_brief(outcome)), keys_of(outcome.text), told)


def packed_of(brief: bytes, keys: bytes, told: Sequence[bytes]) -> bytes:
    """An outcome put together of its parts: `told` is all that its digest is of."""
    digest = hashlib.blake2b(b"".join(told), digest_size=READ).digest()
    parts = [brief, keys, digest, *told]
    return b"".join([_SIZES.pack(*map(len, parts)), *parts])


def _brief(outcome: Outcome) -> Brief:
    about = (outcome.status, outcome.stage, outcome.message, outcome.passing, outcome.seconds)
    as_hashed = outcome.is_as_hashed
    report = next(iter(outcome.records.get("reports", ())), None)
    if not isinstance(report, ReportRow):
        return Brief(*about, is_as_hashed=as_hashed)
    told = sum(len(outcome.records.get(table, ())) for table in _TOLD)
    outline = outline_of(report)
    named = (cast("tuple[Naming, ...]", outcome.records.get(table, ())) for table in ("ratings", "key_questions"))
    ratings, questions = mentions_of(outline, *named)
    return Brief(*about, outline, report.isbn, report.format, told, tuple(ratings), tuple(questions), as_hashed)


@cache
def _places(table: str) -> tuple[int, int, int] | None:
    """Where start, end and quote stand in a row of a table; None where it quotes nothing."""
    names = [column.name for column in table_columns(table)]
    return (names.index("start"), names.index("end"), names.index(_QUOTE)) if _QUOTE in names else None


def _without_quote(table: str, row: list[Any]) -> list[Any]:
    if places := _places(table):
        row[places[2]] = None
    return row


class Packed:
    """A packed outcome, whose parts are read and unpacked when they are asked for.

    Args:
        size: how many bytes it has.
        read: gives those between two places.

    Raises:
        ValueError, EvidenceError: what is asked for is not there.
    """

    def __init__(self, size: int, read: Callable[[int, int], bytes]) -> None:
        if size < _SIZES.size or size != _SIZES.size + sum(sizes := _SIZES.unpack(read(0, _SIZES.size))):
            raise ValueError("not a packed outcome")
        self._read = read
        self._ends = [_SIZES.size]
        for size in sizes:
            self._ends.append(self._ends[-1] + size)

    @classmethod
    def of(cls, data: bytes) -> Packed:
        """The outcome that bytes are of."""
        return cls(len(data), lambda begin, end: data[begin:end])

    def _part(self, number: int) -> bytes:
        return self._read(self._ends[number], self._ends[number + 1])

    def parts(self) -> list[bytes]:
        """All parts as they are packed."""
        return [self._part(number) for number in range(len(self._ends) - 1)]

    @property
    def brief(self) -> Brief:
        """What a run holds of the file."""
        return msgspec.msgpack.decode(self._part(0), type=Brief)

    @property
    def keys(self) -> bytes:
        """What its lines are told from others by; see `editions`."""
        return self._part(1)

    @property
    def digest(self) -> bytes:
        """What tells it from others, but for its brief."""
        return self._part(2)

    @property
    def outer(self) -> OuterRows:
        """What is held against other reports."""
        return msgspec.msgpack.decode(self._part(3), type=OuterRows)

    @property
    def text(self) -> str:
        """The text of the report."""
        return self._part(4).decode()

    def rows(self) -> Rows:
        """The rows by table, values in the order of the columns."""
        text = self.text
        found = msgspec.msgpack.decode(self._part(5), type=Rows)
        for table, rows in found.items():
            if places := _places(table):
                start, end, quote = places
                for row in rows:
                    if not 0 <= row[start] < row[end] <= len(text):
                        raise EvidenceError(f"{table}: {row[start]}:{row[end]} lies outside the text")
                    row[quote] = text[row[start] : row[end]]
        return found

    def lines(self) -> tuple[LineBox, ...]:
        """Where the lines of the text stand."""
        return msgspec.msgpack.decode(self._part(6), type=tuple[LineBox, ...])

    def outcome(self) -> Outcome:
        """The whole outcome; its evidence quotes the text anew."""
        brief, text = self.brief, self.text
        about = (brief.status, brief.stage, brief.message)
        return Outcome(*about, records_of(self.rows(), text), text, brief.seconds, brief.passing, self.lines())


def with_seconds(data: bytes, seconds: float | None) -> bytes:
    """A packed outcome with the seconds that it took, which are of one run."""
    brief = msgspec.msgpack.encode(msgspec.structs.replace(Packed.of(data).brief, seconds=seconds))
    own, *sizes = _SIZES.unpack_from(data)
    return b"".join([_SIZES.pack(len(brief), *sizes), brief, data[_SIZES.size + own :]])


def unpack_outcome(data: bytes) -> Outcome | None:
    """The outcome, or None where the bytes are not those of one."""
    try:
        return Packed.of(data).outcome()
    except _SPOILT:
        return None


def is_whole(data: bytes) -> bool:
    """Whether bytes are those of a packed outcome, as far as its brief tells."""
    try:
        packed = Packed.of(data)
        return packed.brief is not None and len(packed.keys) % 4 == 0
    except _SPOILT:
        return False


def _records(table: str, rows: Iterable[Row], text: str) -> Iterator[Record]:
    names = [column.name for column in table_columns(table)]
    return (record_of(table, dict(zip(names, row, strict=True)), text) for row in rows)


def records_of(rows: Mapping[str, Iterable[Row]], text: str) -> dict[str, tuple[Record, ...]]:
    """Rows of a report as records, by table."""
    return {table: tuple(_records(table, found, text)) for table, found in rows.items()}
