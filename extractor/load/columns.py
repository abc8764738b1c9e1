"""Columns that `pdftotext -layout` sets with blanks become rows of cells parted by tabs.

A region is a run of lines with wide gaps, together with the lines of wrapped labels between them. Its columns are the
places where words stand above one another; its rows follow from how the words in the widest column go on. A value may
stand beside any line of its label, or on a line of its own between two of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from extractor.load import shapes
from extractor.load.grid import is_figure
from extractor.load.markup import raised

_WORDS = regex.compile(r"\S+(?: {1,2}\S+)*")
_LIST_MARK = regex.compile(r"\W|[o\uf000-\uf0ff]|\(?(?:\d{1,3}|[ivxl]{1,5}|[a-z])[.)]")
_LEADERS = regex.compile(r"^(\s*\S.*?)\s?(?:\.[ .]?){5,}\s*(\d{1,4})\s*$")
_CLOSED = regex.compile(r"(?:[.?!:;%)]|\*)[\"'”’]*(?:\s?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})?$")
_OPEN = regex.compile(r"(?:[,–—-]|\b(?:a|an|and|as|at|by|for|from|in|into|is|not|of|on|or|that|the|their|to|with))$")
_LOW = regex.compile(r"[\"'“‘\[]*\p{Ll}|[&*(]")
_MARK = regex.compile(r"\d{1,3}")
_DEEP = 20
_PENDING = 7
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Run:
    """Words without a wide gap among them, and the columns of characters that they take up."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Row:
    cells: dict[int, str] = field(default_factory=dict)
    reach: int = 0
    mark: str = ""

    def add(self, column: int, text: str) -> None:
        """Add words below those that the cell has."""
        before = self.cells.get(column, "")
        glue = "" if not before or (before.endswith("-") and _LOW.match(text)) else " "
        self.cells[column] = before + glue + text


def tabbed(lines: Sequence[str]) -> list[str]:
    """The lines of a page, its tables as tabbed rows with blank lines around them; other lines as they are."""
    lines = [_LEADERS.sub(r"\1\t\2", line) if len(line) < _LONGEST else line for line in lines]
    runs = [_runs(line) for line in lines]
    anchors = [_is_anchor(runs, at) for at in range(len(runs))]
    found: list[str] = []
    at = 0
    while at < len(lines):
        end = _region_end(runs, anchors, at) if anchors[at] else at
        if end == at:
            found.append(lines[at])
            at += 1
            continue
        above = _lines_above(runs, at)
        end = _end_below(runs, at, end)
        if above:
            del found[-above:]
        found += ["", *_rows(runs[at - above : end], anchors[at - above : end]), ""]
        at = end
    return found


def _runs(line: str) -> list[Run]:
    if not line.strip() or len(line) > _LONGEST:
        return [Run(0, len(line), line)] if line.strip() else []
    if "\t" in line:
        return [Run(0, len(line), line)]
    found = [Run(match.start(), match.end(), match[0]) for match in _WORDS.finditer(line)]
    if len(found) > 1 and _LIST_MARK.fullmatch(found[0].text):
        found[:2] = [Run(found[0].start, found[1].end, found[0].text + " " + found[1].text)]
    return found


def _is_anchor(runs: Sequence[list[Run]], at: int) -> bool:
    """Whether a line has a value beside a label, or is a value far to the right of the label above or below it."""
    line = runs[at]
    if len(line) != 1:
        return len(line) > 1
    if "\t" in line[0].text or line[0].end - line[0].start > 60:
        return False
    beside = [runs[n][0] for n in (at - 1, at + 1) if 0 <= n < len(runs) and runs[n]]
    if any("\t" in other.text for other in beside):
        return False
    return any(line[0].start >= other.start + _DEEP and line[0].start >= other.end - 45 for other in beside)


def _region_end(runs: Sequence[list[Run]], anchors: Sequence[bool], start: int) -> int:
    """Where the region ends that a line opens; its start if it is none."""
    last, gaps = start, 1
    values = list(runs[start][1:] or runs[start])
    at = start + 1
    while at < len(runs) and at - last <= _PENDING:
        if anchors[at]:
            here = runs[at][1:] or runs[at]
            if at - last > 1 and not (
                (_near(values, here) or _same_left(runs[start], runs[at], at - last))
                and _may_stand_between(runs[last + 1 : at], values)
            ):
                break
            values += here
            last = at
            gaps += 1
        elif runs[at] and (shapes.item(runs[at][0].text) or shapes.is_caption(runs[at][0].text)):
            break
        at += 1
    if gaps == 1 and max(run.end - run.start for run in values) > 60:
        return start
    return last + 1


