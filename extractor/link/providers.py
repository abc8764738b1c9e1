"""The table of providers: one row a service that a report or a rating names, and which of them it took over from.

`derive_providers` makes it, `keyed` puts its key into the rows of a report that name a provider, and `services_of` is
the resolver of a dataset, also of one whose rows a person has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from extractor.domain.names import plain, slug
from extractor.domain.services import Kinds, Service, Services
from extractor.link.mentions import About, Naming, Outline
from extractor.records import Provider

if TYPE_CHECKING:
    from extractor.dataset.named_tables import Frames
    from extractor.dataset.rows import ProviderRow, ReportRow

__all__ = ["NAMING", "Named", "derive_providers", "keyed", "services_in", "services_of"]

A = TypeVar("A", "Outline", "ReportRow")

# Tables whose rows name a provider, each within a report of its own.
NAMING = ("ratings", "key_questions", "examples")


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
    reports: Iterable[About], ratings: Iterable[Naming], register: Services | None = None
) -> tuple[Provider, ...]:
    """The services that reports and ratings name, sorted by id.

    A name that the register has is that service, under its id. Of others, names that differ only in punctuation, in `&`
    for `and`, or in words that say the kind, are one provider if the kind of service is the same: the first that is met
    is its name, others are aliases. A mention that does not tell the kind belongs to the kind that is known, if only
    one is. The id is then the one that a summary's items begin with; else the name, and the kind behind it where a
    name has several kinds and says none.

    `successor_of` are services of this table: those that the register says the service took over from, over others that
    no report names too. One that the register does not have, and whose kind follows a region, follows on from its
    region's predecessors. Codes of areas, and regions that no report prints, are those of the register.

    Args:
        reports: rows of the table, or records.
        ratings: rows of the table, or of another that names services, or records.
        register: services that are known whether or not a report names them.
    """
    register = register or Services()
    found: dict[str, Provider] = {}
    for kind, known, several in _known_services(reports, ratings, register):
        name, *aliases = known.names
        area = known.service or register.of_area(name, kind)
        if known.service is not None:
            id_, status, nearest = known.service.id, "registered", ""
        else:
            like = register.nearest(name, kind)
            vague = several and not register.kinds.told(name)
            id_ = _free(known.id or slug(f"{name} {kind}" if vague else name), found)
            status, nearest = "proposed", like.id if like else ""
        found[id_] = Provider(
            provider_id=id_, name=name, provider_type=kind, region=known.region or (area.region if area else ""),
            aliases="\n".join(aliases), status=status, nearest=nearest, ons_code=area.ons_code if area else "",
            former_ons_codes="\n".join(area.former_codes) if area else "",
            code=known.service.code if known.service else "",
        )  # fmt: skip
    return tuple(_succeeding(found[id_], found, register) for id_ in sorted(found))


def _known_services(
    reports: Iterable[About], ratings: Iterable[Naming], register: Services
) -> Iterator[tuple[str, _Known, bool]]:
    """Kind and what is known of every service, and whether its name stands for several kinds."""
    registered: dict[str, _Known] = {}
    others: dict[str, dict[str, _Known]] = {}
    for name, told, region, id_ in _mentions(reports, ratings):
        kind = told or register.kinds.told(name)
        if not (base := register.kinds.folded(name, kind)):
            continue
        service = register.resolve(name, kind)
        if service is not None:
            registered.setdefault(service.id, _Known(service=service)).add([name], region or service.region, id_)
        else:
            others.setdefault(base, {}).setdefault(kind, _Known()).add([name], region, id_)
    for known in registered.values():
        assert known.service is not None
        yield known.service.kind, known, False
    for kinds in others.values():
        if "" in kinds and len(kinds) == 2:
            vague = kinds.pop("")
            next(iter(kinds.values())).add(vague.names, vague.region, vague.id)
        for kind, known in kinds.items():
            yield kind, known, len(kinds) > 1


def _succeeding(provider: Provider, found: dict[str, Provider], register: Services) -> Provider:
    """The provider with those of the table that it took over from, nearest first."""
    start = provider.provider_id
    kind = register.kinds.follows.get(provider.provider_type)
    if start not in register.services and kind is not None:
        region = register.resolve(provider.region, kind) if provider.region else None
        start = region.id if region else start
    older = [id_ for id_ in (start, *register.before(start)) if id_ in found and id_ != provider.provider_id]
    beyond = {far for near in older for far in register.before(near)}
    return replace(provider, successor_of="\n".join(id_ for id_ in older if id_ not in beyond))


def _free(id_: str, taken: Iterable[str]) -> str:
    name, count = id_, 1
    while name in taken:
        count += 1
        name = f"{id_}-{count}"
    return name


def _mentions(reports: Iterable[About], ratings: Iterable[Naming]) -> Iterator[tuple[str, str, str, str]]:
    """Name, kind, region and id of every service that is named, each empty where it is not told."""
    summaries = set()
    for report in reports:
        yield report.provider, report.provider_type, report.region, ""
        if report.report_type == "summary":
            summaries.add(report.report_id)
    for row in ratings:
        first, _, rest = row.item.partition("/")
        yield row.provider, _kind(row), "", first if rest and row.report_id in summaries else ""


def services_of(data: Frames, kinds: Kinds) -> Services:
    """The services of a dataset: those of its table `providers`, and any that rows name and that it lacks.

    Args:
        data: the dataset.
        kinds: the words of the kinds of services.
    """
    known = services_in(data.rows("providers"), kinds)
    reports, rows = data.rows("reports"), data.rows("ratings")
    if nameless := {row.report_id for row in reports if not row.provider}:
        rows += [row for row in data.rows("key_questions") if row.report_id in nameless]
    if not any(row.provider and _unknown(row, known) for row in (*reports, *rows)):
        return known
    derived = derive_providers(reports, rows, known)
    return services_in([*data.rows("providers"), *(row for row in derived if row.provider_id not in known.services)],
                     kinds)  # fmt: skip


def _unknown(row: About | Naming, services: Services) -> bool:
    return row.provider_id not in services.services and services.resolve(row.provider, _kind(row)) is None


def _kind(row: About | Naming) -> str:
    return getattr(row, "provider_type", "")


def services_in(rows: Iterable[Provider | ProviderRow], kinds: Kinds) -> Services:
    """The services that rows of the table of providers are, which know the words of the kinds."""
    services = [
        Service(
            row.provider_id,
            row.name,
            row.provider_type,
            row.region,
            _lines(row.aliases),
            _lines(row.successor_of),
            ons_code=row.ons_code,
            former_codes=_lines(row.former_ons_codes),
            code=row.code,
        )
        for row in rows
    ]
    return Services({service.id: service for service in services}, kinds)


def _lines(cell: str) -> tuple[str, ...]:
    return tuple(line for line in cell.split("\n") if line)


@dataclass(frozen=True)
class Named:
    """Who the rows of a dataset are about: its services, and by report_id the name, kind and id of its own service."""

    services: Services
    own: dict[str, tuple[str, str, str]]

    @classmethod
    def of(cls, reports: Iterable[About], services: Services) -> Named:
        """From rows of `reports`; an id that they have counts, unless the dataset has no such service."""
        own = {}
        for row in reports:
            known = row.provider_id if row.provider_id in services.services else ""
            service = services.resolve(row.provider, row.provider_type) if row.provider and not known else None
            own[row.report_id] = (row.provider, row.provider_type, service.id if service else known)
        return cls(services, own)

    def service(self, report_id: str, name: str, kind: str = "", id_: str = "") -> str:
        """provider_id of a service as a row names it; empty where it is none of the dataset's.

        Args:
            report_id: the report that the row is of. A row without a name is about the report's own service, and so is
                one that shortens its name.
            name, kind, id_: what the row says; an id of the dataset's counts.
        """
        if id_ and id_ in self.services.services:
            return id_
        of, of_kind, own = self.own.get(report_id, ("", "", ""))
        if own and (not name or plain(name) == plain(of)):
            return own
        service = self.services.resolve(name, kind or of_kind) if name else None
        return service.id if service else ""


def _is_decided(row: About | Naming, services: Services) -> bool:
    """Whether a person gave a row its key, and there is such a service."""
    return row.provider_id in services.services and "provider_id" in row.corrected.split("\n")


def keyed(report: A, tables: Mapping[str, Iterable[Any]], services: Services) -> tuple[A, dict[str, list[Any]]]:
    """A report and its rows that name services, with the key of the table `providers`.

    A name that no row of `providers` has leaves the key empty; one that a person gave stays.

    Args:
        report: its row of `reports`, a named tuple.
        tables: rows of `NAMING` or mentions of services, as named tuples.
        services: what `services_in` makes of the table.
    """
    if not _is_decided(report, services):
        report = report._replace(provider_id="")
    named = Named.of([report], services)
    found: dict[tuple[str, str], str] = {}

    def key(row: Naming) -> str:
        asked = (row.provider, _kind(row))
        if asked not in found:
            found[asked] = named.service(report.report_id, *asked)
        return found[asked]

    return report._replace(provider_id=named.own[report.report_id][2]), {
        table: [row if _is_decided(row, services) else row._replace(provider_id=key(row)) for row in rows]
        for table, rows in tables.items()
    }
