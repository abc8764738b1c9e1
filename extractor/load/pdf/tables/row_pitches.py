"""How close rows without rules stand: as lines of a paragraph, of a cell, or as rows; and what goes on above ones."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.load.pdf.page.typography import Typography
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.line_rows import LineRow, apart, meet


@dataclass(frozen=True)
class RowPitches:
    """Rows from top to bottom, with the type of their document."""

    rows: Sequence[LineRow]
    typography: Typography
    settings: TableSettings

    @property
    def body_pitch(self) -> float:
        """How far apart lines of paragraphs stand, as a multiple of their size."""
        return self.typography.pitch(self.typography.size).line

    def pitch(self, start: int, last: int) -> float:
        """How far apart lines of a cell stand: as within the table, or else as in the paragraphs of the document."""
        inside = self.rows[start : last + 1]
        gaps = [apart(a, b) for a, b in pairwise(inside) if not b.several and meet(a.covered, b.covered)]
        gaps = gaps or [b.first - a.last for a, b in pairwise(inside) if not a.several]
        return min(gaps, default=self.body_pitch * self.rows[start].size) + self.settings.pixel

    def behind(self, start: int, last: int, end: int, xs: Sequence[float], close: float) -> int:
        """Behind the last row of several cells: lines as close as those of a cell are of it.

        The heading of rows that a page break cuts off may stand as close as rows do.
        """
        rows, settings = self.rows, self.settings
        last += 1
        while last < end and (
            rows[last].first - rows[last - 1].last <= close
            or self.is_rest_of_label(last, xs)
            or self.is_rest_of_cell(last, start, xs)
        ):
            last += 1
        rest = rows[last:]
        above = rows[last - 1]
        heads = all(len(r.lines) == 1 and r.is_bold() and abs(r.size - above.size) < settings.same_type for r in rest)
        small = above.size < settings.small * self.typography.size
        if rest and len(rest) <= settings.heading_lines and heads and small and not any(r.crosses(xs) for r in rest):
            return len(rows) if self.are_near(rows[last - 1 :]) else last
        return last

    def is_rest(self, start: int, at: int) -> bool:
        """Whether a row is a line of the cell above, as close as others from `start` on, and below where it begins."""
        row, above = self.rows[at], self.rows[at - 1]
        inside = [b.first - a.last for a, b in pairwise(self.rows[start:at]) if not b.several]
        near = abs(row.lines[0].x0 - above.lines[0].x0) <= self.settings.same_edge
        return near and row.first - above.last <= min(inside, default=0.0) + self.settings.same_height

    def is_rest_of_label(self, at: int, xs: Sequence[float]) -> bool:
        """Whether a row goes on the label above: it begins below it, with a small letter, and has no figures."""
        return self.reads_on(at) and self.rows[at].covered[-1][1] < xs[0]

    def is_rest_of_cell(self, at: int, start: int, xs: Sequence[float]) -> bool:
        """Whether a row goes on a cell above it small, within a column, and as close as such lines from `start` on."""
        row = self.rows[at]
        gaps = [b.first - a.last for a, b in pairwise(self.rows[start:at]) if not b.several and b.opens_small]
        near = row.first - self.rows[at - 1].last <= max(gaps, default=0.0) + self.settings.same_height
        return near and row.opens_small and bisect(xs, row.covered[0][0]) == bisect(xs, row.covered[-1][1])

    def reads_on(self, at: int) -> bool:
        """Whether a row begins with a small letter right below where the row above begins."""
        above, row, settings = self.rows[at - 1], self.rows[at], self.settings
        below = abs(row.lines[0].x0 - above.lines[0].x0) <= settings.same_edge
        alike = abs(row.size - above.size) < settings.same_type and self.are_near([above, row])
        return below and alike and row.opens_small

    def are_near(self, rows: Sequence[LineRow]) -> bool:
        return all(b.first - a.last <= self.settings.next_row * b.size for a, b in pairwise(rows))

    def is_close(self, above: int, below: int) -> bool:
        """Whether two rows stand as close as lines of a paragraph."""
        one, two = self.rows[above], self.rows[below]
        return two.first - one.last <= self.body_pitch * two.size + self.settings.same_height
