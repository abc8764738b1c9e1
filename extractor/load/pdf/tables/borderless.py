"""Tables without rules: neighbouring lines whose parts stand below one another become the rows of a table.

In go lines from top to bottom, out come runs of them that are tables. Only what is clearly set in columns is taken:
several lines have words on both sides of the same gaps, and what stands behind a gap begins, ends or is centred where
the words above do. Cells may have several lines, and need not stand at the same height in their row.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.document import Kind
from extractor.load.draft_blocks import Draft
from extractor.load.pdf.drawing import Area
from extractor.load.pdf.page.list_items import opens_item
from extractor.load.pdf.page.typography import Typography
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.bands import Band, Zone
from extractor.load.pdf.tables.cells import table
from extractor.load.pdf.tables.columns import gaps_between, is_value, narrowed, parting
from extractor.load.pdf.tables.doubt import are_columns, is_axis, is_table
from extractor.load.pdf.tables.frame import Frame
from extractor.load.pdf.tables.grid import grid
from extractor.load.pdf.tables.line_rows import LineRow, line_rows
from extractor.load.pdf.tables.overleaf import Columns
from extractor.load.pdf.tables.row_pitches import RowPitches
from extractor.load.pdf.words.lines import Line


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table: its first line, the line behind its last, and what it says. `frame` is the grid that its words make.

    `above` are the columns of the table that it goes on with, if they tell it.
    """

    start: int
    end: int
    draft: Draft
    frame: Frame
    above: Columns | None = None


def aligned_tables(
    lines: Sequence[Line],
    icons: Sequence[Area],
    typography: Typography,
    page: int,
    settings: TableSettings,
    cut: Collection[int] = (),
    above: Columns | None = None,
) -> list[Aligned]:
    """Tables among some lines.

    `cut` are the ids of lines at the foot of the page that are of a table which goes on on the next, and `above` the
    columns of the table that ends the page before, if the lines are the first of theirs.
    """
    rows = list(line_rows(lines, settings))
    search = _Search(RowPitches(rows, typography, settings), icons, page, cut, above)
    found: list[Aligned] = []
    at = done = 0
    while at < len(rows):
        made = search.at(at, done) if rows[at].several else None
        if made:
            found.append(made)
            at = done = next((n for n, row in enumerate(rows) if row.start >= made.end), len(rows))
        else:
            at += 1
    rest = search.rest()
    if rest is not None and not any(one.start < rest.end < one.end + (not one.start) for one in found):
        found = [rest, *(one for one in found if one.start >= rest.end)]
    return found


