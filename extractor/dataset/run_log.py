"""The log that every run leaves in its folder: by it the folder is known as ours, and whether it is whole."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.records import Record

__all__ = [
    "DELETED",
    "PACKAGE",
    "RUN_LOG",
    "deleted_rows",
    "hash_of",
    "hashes",
    "is_dataset",
    "is_ours",
    "log_result",
    "run_log",
    "write_json",
    "write_text",
    "written_files",
]

_LARGE = 2**20  # bytes
_SETTLED = 2 * 10**9  # nanoseconds since a file was written, in which it may be written again unnoticed
PACKAGE = "findings"
RUN_LOG = "run.json"
DELETED = "deleted"  # in the run log: the rows that people deleted, by table, which come back where that is undone


def run_log(folder: Path) -> dict[str, Any]:
    """What the run that wrote a folder says of itself; empty where there is none."""
    path = folder / RUN_LOG
    try:
        if not path.is_file():  # a pipe of that name would be waited for
            return {}
        log = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return log if isinstance(log, dict) else {}


def is_ours(folder: Path) -> bool:
    """Whether a run of ours wrote the folder: a dataset, or what is made of one."""
    return run_log(folder).get("package") == PACKAGE


def is_dataset(folder: Path) -> bool:
    """Whether extract wrote the folder."""
    return is_ours(folder) and "rows" in run_log(folder)


def log_result(folder: Path, made: str, **about: str) -> None:
    """Write the run log of what was made of a dataset, which lets a later run replace the folder."""
    write_json({"package": PACKAGE, "made": made, **about, "files": hashes(folder)}, folder / RUN_LOG)


def deleted_rows(rows: Iterable[Record]) -> dict[str, list[dict[str, object]]]:
    """The rows that people deleted, as the run log has them."""
    found: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        found.setdefault(row.TABLE, []).append(row.as_row())
    return dict(sorted(found.items()))


def written_files(folder: Path) -> list[str]:
    """All files below a folder, as relative paths with forward slashes, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def hash_of(path: Path) -> str:
    """SHA-256 of a file; a large one that nobody has written to meanwhile is read once."""
    about = path.stat()
    if about.st_size < _LARGE or time.time_ns() - about.st_mtime_ns < _SETTLED:
        return _hashed(path)
    return _known(path.resolve(), about.st_size, about.st_mtime_ns, about.st_ino)


def _hashed(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@lru_cache(maxsize=64)
def _known(path: Path, *about: int) -> str:
    return _hashed(path)


def hashes(folder: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """SHA-256 of every file below a folder, by name; some may be known."""
    known = known or {}
    return {name: known.get(name) or hash_of(folder / name) for name in written_files(folder)}


def write_json(value: object, path: Path) -> None:
    """Write a value as JSON for people to read, too."""
    write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", path)


def write_text(text: str, path: Path) -> None:
    """Write a text in UTF-8, its lines ending alike on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")
