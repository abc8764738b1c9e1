"""One report: asked for, received into a part file, checked, and put in place."""

from __future__ import annotations

import os
from asyncio import timeout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import httpx

from extractor.fetch.body import pieces
from extractor.fetch.errors import FetchError, RefusedError
from extractor.fetch.kinds import (
    KIND_OF_SUFFIX,
    expected_of_type,
    fault_of_content,
    is_cut_off,
    kind_of,
    suffix_of_kind,
)
from extractor.fetch.names import apart, fold, name_from_disposition, name_from_url, suffix_of
from extractor.fetch.parts import Part
from extractor.fetch.web import Web

__all__ = ["Fetched", "download"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that is in place now."""

    file: str
    sha256: str
    bytes: int
    kind: str
    retrieved: str  # UTC
    resumed: bool


async def download(web: Web, url: str, folder: Path, name: str, sha256: str, taken: set[str]) -> Fetched:
    """Fetch a report into the folder.

    Args:
        web: the way to the network, with its limits.
        url: the address, already checked.
        folder: it exists; nothing outside it is written.
        name: a checked file name; empty where the answer is to give one.
        sha256: the hash that it must have; empty where none is known.
        taken: folded names that a file without a name must not get.

    Raises:
        FetchError: it did not come, or is not what it should be. What was in place before still is.
        OSError: the folder cannot be written.
    """
    part = Part(folder, name or apart("unnamed", url), url)
    limit = web.settings.file_seconds
    try:
        async with timeout(limit):
            answer, resumed = await web.patiently(url, lambda: _receive(web, url, part))
        name = name or _name_of(answer, url, part.path, taken)
        _check(part, name, sha256)
    except TimeoutError:
        kept = "; fetch again to go on from there" if part.headers() else ""
        part.drop_unless_it_helps()
        raise FetchError(f"took longer than {limit:g} s{kept}", again=True) from None
    except RefusedError:
        part.drop()
        raise
    except FetchError:
        part.drop_unless_it_helps()
        raise
    fetched = Fetched(name, part.sha256(), part.path.stat().st_size, kind_of(part.path), _now(), resumed)
    try:
        part.place(folder / name)
    except OSError as error:
        raise FetchError(f"cannot be put in place ({error.strerror}): does another program have it open?") from None
    return fetched


async def _receive(web: Web, url: str, part: Part) -> tuple[httpx.Response, bool]:
    """One attempt: the answer, its body now in the part file, and whether it was added to what had come before."""
    asked = part.headers()
    async with web.get(url, asked) as answer:
        if answer.status_code == 416:
            part.drop()
            raise FetchError("the server has nothing behind what had come before", again=True)
        with part.open(answer, asked) as file:
            await _write(answer, file, web.settings.max_bytes)
        part.check_length(answer)
        tells_its_length = "content-length" in answer.headers or "transfer-encoding" in answer.headers
        if not tells_its_length and is_cut_off(part.path):
            raise FetchError("the connection broke off before all had come", again=True)
        return answer, answer.status_code == 206


async def _write(answer: httpx.Response, file: BinaryIO, most: int) -> None:
    """Write the body behind what the file has, up to the largest size."""
    size = file.seek(0, os.SEEK_END)
    announced = answer.headers.get("content-length", "")
    if announced.isdecimal() and size + int(announced[:18]) > most:
        raise RefusedError(f"is larger than {_megabytes(most)}; --max-size allows more")
    async for piece in pieces(answer):
        size += len(piece)
        if size > most:
            raise RefusedError(f"is larger than {_megabytes(most)}; --max-size allows more")
        file.write(piece)


def _check(part: Part, name: str, sha256: str) -> None:
    """Raise where what came is not the report: another kind of file, or another file than the catalogue means."""
    expected = KIND_OF_SUFFIX[suffix_of(name)]
    if fault := fault_of_content(part.path, expected):
        raise RefusedError(fault)
    if sha256 and part.sha256() != sha256:
        raise RefusedError(f"has another sha256 than the catalogue says: {part.sha256()}")


def _name_of(answer: httpx.Response, url: str, path: Path, taken: set[str]) -> str:
    """A name for a file that the catalogue does not name: as the server says, or as its address ends."""
    promised = expected_of_type(answer.headers.get("content-type", ""))
    if fault := fault_of_content(path, promised):
        raise RefusedError(fault)
    told = name_from_disposition(answer.headers.get("content-disposition", ""))
    name = told or name_from_url(url) or name_from_url(str(answer.url)) or "report"
    if not suffix_of(name):
        name += suffix_of_kind(kind_of(path))
    return apart(name, url) if fold(name) in taken else name


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g} MB"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
