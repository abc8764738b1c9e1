"""Headings become a tree of sections, each with its number, title, level, part and span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from extractor.document import Report, Section, Span
from extractor.domain.names import squashed
from extractor.packs import Pack, SectionName
from extractor.split.contents import Entry, align, contents, lost_numbers, without_page
from extractor.split.headings import Heading, candidates

_SENTENCE = 5  # blanks in the words of a sentence, at least
_SLUG = regex.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class _Open:
    start: int
    heading: Span
    ref: str
    title: str
    level: int
    part: str


def split(report: Report, pack: Pack) -> Report:
    """The same report with its tree of sections.

    Sections come from the contents page (whose own lines are no headings), from numbering, from the pack's vocabulary,
    and from every other line that is set as a heading, which opens a section inside the one it stands in.
    """
    entries, behind = contents(report, pack)
    found = _behind_contents(pack, list(candidates(report, pack)), {entry.letters for entry in entries}, behind)
    headings = [h for n, h in enumerate(found) if not _heads_a_sheet(h, found[n + 1 :])]
    for number, ref in lost_numbers(pack, entries, [heading.text for heading in headings]).items():
        lost = headings[number]
        headings[number] = lost if lost.ref else replace(lost, text=f"{ref} {lost.text}", ref=ref)
    headings = _without_again(pack, headings, {entry.letters for entry in entries})
    chosen = align(entries, [heading.text for heading in headings], [heading.title for heading in headings])
    opened = list(_implied(report, pack, _levels(pack, headings, chosen, bool(behind))))
    return report.with_sections(tuple(_spans(opened, len(report.text.rstrip()))))


def _behind_contents(pack: Pack, found: Sequence[Heading], listed: set[str], behind: int) -> list[Heading]:
    """Headings behind the contents page, and before its end those that the pack knows and that are no entries."""
    again = {name for heading in found if heading.start >= behind and (name := squashed(heading.text)) in listed}
    return [h for h in found if h.start >= behind or (_level(pack, h) and squashed(without_page(h.text)) not in again)]


def _heads_a_sheet(heading: Heading, later: Sequence[Heading]) -> bool:
    """Whether a lettered heading stands at a table of scores, as on a sheet of them, and heads its section later."""
    return heading.titles and _lettered(heading) and any(squashed(heading.text) == squashed(h.text) for h in later)


def _without_again(pack: Pack, headings: Sequence[Heading], listed: set[str]) -> list[Heading]:
    """Headings without those that print the number and title of the section again that they stand in, as over a page.

    No heading of another number, that the contents list or that the pack knows stands between the two.
    """
    kept: list[Heading] = []
    around = ""
    for heading in headings:
        name = squashed(heading.text)
        if heading.ref and name == around:
            continue
        if heading.ref or name in listed or _level(pack, heading) or _part(pack, heading):
            around = name if heading.ref else ""
        kept.append(heading)
    return kept


def _levels(pack: Pack, headings: Sequence[Heading], chosen: dict[int, Entry], listed: bool) -> Iterator[_Open]:
    """Open sections in order, each with its level.

    A heading is settled where the contents page lists it, or, in a report without one, where it stands over the most
    text; elsewhere it is printed again - on a page of ratings, in an annex - and ranks below what it stands in.
    """
    first = min(chosen, default=0)
    settled = set(chosen) if listed else _roomiest(pack, headings)
    judged = max((n for n, h in enumerate(headings) if h.standard or _lettered(h)), default=0)
    later = {squashed(heading.text): number for number, heading in enumerate(headings)}
    anchor = 0  # level of the last heading whose place is known
    within: list[int] = []  # how the headings are set that are open below it and that nothing but their setting ranks
    least = _least_set(headings)
    closed = False
    part, part_level = "main", 0
    for number, heading in enumerate(headings):
        known = _level(pack, heading)
        in_contents = number in chosen
        if heading.titles and not (in_contents or known or heading.ref or _lists(pack, heading)):
            continue
        if listed and number < first and not known:
            continue  # the cover
        again = later[squashed(heading.text)] > number
        if closed and not in_contents and known != 1 and (listed or again or not heading.ref):
            continue
        level = _own_level(heading)
        if number in settled or (known is not None and number < first):
            level = level or known or (1 if in_contents else 0)
        elif known and known > 1:
            level = known
        elif not _lettered(heading):
            level = level if level > 1 else 0
        if part != "main" and not in_contents:
            if number > judged and known == 1:
                part, part_level, level = "main", 0, 1  # nothing is judged behind it: the part has ended
            elif level and (known or 1) == 1:
                level += part_level
            elif _lettered(heading) or heading.standard:
                level = 1 + part_level
        elif part != "main" and level == 1:
            part, part_level = "main", 0
        if level:
            anchor, within = level, []
        else:
            set_as = max(heading.block.level, least)
            within = [outer for outer in within if 0 < outer < set_as]
            level = anchor + 1 + len(within)
            within.append(set_as)
        if found := _part(pack, heading):
            part, part_level = found, level
        closed = _closed(pack, heading)
        yield _Open(heading.start, heading.span, heading.ref, heading.title, level, part)


def _least_set(headings: Sequence[Heading]) -> int:
    """The highest level as which several headings are set: what is set above it is a title."""
    counted = Counter(heading.block.level for heading in headings if heading.block.level)
    return min((level for level, count in counted.items() if count > 1), default=0)


def _roomiest(pack: Pack, headings: Sequence[Heading]) -> set[int]:
    """Of headings printed more than once, the one with most text before the next heading of the first level."""
    tops = [h.start for h in headings if _own_level(h) == 1 or _level(pack, h) == 1]
    best: dict[str, tuple[int, int]] = {}
    for number, heading in enumerate(headings):
        following = next((start for start in tops if start > heading.start), 10**9)
        room = following - heading.start
        name = squashed(heading.text)
        if name not in best or room > best[name][0]:
            best[name] = (room, number)
    return {number for _, number in best.values()}


def _own_level(heading: Heading) -> int:
    """Level told by a heading's number: `2` and `Annex 1` are 1, `2.1`, `P 2.1` and `B3` are 2; 0 without number.

    A numbered sentence in bold is an item of a list, and no chapter whatever its number.
    """
    ref = heading.ref
    if not ref or (ref.isdecimal() and heading.title.endswith(".") and heading.title.count(" ") >= _SENTENCE):
        return 0
    if regex.fullmatch(r"[A-Z]\d", ref):
        return 2
    return 1 + ref.count(".")


def _lettered(heading: Heading) -> bool:
    return len(heading.ref) == 1 and heading.ref.isalpha()


@lru_cache(maxsize=4096)
def _known(pack: Pack, text: str) -> SectionName | None:
    """What the pack's vocabulary says of a heading's words."""
    for words in dict.fromkeys((text, pack.without_note(text))):
        if found := next((name for rule, name in pack.sections if rule.match(words)), None):
            return found
    return None


def _lists(pack: Pack, heading: Heading) -> bool:
    """Whether rules say that what stands below a heading, also in a table, was asked for, now or earlier."""
    return any(pack.match(f"{name}.section", heading.text) for name in ("recommendations", "progress"))


def _level(pack: Pack, heading: Heading) -> int | None:
    """Level of a heading that the pack's vocabulary knows."""
    name = _known(pack, heading.text.rstrip(" :"))
    return name.level if name else None


