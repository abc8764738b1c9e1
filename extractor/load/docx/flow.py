"""The body of a Word file in reading order becomes drafts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import regex

from extractor.document import Kind, Style
from extractor.load import shapes
from extractor.load.docx.numbering import Label, Numbering
from extractor.load.docx.properties import Styles, on
from extractor.load.docx.tables import cells_of, grid, is_box, is_grid, rows_of
from extractor.load.docx.words import Paragraph, Speller, within
from extractor.load.drafts import Draft, DraftCell, DraftRow
from extractor.load.words import Words

_CONTENTS = regex.compile(r"(?:table of )?contents\W*", regex.I)
_PAGE = regex.compile(r"\d{1,4}|[ivxl]{1,6}", regex.I)
_LARGER = 1.5  # points above the body: the words of a heading


@dataclass(frozen=True, slots=True)
class Parts:
    """What the paragraphs of a file are read with; `notes` are the footnotes and endnotes by kind and id."""

    styles: Styles
    numbering: Numbering
    speller: Speller
    notes: dict[tuple[str, str], Element]


def blocks_of(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body, cell, note or text box, without what is deleted.

    A paragraph whose end is deleted goes on with the words of the next.
    """
    held: list[Element] = []
    for child in within(parent, "w-p", "w-tbl"):
        if child.tag == "w-tbl":
            yield child
        elif child.find("w-pPr/w-rPr/w-del") is not None:
            held += [part for part in child if part.tag != "w-pPr"]
        else:
            yield _joined(held, child)
            held = []
    if held:
        yield _joined(held, Element("w-p"))


def _joined(first: list[Element], paragraph: Element) -> Element:
    """A paragraph with parts of others in front of its words."""
    if not first:
        return paragraph
    whole = Element("w-p")
    whole.extend([part for part in paragraph if part.tag == "w-pPr"])
    whole.extend(first)
    whole.extend([part for part in paragraph if part.tag != "w-pPr"])
    return whole


