"""Word files (.docx): what is printed in their body, in order; headers and footers are left out.

Word keeps no pages in its files and computes list numbers when it prints; the first are unknown, the second computed.
"""

from __future__ import annotations

from functools import lru_cache
from xml.etree.ElementTree import Element

from extractor.document import Report
from extractor.errors import LoadError
from extractor.load.assemble import assemble
from extractor.load.docx.numbering import Numbering
from extractor.load.docx.package import MAIN, Package, recognises
from extractor.load.docx.page import Page
from extractor.load.docx.properties import Styles, value
from extractor.load.html.flow import Flow
from extractor.load.normalise import characters, squeeze
from extractor.load.pictures import holds_words, icon_colour, unread
from extractor.load.source import Source

__all__ = ["load", "recognises"]

_NOTES = {"footnote": ("word/footnotes.xml", "decimal"), "endnote": ("word/endnotes.xml", "lowerRoman")}
_ABOUT = {"dc-title": "Title", "dc-subject": "Subject", "dc-creator": "Author"}


def load(source: Source) -> Report:
    """Load a Word file: its text, blocks and tables; no pages.

    Raises:
        LoadError: the file is damaged, encrypted, of the old format, or larger than is read.
    """
    package = Package(source.data, source.name)
    try:
        document = package.read(MAIN)
        body = None if document is None else document.find("w-body")
        if body is None:
            raise LoadError(f"{source.name}: is damaged: it has no body. Download it again, or save it anew in Word.")
        styles = Styles(package.read("word/styles.xml"))
        styles.measure(body)
        page = _page(package, styles)
        root = page.body(body)
        try:
            drafts = Flow(root, page.note, styles.body).drafts([root])
        except LoadError as error:
            raise LoadError(f"{source.name}: {error}") from None
        about = _about(package.read("docProps/core.xml"))
        places = _pictured(package, body, styles)
    finally:
        package.close()
    if not any(draft.text or draft.rows for draft in drafts):
        raise LoadError(f"{source.name}: has no words. If it holds pictures of pages, find an edition with text.")
    return assemble(
        drafts, source=source.name, sha256=source.sha256, format="docx", info=about, warnings=unread(places)
    )


def _pictured(package: Package, body: Element, styles: Styles) -> list[str]:
    """The headings above the pictures that look like a table or words."""
    targets = package.targets(MAIN)
    places: list[str] = []
    heading = ""
    for element in body.iter():
        if element.tag == "w-p" and styles.heading_level(element):
            heading = squeeze(characters("".join(text.text or "" for text in element.iter("w-t"))))
        elif element.tag == "a-blip" or element.tag.endswith("-imagedata"):
            key = element.get("r-embed", "") or element.get("r-id", "")
            data = package.data(targets.get(key, ""))
            places += [heading] if data and holds_words(data) else []
    return places


def _page(package: Package, styles: Styles) -> Page:
    """What the body is written with."""
    settings = package.read("word/settings.xml")
    notes: dict[tuple[str, str], Element] = {}
    forms: dict[str, str] = {}
    for kind, (part, form) in _NOTES.items():
        root = package.read(part)
        for note in root.iterfind(f"w-{kind}") if root is not None else ():
            notes[kind, note.get("w-id", "")] = note
        said = None if settings is None else settings.find(f"w-{kind}Pr/w-numFmt")
        forms[kind] = value(said) or form
    targets = package.targets(MAIN)
    colours = lru_cache(lambda key: icon_colour(package.data(targets.get(key, ""))))
    return Page(styles, Numbering(package.read("word/numbering.xml"), styles), notes, forms, colours)


def _about(root: Element | None) -> dict[str, str]:
    """What the file says of itself."""
    found = {} if root is None else {_ABOUT[e.tag]: squeeze(characters(e.text or "")) for e in root if e.tag in _ABOUT}
    return {key: words for key, words in found.items() if words}
