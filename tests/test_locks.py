"""Two commands on one folder at once lose nothing, and a process that is killed leaves a dataset whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor import open_dataset, run
from extractor.dataset import replacing
from extractor.dataset.run_log import hash_of, is_dataset, run_log

SAMPLES = sorted((Path(__file__).parents[1] / "corpus" / "samples").glob("*.txt"))

WRITES_A_LINK = """
import sys
from pathlib import Path
from extractor.dataset.locks import locked
from extractor.dataset.read import read_dataset
from extractor.dataset.update import update_tables
from extractor.records import Link
folder, name = Path(sys.argv[1]), sys.argv[2]
with locked(folder):
    rows = [Link(**row._asdict()) for row in read_dataset(folder).rows("links")]
    reports = list(read_dataset(folder).filled("reports")["report_id"])
    pair = dict(from_report=reports[0], from_table="recommendations", from_item=name)
    pair |= dict(to_report=reports[1], to_table="recommendations", to_item="main/1")
    rows.append(Link(**pair, relation="repeats"))
    update_tables(folder, {"links": rows})
"""
CHECKS_FOR_EVER = """
import sys
from pathlib import Path
from extractor.dataset.update import update_tables
from extractor.records import Check
folder = Path(sys.argv[1])
while True:
    update_tables(folder, {"checks": [], "coverage": []})
    print("written", flush=True)
"""


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    run(SAMPLES[:2], tmp_path / "all")
    return tmp_path / "all"


def started(script: str, *arguments: object) -> subprocess.Popen[bytes]:
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", script, *map(str, arguments)], stdout=subprocess.PIPE, env=env)


def test_commands_at_once_lose_nothing(dataset: Path) -> None:
    running = [started(WRITES_A_LINK, dataset, f"main/{number}") for number in range(4)]
    assert [process.wait(timeout=120) for process in running] == [0] * 4
    for process in running:
        process.stdout.close()  # type: ignore[union-attr]
    assert {row.from_item for row in open_dataset(dataset).rows("links")} == {f"main/{number}" for number in range(4)}
    assert [path.name for path in dataset.parent.iterdir()] == ["all"]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_dataset_is_whole_whenever_a_command_is_killed(dataset: Path) -> None:
    draw = random.Random(7)
    for _ in range(4):
        process = started(CHECKS_FOR_EVER, dataset)
        assert process.stdout is not None and process.stdout.readline() == b"written\n"
        time.sleep(draw.random() * 0.1)
        process.kill()
        process.communicate()
        assert is_dataset(dataset)
        log = run_log(dataset)
        assert {name: hash_of(dataset / name) for name in log["files"]} == log["files"]
    run(SAMPLES[:2], dataset)
    assert [path.name for path in dataset.parent.iterdir()] == ["all"]  # what the killed ones left is gone


@pytest.mark.skipif(not sys.platform.startswith(("linux", "darwin")), reason="a step that this system does not have")
def test_folders_change_places_in_one_step(tmp_path: Path) -> None:
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "told.txt").write_text(name)
    if not replacing._exchanged(tmp_path / "new", tmp_path / "old"):
        pytest.skip("this file system does not exchange names")
    assert [(tmp_path / name / "told.txt").read_text() for name in ("new", "old")] == ["old", "new"]


def test_a_dataset_that_was_taken_aside_is_found_by_readers(dataset: Path) -> None:
    dataset.rename(dataset.with_name(".all.0123abcd.old"))
    assert len(open_dataset(dataset).rows("reports")) == 2
