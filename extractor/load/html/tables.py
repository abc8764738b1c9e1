"""Tables of a page: which are tables and which only lay the page out; the grid, where what spans stands once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from extractor.document import Kind
from extractor.errors import LoadError
from extractor.load.drafts import Draft, DraftCell, DraftRow
from extractor.load.html.tree import HEADINGS, words_in

MOST_COLUMNS = 200
MOST_CELLS = 500_000
_MOST_ROWS = 65_534  # that a cell may span, as in browsers
_LONG = 400  # characters of a cell that is a page of its own

Fill = Callable[[Any], DraftCell]


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of a table as they are shown: its foot last."""
    feet = []
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag == "tfoot":
            feet.append(child)
        elif child.tag in ("thead", "tbody"):
            yield from (row for row in child if row.tag == "tr")
    for foot in feet:
        yield from (row for row in foot if row.tag == "tr")


def cells_of(row: Any) -> list[Any]:
    """The cells of a row."""
    return [child for child in row if child.tag in ("td", "th")]


def is_layout(table: Any) -> bool:
    """Whether a table only lays a page out: it says so, or holds tables, or a cell holds parts with headings."""
    if table.get("role") in ("presentation", "none"):
        return True
    if any(len(cells_of(row)) > 1 for inner in table.iter("table") if inner is not table for row in rows_of(inner)):
        return True
    cells = [cell for row in rows_of(table) for cell in cells_of(row)]
    for cell in cells:
        headings = sum(1 for _ in cell.iter(*HEADINGS))
        if headings > 1 or (headings and len(words_in(cell)) > _LONG):
            return True
    return False


def is_box(table: Any) -> bool:
    """Whether a table is one cell: a frame around what stands in it."""
    rows = [cells_of(row) for row in rows_of(table)]
    return [len(cells) for cells in rows if cells] == [1]


def grid(table: Any, fill: Fill) -> Draft:
    """A table as a draft; `fill` makes the cell of an element.

    Raises:
        LoadError: the table has more columns or cells than are read.
    """
    placed: list[dict[int, DraftCell]] = []
    heads: list[bool] = []
    covered: dict[int, int] = {}  # column -> rows below that a cell from above reaches into
    width = work = 0
    for row in rows_of(table):
        cells: dict[int, DraftCell] = {}
        column = 0
        elements = cells_of(row)
        for element in elements:
            while covered.get(column):
                column += 1
            if column >= MOST_COLUMNS:
                raise LoadError(f"a table has more than the {MOST_COLUMNS} columns that are read. Take it out.")
            cells[column] = fill(element)
            width = max(width, column + 1)
            across, down = _span(element, "colspan", MOST_COLUMNS), _span(element, "rowspan", _MOST_ROWS, _MOST_ROWS)
            across = min(across, MOST_COLUMNS - column)
            for each in range(column, column + across):
                if down > 1:
                    covered[each] = down
            column += across
            work += across
        covered = {each: left - 1 for each, left in covered.items() if left > 1}
        if elements:
            placed.append(cells)
            heads.append(_heads(row, elements))
        if width * len(placed) > MOST_CELLS or work > 8 * MOST_CELLS:
            raise LoadError(f"a table has more than the {MOST_CELLS:,} cells that are read. Split it.")
    rows = [DraftRow([cells.get(n) or DraftCell() for n in range(width)]) for cells in placed]
    header = heads.index(False) if False in heads else 0
    if width > 1 and not any(sum(1 for cell in row.cells if cell.text) > 1 for row in rows[:header]):
        header = 0  # a title over all columns heads none
    return Draft(Kind.TABLE, rows=rows, header=header or None)


def _heads(row: Any, cells: list[Any]) -> bool:
    """Whether a row heads the columns: it stands in the head of the table, or all its cells are headings of columns."""
    if len(cells) < 2 and row.getparent().tag != "thead":
        return False
    return row.getparent().tag == "thead" or all(
        cell.tag == "th" and cell.get("scope", "col") in ("col", "colgroup") for cell in cells
    )


def _span(cell: Any, name: str, most: int, none: int = 1) -> int:
    """A span of a cell; 0, which reaches to the end, is `none`."""
    said = (cell.get(name) or "1").strip()
    if not said.isascii() or not said.isdigit():
        return 1
    number = most if len(said) > 9 else int(said)
    return min(number, most) or none
