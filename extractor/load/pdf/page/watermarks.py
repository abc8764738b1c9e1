"""Watermarks: large pale words that most pages have in the same place, whatever stands there besides.

In go the words of every page, out come those of them that are a watermark; they would part lines and fill cells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import regex

from extractor.load.pdf.drawing import brightness
from extractor.load.pdf.settings import PageSettings
from extractor.load.pdf.words.runs import Run

_DIGITS = regex.compile(r"\d+")


def watermarks(pages: Sequence[Sequence[Run]], settings: PageSettings) -> list[list[Run]]:
    """For every page, its words that are a watermark."""
    sizes: Counter[float] = Counter()
    for runs in pages:
        for run in runs:
            sizes[run.size] += len(run.text)
    if not sizes:
        return [[] for _ in pages]
    least = settings.much_larger * sizes.most_common(1)[0][0]
    places: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    large = [[run for run in runs if run.size > least and brightness(run.colour) > settings.pale] for runs in pages]
    for number, runs in enumerate(large):
        for run in runs:
            places[_place(run)].add(number)
    needed = max(3, settings.share * len(pages))
    return [[run for run in runs if len(places[_place(run)]) >= needed] for runs in large]


def _place(run: Run) -> tuple[str, int, int]:
    return _DIGITS.sub("#", run.text.strip()), round(run.x0 / 2), round(run.baseline / 2)
