"""Lines of a region become headings, paragraphs and list items.

In go the lines of a page, column or box from top to bottom, out come drafts in the same order. A line goes on
from the one above if it is set alike, follows at the document's line pitch, and the line above was full: had its next
word fitted, the break was meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import regex

from extractor.document import Kind, Style
from extractor.load import shapes
from extractor.load.draft_blocks import Draft, Place
from extractor.load.pdf.page.list_items import Lists, glued, item_of, lettered
from extractor.load.pdf.page.typography import Typography, runs_on
from extractor.load.pdf.words.lines import Line
from extractor.load.words import Words

_OPEN = regex.compile(r"(?:[,–—-]|\b(?:a|an|and|at|by|for|from|in|of|on|or|that|the|their|to|which|with))$", regex.I)
_REFERENCE = regex.compile(r"([A-Z]{1,3})(\d{1,3})[.:]?")


@dataclass(slots=True)
class _Open:
    """A block that lines are being added to."""

    kind: Kind
    lines: list[Line]
    words: list[Words]
    marker: str = ""
    level: int = 0
    text_x: float = 0.0


def lay_out(lines: Sequence[Line], right: float, typography: Typography, page: int, lists: Lists) -> list[Draft]:
    """Blocks of a region.

    `right` is how far its lines can reach, in points from the left; `lists` are those left open above, and are changed.
    """
    typography = typography.within(lines)
    full = _full(lines, right, typography)
    blocks: list[_Open] = []
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else None
        inside = above is not None and typography.follows(above, line) and _is_inside(blocks[-1], above, line)
        item = (
            item_of(line, inside, typography.settings)
            or lettered(line, lists)
            or glued(line, lines[number + 1 :], lists)
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
        if number < len(lines):
            full[number - 1] = not fits(lines[number - 1], lines[number], right)
        start = number
    return full


def _fits(above: Line, below: Line, edge: float, spare: float) -> bool:
    """Whether the first word of the line below would have fitted behind the line above, with room to spare."""
    room = max(above.size, above.word_gap) if above.is_closed else spare * above.size
    return below.first_word > 0 and above.x1 + below.first_word + room < edge


def _is_inside(block: _Open, above: Line, line: Line) -> bool:
    """Whether a number only happens to begin a line close below: `... in the year / 12. The next`.

    Not that behind the number of the item above, where that began too.
    """
    if block.kind is Kind.HEADING or block.text_x - 2 > line.x0 or above.is_closed:
        return False
    own, item = shapes.number(block.marker), shapes.item(line.text)
    follows = own is not None and item is not None and shapes.number(item.marker) == own + 1
    return not (follows and abs(block.lines[0].x0 - line.x0) < line.size / 2)


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
    looser = _is_set_looser(block, above, line, full, typography)
    if not (typography.follows(above, line) or looser) or abs(above.size - line.size) > 1:
        return False
    if line.size >= typography.settings.larger * typography.size or _counts_on(block.lines[0], line):
        return False
    closed = above.is_closed
    if stands_out and not (full and not closed):
        return False
    unfinished = not closed and shapes.starts_low(line.text)
    if not unfinished and (not full or (typography.is_apart(above, line) and not looser)):
        return False
    if block.marker:
        room = line.size / 2
        return line.x0 > block.lines[0].x0 - room and (line.x0 > block.text_x - room or not closed)
    return not (closed and len(block.lines) > 1 and abs(line.x0 - above.x0) > line.size)


def _is_set_looser(block: _Open, above: Line, line: Line, full: bool, typography: Typography) -> bool:
    """Whether prose is set looser than the lists around it: a sentence goes on, then line by line."""
    gap = line.baseline - above.baseline
    if block.marker or not full or abs(above.x0 - line.x0) > 1:
        return False
    if len(block.lines) > 1:
        return gap <= above.baseline - block.lines[-2].baseline + 1
    return runs_on(above, line) and gap <= 2 * typography.pitch(line.size).line * line.size


def _counts_on(first: Line, line: Line) -> bool:
    """Whether a line begins where another does with the number behind its own, set apart: `R2` behind `R1`."""
    other = _REFERENCE.fullmatch(line.runs[0].text.strip())
    one = _REFERENCE.fullmatch(first.runs[0].text.strip()) if other else None
    follows = one is not None and other is not None and one[1] == other[1] and int(other[2]) == int(one[2]) + 1
    return follows and len(line.runs) > 1 and abs(first.x0 - line.x0) < line.size / 2


def _draft(block: _Open, typography: Typography, page: int) -> Draft:
    words = typography.vocabulary.unwrap(block.words)
    style = _style(block.lines)
    kind = block.kind
    few = len(words.text.split()) <= typography.settings.heading_words
    if kind is Kind.HEADING and not (few and (style.bold or not words.text.endswith("."))):
        kind = Kind.PARAGRAPH
    if kind in (Kind.HEADING, Kind.PARAGRAPH) and shapes.is_caption(words.text) and (style.bold or style.italic):
        kind = Kind.CAPTION
    draft = Draft(kind, words, page, block.marker, block.level, style=style)
    draft.place = Place(min(line.x0 for line in block.lines), block.text_x, typography.size)
    return draft


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
