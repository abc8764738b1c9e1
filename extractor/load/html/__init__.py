"""Web pages (.html, .htm): the document of a page as a browser shows it, without the furniture of the site."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import regex

from extractor.document import Report
from extractor.errors import LoadError
from extractor.load.assemble import assemble
from extractor.load.html import furniture, notes, printed, style_sheets
from extractor.load.html.flow import Flow
from extractor.load.html.parse import WORDS_IN_PICTURE, parse, recognises
from extractor.load.html.tables import without_repeats
from extractor.load.html.tree import HEADINGS, put_captions_first, spread, words_in
from extractor.load.normalise import characters, squeeze
from extractor.load.pictures import unread
from extractor.load.source import Source

__all__ = ["load", "recognises"]

_SUFFIXES = (".html", ".htm", ".xhtml")
_FEW = 200  # words: a page with fewer that came in place of a file is a message, not a report
_SHOWN, _MOST_SHOWN = 60, 3  # characters of what was left out, and how much of it is named
_MISSING = regex.compile(
    r"\b(?:not found|40[34]|access denied|forbidden|no longer (?:exists|available)|error)\b", regex.I
)
_ABOUT = {
    "author": "Author", "dc.creator": "Author", "dcterms.creator": "Author", "description": "Subject",
    "dc.subject": "Subject", "dc.date": "Date", "dcterms.date": "Date", "dcterms.issued": "Date", "date": "Date",
    "article:published_time": "Date", "govuk:first-published-at": "Date",
}  # fmt: skip


def load(source: Source) -> Report:
    """Load a web page: its text, blocks and tables; no pages.

    Raises:
        LoadError: the page is larger or deeper than is read, has no words, or is a message in place of a report.
    """
    root = parse(source.data, source.name)
    about = _about(root)
    style_sheets.apply(root)
    spread(root)
    printed.strip(root)
    printed.unlink(root)
    found = notes.Notes(root)
    found.detach()
    furniture.drop_page_numbers(root)
    left_out, site = furniture.clear(root)
    notes.drop_bare_headings(root)
    put_captions_first(root)
    roots = furniture.roots(root)
    site += furniture.beside(roots)
    try:
        drafts = without_repeats(Flow(root, found.text).drafts(roots))
    except LoadError as error:
        raise LoadError(f"{source.name}: {error}") from None
    words = sum(len(draft.text.split()) for draft in drafts) + sum(
        len(cell.text.split()) for draft in drafts for row in draft.rows for cell in row.cells
    )
    if not words:
        raise LoadError(f"{source.name}: is a web page without words. Save it anew once a browser shows it.")
    if words < _FEW:
        _refuse_message(source, about.get("Title", ""))
    return assemble(
        drafts,
        source=source.name,
        sha256=source.sha256,
        format="html",
        info=about | ({"Site": "\n".join(site)} if site else {}),
        warnings=unread(_pictured(root)),
        remarks=_remarks(left_out),
    )


def _pictured(root: Any) -> list[str]:
    """The headings above the pictures that look like printed matter."""
    places, heading = [], ""
    for element in root.iter(*HEADINGS, "img"):
        if element.tag != "img":
            heading = words_in(element)
        elif element.get("src") == WORDS_IN_PICTURE:
            places.append(heading)
    return places


def _remarks(left_out: list[str]) -> tuple[str, ...]:
    """What a user should know of the reading."""
    shown = [f"“{words[:_SHOWN]}{'…' * (len(words) > _SHOWN)}”" for words in left_out[:_MOST_SHOWN]]
    more = f" and {len(left_out) - len(shown)} more" if len(left_out) > len(shown) else ""
    return (f"left out as furniture of the site: {', '.join(shown)}{more}",) if shown else ()


def _refuse_message(source: Source, title: str) -> None:
    """Refuse a short page that a site sent in place of a report."""
    named = PurePath(source.name).suffix.lower()
    if named not in _SUFFIXES or _MISSING.search(title):
        shown = f" ({title[:80]!r})" if title else ""
        raise LoadError(
            f"{source.name}: is a web page{shown}, not a report: the site sent it in place of one. Download it again."
        )


def _about(root: Any) -> dict[str, str]:
    """What the page says of itself: `Title`, `Author`, `Subject` and `Date` where it says so."""
    found: dict[str, str] = {}
    title = next((words_in(e) for e in root.iter("title") if not any(up.tag == "svg" for up in e.iterancestors())), "")
    if title:
        found["Title"] = title
    for meta in root.iter("meta"):
        key = _ABOUT.get((meta.get("name") or meta.get("property") or "").lower())
        if key and meta.get("content"):
            found.setdefault(key, meta.get("content"))
    when = next((e.get("datetime") for e in root.iter("time") if e.get("datetime")), "")
    if when:
        found.setdefault("Date", when)
    return {key: words for key, value in found.items() if (words := squeeze(characters(value)))}
