"""Where a follow-up comes from: the report whose recommendation a progress item reports on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.check.across import Reports
from extractor.check.inside.inspected import Inspected, not_applicable
from extractor.records import Check

__all__ = ["follow_up_sources"]


def follow_up_sources(report: Inspected, reports: Reports) -> Iterator[Check]:
    """The dataset has the report that each progress item follows up; one that it lacks is named.

    Rule: each item is headed by the programme and the date of the earlier inspection.
    """
    for row in report.rows["progress"]:
        which = f"{row.prior_programme} report of {row.prior_date}".strip()
        earlier = reports.history.sources(report.about, row.prior_programme, row.prior_date)
        if earlier:
            found, message = ", ".join(other.report_id for other in earlier), f"follows up the {which}"
            made = Check(status="pass", expected=which, observed=found, message=message)
        else:
            absent = not_applicable(f"the source, a {which}, is absent from this dataset")
            made = replace(absent, expected=which, observed="absent")
        yield replace(made, report_id=row.report_id, item=row.item)
