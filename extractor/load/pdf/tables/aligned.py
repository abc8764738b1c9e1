"""Tables without rules: neighbouring lines whose parts stand below one another become the rows of a table.

In go lines from top to bottom, out come runs of them that are tables. Only what is clearly set in columns is taken:
several lines have words on both sides of the same gaps, and what stands behind a gap begins, ends or is centred where
the words above do. Cells may have several lines, and need not stand at the same height in their row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.document import Kind
from extractor.load.drafts import Draft
from extractor.load.grid import is_figure
from extractor.load.normalise import BULLETS
from extractor.load.pdf.icons import Icon
from extractor.load.pdf.page.paragraphs import opens_item
from extractor.load.pdf.page.typography import Typography
from extractor.load.pdf.tables.cells import table
from extractor.load.pdf.tables.rows import Span, rows_of, separators, slots_of, spans
from extractor.load.pdf.tables.ruled import Frame, Slot
from extractor.load.pdf.words.lines import Line

_LEAST = 3  # rows; two where most of what they say is figures
_BRIEF = 3  # words of a cell beside which two rows are enough
_MARKERS = set(BULLETS)
_SAME = 4.0  # points
_SHORT = (140, 60)  # letters of a line that begins in the first cell or ends in a figure, and of others
_NEAR = 2.9  # of the size: rows that stand further apart are not neighbours
_FAR = 4.0  # of the size: gap before the last cell of a row that is a table of its own
_NEXT = 2.2  # of the size: rows no further apart follow one another
_NEAR_ROWS = 4.2  # of the size: so far apart may two rows of several cells stand
_TIGHT = 1.36  # of the size: lines no further apart are of one cell
_PROSE = 9  # words in an average cell behind the first column: more are prose beside prose

_HEADING = 4  # lines of a heading within a table
_BESIDE = 1.05  # of the size: lines no further apart in height stand side by side
_HIGHEST = 12  # lines side by side


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table: its first line, the line behind its last, and what it says. `frame` is the grid that its words make."""

    start: int
    end: int
    draft: Draft
    frame: Frame


def aligned_tables(lines: Sequence[Line], icons: Sequence[Icon], typography: Typography, page: int) -> list[Aligned]:
    """Tables among some lines.

    Args:
        lines: lines from top to bottom.
        icons: icons among them.
        typography: how the document is set.
        page: page number for the drafts.
    """
    bands = list(_bands(lines))
    found: list[Aligned] = []
    at = done = 0
    while at < len(bands):
        made = None
        if bands[at].several:
            end, xs = _grown(bands, at, icons)
            if xs:
                made = _made(
                    bands[_first(bands, at, xs, done, typography) : _last(bands, end, xs, typography)],
                    xs,
                    icons,
                    typography,
                    page,
                )
        if made is None and _stands_alone(bands, at):
            made = _made(bands[at : at + 1], separators([bands[at].covered]), icons, typography, page)
        if made is None and bands[at].several and (first := _head(bands, at, typography)) is not None:
            stretch = bands[first:]
            made = _made(stretch, separators([b.covered for b in stretch]), [], typography, page, is_head=True)
        if made:
            found.append(made)
            at = done = next((n for n, band in enumerate(bands) if band.start >= made.end), len(bands))
        else:
            at += 1
    return found


@dataclass(frozen=True, slots=True)
class _Band:
    """Lines side by side: one line, or lines of neighbouring cells that do not stand at the same height."""

    start: int
    lines: Sequence[Line]
    covered: list[Span]

    @property
    def several(self) -> bool:
        """Whether it can be a row of several cells."""
        if len(self.covered) < 2 or len(self.lines) > _HIGHEST:
            return False
        ends = [is_figure(line.spell(line.parts(1.2)[-1]).text) for line in self.lines]
        if opens_item(self.lines[0]) and not ends[0]:
            return False
        if any(run.text.strip() in _MARKERS for line in self.lines for run in line.runs):
            return False
        left = self.covered[0][1]
        return all(
            len(line.spell(part).text) <= _SHORT[part[0].x0 > left and not figure]
            for line, figure in zip(self.lines, ends, strict=True)
            for part in line.parts(1.2)
        )

    @property
    def size(self) -> float:
        return self.lines[0].size

    def crosses(self, xs: Sequence[float]) -> bool:
        """Whether words reach across a gap."""
        return any(a < x - 1 and b > x + 1 for x in xs for a, b in self.covered)


