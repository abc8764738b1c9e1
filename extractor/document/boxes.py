"""Boxes: where words stand on their page, by the printed lines that they came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

__all__ = ["LineBox", "boxes_of", "widths_of"]

_CAPITAL, _OTHER = 0.68, 0.55


class _Widths(dict[str, float]):
    """How wide characters usually are, in parts of the size of the type."""

    def __missing__(self, character: str) -> float:
        self[character] = width = _CAPITAL if character.isupper() else _OTHER
        return width


_WIDTHS = _Widths(
    {
        **dict.fromkeys("ijlI'’‘.,:;|!•", 0.25),
        **dict.fromkeys('ftr()[]{}-/\\ "“”', 0.31),
        **dict.fromkeys("mwMW@%—", 0.86),
    }
)


class LineBox(NamedTuple):
    """Where words stand: a span of the text that is on one line of a page, within one cell or column, and its box.

    The box is in points from the top left of the page as it reads: of the page that is turned so that most of its
    words stand upright.
    """

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    def moved(self, by: int) -> LineBox:
        """The same box with its span so many characters further on."""
        return LineBox(self[0] + by, self[1] + by, *self[2:]) if by else self

    def spanning(self, start: int, end: int) -> LineBox:
        """The same box with another span."""
        return LineBox(start, end, *self[2:])

    def scaled(self, by: float) -> LineBox:
        """The same box in another unit, to a hundredth of it."""
        start, end, page, x0, top, x1, bottom = self
        return LineBox(
            start, end, page, round(by * x0, 2), round(by * top, 2), round(by * x1, 2), round(by * bottom, 2)
        )

    def part(self, start: int, end: int, words: str) -> LineBox:
        """The part of the box in which some of its words stand, estimated by how wide characters usually are.

        Args:
            start, end: the span asked for; what lies outside of the box's own is left out.
            words: all words of the box, `text[box.start:box.end]`.
        """
        start, end = max(start, self.start), min(end, self.end)
        if (start, end) == (self.start, self.end):
            return self
        if self.bottom - self.top > self.x1 - self.x0 and len(words) > 1:
            return self.spanning(start, end)  # words that run up or down the page
        ends = widths_of(words)
        room = (self.x1 - self.x0) / (ends[-1] or 1.0)
        first, last = start - self.start, end - self.start
        # An edge between words stands in the middle of the space between them.
        left = ends[first] - (_WIDTHS[" "] / 2 if first and words[first - 1].isspace() else 0.0)
        right = ends[last] + (_WIDTHS[" "] / 2 if words[last : last + 1].isspace() else 0.0)
        x0, x1 = round(self.x0 + room * left, 2), round(self.x0 + room * right, 2)
        return LineBox(start, end, self.page, x0, self.top, x1, self.bottom)


def boxes_of(lines: Sequence[LineBox], start: int, end: int, text: str) -> Iterator[LineBox]:
    """The boxes in which the words from `start` to `end` of a text stand, line by line.

    Args:
        lines: the lines of the whole text, sorted by `start` and apart from one another.
        start, end: offsets into the text.
        text: the text.
    """
    first = max(0, bisect_right(lines, start, key=lambda line: line.start) - 1)
    for line in lines[first:]:
        if line.start >= end:
            return
        if line.end > start:
            yield line.part(start, end, text[line.start : line.end])


def widths_of(words: str) -> list[float]:
    """How wide words are up to each of their characters and behind the last, in parts of the size of the type."""
    return [0.0, *accumulate(map(_WIDTHS.__getitem__, words))]
