"""A report on one page: what it tells, where its values lead, and that words of a report stay words."""

from __future__ import annotations

import re
import shutil
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import extractor
from extractor.cli import app
from extractor.dataset.addresses import review_addresses, row_fragment
from extractor.dataset.run_log import log_result
from extractor.document import Report
from extractor.domain.dates import long_date
from extractor.errors import InputError
from extractor.records import Coverage, KeyQuestion, Rating, Record, Unread
from extractor.records import Report as ReportRow
from extractor.report_page.files import write_pages
from tests.made_datasets import Content, write

SHIPPED = Path(extractor.__file__).parent / "dataset" / "pages"
SCRIPT = "".join((SHIPPED / name).read_text(encoding="utf-8") for name in ("sort.js", "rows.js"))


@pytest.fixture(scope="module")
def pages(two_reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a dataset with a review beside it, of which only the names of files count."""
    folder = tmp_path_factory.mktemp("pages") / "all"
    shutil.copytree(two_reports, folder)
    data = extractor.open_dataset(folder)
    review = folder.with_name("all-review")
    review.mkdir()
    (review / "index.html").touch()
    (review / f"{data.reports.report_id[0]}.html").touch()
    log_result(review, "review")
    write_pages(data, folder.with_name("all-pages"))
    return folder.with_name("all-pages")


def only_script_that_runs(page: str) -> str:
    """The words of the script of a page, if the policy of the page lets that run and nothing else."""
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.S)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert (
        unescape(policy)
        == f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'"
    )
    return script


def text_of(page: Path) -> str:
    return " ".join(
        unescape(re.sub(r"<(style|script)>.*?</\1>|<[^>]+>", " ", page.read_text(encoding="utf-8"), flags=re.S)).split()
    )


def test_everything_that_was_read_is_told(two_reports: Path, pages: Path) -> None:
    data = extractor.open_dataset(two_reports)
    for report in data.reports.itertuples():
        told = text_of(pages / f"{report.report_id}.html")
        assert report.title in told and long_date(report.published) in told
        for table, column in (
            ("ratings", "rating"), ("recommendations", "text"), ("findings", "text"), ("progress", "text"),
            ("key_questions", "question"), ("statistics", "as_printed"),
        ):  # fmt: skip
            rows = data[table]
            assert all(" ".join(value.split()) in told for value in rows[rows.report_id == report.report_id][column])


def test_the_checks_that_failed_or_warn_are_told(two_reports: Path, pages: Path) -> None:
    checks = extractor.open_dataset(two_reports).checks
    for report_id, rows in checks[checks.report_id.notna()].groupby("report_id"):
        told = text_of(pages / f"{report_id}.html")
        open_ = rows[rows.status.isin(["fail", "warn"])]
        assert all(" ".join(message.split()) in told for message in open_.message)
        assert f"{(rows.status == 'pass').sum()} checks passed" in told


def test_values_lead_to_their_rows_in_the_review_where_there_is_one(two_reports: Path, pages: Path) -> None:
    first, second = extractor.open_dataset(two_reports).reports.report_id
    links = re.findall(r'href="([^"]+)"', (pages / f"{first}.html").read_text(encoding="utf-8"))
    ratings = extractor.open_dataset(two_reports).ratings
    items = set(ratings[(ratings.report_id == first) & (ratings.level == "standard")]["item"])
    assert {f"../all-review/{first}.html#ratings/{item}" for item in items} <= set(links)
    assert f"../all-review/{first}.html" in links and "index.html" in links
    assert 'href="../' not in (pages / f"{second}.html").read_text(encoding="utf-8")
    listed = (pages / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'href="([^"]+)"', listed) == [f"{first}.html", f"{second}.html"]


def test_addresses_are_fit_for_a_page(tmp_path: Path) -> None:
    assert row_fragment("ratings", "main/1.1") == "ratings/main/1.1"
    assert row_fragment("key_questions", "2.2/a b#c?/<x>") == "key_questions/2.2/a%20b%23c%3F/%3Cx%3E"
    assert review_addresses(tmp_path / "all", tmp_path)("r", "ratings", "main/1.1") == ""


def test_words_of_a_report_stay_words(two_reports: Path, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    shutil.copytree(two_reports, folder)
    hostile = '<script>alert(1)</script></style>" onmouseover="x'
    for name in ("recommendations", "findings", "reports", "checks"):
        path = folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        for word in ("staff", "Tarnbury Moor PDU", "agree"):
            text = text.replace(word, hostile.replace('"', '""'))
        path.write_text(text, encoding="utf-8", newline="")
    data = extractor.open_dataset(folder)
    for written in write_pages(data, tmp_path / "out"):
        page = written.read_text(encoding="utf-8")
        assert page.count("<script") == 1
        assert only_script_that_runs(page) == SCRIPT
        assert page.count("</style>") == 1
        assert 'onmouseover="' not in page
    assert any("&lt;script&gt;" in written.read_text(encoding="utf-8") for written in (tmp_path / "out").glob("*.html"))


def test_prompts_stand_with_their_question_and_standards_below_their_section(tmp_path: Path) -> None:
    """As a reader takes them in, whatever the order of print; a score that is the judgement is told once."""
    words = Report("a.txt", "0" * 64, "txt", "Standard one 50% 69%", ())
    quoted: dict[str, Any] = {"report_id": "a", "evidence": words.cite(13, 16, "test/row")}

    def judged(name: str, percent: float) -> Rating:
        level = "standard" if name else "overall"
        return Rating(**quoted, item=level + name, level=level, ref=name, standard=name, part="main", percent=percent)

    def asked(words: str, below: str = "") -> KeyQuestion:
        level = "prompt" if below else "key_question"
        about = {"level": level, "question": words, "key_question": below, "group": "all", "percent": 50.0}
        return KeyQuestion(**quoted, item=words, standard_ref="B", **about)

    rows: list[Record] = [judged("", 69.0), *(judged(name, 50.0) for name in ("B10", "B2", "B"))]
    rows += [asked("Are they safe?"), asked("Are they heard?")]
    rows += [asked("Is risk told?", "Are they safe?"), asked("Is anybody asked?", "Are they heard?")]
    about = {"overall_score": 69.0, "url": "javascript:top.hit=1", "landing_page": "https://example.org/a?b&c"}
    left = Unread(**quoted, item="1", kind="percentages", reason="in no row")
    tables: dict[str, list[Record]] = {
        "reports": [ReportRow(report_id="a", **about)],
        "ratings": rows[:4],
        "key_questions": rows[4:],
        "coverage": [Coverage(report_id="a", kind="percentages", expected=2, found=1, unread=1, verdict="incomplete")],
        "unread": [left],
    }
    write(Content(tables, {"a": words.text}, "1"), tmp_path / "all")
    (written,) = write_pages(extractor.open_dataset(tmp_path / "all"), tmp_path / "out", "a")
    told = text_of(written)
    order = [
        "69%",
        "B B",
        "B2 B2",
        "B10 B10",
        "Are they safe?",
        "Is risk told?",
        "Are they heard?",
        "Is anybody asked?",
    ]
    places = [told.index(words) for words in order]
    assert places == sorted(places) and "score" not in told
    assert "1 of 2 percentages are in no row: 50%" in told  # and what it is
    assert re.findall(r'<a href="(?!index)([^"]*)', written.read_text(encoding="utf-8")) == [
        "https://example.org/a?b&amp;c"
    ]


def test_one_page_leaves_the_others_alone_and_a_wrong_name_is_told(two_reports: Path, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    shutil.copytree(two_reports, folder)
    first, second = extractor.open_dataset(folder).reports.report_id
    runner = CliRunner()
    assert runner.invoke(app, ["page", "all", str(folder)]).exit_code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "all-pages").glob("*.html")}
    assert set(before) == {f"{first}.html", f"{second}.html", "index.html"}
    assert "page all" in runner.invoke(app, ["page", str(folder)]).output
    done = runner.invoke(app, ["page", first, str(folder)])
    assert done.exit_code == 0 and "1 page written" in done.output
    assert {path.name: path.read_bytes() for path in (tmp_path / "all-pages").glob("*.html")} == before
    with pytest.raises(InputError, match=f"(?s)no report 'nothing'.*|{second}"):
        write_pages(extractor.open_dataset(folder), tmp_path / "other", "nothing")
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2021-11-01", "1 November 2021"),
        ("2022-02", "February 2022"),
        ("2004", "2004"),
        ("", ""),
        ("spring 2004", "spring 2004"),
    ],
)
def test_dates_for_a_reader(date: str, words: str) -> None:
    assert long_date(date) == words
