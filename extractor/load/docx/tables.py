"""The grid of a table: what spans columns or rows stands in its first cell, and the others are empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from extractor.document import Kind
from extractor.errors import LoadError
from extractor.load.docx.properties import Styles, number, on, value
from extractor.load.docx.words import colour, within
from extractor.load.drafts import Draft, DraftCell, DraftRow
from extractor.load.heads import Look, leading_heads, mark_heads

# Word allows 63 columns.
MOST_COLUMNS = 200
MOST_CELLS = 500_000

Fill = Callable[[Element, str], tuple[DraftCell, bool]]


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table that are not deleted."""
    return (row for row in within(table, "w-tr") if row.find("w-trPr/w-del") is None)


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row that are not deleted."""
    return (cell for cell in within(row, "w-tc") if cell.find("w-tcPr/w-cellDel") is None)


def is_box(table: Element) -> bool:
    """Whether a table is one cell: a frame around what stands in it."""
    rows = [list(cells_of(row)) for row in rows_of(table)]
    return len(rows) == 1 and len(rows[0]) == 1


def grid(table: Element, fill: Fill, styles: Styles) -> Draft:
    """A table as a draft.

    Args:
        table: the element.
        fill: makes the cell of an element and its shade, and says whether its words are bold.
        styles: the styles of the file.

    Raises:
        LoadError: the table has more columns or cells than are read.
    """
    rows: list[DraftRow] = []
    looks: list[list[Look | None]] = []
    heads: list[bool] = []
    reaching: dict[int, DraftCell] = {}  # column -> the cell that reaches down into it
    for row in rows_of(table):
        cells = _blank(row.find("w-trPr/w-gridBefore"))
        beside: list[Look | None] = [None] * len(cells)
        for element in cells_of(row):
            properties = element.find("w-tcPr")
            column = len(cells)
            across = number(value(None if properties is None else properties.find("w-gridSpan")), 1, MOST_COLUMNS + 1)
            if _is_covered(properties):
                cells.append(DraftCell())
                beside.append(None)
                if column in reaching:
                    reaching[column].rows += 1
            else:
                cell, bold = fill(element, _shade(properties))
                cell.columns = max(1, across)
                cells.append(cell)
                beside.append(Look(bold, _shade(properties)))
                reaching[column] = cell
            cells += [DraftCell() for _ in range(across - 1)]
            beside += [None] * (across - 1)
            if len(cells) > MOST_COLUMNS:
                raise LoadError(f"a table has more than the {MOST_COLUMNS} columns that are read. Take it out.")
        cells += _blank(row.find("w-trPr/w-gridAfter"))
        if cells:
            rows.append(DraftRow(cells))
            looks.append(beside + [None] * (len(cells) - len(beside)))
            heads.append(bool(on(row.find("w-trPr"), "w-tblHeader")))
    width = max((len(row.cells) for row in rows), default=0)
    if width * len(rows) > MOST_CELLS:
        raise LoadError(f"a table has more than the {MOST_CELLS:,} cells that are read. Split it.")
    if rows and not heads[0] and styles.heads_first_row(table):
        looks[0] = [None if look is None else replace(look, bold=True) for look in looks[0]]
    for row_, heading in zip(rows, heads, strict=True):
        for cell in row_.cells:
            cell.heads = heading
    if not any(heads):
        mark_heads(rows, looks)
    header = leading_heads(heads, [sum(bool(cell.text) for cell in row.cells) for row in rows])
    return Draft(Kind.TABLE, rows=rows, header=header or None)


def is_grid(table: Element) -> bool:
    """Whether a table has rows below one another and cells side by side."""
    widths = [len(list(cells_of(row))) for row in rows_of(table)]
    return len(widths) > 1 and max(widths) > 1


def _blank(count: Element | None) -> list[DraftCell]:
    return [DraftCell() for _ in range(number(value(count), 0, MOST_COLUMNS))]


def _is_covered(properties: Element | None) -> bool:
    """Whether a cell is covered by the one above it or to its left."""
    for name in ("w-vMerge", "w-hMerge"):
        merge = None if properties is None else properties.find(name)
        if merge is not None and value(merge) != "restart":
            return True
    return False


def _shade(properties: Element | None) -> str:
    fill = colour(value(None if properties is None else properties.find("w-shd"), "w-fill"))
    return "" if fill == "#ffffff" else fill
