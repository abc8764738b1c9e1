"""Many reports at once: each on its own, the result the same whatever the order and the number of processes."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import pickle
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import fake_reports
import pytest
from fake_reports import DREARY
from hypothesis import given
from hypothesis import strategies as st

import extractor
from extractor.errors import InputError, LoadError, OutputError
from extractor.load import SUFFIXES
from extractor.runs.assemble import unique_ids
from extractor.runs.in_memory import extract
from extractor.runs.inputs import find_inputs
from extractor.runs.reading import Setup
from extractor.runs.run import run


@pytest.fixture(autouse=True)
def fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Setup, "of", fake_reports.SETUP_OF)


# Words that make one report another one on the same service: editions of one report are told by their words.
MORE = "\n".join(f"In the {word} office there were {word} plans, and the {word} team met." for word in "abcdefghijklm")
OTHER = "\n".join(f"Room {number} holds {number} chairs and table number {number + 1}." for number in range(30))
SAMPLE = Path(__file__).parents[1] / "corpus" / "samples" / "larkhythe-pdu-2023.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good reports of one provider, one of another, one damaged, one that meets a bug, one twice, some hidden."""
    folder = tmp_path / "in"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    texts = {
        "b.txt": DREARY + MORE,
        "deep/a.txt": DREARY + "again",
        "deep/er/z.TXT": DREARY.replace("Dreary", "Bleak"),
        "deep/bad.pdf": "DAMAGED",
        "deep/bug.txt": "BUG",
        "copy.txt": DREARY + MORE,
        "deep/er/b.txt": DREARY.replace("Good", "Inadequate") + OTHER,
        "notes.docx.bak": "no report",
        ".hidden/h.txt": DREARY,
        ".h.txt": DREARY,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def snapshot(out: Path) -> dict[str, str]:
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_one_bad_file_stops_nothing(folder: Path, tmp_path: Path) -> None:
    result = run([folder], tmp_path / "out")
    assert result.exit_code == 1 and [file.source for file in result.failed] == ["bad.pdf", "bug.txt"]
    read = rows(tmp_path / "out", "files")
    found = [(r["source"], re.sub(r"-[0-9a-f]{6}$", "", r["report_id"]), r["status"], r["stage"]) for r in read]
    assert len({r["report_id"] for r in read if r["report_id"]}) == 4
    assert found == [
        ("a.txt", "dreary-pdu-2022", "ok", ""),
        ("bad.pdf", "", "failed", "extract"),
        ("bug.txt", "", "failed", "extract"),
        ("copy.txt", "dreary-pdu-2022", "ok", ""),
        ("er/b.txt", "dreary-pdu-2022", "ok", ""),
        ("in/b.txt", "", "skipped", "load"),
        ("z.TXT", "bleak-pdu-2022", "ok", ""),
    ]
    messages = {row["source"]: row["message"] for row in rows(tmp_path / "out", "files")}
    assert messages["bad.pdf"] == "bad.pdf: is damaged. Download it again.".removeprefix("bad.pdf: ")
    assert messages["in/b.txt"] == "has the same bytes as copy.txt, which is read."
    assert messages["bug.txt"].startswith("ZeroDivisionError: oh no, in bug.txt at 0x... and more. This is a fault")
    assert {row["seconds"] for row in rows(tmp_path / "out", "files")} == {""}
    assert result.counts["ratings"] == 8 and result.counts["links"] is None


def test_ids_are_unique_in_every_table(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out")
    ids = [row["report_id"] for row in rows(tmp_path / "out", "reports")]
    assert ids[3] == "bleak-pdu-2022" and len(set(ids)) == 4
    assert all(re.fullmatch("dreary-pdu-2022-[0-9a-f]{6}", id_) for id_ in ids[:3])
    assert not {row["sha256"][:6] for row in rows(tmp_path / "out", "reports")} & {id_[-6:] for id_ in ids}
    assert sorted(path.stem for path in (tmp_path / "out" / "text").iterdir()) == sorted(ids)
    assert [row["report_id"] for row in rows(tmp_path / "out", "sections")] == ids
    for row in rows(tmp_path / "out", "ratings"):
        text = (tmp_path / "out" / "text" / f"{row['report_id']}.txt").read_text("utf-8")
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
    with closing(sqlite3.connect(tmp_path / "out" / "findings.sqlite")) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert [row["provider_id"] for row in rows(tmp_path / "out", "providers")] == ["bleak-pdu", "dreary-pdu"]


def test_the_same_bytes_whatever_the_order_and_the_processes(folder: Path, tmp_path: Path) -> None:
    paths = [folder / "deep", folder / "b.txt", folder / "copy.txt"]
    seen: list[tuple[int, int]] = []
    run(paths, tmp_path / "one", formats=["excel", "parquet"])
    run(
        reversed(paths),
        tmp_path / "two",
        formats=["parquet", "excel"],
        jobs=2,
        progress=lambda step: seen.append((step.done, step.total)),
    )
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")
    assert seen == [(done, 7) for done in range(1, 8)]


def test_a_process_that_dies_fails_its_file_alone(folder: Path, tmp_path: Path) -> None:
    (folder / "crash.txt").write_text("CRASH")
    (folder / "deep" / "crash2.txt").write_text("CRASH 2")
    result = run(folder, tmp_path / "out", jobs=2)
    failed = {file.source: file.message for file in result.failed}
    assert list(failed) == ["bad.pdf", "bug.txt", "crash.txt", "crash2.txt"]
    assert "ended without a word" in failed["crash.txt"] == failed["crash2.txt"]
    assert len([file for file in result.files if file.status == "ok"]) == 4


def test_processes_that_cannot_start_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DREARY)
    (tmp_path / "b.txt").write_text(DREARY + "b")
    script = tmp_path / "script.py"
    script.write_text(
        "import extractor\nfrom extractor.runs.reading import Setup\nimport fake_reports\n"
        f"Setup.of = fake_reports.SETUP_OF\nextractor.run([{str(tmp_path)!r}], {str(tmp_path / 'out')!r}, jobs=2)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, timeout=120)
    assert done.returncode == 1 and "InputError: reading processes could not be started" in done.stderr
    assert not (tmp_path / "out").exists()


def test_timings_only_when_asked_for(folder: Path, tmp_path: Path) -> None:
    run(folder / "b.txt", tmp_path / "out", timings=True)
    assert float(rows(tmp_path / "out", "files")[0]["seconds"]) >= 0


def test_wrong_use_is_told_before_anything_is_written(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    wrong: list[tuple[Any, dict[str, Any], str]] = [
        ([folder, tmp_path / "missing"], {}, "missing: there is no such file"),
        (tmp_path / "empty", {}, f"Looked for {', '.join(SUFFIXES)}"),
        ([], {}, "no path: no report found"),
        (folder, {"jobs": 0}, "jobs is 0"),
        (folder, {"formats": ["duckdb"]}, "duckdb"),
    ]
    for paths, options, message in wrong:
        with pytest.raises(InputError, match=message):
            run(paths, tmp_path / "out", **options)
    with pytest.raises(OutputError, match="not empty"):
        run(folder, folder)
    assert not (tmp_path / "out").exists() and (folder / "b.txt").exists()


def test_a_mount_is_no_folder_for_a_dataset(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == tmp_path)
    with pytest.raises(OutputError, match=r"is a drive or a mount\. Name a folder in it, such as .*dataset"):
        run(folder, tmp_path)


def test_output_is_never_input(folder: Path, tmp_path: Path) -> None:
    run(folder / "b.txt", folder / "deep" / "out")
    run(folder / "b.txt", folder / "earlier")
    run(folder, folder / "deep" / "out")
    assert len(rows(folder / "deep" / "out", "files")) == 7
    with pytest.raises(InputError, match="lies in the output folder"):
        run(folder / "deep" / "out" / "text" / "bleak-pdu-2022.txt", folder / "deep" / "out")


def test_links_and_loops(folder: Path) -> None:
    try:
        (folder / "deep" / "loop").symlink_to(folder, target_is_directory=True)
        (folder / "link.txt").symlink_to(folder / "b.txt")
        (folder / "broken.txt").symlink_to(folder / "nowhere.txt")
    except OSError:
        pytest.skip("no symbolic links here")
    found = {file.source: file for file in find_inputs([folder])}
    assert set(found) == {"a.txt", "bad.pdf", "bug.txt", "copy.txt", "er/b.txt", "in/b.txt", "z.TXT", "broken.txt"}
    assert "cannot be read" in found["broken.txt"].fault


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    found = {file.source: file.fault for file in find_inputs([folder])}
    assert found["pipe.txt"].startswith("is no file but a pipe")


def test_a_file_of_gigabytes_and_a_link_that_leads_nowhere_are_told_and_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.pdf").open("wb") as opened:
        opened.truncate(3 << 30)
    (tmp_path / "lost.pdf").symlink_to(tmp_path / "nowhere.pdf")
    huge, lost = find_inputs([tmp_path])
    assert huge.fault == "has 3,072 MiB, more than the 500 that are read. Split it, or save it smaller."
    assert huge.sha256 == "" and lost.fault.endswith("Check where the link leads.")


def test_what_a_browser_saves_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    for name in ("page.html", "page_files/frame.html", "other_files/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"words of {name}")
    assert [file.source for file in find_inputs([tmp_path])] == ["b.txt", "page.html"]


def test_a_file_that_is_named_is_read_whatever_its_suffix(folder: Path) -> None:
    hidden = folder / ".h.txt"
    odd = folder / "notes.docx.bak"
    assert [file.source for file in find_inputs([hidden, odd, odd, folder / "deep" / ".." / odd.name])] == [
        ".h.txt",
        "notes.docx.bak",
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "a", "a-000000", "a-000001", "b"]), st.integers(0, 9)),
        unique_by=lambda pair: pair[1],
    )
)
def test_unique_ids(reports: list[tuple[str, int]]) -> None:
    hashed = [(id_, f"{number // 3:06}" + "0" * 57 + str(number)) for id_, number in reports]
    unique = unique_ids(hashed)
    named = [id_ for id_ in unique if id_]
    assert len(set(named)) == len(named) and [bool(i) for i, _ in reports] == [bool(i) for i in unique]
    for (id_, _), own in zip(reports, unique, strict=True):
        alone = [other for other, _ in reports].count(id_) == 1
        assert own == id_ if alone or not id_ else own.startswith(f"{id_}-")
    assert dict(zip(hashed[::-1], unique_ids(hashed[::-1]), strict=True)) == dict(zip(hashed, unique, strict=True))


