"""PDF files: small ones made here, and the re-typeset editions where the shared folder is there."""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2 as pdfium
import pytest
import regex
from PIL import Image
from reportlab.lib import colors, pagesizes, pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Block, Kind, Report
from extractor.errors import LoadError
from extractor.load import Source
from extractor.load.pdf import load, recognises
from extractor.load.pdf.page.typography import Pitch
from extractor.load.pdf.words.hyphens import Vocabulary
from tests.cached_readings import reading

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared"))
EDITIONS = SHARED / "corpus" / "editions"
NEEDS_EDITIONS = pytest.mark.skipif(not EDITIONS.is_dir(), reason=f"{EDITIONS} is not there")

LEFT, TOP = 65.0, 770.0
PROSE = (
    "The service had made good progress since the last inspection and staff were positive about",
    "the support that they received from managers in every one of the offices that we visited in",
    "the course of our fieldwork.",
)

Draw = Callable[[Canvas], None]


def source(data: bytes, name: str = "small.pdf") -> Source:
    return Source(name, data, "0" * 64)


def make(*pages: Draw, size: tuple[float, float] = pagesizes.A4, encrypt: Any = None, rotation: int = 0) -> bytes:
    """A PDF with one page for every function that draws one."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, encrypt=encrypt)
    for draw in pages:
        if rotation:
            canvas.setPageRotation(rotation)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read(*pages: Draw, **options: Any) -> Report:
    return load(source(make(*pages, **options)))


def write(canvas: Canvas, x: float, y: float, text: str, font: str = "Helvetica", size: float = 11) -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


def prose(canvas: Canvas, y: float = TOP, lines: tuple[str, ...] = PROSE, x: float = LEFT) -> float:
    """Lines at the usual pitch; the y of the next line."""
    for line in lines:
        write(canvas, x, y, line)
        y -= 13.5
    return y


def raised(canvas: Canvas, x: float, y: float, text: str, size: float = 7) -> None:
    write(canvas, x, y + 4, text, size=size)


def shown(report: Report, kind: Kind) -> list[str]:
    return [report.body(block) for block in report.blocks if block.kind is kind]


def rows(report: Report, block: Block | None = None) -> list[list[str]]:
    """The words of a table's cells; of the only table if none is named."""
    if block is None:
        (block,) = (b for b in report.blocks if b.table)
    assert block.table is not None
    return [[report.words(cell) for cell in row] for row in block.table.rows()]


def tables(report: Report) -> list[Block]:
    return [block for block in report.blocks if block.table]


def grid(canvas: Canvas, xs: list[float], ys: list[float], cells: list[list[str]], size: float = 10) -> None:
    """A ruled table, its words one line a cell."""
    canvas.grid(xs, ys)
    for top, row in zip(ys, cells, strict=False):
        for left, text in zip(xs, row, strict=False):
            write(canvas, left + 4, top - 13, text, size=size)


def test_lines_that_stand_on_whole_pixels_are_of_one_paragraph() -> None:
    words = "Lamps in the harbour are counted by the wardens on the first day of every month and once more in spring"

    def page(canvas: Canvas) -> None:
        y = 760.0
        for number in range(24):
            write(canvas, LEFT, y, words if number % 6 else f"{number + 11} boats {words}"[: len(words)], size=8.5)
            y -= (12.0, 12.0, 12.75)[number % 3]

    assert len(shown(read(page), Kind.PARAGRAPH)) == 1


def test_a_box_that_touches_the_rules_of_a_table_adds_no_columns() -> None:
    cells = [["Nets", "Spring", "Autumn"], ["Dried", "41", "62"], ["Mended", "12", "9"]]

    def page(canvas: Canvas) -> None:
        prose(canvas)
        grid(canvas, [70, 200, 300, 400], [600, 578, 556, 534], cells)
        canvas.rect(64, 534, 370, 66)

    (found,) = tables(report := read(page))
    assert rows(report, found) == cells


def test_a_tint_that_begins_and_ends_with_the_rules_of_tables_leaves_them_apart() -> None:
    heads, labels = ("Nets", "Spring", "Autumn"), ("Dried", "Mended", "Tarred")

    def page(canvas: Canvas) -> None:
        prose(canvas)
        for top in (600, 520):
            canvas.setFillColor(colors.HexColor("#f3f3ec"))
            canvas.rect(60, top - 60, 475, 60, stroke=0, fill=1)
            canvas.setFillColor(colors.black)
            for y in (top, top - 15, top - 60):
                canvas.line(66, y, 528, y)
            for x in (66, 290, 410, 528):
                canvas.line(x, top, x, top - 15)
            for n, text in enumerate(heads):
                write(canvas, (70, 300, 420)[n], top - 11, text, "Helvetica-Bold", 9)
            for row, label in enumerate(labels):
                for n, text in enumerate((label, str(40 + top % 7 + row), str(70 + row))):
                    write(canvas, (70, 300, 420)[n], top - 26 - 14 * row, text, size=9)

    found = tables(report := read(page))
    assert [[row[0] for row in rows(report, block)] for block in found] == [["Nets", *labels]] * 2


