"""Labels of rows that a page break parts from their table: at the foot of a page, or at the top of the next."""

from __future__ import annotations

from itertools import pairwise

from extractor.document import Kind
from extractor.load.draft_blocks import Draft, DraftCell, DraftRow
from extractor.load.grid import is_header
from extractor.load.joining import heads, rows
from extractor.load.joining.column_places import DRAWN, aligned, same_places, stand_otherwise
from extractor.load.settings import JoinSettings
from extractor.load.shapes import is_closed, starts_low
from extractor.load.words import Seam

_LABELS = 2  # rows without figures: a section and its first label


def is_label(above: Draft, draft: Draft, below: Draft | None, settings: JoinSettings) -> bool:
    """Whether words at the top of a page are of the first cell of the last row before: all of it, or what it lacks.

    The rest of the table stands below them; or they stand where its labels do, and end before its second column.
    """
    if draft.kind is not Kind.PARAGRAPH:
        return False
    begun = above.rows[-1].cells[0].text
    if not begun and not rows.is_complement(above, label_row(draft, above)):
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
    if not alike and not aligned(above, below, settings):
        return False
    low = not is_closed(begun) and rows.goes_low(draft.text)
    return not begun or low or bool(rows.MARKS.fullmatch(draft.text))


def is_first_label(above: Draft, draft: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether words at the top of a page are a label of the rest of a table that stands right below them there."""
    if draft.kind is not Kind.PARAGRAPH or below.kind is not Kind.TABLE or below.page != draft.page:
        return False
    if above.shape is None or below.shape is None or not _is_over_labels(draft, below, settings):
        return False
    headless = not (stand_otherwise(above, below, settings) or is_header(heads.texts(below.rows[0])))
    if len(above.rows[0].cells) != len(below.rows[0].cells) or not (headless or aligned(above, below, settings)):
        return False
    return abs(above.shape.first - below.shape.first) < settings.edge


def is_last_label(above: Draft, draft: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether words at the foot of a page, below a table, are a label of it whose rows stand overleaf.

    Where its columns are drawn, or the rest has not its head, they stand as near to it as its rows do, or go on there.
    """
    if below.kind is not Kind.TABLE or below.shape is None or draft.page is None:
        return False
    head = [text for text in heads.texts(below.rows[0]) if text]
    same = len(head) > 1 and head in heads.heads_of(above)
    alone = same and len(above.rows) == 1  # above, a head has no rows but this
    repeated = same and (below.shape.bold_first or alone)
    cut = _is_cut(draft, below)
    if draft.kind is not Kind.PARAGRAPH and not (draft.kind is Kind.HEADING and (cut or repeated)):
        return False
    if above.shape is None or len(above.rows[0].cells) != len(below.rows[0].cells):
        return False
    near = _is_near(above, draft) or cut or alone
    if below.page != draft.page + 1 or (len(above.shape.edges) >= DRAWN and not near) or draft.place is None:
        return False
    whole = repeated if below.shape.bold_first else near or not above.shape.bold_first
    labels = [box.x0 for row in above.rows for box in row.cells[0].words.boxes if box.page == draft.page]
    left = min(labels, default=above.shape.edges[0])
    right = max((box.x1 for box in draft.words.boxes), default=0.0)
    begins = abs(draft.place.x0 - left) < settings.edge
    return whole and begins and right < above.shape.second and aligned(above, below, settings)


def take_labels(drafts: list[Draft], table: Draft, seam: Seam, settings: JoinSettings) -> None:
    """Move to a table without a head the last words of the page before, if they are its first labels.

    They stand where its labels do, and not where the words before them on their page do, and end where labels may. One
    between two rules as wide as the table is its first row.
    """
    if drafts and _is_between_its_rules(drafts[-1], table, settings):
        label = drafts.pop()
        table.rows, table.page = [label_row(label, table), *table.rows], label.page
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
    for row in [*(label_row(label, table) for label in labels), *table.rows[:cut]]:
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
    return same_places(draft.ruled, (table.shape.edges[0], table.shape.edges[-1]), settings)


def _is_as_labels(draft: Draft, table: Draft) -> bool:
    """Whether words on the page before a table without a head may be its labels: plain, and within their column."""
    if draft.kind is not Kind.PARAGRAPH or table.kind is not Kind.TABLE or table.page is None or table.shape is None:
        return False
    if draft.page != table.page - 1 or draft.place is None or draft.text.endswith(":") or table.shape.bold_first:
        return False
    right = max((box.x1 for box in draft.words.boxes), default=0.0)
    return right < table.shape.second and not is_header(heads.texts(table.rows[0]))


def _is_over_labels(draft: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether words stand right above a table without a head in bold, over its labels alone, and begin as they do."""
    if below.shape is None or draft.place is None or below.shape.bold_first:
        return False
    right = max((box.x1 for box in draft.words.boxes), default=0.0)
    begins = abs(draft.place.x0 - below.shape.first) < settings.edge
    return begins and right < below.shape.second and _is_near(below, draft)


def _is_cut(label: Draft, below: Draft) -> bool:
    """Whether words that may head something are the first half of a label, which goes on in the table overleaf."""
    body = below.rows[int(below.shape is not None and below.shape.bold_first) :]
    return not is_closed(label.text) and bool(body) and starts_low(body[0].cells[0].text)


def _is_near(table: Draft, label: Draft) -> bool:
    """Whether words stand no further above or below a table than its rows stand from one another on that page."""
    stacks = [[box for cell in row.cells for box in cell.words.boxes if box.page == label.page] for row in table.rows]
    spans = [(min(box.top for box in stack), max(box.bottom for box in stack)) for stack in stacks if stack]
    gaps = [lower - upper for (_, upper), (lower, _) in pairwise(spans)]
    if not gaps or not label.words.boxes:
        return False
    top, bottom = min(box.top for box in label.words.boxes), max(box.bottom for box in label.words.boxes)
    return max(spans[0][0] - bottom, top - spans[-1][1]) <= max(gaps) + 1  # printers round the places of lines


def label_row(label: Draft, table: Draft) -> DraftRow:
    """A row of a table that has nothing but a label."""
    return DraftRow([DraftCell(label.words), *(DraftCell() for _ in table.rows[0].cells[1:])], label.page)
