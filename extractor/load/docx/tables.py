"""The grid of a table: what spans columns or rows stands in its first cell, and the others are empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from extractor.document import Kind
from extractor.errors import LoadError
from extractor.load.docx.properties import number, on, value
from extractor.load.docx.words import HOLDERS, colour
from extractor.load.drafts import Draft, DraftCell, DraftRow

# Word allows 63 columns.
MOST_COLUMNS = 200
MOST_CELLS = 500_000

Fill = Callable[[Element, str], DraftCell]


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table that are not deleted."""
    for child in table:
        if child.tag == "w-tr":
            if child.find("w-trPr/w-del") is None:
                yield child
        elif child.tag in HOLDERS:
            yield from rows_of(child)


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row that are not deleted."""
    for child in row:
        if child.tag == "w-tc":
            if child.find("w-tcPr/w-cellDel") is None:
                yield child
        elif child.tag in HOLDERS:
            yield from cells_of(child)


def is_box(table: Element) -> bool:
    """Whether a table is one cell: a frame around what stands in it."""
    rows = [list(cells_of(row)) for row in rows_of(table)]
    return len(rows) == 1 and len(rows[0]) == 1


def grid(table: Element, fill: Fill) -> Draft:
    """A table as a draft; `fill` makes the cell of an element and the colour that it is shaded with.

    Raises:
        LoadError: the table has more columns or cells than are read.
    """
    rows: list[DraftRow] = []
    heads: list[bool] = []
    for row in rows_of(table):
        cells = _blank(row.find("w-trPr/w-gridBefore"))
        for element in cells_of(row):
            properties = element.find("w-tcPr")
            if _is_covered(properties):
                cells.append(DraftCell())
            else:
                cells.append(fill(element, _shade(properties)))
            span = None if properties is None else properties.find("w-gridSpan")
            cells += [DraftCell() for _ in range(number(value(span), 1, MOST_COLUMNS + 1) - 1)]
            if len(cells) > MOST_COLUMNS:
                raise LoadError(f"a table has more than the {MOST_COLUMNS} columns that are read. Take it out.")
        cells += _blank(row.find("w-trPr/w-gridAfter"))
        if cells:
            rows.append(DraftRow(cells))
            heads.append(bool(on(row.find("w-trPr"), "w-tblHeader")))
    width = max((len(row.cells) for row in rows), default=0)
    if width * len(rows) > MOST_CELLS:
        raise LoadError(f"a table has more than the {MOST_CELLS:,} cells that are read. Split it.")
    header = heads.index(False) if False in heads else 0
    return Draft(Kind.TABLE, rows=rows, header=header or None)


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
