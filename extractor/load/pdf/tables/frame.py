"""The vocabulary of tables: cells, merged or not, and the grid that they make."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[float, float]


def united(spans: Iterable[Span], gap: float) -> list[Span]:
    """Spans in order, those made one that overlap, or between which there is no more than a gap."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1] + gap:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell, maybe merged: rows `row` to `last_row` and columns `column` to `last_column`, all counted from 0."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A grid: the x of its column edges, the y of its row edges, and its cells, row by row.

    `loose` says that the inner column edges are told from the words alone, and may be others on the next page. `heads`
    counts the leading rows that are set as headings, None where the page does not tell. `open` says that nothing closes
    the last row: it may go on at the top of the next page. `inner` are the tables that stand within one of its cells.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]
    loose: bool = False
    heads: int | None = None
    open: bool = False
    inner: tuple[Frame, ...] = ()

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.ys[-1]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies within."""
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1

    def around(self, other: Frame) -> Slot | None:
        """The cell within which another grid lies; None where there is none."""
        corners = ((other.xs[0] + 1, other.top + 1), (other.xs[-1] - 1, other.bottom - 1))
        if not all(self.holds(*corner) for corner in corners):
            return None
        owners = self.owners()
        first, last = (owners.get(self.cell(*corner)) for corner in corners)
        return first if first == last else None

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of the grid square around a point."""
        column = bisect_left(self.xs, x, 1, len(self.xs) - 1) - 1
        row = bisect_left(self.ys, y, 1, len(self.ys) - 1) - 1
        return row, column

    def owners(self) -> dict[tuple[int, int], Slot]:
        """The cell that every square of the grid belongs to."""
        return {
            (row, column): slot
            for slot in reversed(self.slots)
            for row in range(slot.row, slot.last_row + 1)
            for column in range(slot.column, slot.last_column + 1)
        }
