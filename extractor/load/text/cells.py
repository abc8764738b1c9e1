"""Words that stand side by side in lines are placed into columns, and lines are gathered into rows of cells.

The columns are the places where words stand above one another. A row begins where the words of the widest column begin
anew; a value may stand beside any line of its label, or on a line of its own between two of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from extractor.load import shapes
from extractor.load.grid import is_figure, is_value
from extractor.load.marks import superscript
from extractor.load.text.repair import glued

LOW = regex.compile(r"[\"'“‘\[]*\p{Ll}|[&*(]")
CLOSED = regex.compile(r"(?:[.?!:;%)]|\*)[\"'”’)\]]*(?:\s?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})?$")
_MOST_HEADS, _BODY = 3, 5
_NAME = regex.compile(
    r"\p{Ll} (?:\p{Lu}\p{Ll}+ )*\p{Lu}\p{Ll}+$"
)  # ends with a name, which may go on in the line below
_MARK = regex.compile(r"\d{1,3}")


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
        self.cells[column] = glued(self.cells.get(column, ""), text)


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
    head = _head(lines)
    # A header that spans columns and falls between them makes no column of its own.
    kept = [
        place
        for at, place in enumerate(columns)
        if place[2] > 1
        or len(lines) < 5
        or place is columns[0]
        or (0 < at < len(columns) - 1 and all(_is_headed(head, columns[n]) for n in (at - 1, at, at + 1)))
    ]
    merged: list[tuple[int, int]] = []
    for start, end, _ in kept:
        if len(merged) > 1 and start - merged[-1][1] <= 8 and not _side_by_side(lines, merged[-1], (start, end)):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _head(lines: Sequence[list[Run]]) -> list[Run]:
    """The words above the first line of figures."""
    found: list[Run] = []
    for line in lines:
        if any(is_value(run.text) for run in line[1:]):
            return found
        found += line
    return []


def _is_headed(head: Sequence[Run], place: Sequence[int]) -> bool:
    """Whether a place has a heading to itself, or one that reaches no further than it."""
    return any(run.start >= place[0] and run.end <= place[1] for run in head)


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


def rows(lines: Sequence[list[Run]], anchors: Sequence[bool]) -> list[str]:
    """Lines as rows of cells parted by tabs; the columns are those of the anchors, lines with a value in them."""
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
    found: list[_Row] = []
    blank, mark = False, ""
    for line in placed:
        if not line:
            blank = True
            continue
        if len(line) == 1 and _MARK.fullmatch(line[0][1].text) and len(columns) > 1 and line[0][0] <= main:
            mark = line[0][1].text
            continue
        if not found or _opens_row(found[-1], line, main, blank, reach):
            found.append(_Row())
        for column, run in line:
            if column == main and _MARK.fullmatch(run.text) and found[-1].cells.get(main):
                found[-1].mark += superscript(run.text)
            else:
                found[-1].add(column, run.text)
        found[-1].mark += superscript(mark)
        found[-1].reach = max((run.end for column, run in line if column == main), default=found[-1].reach)
        blank, mark = False, ""
    for row in found:
        if row.mark:
            row.cells[main] = row.cells.get(main, "") + row.mark
    found = _one_head(found)
    return ["\t".join(row.cells.get(n, "") for n in range(max(2, len(columns)))) for row in found]


def _one_head(found: list[_Row]) -> list[_Row]:
    """Rows, those above the body as one where they are more than a table has heads: their words are wrapped."""
    filled = Counter(tuple(sorted(row.cells)) for row in found)
    shape, count = filled.most_common(1)[0] if filled else ((), 0)
    top = next((n for n, row in enumerate(found) if tuple(sorted(row.cells)) == shape), 0)
    if top <= _MOST_HEADS or count < _BODY or len(shape) < 3 or any(_is_body(row) for row in found[:top]):
        return found
    head = _Row()
    for row in found[:top]:
        for column in sorted(row.cells):
            head.add(column, row.cells[column])
    return [head, *found[top:]]


def _is_body(row: _Row) -> bool:
    figures = sum(is_value(text) for text in row.cells.values())
    return figures * 2 >= len(row.cells) if row.cells.get(0) else figures * 2 > len(row.cells)


def _opens_row(row: _Row, line: Sequence[tuple[int, Run]], main: int, blank: bool, reach: int) -> bool:
    """Whether a line begins a new row, or goes on with the cells of the row above it."""
    texts = {column: run.text for column, run in line}
    label, above = texts.get(main), row.cells.get(main, "")
    others = [column for column in texts if column != main]
    goes_on = {column for column in others if LOW.match(texts[column]) and not is_value(texts[column])}
    clash = any(column in row.cells and column not in goes_on for column in others)
    if label is None:
        if not above and not blank and len(texts) == 1:
            return any(is_figure(text) for text in (*row.cells.values(), *texts.values()))
        left = all(column < main and not LOW.match(texts[column]) for column in others)
        return clash or (blank and bool(row.cells.keys() - {main})) or (left and bool(above))
    if others and not blank and all(column in row.cells and column in goes_on for column in others):
        return False
    if not above:
        return clash or blank or (not others and not LOW.match(label))
    if _MARK.fullmatch(label) and others:
        return clash
    heads = [text for column, text in row.cells.items() if column != main]
    # the rest of a label that the page before has begun stands below the heads of the columns, printed again
    full = 0.95 if len(heads) > 1 and not others and not any(map(is_figure, heads)) else 0.7
    wrapped = row.reach + len(label.split(" ", 1)[0]) > reach * full
    name = not blank and not others and bool(_NAME.search(above)) and row.reach + len(label.split(" ", 1)[0]) >= reach
    if (LOW.match(label) and wrapped) or (shapes.is_open(above) and not blank) or name:
        return any(is_figure(texts[column]) and is_figure(row.cells.get(column, "")) for column in others)
    return True
