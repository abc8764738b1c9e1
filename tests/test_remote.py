"""Reports and datasets at addresses: read as needed, written whole, and nothing of what is there is trusted."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import fake_reports
import pytest
from typer.testing import CliRunner

import extractor
from extractor.cli import app
from extractor.errors import InputError, OutputError
from extractor.load import archive
from extractor.remote import address_of, fault_of_secret, is_address
from extractor.runs import remote_inputs
from extractor.runs.inputs import find_inputs
from extractor.runs.reading import Setup
from extractor.runs.run import RunResult, run

fsspec = pytest.importorskip("fsspec", reason="the extra `remote` is not installed")

FAKE = Setup(packs=fake_reports.PACKS, reader=fake_reports.extract)  # type: ignore[arg-type]
REPORTS = {
    "one.txt": fake_reports.DREARY,
    "deep/another.txt": fake_reports.DREARY.replace("Dreary", "Weary"),
    "deep/.hidden/three.txt": "not for readers",
    "deep/picture.png": "no report",
    "README.md": "no report",
}


class Store:
    """A place at an address, whatever keeps it."""

    def __init__(self, files: Any, root: str, address: str) -> None:
        self.files, self.root, self.address = files, root, address

    def put(self, **named: str | bytes) -> None:
        for name, data in named.items():
            self.files.pipe_file(f"{self.root}/{name}", data if isinstance(data, bytes) else data.encode())

    def read(self, name: str) -> bytes:
        return bytes(self.files.cat_file(f"{self.root}/{name}"))

    def names(self, below: str) -> list[str]:
        self.files.invalidate_cache()
        return sorted(path.partition(f"{self.root}/{below}/")[2] for path in self.files.find(f"{self.root}/{below}"))


@pytest.fixture
def store() -> Iterator[Store]:
    """A store in memory."""
    files = fsspec.filesystem("memory")
    yield Store(files, "/shelf", "memory://shelf")
    files.store.clear()
    files.pseudo_dirs[:] = [""]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Setup, "of", staticmethod(lambda packs=None: FAKE))


def reports_in(store: Store) -> str:
    store.put(**{f"reports/{name}": text for name, text in REPORTS.items()})
    return f"{store.address}/reports"


def statuses(result: RunResult) -> dict[str, tuple[str, str]]:
    return {file.source: (file.status, file.message) for file in result.files}


def files_of(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if not name.endswith(".sqlite")}


def test_an_address_is_no_path() -> None:
    assert is_address("s3://bucket/a") and is_address("memory://a/b")
    assert not any(
        map(is_address, ("C://reports", "reports/a.pdf", "s3:/bucket", Path("s3://bucket"), "://a", "s3://"))
    )
    assert address_of(Path("s3://bucket/a")) == "s3://bucket/a"
    assert address_of(Path("/reports/s3:/a")) == address_of(Path("c:/a")) == ""


@pytest.mark.usefixtures("fake")
def test_the_dataset_of_an_address_is_that_of_the_files(store: Store, tmp_path: Path) -> None:
    result = run([reports_in(store)], f"{store.address}/all")
    assert statuses(result) == {
        f"memory://shelf/reports/{name}": ("ok", "") for name in ("deep/another.txt", "one.txt")
    }
    assert result.out == "memory://shelf/all"
    for name in ("one.txt", "another.txt"):
        (tmp_path / name).write_bytes(REPORTS[next(path for path in REPORTS if path.endswith(name))].encode())
    run([tmp_path / "one.txt", tmp_path / "another.txt"], tmp_path / "all")
    here = files_of(tmp_path / "all")
    differ = {name for name, data in here.items() if store.read(f"all/{name}") != data}
    assert differ == {"files.csv", "reports.csv", "run.json", "datapackage.json"}  # with the sources, and their hashes
    assert set(store.names("all")) == {*here, "findings.sqlite"}


@pytest.mark.usefixtures("fake")
def test_what_is_at_an_address_is_searched_as_a_folder_is(store: Store, tmp_path: Path) -> None:
    address = reports_in(store)
    store.put(**{"reports/earlier/run.json": '{"package": "findings"}', "reports/earlier/text.txt": "of a dataset"})
    store.put(**{"reports/other/run.json": '{"package": "another"}', "reports/other/again.txt": REPORTS["one.txt"]})
    result = run([f"{address}/"], tmp_path / "all")
    same = f"has the same bytes as {address}/one.txt, which is read."
    assert statuses(result) == {
        f"{address}/deep/another.txt": ("ok", ""),
        f"{address}/one.txt": ("ok", ""),
        f"{address}/other/again.txt": ("skipped", same),
    }
    alone = run([f"{address}/README.md"], tmp_path / "alone")
    assert [file.source for file in alone.files] == [f"{address}/README.md"]


@pytest.mark.usefixtures("fake")
def test_what_has_no_room_here_is_brought_when_it_is_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_inputs, "ROOM", 0)
    kept = remote_inputs._Kept()
    monkeypatch.setattr(remote_inputs, "_kept", lambda: kept)
    found = find_inputs([reports_in(store)])
    assert found and not any(file.path.exists() for file in found)
    result = run([reports_in(store)], tmp_path / "all")
    assert {status for status, _ in statuses(result).values()} == {"ok"}
    packed = tmp_path / "some.zip"
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("inner/four.txt", fake_reports.DREARY)
    store.put(**{"zips/some.zip": packed.read_bytes()})
    (told,) = find_inputs([f"{store.address}/zips"])
    assert "is an archive, and more than" in told.fault and told.source == f"{store.address}/zips/some.zip"
    monkeypatch.undo()
    (inner,) = find_inputs([f"{store.address}/zips"])
    assert inner.source == f"{store.address}/zips/some.zip/inner/four.txt" and inner.sha256 and not inner.fault


@pytest.mark.usefixtures("fake")
def test_a_file_is_known_by_its_version(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address, cache = reports_in(store), tmp_path / "cache"

    def again() -> tuple[bool, list[str]]:
        asked: list[str] = []
        with monkeypatch.context() as patch:
            get = type(store.files).get_file
            patch.setattr(type(store.files), "get_file", lambda *given: (asked.append(given[1]), get(*given))[1])
            result = run([address], tmp_path / "all", cache=cache)
        return result.unchanged, sorted(path.rpartition("/")[2] for path in asked)

    assert again() == (False, ["another.txt", "one.txt"])
    assert again() == (True, [])
    store.put(**{"reports/one.txt": REPORTS["one.txt"].replace("Dreary", "Teary")})
    assert again() == (False, ["one.txt"])


def test_names_at_an_address_are_not_trusted(store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    odd = [f"a::file:/{secret}/x.txt", "..%2f..%2fx.txt", "a\nb.txt", "CON.txt", "x" * 300 + ".txt", "a\\..\\b.txt"]
    store.put(**{f"odd/{name}": f"number {number}" for number, name in enumerate(odd)})
    found = find_inputs([f"{store.address}/odd"])
    assert len(found) == len(odd)
    for file in found:
        if "::" in file.source:  # which the store in memory cannot give back
            assert file.fault.startswith("cannot be read (shelf/odd/a::file:")
            continue
        assert re.fullmatch(r"number \d", file.path.read_text(encoding="utf-8"))
        assert file.path.parent.parent.name.startswith("findings-") and len(file.path.name) < 200


def test_what_cannot_be_read_is_told_with_its_address(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    address = reports_in(store)
    with pytest.raises(InputError, match=r"^memory://shelf/none: nothing is there\."):
        find_inputs([f"{store.address}/none"])
    with pytest.raises(InputError, match=r"^nonesuch://a/b: cannot be read \(Protocol not known"):
        find_inputs(["nonesuch://a/b"])
    with pytest.raises(InputError, match=r"lies in the output folder"):
        find_inputs([f"{address}/deep"], address)
    monkeypatch.setattr(archive, "MOST_BYTES", 10)
    monkeypatch.setattr("extractor.load.source.MOST_BYTES", 10)
    assert all("more than the 0 that are read" in file.fault for file in find_inputs([address]))
    monkeypatch.undo()
    monkeypatch.setattr(type(store.files), "get_file", lambda *_: (_ for _ in ()).throw(PermissionError("not yours")))
    found = find_inputs([address])
    assert {file.fault for file in found} == {
        "cannot be read (not yours). Check the address, and that you have access."
    }
    monkeypatch.setattr("builtins.__import__", _without_fsspec(__import__))
    with pytest.raises(InputError, match=r"^memory://shelf/reports: .*pip install 'inspection-findings\[remote\]'"):
        find_inputs([address])


def _without_fsspec(known: Any) -> Any:
    def importing(name: str, *more: Any) -> Any:
        if name == "fsspec":
            raise ImportError("No module named 'fsspec'")
        return known(name, *more)

    return importing


@pytest.mark.parametrize(
    "address",
    [
        "ftp://me:s3cret@127.0.0.1:1/reports",
        "https://me:s3cret@example.org/a.pdf",
        "https://example.org/a.pdf?part=1&X-Amz-Signature=s3cret",
        "https://example.org/a.pdf?sig=s3cret&part=1",
    ],
)
def test_a_secret_in_an_address_is_written_nowhere(address: str, tmp_path: Path) -> None:
    mine, out = tmp_path / "one.txt", str(tmp_path / "all")
    mine.write_text("nothing", encoding="utf-8")
    for words in (["extract", str(mine), "--out", address], ["check", address], ["extract", address, "--out", out]):
        answer = CliRunner().invoke(app, words)
        assert answer.exit_code == 2 and "written into datasets" in answer.output
        assert "s3cret" not in answer.output and "***" in answer.output
    assert not (tmp_path / "all").exists()
    assert not any(map(fault_of_secret, ("s3://bucket/a:b@c", "abfs://box@host/a", "https://example.org/a?design=b")))


@pytest.mark.usefixtures("fake")
def test_a_dataset_goes_whole_and_what_describes_it_last(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    address, out, kind = reports_in(store), f"{store.address}/all", type(store.files)
    put: list[str] = []
    put_file = kind.put_file

    def noting(files: Any, path: str, to: str, **more: Any) -> None:
        log = json.loads(store.read("all/run.json"))
        assert log["package"] == "findings" and "rows" not in log  # ours, and no dataset while it is not whole
        if to.endswith("reports.csv") and len(put) > 60:
            raise OSError("the line is cut")
        put_file(files, path, to, **more)
        put.append(to.rpartition("/all/")[2])

    monkeypatch.setattr(kind, "put_file", noting)
    run([address], out)
    assert put[-2:] == ["datapackage.json", "run.json"] and "reports.csv" in put[:-2]
    first, texts = len(put), len(store.names("all/text"))
    store.files.rm_file("/shelf/reports/one.txt")
    run([address], out)
    assert len(store.names("all/text")) < texts and len(put) - first < first  # only what has changed goes there

    put += [""] * 60
    store.put(**{"reports/one.txt": REPORTS["one.txt"]})
    with pytest.raises(OutputError, match=r"^memory://shelf.*: cannot be written \(the line is cut\)"):
        run([address], out)
    answer = CliRunner().invoke(app, ["coverage", out])
    assert answer.exit_code == 2 and "memory://shelf/all: is no dataset" in answer.output
    monkeypatch.undo()
    monkeypatch.setattr(Setup, "of", staticmethod(lambda packs=None: FAKE))
    run([address], out)
    assert len(store.names("all/text")) == texts


@pytest.mark.usefixtures("fake")
def test_nothing_of_others_is_overwritten_at_an_address(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    address, out = reports_in(store), f"{store.address}/all"
    with pytest.raises(OutputError, match=r"^memory://shelf/reports: is not empty and has no run.json of ours"):
        run([address], address)
    run([address], out)
    store.put(**{"all/notes.txt": "mine"})
    with pytest.raises(OutputError, match=r"^memory://shelf/all: holds files that no run wrote .*notes\.txt"):
        run([address], out)
    store.files.rm_file("/shelf/all/notes.txt")
    edited = store.read("all/reports.csv") + b"\n"
    store.put(**{"all/reports.csv": edited})
    with pytest.raises(OutputError, match=r"^memory://shelf/all: was edited since"):
        run([address], out)
    assert store.read("all/reports.csv") == edited
    store.put(**{"all/reports.csv": edited[:-1]})

    def meanwhile(step: Any) -> None:
        store.put(**{"all/reports.csv": edited})

    store.put(**{"reports/three.txt": REPORTS["one.txt"].replace("Dreary", "Cheery")})
    with pytest.raises(OutputError, match=r"^memory://shelf/all: has been changed by another meanwhile"):
        run([address], out, progress=meanwhile)
    assert store.read("all/reports.csv") == edited


def test_commands_work_on_a_dataset_at_an_address(store: Store, two_reports: Path) -> None:
    for path in two_reports.rglob("*.*"):
        store.files.put_file(str(path), f"/shelf/all/{path.relative_to(two_reports).as_posix()}")
    before = {name: store.read(f"all/{name}") for name in store.names("all")}

    def call(*words: str) -> str:
        answer = CliRunner().invoke(app, list(words))
        assert answer.exit_code in (0, 1), answer.output
        assert "findings-" not in answer.output  # no temporary folder is named
        return answer.output

    call("coverage", f"{store.address}/all")
    assert {name: store.read(f"all/{name}") for name in store.names("all")} == before
    assert "memory://shelf/all-panel" in call("panel", f"{store.address}/all")
    assert "panel_long.csv" in store.names("all-panel")
    title = next(csv.DictReader(io.StringIO(before["reports.csv"].decode())))["title"].encode()
    store.put(**{"all/reports.csv": before["reports.csv"].replace(title, b"Another title", 1)})
    call("corrections", "from", f"{store.address}/all", "--who", "me")
    assert any(b"Another title" in store.read(f"corrections/{name}") for name in store.names("corrections"))
    assert b"Another title" in store.read("all/corrections.csv")
    assert json.loads(store.read("all/run.json"))["rows"]["corrections"] == 1
    refused = CliRunner().invoke(app, ["panel", f"{store.address}/all", "--out", f"{store.address}/compared"])
    assert refused.exit_code == 2 and "memory://shelf/compared: is an address" in refused.output
    lost = CliRunner().invoke(app, ["coverage", f"{store.address}/none"])
    assert lost.exit_code == 2 and "memory://shelf/none: there is no such folder" in lost.output


class Pages(BaseHTTPRequestHandler):
    """A server of one report, which redirects some."""

    def do_GET(self) -> None:
        if self.path == "/moved/report.txt":
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_address[1]}/report.txt")
            self.end_headers()
            return
        body = b"User-agent: *\nDisallow: /private\n" if self.path == "/robots.txt" else fake_reports.DREARY.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    from extractor.fetch.client import Client
    from extractor.fetch.settings import Settings
    from extractor.remote import files

    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    client = Client(Settings(pause=0, max_bytes=1_000_000))
    monkeypatch.setattr(files, "_client", lambda: client)
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.usefixtures("fake")
def test_a_report_of_the_web_is_held_to_what_fetch_holds(site: str) -> None:
    whole, moved, private = find_inputs(
        [f"{site}/{name}" for name in ("a.txt?id=1", "moved/report.txt", "private/b.txt")]
    )
    assert (whole.source, whole.path.name, whole.fault) == (f"{site}/a.txt?id=1", "a.txt", "")
    assert "is redirected to" in moved.fault and "loopback" in moved.fault and not moved.path.exists()
    assert "robots.txt does not allow it" in private.fault
    result = extractor.extract(f"{site}/report.txt")
    assert list(result.files["source"]) == [f"{site}/report.txt"] and len(result.ratings)


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket of a server here that speaks as S3 does."""
    pytest.importorskip("s3fs", reason="the extra `remote` is not installed")
    server_of = pytest.importorskip("moto.server", reason="moto is not installed").ThreadedMotoServer
    with pytest.MonkeyPatch.context() as patch:
        server = server_of("127.0.0.1", 0)
        server.start()
        host, port = server.get_host_and_port()
        for name, value in (
            ("AWS_ENDPOINT_URL", f"http://{host}:{port}"),
            ("AWS_ACCESS_KEY_ID", "none"),
            ("AWS_SECRET_ACCESS_KEY", "none"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("NO_PROXY", "*"),
        ):
            patch.setenv(name, value)
        files = fsspec.filesystem("s3")
        files.mkdir("shelf")
        yield "s3://shelf"
        server.stop()


@pytest.mark.usefixtures("fake")
def test_a_bucket(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = fsspec.filesystem("s3")
    store = Store(files, "shelf", bucket)
    reports_in(store)

    def extract() -> str:
        answer = CliRunner().invoke(app, ["extract", f"{bucket}/reports", "--out", f"{bucket}/all", "--jobs", "1"])
        assert answer.exit_code == 0, answer.output
        return answer.output

    monkeypatch.setenv("FINDINGS_CACHE", str(tmp_path / "cache"))
    with monkeypatch.context() as patch:  # nothing is kept here, so that the process that reads brings it
        patch.setattr(remote_inputs, "ROOM", 0)
        kept = remote_inputs._Kept()
        patch.setattr(remote_inputs, "_kept", lambda: kept)
        assert f"written to {bucket}/all" in extract()
    assert f"{bucket}/reports/deep/another.txt,".encode() in store.read("all/files.csv")
    assert f"nothing has changed since {bucket}/all" in extract()
    missing = CliRunner().invoke(app, ["extract", "s3://no-such-shelf/reports", "--out", str(tmp_path / "all")])
    assert missing.exit_code == 2 and "s3://no-such-shelf/reports: nothing is there" in missing.output
    lost = CliRunner().invoke(app, ["extract", str(tmp_path / "nothing"), "--out", "s3://no-such-shelf/all"])
    assert lost.exit_code == 2 and "s3://no-such-shelf/all: cannot be written (" in lost.output
