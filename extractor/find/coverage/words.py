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
_SHORTEST = 6  # letters of a torn word
_SHORT = 3  # letters of a half beside which the other is no second word of a compound


def torn(seen: Seen) -> Iterator[Thing]:
    """Two words beside each other that stand elsewhere as one, where one of the two stands nowhere else."""
    text = seen.report.text
    yield from _initials(seen)
    counts = Counter(word.casefold() for word in _WORD.findall(text))
    pairs = {
        (a, b)
        for a, b in ((m[1].casefold(), m[2]) for m in _PAIR.finditer(text))
        if len(a) + len(b) >= _SHORTEST and counts[a + b] and min(counts[a], counts[b]) <= 2 * counts[a + b]
    }
    if not pairs:
        return
    together = Counter((m[1].casefold(), m[2]) for m in _PAIR.finditer(text))
    halves = {pair for pair in pairs if _is_torn(pair, counts, together[pair])}
    for table, kind in _KINDS.items():
        for row in seen.rows(table):
            start = row.evidence.start
            for match in _PAIR.finditer(row.evidence.quote):
                if (match[1].casefold(), match[2]) in halves:
                    yield Thing(kind, start + match.start(), start + match.end(2), "a word that is torn in two")


def _initials(seen: Seen) -> Iterator[Thing]:
    """Capitals that were torn from their words: `S trengths`, where `strengths` stands elsewhere, or several of which
    what is left, as `trengths`, stands nowhere else.

    A single one in prose may be a misprint; one in a heading or label is not.
    """
    text = seen.report.text
    counts = Counter(word.casefold() for word in _WORD.findall(text))
    if seen.pack.scale is not None:
        counts.update(word.casefold() for entry in seen.pack.scale.labels for word in entry.label.split())
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
    if counts[first] <= together:
        return True
    return counts[second] <= together and min(len(first), len(second)) <= _SHORT
