"""One command at a time changes a folder; another that comes meanwhile waits, so that neither loses what it wrote."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from extractor.errors import OutputError

__all__ = ["locked"]

_WAITS = 600.0  # seconds: longer than any command writes
_held: dict[str, FileLock] = {}


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; within it, the same folder can be held again.

    The lock is a file in the temporary folder of this computer, named by a hash: nothing is left beside the folder.

    Raises:
        OutputError: another process holds the folder for longer than any command takes.
    """
    name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:32]
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    place = Path(tempfile.gettempdir()) / f"findings-{user}"
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        lock = _held.setdefault(name, FileLock(place / f"{name}.lock"))
        lock.acquire(timeout=_WAITS)
    except Timeout:
        raise OutputError(f"{folder}: another findings command is writing to it. Wait until it has ended.") from None
    except OSError as error:
        raise OutputError(f"{place}: cannot be written ({error.strerror}), so {folder} is not locked.") from None
    try:
        yield
    finally:
        lock.release()
