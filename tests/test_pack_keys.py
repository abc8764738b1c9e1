"""Every key that a pack or a shared file can have: told in the guide, and used by what ships."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel

from extractor.load import load_text
from extractor.load.html import load as load_html
from extractor.load.source import Source
from extractor.packs import load_packs, model, shared_files
from extractor.packs.needs import ASKED, GROUPS
from extractor.pattern_files import shipped
from extractor.pipeline import extract_report

NEW = [("Attribute", "above"), ("PackFile", "parents")]  # used by no framework that ships; tests/test_lists.py has them
GUIDE = (shipped() / "README.md").read_text(encoding="utf-8")
SHIPPED = "\n".join(path.read_text(encoding="utf-8") for path in sorted(shipped().glob("*.yaml")))
PACK = r"""
id: mast
title: Masts
extends: base
fingerprint: {front: ['^masts and spars$']}
rules:
  - id: metadata.fieldwork_start
    pattern: '^begun (?P<value>{{date}})$'
    examples: [begun 4 May 2024]
  - id: metadata.fieldwork_end
    pattern: '^ended (?P<value>{{date}})$'
    examples: [ended 6 May 2024]
  - id: metadata.url
    pattern: '^read on at (?P<value>\S+)$'
    examples: ['read on at masts.example/tarn']
  - id: metadata.provider
    pattern: '^MAST of (?P<value>\p{Lu}\w+)$'
    ignore_case: false
    examples: [MAST of Tarn]
    near_misses: [mast of Tarn]
"""
FIGURES = r"""
  - id: statistics.elsewhere
    pattern: '^(?:other masts|all masts|the whole coast)\b'
    examples: [Other masts, Other masts 2023, The whole coast]
    near_misses: [Mast of Tarn]
  - id: statistics.no-figures.berth
    pattern: '^berth$'
    examples: [Berth]
    near_misses: [Berths]
"""
NO_DATA = r"""
  - id: tables.no-data
    pattern: '^(?:a mast made up|nearly all)$'
    examples: [A mast made up, Nearly all]
    near_misses: [Nearly all masts]
