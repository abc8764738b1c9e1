"""The command: exit codes, messages, what is printed."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import fake_reports
import pytest
from fake_reports import DREARY, PACKS
from rich.console import Console
from typer.testing import CliRunner

import extractor.evaluate
import extractor.packs
from extractor import open_dataset, pipeline
from extractor.cli import app
from extractor.cli.show import terminal
from extractor.cli.show.extract import _show_skipped
from extractor.errors import PackError
from extractor.evaluate import Evaluation, Mode, Score
from extractor.records import File
from extractor.runs.reading import Setup

ROOT = Path(__file__).parents[1]

runner = CliRunner()


@pytest.fixture(autouse=True)
def fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Setup, "of", fake_reports.SETUP_OF)
    monkeypatch.setattr(pipeline, "extract_file", fake_reports.extract, raising=False)
    monkeypatch.setattr(extractor.packs, "load_packs", lambda folder=None, prove=False: PACKS, raising=False)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "dreary.txt"
    path.write_text(DREARY, encoding="utf-8")
    return path


def call(*args: Any) -> Any:
    return runner.invoke(app, [str(arg) for arg in args])


def test_extract(report: Path, tmp_path: Path) -> None:
    done = call("extract", report, "--out", tmp_path / "out", "--format", "csv,excel", "--format", "parquet")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["reports", "1"] and "ratings               2" in lines
    assert "links: not looked for by extract; findings link does" in lines
    assert "1 file: 1 ok" in lines and lines[-1] == f"written to {tmp_path / 'out'}"
    assert (tmp_path / "out" / "findings.xlsx").exists() and (tmp_path / "out" / "ratings.parquet").exists()


def test_extract_with_failures(report: Path, tmp_path: Path) -> None:
    (tmp_path / "bad [x].txt").write_text("DAMAGED")
    done = call("extract", tmp_path, "--out", tmp_path / "out", "--jobs", 2)
    assert done.exit_code == 1
    assert "2 files: 1 ok, 1 failed" in done.stdout
    assert "failed: bad [x].txt: is damaged. Download it again." in done.stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["extract", "missing.pdf", "--out", "out"], "missing.pdf: there is no such file"),
        (["extract", "dreary.txt", "--out", "out", "--format", "duckdb"], "'duckdb' is not written"),
        (["extract", "dreary.txt", "--out", "."], "not empty and has no run.json"),
        (["extract", "dreary.txt", "--out", "out", "--jobs", "-1"], "jobs is -1"),
        (["extract", "dreary.txt"], "Missing option"),
        (["show", "missing.pdf"], "missing.pdf: there is no such file"),
        (["show", "."], ".: is a folder"),
        (["show", "dreary.txt", "--table", "nonsense"], "there is no table 'nonsense'"),
        (["evaluate", "nowhere", "--gold", "gold", "--min", "2"], "--min"),
        (["nonsense"], "No such command"),
    ],
)
def test_wrong_use_ends_with_2(
    args: list[str], message: str, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    done = call(*args)
    assert done.exit_code == 2 and message in done.stderr and done.stdout == ""
    assert "Traceback" not in done.stderr


def test_faults_in_packs(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(folder: Path | None = None, prove: bool = False) -> Any:
        raise PackError(["a.yaml:3 x: wrong", "a.yaml:9 y: wrong too"])

    monkeypatch.setattr(extractor.packs, "load_packs", faulty, raising=False)
    done = call("packs", "check")
    assert done.exit_code == 1 and done.stderr == "a.yaml:3 x: wrong\na.yaml:9 y: wrong too\n2 faults\n"
    assert call("packs", "list").exit_code == 2
    assert call("show", report).exit_code == 2


def test_packs() -> None:
    assert call("packs", "check").stdout == "2 rules hold by 3 examples and near misses: fake.yaml\n"
    assert call("packs", "list").stdout == "fake-2021     2 rules  A fake framework\n"


def test_show(report: Path) -> None:
    done = call("show", report)
    assert done.exit_code == 0, done.output
    for words in (
        "An inspection of probation services in: Dreary PDU",
        "published",
        "Requires improvement  6 of 27",
        "1.1",
        "Leadership",
        "Key questions: 2.2 planning (Annexe two – Data)",
        "47%",
        "Recommendations: Dreary PDU",
        "improve the work 🙂",
        "Some progress",
        "0 findings",
    ):
        assert words in done.stdout, words
    assert "\x1b" not in done.stdout


def test_show_colours_ratings_on_a_terminal(report: Path) -> None:
    screen = terminal.console(force_terminal=True, color_system="standard", width=100)
    with screen.capture() as captured:
        terminal.show_report(fake_reports.extract(report), screen)
    assert "\x1b[33mRequires improvement" in captured.get() and "\x1b[32mGood" in captured.get()


def test_show_table(report: Path) -> None:
    done = call("show", report, "--table", "ratings")
    assert done.exit_code == 0
    assert "page" in done.stdout.splitlines()[1] and "2 rows; provider: Dreary PDU" in done.stdout
    assert call("show", report, "--table", "findings").stdout == "findings: found none\n"
    assert call("show", report, "--table", "links").stdout == "links: not looked for by extract; findings link does\n"
    assert "=SUM(A1)" in call("show", report, "--table", "tables").stdout


def test_a_report_cannot_command_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "evil.txt"
    path.write_text("In: \x1b]0;owned\x07 [bold]PDU[/bold]\n", encoding="utf-8")
    done = call("show", path)
    assert "\x1b" not in done.stdout and "\x07" not in done.stdout and "[bold]PDU[/bold]" in done.stdout


def judged() -> Evaluation:
    mode_and_right: list[tuple[Mode, int]] = [("strict", 2), ("lenient", 4)]
    rows = [Score.of("dreary-pdu-2022", "ratings", mode, 4, right, right) for mode, right in mode_and_right]
    return Evaluation(rows, ["dreary-pdu-2022 ratings missing: 1.2"])


def test_evaluate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractor.evaluate, "evaluate", lambda folder, gold: judged())
    done = call("evaluate", "out", "--gold", "gold", "--misses")
    assert done.exit_code == 0 and "0.667" in done.stdout and "missing: 1.2" in done.stdout
    below = call("evaluate", "out", "--gold", "gold", "--min", "0.9")
    assert below.exit_code == 1 and "below 0.9" in below.stderr and "missing" not in below.stdout
    assert call("evaluate", "out", "--gold", "gold", "--min", "0.9", "--lenient").exit_code == 0
    assert call("evaluate", "out", "--gold", "gold", "--report", "dreary-pdu-2022").exit_code == 0
    unknown = call("evaluate", "out", "--gold", "gold", "--report", "x")
    assert unknown.exit_code == 2 and "judged were dreary-pdu-2022" in unknown.stderr


def test_nothing_judged_is_no_score(report: Path, tmp_path: Path) -> None:
    assert call("extract", report, "--out", tmp_path / "out").exit_code == 0
    (tmp_path / "gold.json").write_text('{"source": "other.pdf", "report": {}}', encoding="utf-8")
    done = call("evaluate", tmp_path / "out", "--gold", tmp_path / "gold.json")
    assert done.exit_code == 2 and "has no gold for a report of" in done.stderr and done.stdout == ""
    assert call("evaluate", tmp_path / "nowhere", "--gold", tmp_path / "gold.json").exit_code == 2


def test_a_fault_of_ours_is_one_message(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path, packs: Any, *, password: str) -> Any:
        raise KeyError("x")

    monkeypatch.delenv("FINDINGS_TRACEBACK", raising=False)
    monkeypatch.setattr(pipeline, "extract_file", broken, raising=False)
    done = call("show", report)
    assert done.exit_code == 70 and done.stderr.startswith("findings: KeyError: 'x'\nThis is a fault of findings")


def test_version_and_module() -> None:
    assert call("--version").stdout.startswith("findings ")
    done = subprocess.run([sys.executable, "-m", "extractor", "--version"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stdout.startswith("findings ")


def test_shipped_patterns_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing replaced: two processes and one give the same files, and every quote stands where it says."""
    (tmp_path / "in").mkdir()
    long = DREARY + "The office is open on most days of the week, and nobody is turned away at its door.\n" * 8
    (tmp_path / "in" / "a.txt").write_text(long, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text(long.replace("Dreary", "Bleak"), encoding="utf-8")
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    done = call("extract", "in", "--out", "out1", "--jobs", "1", "--no-cache")
    assert done.exit_code == 0 and "2 files" in done.stdout, done.output
    command = [sys.executable, "-m", "extractor", "extract", "in", "--out", "out2", "--jobs", "2"]
    two = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert two.returncode == 0 and "2 files" in two.stdout, two.stdout + two.stderr
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / f"out{n}").rglob("*") if p.is_file()} for n in (1, 2))
    assert first == second
    data = open_dataset(tmp_path / "out1")
    assert len(data.reports) == 2 and len(data.sections)
    for table in data:
        if "quote" in data[table]:
            assert all(data.text(r.report_id)[r.start : r.end] == r.quote for r in data[table].itertuples())


