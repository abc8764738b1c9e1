"""Tables that a page break cuts in two become one, and so do their rows.

In go drafts of the whole document in reading order, out come the same with such tables made whole. A table goes on if
its columns stand where they stood and it repeats the head, or has none. A row is the rest of the one above the break if
its words go on from there: they start low, or what they follow was left open, and no cell begins anything new.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from extractor.document import Kind
from extractor.load.drafts import Draft, DraftCell, DraftRow
from extractor.load.grid import is_figure
from extractor.load.pdf.words.hyphens import Vocabulary

_STARS = regex.compile(r"\*{1,3}")
_SLACK = 2.0  # points
_LOW = regex.compile(r"[\"'“‘(\[]*\p{Ll}|[)\]]")
_CLOSED = regex.compile(r"[.!?:;…][\"'”’)\]*]*$")
_OPEN = regex.compile(
    r"(?:[,(–—-]|\b(?:a|an|and|are|as|at|be|by|for|from|in|into|is|of|on|or|that|the|their|to|was|were|which|with))$"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a table's columns stand, in points from the left, and whether its first row is set in bold.

    `first` is where the words of its first row begin, `second` where its second column does. `columns` are the edges of
    its columns as its words tell them, `starts` where the words of every column of its first row begin.
    """

    edges: tuple[float, ...]
    bold_first: bool
    first: float = 0.0
    second: float = 0.0
    columns: tuple[float, ...] = ()
    starts: tuple[float, ...] = ()


def rejoin(drafts: Sequence[Draft], shapes: Mapping[int, Shape], vocabulary: Vocabulary) -> list[Draft]:
    """Make tables whole that go on at the top of the next page.

    Args:
        drafts: all drafts of a document in reading order.
        shapes: the shape of every table, by the id of its draft.
        vocabulary: how the document writes its words.
    """
    kept: list[Draft] = []
    last: Draft | None = None
    for draft, following in zip(drafts, [*drafts[1:], None], strict=True):
        if draft.kind is Kind.TABLE:
            if last is not None and draft.page != last.last_page:
                heads = _heads(last, draft)
                if _joined(last, draft, heads, shapes, vocabulary):
                    kept += [_furniture(row) for row in draft.rows[:heads]]
                    continue
            last = draft
        elif last is not None and following is not None and _is_label(last, draft, following, shapes):
            _add(last.rows[-1].cells[0], DraftCell(draft.words), vocabulary)
            continue
        elif draft.kind not in (Kind.FOOTNOTE, Kind.FURNITURE):
            last = None
        kept.append(draft)
    return kept


def _joined(above: Draft, below: Draft, first: int, shapes: Mapping[int, Shape], vocabulary: Vocabulary) -> bool:
    """Whether `below` goes on where `above` ends; if so, its rows behind the `first` repeated heads go to `above`."""
    if _is_head(above, below, shapes):
        for row in above.rows:
            row.cells.insert(0, DraftCell())
        if len(above.rows) == 2:
            above.rows[1].cells[0] = below.rows.pop(0).cells[0]
        above.rows += below.rows
        return True
    if (head := _whole_head(above, below, shapes)) is not None:
        above.rows = [head, *below.rows[1:]]
        return True
    if (head := _head_of(above, below, shapes)) is not None:
        above.rows = [head, *below.rows]
        return True
    if len(above.rows[0].cells) != len(below.rows[0].cells):
        return False
    rows = below.rows[first:]
    one, two = shapes.get(id(above)), shapes.get(id(below))
    aligned = one is not None and two is not None and _aligned(one.edges, two.edges)
    rest = bool(rows) and _is_rest(above, rows[0])
    if not (rest and (first or aligned)) and not (aligned and (first or (two and not two.bold_first))):
        return False
    if rest:
        for upper, lower in zip(above.rows[-1].cells, rows[0].cells, strict=True):
            _add(upper, lower, vocabulary)
        rows = rows[1:]
    above.rows += rows
    return True


def _is_head(above: Draft, below: Draft, shapes: Mapping[int, Shape]) -> bool:
    """Whether a row in bold at the foot of a page is the head of the table below, but for its empty first cell.

    The row below the head may stand there too, but for its first cell.
    """
    one, two = shapes.get(id(above)), shapes.get(id(below))
    if one is None or two is None or len(above.rows) > 2 or len(above.rows[0].cells) + 1 != len(below.rows[0].cells):
        return False
    if len(above.rows) == 2 and any(cell.text for cell in below.rows[0].cells[1:]):
        return False
    return one.bold_first and not two.bold_first and two.second > 0 and one.first > two.second - 2


def _whole_head(above: Draft, below: Draft, shapes: Mapping[int, Shape]) -> DraftRow | None:
    """The head of a table: some cells stand alone at the foot of a page, the others above the rest of the table."""
    one, two = shapes.get(id(above)), shapes.get(id(below))
    if one is None or two is None or not (one.bold_first and two.bold_first):
        return None
    return _placed(above, one, below.rows[0].cells, two)


