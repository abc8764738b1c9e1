"""Scores in percent: sections from their criteria, the overall one from its sections, by the weights of the pack.

Printed scores are rounded. What follows from them exactly passes; what follows from some score that they are rounded
from warns; anything else fails.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.check.inside.inspected import Inspected, compared, not_applicable
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import RatingRow

__all__ = ["overall_mean", "section_means"]

_HALF = 0.5
Weighted = Sequence[tuple[float, float]]  # score and weight


def section_means(report: Inspected) -> Iterator[Check]:
    """The score of a section is the weighted mean of its criteria. Rule: see the head of this module."""
    for rows in report.judged.values():
        for section in rows:
            if section.level == "section" and (printed := _score(section)) is not None:
                scores = _criteria(report, rows, section.ref)
                if not scores:
                    yield not_applicable("no scores of its criteria could be read", section.item)
                    continue
                row = _verdict(section.item, printed, list(scores.values()))
                lacking = _counting(report, section.ref) - set(scores)
                if lacking and row.status != "pass":
                    told = f"scores of {', '.join(sorted(lacking))} are not printed, or could not be read"
                    row = not_applicable(told, section.item)
                yield row


def overall_mean(report: Inspected) -> Iterator[Check]:
    """The overall score is the weighted mean of the sections, as printed and from their criteria.

    Rule: see the head of this module. Where the printed sections do not give it, their unrounded scores may: then the
    mean from the criteria, without rounding on the way, is an item of its own (`.../criteria`).
    """
    for rows in report.judged.values():
        sections = [(row, score) for row in rows if row.level == "section" and (score := _score(row)) is not None]
        weights = {row.ref: weight for row, _ in sections if (weight := _weight(report, "section", row.standard_id))}
        wanted = [s for s in report.pack.standards if s.level == "section" and s.weight] if report.pack else []
        for overall in rows:
            if overall.level != "overall" or (whole := _score(overall)) is None:
                continue
            if not wanted or len(weights) < len(wanted):
                yield not_applicable("not all sections that count have a score", overall.item)
                continue
            printed = [(score, weights[row.ref]) for row, score in sections if row.ref in weights]
            from_printed = _verdict(overall.item, whole, printed)
            yield from_printed
            criteria = {ref: _criteria(report, rows, ref) for ref in weights}
            if from_printed.status != "pass" and all(
                scores and _counting(report, ref) == set(scores) for ref, scores in criteria.items()
            ):
                means = [(_mean(list(scores.values())), weights[ref]) for ref, scores in criteria.items()]
                yield _verdict(f"{overall.item}/criteria", whole, means)


def _counting(report: Inspected, section: str) -> set[str]:
    """Numbers of the criteria that count in the score of a section."""
    standards = report.pack.standards if report.pack else ()
    return {s.ref for s in standards if s.level == "criterion" and s.weight and s.ref.startswith(section)}


def _criteria(report: Inspected, rows: Sequence[RatingRow], section: str) -> dict[str, tuple[float, float]]:
    """Scores and weights of the criteria of a section by number; one with a label in place of a score has no weight."""
    return {
        row.ref: (score, weight)
        for row in rows
        if row.level == "criterion"
        and (score := _score(row)) is not None
        and row.ref.startswith(section)
        and (weight := _weight(report, "criterion", row.standard_id))
    }


def _score(row: RatingRow) -> float | None:
    return row.percent if row.percent is not None and math.isfinite(row.percent) else None


def _weight(report: Inspected, level: str, standard_id: str) -> float | None:
    standards = report.pack.standards if report.pack else ()
    return next((s.weight for s in standards if s.id == standard_id and s.level == level), None)


def _mean(scores: Weighted) -> float:
    return sum(score * weight for score, weight in scores) / sum(weight for _, weight in scores)


def _verdict(item: str, printed: float, scores: Weighted) -> Check:
    mean = _mean(scores)
    expected = math.floor(round(mean, 9) + _HALF)
    sums = " + ".join(f"{weight:g} x {round(score, 2):g}" for score, weight in scores)
    message = f"({sums}) / {sum(weight for _, weight in scores):g} = {mean:.2f}; printed is {printed:g}"
    # A printed score stands for any within half a point of it, and so does the mean.
    reachable = abs(printed - mean) < 2 * _HALF
    if reachable and expected != printed:
        message += ", which is within the rounding of the scores"
    return compared(item, expected, printed, message, "warn" if reachable else "fail", expected == printed)
