"""Table `findings`: bullets under `Strengths:` and `Areas for improvement:`. The heading decides, not the wording."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document import Kind, Report
from extractor.find.names import place
from extractor.packs import Pack
from extractor.records import Finding

_LISTED = (Kind.BULLET, Kind.NUMBERED)


def find(report: Report, pack: Pack) -> Iterator[Finding]:
    """Bullets under a heading that judges, in reading order; the list ends with the first block that is no bullet."""
    kind = rule = ""
    counted: dict[str, int] = {}
    for block in report.blocks:
        if block.kind in (Kind.FURNITURE, Kind.FOOTNOTE):
            continue
        if block.kind in _LISTED and kind:
            section = report.section_at(block.start)
            key = f"{place(section)}/{kind}"
            counted[key] = counted.get(key, 0) + 1
            yield Finding(
                item=f"{key}/{counted[key]}",
                section_ref=ref_of(report, block.start),
                section=section.title if section else "",
                kind=kind,
                number=counted[key],
                text=report.body(block),
                part=section.part if section else "main",
                evidence=report.cite(block.body, block.end, rule),
            )
            continue
        found = pack.match("labels", report.words(block)) if block.table is None else None
        kind, rule = (found[0].value, found[0].id) if found else ("", "")


def ref_of(report: Report, offset: int) -> str:
    """Number of the section around an offset, or of the nearest numbered section around that."""
    return next((section.ref for section in report.lineage(report.section_at(offset)) if section.ref), "")
