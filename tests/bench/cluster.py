"""Two workers of a Dask cluster to one, on this machine, over reports that differ in their bytes alone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.reports import fictional, write
from tests.bench.result import Figure

LEAST_TIMES_TWO = 1.8
REPORTS = 300


def two_workers(reports: int = REPORTS) -> Iterator[Figure]:
    """Two workers to one, all cold; and the files of the dataset that differ from those of the local pool.

    Nothing where the extra `cluster` is not installed.
    """
    try:
        from distributed import LocalCluster
    except ImportError:
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        inputs = write(folder / "reports", fictional(2), reports)
        seconds = {}
        for workers in (2, 1):
            with LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
            ) as cluster:
                begun = time.perf_counter()
                _extract(inputs, folder / f"{workers}", "--cluster", cluster.scheduler_address)
                seconds[workers] = time.perf_counter() - begun
        _extract(inputs, folder / "here", "--jobs", "2")
        here = _hashes(folder / "here")
        differ = sum(_hashes(folder / f"{workers}") != here for workers in seconds)
    told = f"{seconds[2]:.2f} to {seconds[1]:.2f}"
    times = seconds[1] / seconds[2]
    yield Figure(f"two workers of a cluster as fast as one, {reports} reports", times, LEAST_TIMES_TWO, True, "x", told)
    yield Figure("  datasets of theirs that differ from that of the local pool", differ, 0, unit="")


def _extract(inputs: Path, out: Path, *options: str) -> None:
    command = [sys.executable, "-m", "extractor", "extract", str(inputs), "--out", str(out), *options]
    environment = {**os.environ, "FINDINGS_CACHE": str(out.with_name(f"cache-{out.name}"))}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _hashes(folder: Path) -> dict[str, str]:
    """The files of a dataset but for the account of its run, each with the hash of its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in ("run.json", "run.log"))
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
