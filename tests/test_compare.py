"""Comparisons of inspections: small tables whose truth is written by hand, and a generated corpus with known counts."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console
from typer.testing import CliRunner

from extractor import records
from extractor.cli import app
from extractor.cli.show.compare import show_sheet
from extractor.compare.change import changes
from extractor.compare.colours import colours, ink
from extractor.compare.comparison import GROUPS, Comparison, compare
from extractor.compare.counting import distribution, means, medians
from extractor.compare.files import write_comparison
from extractor.compare.judgements import AGAIN, NO_SCALE, NOT_LABELLED, OUTSIDE, Judgements, read_judgements
from extractor.compare.page import comparison_page
from extractor.compare.scales import Scale
from extractor.compare.sheets import Sheet, labelled
from extractor.dataset.addresses import nowhere
from extractor.dataset.extracted import Extracted
from extractor.document import Report
from extractor.errors import InputError, OutputError
from extractor.link.panel import make_panel
from extractor.packs import load_packs
from tests.generator.corpus import LABELS, STANDARDS, make_corpus
from tests.made_datasets import write

FOUR, SIX = "hmip-four-point", "hmip-six-label"
TEXT = Report("r.txt", "0" * 64, "txt", "words of a report", ())


def report(id_: str, framework: str = "hmip-pdu-2021", when: str = "2022-01-10", **about: str) -> records.Report:
    values: dict[str, str] = {"report_type": "inspection", "framework": framework, "fieldwork_start": when, **about}
    return records.Report(report_id=id_, **values)  # type: ignore[arg-type]


def rating(id_: str, provider: str, standard: str, label: str, /, **about: object) -> records.Rating:
    overall = standard == "overall"
    values: dict[str, object] = {
        "report_id": id_, "item": f"{provider}/{standard}", "provider": provider, "rating": label, "scale": FOUR,
        "level": "overall" if overall else "standard", "standard_id": "" if overall else standard,
        "standard": "" if overall else standard.capitalize(), "provider_type": "PDU",
    }  # fmt: skip
    return records.Rating(evidence=TEXT.cite(0, 5, "test/row"), **{**values, **about})  # type: ignore[arg-type]


def dataset(*rows: records.Record) -> Extracted:
    tables: dict[str, list[records.Record]] = {}
    for row in rows:
        tables.setdefault(row.TABLE, []).append(row)
    return Extracted(tables, {})


def judged(*rows: records.Record) -> Judgements:
    return read_judgements(make_panel(dataset(*rows), "standard", load_packs()))


def sheet(comparison: Comparison, name: str) -> Sheet:
    return next(sheet for sheet in comparison.sheets if sheet.name == name)


# Two services: Tarn, inspected twice under one framework, and Moor, inspected once.
TWICE = (
    report("tarn-2021", when="2021-03-01", region="Fell"),
    report("tarn-2022", when="2022-03-01", region="Fell"),
    report("moor-2022", when="2022-05-01", region="Dale"),
    rating("tarn-2021", "Tarn PDU", "overall", "Good", score=5, score_max=6),
    rating("tarn-2021", "Tarn PDU", "staff", "Outstanding", ref="1.2"),
    rating("tarn-2021", "Tarn PDU", "leadership", "Good", ref="1.1"),
    rating("tarn-2022", "Tarn PDU", "overall", "Requires improvement", score=2, score_max=6),
    rating("tarn-2022", "Tarn PDU", "staff", "Inadequate", ref="1.2"),
    rating("tarn-2022", "Tarn PDU", "leadership", "Good", ref="1.1"),
    rating("moor-2022", "Moor PDU", "overall", "Good", score=4, score_max=6),
    rating("moor-2022", "Moor PDU", "staff", "Good", ref="1.2"),
    rating("moor-2022", "Moor PDU", "leadership", "Good", ref="1.1"),
)


def test_matrix_ranks_and_change_by_standard() -> None:
    found = compare(dataset(*TWICE), "standard")
    matrix = sheet(found, f"matrix-{FOUR}")
    assert list(matrix.matrix) == ["leadership", "staff"] and matrix.heading("staff") == "Staff"
    cells = matrix.frame[["report_id", "overall", "score", "leadership", "staff"]].to_numpy().tolist()
    assert cells == [
        ["tarn-2021", "Good", 5, "Good", "Outstanding"],
        ["moor-2022", "Good", 4, "Good", "Good"],
        ["tarn-2022", "Requires improvement", 2, "Good", "Inadequate"],
    ]
    ranked = sheet(found, f"ranking-{FOUR}").frame
    assert list(ranked)[:2] == ["provider", "rank"]
    assert ranked[["rank", "of", "report_id"]].to_numpy().tolist() == [[1, 2, "moor-2022"], [2, 2, "tarn-2022"]]
    mean = sheet(found, f"means-{FOUR}").frame
    assert mean[["rank", "standard", "mean_points", "judgements"]].to_numpy().tolist() == [
        [1, "Leadership", 2, 3], [2, "Staff", pytest.approx(5 / 3), 3],
    ]  # fmt: skip
    changed = sheet(found, "change").frame
    assert changed["comparable"].all() and set(changed["previous_report"]) == {"tarn-2021"}
    assert dict(zip(changed["standard_id"], changed["steps"], strict=True)) == {"": -1, "staff": -3, "leadership": 0}
    overall = changed[changed["level"] == "overall"].iloc[0]
    assert (overall["previous_score"], overall["score"]) == (5, 2)
    assert sheet(found, "change-by").frame[["standard_id", "better", "same", "worse"]].to_numpy().tolist() == [
        ["leadership", 0, 1, 0], ["staff", 0, 0, 1],
    ]  # fmt: skip


def test_two_inspectorates_at_one_place_are_two_inspections_and_never_ranked_together() -> None:
    grades = "ofsted-four-point"
    rows = [
        report("probation", when="2022-01-10", provider="Tarn", provider_type="local area"),
        report("schools", "ofsted-ilacs", when="2022-01-10", provider="Tarn", provider_type="local area"),
        rating("probation", "Tarn", "staff", "Good", provider_type="local area"),
        rating("probation", "Tarn", "overall", "Good", provider_type="local area", score=5, score_max=6),
        rating("schools", "Tarn", "staff", "Inadequate", provider_type="local area", scale=grades),
        rating("schools", "Tarn", "overall", "Inadequate", provider_type="local area", scale=grades),
    ]
    found = compare(dataset(*rows), "inspectorate", load_packs())
    assert found.inspections == 2 and "never merged" in " ".join(found.notes)
    for scale, body in ((FOUR, "HM Inspectorate of Probation"), (grades, "Ofsted")):
        assert sheet(found, f"distribution-{scale}").frame["inspectorate"].tolist() == [body]
    assert not [one.name for one in found.sheets if one.name.startswith(("means", "ranking"))]
    changed = sheet(found, "change").frame
    assert not changed["comparable"].any()
    ranked = sheet(compare(dataset(*rows), "standard", load_packs()), f"ranking-{FOUR}").frame
    assert ranked[["report_id", "of"]].to_numpy().tolist() == [["probation", 1]]
    panel = make_panel(dataset(*rows), "standard", load_packs()).frame
    assert dict(zip(panel["report_id"], panel["inspectorate"], strict=True)) == {
        "probation": "HM Inspectorate of Probation", "schools": "Ofsted",
    }  # fmt: skip


def test_what_another_inspectorate_judged_between_is_no_earlier_observation() -> None:
    kind = {"provider": "Tarn", "provider_type": "local area"}
    schools: dict[str, object] = {"provider_type": "local area", "scale": "ofsted-four-point"}
    rows = [
        report("first", when="2020-01-10", **kind),
        report("between", "ofsted-ilacs", when="2021-01-10", **kind),
        report("last", when="2022-01-10", **kind),
        rating("first", "Tarn", "overall", "Good", provider_type="local area"),
        rating("between", "Tarn", "overall", "Inadequate", **schools),
        rating("last", "Tarn", "overall", "Outstanding", provider_type="local area"),
    ]
    found = make_panel(dataset(*rows), "standard", load_packs()).frame
    before = dict(zip(found["report_id"], found["previous_report"], strict=True))
    assert before == {"first": "", "between": "", "last": "first"}
    (change,) = sheet(compare(dataset(*rows), "standard", load_packs()), "change").frame["steps"].dropna().tolist()
    assert change == 1


def test_groups_by_region() -> None:
    found = compare(dataset(*TWICE), "region")
    matrix = sheet(found, f"matrix-{FOUR}").frame
    assert matrix.to_numpy().tolist() == [["Dale", 2, 1, 2, 1, 2], ["Fell", 2, 2, 1.5, 2, 4]]
    spread = sheet(found, f"distribution-{FOUR}").frame.set_index("region")
    assert spread.loc["Fell", [*reversed(LABELS), "total"]].tolist() == [1, 2, 0, 1, 4]
    assert spread.loc["Fell", "Good %"] == 50
    overall = sheet(found, f"overall-{FOUR}").frame.set_index("region")
    assert overall.loc["Fell", ["Good", "Requires improvement", "total"]].tolist() == [1, 1, 2]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (report("a", "hmip-pdu-2021", "2021"), report("b", "hmip-pdu-2023", "2023"), "different frameworks"),
        (report("a", when="2022"), report("b", when="2022-03"), "which came first"),
        (report("a", when=""), report("b", when="2022-03"), "which came first"),
        (report("a", "", "2021"), report("b", "", "2023"), "that of one is not known"),
    ],
)
def test_what_cannot_be_compared_says_why(first: records.Report, second: records.Report, why: str) -> None:
    rows = [rating(id_, "Tarn PDU", "staff", label) for id_, label in (("a", "Good"), ("b", "Inadequate"))]
    found = changes(judged(first, second, *rows).rows)
    assert len(found) == 1 and not found["comparable"].any() and why in found["why_not"].iat[0]
    assert found["steps"].isna().all() and found["rating"].iat[0] == ""


def test_scales_are_never_merged() -> None:
    rows = [
        report("a", "f", "2004"), report("b", "f", "2022"), rating("b", "Tarn PDU", "staff", "Good"),
        rating("a", "Tarn PDU", "staff", "Well met", scale=SIX), rating("a", "Tarn PDU", "case", "Poor", scale=SIX),
    ]  # fmt: skip
    found = compare(dataset(*rows), "type")
    assert sheet(found, f"distribution-{FOUR}").frame["total"].tolist() == [1]
    six = sheet(found, f"matrix-{SIX}").frame
    assert six[["staff", "case"]].to_numpy().tolist() == [["Well met", "Poor"]]
    assert f"means-{SIX}" not in [sheet.name for sheet in found.sheets] and "never merged" in found.notes[0]
    changed = sheet(found, "change").frame
    assert not changed["comparable"].any() and "another rating scale" in changed["why_not"].iat[0]


def test_what_is_set_apart_is_counted() -> None:
    rows = [
        report("a"), rating("a", "Tarn PDU", "staff", "Splendid"),
        rating("a", "Tarn PDU", "services", "Good", scale=""),
        rating("a", "Tarn PDU", "leadership", "", percent=48), rating("a", "Tarn PDU", "planning", "Good"),
    ]  # fmt: skip
    found = judged(*rows)
    assert found.rows["standard_id"].tolist() == ["planning"]
    counted = {row.reason: (row.judgements, row.example) for row in found.apart.itertuples()}
    assert counted == {
        OUTSIDE: (1, "a Tarn PDU/staff"),
        NO_SCALE: (1, "a Tarn PDU/services"),
        NOT_LABELLED: (1, "a Tarn PDU/leadership"),
    }


def test_a_summary_tells_no_judgement_twice() -> None:
    rows = [
        report("own", published="2022-05", provider="Tarn PDU"), rating("own", "Tarn PDU", "staff", "Good"),
        report("sum", "s", report_type="summary", published="2022-09"),
        rating("sum", "Tarn PDU", "staff", "Good", date="2022-05-12"),
        rating("sum", "Moor PDU", "staff", "Good", date="2022-05-12"),
        rating("sum", "Fell PDU", "staff", "Good", date="2021-05-12"),
    ]  # fmt: skip
    found = judged(*rows)
    assert sorted(found.rows["provider"]) == ["Fell PDU", "Moor PDU", "Tarn PDU"]
    assert found.apart["reason"].tolist() == [AGAIN]
    page = comparison_page(compare(dataset(*rows), "standard"), "all", nowhere)
    assert AGAIN in page and "sum" in page  # what is set apart is shown with its date


def test_the_score_that_only_a_summary_prints_is_kept() -> None:
    rows = [
        report("own", published="2022-05", provider="Tarn PDU"), rating("own", "Tarn PDU", "overall", "Good"),
        report("sum", "s", report_type="summary", published="2022-09"),
        rating("sum", "Tarn PDU", "overall", "Good", date="2022-05-12", score=20, score_max=30),
    ]  # fmt: skip
    found = judged(*rows).rows
    assert found[["report_id", "points", "score", "score_max"]].to_numpy().tolist() == [["own", 2, 20, 30]]


def test_services_are_told_by_the_table_of_providers() -> None:
    rows = [
        records.Provider(
            provider_id="tarn", name="Tarn PDU", provider_type="PDU", region="Fell", aliases="PDU of Tarn",
        ),
        report("a", when="2021"), report("b", when="2022"), rating("a", "PDU of Tarn", "staff", "Good"),
        rating("b", "Tarn PDU", "staff", "Good", provider_type=""),
        rating("b", "Unheard of", "staff", "Good", provider_type=""),
    ]  # fmt: skip
    found = judged(*rows).rows
    assert found["provider_id"].tolist() == ["tarn", "tarn", "unheard-of"]
    assert found["provider_type"].tolist() == ["PDU", "PDU", "not told"]
    assert found["region"].tolist() == ["Fell", "Fell", "not told"]


def test_a_scale_of_ones_own() -> None:
    rows = [report("a"), report("b", when="2023")]
    for id_, labels in (("a", ("High", "Low")), ("b", ("Low", "Low"))):
        for standard, label in zip(("staff", "planning"), labels, strict=True):
            rows.append(rating(id_, "Tarn PDU", standard, label, scale="own"))  # type: ignore[arg-type]
    found = compare(dataset(*rows), "type")
    assert "own does not come with the program" in " ".join(found.notes)
    assert sheet(found, "distribution-own").frame[["High", "Low"]].to_numpy().tolist() == [[1, 3]]
    assert not {"matrix-own", "means-own"} & {sheet.name for sheet in found.sheets}, "nobody knows which is better"
    assert not sheet(found, "change").frame["comparable"].any()
    points = {"High": 5, "Low": 2}
    scored = [replace(row, points=points[row.rating]) if isinstance(row, records.Rating) else row for row in rows]
    found = compare(dataset(*scored), "type")
    assert sheet(found, "means-own").frame["mean_points"].tolist() == [2.75]


def test_parts_and_standards_without_an_id_have_columns_of_their_own() -> None:
    rows = [
        report("a"), rating("a", "Tarn PDU", "staff", "Good"),
        rating("a", "Tarn PDU", "staff", "Inadequate", part="youth"),
        rating("a", "Tarn PDU", "x", "Outstanding", standard_id="", standard="Kindness"),
    ]  # fmt: skip
    frame = sheet(compare(dataset(*rows), "standard"), f"matrix-{FOUR}").frame
    assert frame[["staff", "staff/youth", "kindness"]].to_numpy().tolist() == [["Good", "Inadequate", "Outstanding"]]


def test_counting_by_hand() -> None:
    scale = Scale("s", "S", ("A", "B", "C"), (2, 1, 0))
    rows = pd.DataFrame({"g": ["x", "x", "x", "y"], "rating": ["A", "C", "B", "C"], "place": [0, 2, 1, 2]})
    rows["points"] = pd.array([2, 0, 1, 0], dtype="Float64")
    long = distribution(rows, ["g"], scale)
    assert long["judgements"].tolist() == [1, 1, 1, 0, 0, 1] and long["total"].tolist() == [3, 3, 3, 1, 1, 1]
    assert long.loc[long["g"] == "y", "percent"].tolist() == [0, 0, 100]
    assert means(rows, ["g"])["mean_points"].tolist() == [1, 0]
    assert medians(rows, ["g"], scale)["median"].tolist() == ["B", "C"]
    assert medians(rows.iloc[[0, 1]], ["g"], scale)["median"].tolist() == ["C"], "of two in the middle the lower"


def test_counts_equal_the_truth_of_a_corpus() -> None:
    corpus = make_corpus(100, seed=4)
    data = Extracted(corpus.content.tables, {})
    truth = Counter(
        (row.provider_type, row.rating)
        for row in corpus.content.tables["ratings"]
        if isinstance(row, records.Rating) and row.scale == FOUR and row.level == "standard"
    )
    found = sheet(compare(data, "type"), f"distribution-{FOUR}").frame.set_index("provider_type")
    assert {(kind, label): found.loc[kind, label] for kind in found.index for label in LABELS} == truth
    matrix = sheet(compare(data, "standard"), f"matrix-{FOUR}").frame
    assert len(matrix) == 80 and (matrix.loc[matrix["framework"] == "hmip-pdu-2023", "victim-work"] == "").all()
    frameworks = sheet(compare(data, "framework"), f"means-{FOUR}").frame
    assert set(frameworks["framework"]) == set(STANDARDS)
    questions = sheet(compare(data, "question"), "matrix").frame
    asked = next(row for row in corpus.content.tables["key_questions"] if isinstance(row, records.KeyQuestion))
    assert len(questions) == 80
    assert questions.set_index("report_id").loc[asked.report_id, asked.question_id] == asked.percent


def test_question_changes_are_percentage_points() -> None:
    rows: list[records.Record] = [report("a", when="2021"), report("b", when="2022")]
    for id_, percent in (("a", 40), ("b", 47)):
        for group, off in (("all", 0), ("community", 9)):
            rows.append(
                records.KeyQuestion(
                    report_id=id_,
                    item=f"q/{group}",
                    provider="Tarn PDU",
                    level="key_question",
                    question="Does it?",
                    question_id="staff.does",
                    group=group,
                    percent=percent + off,
                    evidence=TEXT.cite(0, 5, "test/row"),
                )
            )
    found = compare(dataset(*rows), "question")
    assert sheet(found, "change").frame[["previous_percent", "percent", "change"]].to_numpy().tolist() == [[40, 47, 7]]
    assert sheet(found, "means").frame["mean_percent"].tolist() == [43.5]


@pytest.mark.parametrize("by", GROUPS)
def test_a_dataset_without_anything(by: str, tmp_path: Path) -> None:
    found = compare(dataset(), by)
    write_comparison(found, tmp_path / "out", "nothing")
    assert all(sheet.frame.empty for sheet in found.sheets)


@pytest.mark.parametrize("width", [60, 120, 200])
def test_a_matrix_keeps_to_the_width_of_the_terminal(width: int) -> None:
    judged = [(f"s{n}", label) for n in range(30) for label in ("Good",)]
    rows = [report("a"), *(rating("a", "Severnshire and Wold PDU", *pair) for pair in judged)]
    screen = Console(width=width, file=io.StringIO(), highlight=False)
    show_sheet(sheet(compare(dataset(*rows), "standard"), f"matrix-{FOUR}"), screen)
    lines = screen.file.getvalue().splitlines()  # type: ignore[attr-defined]
    words = {word for line in lines for word in line.split()}
    assert all(len(line) <= width for line in lines)
    assert {"Severnshire", "Wold", "provider", "2022-01-10"} <= words, "nothing is broken within a word"
    left_out = f"to 30: see matrix-{FOUR}.csv." in " ".join(" ".join(lines).split())
    assert left_out == (width < 200)


def test_what_names_no_service_is_in_no_inspection_and_is_counted() -> None:
    rows = [report("a"), report("b"), rating("a", "", "staff", "Good"), rating("b", "Tarn PDU", "staff", "Inadequate")]
    found = compare(dataset(*rows), "standard")
    assert sheet(found, f"matrix-{FOUR}").frame["report_id"].tolist() == ["b"] and found.inspections == 1
    assert sheet(found, "apart").frame.to_numpy().tolist() == [["names no service", 1, "a /staff"]]
    assert "names no service" in comparison_page(found, "all", nowhere)


def test_regions_that_nothing_tells_are_left_out_and_counted() -> None:
    rows = [report("a"), report("b", region="Fell"), rating("a", "Moor PDU", "staff", "Good")]
    rows += [rating("b", "Tarn PDU", "staff", "Good"), rating("b", "Tarn PDU", "overall", "Good")]
    found = compare(dataset(*rows), "region")
    for name in (f"matrix-{FOUR}", f"distribution-{FOUR}", f"overall-{FOUR}", f"means-{FOUR}"):
        assert sheet(found, name).frame["region"].tolist() == ["Fell"], name
    (apart,) = sheet(found, "apart").frame.to_numpy().tolist()
    assert "region" in apart[0] and apart[1:] == [1, "a Moor PDU/staff"]


class Tags(HTMLParser):
    """The tags and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_services_lead_to_the_review_of_their_report_where_there_is_one(tmp_path: Path) -> None:
    made = compare(dataset(report("a"), rating("a", "Ada", "staff", "Good")), "standard")
    write_comparison(made, tmp_path / "with", "d", lambda report_id, table, item: f"../r/{report_id}.html{table}{item}")
    write_comparison(made, tmp_path / "without", "d")
    page = (tmp_path / "with" / "compare.html").read_text(encoding="utf-8")
    assert '<a href="../r/a.html">Ada</a>' in page
    assert re.search(r'<a href="../r/a.htmlratings[^"]*">Good</a>', page), "a figure that is one row leads to it"
    assert 'href="..' not in (tmp_path / "without" / "compare.html").read_text(encoding="utf-8")


