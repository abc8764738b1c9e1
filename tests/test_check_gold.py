"""What people found consistent and inconsistent in published reports, against what the checks say of them.

The reports are no part of the repository. `FINDINGS_SHARED` names the folder that has them; by default it is
`../shared`. Every statement is mapped to the rows that look at the same figures; one without rows is not covered.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extractor.dataset.extracted import Extracted
from tests.cached_readings import dataset

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared"))
REPORTS, GOLD = SHARED / "corpus" / "reports", SHARED / "gold"

pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason=f"no published reports in {SHARED}; set FINDINGS_SHARED")

FACTS, ANSWERS = "facts-agree-between-prints", "answers-agree-between-prints"
IN_WORDS = "share-in-words-agrees-with-table"

# Gold's name of a check, where it is another, and which part of the report it looks at where that is always the same.
SAME: dict[str, tuple[str, str]] = {
    "score-equals-sum-of-points": ("score-equals-sum-of-points", "main/overall"),
    "score-maximum-is-3-x-standards": ("score-maximum-is-points-x-standards", "main/overall"),
    "overall-rating-equals-band-of-points": ("overall-rating-equals-band-of-points", "main/overall"),
    "points-sum-equals-composite": ("points-sum-equals-composite", ""),
    "dates-agree": ("dates-agree", ""),
    "ratings-page-equals-section": ("ratings-agree-between-prints", ""),
    "ratings-agree-between-prints": ("ratings-agree-between-prints", ""),
    "count-of-ratings": ("count-of-ratings", "domestic-violence/"),
    "recommendation-count": ("recommendation-numbers", "main"),
    "percent-possible-with-n": ("percent-possible-with-n", ""),
    "unit-plausible": ("figure-stands-once", ""),
}
# What a statement begins with or says, and the rows that look at the same: check, beginning of the item, expected and
# observed where several rows have that item.
TOLD: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "Annexe one: average caseload 28 (PO) and 41 (PSO); section 1.2": (FACTS, "caseload/", ("31 28", "42 41")),
    "section 1.2: average caseload PO 31, PSO 42; Annexe two": (FACTS, "caseload/", ("31 41.39", "42 37.46")),
    "Annexe one: average caseload 28 / 41; Annexe two": (FACTS, "caseload/", ("28 41.39", "41 37.46")),
    "Annexe one: 44 per cent of POs and 27 per cent of PSOs above": (FACTS, "caseload-above-target/", ()),
    "Annexe one: vacancies held only at": ("share-between-0-and-100", "key-staffing-data/vacancy-rate", ()),
    "people on probation in Gwent who are black": (FACTS, "people-on-probation/minority-ethnic", ()),
    "46 (sexual offence) and 153 (other) accredited programme": (FACTS, "programmes-not-commenced/", ()),
    "23 per cent of unpaid work requirements have hours outstanding": (FACTS, "unpaid-work-outstanding", ()),
    "High risk of harm cases: 20 registered": (FACTS, "sample/high-risk", ()),
    "Number of court reports in prose": (FACTS, "court-reports-inspected", ()),
    "Active victim cases": (FACTS, "victim-cases", ()),
    "Approved premises": (FACTS, "approved-premises", ()),
    "Local delivery units": (FACTS, "local-delivery-units", ()),
    "survey: 60 per cent allocated suitable cases": (ANSWERS, "staff survey/allocated-cases", ()),
    "survey: 55 per cent continuous learning": (ANSWERS, "staff survey/learning-culture", ()),
    "survey: workload 50 / 30 / 20 per cent": (ANSWERS, "staff survey/workload", ()),
    "survey: 100 per cent staffing not sufficient": (ANSWERS, "staff survey/staffing-levels", ()),
    "Body: 'More than three-quarters of assessments": (IN_WORDS, "2-1/assessments/", ()),
    "Body: planning focused on reducing reoffending": (IN_WORDS, "2-2/cases/almost-three-quarters", ()),
    "Body: 'Planning focused on keeping others safe": (IN_WORDS, "2-2/cases/three-quarters", ()),
    "Body: pre-sentence information sufficiently analytical": (IN_WORDS, "3-1/cases/three-out-of-four", ()),
    "Body: contact before release 'was undertaken": (IN_WORDS, "3.2/victim-work.release", ()),
    "Summary report: 'initial contact with victims": ("example-agrees-with-own-report", "", ()),
}
COVERED = 149  # of 211, and every one that is violated


def data() -> Extracted:
    return dataset(REPORTS)


def statements() -> list[tuple[str, dict[str, Any]]]:
    """Every (report_id, statement) of gold."""
    sources = {row.source: row.report_id for row in data().rows("reports")}
    found = []
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(gold, dict):
            found += [(sources[gold["source"]], statement) for statement in gold.get("consistency", ())]
    return found


def rows_of(report_id: str, statement: dict[str, Any]) -> list[Any]:
    """The rows of `checks` that look at what a statement is about; none where no check does."""
    name, words = statement["check"], statement["statement"]
    ref = re.search(r"\b\d\.\d\b", words)
    if name == "rating-equals-band-of-lowest-key-question":
        assert ref
        return rows(report_id, name, f"main/{ref[0]}")
    if name == "all-cases-from-40-and-22":
        question = words.partition("/62 and between the two: ")[2]
        asked = [row for row in data().rows("key_questions") if row.report_id == report_id and row.question == question]
        items = [row.item for row in asked if row.group == "all" and ref and row.standard_ref == ref[0]]
        return [row for item in items for row in rows(report_id, "all-cases-from-groups", item)]
    if name == "section-score-equals-weighted-mean":
        part, letter = words.split(":")[0], re.search(r"section ([A-D])", words)
        return rows(report_id, name, f"{part}/{letter[1] if letter else ''}")
    if name == "overall-score-equals-weighted-sections":
        return rows(report_id, name, "main/overall/criteria" if "unrounded" in words else "main/overall")
    if name == "recommendation-count-and-numbers":
        check = "recommendation-count" if "we have made" in words else "recommendation-numbers"
        return rows(report_id, check, "main")
    if told := next((rows for beginning, rows in TOLD.items() if words.startswith(beginning)), None):
        check, item, figures = told
        listed = [row for row in rows(report_id, check) if row.item.startswith(item)]
        return [row for row in listed if not figures or f"{row.expected} {row.observed}" in figures]
    if words.startswith("leadership decision rule"):
        return rows(report_id, "leadership-within-limit-of-cases", "main/1.1")
    if words.startswith("Overall rating in 'Overall findings' prose"):
        return rows(report_id, "ratings-agree-between-prints", "main/overall")
    if name in ("prose-restates-table", "negative-of-a-marked-prompt"):
        told = re.findall(r"\b(\d+) per cent", words)
        return [row for row in rows(report_id, "prose-restates-table") if row.observed in told]
    if name in SAME:
        check, item = SAME[name]
        return [row for row in rows(report_id, check) if row.item.startswith(item)]
    return []


def rows(report_id: str, check: str, item: str = "") -> list[Any]:
    listed = [row for row in data().rows("checks") if (row.report_id, row.check) == (report_id, check)]
    return [row for row in listed if item in ("", row.item) and row.status != "not_applicable"]


def test_checks_say_what_people_found() -> None:
    wrong = []
    counts: Counter[tuple[str, bool]] = Counter()
    for report_id, statement in statements():
        found = rows_of(report_id, statement)
        counts[statement["verdict"], bool(found)] += 1
        flagged = [row for row in found if row.status in ("warn", "fail")]
        if found and bool(flagged) != (statement["verdict"] == "violated"):
            wrong.append(f"{report_id}: {statement['verdict']}: {statement['statement']}: {flagged}")
    told = ", ".join(f"{n} {verdict} {'covered' if by else 'not covered'}" for (verdict, by), n in counts.items())
    print(told)
    assert wrong == []
    assert not counts["violated", False], told
    assert sum(n for (_, covered), n in counts.items() if covered) >= COVERED, told


def test_published_reports_fail_nothing_and_warn_of_what_is_known() -> None:
    flagged = {(row.report_id, row.check, row.item) for row in data().rows("checks") if row.status in ("warn", "fail")}
    assert [row for row in data().rows("checks") if row.status == "fail"] == []
    known = {"section-score-equals-weighted-mean", "overall-score-equals-weighted-sections", "all-cases-from-groups"}
    known |= {"contents-entries-are-sections", "percent-possible-with-n", "figure-stands-once", ANSWERS, IN_WORDS}
    known |= {FACTS, "share-between-0-and-100", "example-agrees-with-own-report"}
    assert {check for _, check, _ in flagged} <= known, flagged
    printed_twice = {re.sub(r"-\d$", "", item) for _, check, item in flagged if check == FACTS}
    assert printed_twice == {
        *("caseload/po", "caseload/pso", "caseload-above-target/po", "caseload-above-target/pso"),
        *("people-on-probation/minority-ethnic", "sample/high-risk"),
    }
    assert sum(check in (ANSWERS, IN_WORDS, "example-agrees-with-own-report") for _, check, _ in flagged) == 3
