"""Columns that a conversion set beside each other or wrote in turn: what cannot be read apart is told."""

from __future__ import annotations

from extractor.document import Report
from extractor.load import load_text
from extractor.pipeline import extract_report
from extractor.records import Unread

PROSE = "The pier was painted in May by a crew of volunteers who came from the three villages along the bay."
MIXED = [
    "- lamps are lit",
    "- boats are hauled out",
    "before the tide has turned and",
    "and dried for some days",
    "gone",
]


def loaded(*paragraphs: str) -> Report:
    return load_text("\n\n".join([*[PROSE] * 6, *paragraphs]), "report.txt")


def told(*paragraphs: str) -> list[str]:
    text = "\n\n".join(["1. Staff", *[f"{PROSE} {n}." for n in range(6)], *paragraphs])
    found = extract_report(load_text(text, "report.txt"))
    return [row.reason for row in found.records["unread"] if isinstance(row, Unread)]


def test_short_lines_that_go_on_in_small_letters_are_told() -> None:
    (remark,) = loaded("\n".join(MIXED)).remarks
    assert "1 runs of short lines" in remark and "lamps are lit" in remark
    assert not loaded("\n".join(MIXED[:3])).remarks  # one line may be broken anywhere
    wide = PROSE.replace(" who", "\nwho").replace(" along", "\nalong")
    assert not loaded(*[wide] * 30).remarks  # lines as long as those of the text


def test_short_lines_of_a_page_are_its_own() -> None:
    lines = [f"{PROSE[:60]}\n{PROSE[61:]}"] * 8
    page = "\n\n".join([*lines, "\n".join(MIXED)])
    assert not load_text("\f".join([page, page, page]), "report.txt").remarks


def test_a_paragraph_that_stands_twice_is_told() -> None:
    again = "a paragraph that stands twice"
    assert told("The boats lay idle all winter, as nobody had the keys to the yard.").count(again) == 0
    assert told(*["The boats lay idle all winter, as nobody had the keys to the yard."] * 2).count(again) == 1


def test_labels_of_examples_within_other_words_or_in_cells_are_told() -> None:
    within, cell = "a label of an example within other words", "a label of an example in a table"
    assert within in told("Staff were seldom there and the Good practice example: tutors at the pier were missed")
    assert within not in told("Staff were seldom there. Good practice example: none was seen by us")
    rows = "Teams met each week.\tGood practice example\nNotes were kept of it.\tA tutor came to the pier."
    assert cell in told(rows)
