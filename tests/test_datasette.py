"""The database as Datasette shows it: meanings, facets, labels, search and ready queries, from `metadata.json`."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import extractor
from extractor.cli import app
from extractor.dataset.database.read import database_rows
from extractor.dataset.database.write import refill
from extractor.dataset.datasette import QUERIES, describe_database
from extractor.packs.vocabulary import Vocabulary
from extractor.records import TABLES, columns

Get = Callable[[str], Any]


@pytest.fixture(scope="module")
def get(two_reports: Path) -> Get:
    """What an address of a Datasette over the dataset answers."""
    datasette = pytest.importorskip("datasette.app", reason="the extra datasette is not installed")
    metadata = json.loads((two_reports / "metadata.json").read_text(encoding="utf-8"))
    served = datasette.Datasette([str(two_reports / "findings.sqlite")], metadata=metadata)

    def fetch(address: str) -> Any:
        answer = asyncio.run(served.client.get(f"/findings{address}"))
        assert answer.status_code == 200, (address, answer.text[:300])
        return answer.json() if ".json" in address else answer.text

    return fetch


def test_every_table_and_column_has_its_meaning_and_facets_are_columns() -> None:
    told = describe_database(Vocabulary(), [])["databases"]["findings"]["tables"]
    for table, record in TABLES.items():
        names = [column.name for column in columns(record)]
        assert list(told[table]["columns"]) == names
        assert all(told[table]["columns"].values())
        assert set(told[table]["facets"]) <= set(names)


@pytest.mark.parametrize(
    ("licences", "expected"),
    [(["OGL 3", "OGL 3"], "OGL 3"), (["OGL 3", ""], None), (["OGL 3", "CC0"], None), ([], None)],
)
def test_the_database_has_a_licence_where_all_its_reports_have_one(licences: list[str], expected: str | None) -> None:
    assert describe_database(Vocabulary(), licences).get("license") == expected


def test_tables_are_shown_with_facets_and_labels(get: Get) -> None:
    ratings = get("/ratings.json?_labels=on&_size=3")
    assert {"rating", "level", "standard_id"} <= set(ratings["facet_results"])
    title = get("/reports.json?_shape=array")[0]["title"]
    assert ratings["rows"][0]["report_id"]["label"] == title


def test_words_are_found_in_what_was_asked_and_in_what_was_quoted(get: Get, two_reports: Path) -> None:
    asked = extractor.open_dataset(two_reports).recommendations.iloc[0]
    word = max(asked.text.split(), key=len)
    found = get(f"/recommendations.json?_search={word}&_shape=array")
    assert asked["item"] in {row["item"] for row in found}
    assert all(word[:5].lower() in (row["text"] + row["quote"] + row["addressee"]).lower() for row in found)
    assert get("/findings.json?_search=zzzznothing&_shape=array") == []


def test_ready_queries_answer(get: Get, two_reports: Path) -> None:
    data = extractor.open_dataset(two_reports)
    report = data.reports.iloc[0]
    wanted = data.recommendations[data.recommendations.report_id == report.report_id].sort_values("start")["item"]
    for service in (report.provider_id, report.provider.lower(), report.provider[:8]):
        asked = get(f"/asked_of_a_service.json?service={service}&_shape=array")
        assert [row["item"] for row in asked] == list(wanted), service
    assert len(get("/asked_of_a_service.json?service=&_shape=array")) == len(data.recommendations)
    assert "some of its name" in get("/asked_of_a_service")
    worst = get("/worst_key_questions.json?at_least=1&_shape=array")
    assert [row["mean_percent"] for row in worst] == sorted(row["mean_percent"] for row in worst)
    assert len(worst) > len(get("/worst_key_questions.json?at_least=2&_shape=array")) > 0
    for name in QUERIES:
        assert isinstance(get(f"/{name}.json?service=x&at_least=1&_shape=array"), list)


def test_a_page_shows_hostile_words_as_words(two_reports: Path, tmp_path: Path) -> None:
    datasette = pytest.importorskip("datasette.app", reason="the extra datasette is not installed")
    path = tmp_path / "findings.sqlite"
    shutil.copy(two_reports / "findings.sqlite", path)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE recommendations SET text = '<script>alert(1)</script>'")
    page = asyncio.run(datasette.Datasette([str(path)]).client.get("/findings/recommendations")).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_update_makes_the_search_true_again(two_reports: Path, tmp_path: Path) -> None:
    path = tmp_path / "findings.sqlite"
    path.write_bytes((two_reports / "findings.sqlite").read_bytes())
    rows = database_rows(path, "recommendations")
    names = [column.name for column in columns(TABLES["recommendations"])]
    rows[0][names.index("text")] = "keep quokkas"
    refill(path, {"recommendations": rows[:1]})
    gone = max(str(rows[-1][names.index("text")]).split(), key=len)
    assert gone not in str(rows[0])
    with sqlite3.connect(path) as db:
        count = "SELECT COUNT(*) FROM recommendations_fts WHERE recommendations_fts MATCH ?"
        assert db.execute(count, ("quokka",)).fetchone() == (1,)
        assert db.execute(count, (gone,)).fetchone() == (0,)


def test_serve_is_datasette_itself(two_reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process beside the command, which would outlive it."""
    command = pytest.importorskip("datasette.cli", reason="the extra datasette is not installed").cli
    asked: list[str] = []
    monkeypatch.setattr(command, "main", lambda args, name: asked.extend(args))
    assert CliRunner().invoke(app, ["serve", str(two_reports), "--port", "8123"]).exit_code == 0
    assert asked[:2] == ["serve", str(two_reports / "findings.sqlite")]
    assert asked[2:] == ["--host", "127.0.0.1", "--port", "8123", "--metadata", str(two_reports / "metadata.json")]
