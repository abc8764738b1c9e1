"""Where white space parts columns: words of a head have no vote, and none is cut."""

from __future__ import annotations

from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.columns import gutters
from extractor.load.pdf.tables.pieces import lines_in
from extractor.load.pdf.words.runs import Run


def run(text: str, x0: float, x1: float, baseline: float) -> Run:
    return Run(text, x0, x1, baseline, 9.0)


BODY = [
    [run("Are the plans made", 60, 140, 100), run("28%", 290, 310, 100), run("38%", 380, 400, 100)],
    [run("with those who live by them?", 60, 170, 111)],
]
HEAD = [[run("Plans", 60, 85, 80), run("Community", 290, 348, 80), run("Afterwards", 380, 440, 80)]]


def test_a_wide_heading_over_a_narrow_figure_is_not_cut() -> None:
    alone = gutters(BODY, TableSettings())
    assert len(alone) == 2 and 310 < alone[1] < 348
    below = gutters(BODY, TableSettings(), HEAD)
    assert len(below) == 2 and 348 < below[1] < 380


def test_a_heading_over_two_columns_parts_nothing() -> None:
    spanning = [[run("All of the cases of the year", 290, 440, 80)]]
    assert gutters(BODY, TableSettings(), spanning) == gutters(BODY, TableSettings())


def test_a_raised_mark_stands_on_the_line_of_its_words() -> None:
    mark = Run("11", 141, 147, 97.4, 5.3)
    below = run("Cases of a worker", 60, 150, 113)
    assert lines_in([*BODY[0], mark, below]) == [[BODY[0][0], mark, *BODY[0][1:]], [below]]