def _bands(lines: Sequence[Line]) -> Iterator[_Band]:
    figures = Counter(round(run.x0) for line in lines for run in line.runs if is_figure(run.text))
    starts = {x for x, count in figures.items() if count > 1}
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or not _beside(lines[end - 1], lines[end]):
            inside = lines[start:end]
            yield _Band(start, inside, spans([line.runs for line in inside], starts))
            start = end


def _beside(above: Line, line: Line) -> bool:
    """Whether two lines stand side by side, one a little lower than the other."""
    near = line.baseline - above.baseline < _BESIDE * min(line.size, above.size)
    return near and (line.x0 - above.x1 > line.size or above.x0 - line.x1 > line.size)


def _stands_alone(bands: Sequence[_Band], at: int) -> bool:
    """Whether a line is a table of one row: three cells or more, the last far behind and short, and no line near it."""
    band = bands[at]
    if len(band.covered) < 3 or len(band.lines) > 1 or not band.several:
        return False
    gaps = [b[0] - a[1] for a, b in pairwise(band.covered)]
    last = band.lines[0].parts(1.2)[-1]
    if gaps[-1] < _FAR * band.size or len(band.lines[0].spell(last).text.split()) > _BRIEF:
        return False
    above, below = at > 0 and _tight(bands[at - 1], band), at + 1 < len(bands) and _tight(band, bands[at + 1])
    return not above and not below


def _head(bands: Sequence[_Band], start: int, typography: Typography) -> int | None:
    """The first of the last lines, if they are the head of a table and no more: small, in bold and as close as rows."""
    first = start
    while first and _tight(bands[first - 1], bands[first]):
        first -= 1
    head = bands[first:]
    small = all(band.size < 0.95 * typography.size for band in head)
    bold = all(line.style.bold for band in head for line in band.lines)
    near = all(b.lines[0].baseline - a.lines[-1].baseline <= _NEXT * b.size for a, b in pairwise(head))
    return first if small and bold and near and len(head) <= _HEADING else None


def _grown(bands: Sequence[_Band], start: int, icons: Sequence[Icon]) -> tuple[int, list[float]]:
    """The band behind the last that can belong to a table that begins at `start`, and where its columns part."""
    rows = [bands[start].covered]
    xs = separators(rows)
    end = start + 1
    while end < len(bands):
        band, above = bands[end], bands[end - 1]
        near = _NEAR if not (band.several and above.several) else _NEAR_ROWS
        top, bottom = above.lines[-1].baseline, band.lines[0].baseline
        top = max([top, *(icon.bottom for icon in icons if top < icon.bottom < bottom)])
        if bottom - top > near * band.size:
            break
        between = end + 1 < len(bands) and above.several and bands[end + 1].several  # a heading within the table
        if abs(band.size - bands[start].size) > 0.8 or (opens_item(band.lines[0]) and not (between or band.several)):
            break
        inner = separators([*rows, band.covered])
        if len(inner) < len(xs) or (not band.several and band.crosses(inner)):
            break
        rows.append(band.covered)
        xs = inner
        end += 1
    return end, xs


def _last(bands: Sequence[_Band], end: int, xs: Sequence[float], typography: Typography) -> int:
    """Lines behind the last row of several cells belong to it only where they stand as close as lines of a cell.

    The heading of rows that a page break cuts off may stand as close as rows do.
    """
    last = max(n for n in range(end) if bands[n].several) + 1
    while last < end and _tight(bands[last - 1], bands[last]):
        last += 1
    rest = bands[last:]
    heads = all(
        len(band.lines) == 1 and band.lines[0].style.bold and abs(band.size - bands[last - 1].size) < 0.3
        for band in rest
    )
    small = bands[last - 1].size < 0.95 * typography.size
    if rest and len(rest) <= _HEADING and heads and small and not any(band.crosses(xs) for band in rest):
        near = all(b.lines[0].baseline - a.lines[-1].baseline <= _NEXT * b.size for a, b in pairwise(bands[last - 1 :]))
        return len(bands) if near else last
    return last


