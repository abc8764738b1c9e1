"""From PDF units, which count from the bottom left of an unturned page, to points from the top left as it reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

_PAPER = (480.0, 1600.0)  # points: the longer side of A5 to A2
_A4 = 841.9


@dataclass(frozen=True)
class View:
    """How a page is looked at: its box in PDF units, and the quarter turns clockwise after which it reads.

    A page whose box is much smaller or larger than paper counts in units of its own, and is looked at as if it were A4.
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @cached_property
    def scale(self) -> float:
        """Points a unit."""
        longest = max(self.right - self.left, self.top - self.bottom)
        return 1.0 if _PAPER[0] <= longest <= _PAPER[1] else _A4 / max(longest, 1.0)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, as it reads."""
        width, height = self.scale * (self.right - self.left), self.scale * (self.top - self.bottom)
        return (height, width) if self.turn in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """PDF units become points from the top left."""
        if self.turn == 90:
            across, down = y - self.bottom, x - self.left
        elif self.turn == 180:
            across, down = self.right - x, y - self.bottom
        elif self.turn == 270:
            across, down = self.top - y, self.right - x
        else:
            across, down = x - self.left, self.top - y
        return self.scale * across, self.scale * down

    def rectangle(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A rectangle as (x0, top, x1, bottom)."""
        if self.turn == 0 and self.scale == 1.0 and left <= right and bottom <= top:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        (xa, ya), (xb, yb) = self.point(left, bottom), self.point(right, top)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)
