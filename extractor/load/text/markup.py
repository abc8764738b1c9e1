"""Markdown and HTML fragments in a text conversion become the words that were printed.

`untag` goes over a whole text, before it is cut into lines; `plain` goes over the words of one block or cell; the rest
tells and drops the emphasis marks whose partner stands in another block.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

import regex

from extractor.document import Kind
from extractor.load.drafts import Draft
from extractor.load.marks import superscript
from extractor.load.text.repair import SOFT

_COMMENT = regex.compile(r"<!--.{0,400}?-->", regex.S)
_PICTURE_NOTE = regex.compile(r"^[ \t]*(?:\*\*)?==>[^\n]{0,200}<==(?:\*\*)?[ \t]*$", regex.M)
_TABLE = regex.compile(r"<table\b[^<>]{0,300}>(.{0,50000}?)</table>", regex.S | regex.I)
_CELL_GAP = regex.compile(r"</t[dh]>\s*<t[dh]\b[^<>]{0,200}>", regex.I)
_ROW_END = regex.compile(r"</tr>", regex.I)
_INLINE = regex.compile(r"</?(?:i|b|em|strong|u|span|a|font|small|mark|code|sub|abbr)(?:\s[^<>\n]{0,300})?/?>", regex.I)
_BLOCK = regex.compile(
    r"</?(?:p|br|ul|ol|li|div|td|tr|th|table|tbody|thead|tfoot|h[1-6]|hr|center|blockquote|pre|figure|figcaption|colgroup"
    r"|col|details|summary)(?:\s[^<>\n]{0,300})?/?>",
    regex.I,
)
# A link of a web page to its top, with or without its address: in brackets behind a heading, or by itself in its line.
_TOP = regex.compile(
    r"^[ \t]*\[?\(?back to top\)?\]?(?:\([^()\n]{0,300}\))?[ \t]*$"
    r"|[ \t]{0,8}(?:\[\(?back to top\)?\]\([^()\n]{0,300}\)|\(back to top\))[ \t]*$",
    regex.I | regex.M,
)
_BROKEN = regex.compile(r"(?<=\p{L})-<br\s?/?>(?=\p{Ll})", regex.I)
_STRUCK = regex.compile(
    r"<(s|strike|del)(?:\s[^<>\n]{0,300})?>.{0,2000}?</\1\s*>|(?<![~\w])~~(?=[^\s~])[^~\n]{1,500}(?<=\S)~~(?![~\w])",
    regex.I | regex.S,
)
_SUP = regex.compile(
    r"\s?<sup(?:\s[^<>\n]{0,100})?>\s*\[?((?:\d{1,3}|[a-z])(?:\s?[,;]\s?(?:\d{1,3}|[a-z])){0,9})\]?\s*</sup>", regex.I
)
_OTHER_SUP = regex.compile(r"</?sup(?:\s[^<>\n]{0,100})?>", regex.I)
_CARET_NOTE = regex.compile(r"\[\^(\d{1,3})\](?!:)")
_FOOT_LABEL = regex.compile(r"^[ \t]*\[(\d{1,3})\]:?[ \t]+\S", regex.M)

IMAGE = regex.compile(r"!\[[^\[\]\n]{0,2000}\]\([^()\n]{0,500}\)(?:\{[^{}\n]{0,100}\})?")
_LINK = regex.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){1,500})\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,600}\)")
_ADDRESS = regex.compile(r"<((?:https?://|mailto:|www\.)[^<>\s]{1,500}|[\w.+-]{1,80}@[\w.-]{1,120})>")
_ESCAPED = regex.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~$&])")
# Emphasis opens before a word and closes behind one; marks with a blank around them have a meaning of their own.
_STARS = regex.compile(r"\*+")
_UNDERLINES = regex.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_\n]{1,500})(?<=[^\s_])\1(?!\w)")
_BOLD_MARKER = regex.compile(r"^((?:[-+*] )?)\*\*(\(?\w{1,4}[.)])\*\*\s+(?=\S)")
_CODE = regex.compile(r"`([^`\n]{1,300})`")
_TO_PRIVATE = 0xE400


def untag(text: str) -> str:
    """A text without HTML comments and tags; footnote marks in tags become superscripts, HTML tables tabbed lines."""
    text = _TOP.sub("", _PICTURE_NOTE.sub("", text))
    if "~~" in text or "<" in text:
        text = _STRUCK.sub("", text)
    if "<" in text:
        text = _COMMENT.sub("", text)
        if "</table>" in text:
            text = _TABLE.sub(_tabbed, text)
        text = _SUP.sub(lambda match: superscript(match[1].lower()), text)
        text = _OTHER_SUP.sub("", text)
        text = _INLINE.sub("", text)
        text = _BLOCK.sub(" ", _BROKEN.sub("-", text))
    for label in _FOOT_LABEL.findall(text)[:300]:
        text = regex.sub(rf"(?<=[\w.,;:?!)’”\"'])\s?\[{label}\](?![(:\[])", superscript(label), text)
    if "[^" in text:
        text = _CARET_NOTE.sub(lambda match: superscript(match[1]), text)
    return text


def _tabbed(match: regex.Match[str]) -> str:
    rows = _ROW_END.split(regex.sub(r"\s+", " ", match[1]))
    return "\n\n" + "\n".join(_CELL_GAP.sub("\t", row) for row in rows if row.strip()) + "\n\n"


def plain(text: str) -> str:
    """Words without emphasis, links, escapes and entities."""
    if "\\" in text:
        text = _ESCAPED.sub(lambda match: chr(_TO_PRIVATE + ord(match[1])), text)
    if "[" in text:
        text = _LINK.sub(r"\1", IMAGE.sub("", text))
    if "<" in text:
        text = _ADDRESS.sub(r"\1", text)
    if "*" in text:
        text = _without_stars(text)
    if "_" in text and "://" not in text:
        text = _UNDERLINES.sub(r"\2", text)
    if "`" in text:
        text = _CODE.sub(r"\1", text)
    if "&" in text:
        text = html.unescape(text)
    if SOFT in text:
        text = text.replace(SOFT, "-")
    if any("\ue400" <= char <= "\ue47f" for char in text):
        text = "".join(chr(ord(char) - _TO_PRIVATE) if "\ue400" <= char <= "\ue47f" else char for char in text)
    return text


def _without_stars(text: str) -> str:
    """Words without the pairs of stars around them; a star without a partner stays."""
    dropped: list[tuple[int, int]] = []
    opened: list[tuple[int, int]] = []
    for run in _STARS.finditer(text):
        start, end = run.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if before and not before.isspace():
            while opened and start < end:
                first, last = opened.pop()
                size = min(last - first, end - start)
                dropped += [(last - size, last), (start, start + size)]
                start += size
                if first < last - size:
                    opened.append((first, last - size))
        opens = bool(after) and not after.isspace() and (end - start > 1 or not before.isalnum())
        if start < end <= start + 3 and opens and len(opened) < 40:
            opened.append((start, end))
    kept, last = [], 0
    for first, end in sorted(dropped):
        kept.append(text[last:first])
        last = end
    return "".join(kept) + text[last:]


_OPENING = regex.compile(r"^(\*{1,3})(?=[^\s*])")
_CLOSING = regex.compile(r"(?<=[^\s*])[ ]?(\*{1,3})$")


def opens(text: str) -> bool:
    """Whether words begin with an emphasis mark (its partner having been looked for in vain)."""
    return bool(_OPENING.match(text))


def closes(text: str) -> bool:
    """Whether words end with an emphasis mark."""
    return bool(_CLOSING.search(text))


def without_opening(text: str) -> str:
    """Words without the emphasis mark that opens them."""
    return _OPENING.sub("", text)


def without_closing(text: str) -> str:
    """Words without the emphasis mark that closes them."""
    return _CLOSING.sub("", text)


def without_bold_marker(line: str) -> str:
    """A line whose list number, if Markdown sets it in bold, is plain."""
    return _BOLD_MARKER.sub(r"\1\2 ", line) if "**" in line[:12] else line


def drop_stars(found: Sequence[Draft]) -> None:
    """Emphasis marks that lost their partner to another block are dropped."""
    opened: list[int] = []
    for index, draft in enumerate(found):
        if draft.kind is Kind.TABLE:
            continue
        if closes(draft.text):
            draft.words = draft.words.cut(0, len(without_closing(draft.text)))
            if opened and index - opened[-1] <= 12:
                opener = found[opened.pop()]
                opener.words = opener.words.cut(len(opener.text) - len(without_opening(opener.text)))
        elif opens(draft.text):
            opened.append(index)
