"""Rules and shading that stand below one another make a zone: a stack of bands in which a table may stand.

In go the rules and tinted areas of a page and its words, out come `Zone`s. A band is what lies between two edges of the
same length; bands of prose, and headings that stand alone between two tables, part a stack.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import pairwise
from math import inf

from extractor.load.pdf.drawing import Area, Drawing, Rule
from extractor.load.pdf.page.columns import are_in_columns
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.bands import Band, Zone
from extractor.load.pdf.tables.columns import is_value, stretches
from extractor.load.pdf.tables.edges import Edge, are_among, has_joints, is_tint, merged_edges, stacks_of
from extractor.load.pdf.tables.frame import Frame
from extractor.load.pdf.tables.labels import labels_beside
from extractor.load.pdf.tables.lattice import NARROWEST, SNAP
from extractor.load.pdf.tables.outer_rows import open_foot
from extractor.load.pdf.tables.pieces import is_bold
from extractor.load.pdf.words.lines import lines_of
from extractor.load.pdf.words.runs import Run
from extractor.load.shapes import is_caption, is_marker


def zones(
    drawing: Drawing,
    runs: Sequence[Run],
    known: Sequence[Frame],
    running: Collection[Rule],
    settings: TableSettings,
) -> Iterator[Zone]:
    """Zones of a page, those of most bands first.

    Nothing is sought in `known`, the frames of ruled tables; `running` rules part running lines from the words of the
    page.
    """
    tints = [area for area in drawing.areas if is_tint(area)]
    outside = [rule for rule in running if not has_joints(rule, drawing.across)]
    edges = [
        *(rule for rule in drawing.across if rule not in outside),
        *(r for a in tints for r in (Rule(a.top, a.x0, a.x1), Rule(a.bottom, a.x0, a.x1))),
    ]
    free = [r for r in edges if not any(f.holds((r.start + r.end) / 2, r.at) for f in known)]
    merged = merged_edges(free)
    merged += open_foot(merged, runs, settings)
    sides = [Rule(x, a.top, a.bottom) for a in tints for x in (a.x0, a.x1)] + drawing.down
    for stack in stacks_of(merged, runs, sides, settings):
        first, x1 = stack[0].start, stack[0].end
        within = [run for run in runs if first - SNAP <= run.middle[0] <= x1 + SNAP]
        level = [run for run in runs if run.x1 < first and stack[0].at < run.middle[1] < stack[-1].at]
        labelled = bool(level) and labels_beside([edge.at for edge in stack], within, level, settings)
        x0 = min(run.x0 for run in level) - NARROWEST if labelled else first
        within = [run for run in runs if x0 <= run.middle[0] <= x1 + SNAP] if labelled else within
        down = [side for side in sides if x0 + NARROWEST < side.at < x1 - NARROWEST]
        shaded = [area for area in tints if area.x0 - SNAP <= x0 and x1 <= area.x1 + SNAP]
        for bands in (
            part for whole in _parted(stack, within, tints, settings) for part in _of_one_grid(whole, down, shaded)
        ):
            zone = Zone(x0, x1, bands)
            _furnish(zone, merged, sides)
            zone.verticals = (
                [first, *(x for x in zone.verticals if x > first + NARROWEST)] if labelled else zone.verticals
            )
            zone.walls = [r for r in sides if x0 < r.at < x1 and r.start < zone.bottom and r.end > zone.top]
            zone.icons = [icon.middle[0] for icon in drawing.icons if zone.top < icon.middle[1] < zone.bottom]
            yield zone


def _parted(
    stack: Sequence[Edge], runs: Sequence[Run], tints: Sequence[Area], settings: TableSettings
) -> Iterator[list[Band]]:
    """The bands of a stack, parted by those that are of no table."""
    tables = partial(_tables, tints=tints, settings=settings)
    rows: list[Band] = []
    bands = [Band(a.at, b.at, [run for run in runs if a.at < run.middle[1] < b.at]) for a, b in pairwise(stack)]
    heights = sorted(band.bottom - band.top for band in bands if band.runs)
    usual = heights[len(heights) // 2] if len(heights) >= settings.figure_rows else inf
    for number, band in enumerate(bands, start=1):
        if (below := _below_others(band, settings)) is not None:
            yield from tables(rows)
            rows, band = [], below
        if (head := _below_title(band, rows or [b for b in bands[number : number + 1] if b.runs])) is not None:
            yield from tables(rows)
            rows, band = [], head
        if _can_be_rows(band, stack[0].end - stack[0].start, settings):
            first, *others = _at_blanks(band, usual, settings)
            rows.append(first)
            for other in others:
                yield from tables(rows)
                rows = [other]
        else:
            yield from tables(rows)
            rows = []
    yield from tables(rows)


def _below_others(band: Band, settings: TableSettings) -> Band | None:
    """The rows of a band below a heading in larger bold type, or below notes in smaller, which begin with a figure."""
    sizes = [max(run.size for run in line) for line in band.lines]
    size = max((size for line, size in zip(band.lines, sizes, strict=True) if len(stretches(line, 1.0)) > 1), default=0)
    low, high = settings.small * size, settings.larger * size
    count = next((number for number, own in enumerate(sizes) if low <= own <= high), 0)
    if not count:
        return None
    first = band.lines[0]
    headed = sizes[0] > high and is_bold(first) and first[0].x0 <= _left(band) + SNAP
    if not (headed or first[0].text.strip().isdecimal()):
        return None
    top = (max(run.bottom for run in band.lines[count - 1]) + min(run.top for run in band.lines[count])) / 2
    return Band(top, band.bottom, [run for line in band.lines[count:] for run in line])


def _below_title(band: Band, rows: Sequence[Band]) -> Band | None:
    """The head of a table, where the title of that table stands over it in one band.

    `rows` are those above, of another table, or the row below where there are none.
    The title is a caption, or in bold or a sentence that begins before all words of the rows; all lines below it are
    in bold.
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
        text = "".join(run.text for run in line).strip()
        if is_caption(text) or (
            (is_bold(line) or text.endswith((".", ":"))) and min(line, key=lambda run: run.x0).x0 < left
        ):
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
    """A band, parted where a table ends in it: more than a usual row is blank there, or words below run on across the
    room between the cells above, further from them than lines of a cell stand."""
    parts = []
    top, start = band.top, 0
    for number, (above, below) in enumerate(pairwise(band.lines), start=1):
        low, high = max(run.baseline for run in above), min(run.top for run in below)
        apart = min(run.baseline for run in below) - low
        if apart > settings.widest_pitch * band.size + settings.pixel and (
            high - low > usual or _run_across(above, below, settings)
        ):
            middle = (low + high) / 2
            parts.append(Band(top, middle, [run for line in band.lines[start:number] for run in line]))
            top, start = middle, number
    return [*parts, Band(top, band.bottom, [run for line in band.lines[start:] for run in line])] if parts else [band]


