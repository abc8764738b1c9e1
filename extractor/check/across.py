"""What one report says of another: a summary of its services, a follow-up of the inspection before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any

from extractor.check.dates import agree
from extractor.check.inspected import Inspected, compared, not_applicable
from extractor.check.prose import restated
from extractor.check.said import restated_in_words
from extractor.check.wordings import Lines
from extractor.dataset.read import Frames
from extractor.find.metadata import provider_type
from extractor.records import Check

__all__ = [
    "Reports",
    "composite_scores",
    "earlier_inspections",
    "examples_in_summaries",
    "publication_dates",
    "ratings_in_summaries",
]

# Words of a service's name that tell its kind and not which one it is.
_WORD = re.compile(r"[^\W_]+")
_KIND = frozenset(
    _WORD.findall(
        "the in of and nps crc pdu national probation service services division region community rehabilitation company"
    )
)
_MONTH = re.compile(r"\d{4}-\d{2}")
# How many months a date in another report may be off and still mean the same inspection, not the one before or after.
_MONTHS = 3


@dataclass(frozen=True)
class Reports:
    """All reports of a dataset, in its order, each with its ratings and progress; and the dataset itself."""

    all: Sequence[Inspected]
    data: Frames | None = None

    @cached_property
    def summed_up(self) -> list[tuple[Inspected, Inspected, list[Any]]]:
        """Every (report, summary report, the summary's rows of its service)."""
        return list(_summed_up(self.all))


def composite_scores(reports: Reports) -> Iterator[Check]:
    """The points of a service's standards sum up to the composite score that a summary report prints for it.

    Rule: 2018/2019 summary report, annex A, "Adding these scores produces a total score".
    """
    for report, summary, rows in reports.summed_up:
        overall = next((row for row in rows if row.level == "overall"), None)
        points = [row.points for row in _standards(report) if row.points is not None]
        if overall is None or overall.score is None or not points:
            continue
        message = (
            f"{' + '.join(f'{value:g}' for value in points)} = {sum(points):g}; the summary prints {overall.score:g}"
        )
        yield _of(
            report,
            summary,
            compared(overall.item, overall.score, sum(points), message, "fail", sum(points) == overall.score),
        )


def ratings_in_summaries(reports: Reports) -> Iterator[Check]:
    """A service is rated in a summary report as in its own: overall, and by standard where the summary has them.

    Rule: both print the same decision of the ratings panel. An overall rating that was worked out from the summary's
    score stands for that score.
    """
    for report, summary, rows in reports.summed_up:
        own = {(row.level, row.standard_id): row for row in report.rows["ratings"] if row.part == "main"}
        for row in rows:
            mine = own.get((row.level, row.standard_id))
            if mine is not None and mine.rating and row.rating:
                message = f"own report {mine.rating}, summary {row.rating}"
                yield _of(
                    report,
                    summary,
                    compared(row.item, row.rating, mine.rating, message, "fail", mine.rating == row.rating),
                )


def publication_dates(reports: Reports) -> Iterator[Check]:
    """A report is published when a summary report says, as far as both tell.

    Rule: the summary's table dates every inspection. A report and its page on the web may have dates of their own, so
    a difference warns.
    """
    for report, summary, rows in reports.summed_up:
        dated = next((row for row in rows if row.date), None)
        if dated is None or not report.about.published:
            continue
        holds = agree(dated.date, report.about.published)
        yield _of(
            report,
            summary,
            compared(dated.item, dated.date, report.about.published, "date in the summary", "warn", holds),
        )


def earlier_inspections(reports: Reports) -> Iterator[Check]:
    """The inspection that a report follows up has the date that its own report prints.

    Rule: annexe on progress, "Recommendation from a previous NPS inspection in November 2018". The month may be that of
    the fieldwork or of the publication. Looked at where exactly one report of that programme and region, of about that
    time, is in the dataset; it may still be another one that is meant, so a difference warns.
    """
    by_region: dict[tuple[str, tuple[str, ...]], list[Inspected]] = {}
    for report in reports.all:
        if region := _name(report.about.region):
            by_region.setdefault((report.about.provider_type.split(" ")[0], region), []).append(report)
    for report in reports.all:
        followed = dict.fromkeys((row.prior_programme, row.prior_date) for row in report.rows["progress"])
        for programme, date in followed:
            item = f"progress/{programme}/{date}"
            known = by_region.get((programme, _name(report.about.region)), ()) if programme and date else ()
            earlier = list(islice((one for one in known if one is not report and _dated(one, date)), 2))
            if len(earlier) != 1:
                told = "no" if not earlier else "more than one"
                row = not_applicable(f"{told} report of that inspection is in the dataset", item)
            else:
                about = earlier[0].about
                dates = [value for value in (about.fieldwork_start, about.published) if value]
                holds = any(agree(date, value) for value in dates)
                row = compared(item, " or ".join(dates), date, f"dates of {about.report_id}", "warn", holds)
            yield replace(row, report_id=report.about.report_id)


def examples_in_summaries(reports: Reports) -> Iterator[Check]:
    """A share of cases that a summary report tells of a service, in an example, is that of the service's own report.

    Rule: the example sums up what the inspection of that service found, whose figures stand in its report. A share is
    compared where it stands with all words of a key question. It may be of a prompt, too, so a difference warns.
    """
    for report, summary, _ in reports.summed_up:
        names = {_name(report.about.provider), _name(report.about.region)}
        for example in summary.rows["examples"]:
            kind = provider_type(summary.pack, example.provider) if summary.pack else ""
            if kind != report.about.provider_type or _name(example.provider) not in names:
                continue
            lines = Lines(report.rows["key_questions"], report.pack)
            told = [row for row in summary.rows["quantities"] if example.start <= row.start < example.end]
            figures = [row._replace(section_ref="") for row in told]  # numbers of sections are those of the summary
            for row in [*restated(figures, lines), *restated_in_words(figures, lines)]:
                yield _of(report, summary, row)


def _summed_up(reports: Sequence[Inspected]) -> Iterator[tuple[Inspected, Inspected, list[Any]]]:
    """Every (report, summary report, the summary's rows of its service) of a dataset."""
    by_name: dict[tuple[str, tuple[str, ...]], list[Inspected]] = {}
    for report in reports:
        if report.about.report_type != "summary" and report.about.provider_type:
            for name in {_name(report.about.provider), _name(report.about.region)} - {()}:
                by_name.setdefault((report.about.provider_type, name), []).append(report)
    for summary in reports:
        if summary.about.report_type != "summary":
            continue
        services: dict[tuple[str, str], list[Any]] = {}
        for row in summary.rows["ratings"]:
            services.setdefault((row.provider_type, row.provider), []).append(row)
        for (kind, service), rows in services.items():
            date = rows[0].date or summary.about.published
            known = by_name.get((kind, _name(service)), ())
            near = list(islice((one for one in known if _near(date, one.about.published)), 2))
            if len(near) == 1:
                yield near[0], summary, rows


def _standards(report: Inspected) -> list[Any]:
    return [row for row in report.rows["ratings"] if row.level == "standard" and row.part == "main"]


def _name(name: str) -> tuple[str, ...]:
    """Words of a name that tell which service or region it is."""
    return tuple(word for word in _WORD.findall(name.casefold()) if word not in _KIND)


def _dated(report: Inspected, date: str) -> bool:
    """Whether a date can be that of the inspection that a report is of."""
    return any(_near(date, known) for known in (report.about.fieldwork_start, report.about.published))


def _near(one: str, other: str) -> bool:
    """Whether two ISO 8601 dates can be of the same inspection; of dates without month, whether they agree."""
    if not one or not other:
        return False
    months = [int(date[:4]) * 12 + int(date[5:7]) for date in (one, other) if _MONTH.match(date)]
    return abs(months[0] - months[1]) <= _MONTHS if len(months) == 2 else agree(one, other)


def _of(report: Inspected, summary: Inspected, row: Check) -> Check:
    """The row as one of a report, its item that of the summary's row."""
    return replace(row, report_id=report.about.report_id, item=f"{summary.about.report_id}/{row.item}")
