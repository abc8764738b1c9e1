"""Numbers as reports print them, in digits or in words."""

from __future__ import annotations

import regex

__all__ = ["number"]

_LONGEST = 16  # characters of digits
_DIGITS = regex.compile(r"\d+(?:\.\d+)?")
_ARTICLE = regex.compile(r"^an?(?= )")


def number(words: str) -> float | None:
    """`1,204`, `1 204`, `7.5`, `nine` or `a hundred and one` as a number; None where the words are none."""
    plain = words.strip().casefold()
    digits = regex.sub(r"[,\s](?=\d{3}(?!\d))", "", plain)
    if _DIGITS.fullmatch(digits):
        return float(digits) if len(digits) < _LONGEST else None
    from text_to_num import text2num

    try:
        return float(text2num(_ARTICLE.sub("one", " ".join(plain.replace("-", " ").split())), "en"))
    except ValueError:
        return None
