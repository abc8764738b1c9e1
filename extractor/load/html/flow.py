"""The document of a page in reading order becomes drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import regex

from extractor.document import Kind
from extractor.load import shapes
from extractor.load.draft_blocks import Draft, DraftCell, DraftRow
from extractor.load.html import appearance
from extractor.load.html.lists import BULLET, LISTS, lead, number, oneline
from extractor.load.html.tables import cells_of, grid, is_box, is_layout, rows_of, stands_apart
from extractor.load.html.tree import HEADINGS, Blocks, above, fragment, inside, targets, tokens, words_in
from extractor.load.html.words import Speller, Spelt, spoken, whole
from extractor.load.words import Words

_TOP = regex.compile(r"[\s([]*back to (?:the )?top(?: of (?:the )?page)?[\s)\]]*$", regex.I)
_FRAMED = regex.compile(
    r"(?:[a-z]+-)*(?:call-?out|inset(?:-?text)?|panel|call-to-action|box|boxed|highlight(?:ed)?|example|case-?study|"
    r"text-?box|alert|well|pull-?out)(?:-[a-z]+)?"
)
_QUOTED = regex.compile(r"[\"“‘']")
_TOGGLE = regex.compile(r"(?:show|read|see|view|hide|expand|open)\s+(?:more|less|details|all|full.*|this.*)", regex.I)
_ENDS = regex.compile(r"[.!?:;][\"'”’)\]]*$")
_LARGER = 1.5  # points above the size of most words: a heading
_FULL_LINE = 60  # characters of a line that is broken where its measure ended


class Flow:
    """Makes drafts, and puts footnotes behind the block that refers to them.

    Args:
        root: what holds all words; also a document of another kind, written as a page.
        note: gives the element of a footnote by its key, None where it is not known.
        usual: how large most words are, in points; 0 where no size is known.
    """

    def __init__(self, root: Any, note: Callable[[str], Any], usual: float = 0.0) -> None:
        number(root)
        self.note = note
        self.heads_from = usual + _LARGER if usual else float("inf")
        self.blocks = Blocks(root)
        self.leads = targets(root)
        self.boxes = 0
        self.cited: set[str] = set()

    def drafts(self, roots: list[Any]) -> list[Draft]:
        """Drafts of the parts of a page. Each block of it is whole: nothing is joined."""
        found: list[Draft] = []
        for root in roots:
            for draft in self._inside(root, 0):
                draft.is_whole = True
                found.append(draft)
        return found

    def _inside(self, element: Any, box: int) -> Iterator[Draft]:
        bold = any(appearance.is_bold(each, False) for each in (element, *above(element)))
        run: list[Any] = []
        for node in self.blocks.parts(element):
            if node in self.blocks:
                yield from self._paragraphs(run, box, bold)
                run = []
                yield from self._block(node, box)
            else:
                run.append(node)
        yield from self._paragraphs(run, box, bold)

    def _block(self, element: Any, box: int) -> Iterator[Draft]:
        tag = element.tag
        if element.get("data-contents") is not None:
            yield from self._contents(element)
        elif tag in HEADINGS or element.get("role") == "heading":
            yield from self._heading(element, box)
        elif tag in LISTS:
            yield from self._list(element, box, 0)
        elif tag == "li" and element.get("Marker") is not None:
            yield from self._item(element, box, int(element.get("Level", "0")))
        elif tag == "table":
            yield from self._table(element, box)
        elif tag == "dl":
            yield from self._definitions(element, box)
        elif tag in ("figcaption", "caption"):
            yield from self._said(element, Kind.CAPTION, box)
        elif tag == "footnote":
            if text := oneline(element, self.blocks).text:
                yield Draft(Kind.FOOTNOTE, Words(text), None, element.get("label", ""))
        elif tag == "summary":
            said = words_in(element)
            if not _TOGGLE.fullmatch(said):
                yield from self._said(element, Kind.HEADING if shapes.is_heading(said) else Kind.PARAGRAPH, box)
        elif tag in ("pre", "xmp") and not self.blocks.holds(element):
            yield from self._paragraphs([element], box)
        else:
            yield from self._inside(element, box or self._framed(element))

    def _framed(self, element: Any) -> int:
        """The number of the box that an element opens, or 0."""
        tag = element.tag
        boxed = tag == "aside" or (tag == "blockquote" and not _QUOTED.match(words_in(element)))
        if tag in ("div", "section", "article", "details"):
            boxed = appearance.is_framed(element) or any(_FRAMED.fullmatch(token) for token in tokens(element))
            boxed = boxed and element.find(".//h1") is None and element.find(".//h2") is None
        if boxed:
            self.boxes += 1
        return self.boxes if boxed else 0

    def _heading(self, element: Any, box: int) -> Iterator[Draft]:
        said = element.tag[1] if element.tag in HEADINGS else element.get("aria-level", "")
        level = int(said) if said in "123456789" and len(said) == 1 else 2
        if any(node.tag in (*LISTS, "table", "p") for node in element.iter()):
            yield from self._inside(element, box)  # tags that nobody closed
            return
        spelt = _without_link(whole(Speller().lines(inside(element), appearance.is_bold(element, True))))
        names = spoken(spelt)
        if spelt.text:
            yield Draft(Kind.HEADING, spelt.words, level=level, box=box, style=spelt.style)
        for name in names:
            yield Draft(Kind.PARAGRAPH, Words(name), box=box)
        yield from self._notes(spelt)

    def _said(self, element: Any, kind: Kind, box: int) -> Iterator[Draft]:
        spelt = oneline(element, self.blocks)
        if spelt.text:
            yield Draft(kind, spelt.words, box=box, style=spelt.style)
        yield from self._notes(spelt)

    def _paragraphs(self, run: list[Any], box: int, bold: bool = False) -> Iterator[Draft]:
        """The paragraphs of a run: one, or one a line where it is set in lines."""
        if not run or all(isinstance(node, str) and not node.strip() for node in run):
            return
        lines = Speller().lines(run, bold)
        parted = [[lines[0]]]
        for line, following in pairwise(lines):
            if _goes_on(line.text, following.text):
                parted[-1].append(following)
            else:
                parted.append([following])
        for spelt in map(_without_link, map(whole, parted)):
            if spelt.text:
                yield self._draft(spelt, box)
            elif names := spoken(spelt):
                yield Draft(Kind.PARAGRAPH, Words(" ".join(names)), box=box)
            else:
                yield from (Draft(Kind.FURNITURE, Words(name)) for name in spelt.names)
            yield from self._notes(spelt)

    def _draft(self, spelt: Spelt, box: int, marker: str = "", depth: int = 0) -> Draft:
        """A paragraph or list item, as its marker says or, where it has none or a bullet, as its words do."""
        words, text, style, notes = spelt.words, spelt.text, spelt.style, spelt.words.notes
        heads = (style.bold or style.size > self.heads_from) and shapes.is_heading(text)
        opens = bool(notes) and notes[0][0] == 0 and not spelt.cited
        if not marker and opens and shapes.footnote(f"[{notes[0][1]}] {text}"):
            return Draft(Kind.FOOTNOTE, Words(text), None, notes[0][1])
        if not marker and shapes.is_caption(text):
            return Draft(Kind.CAPTION, words, box=box, style=style)
        own = shapes.item(text)
        is_numbered = heads and shapes.is_numbered_heading(text)
        if own is not None and (marker in (BULLET, own.marker) if marker else not is_numbered):
            return Draft(own.kind, words.cut(own.start), None, own.marker, depth, box, style)
        if marker == BULLET or (marker and not heads):
            kind = Kind.BULLET if marker == BULLET else Kind.NUMBERED
            return Draft(kind, words, None, marker, depth, box, style)
        words = words.behind(marker) if marker else words
        return Draft(Kind.HEADING if heads else Kind.PARAGRAPH, words, box=box, style=style)

    def _contents(self, element: Any) -> Iterator[Draft]:
        """A list of contents: its table of titles and pages, or links to headings as a table of titles."""
        if element.tag == "table":
            cells = [[oneline(cell, self.blocks).words for cell in cells_of(row)] for row in rows_of(element)]
            yield Draft(Kind.TABLE, rows=[DraftRow(list(map(DraftCell, row))) for row in cells], header=0)
            return
        links = [link for link in element.iter("a") if words_in(link) and self._leads(link)]
        rows = [DraftRow([DraftCell(Words(oneline(link, self.blocks).text)), DraftCell()]) for link in links]
        if rows:
            yield Draft(Kind.TABLE, rows=rows, header=0)

    def _leads(self, link: Any) -> bool:
        """Whether a link leads to something: not to a part that has been taken out or is empty."""
        target = self.leads.get(fragment(link))
        return target is not None and (target.tag not in ("section", "div") or bool(words_in(target)))

    def _list(self, element: Any, box: int, depth: int) -> Iterator[Draft]:
        for child in element:
            if child.tag == "li":
                yield from self._item(child, box, depth)
            elif child.tag in LISTS:
                yield from self._list(child, box, depth + 1)
            else:
                yield from self._block(child, box)

    def _item(self, item: Any, box: int, depth: int) -> Iterator[Draft]:
        marker = item.get("Marker", BULLET)
        runs, rest = lead(item, self.blocks)
        spelt = _without_link(whole([line for run in runs for line in Speller().lines(run)] or [Spelt()]))
        if spelt.text:
            yield self._draft(spelt, box, marker, depth)
        elif names := spoken(spelt):
            yield Draft(Kind.BULLET, Words(" ".join(names)), None, marker, depth, box)
        yield from self._notes(spelt)
        for node in rest:
            if node.tag in LISTS and node.get("data-contents") is None:
                yield from self._list(node, box, depth + 1)
            else:
                yield from self._block(node, box)

    def _definitions(self, element: Any, box: int) -> Iterator[Draft]:
        """A list of terms: a table of two columns where all are short, else paragraphs."""
        pairs: list[tuple[list[Any], list[Any]]] = []
        for part in element.iter("dt", "dd"):
            if part.tag == "dt":
                if not pairs or pairs[-1][1]:
                    pairs.append(([], []))
                pairs[-1][0].append(part)
            elif pairs:
                pairs[-1][1].append(part)
        simple = all(not self.blocks.holds(part) for pair in pairs for side in pair for part in side)
        if not (simple and pairs and all(len(terms) == 1 and len(told) == 1 for terms, told in pairs)):
            yield from self._inside(element, box)
            return
        cells = [[self._cell(terms[0]), self._cell(told[0])] for terms, told in pairs]
        yield Draft(Kind.TABLE, rows=[DraftRow([cell for cell, _ in row]) for row in cells], header=0, box=box)
        for _, spelt in (each for row in cells for each in row):
            yield from self._notes(spelt)

    def _table(self, element: Any, box: int) -> Iterator[Draft]:
        for caption in element.iterchildren("caption"):
            yield from self._said(caption, Kind.CAPTION, box)
        if is_box(element) or is_layout(element):
            if is_box(element) and not box:
                self.boxes += 1
                box = self.boxes
            for row in rows_of(element):
                for cell in cells_of(row):
                    yield from self._inside(cell, box)
            return
        inner: list[Spelt] = []
        apart: list[tuple[Any, Any]] = []  # the tables in cells, each with the row that it stands in

        def fill(cell: Any) -> DraftCell:
            made, spelt = self._cell(cell, lambda node: stands_apart(node, cell, apart))
            inner.append(spelt)
            return made

        draft = grid(element, fill)
        draft.box = box
        if any(cell.text or cell.icon for row in draft.rows for cell in row.cells):
            yield draft
        for spelt in inner:
            yield from self._notes(spelt)
        for table, row in apart:
            label = next((said for cell in cells_of(row) if (said := oneline(cell, self.blocks).text)), "")
            if label and table.find("caption") is None:
                yield Draft(Kind.CAPTION, Words(label), box=box)
            yield from self._table(table, box)

    def _cell(self, element: Any, apart: Callable[[Any], bool] | None = None) -> tuple[DraftCell, Spelt]:
        """A cell; its colour is that of an icon in it, or its ground where it has no words."""
        spelt = oneline(element, self.blocks, apart)
        text = " ".join([spelt.text, *spoken(spelt)]).strip() or " ".join(spelt.said)
        icon = spelt.icon or ("" if text else appearance.ground(element))
        return DraftCell(Words(text or (shapes.ICON if spelt.icon else ""), spelt.words.notes), icon), spelt

    def _notes(self, spelt: Spelt) -> Iterator[Draft]:
        """The footnotes that a block refers to, each once."""
        for key, label in spelt.cited:
            body = self.note(key)
            if body is not None and key not in self.cited:
                self.cited.add(key)
                text = oneline(body, self.blocks).text
                if text:
                    yield Draft(Kind.FOOTNOTE, Words(text), None, label)


def _goes_on(line: str, following: str) -> bool:
    """Whether a line break stands within a sentence: the next line is small, or this one full and unfinished."""
    if shapes.item(following) is not None:
        return False
    return shapes.starts_low(following) or (len(line) > _FULL_LINE and not _ENDS.search(line))


def _without_link(spelt: Spelt) -> Spelt:
    """The same without a link back to the top of the page at its end."""
    spelt.words = spelt.words.cut(0, len(_TOP.sub("", spelt.text).rstrip()))
    return spelt
