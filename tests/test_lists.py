"""What lists and tables of recommendations say with a pack of one's own, and where nothing of them is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.check import check, check_report
from extractor.dataset.extracted import Extracted
from extractor.load import load_text
from extractor.load.html import load as load_html
from extractor.load.source import Source
from extractor.packs import load_packs
from extractor.pipeline import Extraction, extract_report

PACK = r"""
id: ferry
title: Visits to ferries
extends: base
kinds: [urgent_repair, fault]
parents: {urgent_repair: fault}
fingerprint: {front: ['^visits to ferries$']}
progress: kept
scales:
  - {id: kept, title: What became of it, labels: [{label: Kept}, {label: Half kept}, {label: Broken, also: [Not kept]}]}
rules:
  - {id: recommendations.item.fault, value: fault, pattern: '^fault(?: (?P<number>\d))?$', examples: [Fault, Fault 2]}
  - {id: progress.section, pattern: '^promises of last year$', examples: [Promises of last year], near_misses: [Vows]}
  - id: progress.category
    pattern: '^(?:this was )?(?P<label>(?:half |not )?kept)\b'
    examples: [{text: This was half kept. It rained., fields: {label: half kept}}]
    near_misses: [We kept it]
  - {id: progress.findings, pattern: '^what we saw$', examples: [What we saw], near_misses: [We saw]}
  - id: recommendations.table.urgent
    pattern: '^urgent repairs?$'
    value: urgent_repair
    examples: [Urgent repairs]
    near_misses: [No urgent repairs]
  - id: recommendations.table.hints
    pattern: '^the (?P<addressee>crew) may$'
    value: key_concern
    examples: [{text: The crew may, fields: {addressee: crew}}]
    near_misses: [The crew may not]
  - id: recommendations.column.ship
    pattern: '^ferry$'
    value: addressee
    examples: [Ferry]
    near_misses: [Ferry timetable]
  - id: recommendations.section.hints
    pattern: '^hints for the crew$'
    value: key_concern
    examples: [Hints for the crew]
    near_misses: [A hint]
  - id: recommendations.bare
    pattern: '^hints for the crew$'
    examples: [Hints for the crew]
    near_misses: [A hint]
  - {id: recommendations.section.later, pattern: '^what may wait$', value: key_concern, examples: [What may wait],
     near_misses: [What may wait a year]}
  - id: recommendations.section.all
    pattern: '^what must be done$'
    examples: [What must be done]
    near_misses: [What must be done now]
  - id: recommendations.addressee.must
    pattern: '^the (?P<addressee>\w+) must:$'
    value: urgent_repair
    examples: [{text: 'The mate must:', fields: {addressee: mate}}]
    near_misses: ['The mate may:']
  - id: recommendations.item.repair
    pattern: '^repair (?P<number>\d+)$'
    value: urgent_repair
    examples: [{text: Repair 1, fields: {number: '1'}}]
    near_misses: [Repair 1 of 2]
  - id: recommendations.deadline.until
    pattern: '^until: (?P<deadline>.+)\.$'
    examples: [{text: 'Until: Friday.', fields: {deadline: Friday}}]
    near_misses: [Until Friday]
  - id: recommendations.own.bracket
    pattern: '^(?P<text>.+?)\s*\((?P<addressee>[Tt]he [^(),]+?), by (?P<deadline>{{date}})\)$'
    examples: [{text: 'Mend the ramp. (The mate, by 4 May 2024)', fields: {addressee: The mate, deadline: 4 May 2024}}]
"""
TABLE = """<!doctype html><html><head><title>Ferries</title></head><body>
<h1>Visits to ferries</h1><p>We went over the water twice, in rain and in sunshine.</p>
<h2>What is broken</h2>
<table><tr><th>Ferry</th><th>Urgent repairs</th></tr>
<tr><td>Seagull</td><td>Mend the ramp.</td></tr><tr><td>Cormorant</td><td>Find the anchor.</td></tr></table>
<h2>Hints for the crew</h2><ul><li>Wear a hat.</li></ul></body></html>"""


@pytest.fixture
def ferry(tmp_path: Path) -> Any:
    (tmp_path / "ferry.yaml").write_text(PACK, encoding="utf-8")
    return load_packs(tmp_path)


def read(text: str, packs: Any = None) -> Extraction:
    return extract_report(load_text(text, "report.txt"), packs)


def test_items_belong_to_those_of_the_kind_that_the_pack_names_and_have_what_stands_over_them(
    tmp_path: Path,
) -> None:
    own = "attributes: [{name: deck, of: recommendations, above: true, description: where it is}]\nrules:\n"
    own += "  - {id: attributes.deck, pattern: '^(?P<value>Deck \\d)\\b', examples: [Deck 2]}\n"
    (tmp_path / "ferry.yaml").write_text(PACK.replace("rules:\n", own, 1), encoding="utf-8")
    text = """<h1>Visits to ferries</h1><h2>Seagull</h2><h3>Fault</h3><p>The ramp is bent.</p>
