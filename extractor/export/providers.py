"""The providers table: one row a service that a report or a rating names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractor.find.names import slug
from extractor.records import Provider, Rating, Record, Report

__all__ = ["derive_providers"]


@dataclass(slots=True)
class _Known:
    """What is known of a service so far: its spellings, the first of which is its name, its region and its id."""

    names: list[str] = field(default_factory=list)
    region: str = ""
    id: str = ""

    def add(self, names: Iterable[str], region: str, id_: str) -> None:
        self.names += [name for name in names if name not in self.names]
        self.region = self.region or region
        self.id = self.id or id_


def derive_providers(reports: Iterable[Record], ratings: Iterable[Record]) -> tuple[Provider, ...]:
    """The services that reports and ratings name, sorted by id.

    Names that differ only in punctuation, or in `&` for `and`, are one provider if the kind of service is the same: the
    first that is met is its name, others are aliases. A mention that does not tell the kind belongs to the kind that is
    known, if only one is. The id is the one that a summary's items begin with; else the name, and the kind behind it
    where one name stands for several kinds.
    """
    known: dict[str, dict[str, _Known]] = {}
    for name, kind, region, id_ in _mentions(reports, ratings):
        if base := _folded(name):
            known.setdefault(base, {}).setdefault(kind, _Known()).add([name], region, id_)
    found: dict[str, Provider] = {}
    for kinds in known.values():
        if "" in kinds and len(kinds) == 2:
            vague = kinds.pop("")
            next(iter(kinds.values())).add(vague.names, vague.region, vague.id)
        for kind, service in kinds.items():
            name, *aliases = service.names
            id_ = service.id or slug(name if len(kinds) == 1 else f"{name} {kind}")
            found[_free(id_, found)] = Provider(
                provider_id=_free(id_, found),
                name=name,
                provider_type=kind,
                region=service.region,
                aliases="\n".join(aliases),
            )
    return tuple(found[id_] for id_ in sorted(found))


def _folded(name: str) -> str:
    return slug(name.replace("&", " and ").replace("’", "'"))


def _free(id_: str, taken: Iterable[str]) -> str:
    name, count = id_, 1
    while name in taken:
        count += 1
        name = f"{id_}-{count}"
    return name


def _mentions(reports: Iterable[Record], ratings: Iterable[Record]) -> Iterator[tuple[str, str, str, str]]:
    """Name, kind, region and id of every service that is named, each empty where it is not told."""
    summaries = set()
    for record in reports:
        if isinstance(record, Report):
            yield record.provider, record.provider_type, record.region, ""
            if record.report_type == "summary":
                summaries.add(record.report_id)
    for record in ratings:
        if isinstance(record, Rating):
            first, _, rest = record.item.partition("/")
            yield record.provider, record.provider_type, "", first if rest and record.report_id in summaries else ""
