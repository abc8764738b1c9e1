"""Numbers of items as they run on: `3` behind `2`, `R3` behind `R2`, `c` behind `b`, `IV` behind `III`."""

from __future__ import annotations

from string import ascii_lowercase

import regex

_COUNTED = regex.compile(r"([A-Z]{0,3})(\d{1,3})")
_FIRST = regex.compile(r"[A-Z]{1,3}1")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_LETTERS = tuple(ascii_lowercase)
_SERIES = (_LETTERS, _ROMAN, tuple(map(str.upper, _LETTERS)), tuple(map(str.upper, _ROMAN)))


def follows(number: str, last: str) -> bool:
    """Whether a number is the next one behind another: counted in figures, or in letters alone."""
    one, other = _COUNTED.fullmatch(last), _COUNTED.fullmatch(number)
    if one and other:
        return one[1] == other[1] and int(other[2]) == int(one[2]) + 1
    return any(number in series and last in series[: series.index(number)][-1:] for series in _SERIES)


def begins(number: str) -> bool:
    """Whether a number is the first of a series that figures alone are not: `R1`, `A`, `i`."""
    return _FIRST.fullmatch(number) is not None or any(number == series[0] for series in _SERIES)
