"""What differs between two datasets as files: `changes.csv`, a row a change, and `diff.html`, an offline page."""

from __future__ import annotations

from dataclasses import fields
from itertools import groupby
from pathlib import Path

from extractor.dataset.addresses import Address, nowhere
from extractor.dataset.csv_files import write_rows
from extractor.dataset.folder import replacing
from extractor.dataset.page import render
from extractor.dataset.run_log import log_result, write_text
from extractor.diff.datasets import Change, DatasetDiff

__all__ = ["COLUMNS", "write_diff"]

COLUMNS = tuple(field.name for field in fields(Change))
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
    return render("extractor.diff", "diff.html", diff=diff, groups=groups, left=max(-left, 0), address=address)
