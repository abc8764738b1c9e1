"""`croissant.json`: the tables of a release for programs that learn from data (MLCommons Croissant 1.0)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.dataset.datapackage import DESCRIPTION
from extractor.dataset.release.about import About, Source, licences_of
from extractor.dataset.release.citations import bibtex
from extractor.dataset.run_log import hash_of
from extractor.dataset.schema import key, table_columns
from extractor.records import TABLES, Column

__all__ = ["CROISSANT", "describe_croissant"]

CROISSANT = "croissant.json"
_TYPES = {str: "sc:Text", int: "sc:Integer", float: "sc:Float", bool: "sc:Boolean"}
_TERMS = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet", "format",
    "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex",
    "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
_CONTEXT: dict[str, Any] = {  # as the format prescribes it
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
} | {term: f"cr:{term}" for term in _TERMS}


def describe_croissant(folder: Path, about: About, sources: Sequence[Source]) -> dict[str, Any]:
    """The metadata of the CSV files in a folder, with the reports that they are made from."""
    licences = [about.licence] if about.licence else []
    licences += [f"{name} ({count} of {len(sources)} reports)" for name, count in licences_of(sources)]
    described = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": about.name,
        "description": f"{about.title}. {DESCRIPTION}",
        "version": about.edition,
        "datePublished": about.published,
        "creator": [
            {"@type": "sc:Person" if "," in name else "sc:Organization", "name": name} for name in about.creators
        ],
        "license": licences,
        "citeAs": bibtex(about, []).strip(),
        "isBasedOn": [_report(source) for source in sources],
        "distribution": [_file(folder, table) for table in TABLES],
        "recordSet": [_records(table) for table in TABLES],
    }
    return described | ({"url": about.url} if about.url else {})


def _report(source: Source) -> dict[str, Any]:
    facts = {
        "name": source.title,
        "identifier": source.report_id,
        "publisher": source.publisher,
        "datePublished": source.published,
        "url": source.url or source.landing_page,
        "license": source.licence,
        "sha256": source.sha256,
    }
    return {"@type": "sc:Report"} | {name: value for name, value in facts.items() if value}


def _file(folder: Path, table: str) -> dict[str, Any]:
    path = folder / f"{table}.csv"
    return {
        "@type": "cr:FileObject",
        "@id": path.name,
        "name": path.name,
        "description": TABLES[table].DOC,
        "contentUrl": path.name,
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": "text/csv",
        "sha256": hash_of(path),
    }


def _records(table: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": TABLES[table].DOC,
        "key": [{"@id": f"{table}/{name}"} for name in key(table)],
        "field": [_field(table, column) for column in table_columns(table)],
    }


def _field(table: str, column: Column) -> dict[str, Any]:
    """A field. Which names a row of another table is told by the Data Package alone: told here, readers join by it."""
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{column.name}",
        "name": column.name,
        "description": column.doc,
        "dataType": _TYPES[column.type],
        "source": {"fileObject": {"@id": f"{table}.csv"}, "extract": {"column": column.name}},
    }
