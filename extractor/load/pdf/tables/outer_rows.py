"""Rows beyond the edges of a zone: above its first, below its last, and those that a page's foot cuts off.

In go a zone and the words around it, out comes the zone with one band more, where there is a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.load.grid import heading_kind, is_figure
from extractor.load.pdf.drawing import Area
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.bands import Band, Zone, column_edges
from extractor.load.pdf.tables.columns import is_value, narrowed, stretches
from extractor.load.pdf.tables.edges import Edge, are_among, ground_at
from extractor.load.pdf.tables.pieces import Piece, is_bold, lines_in, pieces
from extractor.load.pdf.tables.rows import Pitch, rows_of
from extractor.load.pdf.tables.wraps import goes_on_small
from extractor.load.pdf.words.runs import Run
from extractor.load.shapes import is_marker


def open_foot(edges: Sequence[Edge], runs: Sequence[Run], settings: TableSettings) -> list[Edge]:
    """Where rows end of which only the upper edge is drawn, cell by cell, as at a page's foot; no rule closes them.

    Other edges may part columns there, too, where this one stands below a head in bold.
    """
    if not edges:
        return []
    *others, edge = edges
    near = [run for run in runs if edge.start <= run.middle[0] <= edge.end]
    head = [run for run in near if others and others[-1].at < run.middle[1] < edge.at]
    heads = is_bold(head) and len(stretches(head, settings.gutter)) > 1
    if any(o.joints and are_among(o.joints, edge.joints) for o in others) and not heads:
        return []
    bottom, told = edge.at, False
    for line in lines_in(run for run in near if edge.at < run.middle[1]):
        crosses = any(run.x0 < x - 1 and x + 1 < run.x1 for x in edge.joints for run in line)
        if crosses or line[0].baseline - bottom > settings.near_rows * line[0].size:
            break
        bottom = line[0].baseline + 0.3 * line[0].size
        told |= any(line[0].x0 < x < line[-1].x1 for x in edge.joints)
    return [Edge(bottom, edge.start, edge.end)] if told else []


def rows_around(zone: Zone, xs: Sequence[float], near: Sequence[Run], pitch: Pitch, settings: TableSettings) -> Zone:
    """The zone with a row above its first edge or below its last, as shading of every second row leaves."""
    bands = list(zone.bands)
    height = max(band.bottom - band.top for band in bands) + 2 * bands[-1].size
    below = _reach([run for run in near if run.middle[1] > zone.bottom], zone.bottom + height, settings)
    if (band := _next(below, _widened(zone, below, xs, settings), pitch, bands, settings, False)) is not None:
        bands = _with_row(bands, band)
    above = [run for run in near if zone.top - height < run.middle[1] < zone.top]
    if (band := _next(above, xs, pitch, bands, settings, True)) is not None:
        bands.insert(0, band)
    return replace(zone, bands=bands)


def _widened(zone: Zone, below: Sequence[Run], xs: Sequence[float], settings: TableSettings) -> Sequence[float]:
    """The edges of columns that nothing draws as words below the zone leave them; as they are where these part none."""
    if zone.verticals or not below:
        return xs
    band = Band(zone.bottom, max(run.bottom for run in below), list(below))
    found = column_edges(replace(zone, bands=[*zone.bands, band]), settings)
    return found if len(found) == len(xs) else xs


def _reach(runs: Sequence[Run], bottom: float, settings: TableSettings) -> list[Run]:
    """Words down to some place, and the lines below that follow as closely as those above."""
    kept: list[list[Run]] = []
    widest = 0.0
    for line in lines_in(runs):
        apart = line[0].baseline - kept[-1][0].baseline if kept else 0.0
        if line[0].middle[1] <= bottom:
            widest = max(widest, apart)
        elif apart > widest + settings.same_height:
            break
        kept.append(line)
    return [run for line in kept for run in line]


def _next(
    runs: Sequence[Run], xs: Sequence[float], pitch: Pitch, bands: Sequence[Band], settings: TableSettings, above: bool
) -> Band | None:
    """The row that stands right below the last band, or above the first; the words of all tell where columns begin."""
    if not runs:
        return None
    outside = {id(run) for run in runs}
    lines = pieces([*(run for band in bands for run in band.runs), *runs], xs, settings)
    rows = rows_of([line for line in lines if id(line[0].runs[0]) in outside], pitch, settings)
    if not rows:
        return None
    if not above and len(rows) > 1 and min(p.baseline for p in rows[1]) < max(p.baseline for p in rows[0]):
        return None  # the second begins beside the first: lines that follow as closely are of several rows
    row = _whole_label(rows, pitch, settings) if above else rows[0]
    edge = bands[0].top if above else bands[-1].bottom
    size = bands[0].size
    room = edge - max(p.bottom for p in row) if above else min(p.top for p in row) - edge
    rooms = sorted(band.below if above else band.slack - band.below for band in bands)
    usual = max(rooms[(len(rooms) - 1) // 2], *(min(band.below, band.slack - band.below) for band in bands))
    alike = all(p.first == p.last and abs(p.size - size) < 1 for p in row)
    columns = len({p.first for p in row})
    apart = len(stretches([run for p in row for run in p.runs], settings.gutter))
    full = 2 < apart == len(xs) - 1 == 1 + len({p.first for p in row if p.first and p.value})
    centred = full and not above and room <= settings.near_rows * size  # in what the foot of a page leaves of its row
    if not alike or (room > usual + settings.same_edge and not centred):
        return None
    if not above and columns > 1 and all(p.bold and not p.value for p in row):
        return None  # the head of another table
    if above and columns > 1 and apart < 2:
        return None  # a line of words that runs over the edges of columns
    if columns < 2 and not (above and _is_label(row, xs, bands, settings)):
        return None
    top, bottom = min(p.top for p in row) - 1, max(p.bottom for p in row) + 1
    words = [run for piece in row for run in piece.runs]
    return Band(top, edge, words) if above else Band(edge, bottom, words)


def _whole_label(rows: Sequence[list[Piece]], pitch: Pitch, settings: TableSettings) -> list[Piece]:
    """The last of some rows, with those above it that it goes on small, a pixel further than lines stand at most."""
    *others, row = rows
    while others and row[0].baseline - others[-1][-1].baseline <= pitch.inner + settings.pixel:
        above = others.pop()
        if above[-1].first != row[0].first or not goes_on_small(above[-1], row[0]):
            break
        row = [*above, *row]
    return row


def _is_label(row: Sequence[Piece], xs: Sequence[float], bands: Sequence[Band], settings: TableSettings) -> bool:
    """Whether words are a label alone: as far within the table's side as those below, and plain as they are.

    In bold, they go on over a line within their column, where a title would have had room beside it.
    """
    labels = [min(run.x0 for run in line) for band in bands for line in band.lines]
    inset = min(piece.x0 for piece in row)
    near = all(abs(piece.x0 - min(labels)) <= settings.same_edge for piece in row)
    is_set_so = len(row) > 1 or not is_bold(row[0].runs)
    return not row[0].first and near and inset > xs[0] + 1 and is_set_so


def rows_below(
    zone: Zone, xs: Sequence[float], near: Sequence[Run], areas: Sequence[Area], settings: TableSettings
) -> Zone | None:
    """The zone with all rows below, where it is a head alone and nothing closes them, as at a page's foot.

    No line stands across the columns, or across the sides of a head's cells; there are figures in two lines, or cells
    side by side below drawn cells. One line will do where two of three hold: the head is in bold, or its cells are
    drawn, or figures stand in all columns.
    """
    head = zone.bands[-1]
    rest = [run for run in near if run.middle[1] > zone.bottom]
    if not rest:
        return None
    heads = [run for band in zone.bands for run in band.runs]
    gaps = [(a[1], b[0]) for a, b in pairwise(stretches(head.runs, settings.gutter))]
    cells = [piece for line in pieces(heads, xs, settings) for piece in line]
    if not gaps or any(is_figure(cell.text) and not heading_kind(cell.text) for cell in cells):
        return None
    ruled = len(zone.verticals) >= len(xs) - 2
    stubs = sum(any(run.middle[0] < xs[1] for run in band.runs) for band in zone.bands)
    if len(zone.bands) > 1 and not (is_bold(heads) or (ruled and stubs == 1)):  # levels of a head share their stub
        return None
    middle = (head.top + head.bottom) / 2
    celled = ruled or all(ground_at(areas, (a + b) / 2, middle) for a, b in pairwise(xs))
    edges = zone.verticals if ruled else xs  # also of columns whose heads are empty
    kept: list[list[Run]] = []
    bottom = zone.bottom
    for line in lines_in(rest):
        left = narrowed(gaps, stretches(line, settings.gutter))
        drawn = celled and not any(
            run.x0 < x - settings.pixel and x + settings.pixel < run.x1 for x in edges for run in line
        )
        parts = len(stretches(line, settings.gutter))
        crosses = (len(left) < len(gaps) and not drawn) or (
            len(line) > 1 and parts < 3 and is_marker(line[0].text.strip())
        )
        far = line[0].baseline - bottom > settings.near_rows * line[0].size
        if crosses or far or abs(max(run.size for run in line) - head.size) > settings.same_size:
            break
        kept.append(line)
        bottom, gaps = line[0].baseline, gaps if drawn else left
    edge = min((line[0].x0 for line in kept), default=0.0) + head.size
    labels = [line for line in kept if line[0].x0 < min(edge, gaps[0][0])]
    apart = [b[0].baseline - a[0].baseline for a, b in pairwise(labels)]
    while apart and kept[-1] is labels[-1] and len(stretches(kept[-1], settings.gutter)) < 2:
        if apart[-1] <= min(apart) + settings.pixel:
            break
        kept.pop()
        labels.pop()
        apart.pop()
    figures = [sum(is_value(r.text) and any(c.isdigit() for c in r.text) for r in line) for line in kept]
    several = [len(stretches(line, settings.gutter)) > 1 for line in kept]
    told = sum(one > 0 or (other and celled) for one, other in zip(figures, several, strict=True))
    full = max(figures, default=0) >= len(gaps) > 1
    if told < (1 if celled + full + is_bold(head.runs) > 1 else 2) or settings.most_beside * told < len(kept):
        return None
    runs = [run for line in kept for run in line]
    below = Band(zone.bottom, max(run.baseline + 0.3 * run.size for run in runs), runs)
    return replace(zone, bands=_with_row(zone.bands, below))


def _with_row(bands: Sequence[Band], below: Band) -> list[Band]:
    """Bands with one below; where the rule between strikes through its first line, it is of the last row above."""
    *others, last = bands
    if min(run.middle[1] - 0.3 * run.size for run in below.lines[0]) >= below.top:
        return [*bands, below]
    return [*others, Band(last.top, below.bottom, [*last.runs, *below.runs])]


def cut_row(zone: Zone, xs: Sequence[float], near: Sequence[Run], pitch: Pitch, settings: TableSettings) -> Band | None:
    """A label alone below the last rule, at the foot of a page: the rest of its row stands on the next.

    It stands as far below the rule as the words of other rows do, or those of a head in bold. Its figures may stand at
    the foot, where the row would end.
    """
    bands = zone.bands[1:] if len(zone.bands) >= settings.figure_rows else zone.bands
    if bands is zone.bands and (len(bands) > 1 or not is_bold(bands[0].runs)):
        return None
    below: list[list[Run]] = []
    for line in lines_in([run for run in near if run.middle[1] > zone.bottom]):
        if below and line[0].baseline - below[-1][0].baseline >= settings.foot * line[0].size:
            break
        below.append(line)
    runs = [run for line in below for run in line]
    rows = rows_of(pieces(runs, _widened(zone, runs, xs, settings), settings), pitch, settings)
    beside = sorted((piece for row in rows[1:] for piece in row), key=lambda p: p.first)
    if all(piece.value for piece in beside) and [piece.first for piece in beside] == list(range(1, len(xs) - 1)):
        del rows[1:]
    if len(rows) != 1 or any(piece.first or piece.last for piece in rows[0]) or is_bold(rows[0][0].runs):
        return None
    usual = sorted(band.lines[0][0].baseline - band.top for band in bands)
    if abs(rows[0][0].baseline - zone.bottom - usual[len(usual) // 2]) > settings.same_edge:
        return None
    return Band(zone.bottom, max(run.bottom for run in runs) + 1, runs)
