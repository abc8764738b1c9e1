"""The review: every row beside its words, what to look at first, and nothing of a report that could run."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from collections import namedtuple
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from socket import create_connection
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from typer.testing import CliRunner

import extractor
from extractor.cli import app
from extractor.correct.apply import apply
from extractor.correct.files import read_corrections
from extractor.correct.folder import apply_corrections
from extractor.correct.model import Decision
from extractor.dataset.extracted import Extracted
from extractor.dataset.page import as_json
from extractor.dataset.schema import record_of
from extractor.errors import InputError, OutputError
from extractor.evaluate.sample import Drawn, write_sample
from extractor.load.pdf.turned import TurnedPages
from extractor.load.source import open_source
from extractor.packs import load_packs
from extractor.records import TABLES, Check
from extractor.review import write_review
from extractor.review.files import READ
from extractor.review.index import entry_of, index_page
from extractor.review.queue import check_rows, reasons_of
from extractor.review.rows import Row, Source, rows_of_report
from extractor.review.rule_notes import rules_told
from extractor.review.serve import ReviewServer
from extractor.review.session import Desk
from extractor.review.source import lines_of_source
from tests.reviewing import EVIL, PDF, SAMPLES, TEXT, data_of, files_of, reviewed, shown
from tests.test_compare import report

SAMPLE = SAMPLES / "larkhythe-pdu-2023.pdf"
ENDS = "</script><script>alert(1)</script>\u202egnp.exe\u2028<!--"


class Elements(HTMLParser):
    """The elements of a page, and the words of its scripts and styles by their attribute `id`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.inside: dict[str, str] = {}
        self._at = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs
        self._at = dict(attrs).get("id") or tag

    def handle_data(self, data: str) -> None:
        self.inside[self._at] = self.inside.get(self._at, "") + data


def source() -> Path:
    return reviewed() / "reports" / "turned.pdf"


@pytest.fixture
def dataset() -> extractor.Dataset:
    return extractor.open_dataset(reviewed() / "all")


@pytest.fixture
def review() -> Path:
    return shown() / "review"