def test_rows_below_a_ruled_head_that_begins_with_a_number_are_of_its_table() -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas)
        for y in (600, 578):
            for left, right in ((65, 300), (300, 420), (420, 530)):
                canvas.line(left, y, right, y)
        for x, text in ((70, "2.4."), (95, "Mending"), (320, "Spring"), (440, "All boats")):
            write(canvas, x, 585, text, "Helvetica-Bold", 10)
        for row, label in enumerate(("Is the mending of nets done well?", "Are nets dried?", "Are floats counted?")):
            for x, text in zip((70, 320, 440), (label, f"{41 + row}%", f"{62 + row}%"), strict=False):
                write(canvas, x, 562 - 24 * row, text, size=10)

    (found,) = tables(report := read(page))
    assert rows(report, found)[:2] == [
        ["2.4. Mending", "Spring", "All boats"],
        ["Is the mending of nets done well?", "41%", "62%"],
    ]


def test_a_label_below_a_bold_head_at_the_foot_of_a_page_is_of_the_table() -> None:
    def cells(canvas: Canvas, y: float, texts: tuple[str, ...], font: str = "Helvetica") -> None:
        for x, text in zip((70, 320, 440), texts, strict=False):
            write(canvas, x, y, text, font, 10)

    def tint(canvas: Canvas, y: float, colour: str) -> None:
        canvas.setFillColor(colors.HexColor(colour))
        canvas.rect(65, y - 7, 465, 22, stroke=0, fill=1)
        canvas.setFillColor(colors.black)

    def first(canvas: Canvas) -> None:
        prose(canvas)
        tint(canvas, 130, "#ccd4e8")
        cells(canvas, 130, ("2.4 Mending", "Spring", "All boats"), "Helvetica-Bold")
        cells(canvas, 108, ("Is the mending of nets done well?",))

    def second(canvas: Canvas) -> None:
        for number, text in enumerate(
            ("Are nets dried?", "Are floats counted?", "Are hooks kept apart?", "Is it quick?")
        ):
            if number % 2 == 0:
                tint(canvas, 760 - 22 * number, "#eceff5")
            cells(canvas, 760 - 22 * number, (text, f"{41 + number}%", f"{62 + number}%"))

    (found,) = tables(report := read(first, second))
    assert rows(report, found)[:3] == [
        ["2.4 Mending", "Spring", "All boats"],
        ["Is the mending of nets done well?", "", ""],
        ["Are nets dried?", "41%", "62%"],
    ]


def test_paragraphs_are_unwrapped_and_parted() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, LEFT, 800, "1. Leadership", "Helvetica-Bold", 16)
        y = prose(canvas)
        prose(canvas, y - 6)

    report = read(page)
    assert [block.kind for block in report.blocks] == [Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH]
    assert report.body(report.blocks[0]) == "1. Leadership"
    assert report.blocks[0].level == 1
    assert report.blocks[0].style.bold and report.blocks[0].style.size == 16
    assert report.body(report.blocks[1]) == " ".join(PROSE)
    assert report.page_count == 1 and report.page_of(0) == 1


def test_lines_of_an_address_stay_apart() -> None:
    address = ("HM Inspectorate", "1st Floor", "1 Bridge Street", "M3 3FX")
    report = read(lambda canvas: (prose(canvas), prose(canvas, 600, address))[0])
    assert shown(report, Kind.PARAGRAPH)[1:] == list(address)


def test_lists_have_markers_levels_and_joined_lines() -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas)
        items = (
            (0, "•", "Staff felt well supported by their managers and had the training that they needed to do", ""),
            (0, "", "their work.", ""),
            (0, "•", "Two things went well:", ""),
            (18, "–", "supervision", ""),
            (18, "–", "training.", ""),
            (0, "10.", "review the workloads of all", ""),
        )
        y = 600.0
        for indent, marker, words, _ in items:
            if marker:
                write(canvas, LEFT + indent, y, marker)
            write(canvas, LEFT + indent + 20, y, words)
            y -= 13.5

    blocks = [b for b in read(page).blocks if b.kind in (Kind.BULLET, Kind.NUMBERED)]
    report = read(page)
    assert [(b.marker, b.level) for b in blocks] == [("•", 0), ("•", 0), ("–", 1), ("–", 1), ("10.", 0)]
    assert report.body(blocks[0]).endswith("the training that they needed to do their work.")
    assert blocks[-1].kind is Kind.NUMBERED and report.body(blocks[-1]) == "review the workloads of all"


