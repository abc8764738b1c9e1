"""Files of a run that are at addresses: what they are is found out once, and they are kept here while there is room.

What is brought here to be hashed stays for the reading, in a temporary folder that goes when the program ends. Where
that is full, or what a file is was known, it is brought when it is read, by the process that reads it.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from threading import Lock
from typing import TYPE_CHECKING

from extractor.dataset.run_log import RUN_LOG, hash_of, is_ours
from extractor.errors import InputError
from extractor.fetch.names import safe_name
from extractor.load.archive import Entry
from extractor.load.source import fault_of_size
from extractor.remote import is_web
from extractor.remote.files import FileAt, bring, each, files_at
from extractor.runs.input_file import Input, is_wanted, opened

if TYPE_CHECKING:
    from extractor.runs.cache import Cache

__all__ = ["inputs_at"]

ROOM = 4 * 2**30  # bytes of files that are kept


def inputs_at(addresses: Sequence[str], leave_out: str, cache: Cache | None) -> list[Input]:
    """The files at some addresses, and below them, each once. Folders that a run wrote are passed over.

    Args:
        addresses: what is searched.
        leave_out: a folder or address that is passed over.
        cache: keeps the hashes of files whose version their store tells.

    Raises:
        InputError: an address cannot be reached, nothing is there, or it lies in what is left out.
    """
    found: dict[str, FileAt] = {}
    for address in addresses:
        if leave_out and f"{address}/".startswith(f"{leave_out.rstrip('/')}/"):
            raise InputError(f"{address}: lies in the output folder, which is replaced. Copy it elsewhere first.")
        found |= {file.address: file for file in _searched(address, leave_out)}
    described = each(lambda file: _described(file, cache), list(found.values()))
    return [one for some in described for one in some]


def _searched(address: str, leave_out: str) -> Iterator[FileAt]:
    files = files_at(address)
    passed_over = [leave_out.rstrip("/") + "/"] if leave_out else []
    for file in files:
        if PurePosixPath(file.name).name == RUN_LOG:
            log = bring(file.address, _kept().place(RUN_LOG))
            if is_ours(log.parent):
                passed_over.append(file.address.removesuffix(RUN_LOG))
    for file in files:
        if not file.name or (is_wanted(PurePosixPath(file.name)) and not file.address.startswith(tuple(passed_over))):
            yield file


def _described(file: FileAt, cache: Cache | None) -> list[Input]:
    """A file as an input, or where it is an archive, what is in it."""
    path = _kept().place(safe_name(file.address.rsplit("/", 1)[-1]) or "report")
    try:
        if file.size is not None and (fault := fault_of_size(file.size)):
            raise InputError(fault)
        if cache is not None and (known := cache.hash_at(file)):
            return [Input(path, file.address, known, address=file.address)]
        path = bring(file.address, path.parent if is_web(file.address) else path)
        if fault := fault_of_size(path.stat().st_size):
            raise InputError(fault)
        entries = opened(path)
        if entries[0].path != path or entries[0].fault:
            return _of_archive(file, path, entries)
        sha256 = hash_of(path)
    except (InputError, OSError) as error:
        path.unlink(missing_ok=True)
        return [Input(path, file.address, "", str(error).removeprefix(f"{file.address}: "), address=file.address)]
    if cache is not None:
        cache.keep_hash_at(file, sha256)
    if not _kept().takes(path.stat().st_size):
        path.unlink()
    return [Input(path, file.address, sha256, address=file.address)]


def _of_archive(file: FileAt, path: Path, entries: Sequence[Entry]) -> list[Input]:
    """The files of an archive, which are read out of it, so that it must stay.

    Raises:
        InputError: there is no room for it.
    """
    if not _kept().takes(path.stat().st_size):
        raise InputError(f"is an archive, and more than the {ROOM >> 30} GiB that are kept at once. Download it first.")
    names = [entry.path.relative_to(path).as_posix() for entry in entries]
    return [
        Input(entry.path, file.address if name == "." else f"{file.address}/{name}", entry.sha256, entry.fault)
        for entry, name in zip(entries, names, strict=True)
    ]


class _Kept:
    """Where files that were brought here stay."""

    def __init__(self) -> None:
        self._folder = Path(mkdtemp(prefix="findings-"))
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        self._numbers, self._left, self._lock = count(), ROOM, Lock()

    def place(self, name: str) -> Path:
        """A place for a file of this name, in a folder of its own."""
        path = self._folder / str(next(self._numbers)) / name
        path.parent.mkdir()
        return path

    def takes(self, size: int) -> bool:
        """Whether there is room for a file of so many bytes; it is then taken."""
        with self._lock:
            fits = size <= self._left
            self._left -= size if fits else 0
            return fits


@cache
def _kept() -> _Kept:
    return _Kept()
