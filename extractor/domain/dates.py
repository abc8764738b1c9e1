"""Dates as reports print them become ISO 8601, with the precision that was printed; the days they allow; their order.

A date of a dataset is a text: `2021-11-01`, `2022-02`, `2004`, or empty where none is printed.
"""

from __future__ import annotations

import calendar
from datetime import date as day_of
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

__all__ = [
    "MONTH",
    "Moment",
    "agree",
    "days_apart",
    "earliest",
    "iso_date",
    "iso_dates",
    "latest",
    "long_date",
    "surely_before",
]

_MONTHS = [name.lower() for name in calendar.month_abbr[1:]]
MONTH = rf"(?:{'|'.join(calendar.month_name[1:])}|{'|'.join(calendar.month_abbr[1:])}|Sept)\b\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?\b"
_NAMED = rf"(?:(?P<day>{_DAY})\s+(?:of\s+)?)?(?P<month>{MONTH}),?\s+(?P<year>\d{{4}})"
_MONTH_FIRST = rf"(?P<month>{MONTH})\s+(?P<day>{_DAY}),\s+(?P<year>\d{{4}})"
_NUMBERS = r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})(?!\d)"
_SHORT = r"(?P<day>\d\d)[/.](?P<month>\d\d)[/.](?P<year>\d\d)(?![/.]?\d)"
_ISO = r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"
_DATE = regex.compile(rf"(?<!\w)(?:{_NAMED}|{_MONTH_FIRST}|{_NUMBERS}|{_SHORT}|{_ISO})", regex.I)
# The first of two dates, which leaves out what the second one has: `16` or `28 November` or `November`.
_PART = rf"(?<!\w)(?:(?P<day>{_DAY})(?:\s+(?:of\s+)?(?P<month>{MONTH}))?|(?P<month>{MONTH}))\s*"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
# Weeks are named by the day that they begin on.
_WEEK = r"(?:(?:the\s+)?weeks?\s+(?:of|commencing|beginning|starting)|w/c)\s+"
_WEEKS = rf"(?:{_WEEK})?"
_BY_WEEKS = regex.compile(_WEEK, regex.I)
_ENDED = r"(?:,?\s*and\s+)?(?:ended|ending|finished|finishing|concluded|closed)\s+(?:on|in)"
_FIRST = regex.compile(rf"{_PART}(?:{_ENDED}|to|and|until|[-‐-―─&])\s*(?:the\s+)?{_WEEKS}{_WEEKDAY}$", regex.I)
# One before that, as in `3 to 5 and 10 to 12 March`.
_BEFORE = regex.compile(rf"{_PART}(?:to|,?\s*and|until|[-‐-―─,;&])\s*(?:from\s+)?{_WEEKS}{_WEEKDAY}$", regex.I)
# What stands between two dates of one value: words of ranges, and dates that leave out what the second has.
_WORDS = r"(?:and|to|until|from|between)\b"
_BETWEEN = regex.compile(rf"(?:\s|[-‐-―─,;&]|{_WORDS}|{_WEEKDAY}(?:{_DAY}|{MONTH})|{_WEEK})*+", regex.I)
_ALSO = regex.compile(rf"(?:\band|[,;&])\s*(?:the\s+)?{_WEEKS}{_WEEKDAY}$", regex.I)
_MOST, _WIDEST = 20, 50  # dates of one value, and characters of one of them
_YEAR = regex.compile(r"(?:19|20)\d{2}")


def iso_date(text: str) -> str:
    """`01 November 2021` becomes `2021-11-01`, `May 2004` `2004-05`, `17/04/2019` `2019-04-17`; `2004` stays.

    Of a range it is the first: `16 to 27 January 2023` becomes `2023-01-16`. Empty where the text holds no date.
    """
    return iso_dates(text)[0]


def iso_dates(text: str) -> tuple[str, str]:
    """The first and the last date of one or more ranges, as `iso_date` gives them; the last is empty of one date.

    Weeks that are named by their first days alone have no last day either.
    """
    found = [(match, date) for match in _DATE.finditer(text) if (date := _iso(match.groupdict()))]
    if not found:
        year = _YEAR.search(text)
        return (year[0] if year else ""), ""
    match, date = found[0]
    start = _first_before(text[: match.start()], match.groupdict())
    last, end = date if start else "", match.start()
    for (above, _), (below, other) in pairwise(found):
        alone = above is match and not start
        if not (alone or _BETWEEN.fullmatch(text, above.end(), below.start())) or earliest(other) <= earliest(date):
            break
        last, end = other, below.start()
    by_weeks = _BY_WEEKS.search(text[:end]) and _ALSO.search(text[:end])
    return start or date, "" if by_weeks else last