<h3>Recommendations</h3><p>The mate must:</p><ul><li>mend the ramp;</li><li>paint it.</li></ul>
<h2>What must be done</h2><h3>Deck 2: stern</h3><p>The mate must:</p><ul><li>find the anchor.</li></ul>
<p>Deck 3</p><p>The cook must:</p><ul><li>peel potatoes.</li></ul>"""
    report = load_html(Source("ferries.html", text.encode(), ""))
    records: Any = extract_report(report, load_packs(tmp_path)).records
    assert [(row.item, row.kind, row.addressee, row.parent, row.text) for row in records["recommendations"]] == [
        ("main/1", "fault", "", "", "The ramp is bent."),
        ("main/1/1", "urgent_repair", "mate", "main/1", "mend the ramp;"),
        ("main/1/2", "urgent_repair", "mate", "main/1", "paint it."),
        ("main/2", "urgent_repair", "mate", "", "find the anchor."),
        ("main/3", "urgent_repair", "cook", "", "peel potatoes."),
    ]
    decks = [(row.of_item, row.value) for row in records["attributes"]]
    assert decks == [("main/2", "Deck 2"), ("main/3", "Deck 3")]


def test_a_pack_says_that_rows_of_a_table_are_recommendations(ferry: Any) -> None:
    report = load_html(Source("ferries.html", TABLE.encode(), ""))
    rows: Any = extract_report(report, ferry).records["recommendations"]
    assert [(row.kind, row.addressee, row.text) for row in rows] == [
        ("urgent_repair", "Seagull", "Mend the ramp."),
        ("urgent_repair", "Cormorant", "Find the anchor."),
        ("key_concern", "", "Wear a hat."),
    ]
    assert extract_report(report).records["recommendations"] == ()  # without the pack nothing says so


def test_columns_that_each_are_a_list_give_items_of_their_own_kinds(ferry: Any) -> None:
    heads = "<tr><th>The crew may</th><th>Urgent repairs</th><th>By when</th></tr>"
    listed = "<td><ul><li>Mend the ramp.</li><li>Find the anchor.</li></ul></td><td>May 2024</td>"
    rest = "<tr><td>Wait.</td><td>Tar a rope.</td><td></td></tr>"
    table = f"<table>{heads}<tr><td><ul><li>Sing.</li></ul></td>{listed}</tr>{rest}</table>"
    page = TABLE.replace(TABLE[TABLE.index("<table>") : TABLE.index("<h2>Hints")], table).encode()
    rows: Any = extract_report(load_html(Source("ferries.html", page, "")), ferry).records["recommendations"]
    assert [(row.kind, row.addressee, row.text, row.deadline) for row in rows[:-1]] == [
        ("key_concern", "crew", "Sing.", ""),
        ("urgent_repair", "", "Mend the ramp.", "May 2024"),
        ("urgent_repair", "", "Find the anchor.", "May 2024"),
        ("key_concern", "crew", "Wait.", ""),
        ("urgent_repair", "", "Tar a rope.", ""),
    ]


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        (("stop the engine", "drop the anchor (the mate, by 4 May 2024)"), ["the mate"] * 3),
        (("stop the engine (the cook, by 4 May 2024)", "drop the anchor (the mate, by 4 May 2024)"), [""] * 3),
        (("stop the engine (the cook, by 4 May 2024)", "drop the anchor"), [""] * 3),
    ],
)
def test_who_stands_behind_the_last_part_alone_is_asked_for_the_whole(
    ferry: Any, parts: tuple[str, str], named: list[str]
) -> None:
    first, last = parts
    page = TABLE.replace("<li>Wear a hat.</li>", f"<li>In fog:<ol type=a><li>{first}</li><li>{last}</li></ol></li>")
    report = load_html(Source("ferries.html", page.encode(), ""))
    rows: Any = [r for r in extract_report(report, ferry).records["recommendations"] if r.kind == "key_concern"]
    assert [row.addressee for row in rows] == named
    assert all((row.deadline == "4 May 2024") is bool(row.addressee) for row in rows)
    assert rows[-1].text == ("drop the anchor" if any(named) else last)


def test_running_lines_that_a_rule_tells_end_no_list(tmp_path: Path) -> None:
    examples = "examples: ['Ferries: what we saw'], near_misses: [We saw]"
    rule = f"  - {{id: furniture.running, pattern: '^ferries: what we saw$', {examples}}}\n"
    more = "<p>Ferries: what we saw</p><ul><li>Look ahead.</li></ul>"
    page = TABLE.replace("</ul></body>", f"</ul>{more}</body>")
    report = load_html(Source("ferries.html", page.encode(), ""))
    (tmp_path / "ferry.yaml").write_text(PACK.replace("rules:\n", f"rules:\n{rule}", 1), encoding="utf-8")
    rows: Any = extract_report(report, load_packs(tmp_path)).records["recommendations"]
    assert [row.text for row in rows if row.kind == "key_concern"] == ["Wear a hat.", "Look ahead."]


COUNTS = r"""
  - id: recommendations.count.repairs
    pattern: '\bask for (?P<count>\w+) urgent repairs\b'
    value: urgent_repair
    examples: [{text: We ask for two urgent repairs, fields: {count: two}}]
  - id: recommendations.count.all
    pattern: '\bask for (?P<count>\w+) urgent repairs and give (?P<count>\w+) hints\b'
    examples: [We ask for two urgent repairs and give one hints]
  - id: recommendations.section.captions
    pattern: '^table \d+: urgent repairs$'
    value: urgent_repair
    examples: ['Table 2: Urgent repairs']
    near_misses: [Urgent repairs]
  - {id: recommendations.section.below, pattern: '^table \d+: hints$', value: key_concern, examples: ['Table 3: Hints']}
  - {id: recommendations.column.work, pattern: '^work$', value: text, examples: [Work]}
