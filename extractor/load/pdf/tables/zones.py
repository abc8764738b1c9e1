"""Rules and shading that stand below one another make a zone: a stack of bands in which a table may stand.

In go the rules and tinted areas of a page and its words, out come `Zone`s. A band is what lies between two edges of the
same length; bands of prose, and headings that stand alone between two tables, part a stack.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from math import inf

from extractor.load.pdf.drawing import Area, Drawing, Rule
from extractor.load.pdf.page.columns import are_in_columns
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.columns import is_value, stretches
from extractor.load.pdf.tables.frame import Frame
from extractor.load.pdf.tables.lattice import NARROWEST, SNAP
from extractor.load.pdf.tables.pieces import is_bold, lines_in
from extractor.load.pdf.words.lines import lines_of
from extractor.load.pdf.words.runs import Run
from extractor.load.shapes import is_caption, is_marker


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
    from top to bottom, and `verticals` where columns part.
    """

    x0: float
    x1: float
    bands: list[Band]
    partial: list[Rule] = field(default_factory=list)
    verticals: list[float] = field(default_factory=list)
    walls: list[Rule] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.bands[0].top

    @property
    def bottom(self) -> float:
        return self.bands[-1].bottom

    @property
    def edges(self) -> list[float]:
        return [self.bands[0].top, *(band.bottom for band in self.bands)]


@dataclass(order=True, slots=True)
class Edge:
    """Rules or sides of shading at one height that touch, and where they meet."""

    at: float
    start: float
    end: float
    joints: list[float] = field(default_factory=list)


def zones(
    drawing: Drawing,
    runs: Sequence[Run],
    known: Sequence[Frame],
    height: float,
    running: Collection[Rule],
    settings: TableSettings,
) -> Iterator[Zone]:
    """Zones of a page, those of most bands first.

    Args:
        drawing: graphics of the page.
        runs: its words.
        known: frames of its ruled tables, in which nothing is sought.
        height: of the page.
        running: rules that part running lines from the words of the page.
        settings: of tables.
    """
    tints = [area for area in drawing.areas if is_tint(area)]
    outside = [rule for rule in running if not _has_joints(rule, drawing.across)]
    edges = [
        *(rule for rule in drawing.across if rule not in outside),
        *(r for a in tints for r in (Rule(a.top, a.x0, a.x1), Rule(a.bottom, a.x0, a.x1))),
    ]
    low, high = settings.margin * height, (1 - settings.margin) * height
    free = [r for r in edges if low < r.at < high and not any(f.holds((r.start + r.end) / 2, r.at) for f in known)]
    merged = merged_edges(free)
    sides = [Rule(x, a.top, a.bottom) for a in tints for x in (a.x0, a.x1)] + drawing.down
    for stack in _with_boxes(_stacks(merged, settings), runs, sides):
        x0, x1 = stack[0].start, stack[0].end
        within = [run for run in runs if x0 - SNAP <= run.middle[0] <= x1 + SNAP]
        down = [side for side in sides if x0 + NARROWEST < side.at < x1 - NARROWEST]
        for bands in (part for whole in _parted(stack, within, settings) for part in _of_one_grid(whole, down)):
            zone = Zone(x0, x1, bands)
            _furnish(zone, merged, sides)
            zone.walls = [r for r in sides if x0 < r.at < x1 and r.start < zone.bottom and r.end > zone.top]
            yield zone


def _has_joints(rule: Rule, rules: Sequence[Rule]) -> bool:
    """Whether others go on where a rule ends: then it is drawn cell by cell, and of a table on every page."""
    return any(
        abs(other.at - rule.at) <= SNAP / 2 and abs(other.start - rule.end) <= SNAP and other.end > rule.end + NARROWEST
        for other in rules
    ) or any(
        abs(other.at - rule.at) <= SNAP / 2
        and abs(other.end - rule.start) <= SNAP
        and other.start < rule.start - NARROWEST
        for other in rules
    )


def is_tint(area: Area) -> bool:
    """Whether an area is tinted, not white as Word draws it behind lines."""
    return min(int(area.colour[i : i + 2], 16) for i in (1, 3, 5)) < 250


