"""Tables that a page break cuts in two become one, and so do their rows.

A table goes on if its columns stand where they stood and it repeats the head, or has none; where nobody knows where
they stand, if it has as many and no head of its own. A row is the rest of the one above the break if its words go on
from there: they start low, or what they follow was left open, and no cell begins anything new.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from extractor.document import Kind
from extractor.load.draft_blocks import Draft, DraftCell, DraftRow
from extractor.load.grid import is_header
from extractor.load.joining import heads, rows
from extractor.load.settings import JoinSettings
from extractor.load.shapes import is_caption, is_closed, starts_low
from extractor.load.words import Seam

_DIGIT = regex.compile(r"\d")
_HALF = regex.compile(r"\p{L}[-\u2010]$")
_WIDE = 3  # columns
_LABELS = 2  # rows without figures: a section and its first label
_DRAWN = 3  # edges: fewer are the sides of a table whose columns are told from its words


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
    if turned and _is_label(last, draft, following, settings):
        rows.add_cell(last.rows[-1].cells[0], DraftCell(draft.words), seam)
        return []
    if turned and following is not None and _is_first_label(last, draft, following, settings):
        following.rows.insert(0, _label_row(draft, following))
        return []
    if not turned and following is not None and _is_last_label(last, draft, following, settings):
        last.rows.append(_label_row(draft, last))
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


def take_labels(drafts: list[Draft], table: Draft, seam: Seam, settings: JoinSettings) -> None:
    """Move to a table without a head the last words of the page before, if they are its first labels.

    They stand where its labels do, and not where the words before them on their page do, and end where labels may. One
    between two rules as wide as the table is its first row.
    """
    if drafts and _is_between_its_rules(drafts[-1], table, settings):
        label = drafts.pop()
        table.rows, table.page = [_label_row(label, table), *table.rows], label.page
        table.header = table.header + 1 if table.header else table.header
        return
    first = len(drafts)
    while first and _is_as_labels(drafts[first - 1], table):
        first -= 1
    labels = drafts[first:]
    if not labels or not first or table.shape is None or drafts[first - 1].page != labels[0].page:
        return
    cut = _is_cut(labels[-1], table) and not any(heads.texts(table.rows[0])[1:])
    before = drafts[first - 1].place
    apart = [abs(one.place.x0 - table.shape.first) for one in labels if one.place]
    if before is None or 2 * max(apart) >= min(abs(one.place.x0 - before.x0) for one in labels if one.place):
        labels = labels[-1:] if cut and apart[-1] < settings.edge else []
    made: list[DraftRow] = []
    for row in [*(_label_row(label, table) for label in labels), *table.rows[:cut]]:
        if not made or is_closed(made[-1].cells[0].text) or not rows.goes_low(row.cells[0].text):
            made.append(row)
        else:
            rows.add_row(made[-1], row, seam)
    if labels and len(made) <= _LABELS:
        table.rows, table.page = [*made, *table.rows[cut:]], labels[0].page
        del drafts[len(drafts) - len(labels) :]


def _is_between_its_rules(draft: Draft, table: Draft, settings: JoinSettings) -> bool:
    """Whether words at the foot of a page stand between two rules as wide as a table overleaf, and end before its
    second column."""
    if draft.ruled is None or draft.kind not in (Kind.HEADING, Kind.PARAGRAPH):
        return False
    if draft.page is None or table.page != draft.page + 1 or table.shape is None or len(table.shape.edges) < 2:
        return False
    if max((box.x1 for box in draft.words.boxes), default=0.0) >= table.shape.second:
        return False
    return _same(draft.ruled, (table.shape.edges[0], table.shape.edges[-1]), settings)


def _is_as_labels(draft: Draft, table: Draft) -> bool:
    """Whether words on the page before a table without a head may be its labels: plain, and within their column."""
    if draft.kind is not Kind.PARAGRAPH or table.kind is not Kind.TABLE or table.page is None or table.shape is None:
        return False
    if draft.page != table.page - 1 or draft.place is None or draft.text.endswith(":") or table.shape.bold_first:
        return False
    right = max((box.x1 for box in draft.words.boxes), default=0.0)
    return right < table.shape.second and not is_header(heads.texts(table.rows[0]))


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
    aligned = overleaf and _aligned(last, draft, settings)
    cut = overleaf and bool(rest) and rows.is_rest(last, rest[0])
    whole = draft.shape is not None and not draft.shape.bold_first
    if not (cut and repeated) and not (aligned and (cut or repeated or whole)):
        cut = cut or reads_on
        plain = last.shape is None and draft.shape is None  # of a text, in which a blank line parts them
        headless = not missing and not _stand_otherwise(last, draft, settings) and (not is_header(head) or reads_on)
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


def _is_label(above: Draft, draft: Draft, below: Draft | None, settings: JoinSettings) -> bool:
    """Whether words at the top of a page are of the first cell of the last row before: all of it, or what it lacks.

    The rest of the table stands below them; or they stand where its labels do, and end before its second column.
    """
    if draft.kind is not Kind.PARAGRAPH:
        return False
    begun = above.rows[-1].cells[0].text
    if not begun and not rows.is_complement(above, _label_row(draft, above)):
        return False
    if below is None or below.page != draft.page or below.kind is not Kind.TABLE:
        boxes, shape = draft.words.boxes, above.shape
        return (
            not begun
            and shape is not None
            and abs(boxes[0].x0 - shape.first) < settings.edge
            and max(box.x1 for box in boxes) < shape.second
        )
    alike = len(above.rows[0].cells) == len(below.rows[0].cells)
    alike = alike and (not begun or _is_over_labels(draft, below, settings))
    if not alike and not _aligned(above, below, settings):
        return False
    low = not is_closed(begun) and rows.goes_low(draft.text)
    return not begun or low or bool(rows.MARKS.fullmatch(draft.text))


def _is_last_label(above: Draft, draft: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether words at the foot of a page, below a table, are a label of it whose rows stand overleaf.

    Where its columns are drawn, or the rest has not its head, they stand as near to it as its rows do, or go on there.
    """
    if below.kind is not Kind.TABLE or below.shape is None or draft.page is None:
        return False
    head = [text for text in heads.texts(below.rows[0]) if text]
    repeated = below.shape.bold_first and len(head) > 1 and head in heads.heads_of(above)
    cut = _is_cut(draft, below)
    if draft.kind is not Kind.PARAGRAPH and not (draft.kind is Kind.HEADING and (cut or repeated)):
        return False
    if above.shape is None or len(above.rows[0].cells) != len(below.rows[0].cells):
        return False
    near = _is_near(above, draft) or cut
    if below.page != draft.page + 1 or (len(above.shape.edges) >= _DRAWN and not near) or draft.place is None:
        return False
    whole = repeated if below.shape.bold_first else near or not above.shape.bold_first
    labels = [box.x0 for row in above.rows for box in row.cells[0].words.boxes if box.page == draft.page]
    left = min(labels, default=above.shape.edges[0])
    right = max((box.x1 for box in draft.words.boxes), default=0.0)
    begins = abs(draft.place.x0 - left) < settings.edge
    return whole and begins and right < above.shape.second and _aligned(above, below, settings)


