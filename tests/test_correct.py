"""People's corrections: kept from edits, applied to every new reading, and told where they no longer fit."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from extractor import OutputError, open_dataset, run
from extractor.cli import app
from extractor.correct.consequences import follow
from extractor.correct.decisions import merge_corrections
from extractor.correct.files import entries_of_file, read_corrections, rewrite
from extractor.correct.folder import apply_corrections, keep_edits
from extractor.dataset.hand_edits import edited_files
from extractor.dataset.run_log import hash_of
from extractor.errors import InputError
from extractor.packs.model import Label, Scale
from extractor.packs.vocabulary import Vocabulary
from extractor.records import Evidence, Rating
from extractor.runs.cache import default_folder

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
SAMPLE = "tarnbury-moor-pdu-2021"
REPORT = f"{SAMPLE}-05"
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def as_read(tmp_path_factory: pytest.TempPathFactory) -> Callable[[tuple[str, ...]], Path]:
    """A folder with a dataset of two reports in some formats."""

    @cache
    def read(formats: tuple[str, ...]) -> Path:
        folder = tmp_path_factory.mktemp("read")
        extract(folder, formats=formats)
        return folder

    return read


@pytest.fixture
def dataset(request: pytest.FixtureRequest, as_read: Callable[[tuple[str, ...]], Path], tmp_path: Path) -> Path:
    """That dataset, for a test to change."""
    return shutil.copytree(as_read(getattr(request, "param", ("csv",))) / "all", tmp_path / "all")


in_every_format = pytest.mark.parametrize("dataset", [("csv", "excel", "parquet")], indirect=True, ids=[""])


def extract(folder: Path, suffix: str = "txt", formats: tuple[str, ...] = ("csv",)) -> None:
    reports = [SAMPLES / f"{name}.{suffix}" for name in (SAMPLE, "brindlesea-and-morwick-crc-2019")]
    run(reports, folder / "all", formats=formats, cache=default_folder())


def edit(dataset: Path, table: str, change: Callable[[Rows], None]) -> None:
    path = dataset / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = list(rows[0])
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def of(rows: Rows, item: str, report: str = REPORT) -> dict[str, str]:
    return next(row for row in rows if row["report_id"] == report and row["item"] == item)


def rate(label: str, item: str = "main/1.1") -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        of(rows, item)["rating"] = label

    return change


def rating(dataset: Path, item: str = "main/1.1") -> dict[str, object]:
    frame = open_dataset(dataset).ratings
    return dict(frame[(frame["report_id"] == REPORT) & (frame["item"] == item)].iloc[0])


def formats_agree(dataset: Path, table: str) -> None:
    """CSV, database, Parquet and workbook have the same values, and the log their hashes."""
    plain = open_dataset(dataset)[table].astype(object)
    plain = plain.where(plain.notna(), None)
    rows = [tuple(row) for row in plain.itertuples(index=False)]
    with closing(sqlite3.connect(dataset / "findings.sqlite")) as db:
        assert db.execute(f'SELECT * FROM "{table}"').fetchall() == rows
    parquet = pd.read_parquet(dataset / f"{table}.parquet").astype(object)
    assert [tuple(row) for row in parquet.where(parquet.notna(), None).itertuples(index=False)] == rows
    sheet = openpyxl.load_workbook(dataset / "findings.xlsx")[table].iter_rows(min_row=2, values_only=True)
    assert [tuple(row) for row in sheet] == rows
    log = json.loads((dataset / "run.json").read_text("utf-8"))
    assert {name: hash_of(dataset / name) for name in log["files"]} == log["files"]


def office(file: Path, to: str, folder: Path) -> Path:
    """The file that LibreOffice Calc makes of another; the test is skipped where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    options = [profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(file)]
    done = subprocess.run([program, *options], capture_output=True, text=True, timeout=120, check=False)
    if "could not be loaded" in done.stderr + done.stdout:
        pytest.skip("LibreOffice has no Calc")
    return folder / f"{file.stem}.{to.partition(':')[0]}"


