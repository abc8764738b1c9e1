"""Tables whose rows are parted by rules or shading, and their columns by nothing: the words say where columns are.

In go the rules and tinted areas of a page and its runs, out come `Frame`s like those of ruled tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.load.normalise import BULLETS
from extractor.load.pdf.drawing import Drawing, Rule
from extractor.load.pdf.page.columns import are_in_columns
from extractor.load.pdf.tables.rows import Span, lines_in, rows_of, separators, slots_of, spans, starts_of
from extractor.load.pdf.tables.ruled import NARROWEST, SNAP, Frame
from extractor.load.pdf.words.lines import lines_of
from extractor.load.pdf.words.runs import Run

_MARKERS = set(BULLETS)
_LEAST = 3  # rows that rules leave together where they part
_APART = 3.0  # of the size: gap between cells of a row that is a table of its own
_WIDTH = 120.0  # points: shorter rules underline words
_LOOSE = 2.5  # of the size: a row with so much more room than others reaches to a rule that is not of the table
_HIGHER = 3.0  # of the size: so much may a row be higher than the others
_MARGIN = 0.055  # of the page's height, at its top and bottom: rules there are those of running lines
_TALLEST = 60  # lines of a row
_LARGER = 1.1  # of the size of most rows: a heading's
_FULL = 0.86  # of the width: words that reach across so much of it in several lines are prose


def striped(
    drawing: Drawing,
    runs: Sequence[Run],
    known: Sequence[Frame],
    height: float,
    running: Collection[Rule] = (),
) -> list[Frame]:
    """Frames of tables that have rules or shading between their rows only.

    Args:
        drawing: graphics of the page.
        runs: its words.
        known: frames of its ruled tables and boxes, in which nothing is sought.
        height: of the page.
        running: rules that part running lines from the words of the page.
    """
    edges = [
        *(rule for rule in drawing.across if rule not in running),
        *(r for a in drawing.areas for r in (Rule(a.top, a.x0, a.x1), Rule(a.bottom, a.x0, a.x1))),
    ]
    inner = [r for r in edges if _MARGIN * height < r.at < (1 - _MARGIN) * height]
    free = [r for r in inner if not any(f.holds((r.start + r.end) / 2, r.at) for f in known)]
    found: list[Frame] = []
    for stack in _stacks(free):
        for frame in _frames(stack, runs):
            if not any(frame.top < other.bottom and other.top < frame.bottom for other in found):
                found.append(frame)
    return found


def _stacks(rules: Iterable[Rule]) -> list[list[Rule]]:
    """Rules that begin and end below one another, those with most first."""
    whole: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at), r.start)):
        last = whole[-1] if whole else None
        if last and abs(last.at - rule.at) <= SNAP / 2 and rule.start <= last.end + SNAP:
            whole[-1] = Rule(last.at, min(last.start, rule.start), max(last.end, rule.end))
        else:
            whole.append(rule)
    stacks: list[list[Rule]] = []
    for rule in sorted(whole, key=lambda r: r.at):
        if rule.end - rule.start < _WIDTH:
            continue
        for stack in stacks:
            if abs(stack[0].start - rule.start) < 4 and abs(stack[0].end - rule.end) < 4:
                if rule.at - stack[-1].at > NARROWEST:
                    stack.append(rule)
                break
        else:
            stacks.append([rule])
    return sorted((stack for stack in stacks if len(stack) > 1), key=len, reverse=True)


def _frames(stack: Sequence[Rule], runs: Sequence[Run]) -> Iterator[Frame]:
    x0, x1 = stack[0].start, stack[0].end
    within = [run for run in runs if x0 - 2 <= run.middle[0] <= x1 + 2]
    rows: list[_Row] = []
    for above, below in pairwise(stack):
        row = _Row.of(above.at, below.at, within)
        if row.is_row(x1 - x0):
            rows.append(row)
        else:
            yield from _frame(rows, x0, x1, within)
            rows = []
    yield from _frame(rows, x0, x1, within)


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands between two rules."""

    top: float
    bottom: float
    runs: list[Run]
    lines: list[list[Run]]
    covered: list[Span]

    @classmethod
    def of(cls, top: float, bottom: float, runs: Sequence[Run]) -> _Row:
        inside = [run for run in runs if top < run.middle[1] < bottom]
        lines = lines_in(inside)
        return cls(top, bottom, inside, lines, spans(lines))

    def is_row(self, width: float) -> bool:
        """Whether it can be a row: not much, and no prose from side to side."""
        if not self.lines or len(self.lines) > _TALLEST:
            return False
        if sum(any(b - a > _FULL * width for a, b in spans([line])) for line in self.lines) > 1:
            return False
        return not are_in_columns(lines_of(self.runs))

    @property
    def is_item(self) -> bool:
        """Whether it begins with the marker of a list."""
        return min(self.lines[0], key=lambda r: r.x0).text.strip() in _MARKERS if self.lines else False

    @property
    def slack(self) -> float:
        """Room that is left around its words."""
        first, last = self.lines[0][0], self.lines[-1][0]
        return self.bottom - self.top - (last.baseline - first.baseline) - first.size

    @property
    def size(self) -> float:
        return max(run.size for run in self.runs)


