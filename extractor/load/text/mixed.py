"""Lines of two columns that a conversion wrote in turn: they cannot be told apart again, but that they are mixed can.

Lines that go on in small letters though the line above had much room were not wrapped by the measure of the text. Where
a run has several, it is told; not where pages have a measure, as those have boxes and columns with a narrower one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.load import shapes
from extractor.load.text import rows
from extractor.load.text.blocks import Line, groups, wrap_width

_ROOM = 0.75  # of the measure: a line that ends before it, with the first word of the next
_WIDEST = 130  # characters of a line of a page
_FEWEST = 2  # lines of a run that go on so
_SHOWN = 60  # characters of the words that say where


def remarks(lines: Sequence[Line]) -> tuple[str, ...]:
    """What is to be known of lines that may be of two columns, at most once.

    `lines` are those of the whole text, before paragraphs are made of them.
    """
    width = wrap_width(lines)
    if 0 < width < _WIDEST and any(line.page is not None for line in lines):
        return ()
    short = [group[0].text for group in groups(lines) if _is_short(group, width)]
    if not short:
        return ()
    return (f'{len(short)} runs of short lines may be columns mixed with each other, from "{short[0][:_SHOWN]}" on',)


def _is_short(group: Sequence[Line], width: int) -> bool:
    """Whether several lines of a run go on in small letters behind a line that had room for more."""
    words = [line.text for line in group if not line.furniture and not rows.is_row(line.text)]
    short = 0
    for above, line in pairwise(words):
        room = len(above) + len(line.split(" ", 1)[0])
        roomy = room < _ROOM * width if width else True  # a text without a measure has its paragraphs whole
        short += roomy and shapes.starts_low(line) and shapes.item(line) is None
    return short >= _FEWEST