def _run_across(above: Sequence[Run], below: Sequence[Run], settings: TableSettings) -> bool:
    """Whether a line without a gap has words across the first gap of the line above."""
    cells, words = stretches(above, settings.gutter), stretches(below, settings.gutter)
    return len(words) == 1 < len(cells) and words[0][0] < cells[0][1] and cells[1][0] < words[0][1]


def _of_one_grid(bands: Sequence[Band], sides: Sequence[Rule], shaded: Sequence[Area]) -> Iterator[list[Band]]:
    """Bands parted where their cells have sides in other places than those above; bands between without are of none,
    but those on shading from side to side right above the cells."""
    places: list[set[float]] = [set() for _ in bands]
    for side in sides:
        first = bisect_left(bands, side.start - SNAP, key=lambda band: band.top)
        for number in range(first, bisect_right(bands, side.end + SNAP, key=lambda band: band.bottom)):
            places[number].add(side.at)
    part: list[Band] = []
    known: list[float] = []
    told = 0
    for band, own in zip(bands, places, strict=True):
        if own and known and not (are_among(own, known) or are_among(known, own)):
            yield part[:told]
            bare = [b for b in part[told:] if not any(a.top < (b.top + b.bottom) / 2 < a.bottom for a in shaded)]
            part, known = part[part.index(bare[-1]) + 1 if bare else told :], []
        part.append(band)
        if own:
            known += own
            told = len(part)
    yield part


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
    return any(
        size > largest and not row and any(c.isalpha() for run in line for c in run.text) for line, size, row in below
    )


def _tables(rows: Sequence[Band], tints: Sequence[Area], settings: TableSettings) -> Iterator[list[Band]]:
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
        if part and part[-1].slack > slack + 0.6 * size and _heads_anew(row, part, tints, settings):
            yield part
            part = []
        large = row.size > settings.larger * size
        outside = _left(row) < left - SNAP  # words of no cell: those of cells stand off the edge
        roomy = row.slack > slack + 0.6 * size
        alone = (roomy or large or outside) if not row.several(settings) else (roomy and large and bool(part))
        mixed = large and min(max(run.size for run in line) for line in row.lines) <= settings.larger * size
        if alone or row.below > slack + settings.roomy * size or mixed:
            if part:
                yield part
            part = []
        else:
            part.append(row)
    if part:
        yield part


def _heads_anew(row: Band, above: Sequence[Band], tints: Sequence[Area], settings: TableSettings) -> bool:
    """Whether a row is in bold, as the first of those above is, and without figures, and both have words in several
    places, or this is tinted and the one above not."""
    if not (is_bold(row.runs) and is_bold(above[0].runs)) or any(is_value(run.text) for run in row.runs):
        return False
    middles = [((band.top + band.bottom) / 2, band.runs[0].x0) for band in (row, above[-1])]
    this, last = (any(tint.holds(x, y) for tint in tints) for y, x in middles)
    return (this and not last) or bool(row.several(settings) and above[0].several(settings))


def _left(row: Band) -> float:
    """Where its words begin."""
    return min(run.x0 for run in row.runs)


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
