"""Rules that meet become frames: grids of cells, some of them merged.

In go the rules of a page, out come `Frame`s in points from the top left. A frame of one cell is a box around prose;
what a frame of several cells is (a table, or the outline of a chart) is decided where its words are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from extractor.load.pdf.drawing import Drawing, Rule
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.frame import Frame, Slot, united

SNAP = 2.5  # points: rules nearer than this are the same, or touch
NARROWEST = 5.0  # points: a row or column narrower than this is the gap in a double rule
_TOUCH = 1.0  # points: rules that end so near to another reach it
_GAP = 6.0  # points: white between tinted cells
_MOST_RULES = 600  # in either direction: beyond this a page holds a chart, not a table
_MOST_SQUARES = 20_000  # of a grid, merged or not


def frames(across: Sequence[Rule], down: Sequence[Rule]) -> list[Frame]:
    """Frames from horizontal and vertical rules, from the top of the page, also those within cells of others."""
    rows, columns = _merged(across), _merged(down)
    if not columns or len(rows) > _MOST_RULES or len(columns) > _MOST_RULES:
        return []
    found = [frame for group in _groups(rows, columns) if (frame := _frame(*group)) is not None]
    return _joined(sorted(found, key=lambda frame: (frame.top, frame.xs[0])))


def without_border(drawing: Drawing, size: tuple[float, float], settings: TableSettings) -> Drawing:
    """A page's graphics without the four sides of a border around all of it, which no rule within reaches."""
    width, height = ((1 - 4 * settings.margin) * side for side in size)
    across = [rule for rule in drawing.across if rule.end - rule.start > width]
    down = [rule for rule in drawing.down if rule.end - rule.start > height]
    if len(across) < 2 or len(down) < 2:
        return drawing
    top, *_, bottom = sorted(across, key=lambda rule: rule.at)
    left, *_, right = sorted(down, key=lambda rule: rule.at)
    corners = (
        *((rule.start - left.at, rule.end - right.at) for rule in (top, bottom)),
        *((rule.start - top.at, rule.end - bottom.at) for rule in (left, right)),
    )
    sides = {id(rule) for rule in (top, bottom, left, right)}
    within = ((drawing.across, (left, right)), (drawing.down, (top, bottom)))
    inner = [(rule, beside) for rules, beside in within for rule in rules if id(rule) not in sides]
    ends = [abs(x - side.at) for rule, beside in inner for x in (rule.start, rule.end) for side in beside]
    if any(abs(apart) > SNAP for corner in corners for apart in corner) or any(apart < _TOUCH for apart in ends):
        return drawing
    return replace(
        drawing,
        across=[rule for rule in drawing.across if id(rule) not in sides],
        down=[rule for rule in drawing.down if id(rule) not in sides],
    )


def _joined(found: Sequence[Frame]) -> list[Frame]:
    """Frames of which those are made one that only a gap parts, as white rules between tinted cells leave."""
    beside = _stacked([_turned(frame) for frame in found])
    return _stacked([_turned(frame) for frame in beside])


def _stacked(found: Sequence[Frame]) -> list[Frame]:
    """Frames of which those are made one that stand below one another, with the same columns."""
    stacked: list[Frame] = []
    for frame in sorted(found, key=lambda f: (f.top, f.xs[0])):
        above = next((f for f in stacked if _same(f.xs, frame.xs) and abs(frame.top - f.bottom) <= _GAP), None)
        if above is None or len(frame.xs) < 3:
            stacked.append(frame)
            continue
        shift = len(above.ys) - 1
        slots = tuple(replace(s, row=s.row + shift, last_row=s.last_row + shift) for s in frame.slots)
        stacked[stacked.index(above)] = replace(above, ys=(*above.ys[:-1], *frame.ys), slots=above.slots + slots)
    return stacked


def _turned(frame: Frame) -> Frame:
    """A frame with its rows as columns."""
    slots = tuple(Slot(s.column, s.row, s.last_column, s.last_row) for s in frame.slots)
    return replace(frame, xs=frame.ys, ys=frame.xs, slots=slots)


def _same(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= SNAP for a, b in zip(one, other, strict=True))


def in_line(rules: Iterable[Rule]) -> list[list[Rule]]:
    """Rules that stand in one line, by where that is."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if lines and rule.at - lines[-1][0].at <= SNAP / 2:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return lines


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules in one line that touch or overlap become one."""
    merged = []
    for line in in_line(rules):
        at = sum(rule.at for rule in line) / len(line)
        merged += [Rule(at, *span) for span in united(((rule.start, rule.end) for rule in line), SNAP)]
    return merged


