"""Damaged files, the same at every run: what a bad disk, a cut download or a hostile hand makes of good ones.

    python -m tests.damaged_files --count 2000

reads so many of them as one run and says what became of them. Nothing may crash, hang, be blamed on the program, or be
written outside the output folder.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.records import File
from extractor.runs.run import Limits, run

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
FAULT = "fault of findings"


def mutants(sources: Iterable[Path], count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of damaged copies of files, each source in turn, each kind of damage in turn."""
    rng = random.Random(f"mutants/{seed}")
    good = [(path.suffix, path.read_bytes()) for path in sorted(sources)]
    for number in range(count):
        suffix, data = good[number % len(good)]
        kind = KINDS[number // len(good) % len(KINDS)]
        yield f"{number:05}-{kind.__name__}{suffix}", kind(data, rng.choice(good)[1], rng)


def flipped(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A few bits turned round."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 8, 200))):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)


def cut(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """The beginning of a file, as a download that broke off leaves it."""
    return data[: rng.randrange(1, len(data))]


def headless(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """The mark that tells its kind, and then only its end."""
    return data[:8] + data[rng.randrange(8, len(data)) :]


def spliced(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A piece of another file in the place of a piece."""
    start, size = rng.randrange(len(data)), rng.randrange(1, 4096)
    taken = rng.randrange(len(other))
    return data[:start] + other[taken : taken + size] + data[start + size :]


def shuffled(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """Pieces in another order: objects that are not where the index says."""
    at = sorted(rng.randrange(len(data)) for _ in range(4))
    pieces = [data[a:b] for a, b in zip([0, *at], [*at, len(data)], strict=True)]
    return pieces[0] + pieces[3] + pieces[2] + pieces[1] + pieces[4]


def noisy(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A stretch of random bytes."""
    start = rng.randrange(len(data))
    size = rng.randrange(1, 2048)
    return data[:start] + rng.randbytes(size) + data[start + size :]


def numbered(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """Digits made other digits: lengths, offsets, counts and references that are wrong."""
    digits = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    made = bytearray(data)
    for place in rng.sample(digits, min(len(digits), rng.choice((1, 5, 50)))):
        made[place] = rng.randrange(48, 58)
    return bytes(made)


KINDS = (flipped, cut, headless, spliced, shuffled, noisy, numbered)


def misbehaved(files: Iterable[File]) -> list[str]:
    """What must not be: failures that are the program's own, without a word, or with more than one line of them."""
    found = []
    for file in files:
        bad = file.status == "failed" and (not file.message or "\n" in file.message)
        if bad or FAULT in file.message or "ended without a word" in file.message or "took longer" in file.message:
            found.append(f"{file.source}: {file.status}: {file.message}")
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.damaged_files", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--source", type=Path, action="append", help="a file to damage (default: the sample reports)")
    parser.add_argument("--keep", type=Path, help="folder to keep the damaged files in")
    options = parser.parse_args()
    sources = options.source or [path for path in SAMPLES.iterdir() if path.suffix != ".md"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch) / "in"
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in mutants(sources, options.count, options.seed):
            (folder / name).write_bytes(data)
        begun = time.perf_counter()
        result = run(folder, Path(scratch) / "out", jobs=2, limits=Limits(seconds=60))
        took = time.perf_counter() - begun
    bad = misbehaved(result.files)
    print("\n".join(bad))
    print(f"{len(result.files)} damaged files in {took:.0f} s: {dict(Counter(file.status for file in result.files))}")
    print(f"{len(bad)} misbehaved")
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()
