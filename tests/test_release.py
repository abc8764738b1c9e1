"""A dataset as a release: what stands in its folder is described, cited and readable by others' programs."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.dataset.extracted import Extracted
from extractor.dataset.read import read_dataset
from extractor.dataset.release import write_release
from extractor.dataset.release.about import About, Source, sources_of
from extractor.dataset.release.citations import bibtex, ris
from extractor.dataset.schema import table_columns
from extractor.dataset.stata import stata_names, write_stata
from extractor.records import TABLES, Column, Report
from tests.cached_readings import LONG

SOURCE = Source(
    "under-hill-2022-02",
    "An inspection of A & B_C: 100% {new}",
    "Lantern Inspectorate",
    "2022-02",
    "978-1-142671-82-3",
    12,
    "under-hill.pdf",
    "0" * 64,
    "https://reports.example/a_b.pdf",
    "",
    "Open Licence",
)
ABOUT = About(("Lindqvist, Callum", "Institute for Lanterns"), "2021-11-29", url="https://doi.org/10.1234/5678")


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def release(dataset: Path, out: Path, *options: str) -> Path:
    told = ["release", str(dataset), "--out", str(out), "--creator", "Lindqvist, Callum", "--date", "2021-11-29"]
    done = CliRunner().invoke(app, [*told, *options])
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="module")
def catalogue(two_reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What fetch would have written for one of the two reports."""
    path = tmp_path_factory.mktemp("fetched") / "fetched.csv"
    row = next(row for row in read_dataset(two_reports).rows("reports") if "larkhythe" in row.report_id)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["url", "file", "sha256", "licence", "landing_page"])
        writer.writerow(
            ["https://reports.example/larkhythe.txt", "a.txt", row.sha256, "Open Licence", "www.example.org"]
        )
    return path


@pytest.fixture(scope="module")
def released(two_reports: Path, catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    before = hashes(two_reports)
    out = tmp_path_factory.mktemp("released") / "out"
    options = ("--format", "jsonl,stata", "--catalogue", str(catalogue), "--url", "https://doi.org/10.1234/5678")
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ValueLabelTypeMismatch)
        warnings.simplefilter("error", pd.errors.InvalidColumnName)
        release(two_reports, out, *options, "--creator", "Institute for Lanterns")
    assert hashes(two_reports) == before, "the dataset is as it was"
    return out