"""
CAPTIONED = """<!doctype html><html><head><title>Ferries</title></head><body>
<h1>Visits to ferries</h1><p>We ask for two urgent repairs and give {hints} hints.</p><h2>What must be done</h2>
<table><caption>Table 2: Urgent repairs</caption><tr><th>No.</th><th>Work</th></tr>
<tr><td>R1</td><td>Mend the ramp.</td></tr><tr><td>R2</td><td>Find the anchor.</td></tr>
<tr><td>What may wait</td><td></td></tr><tr><td>R3</td><td>Tar a rope.</td></tr></table>
<p>Table 3: Hints</p>
<table><tr><th>No.</th><th>Work</th></tr><tr><td>A1</td><td>Wear a hat.</td></tr></table></body></html>"""


@pytest.mark.parametrize(("hints", "counted"), [("two", "pass"), ("four", "fail")])
def test_captions_tell_kinds_and_counts_are_of_a_kind_or_added_up(tmp_path: Path, hints: str, counted: str) -> None:
    (tmp_path / "ferry.yaml").write_text(PACK + COUNTS, encoding="utf-8")
    page = CAPTIONED.format(hints=hints).encode()
    packs = load_packs(tmp_path)
    found: Any = extract_report(load_html(Source("ferries.html", page, "")), packs)
    rows = found.records["recommendations"]
    assert [(r.number, r.kind) for r in rows] == [
        ("R1", "urgent_repair"),
        ("R2", "urgent_repair"),
        ("R3", "key_concern"),
        ("A1", "key_concern"),
    ]
    checks: Any = check_report(Extracted(found.records, {found.report_id: found.report.text}), packs)
    assert [row.status for row in checks if row.check == "kind-is-that-of-section"] == ["pass"]
    said = {row.item: row.status for row in checks if row.check == "recommendation-count"}
    assert said == {"main/urgent_repair": "pass", "main": counted}


ANSWERED = """<!doctype html><html><head><title>Ferries</title></head><body><h1>Visits to ferries</h1><p>We came.</p>
<h2>Recommendations</h2><table><tr><th>No.</th><th>Recommendation</th><th>Deadline</th><th>Response</th><th>Owner</th>
<th>Target date</th></tr><tr><td>1</td><td>Mend the ramp.</td><td>–</td><td>Agreed</td><td>–</td><td>n/a</td></tr>
<tr><td>2</td><td>Find the anchor.</td><td>a month</td><td>Agreed</td><td>Mate</td><td>May 2024</td></tr></table>
<h2>Promises of last year</h2>{kept}</body></html>"""
KEPT = (
    "  - {id: progress.category.any, pattern: '(?P<label>{{verdict}})\\W*$', "
    "examples: [{text: It was kept, fields: {}}]}\n"
)


@pytest.mark.parametrize(
    "kept",
    [
        "<p>P1 Buy 90% of the rope. (Kept)</p><p>P2 Oil the crane. (Half kept).</p>",
        "<table><tr><th>Promise</th><th>Now</th></tr><tr><td>P1 Buy 90% of the rope.</td><td>Kept</td></tr>"
        "<tr><td>P2 Oil the crane.</td><td>Half kept</td></tr></table>",
    ],
)
def test_marks_for_nothing_are_no_values_and_verdicts_stand_in_brackets(tmp_path: Path, kept: str) -> None:
    (tmp_path / "ferry.yaml").write_text(PACK + KEPT, encoding="utf-8")
    report = load_html(Source("ferries.html", ANSWERED.format(kept=kept).encode(), ""))
    packs = load_packs(tmp_path)
    extraction = extract_report(report, packs)
    found: Any = extraction.records
    checks = check_report(Extracted(found, {extraction.report_id: extraction.report.text}), packs)
    assert [row.message for row in checks if row.check == "words-are-whole" and row.status == "fail"] == []
    assert [(row.number, row.deadline) for row in found["recommendations"]] == [("1", ""), ("2", "a month")]
    answers = [(row.of_item, row.name, row.value) for row in found["attributes"]]
    assert answers == [
        *(("main/1", "response", "Agreed"), ("main/2", "response", "Agreed")),
        *(("main/2", "owner", "Mate"), ("main/2", "due", "May 2024")),
    ]
    promises = [("Buy 90% of the rope.", "Kept"), ("Oil the crane.", "Half kept")]
    assert [(row.text, row.category) for row in found["progress"]] == promises
    assert not [row for row in found["unread"] if "percentage" in row.reason]


def test_a_sentence_that_counts_verdicts_is_no_item_and_no_count_of_this_report(tmp_path: Path) -> None:
    (tmp_path / "ferry.yaml").write_text(PACK + KEPT, encoding="utf-8")
    packs = load_packs(tmp_path)
    said = "At our last visit, in May 2021, we made three recommendations. One was half kept, and two were kept."
    asked = "\n\nPromises of last year\n\n" + said + "\n\nRecommendations\n\n1. Within a month, oil the crane."
    extraction = extract_report(load_text("Visits to ferries\n\nWe came." + asked, "report.txt"), packs)
    found: Any = extraction.records
    assert found["progress"] == () and [row.deadline for row in found["recommendations"]] == ["Within a month"]
    reason = "verdicts counted in words, and no item that has one"
    assert [row.reason for row in found["unread"] if row.evidence.quote == said] == [reason]
    checks = check_report(Extracted(found, {extraction.report_id: extraction.report.text}), packs)
    assert [row.message for row in checks if row.check == "recommendation-count" and row.status == "fail"] == []


def test_a_number_of_an_item_needs_no_letter(tmp_path: Path) -> None:
    rule = "  - {id: recommendations.number, pattern: '^(?P<number>R\\d)[.:]', examples: ['R1:'], near_misses: [R1]}\n"
    (tmp_path / "ferry.yaml").write_text(PACK + rule, encoding="utf-8")
    text = "Visits to ferries\n\nWhat must be done\n\nThe mate must:\n\nR1: Mend the ramp.\n\nR2: Find the anchor."
    assert [row.number for row in read(text, load_packs(tmp_path)).records["recommendations"]] == ["R1", "R2"]  # type: ignore[attr-defined]


def test_headings_that_each_are_an_item_are_of_the_section_above_them(ferry: Any) -> None:
    page = TABLE.replace(
        "<h2>Hints for the crew</h2><ul><li>Wear a hat.</li></ul>",
        "<h2>Hints for the crew</h2><p>These are grave.</p><h2>Repair 1</h2><p>Mend the mast.</p>",
    )
    found = extract_report(load_html(Source("ferries.html", page.encode(), "")), ferry)
    rows: Any = found.records["recommendations"]
    assert [row.text for row in rows][-1:] == ["Mend the mast."] and "could be read" not in found.message


def test_a_section_of_recommendations_that_gives_none_is_told() -> None:
    told = read(
        "Visit to Fenwick\n\nRecommendations\n\nThe jetty is old and somebody might mend it.\n\nThanks\n\nBye.\n"
    )
    assert told.status == "partial"
    reason = "'Recommendations', a section of recommendations without one that could be read"
    assert f"0 of 1 recommendations (1: {reason})" in told.message
    assert [(row.reason, row.evidence.quote) for row in told.records["unread"]] == [(reason, "Recommendations")]


def test_a_section_of_recommendations_that_gives_some_is_not_told() -> None:
    told = read("Visit to Fenwick\n\nRecommendations\n\nThe club should:\n\n1. mend the jetty.\n\nThanks\n\nBye.\n")
    assert len(told.records["recommendations"]) == 1
    assert "section of recommendations" not in told.message


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (
            "The mate must:\n\n- oil the crane.\n\nThe cook should:\n\n- boil water.",
            [
                ("urgent_repair", "", "mate", "oil the crane.", ""),
                ("recommendation", "", "The cook", "boil water.", ""),
            ],
        ),
        (
            "Repair 1\n\nThe bell is to be hung again.\n\nUntil: 3 May 2024.\n\nRepair 2\n\nThe rope is to be tarred.",
            [
                ("urgent_repair", "1", "", "The bell is to be hung again.", "3 May 2024"),
                ("urgent_repair", "2", "", "The rope is to be tarred.", ""),
            ],
        ),
        (
            "Such things come first.\n\nW1 Caulk the boat.\n\nW2 Count the vests.",
            [("recommendation", "W1", "", "Caulk the boat.", ""), ("recommendation", "W2", "", "Count the vests.", "")],
        ),
        (
            "The mate must:\n\n1. Sound the horn.\n\nWhat may wait\n\n1. Paint the mast.\n\n2. Wash the flag.",
            [
                ("urgent_repair", "1", "mate", "Sound the horn.", ""),
                ("key_concern", "1", "", "Paint the mast.", ""),
                ("key_concern", "2", "", "Wash the flag.", ""),
            ],
        ),
    ],
)
def test_what_leads_in_titles_and_ends_an_item_says_what_it_is(
    ferry: Any, body: str, rows: list[tuple[str, ...]]
) -> None:
    found: Any = read(f"Visits to ferries\n\nWhat must be done\n\n{body}\n", ferry).records["recommendations"]
    assert [(row.kind, row.number, row.addressee, row.text, row.deadline) for row in found] == rows


def test_a_column_of_numbers_that_nothing_heads_numbers_the_items(ferry: Any) -> None:
    page = TABLE.replace("<tr><th>Ferry</th>", "<tr><th></th><th>Ferry</th>")
    for number, ship in enumerate(("Seagull", "Cormorant"), start=1):
        page = page.replace(f"<tr><td>{ship}", f"<tr><td>{number}</td><td>{ship}")
    rows: Any = extract_report(load_html(Source("ferries.html", page.encode(), "")), ferry).records["recommendations"]
    assert [(row.number, row.addressee) for row in rows] == [("1", "Seagull"), ("2", "Cormorant"), ("", "")]


PROMISES = """<h2>Promises of last year</h2>
<p>Four were made.</p>
<p><strong>1. The gangway should be swept before anyone lands.</strong></p>
<p>This was half kept. It was swept in summer.</p>
<p><strong>2. The lamps should be lit by whoever sees the dusk.</strong></p>
<p>Not kept. Nobody had seen it.</p>
<h3>The third</h3><p>The purser should count twice.</p><p>Kept</p><p>The sums agreed.</p><p>They were neat.</p>
<h3>The fourth</h3><p>The cat should be fed.</p><p>Kept</p><p>It was fat.</p>
<h2>Hints"""


def test_a_verdict_parts_what_was_asked_from_what_was_found(ferry: Any) -> None:
    page = TABLE.replace("<h2>Hints", PROMISES)
    rows: Any = extract_report(load_html(Source("ferries.html", page.encode(), "")), ferry).records["progress"]
    assert [(row.text, row.category, row.findings) for row in rows] == [
        ("The gangway should be swept before anyone lands.", "Half kept", "It was swept in summer."),
        ("The lamps should be lit by whoever sees the dusk.", "Broken", "Nobody had seen it."),
        ("The purser should count twice.", "Kept", "The sums agreed.\nThey were neat."),
        ("The cat should be fed.", "Kept", "It was fat."),
    ]


REPAIRS = """<h2>Promises of last year</h2><h3>Repair 1</h3><p>The mate must bail the boat.</p>
<p>To do this, the mate must:</p><ol type="a"><li>a) find the bucket</li><li>b) mend it</li></ol>
<h3>What we saw</h3><p>It was dry.</p><p>Kept</p><p>It floats.</p><h3>Repair 2</h3><p>The sail must be mended.</p>
<h3>What we saw</h3><p>It hung in two parts.</p><p>This was not kept.</p><h2>What must be done</h2><h3>Repair 1</h3>
<p>The jetty must be swept.</p><p>To do this, the mate must:</p><p>a) buy a broom</p><p>b) use it</p><h2>Hints"""
INTRO = r"""  - {id: recommendations.intro.this, pattern: '^to do this, the \w+ must:$',
     examples: ['To do this, the mate must:'],
     near_misses: ['The mate must:']}
