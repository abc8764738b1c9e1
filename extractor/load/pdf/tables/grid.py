"""A zone becomes a grid: columns, head, rows and cells, one step after the other.

In go a `Zone`, with rules and shading or with none, and the words around it; out comes a `Frame`, or nothing where the
zone holds no table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.load.pdf.drawing import Area
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.bands import Band, Zone, column_edges
from extractor.load.pdf.tables.body import body_rows, row_cells
from extractor.load.pdf.tables.doubt import is_chart, is_prose
from extractor.load.pdf.tables.edges import ground_of_row
from extractor.load.pdf.tables.frame import Frame, Slot
from extractor.load.pdf.tables.heads import head_above, head_bands, leading, levels
from extractor.load.pdf.tables.outer_rows import cut_row, rows_around, rows_below
from extractor.load.pdf.tables.pieces import Cut, Piece, pieces
from extractor.load.pdf.tables.rows import Pitch, learn
from extractor.load.pdf.tables.spans import spanned
from extractor.load.pdf.words.runs import Run


def grid(zone: Zone, near: Sequence[Run], areas: Sequence[Area], settings: TableSettings) -> Frame | None:
    """The table of a zone.

    `near` are words that stand within its sides, also above and below it.
    """
    if (above := head_above(zone.bands, near, settings)) is not None:
        zone = replace(zone, bands=[above, *zone.bands])
    laid = _laid(zone, areas, settings)
    if laid is None:
        return None
    cut, head, pitch = laid
    grown = rows_below(zone, cut.xs, near, areas, settings) or rows_around(zone, cut.xs, near, pitch, settings)
    if grown.bottom > zone.bottom or grown.top < zone.top:
        zone, laid = grown, _laid(grown, areas, settings)
        if laid is None:
            return None
        cut, head, pitch = laid
    open_row = cut_row(zone, cut.xs, near, pitch, settings)
    if open_row is not None:
        zone.bands.append(open_row)
        cut, head, pitch = _laid(zone, areas, settings) or laid
    xs = cut.xs
    ys, count = [zone.top], 0
    slots: list[Slot] = []
    if head > zone.top:
        inner, slots = _head(zone, cut, head)
        ys += inner
        count = len(inner)
    rows = body_rows(zone, cut, head, pitch)
    cells = [row for _, row in rows]
    if is_chart(cells, len(xs) - 1, count, settings):
        return None
    if len(zone.bands) == 1 and is_prose(cells, pitch.widths, settings):
        return None
    for bottom, row in rows:
        ys.append(bottom)
        slots += row_cells(row, len(ys) - 2, len(xs) - 1)
    return Frame(tuple(xs), tuple(ys), tuple(slots), loose=not zone.verticals, heads=count, open=open_row is not None)


def _head(zone: Zone, cut: Cut, head: float) -> tuple[list[float], list[Slot]]:
    """The lower edges of the rows of a head, and its cells: none reaches over a rule from side to side."""
    xs, settings = cut.xs, cut.settings
    bands = [band for band in zone.bands if band.top < head - 1]
    words = [run for band in zone.bands for run in band.runs]
    edges: list[float] = []
    slots: list[Slot] = []
    filled: list[list[Piece]] = []  # the words of every band
    for band in bands:
        bottom = min(band.bottom, head)
        above = [run for run in band.runs if run.middle[1] < head]
        lines = spanned(pieces(above, xs, settings, zone.walls, words), xs, zone.walls, settings)
        partial = [rule for rule in zone.partial if band.top < rule.at < bottom]
        cuts, cells = levels(lines, partial, xs, settings)
        slots += [Slot(s.row + len(edges), s.column, s.last_row + len(edges), s.last_column) for s in cells]
        edges += [*cuts, bottom]
        filled.append([piece for line in lines for piece in line])
    if len(bands) == 2 == len(edges):
        slots = _over_empty(slots, filled[0], filled[1], len(xs) - 1, settings.same_edge)
    return edges, slots


def _over_empty(
    slots: Sequence[Slot], above: Sequence[Piece], below: Sequence[Piece], width: int, near: float
) -> list[Slot]:
    """The cells of two rows, those of the upper row reaching over squares that are empty, or that their words run into,
    below which others begin: to the right, and to the left where words end where those below them do."""
    heads = {piece.first: piece for piece in above}
    lower = {column: piece for piece in below for column in range(piece.first, piece.last + 1)}
    kept = [slot for slot in slots if slot.row]
    column = 0
    bare: list[Slot] = []  # empty squares that no head to their left reaches over
    for slot in (slot for slot in slots if not slot.row):
        if slot.column < column:
            continue
        first, last = slot.column, slot.last_column
        if first in heads and first in lower:
            while last + 1 < width and last + 1 in lower and last + 1 not in heads:
                last += 1
            head, other = heads[first], lower[first]
            if bare and abs(head.x1 - other.x1) <= near < abs(head.x0 - other.x0):
                first, bare = bare[0].column, []
        elif first == last and first in lower and first not in heads:
            bare.append(slot)
            continue
        kept += [*bare, Slot(0, first, slot.last_row, last)]
        bare, column = [], last + 1
    return sorted([*kept, *bare], key=lambda s: (s.row, s.column))


def _laid(zone: Zone, areas: Sequence[Area], settings: TableSettings) -> tuple[Cut, float, Pitch] | None:
    """The columns of a zone, where its head ends, and the pitch of the lines of its body; None for a single column."""
    xs = column_edges(zone, settings)
    if len(xs) < 3:
        return None
    cut = Cut(xs, settings, zone.walls)

    def ground(band: Band) -> str:
        return ground_of_row(areas, xs, band.top, band.bottom, band is zone.bands[0])

    def has_partial(band: Band) -> bool:
        wide = (rule for rule in zone.partial if rule.end - rule.start > min(b - a for a, b in pairwise(xs)))
        return any(band.top < rule.at < band.bottom for rule in wide)

    count = head_bands(zone.bands, has_partial, ground)
    head = zone.bands[count - 1].bottom if count else zone.top
    body = zone.bands[count:]
    lines = cut([run for band in body for run in band.runs])
    if not count and len(body) == 1 and (first := leading(lines)) and first < len(lines):
        above, below = lines[first - 1], lines[first]
        head = (max(p.bottom for p in above) + min(p.top for p in below)) / 2
        lines = lines[first:]
    bands = [(max(band.top, head), band.bottom) for band in body]
    return cut, head, learn(lines, len(xs) - 1, settings, bands)
