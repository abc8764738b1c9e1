"""What a break cuts is made whole: wherever a page or column ends, in every format, a report says the same."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pytest
from reportlab.lib import pagesizes
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Kind, Report
from extractor.load import Source, pdf, text
from extractor.load.draft_blocks import Draft, DraftCell, DraftRow, Frame, Place, Shape
from extractor.load.joining import join, number_boxes
from extractor.load.joining.leaders import tables_of_leaders
from extractor.load.settings import JoinSettings
from extractor.load.words import Words
from tests.growth import MOST, power

# Lines as they are set: how far they are indented in characters, and their words. A list with items of one to four
# lines: sentences end at line ends and within lines, and lines begin with capitals, small letters and figures.
LINES = (
    (0, "The harbour board should make sure that everybody who works on the quays, whether they"),
    (0, "are paid by the board or by the owners of the boats, has been trained, and in particular"),
    (0, "that:"),
    (0, "1.  each crane has two drivers, of whom one has driven it for a year or more. Drivers who"),
    (4, "have not are named on a list that the foreman keeps."),
    (0, "2.  boats are moored by people who know the tides"),
    (0, "3.  no rope is used for longer than the maker allows. Old ropes are cut up at the end of the"),
    (4, "season. Nobody sells them on, and nobody gives them away to the owners of the small boats"),
    (4, "in the yard; they are burnt. This is checked by the board in every one of the months when"),
    (4, "12 boats or more are laid up."),
    (0, "4.  the lamps on the mole are lit at dusk, also on days without any boat at sea."),
)
BODIES = [
    "The harbour board should make sure that everybody who works on the quays, whether they are paid by the board or "
    "by the owners of the boats, has been trained, and in particular that:",
    "each crane has two drivers, of whom one has driven it for a year or more. Drivers who have not are named on a "
    "list that the foreman keeps.",
    "boats are moored by people who know the tides",
    "no rope is used for longer than the maker allows. Old ropes are cut up at the end of the season. Nobody sells "
    "them on, and nobody gives them away to the owners of the small boats in the yard; they are burnt. This is checked "
    "by the board in every one of the months when 12 boats or more are laid up.",
    "the lamps on the mole are lit at dusk, also on days without any boat at sea.",
]
FILLER = "The yard was visited on a wet day in March, and the people whom we met there were busy."
HEADER = "Report on the harbour"
CUTS = range(1, len(LINES))
# A sentence that ends with its line, before a line that begins with a capital, may end its paragraph or item: only
# where the words hang does the page tell that it does not.
FLOW = (Kind.PARAGRAPH, Kind.NUMBERED, Kind.BULLET)


def bodies(report: Report) -> list[str]:
    """The paragraphs and items of a report, without the filler."""
    found = [report.body(block) for block in report.blocks if block.kind in FLOW]
    return [body for body in found if body != FILLER]


def set_pdf(pages: Sequence[Sequence[tuple[float, Sequence[tuple[int, str]]]]], size: float = 11) -> bytes:
    """Pages of columns, each with its left edge and its lines, under a running header."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=pagesizes.A4)
    for number, columns in enumerate(pages, start=1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 810, HEADER)
        canvas.drawString(520, 30, str(number))
        canvas.setFont("Helvetica", size)
        for left, lines in columns:
            for row, (indent, words) in enumerate(lines):
                marker, _, rest = words.partition("  ")
                y = 760 - 1.25 * size * row
                if rest:
                    canvas.drawString(left, y, marker)
                canvas.drawString(left + (18 if rest or indent else 0), y, (rest or words).strip())
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read_pdf(data: bytes) -> Report:
    return pdf.load(Source("small.pdf", data, "0" * 64))


