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

_STEP = 0.25  # points: gaps that differ by less are one
_ENDS = (".", "?", "!")


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

    Args:
        lines: its pieces, line by line; its head should not be among them.
        width: how many columns it has.
        settings: of tables.
        bands: stretches that no cell reaches out of, where rules tell them.
    """
    columns = by_column(lines, width)
    widths = tuple(max((piece.width for piece in column), default=0.0) for column in columns)
    gaps: list[float] = []
    words: list[float] = []  # those that are not between two figures
    for column in columns:
        for above, below in pairwise(column):
            gap = below.baseline - above.baseline
            if gap < settings.far_lines * below.size and _band(above, bands) == _band(below, bands):
                gaps.append(gap)
                words += [gap] * (not (above.value and below.value))
    told = sorted({round(gap / _STEP) * _STEP for gap in gaps})
    if not told:
        size = max((piece.size for line in lines for piece in line), default=0.0)
        return Pitch(0.0, settings.widest_pitch * size, widths, widths)
    values = [[piece.baseline for piece in column if piece.value] for column in columns]
    rooms = _rooms(columns, widths, settings)
    inner = 0.0
    for gap in told:
        if gap > (settings.looser if any(values) else settings.looser_words) * told[0]:
            break
        if _collides(columns, values, rooms, (0.0, gap + _STEP / 2), bands, settings):
            break
        inner = gap + _STEP / 2
    if inner and _cuts_words(columns[0], values[1:], (inner, told[0] + settings.pixel), bands, settings):
        inner = 0.0
    if not inner and any(values) and len(told) > 1:
        wide = max(told[1:], key=lambda gap: _count(words, gap))
        reach = wide - _STEP, wide + _STEP
        often = wide - told[0] > settings.pixel and 2 * _count(words, wide) >= max(map(len, values))
        if often and not _collides(columns, values, rooms, reach, bands, settings):
            return Pitch(reach[1], told[0] - _STEP / 2, widths, rooms, reach[0])
    return Pitch(inner, told[0] - _STEP / 2, widths, rooms)


def _cuts_words(
    labels: Sequence[Piece],
    values: Sequence[Sequence[float]],
    reach: Span,
    bands: Sequence[Span],
    settings: TableSettings,
) -> bool:
    """Whether lines that go on a label, and have no figures, stand no more than a pixel further apart than others."""
    return any(
        reach[0] < below.baseline - above.baseline <= reach[1]
        and _goes_on_small(above, below)
        and _band(above, bands) == _band(below, bands)
        and not any(
            bisect_right(column, below.baseline + settings.pixel) > bisect_left(column, below.baseline - settings.pixel)
            for column in values
        )
        for above, below in pairwise(labels)
    )


def _goes_on_small(above: Piece, below: Piece) -> bool:
    """Whether a line goes on the words above with a small letter or in brackets."""
    return (below.text[:1].islower() or below.text[:1] == "(") and any(c.isalpha() for c in above.text)


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


def fits(above: Piece, below: Piece, width: float) -> bool:
    """Whether the first word of a line had room on the line above: then the line begins something else."""
    if above.text.endswith("-"):
        return False
    word = below.text.split()[0]
    room = below.width * len(word) / max(1, len(below.text))
    return above.width + 0.8 * above.size + room <= width  # a space, and half of an em in doubt


def rows_of(lines: Sequence[Sequence[Piece]], pitch: Pitch, settings: TableSettings) -> list[list[Piece]]:
    """Rows from top to bottom, each as its pieces.

    Args:
        lines: the pieces of a table or of some of its rows, line by line.
        pitch: how its lines follow one another.
        settings: of tables.
    """
    columns = by_column(lines, len(pitch.widths))
    cells = [cell for column in columns for cell in _cells(column, pitch)]
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
    if pitch.is_told:
        return rows
    return _centred(lines, pitch) or _wrapped(rows, pitch, settings)


def _doubles(row: Sequence[Piece], cell: Sequence[Piece]) -> bool:
    """Whether a cell brings a second figure into a column of a row."""
    return any(
        old.value and new.value and old.first == new.first and new.baseline - old.baseline > 0.5 * new.size
        for old in row
        for new in cell
    )


def _cells(column: Sequence[Piece], pitch: Pitch) -> list[list[Piece]]:
    cells: list[list[Piece]] = []
    for piece in column:
        last = cells[-1][-1] if cells else None
        apart = piece.baseline - last.baseline if last else 0.0
        if last and pitch.nearest <= apart <= pitch.inner and not (piece.value and last.value):
            cells[-1].append(piece)
        else:
            cells.append([piece])
    return cells


def _centred(lines: Sequence[Sequence[Piece]], pitch: Pitch) -> list[list[Piece]]:
    """Rows as close as lines whose figures stand in the middle of their labels, if all of them do; else none."""
    pieces = [piece for line in lines for piece in line]
    labels = [piece for piece in pieces if not piece.last and not piece.value]
    values = sorted({piece.baseline for piece in pieces if piece.first and piece.value})
    if len(values) < 2 or not labels or any(p.bold != labels[0].bold or p.first < p.last for p in pieces):
        return []
    near = 0.1 * pitch.least
    if min(piece.baseline for piece in pieces) < min(labels[0].baseline, values[0]) - near:
        return []  # a head stands above
    ends: list[int] = []
    for value in values:
        first = ends[-1] + 1 if ends else 0
        low = 2 * value - labels[first].baseline if first < len(labels) else 0.0
        last = next((n for n in range(first, len(labels)) if abs(labels[n].baseline - low) < near), None)
        if last is None:
            return []
        ends.append(last)
    tops = [n for n, label in enumerate(labels) if any(abs(label.baseline - value) < near for value in values)]
    top = [*(n - 1 for n in tops[1:]), len(labels) - 1]
    if ends[-1] < len(labels) - 1 or (tops[:1] == [0] and _doubt(labels, top, pitch) <= _doubt(labels, ends, pitch)):
        return []
    bottoms = [labels[last].baseline + near for last in ends]
    rows: list[list[Piece]] = [[] for _ in bottoms]
    for piece in pieces:
        rows[min(bisect_left(bottoms, piece.baseline), len(rows) - 1)].append(piece)
    return rows


def _doubt(labels: Sequence[Piece], ends: Sequence[int], pitch: Pitch) -> int:
    """How much speaks against labels ending with these lines: room on the line above, or small letters at the start."""
    inside = sum(fits(a, b, pitch.rooms[0]) for n, (a, b) in enumerate(pairwise(labels)) if n not in ends)
    return inside + sum(labels[end + 1].text[:1].islower() for end in ends if end + 1 < len(labels))


def _wrapped(rows: Sequence[list[Piece]], pitch: Pitch, settings: TableSettings) -> list[list[Piece]]:
    """Rows that stand as close as lines: one of words alone that had no room above goes on what stands there.

    Where the first row has no figure, those of all rows stand lower than their first line: then words go on below.
    """
    close = max(settings.close * pitch.least, pitch.least + settings.pixel) + _STEP
    chains: list[list[list[Piece]]] = []
    for row in rows:
        if chains and (_stands_between(chains[-1], row) or _goes_on(chains[-1], row, pitch, close, settings)):
            chains[-1].append(row)
        else:
            chains.append([row])
    return [[piece for row in part for piece in row] for chain in chains for part in _parted(chain)]


def _stands_between(chain: Sequence[Sequence[Piece]], row: Sequence[Piece]) -> bool:
    """Whether figures stand between the lines of a label, which has none yet."""
    return all(p.first and p.value for p in row) and all(not p.last for above in chain for p in above)


def _goes_on(
    chain: Sequence[Sequence[Piece]], row: Sequence[Piece], pitch: Pitch, close: float, settings: TableSettings
) -> bool:
    """Whether words of a row may go on those of the rows above, in the first column, or stand around what is beside."""
    one = max((p for above in chain for p in above if not p.first), key=lambda p: p.baseline, default=None)
    two = min((p for p in row if not p.first), key=lambda p: p.baseline, default=None)
    if one is None or two is None or one.first != one.last or two.first != two.last:
        return False
    if two.baseline - one.baseline > close or one.bold != two.bold or one.value or _is_figure(two):
        return False
    if one.text[-1:] in _ENDS and two.text[:1].isupper():
        return False
    near = settings.same_edge
    below = min(abs(one.x0 - two.x0), abs(one.x1 - two.x1), abs(one.x0 + one.x1 - two.x0 - two.x1) / 2) <= near
    middle = (one.baseline + two.baseline) / 2
    beside = any(p.first and abs(p.baseline - middle) <= near for above in chain for p in above)
    top = min((p for above in chain for p in above if not p.first), key=lambda p: p.baseline)
    rest = all(not p.first for p in row) and _goes_on_small(one, two) and not top.text[:1].islower()
    return below and (beside or rest or not fits(one, two, pitch.rooms[0]))


def _is_figure(piece: Piece) -> bool:
    return piece.value and any(c.isdigit() for c in piece.text)


def _parted(chain: Sequence[list[Piece]]) -> list[list[list[Piece]]]:
    """A chain of lines of words, cut so that each part has figures once."""
    filled = [number for number, row in enumerate(chain) if any(piece.first for piece in row)]
    if len(filled) < 2:
        return [list(chain)]
    if filled[0] == 0:
        cuts = filled[1:]
    elif filled[-1] == len(chain) - 1:
        cuts = [number + 1 for number in filled[:-1]]
    else:
        cuts = []
        top = 0
        for number in filled[:-1]:
            top = 2 * number - top + 1
            cuts.append(min(max(top, number + 1), filled[filled.index(number) + 1]))
    return [list(chain[a:b]) for a, b in pairwise([0, *cuts, len(chain)])]
