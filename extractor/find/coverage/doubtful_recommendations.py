"""Recommendations, new ones and those followed up, that lack what others have: words, a verdict, an addressee."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

import regex

from extractor.document import Block, Kind, Span
from extractor.find.answers import printed_answers
from extractor.find.coverage.seen import MOST, Seen, Thing, are_few, of_row
from extractor.find.coverage.sentences import ENDS
from extractor.find.followed_up import follow_ups
from extractor.find.lists import ASIDE, LISTED, printed_number
from extractor.find.recommendation_rows import is_blank
from extractor.find.recommendations import kind_of, without_rows

__all__ = ["doubtful_recommendations"]

_NOTE_BEHIND = regex.compile(r":\d{1,2}$")
_MOST_NAMES = 200  # of addressees, that are looked for
_LONGEST_LINE = 120  # characters of a line that names an addressee
_COUNTED = regex.compile(r"(\d{1,4})\p{Ll}?")  # a number, alone or with the letter of a part


def doubtful_recommendations(seen: Seen) -> Iterator[Thing]:
    """Recommendations and what became of earlier ones, where they are doubtful."""
    for sign in (_progress, _recommended, _sections_alone, _names_alone, _unasked, _going_on):
        yield from sign(seen)


def _progress(seen: Seen) -> Iterator[Thing]:
    items = [item for row in seen.rows("progress") for item in row.findings.split("\n") if item or not _is_listed(row)]
    ended = sum(item.rstrip().endswith(ENDS) for item in items) >= MOST * len(items)
    for row in seen.rows("progress"):
        if _is_listed(row) and row.text and row.category:
            continue
        if ended and len(items) > 3 and not all(item.rstrip().endswith(ENDS) for item in row.findings.split("\n")):
            yield of_row("list_items", row, "an item that stops in the middle of a sentence")
        if not row.text or not row.findings or (seen.pack.progress is not None and not row.category):
            yield of_row("list_items", row, "an earlier recommendation without its words, its findings or its category")
    bare = [row for row in seen.rows("progress") if row.improvement_required is None]
    for row in bare if are_few(len(bare), len(seen.rows("progress"))) else ():
        yield of_row("list_items", row, "an earlier recommendation without an answer that others have")


def _is_listed(row: Any) -> bool:
    """Whether a row is of a section that lists items with their verdicts, and nothing of what was found."""
    return bool(row.evidence.rule.endswith("/progress.section"))


def _recommended(seen: Seen) -> Iterator[Thing]:
    every = [row for row in seen.rows("recommendations") if not row.parent and not row.same_as]
    of_named_kinds = {row.kind for row in every if row.addressee}  # of others, nobody is asked
    rows = [row for row in every if row.kind in of_named_kinds]
    named = [row for row in rows if row.addressee]
    if len(named) > MOST * len(rows):
        for row in rows:
            if not row.addressee:
                yield of_row("recommendations", row, "a recommendation without an addressee, where others have one")
    yield from _cut_names(seen, named)
    yield from _unknown_addressees(seen, {row.evidence.start for row in every if not row.addressee})
    numbers: dict[tuple[str, str], dict[int, Any]] = {}
    for row in seen.rows("recommendations"):
        if counted := _COUNTED.fullmatch(row.number):
            numbers.setdefault((row.part, row.kind), {}).setdefault(int(counted[1]), row)
    for (part, _), of_kind in numbers.items():
        others = [kind for (other, _), kind in numbers.items() if other == part and kind is not of_kind]
        for number, row in of_kind.items():
            before = [kind[number - 1] for kind in others if number - 1 in kind] if number == min(of_kind) else []
            if any(one.evidence.start < row.evidence.start for one in before):
                continue  # numbers run through over the kinds
            if number > 1 and number - 1 not in of_kind and not _runs_on(seen, number, row.evidence.start):
                yield of_row("recommendations", row, "a recommendation before whose number another is lost")


def _sections_alone(seen: Seen) -> Iterator[Thing]:
    """Sections of recommendations, each named, with words of which none is a recommendation."""
    for section in without_rows(seen.report, seen.pack, seen.rows("recommendations")):
        start, end = section.heading.start, section.heading.end
        reason = f"{section.title!r}, a section of recommendations without one that could be read"
        yield Thing("recommendations", start, max(end, start + 1), reason)
    starts = [row.evidence.start for row in seen.rows("progress")]
    for span in follow_ups(seen.report, seen.pack):
        head, *below = [block for block in seen.report.blocks_in(span) if block.kind not in ASIDE]
        empty = not below or any(seen.pack.match("progress.none", seen.report.body(block)) for block in below)
        if not empty and not any(start in span for start in starts):
            reason = "a section of earlier recommendations without one whose verdict could be read"
            yield Thing("list_items", head.start, head.end, reason)


def _names_alone(seen: Seen) -> Iterator[Thing]:
    """Lines of sections of recommendations that name somebody and end with a colon, behind which the section has no
    recommendation: its own stand elsewhere, below another's name."""
    starts = sorted(row.evidence.start for row in seen.rows("recommendations"))
    for section in seen.report.sections:
        last = bisect_left(starts, section.end) - 1
        if kind_of(seen.pack, section) is None or last < 0 or starts[last] < section.start:
            continue
        for block in seen.report.blocks_in(Span(starts[last], section.end)):
            words = seen.report.body(block)
            if words.endswith(":") and _leads_in(seen, block) and seen.pack.search("recommendations.addressee", words):
                reason = "a line that names who should, and no recommendation below it"
                yield Thing("recommendations", block.start, block.end, reason)


