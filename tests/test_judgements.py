"""Judgements that only a pack can point out: sentences of a section, and a sentence in a table."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extractor.find import find_records
from extractor.load import load_text
from extractor.load.html import load as load_html
from extractor.load.source import Source
from extractor.packs import Pack, load_packs
from extractor.pattern_files import shipped
from extractor.split import split

PACK = r"""
id: lantern
title: Lantern
extends: base
inspectorate: Lantern
scale: hmip-four-point
fingerprint: {front: ['^lantern inspectorate$']}
standards:
  - {id: safety, names: [safety]}
  - {id: respect, names: [respect]}
  - {id: work, level: section, names: ['useful work']}
rules:
  - {id: ratings.overall, pattern: '^(?:in all|rating)$', examples: [In all]}
  - id: ratings.overall-prose
    pattern: '\bthe house (?P<label>needs to improve)\b'
    value: Requires improvement
    examples: [We say that the house needs to improve.]
  - id: ratings.standard-prose.named
    pattern: '^(?P<name>[\p{L} ]+?) at this visit: outcomes were (?P<label>good|inadequate)\b'
    examples: [{text: 'Safety at this visit: outcomes were good', fields: {name: Safety}}]
    near_misses: ['At this visit: outcomes were good']
  - id: ratings.standard-prose
    pattern: '\bat this visit outcomes were (?P<label>outstanding|good|inadequate)\b'
    examples: [At this visit outcomes were good.]
    near_misses: [Last time outcomes were good.]
"""
TEXT = """Lantern Inspectorate

What we found

In all, the house needs to improve\twe say
It was built long ago\tof stone

Safety

Last time outcomes were inadequate. At this visit outcomes were good for all who live there.

Respect: Outstanding

People were spoken to kindly.

Useful work

There was work for some of those who wanted it.

- Gardens were kept well.

At this visit outcomes were inadequate for the rest.
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("packs") / "patterns"
    shutil.copytree(shipped(), folder)
    (folder / "lantern.yaml").write_text(PACK, encoding="utf-8")
    return load_packs(folder)["lantern"]


def test_sentences_that_a_pack_names_give_ratings(pack: Pack) -> None:
    report = split(load_text(TEXT, "house.txt"), pack)
    found = {row.item: (row.rating, row.as_printed) for row in find_records(report, pack)["ratings"]}
    assert found == {
        "main/overall": ("Requires improvement", "needs to improve"),
        "main/safety": ("Good", "good"),
        "main/respect": ("Outstanding", "Outstanding"),
        "main/work": ("Inadequate", "inadequate"),
    }


def test_a_judgement_of_a_ward_is_none_of_the_whole(pack: Pack) -> None:
    wards = "\tSafety\tRespect\tUseful work\tIn all\nHeron ward\tGood\tInadequate\tGood\tGood\n"
    for rows, whole in ((wards, ""), (wards + "In all\tGood\tGood\tGood\tInadequate\n", "Inadequate")):
        text = f"Lantern Inspectorate\n\nWhat we found in each ward\n\n{rows}\nThat is all.\n"
        records = find_records(split(load_text(text, "wards.txt"), pack), pack)
        assert {row.item: row.rating for row in records["ratings"]}["heron-ward/overall"] == "Good"
        assert [row.overall_rating for row in records["reports"]] == [whole]


def test_labels_that_head_columns_are_not_missed(pack: Pack) -> None:
    table = "Outstanding\tGood\tInadequate\nSafety\tRespect\tUseful work\n"
    text = f"Lantern Inspectorate\n\nHow the house was judged\n\n{table}\nThat is all.\n"
    records = find_records(split(load_text(text, "columns.txt"), pack), pack)
    assert [(row.standard_id, row.rating) for row in records["ratings"]] == [
        ("safety", "Outstanding"),
        ("respect", "Good"),
        ("work", "Inadequate"),
    ]
    assert [row.evidence.quote for row in records["unread"]] == []


