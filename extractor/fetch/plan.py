"""What a run has to do for each line of the catalogue, told before anything is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor.fetch.catalogue import Entry
from extractor.fetch.kinds import KIND_OF_SUFFIX, fault_of_content, kind_of
from extractor.fetch.manifest import Outcome, Rows
from extractor.fetch.names import apart, fault_of_name, fold, name_from_url, suffix_of

__all__ = ["name_files", "settle"]


def name_files(entries: Sequence[Entry], earlier: Rows) -> dict[str, str]:
    """The file name of every url, as far as it is known: from the catalogue, an earlier run, or the end of the url.

    It is empty where only the server can tell. No two are one file, on any file system.
    """
    names = {entry.url: entry.file for entry in entries if entry.url and entry.file}
    taken = {fold(name) for name in names.values()}
    others = {fold(row["file"]) for url, row in earlier.items() if row["file"] and url not in names}
    for entry in entries:
        if entry.url and not entry.file:
            before = earlier.get(entry.url, {}).get("file", "")
            if before and not fault_of_name(before):
                name = before
            else:
                name = name_from_url(entry.url)
                name = name if suffix_of(name) else ""
                if fold(name) in others:
                    name = apart(name, entry.url)
            if name and fold(name) in taken:
                name = apart(name, entry.url)
            names[entry.url] = name
            taken |= {fold(name)} - {""}
    return names


def settle(entry: Entry, name: str, folder: Path, earlier: Rows) -> Outcome | None:
    """How a line ends that needs no network; None where the report has to be fetched. What is there is left alone."""
    if not entry.url:
        message = f"no direct address known: open the landing page {entry.landing_page}"
        there = bool(entry.file) and (folder / entry.file).is_file()
        return settle_file(entry, entry.file, folder, {}) if there else Outcome(entry, "manual", entry.file, message)
    path = folder / name
    if not name or not (path.exists() or path.is_symlink()):
        return None
    return settle_file(entry, name, folder, earlier.get(entry.url, {}))


def settle_file(entry: Entry, name: str, folder: Path, before: Mapping[str, str]) -> Outcome | None:
    """How a line ends whose file is there; None where it is another than the catalogue's hash says."""
    path = folder / name
    if not path.is_file():
        return Outcome(entry, "failed", name, "there is something of that name that is no file: move it away")
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if entry.sha256 and sha256 != entry.sha256 and entry.url:
        return None
    fault = fault_of_content(path, KIND_OF_SUFFIX[suffix_of(name)])
    if not fault and entry.sha256 not in ("", sha256):
        fault = f"has another sha256 than the catalogue says: {sha256}"
    if fault:
        return Outcome(entry, "failed", name, f"what is there {fault}. Remove it to have it fetched")
    known = before.get("sha256", "")
    same = known == sha256
    message = "" if same or not known else "has changed since it was fetched"
    retrieved = before.get("retrieved", "") if same else ""
    return Outcome(entry, "there", name, message, sha256, path.stat().st_size, kind_of(path), retrieved)