@pytest.mark.parametrize("cut", CUTS)
def test_a_list_reads_alike_wherever_a_page_of_a_pdf_ends(cut: int) -> None:
    filler = [(0, FILLER), (0, "")]
    report = read_pdf(set_pdf([[(60, [*filler, *LINES[:cut]])], [(60, LINES[cut:])], [(60, filler)]]))
    assert bodies(report) == BODIES
    assert report.text.count(HEADER) == 3


def layout(lines: Sequence[tuple[int, str]], margin: int = 0) -> str:
    return "\n".join(" " * (margin + indent) + words for indent, words in lines)


@pytest.mark.parametrize("margin", [0, 3])
@pytest.mark.parametrize("cut", CUTS)
def test_a_list_reads_alike_wherever_a_page_of_a_text_ends(cut: int, margin: int) -> None:
    pages = [f"{FILLER}\n\n{layout(LINES[:cut], margin)}", layout(LINES[cut:], margin), FILLER]
    data = "\f".join(f"{HEADER}\n\n\n{page}\n\n\n{n}\n" for n, page in enumerate(pages, start=1))
    report = text.load(Source("small.txt", data.encode(), "0" * 64))
    assert bodies(report) == BODIES


NARROW = (
    (0, "1.  each crane has two drivers who have"),
    (4, "driven it for a year or more. Drivers who"),
    (4, "have not are named on a list"),
    (0, "2.  boats are moored by people who know"),
    (4, "the tides and who have a lamp with them"),
    (0, "3.  no rope is used for longer than it may."),
    (4, "Old ropes are cut up when the last of the"),
    (4, "boats has left. Nobody sells them on, and"),
    (4, "nobody gives them away to the owners of"),
    (4, "12 boats that are laid up in the yard"),
    (0, "4.  the lamps on the mole are lit at dusk"),
    (4, "in summer and at four in winter, also on"),
    (4, "days without any boat at sea"),
    (0, "5.  the gate of the yard is shut at night"),
    (4, "and opened at six by the foreman, who"),
    (4, "keeps the key."),
)
ITEMS = [
    "each crane has two drivers who have driven it for a year or more. Drivers who have not are named on a list",
    "boats are moored by people who know the tides and who have a lamp with them",
    "no rope is used for longer than it may. Old ropes are cut up when the last of the boats has left. Nobody sells "
    "them on, and nobody gives them away to the owners of 12 boats that are laid up in the yard",
    "the lamps on the mole are lit at dusk in summer and at four in winter, also on days without any boat at sea",
    "the gate of the yard is shut at night and opened at six by the foreman, who keeps the key.",
]


@pytest.mark.parametrize("cut", range(6, 11))
def test_a_list_in_two_columns_reads_alike_wherever_the_first_ends(cut: int) -> None:
    filler = [(0, FILLER)] * 2
    pages = [[(60, filler)], [(60, NARROW[:cut]), (320, NARROW[cut:])], [(60, filler)]]
    report = read_pdf(set_pdf(pages))
    assert [report.body(block) for block in report.blocks if block.kind is Kind.NUMBERED] == ITEMS


# Drafts as loaders give them.


def words(kind: Kind, said: str, page: int | None = 1, **about: object) -> Draft:
    return Draft(kind, Words(said), page, **about)  # type: ignore[arg-type]


def said(drafts: Sequence[Draft]) -> list[tuple[str, str]]:
    return [(draft.kind.value, draft.text) for draft in drafts]


def grid(page: int, *rows: Sequence[str], shape: Shape | None = None, **about: object) -> Draft:
    made = [DraftRow([DraftCell(Words(cell)) for cell in row], page) for row in rows]
    return Draft(Kind.TABLE, page=page, rows=made, shape=shape, **about)  # type: ignore[arg-type]


def cells(draft: Draft) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in draft.rows]


LONG = "The board had asked for the plans of the new quay in the spring, and"


