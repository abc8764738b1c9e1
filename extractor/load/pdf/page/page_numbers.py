"""The printed numbers of pages: what runs on from page to page at the edge of them.

They are told twice: before tables are sought, so that a number below rows makes no row of them, and as the labels of
the pages once all furniture is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from extractor.load.pdf.settings import PageSettings
from extractor.load.pdf.words.lines import Line, lines_of
from extractor.load.pdf.words.runs import Run

ROMAN = regex.compile(r"(?<![\p{L}\d])[ivxlc]{1,7}(?![\p{L}\d])")

_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_DIGITS = regex.compile(r"\d+")
_ALONE = regex.compile(r"\W{0,2}(?:page\s+)?(\d{1,4})(?:\s+(?:of|/)\s+\d{1,4})?\W{0,2}", regex.I)


def numbers_alone(pages: Sequence[tuple[Sequence[Run], float]], settings: PageSettings) -> list[set[int]]:
    """For every page, the ids (`id(run)`) of the runs of its number, where that is alone in its line.

    A number in the body can stand at the edge of a page, too: those of the pages run on with them in one place. `pages`
    are the runs of every page, and its height in points.
    """
    alone: list[list[tuple[tuple[int, int], Line]]] = []
    for at, (runs, height) in enumerate(pages):
        zone = settings.zone * height
        outer = lines_of(run for run in runs if not zone < run.baseline < height - zone)
        told = [(line, found) for line in outer if (found := _ALONE.fullmatch(line.text.strip()))]
        places = [line.baseline - (height if line.baseline > zone else 0.0) for line, _ in told]
        alone.append(
            [
                ((int(found[1]) - at, round(place / settings.same_place)), line)
                for (line, found), place in zip(told, places, strict=True)
            ]
        )
    votes = Counter(key for page in alone for key in {key for key, _ in page})
    return [
        {
            id(run)
            for (ahead, place), line in page
            if sum(votes[ahead, place + n] for n in (-1, 0, 1)) >= settings.numbered
            for run in line.runs
        }
        for page in alone
    ]


def page_labels(lines: Sequence[Sequence[Line]]) -> list[str]:
    """The printed number of every page, empty where none is printed.

    `lines` are the furniture of every page, in page order.
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
    return decimal + [(match[0], _roman(match[0])) for match in ROMAN.finditer(text)]


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
