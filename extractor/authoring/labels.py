"""Words of sample reports that may be labels of a scale: alone, with a number, or a number that a key explains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex
from rapidfuzz import fuzz

from extractor.document import Report

_MOST_WORDS = 6  # of what can be a label of a scale
_FEWEST_EXPLAINED = 3  # numbers of a key
_ALIKE = 95  # likeness of two prints of one label, of 100
_HIGHEST = 10  # number of a grade
_WORDS = r"(?P<label>\p{Lu}[\p{L}’' -]{2,40}?)"
_LABEL = regex.compile(_WORDS)
_LEAD = r"(?i:(?:grade|level|score|rating)\s*:?\s*)?"
_GRADED = (
    regex.compile(rf"{_LEAD}(?P<number>\d{{1,2}})\s*[-–—:=]\s*{_WORDS}"),
    regex.compile(rf"{_WORDS}\s*(?:[(\[](?P<number>\d{{1,2}})[)\]]|[-–—:=]\s*(?P<number>\d{{1,2}}))"),
)
_BARE = regex.compile(rf"{_LEAD}(?P<number>\d{{1,2}})")
_BEFORE_MEANING = regex.compile(r"\s*(?:\t|:|\s[–—-]\s)\s*")  # between a label and what it means
_EXPLAINED = (
    regex.compile(
        r"(?<![\d.])(?P<number>\d{1,2})\s*[\t=–—:-]\s*(?P<label>\p{L}[\p{L} ]{2,40}?)(?=\s*(?:[,;.|)\t\n]|$))"
    ),
    regex.compile(
        r"(?P<label>\p{L}[\p{L} ]{2,40}?)\s*(?:\(|[\t=–—:-]\s*)(?P<number>\d{1,2})\)?(?=\s*(?:[,;.|\t\n]|$))"
    ),
)


@dataclass(frozen=True, slots=True)
class Grade:
    """A label as it is printed: `4 - Good` is the label `Good` with the number 4; without a number it is -1."""

    label: str
    number: int
    printed: str


def grade_of(words: str, key: Mapping[int, str]) -> Grade | None:
    """What words may say as a label; a number alone is one only where it stands with a word as `grade`, or in a key.

    Args:
        words: a line or cell.
        key: labels by the numbers that reports explain.
    """
    if len(words.split()) > _MOST_WORDS:
        return None
    if _LABEL.fullmatch(words):
        number = next((number for number, label in key.items() if label.casefold() == words.casefold()), -1)
        return Grade(words, number, words)
    for expression in _GRADED:
        if (match := expression.fullmatch(words)) and int(match["number"]) <= _HIGHEST:
            printed = words[min(match.start("number"), match.start("label")) :]
            return Grade(match["label"], int(match["number"]), printed)
    match = _BARE.fullmatch(words)
    if match and int(match["number"]) <= _HIGHEST and (match["number"] != words or int(words) in key):
        number = int(match["number"])
        return Grade(key.get(number, match["number"]), number, match["number"])
    return None


def key_of(reports: Sequence[Report]) -> dict[int, str]:
    """Labels by the numbers that most samples explain in one place, `3 = good, 2 = fair` or `Good (3), Fair (2)`."""
    counted: Counter[tuple[tuple[int, str], ...]] = Counter()
    for report in reports:
        keys = (_key(report.body(block)) for block in report.blocks)
        counted.update({tuple(key.items()) for key in keys if len(key) >= _FEWEST_EXPLAINED})
    return dict(counted.most_common(1)[0][0]) if counted else {}


def explained_order(reports: Sequence[Report], labels: Sequence[str]) -> list[str]:
    """Labels in the order in which most samples explain or list all of them; empty where none does."""
    known = {label.casefold(): label for label in labels}
    prints = "|".join(map(regex.escape, sorted(known, key=len, reverse=True)))
    named = regex.compile(rf"\b(?:{prints})\b", regex.I)
    orders: Counter[tuple[str, ...]] = Counter()
    for report in reports:
        lines = (line for block in report.blocks for line in report.words(block).split("\n"))
        firsts = [_BEFORE_MEANING.split(line.lstrip("•-– "), maxsplit=1) for line in lines]
        told = [known[first[0].casefold()] for first in firsts if len(first) > 1 and first[0].casefold() in known]
        runs = (tuple(told[at : at + len(known)]) for at in range(len(told)))
        listed = (tuple(known[words.casefold()] for words in named.findall(report.body(b))) for b in report.blocks)
        orders.update({run for run in (*runs, *listed) if len(set(run)) == len(run) == len(known)})
    order, count = next(iter(orders.most_common(1)), ((), 0))
    return list(order) if len(known) > 2 and (len(orders) == 1 or 2 * count >= len(reports)) else []


def _key(words: str) -> dict[int, str]:
    """The labels that a paragraph or table explains, none twice, by numbers that run on, the highest first."""
    best: dict[int, str] = {}
    for expression in _EXPLAINED:
        told = {int(match["number"]): match["label"].strip().capitalize() for match in expression.finditer(words)}
        runs_on = bool(told) and max(told) <= _HIGHEST and max(told) - min(told) == len(told) - 1
        if runs_on and len(set(told.values())) == len(told) > len(best):
            best = dict(sorted(told.items(), reverse=True))
    return best


def without_label(words: str, labels: Collection[str]) -> str:
    """Words without the label that stands behind them, as in `Safety: good` or `Safety 4 - Good`."""
    title, parted, label = words.rpartition(": ")
    known = {label.casefold() for label in labels}
    if title and parted and label.casefold() in known:
        return title
    ends = (print_ for print_ in sorted(known, key=len, reverse=True) if words.casefold().endswith(f" {print_}"))
    graded = next((print_ for print_ in ends if print_[0].isdigit() or print_[-1] in ")]"), "")
    return words[: len(words) - len(graded)].rstrip(" :–—-") if graded else words


def codes_of(reports: Sequence[Report], labels: Sequence[str]) -> dict[str, str]:
    """The capitals that a key explains as a label, `RA = requires action`, or that stand behind it in brackets."""
    found: dict[str, str] = {}
    for label in labels:
        code, words = r"(?P<code>\p{Lu}{1,4})", regex.escape(label)
        key = regex.compile(rf"\b{code}\s*[=:–-]\s*(?i:{words})\b|\b{words}\s*\({code}\)")
        told = Counter(match["code"] for report in reports for match in key.finditer(report.text))
        if told:
            found[label] = told.most_common(1)[0][0]
    return found


def in_order(grades: Sequence[Grade], known: Sequence[Sequence[str]]) -> list[Grade]:
    """Grades, best first as far as can be told: by their numbers, or as a scale that ships has two or more of them.

    Args:
        grades: one of each label, in the order in which they were met.
        known: labels of scales that ship, best first.
    """
    shared = [[label.casefold() for label in scale] for scale in known]
    best = max(shared, key=lambda scale: sum(grade.label.casefold() in scale for grade in grades), default=[])
    places = {grade.label: _place(grade.label.casefold(), best) for grade in grades}
    if not all(grade.number >= 0 for grade in grades):
        return sorted(grades, key=lambda grade: places[grade.label])
    falling = sorted(grades, key=lambda grade: -grade.number)
    met = [places[grade.label] for grade in falling if places[grade.label] < len(best)]
    return falling[::-1] if len(met) > 1 and met == sorted(met, reverse=True) else falling


def _place(label: str, scale: Sequence[str]) -> float:
    """Where a label stands in a scale, or one that begins as it does; behind all where there is none."""
    return next((at for at, known in enumerate(scale) if known == label or label.startswith(f"{known} ")), len(scale))


def alike(labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Labels that hardly differ from one before them, each with that one: `Satisfactorly` with `Satisfactory`."""
    for at, label in enumerate(labels):
        near = (other for other in labels[:at] if fuzz.ratio(label.casefold(), other.casefold()) >= _ALIKE)
        if (other := next(near, None)) is not None:
            yield label, other


def as_others(grade: Grade, others: Sequence[Grade]) -> Grade:
    """A label that no sample prints, printed as others are that have a number: `1 - Weak` like `4 - Good`."""
    like = next((other for other in others if other.number >= 0 and other.printed != other.label), None)
    if like is None:
        return Grade(grade.label, grade.number, grade.label)
    printed = like.printed.replace(str(like.number), str(grade.number)).replace(like.label, grade.label)
    return Grade(grade.label, grade.number, printed)


def drawn_out(grades: Sequence[Grade]) -> Iterator[int]:
    """Numbers between the least and the highest of some grades that none of them has."""
    numbers = {grade.number for grade in grades if grade.number >= 0}
    yield from (number for number in range(min(numbers, default=0), max(numbers, default=-1)) if number not in numbers)