def test_what_stands_between_two_halves_follows_the_whole() -> None:
    found = join(
        [
            words(Kind.PARAGRAPH, LONG),
            words(Kind.FOOTNOTE, "See the annex.", marker="1"),
            words(Kind.FURNITURE, "3"),
            words(Kind.PARAGRAPH, "had seen none of them.", 2),
        ]
    )
    assert said(found) == [
        ("paragraph", f"{LONG} had seen none of them."),
        ("footnote", "See the annex."),
        ("furniture", "3"),
    ]
    assert found[0].words.breaks == [(len(LONG) + 1, 2)] and found[0].last_page == 2


def test_blocks_that_are_whole_are_not_joined() -> None:
    halves = [words(Kind.PARAGRAPH, LONG, None), words(Kind.PARAGRAPH, "had seen none of them.", None)]
    assert len(join(halves)) == 1
    for which in (0, 1):
        halves = [words(Kind.PARAGRAPH, LONG, None), words(Kind.PARAGRAPH, "had seen none of them.", None)]
        halves[which].is_whole = True
        assert len(join(halves)) == 2


def test_no_block_without_words_is_left_behind() -> None:
    assert all(draft.text for draft in join([words(Kind.HEADING, "Boats"), words(Kind.PARAGRAPH, "They float.")]))


def hung(
    said: str, page: int, kind: Kind = Kind.PARAGRAPH, x0: float = 80, text_x: float = 80, **about: object
) -> Draft:
    return words(kind, said, page, place=Place(x0, text_x, 11, **about))  # type: ignore[arg-type]


@pytest.mark.parametrize(("x0", "whole"), [(80, True), (82, True), (62, False), (90, False)])
def test_an_item_goes_on_over_a_page_where_its_words_hang(x0: float, whole: bool) -> None:
    item = hung("Ropes are cut up.", 1, Kind.BULLET, 62, 80)
    assert len(join([item, hung("Nobody sells them.", 2, x0=x0, text_x=x0)])) == (1 if whole else 2)


def test_words_that_start_low_are_not_the_rest_of_a_sentence_that_has_ended() -> None:
    item = hung("Ropes are cut up.", 1, Kind.BULLET, 62, 80)
    assert len(join([item, hung("by the foreman.", 2)])) == 2  # pages between the two are missing


def test_an_item_goes_on_in_the_next_column_where_the_words_of_its_items_hang() -> None:
    def drafts(x0: float) -> list[Draft]:
        column = {"column": 1, "left": 320.0}
        return [
            hung("Ropes are cut up.", 1, Kind.BULLET, 62, 80, left=62.0),
            hung("Nobody sells them.", 1, x0=x0, text_x=x0, in_next_column=True, **column),
            hung("Lamps are lit.", 1, Kind.BULLET, 320, 338, **column),
        ]

    assert len(join(drafts(338))) == 2 and len(join(drafts(320))) == 3


def test_a_footnote_goes_on_under_the_next_page() -> None:
    found = join(
        [
            words(Kind.PARAGRAPH, "Boats float."),
            words(Kind.FOOTNOTE, "Most of them, at", marker="1"),
            words(Kind.PARAGRAPH, "Ropes do not.", 2),
            words(Kind.FOOTNOTE, "least in summer.", 2, is_rest=True),
            words(Kind.FOOTNOTE, "Nor do chains.", 2, marker="2"),
        ]
    )
    assert [draft.text for draft in found if draft.kind is Kind.FOOTNOTE] == [
        "Most of them, at least in summer.",
        "Nor do chains.",
    ]


def test_a_box_that_goes_on_over_a_page_is_one_box() -> None:
    def boxes(second: Frame, page: int = 2, kind: Kind = Kind.PARAGRAPH) -> list[int]:
        first = Frame(60, 500, "#eeeeee")
        drafts = [words(Kind.PARAGRAPH, "One.", frame=first), words(kind, "Two.", page, frame=second)]
        number_boxes(drafts, JoinSettings())
        return [draft.box for draft in drafts]

    assert boxes(Frame(61, 499, "#eeeeee")) == [1, 1]
    assert boxes(Frame(61, 499, "#dddddd")) == [1, 2] and boxes(Frame(80, 499, "#eeeeee")) == [1, 2]
    assert boxes(Frame(60, 500, "#eeeeee"), 3) == [1, 2]
    assert boxes(Frame(60, 500, "#eeeeee"), 2, Kind.HEADING) == [1, 2]


