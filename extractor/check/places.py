"""Which section of a report an offset into its text lies in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

__all__ = ["Places"]


class Places:
    """The sections of a report, to be asked for by offset."""

    def __init__(self, sections: Iterable[Any]) -> None:
        """From rows of `sections`; those without offsets are in no place."""
        placed = (row for row in sections if row.start is not None and row.end is not None)
        self._rows: list[Any] = sorted(placed, key=lambda row: row.start)
        self._starts = [row.start for row in self._rows]

    def around(self, offset: int) -> list[Any]:
        """Sections that an offset lies in, the innermost last."""
        return [row for row in self._rows[: bisect_right(self._starts, offset)] if offset < row.end]

    def part(self, offset: int) -> str:
        """Part of the report that an offset lies in."""
        around = self.around(offset)
        return (around[-1].part or "main") if around else "main"

    def name(self, offset: int) -> str:
        """Number of the section that an offset lies in, its title where none is numbered."""
        around = self.around(offset)
        numbered = next((row.ref for row in reversed(around) if row.ref), "")
        return numbered or (around[-1].title if around else "the report")
