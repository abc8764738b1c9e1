"""Lines that a conversion has mixed or whose marks it has lost: they cannot be put right again, but told they can.

Lines that go on in small letters though the line above had much room were not wrapped by the measure of the text. Where
a run has several, two columns may have been written in turn, and it is told; not where pages have a measure, as those
have boxes and columns with a narrower one. In a text without a measure, whose paragraphs are whole, a line that goes on
so behind the line of an item may be an item that lost its mark.
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
    """What is to be known of lines that may be of two columns, and of items that may have lost their mark; once each.

    `lines` are those of the whole text, before paragraphs are made of them.
    """
    width = wrap_width(lines)
    if 0 < width < _WIDEST and any(line.page is not None for line in lines):
        return ()
    runs = [
        [line.text for line in group if not line.furniture and not rows.is_row(line.text)] for group in groups(lines)
    ]
    short = [run[0] for run in runs if _is_short(run, width)]
    bare = [line for run in runs for above, line in pairwise(run) if not width and _loses_mark(above, line)]
    return (
        *_told("runs of short lines may be columns mixed with each other", short),
        *(() if short else _told("lines behind an item may be one that lost its mark", bare)),
    )


def _told(what: str, places: Sequence[str]) -> tuple[str, ...]:
    return (f'{len(places)} {what}, from "{places[0][:_SHOWN]}" on',) if places else ()


def _loses_mark(above: str, line: str) -> bool:
    """Whether a line goes on in small letters behind the line of an item."""
    return shapes.item(above) is not None and shapes.starts_low(line) and shapes.item(line) is None


def _is_short(words: Sequence[str], width: int) -> bool:
    """Whether several lines of a run go on in small letters behind a line that had room for more."""
    short = 0
    for above, line in pairwise(words):
        room = len(above) + len(line.split(" ", 1)[0])
        roomy = room < _ROOM * width if width else True  # a text without a measure has its paragraphs whole
        short += roomy and shapes.starts_low(line) and shapes.item(line) is None
    return short >= _FEWEST
