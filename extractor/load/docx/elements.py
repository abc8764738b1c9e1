"""The elements of a Word file that are printed: what only holds others is looked through, what is deleted left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

# What only holds other content, and is looked through.
_HOLDERS = {
    "w-hyperlink", "w-ins", "w-moveTo", "w-smartTag", "w-sdt", "w-sdtContent", "w-customXml", "w-fldSimple", "w-dir",
    "w-bdo",
}  # fmt: skip
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0FC: "✔", 0xF0FB: "✘", 0xF0E0: "→", 0xF02D: "–"}


def within(parent: Iterable[Element], *tags: str, deep: bool = False) -> Iterator[Element]:
    """The elements of some kinds that stand in another in order, each version of them once.

    What only holds other content is looked through; with `deep`, everything is, but for what is found.
    """
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag == "mc-AlternateContent":
            yield from within(_chosen(child), *tags, deep=deep)
        elif deep or child.tag in _HOLDERS:
            yield from within(child, *tags, deep=deep)


def _chosen(element: Element) -> Element | tuple[()]:
    """The one of several versions of the same content that is taken, if there is any."""
    return next((found for name in ("mc-Choice", "mc-Fallback") if (found := element.find(name)) is not None), ())


def blocks(parent: Element) -> Iterator[Element]:
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


def parts(run: Iterable[Element]) -> Iterator[Element]:
    """What a run holds in order, each version of it once."""
    for child in run:
        if child.tag == "mc-AlternateContent":
            yield from parts(_chosen(child))
        else:
            yield child


def symbol(code: str) -> str:
    """The letter that a symbol of Word's fonts stands for, by its code in hexadecimal; empty where none is known."""
    try:
        at = int(code[:6], 16)
    except ValueError:
        return ""
    if at in _SYMBOLS:
        return _SYMBOLS[at]
    return "" if 0xE000 <= at <= 0xF8FF or at > 0xFFFF or 0xD800 <= at < 0xE000 else chr(at)
