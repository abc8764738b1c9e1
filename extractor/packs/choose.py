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
