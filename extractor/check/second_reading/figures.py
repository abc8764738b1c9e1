"""Figures of tables, read again: what stands at their place, and what stands beside their label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.check.second_reading.pages import Page, Piece, folded
from extractor.document.boxes import LineBox

__all__ = ["Seen", "figure_again", "label_places"]

_NUMBER = re.compile(r"\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
_NEGATIVE = re.compile(r"^\W*[-−–(]\s?[£$€]?\d")
_SCALES = (1.0, 1e3, 1e6, 1e9)  # of a figure: `£22k`, `million`
_ROOM = 2.0  # points around a place
_BEGINNING = 10  # letters of a label that are looked for
_NEXT_LINE = 2.2  # heights of a line: how far below a line its next one may stand
_IN_ROW = 0.7  # heights of a line: how far a figure may stand above or below its label
_ENOUGH = 0.9  # of a label's letters
_FOOT = 0.85  # of a page's height: below it, a label may go on over the page
_MOST_PLACES = 40


class Seen(NamedTuple):
    """What became of a value in the second reading: `confirmed`, `differs` or `not_seen`; what was seen, and why.

    `value` is what the row says instead, where that is not its value: its service or group.
    """

    verdict: str
    observed: str = ""
    reason: str = ""
    value: str = ""


def figure_again(page: Page, value: float, label: str, line: LineBox, place: LineBox) -> Seen:
    """Read a figure again.

    Args:
        page: its page as the second reader sees it.
        value: the figure.
        label: the words of its row; empty where it has none.
        line: the printed line, or part of one in a cell, that it was read from.
        place: the part of that line where the figure itself stands.
    """
    words = page.inside(line.x0 - _ROOM, line.top - _ROOM, line.x1 + _ROOM, line.bottom + _ROOM)
    there = " ".join(word.text for word in words)
    if not any(character.isdigit() for character in there):
        return Seen("not_seen", there, "no figure is seen at its place")
    if not _is(value, there):
        return Seen("differs", there, "another figure is seen at its place")
    return _beside_label(page, value, label, place) if folded(label) else Seen("confirmed", there)


def _beside_label(page: Page, value: float, label: str, place: LineBox) -> Seen:
    """Whether a figure stands in the row of its label."""
    middle = (place.top + place.bottom) / 2
    found = [each for each in label_places(page, label) if each.x0 < place.x1]
    if not found:
        return Seen("not_seen", "", "its label is not seen on the page")
    nearest = min(found, key=lambda each: _apart(each, middle))
    if _apart(nearest, middle) <= _IN_ROW * (place.bottom - place.top):
        return Seen("confirmed")
    column = [word for word in page.words if word.touches(place.x0, place.x1) and _NUMBER.search(word.text)]
    beside = min(column, key=lambda word: abs(word.middle - nearest.middle), default=None)
    if beside is None:
        return Seen("not_seen", "", "no figure is seen beside its label")
    if abs(beside.middle - middle) <= _IN_ROW * (beside.bottom - beside.top):
        return Seen("confirmed")
    return Seen("differs", beside.text, "another figure is seen beside its label")


def label_places(page: Page, label: str) -> list[Piece]:
    """Where a label stands on a page: the box of all its lines, for each time that it is printed."""
    wanted = folded(label)
    found = []
    for piece, rest in _beginnings(page.pieces, wanted):
        foot = _FOOT * page.size[1]
        place = _followed(page.pieces, piece, rest, (1 - _ENOUGH) * len(wanted), foot)
        if place is not None:
            found.append(place)
        if len(found) >= _MOST_PLACES:
            break
    return found


def _beginnings(pieces: Sequence[Piece], wanted: str) -> Iterator[tuple[Piece, str]]:
    """Pieces in which a label begins, each with what it lacks of it."""
    for piece in pieces:
        printed = folded(piece.text)
        at = printed.find(wanted[:_BEGINNING])
        if at < 0 and len(printed) < _BEGINNING and len(printed) > 1 and wanted.startswith(printed):
            at = 0  # a first line of a word or two
        if at < 0:
            continue
        same = _alike(printed[at:], wanted)
        if same >= min(len(printed) - at - 2, len(wanted)):  # a mark of a footnote may stand behind a line
            yield piece, wanted[same:]


def _followed(pieces: Sequence[Piece], first: Piece, rest: str, spare: float, foot: float) -> Piece | None:
    """The box of a label that goes on below its first line, or None where it does not; it may go on over the page."""
    place, last = first, first
    while True:
        height = last.bottom - last.top
        below = None
        for piece in pieces:
            if piece.top <= last.middle or not piece.touches(place.x0, place.x1):
                continue
            if piece.top - last.top > _NEXT_LINE * height:
                break
            printed = folded(piece.text)
            same = _alike(printed, rest)
            if (same and same >= min(len(printed) - 2, len(rest))) or not printed:  # nothing but marks of notes
                below = piece, same
                break
        if below is None:
            goes_on = last.bottom > foot and len(folded(last.text)) >= _BEGINNING
            return place if goes_on or len(rest) <= spare else None
        last, rest = below[0], rest[below[1] :]
        place = Piece(min(place.x0, last.x0), place.top, max(place.x1, last.x1), last.bottom, "")


def _alike(one: str, other: str) -> int:
    """How many letters two words have in common from their beginning."""
    most = min(len(one), len(other))
    return next((at for at in range(most) if one[at] != other[at]), most)


def _apart(place: Piece, middle: float) -> float:
    """How far a height is from those of a place."""
    return max(place.top - middle, middle - place.bottom, 0.0)


def _is(value: float, printed: str) -> bool:
    """Whether a value is among the numbers of some words."""
    if (value > 0 and _NEGATIVE.match(printed) and ")" not in printed) or (
        value < 0 and not re.search(r"[-−–(]", printed)
    ):
        return False
    numbers = [float(re.sub(r"[^\d.]", "", found)) for found in _NUMBER.findall(printed)]
    return any(abs(n * scale - abs(value)) <= 1e-6 * max(1.0, abs(value)) for n in numbers for scale in _SCALES)
