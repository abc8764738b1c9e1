"""The life of each recommendation made to a service and those before it: asked, followed up, asked again.

A thread holds the items that links join. A link that a person rejected joins nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from extractor.dataset.named_tables import Frames
from extractor.dataset.read import Dataset
from extractor.dataset.run_log import run_log
from extractor.domain.dates import long_date
from extractor.domain.names import plain
from extractor.domain.services import Services
from extractor.errors import InputError
from extractor.link.history import History, history_of, moment_of
from extractor.link.mentions import About

if TYPE_CHECKING:
    from extractor.dataset.rows import LinkRow, ProgressRow, RecommendationRow

__all__ = ["NOT_LINKED", "Event", "Thread", "Track", "find_provider", "lacks_links", "threads_of", "track"]

NOT_LINKED = "Links were not looked for in this dataset, so nothing is joined here: run findings link first."


@dataclass(frozen=True)
class Event:
    """Something in the life of a recommendation.

    `kind`: `asked`, `followed up`, or `source absent` for a recommendation that is known only from its follow-up, since
    the dataset lacks the report that made it. `said` is what stands in a table for it.
    """

    kind: str
    report_id: str
    date: str
    item: str
    said: str
    text: str
    addressee: str = ""
    category: str = ""
    improvement_required: bool | None = None
    page: int | None = None
    quote: str = ""


@dataclass(frozen=True)
class Thread:
    """One recommendation over the years, its events in order of time."""

    events: tuple[Event, ...]

    @property
    def text(self) -> str:
        """The recommendation in its first words."""
        return self.events[0].text

    @property
    def category(self) -> str:
        """What the last report that followed it up says of it; empty where none did."""
        return next((event.category for event in reversed(self.events) if event.category), "")


@dataclass(frozen=True)
class Track:
    """The recommendations of a service: the reports on it and on those before it, in order of time, and the threads.

    `linked` is false where links were not looked for, so that nothing is joined.
    """

    provider: str
    provider_id: str
    reports: tuple[About, ...]
    threads: tuple[Thread, ...]
    linked: bool = True

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """What the last reports that followed them up say, and of how many; most first."""
        return Counter(thread.category for thread in self.threads if thread.category).most_common()


def track(data: Frames, provider: str) -> Track:
    """Follow the recommendations made to a service, and to those that it took over from.

    Args:
        data: a dataset; without links, no item is joined with another.
        provider: its provider_id, its name as printed, or an alias.

    Raises:
        InputError: the dataset has no such provider; the message names those that are like it.
    """
    history = history_of(data)
    services = history.named.services
    id_ = find_provider(provider, services)
    reports = history.of(id_)
    name = services.services[id_].name
    return Track(name, id_, tuple(reports), _threads(data, reports, history), not lacks_links(data))


def threads_of(data: Frames) -> tuple[Thread, ...]:
    """The recommendations of all reports of a dataset, over services, by when they were first asked."""
    history = history_of(data)
    return _threads(data, sorted(history.reports, key=lambda report: moment_of(report).date), history)


def _threads(data: Frames, reports: Sequence[About], history: History) -> tuple[Thread, ...]:
    by_id = {report.report_id: report for report in reports}
    asked, followed = (
        {(row.report_id, table, row.item): row for row in data.rows(table) if row.report_id in by_id}
        for table in ("recommendations", "progress")
    )
    joined = _joined((*asked, *followed), data.rows("links"))
    threads = (_thread(group, asked, followed, by_id, history) for group in joined)
    return tuple(sorted(threads, key=lambda thread: (thread.events[0].date, -len(thread.events))))


def lacks_links(data: Frames) -> bool:
    """Whether links were not looked for in a dataset: extract wrote it, and `findings link` did not see it."""
    return isinstance(data, Dataset) and "links" in run_log(data.folder).get("not_looked_for", ())


def find_provider(provider: str, services: Services) -> str:
    """provider_id of a service that a person names, by its id, or a name that it is printed with.

    Raises:
        InputError: there is none; the message names those that are like it.
    """
    wanted = provider.strip()
    if wanted.casefold() in services.services:
        return wanted.casefold()
    if found := services.resolve(wanted):
        return found.id
    names = {plain(name): one.id for one in services.services.values() for name in (one.id, one.name, *one.aliases)}
    like = process.extract(plain(wanted), list(names), scorer=fuzz.WRatio, limit=12, score_cutoff=60)
    ids = dict.fromkeys(names[name] for name, _, _ in like)
    near = ", ".join(f"{services.services[id_].name} ({id_})" for id_ in ids)
    hint = f"names like it are {near}" if near else "the table providers lists all"
    raise InputError(f"there is no provider {provider!r} in this dataset; {hint}.")


def _joined(rows: Iterable[tuple[str, str, str]], links: Iterable[LinkRow]) -> list[list[tuple[str, str, str]]]:
    """Items that links join, over others too."""
    first = {key: key for key in rows}

    def root(key: tuple[str, str, str]) -> tuple[str, str, str]:
        while first[key] != key:
            first[key] = first[first[key]]
            key = first[key]
        return key

    for link in links:
        one, other = (link.from_report, link.from_table, link.from_item), (link.to_report, link.to_table, link.to_item)
        if link.status != "rejected" and one in first and other in first:
            first[root(one)] = root(other)
    groups: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
    for key in first:
        groups.setdefault(root(key), []).append(key)
    return list(groups.values())


def _thread(
    group: Sequence[tuple[str, str, str]],
    recommendations: dict[tuple[str, str, str], RecommendationRow],
    progress: dict[tuple[str, str, str], ProgressRow],
    reports: dict[str, About],
    history: History,
) -> Thread:
    events: list[Event] = []
    asked = 0
    place = {id_: n for n, id_ in enumerate(reports)}
    # Of one report what it follows up comes before what it asks.
    for key in sorted(group, key=lambda k: (place[k[0]], k[1] == "recommendations")):
        report = reports[key[0]]
        if followed := progress.get(key):
            if not events:
                events.append(_source(followed, report, history))
            events.append(_followed_up(followed, report))
        else:
            row = recommendations[key]
            asked += 1
            said = f"asked{' again' * (asked > 1)} (no. {row.number or row.item.rpartition('/')[2]})"
            events.append(
                Event("asked", row.report_id, moment_of(report).date, row.item, said, row.text, row.addressee,
                      page=row.page, quote=row.quote)
            )  # fmt: skip
    return Thread(tuple(events))


def _followed_up(row: ProgressRow, report: About) -> Event:
    still: dict[bool | None, str] = {True: ", improvement still required", False: ", no further improvement required"}
    said = (row.category or "followed up") + still.get(row.improvement_required, "")
    return Event(
        "followed up", row.report_id, moment_of(report).date, row.item, said, row.text, category=row.category,
        improvement_required=row.improvement_required, page=row.page, quote=row.quote,
    )  # fmt: skip


def _source(row: ProgressRow, report: About, history: History) -> Event:
    """What is known of the recommendation that an item follows up, where no link tells it."""
    there = bool(history.sources(report, row.prior_programme, row.prior_date))
    which = " ".join(
        part for part in (row.prior_programme, "report", row.prior_date and f"of {long_date(row.prior_date)}") if part
    )
    said = f"not found in the {which}" if there else f"{which}: absent from this dataset"
    return Event("source absent", "", row.prior_date, row.item, said, row.text)
