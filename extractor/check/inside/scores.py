"""Ratings on their scale, and scores made of their points: against the standards, the maximum and the overall rating.

Each standard counts the points of its label, they are added, and the sum lies in a band of the pack, whose note says
where the rule is printed. A standard that the pack says is not `scored` is rated apart from the sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.check.inside.inspected import WHOLE, Inspected, compared, not_applicable
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import RatingRow

__all__ = ["maximum_of_standards", "on_scale", "overall_band", "sum_of_points"]


def on_scale(report: Inspected) -> Iterator[Check]:
    """Every rating is a label of the framework's scale, and has the points of that label.

    Rule: `patterns/scales.yaml`, from the scoring rules that the reports print. One row for all, and one for each
    rating that is off the scale.
    """
    scale = report.pack.scale if report.pack else None
    rated = [row for row in report.rows["ratings"] if row.rating]
    if scale is None or not rated:
        yield not_applicable("the framework has no scale" if scale is None else "nothing is rated by a label")
        return
    points = {entry.label: entry.points for entry in scale.labels}
    off = 0
    for row in rated:
        if row.rating not in points:
            off += 1
            yield compared(row.item, " / ".join(points), row.rating, f"no label of {scale.id}", "fail", False)
        elif row.points is not None and row.points != points[row.rating]:
            off += 1
            message = f"points of {row.rating} on {scale.id}"
            yield compared(row.item, f"{points[row.rating]}", row.points, message, "fail", False)
    if not off:
        yield compared(WHOLE, len(rated), len(rated), f"all ratings are labels of {scale.id}", "fail", True)


def sum_of_points(report: Inspected) -> Iterator[Check]:
    """The printed score of a service is the sum of the points of its standards.

    Rule: see the head of this module. Both are printed, so where they differ one of them was misprinted or misread.
    """
    for overall, points in _scored(report):
        if overall.score is None or _stands_beside(report):
            yield not_applicable("no score is printed", overall.item)
        elif not points:
            yield not_applicable("the ratings of its standards could not be read", overall.item)
        else:
            message = f"{_sum(points)} of {len(points)} standards; printed is {_plain(overall.score)}"
            yield compared(overall.item, sum(points), overall.score, message, "fail", sum(points) == overall.score)


def maximum_of_standards(report: Inspected) -> Iterator[Check]:
    """The printed maximum is the points of the best label times the number of rated standards.

    Rule: see the head of this module. A summary report prints no maximum.
    """
    if report.about.report_type == "summary":
        return
    for overall, points in _scored(report):
        if overall.score_max is None or overall.score is None or _stands_beside(report):
            yield not_applicable("no maximum is printed", overall.item)
        elif not points or report.most_points is None:
            yield not_applicable("the ratings of its standards could not be read", overall.item)
        else:
            most = report.most_points * len(points)
            message = f"{_plain(report.most_points)} points for each of {len(points)} rated standards"
            yield compared(overall.item, most, overall.score_max, message, "fail", most == overall.score_max)


def overall_band(report: Inspected) -> Iterator[Check]:
    """The overall rating is the label of the band that the score lies in.

    Rule: see the head of this module; the bands are those of the pack. Where no score is printed, it is the sum of the
    points, provided that all standards are there. A rating that was itself worked out by the bands proves nothing.
    """
    bands = report.pack.bands.get("overall") if report.pack else None
    for overall, points in _scored(report):
        if bands is None:
            yield not_applicable("the framework states no bands for the overall score", overall.item)
            continue
        if not overall.rating or overall.derived:
            yield not_applicable("no overall rating is printed beside its score", overall.item)
            continue
        most = overall.score_max
        if overall.score is not None:
            score, made = overall.score, "the printed score"
        else:
            score, made = sum(points), f"the points of {len(points)} standards"
            most = (report.most_points or 0) * len(points)
        if most is not None and most != bands.max:
            message = f"the bands are for {_plain(bands.max)} points, and there are at most {_plain(most)}"
            yield not_applicable(message, overall.item)
            continue
        expected = report.band("overall", score)
        message = f"{made}: {_plain(score)} of {_plain(bands.max)}"
        yield compared(overall.item, expected, overall.rating, message, "fail", expected == overall.rating)


def _scored(report: Inspected) -> Iterator[tuple[RatingRow, list[float]]]:
    """Every overall judgement on a scale with points, and the points of the standards of the same service."""
    if report.most_points is None:
        return
    apart = {standard.id for standard in report.pack.standards if not standard.scored} if report.pack else set()
    for rows in report.judged.values():
        points = [
            row.points
            for row in rows
            if row.level == "standard" and row.points is not None and row.standard_id not in apart
        ]
        for row in rows:
            if row.level == "overall":
                yield row, points


def _stands_beside(report: Inspected) -> bool:
    """Whether scores are read beside each judgement, and none as the sum of the points."""
    return report.pack is not None and bool(report.pack["ratings.figure"]) and not report.pack["ratings.score"]


def _sum(points: Sequence[float]) -> str:
    return f"{' + '.join(map(_plain, points))} = {_plain(sum(points))}"


def _plain(value: float) -> str:
    return f"{value:g}"