def test_files_are_safe(tmp_path: Path) -> None:
    rows = [
        report("a", framework="=f"),
        rating("a", "<script>alert(1)</script>", "staff", "Good"),
        rating("a", "=1+1", "staff", "Good"),
    ]
    write_comparison(compare(dataset(*rows), "standard"), tmp_path / "out", "<b>")
    page = Tags((tmp_path / "out" / "compare.html").read_text(encoding="utf-8"))
    assert page.tags.count("script") == 2 and "b" not in page.tags and "<script>alert(1)</script>" in page.words
    assert {"html", "title", "caption", "th"} <= set(page.tags)
    html = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")
    assert '<th scope="row" class="short">=1+1</th>' in html and '<th scope="col">provider</th>' in html
    assert "A4 landscape" in html, "a matrix is wider than an upright sheet"
    with (tmp_path / "out" / f"matrix-{FOUR}.csv").open(encoding="utf-8", newline="") as opened:
        cells = [cell for line in csv.reader(opened) for cell in line]
    assert "'=1+1" in cells and not [cell for cell in cells if cell.startswith("=")]
    write_comparison(compare(dataset(), "type"), tmp_path / "out", "again")
    assert not (tmp_path / "out" / f"matrix-{FOUR}.csv").exists(), "replaced as a whole"
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"mine\.txt"):
        write_comparison(compare(dataset(), "type"), tmp_path / "out", "again")


