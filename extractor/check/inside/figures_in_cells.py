"""Figures of tables, and judgements, against the cells that they were read from, and cells that gave none.

What stands in a row and above in a column says what a figure is of, and in which unit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

import regex

from extractor.check.inside.cells import Fault, cells_by_table, place_of
from extractor.check.inside.inspected import WHOLE, Inspected, compared
from extractor.check.inside.row_positions import placed, prints_of
from extractor.domain.names import squashed
from extractor.find.cell_figures import figures, unit_of
from extractor.packs import Pack
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import Quoted, RatingRow, StatisticRow, TableCellRow

__all__ = ["figures_in_cells"]

R = TypeVar("R", bound="Quoted")

_FIGURE = regex.compile(r"\d")
_ALONE = regex.compile(r"[£–−-]?\d[\d,.]*\s?%?")
_NUMBER = regex.compile(r"\d[\d,.]*")
_MOST = 0.75  # of the figures of a column
_SIGNED = regex.compile(r"(£?)(\d+(?:\.\d+)?)\s?(%?)")
_SIGNS = {"%": "percent", "£": "pounds"}


def figures_in_cells(report: Inspected) -> Iterator[Check]:
    """A figure of a data table has the words of its row for its label, and the head of its column for its group.

    Rule: the contract of the dataset, `label` and `category` are words of the row or of a merged cell or a section row
    above it, `group` is the column's heading, and `unit` what the heading or the figure has its sign of. A cell that
    gave no row, in a row and a column whose other cells gave some, warns where it has a figure, or the words of a
    judgement: a row was lost, or a person left it out.
    """
    counted, judged = _Placed(report.rows["statistics"]), _Placed([*prints_of(report.rows["ratings"])])
    looked = wrong = 0
    for _, cells in cells_by_table(report):
        above = _Above(cells)
        for cell in cells:
            above.add(cell)
            for row in counted.inside(cell):
                looked += 1
                for fault in (*_unlike(row, cell, above), *_of_no_unit(report.pack, row, cell, above)):
                    wrong += 1
                    message = f"`{fault.column}` of a figure is not what its row and column say"
                    status = "warn" if row.corrected else "fail"
                    yield compared(row.item, fault.expected[:60], fault.observed[:60], message, status, False)
        beside = _lost(cells, counted, lambda text: bool(_FIGURE.search(text)))
        lost = (*_lost_rows(cells, counted), *_of_several(report.pack, cells, counted))
        for cell in dict.fromkeys((*beside, *lost, *_unjudged(report.pack, cells, judged))):
            wrong += 1
            yield compared(
                cell.item, cell.text, "no row", "a cell beside others that gave rows gave none", "warn", False
            )
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "figures are labelled by their cells", "fail", True)


class _Placed(Generic[R]):
    """Rows of a table by where they stand in the text."""

    def __init__(self, rows: Sequence[R]) -> None:
        self._rows = placed(rows)
        self._starts = [start for start, _, _ in self._rows]

    def inside(self, cell: TableCellRow) -> list[R]:
        """Those that begin in a cell."""
        if cell.start is None or cell.end is None:
            return []
        first, last = bisect_left(self._starts, cell.start), bisect_left(self._starts, cell.end)
        return [row for _, _, row in self._rows[first:last]]


class _Above:
    """What stands at or above a row: the lowest cell of each column, and the last row of one cell alone; and what a
    figure that begins its row has behind it."""

    def __init__(self, cells: Sequence[TableCellRow]) -> None:
        self._behind = {cell.row: cell.text for cell in cells if cell.column == 2}
        self._lowest: dict[int, TableCellRow] = {}
        self._row: list[TableCellRow] = []
        self._section = ""

    def add(self, cell: TableCellRow) -> None:
        """The next cell in reading order."""
        if self._row and self._row[0].row != cell.row:
            if len(self._row) == 1:
                self._section = self._row[0].text
            self._row = []
        self._row.append(cell)
        self._lowest[place_of(cell)[1]] = cell

    def words(self, cell: TableCellRow) -> list[str]:
        """Words that can label a figure of a cell."""
        left = [other.text for column, other in self._lowest.items() if column < place_of(cell)[1]]
        left += [self._behind.get(cell.row, "")] if cell.column == 1 else []
        return [*left, self._section, cell.row_label, cell.column_label, cell.title, cell.text]


def _unlike(row: StatisticRow, cell: TableCellRow, above: _Above) -> Iterator[Fault]:
    """What a figure says otherwise than the cells around it."""
    words = [squashed(each) for each in above.words(cell)]
    every = "".join(words)
    for column in ("label", "category"):
        said = squashed(getattr(row, column))
        if said and not any(said in each for each in words) and said not in every:
            yield Fault(row, column, cell.row_label, getattr(row, column))
    if squashed(row.group) not in squashed(cell.column_label):
        yield Fault(row, "group", cell.column_label, row.group)
    sign = _sign_of(row)
    if not sign and row.as_printed == cell.text and cell.column_label.rpartition(" ")[2] == "%":
        sign = "percent"
    if sign and row.unit != sign:
        yield Fault(row, "unit", sign, row.unit)


def _of_no_unit(pack: Pack | None, row: StatisticRow, cell: TableCellRow, above: _Above) -> Iterator[Fault]:
    """A figure whose unit neither it nor any words around it tell; what nothing tells is a count."""
    if pack is None or row.value is None:
        return
    own = {figure.unit for figure in figures(pack, row.as_printed) if figure.value is not None}
    if len(own) == 1 and "" not in own:
        if row.unit not in own:
            yield Fault(row, "unit", own.pop(), row.unit)
        return
    if row.unit in {"count", *own}:
        return
    heads = cell.column_label.split()
    some = [" ".join(heads[first:last]) for last in range(len(heads), 0, -1) for first in range(last)]
    if any(pack.match("statistics.pair", words) for words in some):
        return
    told = [f"column {words}" for words in some]
    told += [f"{place} {words}" for words in above.words(cell) for place in ("label", "title", "unit")]
    if row.unit not in {unit_of(pack, [one]) for one in told}:
        yield Fault(row, "unit", "count", row.unit)


def _sign_of(row: StatisticRow) -> str:
    """The unit that the sign at a figure says: at that of its value, where the cell has several; none of `2 (2%)`."""
    signs = {sign: unit for sign, unit in _SIGNS.items() if sign in row.as_printed}
    several = _SIGNED.findall(row.as_printed)
    if len(several) > 1 and row.value is not None:
        own = f"{row.value:g}"
        beside = [(a, b) for a, figure, b in several if figure == own]
        signs = {s: u for s, u in signs.items() if beside and all(s in pair for pair in beside)}
    return next(iter(signs.values()), "")


def _lost(cells: Sequence[TableCellRow], given: _Placed[R], counts: Callable[[str], bool]) -> list[TableCellRow]:
    """Cells that count by their words and gave no row, where other cells of their row and of their column did."""
    met = {(cell.row, cell.column) for cell in cells if given.inside(cell)}
    rows, columns = {row for row, _ in met}, {column for _, column in met}
    return [
        cell
        for cell in cells
        if cell.row in rows and cell.column in columns and (cell.row, cell.column) not in met and counts(cell.text)
    ]


def _lost_rows(cells: Sequence[TableCellRow], given: _Placed[StatisticRow]) -> Iterator[TableCellRow]:
    """Figures of which nothing is in a row, below or above others of their column that nearly all are; and cells that
    gave fewer rows than others whose words differ in their figures alone."""
    columns: dict[int, list[TableCellRow]] = {}
    shapes: dict[str, list[TableCellRow]] = {}
    for cell in cells:
        if cell.row_label and _ALONE.fullmatch(cell.text.strip()):
            columns.setdefault(cell.column or 0, []).append(cell)
        if (shape := _NUMBER.sub("1", cell.text.strip())).count("1") > 1:
            shapes.setdefault(shape, []).append(cell)
    for alike in (*columns.values(), *shapes.values()):
        counts = [len(given.inside(cell)) for cell in alike]
        usual, times = Counter(counts).most_common(1)[0]
        if usual and len(alike) > times >= _MOST * len(alike):
            yield from (cell for cell, count in zip(alike, counts, strict=True) if count < usual)


def _of_several(
    pack: Pack | None, cells: Sequence[TableCellRow], given: _Placed[StatisticRow]
) -> Iterator[TableCellRow]:
    """Cells of several figures with a word each, of which some gave a row and others none."""
    if pack is None:
        return
    for cell in cells:
        rows = given.inside(cell)
        found = figures(pack, " ".join(cell.text.split())) if rows else ()
        if len(rows) < len(found) and all(figure.word for figure in found):
            yield cell


def _unjudged(pack: Pack | None, cells: Sequence[TableCellRow], judged: _Placed[RatingRow]) -> list[TableCellRow]:
    """Cells with the words of a judgement that gave none, beside others of their row or in a column of judgements."""
    words = {cell.text for cell in cells if judged.inside(cell)}
    if not words:
        return []
    columns: dict[int, list[TableCellRow]] = {}
    for cell in cells:
        if cell.text in words or (pack and pack.scale and pack.scale.label_of(cell.text)):
            columns.setdefault(cell.column or 0, []).append(cell)
    lost = _lost(cells, judged, words.__contains__)
    for column in columns.values():
        heads = {cell.column_label for cell in column if judged.inside(cell)}  # labels, with what got them below
        bare = [cell for cell in column if not judged.inside(cell) and cell.text not in heads]
        lost += bare if len(bare) <= (1 - _MOST) * len(column) else []
    return lost
