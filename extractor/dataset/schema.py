"""What the formats need to know of a table beyond its columns: its key, what refers to what, what is not filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from extractor.records import EVIDENCE_COLUMNS, TABLES, Column, Evidence, Grounded, Record, columns

__all__ = [
    "LOOKED_FOR_BY",
    "PARENT",
    "Row",
    "by_question",
    "key",
    "not_looked_for",
    "plain_records",
    "record_of",
    "references",
    "required",
    "row_values",
    "rows_of",
    "table_columns",
]

R = TypeVar("R", bound=Record)
Row = Sequence[object]  # the values of a row in contract order: an empty text is '', any other empty value None

# Tables that a run does not look for, and the command that does. They are written, empty; the codebook and run.json say
# that nothing was looked for, which is another thing than nothing found.
LOOKED_FOR_BY = {"links": "findings link"}

# The table and column that every `report_id` refers to.
PARENT = ("reports", "report_id")

# Columns that name a row of another table, and its key.
_REFERRING = dict.fromkeys(("report_id", "from_report", "to_report"), PARENT) | {
    "provider_id": ("providers", "provider_id")
}


@cache
def table_columns(table: str) -> tuple[Column, ...]:
    """Columns of a table in contract order."""
    record: Any = TABLES[table]
    return columns(record)


def key(table: str) -> tuple[str, ...]:
    """Columns that tell the rows of a table apart."""
    return TABLES[table].KEY


def not_looked_for(table: str) -> str:
    """What to say of a table that a run does not look for; empty for all others."""
    return f"not looked for by extract; {LOOKED_FOR_BY[table]} does" if table in LOOKED_FOR_BY else ""


def required(table: str) -> tuple[str, ...]:
    """Columns of a table without which a row is none."""
    return key(table)[:2] if table not in ("files", "checks", "corrections") else key(table)[:1]


def references(table: str) -> dict[str, tuple[str, str]]:
    """Columns of a table that name a report or a provider, with its table and key; an empty one names none."""
    names = [column.name for column in table_columns(table)]
    return {name: _REFERRING[name] for name in names if name in _REFERRING and _REFERRING[name] != (table, name)}


def row_values(record: Record) -> list[object]:
    """The values of a record in contract order."""
    return list(record.as_row().values())


def plain_records(kind: type[R], rows: Iterable[Row]) -> list[R]:
    """Rows of values as records of a table that quotes nothing: what `row_values` made of them."""
    names = [column.name for column in table_columns(kind.TABLE)]
    return [kind(**dict(zip(names, row, strict=True))) for row in rows]  # type: ignore[arg-type]


def rows_of(tables: Mapping[str, Sequence[Record]]) -> dict[str, list[Row]]:
    """Records as rows of values, by table."""
    return {table: [row_values(record) for record in records] for table, records in tables.items()}


def by_question(rows: Iterable[dict[str, Any]]) -> list[dict[str, dict[str, Any]]]:
    """Rows of one question together, by group; a question that stands there twice has two lines."""
    lines: list[dict[str, dict[str, Any]]] = []
    asked: object = None
    for row in rows:
        question = (row["key_question"], row["ref"], row["question"])
        if not lines or question != asked or row["group"] in lines[-1]:
            lines.append({})
        asked = question
        lines[-1][row["group"]] = row
    return lines


def record_of(table: str, row: Mapping[str, Any], text: str) -> Record:
    """A record of the values of a row, by column.

    Raises:
        EvidenceError: the quotation is not what stands in the text.
    """
    names = {column.name for column in table_columns(table)}
    is_quoted = "quote" in row and issubclass(TABLES[table], Grounded)
    own = names - set(EVIDENCE_COLUMNS) if is_quoted else names
    values = {name: value for name, value in row.items() if name in own}
    if is_quoted:
        values["evidence"] = Evidence(text, **{name: row[name] for name in EVIDENCE_COLUMNS})
    return TABLES[table](**values)
