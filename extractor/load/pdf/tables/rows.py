"""Lines become rows: the pitch at which the lines of a cell stand is learned from the table itself.

In go the pieces of a table, out come its rows as stretches from top to bottom. Lines of a column that stand no further
apart than the pitch are a cell, and cells side by side make a row. The pitch is the widest at which no cell holds two
figures of a column: a second figure opens a row.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.frame import Span
from extractor.load.pdf.tables.pieces import Piece
from extractor.load.pdf.tables.wraps import fits, goes_on_small, wrapped

_STEP = 0.25  # points: gaps that differ by less are one
_RISE = 0.4  # of the size: so far a footnote mark pushes its line down


@dataclass(frozen=True, slots=True)
class Pitch:
    """How lines of a table follow one another, in points.

    Lines no further apart than `inner`, and no nearer than `nearest`, are of one cell; `least` is the least gap between
    any two of a column; `widths` are how wide the words of every column are at most, `rooms` how wide they can be.
    """

    inner: float
    least: float
    widths: tuple[float, ...]
    rooms: tuple[float, ...]
    nearest: float = 0.0

    @property
    def is_told(self) -> bool:
        """Whether lines of a cell stand closer than rows do."""
        return self.inner >= self.least


def learn(lines: Sequence[Sequence[Piece]], width: int, settings: TableSettings, bands: Sequence[Span] = ()) -> Pitch:
    """The pitch of lines within the cells of a table.

    Its head should not be among the `lines`; no cell reaches out of the `bands` that rules tell.
    """
    columns = by_column(lines, width)
    widths = tuple(max((piece.width for piece in column), default=0.0) for column in columns)
    gaps: list[float] = []
    words: list[float] = []  # those that are not between two figures
    plain: list[float] = []  # those between words
    for column in columns:
        for above, below in pairwise(column):
            gap = below.baseline - above.baseline
            if gap < settings.far_lines * below.size and _band(above, bands) == _band(below, bands):
                gaps.append(gap)
                words += [gap] * (not (above.value and below.value))
                plain += [gap] * (not (above.value or below.value))
    told = _told(gaps, words, settings)
    widest = settings.widest_pitch * max((piece.size for line in lines for piece in line), default=0.0)
    if not told:
        return Pitch(0.0, widest, widths, widths)
    values = [[piece.baseline for piece in column if piece.value] for column in columns]
    if len(bands) < 2 and told[0] > widest + settings.pixel and not _any_small(columns):
        return Pitch(0.0, 0.0, widths, widths)
    rooms = _rooms(columns, widths, settings)
    reach = _told_by_letters(columns, told, settings)
    if reach and not _collides(columns, values, rooms, reach, bands, settings):
        return Pitch(reach[1], told[0] - _STEP / 2, widths, rooms, reach[0])
    inner, nearest, least = 0.0, 0.0, told[0]
    for gap in told if len(told) > 1 or len(bands) > 1 or not any(values) else ():
        rounded = gap - told[0] <= settings.pixel and _any_small(columns, gap)  # lines of one cell, on whole pixels
        if gap > (settings.looser if any(values) else settings.looser_words) * told[0] and not rounded:
            break
        if _collides(columns, values, rooms, (0.0, gap + _STEP / 2), bands, settings):
            inner *= not rounded
            if gap - least < least - nearest > settings.pixel and not _any_small(columns, least):
                inner = nearest + _STEP / 2  # what was the widest so far is rather one of those that part rows
            break
        inner = gap + _STEP / 2
        nearest, least = least, gap
    if not inner and any(values) and len(told) > 1:
        wide = max(told[1:], key=lambda gap: _count(words, gap))
        reach = wide - _STEP, wide + _STEP
        often = wide - told[0] > settings.pixel and 2 * _count(plain, wide) >= max(map(len, values))
        if often and not _collides(columns, values, rooms, reach, bands, settings):
            return Pitch(reach[1], told[0] - _STEP / 2, widths, rooms, reach[0])
    return Pitch(inner, told[0] - _STEP / 2, widths, rooms)


def _any_small(columns: Sequence[Sequence[Piece]], gap: float | None = None) -> bool:
    """Whether a line goes on the words above it with a small letter, over some gap if one is given."""
    return any(
        goes_on_small(above, below) and (gap is None or abs(below.baseline - above.baseline - gap) <= _STEP / 2)
        for column in columns
        for above, below in pairwise(column)
    )


def _told(gaps: Sequence[float], words: Sequence[float], settings: TableSettings) -> list[float]:
    """The gaps between lines, from small to wide, without a rare one that a whole pixel made of the usual one.

    It is not rarer than a wider one for that: a narrower that is the most usual may have been made wider.
    """
    told = sorted({round(gap / _STEP) * _STEP for gap in gaps})
    often = {gap: _count(words, gap) for gap in told}
    kept = []
    for gap in told:
        near = [other for other in told if other != gap and abs(other - gap) <= settings.pixel]
        usual = max(near, key=lambda other: often[other], default=gap)
        if usual <= gap or 2 * often[gap] >= often[usual]:
            kept.append(gap)
    return kept


def _told_by_letters(columns: Sequence[Sequence[Piece]], told: Sequence[float], settings: TableSettings) -> Span | None:
    """The gaps of lines that begin small, where they are wider than the least and no line below one of those does."""
    small: dict[float, list[bool]] = {}
    for above, below in (pair for column in columns for pair in pairwise(column)):
        if not above.value and not below.value:
            gap = round((below.baseline - above.baseline) / _STEP) * _STEP
            small.setdefault(gap, []).append(goes_on_small(above, below))
    if len(told) < 2:
        return None
    near = [low for gap in told[:2] if gap - told[0] <= _STEP for low in small.get(gap, [])]
    wide = max(told[1:], key=lambda gap: sum(small.get(gap, [])))
    far = small.get(wide, [])
    enough = len(near) > 1 or (near and wide - told[0] > settings.pixel)
    if any(near) or not enough or len(far) < 2 or 2 * sum(far) <= len(far):
        return None
    return wide - _STEP, wide + _STEP


def _count(gaps: Sequence[float], gap: float) -> int:
    """How many gaps are as wide as one."""
    return sum(abs(other - gap) <= _STEP for other in gaps)


def _rooms(columns: Sequence[Sequence[Piece]], widths: Sequence[float], settings: TableSettings) -> tuple[float, ...]:
    """How much room words of every column had: to where the next column begins, if it is ranged left."""
    size = max((piece.size for column in columns for piece in column), default=0.0)
    rooms = list(widths)
    for number, (column, after) in enumerate(pairwise(columns)):
        lefts, rights = [piece.x0 for piece in after], [piece.x1 for piece in after]
        ranged = settings.same_edge < max(rights, default=0.0) - min(rights, default=0.0)
        ranged = ranged or not any(piece.value for piece in after)  # words of one width are rather ranged left
        if column and lefts and ranged and max(lefts) - min(lefts) <= settings.same_edge:
            rooms[number] = max(rooms[number], min(lefts) - min(piece.x0 for piece in column) - size)
    return tuple(rooms)


def by_column(lines: Iterable[Sequence[Piece]], width: int) -> list[list[Piece]]:
    """The pieces of every column from top to bottom, those across several left out."""
    columns: list[list[Piece]] = [[] for _ in range(width)]
    for line in lines:
        for piece in line:
            if piece.first == piece.last:
                columns[piece.first].append(piece)
    return columns


def _band(piece: Piece, bands: Sequence[Span]) -> int:
    return next((n for n, (top, bottom) in enumerate(bands) if top <= piece.baseline <= bottom), -1)


def _collides(
    columns: Sequence[Sequence[Piece]],
    values: Sequence[Sequence[float]],
    rooms: Sequence[float],
    reach: Span,
    bands: Sequence[Span],
    settings: TableSettings,
) -> bool:
    """Whether at some pitch a cell would hold figures of two rows, or words that had room on the line above."""
    joined = loose = 0
    for number, column in enumerate(columns):
        start = 0
        for at in range(1, len(column) + 1):
            if at < len(column):
                above, below = column[at - 1], column[at]
                apart = below.baseline - above.baseline
                if reach[0] <= apart <= reach[1] and _band(above, bands) == _band(below, bands):
                    if above.value and below.value:
                        return True
                    if apart > reach[1] - _STEP or reach[0]:
                        room = fits(above, below, rooms[number])
                        joined += room or number < len(columns) - 1 or len(column) > 2  # two lines tell no width
                        loose += room
                    continue
            if at - start > 1 and _holds_two(column[start], column[at - 1], number, values):
                return True
            start = at
    if len(bands) > 1 and any(values):
        return False  # rules part the rows, and lines between two of them are of one cell
    return loose > (settings.loose if any(values) else settings.loose_words) * joined


def _holds_two(first: Piece, last: Piece, number: int, values: Sequence[Sequence[float]]) -> bool:
    """Whether two figures of another column stand beside a cell from its first line to its last."""
    low, high = first.baseline - 0.3 * first.size, last.baseline + 0.3 * last.size
    return any(
        bisect_right(column, high) - bisect_left(column, low) > 1
        for other, column in enumerate(values)
        if other != number
    )


def rows_of(lines: Sequence[Sequence[Piece]], pitch: Pitch, settings: TableSettings) -> list[list[Piece]]:
    """Rows from top to bottom, each as its pieces.

    The lines are those of a table or of some of its rows.
    """
    if not pitch.is_told:
        return wrapped(lines, pitch.rooms, pitch.least, settings)
    columns = by_column(lines, len(pitch.widths))
    cells = [cell for column in columns for cell in _cells(column, pitch, settings.pixel)]
    cells += [[piece] for line in lines for piece in line if piece.first != piece.last]
    rows: list[list[Piece]] = []
    bottom = 0.0
    for cell in sorted(cells, key=lambda c: c[0].baseline - 0.6 * c[0].size):
        top = cell[0].baseline - 0.6 * cell[0].size
        if rows and top < bottom and not _doubles(rows[-1], cell):
            rows[-1] += cell
        else:
            rows.append(list(cell))
            bottom = 0.0
        bottom = max(bottom, cell[-1].baseline + 0.1 * cell[-1].size)
    return rows


def _doubles(row: Sequence[Piece], cell: Sequence[Piece]) -> bool:
    """Whether a cell brings a second figure into a column of a row."""
    return any(
        old.value and new.value and old.first == new.first and new.baseline - old.baseline > 0.5 * new.size
        for old in row
        for new in cell
    )


def _cells(column: Sequence[Piece], pitch: Pitch, pixel: float) -> list[list[Piece]]:
    cells: list[list[Piece]] = []
    for piece in column:
        last = cells[-1][-1] if cells else None
        apart = piece.baseline - last.baseline if last else 0.0
        low = last and piece.is_marked and goes_on_small(last, piece)
        reach = pitch.inner + _RISE * piece.size if low else pitch.inner
        if last and pitch.nearest <= apart <= reach and not (piece.value and last.value):
            cells[-1].append(piece)
        else:
            cells.append([piece])
    return _without_sections(cells, pixel)


def _without_sections(cells: list[list[Piece]], pixel: float) -> list[list[Piece]]:
    """Cells, the only one that begins in bold and goes on plain with a capital parted, where all others are of one, or
    where its plain words stand further below than its other lines, by more than a pixel, in points."""
    ends = [next((n for n, piece in enumerate(cell) if not piece.bold), len(cell)) for cell in cells]
    mixed = [n for n, cell in enumerate(cells) if 0 < ends[n] < len(cell)]
    if len(mixed) != 1:
        return cells
    (at,) = mixed
    cell, end = cells[at], ends[at]
    steps = [below.baseline - above.baseline for above, below in pairwise(cell)]
    apart = steps.pop(end - 1)
    further = bool(steps) and apart > max(steps) + pixel
    if not cell[end].text[:1].isupper() or not (further or any(n == len(c) for n, c in zip(ends, cells, strict=True))):
        return cells
    return [*cells[:at], cell[:end], cell[end:], *cells[at + 1 :]]
