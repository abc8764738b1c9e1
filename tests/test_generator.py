"""The generator of fictional reports: the same seed gives the same bytes, and its gold tells the truth."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cached_readings import LONG
from tests.generator import CLEAN, FRAMEWORKS, Generated, Nuisances, make_report
from tests.generator.__main__ import samples
from tests.generator.breaks import break_words
from tests.generator.gold import TABLES, as_json
from tests.generator.quotes import quoted

CORPUS = Path(__file__).parents[1] / "corpus"
SEEDS = range(12 if LONG else 4)
EVERY = [(framework, seed) for framework in FRAMEWORKS for seed in SEEDS]


def flat(text: str) -> str:
    """A text on one line, without what a layout adds to its words: wraps, marks, markers, emphasis, table pipes."""
    text = re.sub(r"(?m)^[\f ]*[•▣❑o-] (?:▣ )?", " ", text)
    text = re.sub(r" ?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[|*\f]", "", text)
    return " ".join(text.split())


def unbroken(framework: str, seed: int) -> Generated:
    """The report in a conversion that leaves its sentences whole."""
    return make_report(framework, seed, page_breaks=0.0, form_feeds=False, note_place="after", table_splits=0.0)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_same_seed_gives_the_same_bytes(framework: str) -> None:
    first, second = make_report(framework, 7), make_report(framework, 7)
    assert first.text == second.text
    assert first.pdf == second.pdf
    assert as_json(first.gold) == as_json(second.gold)
    assert first.text != make_report(framework, 8).text


def test_same_in_another_process() -> None:
    code = "from tests.generator import make_report; print(hash(make_report('hmip-pdu-2021', 3).text.encode()) and "
    code += "__import__('hashlib').sha256(make_report('hmip-pdu-2021', 3).text.encode()).hexdigest())"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=CORPUS.parent
        ).stdout
        for _ in range(2)
    }
    assert len(runs) == 1


@pytest.mark.parametrize(("framework", "seed"), EVERY)
def test_habits_of_a_conversion_do_not_change_what_is_true(framework: str, seed: int) -> None:
    def truth(report: Generated) -> dict[str, Any]:
        return {
            table: [{k: v for k, v in row.items() if k != "line"} for row in report.gold[table]]
            for table in TABLES
            if table != "sections"  # the contents page can be lost
        } | {"report": report.gold["report"]}

    straight = make_report(framework, seed, **(CLEAN | {"curly": "straight"}))
    assert truth(straight) == truth(make_report(framework, seed, curly="straight"))


@pytest.mark.parametrize(("framework", "seed"), EVERY)
def test_every_row_names_the_line_it_stands_in(framework: str, seed: int) -> None:
    report = make_report(framework, seed)
    lines = report.text.split("\n")
    for table in TABLES:
        for row in report.gold[table]:
            line = flat(lines[row["line"] - 1])
            where = f"{framework} {seed} {table} line {row['line']}: {line!r} for {row}"
            match table:
                case "key_questions":
                    assert f"{row['percent']}%" in line, where
                    assert flat(row["question"]) in line, where
                case "statistics":
                    assert row["as_printed"] in line, where
                    assert row["label"] in line, where
                case "ratings":
                    assert row["as_printed"] in line or row["standard"] in line, where
                case "recommendations" | "findings":
                    words = re.sub(r"^(- )?(\d+\.|\([iv]+\)) ", "", line)
                    assert flat(row["text"]).startswith(words[:20]), where
                case "examples":
                    assert line.startswith(" ".join(row["text_start"].split()[:4])), where
                case "progress":
                    assert row["prior_programme"] in line, where
                case "sections":
                    assert flat(row["title"])[:25] in line, where


@pytest.mark.parametrize(("framework", "seed"), EVERY)
def test_every_value_stands_in_the_text(framework: str, seed: int) -> None:
    report = unbroken(framework, seed)
    text = flat(report.text)
    gold = report.gold
    for row in gold["recommendations"] + gold["findings"] + gold["progress"]:
        assert flat(row["text"]) in text, row
    for row in gold["recommendations"]:
        assert row["addressee"] in text
    for row in gold["progress"]:
        assert len(row["findings"]) == row["findings_count"]
        assert all(flat(found) in text for found in row["findings"])
        assert re.search(rf"Categorisation {row['category']}", text)
    for row in gold["examples"]:
        assert row["text_start"] in text
        assert row["text_end"] in text
    for row in gold["ratings"]:
        assert row["as_printed"].lower() in text.lower()
    for name in ("provider", "region", "isbn", "lead_inspector", "chief_inspector", "overall_rating"):
        assert str(gold["report"][name] or "") in text, name


@pytest.mark.parametrize(("framework", "seed"), EVERY)
def test_ratings_follow_from_what_is_printed(framework: str, seed: int) -> None:
    report = make_report(framework, seed)
    assert all(check["verdict"] in ("holds", "violated") for check in report.gold["consistency"])
    numbers = [row["number"] for row in report.gold["recommendations"] if row["number"]]
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    score = report.gold["report"]["overall_score"]
    if framework.startswith("hmip-pdu"):
        points = {"Inadequate": 0, "Requires improvement": 1, "Good": 2, "Outstanding": 3}
        assert score == sum(points[r["rating"]] for r in report.gold["ratings"] if r["level"] == "standard")
        assert f"{score}/{report.gold['report']['overall_score_max']}" in report.text


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_gold_has_the_shape_of_a_gold_file(framework: str) -> None:
    gold = json.loads(as_json(make_report(framework, 1).gold))
    assert list(gold) == ["source", "report", *TABLES, "consistency", "notes"]
    assert gold["source"].endswith(".txt")
    assert gold["report"]["framework"] == framework
    assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", gold["report"]["published"])


def test_icons_are_lost_in_the_text_and_kept_in_the_pdf() -> None:
    report = make_report("hmip-summary-2019", 1)
    assert {row["level"] for row in report.gold["ratings"]} == {"overall"}
    assert {row["level"] for row in report.pdf_gold["ratings"]} == {"overall", "standard"}


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_pdf_prints_the_words_of_the_plan(framework: str) -> None:
    import pypdfium2

    report = make_report(framework, 2, curly="straight")
    document = pypdfium2.PdfDocument(report.pdf)
    words = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    for row in report.gold["recommendations"]:
        assert row["text"][:30] in words
    for row in report.gold["key_questions"]:
        assert f"{row['percent']}%" in words


def test_a_habit_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match="no such nuisance: wobble; there are: wrap"):
        make_report("hmip-pdu-2021", 1, wobble=True)
    assert Nuisances() == Nuisances(**CLEAN)


def test_pages_break_in_mid_sentence_only() -> None:
    broken = break_words(
        "In <i>the</i> winter of that year the office in Saltbridge stood empty for weeks.", random.Random(1)
    )
    assert broken
    assert broken[1][0].islower()
    assert break_words("Short.", random.Random(1)) is None


def test_quotes() -> None:
    assert quoted("'Good' isn't \"good\" (the Inspectorate's)", "curly") == "‘Good’ isn’t “good” (the Inspectorate’s)"
    assert quoted("‘Good’ isn’t “good”", "straight") == "'Good' isn't \"good\""


def test_committed_samples_are_what_the_generator_writes() -> None:
    made = samples()
    kept = {f"{p.parent.name}/{p.name}" for folder in ("samples", "gold") for p in (CORPUS / folder).iterdir()}
    again = "python -m tests.generator --out corpus/samples"
    assert kept == set(made), f"other files than the generator writes; run: {again}"
    for path, content in made.items():
        assert (CORPUS / path).read_bytes() == content, f"{path} is out of date; run: {again}"
    assert sum(map(len, made.values())) < 2_000_000
