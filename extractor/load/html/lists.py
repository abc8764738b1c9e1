"""Lists: the numbers that a browser computes, the words of an item, and lists on one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import regex

from extractor.domain.numerals import written
from extractor.load.html.tree import Blocks, inside, style
from extractor.load.html.words import Run, Speller, Spelt, whole
from extractor.load.words import Words

LISTS = ("ol", "ul", "menu", "dir")
BULLET = "•"
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}  # fmt: skip
_STYLE = regex.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b((?:lower|upper)-(?:alpha|latin|roman)|decimal(?:-leading-zero)?)\b", regex.I
)
_WHOLE = regex.compile(r"\s*(-?\d{1,9})\s*")


def number(root: Any) -> None:
    """Give every item of a list, as `Marker`, what a browser prints before it: a bullet where it has no order."""
    for element in root.iter(*LISTS):
        items = [child for child in element if child.tag == "li"]
        for item, marker in zip(items, _numbers(element, items), strict=True):
            item.set("Marker", marker)


def _numbers(element: Any, items: Sequence[Any]) -> list[str]:
    if element.tag != "ol":
        return [BULLET] * len(items)
    back = element.get("reversed") is not None
    number = _whole(element.get("start"), len(items) if back else 1)
    made = []
    for item in items:
        number = _whole(item.get("value"), number)
        form = _form(item) or _form(element) or "decimal"
        made.append(f"{written(number, form)}.")
        number += -1 if back else 1
    return made


def _form(element: Any) -> str:
    said = _STYLE.search(style(element))
    return _STYLES[said[1].lower()] if said else _FORMS.get(element.get("type", ""), "")


def _whole(said: str | None, default: int) -> int:
    found = _WHOLE.fullmatch(said or "")
    return int(found[1]) if found else default


def lead(item: Any, blocks: Blocks) -> tuple[list[Run], list[Any]]:
    """The runs that are the words of an item, and the blocks behind; loose words behind a block are paragraphs."""
    runs: list[list[Any]] = [[]]
    rest: list[Any] = []
    for node in blocks.parts(item):
        if node not in blocks:
            if not rest:
                runs[-1].append(node)
            elif not isinstance(node, str):
                rest.append(node)
            elif node.strip():
                rest.append(item.makeelement("p"))
                rest[-1].text = node
        elif node.tag in ("p", "div", "center") and not blocks.holds(node) and not rest:
            runs += [list(inside(node)), []]
        else:
            rest.append(node)
    return [run for run in runs if run], rest


def oneline(element: Any, blocks: Blocks, apart: Callable[[Any], bool] | None = None) -> Spelt:
    """The words of an element and of the blocks in it, the markers of list items before theirs.

    `apart` says which blocks in it are left out, as they are read by themselves.
    """
    parts: list[Spelt] = []
    run: list[Any] = []
    for node in blocks.parts(element):
        if node in blocks:
            parts += [whole(Speller().lines(run))] if run else []
            run = []
            if apart is not None and apart(node):
                continue
            below = oneline(node, blocks, apart)
            label = node.get("Marker", "")
            parts += [Spelt(Words(label))] if label and below.text else []
            parts.append(below)
        else:
            run.append(node)
    parts += [whole(Speller().lines(run))] if run else []
    return whole(parts)
