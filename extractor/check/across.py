"""What one report says of another: a summary of its services, a follow-up of the inspection before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, cast

from extractor.check.inside.inspected import WHOLE, Inspected, compared, not_applicable
from extractor.check.inside.prose import restated
from extractor.check.inside.prose_questions import restated_in_words
from extractor.check.inside.row_positions import placed
from extractor.check.inside.wordings import Lines
from extractor.dataset.named_tables import Frames
from extractor.domain.dates import agree
from extractor.domain.inspections import Inspection
from extractor.find.metadata import provider_type
from extractor.link.history import History, programmes
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import RatingRow, ReportRow, Rows

__all__ = [
    "TABLES_READ",
    "Reports",
    "composite_scores",
    "earlier_inspections",
    "examples_in_summaries",
    "inspections_counted",
    "outer",
    "providers_by_id",
    "publication_dates",
    "ratings_in_summaries",
]

# Tables that these checks look at; no other is read.
TABLES_READ = ("ratings", "progress", "examples", "quantities", "key_questions")
_MOST_NAMED = 4  # reports on one inspection in a message
_SUMMARIES_HELD = 16  # at once: the reports that one tells of mostly stand far apart


class Reports:
    """What a report is held against: the history of all services, and the summary reports that tell of it.

    Args:
        outlines: all reports of the dataset, in its order.
        history: what they tell of their services.
        summary: gives a summary report, by its id, with its ratings, examples and quantities.
    """

    def __init__(self, outlines: Frames, history: History, summary: Callable[[str], Inspected]) -> None:
        self.history = history
        self._summary = lru_cache(maxsize=_SUMMARIES_HELD)(lambda id_: outer(summary(id_)))
        summaries = {row.report_id for row in outlines.rows("reports") if row.report_type == "summary"}
        telling: dict[str, dict[str, None]] = {}
        for row in outlines.rows("ratings"):
            if row.report_id in summaries and (found := self._inspection(row)) and found.reports:
                telling.setdefault(found.id, {})[row.report_id] = None
        self._asked: tuple[str, list[tuple[Inspected, list[RatingRow]]]] = ("", [])
        self._telling = {own: tuple(ids) for own, ids in telling.items()}

    def _inspection(self, row: RatingRow) -> Inspection | None:
        """The inspection that a summary's row is about."""
        service = self.history.named.service(row.report_id, row.provider, row.provider_type, row.provider_id)
        return self.history.inspections.of_row(row.report_id, service, row.date)

    @cached_property
    def counted(self) -> Counter[str]:
        """How many inspections count by each report."""
        return Counter(next(iter((*one.reports, *one.summaries))) for one in self.history.inspections.all)

    def summing_up(self, report: Inspected) -> list[tuple[Inspected, list[RatingRow]]]:
        """Every summary report that tells of a report's inspection, with its rows about that."""
        own = report.about.report_id
        if self._asked[0] != own:  # several checks ask, one after the other
            self._asked = (own, list(self._summing_up(own)))
        return self._asked[1]

    def _summing_up(self, own: str) -> Iterator[tuple[Inspected, list[RatingRow]]]:
        for id_ in self._telling.get(own, ()):
            summary = self._summary(id_)
            found = ((row, self._inspection(row)) for row in summary.rows["ratings"])
            if rows := [row for row, about in found if about is not None and about.reports and about.id == own]:
                yield summary, rows


def outer(report: Inspected) -> Inspected:
    """A report with what other reports can say something of, and without its long texts."""
    ratings = [row._replace(quote="", printed_again="") for row in report.rows["ratings"] if row.part == "main"]
    followed = [row._replace(quote="", text="", findings="") for row in report.rows["progress"]]
    about = report.about._replace(evidence_of="")
    rows: dict[str, list[Any]] = {
        "ratings": ratings, "progress": followed, "examples": [], "quantities": [], "key_questions": []
    }  # fmt: skip
    if about.report_type == "summary":
        examples = placed(row for row in report.rows["examples"] if row.provider)
        rows["examples"] = [row._replace(quote="", text="") for _, _, row in examples]
        rows["quantities"] = [
            row._replace(quote="")
            for at, _, row in placed(report.rows["quantities"])
            if any(start <= at < end for start, end, _ in examples)
        ]
    else:
        rows["key_questions"] = [row._replace(quote="") for row in report.questions("key_question", "all")]
    return Inspected(about, cast("Rows", rows), report.pack, report.read)


def composite_scores(report: Inspected, reports: Reports) -> Iterator[Check]:
    """The points of a service's standards sum up to the composite score that a summary report prints for it.

    Rule: a summary that prints a total says that it adds the points of the standards.
    """
    for summary, rows in reports.summing_up(report):
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


def ratings_in_summaries(report: Inspected, reports: Reports) -> Iterator[Check]:
    """A service is rated in a summary report as in its own: overall, and by standard where the summary has them.

    Rule: both print the same decision of the ratings panel. An overall rating that was worked out from the summary's
    score stands for that score.
    """
    for summary, rows in reports.summing_up(report):
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


def publication_dates(report: Inspected, reports: Reports) -> Iterator[Check]:
    """A report is published when a summary report says, as far as both tell.

    Rule: the summary's table dates every inspection. A report and its page on the web may have dates of their own, so
    a difference warns.
    """
    for summary, rows in reports.summing_up(report):
        dated = next((row for row in rows if row.date), None)
        if dated is None or not report.about.published:
            continue
        holds = agree(dated.date, report.about.published)
        yield _of(
            report,
            summary,
            compared(dated.item, dated.date, report.about.published, "date in the summary", "warn", holds),
        )


