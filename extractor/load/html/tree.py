"""The tree of a page: its blocks, its links within the page, and taking things out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import regex

from extractor.load.normalise import characters, squeeze

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "footnote", "form", "header", "hgroup", "hr", "html",
    "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", "xmp", *HEADINGS,
}  # fmt: skip
_LONGEST_NAME = 60
_ROW = regex.compile(r"(?:^|[;\s])display\s*:\s*(?:inline-)?(?:flex|grid)\b", regex.I)
_FLOATS = regex.compile(r"(?:^|[;\s])float\s*:\s*(?:left|right|inline-)", regex.I)
_SHOWN_AS_BLOCK = regex.compile(r"(?:^|[;\s])display\s*:\s*(?:block|flex|grid|list-item|table)\b", regex.I)


def drop(element: Any) -> None:
    """Take an element out of its tree; the words behind it stay."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and element.tail.strip():
        replace(element, "wbr")  # cheaper than moving the words, of which there may be many
        return
    parent.remove(element)


def replace(element: Any, tag: str, **attributes: str) -> None:
    """Empty an element and make it another; the words behind it stay."""
    tail = element.tail
    element.clear()
    element.tail = tail
    element.tag = tag
    for name, value in attributes.items():
        element.set(name, value)


def words_in(element: Any) -> str:
    """All words of an element, with single spaces."""
    return squeeze(characters("".join(element.itertext())))


def style(element: Any) -> str:
    """The style that an element has of its own; of an endless one only the beginning."""
    said: str = element.get("style") or ""
    return said[:2000]


def spread(root: Any) -> None:
    """Part what a page shows apart without a blank between: the children of a flex box or grid, and what floats."""
    for element in root.iter():
        if isinstance(element.tag, str) and (said := style(element)):
            if _ROW.search(said):
                element.text = f"{element.text or ''} "
                for child in element:
                    child.tail = f" {child.tail or ''}"
            if _FLOATS.search(said) and not _is_initial(element):
                element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"


def _is_initial(element: Any) -> bool:
    """Whether an element is the large first letter of the word behind it."""
    rest = regex.split(r"\P{L}", element.tail or "", maxsplit=1)[0]
    return len("".join(element.itertext()).strip()) == 1 and (rest.islower() or rest.isupper())


def is_block(element: Any) -> bool:
    """Whether an element begins a line of its own."""
    return element.tag in BLOCKS or bool(_SHOWN_AS_BLOCK.search(style(element)))


def inside(element: Any) -> Iterator[Any]:
    """What an element holds: its strings and elements in order."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


class Blocks:
    """The elements of a tree that begin a line of their own: blocks, and those that hold one."""

    def __init__(self, root: Any) -> None:
        self.holders: set[Any] = set()
        for element in root.iter():
            if is_block(element):
                for each in above(element):
                    if each in self.holders:
                        break
                    self.holders.add(each)

    def __contains__(self, node: Any) -> bool:
        return not isinstance(node, str) and (is_block(node) or node in self.holders)

    def parts(self, element: Any) -> Iterator[Any]:
        """What an element holds, strings and elements in order; inline elements around blocks are looked through."""
        for node in inside(element):
            if node in self and not is_block(node):
                yield from self.parts(node)
            else:
                yield node

    def holds(self, element: Any) -> bool:
        """Whether an element holds a block, in itself or deeper."""
        return element in self.holders


def targets(root: Any) -> dict[str, Any]:
    """The elements that links can lead to, by their names."""
    found: dict[str, Any] = {}
    for element in root.iter():
        if name := element.get("id"):
            found.setdefault(name, element)
        if element.tag == "a" and (name := element.get("name")):
            found.setdefault(name, element)
    return found


def fragment(link: Any) -> str:
    """The name within a page that a link leads to; empty where it leads nowhere in a page."""
    _, hash_, name = (link.get("href") or "").partition("#")
    return unquote(name.strip()) if hash_ else ""


def link_share(element: Any) -> float:
    """The share of an element's characters that are words of links, from 0 to 1."""
    total = len(words_in(element))
    linked = sum(len(words_in(link)) for link in element.iter("a") if link.get("href"))
    return linked / total if total else 0.0


def tokens(element: Any) -> Iterable[str]:
    """The words of an element's class, those that are no names left out."""
    return [token for token in (element.get("class") or "").lower().split() if len(token) <= _LONGEST_NAME]


def above(element: Any) -> Iterator[Any]:
    """The elements around one, innermost first."""
    parent = element.getparent()
    while parent is not None:
        yield parent
        parent = parent.getparent()


def any_above(element: Any, tags: Iterable[str]) -> bool:
    """Whether an element stands in one of some kinds."""
    return any(each.tag in tags for each in above(element))


def put_captions_first(root: Any) -> None:
    """Put what a figure says below its only table above it, where the captions of tables stand."""
    for figure in list(root.iter("figure")):
        captions, tables = list(figure.iterchildren("figcaption")), list(figure.iter("table"))
        bare = len(captions) == len(tables) == 1 and tables[0].find("caption") is None
        if bare and not (captions[0].tail or "").strip():
            captions[0].tail = None
            figure.insert(0, captions[0])
