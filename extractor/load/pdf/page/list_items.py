"""Lines that open list items: by a mark, a number or a letter, also where that reaches to the words behind it.

In goes a line, out comes its item, or none; a number is told from one that only happens to begin a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from extractor.document import Kind
from extractor.load import shapes
from extractor.load.normalise import BULLETS
from extractor.load.pdf.settings import PageSettings
from extractor.load.pdf.words.lines import Line
from extractor.load.words import Words

_LABEL = regex.compile(r"\d{1,3}[.)]|\([a-z]{1,4}\)")
_GLUED = regex.compile(r"(?:\d{1,3}[.)]|\((?:\d{1,3}|[a-z]|[ivx]{2,4})\))(?=\p{L})")
_FIRST_LABELS = ("1.", "1)", "(1)", "(a)", "(i)")
_LETTER = regex.compile(r"([a-z]|[ivx]{2,4})\.\s+(?=\S)")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_FIRST_LETTERS = ("a", "i")


@dataclass(slots=True)
class Item:
    """How a line opens a list item: marker, where its words begin in points, and the words."""

    kind: Kind
    marker: str
    x0: float
    text_x: float
    words: Words


@dataclass(slots=True)
class Lists:
    """Indentation of the list that is open, and the letters that can come next; kept from page to page: lists go on.

    `last` is its last item. `left` is where the outermost items of the strip read last stand, `in_column` whether that
    was the right column.
    """

    indents: list[float] = field(default_factory=list)
    letters: tuple[str, ...] = ()
    last: Item | None = None
    left: float | None = None
    in_column: bool = False

    def move(self, blocks: Sequence[object], shifts: bool) -> None:
        """Begin a strip; one that `shifts` stands in another column than that before, and so does the list."""
        left = min((b.x0 for b in blocks if isinstance(b, Line) and opens_item(b)), default=None)
        if shifts and left is not None and self.left is not None:
            self.indents = [x + left - self.left for x in self.indents]
        self.left = left if left is not None else self.left

    def level(self, x: float, room: float) -> int:
        """Depth of an item whose marker stands at `x`, give or take some room."""
        while self.indents and x < self.indents[-1] - room:
            self.indents.pop()
        if not self.indents or x > self.indents[-1] + room:
            self.indents.append(x)
        return len(self.indents) - 1


def item_of(line: Line, inside: bool, settings: PageSettings) -> Item | None:
    """The list item that a line opens, if it does; `inside` a paragraph, a number may only happen to begin it."""
    first = line.runs[0]
    glyph = first.text.strip()
    rest = line.runs[1:]
    if rest and len(glyph) == 1 and (glyph in BULLETS or (first.symbol and not glyph.isalnum())):
        words = line.spell(rest)
        inner = shapes.item(words.text)
        if inner and inner.kind is Kind.NUMBERED:
            return Item(Kind.NUMBERED, inner.marker, first.x0, rest[0].x0, words.cut(inner.start))
        return Item(Kind.BULLET, glyph, first.x0, rest[0].x0, words)
    words = line.words
    found = shapes.item(words.text)
    if found is None and rest and _LABEL.fullmatch(glyph):
        words = line.spell(rest)  # the number reaches to the words: "10.The"
        words = words.behind(glyph)
        found = shapes.item(words.text)
    if found is None or (line.style.bold and found.kind is Kind.NUMBERED):
        return None
    twice = found.dashed and found.kind is Kind.NUMBERED and rest and len(glyph) == 1  # "– (ii) The"
    end, text_x = (first.x1, rest[0].x0) if twice else _behind(line, found.marker)
    gap = text_x - end
    if found.marker in ("*", "+") or (found.marker in "-–o" and gap < settings.marker * line.size):
        return None
    if inside and found.kind is Kind.NUMBERED and gap < settings.marker * line.size:
        return None
    return Item(found.kind, found.marker, line.x0, text_x, words.cut(found.start))


def _behind(line: Line, marker: str) -> tuple[float, float]:
    """Where a marker ends and the words behind it begin; both where the line begins if one run holds them."""
    left = len(marker)
    for run, behind in pairwise(line.runs):
        left -= len(run.text.strip())
        if left <= 0:
            return (run.x1, behind.x0) if left >= -1 else (line.x0, line.x0)
    return line.x0, line.x0


def lettered(line: Line, lists: Lists) -> Item | None:
    """The part of a list item that a line opens with a letter: the first of its parts, or the next."""
    words = line.words
    found = _LETTER.match(words.text)
    if not found or line.style.bold:
        return None
    if found[1] not in lists.letters and not (found[1] in _FIRST_LETTERS and lists.indents):
        return None
    lists.letters = _after(found[1])
    return Item(Kind.NUMBERED, found[0].strip(), line.x0, _behind(line, found[0].strip())[1], words.cut(found.end()))


def glued(line: Line, below: Sequence[Line], lists: Lists) -> Item | None:
    """The item that a line opens with a label that reaches to its words: the next of the list, where that stands, or
    the first of one whose next stands below."""
    words = line.words
    found = _GLUED.match(words.text)
    if not found or line.style.bold:
        return None
    last = lists.last
    if last is not None and found[0] in _next_labels(last.marker) and abs(line.x0 - last.x0) <= line.size:
        return Item(Kind.NUMBERED, found[0], line.x0, last.text_x, words.cut(found.end()))
    begins = found[0] in _FIRST_LABELS and any(
        other.text.startswith(_next_labels(found[0])) and abs(other.x0 - line.x0) <= line.size for other in below
    )
    return Item(Kind.NUMBERED, found[0], line.x0, line.x0, words.cut(found.end())) if begins else None


def _next_labels(label: str) -> tuple[str, ...]:
    """The labels that can follow one: `(iv)` and none else behind `(iii)`."""
    inner = label.strip("().")
    following = (str(int(inner) + 1),) if inner.isdecimal() else _after(inner) if inner.isalpha() else ()
    return tuple(label.replace(inner, other) for other in following)


def _after(letter: str) -> tuple[str, ...]:
    """What can follow a letter, as a letter or as a Roman numeral."""
    place = _ROMAN.index(letter) + 1 if letter in _ROMAN else 0
    return (*((chr(ord(letter) + 1),) if len(letter) == 1 else ()), *_ROMAN[place : place + 1])


def opens_item(line: Line, settings: PageSettings | None = None) -> bool:
    """Whether a line opens a list item."""
    return item_of(line, False, settings or PageSettings()) is not None
