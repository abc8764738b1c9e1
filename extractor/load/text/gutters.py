"""Prose in two columns, as `pdftotext -layout` sets it side by side, becomes the left column and below it the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractor.load import shapes
from extractor.load.grid import is_figure
from extractor.load.text.repair import INSIDE, glued

_GAP = regex.compile(r"(?<=\S)[ ]{2,}(?=\S)")
_WIDE_GAP = regex.compile(r"\S[ ]{3,}\S")
_HANGS = 8  # characters that the lines of a list item stand behind its number
_MOST_EDGES = 16  # places of a page that are looked at as the left edge of a second column
_LEAST = 4  # lines with words in both columns
_MOST_BLANK = 3  # lines between two lines of the columns
_LEAST_WIDTH = 22  # characters of a line of prose, on average
_LONGEST = 400
_FULL = 0.85  # of the measure: a line that has no room for the first word of the next
_ENDS = (".", "!", "?", ":", ";")


@dataclass(slots=True)
class _Columns:
    """Lines from `first` to `end` whose words stand left and right of a gutter that ends before `edge`."""

    first: int
    end: int
    edge: int


def unfold(lines: Sequence[str]) -> list[str]:
    """The lines of a page, those of two columns one below the other."""
    found: list[str] = []
    at = 0
    for region in _regions(lines):
        inside = lines[region.first : region.end]
        left = [line[: region.edge].rstrip() for line in inside]
        right = [line[region.edge :].rstrip() for line in inside]
        if region.first >= at and _is_prose(left, right):
            found += [*lines[at : region.first], *_joined(left), "", *_joined(right), ""]
            at = region.end
    return _items_apart([*found, *lines[at:]])


def _items_apart(lines: Sequence[str]) -> list[str]:
    """Lines, with two items of a list that stand beside each other one below the other, however short they are."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        edge = _second_item(lines[at])
        end = at + 1
        while edge and end < len(lines) and (words := lines[end].strip()):
            clear = not lines[end][max(0, edge - 2) : edge].strip() and "\t" not in lines[end]
            if not clear or shapes.item(words) is not None:
                break
            end += 1
        if edge:
            inside = lines[at:end]
            found += _joined([line[:edge].rstrip() for line in inside]) + _joined([line[edge:] for line in inside])
        else:
            found.append(lines[at])
        at = end
    return found


def _second_item(line: str) -> int:
    """Where a second item begins in a line that begins with one, behind a gap; 0 where none does."""
    first = shapes.item(line.strip()) if len(line) < _LONGEST else None
    if first is None:
        return 0
    for gap in _GAP.finditer(line):
        second = shapes.item(line[gap.end() :])
        if second is not None and second.kind is first.kind and gap.start() >= _LEAST_WIDTH and "\t" not in line:
            return gap.end()
    return 0


def _joined(column: Sequence[str]) -> list[str]:
    """A column with its full lines joined to those that they go on in: its measure is not that of the page."""
    width = max((len(line.replace(INSIDE, "")) for line in column), default=0)
    least = min((indent_of(line) for line in column if line), default=0)
    hangs = any(line and indent_of(line) > least for line in column)
    kept: list[str] = []
    last, whole = "", False
    for line in column:
        words = line.strip()
        opened = bool(kept) and hangs and shapes.item(kept[-1].strip()) is not None
        outside = opened and indent_of(line) <= indent_of(kept[-1])
        full = len(last.replace(INSIDE, "")) + len(words.split(" ", 1)[0]) >= _FULL * width
        ended = last.endswith(_ENDS) and not (last.endswith(";") and words[:1].islower())
        if words and last and full and not outside and not ended and shapes.item(words) is None:
            kept[-1] = glued(kept[-1], words)
            whole = True
        elif words or last:
            kept += ["", line] if whole else [line]
            whole = False
        last = line
    return kept


def indent_of(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip(" "))


def _regions(lines: Sequence[str]) -> list[_Columns]:
    """The runs of lines that a gutter goes through, top to bottom."""
    gaps = {n: [gap.end() for gap in _GAP.finditer(line)] for n, line in enumerate(lines) if len(line) < _LONGEST}
    places = Counter(place for ends in gaps.values() for place in ends)
    found: list[_Columns] = []
    for edge, count in sorted(places.most_common(_MOST_EDGES)):
        near = sum(places[place] for place in range(edge, edge + _HANGS))
        if count < 2 or near < _LEAST or any(places[edge - step] >= 2 for step in (1, 2)):
            continue
        found += _runs(lines, gaps, edge)
    return sorted(found, key=lambda region: (region.first, region.first - region.end))


def _runs(lines: Sequence[str], gaps: dict[int, list[int]], edge: int) -> list[_Columns]:
    """The runs of lines that leave the two characters before an edge free, with enough that stand on both sides."""
    found: list[_Columns] = []
    both: list[int] = []
    last = seen = 0

    def close() -> None:
        if len(both) >= _LEAST:
            found.append(_Columns(both[0], last + 1, edge))

    for at, line in enumerate(lines):
        if not line.strip():
            continue
        crosses = at not in gaps or bool(line[max(0, edge - 2) : edge].strip()) or "\t" in line
        if both and (crosses or at - seen > _MOST_BLANK + 1):
            close()
            both = []
        if crosses:
            continue
        seen = at
        if any(edge <= end < edge + _HANGS for end in gaps[at]):
            both.append(at)
            last = at
        elif not line[:edge].strip() or at == last + 1 or shapes.item(line.strip()) is not None:
            last = at
    if both:
        close()
    return found


def _is_prose(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two columns of lines are prose that is read one after the other, and no rows of cells."""
    sides = [[(n, line.strip()) for n, line in enumerate(side) if line.strip()] for side in (left, right)]
    for side in sides:
        texts = [text for _, text in side]
        if sum(map(len, texts)) < _LEAST_WIDTH * len(texts) or any(map(is_figure, texts)):
            return False
        if 5 * sum(bool(_WIDE_GAP.search(_unmarked(text))) for text in texts) > len(texts):
            return False
    if _numbers_run_on(sides):
        return True
    columns = zip(sides, (left, right), strict=True)
    starts = [{n for n, text in side if _begins(text, column, n)} for side, column in columns]
    first = min(min(side, default=0) for side in starts)
    rows = (starts[0] & starts[1]) - {first}
    fewest = min(len(side - {first}) for side in starts)
    wrapped = all(2 * len(start) <= len(side) for start, side in zip(starts, sides, strict=True))
    return wrapped and fewest > 0 and 3 * len(rows) <= fewest


def _unmarked(text: str) -> str:
    """A line without the marker of a list item."""
    item = shapes.item(text)
    return text[item.start :] if item is not None else text


def _begins(text: str, column: Sequence[str], at: int) -> bool:
    """Whether a line begins a paragraph, item or cell: it is marked, or stands below a blank line or an end."""
    if shapes.item(text) is not None:
        return True
    above = column[at - 1].strip() if at else ""
    return not above or (above.endswith(_ENDS) and text[:1].isupper())


def _numbers_run_on(sides: Sequence[Sequence[tuple[int, str]]]) -> bool:
    """Whether the numbered items of the right column go on with those of the left."""
    numbers = [[item.marker for _, text in side if (item := shapes.item(text)) is not None] for side in sides]
    counted = [[n for marker in side if (n := shapes.number(marker)) is not None] for side in numbers]
    if not all(counted):
        return False
    whole = counted[0] + counted[1]
    return len(whole) > 2 and whole == list(range(whole[0], whole[0] + len(whole)))
