"""Numbers in words, as far as reports count in words."""

from __future__ import annotations

__all__ = ["number"]

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: value for value, word in enumerate(_ONES)} | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
_WORDS |= {"no": 0, "none": 0, "both": 2}


def number(words: str) -> int | None:
    """`nine`, `Twenty-eight`, `19` or `1,204` as a number; None where the words are none of these."""
    text = words.strip().casefold().replace(",", "")
    if text.isdecimal() and len(text) < 16:
        return int(text)
    if text in _WORDS:
        return _WORDS[text]
    tens, _, ones = text.replace("-", " ").partition(" ")
    if tens in _TENS and 0 < _WORDS.get(ones, 0) < 10:
        return _WORDS[tens] + _WORDS[ones]
    return None
