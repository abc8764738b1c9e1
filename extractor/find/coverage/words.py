"""Words that a reading has torn in two, or run together."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

import regex

from extractor.domain.english import is_english
from extractor.find.coverage.seen import Seen, Thing, of_row

# Tables whose words are looked at, with the kind of thing that a torn word of theirs is counted as.
_KINDS = {
    "ratings": "labels", "key_questions": "key_questions", "recommendations": "recommendations",
    "findings": "list_items", "progress": "list_items", "examples": "list_items", "statistics": "tables",
}  # fmt: skip
_WORD = regex.compile(r"\p{L}+")
_PAIR = regex.compile(r"(?<![\p{L}-])(\p{L}+) (?=(\p{Ll}+)(?![\p{L}]))")
_INITIAL = regex.compile(r"(?<![\p{L}.&’'-])(\p{Lu}) (\p{Ll}{3,})(?!\p{L})")
_LONGEST_LABEL = 100  # characters
_MOST_NAMES = 200  # that a whole text is searched for
_BEHIND = regex.compile(r"[’'.]$|\d ?$")  # what a short word stands behind that is no half of one
_WORDS_OF_ONE_LETTER = ("A", "I", "O")
_FEWEST_LEFT = 3  # different words without their capital
_MOST_TORN = 2  # times as often in two as in one
_SHORTEST = 6  # letters of a torn word
_COMMON = 10_000  # words
_SHORT = 3  # letters of a half beside which the other is no second word of a compound
# Words of one or two letters, and letters that count or mark something; what stands before words like a word.
_SMALL = frozenset(
    "a am an as at b be by c d do e go he i id if in is it me my n no o of ok on or pm so to up us we".split()
)
_OPENING = frozenset("co de ex nd rd re st th un x".split())


def torn(seen: Seen) -> Iterator[Thing]:
    """Two words beside each other that stand elsewhere as one, where one of the two stands nowhere else, and those of
    which one is rare and which are a common word together."""
    text = seen.report.text
    low = text.lower()
    counts: Counter[str] = Counter()
    for piece, count in Counter(text.casefold().split()).items():
        for word in (piece,) if piece.isalpha() else _WORD.findall(piece):
            counts[word] += count
    yield from _initials(seen, counts)
    yield from _spaced(seen)
    is_half = cache(lambda pair: _is_torn(pair, counts, _together(pair, text, low)))
    for table, kind in _KINDS.items():
        for row in seen.rows(table):
            start = row.evidence.start
            for match in _PAIR.finditer(row.evidence.quote):
                pair, whole = (match[1].casefold(), match[2]), match[1].casefold() + match[2]
                halves = len(whole) >= _SHORTEST and counts[whole] and min(counts[word] for word in pair)
                if (halves and _is_torn(pair, counts, halves) and is_half(pair)) or (
                    _is_common(whole) and (_has_rare(pair) or _is_rest(match))
                ):
                    yield Thing(kind, start + match.start(), start + match.end(2), "a word that is torn in two")


def _has_rare(pair: tuple[str, str]) -> bool:
    return len(pair[0]) > 1 and not all(map(_is_common, pair))  # no `s` behind an apostrophe


def _is_rest(match: Any) -> bool:
    """Whether one of two words has one or two letters and is no word of that length, nor behind an apostrophe."""
    words = match[1].lower(), match[2]
    if len(match[1] + match[2]) == 2:  # `i n`
        return bool(match[1].islower())
    short = [word for word in words if len(word) < _SHORT and word not in _SMALL]
    if match[1].isupper() or not short or (short == [words[0]] and words[0] in _OPENING and len(words[1]) > 1):
        return False
    return not _BEHIND.search(match.string[max(0, match.start() - 2) : match.start()])


def _is_common(word: str) -> bool:
    return is_english(word, _COMMON)


def _spaced(seen: Seen) -> Iterator[Thing]:
    """Judgements whose service or standard is printed as often with other spaces among its letters."""
    named: dict[str, Any] = {}
    for row in seen.rows("ratings"):
        for name in (row.provider, row.standard):
            if _SHORTEST <= len(name) < _LONGEST_LABEL:
                named.setdefault(name, row)
    for name, row in islice(named.items(), _MOST_NAMES):
        letters = r"[^\S\n]?".join(map(regex.escape, "".join(name.split())))
        spaced = regex.compile(rf"(?<!\p{{L}}){letters}(?!\p{{L}})")
        printed = Counter(" ".join(found[0].split()) for found in spaced.finditer(seen.report.text))
        if sum(printed.values()) - printed[name] >= max(printed[name], 1):
            yield of_row("labels", row, "a name whose letters stand elsewhere with other spaces")


def _together(pair: tuple[str, str], text: str, low: str) -> int:
    """How often two words stand beside each other in a text, the second in small letters."""
    count, at = 0, low.find(" ".join(pair))
    while at >= 0:
        match = _PAIR.match(text, at)
        count += match is not None and (match[1].casefold(), match[2]) == pair
        at = low.find(" ".join(pair), at + 1)
    return count


def _initials(seen: Seen, known: Counter[str]) -> Iterator[Thing]:
    """Capitals that were torn from their words: `S trengths`, where `strengths` stands elsewhere, or several of which
    what is left, as `trengths`, stands nowhere else.

    A single one in prose may be a misprint; one in a heading or label is not.
    """
    matches = list(_INITIAL.finditer(seen.report.text))
    starts = [match.start() for match in matches]
    counts = known.copy()
    if seen.pack.scale is not None:
        counts.update(word.casefold() for words, _ in seen.pack.scale.prints for word in words.split())
    left = Counter(match[2] for match in matches if match[1] not in _WORDS_OF_ONE_LETTER)
    bare = {rest for rest, count in left.items() if counts[rest] <= count}
    bare = bare if len(bare) >= _FEWEST_LEFT else set()
    prose: list[Thing] = []
    for block in seen.blocks:
        for match in matches[bisect_left(starts, block.start) : bisect_left(starts, block.end)]:
            alone = match[1] not in _WORDS_OF_ONE_LETTER or not counts[match[2]]
            if not (match[2] in bare or (alone and counts[(match[1] + match[2]).casefold()])):
                continue
            start, end = match.span()
            if block.table is None and block.end - block.start < _LONGEST_LABEL:
                yield Thing("headings", start, end, "a heading or label that is torn in two")
            else:
                prose.append(Thing("pages", start, end, "a word that is torn behind its capital"))
    if len(prose) > 1:
        yield from prose


def _is_torn(pair: tuple[str, str], counts: Counter[str], together: int) -> bool:
    """Whether two words are halves of one: the first stands nowhere else, or the second, and one of them is short.

    Two words that each are one are often put together elsewhere, as are `case load` and `caseload`.
    """
    first, second = pair
    if min(counts[first], counts[second]) > _MOST_TORN * counts[first + second]:
        return False  # it is as often written in two, as are `per cent` and `burn out`
    if counts[first] <= together:
        return True
    return counts[second] <= together and min(len(first), len(second)) <= _SHORT
