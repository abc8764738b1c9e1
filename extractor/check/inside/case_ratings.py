"""Ratings that rest on cases: the band of the lowest key question, and what they allow other ratings to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.check.inside.inspected import Inspected, compared, not_applicable
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import RatingRow

__all__ = ["limited_standards", "lowest_question_band"]


def lowest_question_band(report: Inspected) -> Iterator[Check]:
    """A standard that rests on cases is rated by the band that its lowest key question lies in.

    Rule: `bands` of the pack, whose note says where it is printed. Where they leave `discretion`, a rating may be
    another so many percentage points from the boundary, or where one case would change it.
    """
    bands = report.pack.bands.get("question") if report.pack else None
    asked: dict[str, list[tuple[str, float]]] = {}  # questions and their percentages
    for one in report.questions("key_question", "all"):
        if one.percent is not None:
            asked.setdefault(one.standard_id, []).append((one.question_id, one.percent))
    if not asked:
        return
    if bands is None:
        yield not_applicable("the framework states no bands for key questions")
        return
    for row in _standards(report):
        questions = asked.get(row.standard_id)
        if not questions or not row.rating:
            continue
        wanted = (
            next((s.questions for s in report.pack.standards if s.id == row.standard_id), ()) if report.pack else ()
        )
        lacking = set(wanted) - {question for question, _ in questions}
        if lacking:
            yield not_applicable(f"percentages of {', '.join(sorted(lacking))} could not be read", row.item)
            continue
        lowest = min(percent for _, percent in questions)
        expected = report.band("question", lowest)
        listed = ", ".join(f"{percent:g}" for _, percent in questions)
        message = f"key questions {listed}; the lowest is {lowest:g}"
        otherwise = "fail"
        if expected != row.rating and _near(report, expected, row.rating, lowest):
            otherwise = "warn"
            message += ", near enough to the boundary for a panel to decide otherwise"
        yield compared(row.item, expected, row.rating, message, otherwise, expected == row.rating)


def limited_standards(report: Inspected) -> Iterator[Check]:
    """Where all of some standards are rated low, so is another that they limit.

    Rule: `limits` of the pack, whose note says where it is printed. A rule of procedure: a breach warns.
    """
    rated = {row.standard_id: row for row in _standards(report)}
    for limit in report.pack.limits if report.pack else ():
        row = rated.get(limit.standard)
        most = report.points_of(limit.most)
        counted = [report.points_of(rated[id_].rating) for id_ in limit.standards if id_ in rated]
        points = [value for value in counted if value is not None]
        if row is None or row.points is None or most is None or len(points) < len(limit.standards):
            yield not_applicable("not all standards that the rule names are rated", row.item if row else limit.standard)
        elif max(points) > most:
            yield not_applicable(f"not all of {', '.join(limit.standards)} are at most {limit.most}", row.item)
        else:
            message = f"all of {', '.join(limit.standards)} are at most {limit.most}"
            yield compared(row.item, f"at most {limit.most}", row.rating, message, "warn", row.points <= most)


def _standards(report: Inspected) -> list[RatingRow]:
    """Rows of the standards of the inspected service itself."""
    return [row for row in report.rows["ratings"] if row.level == "standard" and row.part == "main" and row.standard_id]


def _near(report: Inspected, expected: str, observed: str, lowest: float) -> bool:
    """Whether a figure is near the boundary that lies between two neighbouring bands."""
    bands = report.pack.bands["question"] if report.pack else None
    if bands is None or bands.discretion is None or observed not in bands.lowest or not expected:
        return False
    ranked = sorted(bands.lowest, key=lambda label: -bands.lowest[label])
    better, worse = sorted((ranked.index(expected), ranked.index(observed)))
    if worse - better != 1:
        return False
    cases = report.about.cases_inspected
    one_case = 100 / cases if cases and cases > 0 else 0.0
    return bool(abs(lowest - bands.lowest[ranked[better]]) <= max(bands.discretion, one_case))