EDGES = Shape((60.0, 200.0, 300.0), False, 66, 206, (60.0, 200.0, 300.0), (66.0, 206.0))
BOLD = Shape((60.0, 200.0, 300.0), True, 66, 206, (60.0, 200.0, 300.0), (66.0, 206.0))
HEAD = ("Port", "Boats")


def tables() -> Iterator[tuple[str, list[Draft], list[list[str]]]]:
    yield (
        "the head is printed again",
        [grid(1, HEAD, ("Selby", "12"), shape=BOLD), grid(2, HEAD, ("Goole", "9"), shape=BOLD)],
        [["Port", "Boats"], ["Selby", "12"], ["Goole", "9"]],
    )
    yield (
        "there is no head on the next page",
        [grid(1, HEAD, ("Selby", "12"), shape=BOLD), grid(2, ("Goole", "9"), shape=EDGES)],
        [["Port", "Boats"], ["Selby", "12"], ["Goole", "9"]],
    )
    yield (
        "the head stands alone at the foot of a page",
        [grid(1, HEAD, shape=BOLD), grid(2, ("Goole", "9"), ("Selby", "12"), shape=EDGES)],
        [["Port", "Boats"], ["Goole", "9"], ["Selby", "12"]],
    )
    yield (
        "a row is cut in two",
        [
            grid(1, HEAD, ("Goole", "9"), ("The old port of", ""), shape=BOLD),
            grid(2, HEAD, ("Selby", "12"), shape=BOLD),
        ],
        [["Port", "Boats"], ["Goole", "9"], ["The old port of Selby", "12"]],
    )
    yield (
        "a label alone stands at the foot of a page, and its figures on the next",
        [grid(1, HEAD, ("Goole", "9"), ("Selby", ""), shape=BOLD), grid(2, ("", "12"), shape=EDGES)],
        [["Port", "Boats"], ["Goole", "9"], ["Selby", "12"]],
    )
    yield (
        "a label goes on with a sign, below columns of which only the sides are known",
        [
            grid(1, HEAD, ("Goole", "9"), ("Laid up:", "12"), shape=BOLD),
            grid(2, ("% of all boats", ""), shape=Shape((60.0, 300.0), False, 66, 206, (60.0, 180.0, 300.0), (66.0,))),
        ],
        [["Port", "Boats"], ["Goole", "9"], ["Laid up: % of all boats", "12"]],
    )
    yield (
        "a label goes on with words in brackets, where no row is nothing but a label",
        [
            grid(1, HEAD, ("Goole", "9"), ("Boats laid up", "12"), shape=BOLD),
            grid(2, ("(all quays) in winter", ""), ("Hull", "41"), shape=EDGES),
        ],
        [["Port", "Boats"], ["Goole", "9"], ["Boats laid up (all quays) in winter", "12"], ["Hull", "41"]],
    )
    yield (
        "the rest of a label over rows whose columns stand elsewhere and are not drawn",
        [
            grid(1, ("Port", "Boats"), ("Hull, with all", "41"), shape=BOLD),
            grid(2, ("of its quays", ""), ("Goole", "9"), shape=Shape((71.0,), False, 71, 230, (70.0, 210.0, 300.0))),
        ],
        [["Port", "Boats"], ["Hull, with all of its quays", "41"], ["Goole", "9"]],
    )
    yield (
        "the label of the last row stands on the next page, above rows whose sides nobody knows",
        [
            grid(1, HEAD, ("Goole", "9"), ("", "12"), shape=BOLD),
            words(Kind.PARAGRAPH, "Selby", 2),
            grid(2, ("Hull", "41"), shape=Shape((66.0,), False, 66, 206, (60.0, 180.0, 300.0), (66.0, 206.0))),
        ],
        [["Port", "Boats"], ["Goole", "9"], ["Selby", "12"], ["Hull", "41"]],
    )
    yield (
        "a head alone, of which rules part the cells, stands right above its rows",
        [
            grid(1, HEAD, shape=Shape((60.0, 180.0, 300.0), True, 66, 186, (60.0, 180.0, 300.0), (66.0, 206.0))),
            grid(
                1,
                ("Selby", "12"),
                ("Hull", "41"),
                shape=Shape((60.0,), False, 66, 206, (60.0, 180.0, 300.0), (66.0, 206.0)),
            ),
        ],
        [["Port", "Boats"], ["Selby", "12"], ["Hull", "41"]],
    )
    yield (
        "nothing is known of where the columns stand",
        [grid(1, HEAD, ("Selby", "12")), grid(2, HEAD, ("Goole", "9"))],
        [["Port", "Boats"], ["Selby", "12"], ["Goole", "9"]],
    )


