"""Judgements that are printed more than once: on a page of ratings, at their section, behind them all."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.inside.inspected import Inspected, compared
from extractor.records import Check, later_prints

__all__ = ["ratings_between_prints"]


def ratings_between_prints(report: Inspected) -> Iterator[Check]:
    """A judgement is the same wherever the report prints it, and the overall one is that of the row in `reports`.

    Rule: reports print a rating on a page of ratings and again where the standard is written about. Two prints that
    differ cannot both be right.
    """
    for row in report.rows["ratings"]:
        value = row.rating or (f"{row.percent:g}" if row.percent is not None else "")
        if value and (again := later_prints(row.printed_again)):
            found = [_value(report, quote) for quote in again]
            other = next((one for one in found if one.casefold() != value.casefold()), None)
            message = f"printed {len(again) + 1} times" if other is None else "printed again otherwise"
            yield compared(row.item, value, other or value, message, "fail", other is None)
        whole = report.about.overall_rating
        if row.level == "overall" and row.rating and whole and row.part == "main":
            message = "overall rating in the row of reports"
            yield compared(f"{row.item}/reports", row.rating, whole, message, "fail", row.rating == whole)


def _value(report: Inspected, quote: str) -> str:
    """A print as its table would have it: the label of the scale, or the score without its sign."""
    known = report.pack.scale.label_of(quote) if report.pack and report.pack.scale else None
    return known.label if known else " ".join(quote.split()).rstrip("% ")
