"""Tables that a single slip of the source has spoilt: a cell that goes over another, a label that is none."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

import regex

from extractor.document import Kind
from extractor.domain.names import folded
from extractor.find.cell_figures import figures, is_figure
from extractor.find.coverage.seen import Seen, Thing, of_row
from extractor.find.grids import Grid
from extractor.find.table_purposes import Purpose

__all__ = ["spoilt_tables"]

_FEWEST = 3  # rows or columns: a table with no more does not tell what its others have
_USUAL = 0.8  # of the rows of a table
_BEGINS = regex.compile(r"\p{L}+ \p{L}+ \p{L}+")
_ENDS_IN_FIGURE = regex.compile(r"\S \d[\d.,]*%?$")
_DATE = regex.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_DECIMAL = regex.compile(r"\d+\.\d+ \p{Ll}+")  # a figure that heads no column, as "4 weeks" may
_DECIMALS = regex.compile(r"\.(\d+)")
_LONG_TITLE = 8  # words
_WIDEST = 8  # columns below an upper head
_OF_THE_REST = regex.compile(r"(?:all|missing|no|none|not|others?|over|prefer|total|un(?:known|recorded))\b", regex.I)
_BAND = regex.compile(r"(\d+) ?(?:[-–] ?(\d+)|\+)")


def spoilt_tables(seen: Seen) -> Iterator[Thing]:
    """Figures and cells of tables that a slip has spoilt."""
    for sign in (
        _heads_alone,
        _named_by_refs,
        _parted_heads,
        _odd_labels,
        _loose_figures,
        _spanning,
        _wider,
        _merged,
        _titled,
        _services,
        _other_category,
        _banded,
        _band_gaps,
        _headless,
        _finer,
        _doubled,
    ):
        yield from sign(seen)


def _is_figure(seen: Seen, words: str) -> bool:
    """Whether words are a figure, and not a name that ends in a number: `Level 1`."""
    return any(one.value is not None and (one.unit or not one.word) for one in figures(seen.pack, words))


def _odd_labels(seen: Seen) -> Iterator[Thing]:
    """Figures that a date, another figure, the number of a standard or a sentence labels or heads, and those of a table
    that is titled as a row is."""
    refs = {standard.ref for standard in seen.pack.standards if standard.ref[:1].isalpha()}
    begun = {_beginning(row.label) for row in seen.rows("statistics")} - {""}
    captions = {
        folded(seen.report.body(block)) for block in seen.report.blocks if block.kind in (Kind.CAPTION, Kind.HEADING)
    }
    for row in seen.rows("statistics"):
        long = len(row.table.split()) > _LONG_TITLE and folded(row.table) not in captions
        odd = _DATE.fullmatch(row.label) or row.label in refs or _DECIMAL.fullmatch(row.group)
        named = [words for words in (row.label, row.category) if not (row.group and _YEAR.fullmatch(words))]
        if odd or any(_is_figure(seen, words) for words in named):
            yield of_row("tables", row, "a figure that a date or another figure labels")
        elif row.label.endswith(".") and len(row.label.split()) > _LONG_TITLE:
            yield of_row("headings", row, "a figure that a sentence labels")
        elif not row.group and (long or _beginning(row.table) in begun):
            yield of_row("tables", row, "a figure of a table that is titled as a row is")


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


def _beginning(words: str) -> str:
    """The first three words of a label or title; empty where it has fewer."""
    found = _BEGINS.match(words)
    return found[0] if found else ""


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
        if odd and not few and not (heads and _YEAR.fullmatch(odd)) and is_figure(seen.pack, odd):
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


def _other_category(seen: Seen) -> Iterator[Thing]:
    """The last line of a category, labelled with a figure as are all of the next category and no other of its own; a
    line labelled without one between those of a category whose labels all begin with figures, or several behind them.
    """
    for _, table in groupby(seen.rows("statistics"), key=lambda row: (row.section_ref, row.table)):
        lines = [list(rows) for _, rows in groupby(table, key=lambda row: row.category)]
        for above, below in pairwise(lines):
            begun = [row for row in above if row.label[:1].isdigit()]
            alone = {row.label for row in begun} == {above[-1].label} != {row.label for row in above}
            if alone and all(row.label[:1].isdigit() for row in below):
                yield of_row("tables", begun[0], "a line of a category that is labelled as those of the next")
        for above, rows in zip([[], *lines], lines, strict=False):
            labels = list({row.label: row for row in rows}.values())
            counted = [at for at, row in enumerate(labels) if row.label[:1].isdigit()]
            odd = [at for at in range(len(labels)) if at not in counted]
            if above and len(odd) > 1 and all(row.label[:1].isdigit() for row in above):
                odd = counted  # one of the category above
            if len(odd) == 1 and 0 < odd[0] < len(labels) - 1 and len(labels) > _FEWEST:
                yield of_row("tables", labels[odd[0]], "a line between those of a category that is labelled otherwise")
            behind = labels[len(counted) :] if len(counted) >= _FEWEST and counted[-1] < len(counted) else []
            behind = [row for row in behind if row.category and not _OF_THE_REST.match(row.label)]
            if len(behind) > 1:
                reason = "lines behind those of a category that begin with figures, as if they were of another"
                yield of_row("tables", behind[0], reason)


def _banded(seen: Seen) -> Iterator[Thing]:
    """A label of words and a band above labels that are bands: the name of their category is among its words."""
    for _, rows in groupby(seen.rows("statistics"), key=lambda row: (row.section_ref, row.table, row.category)):
        lines = list({row.label: row for row in rows}.values())
        for line, below, last in zip(lines, lines[1:], lines[2:], strict=False):
            words, _, band = line.label.rpartition(" ")
            if words and all(map(_BAND.fullmatch, (band, below.label, last.label))):
                yield of_row("tables", line, "a label with the name of the category that the rows below are of")


def _band_gaps(seen: Seen) -> Iterator[Thing]:
    """The one band that does not begin where the band above it ends, as all others of its table do."""
    for _, rows in groupby(seen.rows("statistics"), key=lambda row: (row.section_ref, row.table, row.category)):
        lines = list({row.label: row for row in rows}.values())
        gaps = [
            (int(next_[1]) - int(band[2]), below)
            for above, below in pairwise(lines)
            if (band := _BAND.fullmatch(above.label)) and band[2] and (next_ := _BAND.fullmatch(below.label))
        ]
        odd = [row for gap, row in gaps if gap > 1]
        if len(odd) == 1 and len(gaps) >= _FEWEST and sum(gap in (0, 1) for gap, _ in gaps) == len(gaps) - 1:
            yield of_row("tables", odd[0], "a band that does not begin where the one above it ends")


def _headless(seen: Seen) -> Iterator[Thing]:
    """Figures of a column without a head, in tables of whose other columns most lines have figures with one."""
    for _, group in groupby(seen.rows("statistics"), key=lambda row: (row.section_ref, row.table)):
        lines: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for row in group:
            lines[row.category, row.label].append(row)
        bare = [rows for rows in lines.values() if {bool(row.group) for row in rows} == {True, False}]
        if len(bare) >= max(2, _USUAL * len(lines)):
            first = next(row for row in bare[0] if not row.group)
            yield of_row("tables", first, "a figure of a column without a head, beside columns that have one")


def _finer(seen: Seen) -> Iterator[Thing]:
    """The one figure of a table with three decimals or more, where all others have fewer and some have two."""
    for _, group in groupby(seen.rows("statistics"), key=lambda row: (row.section_ref, row.table)):
        decimals = [(len(found[1]), row) for row in group if (found := _DECIMALS.search(row.as_printed))]
        fine = [row for count, row in decimals if count > 2]
        if len(fine) == 1 and sum(count == 2 for count, _ in decimals) > 1:
            yield of_row("tables", fine[0], "a figure with more decimals than the others of its table")


def _doubled(seen: Seen) -> Iterator[Thing]:
    """Cells of several figures that no row has read, as of one that a number was run into."""
    read = seen.read(("statistics", "key_questions", "ratings"))
    for grid in seen.grids:
        for _, row in grid.body() if grid.purpose is Purpose.DATA else ():
            for cell in row[1:]:
                words = grid.text(cell).split()
                if len(words) > 1 and not read(cell.start, cell.end) and all(_is_figure(seen, word) for word in words):
                    yield Thing("tables", cell.start, cell.end, "a cell of several figures that is in no row")
