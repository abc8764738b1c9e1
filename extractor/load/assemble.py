"""Drafts in reading order become a Report: what a page break or footnote splits is joined, and the text is written.

Every loader ends here, so that joining, markers, tables and offsets are the same whatever the format. A loader's work
is to say, in reading order, what stands on the page: one `Draft` a paragraph, list item, heading, table or footnote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import regex

from extractor.document import Block, Cell, Kind, NoteRef, Report, Style, Table
from extractor.load.grid import header_rows, is_header

BULLET = "•"
_CLOSED = regex.compile(r"[.!?:;…][\"'”’)\]*]*$")
# A line that ends so is not finished, whatever follows it.
_OPEN = regex.compile(
    r"(?:[,–—-]|\b(?:a|an|and|any|are|as|at|be|by|for|from|had|has|have|in|into|is|its|not|of|on|or|our|that|the|their"
    r"|these|this|those|to|was|were|which|who|will|with|within))$"
)
_HYPHEN = regex.compile(r"[\p{L}\d]-$")
_SUSPENDED = regex.compile(r"(?:and|or|to)(?![-\w])")
_STARTS_LOW = regex.compile(r"[\"'“‘(\[]*\p{Ll}")


@dataclass(slots=True)
class DraftCell:
    """A cell as loaded: its words on one line, the colour of an icon in it, and footnote marks (offset, label)."""

    text: str = ""
    icon: str = ""
    notes: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class DraftRow:
    """A row as loaded; cells that a wider cell covers are empty cells behind it."""

    cells: list[DraftCell]
    page: int | None = None


@dataclass(slots=True)
class Draft:
    """A block as loaded. `text` is one line of normalised words without marker; `notes` are (offset in text, label).

    `breaks` are (offset in text, page) where the words go on to another page. `header` counts the heading rows of a
    table; None lets the grid decide.
    """

    kind: Kind
    text: str = ""
    page: int | None = None
    marker: str = ""
    level: int = 0
    box: int = 0
    style: Style = field(default_factory=Style)
    rows: list[DraftRow] = field(default_factory=list)
    header: int | None = None
    notes: list[tuple[int, str]] = field(default_factory=list)
    breaks: list[tuple[int, int]] = field(default_factory=list)

    @property
    def last_page(self) -> int | None:
        """The page that the block ends on."""
        if self.rows:
            return self.rows[-1].page
        return self.breaks[-1][1] if self.breaks else self.page


def assemble(drafts: Iterable[Draft], **about: Any) -> Report:
    """Join what belongs together, write the text, and lay blocks, cells, notes and pages over it.

    Args:
        drafts: blocks in reading order.
        about: `source`, `sha256`, `format` and the other fields of `Report` that a loader knows.
    """
    return _Writer().write(join(drafts), about)


def join(drafts: Iterable[Draft]) -> list[Draft]:
    """Drafts with split paragraphs, list items and tables made whole; what stood between follows them."""
    joined: list[Draft] = []
    between: list[Draft] = []
    for draft in drafts:
        if draft.kind in (Kind.FOOTNOTE, Kind.FURNITURE):
            between.append(draft)
            continue
        last = joined[-1] if joined else None
        if last is not None and last.kind is Kind.TABLE and draft.kind is Kind.TABLE:
            if _table_goes_on(last, draft, bool(between)):
                between += _append_rows(last, draft)
                continue
        elif last is not None and _words_go_on(last, draft, bool(between)):
            _append_words(last, draft)
            continue
        elif last is not None and last.kind is Kind.TABLE and _cell_goes_on(last, draft, bool(between)):
            _append_to_cell(last.rows[-1].cells[-1], draft.text, draft.notes)
            continue
        joined += between
        between = []
        joined.append(draft)
    return joined + between


def _words_go_on(last: Draft, draft: Draft, interrupted: bool) -> bool:
    if draft.kind is not Kind.PARAGRAPH or last.kind not in (Kind.PARAGRAPH, Kind.BULLET, Kind.NUMBERED):
        return False
    if bool(last.box) != bool(draft.box):
        return False
    if draft.page is not None and draft.page == last.last_page and not interrupted:
        return False
    if last.text.endswith(":") and last.kind is Kind.PARAGRAPH and len(last.text) > 60:
        return bool(_STARTS_LOW.match(draft.text)) and draft.text.endswith(".")
    if not last.text or _CLOSED.search(last.text):
        return False
    if _OPEN.search(last.text):
        return True
    return bool(_STARTS_LOW.match(draft.text)) and (len(last.text) > 40 or last.kind is not Kind.PARAGRAPH)


def _append_words(last: Draft, draft: Draft) -> None:
    glue = "" if _HYPHEN.search(last.text) and not _SUSPENDED.match(draft.text) else " "
    offset = len(last.text) + len(glue)
    last.text += glue + draft.text
    last.notes += [(offset + at, label) for at, label in draft.notes]
    if draft.page is not None and draft.page != last.last_page:
        last.breaks.append((offset, draft.page))
    last.breaks += [(offset + at, page) for at, page in draft.breaks]


def _table_goes_on(last: Draft, draft: Draft, interrupted: bool) -> bool:
    width, other = len(last.rows[0].cells), len(draft.rows[0].cells)
    if draft.page is not None and draft.page == last.last_page and not interrupted:
        return False
    head = _texts(draft.rows[0])
    if _repeats(last, head):
        return width - other in (0, 1)
    return width == other and (not is_header(head) or _row_goes_on(last.rows[-1], draft.rows[0]))


def _cell_goes_on(last: Draft, draft: Draft, interrupted: bool) -> bool:
    """Whether a paragraph is the rest of the words in the last cell of a table."""
    if draft.kind is not Kind.PARAGRAPH or (
        draft.page is not None and draft.page == last.last_page and not interrupted
    ):
        return False
    text = last.rows[-1].cells[-1].text
    return len(text) > 60 and not _CLOSED.search(text) and bool(_STARTS_LOW.match(draft.text))


def _append_to_cell(cell: DraftCell, text: str, notes: list[tuple[int, str]]) -> None:
    offset = len(cell.text) + 1
    cell.text += " " + text
    cell.notes += [(offset + at, label) for at, label in notes]


def _row_goes_on(last: DraftRow, row: DraftRow) -> bool:
    """Whether a row is the rest of the words in the cells of the row above it."""
    filled = [n for n, cell in enumerate(row.cells) if cell.text]
    if not filled or len(filled) > 2 or len(row.cells) != len(last.cells):
        return False
    return all(
        len(last.cells[n].text) > 25
        and not _CLOSED.search(last.cells[n].text)
        and (_STARTS_LOW.match(row.cells[n].text) or (_OPEN.search(last.cells[n].text) and not row.cells[0].text))
        for n in filled
    )


def _repeats(last: Draft, head: list[str]) -> bool:
    words = [text for text in head if text]
    return bool(words) and any(
        words == [text for text in _texts(row) if text] for row in last.rows[: max(1, _header(last))]
    )


def _append_rows(last: Draft, draft: Draft) -> list[Draft]:
    """Add the rows of a table's continuation, without the header rows that it repeats, which become furniture."""
    width = len(last.rows[0].cells)
    header = [_texts(row) for row in last.rows[: max(1, _header(last))]]
    compact = [[text for text in row if text] for row in header]
    repeated = 0
    while repeated < len(draft.rows) and [t for t in _texts(draft.rows[repeated]) if t] in compact:
        repeated += 1
    furniture = [
        Draft(Kind.FURNITURE, " ".join(t for t in _texts(row) if t), row.page) for row in draft.rows[:repeated]
    ]
    if repeated < len(draft.rows) and _row_goes_on(last.rows[-1], draft.rows[repeated]):
        for above, cell in zip(last.rows[-1].cells, draft.rows[repeated].cells, strict=True):
            if cell.text:
                _append_to_cell(above, cell.text, cell.notes)
        repeated += 1
    for row in draft.rows[repeated:]:
        missing = width - len(row.cells)
        last.rows.append(DraftRow([DraftCell() for _ in range(missing)] + row.cells, row.page))
    return furniture