def test_an_edited_dataset_is_not_replaced(dataset: Path, tmp_path: Path) -> None:
    edit(dataset, "ratings", rate("Inadequate"))
    before = (dataset / "ratings.csv").read_bytes()
    with pytest.raises(OutputError, match="findings corrections from"):
        extract(tmp_path)
    assert (dataset / "ratings.csv").read_bytes() == before


@in_every_format
def test_an_edit_becomes_a_correction_in_every_format_and_outlives_a_new_reading(dataset: Path, tmp_path: Path) -> None:
    read = rating(dataset)["rating"]
    edit(dataset, "ratings", rate("Inadequate"))
    kept = keep_edits(dataset, who="A. Reader", why="page 7 has it")
    assert [(row.status, row.machine, row.human, row.who) for row in kept.corrections] == [
        ("applied", read, "Inadequate", "A. Reader")
    ]
    for _ in range(2):  # as kept, and as read anew
        row = rating(dataset)
        assert (row["rating"], row["points"]) == ("Inadequate", 0)
        assert sorted(str(row["corrected"]).split("\n")) == ["points", "rating"]
        for table in ("ratings", "reports", "corrections", "checks"):
            formats_agree(dataset, table)
        assert edited_files(dataset) == ()
        extract(tmp_path)


def test_a_corrected_overall_judgement_is_that_of_the_report(dataset: Path) -> None:
    edit(dataset, "ratings", rate("Outstanding", "main/overall"))
    keep_edits(dataset)
    reports = {row.report_id: row for row in open_dataset(dataset).rows("reports")}
    assert reports[REPORT].overall_rating == "Outstanding" and reports[REPORT].corrected == "overall_rating"


def test_a_label_of_another_scale_than_that_of_its_row_is_refused() -> None:
    scale = Scale(id="sails", title="Sails", labels=[Label(label="Whole", points=1), Label(label="Torn", points=0)])
    evidence = Evidence(text="Torn", start=0, end=4, quote="Torn", rule="sails/x")
    named: dict[str, Any] = {"report_id": "tarn", "item": "main/1", "level": "standard", "corrected": "rating"}
    row = Rating(**named, rating="Poor", scale="sails", evidence=evidence)
    with pytest.raises(InputError, match="tarn ratings main/1 rating: 'Poor' is no label of its scale"):
        follow({"ratings": [row]}, "tarn", Vocabulary(scales=(scale,)))
    follow({"ratings": [replace(row, rating="Torn")]}, "tarn", Vocabulary(scales=(scale,)))


def test_a_correction_outlives_another_typesetting(dataset: Path, tmp_path: Path) -> None:
    edit(dataset, "ratings", rate("Inadequate"))
    keep_edits(dataset)
    extract(tmp_path, "pdf")
    assert rating(dataset)["rating"] == "Inadequate"
    assert [row.status for row in open_dataset(dataset).rows("corrections")] == ["applied"]


