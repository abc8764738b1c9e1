"""A row of a table as a named tuple of plain values: an empty text is '', any other empty value None.

The columns are those of `extractor.records`. What a type checker is told of them stands in `rows.pyi` beside this file,
which `python -m tests.row_stubs` writes.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import Any

from extractor.dataset.schema import table_columns

__all__ = ["row_type"]


@cache
def row_type(table: str) -> Any:
    """The named tuple that a row of a table is given as."""
    return namedtuple(table, [column.name for column in table_columns(table)])
