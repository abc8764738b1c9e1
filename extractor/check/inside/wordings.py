"""Prose against the questions of the tables: which figures a sentence tells, and in the words of which question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.check.inside.groups import questions_by_line
from extractor.check.inside.row_positions import placed
from extractor.domain.names import tight
from extractor.packs import Pack

if TYPE_CHECKING:
    from extractor.dataset.rows import KeyQuestionRow, QuantityRow

__all__ = ["FEWEST", "PLAIN", "Line", "Lines", "bases_of_cases", "clauses", "words_of"]

# How many words a question must have, and a clause, to be known by them.
FEWEST = 4
# A printed figure that stands for itself: no "less than", "almost", "at least" belongs to it.
PLAIN = re.compile(r"^\W*[\w-]+(?:\.\d+)?\s?(?:%|per ?cent)", re.I)
# Share of a question's words that must stand with a figure in the section of its standard to take it for that
# question. Elsewhere it must be all of them.
_ALIKE = 0.85
_LONGEST = 1000
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_EMPTY = frozenset(
    _WORD.findall(
        "a an and any are as at be been being by cent did do does for from given has have if in into is it its made no "
        "not of on only or our per percent that the their them there these they this those to upon was we were when "
        "where whether which who with"
    )
)


@dataclass(frozen=True)
class Line:
    """A line of a table of key questions: percentages with that of all cases first, words, whether marks limit it."""

    item: str
    standard_ref: str
    percents: tuple[float, ...]
    words: frozenset[str]
    marked: bool
    question_id: str


class Lines:
    """The lines of a report's tables of key questions, and which of them a clause restates."""

    def __init__(self, rows: Iterable[KeyQuestionRow], pack: Pack | None) -> None:
        """From rows of `key_questions`, and the pack whose words of like meaning are one; None for no pack."""
        self.pack = pack
        self._fold = pack.questions.fold if pack else str.casefold
        self._silent = pack.questions.silent if pack else frozenset()
        self._appended = pack["prose.elsewhere"] if pack else ()
        self._negatives = pack["prose.negative"] if pack else ()
        self.bases = bases_of_cases(pack)
        self._by_word: dict[str, list[Line]] = {}
        self.all = list(_lines(rows, pack))
        for line in self.all:
            for word in line.words:
                self._by_word.setdefault(word, []).append(line)

    def words_of(self, text: str) -> frozenset[str]:
        """Words of a text that carry its meaning."""
        return words_of(text, self._silent)

    def elsewhere(self, section_ref: str) -> bool:
        """Whether figures of a section, by its number, are of another inspection than the tables are."""
        return any(rule.match(section_ref) for rule in self._appended)

    def negative(self, clause: str) -> bool:
        """Whether a clause says that something was not done."""
        return any(rule.search(clause) for rule in self._negatives)

    def restated(self, clause: str, section_ref: str = "", alike: float = _ALIKE) -> list[tuple[int, Line]]:
        """Lines whose words a clause has, each with how many they are.

        Args:
            clause: what stands with a figure.
            section_ref: number of the section that it stands in. Of a line of that standard `alike` is enough, a share
                of its words; of others it must be all.
            alike: that share.
        """
        met: dict[str, int] = {}
        candidates: dict[str, Line] = {}
        for word in self.words_of(self._fold(clause)):
            for line in self._by_word.get(word, ()):
                met[line.item] = met.get(line.item, 0) + 1
                candidates[line.item] = line
        section = tight(section_ref)
        return [
            (met[item], line)
            for item, line in candidates.items()
            if met[item] >= FEWEST
            and met[item] >= (alike if section and section == tight(line.standard_ref) else 1) * len(line.words)
        ]


def bases_of_cases(pack: Pack | None) -> frozenset[str]:
    """Bases whose figures are those of the inspected cases, also where none is told; others are of people asked."""
    terms = pack.quantities.bases if pack else ()
    return frozenset(["", *(term.id for term in terms if term.cases)])


def _lines(rows: Iterable[KeyQuestionRow], pack: Pack | None) -> Iterator[Line]:
    for groups in questions_by_line(rows):
        row = groups.get("all") or next(iter(groups.values()))
        words = _question_words(pack, row.question)
        if len(words) >= FEWEST:
            every = (row, *(one for one in groups.values() if one is not row))
            percents = tuple(one.percent for one in every if one.percent is not None)
            yield Line(row.item, row.standard_ref, percents, words, bool(row.marks), row.question_id)


@lru_cache(maxsize=10_000)
def _question_words(pack: Pack | None, question: str) -> frozenset[str]:
    """Words of a question; the same wordings come back in every report of a framework."""
    return words_of(pack.questions.fold(question), pack.questions.silent) if pack else words_of(question)


def clauses(figures: Iterable[QuantityRow]) -> Iterator[tuple[QuantityRow, str, str]]:
    """Rows of `quantities` in their sentences, each with the words since the figure before it, and up to the next."""
    sentences: dict[str, list[QuantityRow]] = {}
    for _, _, row in placed(figures):
        if 0 < len(row.sentence) <= _LONGEST:
            sentences.setdefault(row.sentence, []).append(row)
    for sentence, rows in sentences.items():
        at = 0
        places = []
        for row in rows:
            found = sentence.find(row.as_printed, at)
            places.append(found)
            at = max(at, found + len(row.as_printed))
        for number, row in enumerate(rows):
            if places[number] < 0:
                continue
            behind = next((place for place in places[number + 1 :] if place > places[number]), len(sentence))
            before = 0 if number == 0 else places[number - 1] + len(rows[number - 1].as_printed)
            yield row, sentence[before : places[number]], sentence[places[number] + len(row.as_printed) : behind]


def words_of(text: str, silent: frozenset[str] = frozenset()) -> frozenset[str]:
    """Words of a text that carry its meaning, without the endings that a sentence changes."""
    telling = (word for word in _WORD.findall(text.casefold()) if word not in _EMPTY and word not in silent)
    return frozenset(map(_stem, telling))


def _stem(word: str) -> str:
    if word.endswith("ied") or word.endswith("ies"):
        return f"{word[:-3]}y"
    for ending in ("ing", "ed", "es", "s", "ly", "e"):
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= 4:
            return _stem(word[: -len(ending)]) if ending == "ly" else word[: -len(ending)]
    return word
