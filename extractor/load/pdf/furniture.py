"""Running headers, footers and page numbers: lines at the edge of a page that other pages have in the same place.

In go the lines of every page, out come those that are furniture, and the printed number of each page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from extractor.load.pdf.lines import Line

ZONE = 0.13  # of the page's height, at its top and bottom
_OUTERMOST = 4  # lines looked at in either zone
_SAME_PLACE = 4.0  # points
_SHARE = 0.6  # of the pages with a line in some place: fewer repeated ones are body lines that happen to stand there

_DIGITS = regex.compile(r"\d+")
_ROMAN = regex.compile(r"(?<![\p{L}\d])[ivxlc]{1,7}(?![\p{L}\d])")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What furniture is sought in: the lines of a page, top to bottom, and the page's height in points."""

    lines: Sequence[Line]
    height: float


@dataclass(frozen=True, slots=True)
class _Place:
    sheet: int
    line: Line
    distance: float  # from the top of the page, or as a negative number from its bottom


def furniture(sheets: Sequence[Sheet]) -> list[set[int]]:
    """For every page, the ids (`id(line)`) of its lines that are furniture."""
    places: dict[str, list[_Place]] = defaultdict(list)
    for number, sheet in enumerate(sheets):
        for line, distance in _edges(sheet):
            places[_pattern(line.text)].append(_Place(number, line, distance))
    needed = min(3, max(2, len(sheets)))
    repeated: list[_Place] = []
    for same in places.values():
        where = _Where(same)
        repeated += [place for place in same if where.pages(place) >= needed]
    all_of_them, every = _Where(repeated), _Where(place for same in places.values() for place in same)
    found: list[set[int]] = [set() for _ in sheets]
    for place in repeated:
        if all_of_them.pages(place) >= _SHARE * every.pages(place):
            found[place.sheet].add(id(place.line))
    _add_moved(sheets, found)
    return found


class _Where:
    """Counts the pages that have one of some lines in about the same place."""

    def __init__(self, places: Iterable[_Place]) -> None:
        self.sheets: dict[int, set[int]] = defaultdict(set)
        self.counts: dict[int, int] = {}
        for place in places:
            self.sheets[round(place.distance / _SAME_PLACE)].add(place.sheet)

    def pages(self, place: _Place) -> int:
        step = round(place.distance / _SAME_PLACE)
        if step not in self.counts:
            near = (self.sheets.get(step + side, set()) for side in (-1, 0, 1))
            self.counts[step] = len(set().union(*near))
        return self.counts[step]


def _add_moved(sheets: Sequence[Sheet], found: list[set[int]]) -> None:
    """Add the outermost lines of pages of another shape that say what the furniture of the others says."""
    known = {
        _pattern(line.text)
        for sheet, ids in zip(sheets, found, strict=True)
        for line in sheet.lines
        if id(line) in ids and len(line.text) > 6
    }
    for sheet, ids in zip(sheets, found, strict=True):
        if ids:
            continue
        for line, distance in _edges(sheet):
            outermost = line is (sheet.lines[0] if distance > 0 else sheet.lines[-1])
            if outermost and _pattern(line.text) in known:
                ids.add(id(line))


def _near(place: _Place, others: Iterable[_Place]) -> set[int]:
    """Pages that have one of the others where a line stands."""
    return {other.sheet for other in others if abs(other.distance - place.distance) <= _SAME_PLACE}


def _edges(sheet: Sheet) -> list[tuple[Line, float]]:
    top = [line for line in sheet.lines if line.baseline < ZONE * sheet.height][:_OUTERMOST]
    bottom = [line for line in sheet.lines if line.baseline > (1 - ZONE) * sheet.height][-_OUTERMOST:]
    return [(line, line.baseline) for line in top] + [(line, line.baseline - sheet.height) for line in bottom]


def _pattern(text: str) -> str:
    if _ROMAN.fullmatch(text.strip()):
        return "#"
    return _DIGITS.sub("#", text.casefold())


def page_labels(lines: Sequence[Sequence[Line]]) -> list[str]:
    """The printed number of every page, empty where none is printed.

    Args:
        lines: the furniture of every page, in page order.
    """
    numbers = [_numbers(" ".join(line.text for line in page)) for page in lines]
    votes: Counter[tuple[bool, int]] = Counter()
    for number, found in enumerate(numbers):
        votes.update({(label.isdecimal(), value - number) for label, value in found})
    offsets = {key for key, count in votes.items() if count >= 2 or len(lines) == 1}
    labels = []
    for number, found in enumerate(numbers):
        fitting = [(votes[label.isdecimal(), value - number], label) for label, value in found]
        fitting = [
            (count, label)
            for (count, label), (_, value) in zip(fitting, found, strict=True)
            if (label.isdecimal(), value - number) in offsets
        ]
        labels.append(max(fitting)[1] if fitting else "")
    return labels


def _numbers(text: str) -> list[tuple[str, int]]:
    decimal = [(match[0], int(match[0])) for match in _DIGITS.finditer(text) if len(match[0]) <= 4]
    return decimal + [(match[0], _roman(match[0])) for match in _ROMAN.finditer(text)]


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
