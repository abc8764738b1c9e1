"""The row of a report itself: against what is quoted for it, and against the rows of its ratings."""

from __future__ import annotations

import json
from collections.abc import Iterator

import regex

from extractor.check.evidence import NEAR, numbers_in, stands
from extractor.check.inspected import WHOLE, Inspected, compared
from extractor.domain.dates import iso_date, iso_dates
from extractor.domain.names import squashed
from extractor.records import Check

__all__ = ["report_of_rows"]


def report_of_rows(report: Inspected) -> Iterator[Check]:
    """What `reports` says of a report stands in the words quoted for it, and is what its rows say."""
    wrong = [*_cited(report), *_overall(report)]
    for column, expected, observed in wrong:
        yield compared(column, expected, observed, f"`{column}` is not what was read", "fail", False)
    if not wrong:
        yield compared(WHOLE, "agrees", "agrees", "the report's own row agrees with its evidence", "fail", True)


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
            numbers = [number for number, _ in numbers_in(quote)]
            holds = any(abs(value - number) < NEAR for number in [*numbers, sum(numbers)])
        elif regex.fullmatch(r"\d{4}(-\d\d){0,2}", value):
            holds = value in iso_dates(quote) or value.startswith(iso_date(quote) or "-")
        else:
            prints = report.prints_of(value) if column == "overall_rating" else (value,)
            holds = any(stands(words, quote) for words in prints) or not squashed(quote)
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
