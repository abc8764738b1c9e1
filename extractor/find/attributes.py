"""Table `attributes`: values that a pack reads besides those that every report has, each described in the pack."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document import Report
from extractor.domain.dates import iso_date
from extractor.find.metadata import read
from extractor.packs import Pack
from extractor.records import Attribute


def find(report: Report, pack: Pack) -> Iterator[Attribute]:
    """The first print of every attribute of a pack, in the order of the pack; none that is not of its type."""
    for attribute in pack.attributes:
        found = read(report, pack, attribute.name, of="attributes")
        value = typed(found.text, attribute.type) if found else ""
        if found and value:
            yield Attribute(
                item=attribute.name,
                name=attribute.name,
                value=value,
                type=attribute.type,
                as_printed=found.text,
                evidence=report.cite_span(found.span, found.rule, found.derived),
            )


def typed(words: str, kind: str) -> str:
    """Words as a value of a type: `2,400` as the number 2400, `4 May 2024` as the date 2024-05-04; empty if none."""
    if kind == "date":
        return iso_date(words)
    if kind == "number":
        plain = words.replace(",", "").replace(" ", "").lstrip("£").rstrip("%")
        return plain if plain.removeprefix("-").replace(".", "", 1).isdecimal() else ""
    return words
