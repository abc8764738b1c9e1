"""Percentages of all cases against those of the groups that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from extractor.check.inspected import Inspected, compared
from extractor.records import Check

__all__ = ["all_cases", "questions_by_line"]

# Groups that together are all cases.
_HALVES = (("community", "post_release"), ("crc", "nps"))
# Percentage points by which the mean of rounded figures may miss a rounded one.
_ROUNDING = 1.0


def all_cases(report: Inspected) -> Iterator[Check]:
    """The percentage of all cases lies between those of its two groups, and is their mean by number of cases.

    Arithmetic: rounding keeps order, so outside the two it cannot be. How many cases of each group were asked a
    question is not printed, only how many were inspected ("We inspected 40 community sentence cases and 22 post-release
    cases"), so a mean that is more than a point away warns.
    """
    for groups in questions_by_line(report.rows["key_questions"]):
        whole = groups.get("all")
        halves = next((pair for pair in _HALVES if all(half in groups for half in pair)), None)
        if whole is None or halves is None:
            continue
        one, other = (groups[half].percent for half in halves)
        told = f"{halves[0]} {one:g}, {halves[1]} {other:g}"
        if not min(one, other) <= whole.percent <= max(one, other):
            expected = f"{min(one, other):g} to {max(one, other):g}"
            yield compared(whole.item, expected, whole.percent, f"{told}: all cases lie outside", "fail", False)
        elif set(halves) <= set(report.sample):
            sizes = [report.sample[half] for half in halves]
            mean = (one * sizes[0] + other * sizes[1]) / sum(sizes) if sum(sizes) else whole.percent
            message = f"{told}; weighted by {sizes[0]:g} and {sizes[1]:g} cases"
            yield compared(whole.item, mean, whole.percent, message, "warn", abs(mean - whole.percent) <= _ROUNDING)
        else:
            message = f"{told}; their numbers of cases are not known"
            yield compared(whole.item, f"{min(one, other):g} to {max(one, other):g}", whole.percent, message, "", True)


def questions_by_line(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows of `key_questions` with a percentage, line by line of their tables: rows by group."""
    lines: list[dict[str, Any]] = []
    open_lines: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        if row.percent is None:
            continue
        about = (row.standard_ref, row.table, row.level, row.key_question, row.ref, row.question)
        line = open_lines.get(about)
        if line is None or row.group in line:  # a question that stands there twice has two lines
            line = open_lines[about] = {}
            lines.append(line)
        line[row.group] = row
    return lines
