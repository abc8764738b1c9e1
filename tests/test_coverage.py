"""What looks like data and is in no row is counted, listed, and told in the status of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.find.coverage import lacks
from extractor.load import load_text
from extractor.pipeline import Extraction, extract_report
from extractor.records import Coverage, Unread
from tests.cached_readings import LONG, reading
from tests.generator import FRAMEWORKS, make_report
from tests.test_real_reports import EDITIONS, REPORTS


def extracted(text: str) -> Extraction:
    return extract_report(load_text(text, "report.txt"))


def verdicts(found: Extraction) -> dict[str, tuple[int | None, int | None, str]]:
    rows = [row for row in found.records["coverage"] if isinstance(row, Coverage)]
    return {row.kind: (row.expected, row.unread, row.verdict) for row in rows}


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("seed", range(400, 406 if LONG else 401))
def test_a_report_that_is_read_whole_lacks_nothing(framework: str, seed: int) -> None:
    found = extracted(make_report(framework, seed).text)
    assert lacks(found.records["coverage"]) == [] and found.status == "ok"


def test_tables_that_are_lost_are_counted() -> None:
    text = make_report("hmip-pdu-2021", 402).text
    lines = text.split("\n")
    kept = [line.replace("?", ",").replace("\t", " and ") if line.count("%") > 1 else line for line in lines]
    assert kept != lines
    found = extracted("\n".join(kept))
    expected, unread, verdict = verdicts(found)["key_questions"]
    assert expected and unread and verdict in ("incomplete", "could_not_read")
    assert found.status == "partial" and f"{expected - unread} of {expected} key questions" in found.message


def test_four_kinds_of_nothing() -> None:
    told = verdicts(extracted("Minutes of a meeting\n\nWe met in the hall and had tea.\n"))
    assert told["percentages"] == (0, 0, "none_printed")
    assert told["standards"] == (None, None, "not_looked_for")
    told = verdicts(extracted("Minutes\n\nName\tShare\nAnna\tabout 12% or so\nBert\tabout 13% or so\n"))
    assert told["table_percentages"][2] in ("could_not_read", "none_printed")


def test_unread_things_quote_what_stands_there() -> None:
    found = extracted("Minutes\n\nA\tB\nx\tin 12% of rows, or more\ny\tin 13% of rows, or less\n")
    rows = [row for row in found.records["unread"] if isinstance(row, Unread)]
    for row in rows:
        assert found.report.text[row.evidence.start : row.evidence.end] == row.evidence.quote
        assert row.item.startswith(f"{row.kind}/") and row.reason


@pytest.mark.skipif(not REPORTS.is_dir(), reason="no published reports; set FINDINGS_SHARED")
@pytest.mark.parametrize("path", [*sorted(REPORTS.glob("*.txt")), *sorted(EDITIONS.glob("*.*"))], ids=lambda p: p.name)
def test_published_reports_lack_nothing(path: Path) -> None:
    if path.suffix not in (".txt", ".pdf", ".html", ".docx"):
        pytest.skip("no report")
    assert lacks(reading(path).records["coverage"]) == []
