"""The evaluator: what is right, what is paired with what, and what the numbers are."""

from __future__ import annotations

import copy
import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from extractor.cli import app
from extractor.errors import InputError
from extractor.evaluate import TOTAL, Evaluation, evaluate, evaluate_tables
from extractor.evaluate.__main__ import main
from extractor.evaluate.match import extend
from extractor.evaluate.scores import Score, Verdict, judge
from extractor.evaluate.value_equality import MODES, fold, similarity
from extractor.records import TABLES, columns
from tests.cached_readings import LONG

Row = dict[str, Any]
GOLD_FILES = sorted((Path(__file__).parents[1] / "corpus" / "gold").glob("*.json"))

REPORT: Row = {"title": "An inspection", "provider": "Ystwyth PDU", "region": "", "overall_score": 6, "isbn": None}
RATING: Row = {"level": "standard", "ref": "1.1", "standard": "Staff", "part": "main", "provider": "Ystwyth PDU"}
RATING |= {"rating": "Good", "percent": None, "as_printed": "Good", "derived": False, "line": 9, "body_line": None}
QUESTION: Row = {"standard_ref": "2.2", "level": "key_question", "ref": "", "question": "Does it focus on safety?"}
QUESTION |= {"key_question": "", "group": "all", "percent": 47, "marks": "*", "table": "Annexe two – Data", "line": 20}
FINDING: Row = {"section_ref": "1.1", "section": "Staff", "kind": "strength", "number": None, "line": 30}
FINDING |= {"text": "Leaders know their staff well and spend time with every one of their teams each week."}
PROGRESS: Row = {"item": 1, "prior_programme": "CRC", "prior_date": "2019-02", "text": "Manage workloads.", "line": 40}
PROGRESS |= {"category": "No progress", "improvement_required": True, "findings_count": 2}
PROGRESS |= {"findings": ["The caseload is 28.", "A strategy was agreed."]}
EXAMPLE: Row = {"section_ref": "2.2", "section": "Assessment", "kind": "good_practice", "title": "", "line": 50}
EXAMPLE |= {"text_start": "Mair's plan was clear", "text_end": "before the end of it.", "words": 100}
STATISTIC: Row = {"section_ref": "1.3", "table": "", "label": "Reconvictions", "group": "Area", "value": 60.3}
STATISTIC |= {"unit": "percent", "as_printed": "Actual 60.3%", "note": "Actual", "line": 60}
SECTION: Row = {"ref": "1.1", "title": "Staff", "level": 2, "line": 70, "note": "in the contents too"}
RECOMMENDATION: Row = {"number": None, "addressee": "The Board", "text": "improves liaison", "part": "main", "line": 80}


def ours(table: str, row: Row) -> Row:
    """The row of ours that answers a row of gold, with its text built where gold has only its ends."""
    made = {k: v for k, v in row.items() if k not in ("accept", "optional", "tolerable", "line", "body_line", "note")}
    if table == "progress":
        made["number"] = made.pop("item")
        made["findings"] = "\n".join(made["findings"])
    if table == "examples" and "text" not in made:
        start, end, count = made.pop("text_start").split(), made.pop("text_end").split(), made.pop("words")
        made["text"] = " ".join([*start, *["so"] * (count - len(start) - len(end)), *end])
    if table == "statistics" and "note" in row:
        made["category"] = row["note"]
    return {"report_id": "r"} | made


def tables_of(gold: dict[str, Any]) -> dict[str, list[Row]]:
    built = {
        t: [ours(t, row) for row in rows] for t, rows in gold.items() if t in TABLES and t not in ("reports", "links")
    }
    return {"reports": [ours("reports", gold.get("report", {})) | {"source": gold.get("source", "")}]} | built


def verdict(table: str, gold: list[Row], found: list[Row]) -> Verdict:
    return judge("r", {table: found}, {table: gold})


def counts(table: str, gold: list[Row], found: list[Row], mode: str = "strict") -> tuple[int, int, int]:
    score = next(s for s in verdict(table, gold, found).scores if s.mode == mode)
    return score.support, score.found, score.right


def same(table: str, gold: Row, /, **changed: Any) -> dict[str, bool]:
    """Whether a row of ours, as gold but for what is changed, is right in either mode."""
    return {mode: counts(table, [gold], [ours(table, gold) | changed], mode)[2] == 1 for mode in MODES}


