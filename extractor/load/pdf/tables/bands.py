"""Bands and zones: what stands between two edges, and a stack of that in which a table may stand, with its columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from extractor.load.pdf.drawing import Rule
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.columns import gutters, is_value, stretches
from extractor.load.pdf.tables.edges import are_among
from extractor.load.pdf.tables.pieces import is_bold, lines_in
from extractor.load.pdf.words.runs import Run
from extractor.load.shapes import is_marker


@dataclass(slots=True)
class Band:
    """What stands between two edges."""

    top: float
    bottom: float
    runs: list[Run]
    lines: list[list[Run]] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = lines_in(self.runs)

    @property
    def size(self) -> float:
        """Of its type."""
        return max(run.size for run in self.runs)

    @property
    def slack(self) -> float:
        """Room that is left around its words."""
        return self.below + self.lines[0][0].top - self.top

    @property
    def below(self) -> float:
        """Room below its words."""
        return self.bottom - max(run.baseline for run in self.lines[-1])

    @property
    def leading(self) -> float:
        """Room between its lines, beyond the size of their type; as much stands around them, too."""
        baselines = [max(run.baseline for run in line) for line in self.lines]
        return max(0.0, min((b - a for a, b in pairwise(baselines)), default=0.0) - self.size)

    def several(self, settings: TableSettings) -> int:
        """How many of its lines have words in several places, markers of list items left out.

        Where none has, it may be one row all the same: words in the middle of the height of those beside them.
        """
        lines = [line[1:] if is_marker(line[0].text.strip()) else line for line in self.lines]
        alone = len(lines) == 1
        count = sum(len(stretches(line, settings.gutter)) > 1 or _has_figures(line, alone) for line in lines)
        return count or int(_stand_beside([run for line in lines for run in line], settings))


def _stand_beside(runs: Sequence[Run], settings: TableSettings) -> bool:
    """Whether words stand in two places with nothing between, each within the height of the other."""
    sides = stretches(runs, settings.gutter)
    if len(sides) != 2:
        return False
    left = [run.baseline for run in runs if run.x1 <= sides[0][1]]
    right = [run.baseline for run in runs if run.x0 >= sides[1][0]]
    return min(left) < max(right) and min(right) < max(left)


def _has_figures(line: Sequence[Run], alone: bool) -> bool:
    """Whether several figures stand in a line; if it is not alone, hardly any words behind the first, as in prose."""
    figures = [is_value(run.text) and any(c.isdigit() for c in run.text) for run in line]
    return sum(figures) > 1 and (alone or 2 * sum(figures) >= len(figures) - figures.index(True))


@dataclass(slots=True)
class Zone:
    """Bands of one width, from top to bottom, with all rules across and down that lie within.

    `partial` are rules across that do not reach from side to side, `walls` rules and sides of shading
    from top to bottom, `verticals` where columns part, and `icons` where icons have their middles.
    """

    x0: float
    x1: float
    bands: list[Band]
    partial: list[Rule] = field(default_factory=list)
    verticals: list[float] = field(default_factory=list)
    walls: list[Rule] = field(default_factory=list)
    icons: list[float] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.bands[0].top

    @property
    def bottom(self) -> float:
        return self.bands[-1].bottom

    @property
    def edges(self) -> list[float]:
        return [self.bands[0].top, *(band.bottom for band in self.bands)]


def column_edges(zone: Zone, settings: TableSettings) -> list[float]:
    """The edges of a zone's columns: joints, partial verticals and tinted edges first, white space between them."""
    lines = [line for band in zone.bands for line in band.lines]
    hard = [x for x in zone.verticals if _is_free(x, lines, zone, settings)]
    body = [line for band in (zone.bands[1:] or zone.bands) for line in band.lines]
    xs = [zone.x0, *hard, zone.x1]
    if not hard:
        above = zone.bands[0].lines if len(zone.bands) > 1 else list(takewhile(is_bold, body))
        body = body[len(above) :] if len(zone.bands) == 1 else body
        found = (gutters(body, settings, above) if len(body) > 1 else []) or gutters(lines, settings)
        return [zone.x0, *found, zone.x1]
    for a, b in pairwise([zone.x0, *hard, zone.x1]):
        inside = [part for line in body if (part := [run for run in line if a <= run.middle[0] < b])]
        figures = sum(sum(is_value(run.text) for run in line) > 1 for line in inside)
        numbers = sum(_is_numbered(line, settings) for line in inside) if a == zone.x0 else 0
        alike = len(inside) > 1 and len({len(stretches(line, settings.gutter)) for line in inside}) == 1
        if max(figures, numbers) >= settings.figure_rows or (figures and alike):  # as a head parts its only row
            xs += gutters(inside, settings)
    return _filled(sorted(xs), [*zone.icons, *(run.middle[0] for line in lines for run in line)])


def _is_numbered(line: Sequence[Run], settings: TableSettings) -> bool:
    """Whether words stand apart from a number before them."""
    number = line[0].text.strip()
    return number[:1].isdecimal() and is_value(number) and len(stretches(line, settings.gutter)) > 1


def _filled(xs: Sequence[float], places: Sequence[float]) -> list[float]:
    """Edges without those of columns in which nothing stands."""
    middles = sorted(places)
    kept = [xs[0]]
    for x in xs[1:]:
        if bisect_left(middles, x) > bisect_left(middles, kept[-1]):
            kept.append(x)
    return [*kept[:-1], xs[-1]]


def _is_free(x: float, lines: Sequence[Sequence[Run]], zone: Zone, settings: TableSettings) -> bool:
    """Whether words of few lines reach across a place; where rules part some bands there, those of others may."""
    walls = [w for w in zone.walls if abs(w.at - x) <= settings.same_edge and are_among((w.start, w.end), zone.edges)]
    crossing = [[run.middle[1] for run in line if run.x0 < x - 1.5 and run.x1 > x + 1.5] for line in lines]
    count = sum(bool(ys) and (not walls or any(w.start <= ys[0] <= w.end for w in walls)) for ys in crossing)
    return count <= settings.crossing * len(lines)
