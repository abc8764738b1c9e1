"""Words that are drawn letter by letter become one run each.

In go the runs of a page whose gaps are settled, out come fewer: those that go on without room for a space, set alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.load.pdf.words.runs import Run


def join_letters(runs: Sequence[Run]) -> list[Run]:
    """Runs with the pieces of a word in one."""
    joined: list[Run] = []
    ends: dict[int, Run] = {}  # by the last piece of a run, the run
    for run in runs:
        whole = ends.get(id(run.before)) if run.before is not None else None
        if whole is None or not _are_alike(whole, run) or whole.text[-1:].isspace():
            joined.append(run)
            ends[id(run)] = run
            continue
        whole.text += run.text
        whole.x1 = max(whole.x1, run.x1)
        ends[id(run)] = whole
    return joined


def _are_alike(one: Run, other: Run) -> bool:
    set_alike = (one.bold, one.italic, one.colour, one.symbol, one.upright, one.nameless)
    if set_alike != (other.bold, other.italic, other.colour, other.symbol, other.upright, other.nameless):
        return False
    return abs(one.size - other.size) < 0.5 and abs(one.baseline - other.baseline) < 0.5