def _first(bands: Sequence[_Band], start: int, xs: Sequence[float], least: int, typography: Typography) -> int:
    """Lines before the first row of several cells belong to it where they stand as close as lines of a cell.

    In a table that is set smaller than the body, they may stand as close as rows do.
    """
    first = start
    room = _NEXT if bands[start].size < 0.95 * typography.size else _TIGHT
    while (
        first > least
        and bands[first].lines[0].baseline - bands[first - 1].lines[-1].baseline <= room * bands[first].size
    ):
        above = bands[first - 1]
        if abs(above.size - bands[first].size) > 0.3 or opens_item(above.lines[0]) or above.crosses(xs):
            return first if room == _NEXT else start
        first -= 1
    return first


def _tight(above: _Band, below: _Band) -> bool:
    return below.lines[0].baseline - above.lines[-1].baseline <= _TIGHT * below.size


def _made(
    bands: Sequence[_Band],
    xs: list[float],
    icons: Sequence[Icon],
    typography: Typography,
    page: int,
    is_head: bool = False,
) -> Aligned | None:
    several = [band for band in bands if band.several]
    runs = [run for band in bands for line in band.lines for run in line.runs]
    top, bottom = bands[0].lines[0].top, bands[-1].lines[-1].bottom + bands[0].size
    inside = [icon for icon in icons if top <= icon.middle[1] <= bottom]
    left = min(run.x0 for run in runs) - 1
    right = max([*(run.x1 for run in runs), *(icon.x1 for icon in inside)]) + 1
    if any(icon.middle[0] < xs[0] for icon in inside):
        return None  # a legend: icons before words
    edges = [left, *xs, right]
    single = len(bands) == 1 or is_head
    if not single and len(several) < 2:
        return None
    if not single and not all(_is_column(several, a, b) for a, b in pairwise(edges[1:])):
        return None
    rows = rows_of(runs, edges)
    if len(rows) < 2 and not single:
        return None
    ys = [rows[0][0] - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(rows)), rows[-1][1] + 1]
    slots: list[Slot] = []
    for number in range(len(rows)):
        words = [run for run in runs if ys[number] <= run.middle[1] < ys[number + 1]]
        slots += slots_of(number, words, edges)
    frame = Frame(tuple(edges), tuple(ys), tuple(slots), loose=True)
    draft = table(frame, runs, inside, typography, page)
    if draft.kind is not Kind.TABLE or not (single or _is_table(draft, bool(inside))):
        return None
    return Aligned(bands[0].start, bands[-1].start + len(bands[-1].lines), draft, frame)


def _is_column(bands: Sequence[_Band], x0: float, x1: float) -> bool:
    """Whether the words in a column begin, end or are centred below one another."""
    inside = [[(a, b) for a, b in band.covered if x0 <= a < x1] for band in bands]
    ends = [(row[0][0], row[-1][1]) for row in inside if row]
    best = 0
    for a0, a1 in ends:
        best = max(
            best,
            sum(abs(a0 - b0) <= _SAME for b0, _ in ends),
            sum(abs(a1 - b1) <= _SAME for _, b1 in ends),
            sum(abs(a0 + a1 - b0 - b1) <= 2 * _SAME for b0, b1 in ends),
        )
    return best >= max(2, 0.6 * len(ends))


def _is_table(draft: Draft, has_icons: bool) -> bool:
    """Whether cells behind the first column say little, and enough rows have one."""
    rows = [row for row in draft.rows if any(cell.text for cell in row.cells[1:])]
    cells = [cell.text for row in rows for cell in row.cells[1:] if cell.text]
    if not cells or sum(len(text.split()) for text in cells) > _PROSE * len(cells):
        return False
    figures = sum(is_figure(text) for text in cells)
    brief = all(len(text.split()) <= _BRIEF for text in cells)
    return len(rows) >= _LEAST or (len(rows) == _LEAST - 1 and (has_icons or 2 * figures >= len(cells) or brief))
