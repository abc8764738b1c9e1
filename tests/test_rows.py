"""Rows as named tuples: what a type checker is told of them, and rows whose cells a person has emptied."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from extractor.check import check
from extractor.dataset.read import read_dataset
from extractor.dataset.schema import table_columns
from tests.row_stubs import STUB, stub

EMPTIED = ("ratings", "key_questions", "recommendations", "statistics", "tables", "quantities", "examples", "sections")


def test_type_checkers_are_told_the_columns_that_there_are() -> None:
    assert STUB.read_text(encoding="utf-8") == stub(), "run python -m tests.row_stubs"


@pytest.mark.parametrize("kind", [int, float])
def test_rows_whose_numbers_a_person_has_emptied_are_checked(two_reports: Path, tmp_path: Path, kind: type) -> None:
    folder = tmp_path / "dataset"
    shutil.copytree(two_reports, folder)
    emptied = 0
    for table in EMPTIED:
        names = [column.name for column in table_columns(table) if column.type is kind]
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows[::3]:
            row |= dict.fromkeys(names, "")
            emptied += 1
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0] if rows else [column.name for column in table_columns(table)])
            writer.writeheader()
            writer.writerows(rows)
    checks = check(read_dataset(folder))
    assert emptied > 100 and {"cell-labelled-by-table", "all-cases-from-groups"} <= {row.check for row in checks}
