"""The services that a report of several names, as its tables and headings tell, and the part that each of them is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from extractor.document import Kind, Report, Span
from extractor.domain.names import slug
from extractor.find.grids import Grid, grids
from extractor.packs import Pack

_LONGEST = 60  # letters of the id of a part


def part_of(name: str) -> str:
    """The id of the part of a report that is about a ward, team or service of a name."""
    return slug(name, _LONGEST)


@lru_cache(maxsize=4)
def named_services(report: Report, pack: Pack) -> dict[str, str]:
    """Services that stand below, or beside, a heading `Provider` in any table, by the id of the part of each."""
    if not pack["ratings.provider"]:
        return {}
    return {part_of(name): name for grid in grids(report, pack) for name in _named(pack, grid)}


def _named(pack: Pack, grid: Grid) -> Iterator[str]:
    """Names below the headings of a table that say so, or set as headings below one that goes over them."""
    for column in range(len(grid.rows[0])):
        *over, last = grid.heads(column) or [""]
        if any(pack.match("ratings.provider", head) for head in over):
            yield last
        elif column == 0 and pack.match("ratings.provider", last):
            texts = [grid.text(row[0]) for _, row in grid.body()]
            yield from (text for text in texts if text and not pack.match("ratings.whole", text))


def part_at(report: Report, pack: Pack, offset: int) -> str:
    """The part whose heading, the name of a service, stands over an offset; else that of the section, or `main`."""
    over = next((part for span, part in _stretches(report, pack) if offset in span), "")
    section = report.section_at(offset)
    return over or (section.part if section is not None else "main")


@lru_cache(maxsize=4)
def _stretches(report: Report, pack: Pack) -> tuple[tuple[Span, str], ...]:
    """What stands below each heading that is the name of a service, up to the next that is not set lower."""
    services = named_services(report, pack)
    headings = [block for block in report.blocks if block.kind is Kind.HEADING] if services else []
    ends = [
        next((later.start for later in headings[n:] if later.level <= block.level), len(report.text))
        for n, block in enumerate(headings, start=1)
    ]
    named = ((block, end, part_of(report.body(block))) for block, end in zip(headings, ends, strict=True))
    return tuple((Span(block.start, end), part) for block, end, part in named if part in services)
