"""Reads what is compared: the CSV tables of an output folder, and gold files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

from extractor.dataset.cells import restore
from extractor.errors import InputError
from extractor.evaluate.match import KEYS
from extractor.evaluate.scores import Rows, stem
from extractor.evaluate.value_equality import Found, Gold, column_types, misshapen, unknown

_IDENTITY = frozenset({"title", "provider", "isbn", "published", "fieldwork_start", "lead_inspector"})
_CELL = 16_000_000  # characters; the csv module's own limit is 131072, less than a long report's evidence


def read_tables(folder: Path, notes: list[str]) -> dict[str, list[dict[str, str]]]:
    """The tables that are judged, and `files`, as text; a table without a file is empty and noted.

    Raises:
        InputError: there is no such folder, it has no reports.csv, or a file is no CSV table or tells no report.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder. Give the folder that `findings extract --out` wrote.")
    if not (folder / "reports.csv").is_file():
        raise InputError(f"{folder} is not a dataset: it has no reports.csv. Give the output folder of a run.")
    tables: dict[str, list[dict[str, str]]] = {}
    for table in (*KEYS, "files"):
        path = folder / f"{table}.csv"
        tables[table] = _read(path, table) if path.is_file() else []
        if not path.is_file():
            notes.append(f"{path.name} is missing: read as a table without rows")
    return tables


def _read(path: Path, table: str) -> list[dict[str, str]]:
    texts = {name for name, kind in column_types(table).items() if kind is str}
    limit = csv.field_size_limit(_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, restval="")
            if table != "files" and "report_id" not in (rows.fieldnames or ()):
                raise InputError(
                    f"{path} lacks the column report_id. Save it as CSV with commas, or run extract again."
                )
            return [
                {name: restore(cell) if name in texts else cell for name, cell in row.items() if name is not None}
                for row in rows
            ]
    except (csv.Error, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as a CSV table in UTF-8: {error}") from error
    finally:
        csv.field_size_limit(limit)


def read_gold(gold: Path, notes: list[str]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The gold reports of a file or a folder, by name. A file of another shape is noted.

    Raises:
        InputError: there is no JSON file, or it cannot be read.
    """
    paths = sorted(gold.glob("*.json")) if gold.is_dir() else [gold]
    if not paths or not paths[0].is_file():
        raise InputError(f"{gold} has no gold: give a JSON file of hand-checked rows, or a folder of them.")
    for path in paths:
        truth = read_json(path)
        if isinstance(truth, dict) and isinstance(truth.get("source"), str):
            for table, rows in truth.items():
                rows = [truth["report"]] if table == "report" else rows if table in KEYS else []
                table = "reports" if table == "report" else table
                if faults := misshapen(table, rows):
                    raise InputError(f"{path}: {'; '.join(faults)}. Mend it there.")
                if names := unknown(table, rows) if rows else []:
                    notes.append(f"{path.name} {table}: {', '.join(names)} not compared: no such column")
            if isinstance(unfinished := truth.get("unfinished"), dict) and unfinished:
                notes.append(f"{path.name}: {', '.join(unfinished)} unfinished, not judged")
            yield path, truth
        else:
            shape = f"a list of {len(truth)}" if isinstance(truth, list) else "no object with a source"
            notes.append(f"{path.name}: {shape}, not the gold of one report; not judged")


def read_json(path: Path) -> Any:
    """What is in a JSON file.

    Raises:
        InputError: it cannot be read, is none, or is nested deeper than any gold.
    """

    def refuse(name: str) -> Any:
        raise ValueError(f"{name} is no number")

    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not JSON: {error}") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}). Check the permissions.") from None


def reports_of(
    path: Path, truth: Mapping[str, Any], tables: Mapping[str, Rows], is_only: bool, notes: list[str]
) -> list[Mapping[str, str]]:
    """The reports of a dataset that a gold file is about, as rows; a file that failed as one without `report_id`,
    and nothing for one that was left out since another edition of its report was kept.

    A report is gold's where its file has gold's `sha256`. Every other file with the name of gold's `source`, whatever
    its suffix, is another edition of it where they agree on a name, a date or a number that tells a report; it is
    noted that no hash says so.

    Args:
        path, truth: the gold file, and what is in it.
        tables: those of the dataset, `files` among them.
        is_only: whether no other gold has this name: then every edition is judged by it, else the one of its suffix.
        notes: where it is told what is not judged, or judged by another edition's gold.
    """
    wanted = str(truth.get("sha256") or "").lower()
    if same := [row for row in tables["reports"] if wanted and row.get("sha256") == wanted]:
        return same
    names = [row for row in tables["files"] if _is_named(row["source"], truth["source"], is_only)]
    named = [row for row in tables["reports"] if _is_named(row["source"], truth["source"], is_only)]
    if not named:
        meant = [row for row in names if not wanted or row.get("sha256") == wanted]
        failed = [row for row in meant if (row.get("status"), row.get("stage")) != ("skipped", "compare")]
        if not failed:
            left = "left out as an edition of another file" if meant else "no input of this run"
            notes.append(f"{path.name}: {truth['source']} was {left}, not judged")
        return [{"source": row["source"]} for row in failed[:1]]
    editions = [row for row in named if _is_same_report(truth, row)]
    for row in named:
        if row not in editions:
            notes.append(f"{path.name}: {row['source']} has the name but is another report, not judged")
    if wanted and editions:
        others = ", ".join(row["source"] for row in editions)
        notes.append(f"{path.name}: judges {others}, another edition of the file that gold was made from, by its words")
    return editions


def _is_named(source: str, gold: str, whatever_suffix: bool) -> bool:
    return stem(source) == stem(gold) if whatever_suffix else PurePath(source).name == PurePath(gold).name


def _is_same_report(truth: Mapping[str, Any], row: Mapping[str, str]) -> bool:
    """Whether gold and a report agree on something that tells reports apart; also where neither says any of it."""
    found = Found("reports", row)
    asked = [want for want in Gold("reports", truth.get("report") or {}).wants if want.column in _IDENTITY]
    told = [want for want in asked if want.answers[0] and found.folded[want.column]]
    return not told or any(want.right(found, "lenient") for want in told)