def test_odd_ids_and_repeated_keys_do_not_stop_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(path: Path, packs: Any) -> Any:
        done = fake_reports.extract(path, packs)
        found = {table: tuple(replace(r, report_id="../É vil") for r in rs) for table, rs in done.records.items()}
        nameless = tuple(replace(row, item="") for row in found["ratings"])
        assert nameless
        return replace(done, records=found | {"sections": found["sections"] * 2, "ratings": nameless})

    monkeypatch.setattr(Setup, "of", staticmethod(lambda packs: Setup(packs=fake_reports.PACKS, reader=odd)))
    (tmp_path / "a.txt").write_text(DREARY, encoding="utf-8")
    result = run(tmp_path / "a.txt", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out" / "text").iterdir()] == ["vil.txt"]
    assert (result.files[0].status, result.files[0].stage) == ("partial", "extract")
    told = "Rows of ratings, sections had the key of another row, or none, and were left out."
    assert told in result.files[0].message
    assert len(extractor.open_dataset(tmp_path / "out").ratings) == 0


def test_text_that_cannot_be_written_fails_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lone_surrogate(path: Path, packs: Any) -> Any:
        done = fake_reports.extract(path, packs)
        return replace(done, report=replace(done.report, text="\ud800"))

    setup = Setup(packs=fake_reports.PACKS, reader=lone_surrogate)  # type: ignore[arg-type]
    monkeypatch.setattr(Setup, "of", staticmethod(lambda packs: setup))
    (tmp_path / "a.txt").write_text(DREARY, encoding="utf-8")
    assert "UnicodeEncodeError" in run(tmp_path / "a.txt", tmp_path / "out").failed[0].message


def test_extract_of_one_report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = extract(folder / "b.txt")
    assert one.ratings["rating"].tolist() == ["Requires improvement", "Good"]
    assert one.report.text == one.text() == DREARY + MORE == extractor.extract(folder / "b.txt").text()
    assert one.files["status"].tolist() == ["ok"] and one.providers["name"].tolist() == ["Dreary PDU"]
    with pytest.raises(LoadError, match="damaged"):
        extract(folder / "deep" / "bad.pdf")
    with pytest.raises(InputError, match="no such file"):
        extract(str(folder / "missing.pdf"))


def test_extract_of_many_reports(folder: Path, tmp_path: Path) -> None:
    many = extract([folder / "b.txt", folder / "deep"])
    assert many.files["status"].tolist() == ["ok", "failed", "failed", "ok", "ok", "ok"]
    assert len(many.ratings) == 8 and set(many.ratings["report_id"]) == set(many.reports["report_id"])
    assert extract(folder).progress["report_id"].tolist() == extract([folder]).reports["report_id"].tolist()


def test_public_names(folder: Path) -> None:
    for name in extractor.__all__:
        assert getattr(extractor, name) is not None
        assert name in dir(extractor)
    assert extractor.__version__ and extractor.run is run
    with pytest.raises(AttributeError, match="nonsense"):
        extractor.nonsense  # noqa: B018


def test_import_is_light() -> None:
    script = (
        "import sys, extractor, extractor.cli\n"
        "heavy = {'pandas', 'spacy', 'pydantic', 'numpy', 'yaml', 'regex', 'pdfplumber', 'rich.progress'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "from pathlib import Path\n"
        "from extractor.pipeline import extract_file\n"
        f"found = extract_file(Path({str(SAMPLE)!r}))\n"
        "others = {'pandas', 'spacy', 'numpy', 'pypdfium2', 'lxml'}\n"
        "print(len(found.records['themes']) > 9, sorted(others & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines() == ["[]", "True []"]


def test_outcomes_travel_between_processes() -> None:
    done = fake_reports.extraction(Path("a.txt"), DREARY)
    assert pickle.loads(pickle.dumps(done.records)) == done.records


def test_the_run_log_tells_the_packs(folder: Path, tmp_path: Path) -> None:
    run(folder / "b.txt", tmp_path / "out")
    assert json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["packs"] == {"fake.yaml": "0" * 64}
