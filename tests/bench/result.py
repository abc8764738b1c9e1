"""What a part of the bench gives: figures with their targets, and a table of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One measured figure. `target` is the most that will do, or the least where `least` says so; None: no target."""

    what: str
    measured: float
    target: float | None = None
    least: bool = False
    unit: str = "x"
    seconds: str = ""

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        if self.target is None:
            return True
        return self.measured >= self.target if self.least else self.measured <= self.target


def show(figures: Iterable[Figure]) -> Table:
    """A table: what was measured, the figure, its target, and the seconds behind it."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("")
    for heading in ("measured", "target", ""):
        table.add_column(heading, justify="right")
    table.add_column("seconds")
    for figure in figures:
        target = "" if figure.target is None else f"{'≥' if figure.least else '≤'} {figure.target:g} {figure.unit}"
        verdict = "" if figure.target is None else "met" if figure.met else "missed"
        table.add_row(figure.what, f"{figure.measured:.2f} {figure.unit}", target, verdict, figure.seconds)
    return table
