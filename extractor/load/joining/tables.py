"""Tables that a page break cuts in two become one, and so do their rows.

A table goes on if its columns stand where they stood and it repeats the head, or has none; where nobody knows where
they stand, if it has as many and no head of its own. A row is the rest of the one above the break if its words go on
from there: they start low, or what they follow was left open, and no cell begins anything new.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.document import Kind
from extractor.load.drafts import Draft, DraftCell, DraftRow
from extractor.load.grid import is_header
from extractor.load.joining import heads, rows
from extractor.load.settings import JoinSettings
from extractor.load.shapes import is_closed, starts_low
from extractor.load.words import Seam

_DIGIT = regex.compile(r"\d")
_HALF = regex.compile(r"\p{L}[-\u2010]$")
_STARS = regex.compile(r"\*{1,3}")
_WIDE = 3  # columns
_DRAWN = 3  # edges: fewer are the sides of a table whose columns are told from its words


def added(
    last: Draft, draft: Draft, following: Draft | None, interrupted: bool, seam: Seam, settings: JoinSettings
) -> list[Draft] | None:
    """Add a draft to the table before it, if it is its rest; the rows of it that are page furniture, None where not.

    Args:
        last: the table.
        draft: what follows it.
        following: what follows that.
        interrupted: whether footnotes or page furniture stand between the two.
        seam: what goes between two halves.
        settings: when halves are one.
    """
    turned = draft.page is None or draft.page != last.last_page
    if draft.kind is Kind.TABLE:
        repeated = heads.repeated_heads(last, draft)
        if turned and draft.page is not None and _joined(last, draft, repeated, seam, settings):
            return [_furniture(row) for row in draft.rows[:repeated]]
        plain = last.shape is None and draft.shape is None  # of a text, in which a blank line parts them
        if (turned or interrupted or plain) and _goes_on(last, draft, settings):
            return _appended(last, draft, seam, settings)
        return None
    if turned and following is not None and _is_label(last, draft, following, settings):
        rows.add_cell(last.rows[-1].cells[0], DraftCell(draft.words), seam)
        return []
    if not turned and following is not None and _is_last_label(last, draft, following, settings):
        last.rows.append(DraftRow([DraftCell(draft.words), *(DraftCell() for _ in last.rows[0].cells[1:])], draft.page))
        return []
    if (turned or interrupted) and (cell := _cut_cell(last, draft, settings)) is not None:
        rows.add_cell(cell, DraftCell(draft.words), seam)
        return []
    return None


def cut_in_two(last: Draft, draft: Draft) -> bool:
    """Add a table that follows another at once in a file that knows its tables, if it is its rest: it has no heads, as
    many columns, and figures in a column that has one in the row above."""
    if (
        draft.kind is not Kind.TABLE
        or last.kind is not Kind.TABLE
        or not heads.header_of(last)
        or heads.header_of(draft)
    ):
        return False
    above, below = last.rows[-1].cells, draft.rows[0].cells
    if len(above) != len(below) or len(above) < _WIDE or any(cell.heads for cell in below):
        return False
    if not any(_DIGIT.search(one.text) and _DIGIT.search(other.text) for one, other in zip(above, below, strict=True)):
        return False
    last.rows += draft.rows
    return True


def part_label(draft: Draft) -> None:
    """Make a drawn table that is nothing but a label, and that none goes on, the paragraph that it is."""
    filled = [cell for row in draft.rows for cell in row.cells if cell.text or cell.icon]
    if draft.shape is not None and len(filled) == 1 < len(draft.rows[0].cells):
        draft.kind, draft.words, draft.rows = Kind.PARAGRAPH, filled[0].words, []


def _joined(above: Draft, below: Draft, first: int, seam: Seam, settings: JoinSettings) -> bool:
    """Whether `below` goes on where `above` ends; if so, its rows behind the `first` repeated heads go to `above`."""
    if heads.is_head(above, below, settings):
        for row in above.rows:
            row.cells.insert(0, DraftCell())
        if len(above.rows) == 2:
            above.rows[1].cells[0] = below.rows.pop(0).cells[0]
        above.rows += below.rows
        return True
    if (head := heads.head_above(above, below, settings)) is not None:
        repeated = below.shape is not None and below.shape.bold_first
        above.rows = [head, *below.rows[int(repeated) :]]
        return True
    if len(above.rows[0].cells) != len(below.rows[0].cells):
        return False
    rest = below.rows[first:]
    aligned = _aligned(above, below, settings)
    headless = below.shape is not None and not below.shape.bold_first
    cut = bool(rest) and rows.is_rest(above, rest[0])
    if not (cut and (first or aligned)) and not (aligned and (first or headless)):
        return False
    if cut:
        rows.add_row(above.rows[-1], rest.pop(0), seam)
    above.rows += rest
    return True


def _aligned(above: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether the columns of two tables stand in the same places; where those of one are not drawn, their sides do, or
    the words of all their first cells."""
    if above.shape is None or below.shape is None:
        return False
    one, two = above.shape.edges, below.shape.edges
    if min(len(one), len(two)) == _DRAWN - 1:
        one, two = (one[0], one[-1]), (two[0], two[-1])
        starts = above.shape.starts, below.shape.starts
        if len(starts[0]) == len(above.rows[0].cells) and _same(*starts, settings):
            return True
    return _same(one, two, settings)


