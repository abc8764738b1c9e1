"""Judgements, read again: the words of a label at its place, or the colour of its icon against the page's legend."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.check.second_reading.figures import Seen, label_places
from extractor.check.second_reading.pages import Document, folded
from extractor.document.boxes import LineBox

__all__ = ["colour_again", "words_again"]

Colour = tuple[int, int, int]

_ROOM = 2.0  # points around a place
_BESIDE = 16.0  # points beside the words of a legend in which its icon stands
_COLOURED = 40  # least difference between the strongest and the weakest part of a colour that is no grey
_NEAR = 60.0  # farthest apart that two prints of one colour are
_APART = 1.5  # the next colour of the legend must be so many times as far


def words_again(document: Document, number: int, printed: Sequence[str], line: LineBox) -> Seen:
    """Read the words of a judgement again.

    Args:
        document, number: the file, and the page.
        printed: every wording that the value has on paper.
        line: the printed line that it was read from.
    """
    page = document.page(number)
    words = page.inside(line.x0 - _ROOM, line.top - _ROOM, line.x1 + _ROOM, line.bottom + _ROOM)
    there = " ".join(word.text for word in words)
    if not folded(there):
        return Seen("not_seen", "", "no words are seen at its place")
    if any(folded(each) in folded(there) for each in printed if folded(each)):
        return Seen("confirmed", there)
    return Seen("differs", there, "other words are seen at its place")


def colour_again(document: Document, number: int, rating: str, labels: Sequence[str], line: LineBox) -> Seen:
    """Read the colour of an icon from the page's picture, and its label from the legend there or a page before."""
    legend = _legend(document, number, labels)
    if len(legend) < 2 and number > 1:
        legend = _legend(document, number - 1, labels)
    if len(legend) < 2:
        return Seen("not_seen", "", "no legend of colours is seen on its page or the one before")
    colour = _main_colour(document, number, line.x0, line.top, line.x1, line.bottom)
    if colour is None:
        return Seen("not_seen", "", "no colour is seen at its place")
    near = sorted((_distance(colour, other), label) for label, other in legend.items())
    if near[0][0] > _NEAR or near[1][0] < _APART * near[0][0]:
        return Seen("not_seen", "", "its colour is none of the legend's")
    if near[0][1] == rating:
        return Seen("confirmed", near[0][1])
    return Seen("differs", near[0][1], "its icon has another colour")


def _legend(document: Document, number: int, labels: Sequence[str]) -> dict[str, Colour]:
    """The colour beside each label, where a page prints one; a label in a piece of its own alone is one of a legend."""
    found: dict[str, Colour] = {}
    for label in labels:
        for place in label_places(document.page(number), label):
            colour = _main_colour(document, number, place.x0 - _BESIDE, place.top, place.x0, place.bottom)
            if colour is not None:
                found.setdefault(label, colour)
    return found


def _main_colour(document: Document, number: int, x0: float, top: float, x1: float, bottom: float) -> Colour | None:
    """The colour that most of the coloured points of a box have."""
    counts: dict[Colour, int] = {}
    for point in document.colours(number, x0, top, x1, bottom):
        if max(point) - min(point) >= _COLOURED:
            counts[point] = counts.get(point, 0) + 1
    return max(counts, key=lambda colour: counts[colour]) if counts else None


def _distance(one: Colour, other: Colour) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)
