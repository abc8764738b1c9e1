"""Percentages of data tables that are parts of a whole."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.inside.inspected import WHOLE, Inspected, compared
from extractor.records import Check

__all__ = ["shares_of_a_whole"]


def shares_of_a_whole(report: Inspected) -> Iterator[Check]:
    """A percentage of a data table whose label says what it is a part of lies between 0 and 100.

    Rule: the label, "unfilled posts as a percentage of required posts"; which labels say so is told by the rules
    `statistics.share` of a pack. A report may print one below 0 all the same, for more staff than posts or by a stray
    dash, so it warns. One row for all that are possible, and one for each that is not. A column of differences is not
    looked at.
    """
    if (pack := report.pack) is None:
        return
    rules = pack["statistics.share"]
    possible = 0
    for row in report.rows["statistics"]:
        if row.unit != "percent" or row.value is None or not any(rule.match(row.label) for rule in rules):
            continue
        if row.group and not any(rule.match(f"percentage of {row.group}") for rule in rules):
            continue
        if 0 <= row.value <= 100:
            possible += 1
        else:
            message = f"{row.as_printed} at {row.label!r}, which is a part of a whole"
            yield compared(row.item, "0 to 100", row.value, message, "warn", False)
    if possible:
        yield compared(WHOLE, possible, possible, "percentages of a whole are between 0 and 100", "warn", True)
