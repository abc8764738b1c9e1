"""Words that a reading has torn in two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import regex

from extractor.find.coverage.seen import Seen, Thing

# Tables whose words are looked at, with the kind of thing that a torn word of theirs is counted as.
_KINDS = {
    "ratings": "labels", "key_questions": "key_questions", "recommendations": "recommendations",
    "findings": "list_items", "progress": "list_items", "examples": "list_items", "statistics": "tables",
}  # fmt: skip
_WORD = regex.compile(r"\p{L}+")
_PAIR = regex.compile(r"(?<![\p{L}-])(\p{L}+) (?=(\p{Ll}+)(?![\p{L}]))")
_INITIAL = regex.compile(r"(?<![\p{L}.&’'-])(\p{Lu}) (\p{Ll}{3,})(?!\p{L})")
_LONGEST_LABEL = 100  # characters
_WORDS_OF_ONE_LETTER = ("A", "I", "O")
_FEWEST_LEFT = 3  # different words without their capital
_MOST_TORN = 2  # times as often in two as in one
_SHORTEST = 6  # letters of a torn word
_SHORT = 3  # letters of a half beside which the other is no second word of a compound


def torn(seen: Seen) -> Iterator[Thing]:
    """Two words beside each other that stand elsewhere as one, where one of the two stands nowhere else."""
    counts = Counter(_WORD.findall(seen.report.text.casefold()))
    yield from _initials(seen, counts)
    together: Counter[tuple[str, str]] = Counter()
    for (first, second), count in Counter(_PAIR.findall(seen.report.text)).items():
        whole = first.casefold() + second
        if whole in counts and len(whole) >= _SHORTEST:
            together[(first.casefold(), second)] += count
    halves = {pair for pair, count in together.items() if _is_torn(pair, counts, count)}
    if not halves:
        return
    for table, kind in _KINDS.items():
        for row in seen.rows(table):
            start = row.evidence.start
            for match in _PAIR.finditer(row.evidence.quote):
                if (match[1].casefold(), match[2]) in halves:
                    yield Thing(kind, start + match.start(), start + match.end(2), "a word that is torn in two")


def _initials(seen: Seen, known: Counter[str]) -> Iterator[Thing]:
    """Capitals that were torn from their words: `S trengths`, where `strengths` stands elsewhere, or several of which
    what is left, as `trengths`, stands nowhere else.

    A single one in prose may be a misprint; one in a heading or label is not.
    """
    text, counts = seen.report.text, known.copy()
    if seen.pack.scale is not None:
        counts.update(word.casefold() for words, _ in seen.pack.scale.prints for word in words.split())
    left = Counter(match[2] for match in _INITIAL.finditer(text) if match[1] not in _WORDS_OF_ONE_LETTER)
    bare = {rest for rest, count in left.items() if counts[rest] <= count}
    bare = bare if len(bare) >= _FEWEST_LEFT else set()
    prose: list[Thing] = []
    for block in seen.blocks:
        for match in _INITIAL.finditer(seen.report.words(block)):
            alone = match[1] not in _WORDS_OF_ONE_LETTER or not counts[match[2]]
            if not (match[2] in bare or (alone and counts[(match[1] + match[2]).casefold()])):
                continue
            start, end = block.start + match.start(), block.start + match.end()
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
