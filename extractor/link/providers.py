"""The providers table: one row a service that a report or a rating names, and which of them it took over from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from extractor.find.names import slug
from extractor.packs.model import Service
from extractor.packs.register import Register
from extractor.records import Provider, Rating, Record, Report

__all__ = ["derive_providers"]


@dataclass(slots=True)
class _Known:
    """What is known of a service so far: its spellings, the first of which is its name, its region and its id."""

    names: list[str] = field(default_factory=list)
    region: str = ""
    id: str = ""
    service: Service | None = None

    def add(self, names: Iterable[str], region: str, id_: str) -> None:
        self.names += [name for name in names if name not in self.names]
        self.region = self.region or region
        self.id = self.id or id_


def derive_providers(
    reports: Iterable[Record], ratings: Iterable[Record], register: Register | None = None
) -> tuple[Provider, ...]:
    """The services that reports and ratings name, sorted by id.

    A name that the register has is that service, under its id. Of others, names that differ only in punctuation, or in
    `&` for `and`, are one provider if the kind of service is the same: the first that is met is its name, others are
    aliases. A mention that does not tell the kind belongs to the kind that is known, if only one is. The id is then
    the one that a summary's items begin with; else the name, and the kind behind it where a name has several kinds.

    `successor_of` are services of this table: those that the register says the service took over from, over others that
    no report names too. A PDU that the register does not have follows on from its region's predecessors.
    """
    register = register or Register()
    found: dict[str, Provider] = {}
    for kind, known, several in _services(reports, ratings, register):
        name, *aliases = known.names
        if known.service is not None:
            id_, status, nearest = known.service.id, "registered", ""
        else:
            like = register.nearest(name, kind)
            id_ = _free(known.id or slug(f"{name} {kind}" if several else name), found)
            status, nearest = "proposed", like.id if like else ""
        found[id_] = Provider(
            provider_id=id_, name=name, provider_type=kind, region=known.region, aliases="\n".join(aliases),
            status=status, nearest=nearest,
        )  # fmt: skip
    return tuple(_succeeding(found[id_], found, register) for id_ in sorted(found))


def _services(
    reports: Iterable[Record], ratings: Iterable[Record], register: Register
) -> Iterator[tuple[str, _Known, bool]]:
    """Kind and what is known of every service, and whether its name stands for several kinds."""
    registered: dict[str, _Known] = {}
    others: dict[str, dict[str, _Known]] = {}
    for name, kind, region, id_ in _mentions(reports, ratings):
        if not (base := _folded(name)):
            continue
        service = register.resolve(name, kind)
        if service is not None:
            registered.setdefault(service.id, _Known(service=service)).add([name], region or service.region, id_)
        else:
            others.setdefault(base, {}).setdefault(kind, _Known()).add([name], region, id_)
    for known in registered.values():
        assert known.service is not None
        yield known.service.type, known, False
    for kinds in others.values():
        if "" in kinds and len(kinds) == 2:
            vague = kinds.pop("")
            next(iter(kinds.values())).add(vague.names, vague.region, vague.id)
        for kind, known in kinds.items():
            yield kind, known, len(kinds) > 1


def _succeeding(provider: Provider, found: dict[str, Provider], register: Register) -> Provider:
    """The provider with those of the table that it took over from, nearest first."""
    start = provider.provider_id
    if start not in register.services and provider.provider_type == "PDU":
        region = register.resolve(provider.region, "region") if provider.region else None
        start = region.id if region else start
    older = [id_ for id_ in (start, *register.before(start)) if id_ in found and id_ != provider.provider_id]
    beyond = {far for near in older for far in register.before(near)}
    return replace(provider, successor_of="\n".join(id_ for id_ in older if id_ not in beyond))


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
