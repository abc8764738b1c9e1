"""`codebook.md`: every table and column in words, generated from the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.dataset.caveats import CAVEATS
from extractor.dataset.cells import in_words
from extractor.dataset.line_files import COLUMNS as LINES
from extractor.dataset.schema import LOOKED_FOR_BY, key, not_looked_for, references, table_columns
from extractor.packs.vocabulary import Vocabulary
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


def codebook(vocabulary: Vocabulary | None = None) -> str:
    """The codebook in Markdown, with the values of the columns that packs close."""
    vocabulary = vocabulary or Vocabulary()
    parts = [_INTRODUCTION, _contents()]
    for table, record in TABLES.items():
        parts.append(
            f"## `{table}`\n\n{_sentence(record.DOC)}{_unfilled(table)} Key: {_names(key(table))}.{_links(table)}\n"
        )
        parts.append(_HEADER)
        parts += [column_row(vocabulary.closed(column)) for column in table_columns(table)]
        parts += ["", *_caveats(table)]
    parts += _named(vocabulary)
    parts += _attributes(vocabulary)
    parts.append(f"## Lines\n\n{_LINES}\n\n{_HEADER}")
    parts += [column_row(column) for column in LINES]
    return "\n".join([*parts, ""])


def codebook_rows(vocabulary: Vocabulary | None = None) -> list[tuple[str, str, str, str, str, str]]:
    """Table, column, type, meaning, example and allowed values of every column."""
    closed = (vocabulary or Vocabulary()).closed
    return [
        (table, c.name, _TYPES[c.type], c.doc, in_words(c.example), ", ".join(c.choices))
        for table in TABLES
        for c in map(closed, table_columns(table))
    ]


def _caveats(table: str) -> Iterator[str]:
    """What to mind of the columns of a table."""
    if found := CAVEATS.get(table):
        yield "To mind:\n"
        yield from (f"- `{column}`: {caveat}." for column, caveat in found.items())
        yield ""


def _named(vocabulary: Vocabulary) -> Iterator[str]:
    """What the frameworks of the reports call scales, labels and groups of cases."""
    if vocabulary.frameworks:
        yield "## Frameworks, scales and groups\n"
        yield from (f"- Framework `{one.id}`: {one.title}." for one in vocabulary.frameworks)
    for scale in vocabulary.scales:
        labels = (
            label.label if label.points is None else f"{label.label} ({label.points:g})" for label in scale.labels
        )
        yield f"- Scale `{scale.id}`: {scale.title}. Best first: {', '.join(labels)}."
    for group in vocabulary.groups:
        part = f" A part of `{group.part_of}`{f', by {group.by}' if group.by else ''}." if group.part_of else ""
        yield f"- Group `{group.id}`: {group.title or group.id}.{part}"
    if vocabulary.frameworks or vocabulary.scales or vocabulary.groups:
        yield ""


def _attributes(vocabulary: Vocabulary) -> Iterator[str]:
    """What the packs of the reports say of the values of the table `attributes`."""
    if not vocabulary.attributes:
        return
    yield "## Attributes\n"
    yield "What `name` stands for in `attributes`. The type is that of `value`.\n"
    yield "| name | type | of | meaning | allowed values |\n| --- | --- | --- | --- | --- |"
    for one in vocabulary.attributes:
        of = f"each row of `{one.of}`" if one.of else "the report"
        labels = ", ".join(f"`{label.label}`" for label in one.labels)
        cells = (f"`{one.name}`", one.type, of, one.description, labels)
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
    yield ""


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