def _is_cut(label: Draft, below: Draft) -> bool:
    """Whether words that may head something are the first half of a label, which goes on in the table overleaf."""
    body = below.rows[int(below.shape is not None and below.shape.bold_first) :]
    return not is_closed(label.text) and bool(body) and starts_low(body[0].cells[0].text)


def _is_first_label(above: Draft, draft: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether words at the top of a page are a label of the rest of a table that stands right below them there."""
    if draft.kind is not Kind.PARAGRAPH or below.kind is not Kind.TABLE or below.page != draft.page:
        return False
    if above.shape is None or below.shape is None or not _is_over_labels(draft, below, settings):
        return False
    headless = not (_stand_otherwise(above, below, settings) or is_header(heads.texts(below.rows[0])))
    if len(above.rows[0].cells) != len(below.rows[0].cells) or not (headless or _aligned(above, below, settings)):
        return False
    return abs(above.shape.first - below.shape.first) < settings.edge


def _is_over_labels(draft: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether words stand right above a table without a head in bold, over its labels alone, and begin as they do."""
    if below.shape is None or draft.place is None or below.shape.bold_first:
        return False
    right = max((box.x1 for box in draft.words.boxes), default=0.0)
    begins = abs(draft.place.x0 - below.shape.first) < settings.edge
    return begins and right < below.shape.second and _is_near(below, draft)


def _is_near(table: Draft, label: Draft) -> bool:
    """Whether words stand no further above or below a table than its rows stand from one another on that page."""
    stacks = [[box for cell in row.cells for box in cell.words.boxes if box.page == label.page] for row in table.rows]
    spans = [(min(box.top for box in stack), max(box.bottom for box in stack)) for stack in stacks if stack]
    gaps = [lower - upper for (_, upper), (lower, _) in pairwise(spans)]
    if not gaps or not label.words.boxes:
        return False
    top, bottom = min(box.top for box in label.words.boxes), max(box.bottom for box in label.words.boxes)
    return max(spans[0][0] - bottom, top - spans[-1][1]) <= max(gaps) + 1  # printers round the places of lines


def _label_row(label: Draft, table: Draft) -> DraftRow:
    """A row of a table that has nothing but a label."""
    return DraftRow([DraftCell(label.words), *(DraftCell() for _ in table.rows[0].cells[1:])], label.page)


def _cut_cell(last: Draft, draft: Draft, settings: JoinSettings) -> DraftCell | None:
    """The cell of the last row of which a paragraph is the rest: the last, or the only one that ends in half a word."""
    if draft.kind is not Kind.PARAGRAPH or not starts_low(draft.text):
        return None
    cells = last.rows[-1].cells
    halves = [cell for cell in cells if _HALF.search(cell.text, max(0, len(cell.text) - 2))]
    if len(halves) == 1:
        return halves[0]
    return cells[-1] if len(cells[-1].text) > settings.line and not is_closed(cells[-1].text) else None
