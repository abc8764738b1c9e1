"""Rows, items and tables that stand twice, as a page that is printed or converted again leaves them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

import regex

from extractor.document import Kind
from extractor.domain.names import folded
from extractor.find.coverage.seen import Seen, Thing, of_row
from extractor.find.grids import Grid
from extractor.find.table_purposes import Purpose
from extractor.records import Recommendation

_KINDS = {
    "recommendations": "recommendations",
    "findings": "list_items",
    "progress": "list_items",
    "examples": "list_items",
}
_LONG = 50  # characters
_RUN = 8  # words behind each other, that hardly come back within an item
_AGAIN = 3  # words that stand again right behind themselves
_TWO_ALIKE = regex.compile(r"(?<![\w’'-])(?!(?:had|that) )(\p{Ll}{2,}) \1(?![\w’'-])")
_FEWEST = 3  # other sections with findings; rows of a table of services with their head


def twice(seen: Seen) -> Iterator[Thing]:
    """What stands twice, with the kind of thing that it is counted as."""
    for sign in (_items, _within, _blocks, _questions, _asked_again, _same_rows, _judged_again):
        yield from sign(seen)


def _items(seen: Seen) -> Iterator[Thing]:
    """Items that stand twice, one right behind the other or in runs."""
    for table, kind in _KINDS.items():
        rows = seen.rows(table)
        if table == "recommendations":
            rows = list(_asked_here(seen, rows))
        for row in _one_behind_the_other(rows) + _runs_again(rows):
            yield of_row(kind, row, "an item that stands twice")


def _within(seen: Seen) -> Iterator[Thing]:
    """Follow-ups of which a line of what was found stands twice, and items with as many words that do, or with one or
    three that do right behind themselves."""
    for row in seen.rows("progress"):
        lines = Counter(folded(line) for line in row.findings.split("\n"))
        if any(count > 1 and len(line) > _LONG for line, count in lines.items()):
            yield of_row("list_items", row, "a line that stands twice in what was found")
    for table, kind in _KINDS.items():
        for row in seen.rows(table):
            words = row.text.split()
            runs = Counter(" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
            if (
                any(count > 1 and len(run) > _LONG for run, count in runs.items())
                or _stutters(words)
                or (_TWO_ALIKE.search(row.text))
            ):
                yield of_row(kind, row, "an item with words that stand in it twice")


def _stutters(words: Sequence[str]) -> bool:
    """Whether some words stand again right behind themselves."""
    words = [word.rstrip(",.;") for word in words]
    places: dict[tuple[str, ...], int] = {}
    for at in range(len(words) - _AGAIN + 1):
        run = tuple(words[at : at + _AGAIN])
        length = at - places.get(run, at)
        if length >= _AGAIN and words[at - length : at] == words[at : at + length]:
            return True
        places[run] = at
    return False


def _asked_here(seen: Seen, rows: Sequence[Any]) -> Iterator[Any]:
    """Recommendations without those that a section of another name prints again, as a summary or an annex does."""
    sections = {}
    for row in rows:
        lineage = seen.report.lineage(seen.report.section_at(row.evidence.start))
        sections[row.item] = [folded(seen.report.words(section.heading)) for section in lineage]
    yield from (row for row in rows if sections[row.item] == sections.get(row.same_as, sections[row.item]))


def _blocks(seen: Seen) -> Iterator[Thing]:
    """Tables and paragraphs that stand twice, one right behind the other; a table's title may stand again between."""
    places = {block.start: place for place, block in enumerate(seen.blocks)}
    for one, other in pairwise(seen.grids):
        figures = one.purpose in (Purpose.DATA, Purpose.QUESTIONS) and len(one.rows) > 1
        if not figures or _texts(one) != _texts(other):
            continue
        first, second = places[one.block.start], places[other.block.start]
        between = [seen.report.body(block) for block in seen.blocks[first + 1 : second]]
        if between in ([], [seen.report.body(block) for block in seen.blocks[max(first - 1, 0) : first]]):
            yield Thing("tables", other.block.start, other.block.end, "a table that stands twice")
    for above, below in pairwise(seen.blocks):
        long = above.kind is below.kind is Kind.PARAGRAPH and below.end - below.start > _LONG
        if long and seen.report.body(above) == seen.report.body(below):
            yield Thing("list_items", below.start, below.end, "a paragraph that stands twice")


