"""The columns of a table at the foot of a page, by which the rest of it is told on the next where nothing else does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from extractor.load.draft_blocks import Shape
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.columns import are_ranged, narrowed
from extractor.load.pdf.tables.frame import Frame, Slot, Span
from extractor.load.pdf.tables.line_rows import LineRow
from extractor.load.pdf.tables.pieces import is_bold
from extractor.load.pdf.words.runs import Run


@dataclass(slots=True)
class Foot:
    """What a page ends with, so far: the columns of a table, if it is one."""

    columns: Columns | None = None

    def taken(self, page: int) -> Columns | None:
        """The columns that the page before this one ends with; the page is not known to end with any now."""
        columns, self.columns = self.columns, None
        return columns if columns is not None and columns.page == page - 1 else None


@dataclass(frozen=True)
class Columns:
    """Where the words of a table stand, in points.

    `cells` are what its cells cover from left to right, column by column; `gaps` is the white between its columns,
    `size` that of its type, `apart` how far its rows stand from one another at most, `shape` how it is set, and `page`
    the number of its page.
    """

    cells: tuple[tuple[Span, ...], ...]
    gaps: tuple[Span, ...]
    size: float
    apart: float
    shape: Shape
    page: int

    @classmethod
    def of(cls, frame: Frame, runs: Sequence[Run], shape: Shape, page: int) -> Columns | None:
        """The columns of a table; None where some of them have no words, or reach into each other."""
        owners = frame.owners()
        covered: dict[tuple[int, int], Span] = {}
        rows: dict[int, list[float]] = {}
        for run in runs:
            rows.setdefault(frame.cell(*run.middle)[0], []).append(run.baseline)
            slot = owners.get(frame.cell(*run.middle))
            if slot is not None and slot.column == slot.last_column and run.text.strip():
                x0, x1 = covered.get((slot.column, slot.row), (inf, -inf))
                covered[slot.column, slot.row] = min(x0, run.x0), max(x1, run.x1)
        cells = tuple(
            tuple(span for (number, _), span in covered.items() if number == column)
            for column in range(len(frame.xs) - 1)
        )
        if not all(cells):
            return None
        ends = [(min(x0 for x0, _ in column), max(x1 for _, x1 in column)) for column in cells]
        gaps = tuple((a[1], b[0]) for a, b in pairwise(ends))
        if any(b <= a for a, b in gaps):
            return None
        apart = max((min(rows[b]) - max(rows[a]) for a, b in pairwise(sorted(rows))), default=0.0)
        return cls(cells, gaps, max(run.size for run in runs), apart, shape, page)

    def rest(self, rows: Sequence[LineRow], settings: TableSettings) -> int:
        """How many rows at the top of a page go on with the table: lines within its columns, of its type.

        Some row has words in several columns, and all of them begin, end or are centred where cells of these do.
        """
        gaps = list(self.gaps)
        room = max(self.apart + settings.same_height, settings.next_row * self.size)
        count, told = 0, False
        for number, row in enumerate(rows):
            left = narrowed(gaps, row.covered)
            far = number and row.first - rows[number - 1].last > room
            if far or len(left) < len(gaps) or abs(row.size - self.size) > settings.same_type:
                break
            gaps = left
            if len(row.covered) > 1:
                if not all(self._is_aligned(span, settings) for span in row.covered):
                    break
                told = True
            count = number + 1
        return count if told else 0

    def edges(self, rows: Sequence[LineRow]) -> list[float]:
        """Where its columns part, if they leave some rows whole."""
        gaps: Sequence[Span] = self.gaps
        for row in rows:
            gaps = narrowed(gaps, row.covered)
        return [(a + b) / 2 for a, b in gaps] if len(gaps) == len(self.gaps) else []

    def with_labels(self, frame: Frame, runs: Sequence[Run]) -> Frame:
        """A grid with the column of labels that it lacks where none of its rows has one, though the rows above do.

        It has all other columns, its words stand within them, and those of its first row are no head in bold.
        """
        gaps = narrowed(self.gaps, [(run.x0, run.x1) for run in runs if run.text.strip()])
        if len(frame.xs) != len(self.cells) or len(gaps) < len(self.gaps) or min(r.x0 for r in runs) < gaps[0][1]:
            return frame
        if is_bold([run for run in runs if run.middle[1] < frame.ys[1]]):
            return frame
        left, right = self.shape.columns[:2]
        slots = [Slot(row, 0, row, 0) for row in range(len(frame.ys) - 1)]
        slots += [replace(s, column=s.column + 1, last_column=s.last_column + 1) for s in frame.slots]
        xs = (min(left, frame.xs[0]), min(max(gaps[0][0], right), gaps[0][1]), *frame.xs[1:])
        return replace(frame, xs=xs, slots=tuple(sorted(slots, key=lambda s: (s.row, s.column))))

    def _is_aligned(self, span: Span, settings: TableSettings) -> bool:
        """Whether words begin, end or are centred where cells of their column do."""
        column = sum(span[1] > b for _, b in self.gaps)
        return any(are_ranged(span, cell, settings.same_edge) for cell in self.cells[column])