"""
START = r"""  - {id: progress.start, pattern: '^repair \d+(?P<text>)$', examples: [Repair 1], near_misses: [Repairs]}
"""


@pytest.mark.parametrize("rule", ["", START], ids=["by what heads what was found", "by a line that opens them"])
def test_what_heads_new_items_may_head_earlier_ones_in_their_section(tmp_path: Path, rule: str) -> None:
    (tmp_path / "ferry.yaml").write_text(PACK + INTRO + rule, encoding="utf-8")
    page = TABLE.replace("<h2>Hints", REPAIRS).encode()
    found: Any = extract_report(load_html(Source("ferries.html", page, "")), load_packs(tmp_path)).records
    assert [(row.category, row.text[:28]) for row in found["progress"]] == [
        ("Kept", "The mate must bail the boat."),
        ("Broken", "The sail must be mended."),
    ]
    first, second = (row.findings.split("\n") for row in found["progress"])
    assert "It was dry." in first and second == ["It hung in two parts."]
    item, *parts = [row for row in found["recommendations"] if row.number]
    assert (item.number, item.text) == ("1", "The jetty must be swept.")
    assert [(row.number, row.text, row.parent) for row in parts] == [
        ("a", "buy a broom", item.item),
        ("b", "use it", item.item),
    ]


FORM = """<table><tr><td>Promise</td><td>{}</td></tr><tr><td>Verdict</td><td>{}</td></tr>
<tr><td>What we saw</td><td>{}</td></tr></table>"""
FORM_BELOW = """<table><tr><td>Promise</td><td>{0}</td></tr><tr><td>What we saw</td><td>{2}</td></tr>
<tr><td>Verdict</td><td>{1}</td></tr></table>"""
SAID = [("Bail the boat.", "Kept", "It was dry."), ("Mend the sail.", "Not kept", "It hung in two parts.")]


@pytest.mark.parametrize(
    "tables",
    [
        "".join(FORM.format(*said) for said in SAID),
        "".join(FORM_BELOW.format(*said) for said in SAID),
        "<table><tr><td></td><td>Promise</td><td>Verdict</td><td>What we saw</td></tr>"
        + "".join(f"<tr><td></td><td>{n} {a}</td><td>{b}</td><td>{c}</td></tr>" for n, (a, b, c) in enumerate(SAID, 1))
        + "</table>",
    ],
)
def test_forms_and_rows_with_their_number_follow_up(ferry: Any, tables: str) -> None:
    page = TABLE.replace("<h2>Hints", f"<h2>Promises of last year</h2>{tables}<h2>Hints")
    rows: Any = extract_report(load_html(Source("ferries.html", page.encode(), "")), ferry).records["progress"]
    assert [(row.text, row.category, row.findings) for row in rows] == [
        ("Bail the boat.", "Kept", "It was dry."),
        ("Mend the sail.", "Broken", "It hung in two parts."),
    ]


def test_lists_side_by_side_in_cells_are_led_in_each(ferry: Any) -> None:
    cells = ("The mate must: • oil the crane • tar the rope", "The cook should: • boil water")
    row = "".join(f"<td>{words}</td>" for words in cells)
    page = f"<h1>Visits to ferries</h1><h2>What must be done</h2><table><tr>{row}</tr></table>"
    rows: Any = extract_report(load_html(Source("f.html", page.encode(), "")), ferry).records["recommendations"]
    assert [(row.kind, row.addressee, row.text) for row in rows] == [
        ("urgent_repair", "mate", "oil the crane"),
        ("urgent_repair", "mate", "tar the rope"),
        ("recommendation", "The cook", "boil water"),
    ]


@pytest.mark.parametrize("below", ["<ul><li>{}</li></ul>", "<p>{}</p>"])
def test_a_verdict_above_what_it_is_given_for_stands_in_no_quotation_and_is_read(ferry: Any, below: str) -> None:
    said = [("Kept", "Bail the boat."), ("Not kept (1)", "Mend the sail."), ("Half kept", "")]
    listed = "".join(f"<h3>{verdict}</h3>{below.format(text) if text else ''}" for verdict, text in said)
    page = TABLE.replace("<h2>Hints", f"<h2>Promises of last year</h2>{listed}<h2>Hints").encode()
    read = extract_report(load_html(Source("ferries.html", page, "")), ferry)
    found: Any = read.records
    assert [(row.text, row.category) for row in found["progress"]] == [
        ("Bail the boat.", "Kept"),
        ("Mend the sail.", "Broken"),
    ]
    told = [row.evidence.quote for row in found["unread"] if row.reason.startswith("a label of progress")]
    assert told == ["Half kept"]
    made = check(Extracted(found, {found["reports"][0].report_id: read.report.text}), ferry)
    assert not [row for row in made if row.check == "value-stands-in-quote" and row.status == "fail"]


def test_rows_that_head_rows_say_what_their_items_are(ferry: Any) -> None:
    rows = [
        ("What may wait",),
        ("1", "Oil the crane.", "Seagull"),
        ("What must be done",),
        ("2", "Tar a rope.", "Gull"),
    ]
    cells = "".join(
        f'<tr><td colspan="3">{row[0]}</td></tr>'
        if len(row) == 1
        else "<tr>" + "".join(f"<td>{words}</td>" for words in row) + "</tr>"
        for row in rows
    )
    head = "<tr><th>No.</th><th>Urgent repairs</th><th>Ferry</th></tr>"
    page = f"<h1>Visits to ferries</h1><h2>What we ask</h2><table>{head}{cells}</table>"
    records: Any = extract_report(load_html(Source("f.html", page.encode(), "")), ferry).records
    assert not [row for row in records["unread"] if row.kind == "recommendations"]
    assert [(row.number, row.kind, row.text, row.addressee) for row in records["recommendations"]] == [
        ("1", "key_concern", "Oil the crane.", "Seagull"),
        ("2", "urgent_repair", "Tar a rope.", "Gull"),
    ]


def test_what_a_follow_up_numbers_is_no_figure(ferry: Any) -> None:
    rows = [("Deck", "1", "Bail the boat.", "Kept"), ("", "2", "Mend the sail.", "Not kept")]
    cells = "".join("<tr>" + "".join(f"<td>{words}</td>" for words in row) + "</tr>" for row in rows)
    head = "<tr><th>Where</th><th>No.</th><th>Promise</th><th>Status</th></tr>"
    page = TABLE.replace("<h2>Hints", f"<h2>Promises of last year</h2><table>{head}{cells}</table><h2>Hints")
    found: Any = extract_report(load_html(Source("f.html", page.encode(), "")), ferry).records
    assert [row.text for row in found["progress"]] == ["Bail the boat.", "Mend the sail."]
    assert not found["statistics"]


LEAD = r"""  - id: metadata.lead_inspector
    pattern: '^\W*(?P<value>\p{Lu}[\p{L}. ]+?) Lead\b'
    examples: [{text: Ada Quay Lead, fields: {value: Ada Quay}}]
    near_misses: [Lead]
