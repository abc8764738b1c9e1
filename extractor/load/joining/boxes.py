"""Boxes around text: one that goes on at the top of the next page is one box."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.document import Kind
from extractor.load.drafts import Draft, Frame
from extractor.load.joining.settings import JoinSettings


def number_boxes(drafts: Iterable[Draft], settings: JoinSettings) -> None:
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
