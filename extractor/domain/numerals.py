"""Numbers as reports print them: in digits, in words, and as lists and footnotes are counted."""

from __future__ import annotations

import regex

__all__ = ["bounds", "count", "number", "share", "written"]

_LONGEST = 16  # characters of digits
_DIGITS = regex.compile(r"\d+(?:\.\d+)?")
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_ARTICLE = regex.compile(r"^an?(?= )")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_COUNTED = {"no": 0, "none": 0, "both": 2}
# What words before a share make of it: how far below it, and how far above it, in percentage points, a figure may lie.
# The first that is found counts. A share without such words is one of tenths or so, and rounded to the next.
_BOUNDS = (
    (regex.compile(r"\b(?:just|slightly|a little) (?:over|above|more than)\b", regex.I), (0.0, 10.0)),
    (regex.compile(r"\b(?:almost|nearly|close to|just (?:under|below))\b", regex.I), (10.0, 0.0)),
    (regex.compile(r"\b(?:over|above|more than|higher than|at least)\b", regex.I), (0.0, 100.0)),
    (regex.compile(r"\b(?:under|below|less than|fewer than|lower than|at most|up to)\b", regex.I), (100.0, 0.0)),
    (regex.compile(r""), (5.0, 5.0)),
)


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


def share(words: str) -> float | None:
    """`half`, `a third` or `three-quarters` as a share of 1; None where the words are none."""
    times, _, part = words.strip().casefold().replace("-", " ").rpartition(" ")
    of = _PARTS.get(part) or _PARTS.get(part.removesuffix("s"))
    count = 1.0 if times in ("", "a", "an") else number(times)
    return count / of if of and count is not None else None


def written(count: int, form: str) -> str:
    """A number in one of Word's formats; decimal in those that are not known, and where letters would run on."""
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman = ""
        for worth, letters in _ROMAN:
            roman += letters * (count // worth)
            count %= worth
        return roman if form == "lowerRoman" else roman.upper()
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 260:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form == "decimalZero":
        return f"{count:02}"
    if form == "none":
        return ""
    return str(count)


def count(words: str) -> int | None:
    """`no`, `both`, `nine`, `Twenty-eight` or `1,204` as a whole number; None where the words are none of these."""
    word = words.strip().casefold()
    value = _COUNTED[word] if word in _COUNTED else number(word)
    return int(value) if value is not None and value == int(value) else None


def bounds(words: str) -> tuple[float, float]:
    """How far below and above a share the words before it let a figure lie, in percentage points."""
    return next(limits for wording, limits in _BOUNDS if wording.search(words))
