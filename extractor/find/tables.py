"""Table `tables`: every cell of every table, as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document import Report
from extractor.find.grids import grids
from extractor.packs import Pack
from extractor.records import TableCell


def find(report: Report, pack: Pack) -> Iterator[TableCell]:
    """Cells with words, table by table and row by row; rows and columns count from 1."""
    for grid in grids(report, pack):
        for number, row in enumerate(grid.rows):
            label = grid.text(row[0])
            for cell in row:
                text = grid.text(cell)
                if not text:
                    continue
                yield TableCell(
                    item=f"{grid.id}/r{number + 1}c{cell.column + 1}",
                    table_id=grid.id,
                    title=grid.title,
                    row=number + 1,
                    column=cell.column + 1,
                    row_label=label if cell.column and number >= grid.header else "",
                    column_label=" ".join(grid.heads(cell.column)) if number >= grid.header else "",
                    text=text,
                    evidence=report.cite(cell.start, cell.end, f"{pack.id}/tables.cell"),
                )
