"""The page on which a person makes gold: the source alone, and no value that was read by machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.correct.model import correctable_columns
from extractor.dataset.page import sorting
from extractor.dataset.row_words import TOLD
from extractor.evaluate.gold import GOLD_TABLES, asked_columns, stated_columns
from extractor.evaluate.value_equality import SHAPES
from extractor.review.page import rendered, table_told
from extractor.review.rows import Source
from extractor.review.source import Leaves, lines_of_source, picture_name

__all__ = ["blind_entry", "blind_index", "blind_page"]

_RANKS = {"open": "To settle", "rest": "Rows in the order of the report"}


def blind_page(told: Any, gold: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a page: see `page.page_of`.

    Args:
        told: what the page of the report is made of, a `page.Told`.
        gold: what the person has written so far, as `evaluate.gold` reads it.
    """
    about = told.about
    source: Source = told.source
    leaves: Leaves = told.leaves
    tables = {table: table_told(table, told.vocabulary) for table in ("reports", *GOLD_TABLES)}
    for table in GOLD_TABLES:
        shown = tuple(name.rstrip("%") for names in TOLD[table] for name in names)
        for column in tables[table]["columns"]:
            column["lines"] = SHAPES.get((table, column["name"])) == "lines"
        tables[table] |= {"first": asked_columns(table, shown), "stated": stated_columns(table, shown)}
    own = {"report_id": about.report_id, "title": about.source, "source": about.source, "sha256": about.sha256}
    return {
        "report": own | {"format": about.format or ""},
        "saving": told.saving,
        "who": told.who,
        "text": source.text,
        "sizes": leaves.sizes,
        "picture": "" if leaves.problem or not leaves.sizes else picture_name(about.sha256, "N"),
        "problem": leaves.problem,
        "lines": [[*line[:2], [], *line[3:]] for line in lines_of_source(source, {})],
        "ranks": _RANKS,
        "tables": tables,
        "counted": ("reports", *GOLD_TABLES),
        "rows": [
            {
                "table": "reports",
                "item": name,
                "what": name.replace("_", " "),
                "rank": "open" if name in gold.get("unsettled", {}) else "",
            }
            for name in correctable_columns("reports")
        ],
        "rules": {},
        "decisions": [],
        "coverage": [],
        "blind": True,
        "gold": gold,
    }


def blind_entry(about: Any, gold: Mapping[str, Any]) -> dict[str, Any]:
    """What the index says of a report: the name of its file, and how much of its gold is made."""
    unfinished = gold.get("unfinished") or {}
    rows = [len(told[table]) for told in (gold, unfinished) for table in GOLD_TABLES if table in told]
    return {
        "id": about.report_id,
        "title": about.source,
        "rows": sum(rows),
        "whole": sum(table in gold for table in GOLD_TABLES),
        "unsettled": sum("unsettled" in row for table in GOLD_TABLES for row in unfinished.get(table, ())),
    }


def blind_index(entries: Sequence[Mapping[str, Any]], dataset: str) -> str:
    """The index as HTML."""
    told: dict[str, Any] = {"entries": entries, "dataset": dataset, "tables": len(GOLD_TABLES)}
    return rendered("blind.html", sorting(), f"Gold of {dataset}", {}, **told)
