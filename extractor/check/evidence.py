"""Every value against the words that it was read from, every item against its columns, a report against its rows.

A value that does not stand in its own quotation was changed behind the reading, or read from other words than it says:
both cannot be right, so it fails. Words are compared without blanks, case and punctuation, which editions set each in
their own way; numbers as numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import regex

from extractor.check.inspected import WHOLE, Inspected, compared, not_applicable
from extractor.check.places import placed
from extractor.domain.dates import iso_date, iso_dates
from extractor.domain.names import slug, squashed, tight
from extractor.packs import Rule
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

__all__ = ["addressees_before", "items_of_columns", "report_of_rows", "values_in_quotes"]

_NO_DIGIT = regex.compile(r"\D")
_NUMBER = regex.compile(
    r"(?P<sign>[-−–(]?)\s*[£$€]?\s*(?P<digits>\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3})+(?!\d)|\d+)(?P<places>\.\d+)?"
)
_SENTENCE = regex.compile(r"(?<=[.?!])\s+")
_REPEAT = regex.compile(r"-\d+$")
_SCALES = (1.0, 1e3, 1e6, 1e9)  # of a figure: `£22k`, `million`
_NEAR = 1e-6
_ENDS = 12  # letters at both ends of a sentence
_AHEAD = 20_000  # characters before a recommendation in which its addressee is looked for
_LONGEST = 400  # characters of a line that names an addressee


def values_in_quotes(report: Inspected) -> Iterator[Check]:
    """Every value that was printed stands in its quotation, and the quotation where it says.

    Rule: the contract of the dataset, `text[start:end] == quote`, and the value stands in its quote or is `derived`.
    """
    yield from _told(
        report,
        _VALUES,
        lambda row, test: (message for message in (_misquoted(report, row), *test(report, row)) if message),
        "every value stands in the words that it was read from",
    )


def items_of_columns(report: Inspected) -> Iterator[Check]:
    """Every `item` says what its columns say: the part and number, the question and its group, the label.

    Rule: the contract of the dataset, ids are made of what a row is about.
    """
    yield from _told(report, _ITEMS, lambda row, test: test(report, row), "every item says what its columns say")


def report_of_rows(report: Inspected) -> Iterator[Check]:
    """What `reports` says of a report stands in the words quoted for it, and is what its rows say."""
    wrong = [*_cited(report), *_overall(report)]
    for column, expected, observed in wrong:
        yield compared(column, expected, observed, f"`{column}` is not what was read", "fail", False)
    if not wrong:
        yield compared(WHOLE, "agrees", "agrees", "the report's own row agrees with its evidence", "fail", True)


def addressees_before(report: Inspected) -> Iterator[Check]:
    """A recommendation names for its addressee the service that the nearest introducing line before it names.

    Rule: reports print `X should:` above the recommendations to X.
    """
    rules = report.pack["recommendations.addressee"] if report.pack else ()
    rows = placed(row for row in report.rows["recommendations"] if row.addressee)
    if not rules or not rows:
        yield not_applicable("no recommendation has an addressee")
        return
    wrong = 0
    for start, end, row in rows:
        named = _nearest(report.text, start, end, row.addressee, rules)
        if named is not None and squashed(named) != squashed(row.addressee):
            wrong += 1
            yield compared(row.item, named, row.addressee, "the nearest line before it names another", "fail", False)
    if not wrong:
        yield compared(WHOLE, len(rows), len(rows), "addressees are those of the lines above", "fail", True)


Test = Callable[[Inspected, Any], Iterable[str]]


def _told(
    report: Inspected,
    tests: dict[str, Test],
    faults: Callable[[Any, Test], Iterable[str]],
    holds: str,
) -> Iterator[Check]:
    """A row for every fault of the rows of some tables, or one that all is well."""
    looked = wrong = 0
    for table, test in tests.items():
        for row in report.rows[table]:
            looked += 1
            for message in faults(row, test):
                wrong += 1
                verdict, by = ("warn", " (a person corrected it)") if row.corrected else ("fail", "")
                yield compared(row.item, _short(row.quote), "another value", f"{table}: {message}{by}", verdict, False)
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
    if printed and printed not in squashed(row.quote):
        yield f"`as_printed` {row.as_printed!r} is not in the quotation"
    if row.derived or not squashed(row.quote):
        return  # told by the colour of an icon, or computed
    if row.rating and not any(_stands(words, row.quote) for words in report.prints_of(row.rating)):
        yield f"rating {row.rating!r} is not in the quotation"
    if row.percent is not None and not _has_number(row.quote, row.percent):
        yield f"percent {row.percent:g} is not in the quotation"


def _question(report: Inspected, row: KeyQuestionRow) -> Iterator[str]:
    if row.percent is not None and not _has_number(row.quote[-30:], row.percent, last=True):
        yield f"percent {row.percent:g} is not what the quotation ends with"
    if row.question and not _stands(row.question, row.quote):
        yield f"question {_short(row.question)!r} is not in the quotation"
    if row.marks and row.marks.replace(" ", "") not in row.quote.replace(" ", ""):
        yield f"marks {row.marks!r} are not in the quotation"


def _text(report: Inspected, row: RecommendationRow | FindingRow | ExampleRow) -> Iterator[str]:
    quote = squashed(row.quote)
    if squashed(row.text) in quote:
        return
    for sentence in _SENTENCE.split(row.text):
        words = squashed(sentence)
        interrupted = words[:_ENDS] in quote and words[-_ENDS:] in quote  # by a footnote
        if words not in quote and not interrupted:
            yield f"text {_short(sentence)!r} is not in the quotation"
            return


def _progress(report: Inspected, row: ProgressRow) -> Iterator[str]:
    folded = squashed(row.quote)
    label = report.pack.progress.label_of(row.category) if report.pack and report.pack.progress else None
    for column, prints in (
        ("prior_programme", [row.prior_programme]),
        ("text", [row.text]),
        ("category", label.prints if label else [row.category]),
    ):
        if (value := getattr(row, column)) and not any(squashed(words) in folded for words in prints):
            yield f"`{column}` {_short(value)!r} is not in the quotation"
    if any(squashed(line) not in folded for line in row.findings.split("\n")):
        yield "a line of `findings` is not in the quotation"
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
    if not _stands(row.as_printed, row.quote):
        yield f"`as_printed` {row.as_printed!r} is not in the quotation"
    if row.value is not None and not row.derived and not _has_number(row.as_printed, row.value):
        yield f"value {row.value:g} is not what is printed, {row.as_printed!r}"


def _quantity(report: Inspected, row: QuantityRow) -> Iterator[str]:
    if not _stands(row.as_printed, row.quote):
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
    if any(not _stands(line, row.quote) for line in row.as_printed.split("\n")):
        yield f"`as_printed` {_short(row.as_printed)!r} is not in the quotation"


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


def _rating_item(report: Inspected, row: RatingRow) -> Iterator[str]:
    about = tight(row.ref) or row.standard_id or row.level
    if _REPEAT.sub("", row.item).rpartition("/")[2] not in (about, _REPEAT.sub("", about)):
        yield f"the item does not name {about!r}"
    if row.part and row.part not in row.item.split("/"):
        yield f"the item does not name the part {row.part!r}"
    judged = report.pack.standards if report.pack else ()
    level = next((standard.level for standard in judged if standard.id == row.standard_id), row.level)
    if level != row.level or (row.level == "overall" and row.ref):
        yield f"`level` is {row.level}, and the framework says {level if level != row.level else 'another'}"
    if report.about.report_type == "summary" and row.start is not None and report.text:
        line = report.text.rfind("\n", 0, row.start) + 1
        if squashed(row.provider) not in squashed(report.text[line : row.end]):
            yield f"the row of the table does not name {row.provider!r}"


def _question_item(report: Inspected, row: KeyQuestionRow) -> Iterator[str]:
    ref, _, rest = row.item.partition("/")
    if ref != (tight(row.standard_ref) or "none"):
        yield f"the item does not name the standard {row.standard_ref!r}"
    question, _, group = _REPEAT.sub("", rest).rpartition("/")
    if row.question_id and question != row.question_id:
        yield f"the item does not name the question {row.question_id!r}"
    if row.group and group != row.group:
        yield f"the item does not name the group {row.group!r}"


def _recommendation_item(report: Inspected, row: RecommendationRow) -> Iterator[str]:
    if row.part and not row.item.startswith(f"{row.part}/"):
        yield f"the item does not name the part {row.part!r}"
    if row.number and tight(row.number) != _REPEAT.sub("", row.item.rpartition("/")[2]):
        yield f"the item does not name the number {row.number!r}"


def _progress_item(report: Inspected, row: ProgressRow) -> Iterator[str]:
    if row.item != f"{row.number}":
        yield f"the item does not name the number {row.number}"


def _statistic_item(report: Inspected, row: StatisticRow) -> Iterator[str]:
    for column in ("label", "group"):
        if (words := slug(getattr(row, column), 30)) and words not in row.item:
            yield f"the item does not name the {column} {_short(getattr(row, column))!r}"


def _list_item(report: Inspected, row: FindingRow | ExampleRow) -> Iterator[str]:
    if row.kind and row.kind not in row.item.split("/"):
        yield f"the item does not name the kind {row.kind!r}"


_ITEMS: dict[str, Test] = {
    "ratings": _rating_item,
    "key_questions": _question_item,
    "recommendations": _recommendation_item,
    "progress": _progress_item,
    "statistics": _statistic_item,
    "findings": _list_item,
    "examples": _list_item,
}


def _cited(report: Inspected) -> Iterator[tuple[str, str, str]]:
    """Columns of a report's own row that are not what is quoted for them, each with the quotation and the value."""
    about = report.about
    try:
        cited = {column: str(place["quote"]) for column, place in json.loads(about.evidence_of or "{}").items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        yield "evidence_of", "JSON", "something else"
        return
    for column, quote in cited.items():
        value = getattr(about, column, None)
        if value is None or value == "":
            continue
        if isinstance(value, int | float):
            numbers = [number for number, _ in _numbers(quote)]
            holds = any(abs(value - number) < _NEAR for number in [*numbers, sum(numbers)])
        elif regex.fullmatch(r"\d{4}(-\d\d){0,2}", value):
            holds = value in iso_dates(quote) or value.startswith(iso_date(quote) or "-")
        else:
            prints = report.prints_of(value) if column == "overall_rating" else (value,)
            holds = any(_stands(words, quote) for words in prints) or not squashed(quote)
        if not holds:
            yield column, quote, str(value)


def _overall(report: Inspected) -> Iterator[tuple[str, str, str]]:
    """What the row of a report and the rows of its ratings say otherwise."""
    about = report.about
    if about.report_type == "summary":
        return
    overall = next((row for row in report.rows["ratings"] if row.level == "overall" and row.part == "main"), None)
    if overall is not None and overall.rating and about.overall_rating != overall.rating:
        yield "overall_rating", overall.rating, about.overall_rating
    for column in ("score", "score_max") if overall is not None else ():
        printed, said = getattr(overall, column), getattr(about, f"overall_{column}")
        if printed is not None and said != printed:
            yield f"overall_{column}", f"{printed:g}", "" if said is None else f"{said:g}"
    if report.pack is not None and about.provider:
        kinds = report.pack.provider_types
        kind = next((kind for name, kind in kinds if name.search(about.provider)), "")
        if kind and kind != about.provider_type:
            yield "provider_type", kind, about.provider_type
    strangers = {row.provider for row in report.rows["ratings"] if row.provider} - {about.provider}
    for provider in sorted(strangers) if about.provider else ():
        yield "provider", about.provider, provider


def _nearest(text: str, start: int, end: int, addressee: str, rules: Iterable[Rule]) -> str | None:
    """The addressee that the nearest introducing line before a recommendation names; None where there is none.

    One that stands in the line or row of the recommendation itself, or alone in a line of its own, comes first.
    """
    own = text[text.rfind("\n", 0, start) + 1 : end].partition("\n")[0]
    words = squashed(addressee)
    if words in squashed(text[end:].partition("\n")[0] + own):
        return addressee
    for line in reversed(text[max(0, start - _AHEAD) : start].split("\n")):
        if squashed(line) == words:
            return addressee
        if len(line) < _LONGEST:
            for rule in rules:
                if match := rule.search(line.strip()):
                    return " ".join(match["addressee"].split())
    return None


def _stands(words: str, quote: str) -> bool:
    """Whether words stand in a quotation, however they are spaced and marked."""
    return words in quote or squashed(words) in squashed(quote)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _numbers(text: str) -> Iterator[tuple[float, bool]]:
    """Numbers in a text, each with whether a sign or bracket before it can make it negative."""
    for match in _NUMBER.finditer(text):
        digits = _NO_DIGIT.sub("", match["digits"]) + (match["places"] or "")
        yield float(digits), bool(match["sign"])


def _has_number(text: str, value: float, last: bool = False) -> bool:
    """Whether a value is among the numbers of a text, or the last of them."""
    found = list(_numbers(text))
    for number, signed in found[-1:] if last else found:
        for scale in _SCALES:
            if abs(number * scale - abs(value)) <= _NEAR * max(1.0, abs(value)) and (value >= 0 or signed):
                return True
    return False


def _in_words(text: str) -> bool:
    """Whether a text has letters before or between its figures, which can be numbers in words."""
    return bool(regex.search(r"\p{L}", text))