def test_rows_are_added_and_deleted(dataset: Path, tmp_path: Path) -> None:
    """In every new reading; and undone, whoever applied it last, where it is taken back."""

    def items() -> list[str]:
        return [f"{row.report_id}/{row.item}" for row in open_dataset(dataset).rows("recommendations")]

    before = items()
    text = open_dataset(dataset).text(REPORT)
    quote = next(line for line in text.splitlines() if len(line) > 40 and text.count(line) == 1)

    def change(rows: Rows) -> None:
        rows.remove(of(rows, "main/1"))
        made = dict.fromkeys(rows[0], "") | {"report_id": REPORT, "item": "main/99", "number": "99", "text": quote}
        rows.append(made | {"quote": quote, "part": "main", "kind": "recommendation", "derived": "false"})
        rows[-1] |= {"start": str(text.index(quote)), "end": str(text.index(quote) + len(quote))}

    edit(dataset, "recommendations", change)
    keep_edits(dataset)
    for suffix in ("txt", "pdf"):
        extract(tmp_path, suffix)
        rows = {row.item: row for row in open_dataset(dataset).rows("recommendations") if row.report_id == REPORT}
        assert "main/1" not in rows and rows["main/99"].corrected == "row"
        assert open_dataset(dataset).text(REPORT)[rows["main/99"].start : rows["main/99"].end] == rows["main/99"].quote
        assert {row.status for row in open_dataset(dataset).rows("corrections")} == {"applied"}
    path = dataset.parent / "corrections" / f"{REPORT}.yaml"
    kept = path.read_text("utf-8")
    for _ in range(2):
        path.write_text("corrections: []\n", "utf-8")
        apply_corrections(dataset)
        assert items() == before
        path.write_text(kept, "utf-8")
        assert apply_corrections(dataset).counts() == {"applied": 2}


def test_what_is_set_back_is_undone(dataset: Path) -> None:
    read = rating(dataset)
    edit(dataset, "ratings", rate("Inadequate"))
    keep_edits(dataset, who="A. Reader")
    edit(dataset, "ratings", rate(str(read["rating"])))
    keep_edits(dataset, who="A. Reader")
    assert read_corrections(dataset.parent / "corrections") == {REPORT: []}
    back = rating(dataset)
    assert (back["rating"], back["points"]) == (read["rating"], read["points"]) and pd.isna(back["corrected"])


def test_a_correction_that_is_taken_out_of_its_file_is_undone(dataset: Path) -> None:
    read = rating(dataset)
    edit(dataset, "ratings", rate("Inadequate"))
    keep_edits(dataset)
    path = dataset.parent / "corrections" / f"{REPORT}.yaml"
    path.write_text(path.read_text("utf-8").replace("human: Inadequate", "human: Good"), "utf-8")
    apply_corrections(dataset)
    assert rating(dataset)["rating"] == "Good"
    path.write_text("corrections: []\n", "utf-8")
    apply_corrections(dataset)
    back = rating(dataset)
    assert (back["rating"], back["points"]) == (read["rating"], read["points"]) and pd.isna(back["corrected"])


@pytest.mark.parametrize("changed", ["machine", "words"])
def test_a_correction_of_what_is_read_otherwise_now_is_stale(dataset: Path, changed: str) -> None:
    read = str(rating(dataset)["rating"])
    other = "Good" if read != "Good" else "Inadequate"
    correct(dataset, **{"machine": read, "human": "Outstanding", "words": read} | {changed: other})
    assert apply_corrections(dataset).counts() == {"stale": 1}
    assert rating(dataset)["rating"] == read and pd.isna(rating(dataset)["corrected"])


def test_two_people_who_disagree_are_told_and_nothing_is_settled(dataset: Path) -> None:
    read = str(rating(dataset)["rating"])
    correct(dataset, machine=read, human="Outstanding", who="A. Reader")
    correct(dataset, machine=read, human="Inadequate", who="B. Reader")
    assert apply_corrections(dataset).counts() == {"conflict": 2}
    assert rating(dataset)["rating"] == read
    correct(dataset, machine=read, human="Outstanding", who="B. Reader")  # they agree now
    assert apply_corrections(dataset).counts() == {"applied": 2}
    assert rating(dataset)["rating"] == "Outstanding"