def test_a_list_item_goes_on_on_the_next_page() -> None:
    def first(canvas: Canvas) -> None:
        prose(canvas)
        write(canvas, LEFT, 100, "1.")
        write(canvas, LEFT + 25, 100, "The plans were good and had been shared with every one of the partner agencies.")

    def second(canvas: Canvas) -> None:
        write(canvas, LEFT + 25, TOP, "They were not followed.")

    report = read(first, second)
    (item,) = (block for block in report.blocks if block.kind is Kind.NUMBERED)
    assert report.body(item).endswith("partner agencies. They were not followed.")
    assert report.page_of(item.start) == 1
    assert report.page_of(item.end - 1) == 2


def test_furniture_and_page_labels() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            write(canvas, LEFT, 815, "An inspection of a service", size=9)
            prose(
                canvas, TOP - 30 * number, (f"Page {number} begins here and its words are not those of other pages.",)
            )
            write(canvas, 500, 30, str(number + 6), size=9)

        return draw

    report = read(*(page(n) for n in range(1, 6)))
    assert report.page_labels == ("7", "8", "9", "10", "11")
    assert shown(report, Kind.FURNITURE).count("An inspection of a service") == 5
    assert len(shown(report, Kind.PARAGRAPH)) == 5


def test_footnotes_and_their_marks() -> None:
    def page(canvas: Canvas) -> None:
        y = prose(canvas, lines=PROSE[:2])
        write(canvas, LEFT, y, "the course of our fieldwork.")
        raised(canvas, LEFT + canvas.stringWidth("the course of our fieldwork.", "Helvetica", 11), y, "12")
        canvas.line(LEFT, 90, LEFT + 140, 90)
        raised(canvas, LEFT, 76, "12", 5)
        write(
            canvas,
            LEFT + 7,
            76,
            "Ministry of Justice (2018). Offender management caseload statistics, as at 30",
            size=8,
        )
        write(canvas, LEFT, 66, "June 2018.", size=8)

    report = read(page)
    paragraph, note = report.blocks
    assert report.body(paragraph) == " ".join(PROSE)
    assert [(ref.offset, ref.label) for ref in report.notes] == [(paragraph.end, "12")]
    assert (note.kind, note.marker) == (Kind.FOOTNOTE, "12")
    assert report.body(note).endswith("as at 30 June 2018.")


def test_units_and_asterisks_are_not_footnote_marks() -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas)
        write(canvas, LEFT, 600, "Is the office larger than 40 m")
        raised(canvas, LEFT + canvas.stringWidth("Is the office larger than 40 m", "Helvetica", 11), 600, "2")
        write(canvas, LEFT, 560, "Is an appropriate proposal made to court? * **")

    report = read(page)
    assert shown(report, Kind.PARAGRAPH)[1:] == [
        "Is the office larger than 40 m2",
        "Is an appropriate proposal made to court? * **",
    ]
    assert not report.notes


def test_line_end_hyphens_by_evidence() -> None:
    lines = (
        "The inspection looked at sub-",
        "groups of staff, and the groups in every region were as keen as the inspec-",
        "tion team. Each had a face-to-face meeting, and some had more than one face-to-",
        "face meeting with the managers who lead them.",
    )
    report = read(lambda canvas: prose(canvas, lines=lines) and None)
    text = report.text.replace("\n\n", " ")
    assert "sub-groups" in text and "inspection team" in text and "face-to-face meeting with" in text


def test_words_in_capitals_are_whole_where_they_stand_so_elsewhere_and_a_slash_takes_no_space() -> None:
    lines = (
        "The officers of MARLOW were given the cases and all of the other work of MAR-",
        "LOW, and the other offices had no part in the plans that it made for orders/",
        "licences of that kind. They were all seen by the leaders of the NORTH-",
        "SOUTH board and then of the regional one as well as they had asked for it.",
    )
    report = read(lambda canvas: prose(canvas, lines=lines) and None)
    text = report.text.replace("\n\n", " ")
    assert "of MARLOW, and" in text and "orders/licences" in text and "NORTH-SOUTH" in text


@pytest.mark.parametrize("apart", [0.15, 0.3])
def test_headings_of_letters_set_apart_are_words_even_where_no_list_has_them(apart: float) -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas)
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(LEFT, 600, "2.2 Vrexholm 7/2025", charSpace=apart * 14)

    assert "\n2.2 Vrexholm 7/2025\n" in read(page).text


def test_a_slash_at_a_line_end_has_a_space_where_the_document_prints_one_elsewhere() -> None:
    words = Vocabulary(["the permit/ pass office and the day/night staff"])
    assert words.seam("asked at the permit/", "pass office") == (" ", 0)
    assert words.seam("some of the day/", "night staff") == ("", 0)


def test_a_year_that_ends_a_heading_on_a_line_of_its_own_is_part_of_it() -> None:
    heading = "Advice from an earlier visit to all of the northern offices in the month of February"

    def page(canvas: Canvas) -> None:
        prose(canvas)
        write(canvas, LEFT, 600, heading, "Helvetica-Bold")
        write(canvas, LEFT, 586, "2019:", "Helvetica-Bold")
        write(canvas, LEFT, 560, "Better manage the work of all of the staff.")

    assert f"{heading} 2019:" in shown(read(page), Kind.HEADING)


