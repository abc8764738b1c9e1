"""Files read in processes of their own, within limits of time and memory: one that hangs or dies costs one file.

A process has one file at a time, so what befell it is known. Processes are spawned, which is the same on every system
and safe beside threads; each is replaced after a number of files, so that no leak of a library adds up.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import psutil

from extractor.dataset.run_log import run_log
from extractor.errors import InputError
from extractor.runs.input_file import Input
from extractor.runs.outcome import Outcome
from extractor.runs.packing import pack_outcome
from extractor.runs.reading import Setup
from extractor.runs.task import do

if TYPE_CHECKING:
    from extractor.check.second_reading import Again

__all__ = ["Limits", "Task", "read_in_workers", "usual_jobs"]

Task = TypeVar("Task", "Input", "Again")  # a file that is to be read, or a report that is to be read a second time

MEBIBYTE = 2**20
_READY = b"ready"  # what a process says when it has started
_MOST_ON_WINDOWS = 60  # processes: it waits for no more than 63 pipes
_USUAL = 400  # MiB of a process that reads
_LOOK_EVERY = 0.2  # seconds between two looks at the memory of the processes
_STARTS_WITHIN = 120.0  # seconds
_FAILED_STARTS = 3  # in a row, after which no process is started again
_NOT_STARTED = (
    'reading processes could not be started. In a script, call run under `if __name__ == "__main__":`, or read without '
    "limits and with one job."
)


@dataclass(frozen=True)
class Limits:
    """What one file may take: seconds, and MiB of memory of the process that reads it; files until that is replaced.

    Raises:
        InputError: a limit is too small to read anything.
    """

    seconds: float = 300.0
    memory: int = 2048
    files: int = 200

    @classmethod
    def of_run(cls, folder: Path) -> Limits:
        """Those of the run that wrote a dataset; the usual ones where it had none."""
        options = run_log(folder).get("options")
        told = options.get("limits") if isinstance(options, dict) else None
        usual = cls()
        return replace(usual, **{name: told[name] for name in asdict(usual) if name in told}) if told else usual

    def __post_init__(self) -> None:
        if self.seconds <= 0:
            raise InputError(f"the time limit is {self.seconds:g} seconds; give more than 0.")
        if self.memory < 200:
            raise InputError(f"the memory limit is {self.memory} MiB; give 200 or more, which an empty process needs.")
        if self.files < 1:
            raise InputError(f"a process is replaced after {self.files} files; give 1 or more.")


def usual_jobs() -> int:
    """One process a processor that this one may use, as far as there is memory for them, where the system tells it."""
    if hasattr(os, "sched_getaffinity"):
        processors = len(os.sched_getaffinity(0))
    else:
        processors = os.cpu_count() or 1
    try:
        memory = psutil.virtual_memory().available
    except (OSError, psutil.Error):  # a closed-off environment without /proc
        return processors
    return max(1, min(processors, memory // (_USUAL * MEBIBYTE)))


def read_in_workers(inputs: Sequence[Task], setup: Setup, jobs: int, limits: Limits) -> Iterator[tuple[Task, bytes]]:
    """The packed outcome of every file, or of every second reading, as they are ready.

    Raises:
        InputError: the processes cannot be started, or the packs cannot be sent to them.
    """
    sent = setup.packed()
    jobs = min(jobs, _MOST_ON_WINDOWS) if sys.platform == "win32" else jobs
    queue = deque(inputs)
    workers: list[_Worker[Task]] = []
    failed_starts = 0
    try:
        while queue or any(worker.file for worker in workers):
            idle = sum(worker.file is None for worker in workers)
            while len(workers) < jobs and idle < len(queue):
                workers.append(_Worker(sent))
                idle += 1
            for worker in workers:
                if worker.ready and worker.file is None and queue:
                    worker.begin(queue.popleft(), limits)
            wait([worker.pipe for worker in workers], timeout=_LOOK_EVERY)
            for worker in list(workers):
                file = worker.file
                outcome = worker.result(limits)
                failed_starts = 0 if worker.ready else failed_starts + worker.over
                if failed_starts >= _FAILED_STARTS:
                    raise InputError(_NOT_STARTED)
                if file is not None and outcome is not None:
                    yield file, outcome
                if worker.over or worker.read >= limits.files:
                    worker.end()
                    workers.remove(worker)
    finally:
        for worker in workers:
            worker.end()


class _Worker(Generic[Task]):
    """A process that reads files, the pipe to it, and what it is reading since when.

    It gets its setup over the pipe once it has started: one that dies before it has read what it is started with leaves
    the process that starts it writing for ever, where that is more than a pipe holds.
    """

    def __init__(self, setup: bytes) -> None:
        context = get_context("spawn")
        self.setup = setup
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs,), daemon=True)
        try:
            self.process.start()
        except RuntimeError:  # a script that is imported anew begins its own run again
            raise InputError(_NOT_STARTED) from None
        theirs.close()
        self.ready = False
        self.over = False
        self.read = 0
        self.file: Task | None = None
        self.since = time.monotonic()

    def begin(self, file: Task, limits: Limits) -> None:
        self.file, self.since = file, time.monotonic()
        with suppress(OSError):  # it died while it had nothing to do: its end of the pipe tells so
            self.pipe.send(file)

    def result(self, limits: Limits) -> bytes | None:
        """The outcome of its file if there is one by now: read, died, or stopped at a limit."""
        try:
            if self.pipe.poll():
                return self._received(self.pipe.recv_bytes())
        except (EOFError, OSError):
            return self._died()
        took = time.monotonic() - self.since
        if not self.ready:
            if took > _STARTS_WITHIN:
                self.end()
            return None
        if self.file is None:
            return None
        if took > limits.seconds:
            how = f"took longer than {limits.seconds:g} seconds and was stopped. Give more with --time-limit"
            return self._stopped(f"{how}, or leave the file out.")
        if self._memory() > limits.memory * MEBIBYTE:
            how = f"needed more than {limits.memory:,} MiB of memory and was stopped. Give more with --memory-limit"
            return self._stopped(f"{how}, or split the file.")
        return None

    def _received(self, message: bytes) -> bytes | None:
        if message == _READY:
            self.pipe.send_bytes(self.setup)
            self.ready = True
            return None
        self.read += 1
        self.file = None
        return message

    def _died(self) -> bytes | None:
        if not self.ready:
            self.end()  # another takes its place
            return None
        self.process.join(5)
        code = self.process.exitcode
        how = f"signal {-code}" if code is not None and code < 0 else f"code {code}"
        return self._stopped(
            f"the process that read it ended without a word ({how}): too little memory, or a fault in a library that "
            "reads the file. Leave the file out, or save it anew in another program."
        )

    def _stopped(self, message: str) -> bytes:
        self.end()
        return pack_outcome(Outcome("failed", "load", message, seconds=time.monotonic() - self.since, passing=True))

    def _memory(self) -> int:
        try:
            return int(psutil.Process(self.process.pid).memory_info().rss)
        except (OSError, psutil.Error):
            return 0

    def end(self) -> None:
        """Close the pipe, at which a process that has nothing to do ends; any other is killed."""
        if self.over:
            return
        self.over = True
        self.pipe.close()
        if self.file is not None or not self.ready:
            self.process.kill()
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def _end_with_parent() -> None:
    """End this process, whatever it is reading, as soon as the one that started it is gone."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _serve(pipe: Connection) -> None:
    """What a process does: say that it is there, take its setup, and answer every file until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that asked
    threading.Thread(target=_end_with_parent, daemon=True).start()
    pipe.send_bytes(_READY)
    try:
        setup: Setup = pipe.recv()
    except (EOFError, OSError):
        return
    while True:
        try:
            file = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send_bytes(do(file, setup))
        except OSError:
            return
