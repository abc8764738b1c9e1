"""Some reports of a dataset, as if it had no others: `--only`, `--since` and `--provider`; and `--quiet`."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.dataset.read import Dataset, read_dataset
from extractor.errors import InputError
from extractor.link.select import select
from extractor.records import Link
from tests.generator.corpus import make_corpus
from tests.made_datasets import write

OLD, NEW = "aldbury-area-2005", "nps-aldbury-2018"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports, on a service of 2005 and on the one that took over from it, with a link, and one without a date."""
    made = make_corpus(3).content
    links = [
        Link(from_report=one, from_table="progress", from_item="1", to_report=other, to_table="progress", to_item="1")
        for one, other in ((NEW, OLD), (NEW, NEW))
    ]
    undated = made.tables["reports"][2]
    reports = [*made.tables["reports"][:2], replace(undated, fieldwork_start="", published="")]
    out = tmp_path_factory.mktemp("dataset") / "all"
    write(replace(made, tables={**made.tables, "links": links, "reports": reports}), out)
    return out


@pytest.fixture
def data(folder: Path) -> Dataset:
    return read_dataset(folder)


def ids(data: Dataset) -> set[str]:
    return set(data.filled("reports")["report_id"])


@pytest.mark.parametrize(
    ("conditions", "left"),
    [
        ({"only": OLD}, {OLD}),
        ({"only": f" {OLD} , nps-*,"}, {OLD, NEW}),
        ({"since": "2018"}, {NEW}),
        ({"since": "2018-11-15"}, {NEW}),
        ({"since": "2005-03-20"}, {OLD, NEW}),
        ({"provider": "aldbury-probation-area"}, {OLD}),
        ({"provider": "NPS Aldbury"}, {OLD, NEW}),
        ({"provider": "nps-aldbury", "since": "2010"}, {NEW}),
    ],
)
def test_reports_are_left_that_fit_all_conditions(data: Dataset, conditions: dict[str, str], left: set[str]) -> None:
    assert ids(select(data, **conditions)) == left


def test_without_a_condition_it_is_the_dataset(data: Dataset) -> None:
    assert select(data) is data


def test_every_table_has_the_rows_of_those_reports_alone(data: Dataset) -> None:
    left = select(data, only=NEW)
    for table in ("ratings", "key_questions", "recommendations", "files"):
        assert set(left.filled(table)["report_id"]) == {NEW} < set(data.filled(table)["report_id"])
        assert list(left.filled(table).index) == list(range(len(left.filled(table))))
    assert [(row.from_report, row.to_report) for row in left.rows("links")] == [(NEW, NEW)]
    assert len(left.rows("providers")) == len(data.rows("providers")), "who took over from whom is still known"
    assert [report_id for report_id, _ in left.by_report("ratings")] == [NEW]


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"only": "nobody"}, "there is no report 'nobody' in the dataset; it has aldbury-area-2005, "),
        ({"since": "2030"}, "no report of it is left by --since 2030"),
        ({"since": "soon"}, "--since 'soon' is no date such as"),
        ({"provider": "nobody"}, "there is no provider 'nobody'"),
        ({"only": OLD, "since": "2018"}, f"no report of it is left by --only {OLD}, --since 2018"),
    ],
)
def test_where_nothing_is_left_it_says_so(data: Dataset, conditions: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=r".") as raised:
        select(data, **conditions)
    assert message in str(raised.value)


@pytest.mark.parametrize("command", ["panel", "compare", "release"])
def test_commands_see_those_reports_alone(folder: Path, tmp_path: Path, command: str) -> None:
    more = {"compare": ["--by", "standard"], "release": ["--creator", "A"]}.get(command, [])
    args = [command, str(folder), *more, "--out", str(tmp_path / "out"), "--provider", "nps-aldbury", "--since", "2010"]
    done = CliRunner().invoke(app, args)
    assert done.exit_code == 0, done.output
    found = {
        row["report_id"]
        for path in (tmp_path / "out").glob("*.csv")
        for row in csv.DictReader(io.StringIO(path.read_text("utf-8"), newline=""))
        if row.get("report_id")
    }
    assert found == {NEW}
    if command == "release":
        package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
        assert [source["report_id"] for source in package["sources"]] == [NEW]


def test_a_quiet_command_tells_only_what_went_wrong(folder: Path, tmp_path: Path) -> None:
    args = ["panel", str(folder), "--out", str(tmp_path / "out")]
    assert "written to" in CliRunner().invoke(app, args).stdout
    quiet = CliRunner().invoke(app, ["--quiet", *args])
    assert quiet.exit_code == 0 and quiet.output == "" and (tmp_path / "out" / "panel.md").is_file()
    page = CliRunner().invoke(app, ["--quiet", "page", NEW, str(folder), "--out", str(tmp_path / "pages")])
    assert page.exit_code == 0 and page.output == "", "nothing moves either"
    wrong = CliRunner().invoke(app, ["--quiet", "panel", str(tmp_path / "nothing")])
    assert wrong.exit_code == 2 and wrong.stdout == "" and "there is no such folder" in wrong.stderr
    assert "written to" in CliRunner().invoke(app, args).stdout, "the next is not quiet"
