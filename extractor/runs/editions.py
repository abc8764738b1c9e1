"""Editions of one report - its PDF and a text conversion, say - are noticed, and the one that tells most is kept.

Two files hold one report where they share provider and date, or their text, and print the same values. Where a value is
printed otherwise, they are two reports; one of them may be a corrected re-issue of the other: both are kept, and told.
Where the print is the same and only the reading differs, the message lists the values in which they differ.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from msgspec import structs

from extractor.domain.dates import agree
from extractor.domain.names import plain
from extractor.link.mentions import Outline, replaces
from extractor.runs.edition_contents import Contents, Value, differing_values, is_other_form
from extractor.runs.input_file import Input
from extractor.runs.line_keys import common, shared_keys
from extractor.runs.outcome import READ_DIFFERENTLY
from extractor.runs.outcome_store import Outcomes
from extractor.runs.packing import Brief

__all__ = ["keep_one_edition"]

# Of editions that tell as much: a PDF has pages, and icons that a conversion has lost; a scan comes last.
_ORDER = ("pdf", "docx", "html", "txt", "pdf+ocr")
_FACTS = ("framework", "provider", "published", "fieldwork_start", "isbn")
_STEPS = 8  # of rows to e times as many: editions within about an eighth of one another tell as much
_ALIKE = 0.6  # of all runs of words of two texts: editions share most, two reports on one service share stock phrases
_COMMON = 8  # texts that share a line: a line of a form tells nothing
_MOST_COMPARED = 20  # reports with which one is compared
_MOST_NAMED = 3  # values in a message
_HELD = 40  # contents of files in memory: those of two reports that are compared with many


def keep_one_edition(inputs: Sequence[Input], briefs: Sequence[Brief], kept: Outcomes) -> list[Brief]:
    """The briefs of a run, with all editions of a report but one skipped; messages name what is kept, and what differs.

    Args:
        inputs: the files.
        briefs: what is held of each.
        kept: their outcomes, of which a few are looked at at a time.
    """
    contents = lru_cache(maxsize=_HELD)(lambda place: Contents(kept[place].outcome()))
    found = list(briefs)
    editions = [
        _Edition(file, brief, brief.report, place, contents)
        for place, (file, brief) in enumerate(zip(inputs, briefs, strict=True))
        if brief.report is not None
    ]
    shared = shared_keys(kept[edition.place].keys for edition in editions)
    known = _Known(lambda edition: common(kept[edition.place].keys, shared))
    for edition in sorted(editions, key=lambda e: e.rank):
        near = known.near(edition)
        for other in near.reports:
            if _is_another(edition, other):
                continue
            differing = list(differing_values(edition.contents, other.contents))
            if printed := [value for value in differing if value.printed]:
                if edition.shares_name_and_date(other):
                    _tell_reissue(edition, other, printed)
            elif edition.shares_name_and_date(other) or not is_other_form(edition.contents, other.contents):
                edition.skip(other, differing)
                break
        else:
            known.add(edition, near)
    for edition in editions:
        found[edition.place] = edition.brief
    return found


@dataclass
class _Edition:
    """A file of the run that is a report: what is held of it, its place among the inputs, what gives its contents."""

    file: Input
    brief: Brief
    report: Outline
    place: int
    _contents: Callable[[int], Contents]

    @property
    def contents(self) -> Contents:
        return self._contents(self.place)

    @property
    def rank(self) -> tuple[bool, int, int, str]:
        """The edition that tells most comes first; a few rows more or less count for nothing."""
        told = round(_STEPS * math.log1p(self.brief.told))
        order = _ORDER.index(self.brief.format) if self.brief.format in _ORDER else len(_ORDER)
        return self.brief.status != "ok", -told, order, self.file.sha256

    def fact(self, name: str) -> str:
        """One of `_FACTS` as the file prints it."""
        return self.brief.isbn if name == "isbn" else str(getattr(self.report, name))

    def shares_name_and_date(self, other: _Edition) -> bool:
        """Whether both say the same provider and date, so that two on one form would be told apart."""
        one, two = self.report, other.report
        dates = [(one.published, two.published), (one.fieldwork_start, two.fieldwork_start)]
        return bool(one.provider and two.provider) and any(a and b for a, b in dates)

    @property
    def is_reissue(self) -> bool:
        """Whether it says that it corrects or replaces another."""
        return replaces(self.report)

    def skip(self, kept: _Edition, differing: Sequence[Value]) -> None:
        told = f" {READ_DIFFERENTLY} {_named(differing)}." if differing else ""
        message = f"is the same report as {kept.file.source}, which is kept.{told} Remove that file to have this one."
        self.brief = Brief("skipped", "compare", message, seconds=self.brief.seconds)

    def tell(self, message: str) -> None:
        told = f"{self.brief.message}; {message}" if self.brief.message else message
        self.brief = structs.replace(self.brief, message=told)


class _Near(NamedTuple):
    """Reports with which one is to be compared, and by what it is found itself."""

    reports: list[_Edition]
    names: list[tuple[str, str]]
    keys: list[int]


class _Known:
    """The reports that are kept, found by provider and date and by lines that few others have."""

    def __init__(self, keys: Callable[[_Edition], list[int]]) -> None:
        self.named: dict[tuple[str, str], list[_Edition]] = defaultdict(list)
        self.by_line: dict[int, list[_Edition]] = defaultdict(list)
        self._keys = keys

    def add(self, edition: _Edition, near: _Near) -> None:
        for name in near.names:
            self.named[name].append(edition)
        for line in near.keys:
            owners = self.by_line[line]
            if len(owners) <= _COMMON:
                owners.append(edition)

    def near(self, edition: _Edition) -> _Near:
        """Those with which an edition is to be compared, those kept first in front."""
        found: dict[int, _Edition] = {}
        names, keys = list(self._names(edition)), self._keys(edition)
        for name in names:
            found |= {other.place: other for other in self.named.get(name, ())[:_MOST_COMPARED]}
        for line in keys:
            owners = self.by_line.get(line, ())
            if len(owners) <= _COMMON:
                found |= {other.place: other for other in owners}
        return _Near(list(islice(found.values(), _MOST_COMPARED)), names, keys)

    @staticmethod
    def _names(edition: _Edition) -> Iterator[tuple[str, str]]:
        report = edition.report
        for date in sorted({report.published[:7], report.fieldwork_start[:7]} - {""}):
            if report.provider:
                yield plain(report.provider), date


def _are_one(fact: str, own: str, theirs: str) -> bool:
    """Whether two prints of a fact can be of one: a day and its month, a name in capitals and in small letters."""
    if fact in ("published", "fieldwork_start"):
        return agree(own, theirs)
    return plain(own) == plain(theirs) if fact == "provider" else own == theirs


def _is_another(one: _Edition, other: _Edition) -> bool:
    """Whether two files are surely not one report: their texts are not alike, or a printed fact of theirs differs."""
    reissued = one.is_reissue or other.is_reissue
    facts = ((fact, one.fact(fact), other.fact(fact)) for fact in _FACTS)
    differing = [fact for fact, own, theirs in facts if own and theirs and not _are_one(fact, own, theirs)]
    if differing and not (reissued and set(differing) <= {"published", "isbn"}):
        return True
    own, its = one.contents, other.contents
    return own.text != its.text and len(own.runs & its.runs) < _ALIKE * len(own.runs | its.runs)


def _tell_reissue(one: _Edition, other: _Edition, differing: Sequence[Value]) -> None:
    """Say in both files that they differ in print, and which replaces the other where that is told."""
    named = _named(differing)
    age = {id(e): (e.is_reissue, e.report.published) for e in (one, other)}
    old, new = sorted((one, other), key=lambda e: age[id(e)])
    if age[id(old)] == age[id(new)]:
        for a, b in ((one, other), (other, one)):
            a.tell(f"is much like {b.file.source} and prints other values: {named}. Keep the one that is right")
    else:
        new.tell(f"is a corrected issue of {old.file.source}, which it replaces: {named}")
        old.tell(f"is replaced by {new.file.source}, a corrected issue: {named}")


def _named(values: Sequence[Value]) -> str:
    more = f" and {len(values) - _MOST_NAMED} more" if len(values) > _MOST_NAMED else ""
    return ", ".join(map(str, values[:_MOST_NAMED])) + more
