"""A track as files: a CSV of its events, and one offline page to read or print."""

from __future__ import annotations

import csv
from pathlib import Path

from jinja2 import Environment, PackageLoader

from extractor.export.cells import format_number, neutralise
from extractor.export.folder import log_result, replacing
from extractor.link.threads import Event, Track

__all__ = ["COLUMNS", "write_track"]

COLUMNS = (
    "thread", "date", "kind", "report_id", "item", "said", "text", "addressee", "category", "improvement_required",
    "page", "quote",
)  # fmt: skip


def write_track(track: Track, out: Path) -> None:
    """Write `track.csv`, a row an event, and `track.html`; a folder that was written before is replaced as a whole.

    Raises:
        OutputError: the folder cannot be written, or holds what no run wrote.
    """
    with replacing(out) as folder:
        with (folder / "track.csv").open("w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened, lineterminator="\n")
            writer.writerow(COLUMNS)
            for number, thread in enumerate(track.threads, start=1):
                writer.writerows(_row(number, event) for event in thread.events)
        (folder / "track.html").write_text(page(track), encoding="utf-8", newline="\n")
        log_result(folder, "track", provider_id=track.provider_id)


def page(track: Track) -> str:
    """The track as a page that needs nothing but itself."""
    environment = Environment(
        loader=PackageLoader("extractor.link", "pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("track.html").render(track=track)


def _row(number: int, event: Event) -> list[str]:
    values = [number, *(getattr(event, name) for name in COLUMNS[1:])]
    return [_cell(value) for value in values]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return format_number(value) if isinstance(value, int | float) else neutralise(str(value))
