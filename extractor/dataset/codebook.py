"""`codebook.md`: every table and column in words, generated from the records."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.dataset.cells import in_words
from extractor.dataset.line_files import COLUMNS as LINES
from extractor.dataset.schema import LOOKED_FOR_BY, key, not_looked_for, references, table_columns
from extractor.records import TABLES, Column

__all__ = ["codebook", "codebook_rows", "column_row"]

_TYPES = {str: "text", int: "integer", float: "number", bool: "true or false"}

_INTRODUCTION = """\
# Codebook

One file a table, `<table>.csv`; the same tables are in `findings.sqlite`. One row is one observation.

- Empty means that the report does not print the value, or that it does not apply. Nothing is guessed.
- `page`, `start`, `end`, `quote`, `rule` and `derived` are evidence: `quote` is exactly the characters from `start` to
  `end` of `text/<report_id>.txt`, the words the value was read from, and `rule` is what read them.
- In the CSV files a text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a
  carriage return, also behind blanks and quotation marks) has one apostrophe in front. A signed number or percentage
  such as `-11%` has none. `open_dataset` takes the apostrophe away again; SQLite, Parquet and Excel never have it.
- A rating, category or other label is one of the values listed here. Scales are never merged: see `scale`.
"""

_HEADER = "| column | type | meaning | example | allowed values |\n| --- | --- | --- | --- | --- |"
_LINES = """\
`text/<report_id>.lines.csv` says where every line of a text stands, for sources whose pages have geometry. In the
database it is the table `lines`, with `report_id`; the view `boxes` gives every row with evidence the lines that its
quote stands on."""


def codebook() -> str:
    """The codebook in Markdown."""
    parts = [_INTRODUCTION, _contents()]
    for table, record in TABLES.items():
        parts.append(
            f"## `{table}`\n\n{_sentence(record.DOC)}{_unfilled(table)} Key: {_names(key(table))}.{_links(table)}\n"
        )
        parts.append(_HEADER)
        parts += [column_row(column) for column in table_columns(table)]
        parts.append("")
    parts.append(f"## Lines\n\n{_LINES}\n\n{_HEADER}")
    parts += [column_row(column) for column in LINES]
    return "\n".join([*parts, ""])


def codebook_rows() -> list[tuple[str, str, str, str, str, str]]:
    """Table, column, type, meaning, example and allowed values of every column."""
    return [
        (table, c.name, _TYPES[c.type], c.doc, in_words(c.example), ", ".join(c.choices))
        for table in TABLES
        for c in table_columns(table)
    ]


def _contents() -> str:
    later = ", ".join(f"`{table}`: {not_looked_for(table)}" for table in LOOKED_FOR_BY)
    return (
        "Three kinds of nothing are told apart. A table has no rows for a report: none found. A file has\n"
        "status `failed` or `partial` in `files`: it or a part of it could not be read; `message` says why. A\n"
        f"table that has a header and no rows until something else fills it ({later}).\n"
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _unfilled(table: str) -> str:
    return f" **{_sentence(nothing)}**" if (nothing := not_looked_for(table)) else ""


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _links(table: str) -> str:
    named: dict[str, list[str]] = {}
    for name, (parent, _) in references(table).items():
        named.setdefault(parent, []).append(name)
    told = (
        f" {_names(names)} {'refer' if len(names) > 1 else 'refers'} to `{parent}`." for parent, names in named.items()
    )
    return "".join(told)


def column_row(column: Column) -> str:
    """A column as a row of a table in Markdown: name, type, meaning, example, allowed values."""
    choices = ", ".join(f"`{choice}`" for choice in column.choices)
    example = in_words(column.example)
    shown = f"`{example}`" if example else ""
    cells = (f"`{column.name}`", _TYPES[column.type], column.doc, shown, choices)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
