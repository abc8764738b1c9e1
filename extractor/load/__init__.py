"""A file becomes a Report. The kind of a file is told by its content, not its suffix.

Every format is one module with `load(source) -> Report` and `recognises(data) -> bool`, listed in `FORMATS`.
"""

from __future__ import annotations

import hashlib
import re
from importlib import import_module
from pathlib import Path

from extractor.document import Report
from extractor.errors import LoadError
from extractor.load.archive import ARCHIVES, is_archive
from extractor.load.source import Source, open_source

__all__ = ["ARCHIVES", "SUFFIXES", "Source", "format_of", "load", "load_text", "open_source"]

# Modules in the order in which they are asked whether a file is theirs; the last takes any text. With each, bytes of
# which a file of that format has some: in others it is not asked, and need not be imported.
FORMATS = {"pdf": (b"%PDF-",), "docx": (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"), "html": (b"<",), "text": (b"",)}
_BEGINNING = 4000  # bytes
# Files of other kinds, some of which would pass for text or a Word file: by a sign near their beginning, what they are
# and what to do about it.
_OTHERS = (
    (rb"\A\s*\{\\rtf", "is rich text (RTF). Save it as .docx."),
    (rb"\APK.{28}mimetypeapplication/vnd\.oasis\.opendocument", "is an OpenDocument file. Save it as .docx."),
    (rb"\APK.{28}mimetypeapplication/epub", "is an e-book (EPUB). Convert it to .docx, .html or .pdf."),
    (rb"\A(?=.{0,3000}?^MIME-Version:).{0,3000}?multipart/related", "is a web archive. Save the page as HTML only."),
    (rb"\A(?:\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*)", "is a picture. Put the pages of a report into one PDF."),
)
SUFFIXES = (".pdf", ".docx", ".html", ".htm", ".txt", ".md")


def load(path: Path | str, *, password: str = "") -> Report:
    """Load a report of any supported format.

    Args:
        path: a PDF, a Word file, a web page, or a text conversion; also one in a ZIP archive, `reports.zip/first.pdf`.
        password: what opens the file if it is locked.

    Returns:
        the Report: text, blocks, tables and pages; no sections yet.

    Raises:
        InputError, LoadError: the file is missing, empty, damaged or of a kind that is not read.
    """
    source = open_source(Path(path), password)
    if is_archive(source.data):
        problem = "is a ZIP archive. Extract from it as from a folder, or name an entry"
        raise LoadError(f"{source.name}: {problem}: {source.name}/NAME.")
    if not (name := format_of(source.data)):
        problem = _other_kind(source.data) or "is no PDF, Word file, web page or text. Convert it to one of these."
        raise LoadError(f"{source.name}: {problem}")
    report: Report = import_module(f"extractor.load.{name}").load(source)
    return report


def format_of(data: bytes) -> str:
    """Which of `FORMATS` the bytes of a file are of; empty where they are of none."""
    if _other_kind(data):
        return ""
    asked = (name for name, signs in FORMATS.items() if any(sign in data for sign in signs))
    return next((name for name in asked if import_module(f"extractor.load.{name}").recognises(data)), "")


def _other_kind(data: bytes) -> str:
    """What is to be said of a file of another kind; empty where it may be one that is read."""
    flags = re.IGNORECASE | re.MULTILINE | re.DOTALL
    return next((told for sign, told in _OTHERS if re.match(sign, data[:_BEGINNING], flags)), "")


def load_text(text: str, name: str) -> Report:
    """Load a report from text at hand, as a text file of that name would be."""
    data = text.encode("utf-8", "surrogatepass")
    report: Report = import_module("extractor.load.text").load(Source(name, data, hashlib.sha256(data).hexdigest()))
    return report
