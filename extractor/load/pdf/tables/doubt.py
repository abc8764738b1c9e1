"""What is set like a table and is none: prose in columns, and the scales and labels of charts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.frame import Span
from extractor.load.pdf.tables.pieces import Piece
from extractor.load.pdf.tables.rows import by_column
from extractor.load.pdf.tables.wraps import fits

_NUMBER = regex.compile(r"-?\d[\d,]*(?:\.\d+)?")


def is_prose(lines: Sequence[Sequence[Piece]], widths: Sequence[float], settings: TableSettings) -> bool:
    """Whether pieces are lines of prose side by side: in every column most of them had no room for the next word.

    Args:
        lines: the pieces, line by line.
        widths: how wide the words of every column are at most.
        settings: of tables.
    """
    columns = by_column(lines, len(widths))
    for column, width in zip(columns, widths, strict=True):
        pairs = list(pairwise(column))
        full = sum(not piece.value and not fits(piece, after, width) for piece, after in pairs)
        if len(column) < settings.prose_lines or full < settings.full_lines * len(pairs):
            return False
    return True


def is_chart(rows: Sequence[Sequence[Piece]], width: int, heads: int, settings: TableSettings) -> bool:
    """Whether rows without rules are the labels of a chart: they fill few cells, or they are the steps of a scale.

    Args:
        rows: the pieces of every row.
        width: how many columns there are.
        heads: how many rows are set as headings.
        settings: of tables.
    """
    filled = sum(len({piece.first for piece in row}) for row in rows)
    label = heads and len(rows) == 1 and not any(piece.last for piece in rows[0])  # its figures are on the next page
    if width > 2 and not label and filled < settings.filled * width * len(rows):
        return True
    first = [piece.text for row in rows for piece in row if not piece.first]
    return not heads and len(first) == len(rows) > 2 and _is_scale(first)


def _is_scale(texts: Sequence[str]) -> bool:
    """Whether figures go up or down by the same step."""
    if not all(_NUMBER.fullmatch(text) for text in texts):
        return False
    values = [float(text.replace(",", "")) for text in texts]
    steps = {round(b - a, 6) for a, b in pairwise(values)}
    return len(steps) == 1 and abs(next(iter(steps))) > 1


def is_axis(covered: Sequence[Span], settings: TableSettings) -> bool:
    """Whether words of a line stand all equally far apart, as below a chart."""
    middles = [(a + b) / 2 for a, b in covered]
    steps = [b - a for a, b in pairwise(middles)]
    return len(steps) > 2 and max(steps) - min(steps) < settings.even * max(steps)