def merged_edges(rules: Iterable[Rule]) -> list[Edge]:
    """Rules at one height that touch become one edge; where they touch are its joints."""
    edges: list[Edge] = []
    heights: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if heights and rule.at - heights[-1][0].at <= SNAP / 2:
            heights[-1].append(rule)
        else:
            heights.append([rule])
    for level in heights:
        widest = max(level, key=lambda r: r.end - r.start)
        inner = [rule for rule in level if rule.start < widest.end and rule.end > widest.start and rule is not widest]
        if inner and all(widest.start + SNAP < rule.start and rule.end < widest.end - SNAP for rule in inner):
            edges += _touching(inner)  # the rules of a table on the side of a box around it
            level = [rule for rule in level if rule not in inner]
        edges += _touching(level)
    return sorted(edges, key=lambda e: e.at)


def _touching(level: Sequence[Rule]) -> list[Edge]:
    """Edges from rules at one height."""
    edges: list[Edge] = []
    for rule in sorted(level, key=lambda r: (r.start, -r.end)):
        last = edges[-1] if edges else None
        if last is not None and rule.start <= last.end + SNAP:
            if (
                rule.end > last.end + NARROWEST
                and rule.start > last.start + NARROWEST
                and rule.start > last.end - 2 * SNAP
            ):
                last.joints.append((rule.start + last.end) / 2)
            last.end = max(last.end, rule.end)
        else:
            edges.append(Edge(rule.at, rule.start, rule.end))
    return edges


def _stacks(edges: Sequence[Edge], settings: TableSettings) -> list[list[Edge]]:
    """Edges that begin and end below one another."""
    stacks: list[list[Edge]] = []
    for edge in edges:
        if edge.end - edge.start < settings.shortest:
            continue
        for stack in stacks:
            if (
                abs(stack[0].start - edge.start) < settings.same_end
                and abs(stack[0].end - edge.end) < settings.same_end
            ):
                if edge.at - stack[-1].at > NARROWEST:
                    stack.append(edge)
                else:
                    stack[-1].joints += edge.joints
                break
        else:
            stacks.append([edge])
    return stacks


def _with_boxes(stacks: Sequence[list[Edge]], runs: Sequence[Run], sides: Sequence[Rule]) -> list[list[Edge]]:
    """Stacks, parted where a box is drawn around some of their edges and all words there, with its top and its foot.

    Those in boxes stand first, then those of most edges.
    """
    found: list[tuple[bool, int, list[Edge]]] = []
    for stack in stacks:
        x0, x1 = stack[0].start, stack[0].end
        wider = [other for other in stacks if other[0].start < x0 - SNAP and x1 + SNAP < other[0].end]
        pairs = sorted((b.at - a.at, a, b) for other in wider for a, b in pairwise(other) if _is_closed(a, b, sides))
        free, rest, tops = stack, stack, []
        for _, top, bottom in pairs:
            inside = [edge for edge in free if top.at - SNAP < edge.at < bottom.at + SNAP]
            free = [edge for edge in free if edge not in inside]
            held = [r.middle[0] for r in runs if top.at < r.middle[1] < bottom.at and top.start < r.middle[0] < top.end]
            if inside and all(x0 <= x <= x1 for x in held):
                ends = (at for at in (top.at, bottom.at) if min(abs(at - edge.at) for edge in inside) > NARROWEST)
                edges = sorted([*inside, *(Edge(at, x0, x1) for at in ends)])
                found.append((True, len(edges), edges))
                rest = [edge for edge in rest if edge not in inside]
                tops.append(top.at)
        tops.sort()
        for _, part in groupby(rest, key=lambda edge: bisect_left(tops, edge.at)):
            edges = list(part)
            found.append((False, len(edges), edges))
    return [stack for _, count, stack in sorted(found, key=lambda told: told[:2], reverse=True) if count > 1]


