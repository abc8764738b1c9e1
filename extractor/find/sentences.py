"""Sentences of running text."""

from __future__ import annotations

from collections.abc import Iterator

import regex

# A full stop ends a sentence before a capital, quotation or figure; not behind an initial or an abbreviation.
_END = regex.compile(
    r"""(?<=[.!?][)’”'"]?)(?<!\b(?:\p{L}|e\.g|i\.e|No|Mr|Mrs|Ms|Dr|St|vs|approx|cf|etc|para|paras|Fig|Inc|Ltd)\.)\s+(?=[("“‘'\[]*[\p{Lu}\d])"""
)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence between two offsets, without the blanks between them."""
    for break_ in _END.finditer(text, start, end):
        yield start, break_.start()
        start = break_.end()
    if start < end:
        yield start, end
