"""Editions of one report in one run: noticed, told, and kept once."""

from __future__ import annotations

import csv
from pathlib import Path

from extractor import run

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"


def test_editions_of_one_report_are_one_report(tmp_path: Path) -> None:
    name = "larkhythe-pdu-2023"
    result = run([SAMPLES / f"{name}.txt", SAMPLES / f"{name}.pdf"], tmp_path / "out")
    assert [(f.source, f.status, f.report_id) for f in result.files] == [
        (f"{name}.pdf", "ok", name),
        (f"{name}.txt", "skipped", ""),
    ]
    assert f"is the same report as {name}.pdf" in result.files[1].message
    with (tmp_path / "out" / "reports.csv").open(encoding="utf-8") as file:
        assert [row["format"] for row in csv.DictReader(file)] == ["pdf"]


def test_reports_on_one_service_that_differ_in_a_printed_fact_are_two(tmp_path: Path) -> None:
    text = (SAMPLES / "larkhythe-pdu-2023.txt").read_text(encoding="utf-8")
    isbn = next(line for line in text.split("\n") if line.startswith("ISBN"))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text.replace(isbn, "ISBN: 978-1-000000-00-0"), encoding="utf-8")
    found = [file.report_id for file in run(tmp_path, tmp_path / "out").files]
    assert found == ["larkhythe-pdu-2023", "larkhythe-pdu-2023-2"]
