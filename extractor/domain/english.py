"""Which words are English, and which of those are common, by a word list.

The list comes with the package symspellpy (82,000 words with their inflections, MIT licence). It is read when a word is
first looked up in it, and only then.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_LIST = "frequency_dictionary_en_82_765.txt"  # a word and how often it is met, on each line


@cache
def _english() -> tuple[str, ...]:
    """Words of English in small letters, the commonest first."""
    return tuple(files("symspellpy").joinpath(_LIST).read_text(encoding="utf-8-sig").split()[::2])


@cache
def _commonest(count: int | None) -> frozenset[str]:
    return frozenset(_english()[:count])


def not_english(words: Iterable[str]) -> set[str]:
    """Those of some words, in small letters, that do not stand in the list."""
    return set(words) - _commonest(None)


def is_english(word: str, commonest: int | None = None) -> bool:
    """Whether a word, in small letters, stands in the list, or among so many of its commonest."""
    return word in _commonest(commonest)