def _texts(row: DraftRow) -> list[str]:
    return [cell.text for cell in row.cells]


def _header(draft: Draft) -> int:
    return header_rows([_texts(row) for row in draft.rows]) if draft.header is None else draft.header


class _Writer:
    """Writes the text once, block by block, and notes where everything stands."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.pages: list[tuple[int, int]] = []
        self.notes: list[NoteRef] = []

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
            **about,
        )

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def _turn(self, page: int | None, offset: int) -> None:
        if page is not None and (not self.pages or self.pages[-1][1] != page):
            self.pages.append((offset, page))

    def _words(self, draft: Draft) -> Block:
        start = self.length
        self._turn(draft.page, start)
        if draft.marker:
            self._put((BULLET if draft.kind is Kind.BULLET else draft.marker) + " ")
        body = self.length
        self._put(draft.text)
        for offset, page in draft.breaks:
            self._turn(page, body + offset)
        self.notes += [NoteRef(body + offset, label) for offset, label in draft.notes]
        return Block(start, self.length, draft.kind, body, draft.marker, draft.level, draft.box, draft.style)

    def _table(self, draft: Draft) -> Block:
        start = self.length
        width = max(len(row.cells) for row in draft.rows)
        cells = []
        for number, row in enumerate(draft.rows):
            if number:
                self._put("\n")
            self._turn(row.page if row.page is not None else draft.page, self.length)
            for column in range(width):
                if column:
                    self._put("\t")
                cell = row.cells[column] if column < len(row.cells) else DraftCell()
                begin = self.length
                self._put(cell.text)
                self.notes += [NoteRef(begin + offset, label) for offset, label in cell.notes]
                cells.append(Cell(begin, self.length, number, column, cell.icon))
        table = Table(tuple(cells), width, _header(draft))
        return Block(start, self.length, Kind.TABLE, start, "", 0, draft.box, draft.style, table)
