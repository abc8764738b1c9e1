"""Summaries and figures: what they show is true, equal data give equal bytes, and a page needs nothing but itself."""

from __future__ import annotations

import io
import json
import re
import struct
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.patches import Patch
from typer.testing import CliRunner

import extractor
from extractor import records
from extractor.cli import app
from extractor.compare.chart_data import CHARTS, Chart, progress_charts, theme_chart
from extractor.compare.charts import draw
from extractor.compare.charts.cells import headings
from extractor.compare.charts.dots import asides
from extractor.compare.charts.style import figure, legend
from extractor.compare.files import write_figures, write_summary
from extractor.compare.summary import Summary, charts_of, summarise
from extractor.dataset.extracted import Extracted
from extractor.dataset.read import read_dataset
from extractor.packs import load_packs
from extractor.packs.vocabulary import vocabulary_of
from tests.generator.corpus import LABELS, make_corpus
from tests.made_datasets import Content, write
from tests.test_compare import FOUR, TEXT, Tags, dataset, rating, report
from tests.test_real_reports import SHARED

SUMMARY = SHARED / "corpus" / "editions" / "probation-summary-2019.pdf"
LONG = "The Community Rehabilitation Company of Upper, Lower and Middle Tarn, Moor, Fell, Dale and the Isle of Nowhere"


def chart(summary: Summary, name: str) -> Chart:
    return next(chart for chart in summary.charts if chart.name == name)


@pytest.fixture(scope="module")
def corpus() -> Extracted:
    return Extracted(make_corpus(12, seed=6).content.tables, {})


