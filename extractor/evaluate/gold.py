"""Gold that people make on the page: which columns it states, and its file, `<report_id>.json` in a folder a person."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractor.correct.model import CORRECTABLE, correctable_columns
from extractor.dataset.folder import text_path
from extractor.dataset.locks import locked
from extractor.dataset.replacing import replace_file
from extractor.errors import InputError, OutputError
from extractor.evaluate.match import KEYS
from extractor.evaluate.read import read_json
from extractor.evaluate.value_equality import COMPUTED, unknown

__all__ = ["GOLD_TABLES", "asked_columns", "gold_beside", "read_gold_file", "stated_columns", "write_gold_file"]

# Tables that a person can make gold of by marking words. Cells of tables are read into other tables.
GOLD_TABLES = (*(table for table in CORRECTABLE if table in KEYS and table not in ("reports", "tables")), "sections")
_COUNTED = {("progress", "number")}  # columns that a reading counts, and that no report prints


def asked_columns(table: str, shown: tuple[str, ...]) -> list[str]:
    """The columns that a person is asked for first: those that a reader is shown, and those that rows are told by."""
    wanted = {*shown, *KEYS[table][0]}
    return [name for name in correctable_columns(table) if name in wanted]


def stated_columns(table: str, shown: tuple[str, ...]) -> list[str]:
    """The columns that a row of gold states though they are empty: the report prints nothing there."""
    return [
        name
        for name in correctable_columns(table)
        if name in shown and name not in COMPUTED and (table, name) not in _COUNTED
    ]


def gold_beside(dataset: Path, who: str) -> Path:
    """The folder of a person's gold, beside the dataset: two people's never mix."""
    plain = unicodedata.normalize("NFKD", who).encode("ascii", "ignore").decode().lower()
    return dataset.resolve().parent / "gold" / (re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "gold")


def read_gold_file(folder: Path, report_id: str) -> dict[str, Any]:
    """The gold of a report; nothing where there is none yet.

    Raises:
        InputError: the file is no gold.
    """
    path = _path(folder, report_id)
    if not path.is_file():
        return {}
    truth = read_json(path)
    if not isinstance(truth, dict) or not isinstance(truth.get("source"), str):
        raise InputError(f"{path}: is not the gold of one report: it has no `source`.")
    return truth


def write_gold_file(
    folder: Path, report_id: str, sha256: str, truth: Mapping[str, Any], before: Mapping[str, Any]
) -> None:
    """Write the gold of a report, a line a row.

    Args:
        folder: the folder of the person's gold.
        report_id, sha256: the report.
        truth: its gold.
        before: what was in the file when the person began.

    Raises:
        InputError: it is no gold of this report.
        OutputError: the file has changed since, or cannot be written.
    """
    _check(truth, sha256)
    path = _path(folder, report_id)
    with locked(folder):
        if read_gold_file(folder, report_id) != before:
            raise OutputError(f"{path.name}: was changed since the page was opened. Open it again.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, as_lines(truth).encode())
        except OSError as error:
            raise OutputError(f"{path}: cannot be written ({error.strerror}).") from None


def as_lines(truth: Mapping[str, Any]) -> str:
    """A gold file as text: a line for each row, so that two versions can be compared line by line."""

    def told(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def listed(rows: Any, indent: str) -> str:
        return "[\n" + ",\n".join(f"{indent}  {told(row)}" for row in rows) + f"\n{indent}]" if rows else "[]"

    parts = []
    for name, value in truth.items():
        if isinstance(value, list):
            parts.append(f"  {told(name)}: {listed(value, '  ')}")
        elif name == "unfinished" and isinstance(value, Mapping) and value:
            inside = ",\n".join(f"    {told(table)}: {listed(rows, '    ')}" for table, rows in value.items())
            parts.append(f"  {told(name)}: {{\n{inside}\n  }}")
        else:
            parts.append(f"  {told(name)}: {told(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _path(folder: Path, report_id: str) -> Path:
    text_path(folder, report_id)  # refuses what is no slug
    return folder / f"{report_id}.json"


def _check(truth: Mapping[str, Any], sha256: str) -> None:
    """See that gold has the form that it is judged by.

    Raises:
        InputError: it has not.
    """
    if truth.get("sha256") != sha256 or not isinstance(truth.get("source"), str):
        raise InputError("this is the gold of another report")
    unfinished = truth.get("unfinished", {})
    if not isinstance(truth.get("report", {}), dict) or not isinstance(unfinished, dict):
        raise InputError("`report` and `unfinished` are objects")
    for told in (truth, unfinished):
        for table in GOLD_TABLES:
            rows = told.get(table, [])
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise InputError(f"{table}: is no list of rows")
            if names := unknown(table, rows):
                raise InputError(f"{table}: has no columns {', '.join(names[:5])}")
    if both := truth.keys() & unfinished.keys() & set(GOLD_TABLES):
        raise InputError(f"{', '.join(sorted(both))}: cannot be whole and unfinished at once")
