"""Rules that nobody drew: what areas leave of another on which they lie, as white cells do on a dark table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from extractor.load.pdf.drawing import SHORTEST, THIN, Area, Drawing, Rule

_MOST_AREAS = 2000  # on one ground: beyond this they are a picture
_MOST_GROUNDS = 40
_LEAST = 0.05  # points: areas nearer than this touch


def add_hairlines(drawing: Drawing) -> None:
    """Add what is seen between areas, and around them, where they lie on one of another colour, to the rules."""
    for ground, areas in _grounds(drawing.areas):
        drawing.across += _between(ground, areas)
        drawing.down += _between(_turned(ground), [_turned(area) for area in areas])


def _grounds(areas: Sequence[Area]) -> Iterator[tuple[Area, list[Area]]]:
    """Areas that others lie on, with those: each counts for the last of the larger ones that was drawn before it."""
    large: list[tuple[Area, list[Area]]] = []
    for area in areas:
        under = next((pair for pair in reversed(large) if _lies_on(area, pair[0])), None)
        if under is not None and under[0].colour != area.colour:
            under[1].append(area)
        if min(area.x1 - area.x0, area.bottom - area.top) > 2 * SHORTEST and len(large) < _MOST_GROUNDS:
            large.append((area, []))
    for ground, above in large:
        if 1 < len(above) <= _MOST_AREAS:
            yield ground, above


def _lies_on(area: Area, ground: Area) -> bool:
    beside = ground.x0 - _LEAST <= area.x0 and area.x1 <= ground.x1 + _LEAST
    return beside and ground.top - _LEAST <= area.top and area.bottom <= ground.bottom + _LEAST


def _turned(area: Area) -> Area:
    return Area(area.top, area.x0, area.bottom, area.x1, area.colour)


def _between(ground: Area, areas: Sequence[Area]) -> Iterator[Rule]:
    """Rules across between areas one below the other, and between them and the edges of their ground."""
    ordered = sorted(areas, key=attrgetter("top"))
    for area in ordered:
        below = area.bottom + _LEAST, area.bottom + THIN
        first = bisect_left(ordered, below[0], key=attrgetter("top"))
        last = bisect_right(ordered, below[1], key=attrgetter("top"))
        near = (other.top for other in ordered[first:last] if other.x0 < area.x1 and area.x0 < other.x1)
        after = next(near, ground.bottom if below[0] <= ground.bottom <= below[1] else None)
        if after is not None:
            yield Rule((area.bottom + after) / 2, area.x0, area.x1)
        if _LEAST <= area.top - ground.top <= THIN:
            yield Rule((area.top + ground.top) / 2, area.x0, area.x1)
