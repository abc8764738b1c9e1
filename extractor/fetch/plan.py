"""What a run has to do for each line of the catalogue, told before anything is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

from extractor.dataset.run_log import hash_of
from extractor.fetch.catalogue import Entry
from extractor.fetch.kinds import KIND_OF_SUFFIX, fault_of_content, kind_of
from extractor.fetch.manifest import Outcome, Rows, Source
from extractor.fetch.names import apart, fault_of_name, fold, name_from_url, suffix_of

__all__ = ["match_rows", "name_files", "settle"]


def match_rows(entries: Sequence[Entry], earlier: Rows, by_landing_page: bool) -> Rows:
    """What an earlier run listed for the report of each url: by its url, else by its file, which has a new address.

    Args:
        entries: the catalogue.
        earlier: the manifest of the earlier run.
        by_landing_page: whether a url without a file is looked for by its landing page too, where no other line and no
            other row has that page.
    """
    rows = {entry.url: earlier[entry.url] for entry in entries if entry.url in earlier}
    others = [row for url, row in earlier.items() if url not in rows and row["file"]]
    files = {fold(row["file"]): row for row in others}
    pages = {row.get("landing_page", ""): row for row in others} if by_landing_page else {}
    times = Counter(entry.landing_page for entry in entries) + Counter(row.get("landing_page", "") for row in others)
    for entry in entries:
        if entry.url and entry.url not in rows:
            page = entry.landing_page if times[entry.landing_page] == 2 else ""
            found = files.get(fold(entry.file)) if entry.file else pages.get(page) if page else None
            if found:
                rows[entry.url] = found
    return rows


def name_files(entries: Sequence[Entry], earlier: Rows, rows: Rows) -> dict[str, str]:
    """The file name of every url, as far as it is known: from the catalogue, an earlier run, or the end of the url.

    It is empty where only the server can tell. No two are one file, on any file system.
    """
    names = {entry.url: entry.file for entry in entries if entry.url and entry.file}
    taken = {fold(name) for name in names.values()}
    mine = {fold(row["file"]) for row in rows.values()}
    others = {fold(row["file"]) for url, row in earlier.items() if url not in names} - mine
    for entry in entries:
        if entry.url and not entry.file:
            name = rows.get(entry.url, {}).get("file", "")
            if not name or fault_of_name(name):
                name = name_from_url(entry.url)
                name = name if suffix_of(name) else ""
                if name and fold(name) in others | mine:
                    name = apart(name, entry.url)
            if name and fold(name) in taken:
                name = apart(name, entry.url)
            names[entry.url] = name
            taken |= {fold(name)} - {""}
    return names


def settle(entry: Entry, name: str, folder: Path, before: Mapping[str, str]) -> Outcome | None:
    """How a line ends that needs no network; None where the report has to be fetched. What is there is left alone."""
    path = folder / name
    if not entry.url and not (name and path.is_file()):
        message = f"no direct address known: open the landing page {entry.landing_page}"
        return Outcome(entry, "manual", name, message)
    if not name or not (path.exists() or path.is_symlink()):
        return None
    if not path.is_file():
        return Outcome(entry, "failed", name, "there is something of that name that is no file: move it away")
    sha256 = hash_of(path)
    if entry.sha256 and sha256 != entry.sha256 and entry.url:
        return None
    fault = fault_of_content(path, KIND_OF_SUFFIX[suffix_of(name)])
    if not fault and entry.sha256 not in ("", sha256):
        fault = f"has another sha256 than the catalogue says: {sha256}"
    if fault:
        return Outcome(entry, "failed", name, f"what is there {fault}. Remove it to have it fetched")
    there = Outcome(entry, "there", name, "", sha256, path.stat().st_size, kind_of(path))
    if before.get("sha256", "") not in ("", sha256):
        return replace(there, message="has changed since it was fetched")
    if not before.get("sha256"):
        return there
    source = Source(*(before.get(field.name, "") for field in fields(Source)))
    return replace(there, retrieved=before.get("retrieved", ""), source=source)
