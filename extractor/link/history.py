"""The services of a dataset over the years: who each row is about, of which inspection it tells, what was before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractor.dataset.named_tables import Frames, vocabulary_for
from extractor.domain.dates import Moment
from extractor.domain.inspections import Inspections, Row, Telling, may_be_of
from extractor.domain.names import plain
from extractor.link.mentions import About, Mention, replaces
from extractor.link.providers import Named, services_of
from extractor.packs import Packs

if TYPE_CHECKING:
    from extractor.dataset.rows import ProgressRow, RatingRow

__all__ = ["History", "history_of", "moment_of", "programmes"]


@dataclass(frozen=True)
class History:
    """Who and when: `named` says which service a row is about, `inspections` of which inspection it tells.

    `reports` are the rows of that table, in its order.
    """

    named: Named
    inspections: Inspections
    reports: tuple[About, ...]

    def provider_of(self, report_id: str) -> str:
        """provider_id of the service that a report is about; empty where it is about none, or several."""
        return self.named.own.get(report_id, ("", "", ""))[2]

    @cached_property
    def by_service(self) -> dict[str, tuple[About, ...]]:
        """Rows of `reports` by provider_id, earliest first; of several on one inspection that which counts."""
        found: dict[str, list[About]] = {}
        superseded = self.inspections.superseded
        for report in self.reports:
            if (id_ := self.provider_of(report.report_id)) and report.report_id not in superseded:
                found.setdefault(id_, []).append(report)
        return {id_: tuple(sorted(rows, key=_in_time)) for id_, rows in found.items()}

    def of(self, provider_id: str) -> list[About]:
        """Reports on a service and on those that it took over from, earliest first."""
        services = (provider_id, *self.named.services.before(provider_id))
        return sorted((report for id_ in services for report in self.by_service.get(id_, ())), key=_in_time)

    def earlier(self, report: About) -> Iterator[About]:
        """Reports on the same service or one that it took over from, that were surely made before, latest first."""
        if id_ := self.provider_of(report.report_id):
            then = moment_of(report)
            yield from (other for other in reversed(self.of(id_)) if moment_of(other).surely_before(then))

    def sources(self, report: About, programme: str, date: str) -> list[About]:
        """The reports that an item of progress can follow up, with this programme and date: those that fit best.

        They are on the service or on one that it took over from; else on one of the programme in the same region.
        """
        own = [other for other in self.earlier(report) if _is_of(other, programme)]
        found = _dated(own, date)
        if not own and programme and (region := plain(report.region)):
            then = moment_of(report)
            known = self._in_region(region, programme, date)
            found = [
                (off, other) for off, other in known if not then.surely_before(moment_of(other)) and other is not report
            ]
        best = min((off for off, _ in found), default=None)
        return [other for off, other in found if off == best]

    def _in_region(self, region: str, programme: str, date: str) -> list[tuple[tuple[int, int], About]]:
        """Reports of a programme in a region that a date can be of; many reports ask for the same."""
        key = region, programme, date
        if key not in self._asked:
            self._asked[key] = _dated([one for one in self._by_region.get(region, ()) if _is_of(one, programme)], date)
        return self._asked[key]

    @cached_property
    def _asked(self) -> dict[tuple[str, str, str], list[tuple[tuple[int, int], About]]]:
        return {}

    @cached_property
    def _by_region(self) -> dict[str, list[About]]:
        found: dict[str, list[About]] = {}
        for reports in self.by_service.values():
            for report in reports:
                found.setdefault(plain(report.region), []).append(report)
        return found


def history_of(data: Frames, packs: Packs | None = None) -> History:
    """The history that the tables `providers`, `reports` and `ratings` of a dataset tell.

    Args:
        data: the dataset.
        packs: patterns that count in place of what the dataset keeps of those that it was made with.
    """
    vocabulary = vocabulary_for(data, packs)
    reports: tuple[About, ...] = tuple(data.rows("reports"))
    sums_up = {framework.id: framework.sums_up for framework in vocabulary.frameworks if framework.sums_up}
    summaries = {row.report_id: row for row in reports if row.report_type == "summary" or row.framework in sums_up}
    named = Named.of(reports, services_of(data, vocabulary.kinds))
    judged: dict[str, dict[str, None]] = {id_: {own: None} for id_, (_, _, own) in named.own.items() if own}
    rows = []
    for rating in data.rows("ratings"):
        if id_ := named.service(rating.report_id, rating.provider, rating.provider_type, rating.provider_id):
            if rating.report_id in summaries:
                rows.append(_row(rating, id_, summaries[rating.report_id], sums_up))
            else:
                judged.setdefault(rating.report_id, {})[id_] = None
    nameless = {report.report_id for report in reports if not report.provider} - summaries.keys()
    for row in data.rows("key_questions") if nameless - judged.keys() else ():
        if row.report_id in nameless and (id_ := named.service(row.report_id, row.provider, "", row.provider_id)):
            judged.setdefault(row.report_id, {})[id_] = None
    for report in reports:
        told = judged.get(report.report_id, {})
        if report.report_id in nameless and len(told) == 1:
            named.own[report.report_id] = ("", report.provider_type, next(iter(told)))
    tellings = [
        Telling(row.report_id, id_, row.framework, moment_of(row), replaces(row))
        for row in reports
        if row.report_id not in summaries
        for id_ in judged.get(row.report_id, ())
    ]
    return History(named, Inspections(tellings, rows), reports)


def moment_of(report: About) -> Moment:
    """When the inspection was that a row of `reports` is about."""
    return Moment(report.fieldwork_start, report.published)


def _row(rating: Mention | RatingRow, provider_id: str, summary: About, sums_up: dict[str, str]) -> Row:
    framework = sums_up.get(summary.framework, "")
    return Row(rating.report_id, provider_id, rating.date, summary.published, framework)


def _dated(reports: Iterable[About], date: str) -> list[tuple[tuple[int, int], About]]:
    """The reports that a date can be of, and how far it is off."""
    found = ((may_be_of(date, moment_of(report)), report) for report in reports)
    return [(off, report) for off, report in found if off is not None]


def _is_of(report: About, programme: str) -> bool:
    """Whether a report is on a service of a programme, as its kind or name says."""
    return plain(programme) in plain(f"{report.provider_type} {report.provider}")


def _in_time(report: About) -> tuple[str, str]:
    return moment_of(report).date, report.report_id


def programmes(rows: Iterable[ProgressRow]) -> dict[tuple[str, str], list[ProgressRow]]:
    """Items of progress by the programme and date that head them."""
    found: dict[tuple[str, str], list[ProgressRow]] = {}
    for row in rows:
        found.setdefault((row.prior_programme, row.prior_date), []).append(row)
    return found