def _near(values: Sequence[Run], here: Sequence[Run]) -> bool:
    return any(a.start <= b.end + 2 and b.start <= a.end + 2 for a in values for b in here)


def _same_left(first: Sequence[Run], line: Sequence[Run], away: int) -> bool:
    return len(first) > 1 and len(line) > 1 and abs(first[0].start - line[0].start) <= 1 and away <= 3


def _may_stand_between(between: Sequence[list[Run]], values: Sequence[Run]) -> bool:
    """Whether lines without a value can be labels of the table, not prose between two tables."""
    blanks = [number for number, line in enumerate(between) if not line]
    if len(blanks) > 3 or (blanks and any(between[blanks[0] : blanks[-1]])):
        return False
    texts = [line[0] for line in between if line]
    if texts and texts[-1].text.endswith(":") and sum(len(text.text) for text in texts) > 70:
        return False
    if len(texts) > 2 and any(len(text.text) > 85 and not text.text.endswith("?") for text in texts):
        return False
    if not texts:
        return True
    edge = _edge(values)
    return all(text.end <= edge - 2 or _whole_question(texts, number) for number, text in enumerate(texts))


def _whole_question(texts: Sequence[Run], number: int) -> bool:
    text = texts[number].text
    if not text.endswith(("?", ":")) or _LOW.match(text):
        return False
    return number == 0 or bool(_CLOSED.search(texts[number - 1].text))


def _edge(values: Sequence[Run]) -> int:
    """Where the leftmost column of short values begins."""
    places: list[list[int]] = []
    for run in sorted(values[-300:], key=lambda run: run.start):
        if places and run.start < places[-1][1] + 2:
            places[-1][1] = max(places[-1][1], run.end)
            places[-1][2] = max(places[-1][2], run.end - run.start)
        else:
            places.append([run.start, run.end, run.end - run.start])
    return min((start for start, _, width in places if width <= 30), default=10**6)


def _lines_above(runs: Sequence[list[Run]], at: int) -> int:
    """How many lines above a region are the beginning of its first label."""
    count = 0
    first = runs[at][0]
    lone = len(runs[at]) == 1
    while at - count > 0 and count < 4:
        above = runs[at - count - 1]
        if len(above) != 1 or "\t" in above[0].text or _CLOSED.search(above[0].text):
            break
        if lone and count == 0:
            if above[0].start > first.start - _DEEP:
                break
        elif count == 0 and first.end < above[0].start < runs[at][1].start:
            pass
        elif not _LOW.match(first.text) and not _OPEN.search(above[0].text):
            break
        first = above[0]
        count += 1
    return count


def _end_below(runs: Sequence[list[Run]], start: int, end: int) -> int:
    """Where a region ends together with the lines below that go on with its last label or stand in its columns."""
    inner = {run.start for line in runs[start:end] for run in line[1:]}
    while end < len(runs) and len(runs[end]) == 1 and "\t" not in runs[end][0].text:
        aligned = runs[end][0].start >= 6 and runs[end][0].start in inner
        if (not aligned and not _LOW.match(runs[end][0].text)) or end - start > 400:
            break
        end += 1
    return end


def _columns(lines: Sequence[list[Run]]) -> list[tuple[int, int]]:
    """Places of the columns, left to right, from lines with most words side by side to those with fewest."""
    columns: list[list[int]] = []
    for line in sorted((line for line in lines if line), key=len, reverse=True):
        for run in line:
            hit = [place for place in columns if run.start < place[1] and place[0] < run.end]
            if not hit:
                columns.append([run.start, run.end, 1])
            elif len(hit) == 1 and len(line) > 1:
                place = hit[0]
                place[:] = [min(place[0], run.start), max(place[1], run.end), place[2] + 1]
    columns.sort()
    # A header that spans columns and falls between them makes no column of its own.
    kept = [place for place in columns if place[2] > 1 or len(lines) < 5 or place is columns[0]]
    merged: list[tuple[int, int]] = []
    for start, end, _ in kept:
        if len(merged) > 1 and start - merged[-1][1] <= 8 and not _side_by_side(lines, merged[-1], (start, end)):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _side_by_side(lines: Sequence[list[Run]], left: tuple[int, int], right: tuple[int, int]) -> bool:
    return any(
        any(run.start < left[1] and left[0] < run.end <= right[0] for run in line)
        and any(run.start < right[1] and right[0] < run.end and run.start >= left[1] for run in line)
        for line in lines
    )


