"""One report: asked for, received into a part file, checked, and put in place; or looked for again at its source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx2

from extractor.dataset.run_log import hash_of
from extractor.fetch.catalogue import Entry
from extractor.fetch.client import Client
from extractor.fetch.kinds import KIND_OF_SUFFIX, expected_of_type, fault_of_content, kind_of, suffix_of_kind
from extractor.fetch.manifest import Outcome, Source, marks_of
from extractor.fetch.names import apart, fold, name_from_disposition, name_from_url, suffix_of
from extractor.fetch.settings import FetchError, RefusedError
from extractor.fetch.store import Part, set_aside

__all__ = ["download", "refresh"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def download(client: Client, entry: Entry, folder: Path, name: str, taken: set[str]) -> Outcome:
    """Fetch a report into the folder.

    Args:
        client: the way to the network, with its limits.
        entry: the line of the catalogue, already checked.
        folder: it exists; nothing outside it is written.
        name: a checked file name; empty where the answer is to give one.
        taken: folded names that a file without a name must not get.

    Raises:
        FetchError: it did not come, or is not what it should be. What was in place before still is.
        OSError: the folder cannot be written.
    """
    with Part(folder, name or apart("unnamed", entry.url), entry.url) as part:
        answer = _receive(client, entry.url, part, {})
        name = name or _name_of(answer, entry.url, part.path, taken)
        _check(part.path, name)
        if entry.sha256 and hash_of(part.path) != entry.sha256:
            raise RefusedError(f"has another sha256 than the catalogue says: {hash_of(part.path)}")
        status = "resumed" if answer.status_code == 206 else "fetched"
        return _place(part, folder / name, Outcome(entry, status, name, source=_source(answer, entry.url, Source())))


def refresh(client: Client, there: Outcome, before: Mapping[str, str], folder: Path) -> Outcome:
    """Ask the source of a file that is there whether it is still the same. What was there is never overwritten.

    Args:
        client: the way to the network.
        there: the file, as it was fetched.
        before: the row of the manifest for it, perhaps of another address; empty where there is none.
        folder: where it stands.

    Returns:
        the outcome: `unchanged`; `changed`, or `reissued` where the address or the landing page is another too, with
        the earlier edition kept aside; `gone` where the source has no such file any more.

    Raises:
        FetchError: nobody can tell; what is there stays.
        OSError: the folder cannot be written.
    """
    entry, path = there.entry, folder / there.file
    was_at = before.get("url", "") or entry.url
    moved = f"now at {entry.url}, was at {was_at}" if was_at != entry.url else ""
    with Part(folder, there.file, entry.url) as part:
        try:
            answer = _receive(client, entry.url, part, {} if moved else _conditions(there.source))
        except FetchError as failed:
            if not failed.gone:
                raise
            source = replace(there.source, checked=_now())
            return replace(there, status="gone", message=f"{failed}; the file is kept", source=source)
        source = _source(answer, entry.url, there.source if answer.status_code == 304 else Source())
        if answer.status_code == 304 or hash_of(part.path) == there.sha256:
            part.drop()
            return replace(there, status="unchanged", message=moved, source=source)
        if entry.sha256:
            told = f"the source has another edition, of sha256 {hash_of(part.path)}; what the catalogue names is kept"
            part.drop()
            return replace(there, status="changed", message=told, source=source)
        _check(part.path, there.file)
        old, new = (at.redirected_to or entry.url for at in (there.source, source))
        if not moved and old != new:
            moved = f"now at {new}, was at {old}"
        if not moved and before.get("landing_page") and before["landing_page"] != entry.landing_page:
            moved = f"its landing page was {before['landing_page']}"
        day = there.retrieved[:10]
        if not _DAY.fullmatch(day):
            day = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%d")
        kept = f"the earlier edition is kept as {set_aside(path, day).name}"
        status, message = ("reissued", f"{moved}; {kept}") if moved else ("changed", kept)
        return _place(part, path, Outcome(entry, status, there.file, message, source=source))


def _receive(client: Client, url: str, part: Part, conditions: dict[str, str]) -> httpx2.Response:
    """The answer to a request; its body is in the part file, if it is not 304."""
    limit = client.settings.file_seconds

    def attempt() -> httpx2.Response:
        asked = part.headers() or conditions
        allowed = (200, 206, 416) if "Range" in asked else (200, 304) if asked else (200, 206, 416)
        with client.get(url, asked, allowed) as answer:
            if answer.status_code != 304:
                part.receive(answer, asked, client.settings.max_bytes)
            return answer

    try:
        with client.within(limit):
            return client.patiently(attempt)
    except TimeoutError:
        kept = "; fetch again to go on from there" if part.headers() else ""
        raise FetchError(f"took longer than {limit:g} s{kept}", again=True) from None


def _conditions(known: Source) -> dict[str, str]:
    """The headers that ask for a file only where it has changed."""
    marks = marks_of({"etag": known.etag, "last-modified": known.last_modified})
    return {name: mark for name, mark in zip(("If-None-Match", "If-Modified-Since"), marks, strict=True) if mark}


def _source(answer: httpx2.Response, url: str, known: Source) -> Source:
    """What an answer says of the file; marks that it leaves out are those that are known."""
    etag, moment = marks_of(answer.headers)
    found_at = "" if answer.request.url == httpx2.URL(url) else str(answer.request.url)
    return Source(etag or known.etag, moment or known.last_modified, _now(), found_at)


def _check(path: Path, name: str) -> None:
    """Raise where what came is another kind of file than its name says."""
    if fault := fault_of_content(path, KIND_OF_SUFFIX[suffix_of(name)]):
        raise RefusedError(fault)


def _place(part: Part, target: Path, outcome: Outcome) -> Outcome:
    """The outcome with what the file is, which is put in place."""
    path = part.path
    sha256, size, kind = hash_of(path), path.stat().st_size, kind_of(path)
    try:
        part.place(target)
    except OSError as error:
        raise FetchError(f"cannot be put in place ({error.strerror}): does another program have it open?") from None
    return replace(outcome, sha256=sha256, bytes=size, type=kind, retrieved=outcome.source.checked)


def _name_of(answer: httpx2.Response, url: str, path: Path, taken: set[str]) -> str:
    """A name for a file that the catalogue does not name: as the server says, or as its address ends."""
    promised = expected_of_type(answer.headers.get("content-type", ""))
    if fault := fault_of_content(path, promised):
        raise RefusedError(fault)
    told = name_from_disposition(answer.headers.get("content-disposition", ""))
    name = told or name_from_url(url) or name_from_url(str(answer.request.url)) or "report"
    if not suffix_of(name):
        name += suffix_of_kind(kind_of(path))
    return apart(name, url) if fold(name) in taken else name


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
