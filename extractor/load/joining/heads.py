"""The head of a table whose rest stands on the next page: repeated there, cut in two, or left at the foot alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.load.draft_blocks import Draft, DraftCell, DraftRow, Shape
from extractor.load.grid import header_rows, is_header
from extractor.load.settings import JoinSettings

RECENT = 300  # rows: so many tell how a table is made; to ask all of them at every page takes ever longer
_MARKS = "?:.* "


def recent(table: Draft) -> list[DraftRow]:
    """The rows of a table that were added last, its first row left out."""
    return table.rows[max(1, len(table.rows) - RECENT) :]


def header_of(draft: Draft) -> int:
    """How many rows head the columns of a table: as its loader says, or else as its cells suggest."""
    return header_rows(draft.rows) if draft.header is None else draft.header


def texts(row: DraftRow) -> list[str]:
    """The words of the cells of a row."""
    return [cell.text for cell in row.cells]


def heads_of(table: Draft) -> list[list[str]]:
    """The words of the rows that head columns: those at the top, and those that head them anew further down."""
    rows = [texts(row) for row in (table.rows if len(table.rows) < 2 * RECENT else table.rows[:RECENT] + recent(table))]
    top = max(1, header_rows(table.rows[:RECENT]) if table.header is None else table.header)
    inner = [row for row in rows[top:] if sum(map(bool, row[1:])) > 1 and is_header(row)]
    return [[text for text in row if text] for row in rows[:top] + inner]


def _unmarked(row: list[str]) -> list[str]:
    """The words of cells without marks behind them, which one print of a head has and another lacks."""
    return [text.rstrip(_MARKS) for text in row]


def repeated_heads(above: Draft, below: Draft) -> int:
    """How many rows at the top of `below` repeat heads of `above`, or its first rows, which may begin with a title."""
    known = [_unmarked(head) for head in heads_of(above)]
    upper, lower = ([_unmarked(texts(row)) for row in rows] for rows in (above.rows[:5], below.rows))
    count = 0
    while count < len(lower) and [text for text in lower[count] if text] in known:
        count += 1
    for start in range(min(2, len(upper))):
        same = 0
        while same < min(3, len(lower)) and start + same < len(upper) and lower[same] == upper[start + same]:
            same += 1
        count = max(count, same)
    return count


def add_to_head(above: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Add a table to its head, of which some cells, or a row, or all, stand alone at the foot of the page before, if
    they do."""
    one, two = above.shape, below.shape
    if one is None or two is None or not one.bold_first:
        return False
    cells = below.rows[0].cells if two.bold_first else [DraftCell() for _ in below.rows[0].cells]
    head = _placed(above, one, cells, two, settings.edge)
    if head is not None:
        above.rows = [head, *below.rows[int(two.bold_first) :]]
        return True
    head = _spanning(above, one, two, settings.edge)
    if head is not None:
        above.rows, above.shape = [head, *below.rows], replace(two, starts=one.starts)
    return head is not None


def _spanning(above: Draft, one: Shape, two: Shape, slack: float) -> DraftRow | None:
    """The only row of a table as the upper row of the head of another, whose columns part each of its own; None where
    they are drawn in other places, or not at all."""
    width = len(two.edges) - 1
    if len(above.rows) > 1 or not two.bold_first or not len(above.rows[0].cells) + 1 == len(one.edges) <= width:
        return None
    places = [min(range(width + 1), key=lambda n: abs(two.edges[n] - x)) for x in one.edges]
    if places != sorted({0, width, *places}):
        return None
    if any(abs(two.edges[n] - x) >= slack for n, x in zip(places, one.edges, strict=True)):
        return None
    cells = [DraftCell() for _ in range(width)]
    for cell, (first, end) in zip(above.rows[0].cells, pairwise(places), strict=True):
        cells[first] = replace(cell, columns=end - first, heads=bool(cell.text))
    return DraftRow(cells, above.rows[0].page)


def _placed(above: Draft, one: Shape, others: Sequence[DraftCell], two: Shape, slack: float) -> DraftRow | None:
    """The only row of a table among cells of the head of another, by where its words begin; None where they collide."""
    filled = [cell for cell in above.rows[0].cells if cell.text]
    if len(above.rows) > 1 or not two.columns or len(filled) != len(one.starts):
        return None
    whole = list(others)
    for cell, x in zip(filled, one.starts, strict=True):
        column = bisect_right(two.columns, x + slack, 1, len(others)) - 1
        if whole[column].text:
            return None
        whole[column] = cell
    return DraftRow(whole, above.rows[0].page)
