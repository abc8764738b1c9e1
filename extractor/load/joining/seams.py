"""What goes between two halves of words that were cut, and how a text that was cut ends and goes on."""

from __future__ import annotations

from collections.abc import Callable

import regex

# Of the words above and below: what goes between, and how many characters go at the end of the first.
Seam = Callable[[str, str], tuple[str, int]]

_HYPHEN = regex.compile(r"[\p{L}\d]-$")
_SUSPENDED = regex.compile(r"(?:and|or|to)(?![-\w])")
_CLOSED = regex.compile(r"[.!?:;…][\"'”’)\]*]*$")
# A text that ends so is not finished, whatever follows it.
_OPEN = regex.compile(
    r"(?:[,(–—-]|\b(?:a|an|and|any|are|as|at|be|by|for|from|had|has|have|in|into|is|its|not|of|on|or|our|that|the|their"
    r"|these|this|those|to|was|were|which|who|will|with|within))$"
)
_LOW = regex.compile(r"[\"'“‘(\[]*\p{Ll}")
_TAIL = 40  # characters that tell how a text ends: a search from its beginning takes ever longer as a paragraph grows


def plain_seam(above: str, below: str) -> tuple[str, int]:
    """A blank, but behind a hyphen nothing: whether it belongs to the word is not known, so it stays."""
    return "" if _ends(_HYPHEN, above) and not _SUSPENDED.match(below) else " ", 0


def is_closed(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _ends(_CLOSED, text)


def is_open(text: str) -> bool:
    """Whether a text breaks off: behind a comma, or a word that nothing ends with."""
    return _ends(_OPEN, text)


def starts_low(text: str) -> bool:
    """Whether a text begins with a small letter."""
    return bool(_LOW.match(text))


def _ends(expression: regex.Pattern[str], text: str) -> bool:
    return bool(expression.search(text, max(0, len(text) - _TAIL)))
