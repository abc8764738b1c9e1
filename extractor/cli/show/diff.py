"""What differs between two datasets, on the terminal."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.text import Text

from extractor.cli.show.terminal import grid, shown
from extractor.diff.datasets import Change, DatasetDiff

__all__ = ["show_diff"]

_MOST = 30  # changes that are listed
_WIDEST = 70  # characters of a value
_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}


def show_diff(diff: DatasetDiff, to: Console, everything: bool = False) -> None:
    """How many rows were gained, lost and changed, by table and cause, then the changes, or the first of them."""
    if not diff.changes:
        to.print(f"{diff.old} and {diff.new} say the same: {diff.same:,} rows.")
        return
    kinds = ("gained", "lost", "changed")
    table = grid("", ["table", "cause", *kinds], kinds)
    for (name, cause), counts in diff.counts().items():
        table.add_row(name, cause, *(str(counts[kind] or "") for kind in kinds))
    to.print(table)
    to.print(Text(f"{diff.same:,} rows say the same. {diff.runs}"))
    for report_id, changes in diff.whole.items():
        to.print(Text(f"\n{shown(report_id)}", style="bold"))
        rows = ", ".join(f"{count} {table}" for table, count in Counter(c.table for c in changes[1:]).items())
        to.print(Text(f"  {_SIGNS[changes[0].change]} the whole report: {rows}  [{changes[0].cause}]"), soft_wrap=True)
    left = sum(map(len, diff.partly.values())) if everything else _MOST
    for report_id, changes in diff.partly.items():
        if left > 0:
            to.print(Text(f"\n{shown(report_id) or 'across reports'}", style="bold"))
        for change in changes[: max(left, 0)]:
            to.print(Text(f"  {_line(change)}"), soft_wrap=True)
        left -= len(changes)
    if left < 0:
        to.print(f"\nand {-left:,} more; --all lists them.")


def _line(change: Change) -> str:
    where = f"{_SIGNS[change.change]} {change.table} {shown(change.item)}".rstrip()
    if change.change == "changed":
        said = f"{change.column}: {_cut(change.before)} -> {_cut(change.after)}"
    else:
        said = _cut(change.before or change.after, 2 * _WIDEST)
    return f"{where}  {said}  [{change.cause}]"


def _cut(value: str, widest: int = _WIDEST) -> str:
    line = " ".join(shown(value).split())
    return (line if len(line) <= widest else f"{line[: widest - 1]}…") or "nothing"
