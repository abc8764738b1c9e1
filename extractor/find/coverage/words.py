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
_SHORTEST = 6  # letters of a torn word
_SHORT = 3  # letters of a half beside which the other is no second word of a compound


def torn(seen: Seen) -> Iterator[Thing]:
    """Two words beside each other that stand elsewhere as one, where one of the two stands nowhere else."""
    text = seen.report.text
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


def _is_torn(pair: tuple[str, str], counts: Counter[str], together: int) -> bool:
    """Whether two words are halves of one: the first stands nowhere else, or the second, and one of them is short.

    Two words that each are one are often put together elsewhere, as are `case load` and `caseload`.
    """
    first, second = pair
    if counts[first] <= together:
        return True
    return counts[second] <= together and min(len(first), len(second)) <= _SHORT
