"""The loader for text conversions: lines, lists, headings, tables, columns, emphasis, footnotes, pages and joins."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Block, Kind, Report
from extractor.load import Source, open_source
from extractor.load import text as loader
from extractor.load.text.markup import plain
from tests.growth import MOST, power

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[1].parent / "shared"))
REPORTS = SHARED / "corpus" / "reports"


def read(text: str | bytes) -> Report:
    data = text.encode() if isinstance(text, str) else text
    return loader.load(Source("sample.txt", data, "0" * 64))


def blocks(text: str) -> list[tuple[str, str]]:
    report = read(text)
    return [(block.kind.value, report.body(block)) for block in report.blocks]


def table(text: str) -> list[list[str]]:
    report = read(text)
    found = [block for block in report.blocks if block.table]
    assert len(found) == 1, blocks(text)
    assert found[0].table is not None
    return [[report.words(cell) for cell in row] for row in found[0].table.rows()]


def only(text: str) -> Block:
    report = read(text)
    assert len(report.blocks) == 1, blocks(text)
    return report.blocks[0]


# --- what is text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    data = "Ferry services – ‘good’\r\n\r\nThe café at Northmoor is open.\r\n".encode(encoding)
    assert loader.recognises(data)
    assert read(data).text == "Ferry services – ‘good’\n\nThe café at Northmoor is open.\n"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n\x00\x01\x02\x00",
        b"\x00\x01" * 50,
        bytes(range(1, 9)) * 20,
        b"\x81\x8d\x8f",
    ],
)
def test_not_text(data: bytes) -> None:
    assert not loader.recognises(data)


# --- paragraphs, headings, lists --------------------------------------------------------------------------------------


def test_lines_of_one_paragraph_are_unwrapped() -> None:
    text = (
        "The ferry service runs from four harbours in the north of the county, and its crews have been trained to aid\n"
        "passengers who cannot climb the ladder. Timetables are clear and are kept up to date by the harbour office.\n"
        "Complaints are few.\n"
        "Refunds take too long. In our survey, passengers who had asked for a refund waited for a little over six\n"
        "weeks.\n"
    )
    kinds = blocks(text)
    assert [kind for kind, _ in kinds] == ["paragraph", "paragraph"]
    assert kinds[0][1].endswith(
        "aid passengers who cannot climb the ladder. Timetables are clear and are kept up to date"
        " by the harbour office. Complaints are few."
    )


def test_heading_lines_stay_apart() -> None:
    assert blocks("Ada Lindqvist\nChief Inspector of Harbours\n") == [
        ("heading", "Ada Lindqvist"),
        ("heading", "Chief Inspector of Harbours"),
    ]
    assert blocks("Good practice example: crews\nNorthmoor Ferries (NF)\n\nThe crews meet every week to learn.\n")[
        :2
    ] == [("heading", "Good practice example: crews"), ("heading", "Northmoor Ferries (NF)")]


@pytest.mark.parametrize(
    "line",
    [
        "1. Harbours and piers",
        "1.1. Crews",
        "P 1.1. Crews",
        "P 2.3 Safety at sea",
        "A1 Crews and rosters",
        "Strengths:",
        "Northmoor Ferries should:",
        "Requires improvement",
        "Overall rating",
        "Do crews know what to do when fog comes down?",
    ],
)
def test_headings(line: str) -> None:
    assert blocks(f"The piers are sound.\n\n{line}\n\nThe crews are kind.\n")[1] == ("heading", line)


@pytest.mark.parametrize(
    "line",
    [
        "The crews are kind.",
        "48%",
        "www.ferries.example/reports",
        "© Northmoor 2031",
        "ISBN 978-0-000-00000-2",
        "and the rest of it",
        "Crews are well trained and kind to all passengers. Inadequate",
    ],
)
def test_not_headings(line: str) -> None:
    assert only(f"{line}\n").kind is Kind.PARAGRAPH


def test_address_is_no_list_of_headings() -> None:
    text = "Published by:\n\nHarbour Office\n1 Quay Street\nNorthmoor\nNM1 2AB\n"
    assert [kind for kind, _ in blocks(text)] == ["heading"] + ["paragraph"] * 4


@pytest.mark.parametrize("marker", ["-", "*", "•", "·", "▣", "❑", "o", "\uf0b7", "- ▣", "- •"])
def test_bullets(marker: str) -> None:
    report = read(f"{marker} Crews are kind\n{marker} Piers are sound,\nand clean\n")
    assert [(block.kind, report.body(block)) for block in report.blocks] == [
        (Kind.BULLET, "Crews are kind"),
        (Kind.BULLET, "Piers are sound, and clean"),
    ]
    assert report.text.startswith("• Crews")


def test_a_hyphen_at_a_line_end_goes_where_neither_half_is_a_word_of_the_text() -> None:
    cut = (
        "Nobody knew yet what hap-\npens when evidence-\nled plans fail. Evidence was read by a multi-\nagency team.\n"
    )
    whole = "Nobody knew yet what happens when evidence-led plans fail. Evidence was read by a multi-agency team."
    assert blocks(f"{cut}\nThe agency was kind.\n")[0] == ("paragraph", whole)
    men = "Two men and a men-\ntor came mid-\nwinter for long-\nlost boats."
    assert blocks(men) == [("paragraph", "Two men and a mentor came midwinter for long-lost boats.")]


@pytest.mark.parametrize("dash", "‐‒−—")
def test_dashes_of_other_widths_are_bullets_before_words_alone(dash: str) -> None:
    assert [kind for kind, _ in blocks(f"Advice:\n\n{dash} Mend the piers.\n{dash} Paint the boats.\n")][1:] == [
        "bullet"
    ] * 2
    assert [kind for kind, _ in blocks(f"The boats are old.\n\n{dash} 12 of them leak\n")] != ["paragraph", "bullet"]


def test_small_hyphens_are_hyphens_and_a_month_and_its_year_are_a_date() -> None:
    assert blocks("The piers are well\ufe63kept, and so are the boats.\n")[0][1].startswith("The piers are well-kept")
    assert "table" not in [kind for kind, _ in blocks("Inspected in\n\nMARCH\t2018\n\nThe boats are old.\n")]
    assert [words for _, words in blocks("- ▣ Mend the piers.\n‐ ▣ Paint the boats.\n")] == [
        "Mend the piers.",
        "Paint the boats.",
    ]


def test_nested_bullets() -> None:
    report = read("- Crews are trained in:\n - rowing\n - knots\n- Piers are sound.\n")
    assert [block.level for block in report.blocks] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("line", "marker"),
    [
        ("1. mend the piers", "1."),
        ("- 1. mend the piers", "1."),
        ("10) mend the piers", "10)"),
        ("(i) mend them", "(i)"),
        ("- (ii) Crews: mend them", "(ii)"),
        ("- **3.** mend the piers", "3."),
    ],
)
def test_numbered_items(line: str, marker: str) -> None:
    block = only(f"{line}\n")
    assert (block.kind, block.marker) == (Kind.NUMBERED, marker)


def test_numbered_lines_in_sequence_are_items_even_between_blank_lines() -> None:
    kinds = [kind for kind, _ in blocks("Advice\n\n1. Mend the piers\n\n2. Paint the boats\n\n3. Train the crews\n")]
    assert kinds == ["heading", "numbered", "numbered", "numbered"]
    kinds = [kind for kind, _ in blocks("1. Piers\n\n1.1 Repairs\n\nGood\n\n2. Boats\n")]
    assert kinds == ["heading"] * 4


def test_italic_item_keeps_its_paragraph_apart() -> None:
    long = "Crews were kind to everyone. " * 12
    text = f"- *Helping passengers*\n{long}\n- *Keeping time*\n{long}\n"
    assert [kind for kind, _ in blocks(text)] == ["bullet", "paragraph", "bullet", "paragraph"]


def test_captions() -> None:
    assert blocks("Figure 2.3: Boats by age\n\nFigure 2.3 shows that the boats are old.\n") == [
        ("caption", "Figure 2.3: Boats by age"),
        ("paragraph", "Figure 2.3 shows that the boats are old."),
    ]
    assert blocks("Figure\t2.3: Boats by age\n") == [("caption", "Figure 2.3: Boats by age")]
    assert blocks("Figure 2.3: Boats by age\t12\n")[0][0] == "table"
    rows = "\t\tFerries\t\tTugs\n\t\tn\t%\tn\nOld\tWood\t3\t9\t4\n\tIron\t5\t8\t2\n"
    assert blocks(f"Boats\nTable 2: Boats by age\n{rows}")[1] == ("caption", "Table 2: Boats by age")


def test_pictures_and_page_numbers_are_furniture() -> None:
    head = "Harbour report: Northmoor"
    text = "".join(f"The boats of year {n} are sound.\n\n{head}\n\n{n}\n\n" for n in range(3, 8))
    kinds = blocks(text)
    assert kinds.count(("furniture", head)) == 5
    assert [words for kind, words in kinds if kind == "furniture" and words != head] == list("34567")
    assert only('A handwritten signature in black ink that reads "Ada". It is neat.\n').kind is Kind.FURNITURE


# --- tables -----------------------------------------------------------------------------------------------------------


def test_tabbed_table_is_padded_and_trailing_columns_fall() -> None:
    assert table("\tBoats\tPiers\t\nNorth\t3\t4\t\nSouth\t5\t\t\nSECTION B\t\n") == [
        ["", "Boats", "Piers"],
        ["North", "3", "4"],
        ["South", "5", ""],
        ["SECTION B", "", ""],
    ]


def test_rule_rows_are_dropped() -> None:
    assert table("B2\tPiers\t77%\n----\t---\t-----\n") == [["B2", "Piers", "77%"]]
    assert table("Total\t69%\n--\t------------\n") == [["Total", "69%"]]


def test_markdown_table() -> None:
    text = (
        "|**Question**|**Day**<br>**crews**|All&nbsp;crews|\n|---|:--:|---|\n"
        "|Do crews check the lamps? \\*\\*|63%|68%|\n|Are piers swept? * **|15%|20%|\n|A\\|B &amp; *C*|<p>1%</p>|2%|\n"
    )
    assert table(text) == [
        ["Question", "Day crews", "All crews"],
        ["Do crews check the lamps? **", "63%", "68%"],
        ["Are piers swept? * **", "15%", "20%"],
        ["A|B & C", "1%", "2%"],
    ]


@pytest.mark.parametrize("end", ["  ", "  \n"])
def test_words_right_above_a_table_with_pipes_between_its_cells_stay(end: str) -> None:
    text = f"Oars were counted in spring.{end}\nKind, as\ntold| Wet  \n---|---  \nLong| 7  \n\nThat is all.\n"
    assert table(text) == [["Kind, as told", "Wet"], ["Long", "7"]]
    assert [words for kind, words in blocks(text) if kind != "table"] == [
        "Oars were counted in spring.",
        "That is all.",
    ]


def test_html_in_cells_and_html_tables() -> None:
    assert table('B1\t<p><i>Boats</i> are sound</p> <ul style="x"> • one • two </ul>\n') == [
        ["B1", "Boats are sound • one • two"]
    ]
    assert table("<table><tr><th>Name</th><th>Score</th></tr>\n<tr><td>Crews</td><td>63%</td></tr></table>\n") == [
        ["Name", "Score"],
        ["Crews", "63%"],
    ]


def test_a_lone_cell_is_words() -> None:
    assert blocks("SECTION A\t\n") == [("heading", "SECTION A")]


def test_table_split_by_a_footnote_is_one() -> None:
    text = "Boats per pier ¹¹\t4.1\n\n¹¹ Counted by the office.\n\nBoats per crew\t3.2\n"
    report = read(text)
    assert [block.kind for block in report.blocks] == [Kind.TABLE, Kind.FOOTNOTE]
    assert table(text) == [["Boats per pier", "4.1"], ["Boats per crew", "3.2"]]
    assert [note.label for note in report.notes] == ["11"]


def test_last_cell_goes_on_after_a_page_break() -> None:
    long = "a boat that carries people and their bicycles over a river or a bay, with a crew and"
    assert table(f"Ferry\t{long}\n\na bell at the bow\n") == [["Ferry", f"{long} a bell at the bow"]]
    assert table(f"Ferry\t{long}\n\n\tof its own bell\nPier\tA place to land.\n")[0] == [
        "Ferry",
        f"{long} of its own bell",
    ]


def test_contents_with_leaders() -> None:
    assert table("Contents\n\nForeword......................3\n1. Boats . . . . . . . . 12\n") == [
        ["Foreword", "3"],
        ["1. Boats", "12"],
    ]


LAYOUT = """\
The crews keep lamps and ropes in good order, and they are kind to passengers.       Requires
They know the tides.                                                                 improvement

                                                         Day          Night