"""


def test_a_line_of_the_heads_of_a_table_is_no_value(tmp_path: Path) -> None:
    (tmp_path / "ferry.yaml").write_text(PACK + LEAD, encoding="utf-8")
    head = "<tr><th>No.</th><th>Repair</th><th>Lead body</th></tr>"
    table = f"<table>{head}<tr><td>1</td><td>Oil the crane.</td><td>The crew</td></tr></table>"
    page = f"<h1>Visits to ferries</h1>{table}<p>No. Repair Lead body</p><p>Ada Quay Lead inspector</p>"
    found: Any = extract_report(load_html(Source("f.html", page.encode(), "")), load_packs(tmp_path)).records
    assert found["reports"][0].lead_inspector == "Ada Quay"


QUESTIONS = """<h2>Replies</h2><table><tr><th>Question</th><th>Seagull</th><th>Gull</th></tr>
<tr><td>Were you dry?</td><td>40%</td><td>60%</td></tr>
<tr><td>Were you warm?</td><td>30%</td><td>50%</td></tr></table>"""


@pytest.mark.parametrize(("asks", "told"), [("", 0), ("disable: [questions.question]\n", 0)])
def test_questions_label_figures_where_none_is_a_key_question(tmp_path: Path, asks: str, told: int) -> None:
    (tmp_path / "ferry.yaml").write_text(asks + PACK, encoding="utf-8")
    page = TABLE.replace("<h2>Hints", QUESTIONS + "<h2>Hints").encode()
    found: Any = extract_report(load_html(Source("f.html", page, "")), load_packs(tmp_path)).records
    assert len(found["statistics"]) == (4 if asks else 0)
    assert sum(row.reason == "a figure labelled by a question" for row in found["unread"]) == told


GLOSSARY = """<h2>Words</h2><table><tr><td>{}</td><td>It is boiled on board, and is never to be had at night.</td></tr>
<tr><td>Watch</td><td>Four hours on deck, by day or by night.</td></tr>
<tr><td>{}</td><td>What others could learn from, and is new.</td></tr>
<tr><td>Log</td><td>What is written down of a passage over the water.</td></tr></table>"""


@pytest.mark.parametrize(
    ("terms", "told"), [(("Tea", "Good practice"), []), (("Good practice", "Tea"), ["Good practice"])]
)
def test_a_term_of_a_glossary_is_no_label_of_an_example(ferry: Any, terms: tuple[str, str], told: list[str]) -> None:
    page = TABLE.replace("<h2>Hints", GLOSSARY.format(*terms) + "<h2>Hints").encode()
    found: Any = extract_report(load_html(Source("f.html", page, "")), ferry).records["unread"]
    assert [row.evidence.quote for row in found if row.reason == "a label of an example in a table"] == told


PARTS = r"""  - {id: sections.number, pattern: '^Part (?P<ref>\d+)\. (?P<title>\S.*)$',
     examples: [{text: 'Part 8. Tea', fields: {ref: '8', title: Tea}}], near_misses: [Parts]}
  - {id: furniture, pattern: '^Visits to ferries page', examples: [Visits to ferries page 3], near_misses: [Visits]}
