"""What is printed and in no row: lists below a label, figures of tables, lines of tables, rows out of their order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

import regex

from extractor.check.inside.contents import HEADINGS
from extractor.check.inside.inspected import WHOLE, Inspected, compared
from extractor.check.inside.row_positions import placed, prints_of
from extractor.domain.names import squashed
from extractor.records import Check

__all__ = ["nothing_left", "rows_in_order"]

_ORDERED = (
    "ratings",
    "key_questions",
    "recommendations",
    "progress",
    "findings",
    "examples",
    "statistics",
    "quantities",
)
_LISTED = ("findings", "recommendations", "progress", "examples")
_OF_TABLES = (*_LISTED, "ratings", "key_questions", "statistics", "attributes", "unread")
_MARKS = ("•", "▪", "-", "–", "*")  # of list items
_FIGURE = regex.compile(r"[£–−-]?\d[\d,.]*\s?%?")
_FEWEST = 2  # figures of a table that is one of data, and lines of one
_LABEL = 120  # characters
_MOST = 0.2  # of the rows of a table that are out of order: more were sorted by somebody


class _Fault(NamedTuple):
    item: str
    printed: str
    message: str


def nothing_left(report: Inspected) -> Iterator[Check]:
    """Lists below the labels of a pack, tables of figures and lines of cells have rows.

    Rule: the contract of the dataset; what looks like rows and is in none was lost, or a person left it out: it warns.
    """
    wrong = 0
    rows = [row for table in _OF_TABLES for row in placed(report.rows[table])]
    starts = sorted(start for start, _, _ in rows)
    for fault in (*_labels(report), *_tables(report, starts), *_judged(report), *_lines(report)):
        wrong += 1
        yield compared(fault.item, fault.printed[:60], "no row", fault.message, "warn", False)
    if report.text and not wrong:
        yield compared(WHOLE, "rows", "rows", "lists, tables and lines of cells have rows", "warn", True)


def _pages(report: Inspected) -> Iterator[tuple[str, str, int]]:
    """Rows and sections on a page before one of an earlier place, or behind one of a later or the same place; each
    with the pages that it can be on, and its own. Not looked at: cells but the first of a row, which a page can cut,
    and figures of footnotes, which stand behind a table that goes on overleaf.
    """
    paged = [
        (row.start, row.page, item or getattr(row, "title", ""))
        for table in (*_ORDERED, "sections", "tables")
        for row in report.rows[table]
        if row.start is not None and row.page is not None and getattr(row, "column", 1) == 1
        if not (item := getattr(row, "item", "")).startswith("note/")
    ]
    paged.sort(key=lambda one: one[0])
    last = max((page for _, page, _ in paged), default=1)
    paged = [(-1, 1, ""), *paged, (len(report.text), report.about.pages or last, "")]
    for before, one, behind in zip(paged, paged[1:], paged[2:], strict=False):
        is_odd = before[1] <= behind[1] and not before[1] <= one[1] <= behind[1]
        if is_odd or (one[0] == before[0] and one[1] != before[1]):
            yield one[2], f"{before[1]} to {behind[1]}", one[1]


def _labels(report: Inspected) -> Iterator[_Fault]:
    """Labels that judge what stands below them, where the first item below is in no row."""
    if report.pack is None:
        return
    rows = [row for table in _LISTED for row in placed(report.rows[table])]
    ends = sorted(end for _, end, _ in rows)
    at, text = 0, report.text
    for line in text.split("\n"):
        begun, at = at, at + len(line) + 1
        label = line.strip()
        if not 0 < len(label) < _LABEL or label[0] in _MARKS or "\t" in label:
            continue
        found = report.pack.match_label("labels", label)
        if found is None or not found[0].value:
            continue
        below = len(text) - len(text[at:].lstrip())
        item = text[below:].partition("\n")[0]
        if item[:1] in _MARKS and item[1:2].isspace():
            stop = below + len(item)
            place = bisect_left(ends, below + 2)
            if place == len(ends) or not any(start < stop for start, end, _ in rows if end == ends[place]):
                yield _Fault(f"{report.places.name(begun)}/{label}", item, "the list below a label gave no row")


def _tables(report: Inspected, starts: list[int]) -> Iterator[_Fault]:
    """Tables whose rows have a label and figures, where nothing of them is a row; no contents page."""
    for table, group in groupby(report.rows["tables"], key=lambda row: row.table_id):
        cells = [cell for cell in group if cell.start is not None and cell.end is not None]
        figures = [c for c in cells if c.row_label and _FIGURE.fullmatch(c.text.strip())]
        if len(figures) < _FEWEST or not HEADINGS.isdisjoint(
            (squashed(cells[0].title), squashed(table.partition("/")[0]))
        ):
            continue
        said = [words.strip() for cell in cells for words in (cell.title, cell.text)]
        if report.pack is not None and any(report.pack.match("tables.no-data", words) for words in said if words):
            continue
        first, last = min(c.start or 0 for c in cells), max(c.end or 0 for c in cells)
        place = bisect_left(starts, first)
        if place == len(starts) or starts[place] >= last:
            yield _Fault(table, figures[0].text, "figures of a table, and none of them is in a row")


def _judged(report: Inspected) -> Iterator[_Fault]:
    """Rows of tables of judgements, with heads over them, that have none, where nearly all others have some."""
    places = placed([*prints_of(report.rows["ratings"])])
    starts, ends = [start for start, _, _ in places], sorted(end for _, end, _ in places)
    tables: dict[str, dict[int, list[tuple[int, int, str]]]] = {}
    for start, end, cell in placed(report.rows["tables"]) if places else ():
        if cell.column_label:
            tables.setdefault(cell.table_id, {}).setdefault(cell.row or 0, []).append((start, end, cell.text))
    for table, lines in tables.items():
        lines = {number: cells for number, cells in lines.items() if len(cells) > 1}
        silent = [
            (number, cells[0][2])
            for number, cells in lines.items()
            if bisect_left(starts, cells[-1][1]) <= bisect_right(ends, cells[0][0])
        ]
        quiet = {number for number, _ in silent}
        fewest = min((len(cells) for number, cells in lines.items() if number not in quiet), default=0)
        if len(silent) <= _MOST * len(lines):
            for number, first in silent:
                if len(lines[number]) < fewest:
                    continue  # it has no cell for one: it heads others
                yield _Fault(
                    f"{table}/r{number}", first, "a row without a judgement, where others of its table have one"
                )


def _lines(report: Inspected) -> Iterator[_Fault]:
    """Lines that follow one another with tabs between their words, and are in no cell."""
    cells = placed(report.rows["tables"])
    starts, ends = [start for start, _, _ in cells], sorted(end for _, end, _ in cells)
    at, lost = 0, list[tuple[int, str]]()
    for line in [*report.text.split("\n"), ""]:
        begun, at = at, at + len(line) + 1
        words = len(line) - len(line.lstrip())
        reached = bisect_right(starts, begun + len(line)) > bisect_left(ends, begun + words + 1)
        if "\t" in line.strip() and not reached:
            lost.append((begun, line.strip()))
            continue
        if len(lost) >= _FEWEST:
            yield _Fault(report.places.name(lost[0][0]), lost[0][1], f"{len(lost)} lines of cells that are in no table")
        lost = []


def rows_in_order(report: Inspected) -> Iterator[Check]:
    """The rows of a table stand as the report prints them.

    Rule: the contract of the dataset, rows are in reading order; one that is not was read from another place that has
    the same words. A table that somebody has sorted is not looked at. Pages rise with the places that stand on them.
    """
    looked = wrong = 0
    for table in _ORDERED:
        rows = [row for row in report.rows[table] if row.start is not None and not row.corrected]
        looked += len(rows)
        back = [(one, other) for one, other in pairwise(rows) if (one.start or 0) > (other.start or 0)]
        if len(back) <= max(1, _MOST * len(rows)):
            for one, other in back:
                wrong += 1
                message = f"{table}: printed behind the row that follows it"
                yield compared(one.item, f"before {other.start}", one.start, message, "fail", False)
    for item, wanted, page in _pages(report):
        wrong += 1
        yield compared(item, wanted, page, "on another page than what stands around it", "fail", False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "rows stand as they are printed", "fail", True)
