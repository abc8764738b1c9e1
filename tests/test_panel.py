"""The panel: what is compared with what, what is not and why; long and wide; as files."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import extractor
from extractor import records
from extractor.cli import app
from extractor.dataset.extracted import Extracted
from extractor.errors import InputError
from extractor.link.panel import Panel, make_panel
from extractor.link.panel.columns import columns
from extractor.link.panel.wide import widen
from extractor.packs import load_packs
from tests.cached_readings import LONG
from tests.generator.changes import with_changes
from tests.generator.corpus import make_corpus
from tests.made_datasets import Content, write

EVIDENCE = records.Evidence(text="x", start=0, end=1, quote="x", rule="test/x")
POINTS = {"Inadequate": 0.0, "Requires improvement": 1.0, "Good": 2.0, "Outstanding": 3.0}
DIVISION, UNIT, LATER = "hmip-probation-2018", "hmip-pdu-2021", "hmip-pdu-2023"


def report(id_: str, fieldwork: str = "", published: str = "", framework: str = UNIT, **about: Any) -> records.Report:
    told = {"provider": "Tarn PDU", "provider_type": "PDU", "region": "Downs"} | about
    return records.Report(
        report_id=id_, fieldwork_start=fieldwork, published=published, framework=framework, report_type="inspection",
        **told,
    )  # fmt: skip


def rating(report_id: str, label: str, standard: str = "staff", **about: Any) -> records.Rating:
    told: dict[str, Any] = {
        "item": f"main/{standard}", "provider": "Tarn PDU", "provider_type": "PDU", "level": "standard",
        "standard": standard.title(), "standard_id": standard, "rating": label, "as_printed": label,
        "points": POINTS.get(label), "points_max": 3 if label in POINTS else None,
        "scale": "hmip-four-point" if label in POINTS else "hmip-six-label",
    }  # fmt: skip
    return records.Rating(report_id=report_id, evidence=EVIDENCE, **told | about)


def question(report_id: str, percent: float, **about: Any) -> records.KeyQuestion:
    told = {
        "item": "2.1/assessment.safety/all", "provider": "Tarn PDU", "level": "key_question", "group": "all",
        "question": "Does assessment focus on keeping the service user safe?", "question_id": "assessment.safety",
        "standard_id": "assessment",
    } | about  # fmt: skip
    return records.KeyQuestion(report_id=report_id, percent=percent, evidence=EVIDENCE, **told)


def provider(id_: str, name: str, kind: str = "PDU", before: str = "") -> records.Provider:
    return records.Provider(provider_id=id_, name=name, provider_type=kind, region="Downs", successor_of=before)


TARN = provider("tarn-pdu", "Tarn PDU")
LINEAGE = (
    provider("tarn-area", "Tarn Probation Area", "probation area"),
    provider("tarn-nps", "NPS Tarn", "NPS division", "tarn-area"),
    provider("tarn-crc", "Tarn CRC", "CRC", "tarn-area"),
    provider("tarn-pdu", "Tarn PDU", "PDU", "tarn-nps\ntarn-crc"),
)


def made(*rows: records.Record, by: str = "standard") -> Panel:
    tables: dict[str, list[records.Record]] = {}
    for row in rows:
        tables.setdefault(row.TABLE, []).append(row)
    return make_panel(Extracted(tables, {}), by, load_packs())


def told(panel: Panel, *names: str) -> list[tuple[Any, ...]]:
    """Rows of a panel; None where a number or truth is missing."""
    frame = panel.frame[list(names)].astype(object)
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


COMPARED = ("year", "comparable", "break", "previous_report", "previous_value", "change")


def two(first: records.Record, then: records.Record, by: str = "standard", **second: Any) -> tuple[Any, ...]:
    """How the later of two inspections of a service compares with the earlier."""
    reports = [report("a", "2022-01"), replace(report("b", "2023-01"), **second)]
    panel = made(*reports, TARN, first, then, by=by)
    assert told(panel, *COMPARED)[0] == (2022, None, "", "", None, None)
    return told(panel, *COMPARED)[1]


# --- pairs of inspections -------------------------------------------------------------------------------------------


def test_same_framework_twice_is_compared() -> None:
    assert two(rating("a", "Inadequate"), rating("b", "Good")) == (2023, True, "", "a", 0, 2)


def test_gap_of_years_is_no_break() -> None:
    assert two(rating("a", "Good"), rating("b", "Good"), fieldwork_start="2031") == (2031, True, "", "a", 2, 0)


@pytest.mark.parametrize(
    ("then", "second", "breaks"),
    [
        (rating("b", "Good"), {"framework": LATER}, "framework"),
        (rating("b", "Well met"), {}, "scale"),
        (rating("b", "", percent=48), {}, "scale"),
        (rating("b", "Good", standard="Staffing", standard_id="staff", item="main/1"), {}, ""),
        (replace(rating("b", "Good"), standard="Staffing"), {}, "wording"),
        (replace(rating("b", "Good"), standard="STAFF "), {}, ""),
        (replace(rating("b", "Well met"), standard="Staffing"), {"framework": LATER}, "framework scale wording"),
        (rating("b", "Good"), {"fieldwork_start": "2022"}, None),
    ],
)
def test_breaks_of_ratings(then: records.Rating, second: dict[str, Any], breaks: str | None) -> None:
    if then.standard == "Staffing" and breaks == "":
        then = replace(then, standard="Staff")
    if breaks is None:
        panel = made(report("a", "2022-01"), replace(report("b"), **second), TARN, rating("a", "Good"), then)
        assert told(panel, "report_id", "break", "change") == [("b", "", None), ("a", "order", None)]
        return
    found = two(rating("a", "Inadequate"), then, **second)
    assert found == ((2023, True, "", "a", 0, 2) if not breaks else (2023, False, breaks, "a", None, None))


def test_labels_without_points_are_comparable_and_have_no_change() -> None:
    assert two(rating("a", "Well met"), rating("b", "Not met")) == (2023, True, "", "a", None, None)


def test_scores_are_compared_within_one_maximum() -> None:
    overall = {"standard": "overall", "level": "overall", "standard_id": "", "item": "main/overall"}
    first = replace(rating("a", "Good"), **{**overall, "standard": "", "score": 9.0, "score_max": 27.0})
    then = replace(first, report_id="b", score=12.0)
    assert two(first, then) == (2023, True, "", "a", 9, 3)
    assert two(first, replace(then, score_max=21.0)) == (2023, False, "scale", "a", None, None)
    assert two(first, replace(then, score=None, score_max=None)) == (2023, True, "", "a", None, None)
    panel = made(report("a", "2022"), TARN, first)
    assert told(panel, "standard_id", "points", "points_max", "score", "score_max", "unit") == [
        ("overall", 2, 3, 9, 27, "score")
    ]  # fmt: skip


def test_questions_are_compared_by_id_group_and_wording() -> None:
    asked = question("b", 60)
    assert two(question("a", 47), asked, "question") == (2023, True, "", "a", 47, 13)
    same = replace(asked, question="Does assessment focus on keeping the person on probation  safe")
    assert two(question("a", 47), same, "question") == (2023, True, "", "a", 47, 13)
    other = replace(asked, question="Does assessment sufficiently focus on keeping people safe?")
    assert two(question("a", 47), other, "question") == (2023, False, "wording", "a", None, None)
    assert two(question("a", 47), replace(asked, group="community"), "question") == (2023, None, "", "", None, None)
    assert two(question("a", 47), asked, "question", framework=LATER)[1:3] == (False, "framework")


def test_percentages_of_fractions_do_not_gather_dust() -> None:
    assert two(question("a", 10.1), question("b", 10.4), "question")[-1] == 0.3


def test_value_that_is_given_twice() -> None:
    again = replace(rating("b", "Good"), item="main/staff-2")
    reports = (report("a", "2022-01"), report("b", "2023-01"), report("c", "2024-01"), TARN)
    rows = (rating("a", "Good"), rating("b", "Good"), rating("c", "Good"))
    assert [row[1] for row in told(made(*reports, *rows, again), "item", "break")] == ["", "", ""]
    clash = replace(again, rating="Inadequate", points=0)
    assert told(made(*reports, *rows, clash), "report_id", "rating", "break") == [
        ("a", "Good", ""), ("b", "Good", "twice"), ("c", "Good", "twice")
    ]  # fmt: skip


def test_derived_ratings_are_marked() -> None:
    computed = replace(rating("b", "Good"), evidence=replace(EVIDENCE, text="x", derived=True))
    panel = made(report("a", "2022"), report("b", "2023"), TARN, rating("a", "Good"), computed)
    assert told(panel, "derived") == [(False,), (True,)]


# --- dates ------------------------------------------------------------------------------------------------------------


def test_two_reports_of_one_year() -> None:
    rows = [rating("a", "Inadequate"), rating("b", "Good"), rating("c", "Outstanding")]
    panel = made(report("a", "2022-02-14"), report("b", "2022-09"), report("c", "2023"), TARN, *rows)
    assert [row[:4] for row in told(panel, *COMPARED)] == [
        (2022, None, "", ""), (2022, True, "", "a"), (2023, True, "", "b")
    ]  # fmt: skip
    wide = widen(panel)
    assert wide.loc[0, ["rating_2022", "break_2022", "rating_2023", "break_2023"]].tolist() == [
        "Inadequate; Good", "several", "Outstanding", ""
    ]  # fmt: skip
    assert wide["points_2023"].tolist() == [3] and "points_2022" not in wide


def test_dates_that_do_not_tell_which_came_first() -> None:
    rows = [rating("a", "Inadequate"), rating("b", "Good"), rating("c", "Good")]
    panel = made(report("a", "2022-02"), report("b", "", "2022"), report("c", "2023-01"), TARN, *rows)
    assert told(panel, "report_id", "date", "date_is", "break") == [
        ("b", "2022", "published", ""), ("a", "2022-02", "fieldwork", "order"), ("c", "2023-01", "fieldwork", "order")
    ]  # fmt: skip


def test_dates_of_a_kind_are_compared() -> None:
    """The one was published before the other, whose fieldwork was before that."""
    panel = made(
        report("a", "2022-03", "2022-08"), report("b", "", "2022-05"), TARN, rating("a", "Good"), rating("b", "Good")
    )
    assert told(panel, "report_id", "comparable", "break") == [("a", None, ""), ("b", False, "order")]


def test_observation_without_a_date() -> None:
    panel = made(report("a"), report("b", "2022"), TARN, rating("a", "Good"), rating("b", "Good"))
    assert told(panel, "report_id", "year", "date", "date_is", "comparable") == [
        ("a", None, "", "", None), ("b", 2022, "2022", "fieldwork", None)
    ]  # fmt: skip
    assert len(widen(panel)) == 1


# --- lineages ---------------------------------------------------------------------------------------------------------


def inspected() -> list[records.Record]:
    """An area, then a division and a CRC, then a PDU that took over from both."""
    who = {
        "area": ("Tarn Probation Area", "probation area", "", "2005-03", "hmip-esi-2003"),
        "nps": ("NPS Tarn", "NPS division", "2018-11", "2019-02", DIVISION),
        "crc": ("Tarn CRC", "CRC", "2019-02", "2019-05", DIVISION),
        "pdu": ("Tarn PDU", "PDU", "2022-01", "2022-05", UNIT),
    }
    rows: list[records.Record] = [*LINEAGE]
    for id_, (name, kind, fieldwork, published, framework) in who.items():
        rows.append(report(id_, fieldwork, published, framework, provider=name, provider_type=kind))
        label = "Well met" if id_ == "area" else "Good"
        rows.append(rating(id_, label, provider=name, provider_type=kind))
    rows.append(rating("nps", "Outstanding", "court-work", provider="NPS Tarn", provider_type="NPS division"))
    rows.append(rating("pdu", "Inadequate", "court-work"))
    return rows


def test_predecessors_are_in_the_lineage_and_not_compared_with_each_other() -> None:
    panel = made(*inspected())
    assert told(panel, "lineage", "provider_id", "standard_id", "previous_report", "break") == [
        ("tarn-pdu", "tarn-nps", "court-work", "", ""),
        ("tarn-pdu", "tarn-pdu", "court-work", "nps", "framework unit"),
        ("tarn-pdu", "tarn-area", "staff", "", ""),
        ("tarn-pdu", "tarn-nps", "staff", "area", "framework scale unit"),
        ("tarn-pdu", "tarn-crc", "staff", "area", "framework scale unit"),
        ("tarn-pdu", "tarn-pdu", "staff", "crc", "framework unit"),
    ]
    assert set(panel.frame["previous_value"].isna()) == {True}


def test_wide_panel_says_where_a_cell_is_of_another_service() -> None:
    rows = [row for row in inspected() if getattr(row, "report_id", "") != "area"]
    wide = widen(made(*rows)).set_index("standard_id").loc["staff"]
    assert wide[["rating_2018", "rating_2019", "rating_2022"]].tolist() == ["Good", "Good", "Good"]
    assert wide[["break_2018", "break_2019", "break_2022"]].tolist() == ["", "unit", "framework unit"]


def test_service_with_two_successors_is_in_both_lineages() -> None:
    other = provider("fell-pdu", "Fell PDU", "PDU", "tarn-nps")
    panel = made(
        *inspected(), other, report("fell", "2023", provider="Fell PDU"), rating("fell", "Good", provider="Fell PDU")
    )
    found = panel.frame[panel.frame["standard_id"] == "staff"]
    assert found.groupby("lineage")["provider_id"].agg(list).to_dict() == {
        "fell-pdu": ["tarn-area", "tarn-nps", "fell-pdu"],
        "tarn-pdu": ["tarn-area", "tarn-nps", "tarn-crc", "tarn-pdu"],
    }
    assert not panel.frame.duplicated(["lineage", "report_id", "item"]).any()


def test_services_that_follow_in_a_circle_are_lineages_of_their_own() -> None:
    round_ = (provider("a", "A PDU", before="b"), provider("b", "B PDU", before="a"))
    panel = made(*round_, report("r", "2022", provider="A PDU"), rating("r", "Good", provider="A PDU"))
    assert told(panel, "lineage", "provider_id") == [("a", "a")]


def test_service_that_the_providers_lack_is_a_lineage_of_its_own() -> None:
    rows = [report(id_, when, provider="Unknown Moor") for id_, when in (("a", "2022"), ("b", "2023"))]
    panel = made(TARN, *rows, *(rating(id_, "Good", provider="Unknown Moor") for id_ in "ab"))
    assert told(panel, "lineage", "provider_id", "comparable") == [
        ("unknown-moor", "unknown-moor", None), ("unknown-moor", "unknown-moor", True)
    ]  # fmt: skip


def test_row_that_shortens_the_name_is_about_the_service_of_its_report() -> None:
    panel = made(TARN, report("a", "2022"), question("a", 47, provider="Tarn"), by="question")
    assert told(panel, "provider_id", "provider", "provider_type") == [("tarn-pdu", "Tarn", "PDU")]


def test_rows_that_name_no_service_are_counted_and_left_out() -> None:
    panel = made(report("a", "2022", provider="", provider_type=""), rating("a", "Good", provider=""))
    assert len(panel.frame) == 0 and panel.nameless == 1 and len(widen(panel)) == 0


# --- summaries --------------------------------------------------------------------------------------------------------


def summary(*, date: str = "2019-02-21", **own: Any) -> Panel:
    """A summary that tells of a division and a CRC; the division's own report is there."""
    rows = [row for row in inspected() if getattr(row, "report_id", "") not in ("area", "crc", "pdu")]
    rows = [replace(row, **own) if isinstance(row, records.Report) else row for row in rows]
    rows.append(
        replace(
            report("sum", "", "2019-10", "hmip-summary-2019", provider="", provider_type="", region=""),
            report_type="summary",
        )
    )
    for id_, name, kind, when in (
        ("tarn-nps", "Tarn", "NPS division", date),
        ("tarn-crc", "Tarn", "CRC", "2019-05-08"),
    ):
        about = {"provider": name, "provider_type": kind, "date": when}
        rows.append(rating("sum", "Inadequate", item=f"{id_}/main/1.2", **about))
    return made(*rows)


