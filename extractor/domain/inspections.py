"""Which inspection something is told of: one rule for reports, their re-issues, and rows of summaries.

Two reports on a service are of one inspection where they are of one framework and their fieldwork began on the same
date, as far as both print month or day; else where they were published on the same date; else where one says that it
replaces another. A year alone never makes two reports one: a service can be inspected twice a year.

A row of a summary is of the inspection whose report was published on the date beside it, or nearest to it: a report and
its page on the web may have dates of their own, some weeks apart. Without a date it is of the last inspection that was
published before the summary, of the framework that the summary sums up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractor.domain.dates import Moment, agree, days_apart, earliest, surely_before

__all__ = ["Inspection", "Inspections", "Row", "Telling", "may_be_of"]

# How far a date in another report may be off and still mean the same inspection: a quarter of a year.
_DAYS = 92
# From the first day of fieldwork to the report: longer, and what is meant is another inspection.
_LONGEST = 540
# Inspections of one service in one year that a row is compared with, and dates of one; more are told by nobody.
_MOST = 12
_MONTH = len("2021-11")


@dataclass(frozen=True)
class Telling:
    """What a report tells of a service that it is about: of what framework, when; whether it replaces another."""

    report_id: str
    provider_id: str
    framework: str
    moment: Moment
    replaces: bool = False


@dataclass(frozen=True)
class Row:
    """What a summary tells of one service: the date beside it, when the summary was published, what it sums up."""

    report_id: str
    provider_id: str
    beside: str
    published: str
    framework: str = ""


@dataclass
class Inspection:
    """One inspection of a service.

    `reports` has the ids of its own reports: the first counts, a re-issue before what it corrects. `equals` is how many
    of them nothing ranks. `summaries` has those of summaries that tell of it. `id` is the report that counts, else
    the service and the date that a summary gives it. `moment` is when it was, by what its first report prints, and
    `prints` are the dates of all. `date_is` says what `moment.date` is: `fieldwork`, `published`, or `summary` where
    only a summary's own date is known. `is_shared` says that one of its reports is about other services, too.
    """

    provider_id: str
    framework: str
    moment: Moment
    prints: tuple[Moment, ...]
    reports: tuple[str, ...] = ()
    equals: int = 1
    summaries: dict[str, int] = field(default_factory=dict)
    date_is: str = ""
    is_shared: bool = False

    @property
    def id(self) -> str:
        """Names the inspection within a dataset."""
        if self.reports:
            return f"{self.reports[0]}/{self.provider_id}" if self.is_shared else self.reports[0]
        return f"{self.provider_id}/{next(iter(self.summaries)) if self.date_is != 'published' else self.moment.date}"

    def rank(self, report_id: str) -> int:
        """Whose word counts: the lowest; reports that nothing ranks share one."""
        place = self._places.get(report_id)
        if place is None:
            return len(self.reports) + self.summaries[report_id]
        return 0 if place < self.equals else place

    @cached_property
    def _places(self) -> dict[str, int]:
        return {report_id: place for place, report_id in enumerate(self.reports)}


class Inspections:
    """The inspections of a dataset, and which of them each report and each row of a summary tells of."""

    def __init__(self, tellings: Iterable[Telling], rows: Iterable[Row] = ()) -> None:
        self.all: list[Inspection] = []
        self._of_report: dict[str, dict[str, Inspection]] = {}
        self._of_row: dict[tuple[str, str, str], Inspection] = {}
        self._by_service: dict[str, dict[str, list[Inspection]]] = {}
        for found in _grouped(tellings):
            inspection = _told_by(found)
            self._add(inspection)
            for report_id in inspection.reports:
                self._of_report.setdefault(report_id, {})[inspection.provider_id] = inspection
        for services in self._of_report.values():
            for inspection in services.values():
                inspection.is_shared = inspection.is_shared or len(services) > 1
        self._add_rows(rows)

    def __len__(self) -> int:
        return len(self.all)

    def of_report(self, report_id: str) -> list[Inspection]:
        """The inspections that a report is about, one a service; none for a summary, and where it names no service."""
        return list(self._of_report.get(report_id, {}).values())

    def of_row(self, report_id: str, provider_id: str, beside: str) -> Inspection | None:
        """The inspection that a report's row about a service is about, with the date that stands beside it."""
        own = self._of_report.get(report_id, {}).get(provider_id)
        return own or self._of_row.get((report_id, provider_id, beside))

    @property
    def superseded(self) -> frozenset[str]:
        """Reports that another report on the same inspection goes before."""
        return frozenset(
            report_id
            for report_id, found in self._of_report.items()
            if all(inspection.reports[0] != report_id for inspection in found.values())
        )

    def _add(self, inspection: Inspection) -> None:
        self.all.append(inspection)
        years = self._by_service.setdefault(inspection.provider_id, {})
        for year in {date[:4] for moment in inspection.prints for date in moment} - {""}:
            if len(known := years.setdefault(year, [])) < _MOST:
                known.append(inspection)

    def _add_rows(self, rows: Iterable[Row]) -> None:
        by_service: dict[tuple[str, str], list[Row]] = {}
        for row in dict.fromkeys(rows):
            by_service.setdefault((row.report_id, row.provider_id), []).append(row)
        for (report_id, _), group in by_service.items():
            for row, found in self._matched(group):
                if found is None:
                    date_is = "published" if row.beside else "summary" if row.published else ""
                    moment = Moment("", row.beside or row.published)
                    found = Inspection(row.provider_id, row.framework, moment, (moment,), date_is=date_is)
                    self._new(found, row)
                found.summaries.setdefault(report_id, len(found.summaries))
                self._of_row[report_id, row.provider_id, row.beside] = found

    def _new(self, inspection: Inspection, row: Row) -> None:
        """One that only a summary tells of; without a date beside it nothing else can be told to be the same."""
        if row.beside:
            self._add(inspection)
        else:
            self.all.append(inspection)

    def _matched(self, rows: Sequence[Row]) -> Iterator[tuple[Row, Inspection | None]]:
        """What one summary tells of one service, each row with its inspection; two dates are two inspections."""
        if len(rows) == 1:
            yield rows[0], next((found for _, found in sorted(self._near(rows[0]), key=_first)), None)
            return
        pairs = [(*near, place) for place, row in enumerate(rows) for near in self._near(row)]
        taken: dict[int, Inspection] = {}
        used: set[int] = set()
        for _, inspection, place in sorted(pairs, key=_first):
            if place not in taken and id(inspection) not in used:
                taken[place] = inspection
                used.add(id(inspection))
        yield from ((row, taken.get(place)) for place, row in enumerate(rows))

    def _near(self, row: Row) -> Iterator[tuple[tuple[int, int], Inspection]]:
        """Inspections that a row can be of, each with how far off it is: least first."""
        years = self._by_service.get(row.provider_id, {})
        date = row.beside or row.published
        if not row.beside:
            before = [one for found in years.values() for one in found if _summed_up(one, row)]
            latest = sorted({id(one): one for one in before}.values(), key=lambda one: one.moment.date, reverse=True)
            yield from (((place, 0), one) for place, one in enumerate(latest[:1]))
            return
        year = int(date[:4]) if date[:4].isdecimal() else 0
        near = [one for y in (year - 1, year, year + 1) for one in years.get(str(y), ())]
        for inspection in {id(one): one for one in near}.values():
            if offs := [off for moment in inspection.prints if (off := _off(moment, date)) is not None]:
                yield min(offs), inspection


