"""Numbers of things, as reports count them."""

from __future__ import annotations

from extractor import numerals

__all__ = ["number"]

_WORDS = {"no": 0, "none": 0, "both": 2}


def number(words: str) -> int | None:
    """`nine`, `Twenty-eight`, `19` or `1,204` as a whole number; None where the words are none of these."""
    word = words.strip().casefold()
    value = _WORDS[word] if word in _WORDS else numerals.number(word)
    return int(value) if value is not None and value == int(value) else None
