"""Table `recommendations`: who should do what, and by when, in sections and tables of that name.

A list, a table or single sentences can say it; which words lead in a list, name who should act or set a deadline is
told by rules of the pack. Numbers run through over the addressees; a part of an item names the item it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.document import Report, Section, Span
from extractor.domain.numerals import count
from extractor.find.followed_up import follow_ups, is_within, openings
from extractor.find.recommendation_lists import AskedList
from extractor.find.recommendation_rows import Asked, belonging, settle
from extractor.find.recommendation_tables import rows_of
from extractor.packs import Pack
from extractor.records import Recommendation, Record


def find(report: Report, pack: Pack) -> Iterator[Recommendation]:
    """Recommendations in reading order: those of sections of that name, and rows of tables that the pack names."""
    found: list[Asked] = []
    earlier = follow_ups(report, pack)
    ends = {span.start for span in earlier}
    ends |= {report.blocks[number].start for number, _ in openings(report, pack, earlier)}
    done, above = 0, ""
    for section in report.sections:
        if section.start < done:
            continue
        kind = None if is_within(section.start, earlier) else kind_of(pack, section)
        if kind is None and above and section.start == done and pack.match("recommendations.item", section.title):
            kind = above  # one of headings that each are an item, of no lower rank than that over them all
        if kind is not None:
            above = kind
            found += AskedList(report, pack, section, kind, ends).read()
            done = section.end
    inside = {(asked.section.start, asked.section.end) for asked in found if asked.section}
    for block in report.blocks:
        if block.table is not None and not any(start <= block.start < end for start, end in inside):
            around = report.section_at(block.start)
            found += () if is_within(block.start, earlier) else rows_of(report, pack, block, around, "")
    found.sort(key=lambda asked: asked.start)
    yield from settle(report, pack, list(belonging(report, pack, found)))


def without_rows(report: Report, pack: Pack, rows: Sequence[Record]) -> list[Section]:
    """Sections of that name that have words and no row: something stands there that was not read."""
    starts = [row.evidence.start for row in rows if isinstance(row, Recommendation)]
    bodies: list[tuple[Section, Span]] = []
    earlier = follow_ups(report, pack)
    for section in report.sections:
        if is_within(section.start, earlier):
            continue
        if bodies and bodies[-1][1].end == section.start and pack.match("recommendations.item", section.title):
            whole, body = bodies[-1]
            bodies[-1] = whole, Span(body.start, section.end)  # one of headings that each are an item
        elif kind_of(pack, section) is not None:
            bodies.append((section, Span(max(section.start, section.heading.end), section.end)))
    return [
        section
        for section, body in bodies
        if report.words(body).strip()
        and not any(start in body for start in starts)
        and not any(pack.match("progress.none", report.body(block)) for block in report.blocks_in(body))
    ]


def counts_said(pack: Pack, words: str) -> dict[str, int]:
    """How many there are as words say, by kind; those of no kind in particular are the whole.

    A rule whose `value` is a kind counts items of that kind. What several groups `count` of a match read is added up.
    """
    said: dict[str, int] = {}
    for rule in pack["recommendations.count"]:
        for match in rule.finditer(words) if rule.value not in said else ():
            counted = [count(number) for number in match.captures("count")]
            known = [number for number in counted if number is not None]
            if known and len(known) == len(counted):
                said[rule.value] = sum(known)
                break
    return said


def kind_of(pack: Pack, section: Section) -> str | None:
    """What the items of a section, or it itself, are by its title; None where that does not say it."""
    if found := pack.match("recommendations.section", section.title):
        return found[0].value or "recommendation"
    item = pack.match("recommendations.item", section.title)
    return (item[0].value or None) if item and item[1].end() == len(section.title) else None
