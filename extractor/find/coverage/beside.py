"""Signs of columns of prose beside each other that were read as a table, or as one paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.find.coverage.seen import Seen, Thing
from extractor.find.grids import Purpose
from extractor.load import shapes

_LISTS = ("findings", "recommendations", "progress", "examples")
_LEAST_LETTERS = 30  # of an item


def beside(seen: Seen) -> Iterator[Thing]:
    """Items and labels in cells of a table, and labels of findings, that are in no row."""
    yield from _in_cells(seen)
    yield from _followed_up(seen)


def _in_cells(seen: Seen) -> Iterator[Thing]:
    """Cells that begin with the mark of a list, and labels of examples in cells, that are in no row."""
    read = seen.read(_LISTS)
    for grid in seen.grids:
        for row in grid.rows if grid.purpose is Purpose.WORDS else ():
            for cell in row:
                words = grid.text(cell)
                if read(cell.start, cell.end):
                    continue
                if len(words) > _LEAST_LETTERS and shapes.item(words):
                    yield Thing("list_items", cell.start, cell.end, "an item of a list in a table that is in no row")
                elif len(row) > 1 and words and seen.pack.match("examples.label", words):
                    yield Thing("list_items", cell.start, cell.end, "a label of an example in a table")


def _followed_up(seen: Seen) -> Iterator[Thing]:
    """Labels of what became of an earlier recommendation that are in no row, where others are."""
    read = seen.read(("progress",))
    found = [
        (block.start, block.end)
        for block in seen.blocks
        if block.table is None and seen.pack.match("progress.findings", seen.report.body(block))
    ]
    for start, end in found if len(found) > len(seen.rows("progress")) > 0 else ():
        if not read(start, end):
            yield Thing("list_items", start, end, "a follow-up whose recommendation was not read")
