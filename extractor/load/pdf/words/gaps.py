"""Words that a producer has drawn with a gap inside them are made whole: `R equires`, `Outs tanding`.

In go the runs of all pages, before lines are made of them; their texts are changed in place. Only gaps without a
printed space are closed, and only where a half is no word of the document: the whole must be one, or the document must
print the spaces between its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from extractor.load.pdf.words.runs import GUESSED, LEAST_SPACE, NARROW, Run

_NARROW = 0.6  # of the size: a gap wider than this parts words, whatever they are
_FEW = 0.2  # guessed spaces for every printed one: a document with fewer prints its spaces
_LETTERS = "aio"  # that are words
# The letter behind a slash, as in "victim/s", is no half of a word.
_WORD = regex.compile(r"\p{L}+(?:['’-]\p{L}+)*")
_REST = r"(\p{Ll}+|(?<=\p{Lu}[\u2005\u2006]?)\p{Lu}+)(?!\p{L})"
_LEFT = r"(?<![\p{L}'’]|/(?=\p{L}\P{L}))(\p{L}+)"
_GAP = regex.compile(rf"{_LEFT}([{GUESSED}{NARROW}]){_REST}")
_NARROW_GAP = regex.compile(rf"{_LEFT}({NARROW}){_REST}")
_END = regex.compile(r"(?<![\p{L}'’]|/(?=\p{L}$))\p{L}+$")
_START = regex.compile(r"(?:\p{Ll}+|\p{Lu}+)(?!\p{L})")


def mend(pages: Sequence[Sequence[Run]]) -> None:
    """Close the gaps inside words.

    Args:
        pages: the runs of every page; a guessed space in their text is `GUESSED`.
    """
    touching = [list(_touching(runs)) for runs in pages]
    gapped = [run for runs in pages for run in runs if GUESSED in run.text[:-1] or NARROW in run.text]
    if gapped or any(touching):
        _close(gapped, touching, _Known(pages, touching))
    for runs in pages:
        for run in runs:
            run.text = run.text.replace(GUESSED, " ").replace(NARROW, " ")


def _close(gapped: Sequence[Run], touching: Sequence[Sequence[tuple[Run, Run]]], known: _Known) -> None:
    for run in gapped:
        if NARROW in run.text:
            run.text = _closed(run.text, known, _NARROW_GAP)  # before halves are taken for words beside others
        run.text = _closed(run.text, known, _GAP)
    for neighbours in touching:
        for one, other in neighbours:
            left, right = _END.search(one.text.rstrip(GUESSED)), _START.match(other.text)
            if left and left[0].casefold() in _LETTERS and other.x0 - one.x1 >= LEAST_SPACE * one.size:
                continue  # a word of one letter and a space
            if left and right and known.is_one(left[0], right[0], inside=False):
                one.text = one.text.rstrip(GUESSED)
                other.x0 = one.x1


class _Known:
    """The words of a document, and how often each stands beside a gap that may be none."""

    def __init__(self, pages: Sequence[Sequence[Run]], touching: Sequence[Sequence[tuple[Run, Run]]]) -> None:
        texts = [run.text.strip() for runs in pages for run in runs]
        whole = "\n".join(texts)
        self.words = Counter(_WORD.findall(whole.casefold()))
        self.doubtful: Counter[str] = Counter()
        printed, guessed = whole.count(" "), whole.count(GUESSED)
        pairs: list[tuple[str, str]] = []
        narrow: list[tuple[str, str]] = []
        for text in texts:
            if GUESSED in text or NARROW in text:
                for left, gap, right in _GAP.findall(text, overlapped=True):
                    (narrow if gap == NARROW else pairs).append((left.casefold(), right.casefold()))
        for neighbours in touching:
            for one, other in neighbours:
                guessed += 1
                end, start = _END.search(one.text.rstrip(GUESSED)), _START.match(other.text)
                if end and start:
                    pairs.append((end[0].casefold(), start[0].casefold()))
        self.spaced = guessed < _FEW * printed
        for left, right in pairs:
            if self.spaced or self.words[left + right]:
                self.doubtful.update((left, right))
        for left, right in narrow:
            self.doubtful.update((left, right))

    def is_one(self, left: str, right: str, inside: bool, narrow: bool = False) -> bool:
        """Whether two neighbours are the halves of a word.

        Args:
            left, right: the neighbours.
            inside: one text object draws both.
            narrow: the gap between them is narrower than a space.
        """
        if right.isupper() and not left.isupper():
            return False
        letter = len(left) == 1 and right.islower() and left.casefold() not in _LETTERS
        left, right = left.casefold(), right.casefold()
        known = self._sure(left + right)
        if self._sure(left) and self._sure(right):
            return narrow and (known or self.spaced)
        return known or letter or narrow or (inside and self.spaced)

    def _sure(self, word: str) -> bool:
        return word in _LETTERS if len(word) == 1 else self.words[word] > self.doubtful[word]


def _closed(text: str, known: _Known, gap: regex.Pattern[str]) -> str:
    found = gap.search(text)
    while found:
        if known.is_one(found[1], found[3], inside=True, narrow=found[2] == NARROW):
            text = text[: found.start(2)] + text[found.end(2) :]
            found = gap.search(text, found.start())
        else:
            found = gap.search(text, found.start(3))
    return text


def _touching(runs: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    """Neighbours in the file that stand on one line with no printed space and no wide gap between them."""
    for one, other in pairwise(runs):
        near = 0 < other.x0 - one.x1 < _NARROW * one.size and abs(one.baseline - other.baseline) < 0.5
        if near and one.text.rstrip(GUESSED)[-1:].isalpha() and other.text[:1].isalpha():
            yield one, other
