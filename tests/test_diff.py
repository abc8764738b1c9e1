"""What differs between two datasets: which row is which, why it differs, and what is said of it."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import extractor
from extractor.cli import app
from extractor.dataset.database.read import columns_of
from extractor.dataset.row_words import subject_of
from extractor.diff.causes import UNKNOWN, Causes
from extractor.diff.datasets import Change, DatasetDiff, _all_said, diff_datasets
from extractor.diff.files import _name, _said
from extractor.diff.rows import changed_columns, pair_rows


def finding(item: int, text: str, quote: str = "") -> dict[str, Any]:
    return {"report_id": "r", "item": str(item), "text": text, "start": 9 * item, "quote": quote or text}


def told(table: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["item"] if one else "", two["item"] if two else "") for one, two in pair_rows(table, before, after)]


def test_a_row_gained_in_a_counted_list_moves_no_other() -> None:
    before = [finding(1, "Staff stay."), finding(2, "Premises leak."), finding(3, "Data are late.")]
    after = [
        finding(1, "Staff stay."),
        finding(2, "Cars break."),
        finding(3, "Premises leak."),
        finding(4, "Data are late."),
    ]
    assert told("findings", before, after) == [("1", "1"), ("", "2"), ("2", "3"), ("3", "4")]


def test_lost_rows_stand_behind_those_that_they_followed() -> None:
    before = [finding(1, "One."), finding(2, "Two."), finding(3, "Three.")]
    assert told("findings", before, [finding(1, "Three.")]) == [("1", ""), ("2", ""), ("3", "1")]
    assert told("findings", before, []) == [("1", ""), ("2", ""), ("3", "")]


def test_rows_of_the_same_words_are_paired_though_they_say_other_things_now() -> None:
    before = [finding(1, "Staff stay", "Staff stay long."), finding(2, "Rooms leak", "Rooms leak.")]
    after = [finding(1, "Rooms leak.", "Rooms leak."), finding(2, "Staff stay long", "Staff stay long.")]
    assert told("findings", before, after) == [("2", "1"), ("1", "2")]


def test_sections_without_a_number_are_paired_by_what_they_say_alone() -> None:
    before = [{"ref": "", "title": "Foreword"}, {"ref": "1", "title": "Staf"}]
    after = [{"ref": "", "title": "Contents"}, {"ref": "1", "title": "Staff"}]
    pairs = {(one and one["title"], two and two["title"]) for one, two in pair_rows("sections", before, after)}
    assert pairs == {("Foreword", None), (None, "Contents"), ("Staf", "Staff")}


def test_where_a_row_stands_is_no_change_but_whether_it_was_computed_is() -> None:
    one = finding(1, "Staff stay.") | {"page": 3, "rule": "a/b", "derived": False}
    assert changed_columns(one, one | {"page": 4, "start": 77, "rule": "a/c", "item": "2"}) == []
    assert changed_columns(one, one | {"derived": True}) == ["derived"]
    assert changed_columns(one | {"number": None}, one | {"number": ""}) == []


LOG = {"version": "1", "program": "p", "packs": {"shipped/a.yaml": "1"}, "inputs": [{"sha256": "x"}]}


@pytest.mark.parametrize(
    ("later", "decided", "table", "columns", "hashes", "cause"),
    [
        ({}, (), "ratings", ["rating"], "x", UNKNOWN),
        ({"packs": {"shipped/a.yaml": "2"}}, (), "ratings", ["rating"], "x", "pack"),
        ({"packs": {"shipped/a.yaml": "1", "b.yaml": "1"}, "program": "q"}, (), "ratings", [], "x", "pack or program"),
        ({"inputs": [{"sha256": "y"}], "program": "q"}, (), "ratings", ["rating"], "xy", "source"),
        ({"inputs": [{"sha256": "x"}, {"sha256": "y"}]}, (), "ratings", ["rating"], "x", UNKNOWN),
        ({"program": "q"}, ["rating"], "ratings", ["rating", "points"], "x", "correction"),
        ({"program": "q"}, ["rating"], "ratings", ["standard"], "x", "program"),
        ({"program": "q"}, ["rating"], "ratings", [], "x", "program"),
        ({"program": "q"}, [""], "ratings", [], "x", "correction"),
        ({}, ["rating"], "checks", ["status"], "x", "correction"),
    ],
)
def test_a_cause_is_what_differs_between_the_runs_or_a_persons_decision(
    later: dict[str, Any], decided: list[str], table: str, columns: list[str], hashes: str, cause: str
) -> None:
    corrected = frozenset(("r", "ratings", "main/1.1", column) for column in decided)
    assert Causes(LOG, LOG | later, corrected).of(table, "r", ["main/1.1"], columns, hashes) == cause


def test_rows_are_called_by_words() -> None:
    """A cell that nothing labels by its place, its ids left out, a link by its reports, a file by some of its hash."""
    cell = {"report_id": "r", "item": "a/b/r2c1", "table_id": "a/b", "row": 2, "column": 1, "text": "Berths"}
    assert subject_of("tables", {"row": "2", "column": "1", "text": "Berths"}) == "row 2, column 1"
    assert _all_said("tables", cell) == "Berths"
    link = Change("", "links", "north progress 2 south recommendations main/1", "changed", "similarity")
    assert _name(link, {"north": "North, 2024"}) == "North, 2024: progress 2 south recommendations main/1"
    assert _said(replace(link, column="sha256"), "0123456789abcdef") == "0123456789ab…"


@pytest.fixture(scope="module")
def two(two_reports: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two datasets that are the same, of two reports."""
    folder = tmp_path_factory.mktemp("diff")
    for name in ("old", "new"):
        shutil.copytree(two_reports, folder / name)
    return folder / "old", folder / "new"


