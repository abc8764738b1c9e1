"""Headings that a single slip of the source has spoilt: a number lost, words run in, a heading below what it heads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from statistics import median
from typing import Any

import regex

from extractor.document import Kind, Section
from extractor.domain.names import folded, squashed
from extractor.find.cell_figures import is_figure
from extractor.find.coverage.seen import Seen, Thing, of_heading, of_row
from extractor.find.coverage.sentences import OPEN_END
from extractor.split.headings import standard_line

__all__ = ["number_of", "spoilt_headings"]

_LISTS = ("findings", "recommendations", "progress", "examples")
_FEWEST, _MOST = 3, 0.6  # standards with a section, and the share of them from which the others lack theirs
_SHORT = 4  # characters
_SMALL = 0.1  # of the room of a section
_LONG_HEADING = 50  # characters
_DEEPER = 3  # levels
_AROUND = regex.compile(r"(\d{1,2})\.|([A-Z])(?=\d)")
_LETTER = regex.compile(r"^[A-Z](?=\d{1,2}\.\d)")
_NUMBERED = regex.compile(r"(?:[A-Z] ?)?\d{1,2}(?:\.\d{1,2})*[.:]? \p{Lu}")
_LONG_TITLE_LETTERS = 200
_CUT_WORD = regex.compile(r"\p{Ll}-$")
_IN_SERIES = regex.compile(r"(\d)\.(\d)")


def spoilt_headings(seen: Seen) -> Iterator[Thing]:
    """Headings that a slip has spoilt, or sections that lack theirs."""
    for sign in (_headings, _broken_headings, _parted, _skipped, _nested, _headed, _headed_below, _again, _deep, _bare):
        yield from sign(seen)


def _headings(seen: Seen) -> Iterator[Thing]:
    """Rated standards without a heading of their number, or whose longest section is in none of the section of the
    framework that they belong to, where most have both."""
    if seen.pack.report_type == "summary":
        return
    rows = [row for row in seen.rows("ratings") if row.level in ("standard", "criterion")]
    for part in dict.fromkeys(row.part for row in rows):
        yield from _of_part(seen, part, [row for row in rows if row.part == part and _AROUND.match(number_of(row.ref))])


def _of_part(seen: Seen, part: str, rows: list[Any]) -> Iterator[Thing]:
    longest: dict[str, Section] = {}
    for section in seen.report.sections:
        ref = number_of(section.ref)
        if section.part == part and (ref not in longest or _room(section) > _room(longest[ref])):
            longest[ref] = section
    rated = {number_of(row.ref): row for row in reversed(rows)}
    usual = median([_room(longest[ref]) for ref in rated if ref in longest] or [0])
    unheaded = [row for ref, row in rated.items() if ref not in longest or _room(longest[ref]) < _SMALL * usual]
    if len(unheaded) > (1 - _MOST) * len(rated):
        unheaded = []
    outside = [row for ref, row in rated.items() if ref in longest and not _is_within(seen, ref, usual)]
    for lacking in (unheaded, outside if part == "main" else []):
        if len(rated) - len(lacking) >= _FEWEST:
            for row in lacking:
                yield of_row("headings", row, "a standard without a heading of its number, or of its section's")


def _room(section: Section) -> int:
    return section.end - section.start


def _is_within(seen: Seen, ref: str, usual: float) -> bool:
    """Whether a section of a number, of some length, is in one with the number that its own begins with."""
    around = _AROUND.match(ref)
    assert around is not None
    own = [
        s
        for s in seen.report.sections
        if number_of(s.ref) == ref and _room(s) > _SMALL * usual and not any(map(_is_annex, seen.report.lineage(s)))
    ]
    return any(
        number_of(other.ref) == (around[1] or around[2]) for section in own for other in seen.report.lineage(section)
    )


def _is_annex(section: Section) -> bool:
    return len(section.ref) > 1 and section.ref[0].isalpha() and section.ref[1].isalpha()


def _broken_headings(seen: Seen) -> Iterator[Thing]:
    """Headings of sections that go on in small letters below; a word between two joins them, and is no rest."""
    opened = {section.heading.start: section for section in seen.report.sections if section.heading.end}
    titles = [folded(row.title) for row in seen.rows("reports")]
    for block, below, after in zip_longest(seen.blocks, seen.blocks[1:], seen.blocks[2:]):
        section = opened.get(block.body)
        cut = section is not None and (OPEN_END.search(section.title) or _CUT_WORD.search(section.title))
        if (
            section and cut and not any(title.startswith(folded(section.title)) for title in titles)
        ):  # as a cover sets it
            yield of_heading(section, "a heading that stops in the middle of a sentence")
        low = below is not None and below.kind is Kind.PARAGRAPH and seen.report.body(below)[:1].islower()
        low = low and not (after and after.kind is Kind.HEADING and len(seen.report.body(below).split()) == 1)
        told = section and (section.ref or len(section.title) > _LONG_HEADING)
        if section and told and low and block.kind is Kind.HEADING and seen.report.body(block)[-1:].islower():
            yield of_heading(section, "a heading that goes on in small letters below")
        if section and below is not None and block.kind is Kind.HEADING and below.table is not None:
            first = seen.report.words(next(iter(below.table.rows()))[0]).strip()
            if first.endswith("%") and is_figure(seen.pack, first):
                yield of_heading(section, "a heading over a row of figures without a label")


def _parted(seen: Seen) -> Iterator[Thing]:
    """Headings that a line of the page parts from words which go on from theirs."""
    opened = {section.heading.start: section for section in seen.report.sections if section.heading.end}
    for block, line, below in zip(seen.report.blocks, seen.report.blocks[1:], seen.report.blocks[2:], strict=False):
        section = opened.get(block.body) if line.kind is Kind.FURNITURE and below.kind is Kind.PARAGRAPH else None
        if section and not section.ref and seen.report.body(block)[-1:].islower():
            words = seen.report.body(below)
            if words[:1].islower() or words[:1].isdigit():
                yield of_heading(section, "a heading that a line of the page parts from what goes on")


def _skipped(seen: Seen) -> Iterator[Thing]:
    """Sections before whose number the only one of their series is lost: `3.4` behind `3.1` and `3.2`; a section that
    is the first of a series and the only one, where other series have several."""
    series: dict[str, dict[int, Section]] = defaultdict(dict)
    for section in seen.report.sections:
        if found := _IN_SERIES.fullmatch(number_of(section.ref)):
            series[found[1]].setdefault(int(found[2]), section)
    known: dict[str, set[int]] = defaultdict(set)  # numbers of standards that are rated, or may be, by series
    rated = [row.ref for row in seen.rows("ratings") if _IN_SERIES.fullmatch(number_of(row.ref))]
    for ref in rated or [standard.ref for standard in seen.pack.standards]:
        if found := _IN_SERIES.fullmatch(number_of(ref)):
            known[found[1]].add(int(found[2]))
    for prefix, numbered in series.items():
        last = max(numbered)
        wanted = known[prefix] if numbered.keys() <= known[prefix] else set(range(1, last))
        lost = {number for number in wanted if number < last} - numbered.keys()
        if len(lost) == 1:
            behind = min(number for number in numbered if number > max(lost))
            yield of_heading(numbered[behind], "a heading before whose number another is lost")
        elif numbered.keys() == {1} != known[prefix]:  # a framework can have one standard of a domain
            yield of_heading(
                numbered[1], "a heading behind whose number others are lost: it is the only one of its series"
            )


def _nested(seen: Seen) -> Iterator[Thing]:
    """Chapters within another chapter, by their numbers."""
    for section in seen.report.sections:
        around = [other for other in seen.report.lineage(section) if other is not section]
        if section.ref.isdigit() and any(other.ref.isdigit() for other in around):
            yield of_heading(section, "a chapter that stands in another, by its number")


def _headed(seen: Seen) -> Iterator[Thing]:
    """Items that begin with the number and title of a section; paragraphs that go on behind them in small letters."""
    titled = {f"{s.ref} {s.title} " for s in seen.report.sections if s.ref and len(s.title) >= _SHORT}
    for block in seen.blocks:
        words = seen.report.body(block)[:_LONG_TITLE_LETTERS] if block.kind is Kind.PARAGRAPH else ""
        if _NUMBERED.match(words) and any(words.startswith(t) and words[len(t) :][:1].islower() for t in titled):
            yield Thing("headings", block.start, block.end, "a heading that the words of a sentence were run into")
    titles = {squashed(title) for title in titled}
    for table in _LISTS:
        for row in seen.rows(table):
            words = squashed(row.text[:_LONG_TITLE_LETTERS]) if _NUMBERED.match(row.text) else ""
            if words and any(words.startswith(title) for title in titles):
                kind = "recommendations" if table == "recommendations" else "list_items"
                yield of_row(kind, row, "an item that begins with the heading of a section")


def _headed_below(seen: Seen) -> Iterator[Thing]:
    """Banners whose standard is named below the words and the score that it has, and heads no section for that."""
    opened = {section.heading.start for section in seen.report.sections}
    for grid in seen.grids:
        named = [
            (number, cell)
            for number, row in enumerate(grid.rows)
            for cell in row
            if (found := standard_line(seen.pack, grid.text(cell)))
            and not grid.text(cell)[found[1].end() :].strip(" .:")
        ]
        first = grid.text(grid.rows[0][0])
        if len(named) == 1 and named[0][0] and len(grid.rows) < _FEWEST and len(first) > _LONG_HEADING:
            cell = named[0][1]
            if cell.start not in opened:
                yield Thing("headings", cell.start, cell.end, "a heading of a standard below what is said of it")


def _again(seen: Seen) -> Iterator[Thing]:
    """Numbered headings that stand again behind those of their own parts."""
    opened: set[tuple[str, str, str]] = set()
    before = part = ""
    for section in seen.report.sections:
        ref = number_of(section.ref)
        if not ref or section.heading.end == section.heading.start:
            continue
        around = _AROUND.match(before) if section.part == part else None
        name = (section.part, ref, folded(section.title))
        if around and (around[1] or around[2]) == ref and name in opened:
            yield of_heading(section, "a heading that stands again behind its own parts")
        opened.add(name)
        before, part = ref, section.part


def _deep(seen: Seen) -> Iterator[Thing]:
    """The first section of a part whose number an earlier part has far further up: the heading above it stands in a
    section that had ended."""
    first: dict[str, Section] = {}
    told: set[str] = set()
    for section in seen.report.sections:
        above = first.setdefault(section.ref, section)
        if section.ref and section.level - above.level >= _DEEPER and section.part not in told:
            told.add(section.part)
            yield of_heading(section, "a heading that stands far deeper than another of its number")


def _bare(seen: Seen) -> Iterator[Thing]:
    """Headings without a number as deep as others whose numbers stand in the contents alone."""
    printed = [s for s in seen.report.sections if s.heading.end > s.heading.start]
    lost = [s for s in printed if _IN_SERIES.fullmatch(s.ref) and s.ref not in seen.report.words(s.heading)]
    depths = {section.level for section in lost}
    for section in printed if lost else ():
        if not section.ref and section.level in depths and any(s.ref.isdigit() for s in seen.report.lineage(section)):
            yield of_heading(section, "a heading without a number, where those of others stand in the contents alone")


def number_of(ref: str) -> str:
    """The number of a standard without a letter before it: `P 1.1` becomes `1.1`, and `B3` stays."""
    return _LETTER.sub("", ref.replace(" ", "")).rstrip(".")
