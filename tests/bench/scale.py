"""How time and memory of whole runs grow with the number of reports: `make bench-scale SIZES=300,3000`.

A few dozen fictional reports are read; what was read is then multiplied in the cache, the names of services changed
letter for letter, so that thousands of reports on as many services are put together, checked, linked and exported
without thousands being read. Seconds are those of the processor, also in processes that a step starts.
Each step is a process of its own, whose memory is the most that it took. `slope` is the power of the number of reports
that the seconds of a step grow with, between the two largest sizes and without what starting takes: 1 is linear.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
from rich.table import Table

from extractor.cli.show.terminal import console
from tests.generator import FRAMEWORKS, make_report

SIZES = (250, 1000)
READ = 40  # reports that are really read
_SUMMARIES = "hmip-summary-2019"  # not multiplied: no country has thousands of them
_BENCH = "bench"  # in place of the hash of the program, which would make the multiplied reports unknown
_KEPT = frozenset("probation service services division inspection report north south east west wales".split())
_LETTERS = "bcdfghklmnprstvw"
_CODE = 4  # letters of a name that number it

STEPS: dict[str, Callable[[Path, Path], None]] = {}


def step(name: str) -> Callable[[Callable[[Path, Path], None]], Callable[[Path, Path], None]]:
    """Name a step: it gets the folder of the reports and that of the dataset."""

    def named(do: Callable[[Path, Path], None]) -> Callable[[Path, Path], None]:
        STEPS[name] = do
        return do

    return named


@step("nothing")
def _nothing(reports: Path, out: Path) -> None:
    """What starting a process takes."""
    from extractor.packs import load_packs

    load_packs()


@step("gather")
def _gather(reports: Path, out: Path) -> None:
    """Everything is in the cache, and no dataset is there."""
    from extractor.runs.run import run

    run(reports, out, cache=os.environ["FINDINGS_CACHE"])


@step("unchanged")
def _unchanged(reports: Path, out: Path) -> None:
    _gather(reports, out)


@step("one more")
def _one_more(reports: Path, out: Path) -> None:
    """A report more among those that are known; it is read."""
    (reports / "zz-new.txt").write_text(make_report(FRAMEWORKS[0], 7).text, encoding="utf-8")
    _gather(reports, out)


@step("check")
def _check(reports: Path, out: Path) -> None:
    _command("check", str(out))


@step("check anew")
def _check_anew(reports: Path, out: Path) -> None:
    """Everything is looked at, as where a person has changed the tables; nothing is written."""
    from extractor import open_dataset
    from extractor.check import checked

    for _ in checked(open_dataset(out)):
        pass


@step("link")
def _link(reports: Path, out: Path) -> None:
    _command("link", str(out))


@step("panel")
def _panel(reports: Path, out: Path) -> None:
    _command("panel", str(out), "--out", str(out.with_name("panel")))


@step("compare")
def _compare(reports: Path, out: Path) -> None:
    _command("compare", str(out), "--by", "standard", "--out", str(out.with_name("compare")))


@step("summarise")
def _summarise(reports: Path, out: Path) -> None:
    _command("summarise", str(out), "--out", str(out.with_name("summary")))


@step("export")
def _export(reports: Path, out: Path) -> None:
    """All tables as Parquet."""
    from extractor.dataset.csv_files import rows_in
    from extractor.dataset.parquet import write_parquet
    from extractor.records import TABLES

    (out.with_name("parquet")).mkdir()
    for table in TABLES:
        write_parquet(table, rows_in(table, out / f"{table}.csv"), out.with_name("parquet") / f"{table}.parquet")


def _command(*words: str) -> None:
    from extractor.cli import app

    app(list(words), standalone_mode=False)


def _run(name: str, reports: Path, out: Path) -> None:
    """Do a step in this process, and print what it took."""
    from extractor.runs import cache, run, unchanged
    from extractor.runs.reading import Setup

    for module in (cache, run, unchanged):
        module.made_by = lambda: _BENCH  # type: ignore[attr-defined]
    Setup.hashes = {}  # type: ignore[assignment]
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    with suppress(SystemExit):
        STEPS[name](reports, out)
    took = os.times()
    seconds = took.user + took.system + took.children_user + took.children_system
    print(json.dumps([seconds, _most_memory()]), file=sys.__stdout__)


def _most_memory() -> float:
    """The most memory that this process took, in MiB; what it takes now where the system does not tell."""
    with suppress(OSError, StopIteration, ValueError):
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    return float(psutil.Process().memory_info().rss / 2**20)


def _renaming(names: set[str], number: int) -> dict[bytes, bytes]:
    """The longest word of each name, and another of as many letters in its place, which the number tells."""
    pairs: dict[str, str] = {}
    code = "".join(_LETTERS[number // len(_LETTERS) ** n % len(_LETTERS)] for n in range(_CODE))
    for name in sorted(names):
        words = [word for word in re.findall(r"[A-Za-z]+", name) if len(word) > _CODE and word.lower() not in _KEPT]
        if words:
            word = max(words, key=len)
            new = word[0] + code + word[_CODE + 1 :]
            pairs |= {word: new, word.lower(): new.lower(), word.upper(): new.upper()}
    return {old.encode(): new.encode() for old, new in pairs.items()}


def read_some(folder: Path) -> tuple[list[tuple[Any, set[str]]], float]:
    """What was read of a few reports, each with the service that it is on; seconds of the processor that one took."""
    from extractor.runs.input_file import Input
    from extractor.runs.reading import Setup, read_one

    setup = Setup(patterns=Setup().loaded())
    frameworks = [name for name in FRAMEWORKS if name != _SUMMARIES]
    read, begun = [], time.process_time()
    for number in range(READ):
        path = folder / "reading.txt"
        path.write_text(make_report(frameworks[number % len(frameworks)], 1000 + number).text, encoding="utf-8")
        outcome = read_one(Input(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest()), setup)
        read.append((outcome, {row.provider for row in outcome.records["reports"]} - {""}))  # type: ignore[attr-defined]
    return read, (time.process_time() - begun) / READ


def multiply(read: list[tuple[Any, set[str]]], folder: Path, cache_folder: Path, size: int) -> None:
    """Fill a folder with so many reports, and a cache with what was read of them."""
    from extractor.runs import cache
    from extractor.runs.input_file import Input
    from extractor.runs.packing import pack_outcome
    from extractor.runs.reading import Setup

    cache.made_by = lambda: _BENCH  # type: ignore[assignment]
    Setup.hashes = {}  # type: ignore[assignment]
    kept = cache.Cache(cache_folder)
    folder.mkdir(parents=True)
    packed = [(pack_outcome(outcome), outcome.records["reports"][0].sha256.encode(), names) for outcome, names in read]
    for number in range(size):
        outcome, sha256, names = packed[number % READ]
        path = folder / f"report-{number:07}.txt"
        path.write_text(str(number), encoding="utf-8")
        file = Input(path, path.name, hashlib.sha256(str(number).encode()).hexdigest())
        changes = _renaming(names, number // READ * 7 + 1) | {sha256: file.sha256.encode()}
        kept.keep_outcome(file, "", {}, _changed(outcome, changes))


def _changed(outcome: bytes, changes: dict[bytes, bytes]) -> bytes:
    """A packed outcome with other words, each as long as the one in its place, so that every place stays true."""
    from extractor.runs.line_keys import keys_of
    from extractor.runs.packing import Packed, packed_of

    found = re.compile(b"|".join(map(re.escape, sorted(changes, key=len, reverse=True))))
    brief, _, _, *told = (found.sub(lambda match: changes[match[0]], part) for part in Packed.of(outcome).parts())
    return packed_of(brief, keys_of(told[1].decode()), told)


def measure(sizes: list[int], steps: list[str]) -> dict[str, dict[int, tuple[float, float]]]:
    """Seconds and MiB of every step at every size; of `read`, seconds for so many reports as one takes."""
    found: dict[str, dict[int, tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        read, one = read_some(Path(temporary))
    for size in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            place = Path(temporary)
            reports, cache = place / "reports", place / "cache"
            multiply(read, reports, cache, size)
            found.setdefault("read", {})[size] = (one * size, math.nan)
            for name in (name for name in STEPS if name in ("nothing", *steps)):
                command = [sys.executable, "-m", "tests.bench.scale", "--step", name, str(reports), str(place / "out")]
                environment = {**os.environ, "FINDINGS_CACHE": str(cache)}
                begun = time.monotonic()
                done = subprocess.run(command, env=environment, capture_output=True, text=True)
                if done.returncode:
                    raise SystemExit(f"{name} at {size} ended with {done.returncode}: {done.stderr[-2000:]}")
                seconds, memory = json.loads(done.stdout.splitlines()[-1])
                found.setdefault(name, {})[size] = (seconds, memory)
                print(
                    f"{size} {name}: {seconds:.1f} s, {memory:.0f} MiB, {time.monotonic() - begun:.0f} s of the clock",
                    file=sys.stderr,
                    flush=True,
                )
    return found


def show(found: dict[str, dict[int, tuple[float, float]]], sizes: list[int]) -> Table:
    """A row a step: seconds and memory by size, milliseconds a report at the largest, and the slope."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("", *(f"{size:,} reports" for size in sizes), "ms a report", "slope"):
        table.add_column(heading, justify="right" if heading else "left")
    base = {size: found["nothing"][size][0] for size in sizes}
    for name, by_size in found.items():
        cells = [f"{s:.1f} s" + ("" if math.isnan(m) else f", {m:.0f} MiB") for s, m in map(by_size.get, sizes)]  # type: ignore[misc]
        own = [max(0.01, by_size[size][0] - (base[size] if name not in ("read", "nothing") else 0)) for size in sizes]
        slope = math.log(own[-1] / own[-2]) / math.log(sizes[-1] / sizes[-2]) if len(sizes) > 1 else math.nan
        table.add_row(name, *cells, f"{1000 * own[-1] / sizes[-1]:.1f}", f"{slope:.2f}")
    return table


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of reports (default %(default)s)")
    parser.add_argument("--steps", default=",".join(STEPS), help="steps to measure (default all)")
    parser.add_argument("--step", nargs=3, metavar=("NAME", "REPORTS", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        name, reports, out = options.step
        _run(name, Path(reports), Path(out))
        return
    sizes = sorted(int(size) for size in options.sizes.split(","))
    console().print(show(measure(sizes, options.steps.split(",")), sizes))


if __name__ == "__main__":
    main()
