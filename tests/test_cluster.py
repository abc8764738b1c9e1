"""Files read on a Dask cluster: the same bytes as here; lost workers cost no file but the one that kills them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fake_reports
import pytest

from extractor.errors import InputError
from extractor.runs.dispatch import Crew, read_all
from extractor.runs.inputs import find_inputs
from extractor.runs.outcome_store import Outcomes
from extractor.runs.reading import Setup
from extractor.runs.run import run
from extractor.runs.workers import Limits

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")


LIMITS = Limits(seconds=60)


def slowly(path: Path, packs: Any, *, password: str = "") -> Any:
    """The fake reader, slow enough for a worker to be killed while it reads."""
    import time

    time.sleep(0.05)
    return fake_reports.extract(path, packs)


FAKE = Setup(packs=fake_reports.PACKS, reader=slowly)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler on loopback and two workers, each a process, that are started anew when they are lost."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as made:
        yield made


def test_workers_that_are_lost_cost_no_file_but_the_one_that_kills(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(24):
        text = fake_reports.DREARY.replace("Dreary", f"Dreary {'abcdefghijklmnopqrstuvwx'[number]}")
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(Setup, "of", staticmethod(lambda packs=None: FAKE))
    run(folder, tmp_path / "here")
    killed: list[int] = []

    def kill_one(step: Any) -> None:
        if step.done == 8:
            killed.extend(nanny.pid for nanny in list(cluster.workers.values())[:1])
            os.kill(killed[0], signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

    run(folder, tmp_path / "there", cluster=cluster.scheduler_address, progress=kill_one)
    assert killed
    for path in (path for path in sorted((tmp_path / "here").rglob("*")) if path.is_file()):
        assert path.read_bytes() == (tmp_path / "there" / path.relative_to(tmp_path / "here")).read_bytes(), path

    (folder / "crash.txt").write_text("CRASH", encoding="utf-8")
    inputs = find_inputs([folder])
    with Outcomes(inputs) as kept:
        crew = Crew(limits=LIMITS, cluster=cluster.scheduler_address)
        became = {step.file.source: step.outcome for step in read_all(inputs, FAKE, crew, kept)}
    failed = [source for source, brief in became.items() if brief.status == "failed"]
    assert failed == ["crash.txt"] and "two workers of the cluster" in became["crash.txt"].message
    assert became["crash.txt"].passing and len(became) == 25


def test_a_cluster_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.runs.cluster._ANSWERS_WITHIN", 0.5)
    with pytest.raises(InputError, match="no scheduler of a Dask cluster answers"):
        run(__file__, tmp_path / "out", cluster="tcp://127.0.0.1:9")
