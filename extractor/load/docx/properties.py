"""Values of elements, and what styles say of paragraphs and runs, with what they inherit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import regex

_OFF = ("0", "false", "off", "none")
_HEADING = regex.compile(r"(?:heading|überschrift|titre|pennawd)\s*([1-9])", regex.I)
_TOC = regex.compile(r"(?:toc|verzeichnis)\s*\d|table of figures", regex.I)
_HEXADECIMAL = regex.compile(r"[0-9a-fA-F]{1,8}")
_MOST_ANCESTORS = 20


def value(element: Element | None, name: str = "w-val") -> str:
    """An attribute of an element that may not be there; empty where either is missing."""
    return "" if element is None else element.get(name, "")


def number(text: str, default: int, most: int = 32767) -> int:
    """A whole number from 0 to `most`, or the default where the text is none."""
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 12 else default


def on(parent: Element | None, name: str) -> bool | None:
    """Whether a property is switched on; None where nothing is said of it."""
    found = None if parent is None else parent.find(name)
    return None if found is None else value(found) not in _OFF


class Styles:
    """The styles of a Word file by their ids."""

    def __init__(self, root: Element | None) -> None:
        self.styles: dict[str, Element] = {}
        self.default = ""
        self.size = self.body = 10.0
        for style in root.iterfind("w-style") if root is not None else ():
            key = style.get("w-styleId", "")
            self.styles.setdefault(key, style)
            if style.get("w-type") == "paragraph" and style.get("w-default", "0") not in _OFF:
                self.default = key
        sizes = [] if root is None else root.findall("w-docDefaults/w-rPrDefault/w-rPr/w-sz")
        if sizes:
            self.size = number(value(sizes[0]), 20) / 2

    def measure(self, body: Element) -> None:
        """Find the size of type that most words of a body are set in."""
        counts: Counter[float] = Counter()
        for paragraph in body.iter("w-p"):
            key = self.of(paragraph)
            for run in paragraph.iterfind("w-r"):
                size = number(self.said(run, key, "w-sz"), 0) / 2 or self.size
                counts[size] += sum(len(text.text or "") for text in run.iterfind("w-t"))
        if counts:
            self.body = counts.most_common(1)[0][0]

    def chain(self, key: str) -> Iterator[Element]:
        """A style and those it is based on, nearest first."""
        for _ in range(_MOST_ANCESTORS):
            style = self.styles.get(key)
            if style is None:
                return
            yield style
            key = value(style.find("w-basedOn"))

    def of(self, paragraph: Element) -> str:
        """The id of a paragraph's style."""
        return value(paragraph.find("w-pPr/w-pStyle")) or self.default

    def names(self, key: str) -> Iterator[str]:
        """The names of a style and those it is based on; its id where it is not defined."""
        if key not in self.styles:
            yield key
        for style in self.chain(key):
            yield value(style.find("w-name"))

    def heading_level(self, paragraph: Element) -> int:
        """Level of a heading from 1; 0 where a paragraph is none."""
        direct = paragraph.find("w-pPr/w-outlineLvl")
        if direct is not None:
            level = number(value(direct), 9)
            return level + 1 if level < 9 else 0
        key = self.of(paragraph)
        for style in self.chain(key):
            name, outline = value(style.find("w-name")), style.find("w-pPr/w-outlineLvl")
            if name.casefold() == "title":
                return 1
            if outline is not None:
                level = number(value(outline), 9)
                return level + 1 if level < 9 else 0
            if found := _HEADING.match(name):
                return int(found[1])
        found = _HEADING.match(key) if key not in self.styles else None
        return int(found[1]) if found else int(key == "Title")

    def is_contents(self, paragraph: Element) -> bool:
        """Whether a paragraph is an entry of a table of contents."""
        return any(_TOC.match(name) for name in self.names(self.of(paragraph)))

    def is_caption(self, paragraph: Element) -> bool:
        """Whether a paragraph is set as the caption of a figure or table."""
        return any(name.casefold() == "caption" for name in self.names(self.of(paragraph)))

    def heads_first_row(self, table: Element) -> bool:
        """Whether the style of a table sets its first row apart, and the table uses that."""
        look = table.find("w-tblPr/w-tblLook")
        first = value(look, "w-firstRow")
        bits = value(look)
        used = first not in _OFF if first else _HEXADECIMAL.fullmatch(bits) and int(bits, 16) & 0x20
        styles = self.chain(value(table.find("w-tblPr/w-tblStyle"))) if used else ()
        parts = [p for each in styles for p in each.iterfind("w-tblStylePr") if p.get("w-type") == "firstRow"]
        return any(on(part.find("w-rPr"), "w-b") or part.find("w-tcPr/w-shd") is not None for part in parts)

    def _properties(self, run: Element, paragraph: str) -> Iterator[Element]:
        """What is said of a run in a paragraph of some style: of itself, by its style, by that of its paragraph."""
        direct = run.find("w-rPr")
        if direct is not None:
            yield direct
        for key in (value(run.find("w-rPr/w-rStyle")), paragraph):
            yield from (found for style in self.chain(key) if (found := style.find("w-rPr")) is not None)

    def switched(self, run: Element, paragraph: str, name: str) -> bool:
        """Whether a property such as `w-b` is on for a run in a paragraph of some style."""
        said = (on(properties, name) for properties in self._properties(run, paragraph))
        return next((each for each in said if each is not None), False)

    def said(self, run: Element, paragraph: str, name: str) -> str:
        """The value of a property such as `w-sz` for a run in a paragraph of some style; empty where none is said."""
        said = (value(properties.find(name)) for properties in self._properties(run, paragraph))
        return next(filter(None, said), "")
