"""The index of a review: a line a report, with what is open and how much of it a person has looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.correct.model import Decision
from extractor.packs.vocabulary import Vocabulary
from extractor.review.page import rendered
from extractor.review.rows import COUNTED, rows_of_report

__all__ = ["entry_of", "index_page"]


def entry_of(about: Any, tables: Mapping[str, Sequence[Any]], decisions: Sequence[Decision]) -> dict[str, Any]:
    """What the index says of a report.

    Args:
        about: its row of `reports`.
        tables: its rows by table.
        decisions: what people decided about it.
    """
    rows = [row for row in rows_of_report(tables, decisions) if row.table in COUNTED]
    checks, corrections = tables.get("checks", ()), tables.get("corrections", ())
    decided = {_address(one) for one in decisions}
    unsettled = {_address(one) for one in corrections if one.status != "applied"}
    expected, found = (sum(getattr(row, name) or 0 for row in tables["coverage"]) for name in ("expected", "found"))
    return {
        "id": about.report_id,
        "title": about.title or about.report_id,
        "provider": about.provider,
        "framework": about.framework,
        "fieldwork": about.fieldwork_start,
        "published": about.published,
        "expected": expected,
        "found": found,
        "failed": sum(row.status == "fail" for row in checks),
        "warned": sum(row.status == "warn" for row in checks),
        "unread": len(tables["unread"]),
        "corrections": len(corrections),
        "unsettled": sum(row.status != "applied" for row in corrections),
        "reviewed": sum(
            (row.gone or bool(row.corrected) or row.address in decided) and row.address not in unsettled for row in rows
        ),
        "rows": len(rows),
    }


def _address(one: Any) -> str:
    return f"{one.table}/{one.item or one.column}"


def index_page(entries: Sequence[Mapping[str, Any]], dataset: str, vocabulary: Vocabulary) -> str:
    """The index as HTML."""
    titles = {framework.id: framework.title for framework in vocabulary.frameworks}
    told: dict[str, Any] = {"entries": entries, "dataset": dataset, "titles": titles}
    return rendered("index.html", ("index.js",), f"Review of {dataset}", {}, **told)
