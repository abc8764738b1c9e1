"""How much alike two recommendations are.

Two measures, each from 0 to 1: `edit` is what rapidfuzz finds of the letters of the one in the other, words put in
order; `words` is the cosine of their words, each weighted by how few recommendations have it (TF-IDF). The
letters tell a text that is printed again, the words one that asks for the same in another order or with words between.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from rapidfuzz import fuzz, process

__all__ = ["Likeness", "Words"]

_WORD = re.compile(r"[a-z0-9]+")
_STOPPED = frozenset(
    "a all an and any are as at be by for from have in is it its of on or should so that the their there "
    "these this to which with all ensure make sure".split()
)
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "es", "ed", "s", "e", "y")
_SHORTEST_STEM = 4


@dataclass(frozen=True)
class Words:
    """A text as it is compared: plain, and by the stems of the words that matter."""

    text: str

    @cached_property
    def plain(self) -> str:
        """Small letters, digits and single blanks."""
        return " ".join(_WORD.findall(self.text.lower().replace("’", "").replace("'", "")))

    @cached_property
    def stems(self) -> Counter[str]:
        return Counter(_stem(word) for word in self.plain.split() if word not in _STOPPED)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


class Likeness:
    """Compares texts of a dataset, whose words are weighted by how rare they are in it."""

    def __init__(self, texts: Iterable[Words]) -> None:
        known: Counter[str] = Counter()
        self.count = 0
        for words in texts:
            self.count += 1
            known.update(words.stems.keys())
        self.weights = {stem: math.log((1 + self.count) / (1 + n)) + 1 for stem, n in known.items()}
        self._vectors: WeakKeyDictionary[Words, dict[str, float]] = WeakKeyDictionary()

    def words(self, one: Words, other: Words) -> float:
        """Cosine of the weighted words of two texts, 0 to 1."""
        a, b = self._vector(one), self._vector(other)
        if len(b) < len(a):
            a, b = b, a
        return sum(weight * b[stem] for stem, weight in a.items() if stem in b)

    def _vector(self, words: Words) -> dict[str, float]:
        """Weights of length 1 by stem."""
        kept = self._vectors.get(words)
        if kept is None:
            usual = math.log(1 + self.count) + 1
            found = {stem: n * self.weights.get(stem, usual) for stem, n in words.stems.items()}
            length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
            kept = self._vectors[words] = {stem: weight / length for stem, weight in found.items()}
        return kept

    @staticmethod
    def edits(ones: Sequence[Words], others: Sequence[Words], least: float) -> np.ndarray:
        """`edit` of every text of the one sequence with every text of the other; 0 where it is below `least`."""
        found = process.cdist(
            [words.plain for words in ones],
            [words.plain for words in others],
            scorer=fuzz.token_sort_ratio,
            score_cutoff=least * 100,
        )
        return np.asarray(found) / 100