def _part(pack: Pack, heading: Heading) -> str:
    """The part of a report that a heading begins; empty where it begins none."""
    found = pack.match("sections.part", pack.without_note(heading.text))
    return _SLUG.sub("-", (found[1]["part"] or "").lower()).strip("-") if found else ""


def _closed(pack: Pack, heading: Heading) -> bool:
    name = _known(pack, heading.text.rstrip(" :"))
    return name.closed if name else False


def _implied(report: Report, pack: Pack, opened: Iterator[_Open]) -> Iterator[_Open]:
    """Sections in order, with those whose heading was lost put in where a second opening label tells of them."""
    listed = list(opened)
    for number, section in enumerate(listed):
        yield section
        if not pack["sections.implied"]:
            continue
        end = listed[number + 1].start if number + 1 < len(listed) else len(report.text)
        labels = [
            block.start
            for block in report.blocks_in(Span(section.start, end))
            if block.table is None and pack.match("sections.implied", report.words(block))
        ]
        current = section
        for start in labels[1:]:
            following = _next_standard(report, pack, current)
            if following is None:
                break
            current = replace(current, start=start, heading=Span(start, start), ref=following[0], title=following[1])
            yield current


def _next_standard(report: Report, pack: Pack, section: _Open) -> tuple[str, str] | None:
    """Number and printed name of the standard that follows a section's in the framework."""
    refs = [standard.ref for standard in pack.standards]
    if section.ref not in refs[:-1]:
        return None
    standard = pack.standards[refs.index(section.ref) + 1]
    if standard.level != pack.standards[refs.index(section.ref)].level:
        return None
    printed = next((m["name"] for m in standard.name.finditer(report.text) if m["ref"] == standard.ref), None)
    return (standard.ref, printed) if printed else None


def _spans(opened: Sequence[_Open], length: int) -> Iterator[Section]:
    """Sections with their ends and parents."""
    stack: list[int] = []
    ends = [length] * len(opened)
    parents: list[int | None] = []
    for number, section in enumerate(opened):
        while stack and opened[stack[-1]].level >= section.level:
            ends[stack.pop()] = section.start
        parents.append(stack[-1] if stack else None)
        stack.append(number)
    for section, end, parent in zip(opened, ends, parents, strict=True):
        yield Section(
            section.start, end, section.ref, section.title, section.level, parent, section.part, section.heading
        )
