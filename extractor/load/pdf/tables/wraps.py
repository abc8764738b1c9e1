"""Lines become rows where no gap between them tells which go on: what they say, and where figures stand, has to tell.

Every way to part the lines costs something: words cut where they go on, words joined that had room on the line above,
labels without a figure, figures that stand beside their labels in another way than most. The cheapest is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf

from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.frame import Span
from extractor.load.pdf.tables.pieces import Piece

Lines = Sequence[Sequence[Piece]]

_ENDS = (".", "?", "!", ":", ")")
_PLACES = (0.0, 0.5, 1.0)  # of the figures beside their labels: at the top, in the middle, at the bottom


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


def wrapped(lines: Lines, rooms: Sequence[float], least: float, settings: TableSettings) -> list[list[Piece]]:
    """Rows, each as its pieces.

    `rooms` are how wide the words of every column can be, `least` is the gap between two lines of a column, in points.
    """
    letters = [0] * len(rooms)
    for piece in (piece for line in lines for piece in line if piece.first == piece.last and not piece.value):
        letters[piece.first] += len(piece.text)
    labels = letters.index(max(letters))
    steps = [_steps(lines, at, rooms, least, settings) for at in range(len(lines))]
    cuts = _cheapest(lines, steps, labels, settings)
    return [[piece for line in lines[a:b] for piece in line] for a, b in pairwise(cuts)]


def _steps(
    lines: Lines, at: int, rooms: Sequence[float], least: float, settings: TableSettings
) -> list[tuple[int, float, float]]:
    """For every piece of a line with one above it: where that stands, and what it costs to join and to part them."""
    found = []
    for piece in lines[at]:
        for number in range(at - 1, max(-1, at - settings.most_beside), -1):
            above = next((p for p in lines[number] if p.first <= piece.last and piece.first <= p.last), None)
            if above is not None:
                found.append((number, *_costs(above, piece, rooms, least, settings)))
                break
    return found


def _costs(
    above: Piece, below: Piece, rooms: Sequence[float], least: float, settings: TableSettings
) -> tuple[float, float]:
    """What it costs to take two lines for one cell, and for two."""
    if above.value and below.value:
        return inf, 0.0
    ends = above.x0 - below.x0, above.x1 - below.x1, (above.x0 + above.x1 - below.x0 - below.x1) / 2
    aligned = min(map(abs, ends)) <= settings.same_edge and above.first == above.last and below.first == below.last
    far = below.baseline - above.baseline > settings.looser * least
    if far or not aligned or above.value or above.bold != below.bold:
        return 4.0, 0.0
    low = goes_on_small(above, below)
    if fits(above, below, rooms[below.first]):
        return 2.0 - low / 2, float(low)
    if below.value and below.first and not any(c.isdigit() for c in above.text):
        # several figures below words are rather a row below heads
        return 0.75, 0.0
    closed = above.text.rstrip(" *")[-1:] in _ENDS and below.text[:1].isupper()
    return (2.0, 0.0) if closed else (0.0, 0.5 + 2.0 * low)


def _cheapest(
    lines: Lines, steps: Sequence[Sequence[tuple[int, float, float]]], labels: int, settings: TableSettings
) -> list[int]:
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
