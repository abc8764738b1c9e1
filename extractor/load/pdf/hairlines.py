"""Rules that nobody drew: what areas leave of what they lie on, as white cells do on a dark table, or on paper."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from operator import attrgetter

from extractor.load.pdf.drawing import THIN, Area, Drawing, Rule
from extractor.load.pdf.tables.edges import is_tint


def add_hairlines(drawing: Drawing) -> None:
    """Add what is seen between areas, and around them, where they lie on one of another colour, to the rules.

    Where areas side by side and below one another cover it as tiles do, they are cells, and their sides are rules.
    """
    for ground, areas in _grounds(drawing.areas):
        if _are_tiles(ground, areas):
            drawing.across += [Rule(y, area.x0, area.x1) for area in areas for y in (area.top, area.bottom)]
            drawing.down += [Rule(x, area.top, area.bottom) for area in areas for x in (area.x0, area.x1)]
            continue
        drawing.across += _between(ground, areas)
        drawing.down += _between(_turned(ground), [_turned(area) for area in areas])
    drawing.across += _ends_of_bands(drawing.areas)
    for cell in _white_cells(drawing.areas):
        drawing.across += [Rule(y, cell.x0, cell.x1) for y in (cell.top, cell.bottom)]
        drawing.down += [Rule(x, cell.top, cell.bottom) for x in (cell.x0, cell.x1)]


def _white_cells(areas: Sequence[Area]) -> list[Area]:
    """White areas with hairlines between them, side by side and one below the other: the cells of a table."""
    white = [area for area in areas if not is_tint(area)]
    beside = _near(white)
    cells = [_turned(area) for area in _near([_turned(area) for area in beside])]
    lefts, rights = {round(cell.x0, 1) for cell in cells}, {round(cell.x1, 1) for cell in cells}
    edges = sorted(y for cell in cells for y in (cell.top, cell.bottom))
    known = {(cell.x0, cell.top) for cell in cells}
    for area in white:  # of one cell over several columns
        if round(area.x0, 1) not in lefts or round(area.x1, 1) not in rights or (area.x0, area.top) in known:
            continue
        ends = ((area.top - THIN, area.top), (area.bottom, area.bottom + THIN))
        if any(bisect_left(edges, low) < bisect_right(edges, high) for low, high in ends):
            cells.append(area)
    return cells


def _ends_of_bands(areas: Sequence[Area]) -> Iterator[Rule]:
    """The outer sides of white areas side by side above or below tinted ones as wide: the first or last of bands."""
    sides = {_side(area, y) for area in areas if is_tint(area) for y in (area.top, area.bottom)}
    rows: dict[tuple[float, float], list[Area]] = {}
    for area in areas:
        if not is_tint(area):
            rows.setdefault((area.top, area.bottom), []).append(area)
    for (top, bottom), row in rows.items():
        inner = [all(_side(area, y) in sides for area in row) for y in (top, bottom)]
        if len(row) > 1 and inner[0] != inner[1]:
            yield from (Rule(bottom if inner[0] else top, area.x0, area.x1) for area in row)


def _side(area: Area, y: float) -> tuple[float, float, float]:
    return round(area.x0, 1), round(area.x1, 1), round(y, 1)


def _near(areas: Sequence[Area]) -> list[Area]:
    """Areas of one height that have another beside them, with a hairline between."""
    found: dict[int, Area] = {}
    levels: dict[tuple[float, float], list[Area]] = {}
    for area in areas:
        levels.setdefault((round(area.top, 1), round(area.bottom, 1)), []).append(area)
    for level in levels.values():
        level.sort(key=attrgetter("x0"))
        for one, two in pairwise(level):
            if _behind(one.x1) <= two.x0 <= one.x1 + THIN:
                found.update({id(one): one, id(two): two})
    return list(found.values())


def _grounds(areas: Sequence[Area]) -> Iterator[tuple[Area, list[Area]]]:
    """Areas that several others of another colour lie on, with those."""
    nested: list[tuple[Area, list[Area]]] = []  # each lies on the one before it
    for area in areas:
        while nested and not _lies_on(area, nested[-1][0]):
            ground, above = nested.pop()
            if len(above) > 1:
                yield ground, above
        if nested and nested[-1][0].colour != area.colour:
            nested[-1][1].append(area)
        nested.append((area, []))
    yield from ((ground, above) for ground, above in nested if len(above) > 1)


def _lies_on(area: Area, ground: Area) -> bool:
    beside = ground.x0 - THIN <= area.x0 and area.x1 <= ground.x1 + THIN
    return beside and ground.top - THIN <= area.top and area.bottom <= ground.bottom + THIN


def _are_tiles(ground: Area, areas: Sequence[Area]) -> bool:
    """Whether areas make rows from side to side of their ground, each right below the one before, some of several."""
    rows: dict[tuple[float, float], list[Area]] = {}
    for area in areas:
        rows.setdefault((round(area.top, 1), round(area.bottom, 1)), []).append(area)
    edge = ground.top
    for (top, bottom), row in sorted(rows.items()):
        row.sort(key=attrgetter("x0"))
        sides = [ground.x0, *(x for area in row for x in (area.x0, area.x1)), ground.x1]
        if abs(top - edge) > THIN or any(abs(a - b) > THIN for a, b in zip(sides[::2], sides[1::2], strict=True)):
            return False
        edge = bottom
    return any(len(row) > 1 for row in rows.values())


def _turned(area: Area) -> Area:
    return Area(area.top, area.x0, area.bottom, area.x1, area.colour)


def _between(ground: Area, areas: Sequence[Area]) -> Iterator[Rule]:
    """Rules across between areas one below the other, and between them and the edges of their ground."""
    ordered = sorted(areas, key=attrgetter("top"))
    for area in ordered:
        first = bisect_right(ordered, _behind(area.bottom), key=attrgetter("top"))
        near = islice(ordered, first, first + 64)  # more cells side by side make no table
        tops = [other.top for other in near if other.x0 < area.x1 and area.x0 < other.x1]
        for one, two in ((area.bottom, min([*tops, ground.bottom])), (ground.top, area.top)):
            if _behind(one) <= two <= one + THIN:
                yield Rule((one + two) / 2, area.x0, area.x1)


def _behind(edge: float) -> float:
    """Where something may begin that does not touch an edge: further off than places are rounded, to a twentieth of a
    point."""
    return edge + THIN / 40
