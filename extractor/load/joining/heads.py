"""The head of a table whose rest stands on the next page: repeated there, cut in two, or left at the foot alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extractor.load.drafts import Draft, DraftCell, DraftRow, Shape
from extractor.load.grid import header_rows, is_header
from extractor.load.settings import JoinSettings

RECENT = 300  # rows: so many tell how a table is made; to ask all of them at every page takes ever longer


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


def repeated_heads(above: Draft, below: Draft) -> int:
    """How many rows at the top of `below` repeat rows at the top of `above`, which may begin with a title."""
    upper = [[cell.text for cell in row.cells] for row in above.rows[:5]]
    lower = [[cell.text for cell in row.cells] for row in below.rows[:3]]
    for start in range(min(2, len(upper))):
        count = 0
        while count < len(lower) and start + count < len(upper) and lower[count] == upper[start + count]:
            count += 1
        if count:
            return count
    return 0


def is_head(above: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether a row in bold at the foot of a page is the head of the table below, but for its empty first cell.

    The row below the head may stand there too, but for its first cell.
    """
    one, two = above.shape, below.shape
    if one is None or two is None or len(above.rows) > 2 or len(above.rows[0].cells) + 1 != len(below.rows[0].cells):
        return False
    if len(above.rows) == 2 and any(cell.text for cell in below.rows[0].cells[1:]):
        return False
    return one.bold_first and not two.bold_first and two.second > 0 and one.first > two.second - settings.edge


def head_above(above: Draft, below: Draft, settings: JoinSettings) -> DraftRow | None:
    """The head of a table of which some cells, or all, stand alone at the foot of the page before; None where not."""
    one, two = above.shape, below.shape
    if one is None or two is None or not one.bold_first:
        return None
    cells = below.rows[0].cells if two.bold_first else [DraftCell() for _ in below.rows[0].cells]
    return _placed(above, one, cells, two, settings.edge)


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
