"""Figures in prose against the tables that they restate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor.check.groups import questions_by_line
from extractor.check.inspected import Inspected, compared
from extractor.find.names import tight
from extractor.packs import Pack
from extractor.records import Check

__all__ = ["possible_percentages", "restated_figures"]

# Bases whose figures are those of the inspected cases; others are of people asked, and restate no key question.
_OF_CASES = ("", "case inspection")
# Share of a question's words that must stand with a figure in the section of its standard, and how many they must be,
# to take it for a restatement. Elsewhere it must be all of them.
_ALIKE, _FEWEST = 0.85, 4
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_EMPTY = frozenset(
    _WORD.findall(
        "a an and any are as at be been being by case cases cent did do does focus focused for from given has have if "
        "in into is it its made no not of on only or our per percent sufficient sufficiently that the their them there "
        "these they this those to upon was we were when where whether which who with"
    )
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|without|lack\w*|fail\w*|insufficient\w*|inadequate\w*|absen\w+)\b|n['’]t\b", re.I
)
# A printed figure that stands for itself: no "less than", "almost", "at least" belongs to it.
_PLAIN = re.compile(r"^\W*[\w-]+(?:\.\d+)?\s?(?:%|per ?cent)", re.I)
_LONGEST = 1000
_HALF = 0.5
# Of so many and more, every percentage without places behind the point is one that they can give.
_MOST = 1000


@dataclass(frozen=True)
class _Line:
    """A line of a table of key questions: percentages with that of all cases first, words, whether marks limit it."""

    item: str
    standard_ref: str
    percents: tuple[float, ...]
    words: frozenset[str]
    marked: bool


def restated_figures(report: Inspected) -> Iterator[Check]:
    """A percentage of cases that the prose tells in the words of a question is one of that question's percentages.

    Rule: the prose of a section restates its table and the data annex. A statement that something was not done gives
    what is missing to 100; of a question marked `*` or `**` the two may be less than 100 together, and not more. What a
    sentence restates is told by its words alone, so a figure that differs warns; one whose words are those of no
    question gives no row.
    """
    figures = list(_figures(report))
    if not figures:
        return
    lines = _lines(report)
    by_word: dict[str, list[_Line]] = {}
    for line in lines:
        for word in line.words:
            by_word.setdefault(word, []).append(line)
    fold = report.pack.questions.fold if report.pack else str.casefold
    for figure, clause in figures:
        words, section = _words(fold(clause)), tight(figure.section_ref)
        met: dict[str, int] = {}
        candidates: dict[str, _Line] = {}
        for word in words:
            for line in by_word.get(word, ()):
                met[line.item] = met.get(line.item, 0) + 1
                candidates[line.item] = line
        alike = [
            line
            for item, line in candidates.items()
            if met[item] >= _FEWEST
            and met[item] >= (_ALIKE if section == tight(line.standard_ref) else 1) * len(line.words)
        ]
        if alike:
            alike.sort(key=lambda line: (-met[line.item], _distance(line, figure.value)))
            yield _verdict(figure, clause, alike)


def possible_percentages(report: Inspected) -> Iterator[Check]:
    """A percentage of so many people or cases is one that so many can give.

    Rule: arithmetic, "57 per cent of the 26 respondents" is no whole number of 26. Both are printed, but a printed
    figure may be cut and not rounded, or leave out who gave no answer, so what cannot be warns.
    """
    for row in report.rows["quantities"]:
        of, value = row.denominator, row.value
        if row.kind != "percent" or row.numerator is not None or not _PLAIN.match(row.as_printed):
            continue
        if of is None or not 0 < of < _MOST or not float(of).is_integer() or value is None or not 0 <= value <= 100:
            continue
        count = round(value * of / 100)
        places = len(f"{value:g}".partition(".")[2])
        reached = min((100 * n / of for n in (count - 1, count, count + 1)), key=lambda one: abs(one - value))
        holds = abs(reached - value) <= _HALF * 10**-places + 1e-9
        message = f"nearest is {count} of {of:g}, {reached:.1f} per cent"
        yield compared(row.item, reached, value, message, "warn", holds)


def _verdict(figure: Any, clause: str, alike: Sequence[_Line]) -> Check:
    """What a figure is to the lines whose words it stands with, the likeliest of them first."""
    line = alike[0]
    value, negative = figure.value, bool(_NEGATIVE.search(clause))
    told = ", ".join(f"{percent:g}" for percent in dict.fromkeys(line.percents))
    message = f"{figure.as_printed!r} and {line.item}"
    percents = [percent for one in alike for percent in one.percents]
    if any(abs(value - percent) <= _HALF for percent in percents):
        return compared(figure.item, told, value, message, "warn", True)
    if not negative:
        return compared(figure.item, told, value, message, "warn", False)
    if any(abs(100 - percent - value) <= _HALF for percent in percents):
        return compared(figure.item, f"100 - {told}", value, message, "warn", True)
    if line.marked:
        most = 100 - line.percents[0]
        return compared(figure.item, f"at most {most:g}", value, f"{message}, which is marked", "warn", value <= most)
    return compared(figure.item, f"100 - {told}", value, f"{message}, in the negative", "warn", False)


def _distance(line: _Line, value: float) -> float:
    return min(min(abs(percent - value), abs(100 - percent - value)) for percent in line.percents)


def _lines(report: Inspected) -> list[_Line]:
    lines = []
    for groups in questions_by_line(report):
        row = groups.get("all") or next(iter(groups.values()))
        words = _question_words(report.pack, row.question)
        if len(words) >= _FEWEST:
            percents = (row.percent, *(one.percent for one in groups.values() if one is not row))
            lines.append(_Line(row.item, row.standard_ref, percents, words, bool(row.marks)))
    return lines


@lru_cache(maxsize=10_000)
def _question_words(pack: Pack | None, question: str) -> frozenset[str]:
    """Words of a question; the same wordings come back in every report of a framework."""
    return _words(pack.questions.fold(question) if pack else question)


def _figures(report: Inspected) -> Iterator[tuple[Any, str]]:
    """Percentages of cases that stand for themselves, each with the words of its sentence up to the next figure."""
    sentences: dict[str, list[Any]] = {}
    for row in report.rows["quantities"]:
        if row.start is not None and row.end is not None and row.sentence:
            sentences.setdefault(row.sentence, []).append(row)
    for sentence, rows in sentences.items():
        if len(sentence) > _LONGEST:
            continue
        rows.sort(key=lambda row: row.start)
        at = 0
        places = []
        for row in rows:
            found = sentence.find(row.as_printed, at)
            places.append(found)
            at = max(at, found + len(row.as_printed))
        for number, row in enumerate(rows):
            if row.kind != "percent" or row.value is None or row.basis not in _OF_CASES or places[number] < 0:
                continue
            if not _PLAIN.match(row.as_printed) or row.section_ref[:2].isalpha():
                continue  # an annex tells of the inspection before
            behind = next((place for place in places[number + 1 :] if place > places[number]), len(sentence))
            before = 0 if number == 0 else places[number - 1] + len(rows[number - 1].as_printed)
            after = sentence[places[number] + len(row.as_printed) : behind]
            yield row, after if len(_words(after)) >= _FEWEST else sentence[before:behind]


def _words(text: str) -> frozenset[str]:
    """Words of a text that carry its meaning, without the endings that a sentence changes."""
    return frozenset(_stem(word) for word in _WORD.findall(text.casefold()) if word not in _EMPTY)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "ly", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
