"""The providers table: one row a service that a report or a rating names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from extractor.records import Provider, Rating, Record, Report

__all__ = ["derive_providers", "slug"]


def slug(text: str) -> str:
    """Lower-case letters, digits and single hyphens: `Kent, Surrey & Sussex` is `kent-surrey-and-sussex`."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ").replace("’", "").replace("'", ""))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


def derive_providers(reports: Iterable[Record], ratings: Iterable[Record]) -> tuple[Provider, ...]:
    """The services that reports and ratings name, sorted by id.

    Names with the same slug and the same kind of service are one provider: the first that is met is its name, others
    are aliases. Where one name stands for several kinds of service, the kind is part of the id. A mention that does not
    tell the kind belongs to the kind that is known, if only one is.
    """
    spellings: dict[tuple[str, str], list[str]] = {}
    regions: dict[tuple[str, str], str] = {}
    for name, kind, region in _mentions(reports, ratings):
        if not slug(name):
            continue
        named = spellings.setdefault((slug(name), kind), [])
        if name not in named:
            named.append(name)
        regions[slug(name), kind] = regions.get((slug(name), kind)) or region
    kinds: dict[str, list[str]] = {}
    for base, kind in spellings:
        kinds.setdefault(base, []).append(kind)
    found = []
    for base, known in kinds.items():
        told = [kind for kind in known if kind]
        if "" in known and len(told) == 1:
            names = spellings.pop((base, ""))
            spellings[base, told[0]] += [name for name in names if name not in spellings[base, told[0]]]
            regions[base, told[0]] = regions[base, told[0]] or regions[base, ""]
            known = told
        for kind in known:
            unique = base if len(known) == 1 else "-".join(filter(None, (base, slug(kind))))
            name, *aliases = spellings[base, kind]
            found.append(
                Provider(
                    provider_id=unique,
                    name=name,
                    provider_type=kind,
                    region=regions[base, kind],
                    aliases="\n".join(aliases),
                )
            )
    return tuple(sorted(found, key=lambda provider: provider.provider_id))


def _mentions(reports: Iterable[Record], ratings: Iterable[Record]) -> Iterable[tuple[str, str, str]]:
    for record in reports:
        if isinstance(record, Report):
            yield record.provider, record.provider_type, record.region
    for record in ratings:
        if isinstance(record, Rating):
            yield record.provider, record.provider_type, ""