def entities(folder: Path) -> dict[str, Any]:
    return {one["@id"]: one for one in json.loads((folder / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]}


def test_the_crate_has_what_the_specification_asks_for(released: Path) -> None:
    """RO-Crate 1.1, https://www.researchobject.org/ro-crate/1.1/root-data-entity.html and data-entities.html."""
    found = entities(released)
    metadata, root = found["ro-crate-metadata.json"], found["./"]
    assert metadata["@type"] == "CreativeWork" and metadata["about"] == {"@id": "./"}
    assert metadata["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert root["@type"] == "Dataset" and root["name"] and root["description"] and root["datePublished"] == "2021-11-29"
    assert found[root["license"]["@id"]]["description"].endswith("of reports: Open Licence: 1; not known: 1.")
    listed = {part["@id"] for part in root["hasPart"]}
    assert listed == set(hashes(released)) - {"ro-crate-metadata.json", "run.json"}
    for path, sha256 in hashes(released).items():
        if path in listed:
            assert found[path]["@type"] == "File" and found[path]["sha256"] == sha256
            assert found[path]["contentSize"] == str((released / path).stat().st_size)
    referred = [value["@id"] for one in found.values() for value in one.values() if isinstance(value, dict)]
    assert set(referred) - {"https://w3id.org/ro/crate/1.1"} <= set(found), "nothing is referred to that is not there"


def test_the_crate_says_of_each_report_where_it_is_from(released: Path) -> None:
    found = entities(released)
    known, unknown = (found[f"#report-{id_}"] for id_ in ("larkhythe-pdu-2023-03", "tarnbury-moor-pdu-2021-05"))
    assert known["url"] == "https://reports.example/larkhythe.txt" and len(known["sha256"]) == 64
    assert found[known["license"]["@id"]]["name"] == "Open Licence" and known["mainEntityOfPage"] == "www.example.org"
    assert "license" not in unknown and "url" not in unknown, "what is not known is not said"
    assert found[known["publisher"]["@id"]]["name"] == "HM Inspectorate of Probation"
    assert found["text/larkhythe-pdu-2023-03.txt"]["isBasedOn"] == {"@id": "#report-larkhythe-pdu-2023-03"}
    assert {creator["@id"] for creator in found["./"]["author"]} == {"#creator-1", "#creator-2"}
    assert [found[f"#creator-{n}"]["@type"] for n in (1, 2)] == ["Person", "Organization"]


def test_the_crate_is_read_by_others(released: Path) -> None:
    rocrate = pytest.importorskip("rocrate.rocrate", reason="the library rocrate is not installed")
    crate = rocrate.ROCrate(released)
    assert crate.name == "Inspection reports as data" and str(crate.datePublished).startswith("2021-11-29")
    assert {entity.id for entity in crate.data_entities} >= {f"{table}.csv" for table in TABLES}


def test_the_croissant_has_what_the_specification_asks_for(released: Path) -> None:
    """Croissant 1.0, https://docs.mlcommons.org/croissant/docs/croissant-spec.html, "Required" of every class."""
    found = json.loads((released / "croissant.json").read_text("utf-8"))
    assert found["@type"] == "sc:Dataset" and found["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    for name in ("@context", "name", "description", "license", "url", "creator", "datePublished", "citeAs"):
        assert found[name], name
    files = {one["@id"]: one for one in found["distribution"]}
    for path, one in files.items():
        assert one["sha256"] == hashes(released)[path] and one["contentUrl"] == path and one["encodingFormat"]
    records = {one["@id"]: one for one in found["recordSet"]}
    assert set(records) == set(TABLES)
    for table, one in records.items():
        header = (released / f"{table}.csv").read_text("utf-8").splitlines()[0].split(",")
        assert [field["source"]["extract"]["column"] for field in one["field"]] == header
        assert all(field["source"]["fileObject"]["@id"] in files and field["dataType"] for field in one["field"])
    fields = {field["@id"] for one in records.values() for field in one["field"]}
    for one in records.values():
        assert {part["@id"] for part in one["key"]} <= fields


@pytest.mark.skipif(not LONG, reason="takes seconds to import; FINDINGS_LONG=1 runs it")
def test_the_croissant_is_read_by_others(released: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant", reason="the library mlcroissant is not installed")
    read = mlcroissant.Dataset(jsonld=released / "croissant.json")
    assert not read.metadata.issues.errors and not read.metadata.issues.warnings
    for table in ("reports", "recommendations", "ratings"):
        rows = [row[f"{table}/report_id"].decode() for row in read.records(table)]
        assert rows == [row["report_id"] for row in csv.DictReader(io.StringIO(text_of(released / f"{table}.csv")))]


def test_the_data_package_says_where_reports_are_from(released: Path) -> None:
    found = json.loads((released / "datapackage.json").read_text("utf-8"))
    assert found["contributors"][0] == {"title": "Lindqvist, Callum", "role": "author"} and found["version"] == "1.0.0"
    assert found["sources"][0] == {
        "title": "An inspection of probation services in: Larkhythe PDU",
        "path": "https://reports.example/larkhythe.txt",
        "report_id": "larkhythe-pdu-2023-03",
        "licence": "Open Licence",
    }
    hashed = hashes(released)
    assert all(one["hash"] == f"sha256:{hashed[one['path']]}" for one in found["resources"])


def test_what_is_no_address_is_none() -> None:
    """Words that a report prints where an address stands end no field of a citation, and become no link."""
    told = {
        "www.example.org/a_b?c=1": "www.example.org/a_b?c=1",
        "HTTPS://reports.example/(1).pdf": "HTTPS://reports.example/(1).pdf",
        "}, evil = {x": "",
        "javascript:alert(1)": "",
        'www.example.org" onclick="x': "",
        "www.example.org\nER  - ": "",
    }
    for words, address in told.items():
        (source,) = sources_of(Extracted({"reports": [Report(report_id="a", url=words)]}, {}), {})
        assert source.url == address, words
    (source,) = sources_of(Extracted({"reports": [Report(report_id="a", landing_page="ftp:x")]}, {}), {})
    assert source.landing_page == ""


def test_citations_are_read_by_others(released: Path) -> None:
    bibtexparser = pytest.importorskip("bibtexparser", reason="the library bibtexparser is not installed")
    rispy = pytest.importorskip("rispy", reason="the library rispy is not installed")
    entries = bibtexparser.parse_string(bibtex(ABOUT, [SOURCE]))
    assert not entries.failed_blocks and len(entries.entries) == 2
    one, report = (
        {name: field.value for name, field in entry.fields_dict.items()} | {"key": entry.key}
        for entry in entries.entries
    )
    assert one["author"] == "Lindqvist, Callum and {Institute for Lanterns}" and one["year"] == "2021"
    assert report["key"] == SOURCE.report_id and report["title"] == r"{An inspection of A \& B\_C: 100\% \{new\}}"
    assert report["url"] == SOURCE.url and report["year"] == "2022" and "feb" in bibtex(ABOUT, [SOURCE])
    first, second = rispy.loads(ris(ABOUT, [SOURCE]))
    assert first["type_of_reference"] == "DATA" and first["authors"] == list(ABOUT.creators)
    assert second["title"] == SOURCE.title and second["date"] == "2022/02//" and second["urls"] == [SOURCE.url]
    written = rispy.loads((released / "citation.ris").read_text("utf-8"))
    assert [record.get("id") for record in written] == [None, "larkhythe-pdu-2023-03", "tarnbury-moor-pdu-2021-05"]
    assert len(bibtexparser.parse_string((released / "citation.bib").read_text("utf-8")).entries) == 3


@pytest.mark.parametrize("table", ["ratings", "key_questions", "recommendations", "reports", "links"])
def test_all_formats_have_the_same_rows(two_reports: Path, released: Path, table: str) -> None:
    rows = [row._asdict() for row in read_dataset(two_reports).rows(table)]
    lines = (released / f"{table}.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {name: None if value == "" else value for name, value in row.items()} for row in rows
    ]
    stata = pd.read_stata(released / f"{table}.dta")
    names = stata_names(table_columns(table))
    assert list(stata) == list(names.values()) and len(stata) == len(rows)
    for column in table_columns(table):
        values = stata[names[column.name]].tolist()
        wanted = [row[column.name] for row in rows]
        if column.type is str:
            assert values == wanted, column.name
        else:
            assert [None if pd.isna(value) else value for value in values] == wanted, column.name


def test_what_stata_does_not_allow_is_told(tmp_path: Path, released: Path) -> None:
    assert "column end is the variable ends (`ratings.dta`, " in (released / "stata.md").read_text("utf-8")
    long = "number_of_people_who_were_asked_again"
    columns = [
        Column(long, str, False, "x" * 90, ""),
        Column(f"{long}_later", int, False, "short", 1),
        Column("2nd mark", str, False, "short", ""),
        Column("break", bool, False, "short", False),
    ]
    names = stata_names(columns)
    assert list(names.values()) == [long[:32], f"{long[:30]}_2", "_2nd_mark", "breaks"]
    frame = pd.DataFrame({long: ["é" * 3000], f"{long}_later": [None], "2nd mark": [""], "break": [True]})
    told = write_stata(columns, frame.astype({f"{long}_later": "Int64"}), "y" * 100, tmp_path / "a.dta")
    assert f"column {long} is the variable {long[:32]}" in told
    assert f"the label of {long} is cut; in full: {'x' * 90}" in told
    with pd.io.stata.StataReader(tmp_path / "a.dta") as reader:
        assert max(map(len, reader.variable_labels().values())) == 80 and len(reader.data_label) == 80
        assert reader.read().iloc[0].tolist()[0] == "é" * 3000, "no text is cut"


def test_the_note_says_what_is_in_it_and_what_is_new(two_reports: Path, released: Path, tmp_path: Path) -> None:
    note = (released / "release.md").read_text("utf-8")
    assert "from 2 reports, published 2021 to 2023." in note and "| hmip-pdu-2021 | 1 |" in note
    assert "| Open Licence | 1 |" in note and "| not known | 1 |" in note and "## Changes" not in note
    ratings = read_dataset(two_reports).filled("ratings")
    assert f"| ratings | {len(ratings)} |" in note
    out = release(two_reports, tmp_path / "out", "--against", str(two_reports), "--only", "tarnbury*")
    note = (out / "release.md").read_text("utf-8")
    assert "Reports lost: `larkhythe-pdu-2023-03`." in note and "from 1 report, published 2021." in note
    lost = sum(ratings["report_id"] == "larkhythe-pdu-2023-03")
    assert f"| `ratings` | unknown | 0 | {lost} | 0 |" in note, "neither the files nor the program differ"


def test_two_releases_of_one_dataset_are_the_same(two_reports: Path, tmp_path: Path) -> None:
    frames = read_dataset(two_reports)
    write_release(frames, tmp_path / "one", ABOUT)
    write_release(frames, tmp_path / "other", ABOUT)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "other") and not list((tmp_path / "one").glob("*.dta"))
    write_release(frames, tmp_path / "one", replace(ABOUT, edition="1.0.1"))
    assert json.loads((tmp_path / "one" / "run.json").read_text("utf-8"))["edition"] == "1.0.1", "it is written anew"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--creator", " "], "--creator: say who publishes the release"),
        (["--creator", "A", "--date", "soon"], "--date 'soon' is no day"),
        (["--creator", "A", "--url", "doi"], "--url 'doi' is no address"),
        (["--creator", "A", "--format", "spss"], "format 'spss' is not written; give some of csv, jsonl, stata"),
    ],
)
def test_a_release_that_cannot_be_is_refused(
    two_reports: Path, tmp_path: Path, options: list[str], message: str
) -> None:
    done = CliRunner().invoke(app, ["release", str(two_reports), "--out", str(tmp_path / "out"), *options])
    assert done.exit_code == 2 and message in done.output and not (tmp_path / "out").exists()


def test_a_release_does_not_stand_in_its_dataset(two_reports: Path) -> None:
    done = CliRunner().invoke(app, ["release", str(two_reports), "--creator", "A", "--out", str(two_reports / "out")])
    assert done.exit_code == 2 and "is within the dataset" in done.output
