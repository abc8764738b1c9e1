"""What words and graphics are to one another: white words on paper are none, nor are those that are struck out; a dot
before words is a bullet.

In go runs and the drawing of a page, both in points from the top left, out come the runs that a reader sees.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extractor.load.pdf.drawing import Area, Drawing, Rule, brightness
from extractor.load.pdf.settings import WordSettings
from extractor.load.pdf.words.runs import Run

_WHITE = 245.0  # brightness, of 255
_BULLET = "•"
_LEAST_ROOM, _MOST_ROOM = 0.2, 3.5  # of the size: between a dot and its words
_LARGEST = 0.6  # of the size: a larger dot is an icon


def without_paper(runs: Sequence[Run], drawing: Drawing) -> list[Run]:
    """Runs without white ones that stand on nothing dark."""
    dark = drawing.grounds
    return [r for r in runs if brightness(r.colour) < _WHITE or any(ground.holds(*r.middle) for ground in dark)]


def without_bars(areas: Sequence[Area], runs: Sequence[Run]) -> list[Area]:
    """Areas without the bars that run through words higher than they are, and all like them: they shade no rows."""
    low = max((run.baseline - run.top for run in runs), default=0.0)
    bars = [area for area in areas if area.bottom - area.top < low]
    order = sorted((run for run in runs if run.upright), key=lambda run: run.middle[1]) if bars else []
    heights = [run.middle[1] for run in order]
    through = set()
    for bar in bars:
        inside = order[bisect_left(heights, bar.top) : bisect_right(heights, bar.bottom)]
        if any(bar.holds(*run.middle) and bar.bottom - bar.top < run.baseline - run.top for run in inside):
            through.add(_make(bar))
    return [area for area in areas if _make(area) not in through]


def _make(area: Area) -> tuple[str, int]:
    """The colour of an area, and how high it is, in points."""
    return area.colour, round(area.bottom - area.top)


def without_struck(runs: Sequence[Run], drawing: Drawing, settings: WordSettings) -> list[Run]:
    """Runs without the words that a line is drawn through; such lines are no rules.

    A line strikes words out where it runs through the middle of their letters, begins and ends with them, and meets no
    other. The words before it take up their room, so that no gap is left.
    """
    lines = [*drawing.across, *drawing.dashes]
    if not lines:
        return list(runs)
    order = sorted((run for run in runs if run.upright and run.text.strip()), key=lambda run: run.baseline)
    baselines = [run.baseline for run in order]
    largest = max((run.size for run in order), default=0.0)
    struck: dict[int, list[Rule]] = {}
    strokes: set[int] = set()
    for rule in lines:
        near = order[bisect_left(baselines, rule.at) : bisect_right(baselines, rule.at + largest)]
        under = [run for run in near if _runs_through(rule, run, settings)]
        if under and _ends_with(rule, under, settings) and not _is_joined(rule, drawing.down):
            strokes.add(id(rule))
            for run in under:
                struck.setdefault(id(run), []).append(rule)
    if not strokes:
        return list(runs)
    drawing.across = [rule for rule in drawing.across if id(rule) not in strokes]
    kept: list[Run] = []
    for run in runs:
        left = _without(run, struck[id(run)]) if id(run) in struck else run
        if left.text.strip():
            kept.append(left)
        elif kept and abs(kept[-1].baseline - run.baseline) < 1 and -1 < run.x0 - kept[-1].x1 < run.size:
            kept[-1] = replace(kept[-1], x1=run.x1, text=kept[-1].text.rstrip() + " ")
    return kept


def _runs_through(rule: Rule, run: Run, settings: WordSettings) -> bool:
    height = (run.baseline - rule.at) / run.size
    low, high = settings.struck_low, settings.struck_high
    return low <= height <= high and min(run.x1, rule.end) - max(run.x0, rule.start) > 0


def _ends_with(rule: Rule, runs: Sequence[Run], settings: WordSettings) -> bool:
    room = settings.struck_beyond * max(run.size for run in runs)
    return rule.start >= min(run.x0 for run in runs) - room and rule.end <= max(run.x1 for run in runs) + room


def _is_joined(rule: Rule, down: Sequence[Rule]) -> bool:
    """Whether a line across meets one that runs down, as those of tables and frames do."""
    return any(
        other.start - 1 <= rule.at <= other.end + 1 and min(abs(other.at - rule.start), abs(other.at - rule.end)) < 2
        for other in down
    )


def _without(run: Run, rules: Sequence[Rule]) -> Run:
    """A run without the words that rules run through."""
    words = [word for word, x in run.places() if not any(rule.start <= x <= rule.end for rule in rules)]
    lead = " " if run.text[:1].isspace() else ""
    return replace(run, text=lead + " ".join(words) + " " if words else "")


def with_dots(runs: Sequence[Run], drawing: Drawing) -> list[Run]:
    """Runs with a bullet for every dot that stands before the first words of a line; such dots are no icons."""
    bullets: list[Run] = []
    for dot in drawing.dots:
        words = _beside(dot, runs)
        if words is not None:
            bullets.append(Run(_BULLET, dot.x0, dot.x1, words.baseline, words.size, colour=dot.colour))
            drawing.icons = [icon for icon in drawing.icons if icon.middle != dot.middle]
    return [*runs, *bullets]


def _beside(dot: Area, runs: Sequence[Run]) -> Run | None:
    """The words that a dot opens: they follow close behind at its height, and none go before it."""
    x, y = dot.middle
    line = [run for run in runs if run.upright and run.top <= y <= run.baseline + 0.15 * run.size and run.text.strip()]
    behind = min((run for run in line if run.x0 >= dot.x1), key=lambda run: run.x0, default=None)
    if behind is None or dot.x1 - dot.x0 > _LARGEST * behind.size:
        return None
    if not _LEAST_ROOM * behind.size <= behind.x0 - dot.x1 <= _MOST_ROOM * behind.size:
        return None
    near = 2 * _MOST_ROOM * behind.size
    return None if any(run.x0 < dot.x0 and run.x1 > x - near / 4 for run in line) else behind
