"""Headings of the contents against the sections that were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from extractor.document import Kind, Section
from extractor.domain import numerals
from extractor.domain.names import squashed
from extractor.find.coverage.seen import Seen, Thing
from extractor.split.contents import Entry, names_in, same

_COUNTED = regex.compile(r"(?P<word>\p{Lu}\p{Ll}+) (?P<sign>\d{1,2}|\p{Lu}|\p{Ll}{3,5})(?P<parted>\s*[:.–—-]|$)")
RUN_IN = "a heading that the words of a sentence were run into"
NO_NUMBER = "listed in the contents with a number that no section has, where others have theirs"
NOT_HEADED = "listed in the contents, and no section"
_LEAST_LETTERS = 4
_FEWEST = 3  # entries that are in order
_NUMBERED = regex.compile(r"\d{1,2}(?:\.\d{1,2})*\.? ?\p{Lu}\p{Ll}")


def headings(seen: Seen) -> tuple[int, list[Thing]]:
    """How many entries the contents page has, and those that are no section.

    A running header among the entries is none. An entry of two lines is there where its lines together, or its second
    line alone, are a section.
    """
    entries, end = seen.contents
    titles = {squashed(section.title) for section in seen.report.sections}
    titles |= {squashed(section.ref + section.title) for section in seen.report.sections}
    titles.discard("")
    furniture = {squashed(seen.report.body(b)) for b in seen.report.blocks if b.kind is Kind.FURNITURE} - {""}
    own = "".join(squashed(row.title) for row in seen.rows("reports"))
    unnumbered = _without_section(seen, entries)
    kept: list[Entry] = []
    lost, at = [], 0
    prose = [block for block in seen.blocks if block.kind is Kind.PARAGRAPH and block.start >= end]
    for number, entry in enumerate(entries):
        around = [other.letters for other in (*entries[max(0, number - 1) : number], *entries[number + 1 : number + 2])]
        if _runs(entry, furniture, own) or any(_halves(entry.letters, other) for other in around):
            continue
        kept.append(entry)
        names = names_in(seen.pack, entry.text)
        if any(same(name, title) for title in titles for name in names):
            continue
        words = entry.text.split("\t")[0].strip()
        opened = next((b for b in prose if seen.report.body(b).startswith(f"{words} ")), None) if words else None
        if opened is not None and seen.report.body(opened)[len(words) + 1].isupper():
            lost.append(Thing("headings", opened.start, opened.end, RUN_IN))
            continue
        here = seen.report.text.find(words, at, end) if words else -1
        if here >= 0:
            at = here + len(words)
            lost.append(Thing("headings", here, at, NO_NUMBER if entry in unnumbered else NOT_HEADED))
    return len(kept), [*lost, *_out_of_order(seen, kept), *_unnumbered(seen), *_counted(seen, entries)]


def _without_section(seen: Seen, entries: Sequence[Entry]) -> list[Entry]:
    """The one entry whose number no section has, where those of several others have one."""
    refs = {section.ref.rstrip(".") for section in seen.report.sections}
    numbered = [
        (entry, found[1]["ref"]) for entry in entries if (found := seen.pack.match("sections.number", entry.text))
    ]
    lacking = [entry for entry, ref in numbered if ref.rstrip(".") not in refs]
    return lacking if len(lacking) == 1 and len(numbered) > _FEWEST else []


def _out_of_order(seen: Seen, entries: Sequence[Entry]) -> Iterator[Thing]:
    """The one entry of the contents that stands behind one of a later page, where all is in order without it."""
    paged = [entry for entry in entries if entry.page]
    behind = [entry for before, entry in pairwise(paged) if entry.page < before.page]
    pages = [entry.page for entry in paged if entry not in behind]
    if len(behind) == 1 and pages == sorted(pages) and behind[0].page >= pages[0] and len(pages) > _FEWEST:
        start = seen.report.text.find(behind[0].text)
        if start >= 0:
            yield Thing("headings", start, start + len(behind[0].text), "listed in the contents behind a later page")


def _unnumbered(seen: Seen) -> list[Thing]:
    """Sections whose title begins with a number that was not read, where there are several."""
    found = [
        s for s in seen.report.sections if not s.ref and _NUMBERED.match(s.title) and s.heading.end > s.heading.start
    ]
    reason = "a heading with a number that was not read as one"
    return [Thing("headings", s.heading.start, s.heading.end, reason) for s in found if len(found) > 1]


def _counted(seen: Seen, entries: Sequence[Entry]) -> list[Thing]:
    """Sections of the contents whose titles begin with one word and then with numbers or letters that rise, none of
    which was read; a single one is the first, and a mark parts its number from its name. Where there are no contents,
    several with letters, or the last section of the report. One that the contents list can have lost its heading."""
    titles = {entry.letters for entry in entries}
    last = next((s for s in reversed(seen.report.sections) if s.level == 1 and not entries), None)
    runs: dict[str, list[tuple[int, Section]]] = {}
    parted: set[str] = set()
    for section in seen.report.sections:
        found = _COUNTED.match(section.title) if not section.ref else None
        if found is None:
            continue
        sign, is_listed = found["sign"], squashed(section.title) in titles
        lettered = sign.isupper() and len(sign) == 1
        is_alone = section is last and not sign.isdigit()
        if is_listed or is_alone or (lettered and found["parted"] and not entries):
            value = ord(sign) - ord("A") + 1 if lettered else numerals.number(sign)
            runs.setdefault(found["word"], []).append((int(value or 0), section))
            parted |= {found["word"]} if found["parted"] and (is_listed or is_alone) else set()
    reason = "a heading with a number that was not read as one"
    return [
        Thing("headings", section.heading.start, section.heading.end, reason)
        for word, listed in runs.items()
        if (len(listed) > 1 or word in parted) and _rise([value for value, _ in listed], bool(entries))
        for _, section in listed
    ]


def _rise(numbers: Sequence[int], listed: bool) -> bool:
    """Whether numbers begin with 1 and rise; in the contents, also over those whose headings were lost."""
    steps = [one - before for before, one in pairwise(numbers)]
    return numbers[0] == 1 and all(step == 1 or (listed and step > 1) for step in steps)


def _runs(entry: Entry, furniture: set[str], own: str) -> bool:
    """Whether an entry is a running line of the page: it stands among the furniture, or has the report's own title."""
    if len(entry.letters) < _LEAST_LETTERS or (own and (own in entry.letters or entry.letters in own)):
        return True
    return any(entry.letters in line or (len(line) > _LEAST_LETTERS and line in entry.letters) for line in furniture)


def _halves(entry: str, other: str) -> bool:
    """Whether one of two entries that follow each other is a line of the other."""
    return entry != other and (other.endswith(entry) or other.startswith(entry))
