"""Write what a type checker is told of the rows of tables: `python -m tests.row_stubs`."""

from __future__ import annotations

from pathlib import Path

import extractor.dataset.rows
from extractor.dataset.schema import table_columns
from extractor.records import EVIDENCE_COLUMNS, TABLES, Column, Unread

STUB = Path(extractor.dataset.rows.__file__).with_suffix(".pyi")

_QUOTING = {"report_id", "item", *EVIDENCE_COLUMNS, "corrected"} - {"start", "end"}
_HEAD = '''"""Written by `python -m tests.row_stubs`: the named tuples that rows are given as, column by column."""

from abc import ABCMeta
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol, overload

def row_type(table: str) -> Any: ...
'''

_QUOTED = """class Spanned(Protocol):
    # a row that may know where in the text it stands
    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...

class Quoted(Spanned, Protocol):
    # a row of any table whose rows are read from words of the report.
"""
_ROWS = """class Rows(Mapping[str, Sequence[Any]], metaclass=ABCMeta):
    # the rows of a report by table"""


def stub() -> str:
    """The stub: a named tuple a table, and `Rows`, the rows of a report by table."""
    quoted = [f"    @property\n    def {name}(self) -> {kind}: ..." for name, kind in _common().items()]
    parts = [_HEAD, _QUOTED + "\n".join(quoted) + "\n"]
    for table, record in TABLES.items():
        lines = [f"class {record.__name__}Row(NamedTuple):"]
        lines += [f"    {column.name}: {_type(column)}" for column in table_columns(table)]
        parts.append("\n".join(lines) + "\n")
    lines = [_ROWS]
    for table, record in TABLES.items():
        lines += [
            "    @overload",
            f'    def __getitem__(self, table: Literal["{table}"], /) -> Sequence[{record.__name__}Row]: ...',
        ]
    lines += ["    @overload", "    def __getitem__(self, table: str, /) -> Sequence[Any]: ..."]
    return "\n".join([*parts, "\n".join(lines) + "\n"])


def _common() -> dict[str, str]:
    """The columns that every row with evidence has."""
    return {column.name: _type(column) for column in table_columns(Unread.TABLE) if column.name in _QUOTING}


def _type(column: Column) -> str:
    return "str" if column.type is str else f"{column.type.__name__} | None"


if __name__ == "__main__":
    STUB.write_text(stub(), encoding="utf-8")