"""


def test_entries_of_the_contents_have_the_numbers_of_their_sections(tmp_path: Path) -> None:
    (tmp_path / "ferry.yaml").write_text(PACK + PARTS, encoding="utf-8")
    packs = load_packs(tmp_path)
    titles = ["Part 1. Introduction", "Part 2. The jetty and its lamps", "Part 3. What the crew said of it"]
    lines = [f"{title} . . . . . . {page}" for page, title in enumerate(titles, start=3)]
    lines.insert(2, "Visits to ferries page 2")
    body = "\n\n".join(f"{title}\n\nWe went over the water in rain and in sunshine." for title in titles)
    text = "Visits to ferries\n\nContents\n\n" + "\n".join(lines) + "\n\n" + body + "\n"
    read = extract_report(load_text(text, "ferries.txt"), packs)
    found: Any = read.records
    assert [row.ref for row in found["sections"] if row.ref] == ["1", "2", "3"]
    assert not [row.evidence.quote for row in found["unread"] if row.kind == "headings"]
    made = check(Extracted(found, {found["reports"][0].report_id: read.report.text}), packs)
    told = [row.item for row in made if row.check == "contents-entries-are-sections" and row.status == "warn"]
    assert told == []


VOWS = "<h2>Promises of last year</h2><p>There were two.</p>"


@pytest.mark.parametrize(
    "body",
    [
        "<p><b>1. Oil the crane – Half kept</b></p><p>It creaks.</p>"
        "<p><b>2. Tar the rope – Kept</b></p><p>It shone.</p>",
        "<p>Oil the crane – Half kept</p><p>Tar the rope: this was kept</p>",
        "<ul><li>Oil the crane (Half kept)</li><li>Tar the rope: Kept</li></ul>",
    ],
)
def test_verdicts_behind_what_was_asked_need_no_pattern_of_their_own(ferry: Any, body: str) -> None:
    page = TABLE.replace("<h2>Hints for the crew</h2>", f"{VOWS}{body}<h2>Hints for the crew</h2>")
    found = extract_report(load_html(Source("ferries.html", page.encode(), "")), ferry).records
    rows: Any = found["progress"]
    assert [(row.text, row.category) for row in rows] == [("Oil the crane", "Half kept"), ("Tar the rope", "Kept")]
    assert ["".join(row.findings) for row in rows] == (["It creaks.", "It shone."] if "creaks" in body else ["", ""])
    hints: Any = found["recommendations"]
    assert [row.text for row in hints][-1] == "Wear a hat."


def test_a_list_of_what_was_asked_earlier_without_verdicts_is_told(ferry: Any) -> None:
    body = "<ul><li>Oil the crane, which nobody did.</li><li>Tar the rope.</li></ul>"
    page = TABLE.replace("<h2>Hints for the crew</h2>", f"{VOWS}{body}<h2>Hints for the crew</h2>")
    found = extract_report(load_html(Source("ferries.html", page.encode(), "")), ferry)
    assert found.records["progress"] == ()
    assert "2: an item listed as followed up, without a verdict" in found.message


SAYS_WHO = r"""
  - {id: recommendations.column.head, pattern: '^lead$', beside: '^urgent', value: head, examples: [Lead]}