def test_files_of_two_people_become_one(dataset: Path, tmp_path: Path) -> None:
    """Ann's file, and a later one of Ben's who had hers: his words are added, and her newer word stays."""
    read = str(rating(dataset)["rating"])
    here = dataset.parent / "corrections" / f"{REPORT}.yaml"
    correct(dataset, machine=read, human="Outstanding", who="Ann", when="2026-01-01")
    correct(dataset, item="main/1.2", machine="Good", human="Inadequate", who="Ben", when="2026-01-02")
    there = here.rename(tmp_path / f"{REPORT} (1).yaml")
    correct(dataset, machine=read, human="Inadequate", who="Ann", when="2026-01-03")
    assert merge_corrections([there], [REPORT], here.parent) == {REPORT: 1}
    assert [(one.who, one.human) for one in read_corrections(here.parent)[REPORT]] == [
        ("Ann", "Inadequate"),
        ("Ben", "Inadequate"),
    ]
    assert merge_corrections([there], [REPORT], here.parent) == {REPORT: 0}
    with pytest.raises(InputError, match="is about no report of this dataset"):
        merge_corrections([there], ["another"], here.parent)
    # What a browser downloads a second time is not passed over where it is put beside the first.
    second = there.rename(here.with_name(there.name))
    with pytest.raises(InputError, match=r"\(1\)\.yaml: is not read: .* corrections merge"):
        apply_corrections(dataset)
    assert merge_corrections([second], [REPORT], here.parent) == {REPORT: 0}
    third = second.rename(here.with_name(f"{REPORT}-1.yaml"))  # as another browser names it
    with pytest.raises(InputError, match=r"-1\.yaml: is not read: .* corrections merge"):
        apply_corrections(dataset)
    assert merge_corrections([third], [REPORT], here.parent) == {REPORT: 0}
    # Alone it is the file of its report, and what is decided later goes into it.
    here.unlink()
    for name in (f"{REPORT} (1).yaml", f"{REPORT}(2).yaml", f"{REPORT}-1.yaml"):
        third = third.rename(here.with_name(name))
        assert [one.who for one in read_corrections(here.parent)[REPORT]] == ["Ann", "Ben"]
        rewrite(here.parent, REPORT, lambda old: old[::-1])
        rewrite(here.parent, REPORT, lambda old: old[::-1])
        assert entries_of_file(here.parent, REPORT)[1] and list(here.parent.glob("*.yaml")) == [third]
    assert len(apply_corrections(dataset).corrections) == 2
    assert merge_corrections([third], [REPORT], here.parent) == {REPORT: 2} and here.is_file()


def correct(dataset: Path, **told: str) -> None:
    """A person writes into the file of corrections."""
    path = dataset.parent / "corrections" / f"{REPORT}.yaml"
    path.parent.mkdir(exist_ok=True)
    entry = {"table": "ratings", "item": "main/1.1", "column": "rating", "human": "Inadequate"} | told
    lines = [f"{name}: {json.dumps(value)}" for name, value in entry.items() if value]
    text = path.read_text("utf-8") if path.is_file() else "corrections:\n"
    path.write_text(text + "- " + "\n  ".join(lines) + "\n", "utf-8")


def test_a_correction_is_its_report_s_whatever_else_is_in_the_folder(tmp_path: Path) -> None:
    text = (SAMPLES / f"{SAMPLE}.txt").read_text("utf-8")
    other = re.sub(r"(?<=\t)\d\d%", lambda m: f"{(int(m[0][:2]) + 7) % 100:02}%", text, count=40)
    for name, words in (("a", text), ("b", other)):
        (tmp_path / f"{name}.txt").write_text(words, "utf-8")

    def extracted(*names: str) -> Path:
        run([tmp_path / f"{name}.txt" for name in names], tmp_path / "all", cache=default_folder())
        return tmp_path / "all"

    def ids(*names: str) -> dict[str, str]:
        reports = open_dataset(extracted(*names)).reports
        return dict(zip(reports["source"], reports["report_id"], strict=True))

    both = ids("a", "b")
    assert ids("a") == {"a.txt": REPORT} and all(id_.startswith(f"{REPORT}-") for id_ in both.values())
    ids("a", "b")
    edit(tmp_path / "all", "ratings", lambda rows: of(rows, "main/1.1", both["a.txt"]).update(rating="Inadequate"))
    keep_edits(tmp_path / "all", who="A. Reader")
    alone = extracted("a")  # the id is bare, and the decision was made under the other
    assert rating(alone)["rating"] == "Inadequate"
    assert pd.isna(rating(extracted("b"))["corrected"])
    shutil.rmtree(tmp_path / "corrections")
    edit(extracted("a"), "ratings", rate("Inadequate"))
    keep_edits(tmp_path / "all", who="A. Reader")
    told = open_dataset(extracted("a", "b")).corrections
    assert sorted(told["report_id"]) == sorted(both.values()) and set(told["status"]) == {"stale"}
    assert rating(extracted("a"))["rating"] == "Inadequate"


