"""What was read as a recommendation, and how it becomes a row: its id, its words, and which one it prints again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor.document import Report, Section, Span
from extractor.domain.names import squashed
from extractor.find.labelled_lines import parts_of
from extractor.find.lists import ASIDE
from extractor.packs import Pack
from extractor.records import Recommendation
from extractor.split.headings import standard_named

Place = tuple[int, str]  # start of a section, and key of an item there


@dataclass(frozen=True, slots=True)
class Asked:
    """An item as it stands: where its words begin and end, and what its list says of it.

    `key` and `parent` name items within their section; `nth` is the place among the parts of the parent, from 1.
    `takes_words` says that the paragraphs below belong to it.
    """

    section: Section | None
    start: int
    end: int
    number: str
    addressee: str
    deadline: str
    kind: str
    rule: str
    key: str = ""
    parent: str = ""
    whole: Place | None = None  # the parent, where it can stand in another section
    nth: int = 0
    takes_words: bool = False

    @property
    def part(self) -> str:
        return self.section.part if self.section else "main"

    @property
    def place(self) -> Place:
        """Its section and its key there."""
        return self.section.start if self.section else -1, self.key

    @property
    def above(self) -> Place | None:
        """The item that it is a part of, or belongs to."""
        return (self.place[0], self.parent) if self.parent else self.whole


def deadline_in(match: Any) -> str:
    """By when, of what a rule matched; empty where it says nothing of it."""
    return (match.groupdict().get("deadline") or "").strip(" ,:")


def label_of_words(pack: Pack, text: str) -> int:
    """Where the words of an item begin behind a label that heads a column elsewhere: `What must be done: ...`."""
    label, _, words = text.partition(":")
    rules = [*pack["recommendations.table"], *(r for r in pack["recommendations.column"] if r.value == "text")]
    named = words.strip() and any((m := rule.match(label)) and m.end() == len(label) for rule in rules)
    return len(text) - len(words.lstrip()) if named else 0


def is_blank(words: str) -> bool:
    """Whether words stand for none: no letter or digit, as a dash, or "n/a"."""
    return not any(c.isalnum() for c in words) or squashed(words) == "na"


def said_below(pack: Pack, text: str) -> tuple[str, str] | None:
    """Who should, and by when, as a line says that can stand below an item; None where it leads in or says more."""
    parts = parts_of(pack, text)
    if len(parts) > 1:
        said = [said_below(pack, text[start:end].rstrip(" .")) for start, end in parts]
        known = [one for one in said if one is not None]
        both = next((who for who, _ in known if who), ""), next((when for _, when in known if when), "")
        return both if len(known) == len(said) else None
    found = None if text.endswith(":") else pack.match("recommendations.deadline", text)
    if found is not None:
        return (found[1].groupdict().get("addressee") or "").strip(), deadline_in(found[1])
    named = pack.match("recommendations.addressee", text)
    label, _, words = text.partition(":")
    if named is None or not label or named[1].span("addressee") != (len(text) - len(words.lstrip()), len(text)):
        return None
    return named[1]["addressee"] or "", ""


def belonging(report: Report, pack: Pack, found: Sequence[Asked]) -> Iterator[Asked]:
    """Items in reading order, those of kinds that belong to another with the last of that kind above them in its
    chapter, if no item of a third kind stands between."""
    whole: Asked | None = None
    parts = 0
    for asked in found:
        if asked.parent:
            parts += whole is not None and asked.above == whole.place
        elif whole and pack.parents.get(asked.kind) == whole.kind and _in_chapter(report, pack, whole, asked.start):
            parts += 1
            asked = replace(asked, whole=whole.place, nth=parts)
        else:
            whole, parts = asked if asked.kind in pack.parents.values() else None, 0
        yield asked


def _in_chapter(report: Report, pack: Pack, asked: Asked, offset: int) -> bool:
    """Whether no heading of a standard, or above that over an item, stands between the item and an offset. Those of
    recommendations, whose words have a rank of their own, are above it only where they are set so."""
    around = report.section_at(asked.start)
    if around is None:
        return True
    for section in (one for one in report.sections if asked.start < one.start < offset):
        if not pack.match("recommendations.section", section.title):
            if section.level < around.level or standard_named(pack, section.title):
                return False
        elif 0 < _set_as(report, section) < _set_as(report, around):
            return False
    return True


def _set_as(report: Report, section: Section) -> int:
    """The level as which the heading of a section is set; 0 where the source does not say."""
    block = report.block_at(section.start)
    return 0 if block is None else block.level


def settle(report: Report, pack: Pack, found: Sequence[Asked]) -> Iterator[Recommendation]:
    """Rows with their ids. What a summary or an annex prints again is told by its words and its addressee."""
    originals = _originals(report, pack, found)
    ids = _ids(found, originals)
    for asked in found:
        original = originals[asked.place]
        yield Recommendation(
            item=ids[asked.place],
            number=asked.number,
            addressee=asked.addressee,
            text="\n".join(report.text[start:end] for start, end in _lines(report, pack, asked)),
            part=asked.part,
            kind=asked.kind,
            deadline=asked.deadline or _deadline_within(pack, report.text[asked.start : asked.end]),
            parent=ids[asked.above] if asked.above else "",
            same_as=ids[original] if original != asked.place else "",
            evidence=report.cite(asked.start, _lines(report, pack, asked)[-1][1], asked.rule),
        )


def _deadline_within(pack: Pack, words: str) -> str:
    """By when, as the words of an item say it themselves; empty where they do not."""
    found = pack.search("recommendations.by", words)
    return deadline_in(found[1]) if found else ""


def _lines(report: Report, pack: Pack, asked: Asked) -> list[tuple[int, int]]:
    """Where the words of an item stand, a paragraph each, without the mark that ends the last."""
    blocks = report.blocks_in(Span(asked.start + 1, asked.end))
    first = report.text.find("\n\n", asked.start, asked.end)
    lines = [(asked.start, asked.end if first < 0 else first)]
    lines += [(block.body, block.end) for block in blocks if block.kind not in ASIDE]
    start, end = lines[-1]
    for rule in pack["recommendations.closing-mark"]:
        if (mark := rule.search(report.text[start:end])) and start + mark.end() == end and mark.start():
            end = start + mark.start()
    return [*lines[:-1], (start, end)]


def _originals(report: Report, pack: Pack, found: Sequence[Asked]) -> dict[Place, Place]:
    """The item that each item prints: itself, or one of another section, first of all of those in the report's body."""
    again = {asked.place: _is_again(report, pack, asked.section) for asked in found}
    said: dict[str, list[Asked]] = {}
    originals: dict[Place, Place] = {}
    for asked in sorted(found, key=lambda asked: (again[asked.place], asked.start)):
        same = said.setdefault(squashed(report.text[asked.start : asked.end]), [])
        other = next((one for one in same if _same(asked, one)), None)
        originals[asked.place] = other.place if other else asked.place
        if other is None:
            same.append(asked)
    return originals