@pytest.mark.skipif(os.name != "posix", reason="processor time of processes that have ended")
def test_help_is_quick() -> None:
    """Help takes little more than starting Python and importing typer, which nothing here can change."""

    def seconds(*args: str) -> float:
        """Processor time, which hangs on nothing else that the machine does."""
        times = []
        for _ in range(3):
            before = os.times()
            subprocess.run([sys.executable, *args], capture_output=True, check=True, timeout=60)
            after = os.times()
            times.append(after.children_user + after.children_system - before.children_user - before.children_system)
        return min(times)

    assert seconds("-m", "extractor", "--help") < 4 * seconds("-c", "import typer, rich.table") + 0.1


@pytest.mark.parametrize("command", [["extract"], ["show"], ["packs", "list"], ["packs", "check"], ["evaluate"]])
def test_every_command_has_help(command: list[str]) -> None:
    done = call(*command, "--help")
    assert done.exit_code == 0 and "--help" in done.stdout


def test_what_is_no_report_is_skipped_and_many_skipped_are_said_loudly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = Path(__file__).parents[1] / "corpus" / "samples" / "tarnbury-moor-pdu-2021.txt"
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("report.txt", "~$report.txt", ".report.txt"):
        (folder / name).write_bytes(sample.read_bytes())
    (folder / "note.txt").write_text("Note\n\nThe room is booked.\nBring the keys.\n", encoding="utf-8")
    letter = "Dear colleague, the visit to the service went ahead as planned and nothing was judged there. " * 12
    (folder / "letter.txt").write_text(f"Letter\n\n{letter}\n", encoding="utf-8")
    monkeypatch.undo()  # what ships is looked at, in this process
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["extract", "in", "--out", "out", "--jobs", "1", "--no-cache"])
    assert done.exit_code == 0
    files = {row.source: (row.status, row.message) for row in open_dataset(tmp_path / "out").rows("files")}
    assert {name: status for name, (status, _) in files.items()} == {
        "report.txt": "ok",
        "note.txt": "skipped",
        "letter.txt": "partial",
    }
    assert files["note.txt"][1].startswith("is no report: 8 words")
    assert "1 of 3 files gave no report of their own" in done.stdout


