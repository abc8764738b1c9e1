"""Paragraphs, list items and tables that a page break or a footnote splits are made whole.

In go the drafts of a report in reading order, out come fewer; footnotes and page furniture that stood between two
halves follow the whole.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from extractor.document import Kind
from extractor.load.drafts import Draft, DraftCell, DraftRow
from extractor.load.grid import header_rows, is_header

_CLOSED = regex.compile(r"[.!?:;…][\"'”’)\]*]*$")
# A line that ends so is not finished, whatever follows it.
_OPEN = regex.compile(
    r"(?:[,–—-]|\b(?:a|an|and|any|are|as|at|be|by|for|from|had|has|have|in|into|is|its|not|of|on|or|our|that|the|their"
    r"|these|this|those|to|was|were|which|who|will|with|within))$"
)
_SENTENCE = regex.compile(r"[.!?;:](?:\s|$)")
_HYPHEN = regex.compile(r"[\p{L}\d]-$")
_SUSPENDED = regex.compile(r"(?:and|or|to)(?![-\w])")
_STARTS_LOW = regex.compile(r"[\"'“‘(\[]*\p{Ll}")
_TAIL = 40  # characters that tell how a text ends: a search from its beginning takes ever longer as a paragraph grows


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
        elif last is not None and (_words_go_on(last, draft, bool(between)) or _was_no_heading(last, draft)):
            last.kind = Kind.PARAGRAPH if last.kind is Kind.HEADING else last.kind
            _append_words(last, draft)
            continue
        elif last is not None and last.kind is Kind.TABLE and _cell_goes_on(last, draft, bool(between)):
            last.rows[-1].cells[-1].words.append(draft.words)
            continue
        joined += between
        between = []
        joined.append(draft)
    return joined + between


def _ends(expression: regex.Pattern[str], text: str) -> bool:
    """Whether a text ends as an expression says."""
    return bool(expression.search(text, max(0, len(text) - _TAIL)))


def _words_go_on(last: Draft, draft: Draft, interrupted: bool) -> bool:
    if draft.kind is not Kind.PARAGRAPH or last.kind not in (Kind.PARAGRAPH, Kind.BULLET, Kind.NUMBERED):
        return False
    if bool(last.box) != bool(draft.box):
        return False
    if draft.page is not None and draft.page == last.last_page and not interrupted:
        return False
    if last.text.endswith(":") and last.kind is Kind.PARAGRAPH and len(last.text) > 60:
        return bool(_STARTS_LOW.match(draft.text)) and draft.text.endswith(".")
    if not last.text or _ends(_CLOSED, last.text):
        return False
    if _ends(_OPEN, last.text):
        return True
    return bool(_STARTS_LOW.match(draft.text)) and (len(last.text) > 40 or last.kind is not Kind.PARAGRAPH)


def _was_no_heading(last: Draft, draft: Draft) -> bool:
    """Whether a line that was taken for a heading by its shape alone is the first half of a broken paragraph."""
    by_shape = last.kind is Kind.HEADING and not last.level and not last.style.bold
    return (
        by_shape
        and draft.kind is Kind.PARAGRAPH
        and not _ends(_CLOSED, last.text)
        and bool(_SENTENCE.search(draft.text))
        and bool(_STARTS_LOW.match(draft.text))
    )


def _append_words(last: Draft, draft: Draft) -> None:
    glue = "" if _ends(_HYPHEN, last.text) and not _SUSPENDED.match(draft.text) else " "
    last.append(draft.words, draft.page, glue)


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
    return len(text) > 60 and not _ends(_CLOSED, text) and bool(_STARTS_LOW.match(draft.text))


def _row_goes_on(last: DraftRow, row: DraftRow) -> bool:
    """Whether a row is the rest of the words in the cells of the row above it."""
    filled = [n for n, cell in enumerate(row.cells) if cell.text]
    if not filled or len(filled) > 2 or len(row.cells) != len(last.cells):
        return False
    return all(
        len(last.cells[n].text) > 25
        and not _ends(_CLOSED, last.cells[n].text)
        and (_STARTS_LOW.match(row.cells[n].text) or (_ends(_OPEN, last.cells[n].text) and not row.cells[0].text))
        for n in filled
    )


def _repeats(last: Draft, head: list[str]) -> bool:
    words = [text for text in head if text]
    return bool(words) and words in _heads(last)


def _heads(table: Draft) -> list[list[str]]:
    """The words of the rows that head columns: those at the top, and those that head them anew further down."""
    texts = [_texts(row) for row in table.rows]
    top = max(1, header_of(table))
    inner = [row for row in texts[top:] if sum(map(bool, row[1:])) > 1 and is_header(row)]
    return [[text for text in row if text] for row in texts[:top] + inner]


def _append_rows(last: Draft, draft: Draft) -> list[Draft]:
    """Add the rows of a table's continuation, without the header rows that it repeats, which become furniture."""
    width = len(last.rows[0].cells)
    compact = _heads(last)
    repeated = 0
    while repeated < len(draft.rows) and [t for t in _texts(draft.rows[repeated]) if t] in compact:
        repeated += 1
    furniture = [Draft(Kind.FURNITURE, row.words(), row.page) for row in draft.rows[:repeated]]
    if repeated < len(draft.rows) and _row_goes_on(last.rows[-1], draft.rows[repeated]):
        for above, cell in zip(last.rows[-1].cells, draft.rows[repeated].cells, strict=True):
            above.words.append(cell.words)
        repeated += 1
    for row in draft.rows[repeated:]:
        missing = width - len(row.cells)
        last.rows.append(DraftRow([DraftCell() for _ in range(missing)] + row.cells, row.page))
    return furniture


def _texts(row: DraftRow) -> list[str]:
    return [cell.text for cell in row.cells]


def header_of(draft: Draft) -> int:
    """How many rows head the columns of a table: as its loader says, or else as its cells suggest."""
    return header_rows([_texts(row) for row in draft.rows]) if draft.header is None else draft.header
