"""Corrections as their user sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from extractor.cli.show.terminal import grid, shown
from extractor.correct.folder import Kept

__all__ = ["show_corrections", "show_kept", "show_outcome"]

_STYLES = {"applied": "green", "stale": "yellow", "conflict": "red"}


def show_kept(kept: Kept, folder: Path, to: Console) -> None:
    """How many edits were kept, and every correction that could not be applied."""
    if kept.edits.count():
        files = ", ".join(f"{report_id}.yaml" for report_id in sorted(kept.edits.decisions))
        count = kept.edits.count()
        to.print(f"{count} edit{'s'[: count != 1]} kept as corrections ({shown(files)})", soft_wrap=True)
    show_outcome(kept.corrections, folder, to)


def show_outcome(rows: Sequence[Any], folder: Path | str, to: Console) -> None:
    """What became of the corrections of a dataset, with those that could not be applied."""
    show_corrections([row for row in rows if row.status != "applied"], to)
    counts = Counter(row.status for row in rows)
    words = ", ".join(f"{counts[status]} {status}" for status in _STYLES)
    to.print(f"{shown(str(folder))}: {len(rows)} correction{'s'[: len(rows) != 1]}: {words}", soft_wrap=True)


def show_corrections(rows: Sequence[Any], to: Console) -> None:
    """A line for every correction."""
    if not rows:
        return
    table = grid("", ["report", "row", "column", "machine", "human", "who", "when", "status"], ())
    for row in rows:
        what = row.action if row.action != "change" else row.column
        cells = (row.report_id, f"{row.table} {row.item}".strip(), what, row.machine, row.human, row.who, row.when)
        table.add_row(*(Text(shown(cell)) for cell in cells), Text(row.status, style=_STYLES.get(row.status, "")))
    to.print(table)
