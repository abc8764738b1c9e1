"""`python -m extractor.evaluate FOLDER GOLD`: the scores of a dataset, then what it misses."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from extractor.errors import FindingsError
from extractor.evaluate import TOTAL, Evaluation, evaluate
from extractor.evaluate.value_equality import MODES

_HEADER = f"{'report':28} {'table':16} {'mode':8} {'P':>6} {'R':>6} {'F1':>6} {'support':>8} {'found':>6} {'right':>6}"


def render(evaluation: Evaluation, misses: bool = True) -> str:
    """The evaluation as text: a line per report, table and mode, the totals, notes and misses."""
    out = [_HEADER]
    for row in evaluation.rows:
        if row.report == TOTAL and (row.table, row.mode) == ("reports", MODES[0]):
            out.append("")
        ratios = " ".join(f"{ratio:6.3f}" for ratio in (row.precision, row.recall, row.f1))
        counts = f"{row.support:8} {row.found:6} {row.right:6}"
        out.append(f"{row.report[:28]:28} {row.table:16} {row.mode:8} {ratios} {counts}")
    out += ["", *(f"worst F1 {mode}: {evaluation.worst(mode):.3f}" for mode in MODES)]
    out += [f"note: {note}" for note in evaluation.notes]
    if misses:
        out += ["", f"{len(evaluation.misses)} misses", *evaluation.misses]
    return "\n".join(out)


def main(arguments: list[str] | None = None) -> int:
    """0 when it could be judged, 2 when called wrongly."""
    parser = argparse.ArgumentParser(prog="python -m extractor.evaluate", description=__doc__)
    parser.add_argument("folder", type=Path, help="output folder of a run")
    parser.add_argument("gold", type=Path, help="gold file, or a folder of them")
    parser.add_argument("--no-misses", action="store_true", help="only the scores")
    options = parser.parse_args(arguments)
    try:
        print(render(evaluate(options.folder, options.gold), not options.no_misses))
    except FindingsError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
