"""One file a table, each with a `find`, a pure generator of records; listed in the order of the contract.

Most tables are read from the report alone: `find(report, pack)`. A table that is built on others takes their records as
well: `find(report, pack, records)`. `find_records` makes them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from extractor.find.item_ids import number_repeats
from extractor.records import TABLES, Grounded, Record

if TYPE_CHECKING:
    from extractor.document import Report
    from extractor.packs import Pack

    Records = Mapping[str, tuple[Record, ...]]
    Find = Callable[[Report, Pack], Iterator[Any]]
    FindOn = Callable[[Report, Pack, Records], Iterator[Any]]


def extractors() -> dict[str, Find]:
    """`find` of every table that is read from a report alone, in the order of the contract."""
    from extractor.find import (
        examples,
        findings,
        key_questions,
        progress,
        quantities,
        ratings,
        recommendations,
        reports,
        sections,
        statistics,
        tables,
    )

    return {
        "reports": reports.find,
        "ratings": ratings.find,
        "key_questions": key_questions.find,
        "recommendations": recommendations.find,
        "progress": progress.find,
        "findings": findings.find,
        "examples": examples.find,
        "statistics": statistics.find,
        "tables": tables.find,
        "quantities": quantities.find,
        "sections": sections.find,
    }


def followers() -> dict[str, FindOn]:
    """`find` of every table of a report that is built on its other tables."""
    from extractor.find import attributes, coverage, themes

    return {
        "attributes": attributes.find,
        "themes": themes.find,
        "unread": coverage.find_unread,
        "coverage": coverage.find,
    }


def find_records(report: Report, pack: Pack) -> dict[str, tuple[Record, ...]]:
    """The records of every table of a report, items numbered where they repeat: first those read from it alone."""
    records: dict[str, tuple[Record, ...]] = {}
    try:
        for table, find in extractors().items():
            records[table] = _unique(table, find(report, pack))
        for table, find_on in followers().items():
            records[table] = _unique(table, find_on(report, pack, records))
    finally:
        pack.forget()
    return records


def _unique(table: str, found: Iterator[Any]) -> tuple[Record, ...]:
    return tuple(number_repeats(found) if issubclass(TABLES[table], Grounded) else found)
