"""Words, rules and tints become tables."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.load.normalise import squeeze
from extractor.load.pdf.drawing import Drawing, Rule
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.bands import Zone
from extractor.load.pdf.tables.columns import stretches
from extractor.load.pdf.tables.edges import is_tint, merged_edges
from extractor.load.pdf.tables.frame import Frame, Slot, Span
from extractor.load.pdf.tables.grid import grid
from extractor.load.pdf.tables.labels import with_labels
from extractor.load.pdf.tables.lattice import NARROWEST, SNAP, frames, in_line, outermost, without_border
from extractor.load.pdf.tables.pieces import is_bold
from extractor.load.pdf.tables.ruled import refined
from extractor.load.pdf.tables.zones import zones
from extractor.load.pdf.words.runs import Run
from extractor.load.shapes import is_caption


def find(
    drawing: Drawing, runs: Sequence[Run], size: tuple[float, float], running: Collection[Rule], settings: TableSettings
) -> list[Frame]:
    """Frames of a page: of tables, and of boxes.

    `running` are its rules that are furniture.
    """
    drawing = without_border(drawing, size, settings)
    ruled = frames(drawing.across, [*drawing.down, *_between_tints(drawing, settings)])
    places = [run.middle for run in runs] + [icon.middle for icon in drawing.icons] if ruled else []
    drawn = [_without_sides(frame, places, drawing.across) for frame in ruled]
    drawn = list(_parted(drawn, drawing))
    drawn = [with_labels(frame, runs, drawn, settings) for frame in drawn]
    layouts = [f for f in drawn if _is_layout(f, size, settings)]
    whole = outermost([f for f in drawn if f not in layouts])
    beside = [f for layout in layouts for f in _beside_main_cell(layout, drawing)]
    whole += [f for f in beside if not any(_meet(f, other) for other in whole)]
    grids = [f for f in whole if len(f.xs) > 2]
    loose = [rule for rule in drawing.across if not any(f.holds((rule.start + rule.end) / 2, rule.at) for f in grids)]
    parts = [f for f in grids if _goes_on(f, loose) or _is_head(f, runs)]
    found = [_with_inner(f, drawn, runs, drawing, settings) for f in grids if f not in parts]
    ends = list(_open_ends(drawing, whole, runs))
    closed = replace(drawing, across=[*drawing.across, *ends])
    for zone in zones(closed, runs, found, running, settings):
        apart = [f for f in (*found, *whole) if len(f.xs) == 2 or f in found]
        apart = [f for f in apart if zone.bottom < f.top + NARROWEST or f.bottom - NARROWEST < zone.top]
        near = [run for run in runs if zone.x0 - 2 <= (run.x0 + run.x1) / 2 <= zone.x1 + 2]
        near = [run for run in near if not any(f.holds(*run.middle) for f in apart)]
        frame = grid(zone, near, drawing.areas, settings)
        boxed = any(abs(f.top - zone.top) + abs(f.bottom - zone.bottom) <= NARROWEST for f in whole)
        goes_on = any(min(abs(end.at - zone.top), abs(end.at - zone.bottom)) <= NARROWEST for end in ends)
        if frame is None or (len(frame.ys) == 2 and not goes_on and not _is_wide(zone, settings, boxed)):
            continue
        if not any(_meet(frame, other) for other in found):
            found.append(frame)
    rest = [refined(f, [run for run in runs if f.holds(*run.middle)], drawing, settings) for f in parts]
    found += [frame for frame in rest if not any(_meet(frame, other) for other in found)]
    return [*found, *(f for f in whole if len(f.xs) == 2)]


def _between_tints(drawing: Drawing, settings: TableSettings) -> list[Rule]:
    """Where tints of two colours touch side by side in several rows, or in line with rules from top to bottom: no rule
    need be drawn between such cells."""
    tints = sorted((area for area in drawing.areas if is_tint(area)), key=lambda area: area.x0)
    lefts = [area.x0 for area in tints]
    found: list[Rule] = []
    for one in tints:
        for other in tints[bisect_left(lefts, one.x1 - SNAP) : bisect_right(lefts, one.x1 + SNAP)]:
            top, bottom = max(one.top, other.top), min(one.bottom, other.bottom)
            if one.colour != other.colour and top < bottom:
                found.append(Rule(one.x1, top, bottom))
    several = [line for line in in_line(found) if len(line) >= settings.figure_rows]
    known = sorted([*(rule.at for rule in drawing.down), *(line[0].at for line in several)])
    return [r for r in found if bisect_left(known, r.at - SNAP) < bisect_right(known, r.at + SNAP)]


def _with_inner(
    frame: Frame, drawn: Sequence[Frame], runs: Sequence[Run], drawing: Drawing, settings: TableSettings
) -> Frame:
    """A ruled grid with its rows, and with the tables that stand within its cells, whose words make no rows of it."""
    held = [run for run in runs if frame.holds(*run.middle)]
    inner = [f for f in drawn if f is not frame and frame.around(f) is not None and _is_table(f, held)]
    inner = outermost(inner)
    own = [run for run in held if not any(f.holds(*run.middle) for f in inner)]
    if not any(run.text.strip() for run in own):
        return refined(frame, held, drawing, settings)
    return replace(refined(frame, own, drawing, settings), inner=tuple(inner))


def _is_table(frame: Frame, runs: Sequence[Run]) -> bool:
    """Whether a grid of several rows and columns has words in most of its cells, and in the first of each row."""
    if min(len(frame.xs), len(frame.ys)) <= 2:
        return False
    owners = frame.owners()
    places = [run.middle for run in runs if run.text.strip() and frame.holds(*run.middle)]
    filled = {owners[frame.cell(*place)] for place in places}
    return 2 * len(filled) > len(frame.slots) and {s.row for s in filled if not s.column} == {
        s.row for s in frame.slots
    }


def _open_ends(drawing: Drawing, boxes: Sequence[Frame], runs: Sequence[Run]) -> Iterator[Rule]:
    """Where a box that goes on on another page has no rule: at its top, or right below its last words."""
    for box in (frame for frame in boxes if len(frame.xs) == 2):
        x0, x1 = box.xs
        near = [rule for rule in drawing.across if rule.start <= x0 + NARROWEST and x1 - NARROWEST <= rule.end]
        words = max((run.bottom + run.size / 2 for run in runs if box.holds(*run.middle)), default=box.bottom)
        for y, end in ((box.top, box.top), (box.bottom, min(words, box.bottom))):
            if not any(abs(rule.at - y) <= NARROWEST for rule in near):
                yield Rule(end, x0, x1)


def _goes_on(frame: Frame, loose: Sequence[Rule]) -> bool:
    """Whether a grid of one or two rows may be part of a table whose other rows have rules across only, of no grid."""
    x0, x1 = frame.xs[0], frame.xs[-1]
    return len(frame.ys) < 4 and any(abs(r.start - x0) <= NARROWEST and r.end <= x1 + NARROWEST for r in loose)


def _is_head(frame: Frame, runs: Sequence[Run]) -> bool:
    """Whether a grid is a row or two in bold, as the head of rows that no rule parts."""
    return len(frame.ys) < 4 and is_bold([run for run in runs if frame.holds(*run.middle)])


def _without_sides(frame: Frame, places: Sequence[tuple[float, float]], across: Sequence[Rule]) -> Frame:
    """A grid without an outer column that no rule crosses and in which nothing stands: a box is drawn around it."""
    width = len(frame.xs) - 1
    if width < 3:
        return frame
    inside = [rule for rule in across if frame.top + NARROWEST < rule.at < frame.bottom - NARROWEST]
    filled = {frame.cell(*place)[1] for place in places if frame.holds(*place)}
    free = [
        not any(r.start < sum(side) / 2 < r.end for r in inside)
        if inside
        else 2 * (side[1] - side[0]) < min(b - a for a, b in pairwise(frame.xs[1:-1]))
        for side in (frame.xs[:2], frame.xs[-2:])
    ]
    first, end = int(free[0] and 0 not in filled), width - int(free[1] and width - 1 not in filled)
    slots = [
        replace(s, column=max(0, s.column - first), last_column=min(s.last_column, end - 1) - first)
        for s in frame.slots
        if s.last_column >= first and s.column < end
    ]
    return replace(frame, xs=frame.xs[first : end + 1], slots=tuple(slots))


def _parted(found: Sequence[Frame], drawing: Drawing) -> Iterator[Frame]:
    """Grids with an edge between two rows where shading ends from side to side, or rules between columns begin."""
    sides = [Rule(y, area.x0, area.x1) for area in drawing.areas if is_tint(area) for y in (area.top, area.bottom)]
    edges = merged_edges(sides)
    for frame in found:
        places = [e.at for e in edges if e.start < frame.xs[0] + SNAP and frame.xs[-1] - SNAP < e.end]
        down = [r for r in drawing.down if frame.top - SNAP <= r.start < frame.bottom]
        begin = [min((r.start for r in down if abs(r.at - x) <= SNAP), default=frame.top) for x in frame.xs[1:-1]]
        yield _with_rows(frame, [*places, *(y for y in begin if y < frame.ys[1])])


def _with_rows(frame: Frame, places: Sequence[float]) -> Frame:
    """A grid with more edges of rows."""
    ys = list(frame.ys)
    for y in places if len(frame.xs) > 2 else ():
        if frame.top < y < frame.bottom and min(abs(y - at) for at in ys) > NARROWEST:
            ys.append(y)
    ys.sort()
    if len(ys) == len(frame.ys):
        return frame
    first = [bisect_left(ys, y) for y in frame.ys]
    slots = []
    for slot in frame.slots:
        rows = range(first[slot.row], first[slot.last_row + 1])
        if slot.row == slot.last_row:
            slots += [replace(slot, row=row, last_row=row) for row in rows]
        else:
            slots.append(replace(slot, row=rows[0], last_row=rows[-1]))
    return replace(frame, ys=tuple(ys), slots=tuple(sorted(slots, key=lambda s: (s.row, s.column))))


def _is_layout(frame: Frame, size: tuple[float, float], settings: TableSettings) -> bool:
    """Whether a frame parts a page, not a table: it is large, and one of its cells is nearly all of it."""
    width, height = frame.xs[-1] - frame.xs[0], frame.ys[-1] - frame.ys[0]
    if len(frame.xs) < 3 or width * height < settings.layout * size[0] * size[1]:
        return False
    return _area(frame, _main_cell(frame)) > settings.main_cell * width * height


def _main_cell(frame: Frame) -> Slot:
    """The largest cell of a frame."""
    return max(frame.slots, key=lambda slot: _area(frame, slot))


def _area(frame: Frame, slot: Slot) -> float:
    width = frame.xs[slot.last_column + 1] - frame.xs[slot.column]
    return width * (frame.ys[slot.last_row + 1] - frame.ys[slot.row])


def _beside_main_cell(frame: Frame, drawing: Drawing) -> Iterator[Frame]:
    """Frames of the rows of several cells that stand above and below the cell that is nearly all of a layout."""
    main = _main_cell(frame)
    for top, bottom in ((frame.top, frame.ys[main.row]), (frame.ys[main.last_row + 1], frame.bottom)):
        if bottom - top > NARROWEST:
            across = [rule for rule in drawing.across if top - NARROWEST <= rule.at <= bottom + NARROWEST]
            down = [rule for rule in drawing.down if rule.start < bottom and rule.end > top]
            yield from frames(across, down)


def _meet(one: Frame, other: Frame) -> bool:
    """Whether two frames overlap."""
    beside = one.xs[0] < other.xs[-1] and other.xs[0] < one.xs[-1]
    return beside and one.top < other.bottom and other.top < one.bottom


def _is_wide(zone: Zone, settings: TableSettings, boxed: bool) -> bool:
    """Whether a row between two rules, alone, is a table: a head drawn cell by cell, or cells that stand far apart.

    The rules are near to it, unless they are those of a box around it, or the sides of cells part its words.
    """
    if len(zone.verticals) > 1 and is_bold(zone.bands[0].runs):
        return True
    if zone.verticals and all(run.x1 < min(zone.verticals) for run in zone.bands[0].runs):
        return True  # a label alone
    covered = stretches(zone.bands[0].runs, settings.gutter)
    gaps = [b[0] - a[1] for a, b in pairwise(covered)]
    if is_caption(squeeze(" ".join(run.text for run in zone.bands[0].runs))):
        return False
    room = zone.bands[0].slack - zone.bands[0].leading
    near = boxed or bool(zone.verticals) or room < settings.roomy * zone.bands[0].size
    return bool(gaps) and near and (max(gaps) > 3 * zone.bands[0].size or _is_beside(zone, covered, settings))


def _is_beside(zone: Zone, covered: Sequence[Span], settings: TableSettings) -> bool:
    """Whether a few words of one line stand beside words of several lines, all of which end before them."""
    lines = [[run for run in line if run.text.strip()] for line in zone.bands[0].lines]
    beside = [[run for run in line if run.x0 >= covered[-1][0]] for line in lines]
    words = [run.text for line in beside for run in line]
    several = sum(len(line) > len(right) for line, right in zip(lines, beside, strict=True))
    brief = len(" ".join(words).split()) <= settings.brief
    return len(covered) == 2 and several > 2 and sum(map(bool, beside)) == 1 and brief
