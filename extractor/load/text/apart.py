"""A row of a table that a conversion has taken apart, and what the lines around it are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

PERCENT = r"(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)\s?%"
MARKS = r"(?:\s?\*{1,3}){0,3}"
ASKED = regex.compile(rf"\?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{{0,3}}{MARKS}(?:\s?\d{{1,2}})?$")
LOW = regex.compile(r"[\"'“‘(\[]*\p{Ll}|&")
CLOSED = regex.compile(r"[.!?:;%][\"'”’)\]]*(?:\s?\d{1,2})?$")
RUNS_ON = regex.compile(r"\b(?:a|an|and|are|as|at|by|for|from|had|has|in|is|nearly|of|only|or|than|the|to|was|were)$")
LEAD = 80  # how long a line within a table can be
_HEAD_LINES, _HEAD_WIDTH = 10, 40


@dataclass(slots=True)
class Row:
    """A row: the lines from `start` to `end` that it takes up, its label and its figures."""

    start: int
    end: int
    label: str
    values: list[str]


def head(between: Sequence[str], size: int) -> tuple[int, list[str]] | None:
    """The headings of the columns that stand right above the first row: where they begin, and a heading a column.

    What heads the labels stands above those of the figures, below the sentence that leads in the table.
    """
    heads: list[str] = []
    places: list[int] = []
    words = ""
    led = False
    for at in range(len(between) - 1, max(-1, len(between) - 3 * _HEAD_LINES), -1):
        text = between[at].strip()
        if not text:
            continue
        if ASKED.search(text):
            return None  # the rest of a label that the page before has begun
        if len(text) > _HEAD_WIDTH or CLOSED.search(text) or "\t" in text or text[0].isdigit() or len(heads) > size + 1:
            led = bool(CLOSED.search(text)) and not words
            break
        words = f"{text} {words}".strip()
        if not LOW.match(text):
            heads.insert(0, words)
            places.insert(0, at)
            words = ""
    over = len(heads) - size  # what heads the labels, and what stands over all figures
    if led and over in (1, 2):
        return places[0], [heads[0], *heads[over:]]
    return (places[over], ["", *heads[over:]]) if size > 1 and over >= 0 else None


def above(lines: Sequence[str], at: int) -> int | None:
    """The next line above that is not blank, over one blank line at most."""
    return next((n for n in range(at - 1, max(-1, at - 3), -1) if lines[n].strip()), None)