def _unasked(seen: Seen) -> Iterator[Thing]:
    """Answers of the inspected body that are in no row: to nothing that was read, or beside another answer to it.

    A line that says of the item above it who should, or by when, answers nothing.
    """
    read = seen.read(("attributes",))
    rows = seen.rows("recommendations")
    starts = [row.evidence.start for row in rows]
    for span in printed_answers(seen.report, seen.pack):
        words, above = seen.report.words(span), bisect_left(starts, span.start) - 1
        of_item = above >= 0 and words in (rows[above].addressee, rows[above].deadline)
        if not of_item and not read(span.start, span.end) and not is_blank(words):
            yield Thing("recommendations", span.start, span.end, "an answer to no recommendation that was read")


def _going_on(seen: Seen) -> Iterator[Thing]:
    """The first item behind all recommendations that has the number after theirs, and begins in small letters as they
    do, or stands below a line that leads in such: where columns were read in another order, it is one of them."""
    rows = [row for row in seen.rows("recommendations") if row.number.isdecimal()]
    if not rows:
        return
    last, small = rows[-1], all(row.text[:1].islower() for row in rows)
    read = seen.read(("recommendations", "findings", "progress"))
    for above, block in pairwise(seen.blocks):
        if block.kind is not Kind.NUMBERED or block.start < last.evidence.end or read(block.start, block.end):
            continue
        is_next = printed_number(block) == str(int(last.number) + 1)
        if is_next and ((small and seen.report.body(block)[:1].islower()) or _leads_in(seen, above)):
            reason = "an item with the number behind those of the recommendations, in no section of such"
            yield Thing("recommendations", block.start, block.end, reason)
        return


def _runs_on(seen: Seen, number: int, start: int) -> bool:
    """Whether the number before is that of a paragraph of an earlier section: those of the whole report run on."""
    section = seen.report.section_at(start)
    before = [block for block in seen.blocks if section and block.end <= section.start and block.kind is Kind.NUMBERED]
    return bool(before) and printed_number(before[-1]) == str(number - 1)


def _cut_names(seen: Seen, rows: list[Any]) -> Iterator[Thing]:
    """Lines above those that name an addressee where the two are one name: it is printed elsewhere, or they show it."""
    names = tuple(islice(dict.fromkeys(row.addressee for row in rows), _MOST_NAMES))
    cut: dict[str, tuple[Block, Block]] = {}
    for above, block in pairwise(seen.blocks if names else ()):
        if above.table or block.table or max(above.end - above.body, block.end - block.body) > _LONGEST_LINE:
            continue
        line = seen.report.body(block)
        if line.endswith(":") and (name := next(filter(line.startswith, names), "")):
            cut.setdefault(f"{seen.report.body(above)} {name}", (above, block))
    for words, (above, block) in islice(cut.items(), _MOST_NAMES):
        cut_off = seen.report.body(above).endswith(("’s", "'s")) or seen.report.body(block).startswith("(")
        if cut_off or words in seen.report.text:
            yield Thing(
                "recommendations", above.start, block.end, "a line that is the beginning of an addressee's name"
            )


def _names_nobody(seen: Seen, line: str) -> bool:
    """Whether a line is, from its beginning to its end, one that leads in a list without saying to whom."""
    found = seen.pack.match("recommendations.intro", line)
    return found is not None and found[1].end() == len(line)


def _unknown_addressees(seen: Seen, starts: set[int]) -> Iterator[Thing]:
    """Lines that lead in recommendations which name nobody."""
    ordered = sorted(starts)
    before: Block | None = None
    for block in seen.blocks:
        at = bisect_left(ordered, block.start)
        named = at < len(ordered) and ordered[at] < block.end
        titled = before is not None and seen.pack.match("recommendations.section", seen.report.body(before))
        nobody = before is not None and _names_nobody(seen, seen.report.body(before))
        if named and before is not None and not titled and not nobody and _leads_in(seen, before):
            reason = "a line that leads in recommendations, and whom it names was not read"
            yield Thing("recommendations", before.start, before.end, reason)
        if block.kind is not Kind.HEADING or before is None or not _leads_in(seen, before):
            before = block


def _leads_in(seen: Seen, block: Block) -> bool:
    """Whether a block is a line that leads in a list: it ends with a colon, or would name somebody with one."""
    if block.table is not None or block.kind in LISTED:
        return False
    words = _NOTE_BEHIND.sub(":", seen.report.body(block).rstrip())
    return words.endswith(":") or any(rule.search(f"{words}:") for rule in seen.pack["recommendations.addressee"])
