"""Whole runs of `findings extract`, as a user starts them: the second of two, several processes, and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from tests.bench.reports import fictional, write
from tests.bench.result import Figure

MOST_UNCHANGED = 5.0  # per cent of the cold run
LEAST_TIMES_TWO = 1.7
MOST_MEMORY = 350.0  # MiB of a process that reads
MOST_GROWTH = 10.0  # per cent, from 30 files to 300
_EVERY = 0.02  # seconds between two looks at memory


def unchanged(reports: int = 100) -> Iterator[Figure]:
    """A second run with nothing changed, to the first, whose cache was empty."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        inputs = write(folder / "reports", fictional(2), reports)
        cold, again = (_extract(inputs, folder / "out", folder / "cache") for _ in range(2))
    what = f"unchanged second run over {reports} reports, to the first"
    told = f"{again.seconds:.2f} to {cold.seconds:.2f}"
    yield Figure(what, 100 * again.seconds / cold.seconds, MOST_UNCHANGED, unit="%", seconds=told)


def processes_and_memory(few: int = 30, many: int = 300) -> Iterator[Figure]:
    """Two processes to one over many reports, both cold; and the most memory that a process takes."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        small = write(folder / "few", fictional(2), few)
        large = write(folder / "many", fictional(2), many)
        least = _extract(small, folder / "out-few", folder / "cache-few", jobs=2)
        two = _extract(large, folder / "out-two", folder / "cache-two", jobs=2)
        one = _extract(large, folder / "out-one", folder / "cache-one", jobs=1)
    told = f"{two.seconds:.2f} to {one.seconds:.2f}"
    times = one.seconds / two.seconds
    yield Figure(f"two processes as fast as one, {many} reports", times, LEAST_TIMES_TWO, least=True, seconds=told)
    yield Figure(f"memory of a reading process, {many} reports", two.worker, MOST_MEMORY, unit="MiB")
    growth = 100 * (two.worker / least.worker - 1)
    yield Figure(f"  growth from {few} to {many} reports", growth, MOST_GROWTH, unit="%")
    yield Figure(f"memory of the process that gathers, {many} reports", two.parent, unit="MiB")
    yield Figure(f"  at {few} reports", least.parent, unit="MiB")


class _Run:
    """A run that has ended: its seconds, and the most memory in MiB of its process and of those that it started."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.parent = self.worker = 0.0
        begun = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        watching = threading.Thread(target=self._watch, args=(process,))
        watching.start()
        code = process.wait()
        self.seconds = time.perf_counter() - begun
        watching.join()
        if code:
            raise SystemExit(f"{' '.join(command)} ended with {code}.")

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            try:
                watched = psutil.Process(process.pid)
                self.parent = max(self.parent, _peak(watched))
                for child in watched.children(recursive=True):
                    self.worker = max(self.worker, _peak(child))
            except psutil.Error:
                pass  # it ended between two looks
            time.sleep(_EVERY)


def _peak(process: psutil.Process) -> float:
    """Most memory that a process has had so far, in MiB; what it has now where the system does not tell."""
    memory = process.memory_info()
    return getattr(memory, "peak_wset", memory.rss) / 2**20


def _extract(inputs: Path, out: Path, cache: Path, jobs: int = 1) -> _Run:
    command = [sys.executable, "-m", "extractor", "extract", str(inputs), "--out", str(out), "--jobs", str(jobs)]
    return _Run(command, {**os.environ, "FINDINGS_CACHE": str(cache)})
