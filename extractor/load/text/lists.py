"""Lists: bullets that `pdftotext` sets apart from their words, numbered lines, and how deep the items stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise, zip_longest

import regex

from extractor.document import Kind
from extractor.load import shapes
from extractor.load.draft_blocks import Draft
from extractor.load.normalise import BULLETS
from extractor.load.text.gutters import indent_of
from extractor.load.text.repair import INSIDE

_GLYPH = regex.compile(rf"[{regex.escape(BULLETS)}\uf000-\uf0ff]")
_NUMBER = regex.compile(r"(\d{1,2})[.)](?!\S)")
_CLOSED = regex.compile(r"[.;!?…:][\"'”’)\]]*(?:\s?\d{1,3})?$")
_GLYPHS = ("•·●∙\uf0b7", "▪■\uf0a7", "-–—⁃‐‑‒―−", "o◦")
_OUTER, _INNER = (0, 1), (2, 3)
_ITEM = regex.compile(r"[\p{L}\d]")
_SENTENCE = regex.compile(r"\p{Ll}{2}[.!?][\"'”’)]* \p{Lu}")
_FULL, _HALF_EMPTY = 0.9, 0.7  # of the widest line: with the first word of the next, a line that has no room for it
_LISTED = regex.compile(r"[;,] (?:and|or)$")
_WIDE = regex.compile(r"\S {4,}\S")  # as between the columns of a table
_DEEPER = 3  # characters that the items of a list without markers stand deeper than what leads it in
_CAPITAL = regex.compile(r"[\"'“‘(\[]*(?:\p{Lu}|\d(?!\d*\.\s))")  # a number with a full stop ends a sentence


def marked(lines: Sequence[str]) -> list[str]:
    """Lines in which every item has its marker in front, where their number and shape tell which lines are items."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        if not _GLYPH.fullmatch(lines[at].strip()):
            found.append(lines[at])
            at += 1
            continue
        first = at
        marks: list[str] = []
        while at < len(lines) and (not lines[at].strip() or _GLYPH.fullmatch(lines[at].strip())):
            marks += [lines[at].strip()] if lines[at].strip() else []
            at += 1
        end = at
        while end < len(lines) and lines[end].strip() and "\t" not in lines[end]:
            if _GLYPH.fullmatch(lines[end].strip()):
                break
            end += 1
        if end == at:
            found += lines[first:at]
            continue
        starts = [at, *_starts(lines[at:end], at, len(marks) - 1)]
        found.append("")
        for number in range(at, end):
            words = lines[number].strip()
            found.append(f"{marks[starts.index(number)]} {words}" if number in starts else words)
        at = end
    return found


def untabbed(lines: Sequence[str]) -> list[str]:
    """Lines with a space behind the markers of list items in the place of the tab that an office program sets there.

    Where lines beside it are other rows, a number with a tab behind it is in a column of a table.
    """
    found: list[str] = []
    for is_tabbed, run in groupby(lines, key=lambda line: "\t" in line.strip()):
        block = list(run)
        parts = [_marker_and_words(line) for line in block] if is_tabbed else []
        for line, part in zip_longest(block, parts):
            if part is None or not (all(parts) or _GLYPH.fullmatch(part[0])):
                found.append(line)
            else:
                indent = line[: len(line) - len(line.lstrip())].expandtabs(4)
                found.append(f"{indent}{part[0]} {part[1]}")
    return found


def numbered(lines: Sequence[str]) -> list[str]:
    """Lines in which the numbers of items that stand in lines of their own, one after the other, are before the words
    below them."""
    found: list[str] = []
    last, held = 0, ""  # the number of the item before, and that which waits for its words
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        words = line.strip()
        if held:
            words = f"{held} {words}"
            held, line = "", f"{line[: len(line) - len(line.lstrip())]}{words}"
        elif (alone := _NUMBER.fullmatch(words)) and int(alone[1]) in (1, last + 1) and below.strip()[:1].isalpha():
            held = words
        if number := _NUMBER.match(words):
            last = int(number[1])
        if not held:
            found.append(line)
    return found


