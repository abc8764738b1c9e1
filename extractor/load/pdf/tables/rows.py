"""Columns and rows that the words themselves make, where no rules part them.

In go runs in points from the top left, out come gaps between columns, and rows as stretches from top to bottom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from extractor.load.grid import is_figure
from extractor.load.pdf.tables.ruled import Slot
from extractor.load.pdf.words.runs import Run

_GAP = 0.9  # of the size: a gap wider than this may part two columns
_NARROW = 0.3  # of the size: so does one that is wider than this, where words of most rows begin behind it
_MOST = 0.6  # of the rows
_CROSSING = 0.25  # of the rows: so many may have words across the gap between two columns
_TIGHT = 1.36  # of the size: lines no further apart are of one cell

Span = tuple[float, float]


def spans(lines: Iterable[Iterable[Run]], starts: Collection[int] = ()) -> list[Span]:
    """The stretches from left to right that words of some lines cover, gaps between words left out.

    Args:
        lines: the runs of every line.
        starts: where words of many rows begin, in whole points: a narrow gap before such a place is one too.
    """
    covered: list[list[float]] = []
    for run in sorted((run for line in lines for run in line), key=lambda r: r.x0):
        gap = run.x0 - covered[-1][1] if covered else 0.0
        if covered and gap <= (_NARROW if round(run.x0) in starts else _GAP) * run.size:
            covered[-1][1] = max(covered[-1][1], run.x1)
        else:
            covered.append([run.x0, run.x1])
    return [(a, b) for a, b in covered]


def starts_of(rows: Sequence[Iterable[Run]]) -> frozenset[int]:
    """Where words of most rows begin, or figures of several, in whole points."""
    counts: Counter[int] = Counter()
    figures: Counter[int] = Counter()
    for row in rows:
        counts.update({round(run.x0) for run in row})
        figures.update({round(run.x0) for run in row if is_figure(run.text)})
    often = {x for x, count in counts.items() if count >= max(4, _MOST * len(rows))}
    return frozenset(often | {x for x, count in figures.items() if count > 1})


def separators(rows: Sequence[Sequence[Span]]) -> list[float]:
    """Where columns part: gaps that most rows of several columns leave."""
    several = [row for row in rows if len(row) > 1]
    if not several:
        return []
    most = int(_CROSSING * len(several))
    ends = sorted({x for row in rows for span in row for x in span})
    low: list[list[tuple[int, float, float]]] = [[]]  # stretches that few rows cover: (rows, from, to)
    for a, b in pairwise(ends):
        middle = (a + b) / 2
        covering = sum(any(s <= middle <= e for s, e in row) for row in rows)
        if covering <= most:
            low[-1].append((covering, a, b))
        elif low[-1]:
            low.append([])
    found = []
    for stretches in filter(None, low):
        free = [s for s in stretches if not s[0]] or [min(stretches, key=lambda s: (s[0], s[1] - s[2]))]
        found += [(a + b) / 2 for _, a, b in free if _parts(several, a, b)]
    return found


def _parts(rows: Sequence[Sequence[Span]], a: float, b: float) -> bool:
    """Whether some row has words on both sides of a gap."""
    return any(any(e <= a + 0.1 for _, e in row) and any(s >= b - 0.1 for s, _ in row) for row in rows)


def slots_of(row: int, runs: Sequence[Run], xs: Sequence[float]) -> Iterator[Slot]:
    """The cells of a row: one cell where words reach over several columns."""
    lines = lines_in(runs)
    edges = [round(min((r.x0 for r in runs if a <= r.x0 < b), default=a)) for a, b in pairwise(xs)]
    covered = [span for line in lines for span in spans([line], edges)]
    first = 0
    for column in range(1, len(xs)):
        inner = column < len(xs) - 1
        if not inner or not any(a < xs[column] - 1 and b > xs[column] + 1 for a, b in covered):
            yield Slot(row, first, row, column - 1)
            first = column


def rows_of(runs: Sequence[Run], xs: Sequence[float]) -> list[Span]:
    """Rows as (top, bottom): lines of a column that stand close are a cell, and cells side by side make a row."""
    columns = [[r for r in runs if a <= r.x0 < b] for a, b in pairwise(xs)]
    figures = sorted(
        {round(line[0].baseline, 1) for column in columns[1:] for line in lines_in(column) if is_figure(_text(line))}
    )
    cells = [cell for number, column in enumerate(columns) for cell in _cells(column, [] if number else figures)]
    rows: list[list[float]] = []
    for top, bottom, size in sorted(cells):
        if rows and min(rows[-1][1], bottom) - top > 0.35 * size:
            rows[-1][1] = max(rows[-1][1], bottom)
        else:
            rows.append([top, bottom])
    return [(top, bottom) for top, bottom in rows]


def _cells(column: Sequence[Run], figures: Sequence[float]) -> Iterator[tuple[float, float, float]]:
    """Cells of a column as (top, bottom, size). Lines that stand close but have figures each are cells each."""
    groups: list[list[list[Run]]] = []
    for line in lines_in(column):
        if groups and line[0].baseline - groups[-1][-1][0].baseline <= _TIGHT * line[0].size:
            groups[-1].append(line)
        else:
            groups.append([line])
    for group in groups:
        beside = [any(abs(line[0].baseline - y) < 0.3 * line[0].size for y in figures) for line in group]
        starts = [n for n, has in enumerate(beside) if has or not n] if sum(beside) > 1 else [0]
        for first, stop in pairwise([*starts, len(group)]):
            top, bottom = group[first][0], group[stop - 1][0]
            yield top.baseline - 0.8 * top.size, bottom.baseline + 0.25 * bottom.size, top.size


def lines_in(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs by the line they stand on, raised figures with the words beside them."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: r.baseline):
        if lines and run.baseline - lines[-1][-1].baseline < 0.45 * run.size:
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(line, key=lambda r: (-r.size, r.x0)) for line in lines]


def _text(line: Sequence[Run]) -> str:
    return " ".join(run.text.strip() for run in sorted(line, key=lambda r: r.x0))