def _frame(rows: Sequence[_Row], x0: float, x1: float, runs: Sequence[Run]) -> Iterator[Frame]:
    """The tables that some rows are: what stands alone between two tables, as headings do, is in none."""
    several = [row for row in rows if len(row.covered) > 1]
    if not several:
        return
    slack = sorted(row.slack for row in several)[len(several) // 2]
    size = sorted(row.size for row in several)[len(several) // 2]
    xs = [x0, *separators([row.covered for row in several]), x1]
    part: list[_Row] = []
    for row in rows:
        alone = len(row.covered) == 1 and (row.slack > slack + 0.6 * size or row.size > _LARGER * size)
        if alone or row.slack > slack + _LOOSE * size or _is_mixed(row, xs, size):
            yield from _whole(part, x0, x1, runs)
            part = []
        else:
            part.append(row)
    yield from _whole(part, x0, x1, runs)


def _is_mixed(row: _Row, xs: Sequence[float], size: float) -> bool:
    """Whether a row of a table and headings, items or prose stand between two rules, as below the last shading."""
    heights = [max(run.size for run in line) for line in row.lines]
    if max(heights) > _LARGER * size and min(heights) <= _LARGER * size:
        return True
    stretches = [_Row.of(top, bottom, row.runs) for top, bottom in rows_of(row.runs, xs)]
    several = [part for part in stretches if len(part.covered) > 1 and not part.is_item]
    alone = [part for part in stretches if part.is_item or (len(part.covered) == 1 and part.covered[0][0] < xs[1])]
    return bool(alone) and len(several) < 2 and len(stretches) > 1


def _whole(rows: list[_Row], x0: float, x1: float, runs: Sequence[Run]) -> Iterator[Frame]:
    if not rows:
        return
    starts = starts_of([row.runs for row in rows])
    xs = [x0, *_parting(rows, starts), x1]
    if len(xs) < 3:
        return
    rows = [*_beyond(rows, xs, runs, above=True), *rows, *_beyond(rows, xs, runs, above=False)]
    xs = [x0, *_parting(rows, starts), x1]
    if len(rows) == 1 and not _is_wide(rows[0]):
        return
    rows = [part for row in rows for part in _split(row, xs)]
    slots = [slot for number, row in enumerate(rows) for slot in slots_of(number, row.runs, xs)]
    yield Frame(tuple(xs), (rows[0].top, *(row.bottom for row in rows)), tuple(slots), loose=True)


def _parting(rows: Sequence[_Row], starts: Collection[int]) -> list[float]:
    """Where the columns of some rows part; a head in bold may reach over several of them."""
    covered = [spans(row.lines, starts) for row in rows]
    found = separators(covered)
    bold = [all(run.bold for run in row.runs) for row in rows]
    if len(rows) > _LEAST and bold[0] and not all(bold):
        below = separators(covered[1:])
        return below if len(below) > len(found) else found
    return found


def _is_wide(row: _Row) -> bool:
    """Whether a row between two rules, alone, is a table: its cells stand far apart."""
    gaps = [b[0] - a[1] for a, b in pairwise(row.covered)]
    return bool(gaps) and max(gaps) > _APART * row.size and row.slack < _LOOSE * row.size


def _beyond(rows: Sequence[_Row], xs: Sequence[float], runs: Sequence[Run], above: bool) -> list[_Row]:
    """A row above the first rule or below the last one, as shading of every second row leaves."""
    height = max(row.bottom - row.top for row in rows) + _HIGHER * rows[0].size
    edge = rows[0].top if above else rows[-1].bottom
    top, bottom = (edge - height - 2, edge) if above else (edge, edge + height + 2)
    near = _Row.of(top, bottom, runs)
    stretches = rows_of(near.runs, xs)
    if not stretches:
        return []
    first = _nearest(stretches if not above else stretches[::-1], near.runs, max(row.bottom - row.top for row in rows))
    room = edge - first[1] if above else first[0] - edge
    row = _Row.of(first[0] - 1, edge, runs) if above else _Row.of(edge, first[1] + 1, runs)
    columns = len(separators([*(other.covered for other in rows), row.covered])) + 2
    alike = columns >= len(xs) and abs(row.size - rows[0].size) < 1
    fits = room < 0.9 * rows[0].size and len(row.covered) > 1 and alike and row.is_row(xs[-1] - xs[0])
    return [row] if fits else []


def _nearest(stretches: Sequence[Span], runs: Sequence[Run], height: float) -> Span:
    """The first stretch, with the next where their cells only stand at different heights of a row as high as others."""
    first = stretches[0]
    if len(stretches) < 2:
        return first
    whole = min(first[0], stretches[1][0]), max(first[1], stretches[1][1])
    one, two = (_Row.of(top, bottom, runs).covered for top, bottom in stretches[:2])
    beside = bool(one) and bool(two) and (one[-1][1] < two[0][0] or two[-1][1] < one[0][0])
    return whole if beside and whole[1] - whole[0] <= height else first


def _split(row: _Row, xs: Sequence[float]) -> Iterator[_Row]:
    """The row itself, or its rows where rules stand only above and below many of them."""
    stretches = rows_of(row.runs, xs)
    middles = [(a[1] + b[0]) / 2 for a, b in pairwise(stretches)]
    parts = [_Row.of(a, b, row.runs) for a, b in pairwise([row.top, *middles, row.bottom])]
    if len(parts) >= _LEAST and all(len(part.covered) > 1 for part in parts):
        yield from parts
    else:
        yield row