def test_headings_of_numbered_chapters_name_what_is_judged(pack: Pack) -> None:
    chapters = "1. Safety: Good\n\nDoors shut.\n\n2 Respect\n\nRating: Inadequate\n\n3. Useful work\n\nOutstanding\n"
    text = f"Lantern Inspectorate\n\n{chapters}"
    found = find_records(split(load_text(text, "chapters.txt"), pack), pack)["ratings"]
    assert [(row.item, row.standard, row.rating) for row in found] == [
        ("main/safety", "Safety", "Good"),
        ("main/respect", "Respect", "Inadequate"),
        ("main/work", "Useful work", "Outstanding"),
    ]


def test_a_line_that_is_a_name_waits_for_the_label_right_below_it(pack: Pack) -> None:
    chips = ("Safety", "Good", "Useful work", "Inadequate", "Respect", "All was well with the house.", "Outstanding")
    page = "".join(f"<p>{words}</p>" for words in ("Lantern Inspectorate", *chips))
    report = split(load_html(Source("chips.html", f"<html><body>{page}</body></html>".encode(), "")), pack)
    found = find_records(report, pack)["ratings"]
    assert [(row.standard_id, row.rating) for row in found] == [("safety", "Good"), ("work", "Inadequate")]


def test_a_sentence_can_name_the_standard_that_it_judges(pack: Pack) -> None:
    text = "Lantern Inspectorate\n\nWhat we found\n\nUseful work at this visit: outcomes were good here.\n"
    found = find_records(split(load_text(text, "named.txt"), pack), pack)["ratings"]
    assert [(row.standard_id, row.rating) for row in found] == [("work", "Good")]


@pytest.mark.parametrize("line", ["What we say: Good", "What we say – Good", "What we say Good"])
def test_marks_behind_a_word_that_leads_in_need_no_pattern(tmp_path: Path, line: str) -> None:
    (tmp_path / "lantern.yaml").write_text(
        PACK + "  - {id: ratings.lead, pattern: '^what we say', examples: [What we say]}\n", encoding="utf-8"
    )
    pack = load_packs(tmp_path)["lantern"]
    report = split(load_text(f"Lantern Inspectorate\n\nSafety\n\n{line}\n\nThere were lamps.\n", "house.txt"), pack)
    assert [(row.standard, row.rating) for row in find_records(report, pack)["ratings"]] == [("Safety", "Good")]


def test_codes_beside_labels_that_rate_are_not_missed(tmp_path: Path) -> None:
    scale = "scale: stars\nscales:\n  - id: stars\n    title: Stars\n    labels:\n"
    scale += "      - {label: Bright, also: [A]}\n      - {label: Dim, also: [B]}\n"
    text = PACK.replace("scale: hmip-four-point\n", scale)
    text = text.replace("    value: Requires improvement\n", "    value: Dim\n")
    (tmp_path / "lantern.yaml").write_text(text, encoding="utf-8")
    table = "<table><tr><th>What</th><th>Code</th><th>Grade</th></tr><tr><td>Safety</td><td>A</td><td>Bright</td></tr>"
    page = f"<h1>Lantern Inspectorate</h1><p>We came.</p>{table}<tr><td>Respect</td><td>B</td><td>Dim</td></tr></table>"
    found = find_records(split(load_html(Source("a.html", page.encode(), "")), p := load_packs(tmp_path)["lantern"]), p)
    assert [(row.standard, row.rating) for row in found["ratings"]] == [("Safety", "Bright"), ("Respect", "Dim")]
    assert [row.reason for row in found["unread"] if row.kind == "labels"] == []


