"""What a report says of itself and of services, in a few words: all that must be known of every report at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from sys import intern
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from extractor.records import KeyQuestion, Rating, Report

if TYPE_CHECKING:
    from extractor.dataset.rows import ExampleRow, KeyQuestionRow, RatingRow, ReportRow

__all__ = ["About", "Mention", "Naming", "Outline", "mentions_in", "mentions_of", "outline_of", "replaces"]


class Outline(NamedTuple):
    """A row of `reports` without what is only shown; `evidence_of` says only whether it replaces another."""

    report_id: str
    framework: str
    report_type: str
    provider: str
    provider_type: str
    region: str
    fieldwork_start: str
    published: str
    provider_id: str
    corrected: str
    evidence_of: str


class Mention(NamedTuple):
    """What a row says of the service that it names, and of when; rows that say the same are one mention."""

    report_id: str
    item: str
    provider: str
    provider_type: str
    provider_id: str
    date: str
    corrected: str


# The own row of a report, and a row that names a service, in whatever form.
About: TypeAlias = "Outline | ReportRow | Report"
Naming: TypeAlias = "Mention | RatingRow | KeyQuestionRow | ExampleRow | Rating | KeyQuestion"

_REPLACES = '{"replaces": {}}'
_SHARED = ("framework", "report_type", "provider_type", "region")  # the same words in many reports


def outline_of(report: ReportRow | Report) -> Outline:
    """The outline of a row of `reports`, or of a record."""
    told = {name: getattr(report, name) for name in Outline._fields}
    told |= {name: intern(told[name]) for name in _SHARED}
    return Outline(**told | {"evidence_of": _REPLACES if replaces(report) else ""})


def mentions_in(rows: Iterable[Naming], of_summary: bool) -> list[Mention]:
    """What the rows of a report say of services, in their order.

    Args:
        rows: rows of `ratings` or of `key_questions`.
        of_summary: whether their items begin with the id of the service, which then tells it from others.
    """
    found: dict[tuple[str, ...], Mention] = {}
    for row in rows:
        first, _, rest = row.item.partition("/") if of_summary else ("", "", "")
        decided = "provider_id" if "provider_id" in row.corrected.split("\n") else ""
        told = (row.provider, getattr(row, "provider_type", ""), row.provider_id, getattr(row, "date", ""), decided)
        key = (*told, first if rest else "")
        if key not in found:
            item = row.item if of_summary else ""
            found[key] = Mention(row.report_id, item, *told)
    return list(found.values())


def mentions_of(
    report: About, ratings: Iterable[Naming], questions: Iterable[Naming]
) -> tuple[list[Mention], list[Mention]]:
    """The mentions of a report's ratings, and those of its key questions where the report itself names no service."""
    own = [] if report.provider else mentions_in(questions, False)
    return mentions_in(ratings, report.report_type == "summary"), own


def replaces(report: About) -> bool:
    """Whether a report says that it replaces another."""
    try:
        return "replaces" in json.loads(report.evidence_of or "{}")
    except (ValueError, TypeError):
        return False
