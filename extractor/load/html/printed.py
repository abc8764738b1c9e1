"""What a page shows: scripts, hidden parts, and links that only move within the page or share it are taken out."""

from __future__ import annotations

from typing import Any

import regex

from extractor.load.html import appearance
from extractor.load.html.parse import WORDS_IN_PICTURE
from extractor.load.html.tree import HEADINGS, any_above, drop, fragment, replace, tokens, words_in

_UNPRINTED = (
    "script", "style", "noscript", "template", "head", "title", "button", "input", "select", "textarea", "label", "map",
    "datalist", "progress", "meter", "iframe", "object", "embed", "audio", "video", "canvas", "applet", "frameset",
)  # fmt: skip
_SAID_ONLY = regex.compile(
    r".*(?:sr-only|visually-?hidden|screen-?reader|element-invisible|nonvisual|assistive)(?:-text)?"
)
_MOVES = regex.compile(
    r"\W*(?:(?:(?:back|return|go|jump) to |to the )?(?:the )?top(?: of (?:the |this )?page)?|skip to .*|"
    r"back to (?:the )?(?:contents?(?: page| list)?|start)|print(?: this)?(?: page| document)?|share this(?: page)?|"
    r"tweet this|e?mail this(?: page)?|download this page|copy link)\W*",
    regex.I,
)
_LETTERED = 6  # pieces of text in a drawing that is no icon
_LONGEST = 60  # characters of such a link
_ANCHOR = regex.compile(r"[#¶§🔗⚓\s]*")


def strip(root: Any) -> None:
    """Take out what is not shown; pictures become `img` with their words and colour, words that are only said too."""
    for element in [e for e in root.iter() if not isinstance(e.tag, str)]:
        drop(element)
    for element in list(root.iter("svg")):
        _picture(element)
    for element in list(root.iter()):
        if (
            element.tag in _UNPRINTED
            or (element.tag != "img" and appearance.is_hidden(element))
            or appearance.is_struck(element)
        ):
            drop(element)
        elif element.tag == "img":
            if appearance.is_hidden(element):
                element.set("alt", "")
        elif any(_SAID_ONLY.fullmatch(token) for token in tokens(element)) and element.find(".//h1") is None:
            replace(element, "img", alt="", said=words_in(element))


def _picture(element: Any) -> None:
    title = element.find(".//title")
    said = element.get("aria-label") or (words_in(title) if title is not None else "")
    silent = appearance.is_hidden(element)
    shown = element.get("hidden") is None and "none" not in element.get("style", "").replace(
        "display: none", "display:none"
    )
    lettered = shown and sum(1 for _ in element.iter("text")) >= _LETTERED
    icon = appearance.drawn(element) if shown else ""
    replace(element, "img", alt="" if silent else said, icon=icon, src=WORDS_IN_PICTURE if lettered else "")


def unlink(root: Any) -> None:
    """Take out links to the top of the page, to headings themselves, for skipping and sharing, with their brackets."""
    for link in list(root.iter("a")):
        words = words_in(link)
        if not link.get("href") or len(words) >= _LONGEST:
            continue
        if words:
            own = _ANCHOR.fullmatch(words) and any_above(link, HEADINGS)
            idle = _MOVES.fullmatch(words) or fragment(link) == "top" or own
        else:  # an icon that links; one with a name is where other links lead
            idle = not (link.get("id") or link.get("name") or next(link.iter("img"), None) is not None)
        if idle:
            _unbracket(link)
            drop(link)


def _unbracket(link: Any) -> None:
    """Take the brackets around a link away."""
    before, parent = link.getprevious(), link.getparent()
    front = (before.tail if before is not None else parent.text) or ""
    if front.rstrip().endswith(("(", "[")) and (link.tail or "").lstrip().startswith((")", "]")):
        front = front.rstrip()[:-1]
        link.tail = (link.tail or "").lstrip()[1:]
        if before is not None:
            before.tail = front
        else:
            parent.text = front
