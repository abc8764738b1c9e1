"""Lines of cells, parted by tabs or pipes, become the rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

import regex

from extractor.document import Kind
from extractor.load.draft_blocks import Draft, DraftCell, DraftRow
from extractor.load.grid import MOST_HEADINGS, heading_kind, is_value
from extractor.load.marks import take_notes
from extractor.load.normalise import squeeze
from extractor.load.text.markup import plain
from extractor.load.words import Words

_PIPE = regex.compile(r"(?<!\\)\|")
_UNNAMED = regex.compile(r"Col\d{1,2}")  # what converters call a column without a head
_SPANNING = 25
_FEWEST = 3  # rows that agree with each other
_SHOWN = 60  # characters of the words that say where
_RULE_CELL = regex.compile(r"\s*:?[-–—=]+:?\s*|\s*")


def is_row(line: str) -> bool:
    """Whether a line is a row of cells: tabs between words, or pipes around them."""
    if "\t" in line:
        return True
    return line.startswith("|") and line.endswith("|") and len(line) > 2


def cells(line: str) -> list[str]:
    """The raw cells of a row."""
    if "\t" in line:
        return line.split("\t")
    return _PIPE.split(line)[1:-1]


def piped(row: Iterable[str]) -> str:
    """A line of cells between pipes."""
    return f"| {' | '.join(row)} |"


def rule_below(count: int) -> str:
    """The line that rules off a header of so many such cells."""
    return "|" + "---|" * count


def is_rule_row(row: Sequence[str]) -> bool:
    """Whether a row only draws the rule under a header."""
    return all(_RULE_CELL.fullmatch(cell) for cell in row) and any("-" in cell or "=" in cell for cell in row)


def remarks(lines: Iterable[str]) -> tuple[str, ...]:
    """What is to be known of rows with a cell more or less than all others of their table, which have the same number.

    An empty cell at the end of a row is none too many, but where another may have moved its figures.

    `lines` are those of the whole text, as they are in the file.
    """
    odd: list[str] = []
    for rows, group in groupby(lines, key=is_row):
        cut = [row for line in group if not is_rule_row(row := cells(line))] if rows else []
        (usual, _), *others = Counter(map(len, cut)).most_common() or [(0, 0)]
        if len(cut) > _FEWEST and len(others) == 1 and others[0][1] == 1 and 1 < others[0][0] != usual:
            odd += [
                " ".join(row) for row in cut if len(row) == usual - 1 or (len(row) == usual + 1 and not _is_ended(row))
            ]
    if not odd:
        return ()
    return (
        f'{len(odd)} rows with a cell more or less than others of their table, from "{squeeze(odd[0])[:_SHOWN]}" on',
    )


def _is_ended(row: Sequence[str]) -> bool:
    """Whether the empty cells of a row are all at its end."""
    filled = [bool(cell.strip()) for cell in row]
    return not filled[-1] and filled == sorted(filled, reverse=True)


def table(lines: Sequence[tuple[str, int | None]]) -> Draft | None:
    """A table of consecutive row lines with their pages; a lone cell is returned as the words it holds.

    Rule rows are dropped, rows padded to one width, and columns that are empty throughout at the right cut off.
    """
    cut = [(cells(line), page) for line, page in lines]
    ruled = next((n for n, (row, _) in enumerate(cut) if is_rule_row(row)), 0)
    grid = [(_once([squeeze(plain(cell)) for cell in row]), page) for row, page in cut if not is_rule_row(row)]
    if len(grid) > 1 and all(_UNNAMED.fullmatch(cell) or not cell for cell in grid[0][0]):
        grid, ruled = grid[1:], 0
    elif grid:
        grid[0] = (
            [cell if n == 0 or not _UNNAMED.fullmatch(cell) else "" for n, cell in enumerate(grid[0][0])],
            grid[0][1],
        )
    grid = [(row, page) for row, page in grid if any(row)]
    if not grid:
        return None
    width = max(max(index for index, cell in enumerate(row) if cell) for row, _ in grid) + 1
    if width == 1 and len(grid) == 1:
        return Draft(Kind.PARAGRAPH, Words(*take_notes(grid[0][0][0])), grid[0][1])
    drafts = [DraftRow([_cell(row[n] if n < len(row) else "") for n in range(width)], page) for row, page in grid]
    for row in drafts[:ruled] if ruled <= MOST_HEADINGS else ():
        _head(row)
    return Draft(Kind.TABLE, page=grid[0][1], rows=drafts)


def _head(row: DraftRow) -> None:
    """Set a row over a rule as a heading; not one of figures, which converters put there for want of headings."""
    behind = [cell.text for cell in row.cells[1:] if cell.text]
    if any(heading_kind(text) or not is_value(text) for text in behind):
        for cell in row.cells:
            cell.heads = True


def _once(row: list[str]) -> list[str]:
    """The cells of a row; words that a converter repeats in every cell that they span stand in the first only."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or len(set(filled)) > 1 or len(filled[0]) < _SPANNING:
        return row
    return [filled[0] if n == row.index(filled[0]) else "" for n in range(len(row))]


def _cell(text: str) -> DraftCell:
    return DraftCell(Words(*take_notes(text)))
