"""Which rows of a table head its columns, by how they are set and by agreement with the body."""

from __future__ import annotations

import pytest

from extractor.load.draft_blocks import DraftCell, DraftRow
from extractor.load.grid import header_rows
from extractor.load.words import Words


def grid(printed: str, heads: tuple[int, ...] = ()) -> list[DraftRow]:
    """Rows as printed, cells parted by bars; `heads` are rows that are set as headings."""
    return [
        DraftRow([DraftCell(Words(cell), heads=number in heads) for cell in line.split("|")])
        for number, line in enumerate(printed.split("\n"))
    ]


@pytest.mark.parametrize(
    ("printed", "headings"),
    [
        ("Post|2019|2020\nTutors|41|39\nClerks|8|7", 1),
        ("Statement|2019 (n=41)|2021 (n=52)\nI am heard|41%|39%", 1),
        ("Course|4 weeks|8 weeks|12 weeks\nBricks|41|39|36\nPaint|8|8|7", 1),
        ("Age|18–24|25–34|35+\nMen|4|5|7", 1),
        ("Post|31 March 2020|31 March 2021\nTutors|41|39", 1),
        ("Post|2019|2020\nCases|1950|2014", 1),
        ("Post|2012|1950\nCases|1950|2014", 0),
        ("Total|2019\nTutors|34", 1),
        ("Total|2019\nTutors|3408", 0),
        ("Measure|North|South\nDeaths|[c]|n/a\nTutors|41|39", 1),
        ("Measure|North|South\nHas a plan|Yes|No\nTutors|41|39", 1),
        ("Measure|North|South\nDate of visit|3 March 2021|9 March 2021\nTutors|41|39", 1),
        ("Measure|North|South\nCaseload|1 234|3 308\nTutors|41|39", 1),
        ("Measure|North|South\nLeast and most|20–45|18–52\nTutors|41|39", 1),
        ("Measure|North|South\nPlans|12/15|31 of 64 (48%)\nTutors|41|39", 1),
        ("Measure|North|South\nLoad|34*|41†\nTutors|41|39", 1),
        ("Question|Yes|No\nIs it so?|58%|42%", 1),
        ("Post|2020||2021|\n|Filled|Empty|Filled|Empty\nTutors|34|6|31|9", 2),
        ("|2020||2021|\nPost|Filled|Empty|Filled|Empty\nTutors|34|6|31|9", 2),
        ("Group|North|South\n|(n=41)|(n=22)\nMen|4|5", 2),
        ("Group|North|South\nBase|(n=41)|(n=22)\nMen|4|5", 2),
        ("Standard|Community|After release\n|sentences|cases\nIs it so?|34%|22%", 2),
        ("Table 4: posts||\nPost|Filled (number)|Empty (%)\nTutors|34|6", 2),
        ("Post|Filled|Empty\nNorth||\nTutors|34|6\nSouth||\nTutors|21|5", 1),
        ("Sex|Age|Ordered\nMen|18 to 24|41\n|25 and over|220", 1),
        ("Vacancy rate|-11%\nTutors|34", 0),
        ("Average wait|6.1 weeks\nTutors|34", 0),
        ("Caseload data|\nCaseload|34", 0),
        ("1.1|Leadership|Good\n1.2|Staff|Inadequate", 0),
        ("Post|North\nTutors|12 vacancies\nClerks|3 vacancies", 1),
        ("Deaths|<5|0\nTutors|34|6", 0),
    ],
)
def test_headings_agree_with_no_body(printed: str, headings: int) -> None:
    assert header_rows(grid(printed)) == headings


@pytest.mark.parametrize(
    ("printed", "heads", "headings"),
    [
        ("Service|Town\nTarn|Moorby\nWold|Fellham", (0,), 1),
        ("Service|Town\nTarn|Moorby\nWold|Fellham", (), 0),
        ("Good|Poor\n|Tarn\n|Wold", (0,), 1),  # words below a heading that leaves no column open
        ("1|2|3\n12|14|9\n8|7|3", (0,), 1),
        ("Posts|41\nVacancy rate|9%", (0,), 0),
        ("Post|Filled\nNorth|\nTutors|34", (0, 1), 1),  # what stands alone divides the body
        ("Tutors|34\nClerks|6\nCooks|2\nAll|42", (0, 2), 0),  # every other row is shaded
        ("Tutors|34\nClerks|6\nCooks|2\nDrivers|5\nAll|47", (4,), 0),
    ],
)
def test_headings_are_told_by_how_they_are_set(printed: str, heads: tuple[int, ...], headings: int) -> None:
    assert header_rows(grid(printed, heads)) == headings
