"""Reading within limits: what hangs, eats memory or dies costs one file; an interrupt costs nothing that was read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import fake_reports
import psutil
import pytest
from fake_reports import DREARY

from extractor.dataset.folder import check_target
from extractor.dataset.run_log import is_dataset
from extractor.errors import InputError
from extractor.runs.input_file import Input
from extractor.runs.inputs import find_inputs
from extractor.runs.packing import Packed
from extractor.runs.reading import Setup
from extractor.runs.run import Limits, run
from extractor.runs.workers import read_in_workers, usual_jobs

FAKE = Setup(packs=fake_reports.PACKS, reader=fake_reports.extract)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4):
        (folder / f"good-{number}.txt").write_text(DREARY.replace("Dreary", f"Dreary{number}"), encoding="utf-8")
    return folder


def messages(inputs: list[Input], limits: Limits, jobs: int = 2) -> dict[str, str]:
    return {file.source: Packed.of(data).brief.message for file, data in read_in_workers(inputs, FAKE, jobs, limits)}


def test_what_hangs_or_eats_or_dies_costs_one_file(folder: Path) -> None:
    for name in ("HANG", "HUNGRY", "CRASH"):
        (folder / f"{name.lower()}.txt").write_text(name, encoding="utf-8")
    inputs = {file.source: file for file in find_inputs([folder])}
    told = messages([inputs.pop("hang.txt")], Limits(seconds=2))
    assert told["hang.txt"].startswith("took longer than 2 seconds and was stopped")
    told = messages(list(inputs.values()), Limits(seconds=120, memory=300))  # of a machine that may be busy
    assert told.pop("hungry.txt").startswith("needed more than 300 MiB of memory and was stopped")
    assert told.pop("crash.txt").startswith("the process that read it ended without a word (code 13)")
    assert told == {f"good-{number}.txt": "" for number in range(4)}


def test_one_job_within_limits_outlives_a_crash(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Setup, "of", fake_reports.SETUP_OF)
    (folder / "a.txt").write_text("CRASH", encoding="utf-8")
    result = run(folder, tmp_path / "out", jobs=1, limits=Limits(memory=900))
    assert Limits.of_run(tmp_path / "out") == Limits(memory=900)  # by which a later command reads the files again
    assert Limits.of_run(tmp_path) == Limits()
    assert [file.status for file in result.files] == ["failed", *["ok"] * 4]


def which_process(path: Path, packs: Any) -> Any:
    done = fake_reports.extract(path, packs)
    return replace(done, message=str(os.getpid()))


def test_processes_are_replaced(folder: Path) -> None:
    setup = replace(FAKE, reader=which_process)
    read = read_in_workers(find_inputs([folder]), setup, 1, Limits(files=2))
    pids = [Packed.of(data).brief.message for _, data in read]
    assert len(pids) == 4 and len(set(pids)) == 2
    assert not any(psutil.pid_exists(int(pid)) for pid in set(pids))


def test_a_run_that_is_given_up_leaves_no_process(folder: Path) -> None:
    setup = replace(FAKE, reader=which_process)
    read = read_in_workers(find_inputs([folder]), setup, 2, Limits())
    next(read)
    assert psutil.Process().children()
    assert isinstance(read, Iterator)
    read.close()  # type: ignore[attr-defined]
    assert not [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def test_a_system_that_does_not_tell_its_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed_off(*_: Any) -> Any:
        raise FileNotFoundError("/proc/meminfo")

    monkeypatch.setattr(psutil, "virtual_memory", closed_off)
    monkeypatch.setattr(psutil, "Process", closed_off)
    assert 1 <= usual_jobs() <= (os.cpu_count() or 1)
    read = read_in_workers(find_inputs([folder]), FAKE, 1, Limits())
    assert [Packed.of(data).brief.status for _, data in read] == ["ok"] * 4


@pytest.mark.parametrize(
    ("limits", "message"),
    [({"seconds": 0}, "0 seconds"), ({"memory": 10}, "10 MiB"), ({"files": 0}, "after 0 files")],
)
def test_limits_that_nothing_can_be_read_within(limits: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Limits(**limits)


# A run that stops to wait when three files are done, for a signal to meet it.
RUN = """
import signal, sys, time
from extractor.runs.run import Limits, run

