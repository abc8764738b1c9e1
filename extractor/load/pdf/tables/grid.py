"""A zone becomes a grid: columns, head, rows and cells, one step after the other.

In go a `Zone`, with rules and shading or with none, and the words around it; out comes a `Frame`, or nothing where the
zone holds no table.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.load.grid import heading_kind
from extractor.load.pdf.drawing import Area, Drawing
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.columns import gutters, is_value, narrowed, stretches
from extractor.load.pdf.tables.doubt import is_chart, is_prose
from extractor.load.pdf.tables.frame import Frame, Slot
from extractor.load.pdf.tables.heads import head_above, head_bands, is_form, leading, levels, set_apart
from extractor.load.pdf.tables.pieces import Piece, is_bold, lines_in, pieces
from extractor.load.pdf.tables.rows import Pitch, learn, rows_of
from extractor.load.pdf.tables.spans import spanned
from extractor.load.pdf.tables.wraps import fits, goes_on_small
from extractor.load.pdf.tables.zones import Band, Zone, is_tint
from extractor.load.pdf.words.runs import Run
from extractor.load.shapes import is_marker

Lines = list[list[Piece]]


def grid(zone: Zone, near: Sequence[Run], areas: Sequence[Area], settings: TableSettings) -> Frame | None:
    """The table of a zone.

    Args:
        zone: bands with all that lies within.
        near: words that stand within its sides, also above and below it.
        areas: tinted areas of the page.
        settings: of tables.
    """
    if (above := head_above(zone.bands, near, settings)) is not None:
        zone = replace(zone, bands=[above, *zone.bands])
    xs = column_edges(zone, settings)
    if len(xs) < 3:
        return None
    head, pitch = _set(zone, xs, areas, settings)
    extended = _headed(zone, xs, near, areas, settings) or _extended(zone, xs, near, pitch, settings)
    if len(extended.bands) > len(zone.bands):
        zone = extended
        xs = column_edges(zone, settings)
        if len(xs) < 3:
            return None
        head, pitch = _set(zone, xs, areas, settings)
    open_row = _open_row(zone, xs, near, pitch, settings)
    if open_row is not None:
        zone.bands.append(open_row)
        head, pitch = _set(zone, xs, areas, settings)
    ys, count = [zone.top], 0
    slots: list[Slot] = []
    if head > zone.top:
        inner, slots = _head(zone, xs, head, settings)
        ys += inner
        count = len(inner)
    body = _body(zone, xs, head, pitch, settings)
    if _is_doubtful(zone, xs, [row for _, row in body], count, pitch, settings):
        return None
    for bottom, row in body:
        ys.append(bottom)
        slots += _cells(row, len(ys) - 2, len(xs) - 1)
    return Frame(tuple(xs), tuple(ys), tuple(slots), loose=not zone.verticals, heads=count, open=open_row is not None)


def _head(zone: Zone, xs: Sequence[float], head: float, settings: TableSettings) -> tuple[list[float], list[Slot]]:
    """The lower edges of the rows of a head, and its cells: none reaches over a rule from side to side."""
    bands = [band for band in zone.bands if band.top < head - 1]
    edges: list[float] = []
    slots: list[Slot] = []
    filled: list[set[int]] = []  # columns with words of every band
    for band in bands:
        bottom = min(band.bottom, head)
        above = [run for run in band.runs if run.middle[1] < head]
        lines = spanned(pieces(above, xs, settings, zone.walls), xs, zone.walls, settings)
        partial = [rule for rule in zone.partial if band.top < rule.at < bottom]
        cuts, cells = levels(lines, partial, xs, settings)
        slots += [Slot(s.row + len(edges), s.column, s.last_row + len(edges), s.last_column) for s in cells]
        edges += [*cuts, bottom]
        filled.append({column for line in lines for piece in line for column in range(piece.first, piece.last + 1)})
    if len(bands) == 2 == len(edges):
        slots = _over_empty(slots, filled[0], filled[1], len(xs) - 1)
    return edges, slots


def _over_empty(slots: Sequence[Slot], upper: set[int], lower: set[int], width: int) -> list[Slot]:
    """The cells of two rows, those of the upper row reaching over empty squares below which others begin."""
    kept = [slot for slot in slots if slot.row]
    column = 0
    for slot in (slot for slot in slots if not slot.row):
        if slot.column < column:
            continue
        last = slot.last_column
        while slot.column in upper & lower and last + 1 < width and last + 1 in lower - upper:
            last += 1
        kept.append(Slot(0, slot.column, slot.last_row, last))
        column = last + 1
    return sorted(kept, key=lambda s: (s.row, s.column))


def _is_doubtful(
    zone: Zone, xs: Sequence[float], rows: Sequence[Sequence[Piece]], heads: int, pitch: Pitch, settings: TableSettings
) -> bool:
    """Whether what no rule parts into rows is prose or a chart."""
    if is_chart(rows, len(xs) - 1, heads, settings):
        return True
    return len(zone.bands) == 1 and is_prose(
        pieces(zone.bands[0].runs, xs, settings, zone.walls), pitch.widths, settings
    )


def refined(frame: Frame, runs: Sequence[Run], drawing: Drawing, settings: TableSettings) -> Frame:
    """A ruled grid, with rows and cells that no rule parts: those of figures on several lines, or below a ruled head.

    Args:
        frame: a grid that rules make.
        runs: its words.
        drawing: graphics of the page.
        settings: of tables.
    """
    bands = list(pairwise(frame.ys))
    lines = pieces(runs, frame.xs, settings, drawing.down)
    width = len(frame.xs) - 1
    pitch = learn([line for line in lines if line[0].baseline > frame.ys[1]] or lines, width, settings, bands)
    ys = [frame.ys[0]]
    slots: list[Slot] = []
    rows: list[list[int]] = []  # the new rows of every row
    parts: list[list[list[Piece]]] = []
    for number, (top, bottom) in enumerate(bands):
        single = {c for s in frame.slots if s.row == s.last_row == number for c in range(s.column, s.last_column + 1)}
        inside = [[p for p in line if p.first in single and top < p.baseline < bottom] for line in lines]
        found = rows_of([line for line in inside if line], pitch, settings)
        if number == len(bands) - 1 < 2 and _are_rows_of_words(inside, frame.xs, not number):
            found = inside
        elif not _are_rows(found) and (number or not _begins_with_rest(found)):
            head = _head_of(found, width) if len(bands) == 1 else 0
            found = [[p for row in part for p in row] for part in ([found[:head], found[head:]] if head else [found])]
        spans = [(min(p.top for p in row), max(p.bottom for p in row)) for row in found if row]
        inner = [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]
        rows.append(list(range(len(ys) - 1, len(ys) + len(inner))))
        parts.append(found)
        ys += [*inner, bottom]
    for slot in frame.slots:
        if slot.row != slot.last_row:
            slots.append(Slot(rows[slot.row][0], slot.column, rows[slot.last_row][-1], slot.last_column))
            continue
        for row, found_pieces in zip(rows[slot.row], parts[slot.row], strict=False):
            mine = [p for p in found_pieces if slot.column <= p.first <= slot.last_column]
            if len({p.first for p in mine}) < 2:
                slots.append(Slot(row, slot.column, row, slot.last_column))
            else:
                cells = (s for s in _cells(mine, row, slot.last_column + 1) if s.column >= slot.column)
                slots += [Slot(row, s.column, row, min(s.last_column, slot.last_column)) for s in cells]
    middle = (frame.xs[-2] + frame.xs[-1]) / 2
    grounds = [_ground(drawing.areas, middle, (a + b) / 2) for a, b in pairwise(ys)]
    heads = set_apart([[p for p in row if not p.last or p.first] for part in parts for row in part], grounds)
    wide = [piece for line in spanned(lines, frame.xs, drawing.down, settings) for piece in line]
    known = {id(piece) for line in lines for piece in line}
    merged = _merged(slots, ys, [piece for piece in wide if id(piece) not in known])
    return replace(frame, ys=tuple(ys), slots=tuple(merged), heads=heads)


def _merged(slots: Sequence[Slot], ys: Sequence[float], wide: Sequence[Piece]) -> list[Slot]:
    """Cells, those made one that words reach across."""
    reached: set[tuple[int, int]] = set()
    for piece in wide:
        row = max(0, min(len(ys) - 1, bisect_left(ys, piece.baseline)) - 1)
        reached |= {(row, column) for column in range(piece.first + 1, piece.last + 1)}
    merged: list[Slot] = []
    for slot in sorted(slots, key=lambda s: (s.row, s.column)):
        left = merged[-1] if merged else slot
        beside = left.row == left.last_row == slot.row == slot.last_row and left.last_column + 1 == slot.column
        if beside and (slot.row, slot.column) in reached:
            merged[-1] = replace(left, last_column=slot.last_column)
        else:
            merged.append(slot)
    return merged


def column_edges(zone: Zone, settings: TableSettings) -> list[float]:
    """The edges of a zone's columns: joints, partial verticals and tinted edges first, white space between them."""
    lines = [line for band in zone.bands for line in band.lines]
    hard = [x for x in zone.verticals if _is_free(x, lines, settings)]
    body = [line for band in (zone.bands[1:] or zone.bands) for line in band.lines]
    xs = [zone.x0, *hard, zone.x1]
    if not hard:
        above = zone.bands[0].lines if len(zone.bands) > 1 else []
        found = (gutters(body, settings, above) if len(body) > 1 else []) or gutters(lines, settings)
        return [zone.x0, *found, zone.x1]
    for a, b in pairwise([zone.x0, *hard, zone.x1]):
        inside = [[run for run in line if a <= run.middle[0] < b] for line in body]
        figures = sum(sum(is_value(run.text) for run in line) > 1 for line in inside)
        if figures >= settings.figure_rows:
            xs += gutters([line for line in inside if line], settings)
    return _filled(sorted(xs), lines)


