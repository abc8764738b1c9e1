"""Tables whose rows are parted by rules or shading, and their columns by nothing: the words say where columns are.

In go the rules and tinted areas of a page and its runs, out come `Frame`s like those of ruled tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extractor.load.pdf.drawing import Drawing, Rule
from extractor.load.pdf.glyphs import Run
from extractor.load.pdf.lattice import NARROWEST, SNAP, Frame
from extractor.load.pdf.rows import separators, slots_of, spans

_LEAST = 3  # rules, and so two rows
_WIDTH = 120.0  # points: shorter rules underline words
_TALLEST = 14  # lines of a row
_FULL = 0.55  # of the width: words that reach across so much of it in several lines are prose


def striped(drawing: Drawing, runs: Sequence[Run], known: Sequence[Frame]) -> list[Frame]:
    """Frames of tables that have rules or shading between their rows only.

    Args:
        drawing: graphics of the page.
        runs: its words.
        known: frames of its ruled tables and boxes, in which nothing is sought.
    """
    edges = [*drawing.across, *(r for a in drawing.areas for r in (Rule(a.top, a.x0, a.x1), Rule(a.bottom, a.x0, a.x1)))]
    free = [r for r in edges if not any(f.holds((r.start + r.end) / 2, r.at) for f in known)]
    found: list[Frame] = []
    for stack in _stacks(free):
        for frame in _frames(stack, runs):
            if not any(frame.top < other.bottom and other.top < frame.bottom for other in found):
                found.append(frame)
    return found


def _stacks(rules: Iterable[Rule]) -> list[list[Rule]]:
    """Rules that begin and end below one another, those with most first."""
    whole: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at), r.start)):
        last = whole[-1] if whole else None
        if last and abs(last.at - rule.at) <= SNAP / 2 and rule.start <= last.end + SNAP:
            whole[-1] = Rule(last.at, min(last.start, rule.start), max(last.end, rule.end))
        else:
            whole.append(rule)
    stacks: list[list[Rule]] = []
    for rule in sorted(whole, key=lambda r: r.at):
        if rule.end - rule.start < _WIDTH:
            continue
        for stack in stacks:
            if abs(stack[0].start - rule.start) < 4 and abs(stack[0].end - rule.end) < 4:
                if rule.at - stack[-1].at > NARROWEST:
                    stack.append(rule)
                break
        else:
            stacks.append([rule])
    return sorted((stack for stack in stacks if len(stack) >= _LEAST), key=len, reverse=True)


def _frames(stack: Sequence[Rule], runs: Sequence[Run]) -> Iterator[Frame]:
    x0, x1 = stack[0].start, stack[0].end
    rows: list[tuple[float, float, list[list[Run]]]] = []
    for above, below in pairwise(stack):
        inside = [r for r in runs if above.at < r.middle[1] < below.at and x0 - 2 <= r.middle[0] <= x1 + 2]
        lines = _lines(inside)
        if _is_row(lines, x0, x1):
            rows.append((above.at, below.at, lines))
        else:
            yield from _frame(rows, x0, x1)
            rows = []
    yield from _frame(rows, x0, x1)


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: r.baseline):
        if lines and run.baseline - lines[-1][-1].baseline < 0.3 * run.size:
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


def _is_row(lines: Sequence[Sequence[Run]], x0: float, x1: float) -> bool:
    """Whether what stands between two rules can be a row: not much, and no prose from side to side."""
    if not lines or len(lines) > _TALLEST:
        return False
    wide = sum(any(b - a > _FULL * (x1 - x0) for a, b in spans([line])) for line in lines)
    return wide < 2


def _frame(rows: Sequence[tuple[float, float, list[list[Run]]]], x0: float, x1: float) -> Iterator[Frame]:
    if len(rows) < _LEAST - 1:
        return
    xs = [x0, *separators([spans(lines) for _, _, lines in rows]), x1]
    if len(xs) < 3:
        return
    ys = [rows[0][0], *(bottom for _, bottom, _ in rows)]
    slots = [
        slot
        for number, (_, _, lines) in enumerate(rows)
        for slot in slots_of(number, [run for line in lines for run in line], xs)
    ]
    yield Frame(tuple(xs), tuple(ys), tuple(slots), loose=True)
