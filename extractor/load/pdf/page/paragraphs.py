"""Lines of a region become headings, paragraphs and list items.

In go the lines of a page, column or box from top to bottom, out come drafts in the same order. A line goes on
from the one above if it is set alike, follows at the document's line pitch, and the line above was full: had its next
word fitted, the break was meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import regex

from extractor.document import Kind, Style
from extractor.load import shapes
from extractor.load.draft_blocks import Draft, Place
from extractor.load.normalise import BULLETS
from extractor.load.pdf.page.typography import Typography
from extractor.load.pdf.settings import PageSettings
from extractor.load.pdf.words.lines import Line
from extractor.load.words import Words

_OPEN = regex.compile(r"(?:[,–—-]|\b(?:a|an|and|at|by|for|from|in|of|on|or|that|the|their|to|which|with))$", regex.I)
_LABEL = regex.compile(r"\d{1,3}[.)]|\([a-z]{1,4}\)")
_GLUED = regex.compile(r"(?:\d{1,3}[.)]|\((?:\d{1,3}|[a-z]|[ivx]{2,4})\))(?=\p{L})")
_FIRST_LABELS = ("1.", "1)", "(1)", "(a)", "(i)")
_REFERENCE = regex.compile(r"([A-Z]{1,3})(\d{1,3})[.:]?")
_LETTER = regex.compile(r"([a-z]|[ivx]{2,4})\.\s+(?=\S)")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_FIRST_LETTERS = ("a", "i")


@dataclass(slots=True)
class _Item:
    """How a line opens a list item: marker, where its words begin in points, and the words."""

    kind: Kind
    marker: str
    x0: float
    text_x: float
    words: Words


@dataclass(slots=True)
class _Open:
    """A block that lines are being added to."""

    kind: Kind
    lines: list[Line]
    words: list[Words]
    marker: str = ""
    level: int = 0
    text_x: float = 0.0


@dataclass(slots=True)
class Lists:
    """Indentation of the list that is open, and the letters that can come next; kept from page to page: lists go on.

    `last` is its last item. `left` is where the outermost items of the strip read last stand, `in_column` whether that
    was the right column.
    """

    indents: list[float] = field(default_factory=list)
    letters: tuple[str, ...] = ()
    last: _Item | None = None
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


def lay_out(lines: Sequence[Line], right: float, typography: Typography, page: int, lists: Lists) -> list[Draft]:
    """Blocks of a region.

    Args:
        lines: its lines from top to bottom, page furniture left out.
        right: how far its lines can reach, in points from the left.
        typography: how the document is set.
        page: page number for the drafts.
        lists: the list left open above; changed in place.
    """
    typography = typography.within(lines)
    full = _full(lines, right, typography)
    blocks: list[_Open] = []
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else None
        inside = above is not None and typography.follows(above, line) and _is_inside(blocks[-1], above, line)
        item = (
            _item(line, inside, typography.settings)
            or _lettered(line, lists)
            or _glued(line, lines[number + 1 :], lists)
        )
        if item and item.kind is Kind.NUMBERED and typography.stands_out(line):
            item = None  # the number of a heading
        if item is None and above is not None and _goes_on(blocks[-1], above, line, full[number - 1], typography):
            blocks[-1].lines.append(line)
            blocks[-1].words.append(line.words)
        elif item is not None:
            level = lists.level(item.x0, line.size / 2)
            lists.last = item
            blocks.append(_Open(item.kind, [line], [item.words], item.marker, level, item.text_x))
        else:
            kind = Kind.HEADING if typography.stands_out(line) else Kind.PARAGRAPH
            if not (lists.indents and line.x0 > lists.indents[0] + line.size / 2):
                lists.indents.clear()
            blocks.append(_Open(kind, [line], [line.words], text_x=line.x0))
    return [_draft(block, typography, page) for block in blocks]


def _full(lines: Sequence[Line], right: float, typography: Typography) -> list[bool]:
    """For each line, whether the first word of the next would not have fitted behind it."""
    full = [True] * len(lines)
    fits = partial(_fits, spare=typography.settings.spare)
    left = min((line.x0 for line in lines), default=0.0)
    start = 0
    for number in range(1, len(lines) + 1):
        if number < len(lines) and typography.follows(lines[number - 1], lines[number]):
            continue
        group = lines[start:number]
        edge = right
        inner = max(line.x1 for line in group)
        wide = len(group) > 2 and inner - min(line.x0 for line in group) > right / 2
        ragged = any(fits(a, b, inner) or not fits(a, b, right) for a, b in pairwise(group))
        indent = min(line.x0 for line in group) - left
        if wide and not ragged:
            edge = inner  # set narrower than the body
        elif indent > group[0].size and inner <= right - indent + group[0].size / 2:
            edge = right - indent  # a quotation, indented on both sides
        for offset, (a, b) in enumerate(pairwise(group)):
            full[start + offset] = not fits(a, b, edge)
        start = number
    return full


def _fits(above: Line, below: Line, edge: float, spare: float) -> bool:
    """Whether the first word of the line below would have fitted behind the line above, with room to spare."""
    room = (1 if above.is_closed else spare) * above.size
    return below.first_word > 0 and above.x1 + below.first_word + room < edge


def _item(line: Line, inside: bool, settings: PageSettings) -> _Item | None:
    """The list item that a line opens, if it does; `inside` a paragraph, a number may only happen to begin it."""
    first = line.runs[0]
    glyph = first.text.strip()
    rest = line.runs[1:]
    if rest and len(glyph) == 1 and (glyph in BULLETS or (first.symbol and not glyph.isalnum())):
        words = line.spell(rest)
        inner = shapes.item(words.text)
        if inner and inner.kind is Kind.NUMBERED:
            return _Item(Kind.NUMBERED, inner.marker, first.x0, rest[0].x0, words.cut(inner.start))
        return _Item(Kind.BULLET, glyph, first.x0, rest[0].x0, words)
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
    return _Item(found.kind, found.marker, line.x0, text_x, words.cut(found.start))


def _behind(line: Line, marker: str) -> tuple[float, float]:
    """Where a marker ends and the words behind it begin; both where the line begins if one run holds them."""
    left = len(marker)
    for run, behind in pairwise(line.runs):
        left -= len(run.text.strip())
        if left <= 0:
            return (run.x1, behind.x0) if left >= -1 else (line.x0, line.x0)
    return line.x0, line.x0


def _lettered(line: Line, lists: Lists) -> _Item | None:
    """The part of a list item that a line opens with a letter: the first of its parts, or the next."""
    words = line.words
    found = _LETTER.match(words.text)
    if not found or line.style.bold:
        return None
    if found[1] not in lists.letters and not (found[1] in _FIRST_LETTERS and lists.indents):
        return None
    lists.letters = _after(found[1])
    return _Item(Kind.NUMBERED, found[0].strip(), line.x0, _behind(line, found[0].strip())[1], words.cut(found.end()))


def _glued(line: Line, below: Sequence[Line], lists: Lists) -> _Item | None:
    """The item that a line opens with a label that reaches to its words: the next of the list, where that stands, or
    the first of one whose next stands below."""
    words = line.words
    found = _GLUED.match(words.text)
    if not found or line.style.bold:
        return None
    last = lists.last
    if last is not None and found[0] in _next_labels(last.marker) and abs(line.x0 - last.x0) <= line.size:
        return _Item(Kind.NUMBERED, found[0], line.x0, last.text_x, words.cut(found.end()))
    begins = found[0] in _FIRST_LABELS and any(
        other.text.startswith(_next_labels(found[0])) and abs(other.x0 - line.x0) <= line.size for other in below
    )
    return _Item(Kind.NUMBERED, found[0], line.x0, line.x0, words.cut(found.end())) if begins else None


def _next_labels(label: str) -> tuple[str, ...]:
    """The labels that can follow one: `(iv)` and none else behind `(iii)`."""
    inner = label.strip("().")
    following = (str(int(inner) + 1),) if inner.isdecimal() else _after(inner) if inner.isalpha() else ()
    return tuple(label.replace(inner, other) for other in following)


def _after(letter: str) -> tuple[str, ...]:
    """What can follow a letter, as a letter or as a Roman numeral."""
    place = _ROMAN.index(letter) + 1 if letter in _ROMAN else 0
    return (*((chr(ord(letter) + 1),) if len(letter) == 1 else ()), *_ROMAN[place : place + 1])


def _is_inside(block: _Open, above: Line, line: Line) -> bool:
    """Whether a number only happens to begin a line close below: `... in the year / 12. The next`.

    Not that behind the number of the item above, where that began too.
    """
    if block.kind is Kind.HEADING or block.text_x - 2 > line.x0 or above.is_closed:
        return False
    own, item = shapes.number(block.marker), shapes.item(line.text)
    follows = own is not None and item is not None and shapes.number(item.marker) == own + 1
    return not (follows and abs(block.lines[0].x0 - line.x0) < line.size / 2)


def opens_item(line: Line, settings: PageSettings | None = None) -> bool:
    """Whether a line opens a list item."""
    return _item(line, False, settings or PageSettings()) is not None


def _goes_on(block: _Open, above: Line, line: Line, full: bool, typography: Typography) -> bool:
    stands_out = typography.stands_out(line)
    if block.kind is Kind.HEADING:
        figures = full and line.is_figure  # the year that ends a heading, on a line of its own
        alike = (stands_out or figures) and abs(above.size - line.size) < 1 and above.style.colour == line.style.colour
        if not alike or above.style.bold != line.style.bold:
            return False
        near = line.baseline - above.baseline <= 2 * typography.pitch(line.size).line * line.size
        unfinished = bool(_OPEN.search(above.text)) or shapes.starts_low(line.text)
        return (typography.follows(above, line) and (full or unfinished)) or (near and unfinished)
    if not typography.follows(above, line) or abs(above.size - line.size) > 1:
        return False
    if typography.is_large(line) or _counts_on(block.lines[0], line):
        return False
    closed = above.is_closed
    if stands_out and not (full and not closed):
        return False
    unfinished = not closed and shapes.starts_low(line.text)
    if not unfinished and (not full or typography.is_apart(above, line)):
        return False
    if block.marker:
        room = line.size / 2
        return line.x0 > block.lines[0].x0 - room and (line.x0 > block.text_x - room or not closed)
    return not (closed and len(block.lines) > 1 and abs(line.x0 - above.x0) > line.size)


def _counts_on(first: Line, line: Line) -> bool:
    """Whether a line begins where another does with the number behind its own, set apart: `R2` behind `R1`."""
    one, other = (_REFERENCE.fullmatch(begun.runs[0].text.strip()) for begun in (first, line))
    follows = one is not None and other is not None and one[1] == other[1] and int(other[2]) == int(one[2]) + 1
    return follows and len(line.runs) > 1 and abs(first.x0 - line.x0) < line.size / 2


def _draft(block: _Open, typography: Typography, page: int) -> Draft:
    words = typography.vocabulary.unwrap(block.words)
    style = _style(block.lines)
    kind = block.kind
    if kind is Kind.HEADING and not _can_head(words.text, style, typography.settings):
        kind = Kind.PARAGRAPH
    if kind in (Kind.HEADING, Kind.PARAGRAPH) and shapes.is_caption(words.text) and (style.bold or style.italic):
        kind = Kind.CAPTION
    draft = Draft(kind, words, page, block.marker, block.level, style=style)
    draft.place = Place(min(line.x0 for line in block.lines), block.text_x, typography.size)
    return draft


def _can_head(text: str, style: Style, settings: PageSettings) -> bool:
    """Whether words are few enough for a heading, and no sentence unless they are bold."""
    return len(text.split()) <= settings.heading_words and (style.bold or not text.endswith("."))


def _style(lines: Iterable[Line]) -> Style:
    styles = [line.style for line in lines]
    if styles.count(styles[0]) == len(styles):
        return styles[0]
    sizes: Counter[float] = Counter(style.size for style in styles)
    colours: Counter[str] = Counter(style.colour for style in styles)
    return Style(
        sizes.most_common(1)[0][0],
        all(style.bold for style in styles),
        all(style.italic for style in styles),
        colours.most_common(1)[0][0],
    )