def test_own_report_goes_before_a_summary() -> None:
    panel = summary()
    found = told(panel, "provider_id", "report_id", "standard_id", "rating", "date", "framework")
    assert found == [
        ("tarn-nps", "nps", "court-work", "Outstanding", "2018-11", DIVISION),
        ("tarn-nps", "nps", "staff", "Good", "2018-11", DIVISION),
        ("tarn-crc", "sum", "staff", "Inadequate", "2019-05-08", DIVISION),
    ]
    assert panel.retold == 1
    assert told(panel, "region")[2] == ("Downs",)


@pytest.mark.parametrize(
    ("date", "own", "kept"),
    [
        ("2019-02-21", {"published": "2019"}, False),
        ("2019-02-21", {"published": "2019-02-21"}, False),
        ("2019-03-21", {"published": "2019-02"}, False),
        ("2019-07-21", {"published": "2019-02"}, True),
        ("2019-02-21", {"published": "2019", "fieldwork_start": "2019-06"}, True),
        ("2019-02-21", {"published": ""}, False),
        ("2022-02-21", {"published": ""}, True),
        ("", {"published": "2019-02"}, False),
        ("", {"published": "2020-02"}, True),
    ],
)
def test_inspection_of_a_summary_is_known_by_its_date(date: str, own: dict[str, str], kept: bool) -> None:
    panel = summary(date=date, **own)
    assert ("tarn-nps", "sum") in told(panel, "provider_id", "report_id") if kept else panel.retold == 1