def may_be_of(date: str, moment: Moment) -> tuple[int, int] | None:
    """How far a printed date of an inspection, of its fieldwork or of its publication, is off; None for another's.

    Of several inspections the one with the least is meant. Without a date any can be meant.
    """
    if not date or not moment.date:
        return (0, 0)
    near = [days for told in moment if (days := days_apart(date, told)) is not None]
    return (min(near), 0) if near and min(near) <= _DAYS else None


def _first(pair: tuple[tuple[int, int], object] | tuple[tuple[int, int], object, int]) -> tuple[int, int]:
    return pair[0]


def _off(moment: Moment, date: str) -> tuple[int, int] | None:
    """Days that a date of publication is off, then days since the fieldwork; None where it is another's."""
    fieldwork, published = moment
    if fieldwork and surely_before(date, fieldwork):
        return None
    since = days_apart(fieldwork, date)
    if not published:
        return None if since is None or since > _LONGEST else (0, since)
    apart = days_apart(published, date)
    return None if apart is None or apart > _DAYS else (apart, since or 0)


def _summed_up(inspection: Inspection, row: Row) -> bool:
    """Whether an inspection can be one that a summary tells of without a date."""
    known = {inspection.framework, row.framework} - {""}
    return len(known) < 2 and not surely_before(row.published, inspection.moment.published or inspection.moment.date)


