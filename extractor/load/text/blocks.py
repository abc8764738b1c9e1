"""Lines of a text conversion become drafts in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractor.document import Kind, Style
from extractor.load import shapes
from extractor.load.draft_blocks import Draft, Place
from extractor.load.marks import take_notes
from extractor.load.normalise import squeeze
from extractor.load.text import footnotes, furniture, lists, markup, rows
from extractor.load.text.repair import glued
from extractor.load.words import Words

_OWNS = regex.compile(r"[’']s$")
_WEB = regex.compile(r"<?(?:https?://|www\.)")
_ENDS_WEB = regex.compile(r"(?:https?://|www\.)\S+$")
_SCORED = regex.compile(r"[.!?] \d{1,3}(?:\.\d+)?%$")  # a score that is glued to the sentence before it
_LONG_LINE = 250
_EM = 2.0  # characters are as wide as one of type that is set as large


@dataclass(slots=True)
class Line:
    """A line of the file: its words without indentation, how deep it is indented, and its page if pages are known."""

    text: str
    indent: int = 0
    page: int | None = None
    furniture: bool = False


@dataclass(slots=True)
class _Part:
    """Lines of one block, before it is known what it is."""

    lines: list[Line]
    item: shapes.Item | None = None

    @property
    def text(self) -> str:
        """The words in one line, hyphens at line ends kept."""
        words = ""
        for line in self.lines:
            words = glued(words, line.text)
        return words


def drafts(lines: Sequence[Line]) -> list[Draft]:
    """Lines as drafts."""
    width = wrap_width(lines)
    found: list[Draft] = []
    for group in groups(lines):
        found += _group(group, width)
    lists.settle(found)
    footnotes.link(found)
    furniture.loose(found)
    markup.drop_stars(found)
    return found


def wrap_width(lines: Sequence[Line]) -> int:
    """How long the lines of a wrapped text are; 0 for a text that keeps every paragraph on one line."""
    lengths = sorted(len(line.text) for line in lines if line.text and not rows.is_row(line.text))
    if not lengths or sum(length > _LONG_LINE for length in lengths) > len(lengths) // 50:
        return 0
    return max(60, lengths[len(lengths) * 9 // 10])


def groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines without a blank line, a rule or a page's edge between them."""
    group: list[Line] = []
    for line in lines:
        if group and (not line.text or line.page != group[-1].page):
            yield group
            group = []
        if line.text:
            group.append(line)
    if group:
        yield group


def _group(group: list[Line], width: int) -> Iterator[Draft]:
    address = _address(group)
    at = 0
    part: _Part | None = None
    while at < len(group):
        line = group[at]
        if line.furniture or shapes.is_rule(line.text) or rows.is_row(line.text):
            if part:
                yield _draft(part, id(part.lines[0]) in address)
                part = None
            if rows.is_row(line.text) and not line.furniture:
                end = at
                while end < len(group) and rows.is_row(group[end].text):
                    end += 1
                table = rows.table([(row.text, row.page) for row in group[at:end]])
                if table:
                    if table.kind is Kind.PARAGRAPH and shapes.is_heading(table.text):
                        table.kind = Kind.HEADING
                    yield table
                at = end
                continue
            if line.furniture:
                yield Draft(Kind.FURNITURE, Words(squeeze(markup.plain(line.text))), line.page)
            at += 1
            continue
        if part and _goes_on(part, line, width):
            part.lines.append(line)
        else:
            if part:
                yield _draft(part, id(part.lines[0]) in address)
            line.text = markup.without_bold_marker(line.text)
            part = _Part([line], shapes.item(line.text))
        at += 1
    if part:
        yield _draft(part, id(part.lines[0]) in address)


def _address(group: list[Line]) -> set[int]:
    """The ids of lines that are parts of a postal address: short ones above a postcode, and it."""
    found: set[int] = set()
    for number, line in enumerate(group):
        if shapes.POSTCODE.search(line.text):
            for above in reversed(group[max(0, number - 5) : number + 1]):
                if len(above.text) > 60 or above.text.endswith((":", ".")):
                    break
                found.add(id(above))
    return found


