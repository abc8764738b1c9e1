"""Markdown and HTML fragments in a text conversion become the words that were printed.

`untag` goes over a whole text, before it is cut into lines; `plain` goes over the words of one block or cell; the rest
tells and drops the emphasis marks whose partner stands in another block.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import regex

from extractor.document import Kind
from extractor.load.draft_blocks import Draft
from extractor.load.marks import superscript
from extractor.load.text.repair import SOFT

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_COMMENT = regex.compile(r"<!--.{0,400}?-->", regex.S)
_PICTURE_NOTE = regex.compile(r"^[ \t]*(?:\*\*)?==>[^\n]{0,200}<==(?:\*\*)?[ \t]*$", regex.M)
# Two lines of a quotation or more, as converters write what is set further in: one alone may be "more than".
_QUOTED = regex.compile(r"(?:^>(?: ?>){0,5}(?:[ \t][^\n]*)?(?:\n|\Z)){2,}", regex.M)
_QUOTE = regex.compile(r"^>(?: ?>){0,5}[ \t]?", regex.M)
_ESCAPED = regex.compile(r"^([ \t]*(?:\d{1,3})?)\\(?=[-+*.)] )", regex.M)  # what would open a list, and here does
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
_MARKED = regex.compile(r"[\\\[<*_`&]")
_TIMES = regex.compile(r"(?<=\w)\*(?=\w)")  # a star that opens nothing
_BOLD_MARKER = regex.compile(r"^((?:[-+*] )?)\*\*(\(?\w{1,4}[.)])\*\*\s+(?=\S)")


def untag(text: str) -> str:
    """A text without marks of quotation, HTML comments and tags.

    Footnote marks in tags become superscripts, HTML tables tabbed lines.
    """
    text = _TOP.sub("", _PICTURE_NOTE.sub("", text))
    text = _ESCAPED.sub(r"\1", _QUOTED.sub(lambda match: _QUOTE.sub("", match[0]), text))
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


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # most reports have no mark, and it is much to import

    return MarkdownIt("zero").enable(["escape", "backticks", "emphasis", "link", "image", "autolink", "entity"])


def plain(text: str) -> str:
    """Words without emphasis, links, pictures, escapes and entities; a mark without a partner stays."""
    if _MARKED.search(text):
        found = _markdown().parseInline(_TIMES.sub(r"\\*", text))[0].children or ()
        text = "".join(token.content for token in found if token.type != "image")
    return text.replace(SOFT, "-")


_OPENING = regex.compile(r"^(\*{1,3})(?=[^\s*])")
_CLOSING = regex.compile(r"(?<=[^\s*])[ ]?(\*{1,3})$")


def opens(text: str) -> bool:
    """Whether words begin with an emphasis mark (its partner having been looked for in vain)."""
    return bool(_OPENING.match(text))


def closes(text: str) -> bool:
    """Whether words end with an emphasis mark."""
    return bool(_CLOSING.search(text))


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
            draft.words = draft.words.cut(0, len(_CLOSING.sub("", draft.text)))
            if opened and index - opened[-1] <= 12:
                opener = found[opened.pop()]
                opener.words = opener.words.cut(len(opener.text) - len(_OPENING.sub("", opener.text)))
        elif opens(draft.text):
            opened.append(index)
