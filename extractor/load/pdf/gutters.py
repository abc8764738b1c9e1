"""Text set in two columns becomes two runs of lines, the left one first.

In go the lines of a page from top to bottom, each across the whole page, out come `Strip`s in reading order. A page has
columns only where many lines of prose leave the same gap near its middle free.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.load.pdf.lines import Line

_LEAST = 8  # lines with words on both sides of a gutter
_PROSE = 18  # letters on either side of an average line: fewer are those of a table or contents page
_CROSSING = 0.15  # of the lines with words on both sides: so many may cross the gutter between them
_MOST_GAPS = 500  # looked at
_MIDDLE = (0.3, 0.7)  # where a gutter can be, of the way across the words of the page


@dataclass(frozen=True, slots=True)
class Strip:
    """Lines to be read one below the other; they reach `right` points from the left at most."""

    lines: Sequence[Line]
    right: float


def strips(lines: Sequence[Line], right: float) -> Iterator[Strip]:
    """Lines in reading order.

    Args:
        lines: lines from top to bottom.
        right: how far lines of the body reach, in points from the left.
    """
    gutter = _gutter(lines)
    if gutter is None:
        yield Strip(lines, right)
        return
    start = 0
    while start < len(lines):
        end = start
        across = _crosses(lines[start], gutter)
        while end < len(lines) and _crosses(lines[end], gutter) == across:
            end += 1
        if across:
            yield Strip(lines[start:end], right)
        else:
            left, other = _halves(lines[start:end], gutter)
            if left:
                yield Strip(left, max(line.x1 for line in left) + 1)
            if other:
                yield Strip(other, right)
        start = end


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
    return letters >= _PROSE * len(both) and crossing <= max(2, _CROSSING * len(both))


def _crosses(line: Line, x: float) -> bool:
    return any(run.x0 < x - 1 and run.x1 > x + 1 for run in line.runs)


def _halves(lines: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    left = [[run for run in line.runs if run.x0 < gutter] for line in lines]
    right = [[run for run in line.runs if run.x0 >= gutter] for line in lines]
    return [Line(runs) for runs in left if runs], [Line(runs) for runs in right if runs]
