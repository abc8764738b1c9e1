"""Lines of dots that lead from a label to its figures are rows of a table, whatever set them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extractor.document import Kind
from extractor.load import shapes
from extractor.load.draft_blocks import Draft, DraftCell, DraftRow
from extractor.load.grid import is_value

_LINES = (Kind.PARAGRAPH, Kind.HEADING)
_FEWEST = 2  # lines that make a table
_LONGEST = 8  # signs of a page number, as `lxxxviii`
_MISPRINTED = 0.2  # of the page numbers of a list of contents, that are lower than the one before


def tables_of_leaders(drafts: Iterable[Draft]) -> list[Draft]:
    """Drafts, with runs of lines that lead to as many figures each as tables; a list of contents stays as it is."""
    found: list[Draft] = []
    run: list[tuple[Draft, list[tuple[int, int]]]] = []
    for draft in drafts:
        parts = led(draft.text) if draft.kind in _LINES and not draft.rows else []
        if run and len(parts) != len(run[-1][1]):
            found += _table(run)
            run = []
        if parts:
            run.append((draft, parts))
        else:
            found.append(draft)
    return [*found, *_table(run)]


def led(line: str) -> list[tuple[int, int]]:
    """Where the label of a line and each of the figures that dots lead to stand; nothing where it has no such dots."""
    gaps = [match.span() for match in shapes.LEADERS.finditer(line)]
    starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(line)]
    parts = list(zip(starts, ends, strict=True))
    texts = [line[start:end].strip() for start, end in parts]
    return parts if gaps and texts[0] and all(map(is_value, texts[1:])) else []


def _table(run: Sequence[tuple[Draft, list[tuple[int, int]]]]) -> Iterator[Draft]:
    """The lines of a run as one table; as they are where they are few, or list pages."""
    if len(run) < _FEWEST or _lists_pages([draft.text[parts[-1][0] :].strip() for draft, parts in run], len(run[0][1])):
        yield from (draft for draft, _ in run)
        return
    rows = [DraftRow([DraftCell(draft.words.cut(*part)) for part in parts], draft.page) for draft, parts in run]
    first = run[0][0]
    yield Draft(Kind.TABLE, page=first.page, box=first.box, rows=rows, header=0)


def _lists_pages(figures: Sequence[str], width: int) -> bool:
    """Whether the only figures of lines are page numbers: whole, and hardly any lower than the one before."""
    if width > 2 or max(map(len, figures)) > _LONGEST:
        return False
    if not all(figure.isdecimal() or not figure.strip("ivxlc") for figure in figures):
        return False
    pages = [int(figure) for figure in figures if figure.isdecimal()]
    return sum(b < a for a, b in pairwise(pages)) <= _MISPRINTED * len(pages)
