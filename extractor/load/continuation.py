"""A table row that a page break cuts in two becomes one row again.

In go drafts of the whole document in reading order, out come the same with such rows made whole. A row is the rest of
the one above the break if its words go on from there: they start low, or close a bracket, or what they follow was left
open, and no cell begins anything new.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.document import Kind
from extractor.load.assemble import Draft, DraftCell, DraftRow
from extractor.load.grid import is_figure
from extractor.load.hyphens import Vocabulary
from extractor.load.lines import Words

_LOW = regex.compile(r"[\"'“‘(\[]*\p{Ll}|[)\]]")
_CLOSED = regex.compile(r"[.!?:;…][\"'”’)\]*]*$")
_OPEN = regex.compile(
    r"(?:[,(–—-]|\b(?:a|an|and|are|as|at|be|by|for|from|in|into|is|of|on|or|that|the|their|to|was|were|which|with))$"
)


def rejoin_rows(drafts: Sequence[Draft], vocabulary: Vocabulary) -> list[Draft]:
    """Drafts in which the first row of a table's continuation has gone to the row that it belongs to."""
    kept: list[Draft] = []
    last: Draft | None = None
    for draft in drafts:
        if draft.kind is Kind.TABLE and last is not None and draft.page != last.last_page:
            _rejoin(last, draft, vocabulary)
        if draft.kind is not Kind.TABLE or draft.rows:
            kept.append(draft)
        if draft.kind is Kind.TABLE:
            last = draft if draft.rows else last
        elif draft.kind not in (Kind.FOOTNOTE, Kind.FURNITURE):
            last = None
    return kept


def _rejoin(above: Draft, below: Draft, vocabulary: Vocabulary) -> None:
    if len(above.rows[0].cells) != len(below.rows[0].cells):
        return
    heads = [[c.text for c in row.cells] for row in above.rows[:3]]
    first = 0
    while first < len(below.rows) and [c.text for c in below.rows[first].cells] in heads:
        first += 1
    if first >= len(below.rows) or not _is_rest(above, below.rows[first]):
        return
    row = below.rows.pop(first)
    for upper, lower in zip(above.rows[-1].cells, row.cells, strict=True):
        _add(upper, lower, vocabulary)


def _is_rest(above: Draft, row: DraftRow) -> bool:
    upper, lower = above.rows[-1].cells, row.cells
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
        goes_on = goes_on or bracket or bool(over.text) and (low or bool(_OPEN.search(over.text)))
    headless = bool(upper[0].text) and not lower[0].text and _headed(above)
    unfinished = [o for o, u in zip(upper, lower, strict=True) if u.text and o.text and not _CLOSED.search(o.text)]
    return goes_on or (headless and bool(unfinished))


def _usually_low(above: Draft, column: int) -> bool:
    """Whether cells of a column start low as a habit."""
    texts = [row.cells[column].text for row in above.rows if row.cells[column].text]
    return sum(bool(_LOW.match(text)) for text in texts) > len(texts) / 3


def _headed(above: Draft) -> bool:
    """Whether every row of a table has words in its first cell."""
    return all(row.cells[0].text for row in above.rows[1:])


def _add(upper: DraftCell, lower: DraftCell, vocabulary: Vocabulary) -> None:
    whole = vocabulary.join(Words(upper.text, upper.notes), Words(lower.text, lower.notes))
    upper.text, upper.notes, upper.icon = whole.text, whole.notes, upper.icon or lower.icon
