"""Small inputs that were once read wrongly: each gives the values that its note calls right, in every format.

They stand in FINDINGS_SHARED, or in `shared` beside the repository; what is asserted are their figures and facts.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extractor import run
from extractor.cli import app
from extractor.load import load
from extractor.packs import load_packs
from extractor.pipeline import Extraction, extract_file
from tests.cached_readings import LONG, reading

CASES = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared")) / "cases"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason=f"{CASES} is not there")
GOOD, SOME, BAD = "Good", "Requires improvement", "Inadequate"
STANDARDS = {"1.1": SOME, "1.2": BAD, "1.3": GOOD, "1.4": SOME} | {"2.1": BAD, "2.2": BAD, "2.3": SOME, "2.4": BAD}
STANDARDS |= {"2.5": SOME}
STAFFING = {
    ("Probation officers", "In post"): (34, "count"),
    ("Probation officers", "Vacant"): (6, "count"),
    ("Managers", "In post"): (8, "count"),
    ("Managers", "Vacant"): (1, "count"),
}
WITH_ADMINISTRATORS = STAFFING | {
    ("Administrators", "In post"): (11, "count"),
    ("Administrators", "Vacant"): (2, "count"),
}
POSTS = {("Staff in post", "Marlford"): (34, "count"), ("Staff in post", "Denby"): (8, "count")}
POSTS |= {("Vacancies", "Marlford"): (6, "count"), ("Vacancies", "Denby"): (1, "count")}
YEARS = {
    "Probation officers": {"2019": (41, "count"), "2020": (39, "count"), "2021": (36, "count")},
    "Managers": {"2019": (8, "count"), "2020": (8, "count"), "2021": (7, "count")},
    "I am well led": {"2019 (n=41)": (41, "percent"), "2021 (n=52)": (39, "percent")},
    "I have time": {"2019 (n=41)": (8, "percent"), "2021 (n=52)": (18, "percent")},
    "Building better": {"4 weeks": (41, "count"), "8 weeks": (39, "count"), "12 weeks": (36, "count")},
    "Thinking skills": {"4 weeks": (8, "count"), "8 weeks": (8, "count"), "12 weeks": (7, "count")},
}
OVER_TIME = {(label, group): figure for label, groups in YEARS.items() for group, figure in groups.items()}
FIRST_ROW = {
    (label, group): (figure, "count")
    for label, figures in {
        "Officers": {"2019": 41, "2020": 39, "Marlford": 41, "Denby": 39},
        "Managers": {"2019": 8, "2020": 7, "Marlford": 8, "Denby": 7},
        "Deaths": {"Marlford": None, "Denby": None},
    }.items()
    for group, figure in figures.items()
}

# What the tables of a file give: label and group (or category, label and group) with value and unit. Nothing else.
STATISTICS: dict[str, dict[tuple[str, ...], tuple[float | None, str]]] = {
    "02-year-headings/report.docx": FIRST_ROW,
    "02-year-headings/report.txt": FIRST_ROW,
    "02-year-headings/report.md": FIRST_ROW,
    "02-year-headings/report.html": OVER_TIME,
    "02-year-headings/report.pdf": OVER_TIME,
    "02-year-headings/two-levels.pdf": {
        ("Probation officers", "2020 In post"): (34, "count"),
        ("Probation officers", "2020 Vacant"): (6, "count"),
        ("Probation officers", "2021 In post"): (31, "count"),
        ("Probation officers", "2021 Vacant"): (9, "count"),
        ("Managers", "2020 In post"): (8, "count"),
        ("Managers", "2020 Vacant"): (1, "count"),
        ("Managers", "2021 In post"): (7, "count"),
        ("Managers", "2021 Vacant"): (2, "count"),
    },
    "03-first-row-becomes-heading/date.pdf": POSTS,
    "03-first-row-becomes-heading/yes-no.pdf": POSTS,
    "03-first-row-becomes-heading/na.pdf": POSTS
    | {("Waiting list", "Marlford"): (None, "count"), ("Waiting list", "Denby"): (None, "count")},
    "03-first-row-becomes-heading/range.pdf": POSTS
    | {("Caseload range", "Marlford"): (None, "count"), ("Caseload range", "Denby"): (None, "count")},
    "03-first-row-becomes-heading/space.pdf": POSTS
    | {("Caseload", "Marlford"): (1234, "count"), ("Caseload", "Denby"): (3308, "count")},
    "03-first-row-becomes-heading/star.pdf": POSTS
    | {("Average caseload", "Marlford"): (34, "count"), ("Average caseload", "Denby"): (41, "count")},
    "03-first-row-becomes-heading/suppressed.pdf": POSTS
    | {("Deaths", "Marlford"): (None, "count"), ("Deaths", "Denby"): (None, "count")},
    "08-title-row-in-the-table/report.*": {
        ("Officers", "In post (number)"): (34, "count"),
        ("Officers", "Vacant (%)"): (6, "percent"),
        ("Managers", "In post (number)"): (8, "count"),
        ("Managers", "Vacant (%)"): (1, "percent"),
        ("North", "Officers", "In post"): (34, "count"),
        ("North", "Officers", "Vacant"): (6, "count"),
        ("South", "Officers", "In post"): (21, "count"),
        ("South", "Officers", "Vacant"): (5, "count"),
    },
    "09-merged-row-labels/report.*": {
        (sex, age, group): (figure, "count")
        for sex, age, *figures in (
            ("Men", "18 to 24", 41, 12),
            ("Men", "25 and over", 220, 94),
            ("Women", "18 to 24", 9, 1),
            ("Women", "25 and over", 37, 6),
        )
        for group, figure in zip(("Community", "Custody"), figures, strict=True)
    },
    "10-raised-marks/report.*": WITH_ADMINISTRATORS
    | {("Trainees", "In post"): (5, "count"), ("Trainees", "Vacant"): (3, "count")},
    "11-spaces-as-thousands/report.*": {
        ("Staff in post", "Marlford"): (34, "count"),
        ("Staff in post", "Denby"): (8, "count"),
        ("Total caseload", "Marlford"): (1234, "count"),
        ("Total caseload", "Denby"): (3308, "count"),
        ("Average wait", "Marlford"): (None, "count"),
        ("Average wait", "Denby"): (None, "count"),
        ("Budget surplus (£)", "Marlford"): (-120, "pounds"),
        ("Budget surplus (£)", "Denby"): (45, "pounds"),
    },
    "16-suppressed-and-odd-cells/report.*": {
        ("Staff in post", "Marlford"): (34, "count"),
        ("Staff in post", "Denby"): (8, "count"),
        ("Deaths", "Marlford"): (None, "count"),
        ("Deaths", "Denby"): (0, "count"),
        ("Reports on time", "Marlford"): (None, "percent"),
        ("Reports on time", "Denby"): (None, "percent"),
        ("Officers", "Marlford"): (34.5, "count"),
        ("Officers", "Denby"): (36, "count"),
        ("Provisional caseload", "Marlford"): (41, "count"),
        ("Provisional caseload", "Denby"): (44, "count"),
        ("Average caseload", "Marlford"): (34.5, "count"),
        ("Average caseload", "Denby"): (36, "count"),
        ("Officers to managers", "Marlford"): (None, "ratio"),
        ("Officers to managers", "Denby"): (None, "ratio"),
        ("Plans on time", "Marlford"): (12, "count"),
        ("Plans on time", "Denby"): (None, "ratio"),
        ("About", "Marlford"): (40, "count"),
        ("About", "Denby"): (2.5, "days"),
    },
    "17-units-column/report.*": {
        ("Vacancy rate", "2020"): (12, "percent"),
        ("Vacancy rate", "2021"): (14, "percent"),
        ("Sickness", "2020"): (9, "days"),
        ("Sickness", "2021"): (11, "days"),
        ("Budget", "2020"): (812_000, "pounds"),
        ("Budget", "2021"): (799_000, "pounds"),
    },
    "18-struck-out/report.*": {("Officers", "In post"): (34, "count"), ("Managers", "In post"): (8, "count")},
    "20-hidden-by-class/*.html": STAFFING,
    "21-content-in-a-furniture-class/sidebar.html": {
        ("Vacancy rate", "Value"): (21, "percent"),
        ("Average caseload", "Value"): (47, "count"),
    },
    "21-content-in-a-furniture-class/social.html": {
        ("North", "Staff"): (12, "count"),
        ("South", "Staff"): (9, "count"),
    },
    "28-two-columns-and-a-table/*.pdf": {
        ("Probation officers", "In post"): (34, "count"),
        ("Managers", "In post"): (8, "count"),
    },
    "33-level-watermark/report.pdf": WITH_ADMINISTRATORS,
    "34-table-in-a-cell/report.*": {
        ("North", "Staff"): (12, "count"),
        ("South", "Staff"): (9, "count"),
        ("of whom new", ""): (3, "count"),
        ("of whom agency", ""): (2, "count"),
    },
}

# What the prose of a file says, as kind, value or numerator, denominator or upper bound, and the word before it.
Said = tuple[str, float | None, float | None, str]
QUANTITIES: dict[str, set[Said]] = {
    "10-raised-marks/report.*": {("percent", 57, None, ""), ("count", 45, None, ""), ("count", 27, None, "")},
    "11-spaces-as-thousands/report.*": {
        (k, n, None, "") for k, n in (("count", 1234), ("count", 3308), ("count", 2150))
    },
    "12-hundreds-in-words/report.*": {("count", number, None, "") for number in (240, 120, 101, 365, 2100)},
    "14-numbers-that-name/report.*": set(),
    "15-ranges/report.*": {
        ("percent", 20, 30, "some"),
        ("percent", 40, 50, ""),
        ("percent", 5, 6, "about"),
        ("count", 12, 15, ""),
        ("count", 10, 12, ""),
        ("words", None, None, "around"),
    },
    "18-struck-out/report.docx": {("percent", 61, None, ""), ("fraction", 19, 31, "")},
    "18-struck-out/report.[hp]*": {("percent", 57, None, ""), ("percent", 61, None, ""), ("fraction", 19, 31, "")},
    "19-hidden-layer/report.pdf": {("percent", 57, None, "")},
    "20-hidden-by-class/*.html": set(),
    "21-content-in-a-furniture-class/feedback.html": {("percent", 61, 40, "")},
    "21-content-in-a-furniture-class/social.html": {("fraction", 21, 40, "")},
    "31-form-fields-and-notes/report.pdf": {
        ("percent", 57, None, ""),
        ("fraction", 21, 40, ""),
        ("fraction", 13, 40, ""),
    },
}
USUAL: set[Said] = {("count", number, None, "") for number in (2, 30, 12)}  # counties and cases that every report names

# Number and addressee of each recommendation, without those printed again, and how many parts each has.
PDU = "Marlford PDU"
RECOMMENDATIONS: dict[str, list[tuple[str, str]]] = {
    "18-struck-out/report.*": [("1", PDU), ("3", PDU)],
    "22-sub-points-as-recommendations/nested.*": [("1", PDU), ("2", PDU), ("3", PDU)],
    "22-sub-points-as-recommendations/after.*": [("", PDU), ("", PDU)],
    "23-recommendation-forms/R1.html": [("R1", PDU), ("R2", PDU), ("R3", PDU)],
    "23-recommendation-forms/colon.html": [("1", PDU), ("2", PDU), ("3", "HMPPS")],
    "23-recommendation-forms/decimal.html": [("1.1", PDU), ("1.2", PDU), ("1.3", PDU)],
    "23-recommendation-forms/lettered.html": [("1a", PDU), ("1b", PDU), ("2", PDU)],
    "23-recommendation-forms/headings.html": [
        ("1", PDU),
        ("2", "HM Prison and Probation Service"),
        ("3", "the region"),
    ],
    "23-recommendation-forms/numbered-table.html": [("1", PDU), ("2", PDU)],
    "23-recommendation-forms/table.html": [("1", PDU), ("2", "HMPPS")],
    "23-recommendation-forms/prose.html": [("", PDU), ("", "HMPPS")],
    "24-addressee-carried-over/deadline.html": [("1", PDU), ("2", "the South Fen region"), ("3", "the PDU")],
    "24-addressee-carried-over/several.html": [
        ("1", "Marlford PDU and South Fen region"),
        ("2", "Marlford PDU and South Fen region"),
        ("3", "HM Prison and Probation Service and the Ministry of Justice"),
        ("4", "the Chief Probation Officer"),
    ],
    "25-recommendations-printed-again/report.*": [("1", PDU), ("2", PDU)],
}
DATES = {
    "second-week": ("2022-01-10", "", "2022-03"),
    "between": ("2019-11-04", "2019-11-15", "2022-03"),
    "range": ("2019-11", "2020-01", "2022-03"),
    "abbreviated": ("2022-01-10", "", "2022-03"),
    "day": ("2022-01-10", "", "2022-03-09"),
}
# Kind and number of the findings of files that need no pack of their own.
FINDINGS = {
    "01-joined-words.pdf": ["area_for_improvement"] * 2,
    "02-gap-in-prose.pdf": ["strength"] * 5,
    "06-one-column-table.pdf": ["area_for_improvement"] * 2,
    "11-label-then-subheading.txt": ["strength"] * 2 + ["area_for_improvement"] * 3,
    "14-sub-bullets.txt": ["area_for_improvement"] * 2,
    "21-intro-between-label-and-list.txt": ["area_for_improvement"] * 2,
    "22-label-subheading-numbered.txt": ["priority_action"] + ["area_for_improvement"] * 2,
}


def each(wanted: dict[str, Any]) -> list[Any]:
    """Every file that a pattern names, with what it must give."""
    return [
        pytest.param(path, right, id="/".join(path.parts[-2:]))
        for pattern, right in wanted.items()
        for path in sorted((CASES / "reported").glob(pattern))
    ]


def rows(found: Extraction, table: str) -> tuple[Any, ...]:
    return found.records[table]


def unread(path: Path) -> set[str]:
    """The kinds of things that coverage doubts in a file."""
    return {row.kind for row in rows(reading(path), "unread")}


@pytest.mark.parametrize("path, wanted", each(STATISTICS))
def test_figures_of_tables(path: Path, wanted: dict[tuple[str, ...], Any]) -> None:
    found = rows(reading(path), "statistics")
    names = [(*filter(None, (row.category, row.label)), row.group) for row in found]
    assert dict(zip(names, ((row.value, row.unit) for row in found), strict=True)) == wanted
    assert len({(row.table, *name) for row, name in zip(found, names, strict=True)}) == len(names)


@pytest.mark.parametrize("path", [pytest.param(p, id=p.suffix) for p in sorted(CASES.glob("reported/07-*/report.*"))])
def test_cells_of_a_count_and_a_percentage(path: Path) -> None:
    found = [(row.label, row.group, row.value, row.unit) for row in rows(reading(path), "statistics")]
    for label, group, count, share in (("Women", "Marlford", 31, 48), ("Men", "Marlford", 31, 48)):
        assert {row[2:] for row in found if row[:2] == (label, group)} == {(count, "count"), (share, "percent")}
    assert {row[2:] for row in found if row[0] == "Reports on time"} == {(91, "percent"), (84, "percent")}
    assert ("Waiting for a course", "Marlford", 3, "weeks") in found
    assert {row[2:] for row in found if row[:2] == ("Spent on training", "Region")} == {
        (9000, "pounds"),
        (4, "percent"),
    }


@pytest.mark.parametrize("path, wanted", each(QUANTITIES))
def test_figures_of_prose(path: Path, wanted: set[Said]) -> None:
    said = set()
    for row in rows(reading(path), "quantities"):
        value = row.numerator if row.kind in ("count", "fraction") else row.value
        other = row.upper if row.upper is not None else row.denominator
        said.add((row.kind, value, other, row.qualifier.casefold()))
    counties = {("count", 2, None, "")} if path.suffix == ".docx" else set()
    assert said | counties | ({("count", 30, None, "")} if "14-" in path.parts[-2] else set()) == wanted | USUAL


def test_bounds_stand_in_what_was_printed() -> None:
    found = [
        (row.value if row.kind == "percent" else row.numerator, row.qualifier.casefold(), row.as_printed)
        for row in rows(reading(CASES / "reported/13-bounds/report.txt"), "quantities")
    ]
    assert [row[:2] for row in found] == [(10, "no more than"), (20, "at least"), (5, "fewer than"), (40, "nearly")]
    assert all(printed.casefold().startswith(word) for _, word, printed in found)


@pytest.mark.parametrize("path, wanted", each(RECOMMENDATIONS))
def test_recommendations(path: Path, wanted: list[tuple[str, str]]) -> None:
    found = rows(reading(path), "recommendations")
    assert [(row.number, row.addressee) for row in found if not row.parent and not row.same_as] == wanted
    struck = "18-" in path.parts[-2]  # the item between those that are left
    alone = {"list_items"} if path.stem == "after" else set()  # a list that is none of recommendations
    assert unread(path) - {"headings"} <= ({"recommendations", "list_items"} if struck else alone)


def test_parts_of_recommendations_and_findings() -> None:
    folder = CASES / "reported" / "22-sub-points-as-recommendations"
    for name in ("nested.html", "nested.pdf"):
        parts = [row.parent for row in rows(reading(folder / name), "recommendations") if row.parent]
        assert parts == ["main/1", "main/1", "main/2", "main/2"]
    found = rows(reading(folder / "findings.html"), "findings")
    assert [row.kind for row in found if not row.parent] == ["strength", "strength", "area_for_improvement"]
    assert sum(bool(row.parent) for row in found) == 2
    assert unread(folder / "findings.html") == {"headings"}


def test_deadlines_are_no_part_of_a_name() -> None:
    deadlines = {
        name: [row.deadline.casefold() for row in rows(reading(path), "recommendations")]
        for name in ("23-recommendation-forms/table.html", "24-addressee-carried-over/deadline.html")
        for path in (CASES / "reported" / name,)
    }
    assert list(deadlines.values()) == [
        ["31 march 2023", "30 june 2023"],
        ["by 31 march 2023", "within six months", "immediately"],
    ]


def test_what_is_printed_again_names_the_original() -> None:
    for suffix in ("html", "pdf"):
        found = rows(reading(CASES / f"reported/25-recommendations-printed-again/report.{suffix}"), "recommendations")
        assert [row.same_as for row in found if row.same_as] == ["main/1", "main/2"] * 2


@pytest.mark.parametrize("name", DATES)
def test_dates(name: str) -> None:
    (row,) = rows(reading(CASES / "reported" / "26-dates-of-fieldwork" / f"{name}.html"), "reports")
    assert (row.fieldwork_start, row.fieldwork_end, row.published) == DATES[name]


def test_ratings_are_those_of_this_inspection() -> None:
    for path in sorted((CASES / "reported" / "04-previous-rating-first").rglob("*.pdf")):
        found = rows(reading(path), "ratings")
        assert {row.ref: row.rating for row in found if row.level == "standard"} == STANDARDS, path.name


def test_a_benchmark_is_not_the_service() -> None:
    folder = CASES / "reported" / "01-benchmark-column"
    for name, wanted in (("a", [58, 69, 63]), ("b", [78, 79, 83]), ("neighbours/years", [58, 69, 63])):
        found = rows(reading(folder / f"{name}.pdf"), "key_questions")
        assert [row.percent for row in found if row.group == "all"] == wanted
        assert not [row for row in found if not row.group]
    answers = rows(reading(folder / "neighbours" / "yes-no.pdf"), "key_questions")
    assert [row.percent for row in answers if row.group == "all"] == [58, 69, 63]


@pytest.mark.skipif(not LONG, reason="pages are recognised; `make long` does it")
@pytest.mark.parametrize(
    "name", ["27-unreadable-heading-font/all", "27-unreadable-heading-font/bold", "32-table-as-picture/report"]
)
def test_words_that_had_to_be_recognised(name: str) -> None:
    pytest.importorskip("rapidocr", reason="the engine that recognises words is not installed")
    found = reading(CASES / "reported" / f"{name}.pdf")
    assert {(row.label, row.group): (row.value, row.unit) for row in rows(found, "statistics")} == WITH_ADMINISTRATORS
    assert len(rows(found, "recommendations")) == 2
    assert "recognised (OCR)" in found.message


def test_what_could_not_be_read_is_told() -> None:
    told = {
        name: reading(CASES / "reported" / name).message
        for name in ("30-portfolio/portfolio.pdf", "30-portfolio/attachment.pdf", "32-table-as-picture/report.html")
    }
    assert ["report.pdf" in told[name] for name in list(told)[:1]] == [True]
    assert "annex.pdf" in told["30-portfolio/attachment.pdf"]
    assert "picture" in told["32-table-as-picture/report.html"]


def test_what_was_right_stays_so() -> None:
    folder = CASES / "reported" / "00-right"
    scanned = () if LONG else ("s-mixed90", "s-mixed180")  # pages that are recognised
    for path in sorted(path for path in folder.iterdir() if path.suffix != ".md" and path.stem not in scanned):
        found = rows(reading(path), "ratings")
        assert {row.ref: row.rating for row in found if row.level == "standard"} == STANDARDS, path.name
        assert [row.number for row in rows(reading(path), "recommendations")] == ["1", "2"], path.name


def test_two_columns_are_read_one_after_the_other() -> None:
    for path in sorted((CASES / "reported" / "28-two-columns-and-a-table").glob("*.pdf")):
        found = reading(path)
        assert {row.table for row in rows(found, "statistics")} == {"Staffing by grade"}, path.name
        assert "Managers knew of this" in found.report.text
        assert not [section for section in found.report.sections if "DRAFT" in section.title]


@pytest.mark.parametrize("name", FINDINGS)
def test_findings_of_published_kinds(name: str) -> None:
    found = rows(reading(CASES / "published" / name), "findings")
    assert [row.kind for row in found if not row.parent] == FINDINGS[name]


def test_words_tables_and_titles_of_published_kinds() -> None:
    def text(name: str) -> str:
        return reading(CASES / "published" / name).report.text

    assert "children’s care plans" in text("01-joined-words.pdf") and "results in all" in text("01-joined-words.pdf")
    for name in ("02-gap-in-prose", "03-hanging-numbers-white-shading", "04-page-number-as-figure"):
        found = reading(CASES / "published" / f"{name}.pdf")
        assert not rows(found, "tables") and not rows(found, "statistics")
    assert (
        rows(reading(CASES / "published" / "02-gap-in-prose.pdf"), "reports")[0].title == "Inspection of Tarn services"
    )
    assert len(rows(reading(CASES / "published" / "05-keyerror-tab-box.pdf"), "tables")) == 3
    letter = rows(reading(CASES / "published" / "10-letter-title.pdf"), "reports")[0]
    assert letter.title == "Focused visit to Tarn children’s services"
    banner = reading(CASES / "published" / "09-banner-heading.pdf").report.sections
    assert {"Executive summary", "The experiences of children who need help", "Leadership and governance"} <= {
        section.title for section in banner
    }
    (overall, *_) = rows(reading(CASES / "published" / "08-overall-in-table-row.pdf"), "ratings")
    assert (overall.level, overall.rating) == ("overall", SOME)


def test_recommendations_and_subjects_of_published_kinds() -> None:
    folder = CASES / "published"
    bare = rows(reading(folder / "13-bare-bullets-under-recommendations.txt"), "recommendations")
    numbered = rows(reading(folder / "19-numbered-recommendation-headings.txt"), "recommendations")
    assert len(bare) == 2 and [row.number for row in numbered] == ["1", "2"]
    subjects = [row.subject for row in rows(reading(folder / "18-possessive-subject.txt"), "quantities")]
    assert subjects == ["children", "homes", "posts"]


def test_packs_of_published_kinds() -> None:
    folder = CASES / "published"
    (visit,) = rows(extract_file(folder / "15-date-range/visit.txt", load_packs(folder / "15-date-range")), "reports")
    assert (visit.fieldwork_start, visit.fieldwork_end) == ("2023-01-16", "2023-01-27")
    forms = folder / "16-judgement-forms"
    packs = load_packs(forms)
    judged = {
        path.stem: {(row.part, row.standard_id): row.rating for row in rows(extract_file(path, packs), "ratings")}
        for path in forms.glob("*.txt")
    }
    poor, fair = "Poor", "Reasonably good"
    assert judged["graded-columns"] == {("main", "safety"): GOOD, ("main", "respect"): fair, ("main", "activity"): poor}
    assert judged["grid"] == {
        (part, standard): label
        for part, labels in (("outpatients", (GOOD, poor, fair, GOOD)), ("maternity", (poor, GOOD, GOOD, poor)))
        for standard, label in zip(("safety", "respect", "activity", ""), labels, strict=True)
    }
    assert judged["prose-and-heading"].items() >= {("main", ""): GOOD, ("main", "respect"): GOOD}.items()
    result = CliRunner().invoke(app, ["packs", "check", str(folder / "17-unknown-rule-id")])
    assert result.exit_code == 1 and "ratings.overall" in result.stderr and "2 faults" in result.stderr


@pytest.mark.parametrize("path", [pytest.param(p, id=p.stem) for p in sorted(CASES.glob("tables/*.pdf"))])
def test_tables_have_their_grids(path: Path) -> None:
    report = load(path)
    found = [[[report.words(cell).strip() for cell in row] for row in b.table.rows()] for b in report.blocks if b.table]
    assert found == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["tables"]


def test_one_change_in_a_clean_report() -> None:
    """Nothing shifts, and what is in doubt is told."""
    clean, changed = (reading(CASES / "trust" / name) for name in ("00-clean.txt", "01-header-over-two-lines.txt"))

    def figures(found: Extraction) -> list[tuple[Any, ...]]:
        return [(row.item, row.group, row.percent) for row in rows(found, "key_questions")]

    assert figures(changed) == figures(clean) and len(figures(clean)) == 220
    (report,) = rows(reading(CASES / "trust" / "03-overall-label-with-note.txt"), "reports")
    assert report.overall_rating == SOME
    paged = rows(reading(CASES / "trust" / "04-page-number-in-recommendation.txt"), "recommendations")
    assert [row.text for row in paged] == [row.text for row in rows(clean, "recommendations")]
    noted = rows(reading(CASES / "trust" / "07-progress-with-note.txt"), "progress")
    assert [(row.category, row.improvement_required) for row in noted] == [
        (row.category, row.improvement_required) for row in rows(clean, "progress")
    ]


@pytest.mark.parametrize("path", [pytest.param(p, id=p.name) for p in sorted(CASES.glob("robust/*.[th]*"))])
def test_no_damaged_report_ends_in_a_fault(path: Path) -> None:
    assert reading(path).status in ("ok", "partial")


def test_faults_of_files_end_as_they_should(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb"
    bomb.mkdir()
    (bomb / "bomb.yaml").write_bytes((CASES / "robust" / "bomb.yaml").read_bytes())
    result = CliRunner().invoke(app, ["packs", "check", str(bomb)])
    assert result.exit_code == 1 and result.stderr.endswith("1 fault\n")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict[str, str]]]:
    """Files and reports, by source, of one run over what only a run shows: re-issues, forms, archives, a slow rule."""
    out = tmp_path_factory.mktemp("shared_cases") / "out"
    sources = ("reported/05-corrected-reissue/in", "reported/29-zip-of-reports", "robust/forms")
    names = ("robust/poison-run-shipped-packs.txt", "trust/06-statistics.txt", "trust/history/idmove/z-september.txt")
    run([CASES / name for name in (*sources, *names, "trust/history/corrected")], out)
    tables: dict[str, dict[str, dict[str, str]]] = {}
    for name in ("files", "reports", "checks"):
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows_of = list(csv.DictReader(file))
        tables[name] = {row.get("source") or f"{row['report_id']} {row['check']} {row['item']}": row for row in rows_of}
    return tables


def test_no_report_is_lost_for_another(ran: Any) -> None:
    status = {source: row["status"] for source, row in ran["files"].items()}
    assert set(status.values()) <= {"ok", "partial", "skipped"}
    assert all(status[f"premises-00{number}.txt"] == "partial" for number in range(5))
    assert status["deflated.zip/rct.pdf"] == "partial" and status["poison-run-shipped-packs.txt"] == "ok"
    told = {source: row["message"] for source, row in ran["files"].items()}
    assert "same bytes as deflated.zip/rct.pdf" in told["stored.zip/rct.pdf"]
    assert "no report" in told["expected.md"]  # words about the first bytes of a PDF are none


def test_a_corrected_issue_replaces_and_is_told(ran: Any) -> None:
    told = {source: row["message"] for source, row in ran["files"].items()}
    reports = ran["reports"]
    assert "replaced by b.pdf" in told["a.pdf"] and "main/1.3" in told["b.pdf"]
    assert (reports["a.pdf"]["overall_score"], reports["b.pdf"]["overall_score"]) == ("6", "5")
    assert "overall score (12; 10)" in told["a-first.txt"] and "main/1.2" in told["b-corrected.txt"]
    assert reports["z-september.txt"]["report_id"] == "tarnbury-moor-pdu-2021-12"


def test_a_figure_that_cannot_be_is_told(ran: Any) -> None:
    report_id = ran["reports"]["06-statistics.txt"]["report_id"]
    told = [row for row in ran["checks"].values() if row["report_id"] == report_id and row["check"] == "parts-add-up"]
    assert ("warn", "529") in {(row["status"], row["observed"]) for row in told}
