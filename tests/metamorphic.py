"""The rows of a report do not change with pitch, padding, rules, engine or font.

`python -m tests.metamorphic --seeds 0-9` sets fictional reports with every engine that this machine has, each in a
style drawn by the seed, and prints F1 of every table by engine, what fell short, and what was missed there.
`--engine`, `--framework` and `--set rules=none` narrow it; `--blame` sets a bad edition again with one thing after the
other as in a plain report, and says what helps; `--keep FOLDER` writes down what fell short.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from extractor.evaluate import evaluate_tables
from extractor.evaluate.scores import judge
from extractor.load import Source
from extractor.load import pdf as pdf_format
from extractor.pipeline import extract_report
from tests.engines.press import ENGINES, missing, press, report
from tests.engines.style import CHOICES, Style
from tests.generator import FRAMEWORKS


@dataclass(frozen=True)
class Edition:
    """One report set by one engine in one style, and how it was read."""

    framework: str
    seed: int
    engine: str
    style: Style
    scores: dict[str, float]  # strict F1 of every table in which the report has something
    misses: tuple[str, ...]
    data: bytes

    @property
    def worst(self) -> float:
        return min(self.scores.values(), default=0.0)

    @property
    def name(self) -> str:
        return f"{self.framework} {self.seed} {self.engine}"


def edition(framework: str, seed: int, engine: str, style: Style) -> Edition:
    """Sets a report, reads it, and judges the reading."""
    made = report(framework, seed)
    data = press(engine, made, style)
    scores, misses, _ = judged(f"{made.name}.pdf", data, made.pdf_gold)
    return Edition(framework, seed, engine, style, scores, misses, data)


def judged(name: str, data: bytes, gold: dict[str, Any]) -> tuple[dict[str, float], tuple[str, ...], str]:
    """A PDF read and held against its gold: F1 of every table in which gold has something, misses, and its status."""
    source = Source(name, data, hashlib.sha256(data).hexdigest())
    extraction = extract_report(pdf_format.load(source))
    found = {table: [record.as_row() for record in records] for table, records in extraction.records.items()}
    scores = {s.table: s.f1 for s in evaluate_tables(found, gold) if s.mode == "strict" and s.support}
    misses = tuple(line for line in judge(extraction.report_id, found, gold).misses if " note, " not in line)
    return scores, misses, extraction.status


def blame(bad: Edition) -> Iterator[tuple[str, float]]:
    """What in the style of an edition costs most: a thing, and the worst F1 where it is as in a plain report."""
    for one in fields(Style):
        style = bad.style.without(one.name)
        if style != bad.style:
            again = edition(bad.framework, bad.seed, bad.engine, style)
            if again.worst > bad.worst + 0.005:
                yield one.name, again.worst


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.metamorphic", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", default="0-2", help="range of seeds (default %(default)s)")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="this engine only; repeatable")
    parser.add_argument("--framework", choices=FRAMEWORKS, action="append", help="this framework only; repeatable")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a thing of the style, fixed")
    parser.add_argument("--plain", action="store_true", help="all else as in a plain report, not drawn")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default %(default)s)")
    parser.add_argument(
        "--blame", type=int, default=0, metavar="N", help="say for the N worst what in their style costs"
    )
    parser.add_argument("--keep", type=Path, help="write editions that fell short here, with what was missed")
    chosen = parser.parse_args()
    fixed = parse_set(chosen.set)
    first, _, last = chosen.seeds.partition("-")
    asked = []
    for engine in chosen.engine or ENGINES:
        if reason := missing(engine):
            print(f"left out: {reason}", file=sys.stderr)
            continue
        for seed in range(int(first), int(last or first) + 1):
            for framework in chosen.framework or FRAMEWORKS:
                key = f"{framework}/{seed}/{engine}"
                asked.append((framework, seed, engine, Style(**fixed) if chosen.plain else Style.drawn(key, **fixed)))
    with ProcessPoolExecutor(chosen.jobs) as pool:
        made = list(pool.map(edition, *zip(*asked, strict=True)))
    if chosen.keep:
        keep(made, chosen.keep)
    show(made, chosen.blame)


def parse_set(given: list[str]) -> dict[str, object]:
    """Things of a style as they were given on the command line: `rules=none`."""
    return dict(_thing(one) for one in given)


def _thing(given: str) -> tuple[str, object]:
    name, _, value = given.partition("=")
    if name not in CHOICES:
        raise SystemExit(f"--set {given}: there is no {name}; there are: {', '.join(CHOICES)}")
    for known in CHOICES[name]:
        if str(known) == value:
            return name, known
    kind = type(getattr(Style(), name))
    return name, value == "True" if kind is bool else kind(value)


def show(made: list[Edition], blamed: int) -> None:
    """F1 by engine and table, worst editions, and how many are right throughout."""
    tables = sorted({table for one in made for table in one.scores})
    print(f"{'':12}" + "".join(f"{table[:14]:>16}" for table in tables) + "   all right")
    for engine in ENGINES:
        ours = [one for one in made if one.engine == engine]
        if ours:
            shown = []
            for table in tables:
                f1s = [one.scores[table] for one in ours if table in one.scores]
                shown.append(f"{sum(f1s) / len(f1s):.3f}/{min(f1s):.2f}" if f1s else "")
            right = sum(one.worst == 1 for one in ours)
            print(f"{engine:12}" + "".join(f"{text:>16}" for text in shown) + f"   {right} of {len(ours)}")
    print("(mean / least F1)\n")
    bad = sorted((one for one in made if one.worst < 1), key=lambda one: one.worst)
    for at, one in enumerate(bad[:40]):
        short = ", ".join(f"{table} {f1:.3f}" for table, f1 in one.scores.items() if f1 < 1)
        print(f"{one.name}: {short}\n    {one.style.told}")
        for line in one.misses[:2]:
            print(f"    {line[:200]}")
        if at < blamed:
            costs: dict[str, float] = dict(blame(one))
            print(
                "    better without: "
                + (", ".join(f"{name} {f1:.3f}" for name, f1 in costs.items()) or "nothing alone")
            )
    by: dict[str, list[Edition]] = defaultdict(list)
    for one in made:
        by[one.style.rules].append(one)
    print("rules: " + ", ".join(f"{k} {sum(o.worst == 1 for o in v)}/{len(v)}" for k, v in sorted(by.items())))
    print(f"{len(made) - len(bad)} of {len(made)} editions right throughout")


def keep(made: list[Edition], folder: Path) -> None:
    """Writes editions that fell short, and what was missed in them."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in made:
        if one.worst < 1:
            stem = one.name.replace(" ", "-")
            (folder / f"{stem}.pdf").write_bytes(one.data)
            about = [one.style.told, str(one.scores), *one.misses]
            (folder / f"{stem}.txt").write_text("\n".join(about) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
