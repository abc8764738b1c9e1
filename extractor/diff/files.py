"""What differs between two datasets as files: `changes.csv`, a row a change, and `diff.html`, an offline page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import partial
from itertools import groupby
from pathlib import Path

from extractor.correct.model import correctable_columns
from extractor.dataset.addresses import Address, nowhere
from extractor.dataset.csv_files import write_rows
from extractor.dataset.folder import replacing
from extractor.dataset.page import render
from extractor.dataset.run_log import log_result, write_text
from extractor.diff.datasets import Change, DatasetDiff
from extractor.records import TABLES, Grounded

__all__ = ["COLUMNS", "write_diff"]

COLUMNS = tuple(field.name for field in fields(Change))
_OF_A_HASH = 12  # characters of it that are shown
_SHOWN = 2_000  # changes on the page; all are in changes.csv


def write_diff(diff: DatasetDiff, out: Path, address: Address = nowhere) -> None:
    """Write `changes.csv` and `diff.html`; a folder that was written before is replaced as a whole.

    `address` gives that of a row of the new dataset, for a link.

    Raises:
        OutputError: the folder cannot be written, or holds what no run wrote.
    """
    with replacing(out) as folder:
        rows = ([getattr(change, name) for name in COLUMNS] for change in diff.changes)
        write_rows(COLUMNS, rows, folder / "changes.csv")
        write_text(page(diff, address), folder / "diff.html")
        log_result(folder, "diff")


def page(diff: DatasetDiff, address: Address = nowhere) -> str:
    """What differs as a page: a summary by table and cause, then every change, by report and table."""
    left = _SHOWN
    groups = []
    for report_id, changes in diff.partly.items():
        shown = changes[: max(left, 0)]
        left -= len(changes)
        tables = [(table, list(rows)) for table, rows in groupby(shown, key=lambda change: change.table)]
        groups += [(report_id, tables)] if tables else []
    told = {"groups": groups, "left": max(-left, 0), "place": partial(_place, address=address)}
    told |= {"name": partial(_name, reports=diff.names), "said": _said}
    return render("extractor.diff", "diff.html", diff=diff, **told)


def _name(change: Change, reports: Mapping[str, str]) -> str:
    """What a row is called on the page.

    A check by its words, and by what it looked at where that is not the whole; a link by its reports.
    """
    if change.table == "links":
        return " ".join(f"{reports[part]}:" if reports.get(part) else part for part in change.item.split(" "))
    if change.table != "checks":
        return change.about or change.item or "report"
    check, _, item = change.item.partition(" ")
    return ": ".join(filter(None, (check.replace("-", " "), item if item != "report" else "")))


def _said(change: Change, words: str) -> str:
    """What a row says on the page: parts by semicolons, and of a check its verdict first."""
    parts = words.split(" | ") if not change.column else [words]
    if change.table == "checks" and not change.column:
        parts = parts[1:]
    if change.column == "sha256":
        return words[:_OF_A_HASH] + "…" * bool(words)
    in_words = change.table in ("checks", "coverage")
    return "; ".join(part.replace("_", " ") if in_words else part for part in parts)


def _place(change: Change, address: Address) -> str:
    """Where a row of the new dataset is shown, or its report where it has no place of its own there."""
    item, is_shown = change.item, issubclass(TABLES[change.table], Grounded)
    if change.change == "lost":
        return ""
    if change.table == "reports":
        item, is_shown = change.column, change.column in correctable_columns("reports") and bool(change.after)
    elif change.table == "checks":
        item, is_shown = item.replace(" ", "/", 1), True
    return address(change.report_id, change.table, item) if is_shown else address(change.report_id, "", "")
