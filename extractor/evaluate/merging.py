"""The gold of two people as one: what both say stands once; what they do not agree on is told, and settled by nobody.

Rows that are not agreed on stand in `unfinished`, each with what is to settle in `unsettled`: a dataset is not judged
by their tables until a person has settled them, as on the page of `findings review --blind`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.errors import InputError, OutputError
from extractor.evaluate.agreement import Row, fields_of, match_rows, names_of, same_reports, values_of
from extractor.evaluate.gold import as_lines
from extractor.evaluate.match import KEYS
from extractor.evaluate.misses import label
from extractor.evaluate.read import read_gold

__all__ = ["merge_golds"]

_OWN = {"report", "unfinished", "unsettled", *KEYS}


def merge_golds(first: Path, second: Path, out: Path) -> tuple[int, list[str]]:
    """Merge the gold of two people into a new folder, a file a report; reports that one of both has are taken over.

    Args:
        first, second: gold files, or folders of them.
        out: a folder that does not exist yet, or is empty.

    Returns:
        how many files were written, and what is to be settled, a line each.

    Raises:
        InputError: there is no gold.
        OutputError: the folder has files, or cannot be written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputError(f"{out}: is there already, perhaps with gold. Name another folder with --out.")
    paired = dict(same_reports(first, second, []))
    merged: dict[str, dict[str, Any]] = {}
    conflicts: list[str] = []
    known = [truth for both in paired.values() for truth in both]
    for folder in (first, second):
        alone = {path.name: truth for path, truth in read_gold(folder, []) if truth not in known}
        if both := alone.keys() & merged.keys():
            raise InputError(f"{', '.join(sorted(both))}: are of different reports in both. Rename one of them.")
        merged |= alone
    for name, (a, b) in paired.items():
        truth, told = _merged(a, b, names_of(a, b, first, second))
        merged[f"{name}.json"] = truth
        conflicts += [f"{name} {line}" for line in told]
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, truth in sorted(merged.items()):
            (out / name).write_text(as_lines(truth), encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}). Name another folder with --out.") from None
    return len(merged), conflicts


def _merged(a: Row, b: Row, names: tuple[str, str]) -> tuple[dict[str, Any], list[str]]:
    truth: dict[str, Any] = {name: value for name, value in {**b, **a}.items() if name not in _OWN}
    truth["who"] = ", ".join(names)
    truth["report"], unsettled = _report(a, b, names)
    conflicts = [f"report {column}: {told}" for column, told in unsettled.items()]
    unfinished = {}
    for table in KEYS:
        if table == "reports" or not any(table in told or table in told.get("unfinished", {}) for told in (a, b)):
            continue
        wholes = (isinstance(a.get(table), list), isinstance(b.get(table), list))
        rows, told = _rows(table, (_of(a, table), _of(b, table)), wholes, names)
        conflicts += [f"{table} {line}" for line in told]
        if any(wholes) and not told:
            truth[table] = rows
        else:
            unfinished[table] = rows
    more = {"unfinished": unfinished, "unsettled": unsettled}
    return truth | {name: value for name, value in more.items() if value}, conflicts


def _of(truth: Row, table: str) -> Sequence[Row]:
    rows = truth.get(table)
    return rows if isinstance(rows, list) else truth.get("unfinished", {}).get(table, [])


def _report(a: Row, b: Row, names: tuple[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of the report that nobody contradicts, and those that are to be settled, in words."""
    matched = match_rows("reports", *fields_of(a, b))
    told = {
        column: "; ".join(f"{who}: {row[column]!r}" for who, row in zip(names, (ours, theirs), strict=True))
        for ours, theirs, columns in matched.differing
        for column in columns
    }
    earlier: Mapping[str, str] = {**(b.get("unsettled") or {}), **(a.get("unsettled") or {})}
    fields = {**(b.get("report") or {}), **(a.get("report") or {})}
    kept = {name: value for name, value in fields.items() if name not in told}
    return kept, {name: words for name, words in earlier.items() if name not in kept} | told


def _rows(
    table: str, both: tuple[Sequence[Row], Sequence[Row]], wholes: tuple[bool, bool], names: tuple[str, str]
) -> tuple[list[Row], list[str]]:
    """The rows of both, and what is to be settled. A row that one of both has alone is, where the other's are whole."""
    matched = match_rows(table, *both)
    rows: list[Row] = [{**theirs, **ours} for ours, theirs in matched.same]
    conflicts = []
    for ours, theirs, columns in matched.differing:
        told = "; ".join(f"{who}: {values_of(row, columns)}" for who, row in zip(names, (ours, theirs), strict=True))
        rows += [{**row, "unsettled": f"of two rows, delete one. {told}"} for row in (ours, theirs)]
        conflicts.append(f"differs: {told} ({label(table, ours)})")
    for place, alone in enumerate((matched.first, matched.second)):
        for row in alone:
            if wholes[1 - place]:
                told = f"{names[place]} has it, {names[1 - place]} has not"
                conflicts.append(f"{told}: {label(table, row)}")
                row = {**row, "unsettled": told}
            rows.append(row)
    conflicts += [f"still to settle: {label(table, row)}" for own in both for row in own if row.get("unsettled")]
    return sorted(rows, key=_place), conflicts


def _place(row: Row) -> float:
    told = row.get("read_from") or {}
    place = told.get("start", row.get("line"))
    return float(place) if isinstance(place, int | float) else float("inf")
