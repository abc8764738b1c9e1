"""The outcome of every file of a run, from where it is quickest to be had: the cache, or a process that reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from extractor.check.second_reading import Again
from extractor.errors import InputError
from extractor.records import Check
from extractor.runs.input_file import Input
from extractor.runs.outcome import Outcome
from extractor.runs.outcome_store import Outcomes
from extractor.runs.packing import Brief, Packed, is_whole, pack_outcome
from extractor.runs.reading import Setup
from extractor.runs.task import do, keep
from extractor.runs.workers import Limits, Task, read_in_workers

__all__ = ["AT_A_TIME", "Crew", "Plan", "Progress", "Step", "plan", "read_all", "read_all_again"]

AT_A_TIME = 100  # reports whose rows wait for a second reading at once


@dataclass(frozen=True)
class Crew:
    """Who reads: so many processes of this machine within limits, or the Dask cluster at an address."""

    jobs: int = 1
    limits: Limits | None = None
    cluster: str = ""


@dataclass(frozen=True)
class Step:
    """A file that is done: how many now are, of how many, and what became of it. `cached`: it was not read anew."""

    done: int
    total: int
    file: Input
    outcome: Brief
    cached: bool


# Called behind every file.
Progress = Callable[[Step], None]


@dataclass(frozen=True)
class Plan:
    """What a run has to do: files that need no reading, with what became of them, and files to read."""

    known: dict[Input, Brief]
    cached: frozenset[Input]
    waiting: tuple[Input, ...]


def plan(inputs: Sequence[Input], setup: Setup) -> Plan:
    """Part the files that must be read from those whose outcome is known."""
    known, cached = {}, set()
    for file in inputs:
        if (found := known_outcome(file, setup)) is not None:
            known[file] = Packed.of(found).brief
            if not (file.fault or file.same_as):
                cached.add(file)
    return Plan(known, frozenset(cached), tuple(file for file in inputs if file not in known))


def known_outcome(file: Input, setup: Setup) -> bytes | None:
    """The packed outcome of a file that need not be read, or was read before; None where it must be read."""
    if file.fault:
        return pack_outcome(Outcome("failed", "load", file.fault))
    if file.same_as:
        return pack_outcome(Outcome("skipped", "load", f"has the same bytes as {file.same_as}, which is read."))
    kept = setup.cache.outcome(file, setup.password, setup.hashes) if setup.cache is not None else None
    return kept if kept is not None and is_whole(kept) else None


def read_all(inputs: Sequence[Input], setup: Setup, crew: Crew, kept: Outcomes) -> Iterator[Step]:
    """What became of every file, as they are ready; in this process where there are no limits and one job.

    Args:
        inputs: the files.
        setup: how they are read.
        crew: who reads them.
        kept: where their outcomes go.
    """
    done = 0
    waiting = []
    for file in inputs:
        found = known_outcome(file, setup)
        if found is None:
            waiting.append(file)
            continue
        done += 1
        yield Step(done, len(inputs), file, kept.add(file, found), not (file.fault or file.same_as))
    if not waiting:
        return
    setup.loaded()  # faults of the patterns are told before any file is read
    for file, found in _read(waiting, setup, crew):
        done += 1
        yield Step(done, len(inputs), file, kept.add(file, found), False)


def _read(tasks: Sequence[Task], setup: Setup, crew: Crew) -> Iterator[tuple[Task, bytes]]:
    if crew.cluster and tasks:
        try:
            from extractor.runs.cluster import read_on_cluster
        except ImportError:
            raise InputError("a cluster needs the package distributed: pip install distributed") from None
        for task, data in read_on_cluster(tasks, replace(setup, cache=None), crew.cluster, crew.limits or Limits()):
            if isinstance(task, Input):
                keep(task, setup, data)
            yield task, data
    elif not tasks or (crew.limits is None and crew.jobs == 1):
        yield from ((task, do(task, setup)) for task in tasks)
    else:
        yield from read_in_workers(tasks, setup, min(crew.jobs, len(tasks)), crew.limits or Limits())


def read_all_again(tasks: Iterable[tuple[str, Again | Check]], setup: Setup, crew: Crew) -> tuple[Check, ...]:
    """Rows of `checks` of many second readings, in their order, within the same limits as the first.

    Args:
        tasks: of each report what is to be read, or the row that says why it is not.
        setup: the patterns.
        crew: who reads. A report that is stopped at a limit has a row that says so.
    """
    found: list[Check] = []
    waiting = iter(tasks)
    while some := list(islice(waiting, AT_A_TIME)):
        todo = [task for _, task in some if isinstance(task, Again)]
        made: dict[str, Sequence[Check]] = {id_: [task] for id_, task in some if isinstance(task, Check)}
        for task, packed in _read(todo, setup, crew):
            outcome = Packed.of(packed).outcome()
            made[task.report_id] = outcome.checks if outcome.status == "ok" else [_not_read(task, outcome)]
        found += (row for report_id, _ in some for row in made[report_id])
    return tuple(found)


def _not_read(task: Again, outcome: Outcome) -> Check:
    return task.not_read(outcome.message.partition(". Give more")[0])
