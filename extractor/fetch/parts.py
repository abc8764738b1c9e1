"""What has come of a file so far, kept so that the next attempt, or the next run, can go on from there."""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import httpx

from extractor.fetch.body import is_packed
from extractor.fetch.errors import FetchError

__all__ = ["Part"]

_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")


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

    def headers(self) -> dict[str, str]:
        """The headers that ask for the rest; none where there is nothing to go on from."""
        mark = self._mark()
        size = self.path.stat().st_size if self.path.is_file() else 0
        return {"Range": f"bytes={size}-", "If-Range": mark} if mark and size else {}

    def open(self, answer: httpx.Response, asked: dict[str, str]) -> BinaryIO:
        """The part file, ready for the body of an answer: at its end where the rest comes, else emptied.

        Raises:
            FetchError: the answer is not the rest that was asked for; another attempt then begins anew.
        """
        if answer.status_code == 200:
            self.drop()
            mark = "" if is_packed(answer) else _mark_of(answer)
            if mark:
                self._mark_path.write_text(json.dumps({"url": self._url, "mark": mark}), encoding="utf-8")
            return self.path.open("wb")
        if not asked or not self._is_the_rest(answer, asked):
            self.drop()
            raise FetchError("the server sent another part of the file than was asked for", again=True)
        return self.path.open("ab")

    def check_length(self, answer: httpx.Response) -> None:
        """Raise where a resumed file is not as long as the server says that it is.

        Raises:
            FetchError: with the cause; another attempt goes on from there, or begins anew.
        """
        found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
        if answer.status_code == 206 and found and found[3] != "*":
            size = self.path.stat().st_size
            if size > int(found[3]):
                self.drop()
            if size != int(found[3]):
                raise FetchError("the connection broke off before all had come", again=True)

    def sha256(self) -> str:
        """The hash of what has come."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

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

    def drop_unless_it_helps(self) -> None:
        """Forget what has come where a later attempt could not go on from it."""
        if not self.headers():
            self.drop()

    def _mark(self) -> str:
        with suppress(OSError, ValueError):
            kept = json.loads(self._mark_path.read_text(encoding="utf-8"))
            if isinstance(kept, dict) and kept.get("url") == self._url and isinstance(kept.get("mark"), str):
                return str(kept["mark"])
        return ""

    def _is_the_rest(self, answer: httpx.Response, asked: dict[str, str]) -> bool:
        found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
        begins = asked["Range"].removeprefix("bytes=").removesuffix("-")
        tag = answer.headers.get("etag", "")
        changed = asked["If-Range"].startswith('"') and tag and tag != asked["If-Range"]
        return bool(found and found[1] == begins and not changed and not is_packed(answer))


def _mark_of(answer: httpx.Response) -> str:
    """What tells this edition of the file from another, fit for an If-Range header; empty where there is none."""
    tag: str = answer.headers.get("etag", "")
    mark = tag if re.fullmatch(r'"[^"\s]{1,200}"', tag) else answer.headers.get("last-modified", "")
    return mark if len(mark) <= 202 and mark.isascii() and mark.isprintable() else ""
