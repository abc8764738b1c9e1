"""A report that was loaded from somewhere, as a flow that engines can set again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from extractor.document import Block, Kind, Report
from tests.engines.flow import Boxed, Cell, Document, Head, Listing, Piece, Prose, Run, Runs, Sheet, Space

ITEMS = (Kind.BULLET, Kind.NUMBERED)
COLUMNS = 9  # more need a wide page and small type


def flow(report: Report) -> Document:
    """What a report says: its headings by the sections that begin with them, its notes by their labels."""
    maker = _Maker(report)
    title = report.source.rpartition(".")[0]
    return Document(title, "An inspection report", tuple(maker.pieces()), maker.notes)


class _Maker:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.levels = {s.heading.start: s.level for s in report.sections if s.heading.end > s.heading.start}
        self.notes: dict[int, Runs] = {}
        self.offsets = [note.offset for note in report.notes]
        shown = [b for b in report.blocks if b.kind is not Kind.FURNITURE]
        for block in shown:
            if block.kind is Kind.FOOTNOTE and block.marker.strip(".[] ").isdigit():
                words = " ".join(report.body(block).split())
                self.notes.setdefault(int(block.marker.strip(".[] ")), (Run(words),))
        self.called: set[int] = set()
        self.blocks = [b for b in shown if b.kind is not Kind.FOOTNOTE]

    def pieces(self) -> Iterator[Piece]:
        for (box, items), group in groupby(self.blocks, key=lambda b: (b.box, b.kind in ITEMS)):
            run = list(group)
            if box:
                yield Boxed(tuple(self.words(block) for block in run), True)
            elif items:
                yield Listing(tuple((self.label(block), self.words(block)) for block in run))
            else:
                yield from (piece for block in run for piece in self.piece(block))

    def piece(self, block: Block) -> Iterator[Piece]:
        if block.table:
            yield self.sheet(block)
            yield Space()
        elif block.kind is Kind.HEADING:
            level = min(self.levels.get(block.start, self.levels.get(block.body, 3)), 3)
            yield Head(self.words(block), level, level == 1 and block.start > 2000)
        else:
            yield Prose(self.words(block))

    @staticmethod
    def label(block: Block) -> str:
        return block.marker if re.search(r"\w", block.marker) and block.marker != "o" else ""

    def words(self, block: Block, bold: bool = False) -> Runs:
        start = block.start if block.kind not in ITEMS else block.body
        return self.runs(start, block.end, bold)

    def runs(self, start: int, end: int, bold: bool = False) -> Runs:
        """The text of a span with its notes called for where they were; each is set once."""
        made, at = [], start
        for n in range(bisect_left(self.offsets, start), len(self.offsets)):
            note = self.report.notes[n]
            if note.offset > end:
                break
            number = int(note.label) if note.label.isdigit() else 0
            if number in self.notes and number not in self.called and note.offset > start:
                self.called.add(number)
                made += [Run(_flat(self.report.text[at : note.offset]), bold), Run(note=number)]
                at = note.offset
        made.append(Run(_flat(self.report.text[at:end]), bold))
        return tuple(run for run in made if run.text or run.note)

    def sheet(self, block: Block) -> Sheet:
        table = block.table
        assert table
        rows = []
        for number, cells in enumerate(table.rows()):
            rows.append([Cell(self.runs(c.start, c.end, number < table.header)) for c in cells])
        sizes = [max(_room(row[column], 60) for row in rows) + 8 for column in range(table.width)]
        wide = table.width > COLUMNS
        if wide:  # each column holds its longest word
            sizes = [max(_room(row[column], 12) for row in rows) + 2 for column in range(table.width)]
        spanned = [_spanned(row) if number < table.header - 1 else tuple(row) for number, row in enumerate(rows)]
        return Sheet(tuple(spanned), table.header, tuple(size / sum(sizes) for size in sizes), wide=wide)


def _room(cell: Cell, most: int) -> int:
    return min(most, sum(len(run.text) for run in cell.runs))


def _spanned(row: Sequence[Cell]) -> tuple[Cell, ...]:
    """The upper row of a head: its words stand over the empty cells behind them."""
    made: list[Cell] = []
    for cell in row:
        if made and made[-1].runs and not cell.runs:
            made[-1] = replace(made[-1], span=made[-1].span + 1)
        else:
            made.append(cell)
    return tuple(made)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
