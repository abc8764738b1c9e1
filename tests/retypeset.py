"""Published reports set again: their text by every engine in styles drawn by seed, read, and judged by their gold.

`python -m tests.retypeset --styles 0-2` prints F1 of every table by engine, and what fell short. It needs the folder of
published reports and their gold (`FINDINGS_SHARED`). `--engine`, `--report` and `--set rules=none` narrow it, `--keep
FOLDER` writes down what fell short.
"""

from __future__ import annotations

import argparse
import json
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from extractor.pipeline import extract_file
from tests.engines.press import ENGINES, missing, press
from tests.engines.published import flow
from tests.engines.style import Style
from tests.metamorphic import Edition, judged, keep, parse_set, show

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared"))


def texts() -> dict[str, Path]:
    """Text of every published report that has gold, by its name."""
    folder = SHARED / "corpus" / "reports"
    return {
        path.stem: path for path in sorted(folder.glob("*.txt")) if (SHARED / "gold" / f"{path.stem}.json").exists()
    }


def edition(name: str, seed: int, engine: str, style: Style) -> Edition:
    """Sets a published report, reads it, and judges the reading."""
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    data = press(engine, flow(extract_file(texts()[name]).report), style)
    scores, misses, _ = judged(f"{name}.pdf", data, gold)
    return Edition(name, seed, engine, style, scores, misses, data)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.retypeset", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--styles", default="0-1", help="range of seeds of styles (default %(default)s)")
    parser.add_argument("--engine", choices=ENGINES[1:], action="append", help="this engine only; repeatable")
    parser.add_argument("--report", choices=list(texts()), action="append", help="this report only; repeatable")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a thing of the style, fixed")
    parser.add_argument("--plain", action="store_true", help="all else as in a plain report, not drawn")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default %(default)s)")
    parser.add_argument("--keep", type=Path, help="write editions that fell short here, with what was missed")
    chosen = parser.parse_args()
    if not texts():
        raise SystemExit(f"There are no published reports with gold in {SHARED}: set FINDINGS_SHARED.")
    fixed = parse_set(chosen.set)
    first, _, last = chosen.styles.partition("-")
    asked = [
        (name, seed, engine, Style(**fixed) if chosen.plain else Style.drawn(f"{name}/{seed}/{engine}", **fixed))
        for engine in chosen.engine or ENGINES[1:]
        if not missing(engine)
        for seed in range(int(first), int(last or first) + 1)
        for name in chosen.report or texts()
    ]
    with ProcessPoolExecutor(chosen.jobs) as pool:
        made = list(pool.map(edition, *zip(*asked, strict=True)))
    if chosen.keep:
        keep(made, chosen.keep)
    show(made, 0)


if __name__ == "__main__":
    main()
