"""Figures in prose and themes of items against what people read in published reports, and the rules behind them.

`gold/quantities.json` has every figure of five reports, `gold/themes.json` every theme of their recommendations and
follow-ups. The words of a long figure are kept by their ends.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extractor.document import Report
from extractor.errors import PackError
from extractor.find import find_records, quantities
from extractor.find.sentences import sentences
from extractor.load import load_text
from extractor.packs import Packs, load_packs, shipped
from extractor.pipeline import Extraction, extract_report
from tests.cached_readings import reading

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared"))
REPORTS = SHARED / "corpus" / "reports"
GOLD = Path(__file__).parent / "gold"
published = pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no published reports in {SHARED}; set FINDINGS_SHARED")

FIGURE = ("section_ref", "as_printed", "kind", "value", "numerator", "denominator")


def gold(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    return read


def extraction(name: str) -> Extraction:
    return reading(REPORTS / name)


def brief(words: str) -> str:
    """Words of a figure as gold keeps them: of many only the first and last two."""
    parts = words.split()
    return words if len(parts) <= 7 else " ".join([*parts[:2], "...", *parts[-2:]])


def compared(columns: tuple[str, ...]) -> tuple[Counter[Any], Counter[Any]]:
    """Rows of gold and rows found in all reports of the gold, in some columns."""
    kept = gold("quantities")
    places = [kept["columns"].index(column) for column in columns]
    wanted: Counter[Any] = Counter()
    found: Counter[Any] = Counter()
    for name, rows in kept["reports"].items():
        wanted.update((name, *(row[place] for place in places)) for row in rows)
        for record in extraction(name).records["quantities"]:
            row = {**record.as_row(), "as_printed": brief(record.as_row()["as_printed"])}
            found[name, *(row[column] for column in columns)] += 1
    return wanted, found


@published
@pytest.mark.parametrize(
    ("columns", "precision", "recall"), [(FIGURE, 0.98, 0.97), ((*FIGURE, "subject", "basis"), 0.95, 0.95)]
)
def test_figures_of_published_reports(columns: tuple[str, ...], precision: float, recall: float) -> None:
    wanted, found = compared(columns)
    assert wanted.total() >= 600
    right = (wanted & found).total()
    told = f"missing {sorted(map(str, wanted - found))[:30]}\nextra {sorted(map(str, found - wanted))[:30]}"
    assert right / found.total() >= precision, told
    assert right / wanted.total() >= recall, told


@published
def test_themes_of_published_recommendations() -> None:
    wanted, found = set(), set()
    for name, rows in gold("themes")["reports"].items():
        wanted |= {(name, *row) for row in rows}
        records = extraction(name).records["themes"]
        found |= {(name, r.of_table, r.of_item, r.theme) for r in records if r.of_table != "findings"}  # type: ignore[attr-defined]
    assert len(wanted) >= 100
    assert len(wanted & found) / len(found) >= 0.9, sorted(found - wanted)
    assert len(wanted & found) / len(wanted) >= 0.9, sorted(wanted - found)


def report(text: str) -> Report:
    return load_text(text, "report.txt")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("It rose by 3.5 per cent. Then it fell.", ["It rose by 3.5 per cent.", "Then it fell."]),
        ("Help, e.g. Housing, came. “Good.” So it was!", ["Help, e.g. Housing, came.", "“Good.”", "So it was!"]),
        ("Mr. Tarn came? No. 5 stayed", ["Mr. Tarn came?", "No. 5 stayed"]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == parts


def test_a_value_that_is_computed_says_so() -> None:
    text = "Visits\n\nWe saw that 12 of the 16 cases were good. Of the rest 40 per cent of cases were not."
    rows = list(quantities.find(report(text), load_packs()["generic"]))
    assert [(row.value, row.evidence.derived, row.evidence.rule) for row in rows] == [
        (75, True, "quantities/fraction.of"),
        (40, False, "quantities/percent.printed"),
    ]
    assert all(row.evidence.quote == row.as_printed and row.as_printed in row.sentence for row in rows)


def own(tmp_path: Path, name: str, old: str, new: str) -> Packs:
    """The shipped packs with a changed copy of one of the shared files in a folder of one's own."""
    text = (shipped() / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_packs(tmp_path)


def test_a_codebook_of_ones_own_takes_the_place(tmp_path: Path) -> None:
    (tmp_path / "themes.yaml").write_text(
        "themes:\n"
        "  - {id: lamps, title: Lamps, definition: x, include: ['lamp*'], exclude: [lamp black], examples: [lamp]}\n",
        encoding="utf-8",
    )
    text = "Visits\n\nStrengths:\n\n- Lamps were lit; staff had training.\n- Lamp black was sold."
    rows = extract_report(report(text), load_packs(tmp_path)).records["themes"]
    assert [(row.item, row.matched) for row in rows] == [("findings/visits/strength/1/lamps", "Lamps")]  # type: ignore[attr-defined]


def test_an_empty_codebook_codes_nothing(tmp_path: Path) -> None:
    (tmp_path / "themes.yaml").write_text("themes: []\n", encoding="utf-8")
    text = "Visits\n\nStrengths:\n\n- Staff had training."
    pack = load_packs(tmp_path)["generic"]
    assert find_records(report(text), pack)["themes"] == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "themes.yaml",
            "near_misses: [Staff were kind",
            "near_misses: [Staff vacancies were kind",
            "staffing: near miss",
        ),
        ("themes.yaml", "include: [leader*,", "include: ['* *',", "themes.0.include.0"),
        ("themes.yaml", "examples: [Leaders set", "examples: [Lamps were lit., Leaders set", "leadership: example"),
        (
            "quantities.yaml",
            "{text: 62 cases, fields: {count: '62'}}",
            "{text: no case, fields: {}}",
            "count.subject: example",
        ),
        ("quantities.yaml", "near_misses: [one case,", "near_misses: [12 cases,", "count.subject: near miss"),
        (
            "quantities.yaml",
            "examples: [26 respondents]",
            "examples: [26 lamps]",
            "respondents: '26 lamps' is read as nothing",
        ),
        ("quantities.yaml", "value: words", "value: feeling", "words.all-but: stands for 'feeling'"),
    ],
)
def test_faulty_rules_say_where(tmp_path: Path, name: str, old: str, new: str, told: str) -> None:
    with pytest.raises(PackError) as caught:
        own(tmp_path, name, old, new)
    assert any(fault.startswith(f"{name}:") and told in fault for fault in caught.value.faults), caught.value.faults
