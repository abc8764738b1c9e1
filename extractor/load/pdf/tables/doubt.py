"""What is set like a table and is none: prose in columns, the scales and labels of charts, and ragged words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

import regex

from extractor.load.draft_blocks import Draft
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.columns import is_value
from extractor.load.pdf.tables.frame import Span
from extractor.load.pdf.tables.pieces import Piece
from extractor.load.pdf.tables.rows import by_column
from extractor.load.pdf.tables.wraps import fits

_NUMBER = regex.compile(r"-?\d[\d,]*(?:\.\d+)?")


def is_prose(lines: Sequence[Sequence[Piece]], widths: Sequence[float], settings: TableSettings) -> bool:
    """Whether pieces are lines of prose side by side: in every column most of them had no room for the next word.

    Most lines of prose have several words, as cells of codes or names have not. `widths` are how wide the words of
    every column are at most.
    """
    columns = by_column(lines, len(widths))
    for column, width in zip(columns, widths, strict=True):
        pairs = list(pairwise(column))
        full = sum(not piece.value and not fits(piece, after, width) for piece, after in pairs)
        if 2 * sum(" " in piece.text for piece in column) <= len(column):
            return False
        if len(column) < settings.prose_lines or full < settings.full_lines * len(pairs):
            return False
    return True


def is_chart(rows: Sequence[Sequence[Piece]], width: int, heads: int, settings: TableSettings) -> bool:
    """Whether rows without rules are the labels of a chart: they fill few cells, or they are the steps of a scale.

    `heads` counts the rows that are set as headings.
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


def are_columns(rows: Sequence[Sequence[Span]], xs: Sequence[float], settings: TableSettings) -> bool:
    """Whether the words of every column begin, end or are centred below one another."""
    for a, b in pairwise(xs):
        inside = [[(x0, x1) for x0, x1 in row if a <= x0 < b] for row in rows]
        ends = [(row[0][0], row[-1][1]) for row in inside if row]
        near = settings.same_place
        best = max(
            _most([x0 for x0, _ in ends], near),
            _most([x1 for _, x1 in ends], near),
            _most([x0 + x1 for x0, x1 in ends], 2 * near),
        )
        if best < max(2, settings.aligned * len(ends)):
            return False
    return True


def _most(places: Sequence[float], near: float) -> int:
    """How many places lie around one of them."""
    ordered = sorted(places)
    return max((bisect_right(ordered, x + near) - bisect_left(ordered, x - near) for x in ordered), default=0)


def is_table(draft: Draft, has_icons: bool, settings: TableSettings) -> bool:
    """Whether cells behind the labels say little, and enough rows have one; labels may stand behind their numbers."""
    rows = [row for row in draft.rows if any(cell.text for cell in row.cells[1:])]
    cells = [cell.text for row in rows for cell in row.cells[1:] if cell.text]
    if not cells:
        return False
    columns = [[len(row.cells[n].text.split()) for row in rows if row.cells[n].text] for n in range(len(rows[0].cells))]
    labels = max(columns[:-1], key=sum)
    counts = [count for column in columns if column is not labels for count in column]
    if sum(counts) > settings.wordy * len(counts):
        return False
    figures = sum(is_value(text) for text in cells)
    brief = max(counts, default=0) <= settings.brief
    return len(rows) > 2 or (len(rows) == 2 and (has_icons or 2 * figures >= len(cells) or brief))