def _first_before(text: str, second: dict[str, str | None]) -> str:
    """The first of the dates that a text ends with, each of which leaves out what the next has; empty for none."""
    start, expression, end = "", _FIRST, len(text)
    for _ in range(_MOST):
        match = expression.search(text, max(0, end - _WIDEST), end)
        found = _filled(match.groupdict(), second) if match else ""
        if match is None or not found:
            break
        start, second = found, {**match.groupdict(), "year": found[:4], "month": match["month"] or second["month"]}
        end, expression = match.start(), _BEFORE
    return start


def _iso(parts: dict[str, str | None]) -> str:
    """A date from its day, month and year as printed; empty where there is no such day or month."""
    day, month, year = parts["day"], (parts["month"] or "").lower(), parts["year"] or ""
    year = f"20{year}" if len(year) == 2 else year
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    stem = f"{year}-{number:02d}"
    if not 1 <= number <= 12:
        return ""
    if not day:
        return stem
    days = int(regex.sub(r"\D", "", day))
    if not 1 <= days <= calendar.monthrange(int(year or 0), number)[1]:
        return "" if month.isdigit() else stem
    return f"{stem}-{days:02d}"


def _filled(first: dict[str, str | None], second: dict[str, str | None]) -> str:
    """The first date of a range with the month and year of the second; of the year before where it would be later."""
    parts = {"day": first["day"], "month": first["month"] or second["month"], "year": second["year"]}
    start, end = _iso(parts), _iso(second)
    if start and earliest(start) > earliest(end) and first["month"]:
        start = _iso({**parts, "year": str(int(second["year"] or 0) - 1)})
    return start if start and earliest(start) <= earliest(end) else ""


def long_date(date: str) -> str:
    """A date for a reader, with the precision that it has: `1 November 2021` for `2021-11-01`, `November 2021`, `2021`.

    What is no date of a dataset stays as it is.
    """
    year, month, day = (*date.split("-"), "", "")[:3]
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return date
    return f"{day.lstrip('0')} {calendar.month_name[int(month)]} {year}".strip()


def earliest(date: str) -> str:
    """The first day that an ISO date of any precision allows; empty for none."""
    return date + ("-01-01", "-01", "")[date.count("-")] if date else ""


def latest(date: str) -> str:
    """The last day that an ISO date of any precision allows; empty for none."""
    if not date or date.count("-") == 2:
        return date
    year, _, month = date.partition("-")
    return f"{date}-{calendar.monthrange(int(year), int(month))[1]:02d}" if month else f"{year}-12-31"


def agree(one: str, other: str) -> bool:
    """Whether two dates can be one: they are the same as far as both are printed. One that is empty agrees with all."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def surely_before(one: str, other: str) -> bool:
    """Whether a date is earlier than another, as precise as both are printed; never where one is not known."""
    shared = min(len(one), len(other))
    return one[:shared] < other[:shared]


def days_apart(one: str, other: str) -> int | None:
    """Days that lie between two dates at least: 0 where they agree, None where one is empty or no date."""
    own, theirs = _span(one), _span(other)
    if own is None or theirs is None:
        return None
    return max(theirs[0] - own[1], own[0] - theirs[1], 0)


@lru_cache(maxsize=4096)
def _span(date: str) -> tuple[int, int] | None:
    """The first and last day that a date allows, counted; None where it is none."""
    try:
        return day_of.fromisoformat(earliest(date)).toordinal(), day_of.fromisoformat(latest(date)).toordinal()
    except ValueError:
        return None


class Moment(NamedTuple):
    """When an inspection was: the start of its fieldwork and its publication, each as printed."""

    fieldwork: str
    published: str

    @property
    def date(self) -> str:
        """What orders inspections in time: when fieldwork began, else when the report was published."""
        return self.fieldwork or self.published

    def surely_before(self, other: Moment) -> bool:
        """Whether it was before another, by dates of the same kind where both have them."""
        for one, two in ((self.fieldwork, other.fieldwork), (self.published, other.published), (self.date, other.date)):
            if one and two:
                return surely_before(one, two)
        return False