def _questions(seen: Seen) -> Iterator[Thing]:
    """Lines that stand twice in a table of questions."""
    asked: set[tuple[str, ...]] = set()
    for row in seen.rows("key_questions"):
        name = (row.table, row.standard_ref, row.key_question, row.question, row.group, row.provider)
        if name in asked:
            yield of_row("key_questions", row, "a question that stands twice in its table")
        asked.add(name)


def _asked_again(seen: Seen) -> Iterator[Thing]:
    """Prompts that stand under two key questions of a standard with the same figures, as a row over a new page does."""
    lines: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for row in seen.rows("key_questions"):
        if row.level == "prompt":
            lines[row.table, row.standard_ref, row.provider, row.question, row.key_question].append(row)
    printed: dict[tuple[Any, ...], str] = {}
    for (*name, question), rows in lines.items():
        figures = tuple((row.group, row.percent) for row in rows)
        if printed.setdefault((*name, figures), question) != question:
            yield of_row("key_questions", rows[0], "a question that stands again under another, with its figures")


def _same_rows(seen: Seen) -> Iterator[Thing]:
    """Rows of a table of services that stand twice, and such tables, wherever they stand."""
    printed: set[tuple[tuple[str, ...], ...]] = set()
    for grid in seen.grids:
        if grid.purpose is Purpose.PROVIDERS:
            rows = tuple(map(tuple, _texts(grid)))
            if rows in printed and len(rows) > _FEWEST:
                yield Thing("labels", grid.block.start, grid.block.end, "a table that stands twice")
            printed.add(rows)
            stood: dict[tuple[str, ...], int] = {}
            for number, row in enumerate(rows):  # the heads of columns stand again on each page
                first = stood.setdefault(row, number)
                if any(row) and first < number and (first >= grid.header or row == rows[number - 1]):
                    cells = grid.rows[number]
                    yield Thing("labels", cells[0].start, cells[-1].end, "a row that stands twice")


def _judged_again(seen: Seen) -> Iterator[Thing]:
    """Items below a heading that judges, and that has stood in their section before another: alone in the report, as
    where the heading of a section between them is lost."""
    found: list[Any] = []
    sections = 0
    for _, group in groupby(seen.rows("findings"), key=lambda row: (row.part, row.section_ref, row.section)):
        runs = [next(rows) for _, rows in groupby(group, key=lambda row: row.kind)]
        sections += 1
        kinds = [row.kind for row in runs]
        found += [row for at, row in enumerate(runs) if row.kind in kinds[:at]][:1]
    if len(found) == 1 and sections > _FEWEST:
        yield of_row("list_items", found[0], "an item below a heading that judges again, as if a section's were lost")


def _one_behind_the_other(rows: Sequence[Any]) -> list[Any]:
    """Items that say what the item before them says, and it may be more."""
    found = []
    for one, other in pairwise(rows):
        first, second = folded(one.text), folded(other.text)
        begun = len(first) > _LONG and second.startswith(first)
        if first and (first == second or begun) and _asked_in(one) == _asked_in(other):
            found.append(other)
    return found


def _runs_again(rows: Sequence[Any]) -> list[Any]:
    """Items that stand in one section again, two at least one behind the other."""
    names = ("parent", "section_ref", "section", "part", "addressee", "provider")
    kinds = [row.kind if isinstance(row, Recommendation) else "" for row in rows]  # it may be asked again as another
    said = [
        (kind, *(getattr(row, name, "") for name in names), folded(row.text))
        for kind, row in zip(kinds, rows, strict=True)
    ]
    first: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    found: dict[int, Any] = {}
    for at, pair in enumerate(pairwise(said)):
        if all(pair[n][-1] for n in (0, 1)) and first.setdefault(pair, at) < at - 1:
            found |= {at: rows[at], at + 1: rows[at + 1]}
    return [found[at] for at in sorted(found)]


def _asked_in(row: Any) -> tuple[str, ...]:
    """Where items that say the same are one: the part of the report; of recommendations what they are, whose, and of
    which item they are a point."""
    return getattr(row, "part", ""), *((row.kind, row.addressee, row.parent) if isinstance(row, Recommendation) else ())


def _texts(grid: Grid) -> list[list[str]]:
    return [grid.texts(number) for number in range(len(grid.rows))]