def test_what_labels_stand_for_and_were_before_is_not_missed(pack: Pack) -> None:
    means = "Label\tWhat it means\n" + "".join(
        f"{label}\tThe house {words}.\n"
        for label, words in (
            ("Outstanding", "is a model to others"),
            ("Good", "does what it should"),
            ("Requires improvement", "has gaps to close"),
            ("Inadequate", "fails those who live there"),
        )
    )
    front = "In all\tGood\nPrevious judgement\tInadequate\nBeds\t12\nStaff\t20\nRooms\t9\nLast visit\t2019\n"
    text = f"Lantern Inspectorate\n\nThe house\n\n{front}\nHow we judge\n\n{means}\nThat is all.\n"
    records = find_records(split(load_text(text, "means.txt"), pack), pack)
    assert [(row.item, row.rating) for row in records["ratings"]] == [("main/overall", "Good")]
    assert [row.evidence.quote for row in records["unread"]] == []


GRADED = (
    PACK.replace(
        "scale: hmip-four-point",
        """scale: graded
scales:
  - id: graded
    title: graded
    labels: [{label: Good, points: 4, also: [4 - Good]}, {label: Weak, points: 2, also: [2 - Weak, '2']}]""",
    )
    .replace("label>good|inadequate", "label>good|weak")
    .replace("outstanding|good|inadequate", "good|weak")
)


@pytest.mark.parametrize(
    "line", ["Safety 4 - Good", "Safety: 4 – Good", "Safety\n\n4 – Good", "| Safety | 4 - Good |\n"]
)
def test_a_label_with_its_number_is_read_as_the_scale_has_it(tmp_path: Path, line: str) -> None:
    (tmp_path / "lantern.yaml").write_text(GRADED, encoding="utf-8")
    pack = load_packs(tmp_path)["lantern"]
    text = f"Lantern Inspectorate\n\nWhat we found\n\n{line}\n\nThere were lamps in all rooms.\n"
    found = find_records(split(load_text(text, "house.txt"), pack), pack)["ratings"]
    assert [(row.standard_id, row.rating, row.points) for row in found] == [("safety", "Good", 4)]


@pytest.mark.parametrize(
    ("line", "told"), [("Safety: 2 out of 4", ["Weak"]), ("Safety: 2 (of 4)", []), ("Safety: 2 4", [])]
)
def test_words_of_a_pack_behind_a_number_say_out_of_how_many_it_is(tmp_path: Path, line: str, told: list[str]) -> None:
    tail = "  - {id: ratings.tail.of, pattern: '^out of 4$', examples: [out of 4]}\n"
    (tmp_path / "lantern.yaml").write_text(GRADED + tail, encoding="utf-8")
    pack = load_packs(tmp_path)["lantern"]
    report = split(load_text(f"Lantern Inspectorate\n\nWhat we found\n\n{line}\n\nLamps.\n", "house.txt"), pack)
    assert [row.rating for row in find_records(report, pack)["ratings"]] == told


SCORED = """  - {id: ratings.figure.of, pattern: '^out of (?P<max>4)$', examples: [out of 4]}
  - id: ratings.figure.percent
    pattern: '^(?:(?P<score>\\d) )?\\(?(?P<percent>\\d+)%\\)?$'
    examples: [3 (75%), 75%]
  - {id: ratings.figure.column, pattern: '^score \\(%\\): (?P<percent>\\d+)$', examples: ['Score (%): 75']}
"""


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("<p>Safety: 2 out of 4</p>", ("2", None, 2, 4, "2 out of 4")),
        ("<p>Safety: Good 3 (75%)</p>", ("Good", 75, 3, None, "Good 3 (75%)")),
        ("<h2>Safety</h2><p>Good</p><p>75%</p>", ("Good", 75, None, None, "Good\n\n75%")),
        ("<table><tr><td>Safety</td><td>75%</td><td>Good</td></tr></table>", ("Good", 75, None, None, "75%\tGood")),
        (
            "<table><tr><th>What</th><th>Label</th><th>Score (%)</th></tr>"
            "<tr><td>Safety</td><td>Good</td><td>75</td></tr></table>",
            ("Good", 75, None, None, "Good\t75"),
        ),
        (
            "<table><tr><td>Safety</td><td>Good</td><td>Weak</td><td>75%</td></tr></table>",
            ("Good", None, None, None, "Good"),
        ),
    ],
)
def test_the_score_of_a_judgement_stands_where_the_pack_says(tmp_path: Path, lines: str, wanted: tuple[object]) -> None:
    (tmp_path / "lantern.yaml").write_text(GRADED + SCORED, encoding="utf-8")
    pack = load_packs(tmp_path)["lantern"]
    page = f"<html><body><h1>Lantern Inspectorate</h1><h2>What we found</h2>{lines}<p>That is all.</p></body></html>"
    (row,) = find_records(split(load_html(Source("house.html", page.encode(), "")), pack), pack)["ratings"]
    assert (row.as_printed, row.percent, row.score, row.score_max, row.evidence.quote) == wanted


