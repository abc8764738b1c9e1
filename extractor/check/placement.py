"""Rows against the place that they stand at and against the rows beside them: sections, lists, tables, figures.

What a report prints once makes one row, its lists run on, and a row stands in the section that it names. A row that
does not was misread or changed, so it fails; of a row that a person has corrected or added it warns.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import regex

from extractor.check.inspected import WHOLE, Inspected, compared
from extractor.domain.names import tight
from extractor.records import Check

__all__ = [
    "cells_in_tables",
    "figures_in_sentences",
    "numbers_run_on",
    "rows_counted",
    "rows_in_sections",
    "rows_once",
    "services_of_examples",
]

_ITEM = regex.compile(r"^(?P<list>.*?)/?(?P<number>\d+)(?:-\d+)?$")
_BEFORE, _BEHIND = 200, 300  # characters around a figure that its words can reach into
_OVER = 300  # characters over an example that its title can take
_NEAR = 0.01
_LISTS = ("recommendations", "progress", "findings", "examples")


def rows_once(report: Inspected) -> Iterator[Check]:
    """What is printed at one place makes one row of recommendations, follow-ups, findings or examples.

    Rule: the contract of the dataset, one row is one recommendation, follow-up, finding or example.
    """
    looked = twice = 0
    for table in _LISTS:
        seen: dict[tuple[int, int], str] = {}
        for row in report.rows[table]:
            if row.start is None or row.end is None or row.start == row.end:
                continue
            looked += 1
            first = seen.setdefault((row.start, row.end), row.item)
            if first != row.item:
                twice += 1
                yield compared(row.item, "one row", first, f"{table}: the same words make two rows", _worst(row), False)
    if looked and not twice:
        yield compared(WHOLE, looked, looked, "every row has words of its own", "fail", True)


def numbers_run_on(report: Inspected) -> Iterator[Check]:
    """Findings of a list and follow-ups of a report are counted from 1 without a gap.

    Rule: the contract of the dataset, `number` is the place in the list; a gap is a row that is lost.
    """
    lists: dict[tuple[str, str], list[Any]] = {}
    for table in ("findings", "progress"):
        for row in report.rows[table]:
            if (item := _ITEM.match(row.item)) and row.number is not None and not getattr(row, "parent", ""):
                lists.setdefault((table, item["list"]), []).append(row)
    wrong = 0
    for (table, name), rows in lists.items():
        numbers = sorted({int(row.number) for row in rows})
        if numbers != list(range(1, len(numbers) + 1)):
            wrong += 1
            lacking = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
            message = f"{table}: lacks {', '.join(map(str, lacking[:20]))}"
            status = "warn" if any(row.corrected for row in rows) else "fail"
            yield compared(name or table, f"1 to {max(numbers)}", len(numbers), message, status, False)
    if lists and not wrong:
        yield compared(WHOLE, len(lists), len(lists), "the numbers of every list run on", "fail", True)


def rows_counted(report: Inspected) -> Iterator[Check]:
    """There are as many rows as `coverage` has counted, and follow-ups as there are lines that begin one.

    Rule: the contract of the dataset, `coverage.found` counts rows; fewer were deleted since, and more were added.
    """
    counted = next((row.found for row in report.rows["coverage"] if row.kind == "recommendations"), None)
    rows = [row for row in report.rows["recommendations"] if not row.same_as and not row.parent]
    if counted:
        yield compared("recommendations", counted, len(rows), "rows counted", "warn", counted == len(rows))
    rules = report.pack["progress.start"] if report.pack and report.rows["progress"] else ()
    if rules and report.text:
        lines = sum(any(rule.search(line) for rule in rules) for line in _short_lines(report.text))
        rows = report.rows["progress"]
        if lines >= len(rows):  # a report that words the line in another way has fewer
            yield compared("progress", lines, len(rows), "lines that begin a follow-up", "warn", lines == len(rows))


def rows_in_sections(report: Inspected) -> Iterator[Check]:
    """A finding, example or figure names the numbered section that it stands in.

    Rule: the headings of the report, as the table `sections` has them.
    """
    looked = wrong = 0
    for table in ("findings", "examples", "quantities"):
        for row in report.rows[table]:
            around = report.places.around(row.start) if row.start is not None else []
            if not around:
                continue
            looked += 1
            named = next((place.ref for place in reversed(around) if place.ref), "")
            if tight(named) != tight(row.section_ref):
                wrong += 1
                yield compared(row.item, named, row.section_ref, f"{table}: stands in another", _worst(row), False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "every row names the section that it stands in", "fail", True)


def figures_in_sentences(report: Inspected) -> Iterator[Check]:
    """A figure of the prose is what its words say, and stands in its sentence.

    Rule: the words themselves, read again where the row says that they stand: digits, numbers in words, fractions.
    """
    looked = wrong = 0
    for row in report.rows["quantities"]:
        looked += 1
        for column, expected, observed in _misread(report, row):
            wrong += 1
            message = f"`{column}` is not what is printed, {row.quote!r}"
            yield compared(row.item, expected, observed, message, _worst(row), False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "every figure of the prose is what its words say", "fail", True)


def _misread(report: Inspected, row: Any) -> Iterator[tuple[str, object, object]]:
    """Columns of a figure that are not what its words say, each with both."""
    if row.start is None or row.end is None:
        return
    size = len(row.sentence)
    at = report.text.find(row.sentence, max(0, row.start - size), row.end + size)
    stands = at <= row.start and row.end <= at + size if at >= 0 else _plain(row.as_printed) in _plain(row.sentence)
    if not stands:
        yield "sentence", "a sentence around the figure", row.sentence[:60]
    if report.pack is None:
        return
    start = at if 0 <= at <= row.start else row.start
    stop = min(len(report.text), row.end + _BEHIND)
    again = report.pack.quantities.read(report.text, start, stop)
    figure = next((one for one in again if one.start == row.start and one.end == row.end), None)
    if figure is None:
        return
    value = figure.percent
    if value is None and figure.denominator and figure.numerator is not None:
        value = round(100 * figure.numerator / figure.denominator, 2)
    for column, expected in (("value", value), ("numerator", figure.numerator), ("denominator", figure.denominator)):
        observed = getattr(row, column)
        if expected is None or observed is None:
            differs = expected is not observed
        else:
            differs = abs(expected - observed) > _NEAR
        if differs:
            yield column, "" if expected is None else expected, "" if observed is None else observed


def cells_in_tables(report: Inspected) -> Iterator[Check]:
    """A cell is what is quoted, labelled by the first cell of its row, and headed as its column is.

    Rule: the contract of the dataset. Cells of one column that are headed in two ways cannot both be right.
    """
    looked = wrong = 0
    for table, group in groupby(report.rows["tables"], key=lambda row: row.table_id):
        cells = list(group)
        looked += len(cells)
        for row, column, expected, observed in _mislabelled(cells):
            wrong += 1
            message = f"`{column}` of a cell of {table} is not what stands there"
            yield compared(row.item, expected[:60], observed[:60], message, "fail", False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "cells are labelled by their rows and columns", "fail", True)


def _mislabelled(cells: list[Any]) -> Iterator[tuple[Any, str, str, str]]:
    """Cells of a table that say otherwise than their quotation, row or column: what stands there, and what is said."""
    first = {cell.row: cell.text for cell in cells if cell.column == 1}
    by_row: dict[int, str] = {}  # what the cells of a row are labelled; a row of heads has no labels
    by_column: dict[int, str] = {}  # what the cells below the heads of a column are headed
    for cell in cells:
        if cell.quote and _plain(cell.text) not in _plain(cell.quote):
            yield cell, "text", cell.quote, cell.text
        if cell.column == 1:
            label = ""
        elif cell.row_label:
            label = by_row.setdefault(cell.row, first.get(cell.row, cell.row_label))
        else:
            label = by_row.setdefault(cell.row, "")
        if _plain(label) != _plain(cell.row_label):
            yield cell, "row_label", label, cell.row_label
        if cell.column_label:
            by_column.setdefault(cell.column, cell.column_label)
        head = by_column.get(cell.column, "")
        if _plain(head) != _plain(cell.column_label):
            yield cell, "column_label", head, cell.column_label


def services_of_examples(report: Inspected) -> Iterator[Check]:
    """The service that a practice example is about is named in it, in the words around it, or is the report's own.

    Rule: a summary prints the name of the service over each example, or in its first sentence.
    """
    looked = wrong = 0
    own = _plain(report.about.provider)
    for row in report.rows["examples"]:
        if not row.provider or row.start is None or row.end is None or not report.text:
            continue
        looked += 1
        words = _plain(report.text[max(0, row.start - _OVER) : row.end + _BEHIND])
        if _plain(row.provider) not in (own, "") and _plain(row.provider) not in words:
            wrong += 1
            message = "the words of the example and those around it do not name it"
            yield compared(row.item, "a service named there", row.provider, message, "warn", False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "examples name their services", "warn", True)


def _short_lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split("\n") if len(line) < _BEFORE)


def _plain(text: str) -> str:
    return regex.sub(r"[\W_]+", "", text.casefold())


def _worst(row: Any) -> str:
    return "warn" if getattr(row, "corrected", "") else "fail"
