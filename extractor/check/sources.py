"""Where a follow-up comes from: the report whose recommendation a progress item reports on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.check.across import Reports
from extractor.check.inspected import not_applicable
from extractor.link.items import is_source
from extractor.link.lineage import Lineages
from extractor.records import Check

__all__ = ["follow_up_sources"]


def follow_up_sources(reports: Reports) -> Iterator[Check]:
    """The dataset has the report that each progress item follows up; one that it lacks is named.

    Rule: each item is headed by the programme and the date of the earlier inspection.
    """
    if reports.data is None:
        return
    lineages = Lineages.of(reports.data.rows("providers"), reports.data.rows("reports"))
    abouts = {report.about.report_id: report.about for report in reports.all}
    for row in reports.data.rows("progress"):
        about = abouts.get(row.report_id)
        if about is None:
            continue
        which = f"{row.prior_programme} report of {row.prior_date}".strip()
        found = [r.report_id for r in lineages.earlier(about) if is_source(r, row.prior_programme, row.prior_date)]
        if found:
            message = f"follows up the {which}"
            made = Check(status="pass", expected=which, observed=", ".join(found), message=message)
        else:
            made = replace(
                not_applicable(f"the source, a {which}, is absent from this dataset"), expected=which, observed="absent"
            )
        yield replace(made, report_id=row.report_id, item=row.item)
