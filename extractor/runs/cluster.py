"""Files read by the workers of a Dask cluster that is there already: a task is a file, its packed outcome comes back.

A worker has one file at a time, so what befell it is known: a worker that is lost costs a retry, and a file that has
cost two is given up. The files must be where the workers look for them: on a disk that all share.
"""

from __future__ import annotations

import os
import pickle
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

from distributed import Client, KilledWorker, WorkerPlugin, as_completed, get_worker

from extractor.errors import InputError
from extractor.runs.input_file import Input
from extractor.runs.outcome import Outcome
from extractor.runs.packing import is_whole, pack_outcome
from extractor.runs.reading import Setup
from extractor.runs.task import do
from extractor.runs.workers import Limits, Task

__all__ = ["read_on_cluster"]

_ANSWERS_WITHIN = 30.0  # seconds: a scheduler, and the first worker
_LOOK_EVERY = 5.0  # seconds between two looks at which workers there are
_LATE = 20.0  # seconds that a file may be late on a disk that workers reach over a network
_MOST_LOST = 2  # workers that a file may cost
_LOST = (
    "two workers of the cluster that read it were lost: too little memory, longer than {seconds:g} seconds, or a fault "
    "in a library that reads the file. Leave the file out, or save it anew in another program."
)


class Reader(WorkerPlugin):
    """What a worker has of a run: how files are read, one at a time. Workers that join later get it, too."""

    def __init__(self, name: str, setup: bytes, seconds: float) -> None:
        self.name, self._packed, self._seconds = name, setup, seconds

    def setup(self, worker: Any) -> None:
        """Called on the worker when it gets this."""
        self._lock = threading.Lock()
        self._setup: Setup | None = None

    def read(self, task: Any) -> bytes:
        """The packed outcome of a task."""
        with self._lock, _ending_after(self._seconds):
            if self._setup is None:
                self._setup = pickle.loads(self._packed)
            if isinstance(task, Input) and not task.address:
                _await(task)
            return do(task, self._setup)


def _await(file: Input) -> None:
    """Wait a little for a file that a network has not brought yet; the one that reads it says if it never does."""
    until = time.monotonic() + _LATE
    while not (file.path.exists() or any(parent.is_file() for parent in file.path.parents)):
        if time.monotonic() > until:
            return
        time.sleep(0.5)


@contextmanager
def _ending_after(seconds: float) -> Iterator[None]:
    """End this process, which can be stopped in no other way, where the block takes longer."""
    timer = threading.Timer(seconds, os._exit, [1])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read(name: str, task: Any) -> bytes:
    """What runs on a worker."""
    reader: Any = get_worker().plugins[name]
    return bytes(reader.read(task))


def read_on_cluster(tasks: Sequence[Task], setup: Setup, address: str, limits: Limits) -> Iterator[tuple[Task, bytes]]:
    """The packed outcome of every file, or of every second reading, as they are ready.

    Args:
        tasks: what is to be read.
        setup: how. Its cache is not used: what comes back is kept where the run is.
        address: of the scheduler, as `tcp://host:8786`.
        limits: what a file may take; memory is limited by the cluster itself.

    Raises:
        InputError: no scheduler or worker answers.
    """
    client = _connected(address)
    name = f"findings-{uuid4().hex[:8]}"
    try:
        packed = setup.packed()
        client.register_plugin(Reader(name, packed, limits.seconds), name=name)
        yield from _results(client, name, tasks, limits)
    finally:
        with suppress(Exception):
            client.unregister_worker_plugin(name)
        client.close()


def _connected(address: str) -> Any:
    try:
        client = Client(address, timeout=_ANSWERS_WITHIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"{address}: no scheduler of a Dask cluster answers there ({error}).") from None
    try:
        client.wait_for_workers(1, timeout=_ANSWERS_WITHIN)
    except TimeoutError:
        client.close()
        raise InputError(f"{address}: the cluster has no worker. Start some with `dask worker {address}`.") from None
    return client


def _results(client: Any, name: str, tasks: Sequence[Task], limits: Limits) -> Iterator[tuple[Task, bytes]]:
    """Outcomes as they come; as many files are on their way as there are workers."""
    waiting = deque(enumerate(tasks))
    running: dict[str, Task] = {}
    done = as_completed(loop=client.loop)
    workers, looked = 1, 0.0
    while waiting or running:
        if time.monotonic() - looked > _LOOK_EVERY:
            workers, looked = max(1, len(client.nthreads())), time.monotonic()
        keys = []
        while waiting and len(running) < workers:
            number, task = waiting.popleft()
            future = client.submit(_read, name, task, key=f"{name}-{number}", pure=False)
            running[future.key] = task
            keys.append(future.key)
            done.add(future)
        _give_up_early(client, keys)
        future = next(done)
        yield running.pop(future.key), _result(future, limits)
        future.release()


def _result(future: Any, limits: Limits) -> bytes:
    try:
        data = future.result()
        if is_whole(data):
            return bytes(data)
        message = "what a worker of the cluster gave back is damaged. Run again."
    except KilledWorker:
        message = _LOST.format(seconds=limits.seconds)
    except Exception as error:
        message = f"the cluster could not read it ({type(error).__name__}: {error}). Run again."
    return pack_outcome(Outcome("failed", "load", " ".join(message.split()), passing=True))


def _give_up_early(client: Any, keys: list[str]) -> None:
    """Have the scheduler give up these tasks when they have cost two workers; it is set to more for all others."""

    def count(keys: list[str], dask_scheduler: Any = None) -> None:
        for key in keys:
            if task := dask_scheduler.tasks.get(key):
                task.suspicious += max(0, dask_scheduler.allowed_failures + 1 - _MOST_LOST)

    if keys:
        with suppress(Exception):  # a scheduler that runs nothing that is sent to it gives up when it is set to
            client.run_on_scheduler(count, keys)