def _filled(xs: Sequence[float], lines: Sequence[Sequence[Run]]) -> list[float]:
    """Edges without those of columns in which nothing stands."""
    middles = sorted(run.middle[0] for line in lines for run in line)
    kept = [xs[0]]
    for x in xs[1:]:
        if bisect_left(middles, x) > bisect_left(middles, kept[-1]):
            kept.append(x)
    return [*kept[:-1], xs[-1]]


def _is_free(x: float, lines: Sequence[Sequence[Run]], settings: TableSettings) -> bool:
    """Whether words of few lines reach across a place."""
    crossing = sum(any(run.x0 < x - 1.5 and run.x1 > x + 1.5 for run in line) for line in lines)
    return crossing <= settings.crossing * len(lines)


def _ground(areas: Sequence[Area], x: float, y: float) -> str:
    top = next((area for area in reversed(areas) if area.holds(x, y)), None)
    return top.colour if top is not None and is_tint(top) else ""


def _set(zone: Zone, xs: Sequence[float], areas: Sequence[Area], settings: TableSettings) -> tuple[float, Pitch]:
    """Where the head of a zone ends, and the pitch of the lines of its body."""
    middle = (xs[-2] + xs[-1]) / 2

    def ground(band: Band) -> str:
        return _ground(areas, middle, (band.top + band.bottom) / 2)

    def has_partial(band: Band) -> bool:
        wide = (rule for rule in zone.partial if rule.end - rule.start > min(b - a for a, b in pairwise(xs)))
        return any(band.top < rule.at < band.bottom for rule in wide)

    count = head_bands(zone.bands, has_partial, ground)
    head = zone.bands[count - 1].bottom if count else zone.top
    body = zone.bands[count:]
    lines = pieces([run for band in body for run in band.runs], xs, settings, zone.walls)
    if not count and len(body) == 1 and (first := leading(lines, settings)) and first < len(lines):
        above, below = lines[first - 1], lines[first]
        head = (max(p.bottom for p in above) + min(p.top for p in below)) / 2
        lines = lines[first:]
    bands = [(max(band.top, head), band.bottom) for band in body]
    return head, learn(lines, len(xs) - 1, settings, bands)


