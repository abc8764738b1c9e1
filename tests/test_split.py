"""The section splitter: which headings open sections, how deep, and where sections end."""

from __future__ import annotations

from textwrap import dedent

import pytest

from extractor.document import Report, Section
from extractor.domain.names import squashed
from extractor.load import load_text
from extractor.load.html import load as load_html
from extractor.load.source import Source
from extractor.packs import load_packs
from extractor.split import split
from extractor.split.contents import Entry, align, contents

P21, P18, ESI = "hmip-pdu-2021", "hmip-probation-2018", "hmip-esi-2003"


def read(text: str, pack: str = P21) -> Report:
    return split(load_text(dedent(text).lstrip("\n"), "report.txt"), load_packs()[pack])


def tree(report: Report) -> list[str]:
    """Sections, two blanks a level below the first: number and title."""
    return ["  " * (s.level - 1) + f"{s.ref} {s.title}".strip() for s in report.sections]


def sound(report: Report) -> None:
    """What holds of every tree: order, nesting, headings inside, and titles that the text prints."""
    starts = [section.start for section in report.sections]
    assert starts == sorted(starts)
    for section in report.sections:
        assert 0 <= section.start < section.end <= len(report.text)
        assert section.heading.start == section.heading.end or section.start <= section.heading.start < section.end
        assert section.title.split()[0] in report.text
        if section.parent is not None:
            around = report.sections[section.parent]
            assert around.start <= section.start and section.end <= around.end and around.level < section.level
    inner = [report.section_index(section.start) for section in report.sections]
    assert all(found is not None and report.sections[found].start == s for found, s in zip(inner, starts, strict=True))


WITH_CONTENTS = """
    An inspection of probation services in: Fernside PDU

    Contents

    Foreword	3
    Ratings	4
    1. Organisational delivery	5
    1.1. Leadership	5
    1.2. Staff	6
    2. Court work and case supervision	8
    2.1. Court work	8
    Annexe one – Data	9

    Foreword

    It was a good year.

    Ratings

    1. Organisational delivery

    1.1 Leadership

    Good

    1.2 Staff

    Good

    2. Court work and case supervision

    2.1 Court work

    Good

    1. Organisational delivery

    All is well.

    1.1. Leadership

    Leaders lead.

    1.2. Staff

    Staff work.

    2. Court work and case supervision

    Courts are served.

    2.1. Court work

    Reports are ready.

    Annexe one – Data

    1.1 Leadership

    Printed again.
    """
BODY = [
    "Foreword",
    "Ratings",
    "1 Organisational delivery",
    "  1.1 Leadership",
    "  1.2 Staff",
    "2 Court work and case supervision",
    "  2.1 Court work",
    "Annexe one Data",
]


def test_sections_follow_the_contents_page() -> None:
    report = read(WITH_CONTENTS)
    sound(report)
    assert [line for line in tree(report) if line != "Contents"][: len(BODY)] == BODY


def test_a_page_of_ratings_opens_no_sections() -> None:
    report = read(WITH_CONTENTS)
    ratings = next(s for s in report.sections if s.title == "Ratings")
    assert "2.1 Court work" in report.words(ratings)
    leadership = [s for s in report.sections if s.title == "Leadership"]
    assert "Leaders lead." in report.words(leadership[0])
    assert leadership[0].level == 2 and report.sections[leadership[0].parent or 0].ref == "1"


def test_lines_of_the_contents_are_no_headings() -> None:
    report = read(WITH_CONTENTS)
    behind = report.text.index("Foreword\n\nIt was")
    assert all(section.start >= behind for section in report.sections if section.title != "Contents")


def test_garbled_contents_are_aligned() -> None:
    report = read(
        """
        Contents

        Forewo ord	3
        1. Org anisational delivery	5
        1.1. L eadership	5
        2. Cas e supervision	8
        Annex 1: Metho dology	9

        Foreword

        It was a good year.

        1. Organisational delivery

        All is well.

        1.1 Leadership

        Leaders lead.

        2. Case supervision

        Cases are seen.

        Annex 1: Methodology

        We read.
        """,
        P18,
    )
    sound(report)
    assert [line for line in tree(report) if line != "Contents"] == [
        "Foreword",
        "1 Organisational delivery",
        "  1.1 Leadership",
        "2 Case supervision",
        "Annex 1 Methodology",
    ]


