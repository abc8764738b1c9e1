"""What the formats need to know of a table beyond its columns: its key, what refers to what, what is not filled."""

from __future__ import annotations

from functools import cache
from typing import Any

from extractor.records import TABLES, Column, Record, columns

__all__ = ["LOOKED_FOR_BY", "PARENT", "key", "not_looked_for", "references", "row_values", "table_columns"]

# Tables that a run does not look for, and the command that does. They are written, empty; the codebook and run.json say
# that nothing was looked for, which is another thing than nothing found.
LOOKED_FOR_BY = {"links": "findings link"}

# The table and column that every `report_id` refers to.
PARENT = ("reports", "report_id")

_REFERRING = ("report_id", "from_report", "to_report")


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


def references(table: str) -> tuple[str, ...]:
    """Columns of a table that name a report; an empty one names none."""
    if table == PARENT[0]:
        return ()
    return tuple(column.name for column in table_columns(table) if column.name in _REFERRING)


def row_values(record: Record) -> list[object]:
    """The values of a record in contract order."""
    return list(record.as_row().values())
