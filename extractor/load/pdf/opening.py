"""A PDF is opened, and tells about itself: metadata, bookmarks, files attached to it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.errors import LoadError
from extractor.load.normalise import characters, squeeze

if TYPE_CHECKING:
    from extractor.load.source import Source

MOST_PAGES = 5_000
_LOCKED = (
    "needs a password to open. Give it with --password, or save the file without one.",
    "does not open with this password. Check it, or save the file without one.",
)  # by whether a password was given
_MOST_BOOKMARKS = 5_000
_DEEPEST_BOOKMARK = 9


def open_document(source: Source) -> Any:
    """Open a PDF as its viewers show it, without the layers that are off.

    Raises:
        LoadError: it needs a password, is damaged, or has no or too many pages.
    """
    try:
        data = _as_shown(source)
        password = source.password if data is source.data else ""
        document = pdfium.PdfDocument(data, password=password or None)
        count = len(document)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).casefold():
            raise LoadError(f"{source.name}: {_LOCKED[bool(source.password)]}") from None
        raise LoadError(f"{source.name}: is damaged and cannot be opened as a PDF. Download it again.") from None
    if not 0 < count <= MOST_PAGES:
        document.close()
        problem = "has no pages" if not count else f"has {count:,} pages, more than the {MOST_PAGES:,} that are read"
        raise LoadError(f"{source.name}: {problem}. Split it, or download it again.")
    return document


def _as_shown(source: Source) -> bytes:
    """The bytes of a file without what its layers hide; what looks for layers is imported only for files with some."""
    if b"/OCProperties" not in source.data and b"/ObjStm" not in source.data:
        return source.data
    layers = import_module("extractor.load.pdf.layers")
    shown: bytes = layers.without_hidden_layers(source.data, source.password)
    return shown


def metadata_of(document: Any) -> dict[str, str]:
    """What the file says of itself: title, author, dates ..."""
    values = {key: _words(document.get_metadata_value, key) for key in document.METADATA_KEYS}
    return {key: value for key, value in values.items() if value}


def bookmarks_of(document: Any) -> list[dict[str, Any]]:
    """Bookmarks as level (from 1), title and page (from 1, or None)."""
    bookmarks: list[dict[str, Any]] = []
    for mark in islice(document.get_toc(max_depth=_DEEPEST_BOOKMARK), _MOST_BOOKMARKS):
        target = mark.get_dest()
        index = target.get_index() if target else None
        page = None if index is None else index + 1
        bookmarks.append({"level": mark.level + 1, "title": _words(mark.get_title), "page": page})
    return bookmarks


def attached_to(document: Any) -> list[str]:
    """Names of the files that a PDF carries."""
    count = min(MOST_PAGES, max(0, document.count_attachments()))
    names = (_words(document.get_attachment(index).get_name) for index in range(count))
    return [name or "a file without a name" for name in names]


def is_portfolio(source: Source) -> bool:
    """Whether a file is no more than a cover for the files that it carries."""
    return b"/Collection" in source.data


def _words(read: Callable[..., str], *about: str) -> str:
    """What a file says of itself; nothing where that is garbled."""
    try:
        return squeeze(characters(read(*about)))
    except UnicodeDecodeError:
        return ""
