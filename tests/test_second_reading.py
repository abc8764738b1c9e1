"""A second reading confirms what was read rightly, tells of single wrong values, and says what it could not see."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.batch import run
from extractor.check.second_reading import TABLES_AGAIN, read_again
from extractor.cli import app
from extractor.dataset.read import read_dataset
from extractor.packs import load_packs
from tests.second_reading import Again

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
NAMES = ("larkhythe-pdu-2023.pdf", "probation-summary-2019.pdf")


@pytest.mark.parametrize("name", NAMES)
def test_values_are_confirmed_and_wrong_ones_told(name: str) -> None:
    again = Again.of(SAMPLES / name)
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
    assert any(row.check == "read-twice" and row.status == "pass" for row in read_dataset(out).rows("checks"))