def _marker_and_words(line: str) -> tuple[str, str] | None:
    """The marker of an item and its words, where a tab parts them and no other stands in the line."""
    mark, _, words = line.strip().partition("\t")
    words = words.lstrip("\t ")
    return (mark, words) if shapes.is_marker(mark) and "\t" not in words else None


class Drawn:
    """Marks the items of lists whose bullets are drawn and not written, page by page.

    Such a list stands below words that end with a colon, deeper than they, and no line of it has a marker. It can go on
    at the head of the next page. Where lists of a text stand by so much deeper, its prose does not.
    """

    def __init__(self) -> None:
        self.open: list[str] = []  # the lines of a list that the end of a page may have cut
        self.depth = 0  # by how much it stands deeper than what leads it in
        self.depths: set[int] = set()  # by how much lists stand deeper that their lines tell

    def marked(self, lines: Sequence[str]) -> list[str]:
        """The lines of the next page, with a bullet before each item."""
        found = list(lines)
        filled = [n for n, line in enumerate(lines) if line.strip()]
        run: list[int] = []
        if self.open and filled and indent_of(lines[filled[0]]) == indent_of(self.open[0]):
            run = _run_below(lines, filled[0], indent_of(self.open[0]) - _DEEPER)
        at = self._mark(found, run, self.open) if run else 0
        while at < len(lines):
            words = lines[at].strip()
            at += 1
            if words.endswith(":") and "\t" not in words:
                run = _run_below(lines, at, indent_of(lines[at - 1]))
                self.depth = indent_of(lines[run[0]]) - indent_of(lines[at - 1]) if run else 0
                at = self._mark(found, run, []) or at
        self.open = [lines[n] for n in run] if run and filled and run[-1] == filled[-1] else []
        return found

    def _mark(self, found: list[str], run: Sequence[int], above: Sequence[str]) -> int:
        """Mark the items of a run of lines that goes on with those above, and give the line behind it."""
        texts = [line.replace(INSIDE, "").strip() for line in (*above, *(found[n] for n in run))]
        starts, told = _items(texts[: len(above)], texts[len(above) :], run)
        if told:
            self.depths.add(self.depth)
        for number in starts if told or self.depth in self.depths else []:
            found[number] = f"{found[number][: indent_of(found[number])]}• {found[number].strip()}"
        return run[-1] + 1 if run else 0


def _run_below(lines: Sequence[str], at: int, indent: int) -> list[int]:
    """The lines below a label that all stand deeper than it by one measure, over one blank line at a time."""
    run: list[int] = []
    while at < len(lines):
        line = lines[at]
        blank = not line.strip()
        if blank and (at + 1 >= len(lines) or not lines[at + 1].strip()):
            break
        if not blank:
            deep = indent_of(line)
            if deep < indent + _DEEPER or "\t" in line or shapes.item(line.strip()) or line.strip().startswith("|"):
                break
            if run and deep != indent_of(lines[run[0]]):
                break
            run.append(at)
        at += 1
    return run


def _items(above: Sequence[str], texts: Sequence[str], run: Sequence[int]) -> tuple[list[int], bool]:
    """Which lines of a list without markers begin an item, and whether they tell that it is one and no prose.

    None begins one where a quotation opens it or a row of a table is among them, nor a line below a full one where
    nothing tells a list. Items that all begin with a small letter are told by the room above.
    """
    if not run or not _ITEM.match(texts[0]) or any(map(_WIDE.search, texts)):
        return [], False
    if not above and _is_headed(texts, run):
        return [], False
    low = not _CAPITAL.match([*above, *texts][0])
    width = max(map(len, [*above, *texts]))
    starts = [] if above else [run[0]]
    surely = list(starts)
    broken = False  # whether an item begins right below a line that had room for its first word
    lines = [*above[-1:], *texts]
    for at, (last, text) in enumerate(pairwise(lines), start=len(texts) - len(lines) + 1):
        apart = at > 0 and run[at] - run[at - 1] > 1
        room = (len(last) + len(text.split(" ", 1)[0])) / width
        runs_on = shapes.is_open(last) and not _LISTED.search(last)
        capital = (low or bool(_CAPITAL.match(text))) and not runs_on
        if apart or room < _HALF_EMPTY or (capital and (_CLOSED.search(last) or room < _FULL)):
            starts.append(run[at])
            surely += [run[at]] if apart else []
            broken = broken or (room < _FULL and not apart)
    inner = sum(bool(_SENTENCE.search(text)) for text in texts)  # ends of sentences within a line, as prose has them
    told = broken or 2 * inner <= len(starts)
    return (starts if told else surely), told


