"""Text set in two columns becomes two runs of lines, the left one first.

In go the lines of a page from top to bottom, each across the whole page, out come `Strip`s in reading order. A page has
columns only where many lines of prose leave the same gap near its middle free.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.load.grid import is_figure
from extractor.load.normalise import BULLETS
from extractor.load.pdf.words.lines import Line

_MARKERS = set(BULLETS)
_LEAST = 8  # lines with words on both sides of a gutter
_PROSE = 18  # letters on either side of an average line: fewer are those of a table or contents page
_CROSSING = 0.15  # of the lines with words on both sides: so many may cross the gutter between them
_FEWEST = 3  # lines in a column
_SMALLER = 0.3  # points: lines set so much smaller are of a table
_PITCH = 1.4  # of the size: lines no further apart are of one paragraph
_INDENT = 30  # points
_FULL = 0.75  # of the width of a column: lines that reach further are full
_FILLED = 0.3  # of the lines of a column of prose are full; the others end paragraphs
_FIGURES = 0.25  # of the lines of a column of prose end in a figure alone, at most
_CELLED = 0.3  # of the lines of a column of prose have wide gaps, at most
_CLOSE = 3.2  # of the size: lines no further apart go on in a column
_LARGER = 1.1  # of the size of most letters: headings that may stand above both columns
_ALONE = 1.2  # of its size: no words stand nearer to such a heading in the right column
_WORD_SPACE = 0.7  # of the size: a gap narrower than this is no gutter
_CELLS = 3  # of a row between columns, at least
_FAR = 4.0  # of the size: gap before its last cell
_ASIDE = 6.0  # of the size: another row stands further off
_BRIEF = 3  # words of its last cell
_MOST_GAPS = 500  # looked at
_MIDDLE = (0.3, 0.7)  # where a gutter can be, of the way across the words of the page


@dataclass(frozen=True, slots=True)
class Strip:
    """Lines to be read one below the other; they reach `right` points from the left at most.

    `goes_on` says that they stand in the column beside the strip before.
    """

    lines: Sequence[Line]
    right: float
    goes_on: bool = False


def strips(lines: Sequence[Line], right: float) -> Iterator[Strip]:
    """Lines in reading order.

    Args:
        lines: lines from top to bottom.
        right: how far lines of the body reach, in points from the left.
    """
    region = _region(lines)
    if region is not None:
        yield from _regions(lines, right)
        return
    gutter = _gutter(lines)
    if gutter is None:
        yield Strip(lines, right)
        return
    bars = _bars(lines, gutter)
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and bars[end] == bars[start]:
            end += 1
        if bars[start]:
            yield Strip(lines[start:end], right)
        else:
            left, other = _halves(lines[start:end], gutter)
            if left:
                yield Strip(left, max(line.x1 for line in left) + 1)
            if other:
                yield Strip(other, right, goes_on=bool(left))
        start = end


def are_in_columns(lines: Sequence[Line]) -> bool:
    """Whether lines are prose in two columns, with items or headings in both of them, and no row of a table."""
    region = _region(lines) if len(lines) >= _LEAST else None
    if region is None:
        return False
    start, end, gutter = region
    return all(any(_opens(line) for line in half) for half in _halves(lines[start:end], gutter))


def _opens(line: Line) -> bool:
    """Whether a line is a heading or opens an item."""
    return line.style.bold or line.runs[0].text.strip() in _MARKERS


def _regions(lines: Sequence[Line], right: float) -> Iterator[Strip]:
    """Lines of a page on which a part at most is set in columns."""
    region = _region(lines)
    if region is None:
        yield Strip(lines, right)
        return
    start, end, gutter = region
    if start:
        yield Strip(lines[:start], right)
    left, other = _halves(lines[start:end], gutter)
    yield Strip(left, max(line.x1 for line in left) + 1)
    yield Strip(other, max(line.x1 for line in other) + 1, goes_on=True)
    if end < len(lines):
        yield from _regions(lines[end:], right)


def _region(lines: Sequence[Line]) -> tuple[int, int, float] | None:
    """The first lines in columns as (first, behind the last, gutter): full lines of prose on both sides of a gap."""
    low, high = min(line.x0 for line in lines), max(line.x1 for line in lines)
    starts = Counter(round(part[0].x0) for line in lines for part in line.parts(1.0))
    inner = [x for x in starts if _MIDDLE[0] <= (x - low) / max(1.0, high - low) <= _MIDDLE[1]]
    for start in sorted(inner):
        if sum(count for x, count in starts.items() if start <= x <= start + _INDENT) < _FEWEST:
            continue
        gutter = start - 3.0
        bars = _bars(lines, gutter)
        first = 0
        while first < len(lines):
            end = first
            while end < len(lines) and not bars[end]:
                end += 1
            found = _trimmed(lines, first, end, gutter)
            if found:
                return *found, gutter
            first = end + 1
    return None


def _trimmed(lines: Sequence[Line], first: int, end: int, gutter: float) -> tuple[int, int] | None:
    """The lines among some that are in two columns, from where both begin to where the longer one ends."""
    sides = [(any(r.x0 < gutter for r in line.runs), any(r.x0 >= gutter for r in line.runs)) for line in lines]
    right = [n for n in range(first, end) if sides[n][1]]
    usual = _usual_size([lines[n] for n in right])
    while right and (_has_figures(lines[right[0]], gutter) or lines[right[0]].size < usual - _SMALLER):
        first = right.pop(0) + 1  # the last rows of a table above the columns
    left = [n for n in range(first, end) if sides[n][0]]
    if len(right) < _FEWEST or len(left) < _FEWEST:
        return None
    top = lines[right[0]].baseline
    start = next((n for n in left if lines[n].baseline > top - 0.9 * lines[n].size), end)
    start = min(start, right[0])
    while start > first and lines[start].baseline - lines[start - 1].baseline < _PITCH * lines[start].size:
        start -= 1  # the right column begins a little lower, as below a heading
    stop = right[-1] + 1
    size = lines[right[0]].size
    last = max((n for n in left if n < stop), default=start)
    while stop < end and lines[stop].baseline - lines[last].baseline < _CLOSE * size and lines[stop].size < 1.1 * size:
        last = stop  # the left column is longer
        stop += 1
    one, other = _halves(lines[start:stop], gutter)
    if len(one) < _FEWEST or len(other) < _FEWEST or not (_is_full(one) and _is_full(other)):
        return None
    return start, stop


def _has_figures(line: Line, gutter: float) -> bool:
    """Whether figures are all that stands behind a gutter."""
    _, behind = _halves([line], gutter)
    return all(is_figure(half.spell(part).text) for half in behind for part in half.parts(1.0))


def _usual_size(lines: Sequence[Line]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _is_full(lines: Sequence[Line]) -> bool:
    """Whether lines are those of prose: many of them reach to the right edge."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    if sum(is_figure(line.spell(line.parts(1.0)[-1]).text) for line in lines) > _FIGURES * len(lines):
        return False
    if sum(_has_cells(line) for line in lines) > _CELLED * len(lines):
        return False
    full = sum(line.x1 - left > _FULL * (right - left) for line in lines)
    return full >= _FILLED * len(lines) and sum(len(line.text) for line in lines) >= _PROSE * len(lines)