def test_what_the_own_report_lacks_is_taken_from_the_summary_at_its_date() -> None:
    rows = [
        report("nps", "2018-11", "2019-02", DIVISION, provider="NPS Tarn", provider_type="NPS division"),
        report("sum", "", "2019-10", "hmip-summary-2019", provider="", provider_type=""),
        rating("sum", "Good", provider="Tarn", provider_type="NPS division", date="2019-02-21"),
    ]
    panel = made(*LINEAGE, *rows)
    assert told(panel, "report_id", "date", "date_is", "framework") == [("sum", "2018-11", "fieldwork", DIVISION)]


def test_two_summaries_of_one_inspection_are_one_observation() -> None:
    rows = [
        row
        for id_ in ("sum", "sun")
        for row in (
            report(id_, "", "2019-10", "hmip-summary-2019", provider="", provider_type=""),
            rating(id_, "Good", provider="Tarn", provider_type="CRC", date="2019-05-08"),
        )
    ]
    panel = made(*LINEAGE, *rows)
    assert told(panel, "report_id") == [("sum",)] and panel.retold == 1


# --- a whole dataset --------------------------------------------------------------------------------------------------


def test_every_planted_break_is_found_and_none_is_invented() -> None:
    changed = with_changes(make_corpus(1000 if LONG else 300), seed=5)
    data = Extracted(changed.tables, {})
    for by, truth in (("standard", changed.ratings), ("question", changed.questions)):
        frame = extractor.panel(data, by)
        pairs = frame[frame["previous_report"] != ""]
        name = pairs["standard_id"] if by == "standard" else pairs["question_id"] + "/" + pairs["group"]
        found = set(
            zip(
                pairs["report_id"], name, pairs["previous_report"], map(frozenset, pairs["break"].str.split()),
                strict=True,
            )
        )  # fmt: skip
        assert found == truth
        kinds = {kind for *_, breaks in truth for kind in breaks}
        assert kinds == {"framework", "unit", "order", "wording"} | ({"scale", "twice"} if by == "standard" else set())
        assert (pairs["comparable"] == (pairs["break"] == "")).all() and pairs["comparable"].sum() > 75
        assert (frame["change"].notna() <= frame["comparable"].fillna(False)).all()
        table, names, measure = (
            ("ratings", ["standard_id"], "points")
            if by == "standard"
            else ("key_questions", ["question_id", "group"], "percent")
        )
        told = data[table][["report_id", *names, measure]].itertuples(index=False)
        values = {tuple("" if pd.isna(one) else one for one in key): value for *key, value in told}
        changes = pairs[pairs["change"].notna()].head(300)
        for row in changes[["report_id", "previous_report", *names, "change"]].itertuples(index=False):
            later, earlier, *what, change = row
            what = ["" if name == "overall" else name for name in what]
            assert change == values[(later, *what)] - values[(earlier, *what)]


