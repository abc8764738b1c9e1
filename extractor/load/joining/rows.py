"""Whether a row at the top of a page is the rest of the last one on the page before."""

from __future__ import annotations

import regex

from extractor.load.draft_blocks import Draft, DraftCell, DraftRow
from extractor.load.grid import is_figure
from extractor.load.joining.heads import recent
from extractor.load.settings import JoinSettings
from extractor.load.shapes import is_closed, is_open, starts_low
from extractor.load.words import Seam

_BEHIND = regex.compile(r"[)\]%&/]")  # other words stand before it
MARKS = regex.compile(r"[*†‡§]{1,3}(?: [*†‡§]{1,3})*")  # of a label, on a line of their own
_NUMBER = regex.compile(r"(\p{L}{0,12}[ .-]?(?:\d{1,3}\.)*)(\d{1,4})[.:)]?")


def add_row(above: DraftRow, below: DraftRow, seam: Seam) -> None:
    """Put the words of a row behind those of the row above, cell by cell."""
    for upper, lower in zip(above.cells, below.cells, strict=True):
        add_cell(upper, lower, seam)


def add_cell(upper: DraftCell, lower: DraftCell, seam: Seam) -> None:
    """Put the words of a cell behind those of the cell above."""
    upper.words.append(lower.words, *seam(upper.text, lower.text))
    upper.icon = upper.icon or lower.icon


def reads_on(last: DraftRow, row: DraftRow, settings: JoinSettings) -> bool:
    """Whether a row is the rest of the words in the cells of the row above it, told from the words alone."""
    filled = [n for n, cell in enumerate(row.cells) if cell.text]
    if not filled or len(row.cells) != len(last.cells):
        return False
    return all(
        len(last.cells[n].text) > settings.line
        and not is_closed(last.cells[n].text)
        and (starts_low(row.cells[n].text) or (is_open(last.cells[n].text) and not row.cells[0].text))
        for n in filled
    )


def is_rest(above: Draft, row: DraftRow) -> bool:
    """Whether a row is the rest of the last one of a table whose columns stand in the same places."""
    upper, lower = above.rows[-1].cells, row.cells
    if is_complement(above, row) or _is_cut_label(above, row) or _is_end_of_label(above, row):
        return True
    goes_on = False
    for number, (over, under) in enumerate(zip(upper, lower, strict=True)):
        if not under.text:
            continue
        if not over.text and (number == 0 or is_figure(under.text)):
            return False
        if over.text and (is_figure(over.text) or is_figure(under.text) or _counts_on(over.text, under.text)):
            return False
        low = goes_low(under.text) and not _usually_low(above, number)
        bracket = over.text.count("(") > over.text.count(")")
        goes_on = goes_on or bracket or (bool(over.text) and (low or is_open(over.text)))
    headless = bool(upper[0].text) and not lower[0].text and _headed(above)
    unfinished = [o for o, u in zip(upper, lower, strict=True) if u.text and o.text and not is_closed(o.text)]
    return goes_on or (headless and bool(unfinished))


def _counts_on(over: str, under: str) -> bool:
    """Whether a cell has the number behind that of the cell above: `C3` below `C2`."""
    one, two = _NUMBER.fullmatch(over), _NUMBER.fullmatch(under)
    return one is not None and two is not None and one[1] == two[1] and int(two[2]) == int(one[2]) + 1


def _is_cut_label(above: Draft, row: DraftRow) -> bool:
    """Whether the last row is nothing but a label that breaks off, and `row` has the rest of it and its values."""
    upper, lower = above.rows[-1].cells, row.cells
    if not upper[0].text or not lower[0].text or any(cell.text for cell in upper[1:]):
        return False
    low = goes_low(lower[0].text) and not is_closed(upper[0].text) and not _usually_low(above, 0)
    return (low or is_open(upper[0].text)) and any(cell.text for cell in lower[1:])


def _is_end_of_label(above: Draft, row: DraftRow) -> bool:
    """Whether a row has nothing but what ends labels: marks, or words in brackets that all labels but the last have, or
    that go on from it where no row is nothing but a label."""
    label, *others = [cell.text for cell in row.cells]
    if MARKS.fullmatch(label) and not any(others):
        return True
    if not label.startswith("(") or any(others):
        return False
    *known, last = [other.cells[0].text for other in recent(above) if other.cells[0].text] or [""]
    if last and not is_closed(last) and all(any(cell.text for cell in other.cells[1:]) for other in recent(above)):
        return True
    return label.endswith(")") and all(text.endswith(")") for text in known) and not last.endswith(")")


def is_complement(above: Draft, row: DraftRow) -> bool:
    """Whether the last row lacks words that others have, and `row` has just what it lacks."""
    pairs = list(zip(above.rows[-1].cells, row.cells, strict=True))
    if len(above.rows) < 2 or any(over.text and under.text for over, under in pairs):
        return False
    figures = any(is_figure(over.text) for over, _ in pairs[1:])
    if all(over.text or under.text for over, under in pairs) and figures:
        return not any(is_figure(under.text) for _, under in pairs[1:])
    if pairs[0][0].text and not any(over.text for over, _ in pairs[1:]):  # a label without its figures
        return any(under.text for _, under in pairs[1:]) and all(
            is_figure(under.text) for _, under in pairs[1:] if under.text
        )
    lacking = not pairs[0][0].text and bool(pairs[0][1].text) and any(over.text for over, _ in pairs)
    return lacking and all(
        other.cells[0].text or not any(is_figure(cell.text) for cell in other.cells) for other in recent(above)[:-1]
    )


def goes_low(text: str) -> bool:
    """Whether words go on from others: they start with a small letter, or a sign that others stand before."""
    return starts_low(text) or bool(_BEHIND.match(text))


def _usually_low(above: Draft, column: int) -> bool:
    """Whether cells of a column start low as a habit."""
    texts = [row.cells[column].text for row in [above.rows[0], *recent(above)] if row.cells[column].text]
    return sum(goes_low(text) for text in texts) > len(texts) / 3


def _headed(above: Draft) -> bool:
    """Whether every row of a table has words in its first cell."""
    return all(row.cells[0].text for row in recent(above))