def test_editions_that_agree_are_told_without_alarm(capsys: pytest.CaptureFixture[str]) -> None:
    kept = [File(source=f"{name}.pdf", status="ok") for name in "abc"]
    same = "is the same report as a.pdf, which is kept."
    agreeing = [File(source=f"{n}.txt", status="skipped", stage="compare", message=same) for n in range(9)]
    other = replace(agreeing[0], message=f"{same} They are read differently in ratings.")
    for files, told in (
        ([*kept, *agreeing[:3]], "3 of 6 files are editions of others and say the same"),
        ([*kept, agreeing[0]], "1 of 4 files is an edition of another and says the same"),
        ([*kept, other], "1 of 4 files gave no report of their own"),
        ([*kept, *agreeing], "9 of 12 files gave no report of their own"),
    ):
        _show_skipped(files, len(kept), Console(width=200))
        assert capsys.readouterr().out.startswith(told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
@pytest.mark.parametrize("arguments", [("packs", "list"), ("extract", "corpus/samples", "--log", "/dev/full")])
def test_a_full_disk_is_told_and_is_no_fault_of_the_program(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    out = ("--out", str(tmp_path / "out")) if arguments[0] == "extract" else ()
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "extractor", *arguments, *out]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    assert done.returncode == 2 and done.stderr.count("No space left on device") == 1
    assert "fault of findings" not in done.stderr and "Traceback" not in done.stderr
