"""ZIP archives of reports: each entry is a file, whose path is that of the archive and its name within it.

Nothing is unpacked to disk, and nothing unpacked without bounds: entries, archives in archives, bytes of one entry and
of all together, and how far an entry may swell.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from extractor.errors import LoadError

ARCHIVES = (".zip",)
MOST_BYTES = 500 * 2**20  # of a file that is read
MOST_ENTRIES = 5_000
MOST_UNPACKED = 4 * 2**30  # bytes of all entries of one archive together
MOST_INNER = 200 * 2**20  # bytes of an archive in an archive
DEEPEST = 3  # archives in one another
MOST_SWELLING = 200  # bytes for each packed byte, of an entry larger than
SWELLING_COUNTS_FROM = 2**20

_MAGIC, _EMPTY = b"PK\x03\x04", b"PK\x05\x06"
_OFFICE = {"[Content_Types].xml", "mimetype"}  # what files of office programs and books have, which are archives too
# What a damaged archive, or one packed in a way that Python cannot unpack, raises.
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError, RuntimeError)
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive: its path, which begins with the archive's, its hash, or why it is not read."""

    path: Path
    sha256: str = ""
    fault: str = ""


def is_archive(file: Path | bytes) -> bool:
    """Whether a file, or its bytes, are a ZIP archive and no Word file or the like; damaged ones are none."""
    if isinstance(file, Path):
        with file.open("rb") as opened:
            if not opened.read(4).startswith((_MAGIC, _EMPTY)):
                return False
    elif not file.startswith((_MAGIC, _EMPTY)):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file) as archive:
            return not _OFFICE & set(archive.namelist())
    except ZIP_FAULTS:
        return False


def entries(path: Path, wanted: Callable[[PurePosixPath], bool]) -> Iterator[Entry]:
    """The files of an archive and of the archives in it, in the order of their names; folders are passed over.

    `wanted` says of the name of an entry whether it is looked at.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _Walk(wanted).entries(archive, path, 1)
    except ZIP_FAULTS as error:
        yield Entry(path, fault=f"is a damaged ZIP archive ({_reason(error)}). Download it again.")


def archive_of(path: Path) -> Path | None:
    """The archive that a path leads into; None where a path is one of a file, or of nothing."""
    return next((each for each in path.parents if each.is_file()), None)


def read_entry(path: Path) -> bytes:
    """The bytes of an entry.

    Its path is that of an archive with the name of the entry behind it, or with those of archives in archives.

    Raises:
        LoadError: there is no such entry, or it cannot be unpacked within bounds.
    """
    outer = archive_of(path)
    if outer is None or ".." in path.relative_to(outer).parts:
        raise LoadError(f"{path.name}: there is no such file. Check the path.")
    try:
        with zipfile.ZipFile(outer) as archive:
            return _found(archive, path.relative_to(outer).parts, path.name, 1)
    except ZIP_FAULTS as error:
        raise LoadError(f"{path.name}: cannot be unpacked ({_reason(error)}). Download {outer.name} again.") from None


def _found(archive: zipfile.ZipFile, parts: tuple[str, ...], name: str, depth: int) -> bytes:
    members = {str(PurePosixPath(member.filename)): member for member in archive.infolist()}
    for count in range(1, len(parts) + 1):
        member = members.get("/".join(parts[:count]))
        if member is None or member.is_dir():
            continue
        if fault := _fault(member, MOST_BYTES if count == len(parts) else MOST_INNER):
            raise LoadError(f"{name}: {fault}")
        if count == len(parts):
            return b"".join(_chunks(archive, member))
        if depth < DEEPEST:
            with _inner(archive, member) as inner:
                return _found(inner, parts[count:], name, depth + 1)
    raise LoadError(f"{name}: is not in the archive. Check the path.")


class _Walk:
    """Goes through an archive and those in it, and counts what all of them hold."""

    def __init__(self, wanted: Callable[[PurePosixPath], bool]) -> None:
        self.wanted = wanted
        self.count = self.unpacked = 0

    def entries(self, archive: zipfile.ZipFile, path: Path, depth: int) -> Iterator[Entry]:
        """The files of one archive."""
        files = [member for member in archive.infolist() if not member.is_dir()]
        members = {each.filename: each for each in files if self.wanted(PurePosixPath(each.filename))}
        for name, member in sorted(members.items()):
            self.count += 1
            if self.count > MOST_ENTRIES:
                yield Entry(path, fault=f"has more than the {MOST_ENTRIES:,} entries that are read. Split it.")
                return
            yield from self._entry(archive, member, path, PurePosixPath(name), depth)

    def _entry(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, name: PurePosixPath, depth: int
    ) -> Iterator[Entry]:
        if not name.parts or name.is_absolute() or ".." in name.parts or "\\" in str(name) or ":" in name.parts[0]:
            fault = f"its entry {str(name)[:80]!r} leads out of it, and is not read. Unpack it with care."
            yield Entry(path, fault=fault)
            return
        at = path.joinpath(*name.parts)
        inner = name.suffix.lower() in ARCHIVES
        fault = _fault(member, MOST_INNER if inner else MOST_BYTES)
        self.unpacked += member.file_size
        if self.unpacked > MOST_UNPACKED:
            fault = f"its archive unpacks to more than the {MOST_UNPACKED >> 30} GiB that are read. Split it."
        elif inner and depth == DEEPEST:
            fault = f"lies in more than {DEEPEST} archives. Unpack it."
        if fault:
            yield Entry(at, fault=fault)
            return
        try:
            if inner:
                with _inner(archive, member) as opened:
                    yield from self.entries(opened, at, depth + 1)
            else:
                digest = hashlib.sha256()
                for chunk in _chunks(archive, member):
                    digest.update(chunk)
                yield Entry(at, digest.hexdigest())
        except ZIP_FAULTS as error:
            yield Entry(at, fault=f"cannot be unpacked ({_reason(error)}). Download its archive again.")


@contextmanager
def _inner(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(io.BytesIO(b"".join(_chunks(archive, member)))) as opened:
        yield opened


def _fault(member: zipfile.ZipInfo, most: int) -> str:
    """Why an entry is not read, as far as its archive tells; empty where it can be."""
    size, packed = member.file_size, max(1, member.compress_size)
    if member.flag_bits & 1:
        return "needs a password to unpack. Unpack its archive, and give the files."
    if size > most:
        return f"unpacks to {size / 2**20:,.0f} MiB, more than the {most >> 20:,} that are read. Unpack and split it."
    if size > SWELLING_COUNTS_FROM and size > MOST_SWELLING * packed:
        return f"unpacks to {size // packed:,} times its size, as no report does, and is not read."
    return ""


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of an entry, no more than it says it has."""
    read = 0
    with archive.open(member) as opened:
        while chunk := opened.read(_CHUNK):
            read += len(chunk)
            if read > member.file_size:
                raise zipfile.BadZipFile("an entry is larger than it says")
            yield chunk


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
