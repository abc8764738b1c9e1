"""Which cells of a table are set as headings: those of the leading rows that are bold or shaded and the others not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.load.drafts import DraftRow

_MOST_HEADS = 4  # rows


@dataclass(frozen=True, slots=True)
class Look:
    """How the words of a cell are set: in bold, and on what ground (`#rrggbb`, empty for paper)."""

    bold: bool = False
    ground: str = ""


def mark_heads(rows: Sequence[DraftRow], looks: Sequence[Sequence[Look | None]]) -> None:
    """Set `heads` of the cells that stand out above the body.

    Args:
        rows: the rows of a table.
        looks: for each row the looks of its cells, None for those that are covered by another.
    """
    filled = [
        [look for cell, look in zip(row.cells, beside, strict=True) if look is not None and cell.text]
        for row, beside in zip(rows, looks, strict=True)
    ]
    bold = [bool(row) and all(look.bold for look in row) for row in filled]
    ground = [row[0].ground if row and all(look.ground == row[0].ground for look in row) else "" for row in filled]
    several = False
    for at, row in enumerate(filled[:_MOST_HEADS]):
        below = len(rows) - at - 1
        set_bold = bold[at] and 2 * sum(bold[at + 1 :]) <= below
        shaded = bool(ground[at]) and 5 * ground[at + 1 :].count(ground[at]) <= below
        if not below or not (set_bold or shaded) or (several and len(row) < 2):
            return
        several = several or len(row) > 1
        for cell in rows[at].cells:
            cell.heads = True


def leading_heads(heads: Sequence[bool], filled: Sequence[int]) -> int:
    """How many rows at the top of a table head its columns, a title over all of them included.

    Args:
        heads: for each row whether the source says that it heads columns.
        filled: for each row the number of its cells that have words.
    """
    count = last = 0
    while count < len(heads) and (heads[count] or (not last and filled[count] == 1)):
        if last and filled[count] == 1:
            break  # the heading of a group of rows
        count += 1
        if filled[count - 1] > 1:
            last = count
    return last