def _body(
    zone: Zone, xs: Sequence[float], head: float, pitch: Pitch, settings: TableSettings
) -> list[tuple[float, list[Piece]]]:
    """The rows below the head, as (bottom, pieces)."""
    found: list[tuple[float, list[Piece]]] = []
    bands = [band for band in zone.bands if band.bottom > head + 1]
    for band in bands:
        lines = pieces([run for run in band.runs if run.middle[1] > head], xs, settings, zone.walls)
        rows = [part for row in rows_of(lines, pitch, settings) for part in _opened(row, pitch)]
        labelled = is_form(lines) and all(len(line) > 1 and not line[0].text[:1].islower() for line in lines)
        if len(bands) == 1 and (labelled or _are_rows_of_words(lines, xs, boxed=len(zone.bands) == 1)):
            rows = [list(line) for line in lines]
        elif not _are_rows(rows) and (len(bands) > 1 or _is_one_row(rows)):
            rows = [[piece for row in rows for piece in row]]
        spans = [(min(p.top for p in row), max(p.bottom for p in row)) for row in rows]
        inner = [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]
        tops = [max(band.top, head), *inner, band.bottom]
        found += zip(tops[1:], rows, strict=True)
    return found


def _opened(row: Sequence[Piece], pitch: Pitch) -> list[list[Piece]]:
    """The rows of words in what may be one: a line that begins something in every column opens another.

    Its label had room behind the one above, and none of its words begin small.
    """
    if any(piece.value for piece in row):
        return [list(row)]
    lines: dict[float, list[Piece]] = {}
    for piece in row:
        lines.setdefault(round(piece.baseline), []).append(piece)
    rows: list[list[Piece]] = []
    before: list[Piece] = []
    for _, line in sorted(lines.items()):
        line = sorted(line, key=lambda p: p.first)
        whole = [piece.first for piece in line] == [piece.first for piece in before] == list(range(len(pitch.rooms)))
        anew = whole and not any(piece.text[:1].islower() for piece in line)
        if rows and not (anew and fits(before[0], line[0], pitch.rooms[0])):
            rows[-1] += line
        else:
            rows.append(line)
        before = line
    return rows