def _same(one: Sequence[float], two: Sequence[float], settings: JoinSettings) -> bool:
    return len(one) == len(two) and all(abs(a - b) < settings.edge for a, b in zip(one, two, strict=True))


def _stand_otherwise(above: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether the columns of both tables are drawn, as many, and stand in other places."""
    if above.shape is None or below.shape is None or len(above.shape.edges) < _DRAWN:
        return False
    return len(above.shape.edges) == len(below.shape.edges) and not _aligned(above, below, settings)


def _is_label(above: Draft, draft: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether words at the top of a page, above the rest of a table, are of the first cell of its last row before.

    They are all of it, or what it lacks.
    """
    if draft.kind is not Kind.PARAGRAPH or below.page != draft.page or below.kind is not Kind.TABLE:
        return False
    begun, aligned = above.rows[-1].cells[0].text, _aligned(above, below, settings)
    if not aligned and (begun or len(above.rows[0].cells) != len(below.rows[0].cells)):
        return False
    if begun:
        return (not is_closed(begun) and rows.goes_low(draft.text)) or bool(_STARS.fullmatch(draft.text))
    row = DraftRow([DraftCell(draft.words), *(DraftCell() for _ in above.rows[0].cells[1:])])
    return rows.is_complement(above, row)


def _is_last_label(above: Draft, draft: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether words at the foot of a page, below a table without rules, are a label of it whose rows stand overleaf."""
    if draft.kind is not Kind.PARAGRAPH or below.kind is not Kind.TABLE or draft.page is None:
        return False
    if above.shape is None or below.shape is None or len(above.rows[0].cells) != len(below.rows[0].cells):
        return False
    if below.page != draft.page + 1 or len(above.shape.edges) >= _DRAWN or draft.place is None:
        return False
    head = [text for text in heads.texts(below.rows[0]) if text]
    whole = head in heads.heads_of(above) if below.shape.bold_first else not above.shape.bold_first
    left = above.shape.starts[0] if above.rows[0].cells[0].text else above.shape.edges[0]
    right = max((box.x1 for box in draft.words.boxes), default=0.0)
    begins = abs(draft.place.x0 - left) < settings.edge
    return whole and begins and right < above.shape.second and _aligned(above, below, settings)


def _goes_on(last: Draft, draft: Draft, settings: JoinSettings) -> bool:
    """Whether a table goes on in the next, told from their words alone."""
    width, other = len(last.rows[0].cells), len(draft.rows[0].cells)
    head = heads.texts(draft.rows[0])
    words = [text for text in head if text]
    if words and words in heads.heads_of(last):
        return width - other in (0, 1)
    if width != other or _stand_otherwise(last, draft, settings):
        return False
    return not is_header(head) or rows.reads_on(last.rows[-1], draft.rows[0], settings)


def _appended(last: Draft, draft: Draft, seam: Seam, settings: JoinSettings) -> list[Draft]:
    """Add the rows of a table's continuation, without the header rows that it repeats, which become furniture."""
    width = len(last.rows[0].cells)
    compact = heads.heads_of(last)
    repeated = 0
    while repeated < len(draft.rows) and [text for text in heads.texts(draft.rows[repeated]) if text] in compact:
        repeated += 1
    rest: Sequence[DraftRow] = draft.rows[repeated:]
    left = 0 if repeated and last.rows[0].cells[0].text and draft.rows[0].cells[0].text else width
    if rest and rows.reads_on(last.rows[-1], rest[0], settings):
        rows.add_row(last.rows[-1], rest[0], seam)
        rest = rest[1:]
    for row in rest:
        missing = [DraftCell() for _ in range(width - len(row.cells))]
        last.rows.append(DraftRow(missing[:left] + row.cells + missing[left:], row.page))
    return [_furniture(row) for row in draft.rows[:repeated]]


def _cut_cell(last: Draft, draft: Draft, settings: JoinSettings) -> DraftCell | None:
    """The cell of the last row of which a paragraph is the rest: the last, or the only one that ends in half a word."""
    if draft.kind is not Kind.PARAGRAPH or not starts_low(draft.text):
        return None
    cells = last.rows[-1].cells
    halves = [cell for cell in cells if _HALF.search(cell.text, max(0, len(cell.text) - 2))]
    if len(halves) == 1:
        return halves[0]
    return cells[-1] if len(cells[-1].text) > settings.line and not is_closed(cells[-1].text) else None


def _furniture(row: DraftRow) -> Draft:
    return Draft(Kind.FURNITURE, row.words(), row.page)