def test_entries_take_the_last_heading_before_that_of_the_next_entry() -> None:
    entries = [Entry(t, squashed(t)) for t in ("1. One", "1.1 Two", "Annex 1 Three")]
    headings = ["1. One", "1.1 Two", "1. One", "1.1 Two", "Annex 1: Three", "1.1 Two"]
    assert {n: e.text for n, e in align(entries, headings).items()} == {2: "1. One", 3: "1.1 Two", 4: "Annex 1 Three"}


def test_an_entry_of_two_titles_takes_both_headings() -> None:
    entries = [Entry(t, squashed(t)) for t in ("Boats", "Section B Harbours Part two: lighthouses", "Index")]
    headings = ["Boats", "Section B: Harbours", "B1 Piers", "Part two: lighthouses", "Keepers", "Index"]
    assert sorted(align(entries, headings)) == [0, 1, 3, 5]
    assert sorted(align(entries, ["Boats", "Part two: lighthouses", "Index"])) == [0, 2]


def test_an_entry_without_a_number_takes_the_title_of_a_heading_with_one() -> None:
    entries = [Entry(t, squashed(t)) for t in ("Boats of the harbour", "Lighthouses", "Index")]
    titles = ["Lighthouses", "Boats of the harbour", "Lighthouses", "Index"]
    headings = ["Lighthouses", "Section A Boats of the harbour", "Section B Lighthouses", "Index"]
    assert sorted(align(entries, headings, titles)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("entry", "heading", "same"),
    [
        ("Forewo ord", "Foreword", True),
        ("Summary and recommendations", "SUMMARY", True),
        ("2.1. Planning", "2.2. Planning", False),
        ("Leadership", "Learning", False),
        ("Annex 1", "Annex 2", False),
    ],
)
def test_an_entry_is_a_heading_by_its_letters(entry: str, heading: str, same: bool) -> None:
    assert bool(align([Entry(entry, squashed(entry))], [heading])) is same


def test_contents_with_leaders_and_wrapped_entries() -> None:
    report = load_text(
        dedent("""
        Contents

        Foreword ................................................ 3
        1. Organisational delivery .............................. 5
        1.1. Leadership ......................................... 5

        Foreword

        It was a good year.
        """),
        "report.txt",
    )
    entries, behind = contents(report, load_packs()[P21])
    assert [entry.text for entry in entries] == ["Foreword", "1. Organisational delivery", "1.1. Leadership"]
    assert report.text[behind:].lstrip().startswith("Foreword\n\nIt was")


def test_no_contents_page() -> None:
    report = load_text("Contents of the box\n\nFive lamps.\n", "report.txt")
    assert contents(report, load_packs()[P21]) == ([], 0)


def test_numbers_and_vocabulary_tell_the_levels_without_contents() -> None:
    report = read(
        """
        Foreword

        It was a good year.

        1.1	Leadership	Good
        \f
        1.2	Staff	Good
        1.3	Services	Good

        1. Organisational delivery

        1.1. Leadership

        Leaders lead.

        How the flood was met

        Two offices moved.

        1.2. Staff

        Staff work.

        2. Court work and case supervision

        2.1. Court work

        Reports are ready.

        Annexe two – Data

        Figures follow.
        """
    )
    sound(report)
    assert tree(report) == [
        "Foreword",
        "1 Organisational delivery",
        "  1.1 Leadership",
        "    How the flood was met",
        "  1.2 Staff",
        "2 Court work and case supervision",
        "  2.1 Court work",
        "Annexe two Data",
    ]


def test_an_unforeseen_heading_opens_a_section_inside_its_own() -> None:
    report = read(
        WITH_CONTENTS.replace("    Staff work.\n", "    Staff work.\n\n    How they meet\n\n    On Mondays.\n")
    )
    sound(report)
    found = next(s for s in report.sections if s.title == "How they meet")
    assert report.sections[found.parent or 0].title == "Staff" and found.level == 3
    assert "On Mondays." in report.words(found)


def test_an_annex_ends_the_section_before_it() -> None:
    report = read(WITH_CONTENTS)
    annex = next(s for s in report.sections if s.ref == "Annexe one")
    assert annex.level == 1 and annex.parent is None
    court = next(s for s in report.sections if s.title == "Court work")
    assert court.end == annex.start
    assert "Printed again." in report.words(annex)


