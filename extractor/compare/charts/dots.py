"""A mark a series in every row: means beside one another, with their figures in columns at the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractor.compare.chart_data import Chart
from extractor.compare.charts.style import (
    MARKS,
    NARROW,
    Drawn,
    figure,
    largest,
    legend,
    letters,
    row_height,
    series_colours,
    wrapped,
)
from extractor.compare.words import plain

__all__ = ["asides", "draw_dots"]

_ROWS_A_FIGURE = 30
_MOST_FIGURES = 5
_MOST_SERIES = 5
_NEAR = 0.025  # of the axis, within which one mark would hide another
_COLUMN = 0.13  # of the axes' width, for the figures of one series


def asides(values: Mapping[str, float], most: float) -> dict[str, float]:
    """How far from the middle of its row each series is drawn, in rows: marks that would hide others stand apart."""
    groups: list[list[str]] = []
    for name in sorted(values, key=lambda name: values[name]):
        if groups and values[name] - values[groups[-1][-1]] < _NEAR * most:
            groups[-1].append(name)
        else:
            groups.append([name])
    order = list(values)
    return {
        name: (place - (len(group) - 1) / 2) * min(0.36, 0.8 / len(group))
        for group in groups
        for place, name in enumerate(sorted(group, key=order.index))
    }


def draw_dots(chart: Chart, width: float) -> tuple[tuple[Drawn, ...], str]:
    """A figure for every so many rows; of many series, those with most behind them."""
    sums = chart.sums("total", "series")
    totals = {name: sums[name] for name in chart.series}
    series = largest(totals, _MOST_SERIES)
    rows = list(dict.fromkeys(chart.drawn["row"]))
    note = []
    if len(series) < len(totals):
        note.append(f"The figure shows {_MOST_SERIES} of {len(totals):,} types of provider.")
    pages = [rows[start : start + _ROWS_A_FIGURE] for start in range(0, len(rows), _ROWS_A_FIGURE)]
    if len(pages) > _MOST_FIGURES:
        note.append(f"The figures show the first {_ROWS_A_FIGURE * _MOST_FIGURES} of {len(rows):,} rows.")
    figures = tuple(_draw(chart, page, series, width) for page in pages[:_MOST_FIGURES])
    return figures, " ".join(note)


def _draw(chart: Chart, rows: list[str], series: list[str], wide: float) -> Drawn:
    values = chart.values
    labels = [wrapped(row, letters(42, wide), 3 if wide > NARROW else 6) for row in rows]
    made, axes = figure(chart.sheet.title, row_height(labels) * len(rows), series, wide, above=0.2)
    fills = series_colours(series)
    # The right part of the axes is for figures, where there is room, the left for marks.
    column = _COLUMN if wide > NARROW else 0
    left, bottom, width, height = axes.get_position().bounds
    axes.set_position((left, bottom, width * (1 - column * len(series)), height))
    share = 1 - column * len(series)
    handles = []
    totals, cells = chart.totals, chart.places()
    aside = {row: asides({n: values[row, n] for n in series if (row, n) in values}, chart.most) for row in rows}
    for number, name in enumerate(series):
        places = [place for place, row in enumerate(rows) if (row, name) in values]
        mark: dict[str, Any] = {
            "linestyle": "none", "marker": MARKS[number % len(MARKS)], "markersize": 8, "color": fills[name],
            "markeredgecolor": "black", "markeredgewidth": 0.6, "clip_on": False, "zorder": 3, "alpha": 0.9,
        }  # fmt: skip
        handles += axes.plot([], [], **mark)
        at = 1 + column * (number + 0.75) / share
        across = axes.get_yaxis_transform()
        if column:
            axes.plot([at], [-0.8], transform=across, **mark)
        for place in places:
            row, x = rows[place], values[rows[place], name]
            axes.plot([x], [place + aside[row][name]], **mark, gid=cells[row, name])
            if not column:
                continue
            text = f"{plain(round(x, 1))}%" if chart.unit == "percent" else f"{x:.2f}"
            axes.text(
                at,
                place,
                f"{text} ({totals[row, name]:,.0f})",
                transform=across,
                ha="center",
                va="center",
                size=8,
                gid=f"{cells[row, name]}-figure",
            )
    legend(made, handles, series)
    axes.set_yticks(range(len(rows)), labels)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, chart.most)
    axes.set_xlabel("percent of cases" if chart.unit == "percent" else f"mean {chart.unit}")
    axes.grid(color="#dddddd", linewidth=0.7, zorder=0)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0, pad=8)  # a mark at nought covers no name
    told = {row: [f"{values[row, name]:.4g} {name}" for name in series if (row, name) in values] for row in rows}
    parts = [f"{row}: {', '.join(these)}" for row, these in told.items()]
    return Drawn(f"{chart.sheet.title}. {'; '.join(parts)}.", made)
