"""Files at addresses: what there is, and how one is brought here. The one module that knows fsspec."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from extractor.errors import FindingsError, InputError, OutputError
from extractor.fetch.catalogue import Entry, fault_of_url
from extractor.fetch.client import Client
from extractor.fetch.download import download
from extractor.fetch.settings import FetchError, Settings
from extractor.remote import fault_of_secret, is_web, shown

__all__ = ["FileAt", "bring", "each", "files_at", "listing", "opened", "reaching"]

T = TypeVar("T")
R = TypeVar("R")

# What stores say of a file that is another where its content is.
_MARKS = ("ETag", "etag", "content_md5", "md5Hash", "LastModified", "last_modified", "mtime", "created")
_AT_ONCE = 8  # files that are on their way
_one_at_a_time = Lock()  # of the web, as its hosts are owed


@dataclass(frozen=True, slots=True)
class FileAt:
    """A file at an address, with its name below the address that was searched, which is empty for that itself.

    `version` is another where the content is; it is empty where nothing tells. The size is None where nothing tells.
    """

    address: str
    name: str = ""
    size: int | None = None
    version: str = ""


def each(do: Callable[[T], R], what: Sequence[T]) -> Iterator[R]:
    """What a function gives for some things, in their order, several at once."""
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        yield from pool.map(do, what)
    finally:
        pool.shutdown(cancel_futures=True)


def files_at(address: str) -> list[FileAt]:
    """The file at an address, or all files below it, sorted. Of the web nothing is asked yet.

    Raises:
        InputError: it cannot be reached, nothing is there, or it holds a secret.
    """
    if fault := fault_of_secret(address):
        raise InputError(f"{shown(address)[:200]}: {fault}.")
    if is_web(address):
        if fault := fault_of_url(address):
            raise InputError(f"{address[:200]}: {fault}.")
        return [FileAt(address)]
    with reaching(address):
        found = listing(*opened(address))
    if not found:
        raise InputError(f"{address}: nothing is there. Check the address.")
    whole = address.rstrip("/")
    return [replace(at, address=f"{whole}/{name}" if name else address) for name, at in found.items()]


def bring(address: str, to: Path) -> Path:
    """Bring a file here.

    Args:
        address: of the file.
        to: where it goes, in a folder that exists; a file of the web gets a name of its own where `to` is a folder.

    Returns:
        where it is.

    Raises:
        InputError: it cannot be reached, or is not what may be taken.
    """
    if is_web(address):
        return _fetched(address, *((to, "") if to.is_dir() else (to.parent, to.name)))
    try:
        with reaching(address):
            files, path = opened(address)
            files.get_file(path, str(to))
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    return to


def _fetched(address: str, folder: Path, name: str) -> Path:
    with _one_at_a_time:
        try:
            return folder / download(_client(), Entry(0, address), folder, name, set()).file
        except FetchError as failed:
            _client().note(address, failed)
            raise InputError(f"{address}: {failed}.") from None


@cache
def _client() -> Client:
    return Client(Settings())


def opened(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it. What fsspec would take for a chain of them is a mere name.

    Raises:
        ImportError: a package is missing.
        ValueError: there is no such kind of address.
    """
    import fsspec

    protocol = address.partition("://")[0].lower()
    kind = fsspec.get_filesystem_class(protocol)
    path = str(kind._strip_protocol(address))
    return fsspec.filesystem(protocol, **kind._get_kwargs_from_urls(address)), path.rstrip("/")


def listing(files: Any, root: str) -> dict[str, FileAt]:
    """The files below a path of a file system, by name; the address of each is its path there."""
    files.invalidate_cache()
    try:
        found = files.find(root, detail=True)
    except FileNotFoundError:
        return {}
    listed: dict[str, FileAt] = {}
    for path, about in sorted(found.items()):
        name = path.removeprefix(root).lstrip("/")
        if about.get("type") != "directory" and not path.endswith("/"):
            marks = [str(about[mark]) for mark in _MARKS if about.get(mark) is not None]
            size = about.get("size")
            listed[name] = FileAt(path, name, size, repr((size, marks)) if marks else "")
    return listed


@contextmanager
def reaching(address: str, writing: bool = False) -> Iterator[None]:
    """Whatever goes wrong at an address in the block as one clear message: each store has errors of its own.

    Raises:
        InputError, OutputError: with the cause.
    """
    try:
        yield
    except FindingsError:
        raise
    except ImportError as error:
        advice = "pip install 'inspection-findings[remote]'"
        raise InputError(f"{address}: such addresses need more packages ({error}): {advice}") from None
    except KeyboardInterrupt:
        if not writing:
            raise
        told = "interrupted while it was written, and not whole. Run the same command again."
        raise OutputError(f"{address}: {told}") from None
    except Exception as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        told = f"cannot be {'written' if writing else 'read'} ({reason}). Check the address, and that you have access."
        raise (OutputError if writing else InputError)(f"{address}: {told}") from None
