"""A grid that rules make gets the rows and cells that no rule parts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, pairwise

from extractor.load.pdf.drawing import Drawing
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.body import are_rows, are_rows_of_words, is_one_row, row_cells
from extractor.load.pdf.tables.edges import ground_of_row
from extractor.load.pdf.tables.frame import Frame, Slot
from extractor.load.pdf.tables.heads import levels, sections, set_apart
from extractor.load.pdf.tables.pieces import Piece, pieces
from extractor.load.pdf.tables.rows import learn, rows_of
from extractor.load.pdf.tables.spans import spanned
from extractor.load.pdf.words.runs import Run


def refined(frame: Frame, runs: Sequence[Run], drawing: Drawing, settings: TableSettings) -> Frame:
    """A ruled grid, with the rows and cells that no rule parts: of figures on several lines, or below a ruled head."""
    bands = list(pairwise(frame.ys))
    lines = pieces(runs, frame.xs, settings, drawing.down)
    width = len(frame.xs) - 1
    body = [line for line in lines if line[0].baseline > frame.ys[1]]
    body = body or list(dropwhile(lambda line: all(piece.bold for piece in line), lines))
    pitch = learn(body or lines, width, settings, bands)
    ys = [frame.ys[0]]
    slots: list[Slot] = []
    rows: list[list[int]] = []  # the new rows of every row
    parts: list[list[list[Piece]]] = []
    for number, (top, bottom) in enumerate(bands):
        single = {c for s in frame.slots if s.row == s.last_row == number for c in range(s.column, s.last_column + 1)}
        inside = [[p for p in line if p.first in single and top < p.baseline < bottom] for line in lines]
        found = rows_of([line for line in inside if line], pitch, settings)
        if number == len(bands) - 1 < 2 and are_rows_of_words(inside, frame.xs, not number):
            found = inside
        else:
            head = _head_of(found, width)
            above, below = found[:head], found[head:]
            several = are_rows(found) or (not number and _begins_with_rest(found)) or (head and not is_one_row(below))
            groups = [[row] for row in above] if levels(above, (), frame.xs, settings)[0] else [above] * bool(head)
            groups += [[row] for row in below] if several else [below]
            found = [[p for row in group for p in row] for group in groups]
        spans = [(min(p.top for p in row), max(p.bottom for p in row)) for row in found if row]
        inner = [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]
        rows.append(list(range(len(ys) - 1, len(ys) + len(inner))))
        parts.append(found)
        ys += [*inner, bottom]
    for slot in frame.slots:
        if slot.row != slot.last_row:
            slots.append(Slot(rows[slot.row][0], slot.column, rows[slot.last_row][-1], slot.last_column))
            continue
        for row, found_pieces in zip(rows[slot.row], parts[slot.row], strict=False):
            mine = [p for p in found_pieces if slot.column <= p.first <= slot.last_column]
            if len({p.first for p in mine}) < 2:
                slots.append(Slot(row, slot.column, row, slot.last_column))
            else:
                cells = (s for s in row_cells(mine, row, slot.last_column + 1) if s.column >= slot.column)
                slots += [Slot(row, s.column, row, min(s.last_column, slot.last_column)) for s in cells]
    grounds = [ground_of_row(drawing.areas, frame.xs, *row, not n) for n, row in enumerate(pairwise(ys))]
    heads = set_apart([[p for p in row if not p.last or p.first] for part in parts for row in part], grounds)
    wide = [piece for line in spanned(lines, frame.xs, drawing.down, settings) for piece in line]
    known = {id(piece) for line in lines for piece in line}
    merged = _merged(slots, ys, [piece for piece in wide if id(piece) not in known])
    return replace(frame, ys=tuple(ys), slots=tuple(merged), heads=heads)


def _head_of(rows: Sequence[Sequence[Piece]], width: int) -> int:
    """How many rows are the head of a table, in bold over all columns but that of labels; figures or labels follow."""
    bold = [all(piece.bold for piece in row) for row in rows]
    count = bold.index(False) if False in bold else 0
    filled = {piece.first for row in rows[:count] for piece in row}
    behind = [piece.value for row in rows[count:] for piece in row if piece.first]
    told = filled >= set(range(1, width)) and not any(bold[count:])
    count = min([count, *sections(rows)])
    return count if told and (any(behind) or not behind) else 0


def _begins_with_rest(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether the first row between two rules ends a label of the page before: it begins small, and one row follows."""
    first, *others = rows or [[]]
    labels = all(not piece.first and not piece.value for piece in first)
    return bool(first) and labels and first[0].text[:1].islower() and len(others) == 1 and len(others[0]) > 1


def _merged(slots: Sequence[Slot], ys: Sequence[float], wide: Sequence[Piece]) -> list[Slot]:
    """Cells, those made one that words reach across."""
    reached: set[tuple[int, int]] = set()
    for piece in wide:
        row = max(0, min(len(ys) - 1, bisect_left(ys, piece.baseline)) - 1)
        reached |= {(row, column) for column in range(piece.first + 1, piece.last + 1)}
    merged: list[Slot] = []
    for slot in sorted(slots, key=lambda s: (s.row, s.column)):
        left = merged[-1] if merged else slot
        beside = left.row == left.last_row == slot.row == slot.last_row and left.last_column + 1 == slot.column
        if beside and (slot.row, slot.column) in reached:
            merged[-1] = replace(left, last_column=slot.last_column)
        else:
            merged.append(slot)
    return merged