BOTH = {"strict": True, "lenient": True}
NEITHER = {"strict": False, "lenient": False}
LENIENT = {"strict": False, "lenient": True}


# --- values


@pytest.mark.parametrize(
    ("kind", "a", "b"),
    [
        (str, None, "  "),
        (float, float("nan"), ""),
        (float, "47.0", 47),
        (float, "-11", -11.0),
        (int, "2", 2),
        (bool, "True", True),
        (bool, "0", False),
        (str, "‘Wales’ – “a”\n b", "'Wales' - \"a\" b"),
    ],
)
def test_values_that_are_the_same(kind: type, a: Any, b: Any) -> None:
    assert fold(a, kind) == fold(b, kind)


@pytest.mark.parametrize(
    ("kind", "a", "b"), [(str, "2.1", "2.10"), (str, "FOREWORD", "Foreword"), (float, "0", ""), (bool, "false", None)]
)
def test_values_that_are_not(kind: type, a: Any, b: Any) -> None:
    assert fold(a, kind) != fold(b, kind)


def test_similarity_ends() -> None:
    assert similarity("", "") == 1.0
    assert similarity("", "a") == similarity("a", "") == 0.0
    assert similarity("FOREWORD", "Foreword") == 1.0


def test_gold_remarks_and_pages_are_not_compared() -> None:
    assert same("ratings", RATING | {"page": 4, "heading_missing": True}, page=99) == BOTH
    assert same("sections", SECTION | {"line": 1}, parent="1") == BOTH


@pytest.mark.parametrize("column", ["points", "points_max", "scale", "standard_id", "date", "item", "quote"])
def test_computed_columns_are_compared_only_where_gold_has_them(column: str) -> None:
    assert same("ratings", RATING | {column: None}, **{column: "1"}) == BOTH
    assert same("ratings", RATING, **{column: "1"}) == BOTH
    assert same("ratings", RATING | {column: "2"}, **{column: "1"}) == NEITHER


def test_an_empty_gold_value_wants_an_empty_one() -> None:
    assert same("ratings", RATING, percent=48) == NEITHER
    assert same("ratings", RATING | {"rating": "", "percent": 48}, percent="48.0") == BOTH
    assert same("ratings", RATING | {"rating": "", "percent": 48}, rating="Good") == NEITHER
    assert same("recommendations", RECOMMENDATION, number="1") == NEITHER


def test_findings_number_null_is_not_checked() -> None:
    assert same("findings", FINDING, number=3) == BOTH
    assert same("findings", FINDING | {"number": 2}, number=3) == NEITHER


def test_accept_counts_in_both_modes() -> None:
    gold = QUESTION | {"accept": {"level": ["prompt"], "percent": [48, None], "marks": ""}}
    assert same("key_questions", gold, level="prompt") == BOTH
    assert same("key_questions", gold, percent="48", marks="") == BOTH
    assert same("key_questions", gold, percent="") == BOTH
    assert same("key_questions", gold, percent="49") == NEITHER


def test_tolerable_counts_in_lenient_mode() -> None:
    assert same("key_questions", QUESTION | {"tolerable": ["percent"]}, percent=3) == LENIENT
    gold = QUESTION | {"tolerable": {"marks": ["", "**"]}}
    assert same("key_questions", gold, marks="**") == LENIENT
    assert same("key_questions", gold, marks="***") == NEITHER