def test_the_command(tmp_path: Path) -> None:
    write(make_corpus(60, seed=2).content, tmp_path / "data")
    done = CliRunner().invoke(app, ["compare", str(tmp_path / "data"), "--by", "standard"])
    assert done.exit_code == 0, done.output
    assert "18 more rows are in matrix-hmip-four-point.csv." in done.output
    assert "RI Requires improvement" in done.output and "never merged" in done.output
    assert (tmp_path / "data-compare" / "compare.html").is_file()
    wrong = CliRunner().invoke(app, ["compare", str(tmp_path / "data"), "--by", "colour"])
    assert wrong.exit_code == 2 and "standard, question, region, type, framework" in wrong.output
    with pytest.raises(InputError):
        compare(dataset(), "colour")


def test_the_id_of_a_scale_leads_nowhere(tmp_path: Path) -> None:
    ids = ("../../out", "..\\..\\OUT", "/etc/scale", "con:aux", "...")
    rows = [report("a"), *(rating("a", "Tarn PDU", f"s{n}", "Good", scale=id_) for n, id_ in enumerate(ids))]
    write_comparison(compare(dataset(*rows), "standard"), tmp_path / "in" / "deep", "tables")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert len(list((tmp_path / "in" / "deep").glob("matrix-*.csv"))) == len(ids)


