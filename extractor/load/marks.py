"""Footnote marks among words: a private character stands for each while words are put together, then is taken out."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.load.normalise import plain_digits

_FIRST, _MOST = 0xF0000, 65_000
_PRIVATE = "\U000f0000-\U000ffffd"
_UNIT = r"(?:[kcm]?m|ft|CO)"  # not the raised 2 of square miles and the like
_NOTE = regex.compile(rf"(?<!\b{_UNIT}) ?(?<!\b{_UNIT} )([⁰¹²³⁴⁵⁶⁷⁸⁹]+)| ?([{_PRIVATE}])")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
OWN = regex.compile(f"[{_PRIVATE}]")
DIGITS = regex.compile(r"\s*\[?\s*([0-9]{1,3})\s*\]?\s*")


def mark(label: str, labels: list[str]) -> str:
    """The character that stands for the mark of a footnote; its label joins `labels`."""
    labels.append(label)
    return chr(_FIRST + min(len(labels) - 1, _MOST))


def raised(digits: str) -> str:
    """Digits as superscript ones, which are read as the mark of a footnote."""
    return digits.translate(_RAISED)


def taken(text: str, labels: Sequence[str]) -> tuple[str, list[tuple[int, str]]]:
    """Words without the marks of footnotes, and where those stood as (offset, label)."""
    kept: list[str] = []
    notes: list[tuple[int, str]] = []
    length = last = 0
    for match in _NOTE.finditer(text):
        kept.append(text[last : match.start()])
        length += match.start() - last
        label = plain_digits(match[1]) if match[1] else labels[ord(match[2]) - _FIRST]
        notes.append((length, label))
        last = match.end()
    return "".join(kept) + text[last:], notes
