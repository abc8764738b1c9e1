"""Numbers as reports print them: in digits, in words, and as lists and footnotes are counted."""

from __future__ import annotations

import regex

__all__ = ["number", "share", "written"]

_LONGEST = 16  # characters of digits
_DIGITS = regex.compile(r"\d+(?:\.\d+)?")
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_ARTICLE = regex.compile(r"^an?(?= )")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


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
