"""A file of a run: what tells it from others, where it stands, and what is opened of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from extractor.load import ARCHIVES, SUFFIXES
from extractor.load.archive import Entry, entries, is_archive, read_entry

__all__ = ["Input", "at_hand", "files_by_hash", "is_hidden", "is_wanted", "opened"]


@dataclass(frozen=True, slots=True)
class Input:
    """A file of a run. `source` is its name, with as many folders before it as tell it from others of that name.

    `fault` says why it cannot be read. `same_as` names the earlier input that has the same bytes. A file that is
    elsewhere has an `address`, which is its source, and stands at `path` or must be brought there; see `at_hand`.
    """

    path: Path
    source: str
    sha256: str
    fault: str = ""
    same_as: str = ""
    address: str = ""


def files_by_hash(inputs: Iterable[Input]) -> dict[str, Callable[[], bytes]]:
    """What gives the bytes of the inputs that can be read, by their SHA-256."""
    return {file.sha256: partial(_bytes, file) for file in inputs if not file.fault}


def _bytes(file: Input) -> bytes:
    with at_hand(file) as path:
        return path.read_bytes() if path.is_file() else read_entry(path)


@contextmanager
def at_hand(file: Input) -> Iterator[Path]:
    """Where the file of an input stands; one at an address is brought here for the block, unless it is here already.

    Raises:
        InputError: it cannot be brought.
    """
    if not file.address or file.path.exists():
        yield file.path
        return
    from extractor.remote.files import bring

    with TemporaryDirectory(prefix="findings-") as folder:
        yield bring(file.address, Path(folder) / file.path.name)


def opened(path: Path) -> list[Entry]:
    """A file as it is, or the files of an archive."""
    try:
        if not path.is_file() or not is_archive(path):
            return [Entry(path)]
    except OSError:
        return [Entry(path)]
    problem = f"is a ZIP archive without a report. Looked for {', '.join(SUFFIXES)} in it."
    return list(entries(path, is_wanted)) or [Entry(path, fault=problem)]


def is_wanted(name: PurePosixPath) -> bool:
    """Whether an entry of an archive, or a file below an address, is looked at, by its name."""
    if any(part == "__MACOSX" or (is_hidden(part) and not part.startswith("..")) for part in name.parts):
        return False
    return name.suffix.lower() in (*SUFFIXES, *ARCHIVES) and name.stem.lower() != "readme"


def is_hidden(name: str) -> bool:
    """Whether a file or folder is not for readers: hidden, or what an office program keeps beside an open document."""
    return name.startswith((".", "~$"))