def _same(one: Asked, other: Asked) -> bool:
    """Whether two items of the same words are one: of two sections, and to the same addressee as far as both say."""
    if one.place[0] == other.place[0] or one.part != other.part or bool(one.above) != bool(other.above):
        return False
    return not one.addressee or not other.addressee or squashed(one.addressee) == squashed(other.addressee)


def _is_again(report: Report, pack: Pack, section: Section | None) -> bool:
    titles = (f"{around.ref} {around.title}".strip() for around in report.lineage(section))
    return any(pack.match("recommendations.again", title) for title in titles)


def _ids(found: Sequence[Asked], originals: dict[Place, Place]) -> dict[Place, str]:
    """Ids by part and printed number; where none is printed, counted, but never the printed number of another."""
    ids: dict[Place, str] = {}
    printed = {f"{asked.part}/{asked.number}" for asked in found if asked.number and not asked.above}
    counted: dict[str, int] = {}
    seen: dict[str, int] = {}
    for asked in sorted(found, key=lambda asked: (originals[asked.place] != asked.place, asked.start)):
        if original := (originals[asked.place] != asked.place and ids[originals[asked.place]]):
            own = original
        elif asked.above:
            own = f"{ids[asked.above]}/{asked.number or asked.nth}"
        else:
            counted[asked.part] = counted.get(asked.part, 0) + 1
            own = f"{asked.part}/{asked.number or counted[asked.part]}"
            if own in printed:
                seen.setdefault(own, 1)  # kept for the first item that has it printed
                if asked.number:
                    printed.remove(own)
                    ids[asked.place] = own
                    continue
        seen[own] = seen.get(own, 0) + 1
        ids[asked.place] = own if seen[own] == 1 else f"{own}-{seen[own]}"
    return ids