EARLIER = """
  - id: attributes.before
    pattern: '^(?:last year: |\\(was )(?P<value>{{label}})'
    examples: ['Last year: Weak']
  - {id: ratings.elsewhere.year, pattern: '^last year', examples: [Last year]}
attributes: [{name: before, of: ratings, description: last year, labels: [{label: Good}, {label: Weak}]}]
"""


@pytest.mark.parametrize(
    "lines",
    [
        "<p>Safety: Good (was Weak)</p>",
        "<h2>Safety</h2><p>Good</p><p>Last year: Weak</p>",
        "<table><tr><th>What</th><th>Last year</th><th>Now</th></tr>"
        "<tr><td>Safety</td><td>Weak</td><td>Good</td></tr></table>",
    ],
)
def test_an_attribute_of_a_judgement_stands_beside_it(tmp_path: Path, lines: str) -> None:
    (tmp_path / "lantern.yaml").write_text(GRADED + EARLIER, encoding="utf-8")
    pack = load_packs(tmp_path)["lantern"]
    page = f"<html><body><h1>Lantern Inspectorate</h1><h2>What we found</h2>{lines}<p>That is all.</p></body></html>"
    found = find_records(split(load_html(Source("house.html", page.encode(), "")), pack), pack)
    assert [row.rating for row in found["ratings"]] == ["Good"]
    told = [(row.of_table, row.of_item, row.name, row.value) for row in found["attributes"]]
    assert told == [("ratings", "main/safety", "before", "Weak")]


@pytest.mark.parametrize("head", ["Score (%)", "Score"])
def test_criteria_are_scored_in_per_cent_without_a_scale(tmp_path: Path, head: str) -> None:
    scored = PACK.replace("scale: hmip-four-point", "").replace("names: [", "level: criterion, names: [", 2)
    scored = (
        scored[: scored.index("  - {id: work")] + scored[scored.index("rules:") : scored.index("  - id: ratings.ov")]
    )
    (tmp_path / "lantern.yaml").write_text(scored, encoding="utf-8")
    pack, sign = load_packs(tmp_path)["lantern"], "" if "%" in head else "%"
    cells = f"<tr><th>What</th><th>{head}</th></tr><tr><td>Safety</td><td>60.4{sign}</td></tr>"
    page = f"<html><body><h1>Lantern Inspectorate</h1><table>{cells}</table><p>That is all.</p></body></html>"
    found = find_records(split(load_html(Source("house.html", page.encode(), "")), pack), pack)
    assert [(row.percent, row.scale) for row in found["ratings"]] == [(60.4, "")] and not found["statistics"]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("<table><tr><td>Safety</td><td>Good</td></tr><tr><td>Respect</td><td>Not assessed</td></tr></table>", 1),
        ("<p>Safety: Good</p><h2>Respect</h2><p>Rating: Not inspected this time</p>", 1),
        ("<p>Safety: Good</p><h2>Respect</h2><p>Not all was well.</p>", 2),
    ],
)
def test_a_standard_that_was_not_judged_as_the_report_says_is_not_missed(pack: Pack, lines: str, wanted: int) -> None:
    page = f"<html><body><h1>Lantern Inspectorate</h1><h2>What we found</h2>{lines}<p>That is all.</p></body></html>"
    found = find_records(split(load_html(Source("house.html", page.encode(), "")), pack), pack)
    assert [row.expected for row in found["coverage"] if row.kind == "standards"] == [wanted]