"""


def test_rules_of_a_pack_for_columns_come_before_those_of_what_it_extends(tmp_path: Path) -> None:
    own = "attributes: [{name: head, of: recommendations, description: who leads}]\nrules:\n"
    text = PACK.replace("rules:\n", own, 1) + SAYS_WHO
    (tmp_path / "ferry.yaml").write_text(text, encoding="utf-8")
    points = "Mend the crane:<ul><li>(a) oil it; and</li><li>(b) wash it.</li></ul>"
    cells = f"<tr><th>Urgent repairs</th><th>Lead</th></tr><tr><td>{points}</td><td>The mate</td></tr>"
    page = f"<html><body><h1>Visits to ferries</h1><h2>What is wrong</h2><table>{cells}</table>"
    cells = "<tr><th>Recommendation</th><th>Lead</th></tr><tr><td>Paint it.</td><td>The cook</td></tr>"
    page += f"<h2>Recommendations</h2><table>{cells}</table></body></html>"
    found: Any = extract_report(load_html(Source("ferries.html", page.encode(), "")), load_packs(tmp_path)).records
    assert [(row.number, row.parent, row.addressee, row.text) for row in found["recommendations"]] == [
        ("", "", "", "Mend the crane:"),
        ("a", "main/1", "", "oil it; and"),
        ("b", "main/1", "", "wash it."),
        ("", "", "The cook", "Paint it."),
    ]
    assert [(row.name, row.value, row.of_item) for row in found["attributes"]] == [("head", "The mate", "main/1")]
    assert [row.reason for row in found["unread"]] == []


OF_ROWS = r"""attributes:
  - {name: deck, of: progress, description: where}
  - {name: why, of: recommendations, description: why}
rules:
  - {id: attributes.deck, pattern: '^deck: (?P<value>.+)$', examples: ['Deck: 2']}
  - {id: attributes.why, pattern: '^reason: (?P<value>.+)$', examples: ['Reason: rust']}
  - {id: metadata.provider, pattern: '^visits to ferries\n+(?P<value>[^\n]+)$', examples: ["Visits to ferries\n\nTern"]}
  - {id: metadata.provider_type, pattern: '^kind: (?P<value>\w+)$', examples: ['Kind: barge']}
"""


def test_rows_of_a_table_have_answers_in_any_column_and_in_the_row_below(tmp_path: Path) -> None:
    text = PACK.replace("rules:\n", OF_ROWS, 1).replace("{label: Kept}", "{label: Kept, also: [Made – good]}")
    (tmp_path / "ferry.yaml").write_text(
        text.replace("kept)\\b'", "kept)\\b|^(?P<label>{{verdict}})'"), encoding="utf-8"
    )
    rows = "<tr><td>Mend it.</td><td>The mate</td></tr><tr><td colspan=2>Reason: rust</td></tr>"
    page = "<h1>Visits to ferries</h1><p>Tern</p><p>Kind: barge</p><h2>What is broken</h2>"
    page += f"<table><tr><th>Urgent repairs</th><th>Lead</th></tr>{rows}</table>{VOWS}"
    rows = "<tr><td>2</td><td>Oil the crane.</td><td>Made - good</td></tr>"
    page += f"<table><tr><th>Deck</th><th>Promise</th><th>So far</th></tr>{rows}</table>"
    found: Any = extract_report(load_html(Source("ferries.html", page.encode(), "")), load_packs(tmp_path)).records
    assert [row.text for row in found["recommendations"]] == ["Mend it."]
    assert [(row.text, row.category) for row in found["progress"]] == [("Oil the crane.", "Kept")]
    told = [(row.of_item, row.name, row.value) for row in found["attributes"]]
    assert told == [("main/1", "why", "rust"), ("1", "deck", "2")]
    assert [(row.provider, row.provider_type) for row in found["reports"]] == [("Tern", "barge")]


FORMS = r"""attributes: [{name: seen, of: recommendations, above: true, description: what was seen}]
rules:
  - {id: attributes.seen, pattern: '^what we saw: (?P<value>.+)$', examples: ['What we saw: rust']}
  - {id: recommendations.column.seen, pattern: '^what we saw$', value: seen, examples: [What we saw]}
  - {id: recommendations.column.kind, pattern: '^how bad$', value: kind, examples: [How bad]}
  - {id: recommendations.kind.fault, pattern: '^very\b', value: fault, examples: [Very bad]}
