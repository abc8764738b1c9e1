"""What stands between two edges becomes one row, or several where figures or room for words tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.load.pdf.tables.bands import Zone
from extractor.load.pdf.tables.frame import Slot
from extractor.load.pdf.tables.heads import is_form
from extractor.load.pdf.tables.pieces import Cut, Piece
from extractor.load.pdf.tables.rows import Pitch, rows_of
from extractor.load.pdf.tables.wraps import fits


def body_rows(zone: Zone, cut: Cut, head: float, pitch: Pitch) -> list[tuple[float, list[Piece]]]:
    """The rows below the head, as (bottom, pieces)."""
    found: list[tuple[float, list[Piece]]] = []
    bands = [band for band in zone.bands if band.bottom > head + 1]
    for band in bands:
        lines = cut([run for run in band.runs if run.middle[1] > head])
        rows = [part for row in rows_of(lines, pitch, cut.settings) for part in _opened(row, pitch)]
        labelled = is_form(lines) and all(len(line) > 1 and not line[0].text[:1].islower() for line in lines)
        if len(bands) == 1 and (labelled or are_rows_of_words(lines, cut.xs, boxed=len(zone.bands) == 1)):
            rows = [list(line) for line in lines]
        elif not are_rows(rows) and (len(bands) > 1 or is_one_row(rows) or is_one_cell(lines, zone)):
            rows = [[piece for row in rows for piece in row]]
        spans = [(min(p.top for p in row), max(p.bottom for p in row)) for row in rows]
        inner = [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]
        tops = [max(band.top, head), *inner, band.bottom]
        found += zip(tops[1:], rows, strict=True)
    return found


def _opened(row: Sequence[Piece], pitch: Pitch) -> list[list[Piece]]:
    """The rows of words in what may be one: a line that begins something in every column opens another.

    Its label had room behind the one above, or that ended with a colon, and none of its words begin small.
    """
    if any(piece.value for piece in row):
        return [list(row)]
    lines: dict[float, list[Piece]] = {}
    for piece in row:
        lines.setdefault(round(piece.baseline), []).append(piece)
    rows: list[list[Piece]] = []
    before: list[Piece] = []
    for _, line in sorted(lines.items()):
        line = sorted(line, key=lambda p: p.first)
        whole = [piece.first for piece in line] == [piece.first for piece in before] == list(range(len(pitch.rooms)))
        anew = whole and not any(piece.text[:1].islower() for piece in line)
        if rows and not (anew and (before[0].text.endswith(":") or fits(before[0], line[0], pitch.rooms[0]))):
            rows[-1] += line
        else:
            rows.append(line)
        before = line
    return rows


def is_one_row(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether the only figures between two rules stand beside one label, whose lines begin small after the first."""
    labels = [piece for row in rows for piece in row if not piece.first and not piece.value]
    figures = {round(piece.baseline) for row in rows for piece in row if piece.value and piece.first}
    return len(figures) == 1 and len(labels) > 1 and all(label.text[:1].islower() for label in labels[1:])


def is_one_cell(lines: Sequence[Sequence[Piece]], zone: Zone) -> bool:
    """Whether words below a rule run on across columns from the first one, line by line up to their last."""
    if len(zone.bands) == 1 or any(len(line) > 1 or line[0].first for line in lines):
        return False
    return all(line[0].last for line in lines[:-1])


def are_rows(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether what stands between two rules is several rows: figures on two lines, each beside other cells.

    They may be the numbers of the rows, if each has one.
    """
    numbered = all(any(p.value and not p.first and any(map(str.isdigit, p.text)) for p in row) for row in rows)
    filled = [row for row in rows if numbered or any(piece.value and piece.first for piece in row)]
    told = [row for row in filled if any(not piece.first for piece in row) or len({p.first for p in row}) > 1]
    return len(filled) > 1 and len(told) == len(filled)


def are_rows_of_words(lines: Sequence[Sequence[Piece]], xs: Sequence[float], boxed: bool) -> bool:
    """Whether lines that no rule parts are rows: each fills every column, and had room behind the one above.

    The first may be a line over the labels alone. Where rules do not stand around them, there are several, none of
    figures, and none begins small: then it is enough that one cell of each had room.
    """
    filled = [sorted(line, key=lambda p: p.first) for line in lines if line]
    body = filled[bool(filled) and [(p.first, p.last) for p in filled[0]] == [(0, 0)] :]
    if len(body) < 2 or any([piece.first for piece in line] != list(range(len(xs) - 1)) for line in body):
        return False
    edges = list(pairwise(xs))
    # ranged left, right or in the middle: the least white beside words is about what a cell has at its edges
    white = [
        min(min(p.x0 - a, b - p.x1, p.size) for p in of)
        for of, (a, b) in zip(zip(*body, strict=True), edges, strict=True)
    ]
    rooms = [b - a - edge - p.size for p, (a, b), edge in zip(body[0], edges, white, strict=True)]
    loose = [
        [fits(upper, lower, room) for upper, lower, room in zip(a, b, rooms, strict=False)] for a, b in pairwise(filled)
    ]
    apart = len(body) > 2 and not any(p.value or p.text[:1].islower() for line in body for p in line)
    return (boxed and all(map(all, loose))) or (apart and all(map(any, loose)))


def row_cells(row: Sequence[Piece], number: int, width: int) -> list[Slot]:
    """The cells of a row: one cell where words reach over several columns."""
    slots: list[Slot] = []
    reach = dict(sorted((p.first, p.last) for p in row))
    column = 0
    while column < width:
        last = reach.get(column, column)
        slots.append(Slot(number, column, number, last))
        column = last + 1
    return slots
