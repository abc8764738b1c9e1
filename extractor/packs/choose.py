"""Which pack a report is read with: the one framework whose fingerprint it bears, else the generic pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.errors import PackError
from extractor.packs.pack import Pack

if TYPE_CHECKING:
    from extractor.document import Report

# How much of a report's text is its front: cover, contents, acknowledgements.
FRONT = 8_000
GENERIC = "generic"
BASE = "base"  # what the packs have in common


def claims(pack: Pack, report: Report) -> bool:
    """Whether a report bears the fingerprint of a pack."""
    if not pack.framework or not (pack.front or pack.all):
        return False
    front = report.text[:FRONT]
    return (
        all(expression.search(front) for expression in pack.front)
        and all(expression.search(report.text) for expression in pack.all)
        and not any(expression.search(report.text) for expression in pack.none)
    )


def choose(report: Report, packs: dict[str, Pack]) -> Pack:
    """The pack of a report's framework; the generic pack where none recognises it.

    Raises:
        PackError: two packs claim the report.
    """
    found = [pack for pack in packs.values() if claims(pack, report)]
    if len(found) > 1:
        names = " and ".join(pack.id for pack in found)
        raise PackError(
            [f"{report.source}: is claimed by the packs {names}. Make their fingerprints tell such reports apart."]
        )
    return found[0] if found else packs[GENERIC]


def nearly(report: Report, packs: dict[str, Pack]) -> str:
    """The pack that lacks least of its fingerprint in a report that none recognises, and what it lacks, in words.

    Empty where no pack finds all that it asks of a front and half of its fingerprint.
    """
    told: list[tuple[float, str]] = []
    for pack in packs.values():
        front, text = report.text[:FRONT], report.text
        lacking = [one for one in pack.all if not one.search(text)]
        found = len(pack.front) + len(pack.all) - len(lacking)
        barred = [one for one in pack.none if one.search(text)]
        if not pack.framework or not pack.front or found < len(lacking) or not all(o.search(front) for o in pack.front):
            continue
        what = [f"has not {one.pattern!r}" for one in lacking] + [f"has {one.pattern!r}" for one in barred]
        told.append((len(what) / (found + len(what)), f"{pack.id} would, but it {' and '.join(what)}"))
    return min(told, default=(0.0, ""))[1]