def _lines_in_cells(names: str, labels: str) -> str:
    cells = f"<tr><td>{names}</td><td>{labels}</td></tr><tr><td>Useful work</td><td>Outstanding</td></tr>"
    heads = "<tr><th>What we looked at</th><th>Label</th></tr>"
    return f"<html><body><h1>Lantern Inspectorate</h1><table>{heads}{cells}</table><p>That is all.</p></body></html>"


@pytest.mark.parametrize(
    ("names", "labels", "wanted"),
    [
        ("Safety<br>Respect", "Good<br>Inadequate", ["Good", "Inadequate"]),
        ("<p>Safety</p><p>Respect</p>", "<p>Requires improvement</p><p>Good</p>", ["Requires improvement", "Good"]),
        ("Safety<br>Respect", "Good<br>Good<br>Inadequate", []),
        ("Safety<br>Food<br>Respect", "Good<br>Good<br>Inadequate", []),
    ],
)
def test_lines_of_names_in_a_cell_are_paired_with_lines_of_labels(
    pack: Pack, names: str, labels: str, wanted: list[str]
) -> None:
    page = _lines_in_cells(names, labels)
    records = find_records(split(load_html(Source("cells.html", page.encode(), "")), pack), pack)
    judged = [*zip(("safety", "respect"), wanted, strict=False), ("work", "Outstanding")]
    assert [(row.standard_id, row.rating) for row in records["ratings"]] == judged
    assert [row.kind for row in records["unread"]] == [] if wanted else ["labels"]


GRID = """<table><thead><tr><th rowspan=2>{names}</th><th colspan=3>What we judge</th></tr>
<tr><th>Safety</th><th>Respect</th><th>Useful work</th></tr></thead>
<tr><td>Tarn House</td><td>Good</td><td>Not seen<sup>1</sup></td><td>Inadequate</td></tr>
<tr><td>Fell Lodge</td><td>Outstanding</td><td>Good</td><td>Good</td></tr></table>"""
ROOMS = """<table><tr><th>Provider</th><th>Rooms</th></tr>
<tr><td>Tarn House</td><td>14</td></tr><tr><td>Fell Lodge</td><td>9</td></tr></table>"""
LINES = "".join(
    f"<h3>{name}</h3><p>Safety – <b>{safety}</b></p><p>Respect – <b>Good</b></p>"
    for name, safety in (("Tarn House", "Good"), ("Fell Lodge", "Inadequate"))
)


def judged_in(pack: Pack, body: str) -> list[tuple[str, str, str]]:
    """Item, provider and rating of every judgement of a web page."""
    page = f"<html><body><h1>Lantern Inspectorate</h1><h2>What we found</h2>{body}<h2>Respect: Good</h2></body></html>"
    report = split(load_html(Source("houses.html", page.encode(), "")), pack)
    return [(row.item, row.provider, row.rating) for row in find_records(report, pack)["ratings"]]


@pytest.mark.parametrize(("names", "beside"), [("Provider", ""), ("House", ROOMS), ("House", "")])
def test_a_heading_over_all_standards_and_names_of_providers(pack: Pack, names: str, beside: str) -> None:
    houses = ("Tarn House", "Fell Lodge") if names == "Provider" or beside else ("", "")
    assert judged_in(pack, GRID.format(names=names) + beside) == [
        ("tarn-house/safety", houses[0], "Good"),
        ("tarn-house/work", houses[0], "Inadequate"),
        ("fell-lodge/safety", houses[1], "Outstanding"),
        ("fell-lodge/respect", houses[1], "Good"),
        ("fell-lodge/work", houses[1], "Good"),
        ("main/respect", "", "Good"),
    ]