Question                                                                            All crews
                                                        crews         crews
Do crews look after the lamps, and do they know how to
                                                         63%           77%             68%
mend them?
Do crews look after passengers?
Do crews take enough account of the needs of those who
cannot climb the ladder, and of those who come late to   45%           41%             44%
the pier? **
Are boats clean?                                         50%           55%             52%
"""


def test_layout_columns() -> None:
    report = read(LAYOUT)
    first, second = (block.table for block in report.blocks if block.table)
    assert first is not None and second is not None
    assert [report.words(cell) for cell in first.cells][-1] == "Requires improvement"
    assert [[report.words(cell) for cell in row] for row in second.rows()] == [
        ["Question", "Day crews", "Night crews", "All crews"],
        ["Do crews look after the lamps, and do they know how to mend them?", "63%", "77%", "68%"],
        ["Do crews look after passengers?", "", "", ""],
        [
            "Do crews take enough account of the needs of those who cannot climb the ladder, and of those who come late"
            " to the pier? **",
            "45%",
            "41%",
            "44%",
        ],
        ["Are boats clean?", "50%", "55%", "52%"],
    ]


def test_layout_question_over_two_lines_inside_a_table() -> None:
    assert table(
        "2.1 Ferries                                            Summer      Winter\n"
        "Does the harbour focus sufficiently on supporting the comfort and the patience of every person on\n"
        "board?\n"
        "Are there enough benches for those\n"
        "                                                         50%         43%\n"
        "who wait?\n"
        "Is tea sold?                                             39%         50%\n"
        "Does the harbour focus on safety?\n"
        "Are there enough lifebelts?                              12%         13%\n"
    ) == [
        ["2.1 Ferries", "Summer", "Winter"],
        [
            "Does the harbour focus sufficiently on supporting the comfort and the patience of every person on board?",
            "",
            "",
        ],
        ["Are there enough benches for those who wait?", "50%", "43%"],
        ["Is tea sold?", "39%", "50%"],
        ["Does the harbour focus on safety?", "", ""],
        ["Are there enough lifebelts?", "12%", "13%"],
    ]


def test_layout_value_that_begins_above_its_label_leaves_the_heading_alone() -> None:
    assert blocks(
        "SECTION A QUALITY OF FERRIES\n"
        "                                                                                Satisfactorily\n"
        "A1 Piers and benches                                                                 met\n"
        "\n"
        "Description:\n"
        "The board keeps the piers in good order and has done so for many years without a pause.\n"
    )[:2] == [("heading", "SECTION A QUALITY OF FERRIES"), ("table", "A1 Piers and benches\tSatisfactorily met")]


def test_layout_reference_column() -> None:
    text = (
        "             Do crews keep the lamps in good order, and do they\n"
        "2.1.1.                                                                   78%\n"
        "             know how to mend them?\n2.2.         Boats\n"
        "2.2.1.       Are boats clean?                                            76%\n"
    )
    assert table(text)[-2:] == [["2.2.", "Boats", ""], ["2.2.1.", "Are boats clean?", "76%"]]


@pytest.mark.parametrize(
    ("apart", "kept"),
    [
        (  # across the table: it heads what is below it, on the next page too
            "Do crews effectively support the comfort of all who cross?\nAre benches kept dry and clean, and are they",
            [
                "Are boats clean and safe?",
                "Are lamps lit at night?",
                "Do crews effectively support the comfort",
                "Is tea",
            ],
        ),
        (
            "clean and dry, and can\npeople find them?",
            ["Are boats clean and safe?", "Are lamps lit at night?", "Is tea"],
        ),
        (
            "Is it a safe harbour?",
            ["Are boats clean and safe?", "Are lamps lit at night?"],
        ),  # it may head what is below
    ],
)
def test_questions_whose_figures_stand_elsewhere(apart: str, kept: list[str]) -> None:
    text = (
        "Summer\n\nWinter\n\nAre boats clean and safe?\n\n50%\n\n43%\n\nAre lamps lit at night?\n\n61%\n\n60%\n\n"
        f"{apart}\nand so on it went\n\n"
        "Is tea sold on board?\n\n39%\n\n50%\n"
    )
    rows = [words for kind, words in blocks(text) if kind == "table" for words in words.split("\n") if "?" in words]
    assert [row for row, begins in zip(rows, kept, strict=True) if not row.startswith(begins)] == []


def test_indented_prose_is_no_table() -> None:
    text = (
        "   The crews are kind, and they know the tides and the winds of the whole of the bay and\n"
        "   keep the boats clean.\n"
    )
    assert only(text).kind is Kind.PARAGRAPH


def test_markers_set_apart_are_given_back_to_their_items() -> None:
    text = (
        "Strengths:\n\n\uf0b7\n\n\uf0b7\n\uf0b7\n\n"
        "The crews of the northern harbours are kind to passengers who come late, and\n"
        "wait for them.\nPiers are sound.\n"
        "Boats are clean, and the office keeps a record of every one of them in a book\n"
        "that all can read.\n"
    )
    assert [kind for kind, _ in blocks(text)] == ["heading", "bullet", "bullet", "bullet"]


_DRAWN = (
    " The piers should:\n\n"
    "      keep the steps free of weed from the first day of spring to the last of autumn, and tell\n"
    "      those who row\n"
    "      mend the rings that boats are tied to\n"
)


def test_items_whose_bullets_are_drawn_go_on_over_a_page_in_small_letters() -> None:
    below = (
        "      paint the railings of the stairs that lead from the quay to the mill\n"
        "      ask those who fish what else is broken\n"
    )
    text = f"{_DRAWN}\f{below}\n The next page of it says what became of that.\n\fThe end.\n"
    found = [words for kind, words in blocks(text) if kind == "bullet"]
    assert [words.split()[0] for words in found] == ["keep", "mend", "paint", "ask"]


def test_a_list_stands_where_lists_stand_though_its_one_item_reads_as_prose() -> None:
    item = (
        "      The steps of the old pier are slippery when the tide is out. Nobody has fallen yet, but\n"
        "      some were close to it. All of them were told to hold on to the rope, which is new. It was\n"
        "      bought by the mayor. The rope is long enough for both of the piers.\n"
    )
    label = " What was seen of it:\n\n"
    text = f"{_DRAWN}\n{label}{item}\n The next page of it says what became of that.\n\fThe end.\n"
    found = [words for kind, words in blocks(text) if kind == "bullet"]
    assert len(found) == 3 and found[2].startswith("The steps of the old pier") and found[2].endswith("of the piers.")
    alone = f"{label}{item}\n The next page of it says what became of that.\n\fThe end.\n"
    assert "bullet" not in [kind for kind, _ in blocks(alone)]


# --- emphasis, links, notes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("**Good**: *very* _kind_ ***crews***", "Good: very kind crews"),
        ("the boat *Sea Mist – a history* is old", "the boat Sea Mist – a history is old"),
        ("Northmoor*", "Northmoor*"),
        ("Are boats clean? **", "Are boats clean? **"),
        ("Are piers? * **", "Are piers? * **"),
        ("*The score is low", "*The score is low"),
        ("2*3*4", "2*3*4"),
        ("snake_case_name", "snake_case_name"),
        ("[our site](https://a.example/b_(c))", "our site"),
        ("\\[sic\\] \\*", "[sic] *"),
        ("<https://a.example/b_c_d>", "https://a.example/b_c_d"),
        ("a &amp; b", "a & b"),
        ("**a *b* c**", "a b c"),
        ("*a **b** c*", "a b c"),
        ("***a** b*", "a b"),
    ],
)
def test_plain(raw: str, words: str) -> None:
    assert plain(raw) == words


def test_emphasis_over_lines_and_blocks() -> None:
    assert blocks("*Safe\nHarbours\nInspection*\n\n*of the\nNorthern Coast*\n") == [
        ("heading", "Safe Harbours Inspection"),
        ("paragraph", "of the Northern Coast"),
    ]
    assert [words for _, words in blocks("- *mend the piers of the bay*\n- train the crews of the bay.*\n")] == [
        "mend the piers of the bay",
        "train the crews of the bay.",
    ]
    assert blocks("*The score for one crew is low.\n") == [("paragraph", "*The score for one crew is low.")]


def test_markdown_headings() -> None:
    report = read("## **1.1 Crews**\n\nThe crews are kind.\n\n**Strengths**\n\nThe piers are sound.\n")
    assert [(block.kind, block.level, block.style.bold) for block in report.blocks if block.kind is Kind.HEADING] == [
        (Kind.HEADING, 2, True),
        (Kind.HEADING, 0, True),
    ]
    assert report.text.startswith("1.1 Crews\n")


@pytest.mark.parametrize("mark", ["¹", "<sup>1</sup>", "[^1]", " ¹"])
def test_note_marks(mark: str) -> None:
    report = read(f"The boats{mark} are old.\n\n¹ Built in 1904.\n")
    assert report.text == "The boats are old.\n\n1 Built in 1904.\n"
    assert [(note.offset, note.label) for note in report.notes] == [(9, "1")]
    assert report.blocks[1].kind is Kind.FOOTNOTE


def test_note_marks_in_plain_digits() -> None:
    assert read("The boats are old and most leak. 2\n\n² Built in 1904.\n").text.startswith(
        "The boats are old and most leak.\n"
    )
    assert "area of 3 km²" in read("The bay has an area of 3 km² at low tide.\n").text


# --- pages and joins --------------------------------------------------------------------------------------------------


def pages(*texts: str) -> str:
    return (
        "\f".join(f"{text}\n\n\nHarbour report: Northmoor          {n}\n" for n, text in enumerate(texts, start=1))
        + "\f"
    )


def test_pages() -> None:
    report = read(
        pages(
            "Boats\n\nThe boats of the northern harbours are old, and the crews have asked the",
            "office for new ones.1\n\n\n1\n    Letter of May 1904.",
            "- Crews are kind\n- Piers are",
        )
    )
    assert report.page_count == 3
    assert report.page_labels == ("1", "2", "3")
    words = [(block.kind.value, report.body(block), report.page_of(block.start)) for block in report.blocks]
    assert words[1] == (
        "paragraph",
        "The boats of the northern harbours are old, and the crews have asked the office for new ones.",
        1,
    )
    assert ("footnote", "Letter of May 1904.", 2) in words
    assert [word[0] for word in words].count("furniture") == 3
    at = report.text.index("office")
    assert report.page_of(at) == 2
    assert [note.label for note in report.notes] == ["1"]


def test_no_pages() -> None:
    assert read("The boats are old.\n").page_count is None


def test_paragraph_goes_on_after_a_footnote() -> None:
    text = (
        "The boats of the northern harbours are old, and the\n\n¹ Since 1904.\n\ncrews know it.\n\nPiers are sound.\n"
    )
    assert blocks(text) == [
        ("paragraph", "The boats of the northern harbours are old, and the crews know it."),
        ("footnote", "Since 1904."),
        ("paragraph", "Piers are sound."),
    ]


# --- properties -------------------------------------------------------------------------------------------------------

WORD = st.text("abcdefgABC*_[](){}|<>&;:.,-–#\\¹²1234%?\"'•▣\uf0b7é\u00a0", min_size=1, max_size=8)
LINE = st.builds(
    lambda indent, words, gap: " " * indent + gap.join(words),
    st.integers(0, 12),
    st.lists(WORD, max_size=8),
    st.sampled_from([" ", "\t", "    ", "  "]),
)
TEXT = st.lists(
    st.one_of(LINE, st.sampled_from(["", "", "\f", "- item words", "1. item", "¹ a footnote", "|a|b|", "|--|--|"])),
    max_size=25,
).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_blocks_and_cells_lie_in_the_text_in_order(text: str) -> None:
    report = read(text)
    last = 0
    for block in report.blocks:
        assert last <= block.start <= block.body <= block.end <= len(report.text)
        last = block.end
        cells = block.table.cells if block.table else ()
        assert not cells or (block.table is not None and len(cells) % block.table.width == 0)
        before = block.start
        for cell in cells:
            assert before <= cell.start <= cell.end <= block.end
            before = cell.end
    assert all(0 <= note.offset <= len(report.text) for note in report.notes)
    assert list(report.page_starts) == sorted(report.page_starts)


PLAIN = st.lists(
    st.sampled_from(
        [
            "boat",
            "pier",
            "crew",
            "the",
            "of",
            "and",
            "tide",
            "Bay",
            "Harbour",
            "old,",
            "sound.",
            "12",
            "kind?",
            "north-",
        ]
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(lambda words, mark: mark + " ".join(words), PLAIN, st.sampled_from(["", "", "- ", "• "])), max_size=12
    ),
    st.sampled_from(["\n", "\n\n", "\n\f"]),
)
def test_no_word_is_lost(lines: list[str], glue: str) -> None:
    report = read(glue.join(lines))
    letters = "".join(char for char in report.text if char.isalnum())
    assert sorted(letters) == sorted(char for line in lines for char in line if char.isalnum())


def test_a_dash_below_a_dot_is_a_list_in_a_list_though_it_stands_no_deeper() -> None:
    report = read("• Boats:\n– small ones\n– large ones\n• Piers\no North\n▪ South\n")
    assert [(report.body(b), b.level) for b in report.blocks] == [
        ("Boats:", 0), ("small ones", 1), ("large ones", 1), ("Piers", 0), ("North", 1), ("South", 1),
    ]  # fmt: skip


def test_a_page_number_in_a_sentence_is_furniture() -> None:
    report = read("- mend the ladder that leads down to\n\n6\n\nthe lower deck.\n\nBoats\n\n7\n\nPiers\n")
    assert ("bullet", "• mend the ladder that leads down to the lower deck.") in [
        (block.kind.value, report.words(block)) for block in report.blocks
    ]
    assert [report.words(b) for b in report.blocks if b.kind is Kind.FURNITURE] == ["6"]


def test_a_number_glued_to_a_known_word_is_the_mark_of_a_footnote() -> None:
    body = "Some progress was made.\n\nProgress in the year\tSome progress3\nOther\tDeck7\n\n"
    report = read(f"{body}[2] Counted in May.\n")
    assert "Some progress\nOther\tDeck7" in report.text
    assert [note.label for note in report.notes] == ["3"]
    assert "progress3" in read(body).text


def test_capitals_set_wide_are_closed_where_the_word_is_known() -> None:
    text = "The Harbour is open. A boat and a crew of A ships came.\n\nH arbour\n\nT imetable of A boat\n"
    assert read(text).text.split("\n\n")[1:] == ["Harbour", "T imetable of A boat\n"]


def test_rows_over_a_rule_are_headings_unless_they_hold_figures_alone() -> None:
    tables = [read(f"| {row} |\n| --- | --- |\n| North | 12 |\n| South | 9 |\n") for row in ("Pier | 2020", "East | 7")]
    assert [block.table.header for report in tables for block in report.blocks if block.table] == [1, 0]


# --- hostile and large input ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "size"),
    [
        (lambda n: "Words of a line " * n, 8_000),
        (lambda n: "*a " * n, 20_000),
        (lambda n: "_a " * n, 20_000),
        (lambda n: "[" * n, 20_000),
        (lambda n: "<p " * n, 20_000),
        (lambda n: "a\tb\n" * n, 4_000),
        (lambda n: "Label words       12%\n\n" * n, 1_600),
        (lambda n: "Words of a line\n" * n, 4_000),
        (lambda n: " " * n + "x", 80_000),
        (lambda n: "•\n" * n + "x\n" * (n // 40), 8_000),
        (lambda n: "\n" * n, 40_000),
        (lambda n: "a" + "." * n, 40_000),
        (lambda n: "".join(" " * (line % 200) + "deep\n" for line in range(n)), 2_000),
        (lambda n: "left words here of prose       right words here of prose\n" * n, 4_000),
        (lambda n: "Label:\n" + "   Item of a list.\n" * n, 4_000),
        (lambda n: "x\u00ad-\n" * n, 10_000),
        (lambda n: "~~" * n, 40_000),
        (lambda n: "word5\n\n6\n\nlow\n\n" * n, 1_000),
    ],
    ids=range(18),
)
def test_work_on_hostile_text_grows_with_it_and_not_with_its_square(make: Callable[[int], str], size: int) -> None:
    assert power(read, make, size) < MOST


# --- the reports themselves -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", sorted(REPORTS.glob("*.txt")) or [None], ids=lambda path: path.stem if path else "none"
)
def test_reports(path: Path | None) -> None:
    if path is None:
        pytest.skip(f"no reports in {REPORTS}: set FINDINGS_SHARED")
    source = open_source(path)
    assert loader.recognises(source.data)
    report = loader.load(source)
    assert len(report.blocks) > 200
    dangling = [
        report.words(block)[-60:]
        for block in report.blocks
        if block.kind in (Kind.PARAGRAPH, Kind.BULLET)
        and report.words(block).endswith((" the", " of", " and", " to", ","))
    ]
    assert not dangling
    assert not [
        block
        for block in report.blocks
        if block.kind is not Kind.TABLE and "**" in report.words(block) and "marked **" not in report.words(block)
    ]


# --- pages of browsers, as `pdftotext -layout` sets them --------------------------------------------------------------

LODGED = """\
2.1 Ferry lodges
   Is what guests are told at the landing stage clear and kind enough for those who
   come late?

   Does the lodge keeper greet all guests in their own words, also when                    36%
   the lamps are out?

   Is a bed made up in time? **                                                            94%
