"""A catalogue: a CSV file with a line for every report that is wanted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from extractor.dataset.cells import restore
from extractor.errors import InputError
from extractor.fetch.names import fault_of_name, fold, tidy

__all__ = ["Entry", "fault_of_url", "read_catalogue"]

_LARGEST = 20_000_000  # bytes
_LONGEST_URL = 2000
_FAULTS_SHOWN = 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a catalogue; what it leaves open is empty."""

    line: int
    url: str
    file: str = ""
    sha256: str = ""
    landing_page: str = ""
    cells: dict[str, str] = field(default_factory=dict)  # every column, as it was given


def read_catalogue(path: Path) -> list[Entry]:
    """The entries of a catalogue, in its order. Empty lines are passed over.

    Raises:
        InputError: it cannot be read, lacks the column url, or has faults; all of them are told, each with its line.
    """
    rows = list(_rows(path))
    header = [name.strip().lower() for name in rows[0][1]] if rows else []
    if "url" not in header:
        raise InputError(
            f"{path}:1: there is no column url; the first line has {', '.join(filter(None, header)) or 'nothing'}. "
            "Name the columns there, parted by commas: url, file, sha256, licence, note."
        )
    faults = [f"{path}:1: there are two columns {name}" for name in sorted(set(header)) if header.count(name) > 1]
    entries: list[Entry] = []
    for line, cells in rows[1:]:
        if any(cell.strip() for cell in cells):
            entry = _entry(line, dict(zip(header, cells, strict=False)))
            found = [*_faults(entry), *(["more cells than columns"] if any(cells[len(header) :]) else [])]
            faults += [f"{path}:{line}: {fault}" for fault in found]
            entries.append(entry)
    faults += [f"{path}:{line}: {fault}" for line, fault in _doubles(entries)]
    if not entries:
        raise InputError(f"{path}: lists no report. Add a line with a url.")
    if faults:
        more = [f"and {len(faults) - _FAULTS_SHOWN} more faults"] if len(faults) > _FAULTS_SHOWN else []
        raise InputError("\n".join([*faults[:_FAULTS_SHOWN], *more, "Nothing was fetched: mend the catalogue first."]))
    return entries


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the line on which it begins."""
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"{path}: is larger than {_LARGEST // 1_000_000} MB, too large for a catalogue.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}). Give a catalogue, a CSV file.") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError(f"{path}:{line}: is not UTF-8. Save it as 'CSV UTF-8'.") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{path}:{line}: is not CSV ({error}). Look at its quotation marks.") from None


def _entry(line: int, cells: dict[str, str]) -> Entry:
    cells = {name: restore(cell).strip() for name, cell in cells.items() if name}

    def cell(name: str) -> str:
        return cells.get(name, "")

    return Entry(line, cell("url"), tidy(cell("file")), cell("sha256").lower(), cell("landing_page"), cells)


def _faults(entry: Entry) -> Iterator[str]:
    if not entry.url and not entry.landing_page:
        yield "there is no url, nor a landing_page; give one of them"
    if entry.url and (fault := fault_of_url(entry.url)):
        yield f"url {_short(entry.url)} {fault}"
    if entry.file and (fault := fault_of_name(entry.file)):
        yield f"file {_short(entry.file)} {fault}"
    if entry.sha256 and not _SHA256.fullmatch(entry.sha256):
        yield f"sha256 {_short(entry.sha256)} is not 64 digits of 0-9 and a-f"


def fault_of_url(url: str) -> str:
    """Why an address cannot be fetched from; empty where it can."""
    if len(url) > _LONGEST_URL:
        return f"is longer than {_LONGEST_URL} characters"
    if any(character.isspace() or not character.isprintable() for character in url):
        return "holds a space or a control character"
    try:
        parts = urlsplit(url)
        host, _, _ = parts.hostname, parts.port, httpx2.URL(url)
    except (ValueError, httpx2.InvalidURL):
        return "is not an address"
    if parts.scheme not in ("http", "https"):
        return "does not begin with http:// or https://"
    if not host:
        return "names no host"
    if parts.username is not None or parts.password is not None:
        return "holds a user name or password; take it out"
    return ""


def _doubles(entries: list[Entry]) -> Iterator[tuple[int, str]]:
    urls: dict[str, int] = {}
    files: dict[str, int] = {}
    for entry in entries:
        for seen, key, what in ((urls, entry.url, "url"), (files, fold(entry.file), "file")):
            if key and key in seen:
                yield entry.line, f"{what} {_short(getattr(entry, what))} is that of line {seen[key]}"
            elif key:
                seen[key] = entry.line


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:77] + "...")
