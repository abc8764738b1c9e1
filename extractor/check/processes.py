"""What checks inside reports say, in several processes: each opens the dataset, and looks at a few of its reports."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from extractor.check import reports_within
from extractor.dataset.read import Dataset, read_dataset
from extractor.packs import load_packs
from extractor.records import Check

__all__ = ["FEWEST", "checks_in_processes"]

FEWEST = 200  # reports that are worth the start of processes
_AT_A_TIME = 10  # reports that a process looks at
_AHEAD = 3  # times as many as there are processes wait to be looked at, or to be taken
Found = dict[str, list[Check]]


@contextmanager
def checks_in_processes(
    data: Dataset, packs: Path | None, jobs: int
) -> Iterator[Callable[[str], Iterable[Check]] | None]:
    """What gives the rows of `checks` of a report, asked for in the order of `reports`; see `checked`.

    Args:
        data: a dataset that nobody writes to meanwhile.
        packs: the folder of the patterns; None for those that come with the program.
        jobs: number of processes.

    Yields:
        None where one process does as well: there are few reports, or no other processes.
    """
    ids = data.report_ids
    if jobs < 2 or len(ids) < FEWEST:
        yield None
        return
    spawned = get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(ids)), spawned, _begin, (data.folder, packs)) as pool:
        found = _in_order(pool, ids, _AHEAD * jobs)
        try:
            yield lambda report_id: next((rows for id_, rows in found if id_ == report_id), [])
        finally:
            pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, ids: Sequence[str], ahead: int) -> Iterator[tuple[str, list[Check]]]:
    """The reports with what was found in them, in their order, up to those that a process that died looked at."""
    waiting: deque[Future[Found]] = deque()
    try:
        for first in range(0, len(ids), _AT_A_TIME):
            if len(waiting) == ahead:
                yield from waiting.popleft().result().items()
            waiting.append(pool.submit(_look, ids[first : first + _AT_A_TIME]))
        while waiting:
            yield from waiting.popleft().result().items()
    except BrokenProcessPool:
        return


_opened: list[tuple[Dataset, Path | None]] = []  # by a process, before it looks at anything


def _begin(folder: Path, packs: Path | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks ends the others
    _opened[:] = [(read_dataset(folder), packs)]


def _look(ids: Sequence[str]) -> Found:
    ((data, packs),) = _opened
    return {report_id: list(rows) for report_id, rows in reports_within(data, ids, load_packs(packs))}
