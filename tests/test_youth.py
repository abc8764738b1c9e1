"""Fictional reports of youth services in every edition: names that two domains share, a standard beside the score."""

from __future__ import annotations

from pathlib import Path

import pytest

import extractor
from extractor.evaluate import evaluate_tables
from extractor.pipeline import extract_file
from extractor.records import Check
from tests.generator import Generated, make_report

EARLY, LATE = 2, 0  # seeds: of a service without a standard of resettlement, and of one with it


def saved(made: Generated, kind: str, folder: Path) -> Path:
    path = folder / f"{made.name}.{kind}"
    path.write_bytes({"txt": made.text.encode, "html": lambda: made.html, "pdf": lambda: made.pdf}[kind]())
    return path


@pytest.mark.parametrize("kind", ("txt", "html", "pdf"))
@pytest.mark.parametrize("seed", (EARLY, LATE))
def test_every_row_is_read(seed: int, kind: str, tmp_path: Path) -> None:
    made = make_report("hmip-youth-2018", seed)
    read = extract_file(saved(made, kind, tmp_path))
    assert (read.status, read.framework) == ("ok", "hmip-youth-2018")
    found = {table: [row.as_row() for row in rows] for table, rows in read.records.items()}
    scores = evaluate_tables(found, made.gold if kind == "txt" else made.pdf_gold)
    assert {score.table: score.f1 for score in scores if score.mode == "strict" and score.f1 < 1} == {}
    assert {row["item"] for row in found["ratings"]} >= {"main/2.1", "main/3.1"}


@pytest.mark.parametrize(("seed", "standards"), [(EARLY, 12), (LATE, 13)])
def test_resettlement_gives_no_points(seed: int, standards: int, tmp_path: Path) -> None:
    made = make_report("hmip-youth-2018", seed)
    data = extractor.extract(saved(made, "txt", tmp_path))
    assert sum(row.level == "standard" for row in data.records("ratings")) == standards
    checks = {row.check: row for row in data.records("checks") if isinstance(row, Check) and row.item == "main/overall"}
    for name in (
        "score-equals-sum-of-points",
        "score-maximum-is-points-x-standards",
        "overall-rating-equals-band-of-points",
    ):
        assert checks[name].status == "pass"
    assert [row for row in data.records("checks") if isinstance(row, Check) and row.status == "fail"] == []
