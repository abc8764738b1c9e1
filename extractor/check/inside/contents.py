"""The contents page against the sections that were found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

from extractor.check.inside.inspected import Inspected, compared
from extractor.domain.names import squashed
from extractor.records import Check
from extractor.split.contents import is_running, names_in, same

__all__ = ["HEADINGS", "entries_found", "listed"]

_ENTRY = regex.compile(r"^(?P<title>.*?[^\s.…·].*?)[\s.…·]*[\s.…·](?P<page>\d{1,3})$")
HEADINGS = frozenset(("contents", "tableofcontents"))
# A contents page stands in the front of a report, and is not longer than this.
_FRONT = 40_000
_LONGEST_LINE = 200
_LONGEST_HEADING = 40
_MOST_ENTRIES = 400


def entries_found(report: Inspected) -> Iterator[Check]:
    """Every entry of the contents page is a section.

    Rule: the contents page is the report's own list of its sections. One row a missing entry, else one for all. An
    entry may be worded otherwise than its heading, or its heading be lost in a conversion, so what is missing warns.
    """
    if not report.rows["sections"]:
        return
    pack = report.pack
    entries = listed(report.text[:_FRONT], lambda line: pack is not None and is_running(pack, line))
    if not entries:
        return
    named = [(squashed(row.ref), squashed(row.title)) for row in report.rows["sections"]]
    headings = {title for _, title in named} | {ref + title for ref, title in named}
    missing = [
        titles
        for titles in entries
        if not any(
            _is_section(name, headings)
            for title in titles
            for name in (names_in(pack, title) if pack else (squashed(title),))
        )
    ]
    message = f"{len(entries) - len(missing)} of {len(entries)} entries are sections"
    if not missing:
        yield compared("contents", len(entries), len(entries), message, "warn", True)
    for titles in missing:
        yield compared(f"contents/{titles[0]}", titles[0], "", "listed in the contents, and no section", "warn", False)


def _is_section(entry: str, headings: set[str]) -> bool:
    return entry in headings or any(same(entry, heading) for heading in headings)


def listed(text: str, runs_on: Callable[[str], bool] = lambda _: False) -> list[tuple[str, ...]]:
    """Titles on the contents page in order; of an entry of two lines, first both together, then the second alone.

    Args:
        text: the front of a report.
        runs_on: whether a line is a running one, at the head or foot of a page, and no entry.
    """
    lines = iter(text.split("\n"))
    if not any(squashed(line) in HEADINGS for line in lines if len(line) < _LONGEST_HEADING):
        return []
    entries: list[tuple[str, ...]] = []
    page, waiting = 0, ""
    for line in lines:
        words = " ".join(line.split())
        if not words or squashed(words) == "page" or runs_on(words):
            continue
        found = _ENTRY.match(words) if len(words) < _LONGEST_LINE else None
        if found and int(found["page"]) >= page:
            page, title = int(found["page"]), found["title"].strip()
            entries.append((f"{waiting} {title}", title) if waiting else (title,))
            waiting = ""
        elif waiting or len(words) >= _LONGEST_LINE or len(entries) >= _MOST_ENTRIES:
            break
        else:
            waiting = words
    return entries