def test_comments_in_a_file_of_corrections_stay(dataset: Path) -> None:
    correct(dataset, machine=str(rating(dataset)["rating"]))
    path = dataset.parent / "corrections" / f"{REPORT}.yaml"
    path.write_text("# seen with the lead inspector\n" + path.read_text("utf-8"), "utf-8")
    edit(dataset, "ratings", rate("Good", "main/1.2"))
    keep_edits(dataset)
    assert path.read_text("utf-8").startswith("# seen with the lead inspector\n")
    assert len(read_corrections(path.parent)[REPORT]) == 2


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"column": "colour"}, r"tarnbury-moor-pdu-2021-05\.yaml:2 .*column 'colour' cannot be corrected"),
        ({"table": "files"}, "table 'files' cannot be corrected"),
        ({"column": "points", "human": "many"}, "'many' is no number"),
        ({"column": "level", "human": "planet"}, "'planet' is none of overall"),
        (
            {"column": "rating", "human": "Splendid"},
            f"corrections of {REPORT} ratings .*'Splendid' is none of Outstanding",
        ),
        ({"when": "yesterday"}, "when"),
    ],
)
def test_faults_of_a_file_of_corrections_are_told_by_line(dataset: Path, entry: dict[str, str], fault: str) -> None:
    correct(dataset, **entry)
    with pytest.raises(InputError, match=fault):
        apply_corrections(dataset)


def test_a_yaml_bomb_is_no_file_of_corrections(dataset: Path) -> None:
    path = dataset.parent / "corrections" / f"{REPORT}.yaml"
    path.parent.mkdir()
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    path.write_text("\n".join(layers), "utf-8")
    with pytest.raises(InputError, match="stands for more than"):
        apply_corrections(dataset)


def test_an_edit_that_cannot_be_kept_is_told_and_nothing_is_written(dataset: Path) -> None:
    def change(rows: Rows) -> None:
        rate("Inadequate")(rows)
        of(rows, "main/1.2")["quote"] = "other words"

    edit(dataset, "ratings", change)
    before = (dataset / "ratings.csv").read_bytes()
    with pytest.raises(InputError, match=r"main/1\.2 quote is the machine's own"):
        keep_edits(dataset)
    assert (dataset / "ratings.csv").read_bytes() == before
    assert not (dataset.parent / "corrections").exists()


@in_every_format
def test_the_workbook_makes_the_round_trip(dataset: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(dataset / "findings.xlsx")
    book.save(dataset / "findings.xlsx")  # as an office program writes it: other bytes, no edit
    assert keep_edits(dataset).edits.count() == 0 and edited_files(dataset) == ()
    book = openpyxl.load_workbook(dataset / "findings.xlsx")
    sheet = book["reports"]
    names = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == REPORT)
    row[names.index("published")].value = pd.Timestamp("2022-03-04").to_pydatetime()
    book.save(dataset / "findings.xlsx")
    assert [row.human for row in keep_edits(dataset).corrections] == ["2022-03-04"]
    extract(tmp_path)
    assert [r.published for r in open_dataset(dataset).rows("reports") if r.report_id == REPORT] == ["2022-03-04"]
    formats_agree(dataset, "reports")


