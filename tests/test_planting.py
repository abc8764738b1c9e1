"""Wrong values are told: single ones planted in samples and published reports, and none where nothing is planted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.check import check
from extractor.dataset.extracted import Extracted
from extractor.load import load_text
from extractor.pipeline import Extraction, extract_report
from extractor.records import Rating
from tests.cached_readings import LONG, reading
from tests.generator import FRAMEWORKS, make_report
from tests.planting import planted
from tests.test_real_reports import EDITIONS, REPORTS

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
NEW = (
    "value-stands-in-quote",
    "item-names-columns",
    "report-agrees-with-rows",
    "addressee-stands-before",
    "row-stands-once",
    "list-numbers-run-on",
    "rows-as-counted",
    "row-stands-in-section",
    "figure-is-what-words-say",
    "cell-labelled-by-table",
    "figure-labelled-by-cell",
    "example-names-its-service",
    "percentage-is-share-of-number",
    "parts-add-up",
    "figure-moves-as-told",
    "columns-fit-each-other",
    "same-words-same-columns",
    "words-are-whole",
    "sections-nest",
    "rows-in-reading-order",
    "printed-and-in-no-row",
)


def shares(found: list[Extraction], seed: int) -> tuple[dict[str, float], float]:
    """Share of planted values that are flagged, by table with more than 10 of them, and over all: each way of planting
    in every other report."""
    told = [one for n, report in enumerate(found) for one in planted(report, seed, 1, ways=slice(n % 2, None, 2))]
    every, hit = Counter(one.table for one in told), Counter(one.table for one in told if one.flagged)
    return {t: hit[t] / n for t, n in every.items() if n > 10}, sum(hit.values()) / sum(every.values())


def test_planted_values_are_flagged_in_the_samples() -> None:
    by_table, over_all = shares([reading(path) for path in sorted(SAMPLES.glob("*.txt"))[:: 1 if LONG else 2]], seed=20)
    assert over_all >= 0.92 and by_table and min(by_table.values()) >= 0.8, by_table


@pytest.mark.skipif(not REPORTS.is_dir(), reason="no published reports; set FINDINGS_SHARED")
def test_planted_values_are_flagged_in_published_reports() -> None:
    paths = sorted(REPORTS.glob("*.txt"))[:: 1 if LONG else 3]
    by_table, over_all = shares([reading(path) for path in paths], seed=4)
    assert over_all >= 0.92 and min(by_table.values()) >= 0.8, by_table


def test_a_section_without_criteria_is_no_fault_of_the_checks() -> None:
    found = extract_report(load_text(make_report("hmip-esi-2003", 7).text, "report.txt"))
    rows: list[Rating] = []
    for row in found.records["ratings"]:
        assert isinstance(row, Rating)
        far = row.percent is not None and row.level == "overall"
        rows.append(
            replace(
                row,
                ref="Z9" if row.level == "section" and row.ref == "B" else row.ref,
                percent=99.0 if far else row.percent,
            )
        )
    checked = check(Extracted({**found.records, "ratings": tuple(rows)}, {found.report_id: found.report.text}))
    assert any(row.check == "item-names-columns" and row.status == "fail" for row in checked)


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("seed", range(300, 312 if LONG else 301))
def test_nothing_is_flagged_where_nothing_is_planted(framework: str, seed: int) -> None:
    found = extract_report(load_text(make_report(framework, seed).text, "report.txt"))
    assert alarms(found) == []


@pytest.mark.skipif(not EDITIONS.is_dir(), reason="no published reports; set FINDINGS_SHARED")
@pytest.mark.parametrize("path", [*sorted(REPORTS.glob("*.txt")), *sorted(EDITIONS.glob("*.*"))], ids=lambda p: p.name)
def test_nothing_is_flagged_in_published_reports(path: Path) -> None:
    if path.suffix not in (".txt", ".pdf", ".html", ".docx"):
        pytest.skip("no report")
    assert alarms(reading(path)) == []


def alarms(found: Extraction) -> list[tuple[str, str, str]]:
    rows = check(Extracted(found.records, {found.report_id: found.report.text}))
    return [(row.check, row.item, row.message) for row in rows if row.check in NEW and row.status in ("fail", "warn")]