def _has_cells(line: Line) -> bool:
    """Whether words stand apart on a line, and not only the marker of an item from its words."""
    parts = line.parts(1.0)
    return len(parts) > 1 + (line.runs[0].text.strip() in _MARKERS)


def _gutter(lines: Sequence[Line]) -> float | None:
    """The middle of the gap that most lines leave, if the page is set in columns."""
    gaps = [gap for line in lines for gap in _gaps(line)][:_MOST_GAPS]
    if len(gaps) < _LEAST:
        return None
    low, high = min(line.x0 for line in lines), max(line.x1 for line in lines)
    best: float | None = None
    most = 0
    for x0, x1 in gaps:
        middle = (x0 + x1) / 2
        share = (middle - low) / max(1.0, high - low)
        if _MIDDLE[0] <= share <= _MIDDLE[1]:
            count = sum(a <= middle <= b for a, b in gaps)
            if count > most:
                best, most = middle, count
    if best is None or most < _LEAST or not _is_prose(lines, best):
        return None
    return best


def _gaps(line: Line) -> Iterator[tuple[float, float]]:
    parts = line.parts(1.0)
    for one, two in pairwise(parts):
        yield max(run.x1 for run in one), two[0].x0


def _is_prose(lines: Sequence[Line], gutter: float) -> bool:
    crossing = sum(_crosses(line, gutter) for line in lines)
    both = [line for line in lines if not _crosses(line, gutter) and line.x0 < gutter < line.x1]
    left, right = _halves(both, gutter)
    letters = min(sum(len(line.text) for line in side) for side in (left, right))
    if sum(is_figure(line.spell(line.parts(1.0)[-1]).text) for line in right) > _FIGURES * len(right):
        return False
    return letters >= _PROSE * len(both) and crossing <= max(2, _CROSSING * len(both))


