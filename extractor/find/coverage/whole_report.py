"""What tells of a report as a whole that a part of it was lost, or that no rule knows its ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import regex

from extractor.document import Block, Kind
from extractor.domain.english import is_english
from extractor.find.coverage.seen import Seen, Spans, Thing
from extractor.find.coverage.sentences import POINTS_BACK
from extractor.find.lists import LISTED
from extractor.find.table_purposes import Purpose

_ITEMS = ("findings", "recommendations", "progress", "examples", "ratings", "key_questions")
_CUT = regex.compile(r"(?<=\s)\p{Ll}+$")
_SHORT = 60  # characters of a line that stands over something
_SENTENCE = regex.compile(r"\p{Ll}[.?!] \p{Lu}")
_FEWEST_ITEMS = 8
_MOST_UNREAD = 0.5  # of the list items of a report, that are in no row
_LONGEST_LABEL = 5  # words
_FEWEST_BEHIND = 2  # paragraphs behind a list, that are no paragraph of prose by itself
_FEWEST_AGAIN = 5  # times that a line stands over something
_MOST_UNTITLED = 0.25  # of the figures, in tables without a title
_GLUED = regex.compile(  # a line that stands over a paragraph, and its first words
    r"\p{Lu}[^\t\n.,:;!?()]{3,60}?(?<![–—-]) (?:At|For|In|It|Of|On|Our|The|There|These|They|This|We|When|Your) \p{Ll}+ "
)
_MISREAD = regex.compile(r"(?<![\p{L}\d.,])(?:\d[lIO]|[lIO]\d|[lIO]{2}|\d[lIO]\d)(?:\.\d)? ?%")


def signs(seen: Seen) -> Iterator[Thing]:
    """What is lost or unknown, with the kind of thing that it is counted as."""
    for sign in (_end, _lists, _behind_lists, _labels_run_in, _lines_again, _untitled, _misread):
        yield from sign(seen)


def _end(seen: Seen) -> Iterator[Thing]:
    """The end of a text that stops in the middle of a sentence, of a paragraph that has others, or of a word; or in a
    table, with the heads below its caption or a row that has no cell but the first."""
    words = [block for block in seen.blocks if block.table is None]
    if words:
        last, body = words[-1], seen.report.body(words[-1]).rstrip()
        cut = _CUT.search(body)
        prose = last.kind is not Kind.HEADING and _SENTENCE.search(body)
        if cut and (prose or (last is seen.blocks[-1] and not _is_word(seen, cut[0]))):
            yield Thing("pages", last.start, last.end, "a text that stops in the middle of a sentence")
    if seen.blocks and (last := seen.blocks[-1]).table is not None:
        filled = [sum(bool(seen.report.words(cell).strip()) for cell in row) for row in last.table.rows()]
        heads = len(filled) == 1 and seen.report.blocks[seen.report.blocks.index(last) - 1].kind is Kind.CAPTION
        if filled[-1] and (heads or (len(filled) > 2 and filled[-1] == 1 < min(filled[1:-1]))):
            yield Thing("pages", last.start, last.end, "a text that stops in the middle of a table")


def _is_word(seen: Seen, letters: str) -> bool:
    """Whether letters are a word, of English or of this report, where it stands more than once."""
    printed = regex.findall(rf"(?<!\p{{L}}){letters}(?!\p{{L}})", seen.report.text)
    return len(letters) > 1 and (is_english(letters) or len(printed) > 1)


def _lists(seen: Seen) -> Iterator[Thing]:
    """List items that are in no row, where most of the report's are in none and its framework has rows for them: those
    of lists that stand below a heading or another short line, and are no entries of the contents."""
    if not seen.pack.framework or "list_items" not in seen.pack.expected:
        return
    read = seen.read(_ITEMS)
    items = list(_below_lines(seen))
    unread = [block for block in items if not read(block.start, block.end)]
    if len(items) >= _FEWEST_ITEMS and len(unread) > _MOST_UNREAD * len(items):
        for block in unread:
            yield Thing("list_items", block.start, block.end, "a list item in no row, as are most of the report")


def _below_lines(seen: Seen) -> Iterator[Block]:
    """The items of lists that stand below a heading or another short line behind the contents."""
    headed = False
    end = seen.contents[1]
    for block in seen.blocks:
        if block.kind in LISTED:
            if headed and block.start >= end:
                yield block
        else:
            headed = block.table is None and block.end - block.body < _SHORT


def _behind_lists(seen: Seen) -> Iterator[Thing]:
    """Paragraphs below a heading that judges, behind items of its list: two at least, one before a further item, or one
    that points back to the last."""
    item = seen.read(("findings",))
    read = seen.read((*_ITEMS, "statistics"))
    waiting: list[Block] = []
    listed = False
    for block in seen.blocks:
        is_item = block.kind in LISTED or item(block.start, block.end)
        if block.kind is Kind.PARAGRAPH and listed and not is_item and not read(block.start, block.end):
            labels = seen.pack.match_label("labels", seen.report.words(block)) is not None
            waiting = [] if labels else [*waiting, block]
            listed = not labels
            continue
        leads_in = bool(waiting) and is_item and seen.report.body(waiting[-1]).rstrip().endswith(":")
        points_back = bool(waiting) and POINTS_BACK.match(seen.report.body(waiting[0])) is not None
        if waiting and (len(waiting) >= _FEWEST_BEHIND or points_back or (is_item and not leads_in)):
            start, end = waiting[0].start, waiting[-1].end
            yield Thing("list_items", start, end, "a paragraph behind the items of a list, as if its mark were lost")
        waiting = []
        listed = is_item and item(block.start, block.end)


def _labels_run_in(seen: Seen) -> Iterator[Thing]:
    """Labels of examples and lists that the words below them were run into, also in the middle of a sentence where a
    label of examples stands elsewhere by itself."""
    alone = {
        seen.report.body(block) for block in seen.blocks if block.table is None and block.end - block.body < _SHORT
    }
    for block in seen.blocks:
        if block.kind is not Kind.PARAGRAPH:
            continue
        body = seen.report.body(block)
        if _GLUED.match(body) and body.endswith("."):
            yield Thing("headings", block.start, block.end, "a heading that the words of a sentence were run into")
        words = body.split(maxsplit=_LONGEST_LABEL + 1)
        for count in range(1, min(_LONGEST_LABEL + 1, len(words) - 1)):
            label = " ".join(words[:count])
            names: tuple[str, ...] = ("examples.label", "labels")
            if not (words[count][0].isupper() and words[count][1:2].islower()):
                names = ("examples.label",) if count > 1 and label in alone else ()
            if any(seen.pack.match(name, label) for name in names):
                yield Thing("list_items", block.start, block.end, "a label that the words below it were run into")
                break


def _lines_again(seen: Seen) -> Iterator[Thing]:
    """Lines that stand again and again over something, of which no rule has ever read anything."""
    if not seen.pack.framework:
        return
    read = seen.read((*_ITEMS, "statistics"))
    own = {row.provider.casefold() for row in seen.rows("reports")}
    over: dict[str, list[tuple[Block, Block]]] = defaultdict(list)
    for block, below in pairwise(seen.blocks):
        if block.table is None and block.kind in (Kind.HEADING, Kind.PARAGRAPH) and block.end - block.body < _SHORT:
            over[seen.report.body(block).casefold().rstrip(" :")].append((block, below))
    for words, places in over.items():
        if len(places) < _FEWEST_AGAIN or words in own or not any(map(str.isalpha, words)):
            continue
        if any(seen.pack.match(name, seen.report.body(places[0][0])) for name in ("labels", "progress.findings")):
            continue
        if not any(read(block.start, below.end) for block, below in places):
            block = places[0][0]
            reason = f"{seen.report.body(block)!r}, a line that stands again and again, and over no row"
            yield Thing("headings", block.start, block.end, reason)


def _untitled(seen: Seen) -> Iterator[Thing]:
    """A figure of a table without a title, where many are in such tables and others are not.

    A table right behind another has none that could be lost.
    """
    rows = seen.rows("statistics")
    ahead = {below.start for block, below in pairwise(seen.blocks) if block.table is not None}
    owner = seen.report.block_at
    bare = [row for row in rows if not row.table and (at := owner(row.evidence.start)) and at.start not in ahead]
    if len(rows) > len(bare) > _MOST_UNTITLED * len(rows):
        start, end = bare[0].evidence.start, bare[0].evidence.end
        yield Thing("tables", start, end, "a figure of a table without a title, where others have one")


def _misread(seen: Seen) -> Iterator[Thing]:
    """Percentages in which letters stand for digits, but for those of bands, which give no row."""
    bands = Spans((grid.block.start, grid.block.end) for grid in seen.grids if grid.purpose is Purpose.BANDS)
    for match in _MISREAD.finditer(seen.report.text):
        if not bands.meets(*match.span()):
            yield Thing("table_percentages", *match.span(), "a percentage in which a letter stands for a digit")
