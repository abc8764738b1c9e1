"""Numbers of items as they run on: `3` behind `2`, `R3` behind `R2`, `c` behind `b`, `IV` behind `III`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_lowercase
from typing import TypeVar

import regex

from extractor.domain.names import folded

T = TypeVar("T")

_COUNTED = regex.compile(r"([A-Z]{0,3})(\d{1,3})")
_FIRST = regex.compile(r"[A-Z]{1,3}1")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_LETTERS = tuple(ascii_lowercase)
_SERIES = (_LETTERS, _ROMAN, tuple(map(str.upper, _LETTERS)), tuple(map(str.upper, _ROMAN)))
_MOST_LETTERS = 3  # letters and one more, before the number of an item


def follows(number: str, last: str) -> bool:
    """Whether a number is the next one behind another: counted in figures, or in letters alone."""
    one, other = _COUNTED.fullmatch(last), _COUNTED.fullmatch(number)
    if one and other:
        return one[1] == other[1] and int(other[2]) == int(one[2]) + 1
    return any(number in series and last in series[: series.index(number)][-1:] for series in _SERIES)


def begins(number: str) -> bool:
    """Whether a number is the first of a series that figures alone are not: `R1`, `A`, `i`."""
    return _FIRST.fullmatch(number) is not None or any(number == series[0] for series in _SERIES)


def number_of(words: str) -> str:
    """The number that a few words name an item by: `C1` of `C1.`, `2` of `Recommendation 2`."""
    return words.strip(" .():").rpartition(" ")[2].upper()


def are_numbered(texts: Sequence[str]) -> bool:
    """Whether words begin with the number of their item each, from 1 on, with the same letters before it or none."""
    numbers = [text.partition(" ")[0].rstrip(".):") for text in texts]
    letters = numbers[0].rstrip("0123456789") if numbers else ""
    plain = len(letters) < _MOST_LETTERS and (letters.isupper() or not letters)
    return len(texts) > 1 and plain and numbers == [f"{letters}{number}" for number in range(1, len(texts) + 1)]


def by_number(numbers: Sequence[str], answers: Iterable[tuple[str, T]]) -> dict[int, T]:
    """The answer of each item, by its place, among answers that name items by their numbers.

    An answer is of the item whose number it has, word for word or in figures; a number that several items have names
    none of them, unless the answers have all numbers in the order of the items.

    Args:
        numbers: those of all items, as printed.
        answers: the words that name an item, and its answer.
    """
    listed = list(answers)
    if listed and [number_of(words) for words, _ in listed] == [number_of(number) for number in numbers]:
        return {at: answer for at, (_, answer) in enumerate(listed)}
    found: dict[int, T] = {}
    for plain in (folded, number_of, _figures_of):
        known: dict[str, list[int]] = {}
        for at, number in enumerate(numbers):
            known.setdefault(plain(number), []).append(at)
        for words, answer in listed:
            key = plain(words)
            places = known.get(key, ()) if key else ()
            if len(places) != 1:
                continue
            (at,) = places
            if plain is not _figures_of or number_of(words).isdecimal() or number_of(numbers[at]).isdecimal():
                found.setdefault(at, answer)
    return found


def _figures_of(words: str) -> str:
    """The figures of a number, as `1` of `R1`."""
    return "".join(filter(str.isdecimal, number_of(words)))
