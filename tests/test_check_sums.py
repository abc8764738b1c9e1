"""Arithmetic of tables and directions of prose: what adds up, what is a share of what, what has risen."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.records import Evidence, Quantity, Statistic
from tests.test_check import ID, cited, rows, statuses

SHARES, PARTS, MOVES = "percentage-is-share-of-number", "parts-add-up", "figure-moves-as-told"
# Of 240, 140 and 100 people, by age.
PEOPLE = {"18-24": (60, 35, 25), "25-39": (96, 56, 40), "40-54": (50, 29, 21), "55 and over": (34, 20, 14)}


def table(changed: dict[str, float], heads: tuple[str, str] = ("", "")) -> list[Statistic]:
    """Numbers and percentages of three columns; `changed` gives a figure another value, by its item."""
    made = []
    for label, numbers in PEOPLE.items():
        for column, number, total in zip(("all", "north", "south"), numbers, (240, 140, 100), strict=True):
            for unit, value in (("count", float(number)), ("percent", round(100 * number / total, 1))):
                item = f"{label[:2]}_{column}_{unit}"
                value = changed.get(item, value)
                head = f"{column}{heads[unit == 'percent']}"
                known: dict[str, Any] = {"section_ref": "annex", "table": "People", "category": "Age", "label": label}
                printed = f"{value:g}{'%' if unit == 'percent' else ''}"
                made.append(
                    Statistic(
                        report_id=ID, item=item, group=head, value=value, unit=unit, as_printed=printed,
                        evidence=cited(), **known,
                    )
                )  # fmt: skip
    return made


@pytest.mark.parametrize("heads", [("", ""), (" n", " %"), (" (n)", " (per cent)")])
@pytest.mark.parametrize(
    ("changed", "warned"),
    [
        ({}, set()),
        ({"25_all_percent": 45.0}, {"25_all_percent"}),
        ({"40_south_count": 53.0}, {"40_south_percent"}),
    ],
)
def test_percentages_are_shares_of_one_total(
    heads: tuple[str, str], changed: dict[str, float], warned: set[str]
) -> None:
    told = statuses(SHARES, {"statistics": table(changed, heads)})
    assert {item for item, status in told.items() if status == "warn"} == warned
    assert warned or told == {"report": "pass"}


def test_statements_each_have_a_total_of_their_own() -> None:
    made: list[Statistic] = []
    answers = {"It is warm": (30, 40), "It is near": (11, 23), "It is dry": (9, 31), "It is open": (26, 27)}
    for label, (number, total) in answers.items():
        for unit, value in (("count", float(number)), ("percent", round(100 * number / total, 1))):
            known: dict[str, Any] = {"table": "Answers", "label": label, "group": "Agree", "unit": unit}
            item, printed = f"{label}/{unit}", f"{value:g}"
            made.append(Statistic(report_id=ID, item=item, value=value, as_printed=printed, evidence=cited(), **known))
    assert statuses(SHARES, {"statistics": made}) == {"report": "pass"}


@pytest.mark.parametrize(
    ("changed", "warned"),
    [
        ({}, set()),
        ({"18_north_percent": 52.0}, {"18_north_percent"}),  # the only column that is not 100
        ({"25_all_count": 69.0}, {"25_all_count"}),  # not what north and south are together
    ],
)
def test_parts_add_up_where_most_do(changed: dict[str, float], warned: set[str]) -> None:
    told = statuses(PARTS, {"statistics": table(changed)})
    assert {item for item, status in told.items() if status == "warn"} == warned


def test_shares_of_a_category_add_up_in_all_tables_that_have_it() -> None:
    def told(category: str) -> dict[str, str]:
        known = {"report_id": ID, "category": category, "group": "%", "unit": "percent", "evidence": cited()}
        shares = [
            Statistic(item=f"{pier}/{age}", table=pier, label=age, value=value, as_printed=f"{value:g}%", **known)
            for pier, values in (("North", (40, 35, 25)), ("South", (50, 30, 20)), ("West", (60, 25)))
            for age, value in zip(("18", "25", "50"), values, strict=False)
        ]
        return statuses(PARTS, {"statistics": shares})

    assert told("Age group")["West/18"] == "warn"
    assert "West/18" not in told("")  # not the lines of a category that they share


def test_answers_of_which_several_may_be_given_add_up_to_nothing() -> None:
    many = {f"{label[:2]}_{column}_percent": 80.0 for label in PEOPLE for column in ("all", "north", "south")}
    told = statuses(PARTS, {"statistics": table(many)})
    assert "warn" not in told.values()


def moved(sentence: str, *values: float) -> set[str]:
    """Statuses for percentages of one sentence, in its order."""
    text, at, figures = f"{sentence}\n", 0, []
    for value in values:
        words = f"{value:g} per cent"
        at = text.index(words, at)
        evidence = Evidence(text, at, at + len(words), words)
        figures.append(
            Quantity(
                report_id=ID, item=f"q/{value:g}", kind="percent", value=value, as_printed=words, sentence=sentence,
                evidence=evidence,
            )
        )  # fmt: skip
        at += len(words)
    return {row.status for row in rows({"quantities": figures}, text) if row.check == MOVES}


@pytest.mark.parametrize(
    ("sentence", "values", "expected"),
    [
        ("In 41 per cent of plans there was a date. Now that share had risen to 52 per cent.", (41, 52), {"pass"}),
        ("In 41 per cent of plans there was a date. Now that share had risen to 32 per cent.", (41, 32), {"warn"}),
        ("Absence fell slightly from 12 per cent to 9 per cent.", (12, 9), {"pass"}),
        ("Absence fell slightly from 12 per cent to 19 per cent.", (12, 19), {"warn"}),
        ("Absence has fallen, and 12 per cent were away, and 19 per cent were late.", (12, 19), {"not_applicable"}),
        ("Of 12 per cent, costs rose by 19 per cent.", (12, 19), {"not_applicable"}),
    ],
)
def test_figures_move_as_told(sentence: str, values: tuple[float, ...], expected: set[str]) -> None:
    assert moved(sentence, *values) == expected
