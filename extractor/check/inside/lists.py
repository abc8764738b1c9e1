"""Rows of lists against each other and the marks of the text: numbers run on, no item is lost, all are counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from extractor.check.inside.inspected import WHOLE, Inspected, compared
from extractor.load import shapes
from extractor.records import Check

__all__ = ["numbers_run_on", "rows_counted"]

_ITEM = regex.compile(r"^(?P<list>.*?)/?(?P<number>\d+)(?:-\d+)?$")
_WORD = regex.compile(r"\w+")
_LABEL = 200  # characters of a line that begins a follow-up or an example, and of a mark of a list
_LISTS = ("findings", "progress")


def numbers_run_on(report: Inspected) -> Iterator[Check]:
    """Findings of a list and follow-ups are counted from 1 without a gap, and lists have rows for all their items.

    Rule: the contract of the dataset, `number` is the place in the list and `parent` an item above; a gap, a parent
    that is no row, and a line beside a finding that has its mark and gave no row are rows that are lost.
    """
    wrong = 0
    for lost in (*_gaps(report), *_orphans(report), *_unread_items(report)):
        wrong += 1
        yield lost
    looked = sum(len(report.rows[table]) for table in _LISTS)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "the numbers of every list run on", "fail", True)


def _gaps(report: Inspected) -> Iterator[Check]:
    lists: dict[tuple[str, str], list[Any]] = {}
    for table in _LISTS:
        for row in report.rows[table]:
            if (item := _ITEM.match(row.item)) and row.number is not None and not getattr(row, "parent", ""):
                lists.setdefault((table, item["list"]), []).append(row)
    for (table, name), rows in lists.items():
        numbers = sorted({int(row.number) for row in rows})
        if numbers != list(range(1, len(numbers) + 1)):
            lacking = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
            message = f"{table}: lacks {', '.join(map(str, lacking[:20]))}"
            status = "warn" if any(row.corrected for row in rows) else "fail"
            yield compared(name or table, f"1 to {max(numbers)}", len(numbers), message, status, False)


def _orphans(report: Inspected) -> Iterator[Check]:
    """Items whose parent is no row."""
    for table in ("findings", "recommendations"):
        known = {row.item for row in report.rows[table]}
        for row in report.rows[table]:
            if row.parent and row.parent not in known:
                yield compared(
                    row.item, row.parent, "no row", f"{table}: what it stands under is no row", "fail", False
                )


def _unread_items(report: Inspected) -> Iterator[Check]:
    """Lines beside a finding that have its mark, and are no row of any list."""
    text = report.text
    tables = ("findings", "recommendations", "progress", "examples")
    starts = {row.start for table in tables for row in report.rows[table]}
    told = set()
    for row in report.rows["findings"]:
        if row.start is None or row.end is None or not text:
            continue
        begun = text.rfind("\n", 0, row.start) + 1
        mark = text[begun : row.start]
        if not mark.strip() or len(mark) > _LABEL or "\t" in mark:
            continue
        above = text.rfind("\n", 0, max(0, begun - 1)) + 1
        for start in (above, row.end + len(text[row.end :][:2]) - len(text[row.end :][:2].lstrip("\n"))):
            line = text[start:].partition("\n")[0]
            item = shapes.item(line)
            words = start + (item.start if item else len(mark))
            if _shape(text[start:words]) == _shape(mark) and words not in starts and start not in told:
                told.add(start)
                lost = line[:60]
                yield compared(row.item, lost, "no row", "findings: an item of its list gave no row", "warn", False)


def _shape(mark: str) -> str:
    return _WORD.sub("1", mark)


def rows_counted(report: Inspected) -> Iterator[Check]:
    """There are as many rows as `coverage` has counted, and as many as lines begin them.

    Rule: the contract of the dataset, `coverage.found` counts rows; fewer were deleted since, and more were added.
    """
    counted = {row.kind: row.found for row in report.rows["coverage"]}
    if found := counted.get("recommendations"):
        rows = [row for row in report.rows["recommendations"] if not row.same_as]
        whole = sum(not row.parent for row in rows)
        holds = found in (whole, len(rows))  # a part may count by itself
        yield compared("recommendations", found, whole, "rows counted", "warn", holds)
    if (found := counted.get("standards")) and report.about.report_type != "summary":
        rated = {row.standard_id for row in report.rows["ratings"] if row.level == "standard" and row.standard_id}
        yield compared("standards", found, len(rated), "standards rated", "warn", found <= len(rated))
    for table, rule in (("progress", "progress.start"), ("examples", "examples.label")):
        rules = report.pack[rule] if report.pack else ()
        if rules and report.text:
            lines = sum(any(one.search(line) for one in rules) for line in _short_lines(report.text))
            count = len(report.rows[table])
            if lines >= count:  # a report that words the line in another way has fewer
                yield compared(table, lines, count, "lines that begin one", "warn", lines == count)


def _short_lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split("\n") if len(line) < _LABEL and "\t" not in line)  # no row of a table
