"""The words of a paragraph as Word would print them, with the marks of footnotes taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import regex

from extractor.document import Style
from extractor.domain.numerals import written
from extractor.load.docx.properties import Styles, number, value
from extractor.load.marks import OWN, mark, raised, taken
from extractor.load.normalise import characters, squeeze
from extractor.load.words import Words

# What only holds other content, and is looked through; what is not printed is left out.
HOLDERS = {
    "w-hyperlink", "w-ins", "w-moveTo", "w-smartTag", "w-sdt", "w-sdtContent", "w-customXml", "w-fldSimple", "w-dir",
    "w-bdo",
}  # fmt: skip
_UNPRINTED = ("w-vanish", "w-strike", "w-dstrike")  # hidden, and struck out in a corrected report
_SPACES = {"w-br", "w-cr"}
_TABS = {"w-tab", "w-ptab"}
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0FC: "✔", 0xF0FB: "✘", 0xF0E0: "→", 0xF02D: "–"}
_COLOUR = regex.compile(r"[0-9a-fA-F]{6}")


@dataclass(slots=True)
class Paragraph:
    """The words of a paragraph on one line, how it is set, and what it anchors.

    `cells` are the words between tabs; `frames` the contents of text boxes; `cited` the footnotes that are referred to,
    as (kind, id, label).
    """

    words: Words = field(default_factory=Words)
    style: Style = field(default_factory=Style)
    cells: list[str] = field(default_factory=list)
    frames: list[Element] = field(default_factory=list)
    cited: list[tuple[str, str, str]] = field(default_factory=list)
    icon: str = ""

    @property
    def text(self) -> str:
        """Its words, without their marks."""
        return self.words.text


def colour(text: str) -> str:
    """A colour of Word as `#rrggbb`; empty for none and automatic."""
    return f"#{text.lower()}" if _COLOUR.fullmatch(text) else ""


def chosen(element: Element) -> Element | tuple[()]:
    """The one of several versions of the same content that is taken, if there is any."""
    return next((found for name in ("mc-Choice", "mc-Fallback") if (found := element.find(name)) is not None), ())


def within(parent: Iterable[Element], *tags: str, deep: bool = False) -> Iterator[Element]:
    """The elements of some kinds that stand in another in order, each version of them once.

    What only holds other content is looked through; with `deep`, everything is, but for what is found.
    """
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag == "mc-AlternateContent":
            yield from within(chosen(child), *tags, deep=deep)
        elif deep or child.tag in HOLDERS:
            yield from within(child, *tags, deep=deep)


class Speller:
    """Spells paragraphs, and numbers footnotes in the order in which they are referred to."""

    def __init__(self, styles: Styles, forms: dict[str, str]) -> None:
        self.styles = styles
        self.forms = forms
        self.counts: Counter[str] = Counter()

    def spell(self, paragraph: Element) -> Paragraph:
        """The words of a paragraph."""
        spelt = Paragraph()
        key = self.styles.of(paragraph)
        pieces: list[str] = []
        labels: list[str] = []
        settings: Counter[Style] = Counter()
        for run in within(paragraph, "w-r"):
            if any(self.styles.switched(run, key, name) for name in _UNPRINTED):
                continue
            text = "".join(self._pieces(run, spelt, labels))
            marks = raised(text, labels) if text.strip() and self._is_raised(run, key) else text
            if text.strip() and marks == text and not OWN.fullmatch(text.strip()):
                settings[self._style(run, key)] += len(text.strip())
            pieces.append(marks)
        raw = characters("".join(pieces).replace("\t", "\ue000")).replace("\ue000", "\t")
        spelt.cells = [taken(squeeze(cell), labels)[0] for cell in raw.split("\t")]
        spelt.words = Words(*taken(squeeze(raw), labels))
        if settings:
            main = settings.most_common(1)[0][0]
            bold, italic = all(each.bold for each in settings), all(each.italic for each in settings)
            spelt.style = Style(main.size, bold, italic, main.colour)
        return spelt

    def _is_raised(self, run: Element, key: str) -> bool:
        lift = self.styles.said(run, key, "w-position")
        return self.styles.said(run, key, "w-vertAlign") == "superscript" or number(lift, 0) > 0

    def _style(self, run: Element, key: str) -> Style:
        said, switched = self.styles.said, self.styles.switched
        size = number(said(run, key, "w-sz"), 0) / 2 or self.styles.size
        return Style(size, switched(run, key, "w-b"), switched(run, key, "w-i"), colour(said(run, key, "w-color")))

    def _pieces(self, run: Element, spelt: Paragraph, labels: list[str]) -> Iterator[str]:
        for part in _parts(run):
            if part.tag == "w-t":
                yield OWN.sub("", part.text or "").replace("\t", " ").replace("\n", " ").replace("\ue000", "")
            elif part.tag in _TABS:
                yield "\t"
            elif part.tag in _SPACES:
                yield " "
            elif part.tag == "w-noBreakHyphen":
                yield "-"
            elif part.tag == "w-sym":
                yield _symbol(value(part, "w-char"))
            elif part.tag in ("w-footnoteReference", "w-endnoteReference"):
                kind = part.tag[2:-9]
                own = value(part, "w-customMarkFollows") in ("1", "true", "on")
                label = squeeze("".join(text.text or "" for text in run.iterfind("w-t"))) if own else self._next(kind)
                spelt.cited.append((kind, part.get("w-id", ""), label))
                yield mark(label, labels)
                if own:
                    return
            elif part.tag in ("w-drawing", "w-pict", "w-object"):
                self._drawn(part, spelt)

    def _next(self, kind: str) -> str:
        self.counts[kind] += 1
        return written(self.counts[kind], self.forms.get(kind, "decimal"))

    @staticmethod
    def _drawn(part: Element, spelt: Paragraph) -> None:
        """What is drawn: text boxes, and the colour of a shape without words."""
        boxes = list(within(part, "w-txbxContent", deep=True))
        spelt.frames += boxes
        if not boxes:
            fill = next((f for f in part.iter("a-solidFill") if f.find("a-srgbClr") is not None), None)
            if fill is not None:
                spelt.icon = spelt.icon or colour(value(fill.find("a-srgbClr"), "val"))


def _parts(run: Iterable[Element]) -> Iterator[Element]:
    for child in run:
        if child.tag == "mc-AlternateContent":
            yield from _parts(chosen(child))
        else:
            yield child


def _symbol(code: str) -> str:
    try:
        at = int(code[:6], 16)
    except ValueError:
        return ""
    if at in _SYMBOLS:
        return _SYMBOLS[at]
    return "" if 0xE000 <= at <= 0xF8FF or at > 0xFFFF or 0xD800 <= at < 0xE000 else chr(at)