@in_every_format
def test_tabs_that_an_office_program_drops_are_no_edits(dataset: Path) -> None:
    book = openpyxl.load_workbook(dataset / "findings.xlsx")
    dropped = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str) and "\t" in cell.value:
                    cell.value, dropped = cell.value.replace("\t", ""), dropped + 1
    book.save(dataset / "findings.xlsx")
    assert dropped and edited_files(dataset) == ("findings.xlsx",)
    assert not keep_edits(dataset, who="R", why="").corrections
    formats_agree(dataset, "key_questions")


@in_every_format
def test_the_workbook_comes_back_from_libreoffice(dataset: Path, tmp_path: Path) -> None:
    """Saved as a spreadsheet of OpenDocument, as a workbook again and as CSV, nothing is edited but what was."""
    before = {table: open_dataset(dataset)[table].astype(object) for table in ("reports", "ratings", "statistics")}
    book = openpyxl.load_workbook(dataset / "findings.xlsx")
    names = [cell.value for cell in book["ratings"][1]]
    row = next(
        row for row in book["ratings"].iter_rows(min_row=2) if [c.value for c in row][:2] == [REPORT, "main/1.1"]
    )
    row[names.index("rating")].value = "Inadequate"
    book.save(tmp_path / "findings.xlsx")
    opened = office(tmp_path / "findings.xlsx", "ods", tmp_path / "opened")
    shutil.copy(office(opened, "xlsx", tmp_path / "saved"), dataset / "findings.xlsx")
    kept = keep_edits(dataset, who="R", why="").corrections
    assert [(row.item, row.column, row.human) for row in kept] == [("main/1.1", "rating", "Inadequate")]
    formats_agree(dataset, "reports")
    for table, frame in before.items():
        now = open_dataset(dataset)[table].astype(object)
        columns = [name for name in frame.columns if name not in ("rating", "points", "corrected")]
        pd.testing.assert_frame_equal(now[columns], frame[columns])
    office(dataset / "findings.xlsx", EVERY_SHEET, tmp_path / "sheets")
    for table in before:
        shutil.copy(tmp_path / "sheets" / f"findings-{table}.csv", dataset / f"{table}.csv")
    assert edited_files(dataset)
    assert len(keep_edits(dataset, who="R", why="").corrections) == len(kept)


@in_every_format
def test_check_keeps_edits_before_it_writes(dataset: Path) -> None:
    edit(dataset, "ratings", rate("Inadequate"))
    done = CliRunner().invoke(app, ["check", str(dataset)])
    assert "1 edit kept as corrections" in done.output
    assert rating(dataset)["rating"] == "Inadequate" and rating(dataset)["corrected"] is not pd.NA
    formats_agree(dataset, "ratings")


def test_commands(dataset: Path, tmp_path: Path) -> None:
    edit(dataset, "ratings", rate("Inadequate"))
    call = CliRunner().invoke
    assert call(app, ["corrections", "from", str(dataset), "--who", "A. Reader"]).exit_code == 0
    assert "A. Reader" in call(app, ["corrections", "list", str(dataset)]).output
    assert call(app, ["corrections", "check", str(dataset)]).exit_code == 0
    correct(dataset, machine="Outstanding", item="main/1.2")
    told = call(app, ["corrections", "check", str(dataset)])
    assert told.exit_code == 1 and "not applied yet" in told.output
    one = dataset.parent / "corrections" / f"{REPORT}.yaml"
    shutil.copy(one, one.with_name("of-another-place-2020.yaml"))
    applied = call(app, ["corrections", "apply", str(dataset)])
    assert "corrections of 1 report that are not here: of-another-place-2020" in applied.output
    assert applied.exit_code == (1 if "1 stale" in applied.output else 0)
    assert call(app, ["corrections", "export", str(dataset), "--out", str(tmp_path / "made.csv")]).exit_code == 0
    assert len(pd.read_csv(tmp_path / "made.csv")) == 2
    assert call(app, ["corrections", "export", str(dataset), "--out", str(tmp_path / "made.csv")]).exit_code == 2
