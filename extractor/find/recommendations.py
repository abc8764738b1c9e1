"""Table `recommendations`: who should do what. Numbers run through over the addressees; a list may have none."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document import Block, Kind, Report, Section
from extractor.packs import Pack
from extractor.records import Recommendation


def find(report: Report, pack: Pack) -> Iterator[Recommendation]:
    """Recommendations in reading order: list items under a line that says who should, in a section of that name."""
    counted: dict[str, int] = {}
    for section in report.sections:
        if not pack.match("recommendations.section", section.title):
            continue
        addressee = ""
        for block in report.blocks_in(section):
            if report.section_at(block.start) != section or block.kind in (Kind.FURNITURE, Kind.FOOTNOTE, Kind.TABLE):
                continue
            text = report.body(block)
            if found := next((m for rule in pack["recommendations.addressee"] if (m := rule.search(text))), None):
                addressee = found["addressee"]
            elif block.kind in (Kind.NUMBERED, Kind.BULLET) and (addressee or block.kind is Kind.NUMBERED):
                counted[section.part] = counted.get(section.part, 0) + 1
                yield _recommendation(report, pack, block, section, addressee, counted[section.part])


def _recommendation(
    report: Report, pack: Pack, block: Block, section: Section, addressee: str, counted: int
) -> Recommendation:
    words = report.body(block)
    end = block.end
    for rule in pack["recommendations.closing-mark"]:
        if (mark := rule.search(words)) and mark.end() == len(words):
            end = block.body + mark.start()
    number = block.marker.strip(" .()") if block.kind is Kind.NUMBERED else ""
    return Recommendation(
        item=f"{section.part}/{number or counted}",
        number=number,
        addressee=addressee,
        text=report.text[block.body : end],
        part=section.part,
        evidence=report.cite(block.body, end, f"{pack.id}/recommendations.item"),
    )
