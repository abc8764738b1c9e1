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
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

import regex
from msgspec import structs
from rapidfuzz import fuzz, process

from extractor.domain.dates import agree
from extractor.domain.names import plain, squashed
from extractor.link.mentions import Outline, replaces
from extractor.records import Grounded, Report
from extractor.runs.inputs import Input
from extractor.runs.line_keys import common, lines_of, shared_keys
from extractor.runs.outcome import READ_DIFFERENTLY, Outcome
from extractor.runs.outcome_store import Outcomes
from extractor.runs.packing import Brief

__all__ = ["keep_one_edition"]

# Of editions that tell as much: a PDF has pages, and icons that a conversion has lost; a scan comes last.
_ORDER = ("pdf", "docx", "html", "txt", "pdf+ocr")
_FACTS = ("framework", "provider", "published", "fieldwork_start", "isbn")
# What two editions must print alike: columns that hold the value.
_VALUES = {
    "ratings": ("rating", "percent"),
    "key_questions": ("percent",),
    "recommendations": ("text",),
    "statistics": ("value",),
    "quantities": ("as_printed",),
}
_FIGURES = ("key_questions", "statistics")
_STEPS = 8  # of rows to e times as many: editions within about an eighth of one another tell as much
_ALIKE = 0.6  # of all runs of words of two texts: editions share most, two reports on one service share stock phrases
_RUN = 4  # words
_COMMON = 8  # texts that share a line: a line of a form tells nothing
_MOST_COMPARED = 20  # reports with which one is compared
_MOST_LINES = 300  # of a text that another lacks: with more, they are not one
_FORM = 60  # of 100: how alike two lines are of which one is the other with other entries
_MOST_NAMED = 3  # values in a message
_HELD = 40  # contents of files in memory: those of two reports that are compared with many
_WORD = regex.compile(r"\w+")
_NUMBER = regex.compile(r"\d[\d.,]*")


def keep_one_edition(inputs: Sequence[Input], briefs: Sequence[Brief], kept: Outcomes) -> list[Brief]:
    """The briefs of a run, with all editions of a report but one skipped; messages name what is kept, and what differs.

    Args:
        inputs: the files.
        briefs: what is held of each.
        kept: their outcomes, of which a few are looked at at a time.
    """
    contents = lru_cache(maxsize=_HELD)(lambda place: _Contents(kept[place].outcome()))
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
            differing = list(_differing(edition, other))
            if printed := [value for value in differing if value.printed]:
                if edition.shares_name_and_date(other):
                    _tell_reissue(edition, other, printed)
            elif edition.shares_name_and_date(other) or not _is_other_form(edition, other):
                edition.skip(other, differing)
                break
        else:
            known.add(edition, near)
    for edition in editions:
        found[edition.place] = edition.brief
    return found


@dataclass(frozen=True)
class _Value:
    """A value in which two editions differ; `printed` says that they print it otherwise, and not only read it so."""

    name: str
    own: str
    other: str
    printed: bool

    def __str__(self) -> str:
        return f"{self.name} ({self.own or 'nothing'}; {self.other or 'nothing'})"


class _Contents:
    """What was read from a file, as two are compared; a few are held at a time."""

    def __init__(self, outcome: Outcome) -> None:
        self.records, self.text = outcome.records, outcome.text
        self.report = next(row for row in outcome.records["reports"] if isinstance(row, Report))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return lines_of(self.text)

    @cached_property
    def letters(self) -> str:
        return squashed(self.text)

    @cached_property
    def numbers(self) -> dict[str, int]:
        counts: dict[str, int] = defaultdict(int)
        for found in _NUMBER.finditer(self.text):
            counts[found[0].rstrip(".,")] += 1
        return counts

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Runs of words of its text."""
        words = _WORD.findall(self.text.lower())
        return frozenset(zip(*(words[n:] for n in range(_RUN)), strict=False)) or frozenset([tuple(words)])

    @cached_property
    def values(self) -> dict[tuple[str, str], Grounded]:
        return {(t, row.item): row for t in _VALUES for row in self.records.get(t, ()) if isinstance(row, Grounded)}

    def times(self, words: str) -> int:
        """How often it prints some words, or a number."""
        if _NUMBER.fullmatch(words):
            return self.numbers.get(words, 0)
        return self.letters.count(squashed(words))


@dataclass
class _Edition:
    """A file of the run that is a report: what is held of it, its place among the inputs, what gives its contents."""

    file: Input
    brief: Brief
    report: Outline
    place: int
    _contents: Callable[[int], _Contents]

    @property
    def contents(self) -> _Contents:
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

    def skip(self, kept: _Edition, differing: Sequence[_Value]) -> None:
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


def _differing(edition: _Edition, another: _Edition) -> Iterator[_Value]:
    """Values that stand under one item in both and are not the same, and the overall score."""
    one, other = edition.contents, another.contents
    pairs = [("overall score", _shown(one.report.overall_score), _shown(other.report.overall_score))]
    for key in one.values.keys() & other.values.keys():
        table, item = key
        for column in _VALUES[table]:
            own, theirs = (_shown(getattr(edition.values[key], column)) for edition in (one, other))
            pairs.append((f"{table} {item}", own, theirs))
    for name, own, theirs in sorted(pairs):
        if squashed(own) != squashed(theirs):
            yield _Value(name, own, theirs, _is_printed_otherwise(one, other, own, theirs))
    for table in _FIGURES:
        own, theirs = _alone(one, other, table), _alone(other, one, table)
        if own and theirs:
            yield _Value(table, own, theirs, printed=True)


def _alone(one: _Contents, other: _Contents, table: str) -> str:
    """A figure under an item that the other edition lacks, and that one prints more often; empty if there is none."""
    (column,) = _VALUES[table]
    rows = [row for key, row in one.values.items() if key[0] == table and key not in other.values]
    own = (_shown(getattr(row, column)) for row in rows)
    return next((value for value in own if value and one.times(value) > other.times(value)), "")


def _is_printed_otherwise(one: _Contents, other: _Contents, own: str, theirs: str) -> bool:
    """Whether each of two values stands more often in its own text than in the other's."""
    return bool(own and theirs) and one.times(own) > other.times(own) and other.times(theirs) > one.times(theirs)


def _is_other_form(one: _Edition, other: _Edition) -> bool:
    """Whether two texts are one form filled in twice: some of their lines differ in a few words only."""
    ours, its = one.contents, other.contents
    own = [line for line in ours.lines if line not in its.letters]
    theirs = [line for line in its.lines if line not in ours.letters]
    if len(own) > _MOST_LINES or len(theirs) > _MOST_LINES:
        return True
    return any(process.extractOne(line, theirs, scorer=fuzz.ratio, score_cutoff=_FORM) for line in own)


def _tell_reissue(one: _Edition, other: _Edition, differing: Sequence[_Value]) -> None:
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


def _named(values: Sequence[_Value]) -> str:
    more = f" and {len(values) - _MOST_NAMED} more" if len(values) > _MOST_NAMED else ""
    return ", ".join(map(str, values[:_MOST_NAMED])) + more


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float | int) else str(value or "")
