"""Figures of data tables that stand at two labels at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.check.inside.inspected import WHOLE, Inspected, compared
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import StatisticRow

__all__ = ["figures_twice"]

# A figure from here on, with two places behind the point, has so many digits that it hardly comes twice by chance.
_LEAST, _MOST = 10.0, 1e6


def figures_twice(report: Inspected) -> Iterator[Check]:
    """A figure of four digits or more with two places behind the point stands at one label only.

    Rule: likelihood, none is printed. An average that stands at the caseload of one grade and at the workload of
    another tells of a row that has slipped, in the report or in its reading. It may be chance, so it warns.
    """
    places: dict[float, dict[tuple[str, str], StatisticRow]] = {}
    for row in report.rows["statistics"]:
        if row.value is not None and _LEAST <= abs(row.value) < _MOST and _decimals(row.value) >= 2:
            places.setdefault(row.value, {}).setdefault((row.category, row.label), row)
    twice = {value: rows for value, rows in places.items() if len(rows) > 1}
    for value, rows in twice.items():
        labels = " and ".join(repr(row.label) for row in rows.values())
        first = next(iter(rows.values()))
        yield compared(first.item, "at one label", value, f"the same figure stands at {labels}", "warn", False)
    if places and not twice:
        yield compared(WHOLE, len(places), len(places), "each such figure stands at one label", "warn", True)


def _decimals(value: float) -> int:
    """Places behind the point, of a figure as it was printed."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])
