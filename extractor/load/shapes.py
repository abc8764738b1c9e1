"""What a line or block is, told by its shape: list item, heading, caption, footnote, furniture, half a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.document import Kind
from extractor.load.marks import plain_digits
from extractor.load.normalise import BULLETS

ICON = "●"  # stands for a coloured shape without words
_GLYPHS = regex.escape(BULLETS)
_PRIVATE = "\uf000-\uf0ff"
_WIDE = "‐‑‒―−"
_DASH = f"-*+–—{_WIDE}"  # stands before the mark of an item
_DASHES = rf"([{_WIDE}]|—(?=\s+\p{{Lu}}))[ ]+(?=\p{{L}})"  # of other widths: they open an item where words follow
_BULLET = regex.compile(rf"(?:([{_DASH}])[ ]+)?([{_GLYPHS}{_PRIVATE}])\s*(?=\S)|([-*+–o])[ ]+(?=\S)|{_DASHES}")
_NUMBERED = regex.compile(
    rf"(?:[{_DASH}][ ]+)?"
    r"(?:(?:(\d{1,3}[.)])(?!\d)|(\((?:[ivxl]{1,6}|\d{1,3}|[a-z])\))|((?:[ivxl]{1,6}|[a-z])\)))\s+(?=\S)"
    r"|(\d{1,2}[.)])(?=\p{Ll}{3}))"  # a conversion may lose the room behind a number
)
_SECTION_NUMBER = regex.compile(
    r"(?:P ?)?(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-H]\d{1,2}(?:\.\d{1,2})?[.:]?)\s+(?=\p{Lu})"
)
_FOOTNOTE = regex.compile(r"(?:([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\[\^?(\d{1,3})\]:?)\s*(?=\S)")
_CAPTION = regex.compile(r"(?:Figure|Table|Chart|Box|Map|Graph|Diagram)\s+[A-Z]?\d{1,3}+(?:\.\d{1,3})*+\s?[:.–—-]\s?\S")
_HASHES = regex.compile(r"(#{1,6})\s+(?=\S)")
_BOLD = regex.compile(r"(\*\*|__)(?=\S)(?:(?!\1).)+(?<=\S)\1:?")
_PAGE_NUMBER = regex.compile(r"(?:page\s+)?[-–—|]?\s?\d{1,4}\s?[-–—|]?(?:\s+of\s+\d{1,4})?", regex.I)
_SET_OFF = regex.compile(r"[-–—] ?\d{1,4} ?[-–—]|page \d{1,4}(?: of \d{1,4})?", regex.I)
_PICTURE = regex.compile(
    r"An?\s(?:\w+[\s,]+){0,3}(?:signature|logo|photograph|photo|screenshot|illustration|icon|drawing)\s"
    r"(?:of|in|showing|that|with|depicting|from|for)\b"
)
_RULE = regex.compile(r"(?:[-_*=~–—][ \t]?){2,}|[-–—]")
_LOW = regex.compile(r"(?!\(?(?:\p{Ll}|[ivx]{2,5})[.)]\s\p{L})[\"'“‘(\[]*\p{Ll}")  # but not an item's letter
_CLOSED = regex.compile(r"[.!?:;…][\"'”’)\]*]*$")
# A text that ends so is not finished, whatever follows it.
_OPEN = regex.compile(
    r"(?:[,(–—-]|\b(?:a|an|and|any|are|as|at|be|by|for|from|had|has|have|in|into|is|its|not|of|on|or|our|per|than|that"
    r"|the|their|these|this|those|to|was|were|which|who|will|with|within))$"
)
_TAIL = 40  # characters that tell how a text ends: a search from its beginning takes ever longer as a paragraph grows
_ENDS_OPEN = regex.compile(r"[.,;!…][\"'”’)\]]*$|[\p{Ll})][.;!][\"'”’)\]]*\d{1,2}$")
_BROKEN_OFF = regex.compile(
    r"\s(?:a|an|and|are|as|at|be|from|into|is|its|of|or|our|that|the|their|these|this|to|was|were|which)$"
)
_UNHEADED = regex.compile(
    r"https?://|\bwww\.|@\w|[©®]|\bISBN\b|^[\"“]|^[\W\d_]*$|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$|^[£\d.,]+%?$"
)
_SENTENCES = regex.compile(r"\p{Ll}{2}[.?!] \p{Lu}|^(?:Our|These|This|We)\b")
# Dots, or a line, that lead from a label to its figure or page.
LEADERS = regex.compile(r"\s?(?:(?:\.[ .]?){5,}|[…·]{3,}|_{5,})\s*")
POSTCODE = regex.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")


@dataclass(frozen=True, slots=True)
class Item:
    """The beginning of a list item: its kind, the marker as printed, and where its words begin in the line."""

    kind: Kind
    marker: str
    start: int
    dashed: bool = False


def starts_low(text: str) -> bool:
    """Whether a text begins with a small letter."""
    return _LOW.match(text) is not None


def is_closed(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _CLOSED.search(text, max(0, len(text) - _TAIL)) is not None


def is_open(text: str) -> bool:
    """Whether a text breaks off: behind a comma, or a word that nothing ends with."""
    return _OPEN.search(text, max(0, len(text) - _TAIL)) is not None


def item(line: str) -> Item | None:
    """The list item that a line without indentation opens, or None."""
    if line[:1].isalpha() and ")" not in line[:7] and line[:2] != "o ":  # most lines
        return None
    if is_set_off(line):
        return None
    found = _NUMBERED.match(line)
    if found:
        marker = next(filter(None, found.groups()))
        return Item(Kind.NUMBERED, marker, found.end(), line[0] in _DASH)
    found = _BULLET.match(line)
    if found:
        inner = _NUMBERED.match(line, found.end())
        if inner:
            return Item(Kind.NUMBERED, next(filter(None, inner.groups())), inner.end(), True)
        return Item(Kind.BULLET, found[2] or found[3] or found[4], found.end(), True)
    return None


def is_marker(text: str) -> bool:
    """Whether a text is the marker of a list item and nothing else."""
    found = item(f"{text} x")
    return found is not None and found.start == len(text) + 1


def number(marker: str) -> int | None:
    """The number of a marker such as `10.` or `(3)`; None of one in letters."""
    digits = marker.strip("().")
    return int(digits) if digits.isdecimal() else None


def footnote(line: str) -> tuple[str, int] | None:
    """The label of the footnote that a line opens, and where its words begin."""
    found = _FOOTNOTE.match(line)
    return (plain_digits(found[1] or found[2]), found.end()) if found else None


def is_caption(text: str) -> bool:
    """Whether a line names a figure or table: `Table 2: ...`."""
    return len(text) <= 250 and bool(_CAPTION.match(text))


def hashes(line: str) -> tuple[int, int] | None:
    """The level of a Markdown heading, and where its words begin."""
    found = _HASHES.match(line)
    return (len(found[1]), found.end()) if found else None


def is_bold(line: str) -> bool:
    """Whether a whole line is set in bold by Markdown."""
    return len(line) < 400 and bool(_BOLD.fullmatch(line))


def is_rule(line: str) -> bool:
    """Whether a line is only a drawn rule."""
    return len(line) < 400 and bool(_RULE.fullmatch(line))


def is_page_number(line: str) -> bool:
    """Whether a line can be a printed page number."""
    return len(line) < 24 and bool(_PAGE_NUMBER.fullmatch(line))


def is_set_off(line: str) -> bool:
    """Whether a line is a page number that says that it is one, as `- 12 -` and `Page 12 of 40` do."""
    return len(line) < 24 and bool(_SET_OFF.fullmatch(line))


def is_picture(line: str) -> bool:
    """Whether a line describes a picture, as converters put in its place."""
    return len(line) < 600 and bool(_PICTURE.match(line))


def is_numbered_heading(text: str) -> bool:
    """Whether a line is short, without end punctuation, and opens with the number of a section and a capital."""
    return bool(_SECTION_NUMBER.match(text)) and is_heading(text)


def is_heading(text: str) -> bool:
    """Whether a block that stands alone can be a heading, by its words."""
    if text.endswith("?"):
        return len(text) <= 200 and not starts_low(text) and not _UNHEADED.search(text)
    limit = 80 if text.endswith(":") else 120
    if len(text) > limit or _ENDS_OPEN.search(text) or starts_low(text) or _UNHEADED.search(text):
        return False
    if _BROKEN_OFF.search(text) and not _SECTION_NUMBER.match(text):
        return False
    return len(text) <= 60 or not _SENTENCES.search(text)
