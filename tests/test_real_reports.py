"""Published reports, where they are at hand: text and PDF editions against hand-checked truth.

They are no part of the repository. `FINDINGS_SHARED` names the folder that has them; by default it is `../shared`.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluate.scores import judge
from extractor.pipeline import Extraction
from tests.cached_readings import reading

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared"))
REPORTS, EDITIONS, GOLD = SHARED / "corpus" / "reports", SHARED / "corpus" / "editions", SHARED / "gold"
FIGURE = EDITIONS / "probation-summary-2019.figure-2.3.SYNTHETIC.json"

pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no published reports in {SHARED}; set FINDINGS_SHARED")

WITH_GOLD = ("gwent-area-2004", "gwent-pdu-2022", "nps-wales-2019")
FIVE = (*WITH_GOLD, "surrey-pdu-2024", "probation-summary-2019")
EXACT = ("reports", "ratings", "key_questions", "recommendations", "progress", "examples")
NEARLY = ("findings", "statistics", "sections")
# Counted in the texts; statistics: 7 rows of 2 in tables 2.1 and 2.2 each, 213 and three dashes in D1, 50 in D2, 32 in
# D3 and D4 each. The composite scores of figure 2.3 belong to its ratings.
COUNTS = {
    "surrey-pdu-2024": {"ratings": 8, "key_questions": 12, "recommendations": 7, "findings": 62},
    "probation-summary-2019": {"ratings": 28, "examples": 17, "statistics": 358, "findings": 11},
}


def extraction(name: str, suffix: str) -> Extraction:
    return reading((REPORTS if suffix == ".txt" else EDITIONS) / f"{name}{suffix}")


def rows(found: Extraction, table: str) -> list[dict[str, Any]]:
    return [record.as_row() for record in found.records[table]]


@cache
def strict(name: str, suffix: str) -> tuple[dict[str, float], tuple[str, ...]]:
    """Strict F1 of every table that gold knows, and what was missed."""
    gold = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    found = extraction(name, suffix)
    verdict = judge(f"{name}{suffix}", {table: rows(found, table) for table in found.records}, gold)
    return {score.table: score.f1 for score in verdict.scores if score.mode == "strict"}, tuple(verdict.misses)


def misses(name: str, suffix: str, table: str) -> str:
    return "\n".join(line for line in strict(name, suffix)[1] if f" {table} " in line and " note, " not in line)[:3000]


@pytest.mark.parametrize("table", [*EXACT, *NEARLY])
@pytest.mark.parametrize("name", WITH_GOLD)
def test_text_agrees_with_the_truth(name: str, table: str) -> None:
    assert strict(name, ".txt")[0][table] >= (1.0 if table in EXACT else 0.995), misses(name, ".txt", table)


@pytest.mark.parametrize("table", [*EXACT, *NEARLY])
@pytest.mark.parametrize("name", WITH_GOLD)
def test_pdf_agrees_with_the_truth(name: str, table: str) -> None:
    assert strict(name, ".pdf")[0][table] >= 0.99, misses(name, ".pdf", table)


@pytest.mark.parametrize("suffix", [".txt", ".pdf"])
@pytest.mark.parametrize("name", FIVE)
def test_reports_are_read_without_complaint(name: str, suffix: str) -> None:
    found = extraction(name, suffix)
    assert (found.status, found.message) == ("ok", "")


@pytest.mark.parametrize(("name", "table"), [(name, table) for name, counts in COUNTS.items() for table in counts])
def test_as_many_rows_as_were_counted_by_hand(name: str, table: str) -> None:
    assert len(extraction(name, ".txt").records[table]) == COUNTS[name][table]


@pytest.mark.parametrize("table", ["ratings", "key_questions", "recommendations", "progress", "findings", "examples"])
@pytest.mark.parametrize("name", [name for name in FIVE if name != "probation-summary-2019"])
def test_text_and_pdf_of_a_report_have_the_same_items(name: str, table: str) -> None:
    text, pdf = ([row["item"] for row in rows(extraction(name, suffix), table)] for suffix in (".txt", ".pdf"))
    assert sorted(pdf) == sorted(text)


@pytest.mark.parametrize("table", ["findings", "examples", "recommendations"])
def test_text_and_pdf_of_the_summary_have_the_same_items(table: str) -> None:
    name = "probation-summary-2019"
    text, pdf = ([row["item"] for row in rows(extraction(name, suffix), table)] for suffix in (".txt", ".pdf"))
    assert sorted(pdf) == sorted(text)


def providers() -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of the figure by name, without its mark of a footnote, and kind of service."""
    truth = json.loads(FIGURE.read_text(encoding="utf-8"))["providers"]
    return {(row["service"].rstrip("*"), row["type"]): row for row in truth}


def about(row: dict[str, Any]) -> tuple[str, str]:
    """Name and kind of the service that a rating is about; a kind behind the name tells two of one name apart."""
    kind = {"NPS division": "NPS", "CRC": "CRC"}[row["provider_type"]]
    return row["provider"].removesuffix(f" {kind}"), kind


def test_ratings_that_a_text_has_lost_are_derived() -> None:
    ratings = rows(extraction("probation-summary-2019", ".txt"), "ratings")
    assert {(row["level"], row["derived"]) for row in ratings} == {("overall", True)}
    found = {about(row): (row["rating"], row["score"]) for row in ratings}
    assert found == {key: (row["overall_rating"], row["composite_score"]) for key, row in providers().items()}


def test_every_rating_of_the_figure_is_read_from_the_pdf() -> None:
    wanted = {
        (*key, ref): rating
        for key, row in providers().items()
        for ref, rating in row["ratings"].items()
        if rating and rating != "NR"
    }
    assert len(wanted) == 279
    ratings = rows(extraction("probation-summary-2019", ".pdf"), "ratings")
    found = {(*about(row), row["ref"]): row["rating"] for row in ratings if row["level"] == "standard"}
    assert found == wanted
    overall = {about(row): row["rating"] for row in ratings if row["level"] == "overall"}
    assert overall == {key: row["overall_rating"] for key, row in providers().items()}
    assert len(ratings) == len(found) + len(overall)


@pytest.mark.parametrize("suffix", [".txt", ".pdf"])
@pytest.mark.parametrize("name", FIVE)
def test_no_word_is_without_evidence(name: str, suffix: str) -> None:
    found = extraction(name, suffix)
    for table, records in found.records.items():
        if table in ("reports", "sections", "coverage"):
            continue
        for record in records:
            row = record.as_row()
            assert found.report.text[row["start"] : row["end"]] == row["quote"]
            assert row["page"] is None if suffix == ".txt" else 1 <= row["page"] <= (found.report.page_count or 0)


@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_other_editions_have_the_same_items(suffix: str) -> None:
    path = EDITIONS / f"surrey-pdu-2024{suffix}"
    text, other = extraction("surrey-pdu-2024", ".txt"), reading(path)
    for table in ("ratings", "key_questions", "recommendations", "findings"):
        assert sorted(r["item"] for r in rows(other, table)) == sorted(r["item"] for r in rows(text, table))
