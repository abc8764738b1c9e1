"""Lines without rules become rows: one line, or lines of neighbouring cells that do not stand at the same height."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from extractor.load.normalise import BULLETS
from extractor.load.pdf.page.list_items import opens_item
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.columns import is_value, stretches
from extractor.load.pdf.tables.frame import Span
from extractor.load.pdf.words.lines import Line

_MARKERS = set(BULLETS)


@dataclass(frozen=True)
class LineRow:
    """Lines side by side: one line, or lines of neighbouring cells that do not stand at the same height."""

    start: int
    lines: Sequence[Line]
    covered: list[Span]
    settings: TableSettings

    @cached_property
    def several(self) -> bool:
        """Whether it can be a row of several cells: parted, no list item, and no part as long as prose."""
        if len(self.covered) < 2 or len(self.lines) > self.settings.most_beside:
            return False
        if any(run.text.strip() in _MARKERS for line in self.lines for run in line.runs):
            return False
        parts = [(line, part) for line in self.lines for part in line.parts(self.settings.part)]
        line, part = max(parts, key=lambda told: told[1][0].x0)
        last = line.spell(part).text
        if opens_item(self.lines[0]) and not is_value(last):
            return False
        if is_value(last):
            return True
        left, most = self.covered[0][1], self.settings.most_letters
        lengths = ((len(line.spell(part).text), part[0].x0) for line, part in parts)
        return all(length <= (most if x0 <= left else most // 2) for length, x0 in lengths)

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def first(self) -> float:
        """Baseline of its first line."""
        return self.lines[0].baseline

    @property
    def last(self) -> float:
        """Baseline of its last line."""
        return self.lines[-1].baseline

    @property
    def opens_small(self) -> bool:
        """Whether it begins with a small letter."""
        return self.lines[0].runs[0].text.strip()[:1].islower()

    def crosses(self, xs: Sequence[float]) -> bool:
        """Whether words reach across a gap."""
        return any(a < x - 1 and b > x + 1 for x in xs for a, b in self.covered)

    def is_bold(self) -> bool:
        return all(line.style.bold for line in self.lines)


def line_rows(lines: Sequence[Line], settings: TableSettings) -> Iterator[LineRow]:
    """The rows of some lines, from top to bottom; a narrow gap before a place where figures begin parts them, too."""
    figures = [set(_figures(line, settings)) for line in lines]
    starts = {x for x, count in Counter(x for found in figures for x in found).items() if count > 1}
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or not _stand_beside(lines[end - 1], lines[end], starts, settings):
            inside = lines[start:end]
            runs = [run for line in inside for run in line.runs]
            begin = starts & set().union(*figures[start:end])
            yield LineRow(start, inside, stretches(runs, settings.gutter, begin, settings.narrow), settings)
            start = end


def _figures(line: Line, settings: TableSettings) -> Iterator[int]:
    """Where figures of a line begin, in whole points, those left out that words follow, as in prose."""
    for run, behind in pairwise([*line.runs, None]):
        if run and (not behind or behind.x0 - run.x1 > settings.gutter * run.size) and is_value(run.text):
            yield round(run.x0)


def meet(above: Sequence[Span], below: Sequence[Span]) -> bool:
    """Whether words of two rows stand below one another."""
    return any(a < d and c < b for a, b in above for c, d in below)


def apart(above: LineRow, below: LineRow) -> float:
    """How far lines of two rows that stand below one another are apart at least."""
    pairs = ((a, b) for a in above.lines for b in below.lines if meet([(a.x0, a.x1)], [(b.x0, b.x1)]))
    return min((b.baseline - a.baseline for a, b in pairs), default=below.first - above.last)


def _stand_beside(above: Line, line: Line, starts: Collection[int], settings: TableSettings) -> bool:
    """Whether two lines stand side by side, one a little lower than the other; figures may, right behind words."""
    if line.baseline - above.baseline >= settings.side_by_side * min(line.size, above.size):
        return False
    sides = sorted((part[0].x0, part[-1].x1, one is line) for one in (above, line) for part in one.parts(settings.part))
    return all(
        b[0] - a[1] > (settings.narrow if round(b[0]) in starts else 1) * line.size
        for a, b in pairwise(sides)
        if a[2] != b[2]
    )


def cut_off(above: Sequence[Line], below: Sequence[Line], settings: TableSettings) -> int:
    """How many lines at the foot of a page are of a table without rules that goes on at the top of the next.

    Its only row there has a figure and stands as the first overleaf does, or a head comes first that is repeated there,
    or stands alone, in bold. Lines are without furniture and footnotes.
    """
    if above and below and _are_rows_of_one(above[-1], below[0], settings):
        return int(len(above) < 2 or not _are_rows_of_one(above[-2], above[-1], settings))
    for count in range(min(2 * settings.heading_lines, len(above)), 0, -1):
        pairs = zip(above[-count:], below, strict=False)
        head = [a for a, b in takewhile(lambda pair: pair[0].text == pair[1].text, pairs) if abs(a.x0 - b.x0) < 1]
        told = len(head) < count or all(line.style.bold for line in head)
        if told and any(len(line.parts(settings.part)) > 1 for line in head):
            return count
    return 0


def _are_rows_of_one(above: Line, below: Line, settings: TableSettings) -> bool:
    """Whether two lines are a label and figures each, ranged alike."""
    one, other = above.parts(settings.part), below.parts(settings.part)
    if not 1 < len(one) == len(other) or abs(above.size - below.size) > settings.same_type:
        return False
    figures = all(is_value(line.spell(parts[-1]).text) for line, parts in ((above, one), (below, other)))
    begin = abs(one[-1][0].x0 - other[-1][0].x0), abs(above.x1 - below.x1)
    return figures and abs(above.x0 - below.x0) <= settings.same_edge and min(begin) <= settings.same_edge
