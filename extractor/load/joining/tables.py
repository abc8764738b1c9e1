"""Tables that a page break cuts in two become one, and so do their rows.

A table goes on if its columns stand where they stood and it repeats the head, or has none; where nobody knows where
they stand, if it has as many and no head of its own. A row is the rest of the one above the break if its words go on
from there: they start low, or what they follow was left open, and no cell begins anything new.
"""

from __future__ import annotations

import regex

from extractor.document import Kind
from extractor.load.draft_blocks import Draft, DraftCell, DraftRow
from extractor.load.grid import is_header
from extractor.load.joining import heads, labels, rows
from extractor.load.joining.column_places import aligned, stand_otherwise
from extractor.load.settings import JoinSettings
from extractor.load.shapes import is_caption, is_closed, starts_low
from extractor.load.words import Seam

_DIGIT = regex.compile(r"\d")
_HALF = regex.compile(r"\p{L}[-\u2010]$")
_WIDE = 3  # columns


def added(
    last: Draft,
    draft: Draft,
    following: Draft | None,
    interrupted: bool,
    beside: bool,
    seam: Seam,
    settings: JoinSettings,
) -> list[Draft] | None:
    """Add a draft to the table before it, if it is its rest; the rows of it that are page furniture, None where not.

    `following` is what follows the draft; footnotes or page furniture stand within the table or between the two if it
    is `interrupted`, and right before the draft if they are `beside` it.
    """
    turned = draft.page is None or draft.page != last.last_page
    if draft.kind is Kind.TABLE:
        headless = draft.shape is not None and not draft.shape.bold_first
        whole = draft.page is not None and (turned or headless) and heads.add_to_head(last, draft, settings)
        return [] if whole else _added_rows(last, draft, turned, interrupted, beside, seam, settings)
    if is_caption(draft.text):
        return None
    if turned and labels.is_label(last, draft, following, settings):
        rows.add_cell(last.rows[-1].cells[0], DraftCell(draft.words), seam)
        return []
    if turned and following is not None and labels.is_first_label(last, draft, following, settings):
        following.rows.insert(0, labels.label_row(draft, following))
        return []
    if not turned and following is not None and labels.is_last_label(last, draft, following, settings):
        last.rows.append(labels.label_row(draft, last))
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


def _added_rows(
    last: Draft, draft: Draft, turned: bool, interrupted: bool, beside: bool, seam: Seam, settings: JoinSettings
) -> list[Draft] | None:
    """Add the rows of what goes on with a table but for the heads that it repeats; those as furniture, None where not.

    It goes on by where its columns stand, or else by its words alone.
    """
    repeated = heads.repeated_heads(last, draft)
    head, rest = heads.texts(draft.rows[0]), draft.rows[repeated:]
    missing = len(last.rows[0].cells) - len(draft.rows[0].cells)
    reads_on = bool(rest) and rows.reads_on(last.rows[-1], rest[0], settings)
    overleaf = turned and draft.page is not None and not missing
    in_place = overleaf and aligned(last, draft, settings)
    cut = overleaf and bool(rest) and rows.is_rest(last, rest[0])
    whole = draft.shape is not None and not draft.shape.bold_first
    if not (cut and repeated) and not (in_place and (cut or repeated or whole)):
        cut = cut or reads_on
        plain = last.shape is None and draft.shape is None  # of a text, in which a blank line parts them
        headless = not missing and not stand_otherwise(last, draft, settings) and (not is_header(head) or reads_on)
        anew = not (turned or beside or plain) or not headless
        if anew and not ((turned or interrupted or plain) and repeated and missing in (0, 1)):
            return None
    if cut:
        rows.add_row(last.rows[-1], rest.pop(0), seam)
    behind = repeated and last.rows[0].cells[0].text and head[0]
    for row in rest:
        blank = [DraftCell() for _ in range(missing)]
        last.rows.append(DraftRow(row.cells + blank if behind else blank + row.cells, row.page))
    return [Draft(Kind.FURNITURE, row.words(), row.page) for row in draft.rows[:repeated]]


def _cut_cell(last: Draft, draft: Draft, settings: JoinSettings) -> DraftCell | None:
    """The cell of the last row of which a paragraph is the rest: the last, or the only one that ends in half a word."""
    if draft.kind is not Kind.PARAGRAPH or not starts_low(draft.text):
        return None
    cells = last.rows[-1].cells
    halves = [cell for cell in cells if _HALF.search(cell.text, max(0, len(cell.text) - 2))]
    if len(halves) == 1:
        return halves[0]
    return cells[-1] if len(cells[-1].text) > settings.line and not is_closed(cells[-1].text) else None