@pytest.mark.parametrize("command", ["compare", "summarise", "plot", "panel", "track"])
def test_a_dataset_is_never_replaced(command: str, tmp_path: Path) -> None:
    corpus = make_corpus(2).content
    for name in ("data", "other"):
        write(corpus, tmp_path / name)
    provider = str(corpus.tables["providers"][0].as_row()["provider_id"])
    before = {"compare": ["--by", "type"], "plot": ["themes"], "track": [provider]}.get(command, [])
    for out in ("data", "data/inside", "other"):
        args = [command, *before, str(tmp_path / "data"), "--out", str(tmp_path / out)]
        done = CliRunner().invoke(app, args)
        assert done.exit_code == 2 and "Name another folder" in done.output, out
        assert not done.stdout, "refused before the work"
    assert (tmp_path / "data" / "ratings.csv").is_file() and (tmp_path / "other" / "ratings.csv").is_file()
    for _ in range(1 if command == "summarise" else 2):  # a summary takes its time
        done = CliRunner().invoke(app, [*args[:-1], str(tmp_path / "result")])
        assert done.exit_code == 0, done.output
    done = CliRunner().invoke(app, ["check", str(tmp_path / "result")])
    assert done.exit_code == 2 and "is no dataset" in done.output


def test_colours_differ_in_lightness_and_can_be_written_upon() -> None:
    def light(colour: str) -> float:
        return sum(w * int(colour[i : i + 2], 16) for w, i in ((0.30, 1), (0.59, 3), (0.11, 5)))

    for count in (2, 4, 6):
        shades = [light(colour) for colour in colours(count)]
        assert all(b - a > 25 for a, b in itertools.pairwise(shades))
    assert ink("#00204d") == "#ffffff" and ink("#ffea46") == "#000000"
    assert labelled(Scale("s", "S", ("Very good", "Very grim", "Bad"))) == {
        "Very good": "Very good", "Very grim": "Very grim", "Bad": "B",
    }  # fmt: skip
