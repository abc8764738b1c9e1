"""What has come of a file so far, kept so that a later attempt can go on from there; and how it is put in place."""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import httpx2

from extractor.dataset.run_log import hash_of
from extractor.fetch.client import is_packed, pieces
from extractor.fetch.kinds import is_cut_off
from extractor.fetch.manifest import marks_of
from extractor.fetch.settings import FetchError, RefusedError

__all__ = ["Part", "set_aside"]

_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")
_SHORT = "the connection broke off before all had come"


class Part:
    """`NAME.part`, and `NAME.part.json`: which address it is of, and the server's mark for this edition of it.

    Without a mark (a strong ETag, or the time of the last change) nothing is resumed: two editions could be mixed.
    """

    def __init__(self, folder: Path, name: str, url: str) -> None:
        self.path = folder / f"{name}.part"
        self._mark_path = folder / f"{name}.part.json"
        self._url = url
        for path in (self.path, self._mark_path):
            if path.is_symlink():
                path.unlink()

    def __enter__(self) -> Part:
        return self

    def __exit__(self, _: object, error: object, __: object) -> None:
        """Forget what has come where it is not what it should be, or no later attempt could go on from it."""
        if isinstance(error, RefusedError) or (isinstance(error, FetchError) and not self.headers()):
            self.drop()

    def headers(self) -> dict[str, str]:
        """The headers that ask for the rest; none where there is nothing to go on from."""
        mark = self._mark()
        size = self.path.stat().st_size if self.path.is_file() else 0
        return {"Range": f"bytes={size}-", "If-Range": mark} if mark and size else {}

    def receive(self, answer: httpx2.Response, asked: dict[str, str], most: int) -> None:
        """Write the body of an answer: behind what has come where it is the rest, else in its place.

        Args:
            answer: of status 200, 206 or 416.
            asked: the headers that it answers.
            most: the largest size, in bytes.

        Raises:
            FetchError: it is not what was asked for, too large, or not whole.
        """
        with self._open(answer, asked) as file:
            size = file.seek(0, os.SEEK_END)
            announced = answer.headers.get("content-length", "")
            refused = RefusedError(f"is larger than {most / 1_000_000:g} MB; --max-size allows more")
            if announced.isdecimal() and size + int(announced[:18]) > most:
                raise refused
            for piece in pieces(answer):
                size += len(piece)
                if size > most:
                    raise refused
                file.write(piece)
        found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
        if answer.status_code == 206 and found and found[3] != "*" and size != int(found[3]):
            if size > int(found[3]):
                self.drop()
            raise FetchError(_SHORT, again=True)
        tells_its_length = "content-length" in answer.headers or "transfer-encoding" in answer.headers
        if not tells_its_length and is_cut_off(self.path):
            raise FetchError(_SHORT, again=True)

    def _open(self, answer: httpx2.Response, asked: dict[str, str]) -> BinaryIO:
        if answer.status_code == 200:
            self.drop()
            mark = "" if is_packed(answer) else _mark_of(answer)
            if mark:
                self._mark_path.write_text(json.dumps({"url": self._url, "mark": mark}), encoding="utf-8")
            return self.path.open("wb")
        if "Range" in asked and self._is_the_rest(answer, asked):
            return self.path.open("ab")
        self.drop()
        raise FetchError("the server has not the rest of what had come before", again=True)

    def place(self, target: Path) -> None:
        """Put the part in place as the whole file, at once or not at all."""
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
        self.path.replace(target)
        self._mark_path.unlink(missing_ok=True)

    def drop(self) -> None:
        """Forget what has come."""
        self._mark_path.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def _mark(self) -> str:
        with suppress(OSError, ValueError):
            kept = json.loads(self._mark_path.read_text(encoding="utf-8"))
            if isinstance(kept, dict) and kept.get("url") == self._url and isinstance(kept.get("mark"), str):
                return str(kept["mark"])
        return ""

    def _is_the_rest(self, answer: httpx2.Response, asked: dict[str, str]) -> bool:
        found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
        begins = asked["Range"].removeprefix("bytes=").removesuffix("-")
        tag = answer.headers.get("etag", "")
        changed = asked["If-Range"].startswith('"') and tag and tag != asked["If-Range"]
        return bool(found and found[1] == begins and not changed and not is_packed(answer))


def _mark_of(answer: httpx2.Response) -> str:
    """What tells this edition of the file from another, fit for an If-Range header; empty where there is none."""
    etag, moment = marks_of(answer.headers)
    return etag if etag.startswith('"') and len(etag) > 2 else moment


def set_aside(path: Path, day: str) -> Path:
    """Keep a file under a second name, `report.pdf.2021-11-29` for a day, before another takes the first.

    Nothing is overwritten: where the name is another file's, `-2`, `-3` stand behind it. Folders that are searched for
    reports pass over a name of this form.
    """
    number = 1
    while True:
        kept = path.with_name(f"{path.name}.{day}" + (f"-{number}" if number > 1 else ""))
        if not (kept.exists() or kept.is_symlink()):
            break
        if kept.is_file() and hash_of(kept) == hash_of(path):
            return kept
        number += 1
    try:
        os.link(path, kept)
    except OSError:  # a file system without links
        fresh = kept.with_name(f"{kept.name}.part")
        shutil.copy2(path, fresh)
        fresh.rename(kept)
    return kept