def _head_of(rows: Sequence[Sequence[Piece]], width: int) -> int:
    """How many rows are the head of a table of which labels and figures alone follow: in bold over all columns."""
    bold = [all(piece.bold for piece in row) for row in rows]
    count = bold.index(False) if False in bold else 0
    filled = {piece.first for row in rows[:count] for piece in row}
    values = all(piece.value for row in rows[count:] for piece in row if piece.first)
    return count if len(filled) == width and not any(bold[count:]) and values else 0


def _is_one_row(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether the only figures between two rules stand beside one label, whose lines begin small after the first."""
    labels = [piece for row in rows for piece in row if not piece.first and not piece.value]
    figures = {round(piece.baseline) for row in rows for piece in row if piece.value and piece.first}
    return len(figures) == 1 and len(labels) > 1 and all(label.text[:1].islower() for label in labels[1:])


def _are_rows(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether what stands between two rules is several rows: figures on two lines, each beside other cells."""
    filled = [row for row in rows if any(piece.value and piece.first for piece in row)]
    told = [row for row in filled if any(not piece.first for piece in row) or len({p.first for p in row}) > 1]
    return len(filled) > 1 and len(told) == len(filled)


def _begins_with_rest(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether the first row between two rules ends a label of the page before: it begins small, and one row follows."""
    first, *others = rows or [[]]
    labels = all(not piece.first and not piece.value for piece in first)
    return bool(first) and labels and first[0].text[:1].islower() and len(others) == 1 and len(others[0]) > 1


def _are_rows_of_words(lines: Sequence[Sequence[Piece]], xs: Sequence[float], boxed: bool) -> bool:
    """Whether lines that no rule parts are rows: each fills every column, and had room behind the one above.

    The first may be a line over the labels alone. Where rules do not stand around them, there are several, none of
    figures, and none begins small: then it is enough that one cell of each had room.
    """
    filled = [sorted(line, key=lambda p: p.first) for line in lines if line]
    body = filled[bool(filled) and [(p.first, p.last) for p in filled[0]] == [(0, 0)] :]
    if len(body) < 2 or any([piece.first for piece in line] != list(range(len(xs) - 1)) for line in body):
        return False
    edges = list(pairwise(xs))
    # ranged left, right or in the middle: the least white beside words is about what a cell has at its edges
    white = [
        min(min(p.x0 - a, b - p.x1, p.size) for p in of)
        for of, (a, b) in zip(zip(*body, strict=True), edges, strict=True)
    ]
    rooms = [b - a - edge - p.size for p, (a, b), edge in zip(body[0], edges, white, strict=True)]
    loose = [
        [fits(upper, lower, room) for upper, lower, room in zip(a, b, rooms, strict=False)] for a, b in pairwise(filled)
    ]
    apart = len(body) > 2 and not any(p.value or p.text[:1].islower() for line in body for p in line)
    return (boxed and all(map(all, loose))) or (apart and all(map(any, loose)))


def _cells(row: Sequence[Piece], number: int, width: int) -> list[Slot]:
    """The cells of a row: one cell where words reach over several columns."""
    slots: list[Slot] = []
    reach = dict(sorted((p.first, p.last) for p in row))
    column = 0
    while column < width:
        last = reach.get(column, column)
        slots.append(Slot(number, column, number, last))
        column = last + 1
    return slots


def _extended(zone: Zone, xs: Sequence[float], near: Sequence[Run], pitch: Pitch, settings: TableSettings) -> Zone:
    """The zone with a row above its first edge or below its last, as shading of every second row leaves."""
    bands = list(zone.bands)
    height = max(band.bottom - band.top for band in bands) + 2 * bands[-1].size
    below = _reach([run for run in near if run.middle[1] > zone.bottom], zone.bottom + height, settings)
    if (band := _next(below, _widened(zone, below, xs, settings), pitch, bands, settings, False)) is not None:
        bands.append(band)
    above = [run for run in near if zone.top - height < run.middle[1] < zone.top]
    if (band := _next(above, xs, pitch, bands, settings, True)) is not None:
        bands.insert(0, band)
    return replace(zone, bands=bands)


def _headed(
    zone: Zone, xs: Sequence[float], near: Sequence[Run], areas: Sequence[Area], settings: TableSettings
) -> Zone | None:
    """The zone with all rows below, where it is a head alone and nothing closes them, as at a page's foot.

    No line stands across the columns, or across the sides of a head's cells; there are figures in two lines, or cells
    side by side below drawn cells, one of them if the head is in bold.
    """
    head = zone.bands[-1]
    rest = [run for run in near if run.middle[1] > zone.bottom]
    if not rest:
        return None
    heads = [run for band in zone.bands for run in band.runs]
    gaps = [(a[1], b[0]) for a, b in pairwise(stretches(head.runs, settings.gutter))]
    cells = [piece for line in pieces(heads, xs, settings) for piece in line]
    if not gaps or any(cell.value and not heading_kind(cell.text) for cell in cells):
        return None
    if len(zone.bands) > 1 and not is_bold(heads):
        return None
    middle = (head.top + head.bottom) / 2
    celled = len(zone.verticals) == len(xs) - 2 or all(_ground(areas, (a + b) / 2, middle) for a, b in pairwise(xs))
    kept: list[list[Run]] = []
    bottom = zone.bottom
    for line in lines_in(rest):
        left = narrowed(gaps, stretches(line, settings.gutter))
        drawn = celled and not any(
            run.x0 < x - settings.pixel and x + settings.pixel < run.x1 for x in xs for run in line
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
    figures = [any(is_value(r.text) and any(c.isdigit() for c in r.text) for r in line) for line in kept]
    several = [len(stretches(line, settings.gutter)) > 1 for line in kept]
    told = sum(one or (other and celled) for one, other in zip(figures, several, strict=True))
    if told < (1 if celled and is_bold(head.runs) else 2) or settings.most_beside * told < len(kept):
        return None
    runs = [run for line in kept for run in line]
    below = Band(zone.bottom, max(run.baseline + 0.3 * run.size for run in runs), runs)
    return replace(zone, bands=[*zone.bands, below])


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
    outside = {id(run) for run in runs}
    lines = pieces([*(run for band in bands for run in band.runs), *runs], xs, settings)
    rows = rows_of([line for line in lines if id(line[0].runs[0]) in outside], pitch, settings)
    if not rows:
        return None
    row = _whole_label(rows, pitch, settings) if above else rows[0]
    edge = bands[0].top if above else bands[-1].bottom
    size = bands[0].size
    room = edge - max(p.bottom for p in row) if above else min(p.top for p in row) - edge
    tops = sorted(band.slack - band.below for band in bands)
    usual = max(min(band.below, band.slack - band.below) for band in bands)
    usual = usual if above else max(usual, tops[(len(tops) - 1) // 2])
    alike = all(p.first == p.last and abs(p.size - size) < 1 for p in row)
    if room > usual + settings.same_edge or not alike:
        return None
    columns = len({p.first for p in row})
    if above and columns > 1 and len(stretches([run for p in row for run in p.runs], settings.gutter)) < 2:
        return None  # a line of words that runs over the edges of columns
    if columns < 2 and not (above and _is_label(row, xs, bands, settings)):
        return None
    top, bottom = min(p.top for p in row) - 1, max(p.bottom for p in row) + 1
    return (
        Band(top, edge, [r for p in row for r in p.runs])
        if above
        else Band(edge, bottom, [r for p in row for r in p.runs])
    )


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


def _open_row(
    zone: Zone, xs: Sequence[float], near: Sequence[Run], pitch: Pitch, settings: TableSettings
) -> Band | None:
    """A label alone below the last rule, at the foot of a page: the rest of its row stands on the next.

    It stands as far below the rule as the words of other rows do, or those of a head in bold.
    """
    bands = zone.bands[1:] if len(zone.bands) >= settings.figure_rows else zone.bands
    if bands is zone.bands and (len(bands) > 1 or not is_bold(bands[0].runs)):
        return None
    below = [run for run in near if run.middle[1] > zone.bottom]
    lines = pieces(below, xs, settings)
    if not lines:
        return None
    first = lines[0][0]
    usual = sorted(band.lines[0][0].baseline - band.top for band in bands)
    room = usual[len(usual) // 2]
    if first.first or first.last or abs(first.baseline - zone.bottom - room) > settings.same_edge:
        return None
    rows = rows_of(lines, pitch, settings)
    after = [row for row in rows[1:] if row[0].baseline - rows[0][-1].baseline < settings.foot * first.size]
    if after or any(piece.first for piece in rows[0]) or is_bold(first.runs):
        return None
    return Band(zone.bottom, max(p.bottom for p in rows[0]) + 1, [run for piece in rows[0] for run in piece.runs])
