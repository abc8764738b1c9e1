"""The contents page: what a report says its own sections are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex
from rapidfuzz import fuzz

from extractor.document import Block, Kind, Report
from extractor.packs import Pack

_PAGE = regex.compile(r"\s*[.…·]*\s*\d{1,3}$")
_ALIKE = 88.0  # of 100: contents pages are often garbled by doubled bold type
_MOST_ENTRIES = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents page: its words without the page number, and their letters and digits only."""

    text: str
    letters: str


def letters(text: str) -> str:
    """Letters and digits of a text in lower case: what is left when spacing and punctuation differ."""
    return "".join(filter(str.isalnum, text.casefold()))


def contents(report: Report, pack: Pack) -> tuple[list[Entry], int]:
    """Entries of the contents page in order, and the offset behind it; none and 0 where there is no such page."""
    blocks = report.blocks
    for number, block in enumerate(blocks):
        if block.kind in (Kind.HEADING, Kind.PARAGRAPH) and letters(report.body(block)) in (
            "contents",
            "tableofcontents",
        ):
            entries, end = _entries(report, blocks[number + 1 :])
            if entries:
                return entries[:_MOST_ENTRIES], end
    return [], 0


def _entries(report: Report, blocks: Sequence[Block]) -> tuple[list[Entry], int]:
    entries: list[Entry] = []
    end = 0
    for block in blocks:
        lines = list(_lines(report, block))
        if not lines or not any(page for _, page in lines):
            if block.kind is Kind.FURNITURE:
                continue
            break
        waiting = ""
        for text, page in lines:
            if waiting:  # a heading of two lines has its page number on the second
                entries.append(Entry(f"{waiting} {text}", letters(waiting + text)))
            if text:
                entries.append(Entry(text, letters(text)))
            waiting = "" if page else text
        end = block.end
    return entries, end


def _lines(report: Report, block: Block) -> Iterator[tuple[str, bool]]:
    """(words, whether a page number follows) of every line of a block that may be part of a contents page."""
    if block.table is None:
        text = report.words(block)
        if len(text) < 200 and (page := _PAGE.search(text)):
            yield text[: page.start()].rstrip(". …"), True
        return
    for row in block.table.rows():
        cells = [words for cell in row if (words := report.words(cell).strip())]
        if not cells:
            continue
        numbered = len(cells) > 1 and bool(regex.fullmatch(r"\d{1,3}", cells[-1]))
        title = cells[:-1] if numbered else cells
        # a title that doubled bold type has torn over two cells is one word; a number stands for itself
        joined = (" " if title[0].replace(".", "").isdigit() else "").join(title)
        if not numbered and (found := _PAGE.search(joined)):
            yield joined[: found.start()].rstrip(". …"), True
        else:
            yield joined.rstrip(". …"), numbered


def align(entries: Sequence[Entry], headings: Sequence[str]) -> dict[int, Entry]:
    """Which heading is which entry, in order: index of heading -> entry.

    A heading can occur on a page of ratings, in its place, and again in an annex. Read from the back, every entry takes
    its last occurrence before that of the entry behind it.
    """
    squashed = [letters(heading) for heading in headings]
    chosen: dict[int, Entry] = {}
    limit = len(headings)
    for entry in reversed(entries):
        for number in range(limit - 1, -1, -1):
            if same(entry.letters, squashed[number]):
                chosen[number] = entry
                limit = number
                break
    return chosen


def same(entry: str, heading: str) -> bool:
    """Whether an entry of the contents page and a heading, both as their letters, are the same words."""
    if entry == heading:
        return True
    if len(heading) > 5 and entry.startswith(heading + "and"):
        return True  # "Summary and recommendations" over a heading "Summary"
    if len(heading) < 5 or abs(len(entry) - len(heading)) > 6:
        return False
    if [ch for ch in entry if ch.isdigit()] != [ch for ch in heading if ch.isdigit()]:
        return False
    return fuzz.ratio(entry, heading) >= _ALIKE