class Flow:
    """Makes drafts, and puts footnotes behind the block that refers to them."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.boxes = 0
        self.cited: set[tuple[str, str]] = set()
        self.contents: Draft | None = None

    def drafts(self, body: Element) -> list[Draft]:
        """Drafts of a body. A paragraph of Word is whole: nothing is joined across what lies between them."""
        found: list[Draft] = []
        for draft in self._blocks(body, 0):
            draft.is_whole = True
            found.append(draft)
        return found

    def _blocks(self, parent: Element, box: int) -> Iterator[Draft]:
        for block in blocks_of(parent):
            if block.tag == "w-p":
                yield from self._paragraph(block, box)
            elif is_box(block):
                self.boxes += 0 if box else 1
                cell = next(block.iter("w-tc"))
                yield from self._blocks(cell, box or self.boxes)
            else:
                yield from self._table(block, box)

    def _paragraph(self, paragraph: Element, box: int) -> Iterator[Draft]:
        label = self.parts.numbering.label(paragraph) if _is_printed(paragraph) else None
        spelt = self.parts.speller.spell(paragraph)
        if spelt.text:
            entry = self._entry(paragraph, spelt, label)
            if entry is not None:
                if self.contents is None or not self.contents.rows:
                    self.contents = Draft(Kind.TABLE, box=box, header=0)
                    yield self.contents
                self.contents.rows.append(entry)
            else:
                draft = self._draft(paragraph, spelt, label)
                draft.box = box
                self.contents = Draft(Kind.TABLE) if _CONTENTS.fullmatch(spelt.text) else None
                yield draft
        yield from self._notes(spelt)
        for content in spelt.frames:
            self.boxes += 0 if box else 1
            yield from self._blocks(content, box or self.boxes)

    def _entry(self, paragraph: Element, spelt: Paragraph, label: Label | None) -> DraftRow | None:
        """The row of an entry of the table of contents: title and page."""
        styled = self.parts.styles.is_contents(paragraph)
        cells = [cell for cell in spelt.cells if cell]
        paged = len(cells) > 1 and bool(_PAGE.fullmatch(cells[-1]))
        if not styled and not (paged and self.contents is not None):
            return None
        if _CONTENTS.fullmatch(spelt.text):
            return None
        page = cells.pop() if paged else ""
        number = [label.text] if label and not label.bullet else []
        return DraftRow([DraftCell(Words(" ".join(number + cells).rstrip(" .…"))), DraftCell(Words(page))])

    def _draft(self, paragraph: Element, spelt: Paragraph, label: Label | None) -> Draft:
        words, style = spelt.words, spelt.style
        level = self.parts.styles.heading_level(paragraph)
        if level:
            return _numbered(Draft(Kind.HEADING, words, level=level, style=style), label)
        if self.parts.styles.is_caption(paragraph) or shapes.is_caption(words.text):
            return _numbered(Draft(Kind.CAPTION, words, style=style), label)
        heads = self._stands_out(style) and shapes.is_heading(words.text)
        if label is not None:
            if heads and not label.bullet:
                return _numbered(Draft(Kind.HEADING, words, style=style), label)
            kind, marker = (Kind.BULLET, "•") if label.bullet else (Kind.NUMBERED, label.text)
            return Draft(kind, words, None, marker, label.level, style=style)
        item = shapes.item(words.text)
        if item is not None and not (heads and shapes.is_numbered_heading(words.text)):
            return Draft(item.kind, words.cut(item.start), None, item.marker, style=style)
        return Draft(Kind.HEADING if heads else Kind.PARAGRAPH, words, style=style)

    def _stands_out(self, style: Style) -> bool:
        return style.bold or style.size > self.parts.styles.body + _LARGER

    def _notes(self, spelt: Paragraph) -> Iterator[Draft]:
        """The footnotes that a block refers to, each once."""
        for kind, key, label in spelt.cited:
            note = self.parts.notes.get((kind, key))
            if note is None or (kind, key) in self.cited:
                continue
            self.cited.add((kind, key))
            text = " ".join(part.text for part in self._spelt(note) if part.text)
            if text:
                yield Draft(Kind.FOOTNOTE, Words(text), None, label)

    def _table(self, table: Element, box: int) -> Iterator[Draft]:
        self.contents = None
        inner: list[Paragraph] = []
        apart: list[tuple[Element, DraftCell]] = []  # the tables in cells

        def fill(cell: Element, shade: str) -> tuple[DraftCell, bool]:
            made = DraftCell()
            tables: list[Element] = []
            bold = []
            for spelt in self._spelt(cell, tables):
                if spelt.text:
                    made.words.append(spelt.words)
                    bold.append(spelt.style.bold)
                made.icon = made.icon or spelt.icon
                inner.append(spelt)
            made.icon = made.icon or ("" if made.text else shade)
            apart.extend((each, made) for each in tables)
            return made, bool(bold) and all(bold)

        draft = grid(table, fill, self.parts.styles)
        draft.box = box
        if draft.has_filled_cells:
            yield draft
        for spelt in inner:
            yield from self._notes(spelt)
        for each, holder in apart:
            row = next(row.cells for row in draft.rows if any(cell is holder for cell in row.cells))
            if label := next((cell.text for cell in row if cell.text), ""):
                yield Draft(Kind.CAPTION, Words(label), box=box)
            yield from self._table(each, box)

    def _spelt(self, parent: Element, tables: list[Element] | None = None) -> Iterator[Paragraph]:
        """The words of the paragraphs of a cell or note with their numbers, also those of tables and boxes in it.

        Tables with cells side by side join `tables` where that is given, and are left out.
        """
        for block in blocks_of(parent):
            if block.tag == "w-p":
                label = self.parts.numbering.label(block) if _is_printed(block) else None
                spelt = self.parts.speller.spell(block)
                if label is not None and spelt.text:
                    spelt.words = spelt.words.behind("•" if label.bullet else label.text)
                yield spelt
                for content in spelt.frames:
                    yield from self._spelt(content, tables)
            elif tables is not None and is_grid(block):
                tables.append(block)
            else:
                for row in rows_of(block):
                    for cell in cells_of(row):
                        yield from self._spelt(cell, tables)


def _is_printed(paragraph: Element) -> bool:
    """Whether a paragraph is counted: not where its end is hidden."""
    return not on(paragraph.find("w-pPr/w-rPr"), "w-vanish")


def _numbered(draft: Draft, label: Label | None) -> Draft:
    """A heading or caption with its automatic number in front."""
    if label is not None and not label.bullet and not draft.text.startswith(label.text + " "):
        draft.words = draft.words.behind(label.text)
    return draft
