"""Editions of one report - its PDF and a text conversion, say - are noticed, and the one that tells most is kept.

Two files hold one report where they share provider and date, or their text, and print the same values. Where a value is
printed otherwise, they are two reports; one of them may be a corrected re-issue of the other: both are kept, and told.
Where the print is the same and only the reading differs, the message lists the values in which they differ.
"""

from __future__ import annotations

import math
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import regex
from rapidfuzz import fuzz, process

from extractor.domain.dates import agree
from extractor.domain.names import plain
from extractor.link.history import replaces
from extractor.records import Grounded, Report
from extractor.runs.inputs import Input
from extractor.runs.reading import Outcome

__all__ = ["keep_one_edition"]

# Of editions that tell as much: a PDF has pages, and icons that a conversion has lost; a scan comes last.
_ORDER = ("pdf", "docx", "html", "txt", "pdf+ocr")
_FACTS = ("framework", "provider", "published", "fieldwork_start", "isbn")
# What two editions must print alike, and of what a reading tells more or less: columns that hold the value.
_VALUES = {
    "ratings": ("rating", "percent"),
    "key_questions": ("percent",),
    "recommendations": ("text",),
    "statistics": ("value",),
    "quantities": ("as_printed",),
}
_FIGURES = ("key_questions", "statistics")
_TOLD = (*_VALUES, "progress", "findings", "examples")
_STEPS = 8  # of rows to e times as many: editions within about an eighth of one another tell as much
_ALIKE = 0.6  # of all runs of words of two texts: editions share most, two reports on one service share stock phrases
_RUN = 4  # words
_SHORT = 8  # letters and digits of a line that says something
_LINE = 24  # letters and digits of a line that tells one text from another
_COMMON = 8  # texts that share a line: a line of a form tells nothing
_MOST_COMPARED = 20  # reports with which one is compared
_MOST_LINES = 300  # of a text that another lacks: with more, they are not one
_FORM = 60  # of 100: how alike two lines are of which one is the other with other entries
_MOST_NAMED = 3  # values in a message
_WORD = regex.compile(r"\w+")
_NUMBER = regex.compile(r"\d[\d.,]*")
_BLANKS = regex.compile(r"[\W_]+")


def keep_one_edition(outcomes: Sequence[tuple[Input, Outcome]]) -> list[tuple[Input, Outcome]]:
    """The outcomes, with all editions of a report but one skipped; messages name what is kept, and what differs."""
    editions = [_Edition(file, outcome) for file, outcome in outcomes]
    known = _Known()
    for edition in sorted((e for e in editions if e.report is not None), key=lambda e: e.rank):
        for other in known.near(edition):
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
            known.add(edition)
    return [(edition.file, edition.outcome) for edition in editions]


@dataclass(frozen=True)
class _Value:
    """A value in which two editions differ; `printed` says that they print it otherwise, and not only read it so."""

    name: str
    own: str
    other: str
    printed: bool

    def __str__(self) -> str:
        return f"{self.name} ({self.own or 'nothing'}; {self.other or 'nothing'})"


