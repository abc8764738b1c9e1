"""Rows as the review page shows them: what each is about, its value, where it was read, what people said of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.correct.model import CORRECTABLE, Decision, correctable_columns
from extractor.dataset.cells import in_words
from extractor.dataset.row_words import TOLD, subject_of, value_of
from extractor.document.boxes import LineBox, boxes_of
from extractor.records import EVIDENCE_COLUMNS, TABLES, Grounded, later_places

__all__ = ["COUNTED", "GROUNDED", "UNREAD_INTO", "Row", "Source", "rows_of_report"]

# Tables whose rows quote words, in the order of the contract.
GROUNDED = tuple(name for name, record in TABLES.items() if issubclass(record, Grounded))
_WORKED_OUT = ("tables", "themes")  # cells as they stand, and what follows from other rows
COUNTED = tuple(name for name in CORRECTABLE if name not in _WORKED_OUT)  # rows that a person is to look at

_UNTOLD = {"report_id", "item", "corrected", "evidence_of", *EVIDENCE_COLUMNS}
# The table that things of a kind are read into that gave no row, where a person reads them.
UNREAD_INTO = {
    "percentages": "quantities",
    "fractions": "quantities",
    "table_percentages": "statistics",
    "labels": "ratings",
    "standards": "ratings",
    "key_questions": "key_questions",
    "recommendations": "recommendations",
    "headings": "sections",
    "list_items": "findings",
}


@dataclass(frozen=True)
class Source:
    """The text of a report, and where its lines stand, if its source has geometry."""

    text: str
    lines: Sequence[LineBox] = ()

    def boxes(self, start: int, end: int) -> list[list[float]]:
        """Page, left, upper, right and lower edge of each line of a span."""
        return [[box.page, *(round(at, 1) for at in box[3:])] for box in boxes_of(self.lines, start, end, self.text)]


@dataclass
class Row:
    """One row of the page. `table/item` is its address there.

    Args:
        table, item: the row in the dataset; in `reports` the item is the column.
        what, value: what it is about, and what it says.
        start, end: its words in the text; None where it quotes none.
        cells: its columns as text, by name.
        gone: whether a person deleted it.
        also: spans where the same is printed again.
        cell: the part of its words that is the cell of its value, where they go from a label to that over others.
    """

    table: str
    item: str
    what: str
    value: str
    start: int | None = None
    end: int | None = None
    page: int | None = None
    rule: str = ""
    derived: bool = False
    cells: dict[str, str] = field(default_factory=dict)
    corrected: tuple[str, ...] = ()
    gone: bool = False
    also: tuple[tuple[int, int], ...] = ()
    cell: tuple[int, int] | tuple[()] = ()

    @property
    def address(self) -> str:
        """What names the row on the page, behind `#`."""
        return f"{self.table}/{self.item}"


def rows_of_report(tables: Mapping[str, Sequence[Any]], decisions: Sequence[Decision]) -> Iterator[Row]:
    """The rows of one report, table by table, with those that a person deleted.

    Args:
        tables: the rows of the report by table, as `Frames.by_report` gives them.
        decisions: what people decided about it.
    """
    provider = ""
    for row in tables.get("reports", ()):
        provider = row.provider
        yield from _of_the_report(row)
    there = set()
    for table in GROUNDED:
        for row in tables.get(table, ()):
            there.add((table, row.item))
            yield _grounded(table, row._asdict(), provider)
    for decision in decisions:
        if decision.action == "delete" and (decision.table, decision.item) not in there and decision.row:
            row = _grounded(decision.table, {**decision.row, "item": decision.item}, provider)
            row.gone = True
            yield row


def _of_the_report(row: Any) -> Iterator[Row]:
    """A row for each column of `reports` that a person can correct and that is filled, or has evidence."""
    told = _as_written(row.evidence_of) or {}
    corrected = (row.corrected or "").split("\n")
    for name in correctable_columns("reports"):
        value, where = in_words(getattr(row, name)), told.get(name)
        if not value and name not in corrected:
            continue
        made = Row("reports", name, name.replace("_", " "), value, cells={name: value})
        made.corrected = (name,) if name in corrected else ()
        if isinstance(where, dict) and {"start", "end"} <= where.keys():
            made.start, made.end, made.page = where["start"], where["end"], where.get("page")
            made.rule, made.derived = str(where.get("rule", "")), bool(where.get("derived"))
        yield made


def _grounded(table: str, row: Mapping[str, Any], provider: str) -> Row:
    cells = {
        name: in_words(value) for name, value in row.items() if name not in _UNTOLD and value not in (None, "", "[]")
    }
    shown = {**cells, "quote": str(row.get("quote") or "")}
    return Row(
        table,
        str(row["item"]),
        subject_of(table, shown, provider) or str(row["item"]),
        value_of(table, shown),
        _number(row.get("start")),
        _number(row.get("end")),
        _number(row.get("page")),
        str(row.get("rule") or ""),
        str(row.get("derived")).lower() == "true",
        cells,
        tuple(filter(None, str(row.get("corrected") or "").split("\n"))),
        also=tuple(later_places(row.get("printed_again"))),
        cell=_cell(table, shown, _number(row.get("start"))),
    )


def _cell(table: str, shown: Mapping[str, str], start: int | None) -> tuple[int, int] | tuple[()]:
    before, tab, last = shown["quote"].rpartition("\t")
    values = (shown.get(name.rstrip("%")) for name in TOLD.get(table, ((), ()))[1])
    if start is None or not tab or not any(value and value in last.replace(",", "") for value in values):
        return ()
    return start + len(before) + 1, start + len(shown["quote"])


def _as_written(words: str | None) -> Any:
    """What a column of JSON says; None where it says nothing, or a person wrote something else into it."""
    try:
        return json.loads(words or "null")
    except ValueError:
        return None


def _number(value: object) -> int | None:
    return int(str(value)) if value not in (None, "") else None