"""


def test_layout_question_that_heads_rows_may_stand_apart_from_them() -> None:
    assert table(LODGED) == [
        ["Is what guests are told at the landing stage clear and kind enough for those who come late?", ""],
        ["Does the lodge keeper greet all guests in their own words, also when the lamps are out?", "36%"],
        ["Is a bed made up in time? **", "94%"],
    ]


def test_layout_line_that_heads_rows_stands_behind_the_rest_of_a_label() -> None:
    rows = table(
        """\
   2.2. Boats                                          Short crossings     Long crossings

   Is the boat dry, and are its planks seen to by the           75%        73%
   people who row it?

   Does the boat master look after those who fear deep water?

   Are their worries asked for?                                 69%        77%
"""
    )
    assert [row[0] for row in rows[-3:]] == [
        "Is the boat dry, and are its planks seen to by the people who row it?",
        "Does the boat master look after those who fear deep water?",
        "Are their worries asked for?",
    ]
    assert rows[-2][1:] == ["", ""]


def test_layout_name_goes_on_in_the_line_below() -> None:
    rows = table(
        """\
     Proportion of boats that are red                              15%
     Average time before the start of a Lantern Keeping            6.1 weeks
     Requirement
     Share of hours spent on oars that are still to be paid        23%
     beyond a year
