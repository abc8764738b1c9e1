"""What drafts are, told by their neighbours: runs of numbers, depth of lists, footnote marks, stars, page furniture."""

from __future__ import annotations

from extractor.document import Kind
from extractor.load import shapes
from extractor.load.drafts import Draft
from extractor.load.text import edges, markup, references


def settle(found: list[Draft]) -> list[Draft]:
    """Drafts as their own lines suggest them become drafts as their neighbours do."""
    _number_runs(found)
    _nest(found)
    references.link(found)
    edges.loose(found)
    _drop_stars(found)
    return found


def _number_runs(found: list[Draft]) -> None:
    """Numbered lines that follow one another with nothing between are list items, though they look like headings."""
    before: tuple[int, Draft] | None = None
    for draft in found:
        item = shapes.item(draft.text) if draft.kind is Kind.HEADING and not draft.style.bold else None
        marker = draft.marker if draft.kind is Kind.NUMBERED else item.marker if item else ""
        number = shapes.number(marker)
        if number is not None and before is not None and number == before[0] + 1:
            for one in (before[1], draft):
                _itemise(one)
        if draft.kind not in (Kind.FOOTNOTE, Kind.FURNITURE):
            before = None if number is None else (number, draft)


def _itemise(draft: Draft) -> None:
    item = shapes.item(draft.text) if draft.kind is Kind.HEADING else None
    if item:
        draft.kind, draft.marker, draft.words = item.kind, item.marker, draft.words.cut(item.start)


def _nest(found: list[Draft]) -> None:
    """The indentation of list items becomes their depth in their list."""
    stack: list[int] = []
    for draft in found:
        if draft.kind in (Kind.BULLET, Kind.NUMBERED):
            indent = draft.level
            while stack and indent < stack[-1]:
                stack.pop()
            slack = 1 if draft.kind is Kind.NUMBERED else 0
            if not stack or indent > stack[-1] + slack:
                stack.append(indent)
            draft.level = min(len(stack) - 1, 9)
        elif draft.kind not in (Kind.FOOTNOTE, Kind.FURNITURE):
            stack = []


def _drop_stars(found: list[Draft]) -> None:
    """Emphasis marks that lost their partner to another block are dropped."""
    opened: list[int] = []
    for index, draft in enumerate(found):
        if draft.kind is Kind.TABLE:
            continue
        if markup.closes(draft.text):
            draft.words = draft.words.cut(0, len(markup.without_closing(draft.text)))
            if opened and index - opened[-1] <= 12:
                opener = found[opened.pop()]
                opener.words = opener.words.cut(len(opener.text) - len(markup.without_opening(opener.text)))
        elif markup.opens(draft.text):
            opened.append(index)