def test_judgements_below_the_name_of_a_service_are_of_that_service(pack: Pack) -> None:
    assert judged_in(pack, LINES + ROOMS.replace("<table>", "<h2>Rooms</h2><table>")) == [
        ("tarn-house/safety", "Tarn House", "Good"),
        ("tarn-house/respect", "Tarn House", "Good"),
        ("fell-lodge/safety", "Fell Lodge", "Inadequate"),
        ("fell-lodge/respect", "Fell Lodge", "Good"),
        ("main/respect", "", "Good"),
    ]


def test_a_heading_over_judgements_of_others_stays(pack: Pack) -> None:
    earlier = GRID.format(names="Provider").replace("What we judge", "Previous ratings")
    assert judged_in(pack, earlier) == [("main/respect", "", "Good")]


NUMBERED = """<h1>Lantern Inspectorate</h1><h2>Key</h2>
<table><tr><th>Label</th><th>Point</th><th>What it means</th></tr>
<tr><td>Bright</td><td>5</td><td>It shines far</td></tr><tr><td>Fair</td><td>4</td><td>It shines well</td></tr>
<tr><td>Dim</td><td>3</td><td>It shines little</td></tr></table>
<h2>What we found</h2><table><tr><th>Place</th><th>Safety</th><th>Respect</th></tr>
<tr><td>Tarn</td><td>5</td><td>4</td></tr></table>
<h2>Shares</h2><table><tr><th>Level</th><th>Lit</th><th>Clean</th></tr>
<tr><td>Level 1</td><td>59%</td><td>4.5%</td></tr><tr><td>Level 2</td><td>30%</td><td>5 (40%)</td></tr></table>
<h2>Counts</h2><table><tr><th>Place</th><th>Lit</th><th>Clean</th></tr>
<tr><td>Tarn</td><td>5</td><td>40</td></tr><tr><td>Fell</td><td>3</td><td>51</td></tr></table>
<h2>Contents</h2><table><tr><td>Visits</td><td>3</td></tr><tr><td>Scores</td><td>4</td></tr></table>
<table><tr><td>In all</td><td>Dim</td></tr></table>
<h2>Visits</h2><table><tr><th>About</th><th>Visits</th></tr>
<tr><td>Safety</td><td>5</td></tr><tr><td>Respect</td><td>61</td></tr><tr><td>Lamps</td><td>4</td></tr></table>
<h2>Scores</h2><table><tr><th>About</th><th>Score</th></tr><tr><td>Safety</td><td>4</td></tr>
<tr><td>Respect</td><td>3</td></tr><tr><td>Useful work</td><td>5</td></tr><tr><td>Total</td><td>12</td></tr></table>"""


def test_a_number_with_a_sign_or_among_other_numbers_is_no_label(tmp_path: Path) -> None:
    labels = (
        "[{label: Bright, points: 5, also: ['5']}, {label: Fair, points: 4, also: ['4']}, {label: Dim, also: ['3']}]"
    )
    scale = f"scale: lit\nscales: [{{id: lit, title: How bright, labels: {labels}}}]"
    head = PACK.partition("  - id: ratings.overall-prose")[0].replace("scale: hmip-four-point", scale)
    (tmp_path / "lantern.yaml").write_text(head, encoding="utf-8")
    pack = load_packs(tmp_path)["lantern"]
    report = load_html(Source("lamps.html", f"<html><body>{NUMBERED}</body></html>".encode(), ""))
    found = find_records(split(report, pack), pack)
    of_tarn = [("tarn/safety", "Bright"), ("tarn/respect", "Fair")]
    whole = [("main/safety", "Fair"), ("main/respect", "Dim"), ("main/work", "Bright")]
    assert [(row.item, row.rating) for row in found["ratings"]] == [*of_tarn, ("main/overall", "Dim"), *whole]
    figures = ["59%", "4.5%", "30%", "5 (40%)", "5 (40%)", "5", "40", "3", "51", "5", "61", "4"]
    assert [row.as_printed for row in found["statistics"]] == figures
    assert [row.reason for row in found["unread"] if row.kind != "headings"] == []
