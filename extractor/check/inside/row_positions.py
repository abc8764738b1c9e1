"""Where rows stand in the text of their report, and which section of it an offset lies in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from extractor.records import later_places

if TYPE_CHECKING:
    from extractor.dataset.rows import RatingRow, SectionRow, Spanned

__all__ = ["Places", "placed", "prints_of"]

R = TypeVar("R", bound="Spanned")


def placed(rows: Iterable[R]) -> list[tuple[int, int, R]]:
    """Rows with where they begin and end in the text, in reading order; without those that do not say so."""
    found = [(row.start, row.end, row) for row in rows if row.start is not None and row.end is not None]
    return sorted(found, key=lambda one: one[0])


def prints_of(rows: Iterable[RatingRow]) -> Iterator[RatingRow]:
    """Judgements at each place that prints them."""
    for row in rows:
        yield row
        yield from (row._replace(start=start, end=end) for start, end in later_places(row.printed_again))


class Places:
    """The sections of a report, to be asked for by offset."""

    def __init__(self, sections: Iterable[SectionRow]) -> None:
        """From rows of `sections`; those without offsets are in no place."""
        self._rows = placed(sections)
        self._starts = [start for start, _, _ in self._rows]

    def around(self, offset: int) -> list[SectionRow]:
        """Sections that an offset lies in, the innermost last."""
        return [row for _, end, row in self._rows[: bisect_right(self._starts, offset)] if offset < end]

    def part(self, offset: int) -> str:
        """Part of the report that an offset lies in."""
        around = self.around(offset)
        return (around[-1].part or "main") if around else "main"

    def name(self, offset: int) -> str:
        """Number of the section that an offset lies in, its title where none is numbered."""
        around = self.around(offset)
        numbered = next((row.ref for row in reversed(around) if row.ref), "")
        return numbered or (around[-1].title if around else "the report")
