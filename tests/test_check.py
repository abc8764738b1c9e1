"""Checks of fictional rows: every status of every check, one planted fault found and nothing else, odd datasets."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import extractor
from extractor.check import ACROSS, CHECKS, check, checked, processes
from extractor.check.inside.contents import listed
from extractor.cli import app
from extractor.dataset.extracted import Extracted
from extractor.domain.numerals import bounds, count
from extractor.load import load_text
from extractor.packs import load_packs
from extractor.pipeline import extract_report
from extractor.records import (
    TABLES,
    Check,
    Evidence,
    KeyQuestion,
    Progress,
    Provider,
    Quantity,
    Rating,
    Recommendation,
    Record,
    Report,
    Section,
    Statistic,
)
from tests.cached_readings import LONG
from tests.generator import FRAMEWORKS, make_report
from tests.generator.corpus import make_corpus
from tests.generator.questions import all_standards

Tables = dict[str, list[Record]]
TEXT = "An inspection of probation services in: Tarn PDU\n\nFigures.\n"
ID = "tarn-pdu-2022"
POINTS = {"Outstanding": 3.0, "Good": 2.0, "Requires improvement": 1.0, "Inadequate": 0.0}
GOOD, LOW, BAD, BEST = "Good", "Requires improvement", "Inadequate", "Outstanding"
ASKED = "Does assessment focus sufficiently on "
ASSESSMENT = {
    "engagement": f"{ASKED}engaging the person on probation?",
    "desistance": f"{ASKED}the factors linked to offending and desistance?",
    "safety": f"{ASKED}keeping other people safe?",
}


def cited(start: int = 0, end: int = 2) -> Evidence:
    text = TEXT + "x" * 5000
    return Evidence(text, start=start, end=end, quote=text[start:end])


def about(report_id: str = ID, framework: str = "hmip-pdu-2021", **values: Any) -> Report:
    """A report; by default of a delivery unit with 40 and 22 cases."""
    cases = {
        "cases_inspected": {"quote": "40 community cases and 22", "rule": "hmip-pdu-2021/metadata.cases_inspected"}
    }
    given_ = {"provider": "Tarn PDU", "provider_type": "PDU", "region": "Fells", "report_type": "inspection"}
    return Report(
        report_id=report_id,
        framework=framework,
        evidence_of=json.dumps(cases),
        **(given_ | {"cases_inspected": 62} | values),
    )


def rating(item: str, label: str = "", level: str = "standard", **values: Any) -> Rating:
    points = values.pop("points", POINTS.get(label))
    values = {"provider": "Tarn PDU", "report_id": ID, "points": points} | values
    return Rating(item=item, level=level, rating=label, evidence=cited(), **values)


def asked(question: str, group: str, percent: float | None, **values: Any) -> KeyQuestion:
    """A row of the table on assessment."""
    known = {
        "report_id": ID,
        "standard_ref": "2.2",
        "standard_id": "assessment",
        "level": "key_question",
        "question": ASSESSMENT.get(question, question),
        "question_id": f"assessment.{question}",
        "table": "Assessment",
    } | values
    return KeyQuestion(item=f"2.2/{question}/{group}", group=group, percent=percent, evidence=cited(), **known)


def recommendation(number_: str, **values: Any) -> Recommendation:
    return Recommendation(
        **({"report_id": ID, "item": f"main/{number_}", "number": number_, "part": "main"} | values),
        evidence=values.pop("evidence", None) or cited(2000, 2005),
    )


def figure(words: str, value: float, sentence: str, **values: Any) -> Quantity:
    known = {"report_id": ID, "item": f"2.2/{words}", "section_ref": "2.2", "kind": "percent", "value": value}
    return Quantity(**(known | {"as_printed": words, "sentence": sentence} | values), evidence=cited())


def rows(data: Tables, text: str = TEXT, report_ids: tuple[str, ...] = (ID,)) -> tuple[Check, ...]:
    return check(Extracted({"reports": [about()]} | data, dict.fromkeys(report_ids, text)))


def statuses(name: str, data: Tables, text: str = TEXT) -> dict[str, str]:
    """Status by item of what one check says."""
    return {row.item: row.status for row in rows(data, text) if row.check == name}


def found(data: Tables, text: str = TEXT) -> dict[tuple[str, str], str]:
    """Status by check and item of what warns or fails."""
    return {(row.check, row.item): row.status for row in rows(data, text) if row.status in ("warn", "fail")}


def standards(*labels: str) -> list[Record]:
    return [rating(f"main/1.{n}", label, ref=f"1.{n}", standard_id=f"s{n}") for n, label in enumerate(labels, 1)]


def overall(label: str = "", **values: Any) -> Rating:
    return rating("main/overall", label, "overall", **values)


# The generator prints vacancy rates below 0, as reports do.
NEGATIVE_SHARES = {"share-between-0-and-100"}
NPS: Tables = {"reports": [about(framework="hmip-probation-2018", overall_rating="")]}


# --- scores ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("label", "status"), [(GOOD, "pass"), ("Splendid", "fail")])
def test_labels_are_on_the_scale(label: str, status: str) -> None:
    item = "report" if status == "pass" else "main/1.1"
    assert statuses("rating-on-scale", {"ratings": standards(label)}) == {item: status}


def test_points_are_those_of_the_label() -> None:
    assert statuses("rating-on-scale", {"ratings": [rating("main/1.1", GOOD, points=3.0)]}) == {"main/1.1": "fail"}
    assert statuses("rating-on-scale", {"ratings": []}) == {"report": "not_applicable"}


@pytest.mark.parametrize(("score", "status"), [(5.0, "pass"), (6.0, "fail"), (None, "not_applicable")])
def test_score_is_the_sum_of_points(score: float | None, status: str) -> None:
    data: Tables = {"ratings": [overall(LOW, score=score), *standards(GOOD, BEST, BAD)]}
    assert statuses("score-equals-sum-of-points", data) == {"main/overall": status}


@pytest.mark.parametrize(("most", "status"), [(9.0, "pass"), (12.0, "fail"), (None, "not_applicable")])
def test_maximum_is_three_points_a_standard(most: float | None, status: str) -> None:
    data: Tables = {"ratings": [overall(LOW, score=5.0, score_max=most), *standards(GOOD, BEST, BAD)]}
    assert statuses("score-maximum-is-points-x-standards", data) == {"main/overall": status}


@pytest.mark.parametrize(
    ("score", "label", "status"),
    [(15.0, LOW, "pass"), (16.0, LOW, "fail"), (16.0, GOOD, "pass"), (None, LOW, "not_applicable")],
)
def test_overall_rating_is_the_band_of_the_score(score: float | None, label: str, status: str) -> None:
    data = NPS | {"ratings": [overall(label, score=score, score_max=30.0)]}
    assert statuses("overall-rating-equals-band-of-points", data) == {"main/overall": status}


@pytest.mark.parametrize(("label", "status"), [(GOOD, "pass"), (LOW, "fail")])
def test_score_that_is_not_printed_is_the_sum_of_points(label: str, status: str) -> None:
    data = NPS | {"ratings": [overall(label), *standards(*[GOOD] * 6, *[LOW] * 4)]}
    assert statuses("overall-rating-equals-band-of-points", data) == {"main/overall": status}
    few = NPS | {"ratings": [overall(label), *standards(*[GOOD] * 6)]}
    assert statuses("overall-rating-equals-band-of-points", few) == {"main/overall": "not_applicable"}


def test_framework_without_bands_is_not_judged_by_those_of_another() -> None:
    data: Tables = {"ratings": [overall(BAD, score=26.0, score_max=27.0)]}
    assert statuses("overall-rating-equals-band-of-points", data) == {"main/overall": "not_applicable"}


# --- cases ----------------------------------------------------------------------------------------------------------


def assessment(label: str, *percents: float) -> Tables:
    names = list(ASSESSMENT)[: len(percents)]
    judged = rating("main/2.2", label, ref="2.2", standard_id="assessment")
    return {
        "ratings": [judged],
        "key_questions": [asked(name, "all", p) for name, p in zip(names, percents, strict=True)],
    }


@pytest.mark.parametrize(
    ("label", "percents", "status"),
    [
        (BAD, (68, 68, 47), "pass"),
        (GOOD, (80, 65, 90), "pass"),
        (LOW, (68, 68, 47), "warn"),  # three points below the boundary at 50
        (LOW, (69, 90, 90), "warn"),
        (LOW, (71, 90, 90), "fail"),
        (GOOD, (68, 68, 47), "fail"),  # two bands off
        (LOW, (68, 68, 44), "fail"),
        (GOOD, (80, 65), "not_applicable"),
    ],
)
def test_rating_is_the_band_of_the_lowest_question(label: str, percents: tuple[float, ...], status: str) -> None:
    assert statuses("rating-equals-band-of-lowest-key-question", assessment(label, *percents)) == {"main/2.2": status}


def test_a_case_may_be_more_than_five_points() -> None:
    data = assessment(LOW, 68, 68, 43) | {"reports": [about(cases_inspected=10)]}
    assert statuses("rating-equals-band-of-lowest-key-question", data) == {"main/2.2": "warn"}


@pytest.mark.parametrize(
    ("leadership", "cases", "status"),
    [
        (LOW, [BAD, LOW, BAD, LOW], "pass"),
        (GOOD, [BAD, LOW, BAD, LOW], "warn"),
        (GOOD, [BAD, GOOD, BAD, LOW], "not_applicable"),
        (GOOD, [BAD, LOW], "not_applicable"),
    ],
)
def test_leadership_is_limited_by_cases(leadership: str, cases: list[str], status: str) -> None:
    names = ("assessment", "planning", "implementation", "reviewing")
    listed = [rating(f"main/2.{n}", label, standard_id=names[n]) for n, label in enumerate(cases)]
    court = rating("main/2.9", BEST, standard_id="court-work")
    data: Tables = {"ratings": [rating("main/1.1", leadership, standard_id="leadership"), court, *listed]}
    assert statuses("leadership-within-limit-of-cases", data) == {"main/1.1": status}


@pytest.mark.parametrize(
    ("whole", "status"), [(68, "pass"), (67, "pass"), (66, "warn"), (76, "warn"), (62, "fail"), (78, "fail")]
)
def test_all_cases_lie_between_their_groups(whole: float, status: str) -> None:
    lines = [asked("safety", g, p) for g, p in (("community", 63), ("post_release", 77), ("all", whole))]
    assert statuses("all-cases-from-groups", {"key_questions": lines}) == {"2.2/safety/all": status}


def test_groups_whose_sizes_are_not_known_must_only_lie_around() -> None:
    lines: list[Record] = [asked("safety", g, p) for g, p in (("community", 63), ("post_release", 77), ("all", 76))]
    for other in ({"cases_inspected": 60}, {"evidence_of": "no JSON"}, {"evidence_of": "[]"}):
        values = {**about().as_row(), **other}
        data: Tables = {"reports": [Report(**values)], "key_questions": lines}
        assert statuses("all-cases-from-groups", data) == {"2.2/safety/all": "pass"}
    assert statuses("all-cases-from-groups", {}) == {"report": "not_applicable"}


# --- tables ---------------------------------------------------------------------------------------------------------


def test_questions_that_a_table_lacks_warn() -> None:
    whole = assessment(BAD, 68, 68, 47)
    assert statuses("key-questions-complete", whole) == {"2.2": "pass"}
    assert statuses("key-questions-complete", assessment(GOOD, 68, 68)) == {"2.2": "warn"}
    unknown: Tables = {"key_questions": [asked("x", "all", 3, standard_id="baking", standard_ref="9.9")]}
    assert statuses("key-questions-complete", unknown) == {"9.9": "not_applicable"}


def test_prompts_stand_under_a_question() -> None:
    def prompt(under: str) -> KeyQuestion:
        return asked("Is it written?", "all", 40, level="prompt", key_question=under)

    asked_: list[Record] = [asked("safety", "all", 47)]
    name = "prompts-under-key-questions"
    assert statuses(name, {"key_questions": [*asked_, prompt(ASSESSMENT["safety"])]}) == {"assessment": "pass"}
    assert statuses(name, {"key_questions": [*asked_, prompt(ASSESSMENT["engagement"])]}) == {"assessment": "warn"}
    assert statuses(name, {"key_questions": asked_}) == {"report": "not_applicable"}
    asked_ += [asked("engagement", "all", 40)]
    for question, told in (("safety", {"assessment": "pass"}), ("engagement", {"assessment": "pass", "x": "warn"})):
        harm = replace(prompt(ASSESSMENT[question]), item="x", question="Is any risk of harm analysed?")
        assert statuses(name, {"key_questions": [*asked_, harm]}) == told


def test_words_of_prompts_tell_their_questions() -> None:
    known = load_packs()["hmip-pdu-2021"].questions
    listed = [(known.find(key), prompts) for one in all_standards().values() for key, prompts in one.items()]
    told = [(found, known.under(prompt, found[1])) for found, prompts in listed if found for prompt, _ in prompts]
    assert all(wanted in (set(), {found[0]}) for found, wanted in told)
    assert sum(bool(wanted) for _, wanted in told) > 30


def test_groups_that_a_line_lacks_warn() -> None:
    lines: list[Record] = [asked(name, group, 50) for name in ASSESSMENT for group in ("all", "community")]
    item = "2.2/key_question/Assessment"
    assert statuses("groups-complete", {"key_questions": lines}) == {item: "pass"}
    assert statuses("groups-complete", {"key_questions": lines[:-1]}) == {item: "warn"}
    assert statuses("groups-complete", {}) == {"report": "not_applicable"}


# --- prints, counts, lists ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("again", "status"), [(["Good", "GOOD"], "pass"), (["Good", "Inadequate"], "fail"), ([], "not_applicable")]
)
def test_a_rating_is_the_same_in_every_print(again: list[str], status: str) -> None:
    prints = json.dumps([{"start": 1, "end": 2, "page": None, "quote": quote} for quote in again])
    item = "report" if status == "not_applicable" else "main/1.1"
    data: Tables = {"ratings": [rating("main/1.1", GOOD, printed_again=prints)]}
    assert statuses("ratings-agree-between-prints", data) == {item: status}


def test_a_score_is_the_same_in_every_print() -> None:
    for quote, status in (("48%", "pass"), ("84%", "fail")):
        row = rating("main/B1", level="criterion", percent=48.0, printed_again=json.dumps([{"quote": quote}]))
        assert statuses("ratings-agree-between-prints", {"ratings": [row]}) == {"main/B1": status}


def test_later_prints_are_quoted_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(make_report("hmip-probation-2018", 3).pdf)
    report = extractor.extract(path)
    again = [told for row in report.rows("ratings") for told in json.loads(row.printed_again)]
    assert len(again) >= len(report.ratings)
    for told in again:
        assert report.text()[told["start"] : told["end"]] == told["quote"]
        assert told["page"] == report.report.page_of(told["start"])


def test_overall_rating_is_that_of_the_report() -> None:
    data: Tables = {"reports": [about(overall_rating=GOOD)], "ratings": [overall(LOW)]}
    assert statuses("ratings-agree-between-prints", data) == {"main/overall/reports": "fail"}


def numbered(*numbers: str) -> Tables:
    return {"recommendations": [recommendation(one) for one in numbers]}


@pytest.mark.parametrize(
    ("numbers", "status"),
    [
        ("123", "pass"),
        ("124", "fail"),
        ("132", "fail"),
        ("122", "fail"),
        (["", ""], "not_applicable"),
        (["1", "", "3"], "fail"),
    ],
)
def test_recommendations_are_numbered_through(numbers: list[str], status: str) -> None:
    assert statuses("recommendation-numbers", numbered(*numbers)) == {"main": status}


@pytest.mark.parametrize(
    ("lists", "status"),
    [
        ([("key_concern", "The mate", "12"), ("recommendation", "The cook", "123")], "pass"),
        ([("recommendation", "The mate", "12"), ("recommendation", "The cook", "12")], "pass"),
        ([("key_concern", "The mate", "1"), ("key_concern", "The cook", "2"), ("recommendation", "", " ")], "pass"),
        ([("key_concern", "", "1"), ("recommendation", "", "12"), ("key_concern", "", "2")], "pass"),
        ([("key_concern", "", "1"), ("recommendation", "", "12"), ("key_concern", "", "3")], "fail"),
        ([("key_concern", "The mate", "12"), ("recommendation", "The cook", "13")], "fail"),
        ([("recommendation", "The mate", "12"), ("recommendation", "The mate", "12")], "fail"),
    ],
)
def test_lists_of_another_kind_or_to_others_may_begin_anew(lists: list[tuple[str, str, str]], status: str) -> None:
    rows = [
        replace(recommendation(one.strip()), kind=kind, addressee=who)
        for kind, who, numbers in lists
        for one in numbers
    ]
    assert statuses("recommendation-numbers", {"recommendations": rows}) == {"main": status}


@pytest.mark.parametrize(
    ("lists", "odd"),
    [
        ([("The mate", "row row row stop."), ("The cook", "stop.")], ""),
        ([("The mate", "row row row stop. row stop.")], "main/4"),  # the line of another addressee may be lost
        ([("The mate", "row row row"), ("The cook", "row stop.")], "main/3"),  # or none have stood there
        ([("The mate", "row row. row stop."), ("The cook", "row")], ""),  # no custom
    ],
)
def test_a_full_stop_ends_the_list_to_one_addressee(lists: list[tuple[str, str]], odd: str) -> None:
    named = [(who, words) for who, texts in lists for words in texts.split()]
    rows = [replace(recommendation(str(n)), addressee=who, text=text) for n, (who, text) in enumerate(named, 1)]
    assert statuses("addressee-stands-before", {"recommendations": rows}) == {
        odd or "report": "warn" if odd else "pass"
    }


def test_an_item_names_a_number_however_it_is_spaced() -> None:
    rows = [replace(recommendation("3 a"), item="main/3 a"), replace(recommendation("4"), item="main/5")]
    assert statuses("item-names-columns", {"recommendations": rows}) == {"main/5": "fail"}


def test_points_stand_in_a_quotation_with_their_marks() -> None:
    text = "Mend the pier by:\n\n(a) oiling the winch\n\n• painting the rail.\n\nSome progress"
    words = "Mend the pier by: oiling the winch painting the rail."
    cites = Evidence(text, 0, len(text), text)
    row = replace(followed("2019", ""), text=words, category="", findings="", evidence=cites)
    assert statuses("value-stands-in-quote", {"progress": [row]}, text) == {"report": "pass"}
    other = replace(row, text=words.replace("winch", "wheel"))
    assert list(statuses("value-stands-in-quote", {"progress": [other]}, text).values()) == ["fail"]


@pytest.mark.parametrize(
    ("paragraphs", "numbers", "status"),
    [
        ("1. The pier.\n2. The lamp.\n", "34", "pass"),
        ("1. The pier.\n", "23", "fail"),  # the first of the list may be lost
        ("1. The pier.\n2. The lamp.\n4. The bell.\n", "35", "fail"),
        ("1. The pier.\n2. The lamp.\n", ["3", "", "5"], "fail"),
    ],
)
def test_recommendations_may_run_on_from_paragraphs(paragraphs: str, numbers: list[str], status: str) -> None:
    text = f"{TEXT}\n{paragraphs}".ljust(6000, "x")
    assert statuses("recommendation-numbers", numbered(*numbers), text) == {"main": status}


def test_reports_of_no_known_framework_may_number_otherwise() -> None:
    data = numbered("1", "2", "120") | {"reports": [about(framework="generic", overall_rating="")]}
    assert statuses("recommendation-numbers", data) == {"main": "warn"}


@pytest.mark.parametrize(
    ("words", "status"),
    [("three", "pass"), ("3", "pass"), ("nine", "fail"), ("a number of", "not_applicable"), ("", "not_applicable")],
)
def test_recommendations_are_as_many_as_said(words: str, status: str) -> None:
    text = f"{TEXT}\nWe have made {words} recommendations that we believe\n".ljust(6000, "x")
    assert statuses("recommendation-count", numbered("1", "2", "3"), text) == {"main": status}


def section(title: str, ref: str = "") -> Section:
    return Section(report_id=ID, title=title, ref=ref, level=1, start=len(title), end=9000)


def test_running_lines_that_a_pack_tells_are_no_entries_of_the_contents() -> None:
    front = "Contents\nOne\t3\nQuays: what we saw, page 4\nTwo\t5\n"
    assert listed(front) == [("One",), ("Quays: what we saw, page",), ("Two",)]
    assert listed(front, lambda line: line.startswith("Quays")) == [("One",), ("Two",)]


ENTRIES = "Foreword\t3\n1. Leadership . . . 4\n1.1 The staff of\nthe unit\t5\n"
CONTENTS = f"{TEXT}\nContents\n\n{ENTRIES}\nThanks\n\nIt was led by her.\n"


def test_entries_of_the_contents_are_sections() -> None:
    name = "contents-entries-are-sections"
    listed: list[Record] = [section("Foreword"), section("Leadership", "1"), section("The staff of the unit", "1.1")]
    assert statuses(name, {"sections": listed}, CONTENTS) == {"contents": "pass"}
    assert statuses(name, {"sections": listed[:2]}, CONTENTS) == {"contents/1.1 The staff of the unit": "warn"}
    assert statuses(name, {"sections": listed}) == {"report": "not_applicable"}


SAID = "We found five of the seven NPS divisions rated as 'Good' and 1 of the 2 CRCs rated 'Inadequate'. "
SAID += "Only 1 of the 70 ratings were 'Outstanding'."


def test_services_are_as_many_as_said() -> None:
    def service(n: int, kind: str, label: str) -> Rating:
        return rating(f"s{n}/main/overall", label, "overall", provider=f"S{n}", provider_type=kind)

    divisions = [service(n, "NPS division", GOOD if n < 5 else LOW) for n in range(7)]
    crcs = [service(n, "CRC", LOW) for n in (8, 9)]
    data: Tables = {
        "reports": [about(framework="hmip-summary-2019", report_type="summary")],
        "ratings": [*divisions, *crcs],
    }
    assert statuses("count-of-ratings", data, TEXT + SAID) == {
        "overall/NPS division/Good": "pass",
        "overall/CRC/Inadequate": "fail",
        "standard/Outstanding": "not_applicable",
    }
    fewer = data | {"ratings": [*divisions[1:], *crcs]}
    assert statuses("count-of-ratings", fewer, TEXT + SAID)["overall/NPS division/Good"] == "fail"


def test_criteria_are_as_many_as_said() -> None:
    said = "Of the three relevant criteria (A1-A2 and D3), one was well met and two were not met."
    labels = {"A1": "Well met", "A2": "Not met", "D3": "Partly met"}
    listed: list[Record] = [
        rating(f"main/{ref}", label, "criterion", ref=ref, part="main") for ref, label in labels.items()
    ]
    data: Tables = {"reports": [about(framework="hmip-esi-2003")], "ratings": listed}
    assert statuses("count-of-ratings", data, said) == {"main/Well met": "pass", "main/Not met": "fail"}
    fewer = data | {"ratings": listed[1:]}
    assert set(statuses("count-of-ratings", fewer, said).values()) == {"not_applicable"}


# --- weights --------------------------------------------------------------------------------------------------------

CRITERIA = {
    "B1": ("harm-assessment", 50), "B2": ("reoffending-assessment", 60), "B3": ("case-management", 70),
    "B4": ("documentation", 40), "C1": ("attendance-enforcement", 80), "C2": ("supervision-delivery", 60),
    "C3": ("diversity", 70), "C4": ("responsivity", 50), "C5": ("harm-management", 90),
    "D1": ("outcomes-achieved", 61), "D2": ("outcomes-sustained", 55), "D4": ("value-for-money", 72),
}  # fmt: skip
SECTIONS = {"B": ("quality-assessment", 57), "C": ("quality-interventions", 72), "D": ("quality-outcomes", 64)}


def scored(whole: float, **changed: float) -> Tables:
    """A scoring sheet: B is 57.14, C 72.22, D 64.2; overall 0.3 x 57 + 0.4 x 72 + 0.3 x 64 = 65.1."""
    listed: list[Record] = [
        rating(f"main/{ref}", "", level, ref=ref, standard_id=id_, percent=float(changed.get(ref, percent)))
        for level, rows_ in (("criterion", CRITERIA), ("section", SECTIONS))
        for ref, (id_, percent) in rows_.items()
    ]
    whole_row = rating("main/overall", "", "overall", percent=whole)
    return {"reports": [about(framework="hmip-esi-2003")], "ratings": [*listed, whole_row]}


@pytest.mark.parametrize(("score", "status"), [(57, "pass"), (58, "warn"), (56, "fail"), (59, "fail")])
def test_section_scores_are_weighted_means(score: float, status: str) -> None:
    got = statuses("section-score-equals-weighted-mean", scored(65.0, B=score))
    assert got == {"main/B": status, "main/C": "pass", "main/D": "pass"}


def test_section_whose_criteria_are_not_all_there_is_not_judged() -> None:
    data = scored(65.0, B=70)
    data["ratings"] = [row for row in data["ratings"] if getattr(row, "ref", "") != "B4"]
    assert statuses("section-score-equals-weighted-mean", data)["main/B"] == "not_applicable"


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        (65, {"main/overall": "pass"}),
        (66, {"main/overall": "warn", "main/overall/criteria": "warn"}),
        (70, {"main/overall": "fail", "main/overall/criteria": "fail"}),
    ],
)
def test_overall_score_is_the_weighted_mean(whole: float, expected: dict[str, str]) -> None:
    assert statuses("overall-score-equals-weighted-sections", scored(whole)) == expected


def test_overall_score_without_its_sections_is_not_judged() -> None:
    data = scored(65.0)
    data["ratings"] = [row for row in data["ratings"] if getattr(row, "ref", "") != "D"]
    assert statuses("overall-score-equals-weighted-sections", data) == {"main/overall": "not_applicable"}


# --- prose ----------------------------------------------------------------------------------------------------------


def told(value: float, words: str, **marks: str) -> dict[str, str]:
    sentence = f"In {value:g} per cent of cases, {words}."
    percents = (("community", 40), ("post_release", 60), ("all", 47))
    lines: list[Record] = [asked("desistance", group, p, **marks) for group, p in percents]
    data: Tables = {"key_questions": lines, "quantities": [figure(f"{value:g} per cent", value, sentence)]}
    return statuses("prose-restates-table", data)


LINKED = "assessment focused sufficiently on factors linked to offending and desistance"


@pytest.mark.parametrize(
    ("value", "words", "status"),
    [
        (47, LINKED, "pass"),
        (60, LINKED, "pass"),  # of another group
        (57, LINKED, "warn"),
        (53, LINKED.replace("focused", "had not focused"), "pass"),  # what is missing to 100
        (55, LINKED.replace("focused", "had not focused"), "warn"),
    ],
)
def test_prose_restates_its_table(value: float, words: str, status: str) -> None:
    assert told(value, words) == {f"2.2/{value} per cent": status}


def test_prose_about_something_else_gives_no_row() -> None:
    assert told(57, "offending was a factor and assessment was timely") == {"report": "not_applicable"}
    assert told(57, "planning focused on factors linked to offending and desistance") == {"report": "not_applicable"}


def test_a_marked_question_and_its_negative_may_leave_some_out() -> None:
    words = LINKED.replace("focused", "had not focused")
    assert told(50, words, marks="**") == {"2.2/50 per cent": "pass"}
    assert told(58, words, marks="**") == {"2.2/58 per cent": "warn"}


@pytest.mark.parametrize(
    ("value", "of", "status"), [(58, 26, "pass"), (57, 26, "warn"), (57.7, 26, "pass"), (50, 26, "pass")]
)
def test_percentages_are_possible(value: float, of: float, status: str) -> None:
    words = f"{value:g} per cent of the {of:g} respondents"
    data: Tables = {"quantities": [figure(words, value, f"Only {words} did.", denominator=of)]}
    assert statuses("percent-possible-with-n", data) == {f"2.2/{words}": status}


def test_figures_that_are_not_exact_are_not_judged() -> None:
    words = "almost 57 per cent of the 26 respondents"
    data: Tables = {"quantities": [figure(words, 57, f"It was {words}.", denominator=26.0)]}
    assert statuses("percent-possible-with-n", data) == {"report": "not_applicable"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((41.39, 37.46), {"report": "pass"}),
        ((41.39, 41.39), {"data/0": "warn"}),
        ((41.4, 41.4), {"report": "not_applicable"}),
        ((2815.0, 2815.0), {"report": "not_applicable"}),
    ],
)
def test_long_figures_stand_at_one_label(values: tuple[float, ...], expected: dict[str, str]) -> None:
    listed: list[Record] = [
        Statistic(report_id=ID, item=f"data/{n}", label=f"Average {n}", value=value, evidence=cited())
        for n, value in enumerate(values)
    ]
    assert statuses("figure-stands-once", {"statistics": listed}) == expected


# --- dates, and other reports ---------------------------------------------------------------------------------------


def followed(date: str, programme: str = "NPS") -> Progress:
    return Progress(report_id=ID, item="1", number=1, prior_programme=programme, prior_date=date, evidence=cited())


@pytest.mark.parametrize(
    ("fieldwork", "published", "status"),
    [
        ("2021-11-01", "2022-02", "pass"),
        ("2022-02-03", "2022", "pass"),
        ("2022-03", "2022-02", "fail"),
        ("", "2022", "not_applicable"),
    ],
)
def test_publication_follows_fieldwork(fieldwork: str, published: str, status: str) -> None:
    data: Tables = {"reports": [about(fieldwork_start=fieldwork, published=published)]}
    assert statuses("dates-in-order", data) == {"report": status}


def test_earlier_inspection_was_before() -> None:
    data: Tables = {"reports": [about(published="2022-02")], "progress": [followed("2023-01")]}
    assert statuses("dates-in-order", data)["progress/2023-01"] == "fail"


def several(*reports: Report, **data: list[Record]) -> dict[tuple[str, str], str]:
    made = check(Extracted({"reports": list(reports)} | data, {row.report_id: TEXT for row in reports}))
    return {(row.check, row.item): row.status for row in made if row.check in ACROSS}


EARLIER = about("nps-in-fells-2019", "hmip-probation-2018", provider="NPS in Fells", provider_type="NPS division")


@pytest.mark.parametrize(
    ("date", "status"),
    [("2018-11", "pass"), ("2019-04", "pass"), ("2019-01", "warn"), ("2016-01", "not_applicable")],
)
def test_follow_up_has_the_date_of_the_earlier_report(date: str, status: str) -> None:
    values = EARLIER.as_row() | {"fieldwork_start": "2018-11", "published": "2019-04-17"}
    found_ = several(Report(**values), about(), progress=[followed(date)])
    assert found_["prior-date-equals-earlier-report", f"progress/NPS/{date}"] == status


@pytest.mark.parametrize(("date", "status"), [("2018-11", "pass"), ("2016-01", "not_applicable")])
def test_the_source_of_a_follow_up_is_there_or_named(date: str, status: str) -> None:
    service = Provider(provider_id="fells-nps", name=EARLIER.provider, provider_type="NPS division")
    later = Provider(provider_id="later", name=about().provider, provider_type="PDU", successor_of="fells-nps")
    values = EARLIER.as_row() | {"fieldwork_start": "2018-11", "published": "2019-04-17"}
    tables = {"progress": [followed(date)], "providers": [service, later]}
    found_ = several(Report(**values), about(published="2022-02", fieldwork_start="2021-11"), **tables)  # type: ignore[arg-type]
    assert {found for (name, _), found in found_.items() if name == "follow-up-source-present"} == {status}


def summed_up(score: float, date: str, label: str = GOOD) -> dict[str, str]:
    """A division with 20 points, published in April 2019, and a summary that says so much of it."""
    own = Report(**(EARLIER.as_row() | {"published": "2019-04-17"}))
    summary = about(
        "summary-2019", "hmip-summary-2019", report_type="summary", provider="", provider_type="", region=""
    )
    mine = [rating(f"main/{n}", GOOD, report_id=own.report_id, standard_id=f"s{n}") for n in range(10)]
    whole = overall(GOOD, report_id=own.report_id)
    values = {"provider": "Fells", "provider_type": "NPS division", "report_id": summary.report_id, "date": date}
    theirs = rating("fells-nps/main/overall", label, "overall", score=score, **values)
    got = several(own, summary, ratings=[*mine, whole, theirs])
    return {name: status for (name, item), status in got.items() if item == "summary-2019/fells-nps/main/overall"}


@pytest.mark.parametrize(
    ("score", "date", "label", "expected"),
    [
        (20, "2019-04-17", GOOD, ("pass", "pass", "pass")),
        (20, "2019-05-02", GOOD, ("pass", "pass", "warn")),
        (18, "2019-04", GOOD, ("fail", "pass", "pass")),
        (20, "2019", LOW, ("pass", "fail", "pass")),
    ],
)
def test_a_summary_says_what_the_report_says(score: float, date: str, label: str, expected: tuple[str, ...]) -> None:
    names = ("points-sum-equals-composite", "rating-equals-summary", "dates-agree")
    assert summed_up(score, date, label) == dict(zip(names, expected, strict=True))


def test_a_summary_of_another_round_is_not_compared() -> None:
    assert summed_up(12, "2020-04-17", BAD) == {}


# --- everything -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_reports_of_the_generator_fail_nothing(framework: str, tmp_path: Path) -> None:
    for seed in (1, 2, 3) if LONG else (1,):
        path = tmp_path / f"{framework}-{seed}.txt"
        path.write_text(make_report(framework, seed).text, encoding="utf-8")
        made = extractor.extract(path).records("checks")
        assert {row.check for row in made if isinstance(row, Check)} >= set(CHECKS)
        assert [row for row in made if isinstance(row, Check) and row.status == "fail"] == []


@dataclass(frozen=True)
class Clean:
    """The rows and texts of a report, and what the checks tell of them."""

    tables: Mapping[str, Sequence[Record]]
    texts: Mapping[str, str]
    checks: frozenset[tuple[str, str, str]]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Clean:
    """A report without a fault; no test changes it."""
    path = tmp_path_factory.mktemp("clean") / "report.txt"
    path.write_text(make_report("hmip-pdu-2021", 5).text, encoding="utf-8")
    data = extractor.extract(path)
    tables = {table: tuple(data.records(table)) for table in TABLES}
    texts = {id_: data.text(id_) for id_ in data.reports["report_id"]}
    return Clean(tables, texts, all_checks(tables, texts))


def all_checks(tables: Mapping[str, Sequence[Record]], texts: Mapping[str, str]) -> frozenset[tuple[str, str, str]]:
    return frozenset((row.check, row.item, row.status) for row in check(Extracted(tables, texts)))


def without(table: str, which: Callable[[Any], bool]) -> Callable[[Tables], None]:
    def plant(data: Tables) -> None:
        victim = next(row for row in data[table] if which(row))
        data[table].remove(victim)

    return plant


def changed(table: str, which: Callable[[Any], bool], **values: Any) -> Callable[[Tables], None]:
    def plant(data: Tables) -> None:
        at, victim = next((n, row) for n, row in enumerate(data[table]) if which(row))
        data[table][at] = replace(victim, **values)

    return plant


@pytest.mark.parametrize(
    ("plant", "expected"),
    [
        (without("recommendations", lambda row: row.number == "2"), {"recommendation-numbers", "rows-as-counted"}),
        (
            changed("ratings", lambda row: row.level == "overall", score=99.0),
            {"score-equals-sum-of-points", "report-agrees-with-rows"},
        ),
        (changed("reports", lambda row: True, published="1999"), {"dates-in-order", "report-agrees-with-rows"}),
        (
            changed("key_questions", lambda row: row.group == "all" and row.item.startswith("2.3/"), percent=100.0),
            {"all-cases-from-groups", "value-stands-in-quote"},
        ),
        (
            changed("ratings", lambda row: row.ref == "1.2", rating="Splendid"),
            {"rating-on-scale", "ratings-agree-between-prints", "value-stands-in-quote"},
        ),
        (without("key_questions", lambda row: row.group == "community"), {"groups-complete"}),
        (without("tables", lambda row: row.column > 1), {"cell-labelled-by-table"}),
        (without("quantities", lambda row: row.kind == "percent"), {"figure-is-what-words-say"}),
        (changed("statistics", lambda row: "%" in row.as_printed, unit="days"), {"figure-labelled-by-cell"}),
        (
            changed("statistics", lambda row: row.label != "", category="Elsewhere"),
            {"figure-labelled-by-cell", "item-names-columns"},
        ),
    ],
)
def test_one_planted_fault_is_found_and_nothing_else(
    plant: Callable[[Tables], None], expected: set[str], clean: Clean
) -> None:
    tables = {table: list(rows) for table, rows in clean.tables.items()}
    plant(tables)
    after = all_checks(tables, clean.texts)
    assert {name for name, _, status in after - clean.checks if status in ("warn", "fail")} == expected


def test_a_figure_behind_one_with_a_sign_has_its_own_unit() -> None:
    table = "Table 1: Boats\n\nKind\tAfloat\tAshore\nFerries\t12% (3)\t88% (22)\nTugs\t40% (2)\t60% (3)\n"
    table += "Rafts\t2 (2%)\t98 (98%)\n"  # which of two equal figures a row is no sign can tell
    found = extract_report(load_text(table, "boats.txt"))
    tables = {name: list(rows) for name, rows in found.records.items()}

    def faulty() -> list[tuple[str, str]]:
        rows = check(Extracted(tables, {found.report_id: found.report.text}))
        told = (row for row in rows if row.check == "figure-labelled-by-cell" and row.status == "fail")
        return [(row.expected, row.observed) for row in told]

    assert len(tables["statistics"]) == 12 and faulty() == []
    changed("statistics", lambda row: row.value == 40, unit="count")(tables)
    assert faulty() == [("percent", "count")]


def test_a_figure_below_a_sign_has_its_unit() -> None:
    table = "Table 1: Boats\n\nKind\tn\t%\nFerries\t12\t40\nTugs\t6\t20\nRafts\t3\t10\nSkiffs\t9\t30\n"
    table += "\nTable 2: Facts\n\n31%\tBoats that leak\n239\tVoyages per 100,000\n"  # each before what it is of
    found = extract_report(load_text(table, "boats.txt"))
    tables = {name: list(rows) for name, rows in found.records.items()}

    def faulty() -> list[str]:
        rows = check(Extracted(tables, {found.report_id: found.report.text}))
        return [row.expected for row in rows if row.check == "figure-labelled-by-cell" and row.status == "fail"]

    assert faulty() == []
    changed("statistics", lambda row: row.as_printed == "20", unit="count")(tables)
    assert faulty() == ["percent"]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(make_report("hmip-pdu-2021", 5).text, encoding="utf-8")
    extractor.run(path, tmp_path / "out")
    return tmp_path / "out"


def test_a_dataset_is_checked_as_it_now_is(dataset: Path) -> None:
    table = dataset / "ratings.csv"
    lines = table.read_text("utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if ",main/1.2," in line)
    label = next(label for label in POINTS if f",{label}," in lines[at])
    other = next(name for name in POINTS if name != label)
    lines[at] = lines[at].replace(f",{label},", f",{other},", 1)
    table.write_text("".join(lines), encoding="utf-8", newline="")
    before = extractor.open_dataset(dataset).rows("checks")
    assert {row.check for row in before if row.status not in ("pass", "not_applicable")} <= NEGATIVE_SHARES
    result = CliRunner().invoke(app, ["check", str(dataset)])
    assert result.exit_code == 1
    told = [line for line in result.output.splitlines() if line.startswith("fail: ")]
    assert any(f"ratings-agree-between-prints, main/1.2: expected {other}, found {label}" in line for line in told)
    written = extractor.open_dataset(dataset).rows("checks")
    assert sum(row.status == "fail" for row in written) == len(told)
    assert other in table.read_text("utf-8").splitlines()[at]


def test_what_is_known_of_a_report_is_not_looked_for_again(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def tables() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in dataset.glob("*.csv")}

    def looked_for() -> set[str]:
        looked.clear()
        assert CliRunner().invoke(app, ["check", str(dataset)]).exit_code == 0
        assert tables() == before
        return set(looked)

    before, looked = tables(), []
    for name, find in list(CHECKS.items()):
        monkeypatch.setitem(CHECKS, name, lambda report, n=name, f=find: looked.append(n) or f(report))
    assert not looked_for()
    log = json.loads((dataset / "run.json").read_text("utf-8"))
    assert "checked" not in log
    (dataset / "run.json").write_text(json.dumps(log | {"program": "another"}), encoding="utf-8")
    assert looked_for() == set(CHECKS)
    assert not looked_for()


def test_several_processes_say_what_one_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = sorted((Path(__file__).parents[1] / "corpus" / "samples").glob("*.txt"))
    extractor.run(samples[:2], tmp_path / "out")
    data = extractor.open_dataset(tmp_path / "out")
    one = list(checked(data))
    monkeypatch.setattr(processes, "FEWEST", 1)
    monkeypatch.setattr(processes, "_AT_A_TIME", 1)
    looked: list[str] = []
    for name, find in list(CHECKS.items()):
        monkeypatch.setitem(CHECKS, name, lambda report, n=name, f=find: looked.append(n) or f(report))
    with processes.checks_in_processes(data, None, 2) as found:
        assert found is not None and list(checked(data, known=found)) == one
    assert not looked
    with processes.checks_in_processes(data, None, 2) as found:
        monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor.submit", lambda *_: raises(BrokenProcessPool()))
        assert list(checked(data, known=found)) == one
    assert set(looked) == set(CHECKS)
    with processes.checks_in_processes(data, None, 1) as found:
        assert found is None


def raises(error: Exception) -> None:
    raise error


def test_all_of_a_dataset_is_listed_when_asked_for(dataset: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(dataset), "--all"])
    assert result.exit_code == 0
    listed = [line for line in result.output.splitlines() if line.startswith(("pass: ", "warn: ", "not applicable: "))]
    assert len(listed) == len(extractor.open_dataset(dataset).rows("checks"))


def test_a_report_that_is_in_the_tables_alone_is_checked(dataset: Path) -> None:
    text = next((dataset / "text").iterdir())
    text.unlink()
    table = dataset / "reports.csv"
    table.write_text(table.read_text("utf-8").replace("hmip-pdu-2021", "ours-2030"), encoding="utf-8", newline="")
    made = check(extractor.open_dataset(dataset))
    assert {row.check for row in made} == set(CHECKS) | {row.check for row in made if row.check in ACROSS}
    assert all(row.status != "fail" for row in made)


ODD = st.one_of(st.none(), st.floats(), st.sampled_from([0.0, -1.0, 1e300, 101.0]))
WORDS = st.one_of(st.text(max_size=12), st.sampled_from(["", "main", "2.2", "all", "overall", "standard", "999999999"]))


@settings(max_examples=60 if LONG else 30, deadline=None)
@given(st.data())
def test_odd_rows_crash_nothing_and_keys_stay_unique(data: st.DataObject) -> None:
    framework = data.draw(st.sampled_from([*FRAMEWORKS, "generic", "nobody-1900", ""]))
    draw, n = data.draw, range(3)
    tables: Tables = {
        "reports": [about(framework=framework, cases_inspected=draw(st.sampled_from([None, 0, -3, 62])))],
        "ratings": [
            rating(draw(WORDS), draw(WORDS), draw(WORDS), ref=draw(WORDS), percent=draw(ODD), points=draw(ODD),
                   points_max=draw(ODD), standard_id=draw(WORDS), printed_again=draw(WORDS))
            for _ in n
        ],
        "key_questions": [asked(draw(WORDS), draw(WORDS), draw(ODD), level=draw(WORDS)) for _ in n],
        "recommendations": [recommendation(draw(WORDS), part=draw(WORDS)) for _ in n],
        "quantities": [figure(draw(WORDS), draw(ODD), draw(WORDS), denominator=draw(ODD)) for _ in n],
        "progress": [followed(draw(WORDS), draw(WORDS)) for _ in n],
        "sections": [section(draw(WORDS), draw(WORDS)) for _ in n],
        "statistics": [
            Statistic(report_id=ID, item=draw(WORDS), label=draw(WORDS), value=draw(ODD), unit="percent",
                      as_printed=draw(WORDS), evidence=cited())
            for _ in n
        ],
    }  # fmt: skip
    made = check(Extracted(tables, {}))
    keys = [(row.report_id, row.check, row.item) for row in made]
    assert len(keys) == len(set(keys))
    assert {row.status for row in made} <= {"pass", "warn", "fail", "not_applicable"}


def test_words_for_numbers() -> None:
    assert [count(word) for word in ("nine", "Twenty-eight", "19", "1,204", "no", "thirty")] == [
        9,
        28,
        19,
        1204,
        0,
        30,
    ]
    assert [count(word) for word in ("a", "several", "", "twenty-twenty", "²")] == [None] * 5
    assert [bounds(words) for words in ("just over", "nearly", "at least", "fewer than")] == [
        (0.0, 10.0),
        (10.0, 0.0),
        (0.0, 100.0),
        (100.0, 0.0),
    ]
    low, high = bounds("")
    assert 0 < low == high < 10


def test_every_planted_fault_is_found_and_none_is_invented() -> None:
    corpus = make_corpus(1000 if LONG else 100, seed=5)
    rows = check(Extracted(corpus.content.tables, corpus.content.texts))
    # The corpus is made of rows and has no words for them; its reports' own rows are not changed with them.
    own = ("value-stands-in-quote", "item-names-columns", "report-agrees-with-rows")
    flagged = {(r.report_id, r.item) for r in rows if r.status in ("fail", "warn") and r.check not in own}
    planted = {(report, item) for report, _, item in corpus.faults}
    assert flagged == planted and len(planted) > 10


OWN_PACK = r"""
id: quay
title: Visits to quays
extends: base
fingerprint: {front: ['^visits to quays$']}
rules:
  - id: recommendations.count.quays
    pattern: '\bgive the quay (?P<count>\w+) tasks\b'
    examples: [{text: We give the quay two tasks, fields: {count: two}}]
    near_misses: [We give it two tasks]
