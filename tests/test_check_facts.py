"""Checks of what reports tell more than once, on fictional rows: facts, shares, answers, shares in words, examples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from extractor.check import check
from extractor.dataset.extracted import Extracted
from extractor.records import Evidence, Example, Quantity, Record, Section, Statistic
from tests.test_check import EARLIER, GOOD, ID, Tables, about, asked, cited, overall, rating, rows, statuses

FACTS, ANSWERS = "facts-agree-between-prints", "answers-agree-between-prints"
SHARES, IN_WORDS = "share-between-0-and-100", "share-in-words-agrees-with-table"
EXAMPLES = "example-agrees-with-own-report"
NOTHING = {"report": "not_applicable"}


def in_sections(*texts: str, part: str = "main") -> tuple[str, list[Record]]:
    """A text whose paragraphs are sections 1.1, 1.2 and so on, and the rows of those sections."""
    sections: list[Record] = []
    text = ""
    for number, words in enumerate(texts, 1):
        start = len(text)
        text += f"{words}\n"
        place = {"ref": f"1.{number}", "title": "Staff", "part": part if number > 1 else "main"}
        sections.append(Section(report_id=ID, level=2, start=start, end=len(text), **place))
    return text, sections


def cell(label: str, value: float, unit: str = "count", **values: Any) -> Statistic:
    shown = f"{value:g}%" if unit == "percent" else f"{value:g}"
    known = {"report_id": ID, "item": label, "label": label, "value": value, "unit": unit, "as_printed": shown}
    return Statistic(**(known | {"section_ref": "annex"} | values), evidence=cited())


def facts(*texts: str, cells: tuple[Statistic, ...] = (), part: str = "main", **values: Any) -> dict[str, str]:
    text, sections = in_sections(*texts, part=part)
    data: Tables = {"reports": [about(**values)], "sections": sections, "statistics": list(cells)}
    return statuses(FACTS, data, text)


# --- facts ----------------------------------------------------------------------------------------------------------

PO = "The average caseload for a probation officer (PO) is 33, and for a PSO it is 47."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The average caseload is 33 for POs and 47 for PSOs.", {"caseload/po": "pass", "caseload/pso": "pass"}),
        ("The average caseload is 30 for POs and 47 for PSOs.", {"caseload/po": "warn", "caseload/pso": "pass"}),
        ("POs have an average caseload of 33.4 cases.", {"caseload/po": "pass"}),  # as far as both are told
        ("POs have an average caseload of 33.6 cases.", {"caseload/po": "warn"}),
        ("Nationally, the average caseload for a PO is 40.", NOTHING),
        ("The average caseload for a PO is 40 across the region.", NOTHING),
        ("In the Tarn office, the average caseload for a PO is 40.", NOTHING),
        ("At the previous inspection, the average caseload for a PO was 40.", NOTHING),
        ("It is 40 nationally, but the average caseload for a PO is 33 here.", {"caseload/po": "pass"}),
        ("The average caseload for a PO is 33 (the national average is 40).", {"caseload/po": "pass"}),
        ("The average caseload for a PO is over 30.", NOTHING),
        ("POs have an average of 110 per cent on the tool, and a caseload of lifers.", NOTHING),
        ("Caseloads ranged from 18 to 102 for probation officers, above average.", NOTHING),
    ],
)
def test_a_caseload_is_the_same_in_all_prose(words: str, expected: dict[str, str]) -> None:
    assert facts(PO, words) == expected


def test_a_fact_that_is_printed_once_is_not_compared() -> None:
    assert facts(PO) == NOTHING
    assert facts(PO, PO) == {"caseload/po": "pass", "caseload/pso": "pass"}


def test_a_fact_in_prose_is_that_of_the_table() -> None:
    label = "Average caseload per PO (FTE)"
    assert facts(PO, cells=(cell(label, 33.31),)) == {"caseload/po": "pass"}
    assert facts(PO, cells=(cell(label, 41.39),)) == {"caseload/po": "warn"}
    columns = (cell(label, 33.31, group="Tarn"), cell(label, 50, group="Target"), cell(label, 60, group="Region"))
    assert facts(PO, cells=columns) == {"caseload/po": "pass"}
    assert facts(PO, cells=(cell("Average caseload per manager", 8),)) == NOTHING


def test_each_print_is_compared_with_each_and_both_are_told() -> None:
    text, sections = in_sections(PO, "POs have an average caseload of 30.")
    data: Tables = {"sections": sections, "statistics": [cell("Average caseload per PO", 41.39)]}
    made = [row for row in rows(data, text) if row.check == FACTS]
    assert [(row.item, row.expected, row.observed, row.status) for row in made] == [
        ("caseload/po", "33", "30", "warn"),
        ("caseload/po-2", "33", "41.39", "warn"),
        ("caseload/po-3", "30", "41.39", "warn"),
    ]
    assert made[1].message == (
        "1.1 prints 'average caseload for a probation officer (PO) is 33', "
        "annex prints 41.39 at 'Average caseload per PO'"
    )


def test_a_fact_of_another_part_or_of_many_services_is_not_compared() -> None:
    other = "The average caseload for a PO is 20."
    assert facts(PO, other, part="domestic-violence") == NOTHING
    assert facts(PO, other, report_type="summary") == NOTHING
    assert facts(PO, other, framework="generic") == NOTHING


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Nine per cent of people on probation are black, Asian or minority ethnic.",
         "Of the people on probation in Tarn, 21.5 per cent are black, Asian or minority ethnic.",
         {"people-on-probation/minority-ethnic": "warn"}),
        ("Nine per cent of people on probation are black, Asian or minority ethnic.",
         "Four per cent of staff are from a black, Asian or minority ethnic background.", NOTHING),
        ("Nine per cent of people on probation are black, Asian or minority ethnic.",
         "In our sample, four per cent of people on probation were black, Asian or minority ethnic.", NOTHING),
        ("There are six local delivery units.", "We inspected cases from across 6 LDUs.",
         {"local-delivery-units": "pass"}),
        ("Only 61 per cent of POs were in post.", "In total, 58 per cent of POs are in post.", {"in-post/po": "warn"}),
        ("Fifty-one per cent of POs have a caseload which is above the local target.",
         "Those with a caseload greater than the WMT target is 51 per cent of POs.",
         {"caseload-above-target/po": "pass"}),
        ("The overall vacancy rate was 14 per cent.", "The vacancy rate across all grades is 12 per cent.",
         {"vacancy-rate/all": "warn"}),
    ],
)  # fmt: skip
def test_facts_of_other_kinds(one: str, other: str, expected: dict[str, str]) -> None:
    assert facts(one, other) == expected


def test_a_sentence_is_looked_at_by_itself() -> None:
    assert facts(PO, "The average caseload is high. There are 40 for each PO.") == NOTHING
    assert facts(PO, "İ " * 300 + "The average caseload for a PO is 30.") == {"caseload/po": "warn"}


def test_samples_of_an_older_framework_are_of_the_size_that_was_planned() -> None:
    planned = "We ask for a random sample of 80 offenders, 15 of whom are registered as high risk of harm."
    drawn = "The sample of 14 high risk of harm cases was drawn from the 80 offenders in the case sample."
    assert facts(planned, drawn, framework="hmip-esi-2003") == {"sample": "pass", "sample/high-risk": "warn"}


# --- shares of a whole ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("Vacancy rate of PO grade only", 9.0, {"report": "pass"}),
        ("Vacancy rate of PO grade only", -9.0, {"Vacancy rate of PO grade only": "warn"}),
        ("Proportion of posts that are filled", 104.0, {"Proportion of posts that are filled": "warn"}),
        ("Percentage change in caseload", -12.0, NOTHING),
        ("Basic skills: % performance against target", 132.0, NOTHING),
        ("Surplus of staff", -3.0, NOTHING),
    ],
)
def test_a_share_of_a_whole_is_between_0_and_100(label: str, value: float, expected: dict[str, str]) -> None:
    assert statuses(SHARES, {"statistics": [cell(label, value, "percent")]}) == expected


def test_a_column_of_differences_and_a_count_are_no_shares() -> None:
    label = "Proportion of posts that are filled"
    cells: list[Record] = [cell(label, -4, "percent", group="Change since 2020"), cell(label, -4, "count")]
    assert statuses(SHARES, {"statistics": cells}) == NOTHING


# --- answers --------------------------------------------------------------------------------------------------------

CASES = "allocated cases for which they had the appropriate skills and experience"


def answers(*told: tuple[float, str], basis: str = "staff survey", subject: str = "staff") -> dict[str, str]:
    """Statuses for shares with the words behind them, each in a section of its own."""
    figures: list[Record] = [
        Quantity(
            report_id=ID, item=f"1.{n}/{value:g}", section_ref=f"1.{n}", kind="percent", value=value, basis=basis,
            subject=subject, as_printed=f"{value:g} per cent", evidence=cited(),
            sentence=f"In our survey, {value:g} per cent {words}.",
        )
        for n, (value, words) in enumerate(told, 1)
    ]  # fmt: skip
    return statuses(ANSWERS, {"quantities": figures})


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((60, f"were always {CASES}"), (60, f'were {CASES} "always"'), "pass"),
        ((60, f"were always {CASES}"), (55, f"were always {CASES}"), "warn"),
        ((60, f"were always {CASES}"), (60, f'were {CASES} "always" or "most of the time"'), "warn"),
        ((70, f"were always {CASES}"), (60, f'were {CASES} "always" or "most of the time"'), "warn"),
        ((40, f"were always {CASES}"), (60, f'were {CASES} "always" or "most of the time"'), ""),
        ((60, f"were always {CASES}"), (60, f"were {CASES}"), "pass"),
        ((60, f"were always {CASES}"), (40, f"were {CASES}"), ""),
        ((60, f"were always {CASES}"), (30, f"were {CASES} most of the time"), ""),
        ((60, "felt their workload was not manageable"), (60, "felt that they were safe"), ""),
        ((60, "felt it was quite manageable"), (50, "felt it was quite manageable"), "warn"),
    ],
)
def test_answers_are_those_of_the_other_print(one: tuple[float, str], other: tuple[float, str], expected: str) -> None:
    assert set(answers(one, other).values()) == {expected or "not_applicable"}


def test_answers_of_one_grade_are_not_those_of_all() -> None:
    one, other = (60, f"were always {CASES}"), (50, f"were always {CASES}")
    assert set(answers(one, other, subject="probation officers")) == {"staff survey/probation officers/allocated-cases"}
    assert set(answers(one, other, subject="respondents")) == {"staff survey/allocated-cases"}


def test_answers_of_cases_are_no_answers() -> None:
    assert answers((60, f"were always {CASES}"), (50, f"were always {CASES}"), basis="case inspection") == NOTHING


# --- shares in words ------------------------------------------------------------------------------------------------

LINKED = "assessment focused sufficiently on the factors linked to offending and desistance"


def in_words(printed: str, words: str = LINKED, percent: float = 70, kind: str = "words", **values: Any) -> str:
    """The one status of a share in words beside a question with a percentage; empty where there is no row."""
    share = Quantity(
        report_id=ID, item="share", section_ref="2.2", kind=kind, as_printed=printed, evidence=cited(),
        sentence=f"In {printed} of cases, {words}.", **values,
    )  # fmt: skip
    (status,) = statuses(
        IN_WORDS, {"key_questions": [asked("desistance", "all", percent)], "quantities": [share]}
    ).values()
    return "" if status == "not_applicable" else status


@pytest.mark.parametrize(
    ("printed", "percent", "status"),
    [
        ("three-quarters", 70, "pass"),
        ("three-quarters", 69, "warn"),
        ("almost three-quarters", 66, "pass"),
        ("almost three-quarters", 77, "warn"),
        ("more than three-quarters", 79, "pass"),
        ("more than three-quarters", 72, "warn"),
        ("just over half", 58, "pass"),
        ("just over half", 68, "warn"),
        ("less than two thirds", 65, "pass"),
        ("less than two thirds", 71, "warn"),
        ("a third", 33, "pass"),
        ("a handful", 3, ""),
    ],
)
def test_shares_in_words_are_as_near_as_words_tell(printed: str, percent: float, status: str) -> None:
    assert in_words(printed, percent=percent) == status


def test_a_fraction_in_words_is_one_of_few() -> None:
    nine = {"kind": "fraction", "value": 90.0, "numerator": 9, "denominator": 10}
    assert [in_words("nine out of ten", percent=percent, **nine) for percent in (86, 82)] == ["pass", "warn"]
    counted = {"kind": "fraction", "value": 90.32, "numerator": 28, "denominator": 31}
    assert in_words("28 out of 31", percent=82, **counted) == ""
    few = {"kind": "fraction", "value": 71.43, "numerator": 5, "denominator": 7}
    assert in_words("five out of seven", percent=82, **few) == ""


def test_a_share_in_the_negative_is_what_is_missing() -> None:
    assert in_words("a third", LINKED.replace("focused", "had not focused"), percent=68) == "pass"
    assert in_words("a third", LINKED.replace("focused", "had not focused"), percent=90) == "warn"


def test_a_share_in_other_words_or_of_people_asked_gives_no_row() -> None:
    assert in_words("a third", "assessment was timely and addressed offending") == ""
    assert in_words("a third", basis="staff survey") == ""


@pytest.mark.parametrize(
    ("words", "percent", "expected"),
    [
        (f"{LINKED[0].upper()}{LINKED[1:]} in all cases.", 80, "warn"),
        (f"{LINKED[0].upper()}{LINKED[1:]} in all cases.", 100, "pass"),
        ("A sound one links offending to factors of desistance. This was done on all occasions.", 80, "warn"),
        (f"{LINKED[0].upper()}{LINKED[1:]} in all but one case.", 80, ""),
        (f"{LINKED[0].upper()}{LINKED[1:]} in all cases where it was due.", 80, ""),
        ("This was not done on all occasions. The factors linked to desistance were missed.", 80, ""),
        ("Records were kept in all cases.", 80, ""),
    ],
)
def test_words_for_all_cases_under_a_question_stand_for_100(words: str, percent: float, expected: str) -> None:
    question = asked("desistance", "all", percent)
    heading = str(question.question)
    text = f"{heading}\n{words}\n"
    place: Record = Section(report_id=ID, title=heading, level=3, start=0, end=len(text))
    data: Tables = {"key_questions": [question], "sections": [place]}
    assert set(statuses(IN_WORDS, data, text).values()) == {expected or "not_applicable"}
    assert statuses(IN_WORDS, data | {"sections": []}, text) == NOTHING


# --- examples of a summary ------------------------------------------------------------------------------------------


def sum_up(percent: float, provider: str = "Fells NPS Division", words: str = LINKED) -> dict[str, str]:
    """What is made of "nine out of ten" in an example of a summary, beside a percentage of the division's report."""
    summary = about("summary-2019", "hmip-summary-2019", report_type="summary", provider="", region="")
    text = f"In nine out of ten cases, {words}."
    at = Evidence(text, start=0, end=len(text), quote=text)
    told = {"provider": "Fells", "provider_type": "NPS division", "report_id": summary.report_id, "date": "2019-04"}
    question = asked("desistance", "all", percent, report_id=EARLIER.report_id)
    data: Tables = {
        "reports": [replace(EARLIER, published="2019-04-17"), summary],
        "ratings": [
            rating("fells-nps/main/overall", GOOD, "overall", **told),
            overall(GOOD, report_id=EARLIER.report_id),
        ],
        "key_questions": [question],
        "examples": [Example(report_id=summary.report_id, item="1", provider=provider, text=text, evidence=at)],
        "quantities": [
            Quantity(report_id=summary.report_id, item="share", section_ref="3.6", kind="fraction", value=90.0,
                     numerator=9, denominator=10, as_printed="nine out of ten", sentence=text, evidence=at)
        ],
    }  # fmt: skip
    made = check(Extracted(data, {summary.report_id: text, EARLIER.report_id: ""}))
    return {row.report_id: row.status for row in made if row.check == EXAMPLES}


def test_an_example_of_a_summary_tells_what_the_own_report_does() -> None:
    assert sum_up(88) == {EARLIER.report_id: "pass"}
    assert sum_up(82) == {EARLIER.report_id: "warn"}


def test_an_example_of_another_service_or_of_something_else_is_not_compared() -> None:
    assert sum_up(82, "Fells CRC") == sum_up(82, "Wold NPS Division") == sum_up(82, words="work was timely") == {}
