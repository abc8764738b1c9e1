"""Rows against the place that they stand at and against the rows beside them.

What a report prints once makes one row, its lists run on, and a row stands in the section that it names. A row that
does not was misread or changed, so it fails; of a row that a person has corrected or added it warns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.check.inside.inspected import WHOLE, Inspected, compared
from extractor.domain.names import squashed, tight
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import Quoted

__all__ = [
    "label_above",
    "rows_in_sections",
    "rows_once",
    "services_of_examples",
]

_OVER = 300  # characters over an example that its label and title can take
# By table, what tells rows apart that were read from the same words.
_ONCE = {
    "ratings": ("provider", "part", "level", "ref", "standard"),
    "key_questions": ("group",),
    "recommendations": (),
    "progress": (),
    "findings": (),
    "examples": (),
    "statistics": ("category", "label", "group", "unit", "as_printed"),
    "quantities": (),
    "tables": ("row", "column"),
}


def rows_once(report: Inspected) -> Iterator[Check]:
    """What is printed at one place makes one row of a table, or one for each label, group and unit that it has.

    Rule: the contract of the dataset, one row is one recommendation, judgement, figure, cell.
    """
    looked = twice = 0
    for table, columns in _ONCE.items():
        seen: dict[tuple[object, ...], str] = {}
        for row in report.rows[table]:
            if row.start is None or row.end is None:
                continue
            looked += 1
            key = row.start, row.end, *(getattr(row, column) for column in columns)
            first = seen.setdefault(key, row.item)
            if first != row.item:
                twice += 1
                yield compared(row.item, "one row", first, f"{table}: the same words make two rows", _worst(row), False)
    if looked and not twice:
        yield compared(WHOLE, looked, looked, "every row has words of its own", "fail", True)


def rows_in_sections(report: Inspected) -> Iterator[Check]:
    """A finding, example or figure names the numbered section that it stands in.

    Rule: the headings of the report, as the table `sections` has them.
    """
    looked = wrong = 0
    for table in ("findings", "examples", "quantities"):
        for row in report.rows[table]:
            around = report.places.around(row.start) if row.start is not None else []
            if not around:
                continue
            looked += 1
            named = next((place.ref for place in reversed(around) if place.ref), "")
            if tight(named) != tight(row.section_ref):
                wrong += 1
                yield compared(row.item, named, row.section_ref, f"{table}: stands in another", _worst(row), False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "every row names the section that it stands in", "fail", True)


def services_of_examples(report: Inspected) -> Iterator[Check]:
    """The service that a practice example is about is named in it, in the words around it, or is the report's own.

    Rule: a summary prints the name of the service over each example, or in its first sentence.
    """
    looked = wrong = 0
    own = squashed(report.about.provider)
    for row in report.rows["examples"]:
        if not row.provider or row.start is None or row.end is None or not report.text:
            continue
        looked += 1
        words = squashed(report.text[label_above(report, row.start) : row.end])
        if squashed(row.provider) not in (own, "") and squashed(row.provider) not in words:
            wrong += 1
            message = "the words of the example and those around it do not name it"
            yield compared(row.item, "a service named there", row.provider, message, "warn", False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "examples name their services", "warn", True)


def label_above(report: Inspected, start: int) -> int:
    """Where the nearest line above a place begins that is the label of an example; else as far as one can be."""
    least = report.text.rfind("\n", 0, max(0, start - _OVER)) + 1
    rules = report.pack["examples.label"] if report.pack else ()
    stop = start
    while stop > least:
        begun = report.text.rfind("\n", 0, stop - 1) + 1
        if any(rule.search(report.text[begun:stop].strip()) for rule in rules):
            return begun
        stop = begun
    return least


def _worst(row: Quoted) -> str:
    return "warn" if row.corrected else "fail"