def _goes_on(part: _Part, line: Line, width: int) -> bool:
    """Whether a line is the rest of the block above it."""
    last, text = part.lines[-1].text, line.text
    if _opens_block(text) or shapes.hashes(last) or _is_outdented(part, line):
        return False
    if part.item is not None and line.indent > part.lines[0].indent:
        return True
    if len(part.lines) < 6 and markup.opens(part.lines[0].text) and not markup.closes(part.text):
        return True
    if _WEB.match(text) and (last.endswith(":") or not shapes.is_closed(last)):
        return True
    if _ENDS_WEB.search(last):
        return shapes.starts_low(text)
    if _SCORED.search(last):
        return False
    room = len(last) + len(text.split(" ", 1)[0])
    if shapes.is_closed(last):
        if not width or room < width * 0.96 or _is_question(part):
            return False
        return text.endswith((".", ",", ";")) or len(text) > width * 0.7
    if shapes.starts_low(text) or shapes.is_open(last) or _OWNS.search(last):
        return True
    return bool(width) and room >= width * 0.75


def _is_outdented(part: _Part, line: Line) -> bool:
    """Whether a line stands left of the words of a list item whose lines hang."""
    first = part.lines[0].indent
    return part.item is not None and len(part.lines) > 1 and part.lines[1].indent > first >= line.indent


def _is_question(part: _Part) -> bool:
    if part.item or len(part.lines) > 3 or not part.lines[-1].text.endswith("?"):
        return False
    return shapes.is_heading(part.text) and ". " not in part.text and part.text.count("?") == 1


def _opens_block(text: str) -> bool:
    return bool(
        shapes.item(markup.without_bold_marker(text))
        or shapes.footnote(text)
        or shapes.hashes(text)
        or shapes.is_caption(text)
        or shapes.is_bold(text)
        or markup.IMAGE.fullmatch(text)
    )


def _draft(part: _Part, address: bool) -> Draft:
    raw = part.text
    page = part.lines[0].page
    if markup.IMAGE.fullmatch(raw) or shapes.is_picture(raw):
        return Draft(Kind.FURNITURE, Words(squeeze(markup.plain(raw)) or squeeze(raw)), page)
    note = shapes.footnote(raw)
    if note:
        return _words(Kind.FOOTNOTE, raw[note[1] :], page, note[0])
    heading = shapes.hashes(raw)
    if heading:
        draft = _words(Kind.HEADING, raw[heading[1] :].rstrip("# "), page)
        draft.level, draft.style = heading[0], Style(bold=True)
        return draft
    if shapes.is_bold(raw):
        draft = _words(Kind.HEADING, raw, page)
        draft.style = Style(bold=True)
        if not shapes.is_heading(draft.text):
            draft.kind = Kind.PARAGRAPH
        return draft
    headed = part.item is not None and part.item.kind is Kind.NUMBERED and not part.item.dashed
    if part.item and not (headed and shapes.is_numbered_heading(squeeze(markup.plain(raw)))):
        draft = _words(part.item.kind, raw[part.item.start :], page, part.item.marker)
        draft.level = part.lines[0].indent
        draft.place = Place(draft.level, draft.level + part.item.start, _EM)
        return draft
    draft = _words(Kind.PARAGRAPH, raw, page)
    draft.place = Place(part.lines[0].indent, part.lines[0].indent, _EM)
    if shapes.is_caption(draft.text):
        draft.kind = Kind.CAPTION
    elif not address and shapes.is_heading(draft.text):
        draft.kind = Kind.HEADING
    return draft


def _words(kind: Kind, raw: str, page: int | None, marker: str = "") -> Draft:
    return Draft(kind, Words(*take_notes(squeeze(markup.plain(raw)))), page, marker)