def wait(step):
    if step.done == 3:
        print("waits", flush=True)
        time.sleep(600)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored in the background
    paths, out, cache, log = sys.argv[1:]
    run(paths, out, cache=cache, log=log, progress=wait, limits=Limits())
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_goes_on_from_the_cache(how: signal.Signals, tmp_path: Path) -> None:
    inputs, out, cache, log, script = (tmp_path / name for name in ("in", "out", "cache", "log.jsonl", "script.py"))
    inputs.mkdir()
    for number in range(5):
        told = f"The office {number} is open on most days of the week, and nobody is turned away at its door.\n"
        (inputs / f"{number}.txt").write_text(DREARY.replace("Dreary", f"Dreary{number}") + told * 8, encoding="utf-8")
    other = (inputs / "4.txt").rename(tmp_path / "other.txt")
    script.write_text(RUN, encoding="utf-8")
    run(other, out)
    before = snapshot(out)
    with subprocess.Popen(
        [sys.executable, script, inputs, out, cache, log], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as stopped:
        assert stopped.stdout is not None and stopped.stdout.readline() == b"waits\n"
        stopped.send_signal(how)
        try:
            stopped.communicate(timeout=60)
        finally:
            stopped.kill()  # else what waits for its end waits for ever
    assert stopped.returncode != 0 and snapshot(out) == before
    assert [line["event"] for line in lines(log)][:4] == ["begin", "file", "file", "file"]
    assert (lines(log)[-1]["event"] == "interrupted") == (how == signal.SIGINT)

    log.unlink()
    run(inputs, out, cache=cache, log=log)
    told = [line for line in lines(log) if line["event"] == "file"]
    assert sum(line["cached"] for line in told) >= 3 and len(told) == 4
    run(inputs, tmp_path / "other")
    assert snapshot(out).keys() == snapshot(tmp_path / "other").keys()
    for name, found in snapshot(tmp_path / "other").items():
        assert name == "run.json" or snapshot(out)[name] == found


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def snapshot(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_a_swap_that_was_killed_is_put_right(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Setup, "of", fake_reports.SETUP_OF)
    out = tmp_path / "out"
    run(folder, out)
    out.rename(tmp_path / ".out.0123abcd.old")
    assert check_target(out) == out and is_dataset(out)


@pytest.mark.parametrize("recovers", [True, False])
def test_a_process_that_dies_while_it_starts_is_replaced(folder: Path, tmp_path: Path, recovers: bool) -> None:
    """The first processes die before they say that they are there; one that comes later reads, or the run gives up."""
    marks = [tmp_path / f"dies-{number}" for number in range(2 if recovers else 3)]
    for mark in marks:
        mark.touch()
    site = tmp_path / "site"
    site.mkdir()
    dies = "import os, pathlib, sys\nfor mark in sorted(pathlib.Path({!r}).glob('dies-*')):\n" + (
        "    if 'spawn_main' in ' '.join(sys.orig_argv):\n        mark.unlink()\n        os._exit(3)\n"
    )
    (site / "sitecustomize.py").write_text(dies.format(str(tmp_path)), encoding="utf-8")
    script = (
        "from pathlib import Path\nfrom test_workers import FAKE, messages\n"
        "from extractor.runs.run import Limits\nfrom extractor.runs.inputs import find_inputs\n"
        f"if __name__ == '__main__':\n    print(len(messages(find_inputs([Path({str(folder)!r})]), Limits(), 1)))\n"
    )
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    path = os.pathsep.join([str(site), str(Path(__file__).parent), *sys.path])
    done = subprocess.run(
        [sys.executable, tmp_path / "script.py"],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        timeout=120,
    )
    assert not list(tmp_path.glob("dies-*"))
    if recovers:
        assert done.stdout.strip() == b"4", done.stderr.decode()
    else:
        assert b"could not be started" in done.stderr


def test_a_script_that_begins_itself_anew_is_told_so(folder: Path, tmp_path: Path) -> None:
    """Its processes die before they read their setup, which is more than a pipe holds."""
    script = (
        "from pathlib import Path\nfrom extractor.runs.run import Limits, run\n"
        f"run(Path({str(folder)!r}), Path({str(tmp_path / 'out')!r}), jobs=1, limits=Limits())\n"
    )
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, tmp_path / "script.py"], env=environment, capture_output=True, timeout=120)
    assert done.returncode == 1
    assert "call run under `if __name__" in done.stderr.decode().splitlines()[-1]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_no_process_outlives_the_one_that_started_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "hang.txt").write_text("HANG", encoding="utf-8")
    script = (
        "from pathlib import Path\nfrom test_workers import messages\nfrom extractor.runs.run import Limits\n"
        "from extractor.runs.inputs import find_inputs\n"
        f"if __name__ == '__main__':\n    messages(find_inputs([Path({str(tmp_path / 'in')!r})]), Limits(), 1)\n"
    )
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    with subprocess.Popen([sys.executable, tmp_path / "script.py"], env=env) as parent:
        children: list[psutil.Process] = []
        for _ in range(300):
            children = [c for c in psutil.Process(parent.pid).children() if "spawn_main" in " ".join(c.cmdline())]
            if children and children[0].num_threads() > 1:
                break
            time.sleep(0.1)
        assert children
        time.sleep(1)
        parent.kill()
        parent.wait()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert not alive
