"""Where white space parts columns: words of a head have no vote, and none is cut; what a box around a table holds."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from extractor.load.pdf.drawing import Area, Drawing, Rule
from extractor.load.pdf.hairlines import add_hairlines
from extractor.load.pdf.page.regions import Content, survey
from extractor.load.pdf.settings import PdfSettings, TableSettings
from extractor.load.pdf.tables.bands import Band, Zone, column_edges
from extractor.load.pdf.tables.body import body_rows
from extractor.load.pdf.tables.columns import gutters
from extractor.load.pdf.tables.frame import Frame, Slot
from extractor.load.pdf.tables.grid import grid
from extractor.load.pdf.tables.heads import head_above
from extractor.load.pdf.tables.pieces import Cut, lines_in
from extractor.load.pdf.tables.rows import learn
from extractor.load.pdf.tables.ruled import refined
from extractor.load.pdf.words.lines import lines_of
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


def test_a_heading_over_nothing_is_a_column_of_its_own_where_each_of_the_others_has_one() -> None:
    heads = [run("Poor", 10, 30, 40), run("Good", 90, 110, 40), run("Fair", 180, 200, 40)]
    rows = [[run("Staff", 80, 120, y), run("Work", 170, 210, y)] for y in (60, 80, 100)]
    assert gutters(rows, TableSettings(), [heads]) == [55, 145]
    assert gutters(rows, TableSettings(), [heads[:2]]) == [145]
    right = [run("Good", 90, 110, 40), run("Fair", 180, 200, 40), run("Poor", 260, 280, 40)]
    assert gutters(rows, TableSettings(), [right]) == [145, 235]


def test_a_raised_mark_stands_on_the_line_of_its_words() -> None:
    mark = Run("11", 141, 147, 97.4, 5.3)
    below = run("Cases of a worker", 60, 150, 113)
    assert lines_in([*BODY[0], mark, below]) == [[BODY[0][0], mark, *BODY[0][1:]], [below]]


def test_lines_behind_labels_that_end_with_a_colon_are_rows_of_a_form_where_another_label_wraps() -> None:
    told = ("Name of the", "Tarn House"), ("house:", ""), ("Registered owner:", "Tarn Care Limited")
    told += ("Number:", "TC-HAL"), ("Days of the visit:", "May of the year"), ("Led by:", "Ida Holt")
    words, baseline = [], 91.0
    for number, (label, value) in enumerate(told):  # on whole pixels, as browsers set them
        words += [run(label, 60, 60 + 5.0 * len(label), baseline)]
        words += [run(value, 164, 164 + 5.0 * len(value), baseline)] if value else []
        baseline += 15 if number % 2 else 14.25
    cut = Cut((56.0, 160.0, 300.0), TableSettings(), ())
    rows = body_rows(Zone(56.0, 300.0, [Band(80.0, 180.0, words)]), cut, 80.0, learn(cut(words), 2, TableSettings()))
    assert [len(row) for _, row in rows] == [3, 2, 2, 2, 2]


@pytest.mark.parametrize(
    ("second", "rows"),
    [(("Is more needed?", "Yes"), 2), (("and of those who are still to come to the office", ""), 1)],
)
def test_lines_that_fill_every_column_and_had_room_above_are_rows(second: tuple[str, str], rows: int) -> None:
    frame = Frame((60.0, 360.0, 500.0), (80.0, 112.0), (Slot(0, 0, 0, 0), Slot(0, 1, 0, 1)))
    words = [run("The category", 64, 120, 91), run("No progress", 364, 420, 91)]
    words += [run(text, x, x + 5.0 * len(text), 104) for text, x in zip(second, (64, 364), strict=True) if text]
    assert len(refined(frame, words, Drawing(), TableSettings()).ys) == rows + 1


_BOATS = (("2.1", "Boats", "Good"), ("2.2", "Chains and ropes", "Not good at all"), ("2.3", "Oars", "Good"))
_ASKED = (
    ("2. Boats", "Few", "All"),
    ("Is all dry?",),
    ("Are the oars dry?", "3%", "4%"),
    ("Is the rope dry?", "5%", "6%"),
)


@pytest.mark.parametrize(
    ("lines", "bold", "heads", "rows"),
    [
        (_BOATS, 0, None, 3),  # their numbers tell the rows
        (_ASKED, 2, 1, 4),  # a label alone below the head is a section
        ((_ASKED[0], ("and their oars",), *_ASKED[2:]), 2, 1, 3),
    ],
)
def test_rows_of_a_frame_are_told_by_their_numbers_and_a_label_alone_is_no_head(
    lines: tuple[tuple[str, ...], ...], bold: int, heads: int | None, rows: int
) -> None:
    edges = (60.0, 200.0, 280.0, 360.0)
    slots = tuple(Slot(0, column, 0, column) for column in range(3))
    words = [
        replace(run(text, x + 4, x + 4 + 5.0 * len(text), 91 + 14 * n), bold=n < bold)
        for n, line in enumerate(lines)
        for x, text in zip(edges, line, strict=False)
    ]
    found = refined(Frame(edges, (80.0, 140.0), slots), words, Drawing(), TableSettings())
    assert (len(found.ys) - 1, found.heads) == (rows, heads)


@pytest.mark.parametrize(("second", "columns"), [(("n", "%"), 3), (("n and %",), 2)])
def test_the_only_row_of_a_table_is_parted_between_rules_as_its_head_is(second: tuple[str, ...], columns: int) -> None:
    def row(texts: tuple[str, ...], baseline: float) -> list[Run]:
        places = zip((204.0, 264.0)[-len(texts) :], texts, strict=True)
        return [run(text, x, x + 5.0 * len(text), baseline) for x, text in places]

    lines = row(("All cases",), 111), row(second, 127), [run("Men", 64, 84, 143), *row(("875", "36.7"), 143)]
    bands = [Band(100 + 16 * n, 116 + 16 * n, line) for n, line in enumerate(lines)]
    assert len(column_edges(Zone(60, 320, bands, verticals=[190.0]), TableSettings())) == columns + 1


@pytest.mark.parametrize(("first", "is_head"), [(("Boats",), True), (("Boats", "Few", "All"), False)])
def test_a_bold_head_above_the_first_rule_is_one_where_a_bold_label_alone_stands_below_it(
    first: tuple[str, ...], is_head: bool
) -> None:
    def row(texts: tuple[str, ...], baseline: float, bold: bool) -> list[Run]:
        places = zip((64.0, 204.0, 284.0), texts, strict=False)
        return [replace(run(text, x, x + 5.0 * len(text), baseline), bold=bold) for x, text in places]

    bands = [
        Band(100, 116, row(first, 111, bold=True)),
        Band(116, 132, row(("Is all dry?", "3%", "4%"), 127, bold=False)),
    ]
    found = head_above(bands, row(("Question", "Yes", "No"), 95, bold=True), TableSettings())
    assert (found is not None) == is_head


@pytest.mark.parametrize(("inset", "rows"), [(4, 4), (0, 3)])
def test_a_label_alone_above_the_first_band_is_a_row_where_it_stands_as_labels_do(inset: float, rows: int) -> None:
    def labelled(text: str, figure: str, baseline: float) -> list[Run]:
        return [run(text, 64, 150, baseline), run(figure, 400, 420, baseline)]

    bands = [Band(100 + 14 * n, 114 + 14 * n, labelled(f"The question {n}", f"{n}4%", 110 + 14 * n)) for n in range(3)]
    above = run("Are the plans made with care?", 60 + inset, 190 + inset, 96)
    frame = grid(Zone(60, 440, bands), [above, *(r for b in bands for r in b.runs)], [], TableSettings())
    assert frame is not None and len(frame.ys) == rows + 1


def test_words_of_a_box_stand_above_and_below_the_table_in_it() -> None:
    def ring(x0: float, top: float, x1: float, bottom: float) -> tuple[list[Rule], list[Rule]]:
        return [Rule(y, x0, x1) for y in (top, bottom)], [Rule(x, top, bottom) for x in (x0, x1)]

    (outer, sides), (inner, walls) = ring(50, 100, 300, 300), ring(60, 150, 290, 200)
    drawing = Drawing(across=[*outer, *inner, Rule(175, 60, 290)], down=[*sides, *walls, Rule(180, 150, 200)])
    places = {"Above": (60, 130), "Boat": (65, 165), "Oars": (185, 165), "Grey": (65, 190), "Two": (185, 190)}
    runs = [Run(f"{text} ", x, x + 30, y, 10.0) for text, (x, y) in {**places, "Below": (60, 250)}.items()]
    page = survey(Content(1, 400, 600, runs, drawing), set(), set(), PdfSettings().tables)
    assert [[run.text.strip() for run in table.runs] for table in page.tables] == [["Boat", "Oars", "Grey", "Two"]]
    tops = [(box.frame.top < page.tables[0].frame.top, [run.text.strip() for run in box.runs]) for box in page.boxes]
    assert tops == [(True, ["Above"]), (False, ["Below"])]


@pytest.mark.parametrize(
    ("x0", "baseline", "size", "words"),
    [
        (310, 95.7, 8.6, [("28%", ["2"])]),  # close behind it and half a line above it
        (310, 99, 8.6, [("28%2", [])]),  # on its line
        (316, 95.7, 8.6, [("2", []), ("28%", [])]),  # apart from it
    ],
)
def test_a_number_hardly_smaller_is_a_mark_where_it_stands_close_and_high(
    x0: float, baseline: float, size: float, words: list[tuple[str, list[str]]]
) -> None:
    runs = [run("28%", 290, 310, 100), replace(run("2", x0, x0 + 5, baseline), size=size)]
    assert [(line.words.text, [label for _, label in line.words.notes]) for line in lines_of(runs)] == words


@pytest.mark.parametrize(("columns", "ends"), [(2, [100, 180]), (1, [])])
def test_white_bands_above_and_below_tinted_ones_end_where_they_are_painted(columns: int, ends: list[float]) -> None:
    """White alone behind words is none; behind the cells of a row beside a tinted one as wide it is a row, too."""
    xs = [60, 454, 535] if columns == 2 else [60, 535]
    bands = [(100, "#ffffff"), (120, "#eeeeee"), (140, "#eeeeee"), (160, "#ffffff")]
    drawing = Drawing(areas=[Area(a, y, b, y + 20, tint) for y, tint in bands for a, b in pairwise(xs)])
    add_hairlines(drawing)
    assert sorted({rule.at for rule in drawing.across}) == ends
