"""Sentences of running text."""

from __future__ import annotations

from collections.abc import Iterator

import regex

# A full stop ends a sentence before a capital, quotation or figure; not behind an initial or an abbreviation.
_END = regex.compile(
    r"""(?<=[.!?][)’”'"]?)(?<!\b(?:\p{L}|e\.g|i\.e|No|Mr|Mrs|Ms|Dr|St|vs|approx|cf|etc|para|paras|Fig|Inc|Ltd)\.)\s+(?=[("“‘'\[]*[\p{Lu}\d])"""
)


_LONGEST = 1_000  # characters: nothing longer is a sentence, and work on one grows with more than its length


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence between two offsets, without the blanks between them; what is too long is cut."""
    for break_ in _END.finditer(text, start, end):
        yield from _bounded(text, start, break_.start())
        start = break_.end()
    if start < end:
        yield from _bounded(text, start, end)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = start + _LONGEST if cut < 0 else cut
        yield start, cut
        start = cut + 1 if text[cut : cut + 1] == " " else cut
    if start < end:
        yield start, end
