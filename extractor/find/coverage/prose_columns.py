"""Signs of columns of prose beside each other that were read as a table, or as one paragraph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import regex

from extractor.document import Block, Cell, Kind
from extractor.find.coverage.seen import Seen, Thing, of_row
from extractor.find.followed_up import follow_ups
from extractor.find.followed_up_tables import follows_up
from extractor.find.grids import Grid
from extractor.find.lists import LISTED
from extractor.find.table_purposes import Purpose
from extractor.find.verdicts import label_heads
from extractor.load import shapes

_FEWEST_TERMS = 3  # other terms of a glossary
_LISTS = ("findings", "recommendations", "progress", "examples")
_LEAST_LETTERS = 30  # of an item
_FEW = 0.2  # of the rows of a table
_LONGEST = 200  # characters of a line with a verdict
_SENTENCE = regex.compile(r"\p{Ll}[.?!] \p{Lu}")
_INSIDE = regex.compile(r"(?<=[\p{Ll}\d,] )\p{Lu}(?=[^:.]{3,40}:)")


def beside(seen: Seen) -> Iterator[Thing]:
    """Items and labels in cells or within other words, and labels of what became of something, that are in no row."""
    yield from _in_cells(seen)
    yield from _cut_cells(seen)
    yield from _within(seen)
    yield from _named_examples(seen)
    yield from _followed_up(seen)
    yield from _unrated(seen)


def _in_cells(seen: Seen) -> Iterator[Thing]:
    """Cells that begin with the mark of a list, and labels of examples in cells, that are in no row."""
    read = seen.read(_LISTS)
    for grid in seen.grids:
        if grid.purpose is not Purpose.WORDS:
            continue
        examples = {cell.start for cell in _examples(seen, grid)}
        for row in grid.rows:
            for cell in row:
                words = grid.text(cell)
                if read(cell.start, cell.end):
                    continue
                if len(words) > _LEAST_LETTERS and shapes.item(words):
                    yield Thing("list_items", cell.start, cell.end, "an item of a list in a table that is in no row")
                elif len(row) > 1 and cell.start in examples:
                    yield Thing("list_items", cell.start, cell.end, "a label of an example in a table")


def _examples(seen: Seen, grid: Grid) -> Iterator[Cell]:
    """Cells that are labels of examples, but for one that is a term among others that a glossary explains."""
    for column in zip(*grid.rows, strict=False):
        filled = [cell for cell in column if grid.text(cell)]
        labels = [cell for cell in filled if seen.pack.match("examples.label", grid.text(cell))]
        among = len(labels) == 1 and labels[0] is not filled[0] and len(filled) > _FEWEST_TERMS
        yield from labels if not among else ()


def _cut_cells(seen: Seen) -> Iterator[Thing]:
    """Tables of two columns of words whose cells go on, in both, in the cells below: prose beside prose."""
    for grid in seen.grids:
        if grid.purpose is not Purpose.WORDS or len(grid.rows[0]) != 2:
            continue
        cut = [
            sum(_goes_on(grid.text(above[column]), grid.text(below[column])) for above, below in pairwise(grid.rows))
            for column in (0, 1)
        ]
        beside = [[grid.text(cell) for cell in row] for row in grid.rows if len(row) == 2]
        read_on = any(min(map(len, row)) > _LEAST_LETTERS and _goes_on(*row) for row in beside)
        prose = len(grid.rows) == 1 and all(_SENTENCE.search(words) for words in beside[0])
        if read_on or prose or (min(cut) > 0 and sum(cut) >= len(grid.rows) - 1):
            yield Thing("pages", grid.block.start, grid.block.end, "columns of prose that were read as a table")


def _goes_on(above: str, below: str) -> bool:
    """Whether the words of a cell go on in the cell below it."""
    return above[-1:].isalpha() and below[:1].islower()


def _within(seen: Seen) -> Iterator[Thing]:
    """Labels of examples within the words of a block, where no sentence has ended before them."""
    for block in seen.report.blocks:
        if block.table is not None or block.kind in (Kind.FURNITURE, Kind.FOOTNOTE):
            continue
        words = seen.report.body(block)
        for found in _INSIDE.finditer(words):
            if seen.pack.match("examples.label", words[found.start() :]):
                start = block.body + found.start()
                yield Thing("list_items", start, block.end, "a label of an example within other words")


def _named_examples(seen: Seen) -> Iterator[Thing]:
    """Lines that name an example over a paragraph, where no row has any."""
    if seen.rows("examples"):
        return
    read = seen.read(_LISTS)
    for at, block in enumerate(seen.blocks):
        if block.table is not None or not seen.pack.match("coverage.example", seen.report.body(block)):
            continue
        below = seen.blocks[at + 1 : at + 3]  # a name may stand between
        if any(b.kind is Kind.PARAGRAPH and not read(b.start, b.end) for b in below):
            yield Thing("list_items", block.start, block.end, "a line that names an example, over what is in no row")


def _followed_up(seen: Seen) -> Iterator[Thing]:
    """Labels of what became of an earlier recommendation that are in no row, where others are; verdicts on progress
    where no row has any."""
    read = seen.read(("progress",))
    for block in seen.blocks if not seen.rows("progress") else ():
        verdict = block.end - block.start < _LONGEST and seen.pack.match("progress.category", seen.report.words(block))
        if verdict and not read(block.start, block.end):
            yield Thing("list_items", block.start, block.end, "a follow-up whose recommendation was not read")
    yield from _rows_followed_up(seen)
    starts = [row.evidence.start for row in seen.rows("progress")]
    listed = seen.read(_LISTS)
    for span in follow_ups(seen.report, seen.pack):
        for block in seen.report.blocks_in(span) if not any(start in span for start in starts) else ():
            if block.kind in LISTED and not listed(block.start, block.end):
                yield Thing("list_items", block.start, block.end, "an item listed as followed up, without a verdict")
            elif block.kind is Kind.PARAGRAPH and len(_verdicts(seen, block)) > 1:
                yield Thing("list_items", block.start, block.end, "verdicts counted in words, and no item that has one")
    found = [
        (block.start, block.end)
        for block in seen.blocks
        if block.table is None and seen.pack.match("progress.findings", seen.report.body(block))
    ]
    for row in seen.rows("progress"):
        if sum(row.evidence.start <= start < row.evidence.end for start, _ in found) > 1:
            yield of_row("list_items", row, "a follow-up that has another in it")
    for start, end in found if len(found) > len(seen.rows("progress")) > 0 else ():
        if not read(start, end):
            yield Thing("list_items", start, end, "a follow-up whose recommendation was not read")


def _rows_followed_up(seen: Seen) -> Iterator[Thing]:
    """Rows of tables of follow-ups that gave none, where others did or labels head columns; none that stand again."""
    read = seen.read(("progress",))
    asked = {row.text for row in seen.rows("progress")}
    for block in seen.blocks:
        if block.table is None:
            continue
        rows = list(block.table.rows())
        cells = seen.report.cell_texts(rows)
        above, labels = label_heads(seen.pack, cells)
        if not labels and not (asked and read(block.start, block.end) and follows_up(seen.report, seen.pack, rows)):
            continue
        for row, words in list(zip(rows, cells, strict=True))[above + 1 :]:
            start, end = row[0].start, max(cell.end for cell in row)
            if sum(map(bool, words)) > 1 and not read(start, end) and asked.isdisjoint(words):
                yield Thing("list_items", start, end, "a row of a table of follow-ups, without a verdict that was read")


def _verdicts(seen: Seen, block: Block) -> set[str]:
    """The different verdicts that a paragraph names."""
    scale = seen.pack.progress
    found = regex.findall(rf"(?i)\b{scale.expression}\b", seen.report.words(block)) if scale else []
    return {label.label for words in found if scale and (label := scale.label_of(words))}


def _unrated(seen: Seen) -> Iterator[Thing]:
    """Rows of a table of services that no judgement was read of, where nearly all have one, and columns of the icons
    or words that judgements have of which none was."""
    read = seen.read(("ratings",))
    for grid in seen.grids:
        if grid.purpose is not Purpose.PROVIDERS:
            continue
        rows = [row for number, row in grid.body() if len(grid.filled(number)) > 1]
        silent = [row for row in rows if not read(row[0].start, max(cell.end for cell in row))]
        for row in silent if len(silent) < _FEW * len(rows) else ():
            yield Thing("labels", row[0].start, row[-1].end, "a service without a judgement, where others have one")
        cells = [(cell, cell.icon or grid.text(cell)) for row in rows for cell in row if cell.icon or grid.text(cell)]
        judged = [(cell.column, shown) for cell, shown in cells if read(cell.start, cell.end)]
        rated, labels = {column for column, _ in judged}, {shown for _, shown in judged}
        columns: dict[int, dict[str, Cell]] = defaultdict(dict)
        for cell, shown in cells:
            columns[cell.column][shown] = cell
        for column, own in columns.items():
            if column not in rated and labels.issuperset(own):
                reason = "a column of services' judgements of which none was read"
                yield from (Thing("labels", cell.start, cell.end, reason) for cell in own.values())