def _grouped(tellings: Iterable[Telling]) -> Iterator[list[Telling]]:
    """Reports on one inspection each, in order of time."""
    groups: list[list[Telling]] = []
    at: dict[tuple[str, ...], list[Telling]] = {}
    last: dict[tuple[str, str], list[Telling]] = {}
    for telling in sorted(tellings, key=lambda one: (one.moment.date, one.replaces, one.moment.published)):
        of = (telling.provider_id, telling.framework)
        group = next((at[key] for key in _keys(telling, wider=True) if key in at and _can_be(at[key], telling)), None)
        if group is None and telling.replaces and of in last and _corrects(telling, last[of][0]):
            group = last[of]
        if group is None:
            groups.append(group := [])
        group.append(telling)
        last[of] = group
        for key in _keys(telling, wider=False):
            at.setdefault(key, group)
    return iter(groups)


def _keys(telling: Telling, wider: bool) -> Iterator[tuple[str, ...]]:
    """What a report is found by: service, framework, and a date that is no mere year.

    A day is found by its month where another report prints no more than that: `wider` asks, else it is said.
    """
    for kind, date in zip(Moment._fields, telling.moment, strict=True):
        if len(date) >= _MONTH:
            of = (telling.provider_id, telling.framework, kind)
            yield (*of, date)
            if len(date) > _MONTH:
                yield (*of, date[:_MONTH], *(() if wider else ("days",)))
            elif wider:
                yield (*of, date, "days")


def _can_be(group: Sequence[Telling], telling: Telling) -> bool:
    """Whether a report can be of the inspection of others: no date of its fieldwork says otherwise."""
    own = telling.moment.fieldwork
    return all(agree(own, other.moment.fieldwork) for other in group[:_MOST])


def _corrects(telling: Telling, first: Telling) -> bool:
    """Whether a report that replaces another can replace this one."""
    apart = days_apart(telling.moment.published, first.moment.published)
    return agree(telling.moment.fieldwork, first.moment.fieldwork) and (apart is None or apart <= _LONGEST)


def _told_by(tellings: Sequence[Telling]) -> Inspection:
    """An inspection from its reports: what replaces another counts before it, then what was published last."""
    ranked = sorted(tellings, key=lambda one: one.report_id)
    ranked.sort(key=lambda one: (one.replaces, earliest(one.moment.published)), reverse=True)
    first = ranked[0]
    equals = sum(
        one.replaces == first.replaces and agree(one.moment.published, first.moment.published) for one in ranked
    )
    fieldwork = max((one.moment.fieldwork for one in ranked), key=len)
    published = min((one.moment.published for one in ranked if one.moment.published), key=earliest, default="")
    return Inspection(
        first.provider_id,
        first.framework,
        Moment(fieldwork, published),
        tuple(dict.fromkeys(one.moment for one in ranked))[:_MOST],
        tuple(one.report_id for one in ranked),
        equals,
        date_is="fieldwork" if fieldwork else "published" if published else "",
    )
