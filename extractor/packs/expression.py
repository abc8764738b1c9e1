"""Regular expressions of packs, with a time limit: packs are written by users, reports by strangers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from math import comb
from typing import Any

import regex

from extractor.errors import PackError
from extractor.packs.expression_cache import compiled

# No match may take longer than this, in seconds.
TIME_LIMIT = 2.0
_STEPS = 10_000_000  # that are taken long before: to look at the clock costs more than most matches
_LONGEST = 3000  # characters of a text without a limit
_BEGINNING = 3  # letters of a text that tell most expressions that they do not match
_MOST_BEGINNINGS = 10_000  # that are remembered
_BOUNDS = regex.compile(r"\\[bmM]")
_BEGINS = regex.compile(r"\^(?![?*{])")
_ENDS = regex.compile(r"\\[bBmMZz]|\$")  # an end of a beginning is taken for one of the text
# What stands for one character, and groups that are gone through again and again.
_ONE = regex.compile(r"\\(?:[pP]\{[^}]*\}|.)|\[\^?\]?(?:\\.|[^\]\\])*\]", regex.DOTALL)
_AGAIN = regex.compile(r"\)[*+{]|\(\?(?:[R&]|P>|[+-]?\d)")
_EXCLUDED = regex.compile(r"\(\?<?!((?:[^()\\]|\\.|\((?1)\))*+)\)", regex.DOTALL)  # what must not stand there


@cache
def _length_without_limit(pattern: str) -> int:
    """Characters of the longest text that cannot keep an expression busy; 0 where it goes through groups again."""
    shown = _ONE.sub("x", pattern)
    return 0 if _AGAIN.search(shown) else _length_for(sum(map(shown.count, "*+{")))


@cache
def _length_for(repeats: int) -> int:
    """Characters that can be shared out among so many repeats of one, from every place, in the steps there are."""
    return bisect_right(range(_LONGEST), _STEPS, key=lambda length: length * comb(length + repeats, repeats)) - 1


@cache
def _untold(pattern: str) -> tuple[bool, bool, bool]:
    """What a beginning alone cannot tell of an expression.

    Returns:
        whether what stands before a place can decide for a match there, whether an end of a word can decide so where
        no letter follows, and whether what follows the beginning can.
    """
    inside = [found[1] for found in _EXCLUDED.finditer(pattern)]
    hidden = len(inside) < pattern.count("(?!") + pattern.count("(?<!") or any(map(_ENDS.search, inside))
    return "(?<=" in pattern, bool(_BOUNDS.search(pattern)), hidden or r"\B" in pattern


@cache
def _only_begins(pattern: str, flags: int) -> bool:
    """Whether a match can only be at the beginning of a line: all of an expression stands behind `^`, or all of each
    alternative."""
    if not _BEGINS.match(pattern) or flags & regex.WORD:
        return False
    depth, within, place = 0, False, 1  # brackets around a place; whether it is in a class of characters
    while place < len(pattern):
        letter = pattern[place]
        if letter == "\\":
            place += 1
        elif within:
            within = letter != "]"
        elif letter == "[":
            within = True
            place += len(pattern[place + 1 : place + 3]) - len(pattern[place + 1 : place + 3].lstrip("^]"))
        elif letter == "|" and not depth and not _BEGINS.match(pattern, place + 1):
            return False
        else:
            depth += (letter == "(") - (letter == ")")
        place += 1
    return not depth and not within  # else it was misread: a bracket of a comment, a class in a class


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A regular expression, and where it stands as `FILE:LINE rule`. It is compiled when it is first asked.

    Its methods are those of a `regex` pattern. They raise PackError where they take longer than the limit.
    """

    pattern: str
    flags: int
    where: str
    _begins: dict[str, bool] = field(default_factory=dict, repr=False)

    @property
    def compiled(self) -> Any:
        """The compiled pattern; raises `regex.error` where the pattern is none."""
        return compiled(self.pattern, self.flags)

    def match(self, text: str, start: int = 0, end: int | None = None) -> Any:
        """Match that begins at `start` and ends before `end`."""
        try:
            if not start or self._tells_at(text, start):
                beginning = text[start : start + _BEGINNING if end is None else min(start + _BEGINNING, end)]
                may = self._begins.get(beginning)
                if not (self._may_begin(beginning) if may is None else may):
                    return None
            return self.compiled.match(text, start, end, timeout=self._limit(text, start, end))
        except TimeoutError:
            raise self._slow(text) from None

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> Any:
        """Match of all that stands between `start` and `end`."""
        try:
            return self.compiled.fullmatch(text, start, end, timeout=self._limit(text, start, end))
        except TimeoutError:
            raise self._slow(text) from None

    def search(self, text: str, start: int = 0, end: int | None = None) -> Any:
        """First match between `start` and `end`."""
        if not start and _only_begins(self.pattern, self.flags) and "\n" not in text:
            return self.match(text, 0, end)
        try:
            return self.compiled.search(text, start, end, timeout=self._limit(text, start, end))
        except TimeoutError:
            raise self._slow(text) from None

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Any]:
        """All matches between `start` and `end`."""
        try:
            yield from self.compiled.finditer(text, start, end, timeout=self._limit(text, start, end))
        except TimeoutError:
            raise self._slow(text) from None

    def sub(self, replacement: str, text: str) -> str:
        """The text with every match replaced."""
        try:
            return str(self.compiled.sub(replacement, text, timeout=TIME_LIMIT))
        except TimeoutError:
            raise self._slow(text) from None

    def _limit(self, text: str, start: int, end: int | None) -> float | None:
        """How long a match may take, in seconds; None where it cannot take long."""
        length = (len(text) if end is None else end) - start
        return None if length <= _length_without_limit(self.pattern) else TIME_LIMIT

    def _tells_at(self, text: str, start: int) -> bool:
        """Whether a beginning tells of a match there, whatever stands before it."""
        before, bounds, _ = _untold(self.pattern)
        return not (before or (bounds and not text[start : start + 1].isalnum()))

    def _may_begin(self, beginning: str) -> bool:
        """Whether a text could match by how it begins. A limited match costs much more than remembering the answer.

        Only a beginning that ends in a letter or digit tells: behind it, what follows decides no word boundary
        against the match.
        """
        told = beginning if beginning[-1:].isalnum() else beginning[:1]
        tells = told[-1:].isalnum() and not _untold(self.pattern)[2]
        may = not tells or bool(self.compiled.match(told, partial=True, timeout=TIME_LIMIT))
        if len(self._begins) < _MOST_BEGINNINGS:
            self._begins[beginning] = may
        return may

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of its groups, in their order."""
        named: dict[str, int] = self.compiled.groupindex
        return tuple(sorted(named, key=named.__getitem__))

    def _slow(self, text: str) -> PackError:
        told = f"takes over {TIME_LIMIT:g} s on a text of {len(text):,} characters. Simplify the pattern."
        return PackError([f"{self.where}: {told}"])
