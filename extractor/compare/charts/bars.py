"""Bars a row, in segments a series: shares of a hundred percent, or counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractor.compare.chart_data import Chart
from extractor.compare.charts.style import (
    Drawn,
    figure,
    largest,
    legend,
    letters,
    row_height,
    series_colours,
    upon,
    wrapped,
)

__all__ = ["draw_bars"]

_MOST_ROWS = 30
_MOST_SERIES = 8


def draw_bars(chart: Chart, width: float) -> tuple[tuple[Drawn, ...], str]:
    """One figure; where there are more rows than can be read, those with most behind them."""
    from matplotlib.patches import Patch

    shares = chart.kind == "shares"
    sums = chart.sums("value", "row")
    rows = largest(sums, _MOST_ROWS)
    note = f"The figure shows the {_MOST_ROWS} largest of {len(sums):,} groups." if len(rows) < len(sums) else ""
    series = list(chart.series)
    if not shares and len(series) > _MOST_SERIES:
        series = largest(chart.sums("value", "series"), _MOST_SERIES)
        note += f" It shows {_MOST_SERIES} of {len(chart.series):,} types of provider."
    values = chart.values
    fills = {name: chart.scale.colour(name) for name in series} if chart.scale else series_colours(series)
    labels = [wrapped(row, letters(38, width)) for row in rows]
    height = row_height(labels)
    made, axes = figure(chart.sheet.title, height * max(len(rows), 1), series, width)
    longest = 1.0 if shares else max(sum(values.get((row, name), 0) for name in series) for row in rows) or 1.0
    places = chart.places()
    for place, row in enumerate(rows):
        parts = {name: values.get((row, name), 0) for name in series}
        for name, bar in _draw_row(axes, place, parts, fills, shares, longest):
            bar.set_gid(places.get((row, name)))
        axes.text(1.01, place, f"n = {sums[row]:,.0f}", transform=axes.get_yaxis_transform(), va="center", size=8)
    axes.set_yticks(range(len(rows)), labels)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, longest)
    axes.tick_params(axis="y", length=0)
    if shares:
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
        axes.set_xlabel("percent; in the bars: number")
    else:
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.set_xlabel(f"number of {chart.unit}")
    legend(made, [Patch(facecolor=fills[name], edgecolor="#555555", linewidth=0.5) for name in series], series)
    told = [f"{row}: " + ", ".join(f"{values.get((row, name), 0):.0f} {name}" for name in series) for row in rows]
    return (Drawn(f"{chart.sheet.title}. {'; '.join(told)}.", made),), note.strip()


def _draw_row(
    axes: Any, place: int, parts: dict[str, float], fills: dict[str, str], shares: bool, longest: float
) -> Iterator[tuple[str, Any]]:
    """The bars of a row, drawn, each with the series that it is of."""
    left, whole = 0.0, (sum(parts.values()) or 1.0) if shares else 1.0
    for name, value in parts.items():
        width = value / whole
        if not value:
            continue
        yield (
            name,
            axes.barh(place, width, left=left, height=0.68, color=fills[name], edgecolor="white", linewidth=0.8)[0],
        )
        text = f"{value:,.0f}"
        if width / longest > 0.012 + 0.015 * len(text):
            axes.text(left + width / 2, place, text, ha="center", va="center", color=upon(fills[name]), size=8)
        left += width