def test_a_hyphen_of_programs_is_there_for_the_line_alone() -> None:
    words = Vocabulary(["A plan for the com\u2010", "munity and its co-workers"])
    assert words.seam("A plan for the com\u2010", "munity and its co-workers") == ("", 1)
    typed = Vocabulary(["Some co\u2010workers of the self\u2010made", "workers"])
    assert typed.seam("and the co\u2010", "workers of") == ("", 0)


def test_where_words_are_broken_with_a_hyphen_of_programs_any_other_is_of_its_word() -> None:
    words = Vocabulary(["A plan for the com\u2010", "munity and its mem\u2010", "bers on-", "board the onboard ferry"])
    assert words.seam("and for those on-", "board the ferry") == ("", 0)


def test_where_words_are_broken_for_the_line_those_that_english_writes_together_are_one() -> None:
    lines = ["The harbour was mended, painted and varnished, not frequently"]
    often = [("har", "bour"), ("men", "ded"), ("var", "nished"), ("in", "frequently")]
    assert Vocabulary(lines, often).seam("mended in-", "frequently") == ("", 1)
    assert Vocabulary(lines, often[:1]).seam("mended in-", "frequently") == ("", 0)


def test_signs_that_stand_around_words_as_none_have_them_are_told() -> None:
    def page(canvas: Canvas) -> None:
        y = prose(canvas) - 10
        for text in ("They called it a <fine= day and a <warm= one.", "It was <long= too, x = 3 and 4 < 5."):
            write(canvas, LEFT, y, text)
            y -= 20

    (told,) = read(page).remarks
    assert told.startswith("page 1: the file has < = where words have other letters")
    assert not read(lambda canvas: prose(canvas) and None).remarks


def test_the_number_of_an_item_stands_apart_from_words_that_it_reaches_to() -> None:
    def page(canvas: Canvas) -> None:
        y = prose(canvas) - 10
        for number, text in enumerate(("Mend the nets.", "Paint the boats.", "Ask the harbour master."), start=9):
            write(canvas, LEFT, y, f"{number}.")
            write(canvas, LEFT + canvas.stringWidth("10.", "Helvetica", 11), y, text)
            y -= 20

    assert shown(read(page), Kind.NUMBERED) == ["Mend the nets.", "Paint the boats.", "Ask the harbour master."]


def test_two_words_of_english_that_make_none_together_keep_their_hyphen() -> None:
    words = Vocabulary(["The ferry came late."])
    assert words.seam("all of the harbour-", "dwelling gulls") == ("", 0)
    assert words.seam("all of the light-", "house keepers") == ("", 1)
    assert words.seam("all of the harbour-", "ing of boats") == ("", 1)
    assert Vocabulary(["Work on"], [("work", "ing")]).seam("in ten work-", "ing days") == ("", 1)


def test_words_are_hyphenated_as_others_of_their_kind_are() -> None:
    lines = ["The boats are painted, over-painted and varnished, and so is", "painted wood"]
    broken = [("var", "nished"), ("under", "painted")]
    assert Vocabulary([*lines, "varnished"], broken).seam("and of the under-", "painted wood") == ("", 0)
    plain = [line.replace("over-painted", "tarred") for line in lines]
    assert Vocabulary([*plain, "varnished"], broken).seam("and of the under-", "painted wood") == ("", 1)


def test_where_no_word_is_broken_for_the_line_a_hyphen_between_two_words_stays() -> None:
    kept = [(left, right) for left in ("slow", "late", "half") for right in ("moving", "running", "painted", "mended")]
    lines = [*(f"It was {left}-{right} for a day" for left, right in kept), "Some of them were undermanned by then."]
    words = Vocabulary(lines, [*kept, ("under", "manned")])
    assert words.seam("and those that were under-", "manned") == ("", 0)
    assert words.seam("and those that were underma-", "nned") == ("", 1)
    assert Vocabulary(lines[-1:], [("under", "manned")]).seam("and those that were under-", "manned") == ("", 1)


def test_a_ruled_table_with_merged_cells() -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas)
        xs, ys = [65.0, 265.0, 365.0, 465.0], [600.0, 580.0, 560.0, 540.0]
        for y in ys:
            canvas.line(xs[0] if y != 580 else xs[1], y, xs[3], y)
        for x in xs:
            canvas.line(x, ys[0] if x != xs[2] else ys[1], x, ys[3])
        for x, y, text in (
            (xs[0], ys[1], "Caseload"),
            (xs[1], ys[0], "Manageable workload?"),
            (xs[1], ys[1], "n"),
            (xs[2], ys[1], "% yes"),
            (xs[0], ys[2], "1-20"),
            (xs[1], ys[2], "109"),
            (xs[2], ys[2], "88%"),
        ):
            write(canvas, x + 4, y - 13, text, size=10)

    assert rows(read(page)) == [["Caseload", "Manageable workload?", ""], ["", "n", "% yes"], ["1-20", "109", "88%"]]


