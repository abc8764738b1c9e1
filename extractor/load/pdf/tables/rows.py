"""Lines become rows: what they say, how far apart they stand, and where figures stand beside their labels has to tell.

Every way to part the lines of a table costs something: words cut where they go on, words joined that had room on the
line above or stand further from it than lines of a cell do, labels without a figure, figures that stand beside their
labels in another way than most. The cheapest is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.frame import Span
from extractor.load.pdf.tables.pieces import Piece

Lines = Sequence[Sequence[Piece]]
Step = tuple[int, float, float]  # the line with the piece above one, and what it costs to join and to part the two

_ENDS = (".", "?", "!", ":", ")")
_PLACES = (0.0, 0.5, 1.0)  # of the figures beside their labels: at the top, in the middle, at the bottom


@dataclass(frozen=True, slots=True)
class Pitch:
    """How lines of a table follow one another, in points.

    `least` is the least gap between two lines of a column, and `values` that between two figures of one; `widths` are
    how wide the words of every column are at most, `rooms` how wide they can be.
    """

    least: float
    values: float
    widths: tuple[float, ...]
    rooms: tuple[float, ...]


def learn(lines: Lines, width: int, settings: TableSettings, bands: Sequence[Span] = ()) -> Pitch:
    """The pitch of lines within the cells of a table.

    Its head should not be among the `lines`; no cell reaches out of the `bands` that rules tell.
    """
    columns = by_column(lines, width)
    pairs = [(a, b) for column in columns for a, b in pairwise(column) if _band(a, bands) == _band(b, bands)]
    gaps = [below.baseline - above.baseline for above, below in pairs]
    values = [below.baseline - above.baseline for above, below in pairs if above.value and below.value]
    widest = settings.widest_pitch * max((piece.size for line in lines for piece in line), default=0.0)
    least = min(gaps, default=widest)
    if len(bands) < 2 and least > widest + settings.pixel and not any(goes_on_small(*pair) for pair in pairs):
        least = 0.0  # every line is a row
    widths = tuple(max((piece.width for piece in column), default=0.0) for column in columns)
    return Pitch(least, min(values, default=0.0), widths, _rooms(columns, widths, settings))


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


def fits(above: Piece, below: Piece, width: float) -> bool:
    """Whether the first word of a line had room on the line above: then the line begins something else."""
    if above.text.endswith("-"):
        return False
    word = below.text.split()[0]
    room = below.width * len(word) / max(1, len(below.text))
    return above.width + 0.8 * above.size + room <= width  # a space, and half of an em in doubt


def goes_on_small(above: Piece, below: Piece) -> bool:
    """Whether a line goes on the words above with a small letter or in brackets."""
    return (below.text[:1].islower() or below.text[:1] == "(") and any(c.isalpha() for c in above.text)


def rows_of(lines: Lines, pitch: Pitch, settings: TableSettings) -> list[list[Piece]]:
    """Rows from top to bottom, each as its pieces, of the lines of a table or of some of its rows."""
    letters = [0] * len(pitch.rooms)
    for piece in (piece for line in lines for piece in line if piece.first == piece.last and not piece.value):
        letters[piece.first] += len(piece.text)
    steps = [list(_steps(lines, at, pitch, settings)) for at in range(len(lines))]
    cuts = _cheapest(lines, steps, letters.index(max(letters)), settings)
    return [[piece for line in lines[a:b] for piece in line] for a, b in pairwise(cuts)]


def _steps(lines: Lines, at: int, pitch: Pitch, settings: TableSettings) -> Iterable[Step]:
    """For every piece of a line with one above it: where that stands, and what it costs to join and to part them."""
    for piece in lines[at]:
        for number in range(at - 1, max(-1, at - settings.most_beside), -1):
            above = next((p for p in lines[number] if p.first <= piece.last and piece.first <= p.last), None)
            if above is not None:
                yield number, *_costs(above, piece, pitch, settings)
                break


def _costs(above: Piece, below: Piece, pitch: Pitch, settings: TableSettings) -> tuple[float, float]:
    """What it costs to take two lines for one cell, and for two."""
    if above.value and below.value:
        return inf, 0.0
    gap = below.baseline - above.baseline
    within = settings.within_cell * pitch.least + settings.pixel / 2  # no wider where gaps tell cells
    ends = above.x0 - below.x0, above.x1 - below.x1, (above.x0 + above.x1 - below.x0 - below.x1) / 2
    aligned = min(map(abs, ends)) <= settings.same_place and above.first == above.last and below.first == below.last
    if pitch.values > within >= gap and above.first == below.first:
        aligned = aligned or 0 < below.x0 - above.x0 < below.size  # it hangs
    if gap > settings.looser * pitch.least or not aligned or above.bold != below.bold:
        return 4.0, 0.0
    if above.value:
        return (0.5 if above.bold and gap <= within else 4.0), 0.0
    low = goes_on_small(above, below)
    if fits(above, below, pitch.rooms[below.first]):
        return 2.0 - low / 2, float(low)
    if below.value and below.first and not any(c.isdigit() for c in above.text):
        return 0.75, 0.0  # several figures below words are rather a row below heads
    closed = above.text.rstrip(" *")[-1:] in _ENDS and below.text[:1].isupper()
    return (2.0, 0.0) if closed else (2.0 * (gap > within and not low), 0.5 + 2.0 * low)


def _cheapest(lines: Lines, steps: Sequence[Sequence[Step]], labels: int, settings: TableSettings) -> list[int]:
    """The cuts of the cheapest way to part lines, all figures at one place beside their labels."""
    best = [[0.0] * len(_PLACES)] + [[inf] * len(_PLACES) for _ in lines]
    since = [[0] * len(_PLACES) for _ in range(len(lines) + 1)]
    for start in range(len(lines)):
        cost = 0.0
        columns: dict[int, Span] = {}
        for end in range(start + 1, min(len(lines), start + settings.most_beside) + 1):
            cost += sum(joined if above >= start else parted for above, joined, parted in steps[end - 1])
            if cost == inf:
                break
            for piece in lines[end - 1]:
                column = labels if piece.first <= labels <= piece.last else piece.first
                columns[column] = columns.get(column, (piece.baseline, 0.0))[0], piece.baseline
            for number, place in enumerate(_PLACES):
                whole = best[start][number] + cost + _strangeness(columns, labels, place, settings.same_edge)
                if whole < best[end][number]:
                    best[end][number], since[end][number] = whole, start
    place = best[-1].index(min(best[-1]))
    cuts = [len(lines)]
    while cuts[-1]:
        cuts.append(since[cuts[-1]][place])
    return cuts[::-1]


def _strangeness(columns: Mapping[int, Span], labels: int, place: float, near: float) -> float:
    """What it costs that lines are a row: it lacks a label or what is beside it, or that stands elsewhere beside it.

    `columns` are the baselines of the first and last line of each; `place` is where the others stand beside the
    `labels`, from 0 at the top to 1, and `near` the points by which they may stand elsewhere.
    """
    if labels not in columns or len(columns) < 2:
        return 1.0
    places = [first + place * (last - first) for first, last in columns.values()]
    return 0.0 if max(places) - min(places) <= near else 3.0
