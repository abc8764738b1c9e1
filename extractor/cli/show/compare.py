"""Sheets on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from extractor.cli.show.terminal import grid, shown
from extractor.compare.chart_data import Chart
from extractor.compare.comparison import Comparison
from extractor.compare.sheets import Sheet, labelled
from extractor.compare.summary import Summary
from extractor.compare.words import plain, readable, truncated

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["show_comparison", "show_figures", "show_sheet", "show_summary"]

_ROWS = 30
_LONGEST = 48


def show_comparison(comparison: Comparison, out: Path, to: Console) -> None:
    """All sheets of a comparison, the first rows of each, and where the rest is."""
    to.print(f"{comparison.inspections:,} inspection{'s'[: comparison.inspections != 1]}")
    for note in comparison.notes:
        to.print(Text(shown(note)))
    for sheet in comparison.sheets:
        show_sheet(sheet, to)
    to.print(f"\nwritten to {out}", soft_wrap=True)


def show_summary(summary: Summary, out: Path, to: Console) -> None:
    """What a summary says, what it left out, and where it is."""
    reports, inspections = summary.reports, summary.inspections
    to.print(f"{reports:,} report{'s'[: reports != 1]}, {inspections:,} inspection{'s'[: inspections != 1]}")
    for line in (*summary.notes, *summary.statements):
        to.print(Text(f"- {shown(line)}"))
    if len(summary.apart.frame):
        show_sheet(summary.apart, to)
    to.print(f"\nwritten to {out}", soft_wrap=True)


def show_figures(charts: Sequence[Chart], files: Sequence[str], out: Path, to: Console) -> None:
    """Which figures were drawn, and which could not be."""
    for chart in charts:
        if chart.drawn.empty:
            to.print(Text(f"{shown(chart.sheet.title)}: {chart.sheet.empty}; nothing is drawn"))
    if not charts:
        to.print("there are no ratings in this dataset; nothing is drawn")
    for name in files:
        to.print(Text(name))
    to.print(f"written to {out}", soft_wrap=True)


def show_sheet(sheet: Sheet, to: Console) -> None:
    """A sheet. Across a wide matrix are numbers, with their names below; labels in it are initials.

    What is the same in every row is said once, and percentages stand behind their counts. Columns of a matrix that the
    terminal has no room for are left to the file.
    """
    whole = sheet.frame
    frame, rest = truncated(whole, _ROWS)
    if frame.empty:
        to.print(Text(f"\n{shown(sheet.title)}: {sheet.empty}"))
        return
    labels = labelled(sheet.scale) if sheet.scale and sheet.matrix else {}
    used = {label for name in sheet.matrix for label in frame[name] if isinstance(label, str)}
    short = labels if used & set(labels) else {}
    across = {name: str(n) for n, name in enumerate(sheet.matrix, start=1)} if len(sheet.matrix) > 4 else {}
    names, same = readable(whole)
    names = [name for name in names if not any(name == f"{other}{mark}" for other in names for mark in (" %", " n"))]
    names = [name for name in names if not sheet.brief or name in sheet.brief]
    columns = {across.get(name) or shown(sheet.heading(name)): _words(frame, name, short) for name in names}
    left_out = _too_wide(columns, set(across.values()), to.width)
    numbers = [h for h, name in zip(columns, names, strict=True) if _is_number(frame[name])]
    kept = {heading: words for heading, words in columns.items() if heading not in left_out}
    to.print(Text(f"\n{shown(sheet.title)}", style="bold"))
    table = grid("", list(kept), numbers)
    for row in zip(*kept.values(), strict=True):
        table.add_row(*(Text(shown(words)) for words in row))
    to.print(table)
    if rest:
        to.print(Text(f"{rest:,} more row{' is' if rest == 1 else 's are'} in {sheet.name}.csv."))
    if left_out:
        to.print(Text(f"There is no room for columns {left_out[0]} to {left_out[-1]}: see {sheet.name}.csv."))
    lines = [
        sheet.note,
        ", ".join(f"{n} {shown(sheet.heading(name))}" for name, n in across.items() if n not in left_out),
        ", ".join(f"{initial} {label}" for label, initial in short.items() if initial != label),
        "; ".join(f"{sheet.heading(name)}: {value}" for name, value in same.items()),
    ]
    for line in filter(None, lines):
        to.print(Text(shown(line), style="dim"))


def _too_wide(columns: Mapping[str, Sequence[str]], across: Set[str], width: int) -> list[str]:
    """The last columns of a matrix, where not all have room beside those that name its rows."""
    wanted = {heading: max(map(len, (heading, *words))) + 2 for heading, words in columns.items()}
    room = width - sum(min(wide, max(width // 4, 14)) for heading, wide in wanted.items() if heading not in across)
    left_out = []
    for heading in columns:
        if heading in across:
            room -= wanted[heading]
            if room < 0:
                left_out.append(heading)
    return left_out


def _words(frame: pd.DataFrame, name: str, short: dict[str, str]) -> list[str]:
    words = [textwrap.shorten(short.get(str(value), plain(value)), _LONGEST, placeholder=" …") for value in frame[name]]
    if f"{name} %" in frame:
        shares = [f"{value:.0f}%" for value in frame[f"{name} %"]]
        width = max(map(len, shares))
        return [f"{count} {share:>{width}}" for count, share in zip(words, shares, strict=True)]
    if f"{name} n" in frame:
        counts = [plain(count) for count in frame[f"{name} n"]]
        return [f"{value} ({count})" if value else "" for value, count in zip(words, counts, strict=True)]
    return words


def _is_number(column: pd.Series) -> bool:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return bool(is_numeric_dtype(column.dtype) and not is_bool_dtype(column.dtype))
