"""What two files that may be editions of one report have in common, and the values in which they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import regex
from rapidfuzz import fuzz, process

from extractor.domain.names import squashed
from extractor.records import Grounded, Report
from extractor.runs.line_keys import lines_of
from extractor.runs.outcome import Outcome

__all__ = ["Contents", "Value", "differing_values", "is_other_form"]

# What two editions must print alike: columns that hold the value.
_VALUES = {
    "ratings": ("rating", "percent"),
    "key_questions": ("percent",),
    "recommendations": ("text",),
    "statistics": ("value",),
    "quantities": ("as_printed",),
}
_FIGURES = ("key_questions", "statistics")
_RUN = 4  # words
_MOST_LINES = 300  # of a text that another lacks: with more, they are not one
_FORM = 60  # of 100: how alike two lines are of which one is the other with other entries
_WORD = regex.compile(r"\w+")
_NUMBER = regex.compile(r"\d[\d.,]*")


@dataclass(frozen=True)
class Value:
    """A value in which two editions differ; `printed` says that they print it otherwise, and not only read it so."""

    name: str
    own: str
    other: str
    printed: bool

    def __str__(self) -> str:
        return f"{self.name} ({self.own or 'nothing'}; {self.other or 'nothing'})"


class Contents:
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


def differing_values(one: Contents, other: Contents) -> Iterator[Value]:
    """Values that stand under one item in both and are not the same, and the overall score."""
    pairs = [("overall score", _shown(one.report.overall_score), _shown(other.report.overall_score))]
    for key in one.values.keys() & other.values.keys():
        table, item = key
        for column in _VALUES[table]:
            own, theirs = (_shown(getattr(edition.values[key], column)) for edition in (one, other))
            pairs.append((f"{table} {item}", own, theirs))
    for name, own, theirs in sorted(pairs):
        if squashed(own) != squashed(theirs):
            yield Value(name, own, theirs, _is_printed_otherwise(one, other, own, theirs))
    for table in _FIGURES:
        own, theirs = _alone(one, other, table), _alone(other, one, table)
        if own and theirs:
            yield Value(table, own, theirs, printed=True)


def _alone(one: Contents, other: Contents, table: str) -> str:
    """A figure under an item that the other edition lacks, and that one prints more often; empty if there is none."""
    (column,) = _VALUES[table]
    rows = [row for key, row in one.values.items() if key[0] == table and key not in other.values]
    own = (_shown(getattr(row, column)) for row in rows)
    return next((value for value in own if value and one.times(value) > other.times(value)), "")


def _is_printed_otherwise(one: Contents, other: Contents, own: str, theirs: str) -> bool:
    """Whether each of two values stands more often in its own text than in the other's."""
    return bool(own and theirs) and one.times(own) > other.times(own) and other.times(theirs) > one.times(theirs)


def is_other_form(one: Contents, other: Contents) -> bool:
    """Whether two texts are one form filled in twice: some of their lines differ in a few words only."""
    own = [line for line in one.lines if line not in other.letters]
    theirs = [line for line in other.lines if line not in one.letters]
    if len(own) > _MOST_LINES or len(theirs) > _MOST_LINES:
        return True
    return any(process.extractOne(line, theirs, scorer=fuzz.ratio, score_cutoff=_FORM) for line in own)


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float | int) else str(value or "")
