"""How prose tells figures: one expression that reads them, and expressions for their subjects and bases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import regex

from extractor.domain.numerals import number
from extractor.packs.expression import Expression

NOTHING = "none"  # the kind of words that only look like a figure
_WORD = regex.compile(r"\d+|\p{L}+")
_LONGEST_BEFORE = 40  # characters
_GROUPS = ("percent", "numerator", "denominator", "count", "upper")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: where it stands, the rule and kind it is of, and its numbers."""

    start: int
    end: int
    rule: str
    kind: str
    percent: float | None
    numerator: float | None
    denominator: float | None
    upper: float | None = None  # of a range
    qualifier: str = ""  # the words that bound it
    names: bool = False  # whether its words hold what it is of


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A compiled subject or basis; see `extractor.packs.shared_files.Term`."""

    id: str
    expression: Expression
    weak: bool = False
    of: tuple[str, ...] = ()
    cases: bool = False
    apart: bool = False


@dataclass(frozen=True, eq=False)
class Quantities:
    """Compiled figures, subjects and bases. Without a file of quantities nothing is read."""

    numbers: dict[str, float] = field(default_factory=dict)
    begins: frozenset[str] = frozenset()
    figures: Expression | None = None
    before: Expression | None = None
    followed: Expression | None = None
    rules: tuple[tuple[str, str, bool], ...] = ()  # id, kind, and whether its words hold what it is of
    subjects: tuple[Term, ...] = ()
    subject: Expression | None = None
    bases: tuple[Term, ...] = ()
    basis: Expression | None = None
    subject_begins: tuple[str, ...] = ()  # of the words at which subjects and bases are tried; empty for every one
    basis_begins: tuple[str, ...] = ()

    def read(self, text: str, start: int, end: int) -> Iterator[Figure]:
        """Figures between two offsets of a text, in reading order; none lies within another."""
        words = _WORD.findall(text[start:end].lower())
        if self.begins.isdisjoint(words) and not any(map(str.isdigit, words)):
            return
        done = start
        for match, (percent, numerator, denominator, count, upper) in self.matches(text, start, end):
            rule, kind, names = self.rules[which(match)]
            lower = count if kind == "count" else percent
            if kind != NOTHING and (upper is None or lower is None or lower < upper):
                counted = count if kind == "count" else numerator
                first, bound = self._with_before(text, max(done, start), match.start())
                bound = bound or (match.captures("qualifier") or [""])[-1]
                yield Figure(first, match.end(), rule, kind, percent, counted, denominator, upper, bound, names)
            done = match.end()

    def matches(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Any, list[float | None]]]:
        """Matches of figures, those of kind none among them, and the numbers of `_GROUPS`; see `read`."""
        done = start
        for word in _WORD.finditer(text, start, end):
            if word.start() < done or not (word[0].isdigit() or word[0].lower() in self.begins):
                continue
            match = self.figures.match(text, word.start(), end) if self.figures is not None else None
            if match is None:
                continue
            numbers = [self._number(match, name) for name in _GROUPS]
            _, part, whole, *_ = numbers
            if part is None or whole is None or 0 <= part <= whole > 0:
                yield match, numbers
                done = match.end()

    def _with_before(self, text: str, start: int, at: int) -> tuple[int, str]:
        """Where a figure begins together with the words before it that belong to it, and those that bound it."""
        if self.before is None or not text[at - 1 : at].isspace():
            return at, ""
        stop, place = at + _LONGEST_BEFORE, max(start, at - _LONGEST_BEFORE)
        while place < at:
            begins = place == 0 or not text[place - 1].isalnum()
            found = self.before.match(text, place, stop) if begins else None
            if found is not None and found.end() < at and text[found.end() : at].isspace():
                return int(found.start()), found.groupdict().get("qualifier") or ""
            place = max(place + 1, found.end() if found is not None else 0)
        return at, ""

    def _number(self, match: Any, group: str) -> float | None:
        words = match[group]
        return number(words) if words is not None else None

    def subjects_in(self, text: str, start: int, end: int) -> Iterator[tuple[Any, Term]]:
        """Every subject that is named in a stretch of text, and where."""
        return _terms(self.subject, self.subjects, text, start, end, self.subject_begins)

    def subject_of(self, text: str, figure: Figure, end: int) -> str:
        """What a figure is of by its own words, or by those that follow it at once; empty where they do not say."""
        own = [term.id for _, term in self.subjects_in(text, figure.start, figure.end)] if figure.names else []
        if own:
            return own[-1 if figure.kind == "count" else 0]
        match = self.followed.match(text, figure.end, end) if self.followed is not None else None
        return self.subjects[which(match)].id if match else ""

    def bases_in(self, text: str, start: int, end: int) -> Iterator[tuple[Any, Term]]:
        """Every basis that is named in a stretch of text, and where."""
        return _terms(self.basis, self.bases, text, start, end, self.basis_begins)


def _terms(
    expression: Expression | None, terms: tuple[Term, ...], text: str, start: int, end: int, begins: tuple[str, ...]
) -> Iterator[tuple[Any, Term]]:
    if expression is None:
        return
    if not begins:
        for match in expression.finditer(text, start, end):
            yield match, terms[which(match)]
        return
    for word in _WORD.finditer(text, start, end):
        if word.start() < start or not word[0].lower().startswith(begins):
            continue
        if match := expression.match(text, word.start(), end):
            start = match.end()
            yield match, terms[which(match)]


def which(match: Any) -> int:
    """Which of several alternatives matched: each ends in an empty group that has its number."""
    spans = match.regs
    return next(number for place, number in _numbers_of(match.re) if spans[place][0] >= 0)


@cache
def _numbers_of(pattern: Any) -> tuple[tuple[int, int], ...]:
    """The groups that end alternatives: the place of each among all groups, and its number."""
    return tuple((place, int(name[1:])) for name, place in pattern.groupindex.items() if name[0] == "_")