def earlier_inspections(report: Inspected, reports: Reports) -> Iterator[Check]:
    """The inspection that a report follows up has the date that its own report prints.

    Rule: items of progress name the inspection whose recommendation they follow up, and its month. That may be that of
    the fieldwork or of the publication. Looked at where exactly one report of that programme and region, of about that
    time, is in the dataset; it may still be another one that is meant, so a difference warns.
    """
    for programme, date in programmes(report.rows["progress"]):
        item = f"progress/{programme}/{date}"
        earlier = reports.history.sources(report.about, programme, date) if programme and date else []
        if len(earlier) != 1:
            told = "no" if not earlier else "more than one"
            row = not_applicable(f"{told} report of that inspection is in the dataset", item)
        else:
            about = earlier[0]
            dates = [value for value in (about.fieldwork_start, about.published) if value]
            holds = any(agree(date, value) for value in dates)
            row = compared(item, " or ".join(dates), date, f"dates of {about.report_id}", "warn", holds)
        yield replace(row, report_id=report.about.report_id)


def examples_in_summaries(report: Inspected, reports: Reports) -> Iterator[Check]:
    """A share of cases that a summary report tells of a service, in an example, is that of the service's own report.

    Rule: the example sums up what the inspection of that service found, whose figures stand in its report. A share is
    compared where it stands with all words of a key question. It may be of a prompt, too, so a difference warns.
    """
    for summary, _ in reports.summing_up(report):
        own = reports.history.provider_of(report.about.report_id)
        for start, end, example in placed(summary.rows["examples"]):
            kind = provider_type(summary.pack, example.provider) if summary.pack else ""
            of = (summary.about.report_id, example.provider, kind, example.provider_id)
            if reports.history.named.service(*of) != own:
                continue
            lines = Lines(report.rows["key_questions"], report.pack)
            told = [row for at, _, row in placed(summary.rows["quantities"]) if start <= at < end]
            figures = [row._replace(section_ref="") for row in told]  # numbers of sections are those of the summary
            for row in [*restated(figures, lines), *restated_in_words(figures, lines)]:
                yield _of(report, summary, row)


def inspections_counted(report: Inspected, reports: Reports) -> Iterator[Check]:
    """How many inspections count by a report: its own, or those that only this summary tells of.

    Rule: what is told of one inspection counts once. A re-issue goes before the report that it corrects, and a
    service's own report before a summary. Two reports of which nothing tells which replaces the other warn.
    """
    id_ = report.about.report_id
    about, count = reports.history.inspections.of_report(id_), str(reports.counted[id_])
    own = next((inspection for inspection in about if len(inspection.reports) > 1), None) or next(iter(about), None)
    others = [other for other in own.reports[:_MOST_NAMED] if other != id_] if own else []
    if own and others and own.rank(id_) == 0 and own.equals > 1:
        told = f"{', '.join(others)}: on the same inspection, and nothing tells which replaces the other"
        yield Check(report_id=id_, item=WHOLE, status="warn", expected="1", observed=count, message=told)
    elif own and others and id_ != own.reports[0]:
        yield Check(report_id=id_, item=WHOLE, status="pass", expected="0", observed=count,
                    message=f"{own.reports[0]} is on the same inspection, and goes before this report")  # fmt: skip
    elif own or id_ in reports.counted:
        told = "the inspection of the report" if own else "inspections that no report of their own tells of"
        yield Check(report_id=id_, item=WHOLE, status="pass", expected=count, observed=count, message=told)
    else:
        told = "every service that it names has a report of its own" if _names(report) else "names no service"
        yield replace(not_applicable(told), report_id=id_, observed="0")


def providers_by_id(report: Inspected, reports: Reports) -> Iterator[Check]:
    """The id of a provider is that of the service whose name stands beside it.

    Rule: `provider_id` is worked out from the name; where the two are of different services, one was changed alone.
    """
    services = reports.history.named.services
    rows: list[tuple[str, ReportRow | RatingRow]] = [(WHOLE, report.about)]
    rows += ((row.item, row) for row in report.rows["ratings"])
    keyed = [(item, row) for item, row in rows if row.provider and row.provider_id and not _is_decided(row)]
    wrong = 0
    for item, row in keyed:
        found = services.resolve(row.provider, row.provider_type)
        if found is not None and found.id != row.provider_id:
            wrong += 1
            told = compared(item, found.id, row.provider_id, f"{row.provider} is another service", "fail", False)
            yield replace(told, report_id=report.about.report_id)
    if keyed and not wrong:
        told = compared(WHOLE, len(keyed), len(keyed), "providers and their ids agree", "fail", True)
        yield replace(told, report_id=report.about.report_id)


def _is_decided(row: RatingRow | ReportRow) -> bool:
    return "provider_id" in row.corrected.split("\n")


def _names(report: Inspected) -> bool:
    return any(row.provider for row in report.rows["ratings"])


def _standards(report: Inspected) -> list[RatingRow]:
    return [row for row in report.rows["ratings"] if row.level == "standard" and row.part == "main"]


def _of(report: Inspected, summary: Inspected, row: Check) -> Check:
    """The row as one of a report, its item that of the summary's row."""
    return replace(row, report_id=report.about.report_id, item=f"{summary.about.report_id}/{row.item}")
