"""Records to files and back."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fake_reports import DREARY, extraction
from hypothesis import given
from hypothesis import strategies as st

from extractor import records
from extractor.cli.show import terminal
from extractor.dataset import excel, folder
from extractor.dataset.cells import from_cell, neutralise, restore, to_cell
from extractor.dataset.codebook import codebook
from extractor.dataset.csv_files import read_rows, write_table
from extractor.dataset.dataframes import DTYPES, frame, frame_of_values, with_nulls
from extractor.dataset.duck import open_duckdb
from extractor.dataset.extracted import Extracted
from extractor.dataset.hand_edits import edited_files
from extractor.dataset.read import Dataset, read_dataset
from extractor.dataset.run_log import hash_of
from extractor.dataset.schema import LOOKED_FOR_BY, row_values, table_columns
from extractor.dataset.update import update_tables
from extractor.dataset.write import FORMATS, check_formats
from extractor.document import Report
from extractor.errors import InputError, OutputError
from extractor.find import extractors, followers
from extractor.link.providers import derive_providers
from extractor.packs import load_packs
from extractor.packs.vocabulary import vocabulary_of
from extractor.pipeline import extract_file
from extractor.records import TABLES
from extractor.runs.assemble import Assembly
from extractor.runs.in_memory import extracted
from extractor.runs.input_file import Input
from extractor.runs.outcome import Outcome
from extractor.runs.outcome_store import Outcomes
from extractor.runs.packing import pack_outcome
from tests.made_datasets import Content, write

EVIDENCE = "page start end quote rule derived"
CONTRACT = {
    "reports": "report_id source sha256 format pages title framework report_type inspectorate provider provider_type "
    "region fieldwork_start published isbn lead_inspector chief_inspector overall_rating overall_score "
    "overall_score_max cases_inspected",
    "ratings": "report_id item provider level ref standard standard_id part rating points points_max percent date "
    f"as_printed scale {EVIDENCE}",
    "key_questions": "report_id item provider standard_ref standard_id level ref question question_id key_question "
    f"group percent marks table {EVIDENCE}",
    "recommendations": f"report_id item number addressee text part {EVIDENCE}",
    "progress": "report_id item number prior_programme prior_date text findings category improvement_required "
    f"{EVIDENCE}",
    "findings": f"report_id item section_ref section kind number text {EVIDENCE}",
    "examples": f"report_id item section_ref section kind title provider text {EVIDENCE}",
    "statistics": f"report_id item section_ref table category label group value unit as_printed {EVIDENCE}",
    "tables": f"report_id item table_id title row column row_label column_label text {EVIDENCE}",
    "quantities": "report_id item section_ref kind value numerator denominator as_printed subject basis sentence "
    f"{EVIDENCE}",
    "themes": f"report_id item of_table of_item theme matched {EVIDENCE}",
    "sections": "report_id ref title level parent page start end",
    "files": "source sha256 report_id status stage message seconds",
    "checks": "report_id check item status expected observed message",
    "coverage": "report_id kind expected found unread verdict",
    "unread": f"report_id item kind reason {EVIDENCE}",
    "corrections": "report_id table item column machine human action who when why status",
    "links": "from_report from_table from_item to_report to_table to_item relation similarity method status",
    "providers": "provider_id name provider_type region aliases successor_of",
    "attributes": "report_id item name value",
}
FILES = {
    "datapackage.json",
    "codebook.md",
    "metadata.json",
    "findings.sqlite",
    "run.json",
    "text",
    *(f"{t}.csv" for t in CONTRACT),
}

# What spreadsheets fear, and what breaks CSV.
NASTY = st.one_of(
    st.text(),
    st.text(alphabet="=+-@'\"\t\r\n ,;0a1.%＝\ufeff\u202eא🙂\x00|", max_size=12),
    st.sampled_from(
        ["=1+1", "'=1", "''=1", "-11%", "'-11%", "+44 20", "@x", "\t=1", "\n\t", "\r", "\n", " =1", "'", '"=1"', "-"]
    ),
)


DUCKDB_TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}


def content(text: str = DREARY, **options: Any) -> Content:
    done = extraction(Path("dreary.txt"), text)
    outcome = Outcome(done.status, done.stage, done.message, done.records, done.report.text)
    inputs = [Input(Path("dreary.txt"), "dreary.txt", "ab" * 32)]
    with Outcomes(inputs) as kept:
        briefs = [kept.add(inputs[0], pack_outcome(outcome))]
        made = extracted(Assembly(inputs, briefs, kept, load_packs()))
    tables = {table: made.records(table) for table in TABLES}
    closed = vocabulary_of(load_packs(), ["hmip-pdu-2021"])
    return Content(tables, {made.reports["report_id"][0]: made.text()}, "0.0", {"fake.yaml": "0" * 64}, options, closed)


@pytest.fixture(scope="module")
def as_written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("written") / "out"
    write(content(), out, ("csv", "parquet", "excel"))
    return out


@pytest.fixture
def written(as_written: Path, tmp_path: Path) -> Path:
    """A dataset in every format, for a test to change."""
    return shutil.copytree(as_written, tmp_path / "out")


def snapshot(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_columns_are_the_contract(written: Path) -> None:
    assert list(TABLES) == list(CONTRACT)
    for table, named in CONTRACT.items():
        header = (written / f"{table}.csv").read_text("utf-8").split("\n")[0].split(",")
        assert header[: len(named.split())] == named.split(), table


def test_files_of_a_run(written: Path) -> None:
    extra = {"findings.xlsx", *(f"{table}.parquet" for table in TABLES)}
    assert {path.name for path in written.iterdir()} == FILES | extra
    assert (written / "text" / "dreary-pdu-2022.txt").read_text("utf-8") == DREARY


def test_every_table_is_looked_for_or_said_not_to_be() -> None:
    derived = {"files", "checks", "providers", "corrections"}
    assert sorted([*extractors(), *followers(), *LOOKED_FOR_BY, *derived]) == sorted(TABLES)


def test_readme_of_outputs_names_every_file_and_table() -> None:
    readme = (Path(__file__).parents[1] / "outputs" / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE)
    assert listed == list(TABLES)
    assert all(f"`{table}`" in readme.split("not looked for")[1] for table in LOOKED_FOR_BY)
    for name in FILES - {f"{table}.csv" for table in CONTRACT}:
        assert name in readme, name
    for format_ in FORMATS:
        assert format_ in readme


@given(NASTY)
def test_neutralised_text_is_no_formula_and_comes_back(text: str) -> None:
    cell = neutralise(text)
    assert restore(cell) == text
    if not re.fullmatch(r"[+-][0-9][0-9,]*(\.[0-9]+)?%?", text):
        assert cell.lstrip(' "\n\x00')[:1] not in {*"=+-@\t\r"}


@pytest.mark.parametrize("text", ["-11%", "+5", "-1,200.5", "'tis", "a=b", "", "'quoted' words"])
def test_safe_text_is_left_alone(text: str) -> None:
    assert neutralise(text) == text == restore(text)


@pytest.mark.parametrize(
    ("value", "cell"), [(88.0, "88"), (85.6, "85.6"), (-11.0, "-11"), (None, ""), (0.1 + 0.2, repr(0.1 + 0.2))]
)
def test_numbers(value: float | None, cell: str) -> None:
    percent = next(c for c in table_columns("ratings") if c.name == "percent")
    assert to_cell(percent, value) == cell
    assert from_cell(percent, cell) == value


@given(NASTY, NASTY, st.floats(allow_nan=False, allow_infinity=False) | st.none(), st.integers() | st.none())
def test_any_row_survives_csv(
    tmp_path_factory: Any, text: str, other: str, value: float | None, number: int | None
) -> None:
    report = Report("a", "b", "txt", "x" + text, ())
    rows = [
        records.Statistic(
            report_id="a", item=other, label=text, value=value, evidence=report.cite(0, len(text) + 1, "r")
        ),
        records.Statistic(report_id=text, item=other, evidence=report.cite(0, 1, text, derived=True)),
    ]
    path = tmp_path_factory.getbasetemp() / "statistics.csv"
    write_table("statistics", map(row_values, rows), path)
    assert read_rows("statistics", path) == [row_values(row) for row in rows]
    path = path.with_name("progress.csv")
    item = records.Progress(
        report_id="a", item="1", number=number, improvement_required=None, text=text, evidence=rows[0].evidence
    )
    write_table("progress", [row_values(item)], path)
    assert read_rows("progress", path) == [row_values(item)]


# Some versions of pandas take a NUL for nothing; no text that is read has one.
WITHOUT_NUL = NASTY.map(lambda text: text.replace("\0", ""))


@given(
    st.lists(
        st.tuples(WITHOUT_NUL, WITHOUT_NUL, st.floats(allow_nan=False, allow_infinity=False) | st.none()), max_size=3
    )
)
def test_files_are_read_quickly_as_they_are_read_slowly(tmp_path_factory: Any, rows: list[Any]) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = folder / "links.csv"
    links = [records.Link(from_item=a, method=b, similarity=value) for a, b, value in rows]
    write_table("links", map(row_values, links), path)
    slow = frame_of_values("links", read_rows("links", path))
    pd.testing.assert_frame_equal(Dataset(folder).filled("links"), slow)


def test_rows_by_report(written: Path) -> None:
    ((report_id, rows),) = read_dataset(written).by_report("ratings", "progress")
    assert report_id == "dreary-pdu-2022" and [row.rating for row in rows["ratings"]] == [
        "Requires improvement",
        "Good",
    ]
    assert rows["progress"][0].improvement_required is True and rows["progress"][0].page is not None
    assert read_dataset(written).rows("reports")[0].overall_score == 6.0


def test_tables_are_put_into_a_dataset(written: Path) -> None:
    before = {path.name: path.read_bytes() for path in written.iterdir() if path.is_file()}
    spoilt = before["ratings.csv"].replace(b"Good", b"Corrected")
    (written / "ratings.csv").write_bytes(spoilt)
    check = records.Check(report_id="dreary-pdu-2022", check="sum", item="main/overall", status="fail", expected="6")
    update_tables(written, {"checks": [check], "links": []})
    assert read_dataset(written).rows("checks")[0].expected == "6"
    assert (written / "ratings.csv").read_bytes() == spoilt
    with closing(sqlite3.connect(written / "findings.sqlite")) as db:
        assert db.execute("SELECT status FROM checks").fetchall() == [("fail",)]
        assert db.execute("SELECT COUNT(*) FROM ratings").fetchone() == (2,)
    log = json.loads((written / "run.json").read_text("utf-8"))
    assert log["rows"]["checks"] == 1 and log["rows"]["links"] == 0 and "checks" not in log["not_looked_for"]
    for name in ("checks.csv", "findings.sqlite", "findings.xlsx", "checks.parquet"):
        assert log["files"][name] == hash_of(written / name) and before[name] != (written / name).read_bytes()
    assert log["files"]["ratings.csv"] == hash_of(written / "ratings.csv") and log["edited"] == ["ratings.csv"]
    assert pd.read_parquet(written / "ratings.parquet")["rating"].tolist() == ["Requires improvement", "Corrected"]
    assert edited_files(written) == ("ratings.csv",)
    with pytest.raises(OutputError, match="findings corrections from"):
        write(content(), written)


def test_csv_is_what_pandas_reads(written: Path) -> None:
    read = pd.read_csv(written / "progress.csv", keep_default_na=False)
    assert read["findings"].tolist() == ["one\n-two\n=three"]
    assert read["improvement_required"].tolist() == [True]
    raw = (written / "statistics.csv").read_bytes()
    assert b"\r" not in raw and raw.endswith(b"\n") and b",-11,percent,-11%," in raw
    assert b",'=SUM(A1)," in (written / "tables.csv").read_bytes()


@pytest.mark.parametrize("table", TABLES)
def test_frames_have_explicit_dtypes_and_survive_the_files(table: str, written: Path) -> None:
    made = with_nulls(frame(table, content().tables[table]))
    assert [str(dtype) for dtype in made.dtypes] == [DTYPES[c.type] for c in table_columns(table)]
    pd.testing.assert_frame_equal(read_dataset(written)[table], made)
    assert not (made == "").any(axis=None)
    pd.testing.assert_frame_equal(pd.read_parquet(written / f"{table}.parquet"), made)


def test_duckdb_asks_the_tables_as_they_are(written: Path) -> None:
    pytest.importorskip("duckdb")
    folder = written.rename(written.with_name("it's [1] *"))
    with open_duckdb(folder) as database:
        for table in TABLES:
            columns = database.sql(f'SELECT * FROM "{table}"')
            assert columns.columns == [column.name for column in table_columns(table)]
            assert list(map(str, columns.types)) == [DUCKDB_TYPES[column.type] for column in table_columns(table)]
            rows = read_rows(table, folder / f"{table}.csv")
            assert columns.fetchall() == [tuple(None if value == "" else value for value in row) for row in rows]


def test_duckdb_needs_parquet_files_of_a_dataset(written: Path, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    (written / "ratings.parquet").unlink()
    with pytest.raises(InputError, match=r"no Parquet file of ratings\. Run extract again with --format parquet"):
        open_duckdb(written)
    with pytest.raises(InputError, match="is no dataset"):
        open_duckdb(tmp_path)


def test_evidence_holds_for_readers(written: Path) -> None:
    data = read_dataset(str(written))
    judged = 0
    for table in ("ratings", "key_questions", "recommendations", "progress", "statistics", "tables"):
        for row in data[table].itertuples():
            assert data.text(row.report_id)[row.start : row.end] == row.quote
            judged += 1
    assert judged == 9
    with (written / "recommendations.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["quote"].startswith("'- improve")


def test_dataset_by_item_and_attribute(written: Path) -> None:
    data = read_dataset(written)
    assert data.progress is data["progress"]
    assert list(data) == list(TABLES) and len(data) == len(TABLES) and "progress" in dir(data)
    with pytest.raises(KeyError, match="no table 'nonsense'"):
        data["nonsense"]
    with pytest.raises(AttributeError, match="nonsense"):
        data.nonsense  # noqa: B018
    with pytest.raises(InputError, match=r"no report '\.\./run'; it has dreary-pdu-2022"):
        data.text("../run")


def test_what_is_no_dataset_is_refused(tmp_path: Path, written: Path) -> None:
    with pytest.raises(OutputError, match="no such folder"):
        read_dataset(tmp_path / "missing")
    with pytest.raises(OutputError, match="no dataset"):
        read_dataset(tmp_path)
    (written / "progress.csv").write_text("report_id,item\na,b\n")
    with pytest.raises(OutputError, match="lacks the columns number"):
        read_dataset(written)["progress"]
    lines = (written / "sections.csv").read_text("utf-8").replace(",20,", ",twenty,")
    (written / "sections.csv").write_text(lines)
    with pytest.raises(OutputError, match=r"sections\.csv:2 end: .*twenty"):
        read_dataset(written)["sections"]


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("reports", "2022-02", "01/02/2022", r"reports\.csv:2 published: '01/02/2022' is no date such as 2021-11-01"),
        ("reports", ",", ";", r"reports\.csv: has no commas between its columns. Save it as CSV with commas"),
        ("sections", ",20,", ",20.5,", r"sections\.csv:2 end: '20\.5' is no whole number. Put it right"),
    ],
)
def test_what_a_spreadsheet_spoilt_is_told(table: str, old: str, new: str, message: str, written: Path) -> None:
    path = written / f"{table}.csv"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(OutputError, match=message):
        read_dataset(written)[table]


def test_what_a_spreadsheet_changes_without_harm_is_read(written: Path) -> None:
    path = written / "sections.csv"
    before = read_dataset(written)["sections"]
    text = path.read_text("utf-8").replace(",20,", ",20.0,").replace("\n", "\r\n")
    emptied = "," * text.partition("\r\n")[0].count(",")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode() + f"\r\n{emptied}\r\n\r\n".encode())
    assert read_dataset(written)["sections"].equals(before)
    assert read_rows("sections", path) == [list(row) for row in read_dataset(written).rows("sections")]


def test_a_table_that_is_gone_is_told_without_jargon(written: Path) -> None:
    (written / "ratings.csv").unlink()
    with pytest.raises(OutputError, match=r"cannot be read \(No such file or directory\)"):
        read_dataset(written)["ratings"]


def test_extracted() -> None:
    made = content()
    single = Extracted(made.tables, made.texts, report=extraction(Path("dreary.txt"), DREARY).report)
    assert single.ratings["rating"].tolist() == ["Requires improvement", "Good"]
    assert single.text() == single.text("dreary-pdu-2022") == single.report.text == DREARY
    assert "2 ratings" in repr(single)
    with pytest.raises(InputError, match="single file"):
        Extracted(made.tables, made.texts).report  # noqa: B018


def test_sqlite(written: Path) -> None:
    with closing(sqlite3.connect(written / "findings.sqlite")) as db:
        db.execute("PRAGMA foreign_keys = ON")
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in TABLES:
            info = db.execute(f'PRAGMA table_info("{table}")').fetchall()
            assert [row[1] for row in info] == [c.name for c in table_columns(table)]
            keyed = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
            assert tuple(keyed) == TABLES[table].KEY
            rows = db.execute(f'SELECT * FROM "{table}"').fetchall()
            made = [row_values(record) for record in content().tables[table]]
            assert rows == [tuple(None if value == "" else value for value in row) for row in made]
        assert db.execute("SELECT typeof(percent), typeof(derived) FROM key_questions").fetchone() == (
            "real",
            "integer",
        )
        wide = db.execute("SELECT community, post_release, crc FROM key_questions_wide").fetchall()
        assert wide == [(47.0, 52.0, None), (47.0, None, None)]
        assert db.execute("SELECT rating, region FROM ratings_with_report").fetchall()[1] == ("Good", "Wales")
        assert db.execute("SELECT category, provider FROM progress_with_report").fetchall() == [
            ("Some progress", "Dreary PDU")
        ]
        counted = dict(db.execute('SELECT "table", "rows" FROM rows_by_report').fetchall())
        assert counted["ratings"] == 2
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            db.execute("INSERT INTO sections (report_id, start) VALUES ('x', 1)")


def test_a_failed_file_has_no_report_in_sqlite(tmp_path: Path) -> None:
    failed = records.File(source="a.pdf", sha256="", status="failed")
    write(Content({"files": (failed,)}, {}, "0.0"), tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / "findings.sqlite")) as db:
        assert db.execute("SELECT report_id FROM files").fetchall() == [(None,)]


def test_data_package(written: Path) -> None:
    package = json.loads((written / "datapackage.json").read_text("utf-8"))
    assert [resource["path"] for resource in package["resources"]] == [f"{table}.csv" for table in TABLES]
    for table, resource in zip(TABLES, package["resources"], strict=True):
        assert resource["bytes"] == (written / f"{table}.csv").stat().st_size
        schema = resource["schema"]
        assert [field["name"] for field in schema["fields"]] == [c.name for c in table_columns(table)]
        assert schema["primaryKey"] == list(TABLES[table].KEY) and schema["missingValues"] == [""]
        for reference in schema.get("foreignKeys", ()):
            named = ("providers", "provider_id") if reference["fields"] == "provider_id" else ("reports", "report_id")
            assert reference["reference"] == dict(zip(("resource", "fields"), named, strict=True))
    ratings = {field["name"]: field for field in package["resources"][1]["schema"]["fields"]}
    assert ratings["percent"]["type"] == "number" and ratings["start"]["type"] == "integer"
    assert ratings["derived"]["type"] == "boolean" and ratings["item"]["constraints"] == {"required": True}
    assert ratings["level"]["constraints"]["enum"] == ["overall", "section", "standard", "criterion"]


def test_closed_lists_are_those_of_the_packs_and_stay_with_the_dataset(written: Path, tmp_path: Path) -> None:
    def allowed(folder: Path, table: str, name: str) -> list[str] | None:
        package = json.loads((folder / "datapackage.json").read_text("utf-8"))
        fields = package["resources"][list(TABLES).index(table)]["schema"]["fields"]
        return {f["name"]: f.get("constraints", {}).get("enum") for f in fields}[name]

    assert allowed(written, "key_questions", "group") == ["all", "community", "post_release", "crc", "nps"]
    assert allowed(written, "progress", "category") == ["Sufficient progress", "Some progress", "No progress"]
    assert allowed(written, "ratings", "rating") == ["Outstanding", "Good", "Requires improvement", "Inadequate"]
    update_tables(written, {"checks": ()})
    assert read_dataset(written).vocabulary == content().vocabulary
    assert "requires_improvement" in (allowed(written, "examples", "kind") or ())
    lamps = dataclasses.replace(content(), vocabulary=vocabulary_of(load_packs(), ["ofsted-ilacs"]))
    write(lamps, tmp_path / "lamps")
    assert allowed(tmp_path / "lamps", "key_questions", "group") == ["all"]
    with closing(sqlite3.connect(tmp_path / "lamps" / "findings.sqlite")) as db:
        names = [row[1] for row in db.execute("PRAGMA table_info(key_questions_wide)")]
    assert names[-1] == "all_cases"
    write(Content({}, {}, "0"), tmp_path / "open")
    assert allowed(tmp_path / "open", "key_questions", "group") is None


def test_codebook_has_every_column(written: Path) -> None:
    text = (written / "codebook.md").read_text("utf-8")
    assert text == codebook(content().vocabulary) != codebook()
    for table in TABLES:
        section = text.split(f"## `{table}`")[1].split("\n## ")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [c.name for c in table_columns(table)]
        assert ("Not looked for by extract" in section) == (table in LOOKED_FOR_BY)


def test_codebook_and_data_package_say_what_attributes_are(written: Path) -> None:
    text = (written / "codebook.md").read_text("utf-8").split("## Attributes")[1]
    assert "| `response` | text | each row of `recommendations` | whether the inspected body agrees" in text
    assert "`Agreed`, `Agreed in principle`, `Partly agreed`, `Not agreed` |" in text
    package = json.loads((written / "datapackage.json").read_text("utf-8"))
    told = {one["name"]: one for one in package["vocabulary"]["attributes"]}
    assert told["response"]["labels"][0]["label"] == "Agreed"
    (fields,) = (one["schema"]["fields"] for one in package["resources"] if one["name"] == "attributes")
    (name,) = (field for field in fields if field["name"] == "name")
    assert set(name["constraints"]["enum"]) == set(told)


def test_run_log_says_what_made_it_and_nothing_that_changes(written: Path, tmp_path: Path) -> None:
    text = (written / "run.json").read_text("utf-8")
    log = json.loads(text)
    assert log["package"] == "findings" and log["inputs"] == [
        {"source": "dreary.txt", "sha256": "ab" * 32, "status": "ok"}
    ]
    assert log["rows"]["ratings"] == 2 and log["rows"]["findings"] == 0 and log["rows"]["links"] is None
    assert str(tmp_path) not in text and "jobs" not in text
    assert set(log["files"]) == set(snapshot(written)) - {"run.json"}


def test_two_runs_give_the_same_bytes(written: Path, tmp_path: Path) -> None:
    write(content(), tmp_path / "other" / "place", ("excel", "parquet", "csv", "csv"))
    assert snapshot(tmp_path / "other" / "place") == snapshot(written)


def test_workbook_has_no_formula_and_no_link(written: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(written / "findings.xlsx")
    assert book.sheetnames == ["codebook", *TABLES]
    for sheet in book:
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref and sheet.print_title_rows == "$1:$1"
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    header, cells = ([cell.value for cell in row] for row in book["tables"].iter_rows())
    assert cells[header.index("text")] == "=SUM(A1)"
    statistic = dict(zip(*([cell.value for cell in row] for row in book["statistics"].iter_rows()), strict=True))
    assert statistic["value"] == -11 and statistic["derived"] is False and statistic["as_printed"] == "-11%"
    book.close()


def test_workbook_cuts_what_no_cell_holds(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    made = content()
    long = dataclasses.replace(made.tables["recommendations"][0], text="🙂" * 20_000)
    excel.write_workbook({"recommendations": [row_values(long)]}, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    header, cells = ([cell.value for cell in row] for row in book["recommendations"].iter_rows())
    text = cells[header.index("text")]
    assert text.endswith(excel.TRUNCATED) and 32_000 < len(text.encode("utf-16-le")) // 2 <= excel.LONGEST_CELL
    book.close()


def test_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_formats(["excel"]) == ("csv", "excel")
    with pytest.raises(InputError, match="'duckdb' is not written; give csv, parquet, excel"):
        check_formats(["duckdb"])
    monkeypatch.setattr("extractor.dataset.write.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install xlsxwriter$"):
        check_formats(["csv", "excel"])


def test_a_failure_leaves_the_old_output_whole(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(written)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    for broken in ("write_data_package", "_write_run_log"):
        with monkeypatch.context() as patch:
            patch.setattr(f"extractor.dataset.write.{broken}", full)
            with pytest.raises(OutputError, match="No space left"):
                write(content("Other: Name PDU\n"), written)
    rename = Path.rename
    calls: list[Path] = []

    def second_fails(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == 2:
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr("extractor.dataset.replacing._exchanged", lambda new, target: False)  # as on a system without it
        patch.setattr(Path, "rename", second_fails)
        with pytest.raises(OutputError, match="Permission denied"):
            write(content("Other: Name PDU\n"), written)
    assert snapshot(written) == before
    assert [path.name for path in written.parent.iterdir()] == ["out"]


def test_an_earlier_run_is_replaced_as_a_whole(written: Path) -> None:
    write(content(DREARY.replace("Dreary", "Bleak")), written)
    formats = {"findings.xlsx", *(f"{table}.parquet" for table in TABLES)}  # asked for once, kept ever since
    assert {path.name for path in written.iterdir()} == FILES | formats
    assert [path.name for path in (written / "text").iterdir()] == ["bleak-pdu-2022.txt"]
    assert [path.name for path in written.parent.iterdir()] == ["out"]


def test_what_no_run_wrote_is_never_replaced(tmp_path: Path, written: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"not empty and has no run\.json"):
        write(content(), mine)
    with pytest.raises(OutputError, match="is a file"):
        write(content(), mine / "notes.txt")
    (written / ".DS_Store").write_text("")
    write(content(), written)
    (written / "my corrections.csv").write_text("a")
    with pytest.raises(OutputError, match=r"would be lost \(my corrections.csv\)"):
        write(content(), written)
    assert (mine / "notes.txt").read_text() == "mine" and (written / "my corrections.csv").exists()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write(content(), tmp_path / "file" / "out")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(OutputError, match="the folder you work in"):
        write(content(), Path())


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    try:
        (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")
    write(content(), tmp_path / "link")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real" / "run.json").exists()


@pytest.mark.parametrize("name", ["../x", "a/b", "A", "", "a.b", "x" * 200, "a\n"])
def test_only_slugs_name_files(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no slug"):
        folder.text_path(tmp_path, name)


def test_providers() -> None:
    reports = [
        records.Report(provider="Gwent PDU", provider_type="PDU", region="Wales"),
        records.Report(provider="Wales", provider_type="NPS division", region="Wales"),
        records.Report(provider="Wales", provider_type="CRC", region=""),
        records.Report(provider="Kent, Surrey & Sussex", provider_type="region", region="Kent"),
        records.Report(report_id="all-2019", report_type="summary"),
    ]
    evidence = extraction(Path("a"), DREARY).records["ratings"][0].evidence  # type: ignore[attr-defined]
    ratings = [
        records.Rating(provider="Kent, Surrey and Sussex", evidence=evidence),
        records.Rating(provider="Gwent PDU", provider_type="PDU", evidence=evidence),
        records.Rating(
            provider="Essex", provider_type="CRC", evidence=evidence, report_id="all-2019", item="essex-crc/main/1"
        ),
    ]
    found = [(p.provider_id, p.name, p.provider_type, p.region, p.aliases) for p in derive_providers(reports, ratings)]
    assert found == [
        ("essex-crc", "Essex", "CRC", "", ""),
        ("gwent-pdu", "Gwent PDU", "PDU", "Wales", ""),
        ("kent-surrey-sussex", "Kent, Surrey & Sussex", "region", "Kent", "Kent, Surrey and Sussex"),
        ("wales-crc", "Wales", "CRC", "", ""),
        ("wales-nps-division", "Wales", "NPS division", "Wales", ""),
    ]


def test_show_table_gives_words_the_room_that_figures_leave() -> None:
    sample = Path(__file__).parents[1] / "corpus" / "samples" / "tarnbury-moor-pdu-2021.pdf"
    records = extract_file(sample).records
    for name, side_by_side in (("statistics", True), ("findings", True), ("quantities", False)):
        screen = terminal.console(width=120)
        with screen.capture() as captured:
            terminal.show_rows(name, records[name], screen)
        lines = captured.get().splitlines()
        assert max(map(len, lines)) <= 120
        assert (lines[1].split()[0] == "section_ref" and "page" in lines[1]) == side_by_side
        assert len(lines) < (4 if side_by_side else 12) * len(records[name])
