"""Bytes of a web page become a tree of elements, within bounds: no network, no entities of its own, no bombs."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import unquote

import regex
import webencodings
from lxml import etree

from extractor.errors import LoadError
from extractor.load.pictures import holds_words

MOST_BYTES = 100 * 2**20
MOST_ELEMENTS = 1_000_000
WORDS_IN_PICTURE = "data:,words"  # the address of an embedded picture that looks like printed matter
_MOST_EMBEDDED = 30 * 2**20

_HEAD = 20_000
_DECLARED = regex.compile(
    r"""<(?:\?xml|meta)\b[^<>]{0,300}?\b(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""", regex.I
)
_LEADING = regex.compile(r"(?:\s+|<!--.*?-->|<\?[^<>]*>|<!\[[^<>]*\]>)*+", regex.S)
_PAGE = regex.compile(r"<(?:!doctype\s+html|html|head|body)\b", regex.I)
_PART = regex.compile(
    r"<(?:title|meta|link|style|script|main|article|header|section|nav|div|table|h[1-6]|p|ul|ol)\b[^<>]*>", regex.I
)
_TAG = regex.compile(r"</?(?:p|div|section|article|main|h[1-6]|ul|ol|li|table|tr|t[dh])\b[^<>]*>", regex.I)
_XHTML = regex.compile(r"<\?xml\b|<html\b[^<>]*\bxmlns\s*=", regex.I)
_SELF_CLOSED = regex.compile(
    r"<((?!(?:br|hr|img|input|meta|link|col|area|base|wbr)\b)[a-z][\w:-]*)((?:\s[^<>]*)?)/>", regex.I
)
_EMPTY_DRAWING = regex.compile(r"<(svg)(\s[^<>]*)?/>", regex.I)
_SUBSET = regex.compile(r"(<!doctype\b[^<>\[\]]*+)\[.*?\]\s*>", regex.I | regex.S)
_EMBEDDED = regex.compile(r"data:[\w/+.;=-]{0,100}base64,[A-Za-z0-9+/=%\s]*+", regex.I)


def recognises(data: bytes) -> bool:
    """Whether bytes are a web page, whole or in part: it opens with an element of HTML."""
    sample = decode(data[:_HEAD].rstrip(bytes(range(128, 256))))  # the cut may go through a character
    if "\0" in sample:
        return False
    start = _LEADING.match(sample).end()  # type: ignore[union-attr]
    if _PAGE.match(sample, start):
        return True
    if not _PART.match(sample, start):
        return False
    lines = [line for line in sample[start:].split("\n")[:-1] or [sample[start:]] if line.strip()]
    marked = sum(1 for line in lines if _TAG.search(line))
    return len(_TAG.findall(sample)) >= 4 and marked >= 0.6 * len(lines)


def decode(data: bytes) -> str:
    """The text of a page: as its byte order mark says, else as it declares, else UTF-8, else Windows-1252."""
    found = _DECLARED.search(data[:4096].decode("latin-1"))
    declared = webencodings.lookup(found[1]) if found else None
    if declared is not None and declared.name.startswith("utf-16"):
        declared = None  # what can be read so far is no such page
    for encoding in filter(None, (declared, webencodings.UTF8)):
        try:
            return str(webencodings.decode(data, encoding, "strict")[0])
        except UnicodeDecodeError:
            continue
    return str(webencodings.decode(data, "windows-1252", "replace")[0])


def parse(data: bytes, name: str) -> Any:
    """The root element of a page; `name` is what messages call the file.

    Raises:
        LoadError: the page is larger, deeper or has more elements than is read, or has none.
    """
    if len(data) > MOST_BYTES:
        raise LoadError(f"{name}: is larger than the {MOST_BYTES // 2**20} MB that are read of a web page. Split it.")
    text = _EMBEDDED.sub(_pictured, decode(data).replace("\0", ""))
    text = _SUBSET.sub(r"\1>", text, count=1)
    closed = _SELF_CLOSED if _XHTML.search(text[:_HEAD]) else _EMPTY_DRAWING
    text = closed.sub(r"<\1\2></\1>", text)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LoadError(f"{name}: cannot be read as a web page ({_line(error)}). Save it anew in a browser.") from None
    told = next((e.message for e in parser.error_log if "depth" in e.message or "limit" in e.message), "")
    if told:
        problem = "nested deeper than is read" if "depth" in told else "one piece of it is larger than is read"
        raise LoadError(f"{name}: {problem}. Save the page anew in a browser, or as PDF.")
    if root is None:
        raise LoadError(f"{name}: is a web page without words. Save it anew in a browser.")
    count = sum(1 for _ in root.iter())
    if count > MOST_ELEMENTS:
        raise LoadError(f"{name}: has more than the {MOST_ELEMENTS:,} elements that are read. Split it.")
    return root


def _pictured(embedded: regex.Match[str]) -> str:
    """What stands for embedded data: whether it is a picture that looks like printed matter."""
    head, _, body = embedded[0].partition(",")
    if not head.lower().startswith("data:image/") or len(body) > _MOST_EMBEDDED:
        return "data:,"
    try:
        return WORDS_IN_PICTURE if holds_words(base64.b64decode(unquote(body), validate=False)) else "data:,"
    except ValueError:
        return "data:,"


def _line(error: Exception) -> str:
    return str(error).split("\n")[0][:120]
