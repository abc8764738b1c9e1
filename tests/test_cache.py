"""What was read before is not read again, unless something that it hangs on has changed."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import regex
from typer.testing import CliRunner

from extractor import load as load_package
from extractor import open_dataset
from extractor.cli import app
from extractor.correct.folder import keep_edits
from extractor.dataset.csv_files import TableFile
from extractor.dataset.schema import Row
from extractor.document import Report
from extractor.errors import OutputError
from extractor.link.linking import link
from extractor.load import load
from extractor.packs import expression_cache, load_packs
from extractor.pattern_files import shipped
from extractor.runs import cache as cache_module
from extractor.runs.cache import Cache
from extractor.runs.input_file import Input
from extractor.runs.inputs import find_inputs
from extractor.runs.outcome import Outcome
from extractor.runs.packing import Packed, pack_outcome, pack_report, unpack_outcome, unpack_report
from extractor.runs.reading import Setup, read_one
from extractor.runs.run import Step, preview, run
from extractor.runs.task import do
from tests.cached_readings import LONG, reading

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for sample in sorted(SAMPLES.glob("*.txt"))[:2]:
        shutil.copy(sample, folder)
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 and no more")
    return folder


def cached(inputs: Path, out: Path, cache: Path, **options: object) -> dict[str, bool]:
    """Which files a run took from the cache."""
    seen: list[Step] = []
    run(inputs, out, cache=cache, progress=seen.append, **options)  # type: ignore[arg-type]
    return {step.file.source: step.cached for step in seen}


def snapshot(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_packed_and_unpacked_is_the_same() -> None:
    for path in sorted(SAMPLES.iterdir())[:: 1 if LONG else 3]:
        report = reading(path).report
        again = unpack_report(pack_report(report))
        assert again is not report and repr(again) == repr(report)
        outcome = Outcome.of(reading(path), load_packs())
        assert outcome.records["reports"] and unpack_outcome(pack_outcome(outcome)) == outcome


def test_a_long_expression_is_compiled_once_for_all_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, asked = Cache(tmp_path), []
    monkeypatch.setattr(expression_cache, "_store", cache)
    pattern = "(?P<word>" + "|".join(f"lamp{number}" for number in range(300)) + r")(?P<_1>)\b"
    compile_ = regex.compile
    monkeypatch.setattr(
        regex, "compile", lambda told, *rest, **more: asked.append(told) or compile_(told, *rest, **more)
    )

    def found() -> tuple[str, bool]:
        asked.clear()
        match = expression_cache.compiled.__wrapped__(pattern, int(regex.I)).search("a LAMP117 and lamp7")
        assert match.groupdict() == {"word": "LAMP117", "_1": ""} and match.span() == (2, 9)
        return match["word"], pattern in asked

    assert found() == ("LAMP117", True)
    assert found() == ("LAMP117", False)
    (entry,) = tmp_path.glob("*/compiled/*/*")
    entry.write_bytes(b"spoilt")
    assert found() == ("LAMP117", True)
    cache.keep_compiled(pattern, int(regex.I), b"no code")
    assert found() == ("LAMP117", True)
    assert found() == ("LAMP117", False)


def test_spoilt_bytes_are_none() -> None:
    outcome = read_one(find_inputs([next(SAMPLES.glob("*.txt"))])[0], Setup())
    data = pack_outcome(outcome)
    assert unpack_report(data) is None and unpack_outcome(pack_report(load(next(SAMPLES.glob("*.txt"))))) is None
    for cut in (0, 1, len(data) // 2, len(data) - 1):
        assert unpack_outcome(data[:cut]) is None and unpack_report(data[:cut]) is None


def test_a_quote_is_checked_when_it_comes_from_the_cache() -> None:
    outcome = read_one(find_inputs([next(SAMPLES.glob("*.txt"))])[0], Setup())
    assert unpack_outcome(pack_outcome(replace(outcome, text=outcome.text[:100]))) is None


def test_a_second_run_reads_nothing_and_gives_the_same(inputs: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert set(cached(inputs, tmp_path / "one", cache).values()) == {False}
    assert set(cached(inputs, tmp_path / "two", cache).values()) == {True}
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")
    assert cached(inputs, tmp_path / "two", cache) == {}  # nothing has changed: no file was looked at
    assert run(inputs, tmp_path / "two", cache=cache).unchanged
    assert run(inputs, tmp_path / "two", cache=cache).exit_code == 1  # bad.pdf


def test_what_a_user_changed_is_not_replaced_and_what_is_gone_is_written_anew(inputs: Path, tmp_path: Path) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    run(inputs, out, cache=cache)
    whole = snapshot(out)
    (out / "ratings.csv").write_text("spoilt", encoding="utf-8")
    with pytest.raises(OutputError, match=r"was edited since findings wrote it \(ratings\.csv\)"):
        run(inputs, out, cache=cache)
    assert (out / "ratings.csv").read_text("utf-8") == "spoilt"
    (out / "ratings.csv").unlink()
    assert not run(inputs, out, cache=cache).unchanged and snapshot(out) == whole
    (out / "files.csv").unlink()
    assert not run(inputs, out, cache=cache).unchanged and snapshot(out) == whole
    assert not run(inputs, out, cache=cache, formats=["excel"]).unchanged


def test_a_file_more_takes_over_what_is_the_same(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    cached(inputs, out, cache)
    link(out)
    formatted: list[str] = []
    add = TableFile.add

    def counted(file: TableFile, rows: Sequence[Row]) -> int:
        formatted.extend(str(row[0]) for row in rows)
        return add(file, rows)

    monkeypatch.setattr(TableFile, "add", counted)
    known = set(open_dataset(out).report_ids)
    shutil.copy(sorted(SAMPLES.glob("*.txt"))[2], inputs / "aaa.txt")
    cached(inputs, out, cache)
    assert len(set(open_dataset(out).report_ids) - known) == 1
    assert not known & set(formatted)
    cached(inputs, tmp_path / "anew", cache)
    assert known <= set(formatted)
    assert snapshot(out) == snapshot(tmp_path / "anew")
    (inputs / "aaa.txt").unlink()
    cached(inputs, out, cache)
    cached(inputs, tmp_path / "less", cache)
    assert snapshot(out) == snapshot(tmp_path / "less")


def test_rows_that_a_correction_changed_are_not_taken_over(inputs: Path, tmp_path: Path) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    cached(inputs, out, cache)
    before = snapshot(out)
    table = out / "recommendations.csv"
    lines = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(lines[:-1]), encoding="utf-8", newline="")
    keep_edits(out, who="A. Reader")
    corrected = snapshot(out)
    cached(inputs, out, cache)
    assert snapshot(out)["recommendations.csv"] == corrected["recommendations.csv"]
    shutil.rmtree(tmp_path / "corrections")
    cached(inputs, out, cache)
    assert snapshot(out) == before


def test_a_changed_pack_reads_no_file_again(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, packs = tmp_path / "cache", tmp_path / "packs"
    run(inputs, tmp_path / "out", cache=cache)
    shutil.copytree(shipped(), packs)
    generic = packs / "generic.yaml"
    generic.write_text(generic.read_text("utf-8") + "\n# changed\n", encoding="utf-8")
    loaded: list[Path] = []

    def counting(path: Path, *, password: str = "") -> Report:
        loaded.append(path)
        return load(path, password=password)

    monkeypatch.setattr(load_package, "load", counting)
    assert set(cached(inputs, tmp_path / "out", cache, packs=packs).values()) == {False}
    assert [path.name for path in loaded] == ["bad.pdf"]  # only what could not be loaded before


def test_another_version_reads_anew(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(inputs, tmp_path / "out", cache=tmp_path / "cache")
    monkeypatch.setattr(cache_module, "made_by", lambda: "another")
    assert set(cached(inputs, tmp_path / "two", tmp_path / "cache").values()) == {False}
    assert {kept.current for kept in Cache(tmp_path / "cache").kept()} == {0, 1, 2, 3}
    assert {kept.entries for kept in Cache(tmp_path / "cache").kept()} == {0, 2, 4, 6}


def test_spoilt_entries_are_read_anew(inputs: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    run(inputs, tmp_path / "one", cache=cache)
    for number, path in enumerate(path for path in cache.rglob("*") if path.is_file() and len(path.name) > 40):
        path.write_bytes(path.read_bytes()[:50] if number % 2 else b"")
    assert set(cached(inputs, tmp_path / "two", cache).values()) == {False}
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


def test_passing_failures_are_not_kept(inputs: Path, tmp_path: Path) -> None:
    file = find_inputs([next(inputs.glob("*.txt"))])[0]
    cache = Cache(tmp_path / "cache")

    def bug(path: Path, packs: object) -> object:
        raise ZeroDivisionError("oh no")

    setup = Setup(cache=cache, reader=bug)  # type: ignore[arg-type]
    assert Packed.of(do(file, setup)).brief.passing and cache.outcome(file, "", setup.hashes) is None


def test_a_password_is_part_of_the_name_of_an_entry(tmp_path: Path) -> None:
    cache, file = Cache(tmp_path), Input(tmp_path / "a.pdf", "a.pdf", "0" * 64)
    packed = pack_outcome(Outcome("ok", "", ""))
    cache.keep_outcome(file, "one", {}, packed)
    assert cache.outcome(file, "one", {}) == packed
    assert cache.outcome(file, "", {}) is None and cache.outcome(file, "two", {}) is None


def test_a_cache_that_cannot_be_written_costs_nothing(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert len(run(inputs, tmp_path / "out", cache=tmp_path / "file").files) == 3


def test_dry_run(inputs: Path, tmp_path: Path) -> None:
    cache, out = tmp_path / "cache", tmp_path / "out"
    run(inputs / "bad.pdf", tmp_path / "other", cache=cache)
    shutil.copy(inputs / "bad.pdf", inputs / "twin.pdf")
    plan = preview(inputs, out, cache=cache)
    assert {file.source for file in plan.cached} == {"bad.pdf"} and len(plan.waiting) == 2
    assert plan.known[next(file for file in plan.known if file.source == "twin.pdf")].status == "skipped"
    assert not out.exists()


def test_commands(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDINGS_CACHE", str(tmp_path / "cache"))
    call = CliRunner().invoke
    dry = call(app, ["extract", str(inputs), "--out", str(tmp_path / "out"), "--dry-run"])
    assert dry.exit_code == 0 and "3 files: 3 to read, 0 from the cache" in dry.stdout
    assert not (tmp_path / "out").exists() and not (tmp_path / "cache").exists()
    log = tmp_path / "log.jsonl"
    first = call(app, ["extract", str(inputs), "--out", str(tmp_path / "out"), "--log", str(log), "-j", "1"])
    assert first.exit_code == 1 and "written to" in first.stdout
    assert [line.count('"event"') for line in log.read_text("utf-8").splitlines()] == [1] * 5
    info = call(app, ["cache", "info"]).stdout
    assert str(tmp_path / "cache") in info.replace("\n", "") and "extracted       3 reports" in info
    again = call(app, ["extract", str(inputs), "--out", str(tmp_path / "out")])
    assert again.exit_code == 1 and "nothing has changed since" in again.stdout
    assert "failed: bad.pdf: is damaged" in again.stdout
    anew = call(app, ["extract", str(inputs), "--out", str(tmp_path / "out"), "--no-cache", "-j", "1"])
    assert "written to" in anew.stdout
    held = {kept.kind: kept.entries for kept in Cache(tmp_path / "cache").kept()}
    compiled = held.pop("compiled")
    assert compiled > 5 and sum(held.values()) == 6
    assert f"{compiled + 6} entries removed" in call(app, ["cache", "clear"]).stdout
    assert "extracted       0 reports" in call(app, ["cache", "info"]).stdout


def test_only_a_cache_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="is no cache"):
        Cache(tmp_path).clear()
    assert (tmp_path / "precious.txt").exists() and Cache(tmp_path / "none").clear() == 0


def test_failures_are_grouped_by_cause(tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for number in range(8):
        (inputs / f"bad-{number}.pdf").write_bytes(b"%PDF-1.4 and no more" + bytes([number]))
    done = CliRunner().invoke(app, ["extract", str(inputs), "--out", str(tmp_path / "out"), "--no-cache", "-j", "1"])
    failed = [line for line in done.stdout.splitlines() if line.startswith("failed")]
    assert len(failed) == 1 and failed[0].startswith("failed: 8 files (bad-0.pdf, bad-1.pdf,")
    with (tmp_path / "out" / "files.csv").open(encoding="utf-8", newline="") as opened:
        assert sum(row["status"] == "failed" for row in csv.DictReader(opened)) == 8
