"""Running headers, footers and page numbers of a text conversion, told by the lines at the edges of its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from extractor.load import shapes

_DIGITS = regex.compile(r"\d+")
_LABEL = regex.compile(r"(?:^|\s)(\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\s*[-–—|]?$")
_EDGE = 3
_LONGEST = 200


def furniture(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """For every page, which of its lines are furniture.

    A line at an edge is furniture if, with its numbers left out, it stands at the edge of several pages, or if it is a
    bare page number where most pages have one.
    """
    filled = [[number for number, line in enumerate(page) if line.strip()] for page in pages]
    outer = [{*numbers[:_EDGE], *numbers[-_EDGE:]} for numbers in filled]
    texts = [[page[number].strip() for number in numbers] for page, numbers in zip(pages, outer, strict=True)]
    seen = Counter(key for lines in texts for key in {_key(line) for line in lines if len(line) < _LONGEST})
    least = max(2, min(5, len(pages) // 4))
    numbered = sum(any(map(shapes.is_page_number, lines)) for lines in texts) >= max(2, len(pages) // 2)
    found: list[set[int]] = []
    for page, numbers in zip(pages, filled, strict=True):
        marked: set[int] = set()
        for order in (numbers, numbers[::-1]):
            for number in order[:_EDGE]:
                line = page[number].strip()
                if not (numbered if shapes.is_page_number(line) else seen[_key(line)] >= least):
                    break
                marked.add(number)
        found.append(marked)
    return found


def label(lines: Sequence[str]) -> str:
    """The page number that the furniture of a page prints, if any."""
    for line in lines:
        match = _LABEL.search(line.strip())
        if match:
            return match[1]
    return ""


def _key(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split()))
