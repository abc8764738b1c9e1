"""Rows that a single slip of the source has spoilt: a mark or a running line among the words, what others have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import regex

from extractor.domain.names import folded
from extractor.find.coverage.seen import Seen, Thing, names_its_own, of_heading, of_row
from extractor.find.coverage.spoilt_headings import number_of
from extractor.load import shapes
from extractor.split.headings import scale_label

__all__ = ["spoilt_rows"]

_FEWEST = 3  # findings, from which on their sections tell how they are numbered
_SHORT = 4  # characters
_NEARLY_ALL = 0.9  # of the findings
_USUAL = 0.8  # of the rows of a table
_LEAST_LETTERS = 15  # of a running line
_MOST_BESIDE = 12  # letters beside a name that a page has at its head
_NUMBER_BESIDE = regex.compile(r"\s\d{1,3}$|^\d{1,3}\s")
_DIGITS = regex.compile(r"\d+")
_OF_CHAPTER = regex.compile(r"\d\.\d")
_GLUED = regex.compile(r"(?P<word>\p{L}\p{Ll}{2,})[):?]?(?:\d{1,2}|\(\d\)|\[\d{1,2}\])$")
_NOTED = regex.compile(r"\d\[\d{1,2}\]$")


def spoilt_rows(seen: Seen) -> Iterator[Thing]:
    """Rows that a slip has spoilt: what they have and others do not, or the other way round."""
    for sign in (
        _prompts,
        _question_refs,
        _addressees,
        _marks,
        _running,
        _otherwise_numbered,
        _below_chapters,
        _undated,
        _criteria,
        _kind_of_service,
        _marks_alone,
    ):
        yield from sign(seen)


def _prompts(seen: Seen) -> Iterator[Thing]:
    """Prompts under no key question above those of their table that stand under one; key questions without prompts,
    where others of their standard have some; the first one of standards of which none has any, where most have."""
    headed: dict[tuple[str, str], set[str]] = {}
    waiting: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in seen.rows("key_questions"):
        place = (row.table, row.standard_id)
        if row.level == "prompt" and row.key_question:
            headed.setdefault(place, set()).add(folded(row.key_question))
            for prompt in waiting.pop(place, ()):
                yield of_row("key_questions", prompt, "a prompt that stands under no key question")
        elif row.level == "prompt" and place not in headed:
            waiting[place].append(row)
    over: dict[str, set[str]] = defaultdict(set)
    for (_, standard), questions in headed.items():
        over[standard] |= questions
    first: dict[str, Any] = {}
    for row in seen.rows("key_questions"):
        if row.level == "key_question":
            first.setdefault(row.standard_id, row)
            if row.standard_id in over and folded(row.question) not in over[row.standard_id]:
                yield of_row("key_questions", row, "a key question without prompts, where others have some")
    bare = [row for id_, row in first.items() if id_ not in over]
    for row in bare if 2 * len(bare) <= len(first) else ():
        yield of_row("key_questions", row, "a standard without prompts, where others have some")


def _question_refs(seen: Seen) -> Iterator[Thing]:
    """Questions without their number, where most of the table have one."""
    tables = defaultdict(list)
    for row in seen.rows("key_questions"):
        tables[row.table, row.level].append(row)
    for rows in tables.values():
        if 2 * sum(bool(row.ref) for row in rows) > len(rows):
            for row in rows:
                if not row.ref:
                    yield of_row("key_questions", row, "a question without its number, where others have theirs")


def _addressees(seen: Seen) -> Iterator[Thing]:
    """Recommendations that name nobody behind those that a line above them gives somebody; the first that goes on with
    a sentence which no line above it begins."""
    rows = [row for row in seen.rows("recommendations") if not row.parent and not row.same_as]
    for one, other in pairwise(rows):
        if (
            one.addressee
            and not names_its_own(one)
            and not other.addressee
            and (one.part, one.kind) == (other.part, other.kind)
        ):
            yield of_row("recommendations", other, "a recommendation that names nobody, behind one that does")
    for row in rows[:1]:
        if row.text[:1].islower() and not row.addressee and not _above(seen, row.evidence.start).endswith(":"):
            yield of_row("recommendations", row, "a recommendation that goes on with a sentence of nobody")


def _above(seen: Seen, start: int) -> str:
    """The words of the block above the one that holds an offset."""
    above = ""
    for block in seen.blocks:
        if block.end > start:
            break
        above = seen.report.body(block).rstrip()
    return above


def _marks(seen: Seen) -> Iterator[Thing]:
    """Labels and titles that end with a digit glued to a word that stands elsewhere without it."""
    is_printed = cache(lambda word: regex.search(rf"(?<!\p{{L}}){word}(?!\p{{L}})", seen.report.text) is not None)
    told = [("tables", row, words) for row in seen.rows("statistics") for words in (row.label, row.group)]
    told += [("key_questions", row, row.question) for row in seen.rows("key_questions")]
    told += [("labels", row, row.standard) for row in seen.rows("ratings")]
    for kind, row, label in told:
        if _NOTED.search(label) or ((found := _GLUED.search(label)) and is_printed(found["word"])):
            yield of_row(kind, row, "a label that ends with a digit, as of a note")
    for section in seen.report.sections:
        if (
            (found := _GLUED.search(section.title))
            and is_printed(found["word"])
            and section.heading.end > section.heading.start
        ):
            yield of_heading(section, "a heading that ends with a digit, as of a note")


def _running(seen: Seen) -> Iterator[Thing]:
    """Rows that have the report's own title among their words, as of the head of a page."""
    about = seen.rows("reports")
    titles = {folded(words) for row in about for words in (row.title, row.provider)} - {""}
    long = [title for title in titles if len(title) >= _LEAST_LETTERS]
    for table in ("recommendations", "findings", "progress", "examples"):
        kind = table if table == "recommendations" else "list_items"
        for row in seen.rows(table):
            words = folded(row.text)
            if any(title in words for title in long if title == folded(about[0].title)):
                yield of_row(kind, row, "an item with the title of the report among its words")
    names = {folded(row.provider) for row in about if row.provider}
    for section in seen.report.sections:
        if _NUMBER_BESIDE.search(section.title) and any(name in folded(section.title) for name in names):
            yield of_heading(section, "a section headed by the running line of a page")
    for row in seen.rows("statistics"):
        label = folded(row.label)
        if seen.pack.match("furniture", row.label) or any(_names_alone(label, name) for name in (*names, *long)):
            yield of_row("tables", row, "a figure labelled as the head of a page is")


