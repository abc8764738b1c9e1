"""Every item against its columns: ids are made of what a row is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import regex

from extractor.check.inside.evidence import Test, faults_told, short
from extractor.check.inside.inspected import Inspected
from extractor.domain.names import slug, squashed, tight
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import (
        ExampleRow,
        FindingRow,
        KeyQuestionRow,
        ProgressRow,
        RatingRow,
        RecommendationRow,
        StatisticRow,
    )

__all__ = ["items_of_columns"]

_REPEAT = regex.compile(r"-\d+$")


def items_of_columns(report: Inspected) -> Iterator[Check]:
    """Every `item` says what its columns say: the part and number, the question and its group, the label.

    Rule: the contract of the dataset, ids are made of what a row is about.
    """
    yield from faults_told(report, _ITEMS, lambda row, test: test(report, row), "every item says what its columns say")


def _rating_item(report: Inspected, row: RatingRow) -> Iterator[str]:
    about = tight(row.ref) or row.standard_id or row.level
    if _REPEAT.sub("", row.item).rpartition("/")[2] not in (about, _REPEAT.sub("", about)):
        yield f"the item does not name {about!r}"
    if row.part and row.part not in row.item.split("/"):
        yield f"the item does not name the part {row.part!r}"
    judged = report.pack.standards if report.pack else ()
    level = next((standard.level for standard in judged if standard.id == row.standard_id), row.level)
    if level != row.level or (row.level == "overall" and row.ref):
        yield f"`level` is {row.level}, and the framework says {level if level != row.level else 'another'}"
    if report.about.report_type == "summary" and row.start is not None and report.text:
        line = report.text.rfind("\n", 0, row.start) + 1
        if squashed(row.provider) not in squashed(report.text[line : row.end]):
            yield f"the row of the table does not name {row.provider!r}"


def _question_item(report: Inspected, row: KeyQuestionRow) -> Iterator[str]:
    ref, _, rest = row.item.partition("/")
    if ref != (tight(row.standard_ref) or "none"):
        yield f"the item does not name the standard {row.standard_ref!r}"
    question, _, group = _REPEAT.sub("", rest).rpartition("/")
    if row.question_id and question != row.question_id:
        yield f"the item does not name the question {row.question_id!r}"
    if row.group and group != row.group:
        yield f"the item does not name the group {row.group!r}"


def _recommendation_item(report: Inspected, row: RecommendationRow) -> Iterator[str]:
    if row.part and not row.item.startswith(f"{row.part}/"):
        yield f"the item does not name the part {row.part!r}"
    named, number = tight(row.item), f"/{tight(row.number)}"
    if row.number and not (named.endswith(number) or _REPEAT.sub("", named).endswith(number)):
        yield f"the item does not name the number {row.number!r}"


def _progress_item(report: Inspected, row: ProgressRow) -> Iterator[str]:
    if row.item != f"{row.number}":
        yield f"the item does not name the number {row.number}"


def _statistic_item(report: Inspected, row: StatisticRow) -> Iterator[str]:
    title, category, group = (slug(words, 40) for words in (row.table, row.category, row.group))
    label = slug(row.label, 80)
    item = _REPEAT.sub("", row.item)
    orders = (title, category, label, group), (title, label, group, category)
    made = ["/".join(filter(None, parts)) for parts in orders]
    # behind them the item can have one word more: the unit, where a cell has several figures
    if not any(name in (words, words.rpartition("/")[0]) for words in (row.item, item) for name in made):
        yield f"the item does not name {short(made[0])!r}, which its columns do"


def _list_item(report: Inspected, row: FindingRow | ExampleRow) -> Iterator[str]:
    if row.kind and row.kind not in row.item.split("/"):
        yield f"the item does not name the kind {row.kind!r}"


_ITEMS: dict[str, Test] = {
    "ratings": _rating_item,
    "key_questions": _question_item,
    "recommendations": _recommendation_item,
    "progress": _progress_item,
    "statistics": _statistic_item,
    "findings": _list_item,
    "examples": _list_item,
}
