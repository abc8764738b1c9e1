"""The graphics of a page: rules, tinted areas and icons, in points from the top left.

Rules are straight lines however they are drawn: stroked, as thin filled rectangles, or as the sides of a frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

THIN = 3.0  # points: a filled rectangle no thicker than this is a rule
SHORTEST = 6.0  # points: rules shorter than this are corners and dashes of others
Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at `at` across its direction, from `start` to `end` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in one colour, `#rrggbb`: a tint behind words, or an icon among them."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: str

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies within."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(slots=True)
class Drawing:
    """Graphics of a page. `across` are horizontal rules (at = y), `down` vertical ones (at = x)."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    icons: list[Area] = field(default_factory=list)
    dashes: list[Rule] = field(default_factory=list)  # across, too short for rules
    dots: list[Area] = field(default_factory=list)  # too small for icons: bullets, if anything
    grounds: list[Area] = field(default_factory=list)  # dark shapes and pictures, by their bounds

    def sides(self) -> list[Rule]:
        """The left and right sides of its areas, as rules from top to bottom."""
        return [Rule(x, area.top, area.bottom) for area in self.areas for x in (area.x0, area.x1)]

    def add_outline(self, corners: Sequence[Point], colour: str, stroked: bool) -> None:
        """Add what a path draws: a rectangle is an area or, if thin, a rule; the sides of a stroked outline are rules.

        It is filled with `colour`, empty for none; `stroked` says whether its lines are drawn.
        """
        x0, top, x1, bottom = _around(corners)
        if min(x1 - x0, bottom - top) <= THIN:
            self.add_rule(x0, top, x1, bottom)
            return
        straight = all(abs(xa - xb) < 1 or abs(ya - yb) < 1 for (xa, ya), (xb, yb) in pairwise(corners))
        if colour and straight and 4 <= len(corners) <= 6:
            self.areas.append(Area(x0, top, x1, bottom, colour))
        if stroked and straight:
            for (xa, ya), (xb, yb) in pairwise(corners):
                self.add_rule(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))

    def add_rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Add a thin rectangle as the rule that it is, if it is long enough."""
        if x1 - x0 >= SHORTEST and bottom - top <= THIN:
            self.across.append(Rule((top + bottom) / 2, x0, x1))
        elif x1 - x0 > 2 * (bottom - top) and bottom - top <= THIN:
            self.dashes.append(Rule((top + bottom) / 2, x0, x1))
        elif bottom - top >= SHORTEST and x1 - x0 <= THIN:
            self.down.append(Rule((x0 + x1) / 2, top, bottom))


@cache
def brightness(colour: str) -> float:
    """How bright a colour is to the eye: 0 for black, 255 for white."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue


def frame_sides(one: Sequence[Point], other: Sequence[Point]) -> list[Box]:
    """The four sides of a thin frame that is filled between two rectangles; none where it is no frame."""
    (x0, top, x1, bottom), (left, low, right, high) = sorted((_around(one), _around(other)))
    sides = [(x0, top, x1, low), (x0, high, x1, bottom), (x0, top, left, bottom), (right, top, x1, bottom)]
    thick = (low - top, bottom - high, left - x0, x1 - right)
    return sides if all(0 < width <= THIN for width in thick) else []


def _around(corners: Sequence[Point]) -> Box:
    """The rectangle around an outline."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