"""
TABLES = """<!doctype html><html><head><title>Masts</title></head><body><h1>Masts and spars</h1><p>We went up.</p>
<h2>What we counted</h2>
<table><tr><th>Count</th><th>Tarn 2024</th><th>Tarn 2023</th><th>Other masts 2024</th></tr>
<tr><td>Ropes that hold</td><td>81%</td><td>74%</td><td>66%</td></tr>
<tr><td>Berth</td><td>14</td><td>15</td><td>16</td></tr>
<tr><td>The whole coast</td><td>61%</td><td>62%</td><td></td></tr>
<tr><td>Sails that are whole</td><td>55%</td><td>51%</td><td>52%</td></tr></table>
<h2>What words stand for</h2><table><tr><td>Nearly all</td><td>90% or more</td></tr>
<tr><td>Some</td><td>30%</td></tr></table>
<h2>A mast made up</h2><table><tr><th>Count</th><th>Made up</th></tr><tr><td>Ropes that hold</td><td>12%</td></tr>
<tr><td>Spars</td><td>4</td></tr></table></body></html>"""


def keys(module: ModuleType) -> list[tuple[str, str]]:
    """Models of a module and their keys."""
    models = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, BaseModel)]
    return [(one.__name__, key) for one in models if one.__module__ == module.__name__ for key in one.model_fields]


@pytest.mark.parametrize("module", [model, shared_files], ids=["packs", "shared"])
def test_every_key_is_told_in_the_guide_and_used(module: ModuleType) -> None:
    found = keys(module)
    assert len(found) > 30
    assert [key for key in found if not re.search(rf"(?<!\w){key[1]}(?!\w)", GUIDE)] == []
    used = [key for key in found if key not in NEW]
    assert [key for key in used if not re.search(rf"(?m)(?:^|[\s{{,-]){key[1]}:", SHIPPED)] == []


def test_every_name_of_a_rule_is_told_in_the_guide() -> None:
    assert [name for name in sorted(ASKED) if f"`{name}" not in GUIDE] == []


def test_days_apart_addresses_and_capitals_are_read(tmp_path: Path) -> None:
    (tmp_path / "mast.yaml").write_text(PACK, encoding="utf-8")
    lines = ("Masts and spars", "mast of Moor", "MAST of Tarn", "Begun 4 May 2024", "Ended 6 May 2024")
    text = "\n\n".join((*lines, "Read on at masts.example/tarn\n"))
    (about,) = extract_report(load_text(text, "mast.txt"), load_packs(tmp_path)).records["reports"]
    told = {name: getattr(about, name) for name in ("provider", "fieldwork_start", "fieldwork_end", "url")}
    assert told == {
        "provider": "Tarn",
        "fieldwork_start": "2024-05-04",
        "fieldwork_end": "2024-05-06",
        "url": "masts.example/tarn",
    }


def test_days_of_a_week_that_is_named_are_from_when_to_when(tmp_path: Path) -> None:
    pack = PACK.replace("{{date}})$'\n    examples: [begun 4", "{{dates}})$'\n    examples: [begun 4", 1)
    (tmp_path / "mast.yaml").write_text(pack, encoding="utf-8")
    text = "Masts and spars\n\nMAST of Tarn\n\nBegun the week of 4–8 May 2024\n"
    (about,) = extract_report(load_text(text, "mast.txt"), load_packs(tmp_path)).records["reports"]
    assert (about.fieldwork_start, about.fieldwork_end) == ("2024-05-04", "2024-05-08")


def of_tables(folder: Path, rules: str) -> Any:
    """What is read of the tables with a pack that has some more rules."""
    (folder / "mast.yaml").write_text(PACK + rules, encoding="utf-8")
    return extract_report(load_html(Source("masts.html", TABLES.encode(), "")), load_packs(folder)).records


def test_figures_of_others_give_no_row_and_none_is_asked_for(tmp_path: Path) -> None:
    found = of_tables(tmp_path, FIGURES + NO_DATA.lstrip("\n"))
    assert [(row.label, row.group, row.value) for row in found["statistics"]] == [
        ("Ropes that hold", "Tarn 2024", 81),
        ("Ropes that hold", "Tarn 2023", 74),
        ("Sails that are whole", "Tarn 2024", 55),
        ("Sails that are whole", "Tarn 2023", 51),
    ]
    assert [(row.kind, row.evidence.quote) for row in found["unread"] if "table" in row.kind] == []


def test_without_such_rules_others_are_told_by_the_words_above_and_beside_them(tmp_path: Path) -> None:
    rows = [(row.label, row.group, row.value) for row in of_tables(tmp_path, "")["statistics"]]
    assert {("Ropes that hold", "Other masts 2024", 66), ("The whole coast", "Tarn 2024", 61)} <= set(rows)
    assert {("Berth", "Tarn 2023", 15), ("Ropes that hold", "Made up", 12), ("Spars", "Made up", 4)} <= set(rows)


def test_tables_without_data_say_nothing_of_the_service(tmp_path: Path) -> None:
    found = of_tables(tmp_path, NO_DATA)
    assert {row.label for row in found["statistics"]}.isdisjoint({"Some", "Spars"})
    assert all("30%" not in row.evidence.quote and "12%" not in row.evidence.quote for row in found["unread"])
    assert [row.unread for row in found["coverage"] if row.kind == "table_percentages"] == [0]


SURVEY = """<!doctype html><html><head><title>Masts</title></head><body><h1>Masts and spars</h1><p>We went up.</p>
<table><thead><tr><th>Forms that came back</th><th>80</th><th>4,791</th><th>78</th></tr>
<tr><th>Words</th><th>Tarn 2021</th><th>Other masts</th><th>Tarn 2017</th></tr></thead>
<tbody><tr><td>The ropes hold</td><td>52%</td><td>41%</td><td>66%</td></tr>
<tr><td>The sails are whole</td><td>72%</td><td>70%</td><td>81%</td></tr></tbody></table></body></html>"""


def test_a_row_of_counts_above_the_headings_takes_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "mast.yaml").write_text(PACK, encoding="utf-8")
    report = load_html(Source("masts.html", SURVEY.encode(), ""))
    rows: Any = extract_report(report, load_packs(tmp_path)).records["statistics"]
    assert [(row.label, row.group, row.value, row.unit) for row in rows] == [
        ("Forms that came back", "Tarn 2021", 80, "count"),
        ("Forms that came back", "Other masts", 4791, "count"),
        ("Forms that came back", "Tarn 2017", 78, "count"),
        ("The ropes hold", "Tarn 2021", 52, "percent"),
        ("The ropes hold", "Other masts", 41, "percent"),
        ("The ropes hold", "Tarn 2017", 66, "percent"),
        ("The sails are whole", "Tarn 2021", 72, "percent"),
        ("The sails are whole", "Other masts", 70, "percent"),
        ("The sails are whole", "Tarn 2017", 81, "percent"),
    ]


def test_other_places_and_years_beside_a_question_are_asked_for_in_no_row(tmp_path: Path) -> None:
    (tmp_path / "mast.yaml").write_text(PACK, encoding="utf-8")
    page = (
        SURVEY.replace("The ropes hold", "Do the ropes hold?")
        .replace("are whole", "hold?")
        .replace("masts<", "schools<")
    )
    found: Any = extract_report(load_html(Source("masts.html", page.encode(), "")), load_packs(tmp_path)).records
    assert [(row.question, row.group, row.percent) for row in found["key_questions"]] == [
        ("Do the ropes hold?", "all", 52),
        ("The sails hold?", "all", 72),
    ]
    assert [row.evidence.quote for row in found["unread"] if row.kind == "table_percentages"] == []


def test_a_label_goes_down_over_the_rows_that_its_cell_covers(tmp_path: Path) -> None:
    rows = (
        "<td rowspan=3>Ropes hold</td><td>109</td><td>49</td>",
        "<td></td><td>45%</td>",
        "<td>All masts</td><td>55%</td>",
    )
    more = ("<td rowspan=2>Sails hold</td><td>110</td><td>74</td>", "<td></td><td>67%</td>")
    head = "<th>Words</th><th>Answers</th><th>Agree</th>"
    table = "".join(f"<tr>{row}</tr>" for row in (head, *rows, *more))
    page = f"<!doctype html><html><body><h1>Masts and spars</h1><p>We went up.</p><table>{table}</table></body></html>"
    (tmp_path / "mast.yaml").write_text(PACK, encoding="utf-8")
    found: Any = extract_report(load_html(Source("masts.html", page.encode(), "")), load_packs(tmp_path)).records
    assert [(row.category, row.label, row.group, row.as_printed) for row in found["statistics"]] == [
        ("", "Ropes hold", "Answers", "109"),
        ("", "Ropes hold", "Agree", "49"),
        ("", "Ropes hold", "Agree", "45%"),
        ("Ropes hold", "All masts", "Agree", "55%"),
        ("", "Sails hold", "Answers", "110"),
        ("", "Sails hold", "Agree", "74"),
        ("", "Sails hold", "Agree", "67%"),
    ]


def test_every_name_in_double_braces_is_told_in_the_guide() -> None:
    macros = load_packs().packs["base"].model.macros
    assert [name for name in ("label", "verdict", *macros) if f"`{{{{{name}}}}}`" not in GUIDE] == []


SHIPS = r"""
id: ships
title: Ships
extends: base
kinds: [repair]
units: [percent]
example_kinds: [good_practice]
fingerprint: {front: ['^visits to ships$']}
scales: [{id: kept, title: Kept or not, labels: [{label: Kept}, {label: Half kept}]}]
scale: kept
progress: kept
standards: [{id: safety, names: [safety]}]
attributes: [{name: state, of: recommendations, description: what was said of it}]
rules:
"""
VISIT = """<html><body><h1>Visits to ships</h1><p>Published 4 May 2024. 12 of 30 ships (40%) had a bell.</p>
<h2>1. Safety</h2><p>Kept</p><h2>Promises</h2><p>Oil the crane: Kept</p>
<table><tr><th>Q</th><th>Ships</th></tr><tr><td>Did it float?</td><td>40%</td></tr>
<tr><td>Good practice</td><td>12 (30%)</td></tr></table>
<h2>Recommendations</h2><p>The mate should:</p><ul><li>oil the crane:<ul><li>now; and</li><li>then.</li></ul></li></ul>
<p>2 Tar the rope.</p><p>By when: May 2024</p>
<table><tr><th>No</th><th>Recommendation</th><th>Lead</th></tr><tr><td>1</td><td>Tar it.</td><td>Mate</td></tr></table>
</body></html>"""
VALUES = {"recommendations": "repair", "examples.label": "good_practice", "statistics.value": "percent", "fact": "age"}


@pytest.mark.parametrize("group", [r"(?P<{name}>\x00)?", r"(?P<{name}>\S+\s?)"], ids=["none takes part", "all do"])
def test_a_rule_needs_no_groups_but_those_told_and_each_of_them_may_be_empty(tmp_path: Path, group: str) -> None:
    report = load_html(Source("visit.html", VISIT.encode(), ""))
    for name, groups in ((name, one) for name, alternatives in GROUPS.items() for one in alternatives):
        id_ = {"attributes": "attributes.state", "metadata": "metadata.provider"}.get(name, f"{name}.odd")
        value = next((f", value: {value}" for of, value in VALUES.items() if name.startswith(of)), "")
        pattern = f"^{''.join(group.format(name=one) for one in sorted(groups))}(?=.)"
        rule = f"  - {{id: {id_}, pattern: '{pattern}', examples: ['Tarn Fell 4 5 6 7']{value}}}\n"
        (tmp_path / "ships.yaml").write_text(SHIPS + rule, encoding="utf-8")
        assert extract_report(report, load_packs(tmp_path)).framework == "ships", rule
