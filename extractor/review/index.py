"""The index of a review: a line a report, with what is open and how much of it a person has looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from extractor.correct.model import CHECKS, Decision
from extractor.dataset.page import sorting
from extractor.domain.dates import long_date
from extractor.packs.vocabulary import Vocabulary
from extractor.review.page import rendered
from extractor.review.queue import check_rows
from extractor.review.rows import COUNTED, rows_of_report

__all__ = ["entry_of", "index_page"]


def entry_of(
    about: Any, tables: Mapping[str, Sequence[Any]], decisions: Sequence[Decision], sample: Collection[str] = ()
) -> dict[str, Any]:
    """What the index says of a report.

    Args:
        about: its row of `reports`.
        tables: its rows by table.
        decisions: what people decided about it.
        sample: addresses of its rows that were drawn for a person to judge.
    """
    every = list(rows_of_report(tables, decisions))
    rows, corrections = [row for row in every if row.table in COUNTED], tables.get("corrections", ())
    unsettled = {_address(one) for one in corrections if one.status != "applied"}
    decided = {_address(one) for one in decisions}
    decided |= {row.address for row in rows if row.gone or row.corrected}
    decided -= unsettled
    dismissed = {(one.item, one.machine) for one in decisions if one.table == CHECKS}
    checks = [check for check in check_rows(tables, every) if check[1].status in ("fail", "warn")]
    open_checks = Counter(
        reason.status
        for row, reason, about in checks
        if not (about and decided.issuperset(about)) and (row.item, row.value) not in dismissed
    )
    alone = [row for row, _, about in checks if not about]
    dismissed_here = sum((row.item, row.value) in dismissed for row in alone)
    added = [(row.start, row.end) for row in rows if "row" in row.corrected and row.start is not None]
    added += [
        (int(one.row["start"]), int(one.row["end"]))
        for one in decisions
        if one.action == "add" and one.row.get("start", "").isdigit() and one.row.get("end", "").isdigit()
    ]
    unread = sum(
        f"unread/{row.item}" not in decided and not any(start < row.end and row.start < end for start, end in added)
        for row in tables["unread"]
    )
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
        "sampled": sum(address not in decided for address in sample),
        "failed": open_checks["fail"],
        "warned": open_checks["warn"],
        "unread": unread,
        "corrections": len(corrections),
        "unsettled": sum(row.status != "applied" for row in corrections),
        "reviewed": sum(row.address in decided for row in rows) + len(tables["unread"]) - unread + dismissed_here,
        "rows": len(rows) + len(tables["unread"]) + len(alone),
    }


def _address(one: Any) -> str:
    return f"{one.table}/{one.item or one.column}"


def _open(entry: Mapping[str, Any]) -> int:
    return sum(entry[name] for name in ("failed", "unread", "warned", "unsettled"))


def index_page(entries: Sequence[Mapping[str, Any]], dataset: str, vocabulary: Vocabulary) -> str:
    """The index as HTML, what most needs a person first."""
    entries = sorted(
        entries, key=lambda entry: (-entry.get("sampled", 0), -entry["failed"], -entry["unread"], -_open(entry))
    )
    titles = {framework.id: framework.title for framework in vocabulary.frameworks}
    told: dict[str, Any] = {"entries": entries, "dataset": dataset, "titles": titles, "long": long_date}
    return rendered("index.html", sorting(), f"Review of {dataset}", {}, **told)
