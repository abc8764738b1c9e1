"""Which files a run reads: sorted, each once, whatever the order in which paths are given."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from extractor.dataset.run_log import hash_of, is_ours
from extractor.errors import InputError, LoadError
from extractor.load import SUFFIXES
from extractor.load.archive import Entry, archive_of, read_entry
from extractor.load.source import in_unicode, too_large
from extractor.remote import is_address
from extractor.runs.input_file import Input, is_hidden, is_wanted, opened

if TYPE_CHECKING:
    from extractor.runs.cache import Cache

__all__ = ["find_inputs"]


def find_inputs(
    paths: Iterable[Path | str], leave_out: Path | str | None = None, cache: Cache | None = None
) -> list[Input]:
    """The files to read, sorted by source.

    Folders are searched to any depth for files with the suffixes of reports. A README, hidden files and folders, what
    an office program keeps beside an open document (`~$report.docx`), the folder that a browser saves beside a page
    (`page_files`), folders that a run wrote and `leave_out` are passed over; a file that is named itself is read
    whatever its suffix. A ZIP archive is searched as a folder is, and so is an address, such as `s3://bucket/reports`.

    Args:
        paths: files, folders and addresses.
        leave_out: the folder that is going to be written, or its address.
        cache: keeps what a file at an address is, so that it need not be brought here at every run.

    Raises:
        InputError: a path does not exist or cannot be reached, lies in `leave_out`, or nothing is found.
    """
    named = list(paths)
    given = [Path(path) for path in named if not is_address(path)]
    addresses = [path for path in map(str, named) if is_address(path)]
    left_out = None if leave_out is None or is_address(leave_out) else Path(os.path.realpath(leave_out))
    found: dict[Path, Path] = {}
    for path in given:
        for file in _files_of(path, left_out):
            real = Path(os.path.realpath(file))
            known = found.get(real)
            found[real] = file if known is None else min(known, file, key=_by_name)
    entries_ = {entry.path: entry for file in found.values() for entry in opened(file)}
    inputs = _hashed(list(entries_.values()))
    if addresses:
        from extractor.runs.remote_inputs import inputs_at

        inputs += inputs_at(addresses, str(leave_out or ""), cache)
    if not inputs:
        raise InputError(_nothing_found(named))
    return sorted(_each_once(inputs), key=lambda file: (file.source, file.sha256))


def _by_name(path: Path) -> tuple[str, str]:
    return path.name, path.absolute().as_posix()


def _nothing_found(given: Sequence[Path | str]) -> str:
    searched = ", ".join(map(str, given)) or "no path"
    return (
        f"{searched}: no report found. Looked for {', '.join(SUFFIXES)}; a file with another suffix is read if named."
    )


def _files_of(path: Path, left_out: Path | None) -> Iterator[Path]:
    real = Path(os.path.realpath(path))
    if left_out is not None and left_out in real.parents and left_out.exists():
        raise InputError(f"{path}: lies in the output folder, which is replaced. Copy it elsewhere first.")
    if path.is_dir():
        yield from _walk(path, left_out, set())
    elif path.is_file() or (not path.exists() and archive_of(path) is not None):
        yield path
    elif path.exists():
        raise InputError(f"{path}: is neither a file nor a folder.")
    else:
        raise InputError(f"{path}: there is no such file or folder. Check the path.")


def _walk(folder: Path, left_out: Path | None, seen: set[Path]) -> Iterator[Path]:
    """Files below a folder; links are followed, no folder entered twice, one that cannot be opened given itself."""
    real = Path(os.path.realpath(folder))
    if real in seen or real == left_out or is_ours(real):
        return
    seen.add(real)
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    beside = {f"{entry.stem}_files" for entry in entries if entry.suffix.lower() in (".html", ".htm")}
    for entry in entries:
        if is_hidden(entry.name) or (entry.name in beside and entry.is_dir()):
            continue
        if entry.is_dir():
            yield from _walk(entry, left_out, seen)
        elif is_wanted(PurePosixPath(entry.name)):
            yield entry


def _hashed(found: list[Entry]) -> list[Input]:
    hashed = []
    for entry, source in zip(found, _sources([entry.path for entry in found]), strict=True):
        path = entry.path
        if entry.sha256 or entry.fault:
            hashed.append(Input(path, source, entry.sha256, entry.fault))
            continue
        if archive_of(path) is not None and not path.exists():
            hashed.append(_named_entry(path, source))
            continue
        if path.exists() and not path.is_file() and not path.is_dir():
            hashed.append(Input(path, source, "", "is no file but a pipe or a device. Take it out of the folder."))
            continue
        try:
            if fault := too_large(path):
                hashed.append(Input(path, source, "", fault))
                continue
            hashed.append(Input(path, source, hash_of(path)))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            advice = "Check the permissions" if path.exists() else "Check where the link leads"
            hashed.append(Input(path, source, "", f"cannot be read ({reason}). {advice}."))
    return hashed


def _each_once(inputs: list[Input]) -> Iterator[Input]:
    """The inputs, of which all but the first of the same bytes say so."""
    first: dict[str, str] = {}
    for file in sorted(inputs, key=lambda file: file.source):
        same_as = first.setdefault(file.sha256, file.source) if file.sha256 else file.source
        yield file if same_as == file.source else replace(file, fault="", same_as=same_as)


def _named_entry(path: Path, source: str) -> Input:
    try:
        return Input(path, source, hashlib.sha256(read_entry(path)).hexdigest())
    except LoadError as error:
        return Input(path, source, "", str(error).removeprefix(f"{path.name}: "))


def _sources(paths: list[Path]) -> list[str]:
    """The name of each path, or where names are the same, as much of its end as tells it from the others."""
    parts = [path.absolute().parts for path in paths]
    outer = [archive_of(path) for path in paths]  # the name of an entry begins with that of its archive
    lengths = [1 if o is None else len(path.parts) - len(o.parts) + 1 for path, o in zip(paths, outer, strict=True)]
    while True:
        tails = ["/".join(part[-length:]) for part, length in zip(parts, lengths, strict=True)]
        shared = {tail for tail, count in Counter(tails).items() if count > 1}
        if not shared:
            return [in_unicode(tail) for tail in tails]
        lengths = [length + (tail in shared) for length, tail in zip(lengths, tails, strict=True)]
