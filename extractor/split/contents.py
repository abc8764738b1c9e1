"""The contents page: what a report says its own sections are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex
from rapidfuzz import fuzz

from extractor.document import Block, Kind, Report, Table
from extractor.domain.names import squashed
from extractor.packs import Pack

_PAGE = regex.compile(r"\s*[.…·]*\s*(?P<page>\d{1,3})(?:[*†‡§⁰¹²³⁴-⁹]+|\s?[\[(]\d{1,2}[\])])?$")  # a note's mark behind
_OF_PAGES = regex.compile(r"\bpage\s+\d{1,3}\s+of\s+\d{1,3}$", regex.I)
_ALIKE = 88.0  # of 100: contents pages are often garbled by doubled bold type
_MOST_ENTRIES = 400
_SHORT = 5  # letters: titles that are no longer are too easily alike
NAMES = (  # letters of its title
    "contents",
    "tableofcontents",
    "contentslist",
    "onthispage",
    "inthisreport",
    "inthisdocument",
)
_NAMED = regex.compile(r"(?:table of )?contents\s+(?=[\p{Lu}\d])", regex.I)  # in the cell of the first entry
_FEWEST_UNPAGED = 3
_LISTED = (Kind.BULLET, Kind.NUMBERED)
_ALONE = (Kind.HEADING, Kind.PARAGRAPH)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents page: its words without the page number, their letters and digits only, and the page."""

    text: str
    letters: str
    page: int = 0


def names_in(pack: Pack, title: str) -> set[str]:
    """The letters of a title as the contents page prints it, and as its section is named by a number that it has."""
    numbered = pack.match("sections.number", title)
    return {squashed(title), *([squashed(numbered[1]["ref"] + numbered[1]["title"])] if numbered else ())}


def is_running(pack: Pack, text: str) -> bool:
    """Whether a line of the contents page is the running line of a page: furniture, or one that counts the pages."""
    return _OF_PAGES.search(text) is not None or pack.match("furniture", text) is not None


def without_page(text: str) -> str:
    """A line of the contents page without the page number behind it."""
    return _PAGE.sub("", text)


def contents(report: Report, pack: Pack) -> tuple[list[Entry], int]:
    """Entries of the contents page in order, and the offset behind it; none and 0 where there is no such page."""
    blocks = report.blocks
    for number, block in enumerate(blocks):
        named = block.table is not None and _NAMED.match(report.text, block.start)
        if named and len(entries := list(_entries(report, pack, [block])[0])) >= _FEWEST_UNPAGED:
            first = _NAMED.sub("", entries[0].text)
            return [replace(entries[0], text=first, letters=squashed(first)), *entries[1:_MOST_ENTRIES]], block.end
        if block.kind in (Kind.HEADING, Kind.PARAGRAPH) and squashed(pack.without_note(report.body(block))) in NAMES:
            entries, end = _entries(report, pack, blocks[number + 1 :])
            unpaged, behind = _unpaged(report, blocks[number + 1 :])
            if unpaged and behind >= end:  # a title may end in a number of its own, as in "Annex 1"
                entries, end = unpaged, behind
            if entries:
                return entries[:_MOST_ENTRIES], end
    return [], 0


def _entries(report: Report, pack: Pack, blocks: Sequence[Block]) -> tuple[list[Entry], int]:
    """Entries with page numbers; one that stands again, with an earlier page than the one before it, is none."""
    entries: list[Entry] = []
    end = last = 0
    waiting = ""
    for number, block in enumerate(blocks):
        if block.table is None and is_running(pack, report.body(block)):
            continue
        lines = list(_lines(report, block))
        if not lines or not any(page for _, page in lines):
            if block.kind is Kind.FURNITURE or squashed(report.body(block)) in ("page", *NAMES):
                continue
            if waiting or not entries or not _goes_on(report, blocks[number + 1 : number + 2], last):
                break
            lines = lines or [(report.body(block), 0)]
        for text, page in lines:
            if not text and not waiting:
                continue  # the number of the page itself
            if 0 < page < last and squashed(text) in {entry.letters for entry in entries}:
                continue
            if waiting and text:  # a heading of two lines has its page number on the second
                entries.append(Entry(f"{waiting} {text}", squashed(waiting + text)))
            if text:
                entries.append(Entry(text, squashed(text), page))
            waiting = "" if page else text
            last = max(last, page)
        end = block.end
    return entries, end


