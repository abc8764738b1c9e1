"""A dataset behind every command, killed or not: formats that agree, hashes that hold, a data package that validates.

What takes minutes is left to `FINDINGS_LONG=1`; `frictionless` is asked where it is installed.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from test_correct import edit, formats_agree
from typer.testing import CliRunner

from extractor import open_dataset, run
from extractor.cli import app
from extractor.correct.folder import keep_edits
from extractor.dataset.run_log import hash_of, run_log
from extractor.records import TABLES

SAMPLES = sorted((Path(__file__).parents[1] / "corpus" / "samples").glob("*.txt"))
FORMATS = ("csv", "excel", "parquet")
COMMANDS = (("link",), ("check",), ("panel",), ("corrections", "apply"))
# Columns that a person may edit, each with what may stand there.
EDITS = {
    "ratings": ("rating", ("Good", "Inadequate", "Outstanding", "Requires improvement")),
    "key_questions": ("percent", ("0", "7", "58", "100")),
    "statistics": ("value", ("0", "3", "12.5", "")),
    "recommendations": ("addressee", ("The board", "Marl & Denby, “both”", "=1+1", "")),
}
LONG = pytest.mark.skipif(not os.environ.get("FINDINGS_LONG"), reason="takes minutes: FINDINGS_LONG=1")


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    run(SAMPLES[:3], tmp_path / "all", formats=list(FORMATS))
    return tmp_path / "all"


def command(*words: object) -> None:
    done = CliRunner().invoke(app, ["--quiet", *map(str, words)])
    assert done.exit_code in (0, 1), done.output


def agrees(dataset: Path) -> None:
    """Every table is the same in every format, every hash holds, and the data package validates."""
    for table in TABLES:
        if (dataset / f"{table}.csv").is_file():
            formats_agree(dataset, table)
    if program := shutil.which("frictionless"):
        done = subprocess.run(
            [program, "validate", dataset / "datapackage.json", "--json"], capture_output=True, text=True
        )
        assert done.returncode == 0, [task["errors"][:2] for task in json.loads(done.stdout)["tasks"] if task["errors"]]


def is_whole(dataset: Path) -> None:
    log = run_log(dataset)
    assert {name: hash_of(dataset / name) for name in log["files"]} == log["files"]


def edited(dataset: Path, draw: random.Random) -> None:
    """Change a cell of a table as a person does, and keep the edit."""
    table = draw.choice([table for table in EDITS if len(open_dataset(dataset)[table])])
    column, values = EDITS[table]

    def change(rows: list[dict[str, str]]) -> None:
        row = draw.choice(rows)
        row[column] = draw.choice([value for value in values if value != row[column]])

    edit(dataset, table, change)
    keep_edits(dataset, who="A. Reader")


@LONG
def test_every_format_agrees_behind_every_command_and_edit(dataset: Path) -> None:
    draw = random.Random(41)
    agrees(dataset)
    for _ in range(8):
        edited(dataset, draw)
        agrees(dataset)
        command(*draw.choice(COMMANDS), dataset)
        agrees(dataset)
    run(SAMPLES[:3], dataset, formats=list(FORMATS))
    agrees(dataset)


@LONG
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("words", [("extract", *SAMPLES[:3], "--no-cache", "--out"), *COMMANDS[:2]])
def test_a_command_that_is_killed_at_any_moment_leaves_a_dataset(dataset: Path, words: tuple[object, ...]) -> None:
    draw = random.Random(str(words))
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    program = [sys.executable, "-m", "extractor", *map(str, words), str(dataset)]
    begun = time.monotonic()
    subprocess.run(program, env=env, capture_output=True, check=False)
    takes = time.monotonic() - begun
    for _ in range(10):
        process = subprocess.Popen(program, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=draw.random() * takes)
        process.kill()
        process.wait()
        is_whole(dataset)
    agrees(dataset)
