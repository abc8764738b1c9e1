"""Published inspections of children's services, read by the packs that ship: grades, dates and lists as printed.

The PDFs and what was read from them by hand stand in FINDINGS_SHARED, or in `shared` beside the repository.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import regex

from extractor.domain.dates import iso_dates
from extractor.pipeline import Extraction
from tests import cached_readings

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared"))
GOLD = SHARED / "gold" / "ofsted-sample.json"
REPORTS = json.loads(GOLD.read_text(encoding="utf-8")) if GOLD.exists() else []
every_fourth = pytest.mark.parametrize("gold", REPORTS[::4], ids=lambda gold: Path(gold["file"]).stem)
pytestmark = pytest.mark.skipif(not REPORTS, reason=f"{GOLD} is not there")


def reading(name: str) -> Extraction:
    return cached_readings.reading(SHARED / "corpus" / "ofsted" / name)


def plain(words: str) -> str:
    return "".join(words.casefold().split())


@every_fourth
def test_every_grade_is_read_as_printed(gold: dict[str, Any]) -> None:
    ratings = reading(gold["file"]).records["ratings"]
    found = {plain(row.standard) or row.level: plain(row.as_printed) for row in ratings}
    judged = {regex.sub(r"^[\d.]+ ", "", name): plain(grade) for name, grade in gold["judgements"].items()}
    wanted = {"overall" if name == "Overall effectiveness" else plain(name): grade for name, grade in judged.items()}
    if said := gold.get("overall_statement"):
        wanted["overall"] = plain(said.split(" are ")[-1] if " are " in said else said[said.index(" require ") :])
    assert found == wanted


@every_fourth
def test_who_was_inspected_when_and_by_whom(gold: dict[str, Any]) -> None:
    (row,) = reading(gold["file"]).records["reports"]
    assert row.provider == gold["local_authority"]
    assert (row.fieldwork_start, row.fieldwork_end) == iso_dates(gold["inspection_dates"])
    assert gold["lead_inspector"] in (None, row.lead_inspector)


@every_fourth
def test_what_needs_to_improve_stands_as_printed(gold: dict[str, Any]) -> None:
    """A sub-bullet is a row of its own, and names the item that it belongs to."""
    listed = [row for row in reading(gold["file"]).records["findings"] if row.kind == "area_for_improvement"]
    if gold["what_needs_to_improve"] is not None:
        wanted = [text.split(" - ")[0] for text in gold["what_needs_to_improve"]]
        assert [row.text for row in listed if not row.parent] == wanted


@every_fourth
def test_reports_of_words_give_no_figures(gold: dict[str, Any]) -> None:
    """Page numbers, dates and numbers of paragraphs are no data, however they stand in columns."""
    assert reading(gold["file"]).records["statistics"] == ()
