"""`findings fetch` against a server that misbehaves, and catalogues and names that do."""

from __future__ import annotations

import csv
import errno
import gzip
import hashlib
import io
import ipaddress
import socket
import ssl
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner

from extractor import __version__
from extractor.cli import app
from extractor.cli.show.fetch import telling_on
from extractor.errors import InputError, OutputError
from extractor.fetch import MANIFEST, Outcome, Result, Settings, fetch
from extractor.fetch.catalogue import read_catalogue
from extractor.fetch.client import next_of
from extractor.fetch.connections import Addresses, kind_of_address, written_out
from extractor.fetch.kinds import kind_of
from extractor.fetch.names import fault_of_name, name_from_disposition, name_from_url, safe_name
from extractor.fetch.robots import parse_robots
from extractor.fetch.settings import FetchError
from tests.growth import MOST, power

ROOT = Path(__file__).parents[1]
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 400 + b"\n%%EOF\n"
PAGE = b"<!DOCTYPE html>\n<html><head><title>Sign in to continue</title></head><body>No report here.</body></html>"
BOMB = gzip.compress(b"%PDF-1.7" + bytes(20_000_000), 1)
SETTINGS = Settings(
    pause=0.0,
    connect_seconds=30,
    silence_seconds=30,
    file_seconds=60,
    back_off=1,
    robots_seconds=60,
    contact="a@b.example",
)


