"""Dates as reports print them become ISO 8601, with the precision that was printed."""

from __future__ import annotations

import calendar

import regex

_MONTHS = [name.lower() for name in calendar.month_name[1:]]
_NAMED = regex.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({'|'.join(_MONTHS)})\s+(\d{{4}})", regex.I)
_NUMBERS = regex.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_YEAR = regex.compile(r"(?:19|20)\d{2}")


def iso_date(text: str) -> str:
    """`01 November 2021` becomes `2021-11-01`, `May 2004` `2004-05`, `17/04/2019` `2019-04-17`; `2004` stays.

    Returns an empty string where the text holds no date.
    """
    if found := _NAMED.search(text):
        day, month, year = found.groups()
        stem = f"{year}-{_MONTHS.index(month.lower()) + 1:02d}"
        return f"{stem}-{int(day):02d}" if day and 1 <= int(day) <= 31 else stem
    if found := _NUMBERS.search(text):
        day, month, year = found.groups()
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return f"{year}-{int(month):02d}-{int(day):02d}"
    found = _YEAR.search(text)
    return found[0] if found else ""