def _head_of(above: Draft, below: Draft, shapes: Mapping[int, Shape]) -> DraftRow | None:
    """The head alone at the foot of a page of a table that has none on the next."""
    one, two = shapes.get(id(above)), shapes.get(id(below))
    if one is None or two is None or not one.bold_first or two.bold_first:
        return None
    return _placed(above, one, [DraftCell() for _ in below.rows[0].cells], two)


def _placed(above: Draft, one: Shape, others: Sequence[DraftCell], two: Shape) -> DraftRow | None:
    """The only row of a table among cells of the head of another, by where its words begin; None where they collide."""
    filled = [cell for cell in above.rows[0].cells if cell.text]
    if len(above.rows) > 1 or not two.columns or len(filled) != len(one.starts):
        return None
    whole = list(others)
    for cell, x in zip(filled, one.starts, strict=True):
        column = bisect_right(two.columns, x + _SLACK, 1, len(others)) - 1
        if whole[column].text:
            return None
        whole[column] = cell
    return DraftRow(whole, above.rows[0].page)


def _is_label(above: Draft, draft: Draft, below: Draft, shapes: Mapping[int, Shape]) -> bool:
    """Whether words at the top of a page, above the rest of a table, are of the first cell of its last row before.

    They are all of it, or what it lacks.
    """
    one, two = shapes.get(id(above)), shapes.get(id(below))
    if draft.kind is not Kind.PARAGRAPH or one is None or two is None or draft.page == above.last_page:
        return False
    if below.page != draft.page or not _aligned(one.edges, two.edges):
        return False
    begun = above.rows[-1].cells[0].text
    if begun:
        goes_on = not _CLOSED.search(begun) and bool(_LOW.match(draft.text))
        return goes_on or bool(_STARS.fullmatch(draft.text))
    return _is_complement(above, DraftRow([DraftCell(draft.words), *(DraftCell() for _ in above.rows[0].cells[1:])]))


def _aligned(one: Sequence[float], two: Sequence[float]) -> bool:
    return len(one) == len(two) and all(abs(a - b) < 2.5 for a, b in zip(one, two, strict=True))


def _heads(above: Draft, below: Draft) -> int:
    """How many rows at the top of `below` repeat rows at the top of `above`, which may begin with a title."""
    upper = [[cell.text for cell in row.cells] for row in above.rows[:5]]
    lower = [[cell.text for cell in row.cells] for row in below.rows[:3]]
    for start in range(min(2, len(upper))):
        count = 0
        while count < len(lower) and start + count < len(upper) and lower[count] == upper[start + count]:
            count += 1
        if count:
            return count
    return 0


def _furniture(row: DraftRow) -> Draft:
    return Draft(Kind.FURNITURE, row.words(), row.page)


def _is_rest(above: Draft, row: DraftRow) -> bool:
    upper, lower = above.rows[-1].cells, row.cells
    if _is_complement(above, row):
        return True
    goes_on = False
    for number, (over, under) in enumerate(zip(upper, lower, strict=True)):
        if not under.text:
            continue
        if not over.text and (number == 0 or is_figure(under.text)):
            return False
        if over.text and (is_figure(over.text) or is_figure(under.text)):
            return False
        low = bool(_LOW.match(under.text)) and not _usually_low(above, number)
        bracket = over.text.count("(") > over.text.count(")")
        goes_on = goes_on or bracket or (bool(over.text) and (low or bool(_OPEN.search(over.text))))
    headless = bool(upper[0].text) and not lower[0].text and _headed(above)
    unfinished = [o for o, u in zip(upper, lower, strict=True) if u.text and o.text and not _CLOSED.search(o.text)]
    return goes_on or (headless and bool(unfinished))


def _is_complement(above: Draft, row: DraftRow) -> bool:
    """Whether the last row lacks words that others have, and `row` has just what it lacks."""
    pairs = list(zip(above.rows[-1].cells, row.cells, strict=True))
    if len(above.rows) < 2 or any(over.text and under.text for over, under in pairs):
        return False
    figures = any(is_figure(over.text) for over, _ in pairs[1:])
    if all(over.text or under.text for over, under in pairs) and figures:
        return not any(is_figure(under.text) for _, under in pairs[1:])
    lacking = not pairs[0][0].text and bool(pairs[0][1].text) and any(over.text for over, _ in pairs)
    return lacking and all(
        other.cells[0].text or not any(is_figure(cell.text) for cell in other.cells) for other in above.rows[1:-1]
    )


def _usually_low(above: Draft, column: int) -> bool:
    """Whether cells of a column start low as a habit."""
    texts = [row.cells[column].text for row in above.rows if row.cells[column].text]
    return sum(bool(_LOW.match(text)) for text in texts) > len(texts) / 3


def _headed(above: Draft) -> bool:
    """Whether every row of a table has words in its first cell."""
    return all(row.cells[0].text for row in above.rows[1:])


def _add(upper: DraftCell, lower: DraftCell, vocabulary: Vocabulary) -> None:
    upper.words.append(lower.words, *vocabulary.seam(upper.text, lower.text))
    upper.icon = upper.icon or lower.icon