def _crosses(line: Line, x: float) -> bool:
    """Whether words reach across a gutter, or go on behind it with no more room than a space."""
    if any(run.x0 < x - 1 and run.x1 > x + 1 for run in line.runs):
        return True
    before = max((run.x1 for run in line.runs if run.x0 < x), default=None)
    behind = min((run.x0 for run in line.runs if run.x0 >= x), default=None)
    return before is not None and behind is not None and behind - before < _WORD_SPACE * line.size


def _bars(lines: Sequence[Line], gutter: float) -> list[bool]:
    """For each line, whether columns end above it and begin anew below.

    It crosses the gutter, is a row of a table, or a heading. A heading is set larger, begins where the left column
    does, and nothing stands beside it or close to it in the right one.
    """
    body = _usual_size(lines)
    left = min(line.x0 for line in lines)
    rows = _lone_rows(lines, gutter)
    bars = []
    for number, line in enumerate(lines):
        bar = _crosses(line, gutter) or rows[number]
        if not bar and line.size > _LARGER * body and line.x0 < left + _INDENT and line.x1 < gutter:
            room = _ALONE * line.size
            near = lines[max(0, number - 3) : number + 4]
            bar = not any(abs(o.baseline - line.baseline) < room and o.x1 > gutter for o in near)
        bars.append(bar)
    return bars


def _lone_rows(lines: Sequence[Line], gutter: float) -> list[bool]:
    """For each line, whether it is a table of one row: no line is close to it, nor another row near."""
    rows = [line.baseline for line in lines if _is_row(line, gutter)]
    if not rows:
        return [False] * len(lines)
    apart = [b.baseline - a.baseline > _PITCH * min(a.size, b.size) for a, b in pairwise(lines)]
    return [
        line.baseline in rows
        and all(at == line.baseline or abs(at - line.baseline) > _ASIDE * line.size for at in rows)
        and above
        and below
        for line, above, below in zip(lines, [True, *apart], [*apart, True], strict=True)
    ]


def _is_row(line: Line, gutter: float) -> bool:
    """Whether a line is a row of a table across both columns: its last cell is short and stands far off."""
    parts = line.parts(1.0)
    if len(parts) < _CELLS or parts[-1][0].x0 < gutter + _INDENT:
        return False
    far = parts[-1][0].x0 - max(run.x1 for run in parts[-2]) > _FAR * line.size
    return far and len(line.spell(parts[-1]).text.split()) <= _BRIEF


def _halves(lines: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    left = [[run for run in line.runs if run.x0 < gutter] for line in lines]
    right = [[run for run in line.runs if run.x0 >= gutter] for line in lines]
    return [Line(runs) for runs in left if runs], [Line(runs) for runs in right if runs]
