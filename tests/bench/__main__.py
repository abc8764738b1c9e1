"""The command line of the bench."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from extractor.cli.show.terminal import console
from tests import bench
from tests.bench import cluster, reading, runs
from tests.bench.reports import fictional, long_text, published, typeset
from tests.bench.result import Figure, show

ROUNDS = 5
SEEDS = 3  # fictional reports of each framework


def _pdf(rounds: int) -> Iterator[Figure]:
    """The target is for published reports, which are prose for the most part; fictional ones are mostly tables."""
    if published():
        yield from reading.pdf(published(), "published reports", rounds)
        yield from reading.pdf(fictional(SEEDS), "fictional reports", rounds, most=None)
    else:
        yield from reading.pdf(fictional(SEEDS), "fictional reports", rounds)


def _tables(rounds: int) -> Iterator[Figure]:
    if published():
        yield from reading.tables(published(), "published reports")
    yield from reading.tables(fictional(SEEDS), "fictional reports")


def _engines(rounds: int) -> Iterator[Figure]:
    for engine, files in typeset(1).items():
        yield from reading.pdf(files, f"fictional reports set by {engine}", rounds, most=None)


PARTS: dict[str, Callable[[int], Iterator[Figure]]] = {
    "text": lambda rounds: reading.text(long_text(), rounds),
    "pdf": _pdf,
    "engines": _engines,
    "hard": reading.hard,
    "tables": _tables,
    "unchanged": lambda rounds: runs.unchanged(),
    "jobs": lambda rounds: runs.processes_and_memory(),
    "cluster": lambda rounds: cluster.two_workers(),
}


def main() -> None:
    """Measure the parts that were asked for, and print their figures."""
    about = (bench.__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=about)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all of them without any")
    parser.add_argument("--text", type=Path, help="measure a text report of your own, and nothing else")
    parser.add_argument("--pdf", type=Path, help="measure a PDF report of your own, and nothing else")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds that are counted (default {ROUNDS})")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}. Known: {', '.join(PARTS)}.")
    found: list[Iterator[Figure]] = []
    if options.text:
        found.append(reading.text(options.text.read_text(encoding="utf-8"), options.rounds))
    if options.pdf:
        data = (options.pdf.read_bytes(),)
        found += [reading.pdf(data, options.pdf.name, options.rounds), reading.tables(data, options.pdf.name)]
    if not found:
        found = [part(options.rounds) for name, part in PARTS.items() if name in options.parts or not options.parts]
    console().print(show(chain.from_iterable(found)))


if __name__ == "__main__":
    main()
