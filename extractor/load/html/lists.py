"""Numbers of ordered lists, which a browser computes."""

from __future__ import annotations

from typing import Any

import regex

from extractor.load.numerals import written

_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}  # fmt: skip
_STYLE = regex.compile(r"list-style(?:-type)?\s*:[^;]*?\b((?:lower|upper)-(?:alpha|latin|roman)|decimal-leading-zero|decimal)\b", regex.I)
_WHOLE = regex.compile(r"\s*(-?\d{1,9})\s*")


def items_of(element: Any) -> list[Any]:
    """The items of a list."""
    return [child for child in element if child.tag == "li"]


def markers(element: Any) -> list[str]:
    """What a browser prints before each item of a list; bullets before those of one without order."""
    items = items_of(element)
    if element.tag != "ol":
        return ["•"] * len(items)
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
    said = _STYLE.search(element.get("style", ""))
    return _STYLES[said[1].lower()] if said else _FORMS.get(element.get("type", ""), "")


def _whole(said: str | None, default: int) -> int:
    found = _WHOLE.fullmatch(said or "")
    return int(found[1]) if found else default
