"""Sections against the text and each other: headings stand where they say, lie in one another, and are numbered on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import regex

from extractor.check.inside.inspected import WHOLE, Inspected, compared
from extractor.domain.names import squashed
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import SectionRow

__all__ = ["sections_nested"]

_NUMBER = regex.compile(r"^(?P<before>.*?)(?P<last>\d{1,2})\.?$")
_LONGEST = 400
_ROWS = ("findings", "examples")


class _Fault(NamedTuple):
    """What a section says otherwise than it must: its number or title, both, in words, and the verdict."""

    item: str
    expected: str
    observed: str
    message: str
    verdict: str = "fail"


def sections_nested(report: Inspected) -> Iterator[Check]:
    """A section begins with its number and title, lies in its parent, and follows the one numbered before it.

    Rule: the contract of the dataset, a section is the span from its heading to the next of its level. A number that
    sections leave out and that begins a line between them is a heading that was lost, so that what stands below it
    counts to the section before: it warns.
    """
    wrong = 0
    rows = [row for row in report.rows["sections"] if row.start is not None and row.end is not None]
    for fault in (
        *_headings(report, rows),
        *_parents(rows),
        *_parts(report, rows),
        *_ends(report, rows),
        *_gaps(report, rows),
        *_named(report),
    ):
        wrong += 1
        item, expected, observed, message, verdict = fault
        yield compared(item, expected[:60], observed[:60], message, verdict, False)
    if rows and not wrong:
        yield compared(WHOLE, len(rows), len(rows), "sections stand where they say", "fail", True)


def _headings(report: Inspected, rows: list[SectionRow]) -> Iterator[_Fault]:
    """Sections that do not begin with their own number and title."""
    for row in rows if report.text else ():
        assert row.start is not None
        begins = squashed(report.text[row.start : row.start + _LONGEST])
        lacking = [
            (column, words)
            for column, words in (("ref", row.ref), ("title", row.title))
            if squashed(words)[: _LONGEST // 2] not in begins
        ]
        if len(lacking) == 2:
            continue  # told by its place among others, its heading lost
        if lacking and lacking[0][0] == "ref" and squashed(row.ref + row.title) in squashed(report.text[: row.start]):
            continue  # the contents number it
        for column, words in lacking:
            yield _Fault(_name(row), report.text[row.start :][:60], words, f"`{column}` is not its heading")


def _parents(rows: list[SectionRow]) -> Iterator[_Fault]:
    """Sections whose parent is not the one around them, or whose level is not below that of it."""
    around: list[SectionRow] = []
    levels: dict[tuple[str, str, bool], int | None] = {}
    for row in rows:
        assert row.start is not None
        while around and (around[-1].end or 0) <= row.start:
            around.pop()
        parent = (around[-1].ref or around[-1].title) if around else ""
        if row.parent != parent:
            yield _Fault(_name(row), parent, row.parent, "`parent` is not the section around it")
        above = (around[-1].level or 0) if around else 0
        if row.level is not None and row.level <= above:
            yield _Fault(_name(row), f"over {above}", f"{row.level}", "`level` is not below that of its parent")
        beside = levels.setdefault((row.part, parent, bool(row.ref)), row.level)
        if row.level != beside:
            yield _Fault(_name(row), f"{beside}", f"{row.level}", "`level` is not that of the sections beside it")
        around.append(row)


def _parts(report: Inspected, rows: list[SectionRow]) -> Iterator[_Fault]:
    """Sections of another part than the one around them that begin no part, as the rules of the pack know one."""
    around: list[SectionRow] = []
    for row in rows if report.pack else ():
        while around and (around[-1].end or 0) <= (row.start or 0):
            around.pop()
        own = around[-1].part or "main" if around else "main"
        begins = report.pack is not None and report.pack.match("sections.part", row.title)
        if (row.part or "main") != own and not begins:
            yield _Fault(_name(row), own, row.part, "`part` is not that of the section around it")
        around.append(row)


def _ends(report: Inspected, rows: list[SectionRow]) -> Iterator[_Fault]:
    """Sections behind whose end text goes on, and no section: the heading there was lost."""
    starts, last = {row.start for row in rows}, len(report.text.rstrip())
    told: set[int] = set()
    for row in reversed(rows):
        assert row.end is not None
        if row.end < last and row.end not in starts and row.end not in told:
            told.add(row.end)
            words = report.text[row.end :].lstrip().partition("\n")[0]
            yield _Fault(_name(row), words, "no section", "what stands behind it is in no section")


def _gaps(report: Inspected, rows: list[SectionRow]) -> Iterator[_Fault]:
    """Numbers between those of two sections that begin a line between them, and are those of no section."""
    last: dict[tuple[str, str], tuple[int, int]] = {}
    for row in rows:
        found = _NUMBER.match(row.ref)
        if found is None or row.start is None:
            continue
        before, number = found["before"], int(found["last"])
        above, start = last.get((row.part, before), (0, 0))
        last[row.part, before] = number, row.start
        for lacking in range(above + 1, number) if start else ():
            line = regex.compile(rf"^{regex.escape(before)}{lacking}(?:[.:]?[ \t]+\p{{Lu}}|$)", regex.M)
            if printed := line.search(report.text, start, row.start):
                words = report.text[printed.start() :].partition("\n")[0]
                yield _Fault(_name(row), words, "no section", "a number before it is that of no section", "warn")


def _named(report: Inspected) -> Iterator[_Fault]:
    """Rows that call the section of their number by a name that it has not."""
    for table in _ROWS:
        for row in report.rows[table]:
            around = report.places.around(row.start) if row.start is not None else []
            own = around[-1].title if around else ""
            if row.section not in ("", own):
                yield _Fault(row.item, own, row.section, f"{table}: `section` is not the one that it stands in")
            elif not row.section and own:
                yield _Fault(row.item, own, "", f"{table}: `section` is empty")


def _name(row: SectionRow) -> str:
    return row.ref or row.title[:40]
