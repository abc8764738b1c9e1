"""What a command says when it is done: the files and rows of a run, the scores of an evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from extractor.export.terminal import grid, shown
from extractor.records import File

__all__ = ["show_run", "show_scores"]


def show_run(files: Sequence[File], rows_of: Mapping[str, int | None], out: Path, to: Console) -> None:
    """The files of a run, the rows by table, and what failed."""
    statuses = [file.status for file in files]
    counts = {status: statuses.count(status) for status in ("ok", "partial", "skipped", "failed")}
    rows = [(table, "not looked for yet" if n is None else str(n)) for table, n in rows_of.items()]
    if to.is_terminal:
        table = grid("", ["table", "rows"], ("rows",))
        for name, count in rows:
            table.add_row(name, count)
        to.print(table)
    else:
        widest = max(len(name) for name, _ in rows)
        for name, count in rows:
            to.print(f"{name:<{widest}}  {count:>6}", soft_wrap=True)
    to.print(
        f"\n{len(files)} file{'s'[: len(files) != 1]}: "
        + ", ".join(f"{n} {status}" for status, n in counts.items() if n)
    )
    for file in files:
        if file.status != "ok":
            line = f"{file.status}: {shown(file.source)}: {shown(file.message)}"
            to.print(Text(line, style="red" if file.status == "failed" else "yellow"), soft_wrap=True)
    to.print(f"written to {out}", soft_wrap=True)


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
