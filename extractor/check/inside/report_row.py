"""The row of a report itself: against what is quoted for it, and against the rows of its ratings."""

from __future__ import annotations

import json
from collections.abc import Iterator

import regex

from extractor.check.inside.evidence import NEAR, numbers_in, stands
from extractor.check.inside.inspected import WHOLE, Inspected, compared
from extractor.domain.dates import earliest, iso_date, iso_dates, latest
from extractor.domain.names import squashed
from extractor.records import Check

__all__ = ["report_of_rows"]

_WHOLE_QUOTE = ("title", "isbn", "lead_inspector", "chief_inspector", "region", "licence", "url", "landing_page")
_MAY_BE_EMPTY = ("provider_type",)
_READ = ("ratings", "key_questions", "recommendations", "progress", "findings", "examples", "tables")


def report_of_rows(report: Inspected) -> Iterator[Check]:
    """What `reports` says of a report stands in the words quoted for it, and is what its rows say."""
    wrong = [*_cited(report), *_overall(report), *_days(report), *_framework(report), *_pages(report)]
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
            if squashed(quote) and column not in _MAY_BE_EMPTY:
                yield column, quote, ""
            continue
        if isinstance(value, int | float):
            numbers = [number for number, _ in numbers_in(quote)]
            holds = any(abs(value - number) < NEAR for number in [*numbers, sum(numbers)])
        elif regex.fullmatch(r"\d{4}(-\d\d){0,2}", value):
            holds = value in iso_dates(quote) or value.startswith(iso_date(quote) or "-")
        else:
            prints = report.prints_of(value) if column == "overall_rating" else (value,)
            holds = any(stands(words, quote) for words in prints) or not squashed(quote)
            if holds and column in _WHOLE_QUOTE:
                holds = len(squashed(value)) >= len(squashed(quote))
        if not holds:
            yield column, quote, str(value)


def _days(report: Inspected) -> Iterator[tuple[str, str, str]]:
    """First and last days that are not those that the printed dates allow."""
    about = report.about
    for column, day in (
        ("inspected_from", earliest(about.fieldwork_start)),
        ("inspected_to", latest(about.fieldwork_end or about.fieldwork_start)),
        ("published_from", earliest(about.published)),
        ("published_to", latest(about.published)),
    ):
        if (said := getattr(about, column)) != day:
            yield column, day, said


def _framework(report: Inspected) -> Iterator[tuple[str, str, str]]:
    """A framework whose rules, or those that it takes over, are not those by which the rows were read."""
    pack = report.pack
    if pack is None:
        return
    own = {row.rule.partition("/")[0] for row in report.rows["tables"]}
    if own and pack.id not in own:
        yield "framework", min(own), pack.id
    if report.about.inspectorate and pack.inspectorate and report.about.inspectorate != pack.inspectorate:
        yield "inspectorate", pack.inspectorate, report.about.inspectorate
    known = {rule.id.partition("/")[0] for rule in pack.rules} | {pack.id, *(link.id for link in pack.chain)}
    read = {row.rule.partition("/")[0] for table in _READ for row in report.rows[table] if row.rule}
    if strange := sorted(read - known):
        yield "framework", strange[0], report.about.framework


def _pages(report: Inspected) -> Iterator[tuple[str, str, str]]:
    """A number of pages that is not the one by which coverage counted them."""
    unread = sum(row.kind == "pages" for row in report.rows["unread"])
    for row in report.rows["coverage"]:
        if row.kind == "pages" and (pages := (row.expected or 0) - unread) != (report.about.pages or 0):
            yield "pages", str(pages), str(report.about.pages or "")


def _overall(report: Inspected) -> Iterator[tuple[str, str, str]]:
    """What the row of a report and the rows of its ratings say otherwise."""
    about = report.about
    if about.report_type == "summary":
        return
    overall = next((row for row in report.rows["ratings"] if row.level == "overall" and row.part == "main"), None)
    if overall is None and about.overall_rating:
        yield "overall_rating", "a row of ratings", about.overall_rating
    if overall is not None and overall.rating and about.overall_rating != overall.rating:
        yield "overall_rating", overall.rating, about.overall_rating
    for column in ("score", "score_max") if overall is not None else ():
        printed, said = getattr(overall, column), getattr(about, f"overall_{column}")
        if said != printed and (printed is not None or getattr(overall, "percent", None) is None):
            yield f"overall_{column}", _figure(printed), _figure(said)
    if report.pack is not None and about.provider and not report.pack["metadata.provider_type"]:
        kinds = report.pack.provider_types
        kind = next((kind for name, kind in kinds if name.search(about.provider)), "")
        if kind and kind != about.provider_type:
            yield "provider_type", kind, about.provider_type
    strangers = {row.provider for row in report.rows["ratings"] if row.provider and row.part == "main"} - {
        about.provider
    }
    for provider in sorted(strangers) if about.provider else ():
        yield "provider", about.provider, provider


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
