"""Heads over several columns: told by rules that are not drawn beside them, though others are, or by heads that repeat.

In go the pieces of a table's lines; out come the same, those above the first figures as wide as the columns they fill.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise, takewhile

from extractor.load.draft_blocks import DraftRow
from extractor.load.grid import MOST_HEADINGS
from extractor.load.pdf.drawing import Rule
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.frame import Span, united
from extractor.load.pdf.tables.pieces import Piece

Lines = Sequence[Sequence[Piece]]


def spanned(lines: Lines, xs: Sequence[float], walls: Sequence[Rule], settings: TableSettings) -> list[list[Piece]]:
    """Lines with a piece across all columns between which no rule stands beside it, though one does further down.

    `walls` are rules from top to bottom.
    """
    walls = sorted(walls, key=lambda wall: wall.at)
    drawn = [_drawn(x, walls, settings) for x in xs[1:-1]]
    found = []
    above = True
    for line in lines:
        above = above and not any(piece.value and piece.first for piece in line)
        found.append(list(_whole(line, _gaps(line[0], drawn), settings)) if above else list(line))
    return found


def _drawn(x: float, walls: Sequence[Rule], settings: TableSettings) -> list[Span]:
    """Where rules stand at a column's edge, from top to bottom."""
    first = bisect_left(walls, x - settings.same_edge, key=lambda wall: wall.at)
    near = takewhile(lambda wall: wall.at <= x + settings.same_edge, islice(walls, first, None))
    return united(((wall.start, wall.end) for wall in near), settings.same_edge)


def _gaps(piece: Piece, drawn: Sequence[Sequence[Span]]) -> list[int]:
    """The columns at whose left edge a rule begins below a line only, where others are drawn beside it."""
    y = piece.baseline - 0.3 * piece.size
    at = [bisect_right(spans, y, key=lambda span: span[0]) for spans in drawn]
    beside = [n > 0 and spans[n - 1][1] >= y for n, spans in zip(at, drawn, strict=True)]
    if not any(beside):
        return []
    return [c for c, (n, spans) in enumerate(zip(at, drawn, strict=True), 1) if not beside[c - 1] and n < len(spans)]


def _whole(line: Sequence[Piece], gaps: Sequence[int], settings: TableSettings) -> Iterator[Piece]:
    """The pieces of a line, those that stand alone in columns joined by gaps, or are a word space apart, as one."""
    held: list[Piece] = []
    for piece in line:
        if held and not _parts(held[-1], piece, gaps):
            held.append(piece)
            continue
        yield from _filling(held, gaps, settings)
        held = [piece]
    yield from _filling(held, gaps, settings)


def _parts(one: Piece, other: Piece, gaps: Sequence[int]) -> bool:
    """Whether a rule stands at some edge between two pieces."""
    return any(column not in gaps for column in range(one.last + 1, other.first + 1))


def _filling(held: Sequence[Piece], gaps: Sequence[int], settings: TableSettings) -> Iterator[Piece]:
    apart = (b.x0 - a.x1 > settings.word_space * b.size or a.value or b.value for a, b in pairwise(held))
    if not held or any(apart):
        yield from held
        return
    first, last = held[0].first, held[-1].last
    while first in gaps:
        first -= 1
    while last + 1 in gaps:
        last += 1
    if len(held) == 1 and (first, last) == (held[0].first, held[0].last):
        yield held[0]
        return
    main = max(held, key=lambda piece: piece.size)
    runs = [run for piece in held for run in piece.runs]
    yield Piece(first, last, main.baseline, main.size, held[0].x0, max(p.x1 for p in held), runs)


def over_groups(rows: Sequence[DraftRow]) -> None:
    """Let heads span the columns below whose own heads repeat for each of them: `n`, `%` below every group.

    Their cells are changed.
    """
    for upper, lower in pairwise(row.cells for row in rows[:MOST_HEADINGS]):
        spans = grouped({n: cell.text for n, cell in enumerate(upper)}, {n: cell.text for n, cell in enumerate(lower)})
        found = [next(n for n in range(first, last + 1) if upper[n].text) for first, last in spans]
        if any(upper[n].rows > 1 for n in found):
            continue
        for (first, last), place in zip(spans, found, strict=True):
            upper[first], upper[place] = upper[place], upper[first]
            upper[first].columns = last + 1 - first


def grouped(upper: Mapping[int, str], lower: Mapping[int, str]) -> list[tuple[int, int]]:
    """The first and last column of every group of heads that repeats: one head stands over each. None if they do not.

    Both are the words of a row of a head, by column.
    """
    columns = sorted(column for column, text in lower.items() if text)
    first, last = (columns[0], columns[-1] + 1) if columns else (0, 0)
    wide = _period([lower.get(column, "") for column in range(first, last)])
    spans = [(at, at + wide - 1) for at in range(first, last, wide)] if wide else []
    heads = [sum(bool(upper.get(column)) for column in range(a, b + 1)) for a, b in spans]
    return spans if all(count == 1 for count in heads) else []


def _period(texts: Sequence[str]) -> int:
    """How many words repeat over and over, none of them with figures; 0 where they do not."""
    if any(not text or any(c.isdigit() for c in text) for text in texts):
        return 0
    wide = next((n for n in range(2, len(texts) // 2 + 1) if texts == [*texts[n:], *texts[:n]]), 0)
    return wide if len(set(texts[:wide])) == wide else 0