def test_panel_by_something_else_is_refused() -> None:
    with pytest.raises(InputError, match="'month'; give standard or question"):
        extractor.panel(Extracted({}, {}), "month")


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    rows = [*inspected(), report("late", "2023-01", "2023-05")]
    rows += [rating("late", "Outstanding", as_printed="=Outstanding"), question("pdu", 47), question("late", 52)]
    rows += [replace(question("pdu", 30), group="crc", item="x", question="É" * 3000 + "?", question_id="long")]
    tables: dict[str, list[records.Record]] = {}
    for row in rows:
        tables.setdefault(row.TABLE, []).append(row)
    write(Content(tables, {}, "0"), tmp_path / "all")
    return tmp_path / "all"


def run(*args: Any) -> Any:
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_files_of_a_panel(dataset: Path) -> None:
    done = run("panel", dataset)
    assert done.exit_code == 0, done.output
    shown = [line.split() for line in done.output.splitlines()]
    assert ["lineages", "1"] in shown and ["services", "4"] in shown
    assert ["reports", "5,", "2005", "to", "2023"] in shown
    assert "7, in 7 rows" in done.output and "5, each" in done.output and "1 are comparable" in done.output
    assert ["framework", "4", "the", "two"] in [line[:4] for line in shown]
    out = dataset.with_name("all-panel")
    assert sorted(path.name for path in out.iterdir()) == [
        "datapackage.json", "panel.html", "panel.md", "panel_long.csv", "panel_long.dta", "panel_wide.csv", "run.json"
    ]  # fmt: skip
    with (out / "panel_long.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert lines[-1]["as_printed"] == "'=Outstanding" and lines[-1]["change"] == "1"
    assert lines[0]["comparable"] == lines[0]["change"] == lines[0]["previous_year"] == ""
    stata = pd.read_stata(out / "panel_long.dta")
    assert stata["as_printed"].iloc[-1] == "=Outstanding" and stata["change"].iloc[-1] == 1
    assert stata["comparable"].isna().sum() == 2 and stata["comparable"].iloc[-1] == 1
    assert list(stata) == ["breaks" if c.name == "break" else c.name for c in columns("standard")]
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        header = (out / resource["path"]).read_text("utf-8").splitlines()[0]
        assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]
        keys = pd.read_csv(out / resource["path"])[resource["schema"]["primaryKey"]]
        assert not keys.duplicated().any()
    assert run("panel", dataset).exit_code == 0


