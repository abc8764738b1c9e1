"""Every value against the words that it was read from.

A value that does not stand in its own quotation was changed behind the reading, or read from other words than it says:
both cannot be right, so it fails. Words are compared without blanks, case and punctuation, which editions set each in
their own way; numbers as numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import regex

from extractor.check.inside.inspected import WHOLE, Inspected, compared, not_applicable
from extractor.domain.dates import iso_date
from extractor.domain.names import squashed
from extractor.load import shapes
from extractor.packs.model import Label
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import (
        AttributeRow,
        ExampleRow,
        FindingRow,
        KeyQuestionRow,
        ProgressRow,
        QuantityRow,
        Quoted,
        RatingRow,
        RecommendationRow,
        StatisticRow,
    )

__all__ = ["NEAR", "Test", "faults_told", "numbers_in", "short", "stands", "values_in_quotes"]

_NO_DIGIT = regex.compile(r"\D")
_NUMBER = regex.compile(
    r"(?P<sign>[-−–(]?)\s*[£$€]?\s*(?P<digits>\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3})+(?!\d)|\d+)(?P<places>\.\d+)?"
)
_SENTENCE = regex.compile(r"(?<=[.?!])\s+")
_SCALES = (1.0, 1e3, 1e6, 1e9)  # of a figure: `£22k`, `million`
NEAR = 1e-6
_ASIDE = regex.compile(r"\s*\([^()]*\)$")  # behind a heading
_ENDS = 12  # letters at both ends of a sentence


def values_in_quotes(report: Inspected) -> Iterator[Check]:
    """Every value that was printed stands in its quotation, and the quotation where it says.

    Rule: the contract of the dataset, `text[start:end] == quote`, and the value stands in its quote or is `derived`.
    """
    yield from faults_told(
        report,
        _VALUES,
        lambda row, test: (message for message in (_misquoted(report, row), *test(report, row)) if message),
        "every value stands in the words that it was read from",
    )


Test = Callable[[Inspected, Any], Iterable[str]]


def faults_told(
    report: Inspected,
    tests: dict[str, Test],
    faults: Callable[[Any, Test], Iterable[str]],
    holds: str,
) -> Iterator[Check]:
    """A row for every fault of the rows of some tables, or one that all is well.

    Args:
        report: what is looked at.
        tests: what gives the faults of a row, by table.
        faults: what is told of a row by its test.
        holds: what is said where all is well.
    """
    looked = wrong = 0
    for table, test in tests.items():
        for row in report.rows[table]:
            looked += 1
            for message in faults(row, test):
                wrong += 1
                verdict, by = ("warn", " (a person corrected it)") if row.corrected else ("fail", "")
                yield compared(row.item, short(row.quote), "another value", f"{table}: {message}{by}", verdict, False)
    if not looked:
        yield not_applicable("no rows were read")
    elif not wrong:
        yield compared(WHOLE, looked, looked, holds, "fail", True)


def _misquoted(report: Inspected, row: Quoted) -> str:
    """A fault where the text has other words at the place than the quotation."""
    if row.start is None or row.end is None or not report.text:
        return ""
    return "" if report.text[row.start : row.end] == row.quote else "the text has other words there than are quoted"


def _rating(report: Inspected, row: RatingRow) -> Iterator[str]:
    printed = squashed(row.as_printed)
    told = row.derived and any(stands(words, row.as_printed) for words in report.prints_of(row.rating))
    if printed and printed not in squashed(row.quote) and not told:  # the label may head a column of what got it
        yield f"`as_printed` {row.as_printed!r} is not in the quotation"
    if row.derived or not squashed(row.quote):
        return  # told by the colour of an icon, or computed
    if row.rating and not any(stands(words, row.quote) for words in report.prints_of(row.rating)):
        yield f"rating {row.rating!r} is not in the quotation"
    if row.percent is not None and not _has_number(row.quote, row.percent):
        yield f"percent {row.percent:g} is not in the quotation"


def _question(report: Inspected, row: KeyQuestionRow) -> Iterator[str]:
    if row.percent is not None and not _has_number(row.quote[-30:], row.percent, last=True):
        yield f"percent {row.percent:g} is not what the quotation ends with"
    if row.question and not stands(row.question, row.quote):
        yield f"question {short(row.question)!r} is not in the quotation"
    if row.marks and row.marks.replace(" ", "") not in row.quote.replace(" ", ""):
        yield f"marks {row.marks!r} are not in the quotation"


def _text(report: Inspected, row: RecommendationRow | FindingRow | ExampleRow) -> Iterator[str]:
    if stands(row.text, row.quote):
        return
    quote = squashed(row.quote)
    for sentence in _SENTENCE.split(row.text):
        words = squashed(sentence)
        interrupted = words[:_ENDS] in quote and words[-_ENDS:] in quote  # by a footnote
        if not interrupted and not stands(sentence, row.quote):
            yield f"text {short(sentence)!r} is not in the quotation"
            return


def _verdict_above(report: Inspected, start: int | None) -> Label | None:
    """The last verdict above a place that has a line of its own, as it has where it heads what it is given for."""
    scale = report.pack.progress if report.pack else None
    lines = reversed(report.text[: start or 0].split("\n")) if scale else ()
    labels = (scale.label_of(_ASIDE.sub("", line.strip("#*_ "))) for line in lines if scale and line)
    return next((label for label in labels if label), None)


def _progress(report: Inspected, row: ProgressRow) -> Iterator[str]:
    folded = squashed(row.quote)
    label = report.pack.progress.label_of(row.category) if report.pack and report.pack.progress else None
    for column, prints in (
        ("prior_programme", [row.prior_programme]),
        ("category", label.prints if label else [row.category]),
        ("as_printed", [row.as_printed]),
    ):
        if column in ("category", "as_printed") and label and _verdict_above(report, row.start) == label:
            continue
        if (value := getattr(row, column)) and not any(squashed(words) in folded for words in prints):
            yield f"`{column}` {short(value)!r} is not in the quotation"
    for column in ("text", "findings"):
        if not all(stands(line, row.quote) for line in getattr(row, column).split("\n")):
            yield f"a line of `{column}` is not in the quotation"
    pack = report.pack
    begun = pack.match("progress.start", row.quote) if pack else None
    named = begun[1].groupdict() if begun is not None else {}
    if "date" in named and (date := iso_date(named["date"])) != row.prior_date:
        yield f"`prior_date` is {row.prior_date or 'empty'}, and the quotation says {date}"
    if "programme" in named and squashed(programme := named["programme"] or "") != squashed(row.prior_programme):
        yield f"`prior_programme` is {row.prior_programme or 'empty'}, and the quotation says {programme}"
    found = [m for rule in (pack["progress.improvement"] if pack else ()) for m in rule.finditer(row.quote)]
    answers = {match["answer"].lower() == "yes" for match in found}
    if row.improvement_required is not None and answers and row.improvement_required not in answers:
        yield "`improvement_required` is not what the quotation says"


def _statistic(report: Inspected, row: StatisticRow) -> Iterator[str]:
    if not stands(row.as_printed, row.quote):
        yield f"`as_printed` {row.as_printed!r} is not in the quotation"
    if row.value is not None and not row.derived and not _has_number(row.as_printed, row.value):
        yield f"value {row.value:g} is not what is printed, {row.as_printed!r}"


def _quantity(report: Inspected, row: QuantityRow) -> Iterator[str]:
    if not stands(row.as_printed, row.quote):
        yield f"`as_printed` {row.as_printed!r} is not in the quotation"
    if not any(letter.isdigit() for letter in row.quote):
        return  # a number in words
    parts = [row.numerator, row.denominator] if row.numerator is not None else [row.value]
    for value in parts:
        if value is not None and not _has_number(row.quote, value) and not _in_words(row.quote):
            yield f"{value:g} is not in the quotation"
    if row.kind == "fraction" and row.value is not None and row.numerator is not None and row.denominator:
        share = 100 * row.numerator / row.denominator
        if abs(share - row.value) > 0.5:
            yield f"value {row.value:g} is not {row.numerator:g} out of {row.denominator:g}"


def _attribute(report: Inspected, row: AttributeRow) -> Iterator[str]:
    if any(not stands(line, row.quote) for line in row.as_printed.split("\n")):
        yield f"`as_printed` {short(row.as_printed)!r} is not in the quotation"


_VALUES: dict[str, Test] = {
    "ratings": _rating,
    "key_questions": _question,
    "recommendations": _text,
    "progress": _progress,
    "findings": _text,
    "examples": _text,
    "statistics": _statistic,
    "quantities": _quantity,
    "attributes": _attribute,
}


def stands(words: str, quote: str) -> bool:
    """Whether words stand in a quotation, however they are spaced and marked, also without the marks of its items."""
    if words in quote or (folded := squashed(words)) in squashed(quote):
        return True
    lines = quote.split("\n")
    opened = [(line.lstrip(), shapes.item(line.lstrip())) for line in lines]
    return any(item for _, item in opened) and folded in squashed(
        "\n".join(line[item.start if item else 0 :] for line, item in opened)
    )


def short(text: str) -> str:
    """The beginning of a text, as long as a message can have it."""
    return text if len(text) <= 60 else f"{text[:59]}…"


def numbers_in(text: str) -> Iterator[tuple[float, bool]]:
    """Numbers in a text, each with whether a sign or bracket before it can make it negative."""
    for match in _NUMBER.finditer(text):
        digits = _NO_DIGIT.sub("", match["digits"]) + (match["places"] or "")
        yield float(digits), bool(match["sign"])


def _has_number(text: str, value: float, last: bool = False) -> bool:
    """Whether a value is among the numbers of a text, or the last of them."""
    found = list(numbers_in(text))
    for number, signed in found[-1:] if last else found:
        for scale in _SCALES:
            if abs(number * scale - abs(value)) <= NEAR * max(1.0, abs(value)) and (value >= 0 or signed):
                return True
    return False


def _in_words(text: str) -> bool:
    """Whether a text has letters before or between its figures, which can be numbers in words."""
    return bool(regex.search(r"\p{L}", text))