def _is_closed(top: Edge, bottom: Edge, sides: Sequence[Rule]) -> bool:
    """Whether sides go down from both ends of an edge to another."""
    return all(
        any(abs(s.at - x) <= SNAP and s.start <= top.at + SNAP and bottom.at - SNAP <= s.end for s in sides)
        for x in (top.start, top.end)
    )


def _parted(stack: Sequence[Edge], runs: Sequence[Run], settings: TableSettings) -> Iterator[list[Band]]:
    """The bands of a stack, parted by those that are of no table."""
    rows: list[Band] = []
    bands = [Band(a.at, b.at, [run for run in runs if a.at < run.middle[1] < b.at]) for a, b in pairwise(stack)]
    heights = sorted(band.bottom - band.top for band in bands if band.runs)
    usual = heights[len(heights) // 2] if len(heights) >= settings.figure_rows else inf
    for number, band in enumerate(bands, start=1):
        if (head := _below_title(band, rows or [b for b in bands[number : number + 1] if b.runs])) is not None:
            yield from _tables(rows, settings)
            rows, band = [], head
        if _can_be_rows(band, stack[0].end - stack[0].start, settings):
            first, *others = _at_blanks(band, usual, settings)
            rows.append(first)
            for other in others:
                yield from _tables(rows, settings)
                rows = [other]
        else:
            yield from _tables(rows, settings)
            rows = []
    yield from _tables(rows, settings)


def _below_title(band: Band, rows: Sequence[Band]) -> Band | None:
    """The head of a table, where the title of that table stands over it in one band.

    `rows` are those above, of another table, or the row below where there are none.
    The title is a caption, or in bold and begins before all words of the rows; all lines below it are in bold.
    """
    left = min(map(_left, rows), default=0.0) - SNAP
    several, below = False, list[Run]()
    for line in reversed(band.lines):
        alone = len(stretches(line, 1.0)) < 2
        if not several or not alone:
            several, below = several or not alone, [*below, *line]
            if not is_bold(line):
                break
            continue
        caption = is_caption("".join(run.text for run in line).strip())
        if caption or (is_bold(line) and min(line, key=lambda run: run.x0).x0 < left):
            return Band((line[0].bottom + min(run.top for run in below)) / 2, band.bottom, below)
        if not is_bold(line):
            break
        below += line
    return None


def _can_be_rows(band: Band, width: float, settings: TableSettings) -> bool:
    """Whether a band can hold rows of a table: no prose from side to side, nor in columns."""
    if not band.lines or len(band.lines) > settings.most_lines:
        return False
    wide = sum(any(b - a > settings.full * width for a, b in stretches(line, settings.gutter)) for line in band.lines)
    if wide > 1 and wide > settings.prose * len(band.lines):
        return False
    if _has_heading(band, settings):
        return False
    if _is_list(band) and not band.several(settings):
        return False
    return not are_in_columns(lines_of(band.runs))


def _at_blanks(band: Band, usual: float, settings: TableSettings) -> list[Band]:
    """A band, parted where more than a usual row is blank across it: one table ends there, and another begins."""
    parts = []
    top, start = band.top, 0
    for number, (above, below) in enumerate(pairwise(band.lines), start=1):
        low, high = max(run.baseline for run in above), min(run.top for run in below)
        apart = min(run.baseline for run in below) - low
        if high - low > usual and apart > settings.widest_pitch * band.size + settings.pixel:
            middle = (low + high) / 2
            parts.append(Band(top, middle, [run for line in band.lines[start:number] for run in line]))
            top, start = middle, number
    return [*parts, Band(top, band.bottom, [run for line in band.lines[start:] for run in line])] if parts else [band]


def _of_one_grid(bands: Sequence[Band], sides: Sequence[Rule]) -> Iterator[list[Band]]:
    """Bands parted where their cells have sides in other places than those above; bands between without are of none."""
    places: list[set[float]] = [set() for _ in bands]
    for side in sides:
        first = bisect_left(bands, side.start - SNAP, key=lambda band: band.top)
        for number in range(first, bisect_right(bands, side.end + SNAP, key=lambda band: band.bottom)):
            places[number].add(side.at)
    part: list[Band] = []
    known: list[float] = []
    told = 0
    for band, own in zip(bands, places, strict=True):
        if own and known and not (_are_among(own, known) or _are_among(known, own)):
            yield part[:told]
            part, known = [], []
        part.append(band)
        if own:
            known += own
            told = len(part)
    yield part


def _are_among(places: Iterable[float], others: Collection[float]) -> bool:
    """Whether each of some places is near one of others."""
    return all(any(abs(x - other) <= NARROWEST for other in others) for x in places)


def _is_list(band: Band) -> bool:
    """Whether list items stand in a band; a number before its only words may be that of a section of rows."""
    marked = [is_marker(line[0].text.strip()) for line in band.lines]
    return any(marked[1:]) or (marked[0] and not band.lines[0][0].text.strip()[:1].isdecimal())


def _has_heading(band: Band, settings: TableSettings) -> bool:
    """Whether words below the first line of a band stand alone in larger type than its rows, as headings do."""
    several = [len(stretches(line, settings.gutter)) > 1 and not is_marker(line[0].text.strip()) for line in band.lines]
    sizes = [max(run.size for run in line) for line in band.lines]
    rows = sorted(size for size, row in zip(sizes, several, strict=True) if row)
    if not rows:
        return False
    largest = settings.larger * rows[len(rows) // 2]
    below = zip(band.lines[1:], sizes[1:], several[1:], strict=True)
    return any(size > largest and not row and any(c.isalpha() for c in line[0].text) for line, size, row in below)


def _tables(rows: Sequence[Band], settings: TableSettings) -> Iterator[list[Band]]:
    """Bands without those that stand alone between two tables, as headings do, or reach to another edge."""
    several = [row for row in rows if row.several(settings)]
    if not several:
        return
    short = [row for row in several if row.several(settings) < settings.figure_rows] or several
    slack = sorted(row.slack for row in short)[(len(short) - 1) // 2]
    size = sorted(row.size for row in several)[len(several) // 2]
    left = min(_left(row) for row in several)
    part: list[Band] = []
    for row in rows:
        large = row.size > settings.larger * size
        outside = _left(row) < left - SNAP  # words of no cell: those of cells stand off the edge
        roomy = row.slack > slack + 0.6 * size
        alone = (roomy or large or outside) if not row.several(settings) else (roomy and large and bool(part))
        if alone or row.below > slack + settings.roomy * size or (large and _is_mixed(row, size, settings)):
            if part:
                yield part
            part = []
        else:
            part.append(row)
    if part:
        yield part


def _left(row: Band) -> float:
    """Where its words begin."""
    return min(run.x0 for run in row.runs)


def _is_mixed(row: Band, size: float, settings: TableSettings) -> bool:
    """Whether a heading stands in a band among rows."""
    heights = [max(run.size for run in line) for line in row.lines]
    return max(heights) > settings.larger * size and min(heights) <= settings.larger * size


def _furnish(zone: Zone, edges: Sequence[Edge], sides: Sequence[Rule]) -> None:
    """Add what lies within a zone: rules that do not reach from side to side, and places where columns part."""
    low, high = zone.top - SNAP, zone.bottom + SNAP
    inside = [e for e in edges if low <= e.at <= high and e.start > zone.x0 - NARROWEST and e.end < zone.x1 + NARROWEST]
    whole = set(zone.edges)
    zone.partial = [
        Rule(e.at, e.start, e.end)
        for e in inside
        if not any(abs(e.at - at) <= NARROWEST for at in whole) and e.end - e.start < 0.98 * (zone.x1 - zone.x0)
    ]
    places = [x for e in inside for x in e.joints]
    places += [r.at for r in sides if low - NARROWEST <= r.start < r.end <= high + NARROWEST]
    found: list[list[float]] = []
    for x in sorted(places):
        if zone.x0 + NARROWEST < x < zone.x1 - NARROWEST:
            if found and x - found[-1][0] <= NARROWEST:
                found[-1].append(x)
            else:
                found.append([x])
    zone.verticals = [sum(xs) / len(xs) for xs in found]
