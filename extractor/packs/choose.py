"""Which pack a report is read with: the one framework whose fingerprint it bears, else the generic pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from extractor.errors import PackError
from extractor.packs.expression import Expression
from extractor.packs.pack import Pack

if TYPE_CHECKING:
    from extractor.document import Report

_NUMBER = regex.compile(r"^\d+(?:\.\d+)*\.?[ \t]+", regex.M)
# How much of a report's text is its front: cover, contents, acknowledgements.
FRONT = 8_000
GENERIC = "generic"
BASE = "base"  # what the packs have in common


def claims(pack: Pack, report: Report) -> bool:
    """Whether a report bears the fingerprint of a pack."""
    if not pack.framework or not (pack.front or pack.all):
        return False
    front = _front(report)
    return (
        all(expression.search(front) for expression in pack.front)
        and not _lacking(pack, report)
        and not any(expression.search(report.text) for expression in pack.none)
    )


def _front(report: Report) -> str:
    """The front of a report; of a web page with what it says of itself, and the site at its head and foot."""
    about = report.info.values() if report.format == "html" else ()
    return "\n".join((report.text[:FRONT], *map(str, about)))


def _lacking(pack: Pack, report: Report) -> list[Expression]:
    """What a pack asks of the whole text and does not find, the numbers of headings left out of account."""
    lacking = [one for one in pack.all if not one.search(report.text)]
    if not lacking:
        return []
    front = _front(report)
    lacking = [one for one in lacking if not one.search(front)]
    bare = _NUMBER.sub("", report.text)
    return [one for one in lacking if not one.search(bare)]


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

    Empty where no pack finds part of what it asks of a front, and more of its fingerprint than it lacks.
    """
    told: list[tuple[float, str]] = []
    front = _front(report)
    for pack in packs.values():
        absent = [one for one in pack.front if not one.search(front)]
        if not pack.framework or len(absent) == len(pack.front):
            continue
        lacking = _lacking(pack, report)
        barred = [one for one in pack.none if one.search(report.text)]
        what = [f"has not {one.pattern!r} in its front" for one in absent]
        what += [f"has not {one.pattern!r}" for one in lacking] + [f"has {one.pattern!r}" for one in barred]
        found = len(pack.front) + len(pack.all) - len(absent) - len(lacking)
        if found >= len(what):
            told.append((len(what) / found, f"{pack.id} would, but it {' and '.join(what)}"))
    return min(told, default=(0.0, ""))[1]
