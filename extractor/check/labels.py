"""Ratings against the closed scale of their framework."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.inspected import WHOLE, Inspected, compared, not_applicable
from extractor.records import Check

__all__ = ["on_scale"]


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