def page(review: Path, report_id: str = PDF) -> dict[str, Any]:
    return data_of((review / f"{report_id}.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("report_id", [PDF, TEXT])
def test_every_row_has_an_address_and_its_words(review: Path, dataset: extractor.Dataset, report_id: str) -> None:
    told = page(review, report_id)
    addresses = [f"{row['table']}/{row['item']}" for row in told["rows"]]
    assert len(set(addresses)) == len(addresses)
    placed = [(address, row) for address, row in zip(addresses, told["rows"], strict=True) if "start" in row]
    quotes = {address: told["text"][row["start"] : row["end"]] for address, row in placed}
    for table in ("ratings", "key_questions", "recommendations", "findings", "statistics", "quantities", "tables"):
        rows = [row for row in dataset.rows(table) if row.report_id == report_id]
        assert all(quotes[f"{table}/{row.item}"] == row.quote for row in rows)
        assert rows or table == "statistics"
    assert {row.check for row in dataset.rows("checks") if row.report_id == report_id} == {
        row["what"].replace(" ", "-") for row in told["rows"] if row["table"] == "checks"
    }


def test_boxes_are_those_of_the_dataset(review: Path, dataset: extractor.Dataset) -> None:
    rows = {f"{row['table']}/{row['item']}": row for row in page(review)["rows"]}
    for table in ("ratings", "recommendations", "findings"):
        for row in dataset.rows(table):
            if row.report_id == PDF:
                wanted = [[box.page, *(pytest.approx(at, abs=0.06) for at in box[3:])] for box in dataset.boxes(row)]
                assert rows[f"{table}/{row.item}"]["boxes"][0] == wanted
    assert not any("boxes" in row for row in page(review, TEXT)["rows"])


def test_pictures_stand_beside_the_page_and_are_small(review: Path) -> None:
    told = page(review)
    pictures = [review / told["picture"].replace("N", str(n)) for n in range(1, len(told["sizes"]) + 1)]
    assert len(pictures) > 5
    assert all(path.is_file() and path.stat().st_size < 90_000 for path in pictures)
    assert told["picture"].count("N") == 1


def test_a_page_has_no_pictures_of_another_file(dataset: extractor.Dataset, tmp_path: Path) -> None:
    other = tmp_path / source().name
    other.write_bytes(source().read_bytes() + b"\n%")
    done = write_review(dataset, tmp_path / "out", load_packs(), files_of(other), only=PDF)
    told = page(tmp_path / "out")
    assert done.pages == 1 and PDF in done.without
    assert not told["picture"] and source().name in told["problem"] and not (tmp_path / "out" / "pictures").exists()
    right = max(box[3] for row in told["rows"] for span in row.get("boxes", ()) for box in span)
    assert all(width > right for width, _ in told["sizes"])


def test_pictures_of_an_earlier_review_are_taken_over(review: Path, dataset: extractor.Dataset, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(review, out)
    first = out / page(out)["picture"].replace("N", "1")
    first.write_bytes(b"kept")
    write_review(dataset, out, load_packs(), files_of(source()), only=PDF)
    assert first.read_bytes() == b"kept" and not (out / f"{TEXT}.html").exists()


@pytest.mark.parametrize("name", [PDF, TEXT, "index"])
def test_nothing_runs_but_what_the_policy_names(review: Path, name: str) -> None:
    html = (review / f"{name}.html").read_text(encoding="utf-8")
    elements = Elements(html)
    policy = next(value for key, value in elements.attributes if key == "content" and "default-src" in (value or ""))
    assert policy is not None and policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    for kind in ("script", "style"):
        block = re.findall(rf"<{kind}>(.*?)</{kind}>", html, re.S)
        assert len(block) == 1 and block[0] in elements.inside[kind]
        assert f"'sha256-{b64encode(sha256(block[0].encode()).digest()).decode()}'" in policy
    assert not [key for key, _ in elements.attributes if key.startswith("on")]
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", html)


def test_no_word_of_a_report_ends_the_data() -> None:
    told = str(as_json({"words": ENDS, ENDS: [ENDS]}))
    assert json.loads(told) == {"words": ENDS, ENDS: [ENDS]}
    assert told.isascii() and not set("<>&") & set(told)


def test_hostile_text_is_text(review: Path) -> None:
    for path in review.glob("*.html"):
        elements = Elements(path.read_text(encoding="utf-8"))
        assert elements.names.count("script") == (1 if path.name == "index.html" else 2)
        assert elements.names.count("style") == 1 and "img" not in elements.names
    assert EVIL in page(review, TEXT)["text"]


def check(name: str, item: str, status: str, message: str = "") -> Any:
    return SimpleNamespace(check=name, item=item, status=status, expected="1", observed="2", message=message)


@pytest.mark.parametrize("words", ["", "[]", "see page 4", '[{"start": 1'])
def test_places_that_a_person_wrote_otherwise_are_none(words: str) -> None:
    row = namedtuple("row", ("item", "rating", "printed_again"))("main/1", "Good", words)
    (shown,) = rows_of_report({"ratings": [row]}, ())
    assert shown.also == ()


def test_what_failed_comes_first_and_once() -> None:
    rows = [
        Row("ratings", "main/1", "", "Good"),
        Row("recommendations", "main/1", "", "do it"),
        Row("unread", "percentages/1", "a percentage in no row", "30%"),
    ]
    checks = [
        check("rating-on-scale", "main/1", "fail"),
        check("recommendation-numbers", "main/1", "warn"),
        check("read-twice", "main/1", "warn", "differs: ratings, page 3: Poor"),
        check("dates-in-order", "", "fail"),
        check("contents", "chapter", "pass"),
    ]
    told = reasons_of({"checks": checks}, rows)
    ranks = {address: [reason.rank for reason in reasons] for address, reasons in told.items()}
    assert ranks == {
        "ratings/main/1": ["fail", "differs"],
        "recommendations/main/1": ["warn"],
        "unread/percentages/1": ["unread"],
    }
    about = {row.item: addresses for row, _, addresses in check_rows({"checks": checks}, rows)}
    assert about == {
        "rating-on-scale/main/1": ["ratings/main/1"],
        "recommendation-numbers/main/1": ["recommendations/main/1"],
        "read-twice/main/1": ["ratings/main/1"],
        "dates-in-order": [],
        "contents/chapter": [],
    }


def test_a_value_tells_its_rule_and_every_table_is_shown(review: Path) -> None:
    told = page(review)
    rating = next(row for row in told["rows"] if row["table"] == "ratings" and row["item"] == "main/overall")
    assert told["rules"][rating["rule"]]["pack"].startswith("HM Inspectorate")
    assert set(told["tables"]) <= set(TABLES)
    bare = rules_told(["base/recommendations.bare", "themes/workload", "quantities/percent.printed"], load_packs())
    assert bare["base/recommendations.bare"]["note"].startswith("bullets right under such a heading")
    assert bare["themes/workload"]["pack"] and bare["quantities/percent.printed"]["pack"]
    assert told["rows"][0]["value"] and all("what" in row for row in told["rows"])


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_turned_page_stands_as_it_reads(tmp_path: Path, quarter: int) -> None:
    turned = tmp_path / "turned.pdf"
    with pikepdf.open(SAMPLE) as document:
        for number in (0, 1):
            document.pages[number].Rotate = quarter
        document.save(turned)
    with TurnedPages(open_source(SAMPLE)) as plain, TurnedPages(open_source(turned)) as pages:
        for number in (1, 2, 3):
            assert pages.size(number) == plain.size(number)
            small = [each.picture(number, 0.2).convert("L").resize((30, 40)).tobytes() for each in (plain, pages)]
            assert max(abs(a - b) for a, b in zip(*small, strict=True)) < 60


def test_the_index_counts_what_is_open(review: Path, dataset: extractor.Dataset) -> None:
    html = (review / "index.html").read_text(encoding="utf-8")
    assert f'href="{PDF}.html"' in html and f'href="{TEXT}.html"' in html
    tables = {*page(review)["counted"], "unread", "checks"}
    counted = sum(row["table"] in tables and row["rank"] != "" for row in page(review)["rows"])
    assert f"0 of {counted}<" in html and "Larkhythe PDU" in html
    assert len(dataset.rows("ratings")) < counted


def test_what_was_not_read_is_settled_by_a_row_or_a_word() -> None:
    """A person adds a row where one thing was not read, and says of another that there is nothing to add."""
    words = "Of these 30% agreed, 41% did not, and 5% were away."
    where = [(words.index(quote), words.index(quote) + 3, quote) for quote in ("30%", "41%", " 5%")]
    unread = [
        record_of("unread", _quoted(f"percentages/{n}", *place) | {"kind": "percentages"}, words)
        for n, place in enumerate(where, start=1)
    ]
    start, end, quote = where[1]
    made = [
        Decision(table="unread", item="percentages/1", action="accept", words="30%"),
        Decision(
            table="quantities", item="41", action="add", row={"quote": quote, "start": str(start), "end": str(end)}
        ),
    ]
    read = {table: list[Any]() for table in TABLES} | {"reports": [report("a")], "unread": unread}
    done = apply({"a": made}, read, {"a": words}.__getitem__)
    assert [one.status for one in done.corrections] == ["applied", "applied"] and done.tables["unread"] == unread
    data = Extracted(done.tables | {"corrections": done.corrections}, {"a": words})
    ((_, tables),) = data.by_report(*READ)
    about = data.rows("reports")[0]
    assert [entry_of(about, tables, ())["unread"], entry_of(about, tables, made)["unread"]] == [2, 1]
    with pytest.raises(ValueError, match="cannot be corrected"):
        Decision(table="unread", item="percentages/1", action="change", column="reason", human="none")


def test_a_warning_about_no_row_is_dismissed_as_long_as_it_says_the_same() -> None:
    made = [Decision(table="checks", item="numbers/main", action="accept", machine="lacks 6")]
    read = {table: list[Any]() for table in TABLES} | {"reports": [report("a")]}
    told = []
    for message in ("lacks 6", "lacks 7"):
        warned = Check(report_id="a", check="numbers", item="main", status="warn", message=message)
        done = apply({"a": made}, read | {"checks": [warned]}, {"a": ""}.__getitem__)
        data = Extracted(done.tables | {"corrections": done.corrections}, {"a": ""})
        ((_, tables),) = data.by_report(*READ)
        told.append(entry_of(data.rows("reports")[0], tables, made))
    assert [(one["warned"], one["reviewed"], one["unsettled"]) for one in told] == [(0, 1, 0), (1, 0, 0)]
    assert told[0]["rows"] == told[1]["rows"]


def _quoted(item: str, start: int, end: int, quote: str) -> dict[str, Any]:
    place = {"start": start, "end": end, "quote": quote, "rule": "test/row", "derived": False}
    return {"report_id": "a", "item": item, "page": None, "corrected": ""} | place


def test_the_index_begins_with_what_most_needs_a_person(review: Path, dataset: extractor.Dataset) -> None:
    entries = [
        dict.fromkeys(("expected", "found", "corrections", "reviewed", "rows", "unsettled"), 0)
        | {"id": name, "title": name, "failed": failed, "unread": unread, "warned": warned}
        for name, failed, unread, warned in (
            ("quiet", 0, 0, 0),
            ("warned", 0, 0, 9),
            ("unread", 0, 10, 0),
            ("wrong", 1, 0, 0),
        )
    ]
    shown = Elements(index_page(entries, "all", dataset.vocabulary))
    assert [value for name, value in shown.attributes if name == "href" and value and value.endswith(".html")] == [
        "wrong.html", "unread.html", "warned.html", "quiet.html",
    ]  # fmt: skip
    sorts = [value for name, value in shown.attributes if name == "aria-sort"]
    assert sorts == ["descending"]


def test_a_review_replaces_only_a_review(dataset: extractor.Dataset, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="not replaced"):
        write_review(dataset, tmp_path / "mine", load_packs(), {})
    with pytest.raises(InputError, match="has no report 'nobody'"):
        write_review(dataset, tmp_path / "out", load_packs(), {}, only="nobody")
    assert not (tmp_path / "out").exists()


def test_command(dataset: extractor.Dataset, tmp_path: Path) -> None:
    out = tmp_path / "seen"
    write_sample([Drawn("ratings", PDF, "main/P1.1", "3", "Good", "Good")], tmp_path / "sample.csv")
    drawn = ["--sample", str(tmp_path / "sample.csv")]
    told = CliRunner().invoke(app, ["review", str(dataset.folder), "--out", str(out), "--only", PDF, *drawn])
    assert [row["item"] for row in page(out)["rows"] if row["rank"] == "sample"] == ["main/P1.1"]
    assert "1 to judge" in (out / "index.html").read_text(encoding="utf-8")
    assert told.exit_code == 0 and "--reports" in told.output and (out / "index.html").is_file()
    assert [path.name for path in out.glob("*.html") if path.name != "index.html"] == [f"{PDF}.html"]
    inside = CliRunner().invoke(app, ["review", str(dataset.folder), "--out", str(dataset.folder / "review")])
    assert inside.exit_code == 2 and "within the dataset" in inside.output


# --- saving, and the program that serves ------------------------------------------------------------------------------


@pytest.fixture
def own(dataset: extractor.Dataset, tmp_path: Path) -> Path:
    """A dataset of the test's own, with room for corrections beside it."""
    shutil.copytree(dataset.folder, tmp_path / "all")
    return tmp_path / "all"


@pytest.fixture
def server(own: Path) -> Iterator[ReviewServer]:
    desk = Desk(own, load_packs(), files_of(source()), who="Nerys")
    served = ReviewServer(desk)
    thread = Thread(target=served.serve_forever, args=(0.05,))
    thread.start()
    yield served
    served.shutdown()
    served.server_close()
    thread.join()
    desk.close()


def ask(
    server: ReviewServer, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, bytes]:
    """Ask as a page of the server itself would; headers named here are sent instead."""
    host = f"127.0.0.1:{server.server_port}"
    sent = {"Host": host, **({"Origin": f"http://{host}", "Content-Type": "application/json"} if body else {})}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {**({"Content-Length": str(len(body))} if body else {}), **sent}.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


CHANGE = {
    "table": "ratings", "item": "main/overall", "column": "rating", "action": "change", "machine": "Good",
    "human": "Inadequate", "why": "the label on page 3",
}  # fmt: skip


def posted(server: ReviewServer, made: list[Any], gone: list[Any] | None = None, **headers: str) -> tuple[int, Any]:
    body = json.dumps({"made": made, "gone": gone or [], "who": "Nerys"}).encode()
    status, told = ask(server, f"/{server.token}/{PDF}.html", "POST", body, **headers)
    return status, json.loads(told)


def overall(own: Path) -> Any:
    rows = extractor.open_dataset(own).rows("ratings")
    return next(row for row in rows if row.report_id == PDF and row.item == "main/overall")


def test_what_is_saved_is_applied_and_told_and_can_be_taken_back(
    server: ReviewServer, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractor.review.session.apply_and_check", lambda *told: apply_corrections(*told[:2]))
    read = overall(own)
    made = CHANGE | {"machine": read.rating, "words": read.quote}
    status, told = posted(server, [made])
    assert status == 200 and told["decisions"] == [made | {"who": "Nerys", "when": told["decisions"][0]["when"]}]
    assert "Inadequate" in (own.parent / "corrections" / f"{PDF}.yaml").read_text(encoding="utf-8")
    status, told_of = ask(server, f"/{server.token}/{PDF}.html", "POST", b'{"apply": true}')
    assert (status, json.loads(told_of)) == (200, {"applied": 1})
    assert overall(own).rating == "Inadequate"
    page = served_data(server)
    row = next(row for row in page["rows"] if row["table"] == "ratings" and row["item"] == "main/overall")
    assert (row["value"], row["corrected"]) == ("Inadequate", ["rating", "points"])
    assert page["decisions"] == told["decisions"] and page["saving"] == "post"
    listed = next(row for row in page["rows"] if row["table"] == "corrections")
    assert listed["cells"]["machine"] == read.rating and listed["cells"]["status"] == "applied"
    # The judgement, and what the report says of it.
    assert b">2 of " in ask(server, f"/{server.token}/index.html")[1]
    status, told = posted(server, [], page["decisions"])
    assert (status, told["decisions"]) == (200, [])
    apply_corrections(own)
    assert overall(own).rating == read.rating


def test_what_is_stale_or_in_conflict_comes_before_the_rest(server: ReviewServer, own: Path) -> None:
    read = overall(own)
    stale = CHANGE | {"machine": "Outstanding" if read.rating != "Outstanding" else "Good", "words": read.quote}
    finding = next(row for row in extractor.open_dataset(own).rows("findings") if row.report_id == PDF)
    told = {
        "table": "findings",
        "item": finding.item,
        "column": "text",
        "machine": finding.text,
        "words": finding.quote,
    }
    assert posted(server, [stale, told | {"human": "One thing."}])[0] == 200
    body = json.dumps({"made": [told | {"human": "Another."}], "gone": [], "who": "Callum"}).encode()
    assert ask(server, f"/{server.token}/{PDF}.html", "POST", body)[0] == 200
    assert apply_corrections(own).counts() == {"stale": 1, "conflict": 2}
    rows = {f"{row['table']}/{row['item']}": row for row in served_data(server)["rows"]}
    told_of = [reason["status"] for reason in rows["ratings/main/overall"]["reasons"] if reason.get("rank") == "open"]
    assert told_of == ["stale"]
    assert rows["ratings/main/overall"]["rank"] == rows[f"findings/{finding.item}"]["rank"] == "open"
    assert rows["ratings/main/overall"]["value"] == read.rating
    index = ask(server, f"/{server.token}/index.html")[1]
    assert b"3 to settle" in index and b">0 of " in index and b">1 of " not in index and b">2 of " not in index


def served_data(server: ReviewServer, report_id: str = PDF) -> dict[str, Any]:
    return data_of(ask(server, f"/{server.token}/{report_id}.html")[1].decode())


def test_a_deleted_row_is_shown_as_such(server: ReviewServer, own: Path) -> None:
    page = served_data(server)
    row = next(row for row in page["rows"] if row["table"] == "findings")
    words = page["text"][row["start"] : row["end"]]
    told = {"start": str(row["start"]), "end": str(row["end"]), "quote": words, "rule": row["rule"], "derived": "false"}
    decision = {
        "table": "findings",
        "item": row["item"],
        "action": "delete",
        "words": words,
        "row": row["cells"] | told,
    }
    assert posted(server, [decision])[0] == 200
    assert apply_corrections(own).counts() == {"applied": 1}
    page = served_data(server)
    gone = [row for row in page["rows"] if row.get("gone")]
    assert [(one["table"], one["item"], one["value"]) for one in gone] == [("findings", row["item"], row["value"])]
    assert gone[0]["boxes"]


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        ([CHANGE | {"human": "Splendid"}], "none of"),
        ([CHANGE | {"column": "quote"}], "cannot be corrected"),
        ([CHANGE | {"table": "checks"}], "cannot be corrected"),
        (["Good"], "valid dictionary"),
        ({"a": 1}, "lists of decisions"),
    ],
)
def test_what_is_no_decision_is_refused_and_nothing_is_written(
    server: ReviewServer, own: Path, made: Any, fault: str
) -> None:
    status, told = posted(server, made)
    assert status == 400 and fault in told["error"]
    assert not (own.parent / "corrections").exists()


def test_nobody_else_is_answered(server: ReviewServer, own: Path) -> None:
    page, port = f"/{server.token}/{PDF}.html", server.server_port
    assert ask(server, page)[0] == 200
    wrong = server.token[:-1] + ("y" if server.token.endswith("x") else "x")
    for path in ("/", f"/{PDF}.html", f"/{wrong}/{PDF}.html", f"/{server.token}x/index.html", "//"):
        assert ask(server, path)[0] == 404, path
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}", ""):
        assert ask(server, page, Host=host)[0] == 403, host
    for origin in ("https://evil.example", "null", f"http://127.0.0.1:{port + 1}", f"https://127.0.0.1:{port}x"):
        assert ask(server, page, Origin=origin)[0] == 403, origin
        assert posted(server, [CHANGE], Origin=origin)[0] == 403, origin
    assert ask(server, page, Sec_Fetch_Site="cross-site")[0] == 403
    assert ask(server, page, "POST", b"{}", Content_Type="text/plain")[0] == 415
    assert ask(server, page, "POST", b"", Origin=f"http://127.0.0.1:{port}", Content_Type="application/json")[0] == 411
    form = ask(server, page, "POST", b"made=1", Content_Type="application/x-www-form-urlencoded", Origin="null")
    assert form[0] == 403
    assert not (own.parent / "corrections").exists()


@pytest.mark.parametrize(
    "path",
    [
        "../run.json", "..%2frun.json", "run.json", "text/x.txt", f"{PDF}.txt", "pictures/../index.html", "%00.html",
        "pictures/0000000000000000/1.webp", "nobody.html", f"../all/{PDF}.html", f"{PDF}.html/..", "a" * 5000 + ".html",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_pages(server: ReviewServer, path: str) -> None:
    assert ask(server, f"/{server.token}/{path}")[0] == 404


def test_a_page_is_made_once_and_a_fault_is_told(
    server: ReviewServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Many who ask for the same page wait for one; what nobody foresaw is a page with what to do, and a line."""
    made: list[str] = []
    monkeypatch.setattr("extractor.review.session.html_of", lambda told: made.append(told.about.title) or "page")
    page = f"/{server.token}/{PDF}.html"
    assert [ask(server, page), ask(server, page)] == [(200, b"page")] * 2 and len(made) == 1
    assert posted(server, [CHANGE])[0] == 200 and ask(server, page)[0] == 200 and len(made) == 2
    monkeypatch.setattr("extractor.review.session.Desk.report", lambda *_: {}["<b>"])
    status, told = ask(server, page)
    assert status == 500 and b"KeyError: &#39;&lt;b&gt;&#39;. What was saved is kept." in told and b"index.html" in told
    assert b"This page could not be made" in told
    line = capsys.readouterr().err
    assert line.startswith(f"No answer to GET '/{PDF}.html': ") and "KeyError" in line and server.token not in line
    monkeypatch.setattr("extractor.review.session.Desk.answer", lambda *_: {}["x"])
    assert "KeyError" in posted(server, [])[1]["error"]


def test_pictures_are_drawn_when_they_are_asked_for(server: ReviewServer) -> None:
    told = served_data(server)
    status, picture = ask(server, f"/{server.token}/{told['picture'].replace('N', '2')}")
    assert status == 200 and picture[:4] == b"RIFF" and picture[8:12] == b"WEBP"
    assert ask(server, f"/{server.token}/{told['picture'].replace('N', '999')}")[0] == 404


def test_a_body_that_is_too_large_is_not_read(server: ReviewServer) -> None:
    page, host = f"/{server.token}/{PDF}.html", f"http://127.0.0.1:{server.server_port}"
    kind = {"Origin": host, "Content_Type": "application/json"}
    for length in ("5000000", "9" * 400, "-1", "1e3", "abc"):
        assert ask(server, page, "POST", None, Content_Length=length, **kind)[0] in (411, 413), length
    for body in (b"[" * 100_000, b"\xff", b"[]", b'{"made": {}}', b'{"made": [[]], "gone": []}'):
        assert ask(server, page, "POST", body)[0] == 400


def test_a_thousand_requests_at_once_beside_clients_that_are_silent(
    server: ReviewServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractor.review.serve._PATIENCE", 0.02)
    silent = [create_connection(("127.0.0.1", server.server_port)) for _ in range(40)]
    head = f"POST /{server.token}/{PDF}.html HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\nContent-Length: 9\r\n"
    for connection in silent[::2]:
        connection.sendall(head.encode())
    paths = [f"/{server.token}/{name}" for name in ("index.html", "nobody.html", "../x", "index.html?a=1")]
    before = ask(server, f"/{server.token}/index.html")[0]
    with ThreadPoolExecutor(60) as pool:
        codes = list(pool.map(lambda n: ask(server, paths[n % 4])[0], range(1000)))
    assert before == 200 and codes == [200, 404, 404, 200] * 250
    assert posted(server, [])[0] == 200
    for connection in silent:
        connection.close()


def test_many_save_at_once_and_nothing_is_lost(server: ReviewServer, own: Path) -> None:
    rows = [row for row in extractor.open_dataset(own).rows("findings") if row.report_id == PDF][:24]
    made = [{"table": "findings", "item": row.item, "action": "accept", "words": row.quote} for row in rows]
    with ThreadPoolExecutor(12) as pool:
        assert {status for status, _ in pool.map(lambda one: posted(server, [one]), made)} == {200}
    kept = read_corrections(own.parent / "corrections")[PDF]
    assert sorted(one.item for one in kept) == sorted(row.item for row in rows) and len(rows) > 10


def test_words_that_no_rule_has_read_are_told_within_their_line() -> None:
    text = "Berths: 12 of 40 free.\nNothing here.\n- Ropes"
    rows = [SimpleNamespace(start=8, end=10), SimpleNamespace(start=39, end=44)]
    told = list(lines_of_source(Source(text), {"quantities": rows}))
    words = [[text[start:end] for start, end in zip(line[2][::2], line[2][1::2], strict=True)] for line in told]
    assert words == [["Berths: ", " of 40 free."], ["Nothing here."], []]
    headed = Source("Annexe two – Berths\nNothing here.")
    sections = [SimpleNamespace(start=0, ref="Annexe two", title="Berths")]
    assert [line[2] for line in lines_of_source(headed, {"sections": sections})] == [[], [20, 33]]
