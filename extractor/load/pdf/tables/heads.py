"""The head of a table: how many of its rows are set as headings, and which of their cells span columns.

What tells is how rows are set: in bold above plain ones, on a ground of their own, or ruled off. A rule that lies below
some columns only, or words that reach across several, span what stands below them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from extractor.load.pdf.drawing import Rule
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.bands import Band
from extractor.load.pdf.tables.columns import are_ranged, stretches
from extractor.load.pdf.tables.frame import Slot
from extractor.load.pdf.tables.pieces import Piece, is_bold, lines_in
from extractor.load.pdf.tables.spans import grouped
from extractor.load.pdf.tables.wraps import goes_on_small
from extractor.load.pdf.words.runs import Run
from extractor.load.shapes import is_caption


def head_bands(bands: Sequence[Band], has_partial: Callable[[Band], bool], ground: Callable[[Band], str]) -> int:
    """How many leading bands of a zone are its head."""
    count = 0
    while count < len(bands) - 1 and _is_head(bands, count, has_partial, ground):
        count += 1
    return count


def _is_head(
    bands: Sequence[Band], number: int, has_partial: Callable[[Band], bool], ground: Callable[[Band], str]
) -> bool:
    band, rest = bands[number], bands[number + 1 :]
    if number and len(band.lines) == 1 and _is_apart(bands[number - 1]) and not _is_apart(band):
        return False  # a section of the table
    if number and not is_bold(bands[number - 1].runs) and not has_partial(band):
        same = ground(band) == ground(bands[number - 1])
        if not (same and ground(band) and all(ground(other) != ground(band) for other in rest)):
            return False
    if is_bold(band.runs):
        return not all(is_bold(other.runs) for other in rest)
    colour = ground(band)
    if colour and all(ground(other) != colour for other in rest):
        return True
    return not number and (len(bands) == 2 or has_partial(band)) and len(band.lines) < len(rest[0].lines) + len(rest)


def _is_apart(band: Band) -> bool:
    """Whether words of a band stand in several places."""
    return any(len(stretches(line, 1.0)) > 1 for line in band.lines)


def head_above(bands: Sequence[Band], near: Sequence[Run], settings: TableSettings) -> Band | None:
    """The lines in bold right above the first rule of a table, which has none of its own above its head.

    `near` are words that stand within its sides.
    """
    first, top = bands[0], bands[0].top
    if is_bold(first.runs) and _is_apart(first):
        return None  # a head of its own, and no row that heads others
    left = min(run.x0 for band in bands for run in band.runs) - settings.same_edge
    room = max(band.below for band in bands) + settings.same_edge
    reach = settings.widest_pitch * first.size
    kept: list[list[Run]] = []
    for line in reversed(lines_in([run for run in near if top - reach * settings.heading_lines < run.middle[1] < top])):
        apart = kept[-1][0].baseline - line[0].baseline if kept else top - line[0].baseline
        tight = [a[0].baseline - b[0].baseline for a, b in pairwise(kept)][:1]
        far = apart > (tight[0] + settings.same_height if tight else reach if kept else room)
        alike = is_bold(line) and all(abs(run.size - first.size) <= settings.same_size for run in line)
        if far or not alike or line[0].x0 < left or is_caption("".join(run.text for run in line).strip()):
            break
        kept.append(line)
    while kept and len(stretches(kept[-1], settings.gutter)) < 2 and kept[-1][0].x0 < _second(bands, settings):
        kept.pop()  # a title over its labels
    runs = [run for line in kept for run in line]
    if not kept or not any(len(stretches(line, settings.gutter)) > 1 for line in kept):
        return None
    return Band(min(run.top for run in runs) - 1, top, runs)


def _second(bands: Sequence[Band], settings: TableSettings) -> float:
    """Where words begin that stand behind labels, in the row in which they begin first."""
    lines = [stretches(line, settings.gutter) for band in bands for line in band.lines]
    return min((line[1][0] for line in lines if len(line) > 1), default=0.0)


def set_apart(rows: Sequence[Sequence[Piece]], grounds: Sequence[str]) -> int | None:
    """How many leading rows of a ruled grid are set as headings; None where nothing sets them apart.

    `grounds` are the colours on which the rows stand.
    """
    bold = _leading([bool(row) and all(piece.bold for piece in row) for row in rows])
    bold = min([bold, *sections(rows)])
    shaded = _leading([bool(colour) and grounds.count(colour) == 1 for colour in grounds])
    return max(bold, shaded) or None


def sections(rows: Sequence[Sequence[Piece]]) -> list[int]:
    """The rows below one of several cells that are nothing but a label, and do not go on one small."""
    labels = [bool(row) and not any(p.first for p in row) and not row[0].text[:1].islower() for row in rows]
    return [n for n in range(1, len(rows)) if labels[n] and any(p.first for p in rows[n - 1])]


def _leading(marks: Sequence[bool]) -> int:
    """How many marks stand at the front, if but a few rows are marked."""
    count = next((number for number, mark in enumerate(marks) if not mark), len(marks))
    return count if count < len(marks) and 2 * sum(marks) <= len(marks) + 1 else 0


def leading(lines: Sequence[Sequence[Piece]]) -> int:
    """How many lines stand above the body of a table that has no rules: those in bold, or before the first figures."""
    bold = 0
    while bold < len(lines) and all(piece.bold for piece in lines[bold]):
        bold += 1
    if 0 < bold < len(lines):
        return _section(lines, bold)
    if is_form(lines):
        return 0
    values = [number for number, line in enumerate(lines) if any(piece.value and piece.first for piece in line)]
    figured = {piece.first for line in lines for piece in line if piece.value and piece.first}
    first = values[0] if values else 0
    while first and _goes_on(lines[first - 1], lines[first]):
        first -= 1
    above = range(first)
    heads = [n for n in above if any(p.first <= c <= p.last for p in lines[n] for c in figured)]
    return heads[-1] + 1 if heads else 0


def _goes_on(above: Sequence[Piece], line: Sequence[Piece]) -> bool:
    """Whether the words of a line go on small those above them, in several columns: they are of one row.

    Where a figure stands among the words above, those of other columns may begin anew.
    """
    pairs = [goes_on_small(upper, lower) for upper in above for lower in line if upper.first == lower.first]
    words = [upper.text for upper in above if upper.first and any(c.isalpha() for c in upper.text)]
    told = any(c.isdigit() for text in words for c in text)
    return sum(pairs) > 1 and (told or all(pairs))


def is_form(lines: Sequence[Sequence[Piece]]) -> bool:
    """Whether each line is a label in bold with plain words beside it: none of them heads the others."""
    labelled = [line[0].bold and not any(piece.bold for piece in line[1:]) for line in lines if len(line) > 1]
    return len(labelled) > 1 and all(labelled)


def _section(lines: Sequence[Sequence[Piece]], bold: int) -> int:
    """The first of some leading lines that is a section of the table: a label alone, below a line of several cells.

    One nearer to that line than its type is high is beside words of two lines; one that begins small goes on.
    """
    several = next((number for number, line in enumerate(lines) if len(line) > 1), bold)
    for number in range(several + 1, bold):
        label, above = lines[number][0], lines[number - 1][0]
        alone = len(lines[number]) == 1 and not label.first and not goes_on_small(above, label)
        if alone and label.baseline - above.baseline >= label.size:
            return number
    return bold


def levels(
    lines: Sequence[Sequence[Piece]], partial: Sequence[Rule], xs: Sequence[float], settings: TableSettings
) -> tuple[list[float], list[Slot]]:
    """Where the rows of a head part, and its cells.

    `partial` are rules within it that lie below some columns only.
    """
    middles = _middles(lines, xs)
    covers = [(rule.at, *found) for rule in partial if (found := _columns(rule, middles))]
    covers = [part for cover in covers for part in _split(cover, lines, middles, settings)]
    covers = [(y, a, b) for y, a, b in covers if b > a and any(p.baseline < y for line in lines for p in line)]
    covers = [c for c in covers if any(p.baseline > c[0] for line in lines for p in line if c[1] <= p.first <= c[2])]
    if not covers:
        covers = list(_spanning(lines, settings))
    cuts: list[float] = []
    for y in sorted(y for y, _, _ in covers):
        if not cuts or y - cuts[-1] > settings.same_level:
            cuts.append(y)
    level = {y: max(n for n, cut in enumerate(cuts) if cut <= y + 0.01) for y, _, _ in covers}
    slots: list[Slot] = []
    width = len(xs) - 1
    for y, a, b in covers:
        above = [
            level[other] + 1 for other, c, d in covers if other < y and c <= a and b <= d and level[other] < level[y]
        ]
        slots.append(Slot(max(above, default=0), a, level[y], b))
    for column in range(width):
        above = [level[y] + 1 for y, a, b in covers if a <= column <= b]
        slots.append(Slot(max(above, default=0), column, len(cuts), column))
    return cuts, sorted(set(slots), key=lambda s: (s.row, s.column))


def _middles(lines: Sequence[Sequence[Piece]], xs: Sequence[float]) -> list[float]:
    """The middle of every column, as the lowest words that stand in it alone tell."""
    middles = [(a + b) / 2 for a, b in pairwise(xs)]
    for line in lines:
        for piece in line:
            if piece.first == piece.last:
                middles[piece.first] = (piece.x0 + piece.x1) / 2
    return middles


def _columns(rule: Rule, middles: Sequence[float]) -> tuple[int, int] | None:
    """The columns that a rule lies below."""
    inside = [column for column, x in enumerate(middles) if rule.start <= x <= rule.end]
    return (inside[0], inside[-1]) if inside else None


def _split(
    cover: tuple[float, int, int], lines: Sequence[Sequence[Piece]], middles: Sequence[float], settings: TableSettings
) -> list[tuple[float, int, int]]:
    """A rule below several spanning heads that touch, parted so that each stands in the middle of its columns."""
    y, first, last = cover
    above = [[p for p in line if p.baseline < y and first <= p.first and p.last <= last] for line in lines]
    heads = next((line for line in reversed(above) if line), [])
    parts: list[tuple[float, int, int]] = []
    for one, two in pairwise(heads):
        if two.x0 - one.x1 < settings.gutter * one.size or last - first < 2:
            continue
        places = [(one.x0 + one.x1) / 2, (two.x0 + two.x1) / 2]
        ends = [e for e in range(first, last) if middles[e] < places[1] and middles[e + 1] > places[0]]
        if not ends:
            continue
        end = min(
            ends,
            key=lambda e: (
                abs(middles[first] + middles[e] - 2 * places[0]) + abs(middles[e + 1] + middles[last] - 2 * places[1])
            ),
        )
        parts.append((y, first, end))
        first = end + 1
    return [*parts, (y, first, last)]


def _spanning(lines: Sequence[Sequence[Piece]], settings: TableSettings) -> list[tuple[float, int, int]]:
    """Words over groups that repeat, or across columns with words below, as (lower edge, first column, last column)."""
    found: list[tuple[float, int, int]] = []
    for line, under in pairwise(lines):
        spans = grouped(*({piece.first: piece.text for piece in of} for of in (line, under)))
        y = (max(piece.bottom for piece in line) + min(piece.top for piece in under)) / 2
        found += [(y, *span) for span in spans]
    if found:
        return found
    for number, line in enumerate(lines[:-1]):
        under = [p for other in lines[number + 1 :] for p in other]
        filled = {column for piece in line for column in range(piece.first, piece.last + 1)}
        for piece in line:
            first, last = _reach(piece, filled, under, settings)
            below = [p for p in under if first <= p.first and p.last <= last]
            parts = [p for p in below if (p.first, p.last) != (first, last)]
            if first < last and parts:
                top = min(p.top for p in parts)
                mine = [p for p in below if (p.first, p.last) == (first, last) and p.top < top]
                bottom = max([piece.bottom, *(p.bottom for p in mine)])
                found.append(((bottom + max(top, bottom)) / 2, first, last))
    return list(dict.fromkeys(found))


def _reach(piece: Piece, filled: Collection[int], under: Sequence[Piece], settings: TableSettings) -> tuple[int, int]:
    """The columns that words reach across; where they are not ranged as any below them in their only one, those that
    they are in the middle of: it, and those beside it that hold words in lower lines alone."""
    first, last = piece.first, piece.last
    own = [p for p in under if p.first == p.last == first]
    if first < last or not own or any(are_ranged((piece.x0, piece.x1), (p.x0, p.x1), settings.same_edge) for p in own):
        return first, last
    below = {p.first for p in under} - set(filled)
    low = high = first
    while low - 1 in below:
        low -= 1
    while high + 1 in below:
        high += 1

    def off(span: tuple[int, int]) -> float:
        inside = [p for p in under if span[0] <= p.first and p.last <= span[1]]
        return abs(min(p.x0 for p in inside) + max(p.x1 for p in inside) - piece.x0 - piece.x1)

    return min(((a, b) for a in range(low, first + 1) for b in range(first, high + 1)), key=off)
