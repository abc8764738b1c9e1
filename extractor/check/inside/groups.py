"""Percentages of all cases against those of the groups that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from extractor.check.inside.inspected import Inspected, compared
from extractor.packs import Pack
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import KeyQuestionRow

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
        known = {group: row.percent for group, row in groups.items() if row.percent is not None}
        parts = next((parts for parts in divisions if all(part in known for part in parts)), None)
        if "all" not in known or parts is None:
            continue
        item, whole = groups["all"].item, known["all"]
        percents = [known[part] for part in parts]
        low, high = min(percents), max(percents)
        told = ", ".join(f"{part.replace('_', ' ')} {percent:g}" for part, percent in zip(parts, percents, strict=True))
        if not low <= whole <= high:
            message = f"{told}: all cases lie outside"
            yield compared(item, f"{low:g} to {high:g}", whole, message, "fail", False)
        elif set(parts) <= set(report.sample):
            sizes = [report.sample[part] for part in parts]
            weighted = sum(percent * size for percent, size in zip(percents, sizes, strict=True))
            mean = weighted / sum(sizes) if sum(sizes) else whole
            weights = " and ".join(f"{size:g}" for size in sizes)
            message = f"{told}: of {weights} cases together {mean:.0f}"
            yield compared(item, mean, whole, message, "warn", abs(mean - whole) <= _ROUNDING)
        else:
            message = f"{told}; their numbers of cases are not known"
            yield compared(item, f"{low:g} to {high:g}", whole, message, "", True)


def _divisions(pack: Pack | None) -> list[list[str]]:
    """The ways in which all cases are divided into two groups or more."""
    found: dict[str, list[str]] = {}
    for group in pack.groups if pack else ():
        if group.part_of == "all":
            found.setdefault(group.by, []).append(group.id)
    return [parts for parts in found.values() if len(parts) > 1]


def questions_by_line(rows: Iterable[KeyQuestionRow]) -> list[dict[str, KeyQuestionRow]]:
    """Rows of `key_questions` with a percentage, line by line of their tables: rows by group."""
    lines: list[dict[str, KeyQuestionRow]] = []
    open_lines: dict[tuple[str, ...], dict[str, KeyQuestionRow]] = {}
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
