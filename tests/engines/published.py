"""A report that was loaded from somewhere, as a flow that engines can set again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby

from extractor.document import Block, Kind, Report
from tests.engines.flow import Boxed, Cell, Document, Head, Listing, Piece, Prose, Run, Runs, Sheet, Space

ITEMS = (Kind.BULLET, Kind.NUMBERED)


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
            rows.append(tuple(Cell(self.runs(c.start, c.end, number < table.header)) for c in cells))
        longest = [
            max(min(60, sum(len(run.text) for run in row[column].runs)) for row in rows) + 8
            for column in range(table.width)
        ]
        shares = tuple(size / sum(longest) for size in longest)
        return Sheet(tuple(rows), table.header, shares)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
