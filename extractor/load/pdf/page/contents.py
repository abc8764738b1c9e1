"""Contents pages: lines that end in a page number at the right become the rows of a table.

In go lines of a page from top to bottom, out come runs of them that list entries, as a two-column TABLE draft each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractor.document import Kind
from extractor.load.draft_blocks import Draft, DraftCell, DraftRow
from extractor.load.grid import is_figure
from extractor.load.pdf.page.typography import Typography
from extractor.load.pdf.words.lines import Line
from extractor.load.words import Words

_NUMBER = regex.compile(r"\d{1,4}|[ivxlc]{1,7}")
_LEADERS = regex.compile(r"^(.*?)(?:\s*[.…·_]){4,}\s*(\d{1,4}|[ivxlc]{1,7})$")
_CLOSE = regex.compile(r"^(.*\S)\s(\d{1,4})$")
_LAST_OF_NUMBER = frozenset("0123456789ivxlc")
_BETWEEN = 3  # lines without a page number that may stand between two entries


@dataclass(slots=True)
class _Entry:
    title: Words
    number: Words
    line: Line


def contents(lines: Sequence[Line], typography: Typography, page: int) -> list[tuple[int, int, Draft]]:
    """Tables of entries as (first line, line behind the last, table)."""
    entries = [_entry(line) for line in lines]
    found: list[tuple[int, int, Draft]] = []
    start = 0
    while start < len(lines):
        if entries[start] is None:
            start += 1
            continue
        numbered = [start]
        for index in range(start + 1, len(lines)):
            entries[index] = entries[index] or _close_entry(lines[index], lines[start])
            ends = abs(lines[start].x1 - lines[index].x1)
            if entries[index] is not None and ends < lines[start].size / 2:
                numbered.append(index)
            elif (
                index - numbered[-1] > _BETWEEN
                or lines[index].size > typography.settings.much_larger * lines[start].size
            ):
                break
        numbers = [entry.number.text for n in numbered if (entry := entries[n])]
        values = [int(number) if number.isdecimal() else 0 for number in numbers]  # those in letters come first
        falls = sum(b < a for a, b in pairwise(values))
        is_list = len(numbered) > 2 and falls <= typography.settings.falling * len(values)
        below = lines[numbered[-1] + 1] if numbered[-1] + 1 < len(lines) else None
        if is_list and not (below and _has_figures(lines[numbered[-1]], below, typography)):
            first = start
            if start and lines[start - 1].text.casefold() in ("page", "page number", "page no."):
                first -= 1
            rows = _rows(lines, entries, first, numbered[-1] + 1, typography, page)
            found.append((first, numbered[-1] + 1, Draft(Kind.TABLE, page=page, rows=rows, header=0)))
            start = numbered[-1]
        start += 1
    return found


def _entry(line: Line) -> _Entry | None:
    parts = line.parts()
    if len(parts) > 2 and is_figure(line.spell(parts[-2]).text):
        return None  # a row of figures
    if len(parts) > 1:
        number = line.spell(parts[-1])
        if _NUMBER.fullmatch(number.text):
            title = line.spell([run for part in parts[:-1] for run in part])
            return _Entry(title.cut(0, len(title.text.rstrip(" .…·_"))), number, line)
    match = _LEADERS.match(line.text) if line.text[-1:] in _LAST_OF_NUMBER else None
    if match and match[1]:
        return _Entry(line.words.cut(0, len(match[1].rstrip())), line.words.cut(match.start(2)), line)
    return None


def _close_entry(line: Line, above: Line) -> _Entry | None:
    """The entry of a line whose number ends where that of another does, no further behind its words than a space."""
    match = _CLOSE.match(line.text) if abs(line.x1 - above.x1) <= 1 else None
    return _Entry(line.words.cut(0, match.end(1)), line.words.cut(match.start(2)), line) if match else None


def _has_figures(last: Line, below: Line, typography: Typography) -> bool:
    """Whether the lines are the first rows of a table: the next row, close below, ends in a figure of another kind."""
    pitch = 2 * typography.pitch(last.size).line * last.size
    if below.baseline - last.baseline > pitch or abs(below.size - last.size) > 0.5:
        return False
    ends = [line.parts()[-1] for line in (last, below)]
    words = below.spell(ends[1]).text
    beside = len(below.parts()) > 1 and abs(ends[0][0].x0 - ends[1][0].x0) < last.size
    return beside and is_figure(words) and not words.isdecimal()


def _rows(
    lines: Sequence[Line], entries: Sequence[_Entry | None], first: int, end: int, typography: Typography, page: int
) -> list[DraftRow]:
    rows: list[DraftRow] = []
    right = max(line.x1 for line in lines[first:end])
    wrapped: Words | None = None
    for index in range(first, end):
        line, entry = lines[index], entries[index]
        if entry is None and index == first:
            rows.append(DraftRow([DraftCell(), DraftCell(line.words)], page))
            continue
        title = entry.title if entry else line.words
        beside = index > first and line.baseline - lines[index - 1].baseline < line.size
        if wrapped is not None:
            parts = (title, wrapped) if beside and line.x0 < lines[index - 1].x0 else (wrapped, title)
            title, wrapped = typography.vocabulary.join(*parts), None
        elif beside and entry is None and rows:  # the last line of a title whose number stands at its middle
            rows[-1].cells[0].words = typography.vocabulary.join(rows[-1].cells[0].words, title)
            continue
        if entry is None and line.x1 > 0.75 * right and index + 1 < end and typography.follows(line, lines[index + 1]):
            wrapped = title
            continue
        number = entry.number if entry else Words()
        rows.append(DraftRow([DraftCell(title), DraftCell(number)], page))
    return rows
