"""Dates of one report in their order."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.inside.inspected import WHOLE, Inspected, compared, not_applicable
from extractor.domain.dates import surely_before
from extractor.records import Check

__all__ = ["dates_in_order"]


def dates_in_order(report: Inspected) -> Iterator[Check]:
    """A report is published after its fieldwork began, and follows up inspections that were before.

    Rule: the order of time. Dates are compared as precisely as both are printed.
    """
    about = report.about
    if about.fieldwork_start and about.published:
        holds = not surely_before(about.published, about.fieldwork_start)
        message = "published no earlier than the fieldwork began"
        yield compared(WHOLE, f"from {about.fieldwork_start}", about.published, message, "fail", holds)
    else:
        yield not_applicable("fieldwork or publication has no printed date")
    latest = about.fieldwork_start or about.published
    for date in dict.fromkeys(row.prior_date for row in report.rows["progress"] if row.prior_date):
        if latest:
            holds = not surely_before(latest, date)
            yield compared(f"progress/{date}", f"until {latest}", date, "date of the earlier inspection", "fail", holds)
