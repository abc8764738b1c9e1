"""Reports and outcomes as bytes and back. The bytes are data only, and are checked while they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import msgspec

from extractor.boxes import LineBox
from extractor.document import Report
from extractor.errors import EvidenceError
from extractor.records import TABLES, Evidence, Record
from extractor.runs.reading import Outcome

__all__ = ["pack_outcome", "pack_report", "unpack_outcome", "unpack_report"]

_PLACE = ("start", "end", "page", "rule", "derived")  # of evidence; its quote is what the text has there

_Packed = tuple[list[str], dict[str, list[list[Any]]], tuple[LineBox, ...]]


def pack_report(report: Report) -> bytes:
    """A report as loaded."""
    return msgspec.msgpack.encode(report)


def unpack_report(data: bytes) -> Report | None:
    """The report, or None where the bytes are not those of one."""
    try:
        return msgspec.msgpack.decode(data, type=Report)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def pack_outcome(outcome: Outcome) -> bytes:
    """An outcome without its seconds, which are of one run."""
    rows = {}
    for table, records in outcome.records.items():
        names = _names(table)
        rows[table] = [[_packed(getattr(record, name)) for name in names] for record in records]
    about = [outcome.status, outcome.stage, outcome.message, outcome.text]
    return msgspec.msgpack.encode([about, rows, outcome.lines])


def unpack_outcome(data: bytes) -> Outcome | None:
    """The outcome, or None where the bytes are not those of one."""
    try:
        about, rows, lines = msgspec.msgpack.decode(data, type=_Packed)
        status, stage, message, text = about
        records = {table: tuple(_records(table, found, text)) for table, found in rows.items()}
    except (msgspec.MsgspecError, UnicodeDecodeError, EvidenceError, KeyError, TypeError, ValueError):
        return None
    return Outcome(status, stage, message, records, text, lines=lines)


def _names(table: str) -> list[str]:
    return [field.name for field in fields(TABLES[table])]


def _packed(value: Any) -> Any:
    return [getattr(value, name) for name in _PLACE] if isinstance(value, Evidence) else value


def _records(table: str, found: list[list[Any]], text: str) -> Iterator[Record]:
    """The records of a table; their evidence quotes the text anew."""
    kind, names = TABLES[table], _names(table)
    for values in found:
        told = dict(zip(names, values, strict=True))
        if isinstance(place := told.get("evidence"), list):
            where = dict(zip(_PLACE, place, strict=True))
            told["evidence"] = Evidence(text, quote=text[where["start"] : where["end"]], **where)
        yield kind(**told)
