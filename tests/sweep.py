"""A sweep of one-page tables: every way of ruling with every line pitch, padding and number of lines a cell.

`python -m tests.sweep` reads 396 and says how many come out exactly as printed, and what went wrong with the others.
`--seed N` draws others, `--keep FOLDER` writes the pages that went wrong, with pictures, `--all` writes every page.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.engines.canvas import render
from tests.engines.judge import Verdict, judge, picture, read
from tests.engines.plan import PADDINGS, PITCHES, RULES, TablePlan, sweep

Judged = list[tuple[TablePlan, Verdict]]


def run(plans: Iterable[TablePlan]) -> Judged:
    """Every plan with its verdict."""
    return [(plan, judge(plan, read(render(plan)))) for plan in plans]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.sweep", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1, help="draws the tables (default %(default)s)")
    parser.add_argument("--rules", choices=RULES, action="append", help="tables ruled in this way only; repeatable")
    parser.add_argument("--pitch", type=float, choices=PITCHES, action="append", help="this line pitch only")
    parser.add_argument("--padding", type=float, choices=PADDINGS, action="append", help="this padding only")
    parser.add_argument("--keep", type=Path, help="write pages that went wrong here: PDF, picture, truth and reading")
    parser.add_argument("--all", action="store_true", help="write all pages, with --keep")
    chosen = parser.parse_args()
    plans = [
        plan
        for plan in sweep(chosen.seed)
        if plan.rules in (chosen.rules or RULES)
        and plan.pitch in (chosen.pitch or PITCHES)
        and plan.padding in (chosen.padding or PADDINGS)
    ]
    judged = run(plans)
    if chosen.keep:
        _keep(judged, chosen.keep, chosen.all)
    _show(judged)


def _show(judged: Judged) -> None:
    wrong: dict[str, list[TablePlan]] = defaultdict(list)
    for plan, verdict in judged:
        if not verdict.exact:
            wrong[verdict.kind].append(plan)
    for kind, plans in sorted(wrong.items(), key=lambda one: -len(one[1])):
        print(f"{kind}: {len(plans)}")
        for plan in plans:
            print(f"  {plan.name}, {len(plan.rows[0])} columns, {plan.align}, {plan.upright}"
                  f"{', one object a row' * plan.one_object}")  # fmt: skip
    for name in ("rules", "pitch", "padding", "lines", "upright"):
        every = Counter(getattr(plan, name) for plan, _ in judged)
        right = Counter(getattr(plan, name) for plan, verdict in judged if verdict.exact)
        print(f"{name}: " + ", ".join(f"{value} {right[value]}/{every[value]}" for value in every))
    exact = sum(verdict.exact for _, verdict in judged)
    print(f"header right {sum(v.header for _, v in judged)}, prose whole {sum(v.prose for _, v in judged)}")
    print(f"{exact} of {len(judged)} exact")


def _keep(judged: Judged, folder: Path, everything: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for plan, verdict in judged:
        if everything or not verdict.exact:
            stem = plan.name.replace("/", "_").replace(" ", "")
            data = render(plan)
            (folder / f"{stem}.pdf").write_bytes(data)
            (folder / f"{stem}.png").write_bytes(picture(data))
            about = {"kind": verdict.kind, "header": verdict.header, "prose": verdict.prose}
            lines = [json.dumps(about), "want", *map(json.dumps, plan.grid)]
            lines += [line for grid in verdict.got for line in ("got", *map(json.dumps, grid))]
            (folder / f"{stem}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
