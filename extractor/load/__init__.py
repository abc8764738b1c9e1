"""A file becomes a Report. The kind of a file is told by its content, not its suffix.

Every format is one module with `load(source) -> Report` and `recognises(data) -> bool`, listed in `FORMATS`.
"""

from __future__ import annotations

import hashlib
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
        raise LoadError(f"{source.name}: is no PDF, Word file, web page or text. Convert it to one of these.")
    report: Report = import_module(f"extractor.load.{name}").load(source)
    return report


def format_of(data: bytes) -> str:
    """Which of `FORMATS` the bytes of a file are of; empty where they are of none."""
    asked = (name for name, signs in FORMATS.items() if any(sign in data for sign in signs))
    return next((name for name in asked if import_module(f"extractor.load.{name}").recognises(data)), "")


def load_text(text: str, name: str) -> Report:
    """Load a report from text at hand, as a text file of that name would be."""
    data = text.encode("utf-8", "surrogatepass")
    report: Report = import_module("extractor.load.text").load(Source(name, data, hashlib.sha256(data).hexdigest()))
    return report
