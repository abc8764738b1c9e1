"""Boxes around text: one that goes on at the top of the next page is one box."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.document import Kind
from extractor.load.drafts import Draft, Frame

_SAME = 4.0  # points: sides of boxes on two pages that stand nearer than this stand in one place


def number_boxes(drafts: Iterable[Draft]) -> None:
    """Give drafts that stand in a frame the number of their box, from 1."""
    count = 0
    last: Draft | None = None
    numbers: dict[int, int] = {}  # by the frame: a box of a page
    for draft in drafts:
        if draft.kind in (Kind.FOOTNOTE, Kind.FURNITURE):
            continue
        frame = draft.frame
        if frame is not None:
            if id(frame) not in numbers:
                goes_on = last is not None and last.frame is not None and _goes_on(last, last.frame, draft, frame)
                count += 0 if goes_on else 1
                numbers[id(frame)] = count
            draft.box = numbers[id(frame)]
        last = draft


def _goes_on(last: Draft, above: Frame, draft: Draft, below: Frame) -> bool:
    if draft.kind is Kind.HEADING or last.page is None or draft.page != last.page + 1:
        return False
    alike = abs(above.left - below.left) < _SAME and abs(above.right - below.right) < _SAME
    return alike and above.tint == below.tint