THEMATIC = """
    SUMMARY

    All is told below.

    SECTION A QUALITY OF MANAGEMENT

    A1 Leadership and planning:

    Well met

    Description:

    The Board leads.

    THEMATIC ELEMENT: RACE EQUALITY

    Recommendation

    The Probation Board should ensure that it:

    - staff are trained.

    SECTION A QUALITY OF MANAGEMENT

    A1: Leadership and planning:	Assessment
    The Board leads in this too.	PARTLY MET

    Strength:

    - Aims are clear.

    THE ROLE OF HMI PROBATION

    It inspects.
    """


def part_of(report: Report, words: str) -> Section:
    section = report.section_at(report.text.index(words))
    assert section is not None
    return section


def test_a_thematic_part_has_sections_of_its_own() -> None:
    report = read(THEMATIC, ESI)
    sound(report)
    assert part_of(report, "The Board leads.").part == "main"
    assert part_of(report, "staff are trained").part == "race-equality"
    assert part_of(report, "Aims are clear").part == "race-equality"
    assert part_of(report, "Aims are clear").level == part_of(report, "The Board leads.").level + 1
    assert part_of(report, "It inspects").part == "main"


def test_a_lost_heading_is_implied() -> None:
    report = read(
        """
        SCORING SUMMARY SHEET

        A3	Management and supervision of staff	Well met
        A4	Partnership/contracting out	Partly met

        SECTION A QUALITY OF MANAGEMENT

        A3 Management and supervision of staff:

        Well met

        Description:

        Staff are looked after.

        Description:

        Others do part of the work.
        """,
        ESI,
    )
    sound(report)
    implied = part_of(report, "Others do part")
    assert (implied.ref, implied.title) == ("A4", "Partnership/contracting out")
    assert implied.heading.start == implied.heading.end == implied.start == report.text.rindex("Description:")
    assert part_of(report, "Staff are looked after").ref == "A3"


def test_no_heading_is_implied_where_the_scoring_sheet_names_none() -> None:
    text = "SECTION A QUALITY OF MANAGEMENT\n\nA5 Effective communication with sentencers:\n\nWell met\n\n"
    report = read(text + "Description:\n\nOne.\n\nDescription:\n\nTwo.\n", ESI)
    assert [s.ref for s in report.sections] == ["A", "A5"]


def test_tables_of_scores_and_weights_head_no_section() -> None:
    report = read(
        """
        Section A – Quality of Management

        A1: Leadership and planning	Well met
        A2: Resource allocation	Partly met
        A3: Management and supervision of staff	Not met
        A4: Partnership/contracting out	Well met

        OVERVIEW OF THE AREA

        It is a long coast.

        D2	Improvements are sustainable	Important

        SECTION A QUALITY OF MANAGEMENT

        A1 Leadership and planning	Well met

        Leaders plan.
        """,
        ESI,
    )
    assert tree(report) == ["OVERVIEW OF THE AREA", "A QUALITY OF MANAGEMENT", "  A1 Leadership and planning"]


HEADS_NOTHING = (
    *("Good", "**Inadequate**", "Strengths:", "Area for improvement:", "Key question", "Tarn PDU should:"),
    *("www.example.org", "Score 6/27", "Follow us on the radio"),
)


@pytest.mark.parametrize("line", HEADS_NOTHING)
def test_what_is_set_as_a_heading_and_heads_nothing(line: str) -> None:
    report = read(f"1.1. Leadership\n\nLeaders lead.\n\n{line}\n\nIt went on.\n")
    assert tree(report) == ["  1.1 Leadership"]


def test_a_report_without_headings_has_no_sections() -> None:
    assert read("It rained all day, and nobody came.\n").sections == ()
    assert read("").sections == ()


@pytest.mark.parametrize("pack", ["generic", P18, P21, ESI])
def test_any_pack_splits_any_report_soundly(pack: str) -> None:
    for text in (WITH_CONTENTS, THEMATIC):
        sound(read(text, pack))


def test_headings_that_no_rule_knows_are_ranked_as_they_are_set() -> None:
    page = "".join(
        f"<h{rank}>{words}</h{rank}><p>Here it says more of that.</p>"
        for rank, words in ((1, "A visit"), (2, "Boats"), (3, "Oars"), (4, "Blades"), (3, "Sails"), (2, "Ropes"))
    )
    source = Source("visit.html", f"<html><body>{page}</body></html>".encode(), "")
    report = split(load_html(source), load_packs()["generic"])
    assert [(section.level, section.title) for section in report.sections] == [
        *((1, "A visit"), (1, "Boats"), (2, "Oars"), (3, "Blades"), (2, "Sails"), (1, "Ropes")),
    ]
