"""A ratings table: a row a service, a column a standard, cells in the colour of their label and with its initials."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from extractor.compare.chart_data import Chart
from extractor.compare.charts.style import NARROW, Drawn, figure, legend, letters, row_height, upon, wrapped
from extractor.compare.scales import Scale
from extractor.compare.sheets import labelled
from extractor.compare.words import plain

__all__ = ["draw_cells", "headings"]

_ROWS_A_FIGURE = 40
_MOST_FIGURES = 5
_MOST_COLUMNS = 30
_HEAD = 1.5  # inches for the names of standards, which stand upright
_LETTERS = 24  # of a line of them


def draw_cells(chart: Chart, width: float) -> tuple[tuple[Drawn, ...], str]:
    """A figure for every so many services."""
    frame = chart.drawn
    count = -(-len(frame) // _ROWS_A_FIGURE)
    note = []
    if count > _MOST_FIGURES:
        note.append(f"The figures show the first {_ROWS_A_FIGURE * _MOST_FIGURES} of {len(frame):,} inspections.")
    if len(chart.series) > _MOST_COLUMNS:
        note.append(f"They show the first {_MOST_COLUMNS} of {len(chart.series):,} standards.")
    figures = tuple(_draw(chart, page, count, width) for page in range(min(count, _MOST_FIGURES)))
    return figures, " ".join(note)


def _draw(chart: Chart, page: int, pages: int, least: float) -> Drawn:
    from matplotlib.patches import Patch

    scale, first = chart.scale, page * _ROWS_A_FIGURE
    assert scale is not None
    frame: Any = chart.drawn.iloc[first : first + _ROWS_A_FIGURE]
    at = list(chart.drawn)
    judged = bool((chart.drawn["overall"] != "").any())
    small = least <= NARROW
    scored = not small and bool(chart.drawn["score"].notna().any())
    columns = ["overall"] * judged + list(chart.series[:_MOST_COLUMNS])
    services = frame.to_dict("records")
    several = frame["provider"].duplicated(keep=False).any()
    labels = [wrapped(_service(row, several), letters(44, least), 4 if small else 2) for row in services]
    title = chart.sheet.title + (f" ({page + 1} of {pages})" if pages > 1 else "")
    height = row_height(labels) * 0.85
    short = labelled(scale)
    names = [f"{initials} {label}" for label, initials in short.items()]
    wide = least if small else max(least, 4 + 0.42 * len(columns))
    made, axes = figure(title, height * len(services), names, wide, above=_HEAD - 0.25)
    left, bottom, width, whole = axes.get_position().bounds
    inches = made.get_figheight()
    width = min(0.63 if small else width, 0.6 * (len(columns) + 1.2) / made.get_figwidth())
    axes.set_position((left, bottom - 0.3 / inches, width, whole))
    for y, row in enumerate(services):
        for x, name in enumerate(columns):
            _cell(axes, x, y, row[name], scale, short).set_gid(f"at-{first + y}-{at.index(name)}")
        score = "/".join(filter(None, (plain(row["score"]), plain(row["score_max"]))))
        if scored:
            axes.text(len(columns) + 0.1, y, score, ha="center", va="center", size=8)
    names_across = ["Overall" if name == "overall" else chart.sheet.heading(name) for name in columns]
    heads = [wrapped(name, _LETTERS, 1) for name in names_across] if small else headings(names_across)
    for x, (name, head) in enumerate(zip(columns, heads, strict=True)):
        weight = "bold" if name == "overall" else "normal"
        axes.text(x, -0.65, head, rotation=90, ha="center", va="bottom", size=8, weight=weight)
    if scored:
        axes.text(len(columns) + 0.1, -0.65, "Score", rotation=90, ha="center", va="bottom", size=8, weight="bold")
    axes.set_yticks(range(len(services)), labels, size=8)
    axes.set_xticks([])
    axes.set_xlim(-0.5, len(columns) + (-0.5 if small else 0.7))
    axes.set_ylim(len(services) - 0.5, -0.5)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    patches = [Patch(facecolor=scale.colour(label), edgecolor="#555555", linewidth=0.5) for label in short]
    legend(made, patches, names)
    counts = ", ".join(f"{int((frame[columns] == label).to_numpy().sum())} {label}" for label in scale.labels)
    return Drawn(f"{title}. {len(services)} inspections; ratings in these cells: {counts}. The table has each.", made)


def headings(names: Sequence[str]) -> list[str]:
    """Names in up to three lines; of those that are cut to the same, the last line is how they end."""
    cut = [wrapped(name, _LETTERS, 3) for name in names]
    made = []
    for name, head in zip(names, cut, strict=True):
        end = name[2 - _LETTERS :].partition(" ")[2] or name[2 - _LETTERS :]
        alike = cut.count(head) > 1 and head.endswith("…")
        made.append(f"{wrapped(name, _LETTERS, 2)}\n{wrapped(end, _LETTERS, 1)}" if alike else head)
    return made


def _service(row: dict[str, Any], several: bool) -> str:
    """A name with its kind; where another row has the same name, with its month too."""
    about = [row["provider_type"], row["when"][:7] if several else ""]
    name = textwrap.shorten(row["provider"], 62, placeholder=" …")
    return f"{name} ({', '.join(filter(None, about))})"


def _cell(axes: Any, x: int, y: int, label: str, scale: Scale, short: dict[str, str]) -> Any:
    """The rectangle of a cell, drawn."""
    from matplotlib.patches import Rectangle

    fill = scale.colour(label)
    edge = "#dddddd" if fill == "#ffffff" else "white"
    made = axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=fill, edgecolor=edge, linewidth=1))
    if label in short:
        axes.text(x, y, wrapped(short[label], 8, 1), ha="center", va="center", size=7.5, color=upon(fill))
    return made