def _column(columns: Sequence[tuple[int, int]], run: Run, lone: bool) -> int:
    if lone:
        for number, (start, _) in enumerate(columns):
            if abs(start - run.start) <= 1:
                return number
    overlaps = [min(end, run.end) - max(start, run.start) for start, end in columns]
    return max(range(len(columns)), key=lambda number: overlaps[number])


def _rows(lines: Sequence[list[Run]], anchors: Sequence[bool]) -> list[str]:
    columns = _columns([line for line, anchor in zip(lines, anchors, strict=True) if anchor])
    placed = [[(_column(columns, run, len(line) == 1), run) for run in line] for line in lines]
    # Labels that no value stands beside may begin left of every value.
    if any(run.start < columns[0][0] - 3 for line in lines for run in line):
        left = min(run.start for line in lines for run in line)
        columns = [(left, columns[0][0] - 1), *columns]
        placed = [[(_column(columns, run, len(line) == 1), run) for run in line] for line in lines]
    sizes = [0] * len(columns)
    for line in placed:
        for column, run in line:
            sizes[column] += len(run.text)
    main = sizes.index(max(sizes))
    edge = columns[main + 1][0] if main + 1 < len(columns) else 10**6
    ends = [run.end for line in placed for column, run in line if column == main]
    reach = max((end for end in ends if end <= edge), default=0)
    rows: list[_Row] = []
    blank, mark = False, ""
    for line in placed:
        if not line:
            blank = True
            continue
        if len(line) == 1 and _MARK.fullmatch(line[0][1].text) and len(columns) > 1 and line[0][0] <= main:
            mark = line[0][1].text
            continue
        if not rows or _opens_row(rows[-1], line, main, blank, reach):
            rows.append(_Row())
        for column, run in line:
            if column == main and _MARK.fullmatch(run.text) and rows[-1].cells.get(main):
                rows[-1].mark += raised(run.text)
            else:
                rows[-1].add(column, run.text)
        rows[-1].mark += raised(mark)
        rows[-1].reach = max((run.end for column, run in line if column == main), default=rows[-1].reach)
        blank, mark = False, ""
    for row in rows:
        if row.mark:
            row.cells[main] = row.cells.get(main, "") + row.mark
    return ["\t".join(row.cells.get(n, "") for n in range(max(2, len(columns)))) for row in rows]


def _opens_row(row: _Row, line: Sequence[tuple[int, Run]], main: int, blank: bool, reach: int) -> bool:
    """Whether a line begins a new row, or goes on with the cells of the row above it."""
    texts = {column: run.text for column, run in line}
    label, above = texts.get(main), row.cells.get(main, "")
    others = [column for column in texts if column != main]
    clash = any(column in row.cells and not _LOW.match(texts[column]) for column in others)
    if label is None:
        if not above and not blank and len(texts) == 1:
            return any(is_figure(text) for text in (*row.cells.values(), *texts.values()))
        left = all(column < main and not _LOW.match(texts[column]) for column in others)
        return clash or (blank and bool(row.cells.keys() - {main})) or (left and bool(above))
    if others and not blank and all(column in row.cells and _LOW.match(texts[column]) for column in others):
        return False
    if not above:
        return clash or blank or (not others and not _LOW.match(label))
    if _MARK.fullmatch(label) and others:
        return clash
    wrapped = row.reach + len(label.split(" ", 1)[0]) > reach * 0.7
    if (_LOW.match(label) and wrapped) or (_OPEN.search(above) and not blank):
        return any(is_figure(texts[column]) and is_figure(row.cells.get(column, "")) for column in others)
    return True
