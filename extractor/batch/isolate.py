"""Each file on its own: what goes wrong with one is its outcome and never reaches another, not even a crash."""

from __future__ import annotations

import pickle
import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from extractor.batch.inputs import Input
from extractor.errors import EvidenceError, FindingsError, InputError
from extractor.records import Record

if TYPE_CHECKING:
    from extractor.packs import Packs
    from extractor.pipeline import Extraction

    Reader = Callable[[Path, Packs], Extraction]

__all__ = ["Outcome", "Setup", "read_all", "read_one"]

_STAGES = {"load": "load", "packs": "choose", "split": "split", "find": "extract"}  # by package
_CRASHED = (
    "the process that read it ended without a word: too little memory, or a fault in a library that reads the file. "
    "Read it alone with one job to see more."
)
_NOT_STARTED = (
    'reading processes could not be started. In a script, call run under `if __name__ == "__main__":`, or use one job.'
)


@dataclass(frozen=True)
class Outcome:
    """What became of one file; `records` by table and `text` are empty where it could not be read."""

    status: str
    stage: str
    message: str
    records: dict[str, tuple[Record, ...]]
    text: str = ""
    seconds: float | None = None


@dataclass(frozen=True)
class Setup:
    """What a process needs to read a file: where the patterns are, and what reads."""

    folder: Path | None = None
    packs: Packs | None = None
    reader: Reader | None = None

    @classmethod
    def of(cls, packs: Packs | Path | str | None) -> Setup:
        """The setup for patterns as a user gives them; they are loaded, so faults show before any file is read."""
        setup = cls(folder=Path(packs)) if isinstance(packs, str | Path) else cls(packs=packs)
        setup.loaded()
        return setup

    def loaded(self) -> Packs:
        """The compiled patterns."""
        from extractor.packs import load_packs

        return self.packs if self.packs is not None else load_packs(self.folder)

    def read(self, path: Path) -> Extraction:
        """Read one file."""
        from extractor.pipeline import extract_file

        return (self.reader or extract_file)(path, self.loaded())


def read_all(inputs: Sequence[Input], setup: Setup, jobs: int) -> Iterator[tuple[Input, Outcome]]:
    """The outcome of every file, as they are ready."""
    waiting: list[Input] = []
    for file in inputs:
        if file.fault:
            yield file, Outcome("failed", "load", file.fault, {})
        elif file.same_as:
            yield file, Outcome("skipped", "load", f"has the same bytes as {file.same_as}, which is read.", {})
        else:
            waiting.append(file)
    if jobs == 1 or len(waiting) < 2:
        for file in waiting:
            yield file, read_one(file, setup)
    else:
        yield from _read_in_processes(waiting, setup, min(jobs, len(waiting)))


def read_one(file: Input, setup: Setup) -> Outcome:
    """The outcome of one file. No exception leaves it."""
    begun = time.perf_counter()
    try:
        extraction = setup.read(file.path)
        extraction.report.text.encode("utf-8")  # what cannot be written is found here, and not at the end of the run
        records = {table: tuple(rows) for table, rows in extraction.records.items()}
        if not records.get("reports"):
            raise ValueError("no row for the report itself")
        outcome = Outcome(extraction.status, extraction.stage, extraction.message, records, extraction.report.text)
    except EvidenceError as error:
        outcome = Outcome("failed", "extract", _fault(f"a quote is not what the text has: {error}", file), {})
    except FindingsError as error:
        outcome = Outcome("failed", _stage(error.__traceback__), _clean(str(error), file), {})
    except Exception as error:
        outcome = Outcome("failed", _stage(error.__traceback__), _fault(f"{type(error).__name__}: {error}", file), {})
    return Outcome(
        outcome.status, outcome.stage, outcome.message, outcome.records, outcome.text, time.perf_counter() - begun
    )


def _stage(trace: TracebackType | None) -> str:
    """The stage whose code was running, innermost first."""
    stage = "extract"
    while trace is not None:
        package, _, rest = str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")
        if package == "extractor" and (part := rest.partition(".")[0]) in _STAGES:
            stage = _STAGES[part]
        trace = trace.tb_next
    return stage


def _fault(what: str, file: Input) -> str:
    return f"{_clean(what, file)[:300]}. This is a fault of findings and not of the file; please report it."


def _clean(message: str, file: Input) -> str:
    """The message on one line, without what differs between two computers or runs: places and addresses."""
    for path in (file.path.absolute(), file.path):
        message = message.replace(str(path), file.source)
    message = message.removeprefix(f"{file.source}: ")
    message = re.sub(r"0x[0-9a-fA-F]{6,}", "0x...", message)
    return " ".join(message.encode("utf-8", "replace").decode("utf-8").split())


_worker: Setup | None = None


def _begin(setup: Setup) -> None:
    """Set a process up: patterns are loaded once."""
    global _worker
    setup.loaded()
    _worker = setup


def _read_in_worker(file: Input | None) -> Outcome | None:
    assert _worker is not None
    return None if file is None else read_one(file, _worker)


def _read_in_processes(inputs: Sequence[Input], setup: Setup, jobs: int) -> Iterator[tuple[Input, Outcome]]:
    """No more files are under way than there are processes, so when one process dies few files are suspected.

    Each of those is then read again in a process of its own; one that kills it again is failed.
    """
    if setup.packs is not None:
        try:
            pickle.dumps(setup.packs)
        except Exception:
            raise InputError("these packs cannot be sent to other processes; give their folder, or one job.") from None
    queue = deque(inputs)
    pool = _pool(setup, jobs)
    running: dict[Future[Outcome | None], Input] = {}
    try:
        while queue or running:
            while queue and len(running) < jobs:
                try:
                    running[pool.submit(_read_in_worker, queue[0])] = queue[0]
                except BrokenProcessPool:
                    break
                queue.popleft()
            ready = wait(running, return_when=FIRST_COMPLETED).done if running else set()
            crashed = not running
            for future in ready:
                if isinstance(future.exception(), BrokenProcessPool):
                    crashed = True
                    continue
                file = running.pop(future)
                yield file, _result(future, file)
            if crashed:
                suspects = list(running.values())
                running.clear()
                pool.shutdown(wait=True, cancel_futures=True)
                for file in suspects:
                    yield file, _read_alone(file, setup)
                pool = _pool(setup, jobs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(setup: Setup, jobs: int) -> ProcessPoolExecutor:
    """Processes that are known to have begun well; spawned, which is the same on every system and safe with threads."""
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(setup,))
    try:
        pool.submit(_read_in_worker, None).result()
    except BrokenProcessPool:
        pool.shutdown(wait=True)
        raise InputError(_NOT_STARTED) from None
    return pool


def _result(future: Future[Outcome | None], file: Input) -> Outcome:
    error = future.exception()
    outcome = None if error is not None else future.result()
    if outcome is None:  # what was read could not be sent back
        return Outcome("failed", "extract", _fault(f"{type(error).__name__}: {error}", file), {})
    return outcome


def _read_alone(file: Input, setup: Setup) -> Outcome:
    pool = _pool(setup, 1)
    try:
        future = pool.submit(_read_in_worker, file)
        if isinstance(future.exception(), BrokenProcessPool):
            return Outcome("failed", "load", _CRASHED, {})
        return _result(future, file)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