def _names_alone(label: str, name: str) -> bool:
    """Whether a label is a name with hardly a word beside it, and does not say what of it is counted."""
    return name in label and len(label) <= len(name) + _MOST_BESIDE


def _otherwise_numbered(seen: Seen) -> Iterator[Thing]:
    """Findings that stand in a section whose number is of another kind than those that nearly all of them stand in."""
    rows = [row for row in seen.rows("findings") if row.section_ref]
    kinds = Counter(_DIGITS.sub("1", row.section_ref) for row in rows)
    usual, count = kinds.most_common(1)[0] if kinds else ("", 0)
    if len(rows) > _FEWEST and count >= _NEARLY_ALL * len(rows):
        for row in rows:
            if _DIGITS.sub("1", row.section_ref) != usual:
                yield of_row(
                    "list_items", row, "an item in a section that is numbered otherwise than those of the others"
                )


def _below_chapters(seen: Seen) -> Iterator[Thing]:
    """Examples of a section without a number in a chapter, where others are in sections with numbers of a chapter's."""
    places = [(row, seen.report.section_at(row.evidence.start)) for row in seen.rows("examples")]
    if sum(_OF_CHAPTER.search(number_of(row.section_ref)) is not None for row, _ in places) >= _FEWEST:
        for row, section in places:
            if section is not None and not section.ref and row.section_ref.rstrip(".").isdecimal():
                yield of_row("list_items", row, "an example in a section without a number, where others have one")


def _undated(seen: Seen) -> Iterator[Thing]:
    """Judgements without the date that nearly all others of the report have beside them."""
    rows = seen.rows("ratings")
    bare = [row for row in rows if not row.date]
    if 0 < len(bare) <= (1 - _USUAL) * len(rows):
        for row in bare:
            yield of_row("labels", row, "a judgement without a date, where others have one")


def _criteria(seen: Seen) -> Iterator[Thing]:
    """The criterion before one that is judged by no row, where nearly all of the framework's are judged; sections whose
    name is the line of their score."""
    for row in seen.rows("ratings"):
        if row.level == "section" and seen.pack.match("ratings.section-score", row.standard):
            yield of_row("labels", row, "a judgement of a section that has the line of its score for a name")
    asked = [standard.ref for standard in seen.pack.standards if standard.level == "criterion" and standard.ref]
    judged = {
        number_of(row.ref): row for row in seen.rows("ratings") if row.level == "criterion" and row.part == "main"
    }
    for before, ref in pairwise(asked) if len(judged) >= _USUAL * len(asked) else ():
        if ref not in judged and before in judged:
            yield of_row("labels", judged[before], "a criterion behind which one is not judged, where nearly all are")


def _kind_of_service(seen: Seen) -> Iterator[Thing]:
    """The first judgement of a service of which the framework does not know of what kind it is."""
    kinds = seen.pack.framework and seen.pack.report_type != "summary" and seen.pack.provider_types
    for about in seen.rows("reports") if kinds else ():
        if about.provider and not about.provider_type:
            for row in seen.rows("ratings")[:1]:
                yield of_row("labels", row, "a judgement of a service that is of no known kind")


def _marks_alone(seen: Seen) -> Iterator[Thing]:
    """The mark of a list item that stands without words, and is no icon behind a label of the scale."""
    above = ""
    for block in seen.blocks:
        words = seen.report.words(block).strip() if block.table is None and block.end - block.start < _SHORT else ""
        icon = words == shapes.ICON and scale_label(seen.pack, above) is not None
        above = seen.report.words(block) if block.table is None else ""
        if words and shapes.item(f"{words} X") and not icon:
            yield Thing("list_items", block.start, block.end, "the mark of a list item without its words")
