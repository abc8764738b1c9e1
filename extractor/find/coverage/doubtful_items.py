"""Items of lists and examples that tell of a bad reading by themselves, and headings that judge with none below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from typing import Any

import regex

from extractor.document import Block, Kind, Section, Span
from extractor.find.coverage.seen import MOST, Seen, Thing, are_few, names_its_own, of_row
from extractor.find.coverage.sentences import BEGUN_INSIDE, CUT_OFF, ENDS, OPEN_BEGINNING, OPEN_END, POINTS_BACK
from extractor.find.item_numbers import follows
from extractor.find.lists import LISTED, printed_number
from extractor.load import shapes

__all__ = ["doubtful_items"]

_RUN_IN = regex.compile(
    r"[^\S\n](?:[•▪❑▣]|-\s▣)\s+[\p{Lu}(]|\p{Ll}[.;]? (?:o|-(?: \d{1,2}\.| \(\w{1,4}\))?) \p{Lu}\p{Ll}"
)
_MARK_BEHIND = regex.compile(r"\s(?:[•▪❑▣–-]|(?<=[\p{Ll}.;] )o)$")

_PROSE = regex.compile(r"(?:.*?\p{Ll}[.?!] (?=\p{Lu})){2}")  # three sentences
_GOES_ON = (",", "; and", "; or", ", and", ", or")  # at the end of a part behind which another stands
_DIGITS, _LETTERS = regex.compile(r"\d+"), regex.compile(r"\p{L}+")
_LONGEST_NUMBER = 4  # digits of the number of an item
_FEW = 5  # sections with findings for each without
_LONG_LINE = 50  # characters of a heading
_MARKED = regex.compile(r"[*_]+\p{L}")  # emphasis whose other mark stands in another item


def doubtful_items(seen: Seen) -> Iterator[Thing]:
    """Items, examples and their labels that are doubtful."""
    for sign in (
        _items,
        _lone_parts,
        _labels_alone,
        _cut_items,
        _headed_inside,
        _lists_above,
        _words_above,
        _kinds,
        _without_findings,
        _examples,
    ):
        yield from sign(seen)


def _items(seen: Seen) -> Iterator[Thing]:
    """Items that stop or begin in the middle of a sentence, or that have another run into them."""
    for table in ("findings", "recommendations"):
        rows = seen.rows(table)
        ended = sum(row.text.rstrip().endswith(ENDS) for row in rows) >= MOST * len(rows)
        begun = sum(not row.text[:1].islower() for row in rows) >= MOST * len(rows)
        above = {row.item: row.text.rstrip() for row in rows}
        parted = {row.item for row, below in pairwise(rows) if below.parent == row.item}
        followed = {row.item for row, below in pairwise(rows) if row.parent == below.parent and _goes_on(row, below)}
        cut = {below.item for row, below in pairwise(rows) if _is_cut(row.text.rstrip(), below.text)}
        halted = [row for row in rows if row.text.rstrip().endswith(";") and row.item not in followed]
        if len(halted) == 1 and len(rows) > 3:
            yield of_row("list_items", halted[0], "an item that stops in the middle of a sentence")
        for row in rows:
            if table == "findings" and row.parent and above.get(row.parent, "").endswith("."):
                yield of_row("list_items", row, "a part of an item that is whole without it")
            words = row.text.rstrip()
            if BEGUN_INSIDE.search(words):
                yield of_row("list_items", row, "a sentence that begins in the middle of another")
            if row.item in followed and words.endswith(_GOES_ON):
                continue  # the parts of an item that is one sentence
            if _RUN_IN.search(words) or _MARK_BEHIND.search(words) or _has_next(row):
                yield of_row("list_items", row, "an item with another run into it")
            elif row.item in parted:
                continue  # its parts go on with it
            elif (
                (" " not in words and not row.parent)
                or any(end.search(words) for end in (OPEN_END, CUT_OFF))
                or (ended and len(rows) > 3 and not words.endswith(ENDS) and not _runs_on(seen, row))
            ):
                yield of_row("list_items", row, "an item that stops in the middle of a sentence")
            elif not names_its_own(row) and (
                (begun and len(rows) > 3 and words[:1].islower()) or row.item in cut or _MARKED.match(words)
            ):
                yield of_row("list_items", row, "an item that begins in the middle of a sentence")


def _has_next(row: Any) -> bool:
    """Whether the number behind that of an item stands in its words as that of an item does, and not in brackets."""
    number = str(row.number or "")
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return False
    found = regex.finditer(rf"\([^()]*\)?|(?P<next>\p{{Ll}}[.;,]? {int(number) + 1}[.)] \p{{L}})", row.text)
    return any(match["next"] for match in found)


def _goes_on(row: Any, below: Any) -> bool:
    """Whether an item and the one below it are of one sentence: parts of an item, or set off by a semicolon."""
    return bool(row.parent) or (row.text.rstrip().endswith((";", "; and", "; or")) and below.text[:1].islower())


def _lone_parts(seen: Seen) -> Iterator[Thing]:
    """Items that stop without a sign, and have one part that goes on in small letters: a mark put into a sentence."""
    for table in ("findings", "recommendations"):
        rows = seen.rows(table)
        parents = Counter(row.parent for row in rows)
        for row, part in pairwise(rows):
            lone = parents[row.item] == 1 and part.parent == row.item
            if lone and row.text[-1:].isalpha() and part.text[:1].islower():
                yield of_row("list_items", part, "a lone part of an item, that goes on with its sentence")


def _runs_on(seen: Seen, row: Any) -> bool:
    """Whether the item with the next number stands right below on its page: no word between the two is lost."""
    report, end = seen.report, row.evidence.end
    block = report.block_at(row.evidence.start)
    below = next(report.blocks_in(Span(end, len(report.text))), None)
    if block is None or below is None or below.kind is not Kind.NUMBERED:
        return False
    page = report.page_of(end - 1)
    return (
        page is not None
        and page == report.page_of(below.start)
        and follows(printed_number(below), printed_number(block))
    )


def _is_cut(above: str, below: str) -> bool:
    """Whether an item goes on from the one above it: it begins as no item does, where that has not ended or has."""
    begun = OPEN_BEGINNING if above[-1:].isalpha() else POINTS_BACK
    return begun.match(below) is not None


def _labels_alone(seen: Seen) -> Iterator[Thing]:
    """Headings that judge with no item below them, and those with words below them that go on from elsewhere."""
    read = seen.read(("findings", "recommendations", "progress", "examples"))
    waiting: Block | None = None
    for block, below in zip_longest(seen.blocks, seen.blocks[1:]):
        if block.table is None and block.kind not in LISTED:
            words = seen.report.words(block)
            found = seen.pack.match_label("labels", words)
            parts = below is not None and below.kind in LISTED and read(below.start, below.end)
            ends = block.kind is Kind.HEADING and not words.endswith(":") and not parts
            if waiting is not None and (found or ends):
                yield Thing("list_items", waiting.start, waiting.end, "a heading that judges, with no item below it")
                waiting = None
            if found:
                waiting = block if found[0].value else None
            elif waiting is not None and block.kind is Kind.PARAGRAPH and words[:1].islower():
                yield Thing("list_items", block.start, block.end, "words that go on right below a heading that judges")
            elif waiting is not None and _PROSE.match(words) and (below is None or below.kind is Kind.HEADING):
                waiting = None  # a paragraph judges, and no list
        if read(block.start, block.end):
            waiting = None
    if waiting is not None:
        yield Thing("list_items", waiting.start, waiting.end, "a heading that judges, with no item below it")


def _cut_items(seen: Seen) -> Iterator[Thing]:
    """Items that a heading, or the title of the report as the line of a page, parts from words that are in no row."""
    read = seen.read(("findings", "recommendations", "progress", "examples", "statistics"))
    titles = {row.title for row in seen.rows("reports")} - {""}
    for item, line, below in zip_longest(seen.blocks, seen.blocks[1:], seen.blocks[2:]):
        if item.kind not in LISTED or line is None or not seen.report.body(item)[-1:].isalpha():
            continue
        last = line if any(seen.report.body(line).startswith(f"{title} ") for title in titles) else below
        if line.table is not None or line.kind in LISTED or last is None or last.kind is not Kind.PARAGRAPH:
            continue
        goes_on = last is line or seen.report.body(last)[:1].islower()
        if goes_on and read(item.start, item.end) and not read(last.start, last.end):
            yield Thing("recommendations", item.start, last.end, "an item that a line parts from what goes on")


def _headed_inside(seen: Seen) -> Iterator[Thing]:
    """Long headings between an item that stops without a sign and the one with the next number: the rest of it."""
    blocks = [block for block in seen.blocks if not shapes.is_page_number(seen.report.body(block))]
    for item, line, below in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if line.kind is not Kind.HEADING or item.kind is not Kind.NUMBERED or below.kind is not Kind.NUMBERED:
            continue
        words = seen.report.body(line)
        cut = seen.report.body(item)[-1:].isalpha() and words[-1:].isalpha() and len(words) > _LONG_LINE
        if cut and follows(printed_number(below), printed_number(item)) and not seen.pack.match_label("labels", words):
            yield Thing(
                "list_items", item.start, line.end, "a heading between an item and the one with the next number"
            )


def _lists_above(seen: Seen) -> Iterator[Thing]:
    """Lists right above a heading that judges, or the label of an example, that are in no row, where nearly all such
    lists are in some, or their section lacks a kind of findings that all others have."""
    read = seen.read(("findings", "recommendations", "progress", "examples"))
    lists: list[list[Block]] = []
    items: list[Block] = []
    for block in seen.blocks:
        if block.kind in LISTED:
            items.append(block)
            continue
        if block.table is None and items:
            words = seen.report.words(block)
            label = seen.pack.match_label("labels", words)
            if (label and label[0].value) or seen.pack.match_label("examples.label", words):
                lists.append(items)
        items = []
    unread = [items for items in lists if not any(read(item.start, item.end) for item in items)]
    if not are_few(len(unread), len(lists)):
        lacking = {seen.report.section_at(row.evidence.start) for row in _one_lacking(seen)[0]}
        unread = [items for items in unread if seen.report.section_at(items[0].start) in lacking]
    for items in unread:
        yield Thing(
            "list_items", items[0].start, items[-1].end, "a list above a heading that judges, as if its own were lost"
        )


def _words_above(seen: Seen) -> Iterator[Thing]:
    """A sentence between a heading that judges and its list, where nearly all lists stand right below theirs."""
    read = seen.read(("findings", "recommendations", "progress", "examples"))
    lists, between = 0, []
    for label, block, below in zip_longest(seen.blocks, seen.blocks[1:], seen.blocks[2:]):
        found = seen.pack.match_label("labels", seen.report.words(label)) if label.table is None else None
        if not found or not found[0].value or block is None:
            continue
        lists += 1
        listed = below is not None and below.kind in LISTED and read(below.start, below.end)
        if listed and block.kind is Kind.PARAGRAPH and not read(block.start, block.end):
            between.append(block)
    for block in between if len(between) == 1 and lists > 2 else ():
        if seen.report.words(block).endswith(".") and not _PROSE.match(seen.report.words(block)):
            yield Thing("list_items", block.start, block.end, "a sentence above a list, as if its mark were lost")


def _one_lacking(seen: Seen) -> tuple[list[Any], int]:
    """The findings of the one section that lacks a kind which all others have, and the most of its kind in another."""
    sections: dict[tuple[str, str, str], dict[str, list[Any]]] = {}
    for row in seen.rows("findings"):
        kinds = sections.setdefault((row.part, row.section_ref, row.section), {})
        kinds.setdefault(row.kind, []).append(row)
    odd = [kinds for kinds in sections.values() if len(kinds) == 1]
    if len(sections) < 2 or len(odd) != 1 or len({kind for kinds in sections.values() for kind in kinds}) != 2:
        return [], 0
    ((kind, rows),) = odd[0].items()
    return rows, max(len(kinds[kind]) for kinds in sections.values() if kinds is not odd[0])


def _kinds(seen: Seen) -> Iterator[Thing]:
    """The longest list of findings of its kind, in the one section that lacks a kind which all others have."""
    rows, most = _one_lacking(seen)
    if rows and len(rows) > most:
        reason = "a list of findings that is longer than others, without those of the other kind"
        yield of_row("list_items", rows[0], reason)


def _without_findings(seen: Seen) -> Iterator[Thing]:
    """Lists in sections without findings, where nearly all that are numbered like them have some."""
    read = seen.read(("findings", "recommendations", "progress", "examples"))
    having = {id(seen.report.section_at(row.evidence.start)) for row in seen.rows("findings")}
    alike: dict[str, list[Section]] = {}
    for section in seen.report.sections:
        if section.ref and section.end > section.start:
            alike.setdefault(_LETTERS.sub("A", _DIGITS.sub("1", section.ref)), []).append(section)
    for sections in alike.values():
        bare = [section for section in sections if id(section) not in having]
        for section in bare if _FEW * len(bare) <= len(sections) else ():
            items = [
                block
                for block in seen.blocks
                if block.kind in LISTED and section.start <= block.start < section.end
                if seen.report.section_at(block.start) is section
            ]
            if len(items) > 1 and not any(read(item.start, item.end) for item in items):
                reason = "a list of a section without findings, where those numbered like it have some"
                yield Thing("list_items", items[0].start, items[-1].end, reason)


def _examples(seen: Seen) -> Iterator[Thing]:
    """Labels of practice examples with nothing below them, and examples that stop in the middle of a sentence."""
    read = seen.read(("examples",))
    after: Block | None = None
    for block in seen.blocks:
        if after is not None and not read(block.start, block.end):
            title = block.end - block.start < 120
            if not title:
                yield Thing("list_items", after.start, after.end, "a label of an example, with no example below it")
                after = None
            continue
        after = None
        if block.table is None and seen.pack.match_label("examples.label", seen.report.words(block)):
            after = block
    named = seen.pack.report_type == "summary" and any(row.provider for row in seen.rows("examples"))
    for row in seen.rows("examples"):
        if named and not row.provider:
            yield of_row("list_items", row, "an example that names no service, where others do")
        if BEGUN_INSIDE.search(row.text):
            yield of_row("list_items", row, "a sentence that begins in the middle of another")
        if row.text[:1].islower():
            yield of_row("list_items", row, "an example that begins in the middle of a sentence")
        if not row.text.rstrip().endswith(ENDS):
            yield of_row("list_items", row, "an example that stops in the middle of a sentence")
