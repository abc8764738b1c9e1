"""Banners: the heading of a section that is set in a frame, often with its grade beside it, is no table of one row.

In go the drafts of a document, out come drafts in which such a row is a heading, and what stands beside it a paragraph.
A row is a banner where the document itself names its words as a section's, in its contents list or its bookmarks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from extractor.document import Kind, Style
from extractor.load.draft_blocks import Draft
from extractor.load.shapes import is_page_number


def part_banners(drafts: Sequence[Draft], bookmarks: Collection[str]) -> Iterator[Draft]:
    """Drafts with the banners among them parted.

    `bookmarks` are what those of the file name.
    """
    titles = {title.casefold() for title in bookmarks} | set(_listed(drafts))
    named = [d.style for d in drafts if d.kind is Kind.HEADING and d.text.casefold() in titles]
    for number, draft in enumerate(drafts):
        cells = [cell for cell in draft.rows[0].cells if cell.text] if len(draft.rows) == 1 else []
        bold = draft.shape is not None and draft.shape.bold_first
        if (
            not bold
            or not cells
            or cells[0].text.casefold() not in titles
            or _goes_on(draft, islice(drafts, number + 1, None))
        ):
            yield draft
            continue
        style = named[0] if named else Style(bold=True)
        yield Draft(Kind.HEADING, cells[0].words, draft.page, style=style)
        for cell in cells[1:]:
            yield Draft(Kind.PARAGRAPH, cell.words, draft.page, style=replace(style, bold=True))


def _goes_on(draft: Draft, rest: Iterable[Draft]) -> bool:
    """Whether a row at the foot of a page heads the table at the top of the next, which has as many columns."""
    after = next((d for d in rest if d.kind not in (Kind.FURNITURE, Kind.FOOTNOTE)), None)
    turned = after is not None and after.kind is Kind.TABLE and after.page != draft.page
    return after is not None and turned and len(after.rows[0].cells) == len(draft.rows[0].cells) > 2


def _listed(drafts: Sequence[Draft]) -> Iterator[str]:
    """What contents lists name: their rows end in page numbers."""
    for draft in drafts:
        rows = [row.cells for row in draft.rows if len(row.cells) == 2 and row.cells[0].text]
        if draft.rows and not draft.header and all(not c[1].text or is_page_number(c[1].text) for c in rows):
            yield from (cells[0].text.casefold() for cells in rows)
