"""One report from text to records: status and message, ids, evidence, and what does not change the result."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import fields
from pathlib import Path

import pytest

from extractor.errors import FindingsError, LoadError
from extractor.find import extractors, followers
from extractor.load import load_text
from extractor.packs import load_packs
from extractor.pipeline import Extraction, extract_file, extract_report
from extractor.records import EVIDENCE_COLUMNS, TABLES, Grounded, columns
from tests.generator import make_report

CASES = Path(__file__).parent / "cases"
UNIT = (CASES / "reports" / "unit-of-2021.txt").read_text(encoding="utf-8")
LIGHTHOUSES = (CASES / "reports" / "no-framework.txt").read_text(encoding="utf-8")


def extract(text: str, name: str = "report.txt") -> Extraction:
    return extract_report(load_text(text, name))


def rows(extraction: Extraction, table: str) -> list[dict[str, object]]:
    return [record.as_row() for record in extraction.records[table]]


def without_offsets(extraction: Extraction) -> dict[str, list[dict[str, object]]]:
    unstable = {"start", "end", "source", "sha256", "evidence_of", "printed_again", "format", "page", "pages"}
    return {
        table: [{name: value for name, value in row.items() if name not in unstable} for row in rows(extraction, table)]
        for table in extraction.records
    }


def test_a_recognised_report_is_ok() -> None:
    extraction = extract_report(load_text(make_report("hmip-pdu-2021", 3).text, "report.txt"))
    about = extraction.framework, extraction.status, extraction.stage, extraction.message
    assert about == ("hmip-pdu-2021", "ok", "", "")


def test_a_report_that_lacks_what_its_framework_must_have_is_partial() -> None:
    extraction = extract(UNIT)
    assert (extraction.framework, extraction.status, extraction.stage) == ("hmip-pdu-2021", "partial", "extract")
    assert "0 of 9 standards" in extraction.message
    assert extraction.report_id == "fernside-pdu-2021-12"


def test_every_table_of_a_report_is_there_even_without_rows() -> None:
    for text in (UNIT, LIGHTHOUSES, "", "\n"):
        assert tuple(extract(text).records) == (*extractors(), *followers())
    assert len(extract("").records["reports"]) == 1


def test_a_report_of_no_framework_is_partial_and_has_no_ratings() -> None:
    extraction = extract(LIGHTHOUSES)
    assert (extraction.framework, extraction.status, extraction.stage) == ("generic", "partial", "choose")
    assert "no framework recognised this report" in extraction.message
    assert not extraction.records["ratings"]
    assert [row["text"] for row in rows(extraction, "findings")] == ["They shine."]
    (report,) = rows(extraction, "reports")
    assert (report["overall_rating"], report["overall_score"], report["provider"]) == ("", None, "")


def test_a_pack_that_all_but_recognises_a_report_is_named_with_what_it_lacks(tmp_path: Path) -> None:
    pack = "id: lamps\ntitle: Lamps\nextends: base\n"
    pack += "fingerprint: {front: ['^Lamps of'], all: ['^Wicks$', '^Oil$'], none: [gas]}\n"
    (tmp_path / "lamps.yaml").write_text(pack, encoding="utf-8")
    packs = load_packs(tmp_path)

    def told(text: str) -> str:
        return extract_report(load_text(text, "lamps.txt"), packs).message.partition(";")[0]

    none = "no framework recognised this report"
    assert told("Lamps of Tarn\n\n1.2 Wicks\n\nAll are short.\n") == f"{none} (lamps would, but it has not '^Oil$')"
    assert told("Lamps of Tarn\n\nWicks\n\nOil\n\nand gas\n") == f"{none} (lamps would, but it has 'gas')"
    assert told("Lamps of Tarn\n\nAll are short.\n") == none
    assert told("Buoys of Tarn\n\nWicks\n\nOil\n") == none


def test_every_row_carries_the_id_of_its_report() -> None:
    extraction = extract(UNIT)
    for table in extraction.records:
        assert {row["report_id"] for row in rows(extraction, table)} <= {"fernside-pdu-2021-12"}
    renamed = extraction.renamed("other-2021")
    assert renamed.report_id == "other-2021"
    for table in extraction.records:
        assert {row["report_id"] for row in rows(renamed, table)} <= {"other-2021"}
        assert without_offsets(renamed)[table] == [
            {**row, "report_id": "other-2021"} for row in without_offsets(extraction)[table]
        ]


def test_columns_are_those_of_the_contract() -> None:
    for table, records in extract(UNIT).records.items():
        for record in records:
            assert type(record) is TABLES[table]
            assert list(record.as_row()) == [column.name for column in columns(TABLES[table])]


def test_evidence_quotes_the_text_and_names_a_rule_of_the_framework() -> None:
    extraction = extract(UNIT)
    ids = {rule.id for rule in load_packs()["hmip-pdu-2021"].rules}
    prefixes = {id_.split("/")[0] for id_ in ids} | {"quantities", "themes"}
    seen = 0
    for records in extraction.records.values():
        for record in records:
            if isinstance(record, Grounded):
                evidence = record.evidence
                assert extraction.report.text[evidence.start : evidence.end] == evidence.quote
                assert evidence.rule.split("/")[0] in prefixes
                seen += 1
    assert seen
    (report,) = rows(extraction, "reports")
    for field, told in json.loads(str(report["evidence_of"])).items():
        assert set(told) == set(EVIDENCE_COLUMNS), field
        assert extraction.report.text[told["start"] : told["end"]] == told["quote"], field
    assert {"provider", "published", "overall_rating", "overall_score"} <= set(json.loads(str(report["evidence_of"])))


def test_the_same_text_gives_the_same_rows() -> None:
    one, two = extract(UNIT), extract(UNIT)
    assert {t: rows(one, t) for t in one.records} == {t: rows(two, t) for t in two.records}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n\n", "\n\n\n\n"),
        lambda text: text.replace(" ", "\u00a0 ").replace("\u00a0 ", " "),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text + "\n\n\n",
    ],
    ids=["crlf", "bom", "blank lines", "blanks", "decomposed", "trailing"],
)
def test_how_a_text_is_written_down_changes_nothing(change: object) -> None:
    assert callable(change)
    assert without_offsets(extract(change(UNIT))) == without_offsets(extract(UNIT))


def test_the_name_of_the_file_gives_no_more_than_the_source() -> None:
    one, two = extract(UNIT, "a.txt"), extract(UNIT, "b-2003.txt")
    assert without_offsets(one) == without_offsets(two)
    assert [row["source"] for row in rows(two, "reports")] == ["b-2003.txt"]


def test_extract_file_reads_what_extract_report_reads(tmp_path: Path) -> None:
    path = tmp_path / "unit.txt"
    path.write_text(UNIT, encoding="utf-8")
    assert without_offsets(extract_file(path)) == without_offsets(extract(UNIT))


def test_what_is_no_report_is_told(tmp_path: Path) -> None:
    with pytest.raises(FindingsError, match="there is no such file"):
        extract_file(tmp_path / "nowhere.txt")
    with pytest.raises(FindingsError, match="is a folder"):
        extract_file(tmp_path)
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    with pytest.raises(LoadError, match="empty"):
        extract_file(empty)


ODD = (
    *("", " ", "\f\f\f", "\t\t\n\t", "?" * 5000, "- \n" * 500, "1. \n" * 500, "|" * 300),
    *("Overall rating", "Contents\n\nRatings\t3\n", "1.1 Leadership\tGood\t\t\t\n" * 50),
)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_read_without_a_fault(text: str) -> None:
    for front in ("", UNIT):
        extraction = extract(front + "\n\n" + text)
        for records in extraction.records.values():
            items = [record.item for record in records if isinstance(record, Grounded)]
            assert len(items) == len(set(items))


def test_an_extraction_says_what_it_is() -> None:
    assert [field.name for field in fields(Extraction)] == [
        "report",
        "framework",
        "status",
        "stage",
        "message",
        "records",
        "vocabulary",
    ]


def test_a_report_without_pages_has_none() -> None:
    report = load_text("1.1 Leadership\n\nLeaders lead.\n", "a.txt")
    assert report.pages == () and report.page_of(0) is None