class _Edition:
    """A file of the run and what was read from it."""

    def __init__(self, file: Input, outcome: Outcome) -> None:
        self.file, self.outcome = file, outcome
        rows = outcome.records.get("reports", ())
        self.report = rows[0] if rows and isinstance(rows[0], Report) else None
        self.records, self.text = outcome.records, outcome.text

    @property
    def rank(self) -> tuple[bool, int, int, str]:
        """The edition that tells most comes first; a few rows more or less count for nothing."""
        told = round(_STEPS * math.log1p(sum(len(self.records.get(table, ())) for table in _TOLD)))
        format_ = self.report.format if self.report else ""
        order = _ORDER.index(format_) if format_ in _ORDER else len(_ORDER)
        return self.outcome.status != "ok", -told, order, self.file.sha256

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines without blanks and punctuation, each once; the shortest say nothing."""
        squashed = (_squashed(line) for line in self.text.splitlines())
        return tuple(dict.fromkeys(line for line in squashed if len(line) >= _SHORT))

    @cached_property
    def keys(self) -> tuple[int, ...]:
        """Hashes of its lines that can tell it from another."""
        return tuple(zlib.crc32(line.encode()) for line in self.lines if len(line) >= _LINE)

    @cached_property
    def squashed(self) -> str:
        return _squashed(self.text)

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
        return self.squashed.count(_squashed(words))

    def shares_name_and_date(self, other: _Edition) -> bool:
        """Whether both say the same provider and date, so that two on one form would be told apart."""
        one, two = self.report, other.report
        assert one is not None and two is not None
        dates = [(one.published, two.published), (one.fieldwork_start, two.fieldwork_start)]
        return bool(one.provider and two.provider) and any(a and b for a, b in dates)

    @property
    def is_reissue(self) -> bool:
        """Whether it says that it corrects or replaces another."""
        return self.report is not None and replaces(self.report)

    def skip(self, kept: _Edition, differing: Sequence[_Value]) -> None:
        told = f" They are read differently in {_named(differing)}." if differing else ""
        message = f"is the same report as {kept.file.source}, which is kept.{told} Remove that file to have this one."
        self.outcome = replace(self.outcome, status="skipped", stage="compare", message=message, records={}, text="")

    def tell(self, message: str) -> None:
        told = f"{self.outcome.message}; {message}" if self.outcome.message else message
        self.outcome = replace(self.outcome, message=told)


class _Known:
    """The reports that are kept, found by provider and date and by lines that few others have."""

    def __init__(self) -> None:
        self.named: dict[tuple[str, str], list[_Edition]] = defaultdict(list)
        self.by_line: dict[int, list[_Edition]] = defaultdict(list)

    def add(self, edition: _Edition) -> None:
        for key in self._names(edition):
            self.named[key].append(edition)
        for line in edition.keys:
            owners = self.by_line[line]
            if len(owners) <= _COMMON:
                owners.append(edition)

    def near(self, edition: _Edition) -> list[_Edition]:
        """Those with which an edition is to be compared, those kept first in front."""
        found: dict[int, _Edition] = {}
        for key in self._names(edition):
            found |= {id(other): other for other in self.named.get(key, ())[:_MOST_COMPARED]}
        for line in edition.keys:
            owners = self.by_line.get(line, ())
            if len(owners) <= _COMMON:
                found |= {id(other): other for other in owners}
        return list(islice(found.values(), _MOST_COMPARED))

    @staticmethod
    def _names(edition: _Edition) -> Iterator[tuple[str, str]]:
        report = edition.report
        assert report is not None
        for date in {report.published[:7], report.fieldwork_start[:7]} - {""}:
            if report.provider:
                yield plain(report.provider), date


def _squashed(text: str) -> str:
    """Letters and digits of a text alone: editions break and space words each in their own way."""
    return _BLANKS.sub("", text.casefold())


def _are_one(fact: str, own: str, theirs: str) -> bool:
    """Whether two prints of a fact can be of one: a day and its month, a name in capitals and in small letters."""
    if fact in ("published", "fieldwork_start"):
        return agree(own, theirs)
    return plain(own) == plain(theirs) if fact == "provider" else own == theirs


def _is_another(one: _Edition, other: _Edition) -> bool:
    """Whether two files are surely not one report: their texts are not alike, or a printed fact of theirs differs."""
    reissued = one.is_reissue or other.is_reissue
    facts = ((fact, getattr(one.report, fact), getattr(other.report, fact)) for fact in _FACTS)
    differing = [fact for fact, own, theirs in facts if own and theirs and not _are_one(fact, own, theirs)]
    if differing and not (reissued and set(differing) <= {"published", "isbn"}):
        return True
    if one.text == other.text:
        return False
    return len(one.runs & other.runs) < _ALIKE * len(one.runs | other.runs)


def _differing(one: _Edition, other: _Edition) -> Iterator[_Value]:
    """Values that stand under one item in both and are not the same, and the overall score."""
    assert one.report is not None and other.report is not None
    pairs = [("overall score", _shown(one.report.overall_score), _shown(other.report.overall_score))]
    for key in one.values.keys() & other.values.keys():
        table, item = key
        for column in _VALUES[table]:
            own, theirs = (_shown(getattr(edition.values[key], column)) for edition in (one, other))
            pairs.append((f"{table} {item}", own, theirs))
    for name, own, theirs in sorted(pairs):
        if _squashed(own) != _squashed(theirs):
            yield _Value(name, own, theirs, _is_printed_otherwise(one, other, own, theirs))
    for table in _FIGURES:
        own, theirs = _alone(one, other, table), _alone(other, one, table)
        if own and theirs:
            yield _Value(table, own, theirs, printed=True)


def _alone(one: _Edition, other: _Edition, table: str) -> str:
    """A figure under an item that the other edition lacks, and that one prints more often; empty if there is none."""
    (column,) = _VALUES[table]
    rows = [row for key, row in one.values.items() if key[0] == table and key not in other.values]
    own = (_shown(getattr(row, column)) for row in rows)
    return next((value for value in own if value and one.times(value) > other.times(value)), "")


def _is_printed_otherwise(one: _Edition, other: _Edition, own: str, theirs: str) -> bool:
    """Whether each of two values stands more often in its own text than in the other's."""
    return bool(own and theirs) and one.times(own) > other.times(own) and other.times(theirs) > one.times(theirs)


def _is_other_form(one: _Edition, other: _Edition) -> bool:
    """Whether two texts are one form filled in twice: some of their lines differ in a few words only."""
    own = [line for line in one.lines if line not in other.squashed]
    theirs = [line for line in other.lines if line not in one.squashed]
    if len(own) > _MOST_LINES or len(theirs) > _MOST_LINES:
        return True
    return any(process.extractOne(line, theirs, scorer=fuzz.ratio, score_cutoff=_FORM) for line in own)


def _tell_reissue(one: _Edition, other: _Edition, differing: Sequence[_Value]) -> None:
    """Say in both files that they differ in print, and which replaces the other where that is told."""
    named = _named(differing)
    age = {id(e): (e.is_reissue, e.report.published if e.report else "") for e in (one, other)}
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
