"""The dataset's tables: one frozen dataclass a table, its fields in the order of the contract.

Everything that needs to know a column - CSV headers, dtypes, Table Schema, SQLite DDL, the codebook - reads it from
here. Tables whose values are read from the words of a report carry `Evidence`; its columns come last in every row.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.records.figures import Attribute, Quantity, Statistic, TableCell, Theme
from extractor.records.judgements import (
    Example,
    Finding,
    KeyQuestion,
    Progress,
    Rating,
    Recommendation,
    later_places,
    later_prints,
)
from extractor.records.record import EVIDENCE_COLUMNS, Column, Evidence, Grounded, Record, columns, dated, described
from extractor.records.reports import File, Link, Provider, Report, Section
from extractor.records.trust import COVERED, Check, Correction, Coverage, Unread

__all__ = [
    "COVERED",
    "EVIDENCE_COLUMNS",
    "TABLES",
    "Attribute",
    "Check",
    "Column",
    "Correction",
    "Coverage",
    "Evidence",
    "Example",
    "File",
    "Finding",
    "Grounded",
    "KeyQuestion",
    "Link",
    "Progress",
    "Provider",
    "Quantity",
    "Rating",
    "Recommendation",
    "Record",
    "Report",
    "Section",
    "Statistic",
    "TableCell",
    "Theme",
    "Unread",
    "columns",
    "dated",
    "described",
    "iter_columns",
    "later_places",
    "later_prints",
]

TABLES: dict[str, type[Record]] = {
    record.TABLE: record
    for record in (
        Report,
        Rating,
        KeyQuestion,
        Recommendation,
        Progress,
        Finding,
        Example,
        Statistic,
        TableCell,
        Quantity,
        Theme,
        Section,
        File,
        Check,
        Coverage,
        Unread,
        Correction,
        Link,
        Provider,
        Attribute,
    )
}


def iter_columns() -> Iterator[tuple[str, Column]]:
    """Every (table, column) of the dataset."""
    for name, record in TABLES.items():
        for col in columns(record):
            yield name, col