def edited(folder: Path, table: str, edit: Any) -> None:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = list(rows[0])
    rows = [row for row in rows if edit(row) is not False]
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def diff(old: Path, new: Path) -> DatasetDiff:
    return diff_datasets(extractor.open_dataset(old), extractor.open_dataset(new))


def test_two_datasets_that_say_the_same_do_not_differ(two: tuple[Path, Path]) -> None:
    found = diff(*two)
    assert found.changes == ()
    assert found.same > 500
    done = CliRunner().invoke(app, ["diff", *map(str, two)])
    assert done.exit_code == 0, done.output
    assert "say the same" in done.output


def test_what_was_gained_lost_and_changed_is_told_with_its_cause(two: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = two[0], tmp_path / "new"
    shutil.copytree(two[1], new)
    report = next(iter(extractor.open_dataset(old).reports.report_id))
    first = extractor.open_dataset(old).recommendations.iloc[0]

    def edit(row: dict[str, str]) -> bool:
        if row["item"] == first["item"] and row["report_id"] == first["report_id"]:
            row["text"] = "<script>alert(1)</script> & more"
            return True
        return row["report_id"] != report or row["number"] != "2"

    edited(new, "recommendations", edit)
    log = json.loads((new / "run.json").read_text(encoding="utf-8"))
    log["packs"][next(iter(log["packs"]))] = "another"
    log["not_looked_for"] = [*log.get("not_looked_for", ()), "themes"]
    edited(new, "themes", lambda row: False)
    (new / "run.json").write_text(json.dumps(log), encoding="utf-8")

    found = diff(old, new)
    assert {(c.table, c.change, c.column, c.cause) for c in found.changes} == {
        ("recommendations", "changed", "text", "pack"),
        ("recommendations", "lost", "", "pack"),
    }
    (changed,) = (c for c in found.changes if c.change == "changed")
    assert (changed.before, changed.quote) == (first["text"], first["quote"])
    assert {(c.table, c.change) for c in diff(new, old).changes} == {
        ("recommendations", "changed"),
        ("recommendations", "gained"),
    }

    done = CliRunner().invoke(app, ["diff", str(old), str(new), "--out", str(tmp_path / "out")])
    assert done.exit_code == 1, done.output
    page = (tmp_path / "out" / "diff.html").read_text(encoding="utf-8")
    assert page.count("<script") == 1
    about = extractor.open_dataset(old).reports.set_index("report_id").loc[first["report_id"]]
    assert f"<h2>{about['provider']}, " in page and f"{first['number']} · {first['addressee']}" in page
    assert "only one looked for them: themes" in page
    assert "&lt;script&gt;alert(1)" in page
    with (tmp_path / "out" / "changes.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(found.changes)


def test_a_column_that_the_database_of_one_has_not_is_empty_there(tmp_path: Path) -> None:
    path = tmp_path / "findings.sqlite"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE recommendations AS SELECT 'Mend the steps.' AS text")
    rows = list(columns_of(path, "recommendations", ["text", "addressee", "derived"], {}))
    assert rows == [("Mend the steps.", "", None)]


def test_a_report_of_one_dataset_is_told_as_a_whole_and_a_renamed_one_is_the_same(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = two[0], tmp_path / "new"
    shutil.copytree(two[1], new)
    kept, gone = extractor.open_dataset(old).reports.report_id

    def edit(row: dict[str, str]) -> bool:
        if row["report_id"] == gone:
            return False
        row["report_id"] = row["report_id"].replace(kept, "renamed-2023")
        return True

    for path in new.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            is_of_reports = "report_id" in (next(csv.reader(file), None) or []) and path.stem not in ("files", "links")
            has_rows = next(file, None) is not None
        if is_of_reports and has_rows:
            edited(new, path.stem, edit)
    found = diff(old, new)
    assert list(found.whole) == [gone]
    assert {c.change for c in found.whole[gone]} == {"lost"}
    assert found.partly == {}