@pytest.mark.parametrize(("drafts", "expected"), [case[1:] for case in tables()], ids=[case[0] for case in tables()])
def test_tables_go_on_over_a_page(drafts: list[Draft], expected: list[list[str]]) -> None:
    found = join(drafts)
    (table,) = [draft for draft in found if draft.kind is Kind.TABLE]
    assert cells(table) == expected
    assert all(draft.kind is Kind.FURNITURE and draft.text == "Port Boats" for draft in found if draft is not table)


@pytest.mark.parametrize(
    "second",
    [
        grid(1, ("Goole", "9"), shape=EDGES),  # on the same page
        grid(2, ("Goole", "9"), shape=Shape((60.0, 250.0, 300.0), True)),  # with columns of its own, and a head
        grid(2, ("Year", "Ships"), ("2004", "3"), shape=BOLD),
        grid(2, ("Goole", "9", "4"), shape=EDGES),
    ],
    ids=["page", "columns", "head", "width"],
)
def test_other_tables_stay_apart(second: Draft) -> None:
    assert len(join([grid(1, HEAD, ("Selby", "12"), shape=BOLD), second])) == 2


def test_words_between_two_tables_part_them() -> None:
    first, second = grid(1, HEAD, ("Selby", "12"), shape=BOLD), grid(2, HEAD, ("Goole", "9"), shape=BOLD)
    assert len(join([first, words(Kind.HEADING, "Ports of the north", 2), second])) == 3


def test_joining_takes_no_longer_a_page_the_more_there_are() -> None:
    pages = 3_000
    drafts = [words(Kind.PARAGRAPH, LONG, page) for page in range(1, pages + 1)]
    (whole,) = join(drafts)
    assert len(whole.words.breaks) == pages - 1 and whole.last_page == pages


def test_work_on_a_table_over_pages_grows_with_them_and_not_with_their_square() -> None:
    def drafts(pages: int) -> list[Draft]:
        body = [(f"Port {number}", str(number)) for number in range(20)]
        return [grid(page, HEAD, *body, shape=BOLD) for page in range(1, pages + 1)]

    assert len([draft for draft in join(drafts(50)) if draft.kind is Kind.TABLE]) == 1
    assert power(join, drafts, 400) < MOST


def test_leaders_to_endless_figures_are_rows_of_a_table() -> None:
    """A number of thousands of digits is no page number, and is not counted with."""
    endless = "9" * 5000
    drafts = [words(Kind.PARAGRAPH, f"{label} ........ {endless}") for label in ("Boats", "Oars")]
    (found,) = tables_of_leaders(drafts)
    rows = [[cell.words.text.strip() for cell in row.cells] for row in found.rows]
    assert rows == [["Boats", endless], ["Oars", endless]]
