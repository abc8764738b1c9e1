"""Published reports set again: their text by every engine in styles drawn by seed, read, and judged by their gold.

`python -m tests.retypeset --styles 0-2` prints F1 of every table by engine, and what fell short. It needs the folder of
published reports and their gold (`FINDINGS_SHARED`). `--engine`, `--report` and `--set rules=none` narrow it, `--keep
FOLDER` writes down what fell short, and `--anew ghostscript` has another program write every PDF anew first.
"""

from __future__ import annotations

import argparse
import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractor.pipeline import extract_file
from tests.engines.press import ENGINES, REWRITERS, anew, missing, press
from tests.engines.published import flow
from tests.engines.style import CHOICES, Style
from tests.metamorphic import Edition, judged, keep, parse_set, show

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared"))


def texts() -> dict[str, Path]:
    """Text of every published report that has gold, by its name."""
    folder = SHARED / "corpus" / "reports"
    return {
        path.stem: path for path in sorted(folder.glob("*.txt")) if (SHARED / "gold" / f"{path.stem}.json").exists()
    }


def edition(name: str, seed: int, engine: str, style: Style, rewriter: str = "") -> Edition:
    """Sets a published report, has another program write it anew if one is named, reads it, and judges the reading."""
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    data = press(engine, flow(extract_file(texts()[name]).report), style)
    data = anew(rewriter, data) if rewriter else data
    scores, misses, _ = judged(f"{name}.pdf", data, gold)
    return Edition(name, seed, engine, style, scores, misses, data)


def _styles(chosen: argparse.Namespace, key: str, fixed: dict[str, Any]) -> list[tuple[int, Style]]:
    """The styles that were asked for, each with a number."""
    if chosen.each:
        plain = Style(**fixed)
        things = [(name, value) for name, values in CHOICES.items() for value in dict.fromkeys(values)]
        styles = [replace(plain, **{name: value}) for name, value in things if value != getattr(plain, name)]
        return list(enumerate(styles))
    first, _, last = chosen.styles.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    return [(seed, Style(**fixed) if chosen.plain else Style.drawn(f"{key}/{seed}", **fixed)) for seed in seeds]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.retypeset", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--styles", default="0-1", help="range of seeds of styles (default %(default)s)")
    parser.add_argument("--engine", choices=ENGINES[1:], action="append", help="this engine only; repeatable")
    parser.add_argument("--report", choices=list(texts()), action="append", help="this report only; repeatable")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a thing of the style, fixed")
    parser.add_argument("--plain", action="store_true", help="all else as in a plain report, not drawn")
    parser.add_argument("--anew", choices=REWRITERS, default="", help="have this program write every PDF anew")
    parser.add_argument("--each", action="store_true", help="one thing after the other changed in a plain report")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default %(default)s)")
    parser.add_argument("--keep", type=Path, help="write editions that fell short here, with what was missed")
    chosen = parser.parse_args()
    if not texts():
        raise SystemExit(f"There are no published reports with gold in {SHARED}: set FINDINGS_SHARED.")
    fixed = parse_set(chosen.set)
    engines = [engine for engine in chosen.engine or ENGINES[1:] if not missing(engine)]
    asked = [
        (name, seed, engine, style, chosen.anew)
        for engine in engines
        for name in chosen.report or texts()
        for seed, style in _styles(chosen, f"{name}/{engine}", fixed)
    ]
    with ProcessPoolExecutor(chosen.jobs) as pool:
        made = list(pool.map(edition, *zip(*asked, strict=True)))
    if chosen.keep:
        keep(made, chosen.keep)
    show(made, 0)


if __name__ == "__main__":
    main()
