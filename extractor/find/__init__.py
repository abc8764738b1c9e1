"""One file a table, each with `find(report, pack)`, a pure generator of records; listed in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.document import Report
    from extractor.packs import Pack

    Find = Callable[[Report, Pack], Iterator[Any]]


def extractors() -> dict[str, Find]:
    """`find` of every table that is read from a single report, in the order of the contract."""
    from extractor.find import (
        examples,
        findings,
        key_questions,
        progress,
        quantities,
        ratings,
        recommendations,
        reports,
        sections,
        statistics,
        tables,
    )

    return {
        "reports": reports.find,
        "ratings": ratings.find,
        "key_questions": key_questions.find,
        "recommendations": recommendations.find,
        "progress": progress.find,
        "findings": findings.find,
        "examples": examples.find,
        "statistics": statistics.find,
        "tables": tables.find,
        "quantities": quantities.find,
        "sections": sections.find,
    }
