"""`datapackage.json`: the CSV files as a Frictionless Data Package, with a Table Schema for every table."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from extractor.export.schema import NOT_LOOKED_FOR, PARENT, key, references, table_columns
from extractor.records import TABLES, Column

__all__ = ["describe", "table_schema", "write_data_package"]

_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


def write_data_package(folder: Path, version: str) -> None:
    """Describe the CSV files that stand in a folder."""
    text = json.dumps(describe(folder, version), ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")


def describe(folder: Path, version: str) -> dict[str, Any]:
    """The descriptor of the CSV files in a folder."""
    return {
        "profile": "tabular-data-package",
        "name": "findings",
        "title": "Inspection reports as data",
        "description": "Read from published inspection reports; every value carries the words that it was read from.",
        "version": version,
        "resources": [_resource(table, folder) for table in TABLES],
    }


def _resource(table: str, folder: Path) -> dict[str, Any]:
    data = (folder / f"{table}.csv").read_bytes()
    looked_for = "" if table not in NOT_LOOKED_FOR else " (not looked for by this version)"
    return {
        "profile": "tabular-data-resource",
        "name": table.replace("_", "-"),
        "path": f"{table}.csv",
        "title": table,
        "description": TABLES[table].DOC + looked_for,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": table_schema(table),
    }


def table_schema(table: str) -> dict[str, Any]:
    """The Table Schema of a table. A text may be empty unless it is needed to tell rows apart."""
    schema: dict[str, Any] = {
        "fields": [_field(table, column) for column in table_columns(table)],
        "primaryKey": list(key(table)),
        "missingValues": [""],
    }
    refer = references(table)
    if refer:
        target = {"resource": PARENT[0], "fields": PARENT[1]}
        schema["foreignKeys"] = [{"fields": name, "reference": target} for name in refer]
    return schema


def _field(table: str, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": column.doc}
    if column.type is bool:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.example not in (None, ""):
        field["example"] = column.example
    constraints: dict[str, Any] = {}
    if column.name in key(table)[:2] and table not in ("files", "checks"):
        constraints["required"] = True
    if key(table) == (column.name,):
        constraints["unique"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    if constraints:
        field["constraints"] = constraints
    return field
