"""Reports that a catalogue lists, fetched into a folder: politely, and so that what stands there can be trusted.

    catalogue -> plan -> client, robots.txt and pauses kept -> store, part file and checks -> folder, manifest

What comes from outside is not trusted: names, addresses, sizes, times and contents are checked, and nothing is written
outside the folder. A file stands there whole or not at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.errors import OutputError
from extractor.fetch.catalogue import Entry, read_catalogue
from extractor.fetch.client import Client
from extractor.fetch.connections import Addresses
from extractor.fetch.download import download
from extractor.fetch.download import refresh as look_again
from extractor.fetch.manifest import MANIFEST, Outcome, read_manifest, write_manifest
from extractor.fetch.names import fold
from extractor.fetch.plan import match_rows, name_files, settle
from extractor.fetch.settings import FetchError, Settings

__all__ = ["MANIFEST", "Outcome", "Result", "Settings", "Tell", "fetch"]

Tell = Callable[[Outcome, int], None]  # how a line ended, and how many lines there are


@dataclass(frozen=True, slots=True)
class Result:
    """How every line of the catalogue ended, in its order."""

    outcomes: tuple[Outcome, ...]

    @property
    def exit_code(self) -> int:
        """0 when nothing failed, 1 when something did."""
        return int(any(outcome.status == "failed" for outcome in self.outcomes))


def fetch(
    catalogue: Path,
    folder: Path,
    settings: Settings | None = None,
    *,
    refresh: bool = False,
    dry_run: bool = False,
    tell: Tell | None = None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    addresses: Addresses | None = None,
) -> Result:
    """Fetch the reports of a catalogue that are not in the folder yet, and list all of them in its `fetched.csv`.

    Args:
        catalogue: a CSV file; see corpus/README.md for its columns.
        folder: where they go; it is made. Files that are there are left alone, unless the catalogue has another hash.
        settings: pauses and limits.
        refresh: ask the sources of files that are there, too, whether they are still the same.
        dry_run: say what would be asked for; neither the network nor the folder is touched.
        tell: called after each line of the catalogue.
        sleep, clock: how time passes between requests.
        addresses: which addresses may be asked; as told there where it is left out.

    Raises:
        InputError: the catalogue has faults, or the environment names a proxy that cannot be used.
        OutputError: the folder cannot be written.
    """
    entries = read_catalogue(catalogue)
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is not a folder. Name another one.")
    earlier = read_manifest(folder)
    rows = match_rows(entries, earlier, by_landing_page=refresh)
    names = name_files(entries, earlier, rows)
    outcomes: list[Outcome] = []

    def look(client: Client | None, entry: Entry) -> Outcome:
        name = names[entry.url] if entry.url else entry.file
        before = rows.get(entry.url, {})
        there = settle(entry, name, folder, before)
        if there and not (refresh and entry.url and there.status == "there" and not there.message):
            return there
        if client is None:
            return Outcome(entry, "wanted", name)
        try:
            if there:
                outcome = look_again(client, there, before, folder)
            else:
                others = () if name else (*names.values(), *(path.name for path in folder.iterdir()))
                outcome = download(client, entry, folder, name, set(map(fold, others)))
        except FetchError as failed:
            client.note(entry.url, failed)
            return replace(there or Outcome(entry, "failed", name), status="failed", message=str(failed))
        client.note(entry.url, None)
        return outcome

    try:
        client = None if dry_run else Client(settings or Settings(), sleep, clock, addresses)
        if client is not None:
            folder.mkdir(parents=True, exist_ok=True)
        try:
            due = 0.0  # when the manifest is written next, so that a twentieth of the time goes into it at most
            for entry in entries:
                outcomes.append(look(client, entry))
                if tell is not None:
                    tell(outcomes[-1], len(entries))
                began = time.monotonic()
                named_there = bool(entry.url) and not names[entry.url]  # a name that a server gave is never lost
                if client is not None and (named_there or began >= due):
                    write_manifest(folder, outcomes, earlier)
                    due = time.monotonic() + 20 * (time.monotonic() - began)
        finally:
            if client is not None:
                write_manifest(folder, outcomes, earlier)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror}). Check space and permissions.") from None
    return Result(tuple(outcomes))
