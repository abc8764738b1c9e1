"""What an evaluation says when it is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.text import Text

from extractor.export.terminal import grid, shown

__all__ = ["show_scores"]


def show_scores(rows: Iterable[Any], notes: Iterable[str], worst: float, to: Console) -> None:
    """Scores of an evaluation, a row a report and table, then notes and misses."""
    names = ("precision", "recall", "f1", "support")
    table = grid("", ["report", "table", "mode", *names], names)
    for row in rows:
        style = "" if row.f1 == 1 or not row.support else "yellow" if row.f1 >= 0.9 else "red"
        ratios = [f"{getattr(row, name):.3f}" for name in names[:3]]
        table.add_row(Text(shown(row.report)), row.table, row.mode, *ratios, str(row.support), style=style)
    to.print(table)
    to.print(f"worst F1: {worst:.3f}")
    for note in notes:
        to.print(Text(shown(note)), soft_wrap=True)