@dataclass(frozen=True)
class _Search:
    """Where tables are sought: rows from top to bottom, and what is known of their page."""

    pitches: RowPitches
    icons: Sequence[Area]
    page: int
    cut: Collection[int]
    above: Columns | None

    @property
    def rows(self) -> Sequence[LineRow]:
        return self.pitches.rows

    @property
    def typography(self) -> Typography:
        return self.pitches.typography

    @property
    def settings(self) -> TableSettings:
        return self.pitches.settings

    def at(self, start: int, done: int) -> Aligned | None:
        """The table whose first row of several cells is `start`; rows before `done` are of another."""
        rows, settings = self.rows, self.settings
        if id(rows[start].lines[0]) in self.cut:
            while start > done and id(rows[start - 1].lines[0]) in self.cut:
                start -= 1
            return self.made(rows[start:], parting([row.covered for row in rows[start:]], settings), alone=True)
        end, xs = self.grown(start)
        if xs:
            last = max(n for n in range(start, end) if rows[n].several)
            close = self.pitches.pitch(start, last)
            first = self.first(start, last, done, close)
            behind = self.pitches.behind(start, last, end, xs, close)
            made = self.made(rows[first - self.has_head(first, xs, done) : behind], xs)
            if made is not None:
                return made
        if lone := self.alone(start, done):
            gaps = [(a[1], b[0]) for a, b in pairwise(rows[start].covered)]
            for row in lone:
                gaps = narrowed(gaps, row.covered)
            return self.made(lone, [(a + b) / 2 for a, b in gaps], alone=True)
        head = self.lonely_head(start)
        if head is None:
            return None
        return self.made(rows[head:], parting([row.covered for row in rows[head:]], settings), alone=True)

    def rest(self) -> Aligned | None:
        """The rest of a table at the top of the page, told by where its columns stand on the page before."""
        above = self.above
        rows = self.rows[: above.rest(self.rows, self.settings)] if above else []
        made = self.made(rows, self.edges(rows, above), alone=True) if above and rows else None
        return replace(made, above=above) if made else None

    def edges(self, rows: Sequence[LineRow], above: Columns) -> list[float]:
        """Where columns part that go on from the page before, and one of figures more where none stood in it there."""
        plain = [row for row in rows if not row.is_bold()]
        known, own = above.edges(plain), parting([row.covered for row in plain], self.settings)
        if len(own) <= len(known):
            return above.edges(rows)
        last = [run.text for row in plain for line in row.lines for run in line.runs if run.x0 > own[-1]]
        return own if all(map(is_value, last)) else above.edges(rows)

    def grown(self, start: int) -> tuple[int, list[float]]:
        """The row behind the last that can belong to a table that begins at `start`, and where its columns part."""
        rows, settings = self.rows, self.settings
        gaps = [(a[1], b[0]) for a, b in pairwise(rows[start].covered)]
        voting = [rows[start].covered]
        end = start + 1
        while end < len(rows):
            row, above = rows[end], rows[end - 1]
            top = max([above.last, *(icon.bottom for icon in self.icons if above.last < icon.bottom < row.first)])
            if row.first - top > settings.near_rows * row.size or abs(row.size - rows[start].size) > settings.same_size:
                break
            between = end + 1 < len(rows) and above.several and rows[end + 1].several  # a heading within the table
            if opens_item(row.lines[0]) and not (between or row.several or self.pitches.is_rest(start, end)):
                break
            left = narrowed(gaps, row.covered)
            anew = row.several and row.is_bold() and not all(other.is_bold() for other in rows[start:end])
            if anew and row.crosses([(a + b) / 2 for a, b in gaps]):
                break  # the head of another table
            if len(left) < len(gaps):
                left = [(x, x) for x in parting([*voting, row.covered], settings)]
                if len(left) < len(gaps) or (not row.several and row.crosses([x for x, _ in left])):
                    break
            gaps = left
            voting.append(row.covered)
            end += 1
        plain = [row.covered for row in rows[start:end] if not row.is_bold()]  # heads may be centred over other columns
        return end, parting(plain or voting, settings)

    def first(self, start: int, last: int, least: int, close: float) -> int:
        """Lines before the first row of several cells belong to it where they stand as close as lines of a cell.

        In a table that is set smaller than the body, or further in, they may stand as close as rows do. Labels may be
        longer than those beside which figures stand, but do not reach to where these begin.
        """
        rows, settings = self.rows, self.settings
        gaps = gaps_between([row.covered for row in rows[start : last + 1]], settings)
        small = rows[start].size < settings.small * self.typography.size
        apart = min((b.first - a.last for a, b in pairwise(rows[start : last + 1]) if b.several), default=0.0)
        room = max(close, settings.next_row * rows[start].size, apart + settings.same_height) if small else close
        further_in = rows[start].lines[0].x0 - min(row.lines[0].x0 for row in rows) > settings.same_edge
        room = max(room, apart + settings.same_height) if further_in and apart else room
        first = start
        while first > least and rows[first].first - rows[first - 1].last <= room:
            above = rows[first - 1]
            left = narrowed(gaps, above.covered)
            if (
                abs(above.size - rows[first].size) > settings.same_type
                or opens_item(above.lines[0])
                or len(left) < len(gaps)
            ):
                return first if small else start
            first, gaps = first - 1, left
        return first

    def has_head(self, first: int, xs: Sequence[float], least: int) -> bool:
        """Whether a bold line right above the first row heads a column, while no words stand above the labels."""
        if first <= least or first + 1 == len(self.rows):
            return False
        above, row, below = self.rows[first - 1 : first + 2]
        room = max(below.first - row.last, self.settings.next_row * row.size) + self.settings.same_height
        near = row.first - above.last <= room
        alike = above.is_bold() and not row.is_bold() and abs(above.size - row.size) < self.settings.same_type
        return near and alike and above.covered[0][0] > xs[0] and not above.crosses(xs)

    def alone(self, at: int, least: int) -> Sequence[LineRow]:
        """The lines of a table of one row: its last cell far behind and short, and no line near it.

        There are three cells or more, or a label and its share. The label may have more lines, above and below the one
        beside which the others stand.
        """
        row, settings = self.rows[at], self.settings
        if len(row.covered) < 2 or len(row.lines) > 1 or is_axis(row.covered, settings):
            return []
        last = row.lines[0].spell(row.lines[0].parts(settings.part)[-1]).text
        far = row.covered[-1][0] - row.covered[-2][1] >= settings.far_cell * row.size
        share = is_value(last) and last.endswith("%")
        if not far or len(last.split()) > settings.brief or (len(row.covered) == 2 and not share):
            return []
        beside = row.covered[1][0] - settings.touching * row.size
        first, end = at, at + 1
        while first > least and self.pitches.reads_on(first) and self.rows[first - 1].covered[-1][1] < beside:
            first -= 1
        while end < len(self.rows) and self.pitches.is_rest_of_label(end, [beside]):
            end += 1
        joints = [at for at in (first, end) if 0 < at < len(self.rows)]
        return [] if any(self.pitches.is_close(at - 1, at) for at in joints) else self.rows[first:end]

    def lonely_head(self, start: int) -> int | None:
        """The first of the last lines, if they are the head of a table and no more: small, in bold, close as rows."""
        first = start
        while first and self.pitches.is_close(first - 1, first):
            first -= 1
        head = self.rows[first:]
        small = all(row.size < self.settings.small * self.typography.size for row in head)
        fits = small and len(head) <= self.settings.heading_lines and all(row.is_bold() for row in head)
        return first if fits and self.pitches.are_near(head) else None

    def made(self, rows: Sequence[LineRow], xs: Sequence[float], alone: bool = False) -> Aligned | None:
        """The table that some rows make, if they do; `alone` says that it need not have several rows."""
        settings = self.settings
        several = [row for row in rows if row.several]
        runs = [run for row in rows for line in row.lines for run in line.runs]
        top, bottom = rows[0].lines[0].top, rows[-1].lines[-1].bottom + rows[0].size
        inside = [icon for icon in self.icons if top <= icon.middle[1] <= bottom]
        left = min(run.x0 for run in runs) - 1
        right = max([*(run.x1 for run in runs), *(icon.x1 for icon in inside)]) + 1
        if not xs or any(icon.middle[0] < xs[0] for icon in inside):
            return None  # a legend: icons before words
        if not alone and not (len(several) > 1 and self._are_rows(several, inside, [*xs, right])):
            return None
        zone = Zone(left, right, [Band(top - 1, max(run.baseline + 0.3 * run.size for run in runs), runs)])
        above = self.above if rows[0].start == 0 else None
        known = above.edges([row for row in rows if not row.is_bold()]) if above else []
        zone.verticals = known if len(known) >= len(xs) else []  # with what a page shows of more columns, these are few
        frame = grid(zone, [], [], settings)
        if frame is None or (len(frame.ys) < 3 and not alone):
            return None
        frame = replace(frame, loose=True)
        whole = frame if above is None else above.with_labels(frame, runs)
        above, frame = None if whole is frame else above, whole
        draft = table(frame, runs, inside, self.typography, self.page)
        if draft.kind is not Kind.TABLE or not (alone or is_table(draft, bool(inside), settings)):
            return None
        return Aligned(rows[0].start, rows[-1].start + len(rows[-1].lines), draft, frame, above)

    def _are_rows(self, rows: Sequence[LineRow], icons: Sequence[Area], xs: Sequence[float]) -> bool:
        """Whether cells stand below one another, those of heads in bold left out.

        One row is told by a figure, or by a few words that stand below a head as its label does.
        """
        body = [row for row in rows if not row.is_bold()] or rows
        if len(body) == 1:
            last = [run.text for line in body[0].lines for run in line.runs if run.x0 > xs[-2]]
            if (figures := any(map(is_value, last))) or len(" ".join(last).split()) > self.settings.brief:
                return figures
            body = rows
        beside = [[(i.x0, i.x1) for i in icons if row.lines[0].top <= i.middle[1] <= row.last] for row in body]
        covered = [sorted([*row.covered, *spans]) for row, spans in zip(body, beside, strict=True)]
        return are_columns(covered, xs, self.settings)