"""
    )
    assert rows[1] == ["Average time before the start of a Lantern Keeping Requirement", "6.1 weeks"]


def test_word_that_a_page_breaks_is_whole_where_the_text_has_it_so() -> None:
    broken = (
        "It rained. The lamp keepers, who had come over on the early boat from the north, spoke of their long engage-\f"
        "ment with the village, and of a well-\fknown song.\n"
    )
    known = "Their engagement is well-known.\n\n"
    assert "long engagement with the village, and of a well-known song." in read(known + broken).text
    assert "long engage-ment with" in read("Nothing is known.\n\n" + broken).text


def test_note_that_runs_on_behind_its_number_is_set_apart() -> None:
    text = "Key boating data1212Figures of the ferry guild.\n\n   Oars    14\n   Lamps   32\n\fSecond page\n"
    found = blocks(text)
    assert ("heading", "Key boating data") in found and ("footnote", "Figures of the ferry guild.") in found
    assert ("heading", "Rooms 1212The") in blocks("Rooms 1212The\n\fSecond page\n")


def test_heading_and_prose_in_a_box_are_no_list() -> None:
    boxed = (
        "A good example was:\n\n"
        "     Good boating example\n\n"
        "     Mira rowed across twice a day, and said so. She\n"
        "     was happy with the lamp that she was given.\n\fSecond page\n"
    )
    assert all(kind != "bullet" for kind, _ in blocks(boxed))


def test_item_runs_on_behind_a_word_that_ends_nothing() -> None:
    found = blocks(
        "Keepers should:\n\n"
        "     see that the lamps, the oars and the ropes of all boats are held by Guild and\n"
        "     WARDEN crews, who see to them.\n"
        "     Row out, at whatever hour of the day it may be, to all those who have called from the far bank.\n"
        "\fSecond page\n"
    )
    assert [words[-20:] for kind, words in found if kind == "bullet"] == [
        "ws, who see to them.",
        "d from the far bank.",
    ]


def test_capital_set_wide_is_closed_though_a_letter_stands_before_the_word_elsewhere() -> None:
    assert "Good\n" in read("A good lamp was lit. We rated it Good.\n\nG ood\n").text


def test_abbreviation_in_brackets_goes_on_from_the_page_before() -> None:
    above = "It rained. They had all been told to wait at the long white house of the Northern Landing Place"
    assert "Landing Place (NLP), where" in read(f"{above}\f(NLP), where it was dry.\n").text


def test_a_label_cut_in_a_row_of_figures_is_whole() -> None:
    assert table("Staff in post\t41\nWork (in cases)\teach month\t5.5\nVacant posts\t3") == [
        ["Staff in post", "41"],
        ["Work (in cases) each month", "5.5"],
        ["Vacant posts", "3"],
    ]
    assert table("Staff in post\t41\nMonthly workload\t5\n(in cases) of each\nVacant posts\t3") == [
        ["Staff in post", "41"],
        ["Monthly workload (in cases) of each", "5"],
        ["Vacant posts", "3"],
    ]
    kept = [["Area", "kind", "41"], ["North", "open", "12"], ["South", "shut", "7"]]
    assert table("\n".join("\t".join(row) for row in kept)) == kept


def test_what_the_edge_of_a_page_says_again_is_no_part_of_a_sentence() -> None:
    halves = "The managers told us that they often", "saw the plans of the other team."
    title = ["Review", "of the", "services in", "all of the towns", "Report on:", "Marl and Denby", "2021"]
    running = " ".join(title[:6])
    for line, front in (("2.1 Plans (continued)", ["2.1 Plans"]), (f"{running} 4", title)):
        text = "\n".join([*front, "", halves[0], line, halves[1]])
        found = blocks(text)
        assert ("paragraph", " ".join(halves)) in found and ("furniture", line) in found
    for edge in (["38", "", "", "", running], ["38", "\f", running], [running, "", "38"]):  # a number beside the title
        found = blocks("\n".join([*title, "", "The managers saw that they are", *edge, halves[1]]))
        assert ("paragraph", f"The managers saw that they are {halves[1]}") in found, edge
    cut = "\n".join([*title, "", "Table 1: Boats by", "", f"{running} 4", "", "size of crew", "", "Big\t3", "Small\t4"])
    assert ("caption", "Table 1: Boats by size of crew") in blocks(cut)
    for gap in ("", "\fThe second page begins.\n"):
        found = blocks(f"- The boats are old, and wait in the harbour\n\nof the town\n\n{gap}")
        assert ("bullet", "The boats are old, and wait in the harbour of the town") in found


def test_a_page_number_before_half_a_sentence_is_no_footnote() -> None:
    lines = [
        "Staff said:",
        "- cases were followed up on",
        "",
        "4",
        "",
        "the same day in 12 of the cases",
        "- all was well",
    ]
    words = " ".join(word for _, word in blocks("\n".join(lines) + "\n\f\nMore words."))
    assert "followed up on the same day in 12" in words
