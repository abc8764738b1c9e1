"""A second reading confirms what was read rightly, tells of single wrong values, and says what it could not see."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extractor.check.second_reading import TABLES_AGAIN, Again, read_again
from extractor.check.second_reading.figures import label_places
from extractor.check.second_reading.pages import Page, Piece
from extractor.cli import app
from extractor.dataset.read import read_dataset
from extractor.packs import load_packs
from extractor.runs.dispatch import Crew, read_all_again
from extractor.runs.reading import Setup
from extractor.runs.run import Limits, run
from tests.second_reading import Again as Opened

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
NAMES = ("larkhythe-pdu-2023.pdf", "probation-summary-2019.pdf")


@pytest.mark.parametrize("name", NAMES)
def test_values_are_confirmed_and_wrong_ones_told(name: str) -> None:
    again = Opened.of(SAMPLES / name)
    for table in TABLES_AGAIN:
        verdicts = [verdict for _, verdict, _ in again.verdicts(table, dict(again.found.records))]
        assert "differs" not in verdicts
        assert verdicts.count("confirmed") >= 0.95 * len(verdicts)
        told = [flagged for _, flagged in again.planted(table, 3, 5)]
        assert sum(told) >= 0.8 * len(told)


def test_the_check_needs_the_files_and_knows_them_by_their_hash(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "renamed.pdf").write_bytes((SAMPLES / NAMES[0]).read_bytes())
    out = tmp_path / "out"
    run(tmp_path / "in", out, again=True)
    rows = read_dataset(out).rows("checks")
    summary = {row.item: row for row in rows if row.check == "read-twice" and row.item in TABLES_AGAIN}
    assert summary["key_questions"].status == "pass" and summary["ratings"].status == "pass"
    absent = read_again(read_dataset(out), {}, load_packs())
    assert [(row.status, row.message) for row in absent] == [("not_applicable", "the file was not found: renamed.pdf")]
    lacking = CliRunner().invoke(app, ["check", str(out), "--again"])
    assert lacking.exit_code == 2
    again = CliRunner().invoke(app, ["check", str(out), "--again", "--reports", str(tmp_path / "in")])
    assert again.exit_code in (0, 1)
    twice = told(out)
    assert "pass" in twice.values()
    CliRunner().invoke(app, ["check", str(out)])
    assert told(out) == twice
    path = out / "key_questions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows_, columns = list(reader := csv.DictReader(file)), reader.fieldnames or []
    rows_[0]["percent"] = str(float(rows_[0]["percent"]) - 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows_)
    CliRunner().invoke(app, ["check", str(out)])
    assert told(out) == twice | {"key_questions": "not_applicable"}


def told(out: Path) -> dict[str, str]:
    """Status by item of what a second reading gave."""
    return {row.item: row.status for row in read_dataset(out).rows("checks") if row.check == "read-twice"}


def test_one_that_takes_too_long_is_stopped_and_the_next_is_read() -> None:
    def task(report_id: str, file: Callable[[], Any]) -> tuple[str, Again]:
        return report_id, Again(report_id, "hmip-pdu-2021", {}, "", (), {}, file)

    tasks = [task("slow", partial(time.sleep, 600)), task("quick", (SAMPLES / NAMES[0]).read_bytes)]
    (row,) = read_all_again(tasks, Setup(), Crew(limits=Limits(seconds=5)))
    assert (row.report_id, row.status) == ("slow", "not_applicable")
    assert row.message == "not read a second time: took longer than 5 seconds and was stopped"


@pytest.mark.parametrize("last", ["due", "**"])
def test_a_label_ends_with_its_last_line_however_short_that_is(last: str) -> None:
    """Else a figure at its foot, where tables are set bottom up, is taken for one of the row below."""
    lines = ["Repairs of lamps in relation to all that was", last, "Repairs of oars 75"]
    words = tuple(Piece(60.0, 14.0 * row, 300.0, 14.0 * row + 9, line) for row, line in enumerate(lines))
    (place,) = label_places(Page(words, 0, (595.0, 842.0)), f"{lines[0]} {last}")
    assert (place.top, place.bottom) == (0.0, 23.0)