def test_a_row_that_a_page_break_cuts_is_one_row() -> None:
    xs, head = [65.0, 300.0, 420.0], ["", "Target"]

    def first(canvas: Canvas) -> None:
        prose(canvas)
        grid(
            canvas,
            xs,
            [140.0, 120.0, 100.0, 80.0],
            [head, ["Absence", "9 days"], ["The equality target", "1.7% (target for"]],
        )

    def second(canvas: Canvas) -> None:
        grid(canvas, xs, [780.0, 760.0, 740.0, 720.0], [head, ["(SDA 7)", "Wales)"], ["Contact with victims", "85%"]])
        prose(canvas, 600)

    report = read(first, second)
    assert rows(report) == [
        head,
        ["Absence", "9 days"],
        ["The equality target (SDA 7)", "1.7% (target for Wales)"],
        ["Contact with victims", "85%"],
    ]
    assert shown(report, Kind.FURNITURE) == ["Target"]


def test_tables_that_only_follow_one_another_stay_apart() -> None:
    xs = [65.0, 300.0, 420.0]

    def first(canvas: Canvas) -> None:
        grid(canvas, xs, [140.0, 120.0], [["A1 Leadership", "Partly met"]])

    def second(canvas: Canvas) -> None:
        prose(canvas)
        grid(canvas, xs, [600.0, 580.0], [["A2 Resources", "Well met"]])

    report = read(first, second)
    assert [rows(report, block) for block in tables(report)] == [
        [["A1 Leadership", "Partly met"]],
        [["A2 Resources", "Well met"]],
    ]


def test_a_box_around_prose_is_no_table_and_goes_on() -> None:
    def first(canvas: Canvas) -> None:
        prose(canvas)
        canvas.rect(60, 80, 480, 80)
        write(canvas, LEFT, 145, "Good practice example", "Helvetica-Bold")
        prose(canvas, 125, PROSE[:2])

    def second(canvas: Canvas) -> None:
        canvas.rect(60, 740, 480, 50)
        prose(canvas, 770, ("the course of the fieldwork. It went well.",))
        canvas.rect(60, 600, 480, 50)
        prose(canvas, 630, ("Another example.",))

    report = read(first, second)
    assert [(block.box, block.kind) for block in report.blocks if block.box] == [
        (1, Kind.HEADING),
        (1, Kind.PARAGRAPH),
        (2, Kind.PARAGRAPH),
    ]
    assert shown(report, Kind.PARAGRAPH)[1].endswith("we visited in the course of the fieldwork. It went well.")


def picture(colour: str) -> ImageReader:
    """A small picture of a disc in one colour on transparent ground."""
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    disc = Image.new("RGBA", (32, 32), colour)
    image.paste(disc, (4, 4))
    return ImageReader(image)


def test_icons_give_their_colour_to_cells() -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas)
        canvas.grid([65, 200, 300, 340], [600, 575, 550])
        for y, words in ((584, ("Staff", "Good")), (559, ("Services", "Inadequate"))):
            write(canvas, 70, y, words[0])
            write(canvas, 205, y, words[1])
        canvas.setFillColor(colors.HexColor("#8dc63f"))
        canvas.circle(320, 587, 7, stroke=0, fill=1)
        canvas.drawImage(picture("#d71920"), 313, 556, 14, 14, mask="auto")

    report = read(page)
    (block,) = tables(report)
    assert rows(report, block) == [["Staff", "Good", "●"], ["Services", "Inadequate", "●"]]
    assert block.table is not None
    assert [row[2].icon for row in block.table.rows()] == ["#8dc63f", "#d71920"]


def test_a_legend_is_a_table_of_labels_and_colours() -> None:
    legend = (("#00662b", "Outstanding (3)"), ("#8dc63f", "Good (2)"), ("", "NR = not rated"))

    def page(canvas: Canvas) -> None:
        prose(canvas)
        x = LEFT
        for colour, words in legend:
            if colour:
                canvas.setFillColor(colors.HexColor(colour))
                canvas.circle(x + 4, 604, 4, stroke=0, fill=1)
                canvas.setFillColor(colors.black)
            write(canvas, x + 12, 600, words)
            x += 130

    report = read(page)
    (block,) = tables(report)
    assert rows(report, block) == [["● Outstanding (3)", "● Good (2)", "NR = not rated"]]
    assert block.table is not None
    assert [cell.icon for cell in block.table.cells] == ["#00662b", "#8dc63f", ""]


