"""What was read before: reports as loaded, what was extracted from them, where it was written, what is at addresses;
and the long expressions of patterns as they were compiled.

An entry is named by a hash of all that it hangs on: the file, this program and the libraries that read files; what was
extracted hangs on the patterns too. So when a pack changes, no PDF is read again, and nothing is ever out of date. An
entry is written whole or not at all, and it is data, not code: it is checked while it is read, and a spoilt one is
as good as none.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from extractor.errors import OutputError
from extractor.remote import is_address
from extractor.runs.packing import pack_report, unpack_report

if TYPE_CHECKING:
    from extractor.document import Report
    from extractor.remote.files import FileAt
    from extractor.runs.input_file import Input

__all__ = ["Cache", "Kept", "default_folder", "made_by"]

# Libraries that have a say in what is read; not those that only write or show.
_LIBRARIES = (
    *("pypdfium2", "pikepdf", "lxml", "pillow", "tinycss2", "webencodings", "markdown-it-py", "symspellpy", "regex"),
    *("rapidfuzz", "text2num", "numpy", "onnxruntime", "opencv-python-headless", "rapidocr", "msgspec", "spacy"),
)
_KINDS = ("loaded", "extracted", "written", "addresses", "compiled")
_MARK = "findings-cache"  # a folder with this file in it is ours to empty
_SUM = hashlib.sha256().digest_size


def default_folder() -> Path:
    """Where entries are kept: FINDINGS_CACHE, else the place of the system for such things."""
    if given := os.environ.get("FINDINGS_CACHE"):
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("findings", appauthor=False)


@lru_cache(maxsize=1)
def made_by() -> str:
    """A hash of this program, file by file, of Python and of the versions of the libraries that read files."""
    found = hashlib.sha256(sys.version.encode())
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*.py")):
        found.update(path.relative_to(root).as_posix().encode())
        found.update(path.read_bytes())
    for library in _LIBRARIES:
        with suppress(PackageNotFoundError):
            found.update(f"{library} {version(library)}".encode())
    return found.hexdigest()[:16]


@dataclass(frozen=True)
class Kept:
    """How much a cache holds: entries of a kind, and their bytes; `current` are those that this program made."""

    kind: str
    entries: int
    size: int
    current: int


@dataclass(frozen=True)
class Cache:
    """A folder of entries."""

    folder: Path

    @cached_property
    def _place(self) -> Path:
        return self.folder / made_by()

    def report(self, file: Input, password: str) -> Report | None:
        """The report that was loaded from a file, if it is kept."""
        data = self._read(self._report_path(file, password))
        return None if data is None else unpack_report(data)

    def keep_report(self, file: Input, password: str, report: Report) -> None:
        """Keep what was loaded, unless the file has changed since the run began."""
        if report.sha256 == file.sha256:
            self._write(self._report_path(file, password), pack_report(report))

    def outcome(self, file: Input, password: str, patterns: Mapping[str, str]) -> bytes | None:
        """What was extracted from a file with patterns of these hashes, packed, if it is kept."""
        return self._read(self._outcome_path(file, password, patterns))

    def keep_outcome(self, file: Input, password: str, patterns: Mapping[str, str], packed: bytes) -> None:
        """Keep what was extracted."""
        self._write(self._outcome_path(file, password, patterns), packed)

    def hash_at(self, file: FileAt) -> str:
        """The SHA-256 of a file at an address, if it is kept for the version that stands there; else empty."""
        data = self._read(self._address_path(file)) if file.version else None
        return "" if data is None else data.hex()

    def keep_hash_at(self, file: FileAt, sha256: str) -> None:
        """Keep the SHA-256 of a file, where its store tells one version of it from another."""
        if file.version:
            self._write(self._address_path(file), bytes.fromhex(sha256))

    def layout(self, out: Path | str) -> bytes | None:
        """Where the rows of each report stand in a folder that a run wrote, if it is kept."""
        return self._read(self._layout_path(out))

    def keep_layout(self, out: Path | str, layout: bytes) -> None:
        """Keep where the rows of each report stand."""
        self._write(self._layout_path(out), layout)

    def compiled(self, pattern: str, flags: int) -> bytes | None:
        """What an expression was compiled to, if it is kept."""
        return self._read(self._path("compiled", pattern, str(flags)))

    def keep_compiled(self, pattern: str, flags: int, code: bytes) -> None:
        """Keep what an expression was compiled to."""
        self._write(self._path("compiled", pattern, str(flags)), code)

    def _address_path(self, file: FileAt) -> Path:
        return self._path("addresses", file.address, file.version)

    def _layout_path(self, out: Path | str) -> Path:
        return self._path("written", str(out) if is_address(out) else os.path.realpath(out))

    def _report_path(self, file: Input, password: str) -> Path:
        return self._path("loaded", file.sha256, password)

    def _outcome_path(self, file: Input, password: str, patterns: Mapping[str, str]) -> Path:
        told = repr(sorted(patterns.items()))
        return self._path("extracted", file.sha256, password, file.source, file.path.name, told)

    def _path(self, kind: str, *hangs_on: str) -> Path:
        name = hashlib.sha256("\0".join(hangs_on).encode("utf-8", "surrogatepass")).hexdigest()
        return self._place / kind / name[:2] / name[2:]

    def _read(self, path: Path) -> bytes | None:
        try:
            data = path.read_bytes()
        except OSError:
            return None
        return data[_SUM:] if hashlib.sha256(data[_SUM:]).digest() == data[:_SUM] else None

    def _write(self, path: Path, data: bytes) -> None:
        """Write an entry. A disk that is full or that cannot be written costs the entry, not the run."""
        new = path.with_name(f"{path.name}.{uuid4().hex[:8]}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            (self.folder / _MARK).touch()
            new.write_bytes(hashlib.sha256(data).digest() + data)
            new.replace(path)
        except OSError:
            with suppress(OSError):
                new.unlink()

    def kept(self) -> list[Kept]:
        """How much is kept, by kind."""
        found = []
        for kind in _KINDS:
            files = [(path, path.stat().st_size) for path in self._entries(kind)]
            current = sum(path.is_relative_to(self._place) for path, _ in files)
            found.append(Kept(kind, len(files), sum(size for _, size in files), current))
        return found

    def _entries(self, kind: str) -> Iterator[Path]:
        return (path for path in self.folder.glob(f"*/{kind}/*/*") if path.is_file())

    def clear(self) -> int:
        """Remove every entry; the number of them.

        Raises:
            OutputError: the folder is not a cache of ours, or cannot be emptied.
        """
        if not self.folder.exists():
            return 0
        if not (self.folder / _MARK).is_file():
            raise OutputError(f"{self.folder}: is no cache of findings, so nothing in it is removed. Check the path.")
        count = sum(kept.entries for kept in self.kept())
        try:
            for place in {path.parents[2] for kind in _KINDS for path in self._entries(kind)}:
                shutil.rmtree(place)
        except OSError as error:
            raise OutputError(f"{self.folder}: cannot be emptied ({error.strerror}). Check permissions.") from None
        return count
