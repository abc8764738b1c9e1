"""Rows of statistics that a single slip of the source has spoilt: a label, a category or a column that is another's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

import regex

from extractor.document import Kind
from extractor.domain.names import folded
from extractor.find.cell_figures import figures
from extractor.find.coverage.seen import Seen, Thing, of_row

__all__ = ["YEAR", "are_figure", "spoilt_statistics"]

_FEWEST = 3  # lines: no more do not tell what others have
_USUAL = 0.8  # of the rows of a table
_BEGINS = regex.compile(r"\p{L}+ \p{L}+ \p{L}+")
_DATE = regex.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}")
YEAR = regex.compile(r"(?:19|20)\d\d")
_DECIMAL = regex.compile(r"\d+\.\d+ \p{Ll}+")  # a figure that heads no column, as "4 weeks" may
_DECIMALS = regex.compile(r"\.(\d+)")
_LONG_TITLE = 8  # words
_OF_THE_REST = regex.compile(r"(?:all|missing|no|none|not|others?|over|prefer|total|un(?:known|recorded))\b", regex.I)
_BAND = regex.compile(r"(\d{1,4}) ?(?:[-–] ?(\d{1,4})|\+)")


def spoilt_statistics(seen: Seen) -> Iterator[Thing]:
    """Figures whose label, category or column a slip has spoilt."""
    for sign in (_odd_labels, _other_category, _banded, _band_gaps, _headless, _finer):
        yield from sign(seen)


def are_figure(seen: Seen, words: str) -> bool:
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
        named = [words for words in (row.label, row.category) if not (row.group and YEAR.fullmatch(words))]
        if odd or any(are_figure(seen, words) for words in named):
            yield of_row("tables", row, "a figure that a date or another figure labels")
        elif row.label.endswith(".") and len(row.label.split()) > _LONG_TITLE:
            yield of_row("headings", row, "a figure that a sentence labels")
        elif not row.group and (long or _beginning(row.table) in begun):
            yield of_row("tables", row, "a figure of a table that is titled as a row is")


def _beginning(words: str) -> str:
    """The first three words of a label or title; empty where it has fewer."""
    found = _BEGINS.match(words)
    return found[0] if found else ""


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