def test_contents_become_a_table_of_titles_and_numbers() -> None:
    entries = (("Foreword", "3"), ("SECTION A", ""), ("Quality of management", "14"), ("Annexe one", "25"))

    def page(canvas: Canvas) -> None:
        write(canvas, LEFT, 800, "Contents", "Helvetica-Bold", 20)
        y = 760.0
        for title, number in entries:
            write(canvas, LEFT, y, title)
            if number:
                start = LEFT + canvas.stringWidth(title, "Helvetica", 11)
                write(canvas, start, y, "." * int((500 - start) / canvas.stringWidth(".", "Helvetica", 11)))
                canvas.drawRightString(520, y, number)
            y -= 20

    def body(canvas: Canvas) -> None:
        prose(canvas)

    assert rows(read(page, body)) == [list(entry) for entry in entries]


def test_columns_without_rules() -> None:
    cells = (("Provider", "Type", "Month"), ("Essex", "CRC", "October"), ("Northumbria", "CRC", "November"))

    def page(canvas: Canvas) -> None:
        prose(canvas)
        for number, row in enumerate(cells):
            for x, text in zip((65, 220, 340), row, strict=True):
                write(canvas, x, 600 - 18 * number, text)
        prose(canvas, 500)

    assert rows(read(page)) == [list(row) for row in cells]


def test_a_heading_above_both_columns_parts_them() -> None:
    def page(canvas: Canvas) -> None:
        for top, name in ((TOP, "first"), (TOP - 220, "second")):
            write(canvas, LEFT, top, f"The {name} part", "Helvetica-Bold", 14)
            for n in range(8):
                write(canvas, LEFT, top - 22 - 13.5 * n, f"{name} left line {n} with enough words")
                write(canvas, 320, top - 22 - 13.5 * n, f"{name} right line {n} with enough words")

    text = read(page).text
    order = [text.index(words) for words in ("first left line 0", "first right line 7", "second part", "second left")]
    assert order == sorted(order)


def test_an_item_goes_on_in_the_next_column() -> None:
    def page(canvas: Canvas) -> None:
        for n in range(7):
            write(canvas, LEFT, TOP - 13.5 * n, f"left column line {n} with enough words")
        write(canvas, LEFT + 5, TOP - 13.5 * 7, "•")
        write(canvas, LEFT + 20, TOP - 13.5 * 7, "An item that begins on the left.")
        for n in range(2):
            write(canvas, 340, TOP - 13.5 * n, "Its second sentence, with enough words")
        for n in range(2, 7, 2):
            write(canvas, 325, TOP - 13.5 * n, "•")
            write(canvas, 340, TOP - 13.5 * n, "Another item on the right, one that has")
            write(canvas, 340, TOP - 13.5 * (n + 1), "enough words for two lines.")

    first, *others = shown(read(page), Kind.BULLET)
    assert "begins on the left. Its second sentence" in first
    assert len(others) == 3


def test_halves_of_words_are_no_words_where_lines_break_words() -> None:
    lines = ("the team inspected what was inspec-", "ted and the plan was consid-", "ered, then consid-", "ered anew")
    (paragraph,) = shown(read(lambda canvas: prose(canvas, lines=lines) and None), Kind.PARAGRAPH)
    assert "what was inspected and" in paragraph
    assert "the plan was considered, then considered anew" in paragraph