@pytest.fixture(scope="module")
def written(corpus: Extracted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a summary; no test changes it."""
    out = tmp_path_factory.mktemp("summary") / "out"
    write_summary(summarise(corpus), out, "tables")
    return out


@pytest.fixture(scope="module")
def real() -> Summary:
    if not SUMMARY.is_file():
        pytest.skip(f"{SUMMARY} is not there")
    return summarise(extractor.extract(SUMMARY))


# --- what the real summary report prints ------------------------------------------------------------------------------


def test_printed_overall_ratings_are_reproduced(real: Summary) -> None:
    found = chart(real, f"overall-ratings-{FOUR}").sheet.frame.set_index("provider_type")
    assert found.loc["NPS division", [*LABELS, "total"]].tolist() == [0, 2, 5, 0, 7]
    assert found.loc["CRC", [*LABELS, "total"]].tolist() == [1, 19, 1, 0, 21]


def test_printed_ratings_of_standards_are_reproduced(real: Summary) -> None:
    found = chart(real, f"standard-ratings-{FOUR}").sheet.frame.set_index("provider_type")
    assert found["Outstanding"].sum() == 13 and found["Inadequate"].sum() == 51
    assert found.loc["NPS division", "Inadequate"] == 0, "all that are inadequate are of CRCs"
    assert found.loc["CRC", "Outstanding"] == 6
    assert any("5 of 7 Good" in line for line in real.statements)


def test_printed_table_and_means_are_reproduced(real: Summary) -> None:
    table = chart(real, f"ratings-table-{FOUR}").sheet.frame
    assert len(table) == 28 and table["score"].tolist() == sorted(table["score"], reverse=True)
    assert table["unpaid-work"].isin(["Good", "Outstanding"]).sum() == 13, "12 are said to be good, and one outstanding"
    means = chart(real, f"mean-points-{FOUR}").sheet.frame.set_index(["standard_id", "provider_type"])
    assert means.loc[("leadership", "NPS division"), "mean_points"] == 2, "they were all rated good"
    assert means.loc[("information-facilities", "NPS division"), "mean_points"] == pytest.approx(8 / 7)
    assert means.loc[("services", "CRC"), "mean_points"] == pytest.approx((12 * 2 + 7) / 21), "12 good, 7, and 2"


# --- charts by hand ---------------------------------------------------------------------------------------------------


def recommendation(id_: str, item: str, *themes: str) -> list[records.Record]:
    found: list[records.Record] = [
        records.Recommendation(report_id=id_, item=item, text="do", evidence=TEXT.cite(0, 5, "test/row"))
    ]
    for theme in themes:
        found.append(
            records.Theme(
                report_id=id_,
                item=f"{item}/{theme}",
                of_table="recommendations",
                of_item=item,
                theme=theme,
                matched="words",
                evidence=TEXT.cite(0, 5, "test/row"),
            )
        )
    return found


def test_themes_count_recommendations() -> None:
    rows = [
        report("a", provider_type="PDU"), report("b", provider_type="CRC"),
        *recommendation("a", "1", "workload", "victims"), *recommendation("a", "2", "workload"),
        *recommendation("a", "3"), *recommendation("b", "1", "workload"),
    ]  # fmt: skip
    chart = theme_chart(dataset(*rows, *recommendation("b", "2", "own-theme")))
    assert list(dict.fromkeys(chart.drawn["row"])) == ["Workload and caseloads", "own-theme", "Victims"]
    frame = theme_chart(dataset(*rows)).sheet.frame
    assert frame[["theme", "provider_type", "recommendations", "total"]].to_numpy().tolist() == [
        ["workload", "CRC", 1, 1],
        ["workload", "PDU", 2, 3],
        ["victims", "PDU", 1, 3],
    ]
    assert frame["percent"].tolist() == [100, pytest.approx(200 / 3), pytest.approx(100 / 3)]


def test_found_none_and_did_not_look_are_told_apart(tmp_path: Path) -> None:
    write(Content({}, {}, "0"), tmp_path / "data")
    log = tmp_path / "data" / "run.json"
    said = json.loads(log.read_text(encoding="utf-8"))
    for missing, told in (([], "found none"), (["themes"], "themes were not looked for in this dataset")):
        log.write_text(json.dumps({**said, "not_looked_for": missing}), encoding="utf-8")
        assert theme_chart(read_dataset(tmp_path / "data")).sheet.empty == told


def test_progress_by_programme() -> None:
    told = [("CRC", "No progress"), ("CRC", "Some progress"), ("", "No progress"), ("NPS", "Splendid")]
    rows = [
        records.Progress(
            report_id="a", item=str(n), prior_programme=programme, category=category,
            evidence=TEXT.cite(0, 5, "test/row"),
        )
        for n, (programme, category) in enumerate(told)
    ]  # fmt: skip
    (chart,) = progress_charts(dataset(report("a"), *rows), vocabulary_of(load_packs()))
    sheet = chart.sheet
    assert sheet.frame[["prior_programme", "No progress", "Some progress", "total"]].to_numpy().tolist() == [
        ["CRC", 1, 1, 2],
        ["not told", 1, 0, 1],
    ]
    assert sheet.note.endswith("1.")


def test_standards_of_one_name_are_told_apart() -> None:
    judged = (("x", "Good"), ("y", "Inadequate"))
    rows = [report("a"), *(rating("a", "Tarn PDU", id_, label, standard="Staff") for id_, label in judged)]
    (means,) = charts_of(dataset(*rows), "mean-points")
    assert means.values == {("Staff [x]", "PDU"): 2, ("Staff [y]", "PDU"): 0}


# --- figures ----------------------------------------------------------------------------------------------------------


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("name", CHARTS)
def test_figures_are_whole_and_the_same_every_time(name: str, corpus: Extracted) -> None:
    drawn = 0
    for number, found in enumerate(charts_of(corpus, name)):
        figures, _ = draw(found)
        if number == 0:
            again, _ = draw(found)
            assert [(f.svg, f.png) for f in figures] == [(f.svg, f.png) for f in again]
        for one in figures:
            drawn += 1
            root = ElementTree.parse(io.BytesIO(one.svg)).getroot()
            assert root.get("role") == "img" and root.get("aria-label") == one.alt
            words = " ".join("".join(root.itertext()).split())
            assert found.sheet.title.split(":")[0].split()[0] in words, "its text is text"
            assert b"<dc:date>" not in one.svg and size(one.png)[0] >= 1000
    assert drawn > 0 or name == "themes"


def test_nothing_is_cut_off() -> None:
    """Every text of a figure lies within it, with long names and many columns."""
    from matplotlib.figure import Figure

    rows = [
        report("a"),
        *(rating("a", f"{LONG} {n}", s, "Good", standard_id=s) for n in range(3) for s in LONG.split()),
    ]
    rows += [
        rating("a", f"{LONG} {n}", "overall", "Good", points=12, points_max=30, provider_type=LONG) for n in range(3)
    ]
    seen: list[str] = []

    def looked_at(figure: Figure, *_: object, **__: object) -> None:
        figure.canvas.draw()
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        for text in figure.findobj(lambda artist: hasattr(artist, "get_text")):
            if text.get_text() and text.get_visible():
                box = text.get_window_extent(renderer)
                inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1
                seen.extend([] if inside else [text.get_text()])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figure, "savefig", looked_at)
        drawn = [figure.png for found in summarise(dataset(*rows)).charts for figure in draw(found)[0]]
    assert drawn and not seen


def test_marks_that_would_hide_others_stand_apart() -> None:
    assert asides({"CRC": 1.0, "PDU": 2.0}, 3) == {"CRC": 0, "PDU": 0}
    found = asides({"CRC": 1.0, "NPS division": 2.0, "PDU": 1.05}, 3)
    assert found["NPS division"] == 0 and found["PDU"] - found["CRC"] > 0.3
    five = asides(dict.fromkeys("abcde", 50.0), 100)
    assert list(five) == sorted(five) and max(five.values()) - min(five.values()) < 0.8


def test_long_names_of_standards_are_told_apart() -> None:
    long = "Outcomes of interventions are assessed and reviewed using what data there are"
    heads = headings(["Staff", long, f"{long} (domestic-violence)", f"{long} (resettlement)"])
    assert len(set(heads)) == 4 and heads[0] == "Staff"
    assert all(head.count("\n") <= 2 and max(map(len, head.splitlines())) <= 24 for head in heads)
    assert heads[2].endswith("(domestic-violence)")


def test_all_that_are_lowest_or_highest_are_named() -> None:
    labels = {"staff": "Inadequate", "services": "Inadequate", "planning": "Good", "review": "Good", "court": "Good",
              "leadership": "Good"}  # fmt: skip
    found = summarise(dataset(report("a"), *(rating("a", "Tarn PDU", name, label) for name, label in labels.items())))
    (means,) = (line for line in found.statements if line.startswith("Mean points"))
    low, high = means.split(": lowest ")[1].split("; highest ")
    assert low == "0.00 (Services, PDU, only n 1; Staff, PDU, only n 1)"
    assert high.startswith("2.00 (") and high.endswith("; and 1 more).")


def test_no_mean_of_one_or_two_is_told_where_there_are_others() -> None:
    rows = [report("a"), rating("a", "Tarn PDU", "court", "Outstanding")]
    rows += [rating("a", f"Tarn {n} PDU", "staff", ("Good", "Inadequate")[n % 2]) for n in range(4)]
    found = summarise(dataset(*rows))
    (means,) = (line for line in found.statements if line.startswith("Mean points"))
    assert means.endswith(
        "lowest 1.00 (Staff, PDU, n 4); highest 1.00 (Staff, PDU, n 4). Left out are means of 1 or 2."
    )


def test_a_legend_is_read_along_its_lines() -> None:
    """Of labels that take two lines the second stands behind the first, and not below it."""
    names = [f"Label number {n} of six" for n in range(6)]
    made, _ = figure("Title", 2, names)
    legend(made, [Patch() for _ in names], names)
    made.canvas.draw()
    places = {text.get_text(): text.get_window_extent() for text in made.legends[0].get_texts()}
    along = sorted(places, key=lambda name: (-round(places[name].y0), places[name].x0))
    assert along == names and len({round(place.y0) for place in places.values()}) == 2


def test_many_services_are_paged_with_a_note(corpus: Extracted) -> None:
    rows = [report("a"), *(rating("a", f"Service {n}", "staff", "Good") for n in range(300))]
    table = charts_of(dataset(*rows), "ratings-table")[0]
    figures, note = draw(table)
    assert len(figures) == 5 and "first 200 of 300" in note and len(table.sheet.frame) == 300
    assert draw(charts_of(corpus, "ratings-table")[0])[1] == ""


def test_names_of_users_are_text_in_figures() -> None:
    rows = [report("a"), rating("a", "<script>x</script> $\\frac{1}{2}$", "staff", "Good")]
    (figure,), _ = draw(charts_of(dataset(*rows), "ratings-table")[0])
    assert b"<script" not in figure.svg and b"&lt;script&gt;" in figure.svg and rb"\frac{1}{2}" in figure.svg


# --- files and commands -----------------------------------------------------------------------------------------------


def test_summary_is_one_page_and_files(written: Path) -> None:
    text = (written / "summary.html").read_text(encoding="utf-8")
    page = Tags(text)
    assert not {"link", "iframe"} & set(page.tags) and page.tags.count("script") == 2
    assert page.tags.count("svg") >= 6
    assert not re.findall(r'(?:src|href)="(?!#)', text)
    assert "Recommendations by theme: found none" in " ".join(page.words.split()).replace(" and type of provider", "")
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids)), "an id stands for one thing"
    assert set(re.findall(r'(?:href="|url\()#([^")]+)', text)) <= set(ids)
    for name in (f"overall-ratings-{FOUR}", f"ratings-table-{FOUR}", "key-questions", "progress"):
        assert {path.suffix for path in written.glob(f"{name}.*")} == {".csv", ".svg", ".png"}, name


def test_what_is_drawn_shows_its_rows(written: Path) -> None:
    """Every bar, mark and cell of a drawing has the rows of its cell in the table below, and none is without."""
    page = (written / "summary.html").read_text(encoding="utf-8")
    sections = dict(re.findall(r'<section id="([^"]+)">(.*?)</section>', page, re.S))
    told: dict[str, list[tuple[str, str]]] = {}
    for name, section in sections.items():
        told[name] = re.findall(r'<g id="[^"]+" data-rows="([^"]+)" data-title="([^"]+)">', section)
        assert {rows for rows, _ in told[name]} <= set(re.findall(r'<button [^>]*data-rows="([^"]+)"', section)), name
        unlinked = re.findall(r'<g id="[^"]*at-\d+-\d+(?:-figure)?">', section)
        assert not unlinked or name.startswith("ratings-table"), "only a cell without a rating has no rows"
    for name in ("overall-ratings", "standard-ratings", "themes"):
        for rows, title in told[name if name in told else f"{name}-{FOUR}"]:
            spans = [[int(end) for end in part.split("-")] for part in rows.split()]
            assert sum(span[-1] - span[0] + 1 for span in spans) == int(title.rpartition(": ")[2].replace(",", "")), (
                title
            )
    assert all(told[name] for name in (f"ratings-table-{FOUR}", f"mean-points-{FOUR}", "key-questions", "progress"))


@pytest.mark.parametrize("count", [0, 1])
def test_little_or_nothing_is_no_fault(count: int, tmp_path: Path) -> None:
    summary = summarise(Extracted(make_corpus(count).content.tables, {}))
    write_summary(summary, tmp_path / "out", "little")
    assert summary.reports == count and (tmp_path / "out" / "summary.html").is_file()
    assert ("There are no ratings" in " ".join(summary.notes)) == (count == 0)


def test_plot_writes_what_is_asked_for(tmp_path: Path, corpus: Extracted) -> None:
    names = write_figures(charts_of(corpus, "mean-points"), tmp_path / "out", ("svg", "html"), "tables")
    assert names == [f"mean-points-{FOUR}.html", f"mean-points-{FOUR}.svg"]
    page = Tags((tmp_path / "out" / names[0]).read_text(encoding="utf-8"))
    assert {"svg", "table", "title"} <= set(page.tags)


def test_commands(tmp_path: Path) -> None:
    data = tmp_path / "data"
    write(make_corpus(8, seed=2).content, data)
    run = CliRunner()
    done = run.invoke(app, ["summarise", str(data)])
    assert done.exit_code == 0 and "Overall ratings, PDU:" in done.output, done.output
    assert (tmp_path / "data-summary" / "summary.html").is_file()
    done = run.invoke(app, ["plot", "progress", str(data), "--format", "png", "--out", str(tmp_path / "p")])
    assert done.exit_code == 0 and (tmp_path / "p" / "progress.png").is_file(), done.output
    assert not list((tmp_path / "p").glob("*.html"))
    wrong = run.invoke(app, ["plot", "pie", str(data)])
    assert wrong.exit_code == 2 and all(name in wrong.output for name in CHARTS)
    told = run.invoke(app, ["plot", "--help"], env={"COLUMNS": "200"}).output
    assert all(name in told for name in CHARTS)
    wrong = run.invoke(app, ["plot", "progress", str(data), "--format", "gif"])
    assert wrong.exit_code == 2 and "svg, png, html" in wrong.output


def test_without_matplotlib_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(make_corpus(2).content, tmp_path / "data")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr("extractor.compare.charts.find_spec", lambda name: None)
    done = CliRunner().invoke(app, ["summarise", str(tmp_path / "data")])
    assert done.exit_code == 2 and "pip install matplotlib" in done.output
    done = CliRunner().invoke(app, ["compare", str(tmp_path / "data"), "--by", "type"])
    assert done.exit_code == 0, "a comparison has no figures"
