"""A share that prose tells in the words of a row of its section's tables, held against that row."""

from __future__ import annotations

import pytest

from extractor.check import check
from extractor.dataset.extracted import Extracted
from extractor.load import load_text
from extractor.pipeline import extract_report

REPORT = """Inspection of ferries in Tarn

1. Crews

{}

Table 1: Views of crews
Statement\tAgree
Crews content with their cabins\t82%
Mates who felt supported\t41%
Pilots not trained in the year\t12.5%

2. Plans

Of those whose plans we read, {} per cent of crews were content with their cabins.
"""
NAME = "prose-restates-statistics"


def statuses(sentence: str) -> list[str]:
    found = extract_report(load_text(REPORT.format(sentence, 60), "report.txt"))
    assert len(found.records["statistics"]) == 3
    rows = check(Extracted(found.records, {found.report_id: found.report.text}))
    return [row.status for row in rows if row.check == NAME]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("We found that 82 per cent of crews were content with their cabins.", "pass"),
        ("In our survey, 28 per cent of crews were content with their cabins.", "warn"),
        ("Four in five crews were content with their cabins.", "pass"),
        ("Two in five crews were content with their cabins.", "warn"),
        ("Almost half of the crews were content with their cabins.", "warn"),
        ("More than 80 per cent of crews were content with their cabins.", "pass"),
        ("Fewer than 80 per cent of crews were content with their cabins.", "warn"),
        ("18 per cent of crews were not content with their cabins.", "pass"),
        ("As Table 1 shows, 14 per cent of mates felt supported.", "warn"),
        ("We saw that 13 per cent of pilots were not trained in the year.", "pass"),
        ("We saw that 21 per cent of pilots were not trained in the year.", "warn"),
    ],
)
def test_a_share_in_the_words_of_a_row_is_that_of_the_row(sentence: str, status: str) -> None:
    assert statuses(sentence) == [status]


@pytest.mark.parametrize(
    "sentence",
    [
        "Nationally, 60 per cent of crews were content with their cabins.",
        "In 2019, 60 per cent of crews were content with their cabins.",
        "In the Morwick office, 60 per cent of crews were content with their cabins.",
        "We found that 60 per cent of crews were content with their cabins, galleys and decks, and with the food.",
        "Of crews whose cabins were cold, 60 per cent were content with them.",
        "The share of crews who were not content with their cabins was 9 per cent.",
        "Crews were content with their cabins, but 60 per cent of pilots were not.",
        "We spoke to 60 per cent of crews.",
    ],
)
def test_a_share_of_something_else_or_of_elsewhere_is_not_compared(sentence: str) -> None:
    assert statuses(sentence) == ["not_applicable"]
