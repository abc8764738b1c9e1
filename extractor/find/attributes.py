"""Table `attributes`: values that a pack reads besides those that every report has, each described in the pack.

Most are of the report; some are of each row of another table, as what the inspected body answers to a recommendation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extractor.document import Report, Span
from extractor.domain.dates import iso_date
from extractor.find.answers import answers_of
from extractor.find.beside_judgements import value_beside
from extractor.find.metadata import read
from extractor.packs import Pack
from extractor.packs.model import Attribute as Own
from extractor.records import Attribute, Rating, Record
from extractor.records.judgements import later_places


def find(report: Report, pack: Pack, records: Mapping[str, tuple[Record, ...]]) -> Iterator[Attribute]:
    """The first print of every attribute of a pack, in the order of the pack, then those of rows, in their order.

    What is not of the type that the pack says, or none of its labels, gives no row.
    """
    for attribute in pack.attributes_of(""):
        found = read(report, pack, attribute.name, of="attributes")
        value = _value(attribute, found.text) if found else ""
        if found and value:
            yield Attribute(
                item=attribute.name,
                name=attribute.name,
                value=value,
                type=attribute.type,
                as_printed=found.text,
                evidence=report.cite_span(found.span, found.rule, found.derived),
            )
    yield from _beside_judgements(report, pack, records)
    for table in dict.fromkeys(one.of for one in pack.attributes if one.of not in ("", "ratings")):
        for row, answer in answers_of(report, pack, table, records[table]):
            value = answer.value or typed(answer.text, answer.attribute.type)
            if value:
                yield Attribute(
                    item=f"{row.item}/{answer.attribute.name}",
                    name=answer.attribute.name,
                    value=value,
                    type=answer.attribute.type,
                    as_printed=answer.text,
                    of_table=table,
                    of_item=row.item,
                    evidence=report.cite_span(answer.span, answer.rule, answer.derived),
                )


def _beside_judgements(report: Report, pack: Pack, records: Mapping[str, tuple[Record, ...]]) -> Iterator[Attribute]:
    """Attributes of ratings, at the first of their prints beside which a rule reads one."""
    for row in records["ratings"] if (named := pack.attributes_of("ratings")) else ():
        assert isinstance(row, Rating)
        places = [(row.evidence.start, row.evidence.end), *later_places(row.printed_again)]
        for attribute in named:
            reads = (value_beside(report, pack, f"attributes.{attribute.name}", Span(*place)) for place in places)
            span, rule = next((read for read in reads if read), (Span(0, 0), None))
            if rule and (value := _value(attribute, report.words(span))):
                yield Attribute(
                    item=f"{row.item}/{attribute.name}",
                    name=attribute.name,
                    value=value,
                    type=attribute.type,
                    as_printed=report.words(span),
                    of_table="ratings",
                    of_item=row.item,
                    evidence=report.cite_span(span, rule.id),
                )


def _value(attribute: Own, words: str) -> str:
    """Words as a value of the type, or as one of the labels; empty if they are none."""
    if not attribute.labels:
        return typed(words, attribute.type)
    label = attribute.label_at(words)
    return label[0] if label else ""


def typed(words: str, kind: str) -> str:
    """Words as a value of a type: `2,400` as the number 2400, `4 May 2024` as the date 2024-05-04; empty if none."""
    if kind == "date":
        return iso_date(words)
    if kind == "number":
        plain = words.replace(",", "").replace(" ", "").lstrip("£").rstrip("%")
        return plain if plain.removeprefix("-").replace(".", "", 1).isdecimal() else ""
    return words
