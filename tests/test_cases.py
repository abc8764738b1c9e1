"""Golden cases: `cases/<table>/<name>.txt` is a report, `<name>.json` the rows of that table that it must give.

A report is a text, a web page, a Word file or a PDF: `.txt`, `.html`, `.docx`, `.pdf`. Those of one name are one report
in several formats, and give the same rows. A json file says in `about` what the case is for, in `columns` which columns
matter, and in `rows` what stands in them. A report that is too short to tell its framework names its `pack`; any other
must be recognised as a report of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.find import find_records
from extractor.load import load
from extractor.packs import choose, load_packs
from extractor.records import TABLES, columns
from extractor.split import split

CASES = Path(__file__).parent / "cases"
FORMATS = (".txt", ".html", ".docx", ".pdf")
REPORTS = sorted(path for table in TABLES for path in CASES.glob(f"{table}/*") if path.suffix in FORMATS)
each_report = pytest.mark.parametrize("report_file", REPORTS, ids=lambda path: f"{path.parent.name}/{path.name}")
KEYS = ("about", "pack", "columns", "rows")


def read_case(report_file: Path) -> dict[str, Any]:
    case: dict[str, Any] = json.loads(report_file.with_suffix(".json").read_text(encoding="utf-8"))
    return case


def rows_of(report_file: Path, case: dict[str, Any]) -> list[dict[str, Any]]:
    """What the program reads from the report of a case, in the columns of the case."""
    table = report_file.parent.name
    packs = load_packs()
    report = load(report_file)
    pack = packs[case["pack"]] if "pack" in case else choose(report, packs.packs)
    report = split(report, pack)
    found = []
    for record in find_records(report, pack)[table]:
        row = record.as_row()
        if "start" in row and "quote" in row:
            assert report.text[row["start"] : row["end"]] == row["quote"]
        found.append({name: row[name] for name in case["columns"]})
    return found


def as_json(case: dict[str, Any]) -> str:
    """A case with one row a line, so that a change shows as the line that changed."""
    parts = [f'  "{key}": {json.dumps(case[key], ensure_ascii=False)}' for key in KEYS[:-1] if key in case]
    rows = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in case["rows"])
    parts.append(f'  "rows": [\n{rows}\n  ]' if rows else '  "rows": []')
    return "{\n" + ",\n".join(parts) + "\n}\n"


@each_report
def test_case(report_file: Path, rewrite_cases: bool) -> None:
    case = read_case(report_file)
    found = rows_of(report_file, case)
    if rewrite_cases:
        report_file.with_suffix(".json").write_text(as_json({**case, "rows": found}), encoding="utf-8")
        return
    assert found == case["rows"], case["about"]


@each_report
def test_case_is_well_formed(report_file: Path) -> None:
    case = read_case(report_file)
    assert set(case) <= set(KEYS) and {"about", "columns", "rows"} <= set(case)
    known = {column.name for column in columns(TABLES[report_file.parent.name])}
    assert set(case["columns"]) <= known
    assert all(list(row) == case["columns"] for row in case["rows"])
    assert report_file.with_suffix(".json").read_text(encoding="utf-8") == as_json(case)


def test_every_json_has_its_report() -> None:
    listed = {path.with_suffix("") for table in TABLES for path in CASES.glob(f"{table}/*.json")}
    assert listed == {path.with_suffix("") for path in REPORTS}
    assert len(listed) >= 45


def test_rewriting_is_off_in_ci(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "--rewrite-cases", "--collect-only", "-p", "no:cacheprovider", __file__]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=root, env={**os.environ, "CI": "1"}, capture_output=True, text=True, check=False)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--rewrite-cases is off in CI" in done.stdout + done.stderr


def test_rewriting_is_off_unless_asked_for(request: pytest.FixtureRequest) -> None:
    if os.environ.get("CI"):
        assert not request.config.getoption("--rewrite-cases")
    assert "--rewrite-cases" not in (Path(__file__).parents[1] / "Makefile").read_text(encoding="utf-8")
