"""Which reports are about one service or those that it took over from, as the tables tell it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from extractor.packs.register import folded, kind_told

__all__ = ["Lineages", "when"]


@dataclass(frozen=True)
class Lineages:
    """Services and reports of a dataset. `before` has, by provider_id, the services before it, nearest first."""

    before: dict[str, tuple[str, ...]]
    provider_of: dict[str, str]  # provider_id by report_id; empty where the report is about none, or several
    reports: dict[str, tuple[Any, ...]]  # rows of `reports` by provider_id, earliest first
    names: dict[tuple[str, str], set[str]]  # provider_ids by name and kind

    @classmethod
    def of(cls, providers: Iterable[Any], reports: Iterable[Any]) -> Lineages:
        """From rows of the tables `providers` and `reports`; names that neither resolve are services of their own."""
        rows = list(providers)
        ids = _ids_by_name(rows)
        older = {row.provider_id: [id_ for id_ in row.successor_of.split("\n") if id_] for row in rows}
        provider_of: dict[str, str] = {}
        found: dict[str, list[Any]] = {}
        for report in reports:
            id_ = _resolved(report.provider, report.provider_type, ids)
            provider_of[report.report_id] = id_
            if id_:
                found.setdefault(id_, []).append(report)
        ordered = {id_: tuple(sorted(rows, key=when)) for id_, rows in found.items()}
        return cls({id_: tuple(_before(id_, older)) for id_ in {*older, *ordered}}, provider_of, ordered, ids)

    def service(self, name: str, kind: str) -> str:
        """provider_id of a service as a row names it; of a name that is not known, the name itself."""
        return _resolved(name, kind, self.names)

    @cached_property
    def youngest(self) -> dict[str, tuple[str, ...]]:
        """By provider_id the services that came after it and that none took over from; itself where there are none."""
        taken_over = {older for found in self.before.values() for older in found}
        after: dict[str, list[str]] = {}
        for id_ in sorted(self.before.keys() - taken_over):
            for service in (id_, *self.before[id_]):
                after.setdefault(service, []).append(id_)
        return {id_: tuple(after.get(id_, (id_,))) for id_ in self.before}

    def earlier(self, report: Any) -> Iterator[Any]:
        """Reports on the same service or one that it took over from, that were made before, latest first."""
        id_ = self.provider_of[report.report_id]
        if not id_:
            return
        found = [other for service in (id_, *self.before.get(id_, ())) for other in self.reports.get(service, ())]
        for other in sorted(found, key=when, reverse=True):
            if when(other)[0] < when(report)[0]:
                yield other


def when(report: Any) -> tuple[str, str]:
    """What orders reports in time: when fieldwork began, else when they were published; then the id."""
    return report.fieldwork_start or report.published, report.report_id


def _ids_by_name(providers: Iterable[Any]) -> dict[tuple[str, str], set[str]]:
    """provider_ids by name and kind; also by name alone."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in providers:
        for name in (row.name, *row.aliases.split("\n")):
            if name:
                kind = row.provider_type or kind_told(name)
                found.setdefault((folded(name, kind), kind), set()).add(row.provider_id)
                found.setdefault((name.casefold(), "*"), set()).add(row.provider_id)
    return found


def _resolved(name: str, kind: str, ids: dict[tuple[str, str], set[str]]) -> str:
    if not name:
        return ""
    kind = kind or kind_told(name)
    for key in ((folded(name, kind), kind), (name.casefold(), "*")):
        if len(known := ids.get(key, set())) == 1:
            return next(iter(known))
    return name if kind_told(name) == kind else f"{name} {kind}"


def _before(id_: str, older: dict[str, list[str]]) -> Iterator[str]:
    seen = {id_}
    waiting = deque(older.get(id_, ()))
    while waiting:
        near = waiting.popleft()
        if near not in seen:
            seen.add(near)
            yield near
            waiting += older.get(near, ())
