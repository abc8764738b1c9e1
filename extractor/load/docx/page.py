"""The body of a Word file written as the tree of a web page, whose words are then read as those of a page are.

What Word would print is written, and nothing else: numbers that it computes, footnotes where they are referred to, the
contents of text boxes behind their paragraph; nothing that is hidden, struck out or deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import regex
from lxml import etree

from extractor.domain.numerals import written
from extractor.load.docx.elements import blocks, parts, symbol, within
from extractor.load.docx.numbering import Numbering
from extractor.load.docx.properties import Styles, number, on, value
from extractor.load.html.lists import BULLET
from extractor.load.html.tables import MOST_COLUMNS
from extractor.load.normalise import characters, squeeze
from extractor.load.pictures import ICON_SIZES

_UNPRINTED = ("w-vanish", "w-strike", "w-dstrike")  # hidden, and struck out in a corrected report
_PRINTED = {"w-br": " ", "w-cr": " ", "w-tab": "\t", "w-ptab": "\t", "w-noBreakHyphen": "-"}
_EMU = 12_700  # of a point, in which drawings are measured
_COLOUR = regex.compile(r"[0-9a-fA-F]{6}")
_CONTENTS = regex.compile(r"(?:table of )?contents\W*", regex.I)
_PAGE = regex.compile(r"\d{1,4}|[ivxl]{1,6}", regex.I)


@dataclass
class Page:
    """Writes a body as a page, and its footnotes when they are asked for.

    `notes` are the footnotes and endnotes of the file by kind and id, `forms` how notes of each kind are numbered, as
    Word names it; `colours` gives the colour of a picture that is an icon, by the id that the body calls it by.
    """

    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], Element]
    forms: dict[str, str]
    colours: Callable[[str], str]
    counts: Counter[str] = field(default_factory=Counter)  # of the notes that are referred to, by kind

    def body(self, body: Element) -> Any:
        """The element that a body is written as."""
        root = etree.Element("body")
        self._write(body, root)
        return root

    def note(self, key: str) -> Any:
        """The element that a footnote is written as; None where the file has no such note."""
        kind, _, name = key.partition(" ")
        found = self.notes.get((kind, name))
        if found is None:
            return None
        root = etree.Element("aside")
        self._write(found, root)
        return root

    def _write(self, parent: Element, into: Any, listed: bool = True) -> None:
        """Write paragraphs and tables; entries of a table of contents as its rows, where it is `listed`."""
        contents: Any = None  # the table that entries go to, or a heading that announces one
        for block in blocks(parent):
            if block.tag == "w-tbl":
                contents = None
                self._table(block, into)
                continue
            made, frames = self._paragraph(block)
            words = squeeze(characters("".join(made.itertext())))
            if words and listed:
                announces = _CONTENTS.fullmatch(words) is not None
                cells = None if announces else self._entry(block, made, contents is not None)
                if cells is not None:
                    if contents is None or contents.tag != "table":
                        contents = etree.SubElement(into, "table", {"data-contents": ""})
                    row = etree.SubElement(contents, "tr")
                    for cell in cells:
                        etree.SubElement(row, "td").text = cell
                else:
                    contents = made if announces else None
            if not words or not listed or contents is None or contents.tag != "table":
                into.append(made)
            for frame in frames:
                self._write(frame, etree.SubElement(into, "aside"))

    def _entry(self, paragraph: Element, made: Any, led: bool) -> tuple[str, str] | None:
        """Title and page of an entry of a table of contents: by its style, or `led` by a heading and as it ends."""
        cells = [words for cell in "".join(made.itertext()).split("\t") if (words := squeeze(characters(cell)))]
        paged = len(cells) > 1 and bool(_PAGE.fullmatch(cells[-1]))
        if not self.styles.is_contents(paragraph) and not (paged and led):
            return None
        page = cells.pop() if paged else ""
        label = made.get("Marker", BULLET)
        return " ".join([label] * (label != BULLET) + cells).rstrip(" .…"), page

    def _paragraph(self, paragraph: Element) -> tuple[Any, list[Element]]:
        """The element that a paragraph is written as, and the contents of text boxes that it anchors."""
        counted = not on(paragraph.find("w-pPr/w-rPr"), "w-vanish")  # it is not where its end is hidden
        label = self.numbering.label(paragraph) if counted else None
        frames: list[Element] = []
        made = etree.Element("p")
        for run in within(paragraph, "w-r"):
            self._run(run, self.styles.of(paragraph), made, frames)
        level = self.styles.heading_level(paragraph)
        if level:
            made.tag = "div"
            made.set("role", "heading")
            made.set("aria-level", str(level))
            made.set("style", "font-weight:normal")
        elif self.styles.is_caption(paragraph):
            made.tag = "figcaption"
        elif label is not None:
            made.tag = "li"
            made.set("Marker", BULLET if label.bullet else label.text)
            made.set("Level", str(label.level))
            return made, frames
        if label is not None and not label.bullet and not "".join(made.itertext()).startswith(label.text + " "):
            made.text = f"{label.text} "
        return made, frames

    def _run(self, run: Element, key: str, into: Any, frames: list[Element]) -> None:
        """Write a run of a paragraph whose style has a key."""
        said, switched = self.styles.said, self.styles.switched
        if any(switched(run, key, name) for name in _UNPRINTED):
            return
        size = number(said(run, key, "w-sz"), 0) / 2 or self.styles.size
        made = etree.SubElement(into, "b" if switched(run, key, "w-b") else "span", {"Size": str(size)})
        raised = said(run, key, "w-vertAlign") == "superscript" or number(said(run, key, "w-position"), 0) > 0
        slanted = "font-style:italic;" if switched(run, key, "w-i") else ""
        made.set("style", slanted + "vertical-align:super" * raised)
        made.set("Colour", colour(said(run, key, "w-color")))
        for part in parts(run):
            if part.tag == "w-t":
                _say(made, (part.text or "").replace("\t", " ").replace("\n", " "))
            elif part.tag in _PRINTED:
                _say(made, _PRINTED[part.tag])
            elif part.tag == "w-sym":
                _say(made, symbol(value(part, "w-char")))
            elif part.tag in ("w-footnoteReference", "w-endnoteReference"):
                kind = part.tag[2:-9]
                own = value(part, "w-customMarkFollows") in ("1", "true", "on")
                label = squeeze("".join(text.text or "" for text in run.iterfind("w-t"))) if own else self._next(kind)
                etree.SubElement(made, "mark", {"key": f"{kind} {part.get('w-id', '')}", "label": label})
                if own:
                    return
            elif part.tag in ("w-drawing", "w-pict", "w-object"):
                boxes = list(within(part, "w-txbxContent", deep=True))
                frames += boxes
                if not boxes and (icon := self._icon(part)):
                    etree.SubElement(made, "img", {"icon": icon})

    def _icon(self, drawing: Element) -> str:
        """The colour of a drawn shape, or of a picture as small as icons are; empty if it has none."""
        fill = next((f for f in drawing.iter("a-solidFill") if f.find("a-srgbClr") is not None), None)
        if fill is not None:
            return colour(value(fill.find("a-srgbClr"), "val"))
        sides = [part.get(side, "") for part in drawing.iter("other-extent") for side in ("cx", "cy")]
        sizes = [number(side, 0, _EMU * 1000) / _EMU for side in sides]
        blip = next(drawing.iter("a-blip"), None)
        small = len(sizes) == 2 and ICON_SIZES[0] <= min(sizes) <= max(sizes) <= ICON_SIZES[1]
        return self.colours(blip.get("r-embed", "")) if small and blip is not None else ""

    def _next(self, kind: str) -> str:
        self.counts[kind] += 1
        return written(self.counts[kind], self.forms.get(kind, "decimal"))

    def _table(self, table: Element, into: Any) -> None:
        """Write a table; a cell that is merged with the one above it or to its left is not written again."""
        made = etree.SubElement(into, "table", {"role": "table"})
        rows = [row for row in within(table, "w-tr") if row.find("w-trPr/w-del") is None]
        cells = [[cell for cell in within(row, "w-tc") if cell.find("w-tcPr/w-cellDel") is None] for row in rows]
        boxed = [len(row) for row in cells] == [1]
        reaching: dict[int, Any] = {}  # column -> the cell that reaches down into it
        for row, beside in zip(rows, cells, strict=True):
            below = etree.SubElement(made, "tr")
            headed = on(row.find("w-trPr"), "w-tblHeader")
            column = _blank(below, row.find("w-trPr/w-gridBefore"))
            for element in beside:
                properties = element.find("w-tcPr")
                across = max(1, number(_said(properties, "w-gridSpan"), 1, MOST_COLUMNS + 1))
                above = reaching.get(column)
                if _is_merged(properties, "w-vMerge") and above is not None and above.get("colspan") == str(across):
                    above.set("rowspan", str(int(above.get("rowspan")) + 1))
                else:
                    cell = etree.SubElement(below, "th" if headed else "td", colspan=str(across), rowspan="1")
                    if not _is_merged(properties, "w-vMerge") and not _is_merged(properties, "w-hMerge"):
                        reaching[column] = cell
                        shade = None if properties is None else properties.find("w-shd")
                        cell.set("bgcolor", colour(value(shade, "w-fill")))
                        self._write(element, cell, listed=boxed)
                column += across
            _blank(below, row.find("w-trPr/w-gridAfter"))
        if self.styles.heads_first_row(table) and len(made) and next(made.iter("th"), None) is None:
            made[0].set("style", "font-weight:bold")


def colour(text: str) -> str:
    """A colour of Word as `#rrggbb`; empty for none and automatic."""
    return f"#{text.lower()}" if _COLOUR.fullmatch(text) else ""


def _said(properties: Element | None, name: str) -> str:
    return value(None if properties is None else properties.find(name))


def _is_merged(properties: Element | None, name: str) -> bool:
    """Whether a cell is covered by another."""
    merge = None if properties is None else properties.find(name)
    return merge is not None and value(merge) != "restart"


def _blank(row: Any, count: Element | None) -> int:
    """Write as many empty cells as are said, and give their number."""
    cells = number(value(count), 0, MOST_COLUMNS)
    for _ in range(cells):
        etree.SubElement(row, "td")
    return cells


def _say(element: Any, words: str) -> None:
    """Write words behind what an element holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + characters(words)
    else:
        element.text = (element.text or "") + characters(words)
