"""Automatic numbers: what Word prints before headings and list items, and does not keep among their words."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

import regex

from extractor.domain.numerals import written
from extractor.load.docx.properties import Styles, number, on, value

_PLACE = regex.compile(r"%([1-9])")
_DEEPEST = 8
_NESTED = regex.compile(r"List\s?(?:Bullet|Number)\s?([2-5])", regex.I)  # Word's styles of lists within lists


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph: its words, whether it is a bullet, and its level from 0."""

    text: str
    bullet: bool
    level: int


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""

    @classmethod
    def read(cls, element: Element) -> _Level:
        restart = element.find("w-lvlRestart")
        return cls(
            number(value(element.find("w-start")), 1),
            value(element.find("w-numFmt")) or "decimal",
            value(element.find("w-lvlText")),
            None if restart is None else number(value(restart), 0),
            bool(on(element, "w-isLgl")),
            value(element.find("w-pStyle")),
        )


class Numbering:
    """Counts the numbered paragraphs of a Word file, in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self.styles = styles
        self.abstract: dict[str, dict[int, _Level]] = {}
        self.lists: dict[str, str] = {}
        self.overrides: dict[str, dict[int, _Level]] = {}
        self.restarts: dict[str, dict[int, int]] = {}
        self.counters: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        named: dict[str, str] = {}
        links: dict[str, str] = {}
        for element in root.iterfind("w-abstractNum"):
            key = element.get("w-abstractNumId", "")
            self.abstract[key] = _levels(element)
            named[value(element.find("w-styleLink"))] = key
            links[key] = value(element.find("w-numStyleLink"))
        for element in root.iterfind("w-num"):
            key, abstract = element.get("w-numId", ""), value(element.find("w-abstractNumId"))
            if links.get(abstract):
                abstract = named.get(links[abstract], abstract)
            self.lists[key] = abstract
            self.overrides[key], self.restarts[key] = {}, {}
            for override in element.iterfind("w-lvlOverride"):
                level = number(override.get("w-ilvl", ""), 0, _DEEPEST)
                self.overrides[key].update(_levels(override))
                start = override.find("w-startOverride")
                if start is not None:
                    self.restarts[key][level] = number(value(start), 1)

    def label(self, paragraph: Element) -> Label | None:
        """What Word prints before a paragraph; None before one without number or bullet. Counts the paragraph."""
        key, level = self._place(paragraph)
        abstract = self.lists.get(key)
        if abstract is None:
            return None
        levels = self.abstract.get(abstract, {}) | self.overrides[key]
        if level not in levels:
            return None
        own = levels[level]
        if own.form == "bullet":
            return Label(own.text, True, level or self._depth(paragraph))
        counts = self._count(key, abstract, level, levels)

        def count(match: regex.Match[str]) -> str:
            at = int(match[1]) - 1
            shown = levels.get(at, _Level())
            return written(counts.get(at, shown.start), "decimal" if own.legal else shown.form)

        text = _PLACE.sub(count, own.text).strip()
        return Label(text, False, level or self._depth(paragraph)) if text else None

    def _depth(self, paragraph: Element) -> int:
        """How deep the style of a paragraph sets it, where each of a file's styles has a list of its own."""
        nested = _NESTED.fullmatch(self.styles.of(paragraph))
        return int(nested[1]) - 1 if nested else 0

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """The list that a paragraph belongs to, and its level there."""
        key = level = ""
        direct = paragraph.find("w-pPr/w-numPr")
        if direct is not None:
            key, level = value(direct.find("w-numId")), value(direct.find("w-ilvl"))
        if key:
            return key, number(level, 0, _DEEPEST)
        for style in self.styles.chain(self.styles.of(paragraph)):
            found = style.find("w-pPr/w-numPr")
            if found is None:
                continue
            level = level or value(found.find("w-ilvl"))
            key = value(found.find("w-numId"))
            if key:
                linked = self.abstract.get(self.lists.get(key, ""), {})
                name = style.get("w-styleId", "")
                at = next((n for n, each in linked.items() if each.style == name), 0)
                return key, number(level, at, _DEEPEST)
        return "", 0

    def _count(self, key: str, abstract: str, level: int, levels: dict[int, _Level]) -> dict[int, int]:
        counts = self.counters.setdefault(abstract, {})
        restart = self.restarts[key].get(level)
        if restart is not None and (key, level) not in self.begun:
            counts[level] = restart
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = levels[level].start if restart is None else restart
        self.begun.add((key, level))
        for above in range(level):
            counts.setdefault(above, levels[above].start if above in levels else 1)
        for below in [n for n in counts if n > level]:
            after = levels[below].restart if below in levels else None
            if after is None or level < after:
                del counts[below]
        return counts


def _levels(parent: Element) -> dict[int, _Level]:
    return {
        number(element.get("w-ilvl", ""), 0, _DEEPEST): _Level.read(element) for element in parent.iterfind("w-lvl")
    }
