"""What the rows of every table have in common: the words that they rest on, and columns that are described."""

from __future__ import annotations

import types
import typing
from dataclasses import InitVar, dataclass, field, fields
from typing import Any, ClassVar

from extractor.errors import EvidenceError


def described(doc: str, example: Any, default: Any = None, choices: tuple[str, ...] = (), listed: str = "") -> Any:
    """A dataclass field that knows its one-line description, an example and, where closed, its values.

    `choices` are the values that the program knows; `listed` names the list of the packs that has them.
    """
    return field(default=default, metadata={"doc": doc, "example": example, "choices": choices, "listed": listed})


def dated(doc: str, example: str) -> Any:
    """A field for a date as ISO 8601 has it, with the precision printed: year, month or day."""
    return field(default="", metadata={"doc": doc, "example": example, "choices": (), "is_date": True})


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a value was read from. It cannot exist unless `text[start:end] == quote` and quote has a word.

    Args:
        text: the normalised text of the report that is quoted (checked, not kept).
        start, end: character offsets into that text.
        quote: exactly `text[start:end]`.
        page: physical page of `start`, from 1; None where the source has no pages.
        rule: id of the rule that read it, as `pack/rule`.
        derived: True where the value was computed and not printed.

    Raises:
        EvidenceError: the offsets lie outside the text, or the quote is not what stands there.
    """

    text: InitVar[str]
    start: int = described("offset of the first character in text/<report_id>.txt", 1503)
    end: int = described("offset behind the last character", 1513)
    quote: str = described("exactly text[start:end]", "Developing")
    page: int | None = described("physical page, from 1; empty where the source has no pages", 6)
    rule: str = described("id of the rule that read the value", "lantern-2021/ratings.standard-row", "")
    derived: bool = described("true where computed, false where printed", False, False)

    def __post_init__(self, text: str) -> None:
        if not 0 <= self.start < self.end <= len(text):
            raise EvidenceError(f"evidence {self.start}:{self.end} lies outside a text of {len(text)} characters")
        if text[self.start : self.end] != self.quote:
            found = text[self.start : self.end]
            raise EvidenceError(f"evidence {self.start}:{self.end} quotes {self.quote!r}, but the text has {found!r}")


EVIDENCE_COLUMNS = ("page", "start", "end", "quote", "rule", "derived")


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One row of a table. `as_row()` gives its columns in contract order, evidence last."""

    TABLE: ClassVar[str]
    DOC: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]] = ("report_id", "item")
    EXTRA: ClassVar[tuple[str, ...]] = ()  # columns beyond the contract: they follow the evidence
    PLACE_OF_REPORT_ID: ClassVar[int | None] = 0  # among the columns; None where a row is of no one report

    report_id: str = described(
        "slug of provider and date as printed; the same in every run", "tarnbury-moor-centre-2021-05", ""
    )

    def as_row(self) -> dict[str, Any]:
        """The record as a dict, keys in the order of `columns(type(self))`."""
        evidence = getattr(self, "evidence", None)
        return {
            c.name: getattr(evidence if c.name in EVIDENCE_COLUMNS and evidence is not None else self, c.name)
            for c in columns(type(self))
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Grounded(Record):
    """A row that was read from words of the report."""

    EXTRA: ClassVar[tuple[str, ...]] = ("corrected",)
    item: str = described("stable id of the row within its report and table", "main/1.1", "")
    evidence: Evidence
    corrected: str = described(
        "columns that a person corrected, one a line; `row` for a row that a person added", "", ""
    )


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of a column: its name, python type (str, int, float or bool), whether a row can leave it empty."""

    name: str
    type: type
    nullable: bool
    doc: str
    example: Any
    choices: tuple[str, ...] = ()
    is_date: bool = False
    listed: str = ""  # the list of the packs that has its values; see `Vocabulary`


_KNOWN: dict[str, tuple[Column, ...]] = {}


def columns(record: type[Record]) -> tuple[Column, ...]:
    """The columns of a table in contract order: `report_id`, `item`, its own, evidence, then extras."""
    if record.TABLE not in _KNOWN:
        _KNOWN[record.TABLE] = tuple(_columns(record))
    return _KNOWN[record.TABLE]


def _columns(record: type[Record]) -> list[Column]:
    hints = typing.get_type_hints(record)
    own = [f for f in fields(record) if "doc" in f.metadata and f.name not in record.EXTRA]
    report_id = own.pop(0)
    if record.PLACE_OF_REPORT_ID is not None:
        own.insert(record.PLACE_OF_REPORT_ID, report_id)
    listed = [_column(f, hints[f.name]) for f in own]
    if issubclass(record, Grounded):
        evidence = {f.name: f for f in fields(Evidence)}
        types_ = typing.get_type_hints(Evidence)
        listed += [_column(evidence[name], types_[name]) for name in EVIDENCE_COLUMNS]
    by_name = {f.name: f for f in fields(record)}
    return listed + [_column(by_name[name], hints[name]) for name in record.EXTRA]


def _column(declared: Any, hint: Any) -> Column:
    nullable = isinstance(hint, types.UnionType)
    kind = typing.get_args(hint)[0] if nullable else hint
    meta = declared.metadata
    given = meta["doc"], meta["example"], meta["choices"], "is_date" in meta, meta.get("listed", "")
    return Column(declared.name, kind, nullable, *given)