"""


def test_without_the_packs_of_a_dataset_what_they_checked_stays(tmp_path: Path) -> None:
    packs, out, call = tmp_path / "packs", tmp_path / "out", CliRunner().invoke
    packs.mkdir()
    (packs / "quay.yaml").write_text(OWN_PACK, encoding="utf-8")
    text = (
        "Visits to quays\n\nWe give the quay four tasks.\n\nRecommendations\n\nThe quay should:\n\n- mend the crane\n"
    )
    (tmp_path / "visit.txt").write_text(text, encoding="utf-8")
    call(app, ["extract", str(tmp_path / "visit.txt"), "--out", str(out), "--packs", str(packs)])
    before = (out / "checks.csv").read_text(encoding="utf-8")
    assert "says that it makes 4; 1 were read" in before
    for command in (["check", out], ["corrections", "apply", out], ["check", out]):
        done = call(app, [str(word) for word in command])
        assert "out was read with quay, own/quay.yaml" in done.stderr and "--packs" in done.stderr
        assert (out / "checks.csv").read_text(encoding="utf-8") == before
    assert "own/quay.yaml" in call(app, ["coverage", str(out)]).stderr
    done = call(app, ["check", str(out), "--packs", str(packs)])
    assert done.stderr == "" and (out / "checks.csv").read_text(encoding="utf-8") == before
