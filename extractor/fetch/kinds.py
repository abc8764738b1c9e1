"""What kind of file it is, by its content: a sign-in or error page that is sent for a report must not pass for one."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import is_zipfile

from extractor.load import format_of

__all__ = ["KIND_OF_SUFFIX", "expected_of_type", "fault_of_content", "is_cut_off", "kind_of", "suffix_of_kind"]

KIND_OF_SUFFIX = {
    ".pdf": "pdf", ".docx": "docx", ".html": "html", ".htm": "html", ".txt": "text", ".md": "text",
}  # fmt: skip
_KIND_OF_TYPE = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_CALLED = {"pdf": "a PDF", "docx": "a Word file", "html": "a web page", "text": "text", "": "of no kind that is read"}
_HEAD = 65_536  # bytes looked at, at the beginning and at the end
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_PASSWORD = re.compile(rb"<input\b[^>]{0,500}\btype\s*=\s*[\"']?password", re.IGNORECASE)


def kind_of(path: Path) -> str:
    """`pdf`, `docx`, `html` or `text`, as it would be read; empty where it is none of them, or nothing."""
    data = path.read_bytes()
    return format_of(data) if data.strip() else ""


def fault_of_content(path: Path, expected: str) -> str:
    """Why a file is not the report that it should be; empty where nothing speaks against it."""
    kind = kind_of(path)
    head, _ = _ends(path)
    if not head:
        return "is empty"
    if kind == "html" and _PASSWORD.search(head):
        return f"is a page to sign in{_title(head)}; fetch it in a browser"
    if kind == "" or (expected and kind != expected):
        told = "an error or sign-in page, perhaps" if kind in ("html", "text") else ""
        wanted = f", not {_CALLED[expected]}" if expected else ""
        return f"is {_CALLED[kind]}{wanted}{_title(head)}" + (f": {told}" if told and expected else "")
    return ""


def is_cut_off(path: Path) -> bool:
    """Whether it lacks the end that files of its kind have; of text nobody can tell."""
    head, tail = _ends(path)
    match kind_of(path):
        case "pdf":
            return b"%%EOF" not in tail
        case "docx":
            return not is_zipfile(path)
        case "html":
            return b"<html" in head.lower() and b"</html" not in tail.lower()
    return False


def suffix_of_kind(kind: str) -> str:
    """The suffix that a file of the kind gets where its name has none."""
    return next(suffix for suffix, of in KIND_OF_SUFFIX.items() if of == kind)


def expected_of_type(content_type: str) -> str:
    """The kind that a Content-Type header promises; empty where it promises none for certain."""
    return _KIND_OF_TYPE.get(content_type.partition(";")[0].strip().lower(), "")


def _title(head: bytes) -> str:
    found = _TITLE.search(head)
    words = " ".join(found[1].decode("utf-8", "replace").split())[:80] if found else ""
    return f" ({words!r})" if words else ""


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(_HEAD)
        size = file.seek(0, 2)
        file.seek(max(0, size - _HEAD))
        return head, file.read(_HEAD)
