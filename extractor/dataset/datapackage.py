"""`datapackage.json`: the CSV files as a Frictionless Data Package, with a Table Schema for every table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from extractor.dataset.line_files import COLUMNS as LINES
from extractor.dataset.line_files import line_files
from extractor.dataset.run_log import hash_of, write_json
from extractor.dataset.schema import key, not_looked_for, references, required, table_columns
from extractor.packs.vocabulary import Vocabulary
from extractor.records import TABLES, Column

__all__ = [
    "DATA_PACKAGE",
    "TITLE",
    "describe",
    "package",
    "read_vocabulary",
    "resource",
    "schema_field",
    "table_schema",
    "write_data_package",
]

DATA_PACKAGE = "datapackage.json"
_HASHED = "sha256:"
_VOCABULARY = "vocabulary"  # a property of our own of the descriptor
TITLE = "Inspection reports as data"
DESCRIPTION = "Read from published inspection reports; every value carries the words that it was read from."
_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


def write_data_package(folder: Path, version: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Describe the CSV files that stand in a folder; the vocabulary closes their columns, and is kept with them.

    Returns:
        the SHA-256 of each of them, by its path below the folder.
    """
    described = describe(folder, version, vocabulary)
    write_json(described, folder / DATA_PACKAGE)
    return {one["path"]: one["hash"].removeprefix(_HASHED) for one in described["resources"]}


def read_vocabulary(folder: Path) -> Vocabulary:
    """The closed lists that a dataset was made with; an empty one where it has none that can be read."""
    try:
        found = json.loads((folder / DATA_PACKAGE).read_text(encoding="utf-8"))
        return Vocabulary.model_validate(found[_VOCABULARY])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Vocabulary()


def describe(folder: Path, version: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """The descriptor of the CSV files in a folder."""
    resources = [_resource(table, folder, vocabulary) for table in TABLES]
    resources += [_lines(report_id, path) for report_id, path in line_files(folder).items()]
    described = package("findings", TITLE, version, resources)
    return described | {_VOCABULARY: vocabulary.model_dump(exclude_defaults=True)}


def package(name: str, title: str, version: str, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """A descriptor of CSV files that were made from reports."""
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": DESCRIPTION,
        "version": version,
        "resources": resources,
    }


def _resource(table: str, folder: Path, vocabulary: Vocabulary) -> dict[str, Any]:
    looked_for = f" ({nothing})" if (nothing := not_looked_for(table)) else ""
    return resource(folder / f"{table}.csv", table, TABLES[table].DOC + looked_for, table_schema(table, vocabulary))


def _lines(report_id: str, path: Path) -> dict[str, Any]:
    schema = {"fields": [schema_field(column, required=True) for column in LINES], "primaryKey": ["start"]}
    said = f"where the lines of text/{report_id}.txt stand on their pages"
    return resource(path, f"lines-{report_id}", said, schema) | {"path": f"text/{path.name}"}


def resource(path: Path, title: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    """What a descriptor says of a CSV file."""
    return {
        "profile": "tabular-data-resource",
        "name": title.replace("_", "-"),
        "path": path.name,
        "title": title,
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": _HASHED + hash_of(path),
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def table_schema(table: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """The Table Schema of a table. A text may be empty unless it is needed to tell rows apart."""
    schema: dict[str, Any] = {
        "fields": [_field(table, vocabulary.closed(column)) for column in table_columns(table)],
        "primaryKey": list(key(table)),
        "missingValues": [""],
    }
    refer = references(table)
    if refer:
        schema["foreignKeys"] = [
            {"fields": name, "reference": {"resource": parent, "fields": column}}
            for name, (parent, column) in refer.items()
        ]
    return schema


def _field(table: str, column: Column) -> dict[str, Any]:
    return schema_field(column, column.name in required(table), unique=key(table) == (column.name,))


def schema_field(column: Column, required: bool = False, unique: bool = False) -> dict[str, Any]:
    """What a Table Schema says of a column."""
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": column.doc}
    if column.type is bool:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.example not in (None, ""):
        field["example"] = column.example
    constraints: dict[str, Any] = {}
    if required:
        constraints["required"] = True
    if unique:
        constraints["unique"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    if constraints:
        field["constraints"] = constraints
    return field
