"""Rows of a table that a conversion has taken apart: labels and figures that take turns, and what heads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import regex

from extractor.load import shapes
from extractor.load.text.cells import LOW
from extractor.load.text.repair import glued

PERCENT = r"(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)\s?%"
MARKS = r"(?:\s?\*{1,3}){0,3}"
ASKED = regex.compile(rf"\?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{{0,3}}{MARKS}(?:\s?\d{{1,2}})?$")
CLOSED = regex.compile(r"[.!?:;%][\"'”’)\]]*(?:\s?\d{1,2})?$")
LEAD = 80  # how long a line within a table can be
_HEAD_LINES, _HEAD_WIDTH = 10, 40
_FIGURE = regex.compile(r"[-–]?£?\d[\d,]{0,11}(?:\.\d+)?\s?%?")
_MOST_LINES, _LONGEST = 3, 110  # of a label; characters of a line of it
_LISTED = regex.compile(rf"(?P<label>\p{{Lu}}.{{3,110}}?[^\s,;:.–—-])\s(?P<values>{PERCENT})")


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


def above(lines: Sequence[str], at: int, blanks: int = 1) -> int | None:
    """The next line above that is not blank, over so many blank lines at most."""
    return next((n for n in range(at - 1, max(-1, at - 2 - blanks), -1) if lines[n].strip()), None)


def turns(lines: Sequence[str]) -> list[Row]:
    """Rows of one figure whose labels ask nothing: labels and figures take turns, or each line ends with its figure."""
    found: list[Row] = []
    run: list[Row] = []
    for at, line in enumerate(lines):
        text = line.strip()
        row = None
        if "\t" in text or not text or text.startswith(("|", "#")):
            continue
        listed = _LISTED.fullmatch(text) if text.endswith("%") and len(text) < 130 else None
        if listed and not shapes.is_open(listed["label"]) and not _goes_on(lines, at):
            row = Row(at, at + 1, listed["label"], [listed["values"]])
        elif _FIGURE.fullmatch(text) and not _figure_beside(lines, at):
            last = above(lines, at)
            start = _label_start(lines, last) if last is not None else None
            if last is not None and start is not None:
                label = reduce(glued, (line.strip() for line in lines[start : last + 1]))
                row = Row(start, at + 1, label, [text])
        if row is None:
            continue
        between = [other.strip() for other in lines[run[-1].end : row.start] if other.strip()] if run else []
        if len(between) > 1 or any(len(other) > LEAD or "\t" in other or LOW.match(other) for other in between):
            found += _plain(run)
            run = []
        elif between:  # a heading inside the table
            run.append(Row(run[-1].end, row.start, between[0], [""]))
        run.append(row)
    return found + _plain(run)


def _plain(run: list[Row]) -> list[Row]:
    """A run of rows if it is long enough to be no chance."""
    values = [row.values[0] for row in run if row.values[0]]
    if len({row.label for row in run}) < len(run):
        return []  # a running header and its page numbers
    return run if len(values) >= (2 if all(value.endswith("%") for value in values) else 4) else []


def _label_start(lines: Sequence[str], last: int) -> int | None:
    """The line in which a label begins that ends in the line `last`; None where that is none."""
    start = last
    while last - start < _MOST_LINES - 1 and start and LOW.match(lines[start].strip()) and lines[start - 1].strip():
        start -= 1
    if start < last and CLOSED.search(lines[last].strip()):
        return None
    return start if _is_label(lines, start) else None


def _is_label(lines: Sequence[str], at: int) -> bool:
    text = lines[at].strip()
    if not (3 < len(text) < _LONGEST) or LOW.match(text) or CLOSED.search(text) or "\t" in text or shapes.is_open(text):
        return False
    return any(ch.isalpha() for ch in text) and not _goes_on(lines, at)


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether a line is the rest of a sentence that the line above it begins."""
    upper = lines[at - 1].strip() if at else ""
    return bool(upper) and (shapes.is_open(upper) or len(upper) > 70)


def _figure_beside(lines: Sequence[str], at: int) -> bool:
    """Whether a figure has another one above or below it: then a label has several."""
    upper, lower = above(lines, at), next((n for n in range(at + 1, len(lines)) if lines[n].strip()), None)
    return any(n is not None and _FIGURE.fullmatch(lines[n].strip()) for n in (upper, lower))
