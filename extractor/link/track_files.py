"""A track as files: a CSV of its events, and one offline page to read or print."""

from __future__ import annotations

from pathlib import Path

from extractor.dataset.addresses import Address, nowhere
from extractor.dataset.csv_files import write_rows
from extractor.dataset.folder import replacing
from extractor.dataset.page import render
from extractor.dataset.run_log import log_result, write_text
from extractor.domain.dates import long_date
from extractor.link.threads import NOT_LINKED, Track

__all__ = ["COLUMNS", "write_track"]

COLUMNS = (
    "thread", "date", "kind", "report_id", "item", "said", "text", "addressee", "category", "improvement_required",
    "page", "quote",
)  # fmt: skip


def write_track(track: Track, out: Path, address: Address = nowhere) -> None:
    """Write `track.csv`, a row an event, and `track.html`; a folder that was written before is replaced as a whole.

    `address` gives that of a row, for a link.

    Raises:
        OutputError: the folder cannot be written, or holds what no run wrote.
    """
    rows = (
        [number, *(getattr(event, name) for name in COLUMNS[1:])]
        for number, thread in enumerate(track.threads, start=1)
        for event in thread.events
    )
    with replacing(out) as folder:
        write_rows(COLUMNS, rows, folder / "track.csv")
        write_text(
            render("extractor.link", "track.html", track=track, not_linked=NOT_LINKED, address=address, long=long_date),
            folder / "track.html",
        )
        log_result(folder, "track", provider_id=track.provider_id)