def test_files_are_the_same_at_every_run(dataset: Path) -> None:
    for name in ("one", "two"):
        assert run("panel", dataset, "--by", "question", "--out", dataset.with_name(name)).exit_code == 0
    one, two_ = ({p.name: p.read_bytes() for p in dataset.with_name(name).iterdir()} for name in ("one", "two"))
    assert one == two_


def test_long_wordings_are_not_cut_for_stata(dataset: Path) -> None:
    out = dataset.with_name("q")
    assert run("panel", dataset, "--by", "question", "--out", out).exit_code == 0
    stata = pd.read_stata(out / "panel_long.dta").set_index("question_id")
    assert stata.loc["long", "question"] == "É" * 3000 + "?"
    assert stata.loc["assessment.safety", "change"].tolist()[-1] == 5


@pytest.mark.parametrize("by", ["standard", "question"])
def test_names_and_labels_fit_stata(by: str) -> None:
    for column in columns(by):
        assert len(column.name) <= 32 and 0 < len(column.doc) <= 80, column.name


def test_how_to_read_it_is_true(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("panel", dataset).exit_code == 0
    monkeypatch.chdir(dataset.with_name("all-panel"))
    code = Path("panel.md").read_text("utf-8").split("```python\n")[1].split("```")[0]
    names: dict[str, Any] = {}
    exec(code, names)
    assert names["pairs"]["change"].tolist() == [1] and names["panel"]["date"].iloc[0] == "2018-11"


def test_empty_dataset_gives_empty_files(tmp_path: Path) -> None:
    write(Content({}, {}, "0"), tmp_path / "none")
    done = run("panel", tmp_path / "none", "--by", "question")
    assert done.exit_code == 0 and ["lineages", "0"] in [line.split() for line in done.output.splitlines()]
    assert len(pd.read_stata(tmp_path / "none-panel" / "panel_long.dta")) == 0


def test_what_is_not_ours_is_not_replaced(dataset: Path) -> None:
    out = dataset.with_name("mine")
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    done = run("panel", dataset, "--out", out)
    assert done.exit_code == 2 and "Name another folder" in done.output
    done = run("panel", dataset, "--by", "month")
    assert done.exit_code == 2 and "give standard or question" in done.output