def _is_headed(texts: Sequence[str], run: Sequence[int]) -> bool:
    """Whether lines are what a box holds and no list: a heading, and apart from it words that are none or nothing."""
    if not shapes.is_heading(texts[0]) or (len(run) > 1 and run[1] - run[0] < 2):
        return False
    wrapped = len(run) > 2 and run[2] - run[1] == 1
    return len(texts) == 1 or wrapped or not shapes.is_heading(texts[1])


def _starts(lines: Sequence[str], offset: int, wanted: int) -> list[int]:
    """The lines below the first that begin an item: the likeliest ones, as many as are wanted at most."""
    likely: list[tuple[int, int, int]] = []
    for number in range(1, len(lines)):
        above, line = lines[number - 1].strip(), lines[number].strip()
        rank = 2 * (not _CLOSED.search(above)) + 4 * (not _CAPITAL.match(line))
        likely.append((rank, len(above), number + offset))
    return sorted(number for _, _, number in sorted(likely)[:wanted])


def settle(found: Sequence[Draft]) -> None:
    """Make items of numbered lines that follow one another, and depths of the indentation of items."""
    _number_runs(found)
    _nest(found)


def _number_runs(found: Sequence[Draft]) -> None:
    """Numbered lines that follow one another with nothing between are list items, though they look like headings."""
    before: tuple[int, Draft] | None = None
    for draft in found:
        item = shapes.item(draft.text) if draft.kind is Kind.HEADING and not draft.style.bold else None
        marker = draft.marker if draft.kind is Kind.NUMBERED else item.marker if item else ""
        number = shapes.number(marker)
        if number is not None and before is not None and number == before[0] + 1:
            for one in (before[1], draft):
                _itemise(one)
        if draft.kind not in (Kind.FOOTNOTE, Kind.FURNITURE):
            before = None if number is None else (number, draft)


def _itemise(draft: Draft) -> None:
    item = shapes.item(draft.text) if draft.kind is Kind.HEADING else None
    if item:
        draft.kind, draft.marker, draft.words = item.kind, item.marker, draft.words.cut(item.start)


def _nest(found: Sequence[Draft]) -> None:
    """The indentation of list items, and glyphs that take turns, become their depth in their list."""
    stack: list[tuple[int, int]] = []  # indentation and kind of glyph, outermost first
    for draft in found:
        if draft.kind in (Kind.BULLET, Kind.NUMBERED):
            indent = draft.level
            while stack and indent < stack[-1][0]:
                stack.pop()
            glyph = next((n for n, glyphs in enumerate(_GLYPHS) if draft.marker in glyphs), len(_GLYPHS))
            beside = [at for at, (depth, known) in enumerate(stack) if depth == indent and known == glyph]
            slack = 1 if draft.kind is Kind.NUMBERED else 0
            if beside:
                del stack[beside[0] + 1 :]
            elif not stack or indent > stack[-1][0] + slack or (stack[-1][1] in _OUTER and glyph in _INNER):
                stack.append((indent, glyph))  # a dash or ring below a dot or square may stand no deeper
            draft.level = min(len(stack) - 1, 9)
        elif draft.kind not in (Kind.FOOTNOTE, Kind.FURNITURE):
            stack = []
