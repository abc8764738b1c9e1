"""`fetched.csv`: what stands in the folder, where it is from, and how each line of the catalogue ended."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from extractor.dataset.cells import neutralise, restore
from extractor.dataset.replacing import replace_file
from extractor.errors import OutputError
from extractor.fetch.catalogue import Entry
from extractor.fetch.names import fold

__all__ = ["MANIFEST", "Outcome", "Rows", "Source", "marks_of", "read_manifest", "write_manifest"]

MANIFEST = "fetched.csv"
Rows = dict[str, dict[str, str]]  # by url
_FIRST = ("url", "file", "sha256", "bytes", "type", "retrieved", "status", "message")
_COLUMNS = (*_FIRST, "etag", "last_modified", "checked", "redirected_to")  # those of a Source behind
_BEHIND = ("licence", "note")
_ETAG = re.compile(r'(?:W/)?"[!#-~]{0,200}"')
_MOMENT = re.compile(r"[A-Za-z0-9:, +-]{1,40}")


def marks_of(headers: Mapping[str, str]) -> tuple[str, str]:
    """ETag and time of the last change that an answer, or a manifest, tells; empty where it is none to be sent back."""
    etag, moment = headers.get("etag", ""), headers.get("last-modified", "")
    return etag if _ETAG.fullmatch(etag) else "", moment if _MOMENT.fullmatch(moment) else ""


@dataclass(frozen=True, slots=True)
class Source:
    """What a server said of a file when it was last asked; the marks are for asking again."""

    etag: str = ""
    last_modified: str = ""
    checked: str = ""  # UTC
    redirected_to: str = ""  # the address that had the file, where it is another


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a line of the catalogue ended. What is not known is empty.

    `status` is `fetched`, `resumed`, `there`, `manual`, `failed`, or `wanted` in a dry run; where what is there was
    looked for again, `unchanged`, `changed`, `reissued` or `gone`.
    """

    entry: Entry
    status: str
    file: str = ""
    message: str = ""
    sha256: str = ""
    bytes: int | None = None
    type: str = ""
    retrieved: str = ""  # UTC
    source: Source = Source()

    def row(self) -> dict[str, str]:
        """The row of the manifest; what else the catalogue says of the report goes along."""
        size = "" if self.bytes is None else str(self.bytes)
        own = (self.entry.url, self.file, self.sha256, size, self.type, self.retrieved, self.status, self.message)
        return {**self.entry.cells, **dict(zip(_FIRST, own, strict=True)), **asdict(self.source)}


def read_manifest(folder: Path) -> Rows:
    """The rows of an earlier run, by url; none where there was no run.

    Raises:
        OutputError: there is a file of that name that no run wrote.
    """
    path = folder / MANIFEST
    try:
        text = path.read_text(encoding="utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
        if tuple(reader.fieldnames or ())[: len(_FIRST)] != _FIRST:
            raise OutputError(f"{path}: is not a list that fetch wrote. Move it away, or name another folder.")
        rows = [{name: restore(cell) for name, cell in row.items() if name is not None} for row in reader]
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OutputError(f"{path}: cannot be read ({error}). Move it away, or name another folder.") from None
    return {row["url"]: row for row in rows if row["url"]}


def write_manifest(folder: Path, outcomes: Iterable[Outcome], earlier: Rows) -> None:
    """Write the manifest, at once or not at all. Files of an earlier run that this one did not ask for stay listed."""
    rows = [outcome.row() for outcome in outcomes]
    asked = {row["url"] for row in rows}
    listed = {fold(row["file"]) for row in rows}  # a file that has a new address is listed with that
    rows += [
        row for url, row in earlier.items() if url not in asked and row["file"] and fold(row["file"]) not in listed
    ]
    more = dict.fromkeys(name for row in rows for name in row if name not in (*_COLUMNS, *_BEHIND))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*_COLUMNS, *_BEHIND, *more], restval="", lineterminator="\n")
    writer.writerow({name: neutralise(name) for name in writer.fieldnames})
    writer.writerows({name: neutralise(cell) for name, cell in row.items()} for row in rows)
    try:
        replace_file(folder / MANIFEST, text.getvalue().encode())
    except OSError as error:
        what = f"{folder / MANIFEST}: cannot be written ({error.strerror})"
        raise OutputError(f"{what}. Check space, and whether another program has it open.") from None
