"""Table `sections`: the tree that the splitter built."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document import Report
from extractor.packs import Pack
from extractor.records import Section


def find(report: Report, pack: Pack) -> Iterator[Section]:
    """Sections in reading order."""
    for section in report.sections:
        parent = None if section.parent is None else report.sections[section.parent]
        yield Section(
            ref=section.ref,
            title=section.title,
            level=section.level,
            parent=(parent.ref or parent.title) if parent else "",
            page=report.page_of(section.start),
            start=section.start,
            end=section.end,
            part=section.part,
        )
