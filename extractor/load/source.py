"""A file as it is read: name, bytes and hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import InputError, LoadError


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: its name as given, its bytes and their hash."""

    name: str
    data: bytes
    sha256: str


def open_source(path: Path) -> Source:
    """Read a file.

    Raises:
        InputError: it is missing or cannot be read.
        LoadError: it is empty.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file. Check the path.") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}). Check the permissions.") from None
    if not data.strip():
        raise LoadError(f"{path.name}: the file is empty. Download it again.")
    return Source(path.name, data, hashlib.sha256(data).hexdigest())
