"""Tables that a single slip of the source has spoilt: a cell that goes over another, a label that is none."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import regex

from extractor.document import Kind
from extractor.find.cell_figures import is_figure
from extractor.find.coverage.seen import Seen, Thing, of_row
from extractor.find.coverage.spoilt_statistics import YEAR, are_figure
from extractor.find.grids import Grid
from extractor.find.table_purposes import Purpose

__all__ = ["spoilt_tables"]

_FEWEST = 3  # rows or columns: a table with no more does not tell what its others have
_USUAL = 0.8  # of the rows of a table
_ENDS_IN_FIGURE = regex.compile(r"\S \d[\d.,]*%?$")
_WIDEST = 8  # columns below an upper head


def spoilt_tables(seen: Seen) -> Iterator[Thing]:
    """Figures and cells of tables that a slip has spoilt."""
    for sign in (
        _heads_alone,
        _named_by_refs,
        _parted_heads,
        _loose_figures,
        _spanning,
        _wider,
        _merged,
        _titled,
        _services,
        _doubled,
    ):
        yield from sign(seen)


def _heads_alone(seen: Seen) -> Iterator[Thing]:
    """Tables below a caption that have a row of heads and no other."""
    for above, block in pairwise(seen.report.blocks):
        if block.table is None or above.kind is not Kind.CAPTION or block.table.width < _FEWEST:
            continue
        rows = list(block.table.rows())
        texts = [seen.report.words(cell).strip() for cell in rows[0]]
        if len(rows) == 1 and all(texts) and not any(map(str.isdigit, "".join(texts))):
            yield Thing("tables", block.start, block.end, "the heads of a table, and no row below them")


def _named_by_refs(seen: Seen) -> Iterator[Thing]:
    """Tables of figures of two rows that begin with the number of a standard: the rest of a banner that was cut."""
    refs = {standard.ref for standard in seen.pack.standards} - {""}
    for grid in seen.grids:
        if (
            grid.purpose is Purpose.DATA
            and len(grid.rows) < _FEWEST
            and grid.text(grid.rows[0][0]).rstrip(".:") in refs
        ):
            reason = "a table of figures that begins with the number of a standard"
            yield Thing("tables", grid.block.start, grid.block.end, reason)


def _parted_heads(seen: Seen) -> Iterator[Thing]:
    """Tables whose columns have the same lower heads over and over, as `n` and `%`, and of which most upper heads stand
    over as many columns: one that stands over fewer was parted over them."""
    for grid in seen.grids:
        if grid.purpose is not Purpose.DATA or grid.header - grid.titles < 2:
            continue
        upper, lower = grid.texts(grid.header - 2), grid.texts(grid.header - 1)
        first = next((at for at, words in enumerate(lower) if words), len(lower))
        heads = lower[first:]
        most = min(len(heads) // 2, _WIDEST)
        width = next((n for n in range(2, most + 1) if heads[:n] * (len(heads) // n) == heads), 0)
        counts = [sum(map(bool, upper[at : at + width])) for at in range(first, len(lower), width or len(lower))]
        if width and len(set(heads[:width])) == width and 1 in counts and max(counts) > 1:
            odd = grid.rows[grid.header - 2][first + width * counts.index(max(counts))]
            yield Thing("tables", odd.start, odd.end, "a head that is parted over the columns below it")


def _loose_figures(seen: Seen) -> Iterator[Thing]:
    """Figures that stand alone in the first cell of a row."""
    for grid in seen.grids:
        rows = list(grid.body()) if grid.purpose is Purpose.DATA else []
        begun = [
            (row, filled)
            for number, row in rows
            if len(row) > 1 and (filled := grid.filled(number)) and not filled[0].column
            if is_figure(seen.pack, grid.text(filled[0]))
        ]
        for row, filled in begun:
            short = len(filled) < len(row)
            alone = len(begun) == 1 and len(rows) > _FEWEST
            if len(filled) == 1 or (short and (alone or grid.text(filled[0]).endswith("%"))):
                yield Thing("tables", filled[0].start, filled[0].end, "a figure that begins a row")


def _spanning(seen: Seen) -> Iterator[Thing]:
    """Figures of a table that go over several columns or rows, where no other row has any."""
    for grid in seen.grids:
        if grid.purpose not in (Purpose.DATA, Purpose.QUESTIONS, Purpose.PROVIDERS):
            continue
        services = grid.purpose is Purpose.PROVIDERS
        body = [row for _, row in grid.body()]
        for across in (True, False):
            odd = [
                cell
                for row in body
                for cell in row
                if (cell.columns if across else cell.rows) > 1
                and grid.text(cell)
                and (services or is_figure(seen.pack, grid.text(cell)))
            ]
            if len({cell.start for cell in odd}) == 1:
                kind = "labels" if services else "tables"
                yield Thing(kind, odd[0].start, odd[0].end, "a figure that goes over the cell beside or below it")


def _wider(seen: Seen) -> Iterator[Thing]:
    """Rows of figures that fill a column which no other row of their table fills; no year that heads an empty one."""
    for grid in seen.grids:
        if grid.purpose not in (Purpose.DATA, Purpose.QUESTIONS) or len(grid.rows) < _FEWEST:
            continue
        last = [row for row in grid.rows if grid.text(row[-1])]
        odd = grid.text(last[0][-1]) if len(last) == 1 else ""
        heads = last[0] in grid.rows[: grid.header] if odd else False
        few = len(grid.rows) == _FEWEST and bool(odd and grid.text(last[0][0]))
        if odd and not few and not (heads and YEAR.fullmatch(odd)) and is_figure(seen.pack, odd):
            yield Thing(
                "tables", last[0][0].start, last[0][-1].end, "a row with more cells than the others of its table"
            )


def _merged(seen: Seen) -> Iterator[Thing]:
    """Rows whose label ends with a figure and whose last cell is empty, as in none of the others of their table."""
    for grid in seen.grids:
        rows = [row for number, row in grid.body() if len(grid.filled(number)) > 1]
        if grid.purpose not in (Purpose.DATA, Purpose.QUESTIONS) or len(rows) <= _FEWEST:
            continue
        short = [row for row in rows if not grid.text(row[-1])]
        ended = [row for row in rows if _ENDS_IN_FIGURE.search(grid.text(row[0]))]
        if len(short) == 1 and len(ended) == 1 and short[0] is ended[0]:
            yield Thing("tables", short[0][0].start, short[0][-1].end, "a label with the figure of the cell beside it")


def _titled(seen: Seen) -> Iterator[Thing]:
    """Lone rows below a title within a table, longer than its other titles: it is a row that has lost its figure."""
    blocks = [grid.block for grid in seen.grids if grid.purpose is Purpose.DATA]
    rows = seen.rows("statistics")
    starts = [row.evidence.start for row in rows]
    for block in blocks if starts == sorted(starts) else ():
        lines: dict[str, dict[str, Any]] = {}
        for row in rows[bisect_left(starts, block.start) : bisect_left(starts, block.end)]:
            lines.setdefault(row.table, {}).setdefault(row.label, row)
        longest = max(lines, key=len, default="")
        if len(lines) > 1 and len(lines[longest]) == 1 < max(map(len, lines.values())):
            yield of_row(
                "tables", next(iter(lines[longest].values())), "a lone row below a title that others are not like"
            )


def _services(seen: Seen) -> Iterator[Thing]:
    """Rows of a table of services that leave a column empty which nearly all others fill; columns that none fills."""
    for grid in seen.grids:
        rows = [row for number, row in grid.body() if len(grid.filled(number)) > 1]
        if grid.purpose is not Purpose.PROVIDERS or len(rows) <= _FEWEST:
            continue
        bare = [c for c in range(len(rows[0])) if not any(grid.text(row[c]) or row[c].icon for row in rows)]
        if len(bare) == 1 and len(rows[0]) > _FEWEST and grid.heads(bare[0]):
            reason = "a row that leaves a column empty, as do all of its table"
            yield Thing("labels", rows[0][0].start, rows[0][-1].end, reason)
        filled = [frozenset(c for c, cell in enumerate(row) if grid.text(cell) or cell.icon) for row in rows]
        counted = Counter(column for columns in filled for column in columns)
        usual = frozenset(column for column, count in counted.items() if count >= _USUAL * len(rows))
        for row, columns in zip(rows, filled, strict=True):
            lacks = usual - columns and not _is_of_another_kind(grid, columns, usual, filled)
            if lacks or _is_short_of_its_kind(columns, filled):
                yield Thing("labels", row[0].start, row[-1].end, "a service whose cells are not as the others'")


def _is_short_of_its_kind(columns: frozenset[int], filled: Sequence[frozenset[int]]) -> bool:
    """Whether nearly all rows that fill no more columns than others do fill all of theirs, and this one does not."""
    return any(
        columns < whole and count > 1 and count >= _USUAL * sum(other <= whole for other in filled)
        for whole, count in Counter(filled).items()
    )


def _is_of_another_kind(
    grid: Grid, columns: frozenset[int], usual: frozenset[int], filled: Sequence[frozenset[int]]
) -> bool:
    """Whether a row that leaves usual columns empty fills some that those who fill them do not, as another row does, or
    as the heads over them say: all columns below one, and none below another."""
    lacks, has = usual - columns, columns - usual
    if not has or any(lacks <= others and has & others for others in filled):
        return False
    if filled.count(columns) > 1:
        return True
    over: dict[str, set[int]] = defaultdict(set)
    for column in range(len(grid.rows[0])):
        if len(heads := grid.heads(column)) > 1:
            over[heads[0]].add(column)
    return all(below <= odd for odd in (lacks, has) for below in over.values() if below & odd) and (
        lacks | has <= set().union(*over.values())
    )


def _doubled(seen: Seen) -> Iterator[Thing]:
    """Cells of several figures that no row has read, as of one that a number was run into."""
    read = seen.read(("statistics", "key_questions", "ratings"))
    for grid in seen.grids:
        for _, row in grid.body() if grid.purpose is Purpose.DATA else ():
            for cell in row[1:]:
                words = grid.text(cell).split()
                if len(words) > 1 and not read(cell.start, cell.end) and all(are_figure(seen, word) for word in words):
                    yield Thing("tables", cell.start, cell.end, "a cell of several figures that is in no row")
