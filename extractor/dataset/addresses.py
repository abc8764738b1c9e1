"""Where a row is shown beside the words that it was read from: its address on a page of `findings review`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from extractor.dataset.folder import result_folder
from extractor.errors import OutputError

__all__ = ["Address", "nowhere", "review_addresses", "row_fragment"]

# Of a row, by report_id, table and item, or of a whole report where the table is ''; '' where it is shown nowhere.
Address = Callable[[str, str, str], str]


def nowhere(report_id: str, table: str, item: str) -> str:
    """The address of every row where none is shown."""
    return ""


def row_fragment(table: str, item: str) -> str:
    """What stands behind `#` for a row: its table and its item, fit for an address."""
    return "/".join(quote(part, safe="") for part in (table, *item.split("/")))


def review_addresses(dataset: Path, page: Path) -> Address:
    """What gives the addresses of rows for a page, relative to the folder that it stands in.

    Args:
        dataset: the folder of the dataset; its review is beside it, where `findings review` writes it by itself.
        page: the folder of the page.
    """
    try:
        review = result_folder(dataset, None, "review")
    except OutputError:
        return nowhere
    here = {path.stem for path in review.glob("*.html")} - {"index"}
    try:
        way = Path(os.path.relpath(review.resolve(), page.resolve())).as_posix()
    except ValueError:  # on another drive of Windows, to which no relative way leads
        return nowhere

    def address(report_id: str, table: str, item: str) -> str:
        fragment = f"#{row_fragment(table, item)}" if table else ""
        return f"{quote(way)}/{report_id}.html{fragment}" if report_id in here else ""

    return address
