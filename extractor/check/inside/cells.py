"""Cells of tables against the text and each other.

In the text a tab parts two cells of a row and a line break two rows, so where a cell stands says its row and column.
What a cell is labelled follows from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from extractor.check.inside.inspected import WHOLE, Inspected, compared
from extractor.domain.names import squashed
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import StatisticRow, TableCellRow

__all__ = ["Fault", "cells_by_table", "cells_in_tables", "place_of", "same_letters"]


class Fault(NamedTuple):
    """A column of a row that is not what it must be: both, as far as they are told."""

    row: TableCellRow | StatisticRow
    column: str
    expected: str
    observed: str


def cells_in_tables(report: Inspected) -> Iterator[Check]:
    """A cell is what is quoted, stands where its row and column say, and is labelled by its row and headed as they are.

    Rule: the contract of the dataset. Cells of one column that are headed in two ways cannot both be right, and words
    of a table that are in no cell are a cell that is lost.
    """
    looked = wrong = 0
    for table, cells in cells_by_table(report):
        looked += len(cells)
        for fault in (*_mislabelled(cells), *_misplaced(report, cells)):
            wrong += 1
            message = f"`{fault.column}` of a cell of {table} is not what stands there"
            yield compared(fault.row.item, fault.expected[:60], fault.observed[:60], message, "fail", False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "cells are labelled by their rows and columns", "fail", True)


def cells_by_table(report: Inspected) -> Iterator[tuple[str, list[TableCellRow]]]:
    """The cells of each table of a report, with its id."""
    for table, group in groupby(report.rows["tables"], key=lambda row: row.table_id):
        yield table, list(group)


def _mislabelled(cells: Sequence[TableCellRow]) -> Iterator[Fault]:
    """Cells of a table that say otherwise than their quotation, row or column."""
    first = {place_of(cell)[0]: cell.text for cell in cells if cell.column == 1}
    body = {place_of(cell)[0] for cell in cells if cell.column_label}
    heads = set() if body else {0}  # a table without heads has labels from its first row on
    begun = min(body or heads)
    by_row: dict[int, str] = {}  # what the cells of a row are labelled; a row of heads has no labels
    by_column: dict[int, str] = {}  # what the cells below the heads of a column are headed
    for cell in cells:
        row, column = place_of(cell)
        if not same_letters(cell.text, cell.quote) or (cell.text.strip() not in cell.quote and not squashed(cell.text)):
            yield Fault(cell, "text", cell.quote, cell.text)
        if column == 1:
            label = ""
        elif cell.row_label or row >= begun:
            label = by_row.setdefault(row, first.get(row, cell.row_label))
        else:
            label = by_row.setdefault(row, "")
        if not same_letters(label, cell.row_label):
            yield Fault(cell, "row_label", label, cell.row_label)
        if cell.column_label:
            by_column.setdefault(column, cell.column_label)
        head = by_column.get(column, "")
        if not same_letters(head, cell.column_label):
            yield Fault(cell, "column_label", head, cell.column_label)


def _misplaced(report: Inspected, cells: Sequence[TableCellRow]) -> Iterator[Fault]:
    """Cells that do not follow the one before as the text between them says, and words that are in no cell."""
    spans = [(cell.start, cell.end, cell) for cell in cells if cell.start is not None and cell.end is not None]
    if not report.text or not spans or len(spans) < len(cells):
        return
    for (_, end, before), (start, _, cell) in pairwise(spans):
        between = report.text[end:start]
        (row_before, column_before), (row, column) = place_of(before), place_of(cell)
        if start < end:
            yield Fault(cell, "start", "behind the cell before", f"{start}")
        elif lost := between.strip():
            yield Fault(cell, "text", lost, "no cell")
        else:
            tabs = between.rpartition("\n")[2]
            below = between.count("\n")
            expected = (row_before + below, len(tabs) + (1 if below else column_before))
            if (row, column) != expected:
                yield Fault(cell, "row", "row {}, column {}".format(*expected), f"row {row}, column {column}")
    _, end, last = spans[-1]
    if line := report.text[end:].partition("\n")[0].strip():
        yield Fault(last, "text", line, "no cell")
    start, _, first = spans[0]
    ahead = report.text[report.text.rfind("\n", 0, start) + 1 : start]
    if ahead.strip() or first.column != len(ahead) + 1:
        yield Fault(first, "column", f"column {len(ahead) + 1}", f"column {first.column}")


def place_of(cell: TableCellRow) -> tuple[int, int]:
    """Row and column of a cell, from 1; 0 where it does not say."""
    return cell.row or 0, cell.column or 0


def same_letters(words: str, others: str) -> bool:
    """Whether two texts have the same letters and digits."""
    return words == others or squashed(words) == squashed(others)
