"""Percentages of all cases against those of the groups that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from extractor.check.inspected import Inspected, compared
from extractor.packs import Pack
from extractor.records import Check

__all__ = ["all_cases", "questions_by_line"]

# Percentage points by which the mean of rounded figures may miss a rounded one.
_ROUNDING = 1.0


def all_cases(report: Inspected) -> Iterator[Check]:
    """The percentage of all cases lies between those of the groups that divide them, and is their mean by number.

    Arithmetic: rounding keeps order, so outside the groups it cannot be. Which groups divide all cases says the pack
    (`part_of`, `by`). How many cases of each were asked a question is not printed, only how many were inspected, so a
    mean that is more than a point away warns.
    """
    divisions = _divisions(report.pack)
    for groups in questions_by_line(report.rows["key_questions"]):
        whole = groups.get("all")
        parts = next((parts for parts in divisions if all(part in groups for part in parts)), None)
        if whole is None or parts is None:
            continue
        percents = [groups[part].percent for part in parts]
        low, high = min(percents), max(percents)
        told = ", ".join(f"{part} {percent:g}" for part, percent in zip(parts, percents, strict=True))
        if not low <= whole.percent <= high:
            message = f"{told}: all cases lie outside"
            yield compared(whole.item, f"{low:g} to {high:g}", whole.percent, message, "fail", False)
        elif set(parts) <= set(report.sample):
            sizes = [report.sample[part] for part in parts]
            weighted = sum(percent * size for percent, size in zip(percents, sizes, strict=True))
            mean = weighted / sum(sizes) if sum(sizes) else whole.percent
            message = f"{told}; weighted by {' and '.join(f'{size:g}' for size in sizes)} cases"
            yield compared(whole.item, mean, whole.percent, message, "warn", abs(mean - whole.percent) <= _ROUNDING)
        else:
            message = f"{told}; their numbers of cases are not known"
            yield compared(whole.item, f"{low:g} to {high:g}", whole.percent, message, "", True)


def _divisions(pack: Pack | None) -> list[list[str]]:
    """The ways in which all cases are divided into two groups or more."""
    found: dict[str, list[str]] = {}
    for group in pack.groups if pack else ():
        if group.part_of == "all":
            found.setdefault(group.by, []).append(group.id)
    return [parts for parts in found.values() if len(parts) > 1]


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
