"""A file as it is read: name, bytes and hash."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import InputError, LoadError
from extractor.load.archive import MOST_BYTES, archive_of, read_entry


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: its name as given, its bytes, their hash, and the password that opens it if it is locked."""

    name: str
    data: bytes
    sha256: str
    password: str = field(default="", repr=False)


def open_source(path: Path, password: str = "") -> Source:
    """Read a file, or an entry of a ZIP archive: `reports.zip/first.pdf`.

    Raises:
        InputError: it is missing or cannot be read.
        LoadError: it is empty, or larger than is read.
    """
    try:
        inside = not path.exists() and archive_of(path) is not None
        if not inside and (fault := too_large(path)):
            raise LoadError(f"{path.name}: {fault}")
        data = read_entry(path) if inside else path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file. Check the path.") from None
    except OSError as error:
        if path.is_dir():
            raise InputError(f"{path}: is a folder. Give a single report; findings extract reads folders.") from None
        raise InputError(f"{path}: cannot be read ({error.strerror}). Check the permissions.") from None
    if not data.strip():
        raise LoadError(f"{path.name}: the file is empty. Download it again.")
    return Source(in_unicode(path.name), data, hashlib.sha256(data).hexdigest(), password)


def too_large(path: Path) -> str:
    """What is wrong with a file that has more bytes than are read of one; empty where it has not.

    Raises:
        OSError: it cannot be looked at.
    """
    return fault_of_size(path.stat().st_size)


def fault_of_size(size: int) -> str:
    """What is wrong with a file of so many bytes; empty where nothing is."""
    if size <= MOST_BYTES:
        return ""
    most = f"more than the {MOST_BYTES // 2**20:,} that are read"
    return f"has {size / 2**20:,.0f} MiB, {most}. Split it, or save it smaller."


def in_unicode(name: str) -> str:
    """A name as it can be written: a replacement character for every byte that is no UTF-8, which POSIX allows."""
    return os.fsencode(name).decode("utf-8", "replace")
