"""Published reports as a browser prints them, where they are at hand: every table against hand-checked truth."""

from __future__ import annotations

import json
from functools import cache

import pytest

from extractor.evaluate.scores import judge
from extractor.pipeline import extract_file
from tests.cached_readings import LONG
from tests.test_real_reports import EXACT, GOLD, NEARLY, SHARED, WITH_GOLD

TYPESET = SHARED / "corpus" / "typeset"
ALWAYS_WHOLE = ("ratings", "key_questions", "recommendations", "progress")

pytestmark = pytest.mark.skipif(not TYPESET.is_dir(), reason=f"no typeset reports in {SHARED}; set FINDINGS_SHARED")


@cache
def scores(name: str) -> tuple[dict[str, float], tuple[str, ...]]:
    """Strict F1 of every table that gold knows, and what was missed."""
    found = extract_file(TYPESET / f"{name}.pdf")
    rows = {table: [record.as_row() for record in records] for table, records in found.records.items()}
    verdict = judge(name, rows, json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8")))
    return {score.table: score.f1 for score in verdict.scores if score.mode == "strict"}, tuple(verdict.misses)


@pytest.mark.parametrize("table", [*EXACT, *NEARLY])
@pytest.mark.parametrize("name", WITH_GOLD if LONG else ["gwent-pdu-2022"])
def test_typeset_report_agrees_with_the_truth(name: str, table: str) -> None:
    f1, missed = scores(name)
    least = 1.0 if table in ALWAYS_WHOLE else 0.99
    assert f1[table] >= least, "\n".join(line for line in missed if f" {table} " in line)[:3000]
