"""Words in which letters that are set as one (`fi`, `ffi`, `tt`) are another sign, or lost, as a font may have them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Any

import regex

from extractor.domain.english import is_english, not_english
from extractor.find.coverage.seen import Seen, Thing

__all__ = ["spoilt_ligatures"]

_OFTEN_LOST = ("fi", "fl", "ff", "ffi", "ffl")
_SET_AS_ONE = (*_OFTEN_LOST, "ti", "tt", "ft", "tti")
_SIGN = regex.compile(  # a sign within a word, or one that is a letter at its beginning
    r"(?<![\p{L}\p{N}])(?P<before>\p{L}+(?=[^A-Za-z\s.'’‐‑–-])|(?=[^\P{L}A-Za-z]))(?P<sign>.)(?P<behind>[a-z]+)(?!\p{L})"
)
_ODD = regex.compile(r"(?<=\p{L})[^\p{L}\s.'’‐‑–-](?=[a-z])|[^\P{L}A-Za-z]")  # what may be such a sign
_WORD = regex.compile(r"(?<![\p{L}\p{N}'’.@/-])[a-z]{3,30}(?![\p{L}\p{N}'’@/-])")
_OPENS, _CLOSES = '([“‘"/', ')]”"/.,:;!?'
_FEWEST = 3  # different words: fewer are misprints, or names
_LEAST = 0.1  # of the words that are none of English: a text in another language has as many by chance


def spoilt_ligatures(seen: Seen) -> Iterator[Thing]:
    """Words of English but for a sign in the place of such letters; those without them, where there are several."""
    text = seen.report.text
    for match in _signs(text):
        plain = unicodedata.normalize("NFKD", match["sign"])[0]  # of a letter with an accent
        if not is_english(_with(match, plain)) and any(is_english(_with(match, each)) for each in _SET_AS_ONE):
            start, end = match.span()
            yield Thing("pages", start, end, "a word in which a sign stands for letters")
    unknown = not_english(chain.from_iterable(map(_WORD.findall, not_english(text.split()))))
    lost = {word for word in unknown if _lacks(word)} | set(_parted(text))
    if len(lost) >= max(_FEWEST, _LEAST * len(unknown)):
        longest = "|".join(sorted(lost, key=len, reverse=True))
        printed = regex.compile(rf"(?<![\p{{L}}\p{{N}}'’.@/-])(?:{longest})(?![\p{{L}}\p{{N}}'’@/-])")
        for start, end in {match[0]: match.span() for match in printed.finditer(text)}.values():
            yield Thing("pages", start, end, "a word that lacks letters, as if they were set as one")


def _signs(text: str) -> Iterator[Any]:
    """Words with a sign in them, or a letter at their beginning, that may stand for others."""
    starts: dict[int, None] = {}
    for odd in _ODD.finditer(text):
        start = odd.start()
        while start and text[start - 1].isalpha():
            start -= 1
        starts[start] = None
    yield from filter(None, (_SIGN.match(text, start) for start in starts))


def _parted(text: str) -> Iterator[str]:
    """Pairs of words that are one of English with letters put in between that are often lost."""
    lines = [line.split(" ") for line in text.split("\n")]
    words = set(chain.from_iterable(lines))
    before = {word: bare for word in words if _is_low(bare := word.lstrip(_OPENS))}
    behind = {word: bare for word in words if _is_low(bare := word.rstrip(_CLOSES))}
    odd = not_english([*before.values(), *behind.values()])
    odd = {word for some in (before, behind) for word, bare in some.items() if bare in odd}
    for left, right in {pair for line in lines if not odd.isdisjoint(line) for pair in pairwise(line)}:
        if left not in before or right not in behind:
            continue
        pair = before[left], behind[right]
        if not "".join(pair).islower() or (is_english(pair[0]) and is_english(pair[1])):
            continue
        if any(is_english(letters.join(pair)) for letters in _OFTEN_LOST):
            yield " ".join(pair)


def _is_low(word: str) -> bool:
    """Whether something has nothing but small letters and apostrophes, or nothing at all."""
    return f"a{word}".islower() and f"a{word}".replace("'", "").isalpha()


def _with(match: Any, letters: str) -> str:
    """The word of a match with letters in the place of its sign."""
    return f"{match['before']}{letters}{match['behind']}".lower()


def _lacks(word: str) -> bool:
    """Whether a word is one of English with letters put in that are often lost."""
    return any(is_english(word[:at] + letters + word[at:]) for at in range(len(word) + 1) for letters in _OFTEN_LOST)