def test_a_gap_narrower_than_the_spaces_of_its_line_is_none() -> None:
    def page(canvas: Canvas) -> None:
        code = "BT /F1 11 Tf 60 700 Td [(We)-278(he)-190(ard)-278(the)-278(same)-278(from)-278(staff)] TJ ET"
        write(canvas, LEFT, TOP, "Nothing")
        canvas._code.append(code)

    assert "We heard the same from staff" in read(page).text


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"left column line {n} with enough words" for n in range(12)]
    right = [f"right column line {n} with enough words" for n in range(12)]

    def page(canvas: Canvas) -> None:
        for n, (one, two) in enumerate(zip(left, right, strict=True)):
            write(canvas, 65, 760 - 13.5 * n, one)
            write(canvas, 310, 760 - 13.5 * n, two)

    text = regex.sub(r"\s+", " ", read(page).text).strip()
    assert text == " ".join(left + right)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotated_pages_read_right(rotation: int) -> None:
    width, height = pagesizes.A4 if rotation == 180 else pagesizes.landscape(pagesizes.A4)

    def page(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.rotate(rotation)
        canvas.translate(*{90: (0, -width), 180: (-width, -height), 270: (-height, 0)}[rotation])
        y = prose(canvas, 500)
        grid(canvas, [65.0, 165.0, 265.0], [y, y - 20], [["A", "B"]])
        canvas.restoreState()

    report = read(page, rotation=rotation)
    assert shown(report, Kind.PARAGRAPH) == [" ".join(PROSE)]
    assert rows(report) == [["A", "B"]]


def test_bookmarks_and_metadata() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setTitle("A report")
        canvas.bookmarkPage("a")
        canvas.addOutlineEntry("Foreword", "a", 0)
        prose(canvas)

    info = read(page).info
    assert info["metadata"]["Title"] == "A report"
    assert info["bookmarks"] == [{"level": 1, "title": "Foreword", "page": 1}]
    json.dumps(info)


def boxed(canvas: Canvas) -> None:
    """A small page without words, as there is less to look through."""
    canvas.setPageSize((200, 200))
    canvas.rect(100, 100, 50, 50)


def test_a_page_without_text_is_told() -> None:
    report = read(lambda canvas: prose(canvas) and None, boxed)
    assert report.warnings == ("page 2 has no text",)
    assert report.page_count == 2


def test_recognises_by_content() -> None:
    assert recognises(make(lambda canvas: prose(canvas) and None))
    assert recognises(b"junk\n%PDF-1.4")
    assert not recognises(b"<html>%PDF" + b" " * 2000 + b"%PDF-1.4")
    assert not recognises(b"\x89PNG")


def test_files_that_cannot_be_read_say_why() -> None:
    good = make(lambda canvas: prose(canvas) and None)
    locked = make(lambda canvas: prose(canvas) and None, encrypt=pdfencrypt.StandardEncryption("secret"))
    empty = make(boxed)
    for data, words in (
        (locked, "needs a password to open"),
        (good[: len(good) // 2], "is damaged"),
        (empty, "is a scan"),
    ):
        with pytest.raises(LoadError, match=rf"^bad\.pdf: {words}"):
            load(source(data, "bad.pdf"))


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.load.pdf.opening.MOST_PAGES", 2)
    with pytest.raises(LoadError, match="has 3 pages, more than the 2"):
        read(*[lambda canvas: prose(canvas) and None] * 3)


@pytest.fixture(scope="module")
def edition() -> Callable[[str], Report]:
    return lambda name: reading(EDITIONS / name).report


def words_of(text: str) -> list[str]:
    return regex.findall(r"[\p{L}\d%]+", text)


@NEEDS_EDITIONS
@pytest.mark.parametrize("name", ["gwent-pdu-2022", "surrey-pdu-2024", "nps-wales-2019", "gwent-area-2004"])
def test_editions_lose_no_words(edition: Callable[[str], Report], name: str) -> None:
    """Every word that pdfium finds in the file stands in the report, once."""
    report = edition(f"{name}.pdf")
    plain: list[str] = []
    document = pdfium.PdfDocument(EDITIONS / f"{name}.pdf")
    for page in document:
        text_page = page.get_textpage()
        plain += words_of(text_page.get_text_range().replace("\ufffe\r\n", "").replace("\u0002", ""))
        text_page.close()
        page.close()
    document.close()
    mine = words_of(report.text)
    missing = sum((Counter(plain) - Counter(mine)).values())
    extra = sum((Counter(mine) - Counter(plain)).values())
    marks = len(report.notes)
    assert missing <= 2 * marks + 60 and extra <= 60, (missing, extra)


@NEEDS_EDITIONS
def test_every_icon_of_the_landscape_table(edition: Callable[[str], Report]) -> None:
    report = edition("probation-summary-2019.pdf")
    legend, ratings = (
        next(b for b in tables(report) if report.page_of(b.start) == 13 and "NR = not rated" in report.words(b)),
        max(tables(report), key=lambda b: b.table.width if b.table else 0),
    )
    assert legend.table is not None and ratings.table is not None
    label = {c.icon: regex.sub(r"^● | \(\d\)$", "", report.words(c)) for c in legend.table.cells if c.icon}
    assert len(label) == 4
    truth = json.loads((EDITIONS / "probation-summary-2019.figure-2.3.SYNTHETIC.json").read_text(encoding="utf-8"))
    body = [[(report.words(c), label.get(c.icon, "")) for c in row] for row in ratings.table.rows()][2:]
    for row, provider in zip(body, truth["providers"], strict=True):
        words = [text for text, _ in row]
        assert words[:3] == [provider["service"], provider["type"], provider["published"]]
        assert (row[3][1], words[4]) == (provider["overall_rating"], str(provider["composite_score"]))
        assert [rating or text or None for text, rating in row[5:]] == list(provider["ratings"].values())


@NEEDS_EDITIONS
def test_a_row_of_an_edition_that_a_page_break_cuts(edition: Callable[[str], Report]) -> None:
    report = edition("gwent-area-2004.pdf")
    found = [row for block in tables(report) for row in rows(report, block) if "(SDA 7)" in row[0]]
    assert len(found) == 1
    assert found[0][1].endswith("Wales)") and found[0][2].endswith("achieved in Wales)")


@NEEDS_EDITIONS
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("open-password.pdf", "needs a password"),
        ("truncated.pdf", "is damaged"),
    ],
)
def test_bad_editions_say_why(name: str, words: str) -> None:
    with pytest.raises(LoadError, match=f"^{regex.escape(name)}: {words}"):
        load(source((EDITIONS / "bad" / name).read_bytes(), name))


@NEEDS_EDITIONS
def test_what_only_is_named_pdf_is_not_recognised() -> None:
    for name in ("png-renamed.pdf", "web-page-saved-as.pdf", "zero-byte.pdf"):
        assert not recognises((EDITIONS / "bad" / name).read_bytes())


def words_on(canvas: Canvas, x: float, y: float, text: str, mode: int = 0, colour: str = "#000000") -> None:
    """Words in a render mode and colour."""
    drawn = canvas.beginText(x, y)
    drawn.setFont("Helvetica", 11)
    drawn.setFillColor(colors.HexColor(colour))
    drawn.setTextRenderMode(mode)
    drawn.textOut(text)
    canvas.drawText(drawn)


def test_what_a_page_does_not_show_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        y = prose(canvas)
        words_on(canvas, LEFT, y - 40, "Our rating is invisible", mode=3)
        canvas.saveState()
        words_on(canvas, LEFT, y - 80, "Our rating is white", colour="#ffffff")
        canvas.restoreState()
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        write(canvas, 0, 0, "DRAFT", size=90)
        canvas.restoreState()
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(10, 10, 1, 1)
        canvas.clipPath(clip, stroke=0, fill=0)
        write(canvas, LEFT, y - 120, "Our rating is clipped")
        canvas.restoreState()

    assert shown(read(draw), Kind.PARAGRAPH) == [" ".join(PROSE)]


def test_white_words_on_a_dark_ground_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas)
        canvas.setFillColor(colors.HexColor("#203060"))
        canvas.rect(LEFT - 5, 500, 300, 20, stroke=0, fill=1)
        words_on(canvas, LEFT, 506, "Our rating is Good", colour="#ffffff")

    assert "Our rating is Good" in read(draw).text


