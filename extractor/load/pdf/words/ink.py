"""What words and graphics are to one another: white words on paper are none, a dot before words is a bullet.

In go runs and the drawing of a page, both in points from the top left, out come the runs that a reader sees.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.load.pdf.drawing import Drawing, brightness
from extractor.load.pdf.icons import Icon
from extractor.load.pdf.words.runs import Run

_WHITE = 245.0  # brightness, of 255
_BULLET = "•"
_LEAST_ROOM, _MOST_ROOM = 0.2, 3.5  # of the size: between a dot and its words
_LARGEST = 0.6  # of the size: a larger dot is an icon


def without_paper(runs: Sequence[Run], drawing: Drawing) -> list[Run]:
    """Runs without white ones that stand on nothing dark."""
    return [run for run in runs if brightness(run.colour) < _WHITE or _on_ground(run, drawing)]


def _on_ground(run: Run, drawing: Drawing) -> bool:
    return any(ground.holds(*run.middle) for ground in drawing.grounds)


def with_dots(runs: Sequence[Run], drawing: Drawing) -> list[Run]:
    """Runs with a bullet for every dot that stands before the first words of a line; such dots are no icons."""
    bullets: list[Run] = []
    for dot in drawing.dots:
        words = _beside(dot, runs)
        if words is not None:
            bullets.append(Run(_BULLET, dot.x0, dot.x1, words.baseline, words.size, colour=dot.colour))
            drawing.icons = [icon for icon in drawing.icons if icon.middle != dot.middle]
    return [*runs, *bullets]


def _beside(dot: Icon, runs: Sequence[Run]) -> Run | None:
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
