"""Reports that a catalogue lists, fetched into a folder: politely, and so that what stands there can be trusted.

    catalogue -> plan -> web, robots.txt and pauses kept -> part file -> checks -> folder, manifest

What comes from outside is not trusted: names, addresses, sizes, times and contents are checked, and nothing is written
outside the folder. A file stands there whole or not at all.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import OutputError
from extractor.fetch.addresses import Addresses
from extractor.fetch.catalogue import Entry, read_catalogue
from extractor.fetch.download import download
from extractor.fetch.errors import FetchError
from extractor.fetch.manifest import MANIFEST, Outcome, Rows, read_manifest, write_manifest
from extractor.fetch.names import fold
from extractor.fetch.plan import name_files, settle
from extractor.fetch.settings import Settings
from extractor.fetch.web import Web

__all__ = ["MANIFEST", "Outcome", "Result", "Settings", "Tell", "fetch"]

Tell = Callable[[Outcome, int], None]  # how a line ended, and how many lines there are
Sleep = Callable[[float], Awaitable[None]]


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
    dry_run: bool = False,
    tell: Tell | None = None,
    sleep: Sleep = asyncio.sleep,
    clock: Callable[[], float] = time.monotonic,
    addresses: Addresses | None = None,
) -> Result:
    """Fetch the reports of a catalogue that are not in the folder yet, and list all of them in its `fetched.csv`.

    Args:
        catalogue: a CSV file; see corpus/README.md for its columns.
        folder: where they go; it is made. Files that are there are left alone, unless the catalogue has another hash.
        settings: pauses and limits.
        dry_run: say what would be fetched; neither the network nor the folder is touched.
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
    outcomes: list[Outcome] = []

    def end(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if tell is not None:
            tell(outcome, len(entries))

    names = name_files(entries, earlier)
    if dry_run:
        for entry in entries:
            name = names.get(entry.url, "")
            end(settle(entry, name, folder, earlier) or Outcome(entry, "wanted", name))
        return Result(tuple(outcomes))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            web = Web(settings or Settings(), sleep, clock, addresses)
            asyncio.run(_fetch_all(web, entries, names, folder, earlier, outcomes, end))
        finally:
            write_manifest(folder, outcomes, earlier)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror}). Check space and permissions.") from None
    return Result(tuple(outcomes))


async def _fetch_all(
    web: Web,
    entries: list[Entry],
    names: dict[str, str],
    folder: Path,
    earlier: Rows,
    outcomes: list[Outcome],
    end: Callable[[Outcome], None],
) -> None:
    """End every line. The manifest is written after each that needed the network: no name that it got is lost."""
    async with web:
        for entry in entries:
            name = names.get(entry.url, "")
            outcome = settle(entry, name, folder, earlier)
            if outcome is not None:
                end(outcome)
                continue
            taken = {fold(known) for known in (*names.values(), *(path.name for path in folder.iterdir()))}
            end(await _fetch_one(web, entry, folder, name, taken))
            write_manifest(folder, outcomes, earlier)


async def _fetch_one(web: Web, entry: Entry, folder: Path, name: str, taken: set[str]) -> Outcome:
    try:
        fetched = await download(web, entry.url, folder, name, entry.sha256, taken)
    except FetchError as failed:
        web.note(entry.url, failed)
        return Outcome(entry, "failed", name, str(failed))
    web.note(entry.url, None)
    status = "resumed" if fetched.resumed else "fetched"
    return Outcome(entry, status, fetched.file, "", fetched.sha256, fetched.bytes, fetched.kind, fetched.retrieved)
