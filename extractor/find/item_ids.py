"""Item ids that outlive a new extraction: made of what a row is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from extractor.document import Section
from extractor.domain.names import slug, tight
from extractor.records import Grounded

R = TypeVar("R", bound=Grounded)


def place(section: Section | None) -> str:
    """Name of a section within an item id: its part where that is not the main one, then its number or title."""
    if section is None:
        return "front"
    name = tight(section.ref) if section.ref and not section.ref[0].isspace() else ""
    name = name if name and len(name) < 6 else slug(section.ref or section.title, 40)
    return name if section.part == "main" else f"{section.part}/{name}"


def number_repeats(records: Iterable[R]) -> Iterator[R]:
    """Records whose items are unique: `-2`, `-3` behind a repeat."""
    seen: dict[str, int] = {}
    for record in records:
        item = record.item
        seen[item] = seen.get(item, 0) + 1
        while seen[item] > 1 and f"{item}-{seen[item]}" in seen:
            seen[item] += 1
        if seen[item] > 1:
            unique = f"{item}-{seen[item]}"
            seen[unique] = 1
            record = replace(record, item=unique)
        yield record