def _goes_on(report: Report, blocks: Sequence[Block], last: int) -> bool:
    """Whether the pages of a block follow on a page: its entries have page numbers, each later than the last."""
    pages = [page for block in blocks for _, page in _lines(report, block)]
    return bool(pages) and min(pages) > last


def _unpaged(report: Report, blocks: Sequence[Block]) -> tuple[list[Entry], int]:
    """Entries of a list without page numbers, as web pages have: nearly all of them must be headings that follow it."""
    listed: list[tuple[Block, list[str]]] = []
    for block in blocks:
        titles = [] if block.kind in (Kind.FURNITURE, Kind.FOOTNOTE) else _titles(report, block)
        if not titles or (listed and not _alike(listed[0][0], block)):
            break
        listed.append((block, titles))
    headings = _printed_headings(report, blocks)
    if listed and listed[0][0].kind in _ALONE:  # lines by themselves: up to the first that stands but once
        once = (n for n, (block, _) in enumerate(listed) if not _follows(headings, report.body(block), block.end))
        listed = listed[: next(once, len(listed))]
    if not listed:
        return [], 0
    end = listed[-1][0].end
    entries = []
    for block, titles in listed:
        numbered = report.words(block)  # `1. Leadership` may be item 1 of a list, or its heading has the number too
        whole = block.kind is Kind.NUMBERED and _follows(headings, numbered, end)
        entries += [Entry(title, squashed(title)) for title in ([numbered] if whole else titles)]
    known = sum(_follows(headings, entry.text, end) for entry in entries)
    safe = known >= _FEWEST_UNPAGED and known >= 0.75 * len(entries)
    return (entries, end) if safe else ([], 0)


def _alike(one: Block, other: Block) -> bool:
    """Whether two blocks can be of one list of contents."""
    return one.table is None and (one.kind is other.kind or {one.kind, other.kind} == set(_LISTED))


def _titles(report: Report, block: Block) -> list[str]:
    """The titles that a block may list: a line's own words, or the first words of every row."""
    if block.table is None:
        return [report.body(block)] if block.kind in (*_LISTED, *_ALONE) and block.end - block.start < 200 else []
    rows = [[words for cell in row if (words := report.words(cell).strip())] for row in block.table.rows()]
    return [row[0] for row in rows] if all(len(row) == 1 for row in rows) else []


def _printed_headings(report: Report, blocks: Sequence[Block]) -> dict[str, int]:
    """Where each line that may be a heading stands last."""
    return {
        squashed(report.words(block)): block.start
        for block in blocks
        if block.kind in (Kind.HEADING, Kind.PARAGRAPH, Kind.NUMBERED) and block.end - block.start < 200
    }


def _follows(headings: dict[str, int], title: str, end: int) -> bool:
    return headings.get(squashed(title), 0) >= end > 0


def _lines(report: Report, block: Block) -> Iterator[tuple[str, int]]:
    """(words, page number that follows, 0 for none) of every line of a block that may be part of a contents page."""
    if block.table is None:
        text = report.words(block)
        if len(text) < 200 and (found := _PAGE.search(text)):
            yield text[: found.start()].rstrip(". …"), int(found["page"])
        return
    held = ("", 0)
    for text, page in _rows(report, block.table):
        if held[1] and not page and text[:1].islower():  # the title of an entry goes on below its page number
            held = f"{held[0]} {text}", held[1]
            continue
        if any(held):
            yield held
        held = text, page
    if any(held):
        yield held


