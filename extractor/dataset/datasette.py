"""What Datasette is told of `findings.sqlite` by `metadata.json`: meanings, facets, labels, and ready queries."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractor.dataset.datapackage import DESCRIPTION, TITLE
from extractor.dataset.run_log import write_json
from extractor.dataset.schema import not_looked_for, table_columns
from extractor.packs.vocabulary import Vocabulary
from extractor.records import TABLES

__all__ = ["METADATA", "QUERIES", "describe_database", "write_metadata"]

METADATA = "metadata.json"

_LABELS = {"reports": "title", "providers": "name"}  # what stands for a row where another refers to it
_FACETS = {
    "reports": ("framework", "report_type", "region", "provider_type", "format"),
    "ratings": ("rating", "level", "standard_id", "provider_type"),
    "key_questions": ("standard_id", "group", "level"),
    "recommendations": ("kind", "addressee"),
    "progress": ("category", "improvement_required"),
    "findings": ("kind",),
    "examples": ("kind",),
    "statistics": ("unit", "group"),
    "quantities": ("kind", "subject", "basis"),
    "themes": ("theme", "of_table"),
    "attributes": ("name",),
    "files": ("status", "stage"),
    "checks": ("status", "check"),
    "coverage": ("verdict", "kind"),
    "unread": ("kind",),
    "corrections": ("status", "action", "who"),
    "links": ("relation", "status"),
    "providers": ("provider_type", "region"),
}
# What is to be written into the field of a query, by its name.
_FIELDS = {
    "service": "Service: its id, or some of its name as reports print it; nothing for all.",
    "at_least": "At least: a number of inspections; nothing for all questions.",
}
QUERIES: dict[str, tuple[str, str]] = {
    "asked_of_a_service": (
        "What was asked of a service over the years",
        """
        SELECT p.published_from AS published, p.provider, r.number, r.addressee, r.text, r.page, r.report_id, r.item
        FROM recommendations r JOIN reports p ON p.report_id = r.report_id
        WHERE p.provider_id = :service OR instr(lower(p.provider), lower(:service))
        ORDER BY p.published_from, p.report_id, r.start
        """,
    ),
    "follow_up_of_a_service": (
        "What became of what was asked of a service",
        """
        SELECT p.published_from AS published, p.provider, g.prior_date, g.text, g.category, g.findings, g.page,
               g.report_id, g.item
        FROM progress g JOIN reports p ON p.report_id = g.report_id
        WHERE p.provider_id = :service OR instr(lower(p.provider), lower(:service))
        ORDER BY p.published_from, p.report_id, g.start
        """,
    ),
    "worst_key_questions": (
        "Key questions by how seldom they were answered well, in at least so many inspections",
        """
        SELECT question_id, MIN(question) AS question, COUNT(DISTINCT report_id) AS inspections,
               ROUND(AVG(percent), 1) AS mean_percent, MIN(percent) AS lowest, MAX(percent) AS highest
        FROM key_questions
        WHERE level = 'key_question' AND "group" = 'all' AND question_id IS NOT NULL AND percent IS NOT NULL
        GROUP BY question_id
        HAVING inspections >= CAST(:at_least AS INTEGER)
        ORDER BY mean_percent
        """,
    ),
    "unread_figures": (
        "Figures that look like data and are in no row",
        """
        SELECT u.report_id, p.title, u.page, u.kind, u.quote, u.reason
        FROM unread u JOIN reports p ON p.report_id = u.report_id
        WHERE u.kind IN ('percentages', 'table_percentages')
        ORDER BY u.report_id, u.start
        """,
    ),
    "failed_checks": (
        "Checks that failed",
        """
        SELECT c.report_id, p.title, c."check", c.item, c.expected, c.observed, c.message
        FROM checks c LEFT JOIN reports p ON p.report_id = c.report_id
        WHERE c.status = 'fail'
        ORDER BY c.report_id, c."check", c.item
        """,
    ),
}


def write_metadata(folder: Path, vocabulary: Vocabulary, licences: Iterable[str]) -> None:
    """Write `metadata.json` of a dataset; see `describe_database`."""
    write_json(describe_database(vocabulary, licences), folder / METADATA)


def describe_database(vocabulary: Vocabulary, licences: Iterable[str]) -> dict[str, Any]:
    """What `datasette findings.sqlite --metadata metadata.json` reads.

    Args:
        vocabulary: the lists that close columns.
        licences: those of the reports, as far as they are known; where all have one, it is that of the database.
    """
    known = set(licences)
    licence = {"license": known.pop()} if len(known) == 1 and "" not in known else {}
    about = {"title": TITLE, "description": DESCRIPTION, "source": "The reports that the table files names", **licence}
    tables = {table: _table(table, vocabulary) for table in TABLES}
    tables["lines"] = {
        "title": "lines",
        "description": "where every line of a report's text stands on its pages, in points",
    }
    queries = {name: _query(title, sql) for name, (title, sql) in QUERIES.items()}
    return {**about, "databases": {"findings": {"tables": tables, "queries": queries}}}


def _table(table: str, vocabulary: Vocabulary) -> dict[str, Any]:
    nothing = not_looked_for(table)
    told: dict[str, Any] = {
        "description": TABLES[table].DOC + (f" ({nothing})" if nothing else ""),
        "columns": {column.name: vocabulary.closed(column).doc for column in table_columns(table)},
        "facets": list(_FACETS.get(table, ())),
    }
    return told | ({"label_column": _LABELS[table]} if table in _LABELS else {})


def _query(title: str, sql: str) -> dict[str, str]:
    fields = " ".join(words for name, words in _FIELDS.items() if f":{name}" in sql)
    return {"title": title, "sql": _unindented(sql)} | ({"description": fields} if fields else {})


def _unindented(sql: str) -> str:
    return "\n".join(line.strip() for line in sql.strip().splitlines())
