"""What a break cut is made whole: paragraphs, list items, footnotes, boxes and tables, whatever the format.

In go the drafts of a report in reading order, out come fewer; footnotes and page furniture that stood between two
halves follow the whole. Loaders say what they know of a draft (its page and column, where its words begin, the shape of
its table, that it is whole as it stands); whether two drafts are one is decided here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from extractor.document import Kind
from extractor.load.draft_blocks import Draft, Frame
from extractor.load.joining import labels, paragraphs, tables
from extractor.load.joining.leaders import tables_of_leaders
from extractor.load.settings import JoinSettings
from extractor.load.words import Seam, plain_seam

DEFAULT = JoinSettings()
_BESIDE = (Kind.FOOTNOTE, Kind.FURNITURE)  # the flow of the words
_AHEAD = 50  # drafts: more notes and running lines than a page has


def join(drafts: Iterable[Draft], seam: Seam = plain_seam, settings: JoinSettings = DEFAULT) -> list[Draft]:
    """Drafts with what was cut made whole; what stood between two halves follows them.

    The drafts are changed; `seam` says what goes between two halves, by how the document writes its words.
    """
    every = tables_of_leaders(drafts)
    number_boxes(every, settings)
    joined: list[Draft] = []
    between: list[Draft] = []
    note: Draft | None = None
    for number, draft in enumerate(every):
        if draft.kind in _BESIDE:
            if draft.is_rest and note is not None:
                note.append(draft.words, draft.page, *seam(note.text, draft.text))
                continue
            note = draft if draft.kind is Kind.FOOTNOTE else note
            between.append(draft)
            continue
        last = joined[-1] if joined else None
        if last is not None and last.is_whole and draft.is_whole and not between and tables.cut_in_two(last, draft):
            continue
        if last is not None and not (last.is_whole or draft.is_whole):
            left = _added(last, every, number, bool(between), seam, settings)
            if left is not None:
                between += left
                continue
            labels.take_labels(joined, draft, seam, settings)
        joined += between
        between = []
        joined.append(draft)
    for draft in joined:
        tables.part_label(draft)
    return joined + between


def _added(
    last: Draft, drafts: Sequence[Draft], number: int, interrupted: bool, seam: Seam, settings: JoinSettings
) -> list[Draft] | None:
    """Add a draft to the one before it, if it goes on from there; what of it is page furniture, None where it does not.

    `interrupted` says whether footnotes or furniture stand between the two.
    """
    draft = drafts[number]
    if last.kind is Kind.TABLE:
        ahead = islice(drafts, number + 1, number + _AHEAD)
        following = next((other for other in ahead if other.kind not in _BESIDE), None)
        beside = drafts[number - 1].kind in _BESIDE
        return tables.added(last, draft, following, interrupted, beside, seam, settings)
    if paragraphs.go_on(last, drafts, number, interrupted, settings):
        last.kind = draft.kind if last.kind is Kind.HEADING else last.kind
        last.append(draft.words, draft.page, *seam(last.text, draft.text))
        return []
    return None


def number_boxes(drafts: Iterable[Draft], settings: JoinSettings) -> None:
    """Give drafts that stand in a frame the number of their box, from 1: it goes on at the top of the next page."""
    count = 0
    last: Draft | None = None
    numbers: dict[int, int] = {}  # by the frame: a box of a page
    for draft in drafts:
        if draft.kind in (Kind.FOOTNOTE, Kind.FURNITURE):
            continue
        frame = draft.frame
        if frame is not None:
            if id(frame) not in numbers:
                count += 0 if last is not None and _goes_on(last, draft, frame, settings.edge) else 1
                numbers[id(frame)] = count
            draft.box = numbers[id(frame)]
        last = draft


def _goes_on(last: Draft, draft: Draft, below: Frame, near: float) -> bool:
    above = last.frame
    if above is None or draft.kind is Kind.HEADING or last.page is None or draft.page != last.page + 1:
        return False
    alike = abs(above.left - below.left) < near and abs(above.right - below.right) < near
    return alike and above.tint == below.tint