def _rows(report: Report, table: Table) -> Iterator[tuple[str, int]]:
    """(words, page number, 0 for none) of every row of a table that may be part of a contents page."""
    for row in table.rows():
        cells = [words for cell in row if (words := report.words(cell).strip())]
        if not cells:
            continue
        numbered = _PAGE.fullmatch(cells[-1]) if len(cells) > 1 else None
        title = cells[:-1] if numbered else cells
        # a title that doubled bold type has torn over two cells is one word; a number stands for itself
        joined = (" " if title[0].replace(".", "").isdigit() else "").join(title)
        if not numbered and (found := _PAGE.search(joined)):
            yield joined[: found.start()].rstrip(". …"), int(found["page"])
        else:
            yield joined.rstrip(". …"), int(numbered["page"]) if numbered else 0


def align(entries: Sequence[Entry], headings: Sequence[str], titles: Sequence[str] = ()) -> dict[int, Entry]:
    """Which heading is which entry, in order: index of heading -> entry.

    A heading can occur on a page of ratings, in its place, and again in an annex. Read from the back, every entry takes
    its last occurrence before that of the entry behind it; one into which two titles have run takes both. An entry may
    be the title of a heading without its number, where `titles` has those.
    """
    names = [squashed(heading) for heading in headings]
    without = [squashed(title) for title in titles]
    chosen: dict[int, Entry] = {}
    limit = len(headings)
    for entry in reversed(entries):
        found = max(
            (at for at in (_last(entry.letters, n[:limit]) for n in (names, without)) if at is not None), default=None
        )
        numbers = [found] if found is not None else _two_last(entry.letters, names[:limit])
        chosen |= dict.fromkeys(numbers, entry)
        limit = min([limit, *numbers])
    return chosen


def lost_numbers(pack: Pack, entries: Sequence[Entry], headings: Sequence[str]) -> dict[int, str]:
    """Headings that print without its number a title that the contents page lists with one: index -> number.

    Such an entry has no heading of its own behind the last one of the entry before it, and its title stands once
    between that and the entry behind.
    """
    names = [squashed(heading) for heading in headings]
    places = {id(entry): at for at, entry in sorted(align(entries, headings).items())}
    found: dict[int, str] = {}
    limit = len(headings)
    for number, entry in reversed(list(enumerate(entries))):
        at = places.get(id(entry), -1)
        if printed := pack.match("sections.number", entry.text):
            before = _last(entries[number - 1].letters, names[:limit]) if number else None
            behind = -1 if before is None else before
            title = squashed(printed[1]["title"])
            alike = [n for n in range(behind + 1, limit) if same(title, names[n])]
            if at <= behind and len(alike) == 1:
                at = alike[0]
                found[at] = printed[1]["ref"]
        limit = at if at >= 0 else limit
    return found


def _last(entry: str, headings: Sequence[str]) -> int | None:
    """The last heading that an entry names."""
    return next((number for number in range(len(headings) - 1, -1, -1) if same(entry, headings[number])), None)


def _two_last(entry: str, headings: Sequence[str]) -> list[int]:
    """The last two headings that an entry names one behind the other."""
    for number in range(len(headings) - 1, 0, -1):
        title = headings[number]
        if len(title) > _SHORT and entry.endswith(title):
            before = _last(entry.removesuffix(title), headings[:number])
            return [] if before is None else [before, number]
    return []


def same(entry: str, heading: str) -> bool:
    """Whether an entry of the contents page and a heading, both as their letters, are the same words."""
    if entry == heading:
        return True
    if len(heading) > _SHORT and entry.startswith(heading + "and"):
        return True  # "Summary and recommendations" over a heading "Summary"
    if len(heading) < _SHORT or abs(len(entry) - len(heading)) > 6:
        return False
    if [ch for ch in entry if ch.isdigit()] != [ch for ch in heading if ch.isdigit()]:
        return False
    return fuzz.ratio(entry, heading) >= _ALIKE