def test_lenient_text_is_alike() -> None:
    text = FINDING["text"]
    assert same("findings", FINDING, text=text[:-2]) == LENIENT
    assert same("findings", FINDING, text=text[: len(text) // 2]) == NEITHER
    assert same("findings", FINDING, text=text.upper()) == LENIENT
    assert same("ratings", RATING, as_printed="Goood") == NEITHER


def test_lenient_findings_may_stand_elsewhere() -> None:
    assert same("findings", FINDING, section_ref="2", section="Another") == LENIENT
    assert same("findings", FINDING, kind="area_for_improvement") == NEITHER
    assert same("examples", EXAMPLE, section_ref="2") == NEITHER


def test_gold_table_body_means_any_table() -> None:
    assert same("key_questions", QUESTION | {"table": "body"}, table="2.2. Assessment") == BOTH
    assert same("key_questions", QUESTION, table="Annexe two - Data") == BOTH
    assert same("key_questions", QUESTION, table="2.2. Assessment") == NEITHER


def test_progress_items_and_findings() -> None:
    assert same("progress", PROGRESS) == BOTH
    assert same("progress", PROGRESS, number="2") == NEITHER
    assert same("progress", PROGRESS, improvement_required="true") == BOTH
    assert same("progress", PROGRESS, findings="The caseload is 28.\r\n\r\nA strategy was agreed. ") == BOTH
    assert same("progress", PROGRESS, findings="The caseload is 28.\nA strategy was agreed") == LENIENT
    assert same("progress", PROGRESS, findings="The caseload is 28. A strategy was agreed.") == NEITHER
    accepted = PROGRESS | {"accept": {"findings": ["All in one line."]}}
    assert same("progress", accepted, findings="All in one line.") == BOTH
    accepted = PROGRESS | {"accept": {"findings": [["One.", "Two."]]}}
    assert same("progress", accepted, findings="One.\nTwo.") == BOTH


def test_examples_by_their_ends_and_length() -> None:
    text = ours("examples", EXAMPLE)["text"]
    assert same("examples", EXAMPLE, text=text) == BOTH
    assert same("examples", EXAMPLE, text=text.replace("Mair's", "Mair’s").replace(" so", "\nso")) == BOTH
    assert same("examples", EXAMPLE, text=text.replace(" so", "", 2)) == BOTH
    assert same("examples", EXAMPLE, text=text.replace(" so", "", 4)) == LENIENT
    assert same("examples", EXAMPLE, text=text.replace(" so", "", 10)) == NEITHER
    assert same("examples", EXAMPLE, text="x " + text) == NEITHER
    assert same("examples", EXAMPLE, text=text + " And on.") == NEITHER
    assert same("examples", EXAMPLE, text=text.replace("clear", "clearer")) == LENIENT
    assert same("examples", EXAMPLE, text=text.replace("clear", "vague")) == NEITHER
    whole = {k: v for k, v in EXAMPLE.items() if not k.startswith("text_") and k != "words"} | {"text": text}
    assert same("examples", whole, text=text) == BOTH
    assert same("examples", whole, text=text[1:]) == LENIENT


def test_statistics_note_is_the_category() -> None:
    assert same("statistics", STATISTIC) == BOTH
    assert same("statistics", STATISTIC, category="Predicted") == NEITHER
    assert same("statistics", STATISTIC, value="60.30") == BOTH
    without = {k: v for k, v in STATISTIC.items() if k != "note"}
    assert same("statistics", without, category="Gender") == BOTH


# --- rows


def test_missing_extra_and_wrong_rows() -> None:
    gold = [RATING | {"ref": ref, "line": i} for i, ref in enumerate(["1.1", "1.2", "1.3", "1.4"])]
    found = [ours("ratings", row) for row in gold]
    assert counts("ratings", gold, found) == (4, 4, 4)
    assert counts("ratings", gold, found[1:]) == (4, 3, 3)
    assert counts("ratings", gold, [*found, found[0]]) == (4, 5, 4)
    assert counts("ratings", gold, [found[0] | {"rating": "Poor"}, *found[1:]]) == (4, 4, 3)
    score = verdict("ratings", gold, [*found[1:], found[1], found[1]]).scores[0]
    assert (score.precision, score.recall, score.f1) == (3 / 5, 3 / 4, 6 / 9)


def test_misses_name_what_is_wrong() -> None:
    gold = [QUESTION, QUESTION | {"group": "community", "line": 21}, QUESTION | {"standard_ref": "2.3", "line": 22}]
    found = [ours("key_questions", QUESTION) | {"percent": "48", "page": 7}]
    found += [ours("key_questions", gold[2]), ours("key_questions", QUESTION) | {"question": "What?", "page": 8}]
    assert verdict("key_questions", gold, found).misses == [
        "r key_questions wrong percent: gold 47, found 48 "
        "(2.2 key_question all 47 'Does it focus on safety?' 'Annexe two – Data', gold line 20)",
        "r key_questions missing: 2.2 key_question community 47 'Does it focus on safety?' 'Annexe two – Data', "
        "gold line 21",
        "r key_questions extra: 2.2 key_question all 47 'What?' 'Annexe two – Data', page 8",
    ]


def test_misses_show_where_long_texts_part_and_what_lenient_mode_forgives() -> None:
    (line,) = verdict("findings", [FINDING], [ours("findings", FINDING) | {"text": FINDING["text"] + " 4"}]).misses
    assert "each week.'" in line and "each week. 4'" in line
    assert line.endswith("[right in lenient mode]")
    gold = EXAMPLE | {"words": 80}
    (line,) = verdict("examples", [gold], [ours("examples", EXAMPLE)]).misses
    assert "wrong words: gold 80, found 100" in line
    (line,) = verdict("findings", [FINDING], []).misses
    assert line.endswith("gold line 30") and "missing" in line


def test_identical_rows_are_never_merged_and_may_swap() -> None:
    gold = [QUESTION, QUESTION, QUESTION | {"percent": 48}]
    found = [ours("key_questions", row) for row in gold]
    assert counts("key_questions", gold, found[::-1]) == (3, 3, 3)
    assert counts("key_questions", gold, found[1:]) == (3, 2, 2)
    assert counts("key_questions", gold[1:], found) == (2, 3, 2)


def test_the_matching_is_maximum_also_through_accepted_values() -> None:
    first = RATING | {"accept": {"rating": ["Poor"]}}
    found = [ours("ratings", RATING), ours("ratings", RATING) | {"rating": "Poor"}]
    for gold in ([first, RATING], [RATING, first]):
        assert counts("ratings", gold, found) == counts("ratings", gold, found[::-1]) == (2, 2, 2)


def test_a_wrong_row_is_paired_by_the_likeness_of_its_text() -> None:
    gold = [RECOMMENDATION | {"text": "improves liaison between managers and tutors", "number": "1"}]
    found = [
        ours("recommendations", gold[0]) | {"text": "improves liaison between managers and tutors. 12", "number": ""}
    ]
    misses = verdict("recommendations", gold, found).misses
    assert [line.split(":")[0] for line in misses] == ["r recommendations wrong number", "r recommendations wrong text"]


def test_optional_rows_count_on_neither_side() -> None:
    gold = [RATING, RATING | {"ref": "1.2", "optional": True}]
    found = [ours("ratings", row) for row in gold]
    assert counts("ratings", gold, found) == counts("ratings", gold, found[:1]) == (1, 1, 1)
    assert counts("ratings", gold, [found[0], found[1] | {"rating": "Poor"}]) == (1, 1, 1)
    assert counts("ratings", gold, [*found, found[1]]) == (1, 2, 1)
    assert counts("ratings", gold, found[1:]) == (1, 0, 0)
    doubled = [RATING | {"optional": True}, RATING]
    assert counts("ratings", doubled, [ours("ratings", RATING)]) == (1, 1, 1)


def test_an_empty_gold_table_wants_no_rows() -> None:
    (strict, lenient) = verdict("progress", [], []).scores
    assert (strict.f1, strict.support, lenient.f1) == (1.0, 0, 1.0)
    judged = verdict("progress", [], [ours("progress", PROGRESS)])
    assert (judged.scores[0].f1, judged.scores[0].support, judged.scores[0].found) == (0.0, 0, 1)
    assert judged.misses == ["r progress extra: 1 'Manage workloads.'"]
    assert evaluate_tables({"progress": [ours("progress", PROGRESS)]}, {"source": "r.txt"}) == []


def test_sections_beyond_gold_are_notes() -> None:
    gold = [SECTION, SECTION | {"ref": "1.2", "title": "Services"}, SECTION | {"ref": "", "title": "Data"}]
    gold += [SECTION | {"ref": "2.1", "title": "Court", "optional": True}]
    found = [ours("sections", row) for row in gold]
    extra = ours("sections", SECTION | {"ref": "", "title": "A heading of its own", "level": 3})
    assert counts("sections", gold, [*found, extra]) == (3, 3, 3)
    assert verdict("sections", gold, [*found, extra]).misses == [
        "r sections note, not in gold: 'A heading of its own' 3"
    ]
    assert counts("sections", gold, found[1:]) == (3, 2, 2)  # missing
    assert counts("sections", gold, [*found, found[0]]) == (3, 4, 3)  # a duplicate
    assert counts("sections", gold, [*found, found[2]]) == (3, 4, 3)
    assert counts("sections", gold, [*found, found[0] | {"level": "3"}]) == (3, 3, 3)  # a deeper one is no duplicate
    assert counts("sections", gold, [*found, found[0] | {"title": "Wrong"}]) == (3, 4, 3)  # a contradiction
    assert counts("sections", gold, [found[0] | {"title": "Wrong"}, *found[1:]]) == (3, 3, 2)
    assert counts("sections", gold, [found[0] | {"level": ""}, *found[1:]]) == (3, 3, 2)
    parts = [SECTION | {"part": "main"}]
    assert counts("sections", parts, [ours("sections", parts[0]), ours("sections", SECTION) | {"part": "dv"}]) == (
        1,
        1,
        1,
    )


def test_report_fields_are_items() -> None:
    gold = {"source": "a.txt", "report": REPORT | {"accept": {"region": ["Wales"], "overall_score": [None]}}}
    row = ours("reports", REPORT) | {"report_id": "a-2022", "source": "a.pdf"}

    def scored(**changed: Any) -> tuple[int, int, int]:
        score = evaluate_tables({"reports": [row | changed]}, gold)[0]
        assert score.report == "a-2022"
        return score.support, score.found, score.right

    assert scored() == (5, 5, 5)
    assert scored(region="Wales", overall_score="") == (5, 5, 5)
    assert scored(provider="Another") == (5, 5, 4)
    assert scored(provider="") == (5, 4, 4)
    assert scored(isbn="1") == (5, 5, 4)
    assert scored(title="An inspectiom") == (5, 5, 4)
    assert judge("a", {}, gold).misses == ["a reports missing: no row"]
    assert evaluate_tables({}, gold)[0].f1 == 0.0
    misses = judge("a", {"reports": [row | {"provider": "Another"}]}, gold).misses
    assert misses == ["a reports wrong provider: gold 'Ystwyth PDU', found 'Another'"]


def test_other_reports_rows_are_left_out() -> None:
    gold = {"source": "b.txt", "ratings": [RATING]}
    reports = [{"report_id": "r", "source": "a.txt"}, {"report_id": "s", "source": "B.pdf"}]
    rows = [ours("ratings", RATING), ours("ratings", RATING) | {"report_id": "s"}]
    score = evaluate_tables({"reports": reports, "ratings": rows}, gold)[0]
    assert (score.report, score.found, score.right) == ("s", 1, 1)
    assert evaluate_tables({"reports": reports, "ratings": rows}, gold | {"source": "c.txt"})[0].found == 0


def test_ratios_of_nothing() -> None:
    assert Score.of("r", "t", "strict", 0, 0, 0).precision == 1.0
    assert Score.of("r", "t", "strict", 3, 0, 0).precision == Score.of("r", "t", "strict", 3, 0, 0).f1 == 0.0
    assert Evaluation().worst("strict") == 0.0


# --- folders


def write(folder: Path, tables: dict[str, list[Row]]) -> None:
    folder.mkdir()
    for table, record in TABLES.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [c.name for c in columns(record)], extrasaction="ignore")
            writer.writeheader()
            writer.writerows(tables.get(table, []))


@pytest.fixture
def whole() -> dict[str, Any]:
    return {
        "source": "ystwyth-2022.txt",
        "report": REPORT,
        "ratings": [RATING, RATING | {"level": "overall", "ref": ""}],
        "key_questions": [QUESTION],
        "recommendations": [RECOMMENDATION],
        "progress": [PROGRESS],
        "findings": [FINDING],
        "examples": [EXAMPLE],
        "statistics": [STATISTIC],
        "sections": [SECTION],
        "consistency": [{"statement": "holds"}],
    }


def test_a_folder_by_a_folder_of_gold(
    tmp_path: Path, whole: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    tables = tables_of(whole)
    tables["reports"] = [tables["reports"][0] | {"source": "ystwyth-2022.pdf"}]
    tables["findings"][0]["text"] = "'- " + tables["findings"][0]["text"]
    whole["findings"] = [FINDING | {"text": "- " + FINDING["text"], "colour": "red"}]
    tables["files"] = [
        {"source": "broken.pdf", "status": "failed"},
        {"source": "letter.pdf", "status": "skipped", "stage": "choose"},
        {"source": "edition.txt", "status": "skipped", "stage": "compare"},
    ]
    write(tmp_path / "out", tables)
    gold = tmp_path / "gold"
    gold.mkdir()
    for name, truth in {
        "a": whole,
        "list": [{"file": "x.pdf"}],
        "shape": {"rows": []},
        "broken": {"source": "broken.txt", "ratings": [RATING]},
        "letter": {"source": "letter.pdf", "ratings": [RATING]},
        "edition": {"source": "edition.txt", "ratings": [RATING]},
        "absent": {"source": "absent.txt", "ratings": [RATING]},
    }.items():
        (gold / f"{name}.json").write_text(json.dumps(truth), encoding="utf-8")
    result = evaluate(tmp_path / "out", gold)
    assert all(row.f1 == 1.0 for row in result.rows if row.report == "r")
    assert result.score("ratings", "strict", "broken").f1 == 0.0
    assert result.score("ratings").right == 2 and result.score("ratings").support == 4
    assert result.worst("lenient") == 0.0
    assert {line.split(":")[0] for line in result.misses} == {"broken ratings missing", "letter ratings missing"}
    assert sorted(result.notes) == [
        "a.json findings: colour not compared: no such column",
        "absent.json: absent.txt was no input of this run, not judged",
        "edition.json: edition.txt was left out as an edition of another file, not judged",
        "known by name and words, for gold has no `sha256`: a.json, broken.json, letter.json",
        "list.json: a list of 1, not the gold of one report; not judged",
        "shape.json: no object with a source, not the gold of one report; not judged",
    ]
    with pytest.raises(KeyError):
        result.score("themes")
    assert main([str(tmp_path / "out"), str(gold / "a.json")]) == 0
    printed = capsys.readouterr().out
    assert "worst F1 strict: 1.000" in printed and TOTAL in printed and "0 misses" in printed
    assert main([str(tmp_path / "out"), str(gold / "a.json"), "--no-misses"]) == 0


@pytest.mark.parametrize(
    ("table", "changed", "told"),
    [
        ("ratings", {"percent": "0,8"}, "ratings row 1: percent is '0,8', not a number"),
        ("key_questions", {"percent": [60]}, "percent is '[60]', not a number"),
        ("key_questions", {"percent": 10**300}, "not a number"),
        ("key_questions", {"accept": "abc"}, "not an object of values by column"),
        ("progress", {"findings": "one line"}, "not a list of lines"),
        ("findings", {"text": {}}, "text is '{}', not words"),
        ("findings", {"line": 1.5}, "not the number of a line"),
        ("findings", {"number": float("nan")}, "NaN is no number"),
    ],
)
def test_gold_that_cannot_be_compared_is_told_with_its_place(
    tmp_path: Path, whole: dict[str, Any], table: str, changed: Row, told: str
) -> None:
    write(tmp_path / "out", tables_of(whole))
    whole[table] = [whole[table][0] | changed]
    (tmp_path / "gold.json").write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(InputError, match=f"gold.json.*{re.escape(told)}"):
        evaluate(tmp_path / "out", tmp_path / "gold.json")


def test_gold_belongs_to_a_report_by_its_bytes_and_never_by_a_name_alone(tmp_path: Path, whole: dict[str, Any]) -> None:
    tables = tables_of(whole)
    ours, other = tables["reports"][0], {"title": "Of somewhere else", "provider": "Teifi PDU", "report_id": "s"}
    tables["reports"] = [
        ours | {"source": "renamed.pdf", "sha256": "a1"},
        ours | other | {"source": "ystwyth-2022.txt", "sha256": "b2"},
    ]
    tables["files"] = [{"source": row["source"], "sha256": row["sha256"]} for row in tables["reports"]]
    write(tmp_path / "out", tables)

    def judged(**gold: Any) -> tuple[set[str], list[str]]:
        (tmp_path / "gold.json").write_text(json.dumps(whole | gold), encoding="utf-8")
        found = evaluate(tmp_path / "out", tmp_path / "gold.json")
        return {row.report for row in found.rows} - {TOTAL}, found.notes

    assert judged(sha256="A1") == ({"r"}, [])
    assert judged(sha256="b2") == ({"s"}, [])
    assert judged() == (set(), ["gold.json: ystwyth-2022.txt has the name but is another report, not judged"])
    assert judged(source="absent.pdf", sha256="c3")[0] == set()
    known, notes = judged(source="renamed.docx", sha256="c3")
    assert known == {"r"}
    assert "renamed.pdf, another edition of the file that gold was made from" in notes[0]


def test_gains_and_losses_since_an_earlier_run(tmp_path: Path, whole: dict[str, Any]) -> None:
    gold = tmp_path / "gold.json"
    gold.write_text(json.dumps(whole), encoding="utf-8")
    earlier, later = tables_of(whole), tables_of(whole)
    earlier["ratings"][0] |= {"rating": "Inadequate"}
    earlier["recommendations"] += [dict(earlier["recommendations"][0], text="Nobody asked for this.", number="9")]
    later["key_questions"][0] |= {"percent": 48}
    later["sections"] = []
    later["examples"] *= 2
    write(tmp_path / "earlier", earlier)
    write(tmp_path / "later", later)
    now, before = (evaluate(tmp_path / name, gold) for name in ("later", "earlier"))
    gains, losses = now.against(before)
    assert [line.split()[1] for line in gains] == ["ratings", "recommendations"]
    assert "extra: " in gains[1] and "Nobody asked" in gains[1]
    assert [line.split()[1] for line in losses] == ["examples", "key_questions", "sections"]
    assert before.against(now) == (losses, gains)
    assert now.against(now) == ([], [])
    told = CliRunner().invoke(
        app, ["evaluate", *map(str, (tmp_path / "later", "--gold", gold)), "--against", str(tmp_path / "earlier")]
    )
    assert told.exit_code == 1
    assert "2 put right, 3 no longer right" in told.output
    told_of_one = [evaluate(tmp_path / name, gold).of(now.rows[0].report) for name in ("later", "earlier")]
    assert told_of_one[0].against(told_of_one[1]) == (gains, losses)


def test_wrong_folders(tmp_path: Path, whole: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "out", tables_of(whole))
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for folder, gold, message in [
        ("empty", "bad.json", "not a dataset"),
        ("out", "empty", "no gold"),
        ("out", "none.json", "no gold"),
        ("out", "bad.json", "not JSON"),
    ]:
        with pytest.raises(InputError, match=message):
            evaluate(tmp_path / folder, tmp_path / gold)
    assert main([str(tmp_path / "empty"), str(tmp_path / "bad.json")]) == 2
    assert "not a dataset" in capsys.readouterr().err
    (tmp_path / "out" / "sections.csv").unlink()
    (tmp_path / "gold.json").write_text(json.dumps(whole), encoding="utf-8")
    result = evaluate(tmp_path / "out", tmp_path / "gold.json")
    assert "sections.csv is missing: read as a table without rows" in result.notes
    assert result.score("sections").f1 == 0.0
    (tmp_path / "out" / "sections.csv").write_bytes(b"ref\n\xff\n")
    with pytest.raises(InputError, match="UTF-8"):
        evaluate(tmp_path / "out", tmp_path / "gold.json")


# --- properties

words = st.sampled_from(["staff", "risk", "plan", "case", "Wales", "2.1", "does", "it", "focus"])
texts = st.lists(words, min_size=1, max_size=6).map(" ".join)
percents = st.none() | st.integers(0, 100) | st.sampled_from([85.6, 30.21])
ROWS: dict[str, st.SearchStrategy[Row]] = {
    "ratings": st.fixed_dictionaries(
        {
            "level": st.sampled_from(["overall", "standard"]),
            "ref": st.sampled_from(["", "1.1", "1.2"]),
            "part": st.sampled_from(["main", "domestic-violence"]),
            "provider": st.sampled_from(["A", "B"]),
            "rating": st.sampled_from(["", "Good", "Inadequate"]),
            "percent": percents,
            "derived": st.booleans(),
        }
    ),
    "key_questions": st.fixed_dictionaries(
        {
            "standard_ref": st.sampled_from(["2.1", "2.2"]),
            "question": texts,
            "key_question": texts | st.just(""),
            "group": st.sampled_from(["all", "community"]),
            "percent": percents,
            "marks": st.sampled_from(["", "*", "* **"]),
        }
    ),
    "recommendations": st.fixed_dictionaries(
        {"number": st.none() | st.sampled_from(["1", "2"]), "addressee": texts, "text": texts}
    ),
    "progress": st.fixed_dictionaries(
        {
            "item": st.integers(1, 4),
            "text": texts,
            "category": st.sampled_from(["No progress", "Some progress"]),
            "improvement_required": st.booleans(),
            "findings": st.lists(texts, min_size=1, max_size=3),
        }
    ),
    "findings": st.fixed_dictionaries(
        {"section_ref": st.sampled_from(["1", "2"]), "kind": st.sampled_from(["strength"]), "text": texts}
    ),
    "examples": st.fixed_dictionaries(
        {
            "section_ref": st.sampled_from(["1", "2"]),
            "kind": st.sampled_from(["good_practice", "poor_practice"]),
            "text_start": texts,
            "text_end": texts,
            "words": st.integers(12, 40),
        }
    ),
    "statistics": st.fixed_dictionaries(
        {"table": texts | st.just(""), "label": texts, "group": texts, "value": percents, "unit": texts, "note": texts}
    ),
    "sections": st.fixed_dictionaries(
        {"ref": st.sampled_from(["", "1", "1.1", "2"]), "title": texts, "level": st.integers(1, 3)}
    ),
}
golds = st.fixed_dictionaries({table: st.lists(row, max_size=5) for table, row in ROWS.items()}).map(
    lambda tables: {"source": "r.txt", "report": dict(REPORT)} | tables
)


def worst(tables: dict[str, list[Row]], gold: dict[str, Any]) -> float:
    return min(score.f1 for score in evaluate_tables(tables, gold) if score.mode == "strict")


@given(golds)
@settings(max_examples=60 if LONG else 30, deadline=None)
def test_tables_made_from_gold_are_right_in_any_order(gold: dict[str, Any]) -> None:
    tables = tables_of(gold)
    assert {score.f1 for score in evaluate_tables(tables, gold)} == {1.0}
    assert {score.f1 for score in evaluate_tables({t: rows[::-1] for t, rows in tables.items()}, gold)} == {1.0}


@given(golds, st.data())
@settings(max_examples=150 if LONG else 60, deadline=None)
def test_any_mutated_value_missing_row_or_extra_row_lowers_it(gold: dict[str, Any], data: st.DataObject) -> None:
    tables = tables_of(gold)
    table = data.draw(st.sampled_from([t for t, rows in tables.items() if rows]))
    i = data.draw(st.integers(0, len(tables[table]) - 1))
    row = tables[table][i]
    field = data.draw(st.sampled_from([f for f in row if f not in ("report_id", "source")]))
    for mutant in ("", "Zz", 4711):
        changed = copy.deepcopy(tables)
        changed[table][i][field] = mutant
        if fold(mutant) != fold(row[field]):
            assert worst(changed, gold) < 1.0
    if table != "reports":
        assert worst(tables | {table: tables[table][:i] + tables[table][i + 1 :]}, gold) < 1.0
        assert worst(tables | {table: [*tables[table], row]}, gold) < 1.0


@given(golds, golds)
@settings(max_examples=60 if LONG else 30, deadline=None)
def test_lenient_is_never_below_strict_and_counts_add_up(gold: dict[str, Any], other: dict[str, Any]) -> None:
    scores = evaluate_tables(tables_of(other), gold)
    for strict, lenient in zip(scores[::2], scores[1::2], strict=True):
        assert (strict.mode, lenient.mode, strict.table) == (*MODES, lenient.table)
        assert strict.right <= lenient.right and lenient.f1 >= strict.f1
        for score in (strict, lenient):
            assert 0 <= score.right <= min(score.support, score.found)
            assert 0.0 <= score.precision <= 1.0 and 0.0 <= score.recall <= 1.0 and 0.0 <= score.f1 <= 1.0


@given(st.lists(st.lists(st.integers(0, 5), unique=True, max_size=4), max_size=6))
def test_the_matching_is_as_large_as_any(edges: list[list[int]]) -> None:
    def best(g: int, used: frozenset[int]) -> int:
        if g == len(edges):
            return 0
        return max([best(g + 1, used), *(1 + best(g + 1, used | {f}) for f in edges[g] if f not in used)])

    matched: dict[int, int] = {}
    extend(matched, edges, range(len(edges)))
    assert len(matched) == len(set(matched.values())) == best(0, frozenset())
    assert all(f in edges[g] for g, f in matched.items())


@pytest.mark.parametrize("path", GOLD_FILES, ids=lambda path: path.stem)
def test_the_gold_of_the_corpus_is_right_by_itself(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(gold, dict):
        pytest.skip("not the gold of one report")
    assert {score.f1 for score in evaluate_tables(tables_of(gold), gold)} == {1.0}