def _groups(rows: list[Rule], columns: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that are connected by meeting one another."""
    meets = (
        (i, j)
        for i, row in enumerate(rows)
        for j, column in enumerate(columns, start=len(rows))
        if row.start - SNAP <= column.at <= row.end + SNAP and column.start - SNAP <= row.at <= column.end + SNAP
    )
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, first in enumerate(_connected(len(rows) + len(columns), meets)):
        rule = rows[number] if number < len(rows) else columns[number - len(rows)]
        groups.setdefault(first, ([], []))[number >= len(rows)].append(rule)
    whole = [group for group in groups.values() if group[0] and group[1]]
    loose = [columns[0] for rows, columns in groups.values() if not rows]
    beside: list[list[Rule]] = []  # from and to the same height, as where a table goes on over all of a page
    for column in (column for column in loose if not _is_added(column, whole)):
        alike = [group for group in beside if _same((group[0].start, group[0].end), (column.start, column.end))]
        if not alike:
            beside.append([])
        (alike or beside)[-1].append(column)
    return whole + [([Rule(group[0].start, group[0].at, group[-1].at)], group) for group in beside if len(group) > 2]


def _connected(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each of some things the first of those that pairs connect it with, itself included."""
    first = list(range(count))

    def root(number: int) -> int:
        while first[number] != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    for pair in pairs:
        low, high = sorted(map(root, pair))
        first[high] = low
    return list(map(root, range(count)))


def _is_added(column: Rule, groups: Sequence[tuple[list[Rule], list[Rule]]]) -> bool:
    """Add a rule from top to bottom that meets none across to a group where it ends, or begins, with others, if any."""
    for rows, columns in groups:
        inside = min(row.start for row in rows) < column.at < max(row.end for row in rows)
        beside = [other for other in columns if other.start - SNAP < column.start and column.end < other.end + SNAP]
        same = [o for o in beside if abs(o.end - column.end) <= SNAP or abs(o.start - column.start) <= SNAP]
        if inside and len(same) > 1:
            columns.append(column)
            return True
    return False


def _frame(rows: list[Rule], columns: list[Rule]) -> Frame | None:
    ys = _edges([r.at for r in rows], [c.start for c in columns], [c.end for c in columns])
    xs = _edges([c.at for c in columns], [r.start for r in rows], [r.end for r in rows])
    height, width = len(ys) - 1, len(xs) - 1
    if not height or not width or height * width > _MOST_SQUARES:
        return None
    beside = [[rule for rule in columns if abs(rule.at - x) <= NARROWEST] for x in xs]
    below = [[rule for rule in rows if abs(rule.at - y) <= NARROWEST] for y in ys]
    squares = list(product(range(height), range(width)))
    pairs = []
    for n, (r, c) in enumerate(squares):
        if c + 1 < width and not _covered(beside[c + 1], ys[r], ys[r + 1]):
            pairs.append((n, n + 1))
        if r + 1 < height and not _covered(below[r + 1], xs[c], xs[c + 1]):
            pairs.append((n, n + width))
    members: dict[int, list[tuple[int, int]]] = {}
    for first, square in zip(_connected(len(squares), pairs), squares, strict=True):
        members.setdefault(first, []).append(square)
    slots = tuple(slot for held in members.values() for slot in _rectangles(held))
    return Frame(tuple(xs), tuple(ys), slots)


def _rectangles(squares: Sequence[tuple[int, int]]) -> Iterator[Slot]:
    """The cell that squares make, or where they make no rectangle, a cell a row."""
    rows, columns = sorted({r for r, _ in squares}), sorted({c for _, c in squares})
    if len(rows) * len(columns) == len(squares):
        yield Slot(rows[0], columns[0], rows[-1], columns[-1])
        return
    for row in rows:
        inside = sorted(c for r, c in squares if r == row)
        start = inside[0]
        for column, after in zip(inside, [*inside[1:], -1], strict=True):
            if after != column + 1:
                yield Slot(row, start, row, column)
                start = after


def _edges(ats: list[float], starts: list[float], ends: list[float]) -> list[float]:
    """Distinct places of rules, and where the rules across them begin and end if no rule stands there."""
    edges: list[float] = []
    for at in sorted(ats):
        if not edges or at - edges[-1] > NARROWEST:
            edges.append(at)
    low, high = min(starts), max(ends)
    if low < edges[0] - NARROWEST:
        edges.insert(0, low)
    if high > edges[-1] + NARROWEST:
        edges.append(high)
    return edges


def _covered(rules: list[Rule], start: float, end: float) -> bool:
    """Whether rules cover most of the way from start to end."""
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return covered >= 0.6 * (end - start)


def outermost(found: list[Frame]) -> list[Frame]:
    """Frames without those that lie within a cell of another."""
    return [
        frame
        for frame in found
        if not any(
            other is not frame
            and len(other.slots) > 1
            and other.holds(frame.xs[0], frame.top)
            and other.holds(frame.xs[-1], frame.bottom)
            for other in found
        )
    ]
