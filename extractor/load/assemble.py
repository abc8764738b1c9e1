"""Drafts in reading order become a Report: what a page break or footnote splits is joined, and the text is written.

Every loader ends here, so that joining, markers, tables and offsets are the same whatever the format. A loader's work
is to say, in reading order, what stands on the page: one `Draft` a paragraph, list item, heading, table or footnote.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from extractor.document import Block, Cell, Kind, NoteRef, Report, Table
from extractor.document.boxes import LineBox
from extractor.load.draft_blocks import Draft, DraftCell, DraftRow
from extractor.load.joining import DEFAULT, join
from extractor.load.joining.heads import header_of
from extractor.load.settings import JoinSettings
from extractor.load.words import Seam, Words, plain_seam

__all__ = ["BULLET", "Draft", "DraftCell", "DraftRow", "assemble"]

BULLET = "•"


def assemble(drafts: Iterable[Draft], seam: Seam = plain_seam, joining: JoinSettings = DEFAULT, **about: Any) -> Report:
    """Join what belongs together, write the text, and lay blocks, cells, notes and pages over it.

    `seam` says what goes between two halves of words that a break cut, `joining` when two halves are one; `about` are
    `source`, `sha256`, `format` and the other fields of `Report` that a loader knows.
    """
    return _Writer().write(join(drafts, seam, joining), about)


class _Writer:
    """Writes the text once, block by block, and notes where everything stands."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.pages: list[tuple[int, int]] = []
        self.notes: list[NoteRef] = []
        self.lines: list[LineBox] = []

    def write(self, drafts: list[Draft], about: dict[str, Any]) -> Report:
        blocks: list[Block] = []
        for draft in drafts:
            if draft.rows or draft.text:
                if blocks:
                    self._put("\n\n")
                blocks.append(self._table(draft) if draft.rows else self._words(draft))
        return Report(
            text="".join(self.pieces) + ("\n" if self.pieces else ""),
            blocks=tuple(blocks),
            page_starts=tuple(self.pages),
            notes=tuple(self.notes),
            lines=tuple(self.lines),
            **about,
        )

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def _turn(self, page: int | None, offset: int) -> None:
        if page is not None and (not self.pages or self.pages[-1][1] != page):
            self.pages.append((offset, page))

    def _put_words(self, words: Words) -> None:
        """Words, and what stands at offsets among them."""
        begin = self.length
        self._put(words.text)
        for offset, page in sorted({*words.breaks, *((box.start, box.page) for box in words.boxes)}):
            self._turn(page, begin + offset)
        self.notes += [NoteRef(min(begin + offset, self.length), label) for offset, label in words.notes]
        self.lines += [box.moved(begin) for box in words.boxes]

    def _words(self, draft: Draft) -> Block:
        start = self.length
        self._turn(draft.page, start)
        if draft.marker:
            self._put((BULLET if draft.kind is Kind.BULLET else draft.marker) + " ")
        body = self.length
        self._put_words(draft.words)
        return Block(start, self.length, draft.kind, body, draft.marker, draft.level, draft.box, draft.style)

    def _table(self, draft: Draft) -> Block:
        start = self.length
        width = max(len(row.cells) for row in draft.rows)
        cells = []
        for number, row in enumerate(draft.rows):
            if number:
                self._put("\n")
            page = row.page if row.page is not None else draft.page
            self._turn(page, self.length)
            for column in range(width):
                if column:
                    self._put("\t")
                cell = row.cells[column] if column < len(row.cells) else DraftCell()
                begin = self.length
                if cell.text:
                    self._turn(page, begin)
                self._put_words(cell.words)
                cells.append(Cell(begin, self.length, number, column, cell.icon, cell.rows, cell.columns, cell.heads))
        table = Table(tuple(cells), width, header_of(draft))
        return Block(start, self.length, Kind.TABLE, start, "", 0, draft.box, draft.style, table)
