"""Tables of a page: which are tables and which only lay the page out; the grid, where what spans stands once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from extractor.document import Kind
from extractor.errors import LoadError
from extractor.load.draft_blocks import Draft, DraftCell, DraftRow
from extractor.load.grid import MOST_HEADINGS
from extractor.load.html.appearance import ground, is_bold
from extractor.load.html.tree import HEADINGS, words_in

MOST_COLUMNS = 200
MOST_CELLS = 500_000
_MOST_ROWS = 65_534  # that a cell may span, as in browsers
_LONG = 400  # characters of a cell that is a page of its own

Fill = Callable[[Any], DraftCell]
Look = tuple[bool, str]  # of the words of a cell: whether in bold, and on what ground (`#rrggbb`, empty for paper)


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
    """Whether a table only lays a page out: it says so, or has no headings and holds tables or parts with headings."""
    if (role := table.get("role")) in ("presentation", "none", "table"):
        return bool(role != "table")
    rows = [cells_of(row) for row in rows_of(table)]
    if not _is_headed(table, rows) and any(is_grid(inner) for inner in table.iter("table") if inner is not table):
        return True
    for cell in (cell for row in rows for cell in row):
        headings = sum(1 for _ in cell.iter(*HEADINGS))
        if headings > 1 or (headings and len(words_in(cell)) > _LONG):
            return True
    return False


def _is_headed(table: Any, rows: list[list[Any]]) -> bool:
    """Whether a table has a caption, or a row of several headings."""
    captioned = any(words_in(caption) for caption in table.iterchildren("caption"))
    return captioned or any(len(row) > 1 and all(map(_is_heading, row)) for row in rows)


def _is_heading(cell: Any) -> bool:
    """Whether a cell is a heading, or all its words are in bold."""
    if is_bold(cell, False):
        return True
    bold = sum(len(words_in(each)) for each in cell.iter("b", "strong"))
    return 0 < len(words_in(cell)) <= bold


def is_grid(table: Any) -> bool:
    """Whether a table has cells side by side."""
    return any(len(cells_of(row)) > 1 for row in rows_of(table))


def is_box(table: Any) -> bool:
    """Whether a table is one cell: a frame around what stands in it."""
    rows = [cells_of(row) for row in rows_of(table)]
    return [len(cells) for cells in rows if cells] == [1]


def stands_apart(node: Any, cell: Any, found: list[tuple[Any, Any]]) -> bool:
    """Whether a block in a cell is a table of its own, which joins `found`."""
    inner = node.tag == "table" and is_grid(node) and sum(1 for _ in rows_of(node)) > 1
    if inner:
        found.append((node, cell.getparent()))
    return bool(inner)


def grid(table: Any, fill: Fill) -> Draft:
    """A table as a draft; `fill` makes the cell of an element.

    Raises:
        LoadError: the table has more columns or cells than are read.
    """
    placed: list[dict[int, DraftCell]] = []
    looks: list[list[Look]] = []
    covered: dict[int, tuple[int, DraftCell]] = {}  # column -> rows below that a cell from above reaches into, and it
    width = work = 0
    for row in rows_of(table):
        elements = cells_of(row)
        heading = _heads(row, elements)
        if elements:
            placed.append({})
            looks.append([])
            for above in {id(cell): cell for _, cell in covered.values()}.values():
                above.rows += 1
        column = 0
        reaching: dict[int, tuple[int, DraftCell]] = {}
        for element in elements:
            while column in covered:
                column += 1
            if column >= MOST_COLUMNS:
                raise LoadError(f"a table has more than the {MOST_COLUMNS} columns that are read. Take it out.")
            cell = placed[-1][column] = fill(element)
            if cell.text:
                bold = is_bold(row, False) or _is_heading(element)
                looks[-1].append((bold, ground(element) or ground(row)))
            across = min(_span(element, "colspan", MOST_COLUMNS), MOST_COLUMNS - column)
            down = _span(element, "rowspan", _MOST_ROWS, _MOST_ROWS)
            cell.columns, cell.heads = across, heading
            if down > 1:
                reaching |= dict.fromkeys(range(column, column + across), (down, cell))
            width = max(width, column + across if across < MOST_COLUMNS else column + 1)
            column += across
            work += across
        covered = {at: (left - 1, cell) for at, (left, cell) in (covered | reaching).items() if left > 1}
        if width * len(placed) > MOST_CELLS or work > 8 * MOST_CELLS:
            raise LoadError(f"a table has more than the {MOST_CELLS:,} cells that are read. Split it.")
    width = max((at + 1 for cells in placed for at in cells), default=0)
    rows = [DraftRow([cells.get(n) or DraftCell() for n in range(width)]) for cells in placed]
    for each in rows:
        for at, cell in enumerate(each.cells):
            cell.columns = min(cell.columns, width - at)
    if not any(cell.heads for each in rows for cell in each.cells):
        _mark_heads(rows, looks)
    return Draft(Kind.TABLE, rows=rows)


def _mark_heads(rows: Sequence[DraftRow], looks: Sequence[Sequence[Look]]) -> None:
    """Set `heads` of the leading rows that are bold or shaded and the others not.

    `looks` are, for each row, those of its cells that have words.
    """
    bold = [bool(row) and all(is_set_bold for is_set_bold, _ in row) for row in looks]
    grounds = [row[0][1] if row and len({filled for _, filled in row}) == 1 else "" for row in looks]
    several = False
    for at, row in enumerate(looks[:MOST_HEADINGS]):
        below = len(rows) - at - 1
        set_bold = bold[at] and 2 * sum(bold[at + 1 :]) <= below
        shaded = bool(grounds[at]) and 5 * grounds[at + 1 :].count(grounds[at]) <= below
        if not below or not (set_bold or shaded) or (several and len(row) < 2):
            return
        several = several or len(row) > 1
        for cell in rows[at].cells:
            cell.heads = True


def _heads(row: Any, cells: list[Any]) -> bool:
    """Whether a row heads columns: it stands in the head of the table, or all its cells are headings of columns."""
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


def without_repeats(drafts: Iterable[Draft]) -> list[Draft]:
    """Drafts without the second of two tables that say the same, as pages print one for each width of screen."""
    kept: list[Draft] = []
    said: list[list[str]] = []
    since: list[Draft] = []  # what stands behind the last table
    before: set[str] = set()  # the words right over it
    for draft in drafts:
        if draft.kind is Kind.TABLE:
            cells = [[cell.text for cell in row.cells] for row in draft.rows]
            over = {each.text for each in since[-2:]}
            if cells == said and len(cells) > 1 and len(since) <= 2 and over <= before:
                del kept[len(kept) - len(since) :]
            else:
                kept.append(draft)
                said, before = cells, over
            since = []
            continue
        kept.append(draft)
        if draft.kind not in (Kind.FOOTNOTE, Kind.FURNITURE):
            since.append(draft)
    return kept
