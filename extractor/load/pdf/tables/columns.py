"""White space between words becomes the edges of columns.

In go the lines of a table, out come the places at which its columns part. Lines of one stretch of words, as titles and
section rows are, do not vote; nor do words that reach across a gap that nearly all other lines leave.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import inf
from operator import attrgetter

import regex

from extractor.load.grid import is_figure
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.frame import Span
from extractor.load.pdf.words.runs import Run

_LETTER = regex.compile(r"\p{L}")
_LEADERS = ".…_· -=—"
_left = attrgetter("x0")


@lru_cache(maxsize=4096)  # runs are asked of again and again
def is_value(text: str) -> bool:
    """Whether words are those of a cell of figures: a figure, a mark in its place, or nothing but signs."""
    text = text.strip()
    return bool(text) and (not _LETTER.search(text) or is_figure(text))


def is_leader(text: str) -> bool:
    """Whether words are the dots that lead from a label to its figure, or a rule made of dashes."""
    text = text.strip()
    return len(text) > 3 and text[0] in _LEADERS and not text.strip(_LEADERS)


def stretches(runs: Iterable[Run], gap: float, starts: Collection[int] = (), before: float = 0.0) -> list[Span]:
    """What words of a line cover from left to right, gaps no wider than `gap` times the size left out.

    Where words begin at one of `starts`, in whole points, gaps wider than `before` times the size part them. Room
    between letters that are set apart adds to a space on both sides of it.
    """
    covered: list[Span] = []
    tracking = 0.0
    for run in sorted([run for run in runs if not is_leader(run.text)], key=_left):
        room = (before if round(run.x0) in starts else gap) * run.size + 2 * max(run.tracking, tracking)
        if covered and run.x0 - covered[-1][1] <= room:
            covered[-1] = covered[-1][0], max(covered[-1][1], run.x1)
        else:
            covered.append((run.x0, run.x1))
        tracking = run.tracking
    return covered


def gutters(
    lines: Sequence[Sequence[Run]], settings: TableSettings, heads: Sequence[Sequence[Run]] = ()
) -> list[float]:
    """Where columns part.

    `heads` are lines above them, which have no vote, but which columns are parted beside, not across.
    """
    voters = _voters(lines, settings)
    if not voters:  # each line may stand beside the white between two others
        sides = stretches([run for line in lines for run in line], settings.gutter)
        return [(sides[0][1] + sides[1][0]) / 2] if len(sides) == 2 else []
    rows = [stretches(line, settings.touching) for line in voters]
    size = max(run.size for run in voters[0])
    allowed = int(settings.crossing * len(rows))
    found = [
        gap
        for gap, (after, _) in pairwise([*_gaps(rows, allowed), (inf, inf)])
        if (gap[1] - gap[0] >= settings.gutter * size or _is_aligned(rows, voters, gap, after, settings))
        and _parts(rows, gap)
    ]
    ids = {id(line) for line in voters}
    begins = {round(b) for _, b in found}
    apart = [stretches(line, settings.gutter, begins, settings.narrow) for line in lines if id(line) not in ids]
    others = [span for line in apart for span in line]
    least = settings.touching * size
    gaps: list[Span] = []
    for a, b in ((-inf, min(row[0][0] for row in rows)), *found):
        inside = [(start, end) for start, end in others if a + least < start and end < b - least]
        if a == -inf and any(start < b - least and end > b for start, end in others):
            inside = []  # labels run on below words that begin further in
        if inside and (a == -inf or 2 * len(inside) >= len(rows)):  # words higher or lower than their figures
            gaps += [(a, min(start for start, _ in inside)), (max(end for _, end in inside), b)]
        else:
            gaps.append((a, b))
    others += [span for line in heads for span in stretches(line, settings.gutter)]
    parted: Sequence[Span] = [_shrunk(gap, others, least) for gap in gaps if gap[0] > -inf]
    whole = [run for line in heads for run in line]  # heads of one line may stand between those of two
    for line in (*heads, whole, *(line for line in lines if id(line) not in ids)):
        parted = _in_order(parted, stretches(line, settings.gutter), least)
    spans = [span for line in lines for span in stretches(line, settings.gutter)]
    bare = [_beside_bare(stretches(line, settings.gutter), spans, parted) for line in heads]
    return sorted((a + b) / 2 for a, b in (*parted, *max(bare, key=len, default=[])))


def _beside_bare(heads: Sequence[Span], below: Sequence[Span], gaps: Sequence[Span]) -> list[Span]:
    """The gaps beside heads of a line that stand over no words, where each column then has one head of that line."""
    found: list[Span] = []
    for one, two in pairwise(heads):
        if any(one[0] < (a + b) / 2 < two[1] for a, b in gaps):
            continue
        bare, other = [not any(a < end and start < b for a, b in below) for start, end in (one, two)]
        if bare and not other:
            found.append((one[1], min(start for start, _ in (*below, two) if start >= one[1])))
        elif other and not bare:
            found.append((max(end for _, end in (*below, one) if end <= two[0]), two[0]))
    return found if len(heads) == len(gaps) + len(found) + 1 else []


def _in_order(gaps: Sequence[Span], heads: Sequence[Span], least: float) -> Sequence[Span]:
    """What heads leave of the gaps where each column has one, or each but the first: the first is that of the first.

    Heads may begin at the left of a column whose figures end at its right, and then stand all before them.
    """
    bare = len(gaps) + 1 - len(heads)  # columns without a head
    if bare not in (0, 1) or not heads:
        return gaps
    left = [*[-inf] * bare, *(end for _, end in heads[:-1])]
    right = [start for start, _ in heads[1 - bare :]]
    found = [(max(a, end), min(b, start)) for (a, b), end, start in zip(gaps, left, right, strict=True)]
    return found if all(b - a > least for a, b in found) else gaps


def _shrunk(gap: Span, others: Sequence[Span], least: float) -> Span:
    """What lines that have no vote leave of a gap, where they only reach into it, those that reach least far first."""
    a, b = gap
    reaching = [(end - a, start, end) for start, end in others if start < a < end]
    reaching += [(b - start, start, end) for start, end in others if a < start < b < end]
    for _, start, end in sorted(reaching):
        if start < a < end < b - least:
            a = end
        elif a + least < start < b < end:
            b = start
    return a, b


def parting(rows: Sequence[Sequence[Span]], settings: TableSettings) -> list[float]:
    """Where columns part, told from the stretches that rows of several columns cover."""
    return [(a + b) / 2 for a, b in gaps_between(rows, settings)]


def gaps_between(rows: Sequence[Sequence[Span]], settings: TableSettings) -> list[Span]:
    """The white between columns, told from the stretches that rows of several columns cover."""
    several = [row for row in rows if len(row) > 1]
    return [gap for gap in _gaps(several, int(settings.crossing * len(several))) if _parts(several, gap)]


def narrowed(gaps: Sequence[Span], covered: Sequence[Span]) -> list[Span]:
    """What words of one more row leave of the gaps between columns; gaps that they close are left out."""
    left = []
    for a, b in gaps:
        for start, end in covered:
            if start < b and end > a:
                a, b = (max(a, end), b) if start <= a else (a, min(b, start))
        if a <= b:
            left.append((a, b))
    return left


def are_ranged(one: Span, other: Span, near: float) -> bool:
    """Whether words begin, end or have their middle where others do."""
    left, right = one[0] - other[0], one[1] - other[1]
    return min(abs(left), abs(right), abs(left + right) / 2) <= near


def _voters(lines: Sequence[Sequence[Run]], settings: TableSettings) -> list[Sequence[Run]]:
    """Lines that tell where columns are: those with figures where there are several, else all of several stretches."""
    several = [line for line in lines if len(stretches(line, settings.gutter)) > 1]
    figures = [line for line in lines if sum(is_value(run.text) for run in line) > 1]
    # Signs alone are a row of units, or of marks, which may be set in another way.
    figures = [line for line in figures if any(c.isdigit() for run in line for c in run.text)]
    if len(figures) >= settings.figure_rows and 2 * len(figures) >= len(several):
        return figures
    return several or [line for line in lines if all(is_value(run.text) for run in line)]


def _gaps(rows: Sequence[Sequence[Span]], allowed: int) -> Iterator[Span]:
    """Stretches from left to right that no row covers, or but a few, those the least covered."""
    steps: dict[float, int] = {}
    for row in rows:
        for start, end in row:
            steps[start] = steps.get(start, 0) + 1
            steps[end] = steps.get(end, 0) - 1
    places = sorted(steps)
    covering = 0
    low: list[tuple[int, float, float]] = []
    for a, b in pairwise(places):
        covering += steps[a]
        if covering <= allowed:
            low.append((covering, a, b))
            continue
        yield from _least(low)
        low = []
    yield from _least(low)


def _least(low: Sequence[tuple[int, float, float]]) -> Iterator[Span]:
    """Of neighbouring stretches those that no row covers; where all are covered the one that is least."""
    free = [(a, b) for covering, a, b in low if not covering]
    if free or not low:
        yield from free
    else:
        _, a, b = min(low, key=lambda s: (s[0], s[1] - s[2]))
        yield a, b


def _is_aligned(
    rows: Sequence[Sequence[Span]], voters: Sequence[Sequence[Run]], gap: Span, after: float, settings: TableSettings
) -> bool:
    """Whether words of most rows begin where a gap ends, or end where it begins, as behind a narrow gap.

    Where they end at it, others stand behind it, before the next gap begins at `after`.
    """
    if gap[1] - gap[0] < settings.touching * voters[0][0].size or _is_before_asides(voters, gap):
        return False
    near = settings.same_edge
    starts = [any(0 <= round(start - gap[1], 1) <= near for start, _ in row) for row in rows]
    filled = [any(gap[1] <= start < after for start, _ in row) for row in rows]
    ends = [
        beside and any(0 <= round(gap[0] - end, 1) <= near for _, end in row)
        for row, beside in zip(rows, filled, strict=True)
    ]
    figures = [any(is_value(run.text) and 0 <= run.x0 - gap[1] <= near for run in line) for line in voters]
    count = max(_told(starts, voters, gap), _told(ends, voters, gap))
    return count >= max(settings.figure_rows + (not all(figures)), settings.aligned * len(rows))


def _is_before_asides(voters: Sequence[Sequence[Run]], gap: Span) -> bool:
    """Whether brackets open behind a narrow gap wherever a figure stands right before it: `31 (48%)` is one cell."""
    beside = [(a.text.strip(), b.text) for line in voters for a, b in pairwise(line) if a.x1 <= gap[1] <= b.x0 + 0.1]
    figures = [behind.strip() for before, behind in beside if is_value(before)]
    return len(figures) > 1 and all(behind.startswith("(") for behind in figures)


def _told(marks: Sequence[bool], voters: Sequence[Sequence[Run]], gap: Span) -> int:
    """How many lines are marked, those with the same words right before a gap counted once: it may be their space."""
    before = [
        next((run for run in reversed(line) if round(run.x1 - gap[0], 1) <= 0), None)
        for line, mark in zip(voters, marks, strict=True)
        if mark
    ]
    wide = (gap[1] - gap[0]) / 2
    spaced = [run.text.strip() for run in before if run and not is_value(run.text) and run.space_width >= wide]
    return len(before) - len(spaced) + len(set(spaced))


def _parts(rows: Sequence[Sequence[Span]], gap: Span) -> bool:
    """Whether some row has words on both sides of a gap."""
    x = (gap[0] + gap[1]) / 2
    return any(row[0][1] <= x <= row[-1][0] or any(a[1] <= x <= b[0] for a, b in pairwise(row)) for row in rows)