def test_a_gap_inside_a_word_is_closed_and_one_between_words_is_not() -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas, lines=("Thornhythe requires improvement, and so it was in an earlier year, in all of its work.",))
        x = LEFT
        for part, gap in (("This work r", 2.2), ("equires improvement in", 3.2), ("a year.", 0.0)):
            write(canvas, x, 600, part)
            x += canvas.stringWidth(part, "Helvetica", 11) + gap

    assert "This work requires improvement in a year." in read(draw).text


def test_a_table_with_rules_between_its_rows_only() -> None:
    cells = [("Key question", "Yes"), ("Is planning good enough?", "45%"), ("Is reviewing good enough?", "62%")]

    def draw(canvas: Canvas) -> None:
        prose(canvas)
        for number, (label, value) in enumerate(cells):
            y = 600 - 20 * number
            canvas.line(LEFT, y + 14, 500, y + 14)
            write(canvas, LEFT + 4, y, label)
            write(canvas, 440, y, value)
        canvas.line(LEFT, 554, 500, 554)

    assert rows(read(draw)) == [list(row) for row in cells]


def test_a_table_without_lines_whose_figures_stand_between_the_lines_of_their_labels() -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas)
        for number, value in enumerate(("45%", "62%", "71%")):
            y = 600 - 32 * number
            write(canvas, LEFT, y, f"Is the work of the team in part {number}")
            write(canvas, 440, y - 6, value)
            write(canvas, LEFT, y - 12, "of the town good enough?")

    label = "Is the work of the team in part {} of the town good enough?"
    assert rows(read(draw)) == [[label.format(n), value] for n, value in enumerate(("45%", "62%", "71%"))]


def test_running_headers_that_change_are_furniture() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            write(canvas, LEFT, 810, ("Leading", "Staffing", "Serving", "Housing")[number], size=7.5)
            prose(canvas, 640)

        return draw

    report = read(*(page(number) for number in range(4)))
    assert shown(report, Kind.FURNITURE) == ["Leading", "Staffing", "Serving", "Housing"]


def test_a_drawn_dot_is_a_bullet() -> None:
    def draw(canvas: Canvas) -> None:
        y = prose(canvas)
        canvas.circle(LEFT + 3, y - 16.5, 1.6, stroke=0, fill=1)
        write(canvas, LEFT + 16, y - 20, "Housing was found within a week.")

    assert shown(read(draw), Kind.BULLET) == ["Housing was found within a week."]


def test_lines_a_pixel_further_apart_than_others_are_of_one_paragraph() -> None:
    above, below = SimpleNamespace(text="The lamps", is_closed=False, size=9.0), SimpleNamespace(text="were lit")
    steps = [14.25] * 12 + [15.0] * 3 + [15.75] * 5  # points: on pixels of 0.75, and from one item to the next
    pitch = Pitch.of([(step / 9.0, above, below) for step in steps], 1.22)  # type: ignore[misc]
    assert 15.0 / 9.0 < pitch.paragraph < 15.75 / 9.0


def test_words_about_the_head_of_a_pdf_are_no_pdf() -> None:
    assert recognises(b"\xef\xbb\xbfscan\r\n%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    assert not recognises(b"A file begins with %PDF- and then with its version.\n")