"""
COLUMNS = "<table><tr><th>No.</th><th>How bad</th><th>What we saw</th><th>Urgent repairs</th><th>By when</th></tr>"


@pytest.mark.parametrize(
    "body",
    [
        COLUMNS + "<tr><td>1</td><td>Very</td><td>Rust.</td><td>Scrape it.</td><td>May</td></tr></table>",
        "<table><tr><td>1</td><td>Very bad</td></tr><tr><td>What we saw</td><td>Rust.</td></tr>"
        "<tr><td>Urgent repairs</td><td>Scrape it.</td></tr><tr><td>By when</td><td>May</td></tr></table>",
        "<h3>Fault 1</h3><p>What we saw: Rust.</p><p>Urgent repairs: Scrape it.</p><p>By when: May</p>",
    ],
)
def test_an_item_has_its_labels_over_columns_in_rows_and_in_lines(tmp_path: Path, body: str) -> None:
    (tmp_path / "ferry.yaml").write_text(PACK.replace("rules:\n", FORMS, 1), encoding="utf-8")
    page = f"<h1>Visits to ferries</h1><p>We went twice.</p><h2>What must be done</h2>{body}<h2>End</h2><p>So.</p>"
    found: Any = extract_report(load_html(Source("ferries.html", page.encode(), "")), load_packs(tmp_path)).records
    (row,) = found["recommendations"]
    assert (row.number, row.kind, row.text, row.deadline) == ("1", "fault", "Scrape it.", "May")
    assert [(one.of_item, one.name, one.value) for one in found["attributes"]] == [("main/1", "seen", "Rust.")]


PRAISE = r"""
  - {id: recommendations.intro.praise, pattern: '^we praise:$', examples: ['We praise:']}
  - id: recommendations.addressee.by
    pattern: '^we recommend that, by (?P<deadline>{{date}}), (?P<addressee>the \w+):$'
    examples: ['We recommend that, by 1 May 2026, the cook:']
"""


def test_numbers_behind_bullets_and_lines_that_name_somebody_are_read_below_any_item(tmp_path: Path) -> None:
    (tmp_path / "ferry.yaml").write_text(PACK + PRAISE, encoding="utf-8")
    leads = [f"<p>We recommend that, by 1 May 202{n}, the cook:</p><ul><li>R{n} peel</li></ul>" for n in (1, 2)]
    page = f"<h1>Visits to ferries</h1><h2>What must be done</h2>{leads[0]}{leads[1]}<p>We praise:</p>"
    page += "<ul><li>the soup</li></ul><p>Soups and stews (per cent)</p>"
    page += "<table><tr><th>What</th><th>Cold</th></tr><tr><td>Soup</td><td>42</td></tr></table>"
    found: Any = extract_report(load_html(Source("ferries.html", page.encode(), "")), load_packs(tmp_path)).records
    assert [(row.item, row.number, row.addressee, row.deadline, row.text) for row in found["recommendations"]] == [
        ("main/R1", "R1", "the cook", "1 May 2021", "peel"),
        ("main/R2", "R2", "the cook", "1 May 2022", "peel"),
        ("main/3", "", "", "", "the soup"),
    ]
    assert [(row.table, row.unit) for row in found["statistics"]] == [("Soups and stews (per cent)", "percent")]
    assert not [row.reason for row in found["unread"] if "leads in" in row.reason]


def test_a_line_without_a_label_answers_an_item_only_before_the_next_heading(tmp_path: Path) -> None:
    own = "attributes: [{name: why, of: recommendations, description: why}]\nrules:\n"
    rule = "  - {id: attributes.why, pattern: '^(?P<value>We .+[.])$', examples: [We saw.]}\n"
    (tmp_path / "ferry.yaml").write_text(PACK.replace("rules:\n", own + rule, 1), encoding="utf-8")
    visit = (
        "Visits to ferries\n\nWe went twice.\n\nWhat must be done\n\nRepair 1\n\nMend the ramp.\n\nDeadline: May 2024"
    )
    visit += "\n\nRepair 2\n\nFind the anchor.\n\nWe dived for it.\n\nThe crew\n\nWe thank it.\n"
    visit = visit.replace("\n\nThe crew", "\n\nRepair 3\n\nWe want paint.\n\nWe have none.\n\nThe crew")
    found: Any = extract_report(load_text(visit, "ferries.txt"), load_packs(tmp_path)).records
    assert [(row.text, row.deadline) for row in found["recommendations"]] == [
        ("Mend the ramp.", "May 2024"),
        ("Find the anchor.", ""),
        ("We want paint.", ""),
    ]
    answers = [(row.of_item, row.value) for row in found["attributes"]]
    assert answers == [("main/2", "We dived for it."), ("main/3", "We have none.")]
    assert [row.evidence.quote for row in found["unread"] if row.kind == "recommendations"] == []


def test_headings_that_say_who_should_or_that_they_are_recommendations_open_sections_of_such(tmp_path: Path) -> None:
    rule = r"""
  - id: recommendations.addressee.hints
    pattern: '^hints for (?P<addressee>the crew)$'
    value: key_concern
    examples: [{text: Hints for the crew, fields: {addressee: the crew}}]
    near_misses: [Hints]
"""
    (tmp_path / "ferry.yaml").write_text(PACK + rule, encoding="utf-8")
    more = (
        "<p>The mate must:</p><ul><li>Sing.</li></ul><h2>The end</h2><p>It rained.</p><h2>Repair 7</h2><p>Tar it.</p>"
    )
    page = TABLE.replace("</ul></body>", f"</ul>{more}</body>")
    found: Any = extract_report(load_html(Source("ferries.html", page.encode(), "")), load_packs(tmp_path))
    rows = [(row.kind, row.addressee, row.number, row.text) for row in found.records["recommendations"][2:]]
    assert rows == [
        ("key_concern", "the crew", "", "Wear a hat."),
        ("urgent_repair", "mate", "", "Sing."),
        ("urgent_repair", "", "7", "Tar it."),  # that its heading says it is one is enough
    ]


def test_earlier_recommendations_whose_verdicts_no_scale_knows_are_told(ferry: Any) -> None:
    reason = "a section of earlier recommendations without one whose verdict could be read"
    for verdict, told in (("Kept", []), ("Held", ["Promises of last year"])):
        visit = f"Visits to ferries\n\nPromises of last year\n\nOil the crane.\n\n{verdict}\n\nThe end\n\nIt rained.\n"
        rows: Any = read(visit, ferry).records["unread"]
        assert [row.evidence.quote for row in rows if row.reason == reason] == told
