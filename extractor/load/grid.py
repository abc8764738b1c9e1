"""What the rows of a table are: which of them head its columns."""

from __future__ import annotations

from collections.abc import Sequence

import regex

# A figure as tables print it: 85.6, 2,815, -11%, £22m, 17.4 days, 1.7% (target), <50%, NR, -
_UNITS = r"%|per cent|days?|weeks?|months?|years?|hours?|p|k|m|bn|million"
_FIGURE = regex.compile(rf"^[<>~]?[-–−+]?[£$]?\d[\d,.]*\s*(?:{_UNITS})?(?:\s*\(.*\))?$|^[-–—]$", regex.I)


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure, or a dash in its place."""
    return bool(_FIGURE.match(text.strip()))


def is_header(row: Sequence[str]) -> bool:
    """Whether a row can head columns: words behind its first cell, most of them short, and no figure among them."""
    values = [text for text in row[1:] if text]
    long = sum(len(text) > 60 for text in values)
    if long and (long * 2 > len(values) or max(map(len, values)) > 160):
        return False
    return bool(values) and not any(is_figure(text) or text.endswith(".") for text in values)


def header_rows(rows: Sequence[Sequence[str]], limit: int = 3) -> int:
    """How many leading rows head the columns: all rows of words before the first row of figures, at most `limit`.

    A table without any figure has one heading row where its first row names every column in fewer words than the rows
    below, else none.
    """
    for number, row in enumerate(rows):
        if any(is_figure(text) for text in row[1:]):
            head = [r for r in rows[:number] if is_header(r)]
            return number if number <= limit and len(head) == number else 0
    return 0