class Server(ThreadingHTTPServer):
    """Answers as the tests tell it: a function for each path. Notes every request."""

    daemon_threads = True

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[Handler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.closing = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is what the tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        answer = self.server.answers.get(self.path)
        if answer is None:
            self.reply(404, b"none")
        else:
            answer(self)

    def reply(self, status: int, body: bytes = b"", length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        if length is not None and length != len(body):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.closing.set()
    made.shutdown()
    made.server_close()
    thread.join()


class Clock:
    """A time that goes on only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Desk:
    """A folder with a catalogue, and a run over it."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.catalogue = folder / "catalogue.csv"
        self.out = folder / "published"
        self.clock = clock
        self.addresses = Addresses(kind=lambda _: "")  # the servers of the tests are all on this machine

    def write(self, *rows: dict[str, str]) -> Path:
        names = list(dict.fromkeys(["url", *(name for row in rows for name in row)]))
        with self.catalogue.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return self.catalogue

    def run(self, *rows: dict[str, str], settings: Settings = SETTINGS, **options: bool) -> Result:
        self.write(*rows)
        return fetch(
            self.catalogue,
            self.out,
            settings,
            sleep=self.clock.sleep,
            clock=self.clock,
            addresses=self.addresses,
            **options,
        )

    def one(self, url: str, file: str = "report.pdf", settings: Settings = SETTINGS, **cells: str) -> Outcome:
        return self.run({"url": url, "file": file, **cells}, settings=settings).outcomes[0]

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.out.iterdir() if path.name != MANIFEST}

    def listed(self) -> list[dict[str, str]]:
        with (self.out / MANIFEST).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return Desk(tmp_path, clock)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sends(body: bytes, status: int = 200, **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.reply(status, body, **headers)


def in_turn(*answers: Callable[[Handler], None]) -> Callable[[Handler], None]:
    """Each answer once, the last for ever."""
    left = list(answers)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def ranged(body: bytes, tag: str = '"one"') -> Callable[[Handler], None]:
    """A well-behaved server of ranges."""

    def answer(handler: Handler) -> None:
        wanted = handler.headers.get("Range", "")
        if wanted and handler.headers.get("If-Range") == tag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                handler.reply(416, b"", Content_Range=f"bytes */{len(body)}")
                return
            span = f"bytes {start}-{len(body) - 1}/{len(body)}"
            handler.reply(206, body[start:], Content_Range=span, ETag=tag)
        else:
            handler.reply(200, body, ETag=tag)

    return answer


# --- what goes well ---------------------------------------------------------------------------------------------------


def test_fetches_checks_and_lists(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = sends(PDF, Content_Type="application/pdf")
    server.answers["/b"] = sends(PAGE.replace(b"Sign in", b"Report"), Content_Type="text/html")
    result = desk.run(
        {"url": server.url("/a.pdf"), "file": "first.pdf", "sha256": sha256(PDF), "title": "=A1", "licence": "OGL"},
        {"url": server.url("/b"), "file": "second.html"},
    )
    assert [outcome.status for outcome in result.outcomes] == ["fetched", "fetched"] and result.exit_code == 0
    assert desk.files()["first.pdf"] == PDF and set(desk.files()) == {"first.pdf", "second.html"}
    first, second = desk.listed()
    assert list(first)[:8] == ["url", "file", "sha256", "bytes", "type", "retrieved", "status", "message"]
    assert first["sha256"] == sha256(PDF) and first["bytes"] == str(len(PDF)) and first["type"] == "pdf"
    assert first["licence"] == "OGL" and first["title"] == "'=A1" and second["type"] == "html"
    assert abs(datetime.now(UTC) - datetime.fromisoformat(first["retrieved"])) < timedelta(minutes=1)
    assert server.asked[0][0] == "/robots.txt" and len(server.asked) == 3
    assert all(headers["user-agent"] == f"findings/{__version__} (+a@b.example)" for _, headers in server.asked)


def test_leaves_alone_what_is_there(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = sends(PDF)
    rows = {"url": server.url("/a.pdf"), "file": "a.pdf"}
    first = desk.run(rows).outcomes[0]
    again = desk.run(rows).outcomes[0]
    assert again.status == "there" and again.retrieved == first.retrieved and len(server.paths()) == 1
    (desk.out / "a.pdf").write_bytes(PDF + b"changed by hand")
    changed = desk.run(rows).outcomes[0]
    assert changed.status == "there" and "has changed" in changed.message and changed.retrieved == ""
    assert desk.run({**rows, "sha256": sha256(PDF)}).outcomes[0].status == "fetched"
    assert desk.files() == {"a.pdf": PDF} and len(server.paths()) == 2


def test_the_list_is_a_catalogue_and_keeps_other_files(server: Server, desk: Desk, tmp_path: Path) -> None:
    server.answers["/a.pdf"] = server.answers["/b.pdf"] = sends(PDF)
    desk.run({"url": server.url("/a.pdf"), "note": "-1 of 2"})
    desk.run({"url": server.url("/b.pdf")})
    assert [row["file"] for row in desk.listed()] == ["b.pdf", "a.pdf"] and desk.listed()[1]["note"] == "'-1 of 2"
    copy = fetch(desk.out / MANIFEST, tmp_path / "copy", SETTINGS, sleep=desk.clock.sleep, clock=desk.clock)
    assert copy.exit_code == 0 and copy.outcomes[1].entry.sha256 == sha256(PDF)
    assert copy.outcomes[1].entry.cells["note"] == "-1 of 2"


def test_a_row_without_url_is_for_people(desk: Desk) -> None:
    result = desk.run({"url": "", "file": "a.pdf", "landing_page": "www.example.org/reports"})
    assert result.outcomes[0].status == "manual" and result.exit_code == 0
    assert "no direct address known: open the landing page www.example.org/reports" in result.outcomes[0].message
    (desk.out / "a.pdf").write_bytes(PDF)
    assert desk.run({"url": "", "file": "a.pdf", "landing_page": "x"}).outcomes[0].status == "there"


def test_a_dry_run_touches_nothing(server: Server, desk: Desk) -> None:
    result = desk.run({"url": server.url("/a.pdf")}, dry_run=True)
    assert result.outcomes[0].status == "wanted" and result.outcomes[0].file == "a.pdf" and result.exit_code == 0
    assert not server.asked and not desk.out.exists()


# --- resuming ---------------------------------------------------------------------------------------------------------


def test_resumes_after_the_connection_broke(server: Server, desk: Desk) -> None:
    cut = lambda handler: handler.reply(200, PDF[:5000], length=len(PDF), ETag='"one"')  # noqa: E731
    server.answers["/a.pdf"] = in_turn(cut, ranged(PDF))
    outcome = desk.one(server.url("/a.pdf"), sha256=sha256(PDF))
    assert outcome.status == "resumed" and desk.files() == {"report.pdf": PDF} and desk.clock.slept == [1]
    assert server.asked[-1][1]["range"] == "bytes=5000-" and server.asked[-1][1]["if-range"] == '"one"'


def test_resumes_in_the_next_run(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = lambda handler: handler.reply(200, PDF[:5000], length=len(PDF), ETag='"one"')
    once = replace(SETTINGS, attempts=1)
    assert desk.one(server.url("/a.pdf"), settings=once).status == "failed"
    assert set(desk.files()) == {"report.pdf.part", "report.pdf.part.json"}
    server.answers["/a.pdf"] = ranged(PDF)
    assert desk.one(server.url("/a.pdf")).status == "resumed" and desk.files() == {"report.pdf": PDF}


@pytest.mark.parametrize(
    "then",
    [
        sends(PDF, ETag='"one"'),
        ranged(PDF, tag='"two"'),
        lambda handler: handler.reply(206, PDF[7:], Content_Range=f"bytes 7-{len(PDF) - 1}/{len(PDF)}"),
        lambda handler: handler.reply(206, PDF[5000:], Content_Range=f"bytes 5000-9/{len(PDF)}", ETag='"two"'),
        lambda handler: handler.reply(206, PDF[5000:]),
        sends(b"", status=416),
    ],
    ids=["range ignored", "changed", "another range", "another edition", "no range told", "nothing behind"],
)
def test_begins_anew_where_the_rest_does_not_come(server: Server, desk: Desk, then: Callable[[Handler], None]) -> None:
    old = b"%PDF-1.7\n" + b"x" * 4991
    cut = lambda handler: handler.reply(200, old, length=len(PDF), ETag='"one"')  # noqa: E731
    server.answers["/a.pdf"] = in_turn(cut, then, sends(PDF))
    assert desk.one(server.url("/a.pdf")).status == "fetched" and desk.files() == {"report.pdf": PDF}


def test_does_not_resume_without_a_mark_of_the_edition(server: Server, desk: Desk) -> None:
    cut = lambda handler: handler.reply(200, PDF[:5000], length=len(PDF), ETag='W/"weak"')  # noqa: E731
    server.answers["/a.pdf"] = in_turn(cut, sends(PDF))
    assert desk.one(server.url("/a.pdf")).status == "fetched" and "range" not in server.asked[-1][1]


# --- looking again ----------------------------------------------------------------------------------------------------


NEWER = PDF.replace(b"%PDF-1.7", b"%PDF-1.6")


def conditional(body: bytes, tag: str, changed: str = "Mon, 01 Jun 2020 10:00:00 GMT") -> Callable[[Handler], None]:
    """A server that keeps to conditions: what has not changed is not sent again."""

    def answer(handler: Handler) -> None:
        same = handler.headers.get("If-None-Match") == tag or (
            "If-None-Match" not in handler.headers and handler.headers.get("If-Modified-Since") == changed
        )
        handler.reply(304 if same else 200, b"" if same else body, ETag=tag, Last_Modified=changed)

    return answer


def _refuse(*_: object) -> None:
    raise OSError(errno.EPERM, "not permitted")


def test_what_is_unchanged_is_not_sent_again(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = conditional(PDF, 'W/"one"')
    row = {"url": server.url("/a.pdf"), "file": "a.pdf"}
    first = desk.run(row).outcomes[0]
    assert (first.source.etag, first.source.last_modified) == ('W/"one"', "Mon, 01 Jun 2020 10:00:00 GMT")
    assert desk.run(row).outcomes[0].status == "there" and len(server.paths()) == 1, "only a refresh asks"
    assert desk.run(row, refresh=True, dry_run=True).outcomes[0].status == "wanted" and len(server.paths()) == 1
    again = desk.run(row, refresh=True).outcomes[0]
    assert (
        again.status == "unchanged"
        and again.retrieved == first.retrieved
        and again.source.checked >= first.source.checked
    )
    asked = server.asked[-1][1]
    assert asked["if-none-match"] == 'W/"one"' and asked["if-modified-since"] == first.source.last_modified
    listed = desk.listed()[0]
    assert listed["etag"] == 'W/"one"' and listed["last_modified"] == first.source.last_modified and listed["checked"]
    assert listed["sha256"] == sha256(PDF) and desk.files() == {"a.pdf": PDF}


def test_what_is_sent_again_and_is_the_same_is_unchanged(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = sends(PDF)
    row = {"url": server.url("/a.pdf"), "file": "a.pdf"}
    desk.run(row)
    server.answers["/a.pdf"] = sends(PDF, ETag='"new mark"')
    assert desk.run(row, refresh=True).outcomes[0].status == "unchanged" and desk.files() == {"a.pdf": PDF}
    assert "if-none-match" not in server.asked[-1][1] and desk.listed()[0]["etag"] == ""


@pytest.mark.parametrize("links", [True, False], ids=["links", "a file system without links"])
def test_what_has_changed_is_fetched_and_the_earlier_edition_kept(
    server: Server, desk: Desk, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr("os.link", _refuse)
    server.answers["/a.pdf"] = conditional(PDF, '"one"')
    row = {"url": server.url("/a.pdf"), "file": "a.pdf"}
    day = desk.run(row).outcomes[0].retrieved[:10]
    server.answers["/a.pdf"] = conditional(NEWER, '"two"')
    outcome = desk.run(row, refresh=True).outcomes[0]
    assert outcome.status == "changed" and outcome.message == f"the earlier edition is kept as a.pdf.{day}"
    assert desk.files() == {"a.pdf": NEWER, f"a.pdf.{day}": PDF} and desk.listed()[0]["sha256"] == sha256(NEWER)
    server.answers["/a.pdf"] = conditional(NEWER + b"third", '"three"')
    assert desk.run(row, refresh=True).outcomes[0].message.endswith(f"a.pdf.{day}-2")
    assert desk.files() == {"a.pdf": NEWER + b"third", f"a.pdf.{day}": PDF, f"a.pdf.{day}-2": NEWER}
    assert desk.run(row, refresh=True).outcomes[0].status == "unchanged"


@pytest.mark.parametrize("how", ["file", "landing page", "redirect", "landing page of the file"])
def test_a_report_at_another_address_is_a_re_issue(server: Server, desk: Desk, how: str) -> None:
    page, other = "www.example.org/report", "www.example.org/report-corrected"
    server.answers["/a.pdf"], server.answers["/b.pdf"] = sends(PDF), sends(NEWER)
    first = {"url": server.url("/a.pdf"), "file": "" if how == "landing page" else "a.pdf", "landing_page": page}
    second = (
        first
        | {
            "file": {"url": server.url("/b.pdf")},
            "landing page": {"url": server.url("/b.pdf")},
            "redirect": {},
            "landing page of the file": {"landing_page": other},
        }[how]
    )
    day = desk.run(first).outcomes[0].retrieved[:10]
    if how == "redirect":
        server.answers["/a.pdf"] = sends(b"", 301, Location="/b.pdf")
    elif how == "landing page of the file":
        server.answers["/a.pdf"] = sends(NEWER)
    outcome = desk.run(second, refresh=True).outcomes[0]
    assert outcome.status == "reissued" and desk.files() == {"a.pdf": NEWER, f"a.pdf.{day}": PDF}
    told = f"its landing page was {page}" if how == "landing page of the file" else f"was at {server.url('/a.pdf')}"
    assert told in outcome.message and f"kept as a.pdf.{day}" in outcome.message
    assert [row["url"] for row in desk.listed()] == [second["url"]], "a file is listed once"
    assert fetch(desk.out / MANIFEST, desk.out, SETTINGS, dry_run=True).outcomes[0].status == "there"


def test_a_report_that_moved_and_is_the_same_is_unchanged(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = server.answers["/b.pdf"] = conditional(PDF, '"one"')
    desk.one(server.url("/a.pdf"))
    outcome = desk.run({"url": server.url("/b.pdf"), "file": "report.pdf"}, refresh=True).outcomes[0]
    assert outcome.status == "unchanged" and f"was at {server.url('/a.pdf')}" in outcome.message
    assert "if-none-match" not in server.asked[-1][1], "the mark of one address says nothing of another"


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_stays_here(server: Server, desk: Desk, status: int) -> None:
    server.answers["/a.pdf"] = sends(PDF)
    row = {"url": server.url("/a.pdf"), "file": "a.pdf"}
    desk.run(row)
    server.answers["/a.pdf"] = sends(b"", status)
    result = desk.run(row, refresh=True)
    assert result.outcomes[0].status == "gone" and result.exit_code == 0 and desk.files() == {"a.pdf": PDF}
    assert desk.listed()[0]["sha256"] == sha256(PDF) and desk.listed()[0]["status"] == "gone"


def test_a_refresh_that_fails_forgets_nothing(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = conditional(PDF, '"one"')
    row = {"url": server.url("/a.pdf"), "file": "a.pdf"}
    desk.run(row)
    for answer in (sends(b"", 503), sends(PAGE), lambda handler: handler.reply(200, NEWER[:5000], length=len(NEWER))):
        server.answers["/a.pdf"] = answer
        assert desk.run(row, refresh=True).exit_code == 1
        assert desk.files() == {"a.pdf": PDF} and desk.listed()[0]["sha256"] == sha256(PDF)
        assert desk.listed()[0]["etag"] == '"one"'
    assert desk.run(row).outcomes[0].retrieved, "it is still known when it was fetched"


def test_a_refresh_leaves_alone_what_a_person_or_the_catalogue_settled(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = server.answers["/b.pdf"] = sends(PDF)
    rows = [{"url": server.url("/a.pdf"), "file": "a.pdf"}, {"url": server.url("/b.pdf"), "file": "b.pdf"}]
    desk.run(*rows)
    (desk.out / "a.pdf").write_bytes(PDF + b"noted by hand")
    server.answers["/a.pdf"] = server.answers["/b.pdf"] = sends(NEWER)
    rows[0]["sha256"], rows[1]["sha256"] = "", sha256(PDF)
    by_hand, pinned = desk.run(*rows, refresh=True).outcomes
    assert by_hand.status == "there" and "has changed since it was fetched" in by_hand.message
    assert pinned.status == "changed" and sha256(NEWER) in pinned.message
    assert desk.files() == {"a.pdf": PDF + b"noted by hand", "b.pdf": PDF} and server.paths()[2:] == ["/b.pdf"]


def test_marks_of_a_server_or_a_manifest_are_not_trusted(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = sends(PDF, ETag="none at all", Last_Modified="x" * 500)
    row = {"url": server.url("/a.pdf"), "file": "a.pdf"}
    outcome = desk.run(row).outcomes[0]
    assert (outcome.source.etag, outcome.source.last_modified) == ("", "")
    listed = (desk.out / MANIFEST).read_text().replace(outcome.retrieved, "../../../outside", 1)
    header, first = listed.splitlines()
    cells = next(csv.reader([first]))
    cells[header.split(",").index("etag")] = '"one"\r\nX-Evil: 1'
    with (desk.out / MANIFEST).open("w", newline="") as file:
        csv.writer(file).writerows([header.split(","), cells])
    server.answers["/a.pdf"] = sends(NEWER)
    assert desk.run(row, refresh=True).outcomes[0].status == "changed"
    assert "x-evil" not in server.asked[-1][1] and "if-none-match" not in server.asked[-1][1]
    assert len(desk.files()) == 2 and desk.files()["a.pdf"] == NEWER


def test_a_manifest_of_before_there_were_marks_is_read(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = sends(PDF)
    row = {"url": server.url("/a.pdf"), "file": "a.pdf"}
    desk.run(row)
    with (desk.out / MANIFEST).open(encoding="utf-8", newline="") as file:
        old = [cells[:8] for cells in csv.reader(file)]
    with (desk.out / MANIFEST).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(old)
    assert desk.run(row, refresh=True).outcomes[0].status == "unchanged" and desk.listed()[0]["checked"]


# --- servers that misbehave -------------------------------------------------------------------------------------------


def drips(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("ETag", '"one"')
    handler.end_headers()
    while not handler.server.closing.wait(0.05):
        handler.wfile.write(b"%PDF-")


def drips_its_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not handler.server.closing.wait(0.05):
        handler.wfile.write(b"x")


def stalls(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"%PDF-")
    handler.server.closing.wait(5)


def without_a_length(body: bytes) -> Callable[[Handler], None]:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return answer


def in_chunks(body: bytes, end: bytes) -> Callable[[Handler], None]:
    """A body in one chunk, if it is not empty, and what stands behind it."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write((b"%x\r\n%s\r\n" % (len(body), body) if body else b"") + end)
        handler.close_connection = True

    return answer


def never_ends(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.closing.is_set():
        handler.wfile.write(b"%PDF-" * 10_000)


def bomb(handler: Handler) -> None:
    handler.reply(200, BOMB, Content_Encoding="gzip")


@pytest.mark.parametrize(
    ("answer", "cause", "attempts"),
    [
        (drips, "took longer than 1 s; fetch again to go on from there", 1),
        (drips_its_headers, "took longer than 1 s", 1),
        (stalls, "nothing came for 0.2 s", 4),
        (lambda handler: handler.reply(200, PDF[:5000], length=len(PDF)), "the connection broke off", 4),
        (lambda handler: handler.connection.shutdown(socket.SHUT_RDWR), "the connection broke off", 4),
        (without_a_length(PDF[:5000]), "the connection broke off", 4),
        (in_chunks(PDF[:5000], b""), "the connection broke off", 4),
        (in_chunks(PDF[:5000], b"1000\r\nshort"), "the connection broke off", 4),
        (in_chunks(b"", b"0\r\n\r\n"), "is empty", 1),
        (in_chunks(b"", b""), "the connection broke off", 4),
        (never_ends, "is larger than 1 MB; --max-size allows more", 1),
        (lambda handler: handler.reply(200, b"%PDF-", length=10**9), "is larger than 1 MB", 1),
        (bomb, "is larger than 1 MB", 1),
        (sends(PDF, Content_Encoding="br"), "is sent packed as 'br', which was not asked for", 1),
        (sends(gzip.compress(PDF)[:-20], Content_Encoding="gzip"), "is sent packed, and not whole", 4),
        (sends(b"junk", Content_Encoding="gzip"), "is sent packed, and damaged", 4),
        (sends(b"", status=404), "HTTP 404 Not Found: check the url", 1),
        (sends(b"", status=401), "HTTP 401 Unauthorized: it needs a sign-in", 1),
        (sends(b"", status=799), "HTTP 799", 1),
        (sends(b"", status=204), "HTTP 204", 1),
        (sends(b"", status=503), "HTTP 503 Service Unavailable", 4),
        (sends(b"", status=429, Retry_After="3600"), "the server asks to wait 60 minutes: try later", 1),
        (sends(b"", status=429, Retry_After="9" * 5000), "try later", 1),
        (sends(PAGE), "is a web page, not a PDF ('Sign in to continue'): an error or sign-in page, perhaps", 1),
        (sends(b""), "is empty", 1),
        (sends(b"PK\x03\x04" + bytes(100)), "is of no kind that is read, not a PDF", 1),
        (sends(b"plain words"), "is text, not a PDF", 1),
        (sends(PDF + b"other"), "has another sha256 than the catalogue says", 1),
        (sends(b"", status=302, Location="/a.pdf"), "is redirected more than 5 times", 6),
        (sends(b"", status=302, Location="file:///etc/passwd"), "does not begin with http:// or https://", 1),
        (sends(b"", status=302, Location="ftp://example.org/a"), "does not begin with http:// or https://", 1),
        (sends(b"", status=302, Location="http://[::"), "is redirected to what is no address", 1),
        (sends(b"", status=302, Location="http://me:secret@example.org/"), "holds a user name or password", 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_failure_says_why_and_leaves_nothing_in_place(
    server: Server, desk: Desk, answer: Callable[[Handler], None], cause: str, attempts: int
) -> None:
    server.answers["/a.pdf"] = answer
    impatient = {"took": {"file_seconds": 1}, "nothing": {"silence_seconds": 0.2}}.get(cause.split()[0], {})
    limited = replace(SETTINGS, max_bytes=1_000_000, **impatient)
    result = desk.run({"url": server.url("/a.pdf"), "file": "report.pdf", "sha256": sha256(PDF)}, settings=limited)
    assert result.outcomes[0].status == "failed" and cause in result.outcomes[0].message and result.exit_code == 1
    assert len(server.paths()) == attempts
    assert desk.listed()[0]["message"] == result.outcomes[0].message
    kept = {"report.pdf.part", "report.pdf.part.json"} if "go on from there" in cause else set()
    assert set(desk.files()) == kept, "a part that helps nobody is kept"


def _document() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w:document/>" * 500)
    return made.getvalue()


_WHOLE = {
    "a.pdf": PDF,
    "a.docx": _document(),
    "a.html": b"<!DOCTYPE html>\n<html><body>" + b"<p>The board meets twice a year." * 200 + b"</body></html>\n",
    "a.txt": b"The board meets twice a year.\n" * 200,
}


@pytest.mark.parametrize("name", _WHOLE)
@pytest.mark.parametrize("way", ["length", "chunked", "neither"])
def test_a_short_body_is_no_file_whatever_it_is(server: Server, desk: Desk, name: str, way: str) -> None:
    whole = _WHOLE[name]
    short = whole[: len(whole) // 2]
    answers = {
        "length": (lambda handler: handler.reply(200, short, length=len(whole)), sends(whole)),
        "chunked": (in_chunks(short, b""), in_chunks(whole, b"0\r\n\r\n")),
        "neither": (without_a_length(short), without_a_length(whole)),
    }
    server.answers["/short"], server.answers["/whole"] = answers[way]
    outcome = desk.one(server.url("/short"), name)
    if (name, way) == ("a.txt", "neither"):
        assert outcome.status == "fetched", "nobody can tell that it is short"
    else:
        assert outcome.status == "failed" and "broke off before all had come" in outcome.message
        assert desk.files() == {}
    assert desk.one(server.url("/whole"), f"whole-{name}").status == "fetched"
    assert desk.files()[f"whole-{name}"] == whole


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("127.0.0.1", "loopback"), ("127.1", "loopback"), ("0x7f.1", "loopback"), ("2130706433", "loopback"),
        ("017700000001", "loopback"), ("127.0.0.1.", "loopback"), ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"), ("64:ff9b::7f00:1", "loopback"), ("2002:7f00:1::", "loopback"),
        ("10.1.2.3", "private"), ("0xa.0x10203", "private"), ("172.16.0.1", "private"), ("192.168.0.1", "private"),
        ("::ffff:192.168.0.1", "private"), ("fd00::1", "private"), ("fec0::1", "private"),
        ("169.254.169.254", "link-local"), ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"), ("0.0.0.0", "unspecified"), ("0", "unspecified"), ("::", "unspecified"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"), ("100.64.0.1", "reserved"), ("::7f00:1", "reserved"), ("8.8.8.8", ""),
        ("134744072", ""), ("::ffff:8.8.8.8", ""), ("64:ff9b::808:808", ""), ("2606:4700::1111", ""),
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_told_in_any_form(host: str, kind: str) -> None:
    address = written_out(host)
    assert address is not None and kind_of_address(address) == kind


@pytest.mark.parametrize("host", ["example.org", "localhost", "1.2.3.4.5", "0x7g.1", "a.1", ""])
def test_a_name_is_no_address(host: str) -> None:
    assert written_out(host) is None


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("http://127.0.0.1:{port}/secret", "is redirected to http://127.0.0.1:{port}/secret, which is loopback"),
        ("/secret", "which is loopback"),
        ("http://0x7f.1:{port}/secret", "at 127.0.0.1, which is loopback"),
        ("http://2130706433:{port}/secret", "at 127.0.0.1, which is loopback"),
        ("http://017700000001:{port}/secret", "at 127.0.0.1, which is loopback"),
        ("http://[::ffff:127.0.0.1]:{port}/secret", "which is loopback"),
        ("http://0.0.0.0:{port}/secret", "which is unspecified"),
        ("http://localhost:{port}/secret", "which is loopback"),
        ("http://10.0.0.1/secret", "which is private"),
        ("http://169.254.169.254/latest", "which is link-local"),
        ("http://inside.example:{port}/secret", "inside.example:{port}/secret at 127.0.0.1, which is loopback"),
        ("http://unknown.example/secret", "no address is known for unknown.example (not known): check the url"),
    ],
)  # fmt: skip
def test_no_redirect_leads_inside(server: Server, desk: Desk, target: str, told: str) -> None:
    def resolve(host: str, _: int) -> list[str]:
        if host == "unknown.example":
            raise OSError(None, "not known")
        return {"localhost": ["::1", "127.0.0.1"], "inside.example": ["93.184.216.34", "127.0.0.1"]}[host]

    desk.addresses = Addresses(resolve)
    there = target.format(port=server.server_port)
    server.answers["/a.pdf"] = sends(b"", 302, Location=there)
    server.answers["/secret"] = sends(PDF)
    outcome = desk.one(server.url("/a.pdf"), settings=replace(SETTINGS, attempts=1))
    assert outcome.status == "failed" and told.format(port=server.server_port) in outcome.message.replace(
        "a un", "an un"
    )
    assert server.paths() == ["/a.pdf"]
    if "unknown" not in target:
        assert "name this address in the catalogue" in outcome.message
        named = desk.one(server.url("/secret"))
        assert named.status == "fetched", "what the catalogue names itself is asked"


def test_no_robots_file_leads_inside(server: Server, desk: Desk) -> None:
    desk.addresses = Addresses()
    server.answers["/robots.txt"] = sends(b"", 301, Location="/inside.txt")
    server.answers["/a.pdf"] = sends(PDF)
    outcome = desk.one(server.url("/a.pdf"))
    assert outcome.status == "failed" and "its robots.txt cannot be read (is redirected to" in outcome.message
    assert [path for path, _ in server.asked] == ["/robots.txt"]


def test_a_name_is_asked_where_it_was_checked(server: Server, desk: Desk) -> None:
    """A name whose addresses change with every answer: a request goes to those that were checked for it."""
    public = ["127.0.0.1"]
    answers = [public, public, public, ["10.0.0.1"]]
    asked: list[str] = []

    def resolve(host: str, _: int) -> list[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    def kind(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
        return "" if str(address) == "127.0.0.1" else kind_of_address(address)

    desk.addresses = Addresses(resolve, kind)
    server.answers["/a.pdf"] = sends(b"", 302, Location=server.url("/b.pdf", "moving.example"))
    server.answers["/b.pdf"] = sends(PDF)
    assert desk.one(server.url("/a.pdf")).status == "fetched" and asked == ["moving.example"] * 3
    host = {headers["host"] for path, headers in server.asked if path == "/b.pdf"}
    assert host == {f"moving.example:{server.server_port}"}
    asked_before = len(server.asked)
    outcome = desk.one(server.url("/a.pdf"), "again.pdf")
    assert "at 10.0.0.1, which is private" in outcome.message and len(server.asked) == asked_before + 2


def test_the_next_address_is_tried(server: Server, desk: Desk) -> None:
    def resolve(_: str, __: int) -> list[str]:
        return ["127.0.0.2", "::1", "127.0.0.1"]

    desk.addresses = Addresses(resolve)
    server.answers["/a.pdf"] = sends(PDF)
    assert desk.one(server.url("/a.pdf", "three.example")).status == "fetched"


def test_no_redirect_leads_from_https_to_http() -> None:
    answer = httpx2.Response(302, headers={"Location": "http://reports.example/a.pdf"})
    with pytest.raises(FetchError, match=r"from https to http://reports\.example/a\.pdf, .* name this address"):
        next_of(httpx2.URL("https://reports.example/a.pdf"), answer)
    assert next_of(httpx2.URL("http://reports.example/"), answer).path == "/a.pdf"
    secure = httpx2.Response(302, headers={"Location": "https://reports.example/a.pdf"})
    assert next_of(httpx2.URL("http://reports.example/"), secure).scheme == "https"


@pytest.mark.parametrize(
    ("name", "told"), [("reports.example", ""), ("others.example", "the server's certificate is not accepted")]
)
def test_a_certificate_is_that_of_the_name_and_not_of_the_address(
    server: Server, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, told: str
) -> None:
    trustme = pytest.importorskip("trustme", reason="the library trustme is not installed")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.answers["/a.pdf"] = sends(PDF)
    desk.addresses = Addresses(lambda _host, _port: ["127.0.0.1"])
    url = server.url("/a.pdf", "reports.example").replace("http:", "https:")
    outcome = desk.one(url)
    assert (outcome.status, bool(server.asked)) == (("failed", False) if told else ("fetched", True))
    assert told in outcome.message


def test_a_proxy_finds_names_that_are_not_known_here(
    server: Server, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(host: str, _: int) -> list[str]:
        if host == "inside.example":
            return ["192.168.0.1"]
        raise OSError(None, "not known")

    desk.addresses = Addresses(resolve)
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("HTTP_PROXY", server.url(""))
    monkeypatch.setenv("http_proxy", server.url(""))
    outside = "http://reports.example"
    for number, target in enumerate(
        [f"{outside}/b.pdf", "http://inside.example/b.pdf", "http://127.1/", "http://localhost/"]
    ):
        server.answers[f"{outside}/{number}"] = sends(b"", 302, Location=target)
    server.answers[f"{outside}/b.pdf"] = sends(PDF)
    outcomes = desk.run(*({"url": f"{outside}/{number}", "file": f"{number}.pdf"} for number in range(4))).outcomes
    assert [outcome.status for outcome in outcomes] == ["fetched", "failed", "failed", "failed"]
    assert [
        "which is private" in outcomes[1].message,
        "which is loopback" in outcomes[2].message,
        "which is loopback" in outcomes[3].message,
    ]
    assert not any("inside" in path or "127" in path or "localhost" in path for path in server.paths())


def test_what_was_there_outlives_a_failure(server: Server, desk: Desk) -> None:
    desk.out.mkdir()
    (desk.out / "report.pdf").write_bytes(b"%PDF-old")
    server.answers["/a.pdf"] = sends(PDF + b"wrong")
    assert desk.one(server.url("/a.pdf"), sha256=sha256(PDF)).status == "failed"
    assert desk.files() == {"report.pdf": b"%PDF-old"}


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_tries_again_with_back_off(server: Server, desk: Desk, status: int) -> None:
    server.answers["/a.pdf"] = in_turn(sends(b"", status), sends(b"", status), sends(b"", status), sends(PDF))
    assert desk.one(server.url("/a.pdf")).status == "fetched" and desk.clock.slept == [1, 2, 4]


def test_no_attempt_begins_when_the_time_is_over(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = in_turn(sends(b"", 503), sends(b"", 503), drips)
    desk.clock.sleep = lambda _: threading.Event().wait(0.6)
    outcome = desk.one(server.url("/a.pdf"), settings=replace(SETTINGS, file_seconds=1))
    assert outcome.message.startswith("took longer than 1 s") and len(server.paths()) == 2


def test_keeps_to_retry_after(server: Server, desk: Desk) -> None:
    late = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    server.answers["/a.pdf"] = in_turn(
        sends(b"", 429, Retry_After="7"),
        sends(b"", 503, Retry_After=late),
        sends(b"", 503, Retry_After="soon"),
        sends(PDF),
    )
    assert desk.one(server.url("/a.pdf")).status == "fetched"
    assert desk.clock.slept[0] == 7 and 35 < desk.clock.slept[1] <= 40 and desk.clock.slept[2] == 4


def test_leaves_a_host_alone_that_asks_for_it_or_only_fails(server: Server, desk: Desk) -> None:
    server.answers["/0.pdf"] = sends(b"", 429, Retry_After="3600")
    rows = [{"url": server.url(f"/{n}.pdf")} for n in range(5)]
    result = desk.run(*rows)
    assert server.paths() == ["/0.pdf"] and "asked to be left alone" in result.outcomes[4].message
    server.asked.clear()
    for n in range(5):
        server.answers[f"/{n}.pdf"] = sends(b"", 503)
    result = desk.run(*rows)
    assert len(server.paths()) == 3 * 4 and "failed 3 times in succession" in result.outcomes[3].message


def test_an_unpacked_answer_is_the_report(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = sends(gzip.compress(PDF), Content_Encoding="gzip", ETag='"one"')
    server.answers["/b.pdf"] = sends(zlib.compress(PDF), Content_Encoding="deflate")
    result = desk.run({"url": server.url("/a.pdf")}, {"url": server.url("/b.pdf")})
    assert result.exit_code == 0 and desk.files() == {"a.pdf": PDF, "b.pdf": PDF}


def test_a_page_to_sign_in_is_no_report(server: Server, desk: Desk) -> None:
    server.answers["/a"] = sends(
        PAGE.replace(b"No report", b"<input name=p type='password'>"), Content_Type="text/html"
    )
    outcome = desk.one(server.url("/a"), "a.html")
    assert outcome.status == "failed" and outcome.message.startswith("is a page to sign in")


def test_nobody_answers(desk: Desk) -> None:
    outcome = desk.one("http://127.0.0.1:9/a.pdf")
    assert outcome.status == "failed" and "its robots.txt cannot be read (the connection failed" in outcome.message


# --- politeness -------------------------------------------------------------------------------------------------------


def test_pauses_between_requests_to_a_host(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = server.answers["/b.pdf"] = sends(PDF)
    server.answers["/c.pdf"] = sends(PDF)
    urls = server.url("/a.pdf"), server.url("/b.pdf"), server.url("/c.pdf", "localhost")
    settings = replace(SETTINGS, pause=3.0)
    assert desk.run(*({"url": url} for url in urls), settings=settings).exit_code == 0
    assert desk.clock.slept == [3, 3, 3], "before the first and second file; robots.txt of another host need not wait"


def test_obeys_robots_and_its_delay(server: Server, desk: Desk) -> None:
    server.answers["/robots.txt"] = sends(
        b"User-agent: Findings\nDisallow: /closed/\nDisallow: /*.docx$\nCrawl-delay: 8\n\nUser-agent: *\nDisallow: /\n"
    )
    server.answers["/a.pdf"] = server.answers["/closed/b.pdf"] = sends(PDF)
    result = desk.run(
        {"url": server.url("/a.pdf")}, *({"url": server.url(f"/{p}")} for p in ("closed/b.pdf", "c.docx"))
    )
    assert [outcome.status for outcome in result.outcomes] == ["fetched", "failed", "failed"]
    assert "robots.txt does not allow" in result.outcomes[1].message
    assert server.paths() == ["/a.pdf"] and desk.clock.slept == [8]


@pytest.mark.parametrize(
    ("robots", "cause"),
    [
        (sends(b"", 500), "its robots.txt cannot be read (HTTP 500 Internal Server Error)"),
        (sends(b"", 429), "its robots.txt cannot be read (HTTP 429 Too Many Requests)"),
        (drips, "its robots.txt cannot be read (took longer than 1.5 s)"),
        (sends(b"User-agent: *\nCrawl-delay: 86400\n"), "asks for 86400 s between requests, more than 60"),
    ],
)
def test_stops_for_a_host_whose_robots_cannot_be_kept_to(
    server: Server, desk: Desk, robots: Callable[[Handler], None], cause: str
) -> None:
    server.answers["/robots.txt"] = robots
    settings = replace(SETTINGS, robots_seconds=1.5) if robots is drips else SETTINGS
    result = desk.run({"url": server.url("/a.pdf")}, {"url": server.url("/b.pdf")}, settings=settings)
    assert not server.paths() and all(cause in outcome.message for outcome in result.outcomes)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_all_is_allowed_where_there_is_no_robots(server: Server, desk: Desk, status: int) -> None:
    server.answers["/robots.txt"] = sends(b"User-agent: *\nDisallow: /", status)
    server.answers["/a.pdf"] = sends(PDF)
    assert desk.one(server.url("/a.pdf")).status == "fetched"


def test_robots_is_bounded(server: Server, desk: Desk) -> None:
    def hostile(rules: int) -> str:
        return "".join(f"User-agent: r{n}\n" for n in range(rules)) + "Disallow: /*a*b*c*d\n" * rules

    text = "User-agent: *\nDisallow: /no\n\n" + hostile(2_000) + "\n" * 10**6
    server.answers["/robots.txt"] = sends(text.encode())
    server.answers["/a.pdf"] = sends(PDF)
    result = desk.run({"url": server.url("/a.pdf")}, {"url": server.url("/no.pdf")})
    assert [outcome.status for outcome in result.outcomes] == ["fetched", "failed"]
    assert power(parse_robots, hostile, 2_000) < MOST


def test_a_redirect_to_another_host_asks_its_robots(server: Server, desk: Desk) -> None:
    other = Server()
    thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        other.answers["/robots.txt"] = sends(b"User-agent: *\nDisallow: /private\n")
        other.answers["/open"] = sends(PDF)
        server.answers["/a.pdf"] = sends(b"", 301, Location=other.url("/open"))
        server.answers["/b.pdf"] = sends(b"", 301, Location=other.url("/private"))
        result = desk.run({"url": server.url("/a.pdf")}, {"url": server.url("/b.pdf")})
    finally:
        other.shutdown()
        other.server_close()
        thread.join()
    assert [outcome.status for outcome in result.outcomes] == ["fetched", "failed"]
    assert [path for path, _ in other.asked] == ["/robots.txt", "/open"]


@given(st.text(alphabet="User-agent: *Disallow/findings\n#\x00é$", max_size=200))
def test_any_robots_can_be_read(text: str) -> None:
    assert parse_robots(text).can_fetch("http://h/a", "findings") in (True, False)


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../a.pdf", "/etc/a.pdf", "a/b.pdf", "a\\b.pdf", "C:a.pdf", "C:\\a.pdf", "\\\\host\\a.pdf", "NUL.pdf",
        "con.x.pdf", "com1.txt", "LPT¹.pdf", "a.pdf.", "a.pdf ", " a.pdf", ".a.pdf", "..", ".", "", "a\0.pdf",
        "a\nb.pdf", "a\x1b[2J.pdf", "a\u202efdp.pdf", "a" * 200 + ".pdf", "é" * 100 + ".pdf", "a?.pdf", "a*.pdf",
        "a|.pdf", 'a".pdf', "<a>.pdf", "a.exe", "fetched.csv", "a.pdf.part", "a.pdf.part.json", "pdf",
        "a.pdf:stream", "\ud800.pdf",
    ],
)  # fmt: skip
def test_names_that_are_refused(name: str) -> None:
    assert fault_of_name(name)


@pytest.mark.parametrize("name", ["a.pdf", "A report, 2021 (final).PDF", "Ynys Môn.docx", "a.b.html", "contents.txt"])
def test_names_that_will_do(name: str) -> None:
    assert fault_of_name(name) == ""


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Windows\\a.pdf", "a.pdf"), ("NUL.pdf", "_NUL.pdf"), ("...", ""), ("", ""),
        ("a\nb.pdf", "a-b.pdf"), (".hidden.pdf", "hidden.pdf"), ("x" * 300 + ".pdf", "x" * 130 + ".pdf"),
        (".pdf", "pdf"), ("report.aspx", "report.aspx"), ("con", "_con"), ("a.pdf.", "a.pdf"),
    ],
)  # fmt: skip
def test_names_made_safe(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=300))
def test_a_name_made_safe_can_be_written(raw: str) -> None:
    for name in (safe_name(raw), name_from_disposition(f'attachment; filename="{raw}"')):
        assert name == "" or fault_of_name(name) == "" or fault_of_name(name + ".pdf") == ""


def test_names_from_addresses_and_headers() -> None:
    assert name_from_url("https://example.org/a/My%20report.pdf?x=1#y") == "My report.pdf"
    assert name_from_url("https://example.org/a/%2e%2e%2fsecret.pdf") == "secret.pdf"
    assert name_from_disposition("attachment; filename*=UTF-8''Ynys%20M%C3%B4n.pdf") == "Ynys Môn.pdf"
    assert name_from_disposition('attachment; filename="../../.bashrc"') == "bashrc"
    assert name_from_disposition("inline") == ""


def test_a_file_without_a_name_gets_one(server: Server, desk: Desk) -> None:
    server.answers["/get?id=1"] = sends(PDF, Content_Disposition='attachment; filename="../Report.pdf"')
    server.answers["/get?id=2"] = sends(PDF + b"2", Content_Disposition='attachment; filename="report.PDF"')
    server.answers["/get?id=3"] = sends(PDF, Content_Type="application/pdf")
    server.answers["/get?id=4"] = sends(PAGE, Content_Type="application/pdf")
    server.answers["/x/same.pdf"] = server.answers["/y/SAME.pdf"] = sends(PDF)
    paths = [*(f"/get?id={n}" for n in range(1, 5)), "/x/same.pdf", "/y/SAME.pdf"]
    rows = [{"url": server.url(path)} for path in paths]
    outcomes = desk.run(*rows).outcomes
    assert [outcome.status for outcome in outcomes] == ["fetched"] * 3 + ["failed"] + ["fetched"] * 2
    names = [outcome.file for outcome in outcomes]
    assert (
        names[0] == "Report.pdf" and names[1].startswith("report-") and names[2] == "get.pdf" and names[4] == "same.pdf"
    )
    assert len({name.casefold() for name in names}) == 6 and set(desk.files()) == {*names} - {""}
    again = desk.run(*reversed(rows)).outcomes
    assert [outcome.file for outcome in again] == names[::-1]
    assert [outcome.status for outcome in again] == ["there", "there", "failed", "there", "there", "there"]


def test_a_name_that_a_server_gave_is_listed_before_the_next_is_asked(server: Server, desk: Desk) -> None:
    listed: list[str] = []

    def look(handler: Handler) -> None:
        listed.extend(row["file"] for row in desk.listed())
        handler.reply(200, PDF)

    server.answers["/get?id=1"] = sends(PDF, Content_Disposition="attachment; filename=One.pdf")
    server.answers["/get?id=2"] = sends(PDF, Content_Disposition="attachment; filename=Two.pdf")
    server.answers["/three.pdf"] = look
    desk.run(*({"url": server.url(path)} for path in ("/get?id=1", "/get?id=2", "/three.pdf")))
    assert listed == ["One.pdf", "Two.pdf"]


def test_nothing_is_written_through_a_link(server: Server, desk: Desk, tmp_path: Path) -> None:
    desk.out.mkdir()
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    (desk.out / "report.pdf.part").symlink_to(outside)
    (desk.out / "report.pdf").symlink_to(tmp_path / "not-there")
    server.answers["/a.pdf"] = sends(PDF)
    assert desk.one(server.url("/a.pdf")).status == "failed"
    (desk.out / "report.pdf").unlink()
    assert desk.one(server.url("/a.pdf")).status == "fetched"
    assert outside.read_bytes() == b"mine" and not (desk.out / "report.pdf").is_symlink()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "pdf"), (b"\n\n" + PDF, "pdf"), (PAGE, "html"), (b"\xef\xbb\xbf <html>", "html"),
        (b"<!-- x -->\n<HTML>", "html"),
        (b"<?xml version='1.0'?><html xmlns=''>", "html"), ("Ynys Môn".encode("cp1252"), "text"), (b"a\x0cb\n", "text"),
        ("Word".encode("utf-16"), "text"), (b"a\0b", ""), (b"", ""), (b"  \n", ""),
        (b"PK\x03\x04word/document.xml", "docx"), (b"PK\x03\x04xl/workbook.xml", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),
    ],
)  # fmt: skip
def test_kinds_are_told_by_content(tmp_path: Path, data: bytes, kind: str) -> None:
    (tmp_path / "file").write_bytes(data)
    assert kind_of(tmp_path / "file") == kind


# --- catalogues, and the command --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1: there is no column url"),
        ("address,file\nx,y\n", ":1: there is no column url; the first line has address, file"),
        ("url,file\n", ": lists no report"),
        ("url,url\nhttp://a/,\n", ":1: there are two columns url"),
        ("url,file\n\n,a.pdf\n", ":3: there is no url, nor a landing_page"),
        ('url,note\nhttp://a/1,"two\nlines"\nftp://a/2,\n', ":4: url 'ftp://a/2' does not begin with http"),
        ("url\nhttp:///a\n", ":2: url 'http:///a' names no host"),
        ("url\nhttp://a b/\n", "holds a space"),
        ("url\nhttp://a:x/\n", "is not an address"),
        ("url\nhttps://me:pw@a/\n", "holds a user name or password"),
        ("url,file\nhttp://a/,../b.pdf\n", ":2: file '../b.pdf' holds a character"),
        ("url,sha256\nhttp://a/,12\n", ":2: sha256 '12' is not 64 digits"),
        ("url,file\nhttp://a/1,a.pdf\nhttp://a/2,A.PDF\n", ":3: file 'A.PDF' is that of line 2"),
        ("url\nhttp://a/1\nhttp://a/1\n", ":3: url 'http://a/1' is that of line 2"),
        ("url,file\nhttp://a/,b.pdf,c\n", ":2: more cells than columns"),
        ('url\n"http://a/\n', "is not CSV"),
        (b"url,note\nhttp://a/,\xe9\n", ":2: is not UTF-8"),
    ],
)
def test_faults_of_a_catalogue_are_told_with_their_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(InputError) as raised:
        read_catalogue(path)
    assert f"{path}" in str(raised.value) and message in str(raised.value)


def test_a_catalogue_as_spreadsheets_write_it(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_bytes(f"\ufeffURL ,File,SHA256,title\r\nhttps://a/1, a.pdf ,{'AB' * 32},x\r\n,,,\r\n".encode())
    (entry,) = read_catalogue(path)
    assert (entry.url, entry.file, entry.sha256, entry.line) == ("https://a/1", "a.pdf", "ab" * 32, 2)
    assert entry.cells["title"] == "x"


def test_the_catalogue_that_comes_along_is_in_order() -> None:
    entries = read_catalogue(ROOT / "corpus" / "catalogue.csv")
    assert len(entries) == 5 and len({entry.file for entry in entries}) == 5
    for entry in entries:
        assert not entry.url and not entry.sha256, "neither is printed in a report"
        assert entry.landing_page and entry.cells["title"] and entry.cells["date"] and entry.file


def test_a_folder_that_cannot_be_used(desk: Desk) -> None:
    desk.out.write_bytes(b"a file")
    with pytest.raises(OutputError, match="is not a folder"):
        desk.one("http://127.0.0.1:9/a.pdf")
    desk.out.unlink()
    desk.out.mkdir()
    (desk.out / MANIFEST).write_text("my,own\n1,2\n")
    with pytest.raises(OutputError, match="is not a list that fetch wrote"):
        desk.one("http://127.0.0.1:9/a.pdf")


def test_an_interrupt_leaves_what_is_whole(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = server.answers["/b.pdf"] = sends(PDF)

    def tell(outcome: Outcome, _: int) -> None:
        if outcome.file == "a.pdf":
            raise KeyboardInterrupt

    desk.write({"url": server.url("/a.pdf")}, {"url": server.url("/b.pdf")})
    with pytest.raises(KeyboardInterrupt):
        fetch(desk.catalogue, desk.out, SETTINGS, tell=tell, sleep=desk.clock.sleep, clock=desk.clock)
    assert desk.files() == {"a.pdf": PDF} and desk.listed()[0]["status"] == "fetched"


def test_the_command(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = sends(PDF)
    desk.write({"url": server.url("/a.pdf")}, {"url": "", "landing_page": "www.example.org", "title": "By\nhand"})
    options = ["--to", str(desk.out), "--pause", "0", "--contact", "me@example.org"]
    done = CliRunner().invoke(app, ["fetch", str(desk.catalogue), *options])
    assert done.exit_code == 0 and f"fetched    a.pdf: {len(PDF) / 1e6:.2f} MB" in done.output
    assert "manual     By hand: no direct address known: open the landing page www.example.org" in done.output
    assert "2 reports: 1 fetched, 1 manual" in done.output and f"listed in {desk.out / MANIFEST}" in done.output
    assert "\x1b" not in done.output
    desk.write({"url": server.url("/none.pdf")}, {"url": server.url("/a.pdf")})
    dry = CliRunner().invoke(app, ["fetch", str(desk.catalogue), *options, "--dry-run"])
    assert dry.exit_code == 0 and f"wanted     none.pdf: {server.url('/none.pdf')}" in dry.output
    failed = CliRunner().invoke(app, ["fetch", str(desk.catalogue), *options])
    assert failed.exit_code == 1 and "failed     none.pdf: HTTP 404 Not Found: check the url" in failed.output
    assert "there      a.pdf" in failed.output
    server.answers["/a.pdf"] = sends(NEWER)
    desk.write({"url": server.url("/a.pdf")})
    again = CliRunner().invoke(app, ["fetch", str(desk.catalogue), *options, "--refresh"])
    assert again.exit_code == 0 and "changed    a.pdf: the earlier edition is kept as a.pdf.20" in again.output


def test_the_command_interrupted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> Result:
        raise KeyboardInterrupt

    monkeypatch.setattr("extractor.fetch.fetch", interrupted)
    done = CliRunner().invoke(app, ["fetch", str(desk.write({"url": "http://a/"})), "--to", str(desk.out)])
    assert done.exit_code == 130 and "interrupted" in done.output and "goes on from there" in done.output


def test_a_terminal_gets_a_bar_and_colours(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = sends(PDF)
    screen = Console(file=io.StringIO(), force_terminal=True, width=100)
    with telling_on(screen) as tell:
        fetch(desk.write({"url": server.url("/a.pdf")}), desk.out, SETTINGS, tell=tell)
    assert isinstance(screen.file, io.StringIO)
    assert "1/1" in screen.file.getvalue() and "\x1b[32mfetched    a.pdf" in screen.file.getvalue()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--pause", "-1"], "--pause -1: give seconds from 0 to 60"),
        (["--pause", "nan"], "--pause nan"),
        (["--contact", "me\r\nX-Evil: 1"], "--contact: give a mail or web address"),
        (["--max-size", "0"], ""),
    ],
)
def test_options_out_of_range(desk: Desk, options: list[str], message: str) -> None:
    desk.write({"url": "http://127.0.0.1:9/a.pdf"})
    done = CliRunner().invoke(app, ["fetch", str(desk.catalogue), "--to", str(desk.out), *options])
    assert done.exit_code == 2 and message in done.output and not desk.out.exists()


def test_a_proxy_that_cannot_be_used_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("ALL_PROXY", "nonsense://example.org")
    with pytest.raises(InputError, match="the proxy or certificates that the environment names cannot be used"):
        desk.one("http://example.org/a.pdf")


def test_requests_tell_no_more_than_who_asks(server: Server, desk: Desk) -> None:
    server.answers["/a.pdf"] = sends(PDF)
    desk.one(server.url("/a.pdf"))
    sent = set(server.asked[-1][1])
    assert sent == {"host", "user-agent", "accept", "accept-encoding", "connection"}
