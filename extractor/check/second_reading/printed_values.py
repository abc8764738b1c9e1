"""Values that are read a second time: what a row of `ratings`, `key_questions` or `statistics` has printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.dataset.rows import KeyQuestionRow, RatingRow, Rows, StatisticRow

__all__ = ["TABLES_AGAIN", "PrintedValue", "printed_values"]

TABLES_AGAIN = ("ratings", "key_questions", "statistics")
_LAST_FIGURE = re.compile(r"\S*\d\S*(?:\s*%)?\W*$")


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """The value of a row, a judgement or a figure, and the words that the row has for it.

    `start` and `end` are where the figure stands in the text: a quotation may have its label or another figure, too.
    """

    table: str
    item: str
    value: str | float | None
    span: tuple[int | None, int | None]  # of the quotation
    page: int | None
    quote: str
    is_printed: bool
    start: int
    end: int
    label: str = ""  # words that stand in its row
    provider: str = ""
    group: str = ""
    category: str = ""
    of_table: str = ""  # the title of the table that a statistic is of


def printed_values(rows: Rows) -> dict[str, Sequence[PrintedValue]]:
    """The values of the rows of a report, by table."""
    return {
        "ratings": list(map(_judgement, rows["ratings"])),
        "key_questions": list(map(_answer, rows["key_questions"])),
        "statistics": list(map(_statistic, rows["statistics"])),
    }


def _judgement(row: RatingRow) -> PrintedValue:
    scored = not row.rating and row.level not in ("overall", "section")  # their scores stand in rows of other words
    value = _value("ratings", row, row.rating or row.percent)
    return replace(value, label=row.standard if scored else "", provider=row.provider)


def _answer(row: KeyQuestionRow) -> PrintedValue:
    value = _value("key_questions", row, row.percent)
    last = _LAST_FIGURE.search(row.quote)
    start = value.start + (last.start() if last else 0)
    return replace(value, start=start, label=row.question, provider=row.provider, group=row.group)


def _statistic(row: StatisticRow) -> PrintedValue:
    value = _value("statistics", row, row.value)
    if row.as_printed and (at := row.quote.rfind(row.as_printed)) > 0:
        start = value.start + at
        value = replace(value, start=start, end=start + len(row.as_printed))
    return replace(value, label=row.label, group=row.group, category=row.category, of_table=row.table)


def _value(table: str, row: RatingRow | KeyQuestionRow | StatisticRow, value: str | float | None) -> PrintedValue:
    printed = not row.derived and row.start is not None and value not in (None, "")
    span, start = (row.start, row.end), row.start or 0
    return PrintedValue(table, row.item, value, span, row.page, row.quote, printed, start, row.end or start)
