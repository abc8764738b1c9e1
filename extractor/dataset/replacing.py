"""A folder or a file takes the place of another, at no moment of which there is none."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

__all__ = ["file_replacing", "flush", "replace_file", "swap"]

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # renameat2(2) of Linux
_RENAME_SWAP = 2  # renamex_np(2) of macOS


def swap(new: Path, target: Path) -> None:
    """Put a folder in the place of another; the old one then stands under the name that the new one had.

    Where neither Linux nor macOS does it in one step, the old folder is renamed aside first: what a process that is
    killed between the two leaves is put right by `folder.recover`.

    Raises:
        OSError: it cannot be done; the old folder is where it was.
    """
    if not target.exists():
        new.rename(target)
    elif not _exchanged(new, target):
        aside = target.with_name(new.name.removesuffix("new") + "old")
        target.rename(aside)
        try:
            new.rename(target)
        except BaseException:
            aside.rename(target)
            raise
        aside.rename(new)
    if os.name == "posix":
        _flush_folder(target.parent)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that stands there whole or not at all, in place of one that does.

    Raises:
        OSError: it cannot be written; the old file, if any, is as it was.
    """
    with file_replacing(path) as new:
        new.write_bytes(data)


@contextmanager
def file_replacing(path: Path) -> Iterator[Path]:
    """Where to write a file that takes the place of another when the block ends well, and vanishes if it does not.

    Raises:
        OSError: it cannot be written; the old file, if any, is as it was.
    """
    new = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        yield new
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders changed their names in one step."""
    paths = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform.startswith("linux"):
            return bool(libc.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(paths[0], paths[1], _RENAME_SWAP) == 0)
    except (OSError, AttributeError, TypeError):  # no such library or call here
        pass
    return False


def flush(folder: Path) -> None:
    """Have everything in a folder on the disk before anything is renamed.

    A file with a second name is there already: the folder that it is taken over from was flushed.
    """
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_nlink == 1:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    if os.name == "posix":
        for path in [*(p for p in folder.rglob("*") if p.is_dir()), folder]:
            _flush_folder(path)


def _flush_folder(path: Path) -> None:
    with suppress(OSError):  # some network file systems cannot
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
