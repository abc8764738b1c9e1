"""Words, rules and tints become tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from extractor.load.normalise import squeeze
from extractor.load.pdf.drawing import Drawing, Rule
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.columns import stretches
from extractor.load.pdf.tables.frame import Frame
from extractor.load.pdf.tables.grid import grid, refined
from extractor.load.pdf.tables.lattice import NARROWEST, frames, outermost
from extractor.load.pdf.tables.zones import Zone, zones
from extractor.load.pdf.words.runs import Run
from extractor.load.shapes import is_caption


def find(
    drawing: Drawing, runs: Sequence[Run], size: tuple[float, float], running: Collection[Rule], settings: TableSettings
) -> list[Frame]:
    """Frames of a page: of tables, and of boxes.

    Args:
        drawing: its graphics.
        runs: its words.
        size: its width and height.
        running: its rules that are furniture.
        settings: of tables.
    """
    whole = outermost([f for f in frames(drawing.across, drawing.down) if not _is_layout(f, size, settings)])
    parts = [f for f in whole if len(f.xs) > 2 and _goes_on(f, drawing)]
    found = [
        refined(f, [r for r in runs if f.holds(*r.middle)], drawing, settings)
        for f in whole
        if len(f.xs) > 2 and f not in parts
    ]
    for zone in zones(drawing, runs, found, size[1], running, settings):
        near = [run for run in runs if zone.x0 - 2 <= run.middle[0] <= zone.x1 + 2]
        frame = grid(zone, near, drawing.areas, settings)
        if frame is None or (len(frame.ys) == 2 and not _is_wide(zone, settings)):
            continue
        if not any(_meet(frame, other) for other in found):
            found.append(frame)
    rest = [refined(f, [run for run in runs if f.holds(*run.middle)], drawing, settings) for f in parts]
    found += [frame for frame in rest if not any(_meet(frame, other) for other in found)]
    return [*found, *(f for f in whole if len(f.xs) == 2)]


def _goes_on(frame: Frame, drawing: Drawing) -> bool:
    """Whether a grid of one or two rows may be part of a table whose other rows have rules across only."""
    if len(frame.ys) > 3:
        return False
    return any(
        (rule.at > frame.bottom + NARROWEST or rule.at < frame.top - NARROWEST)
        and abs(rule.start - frame.xs[0]) <= NARROWEST
        and rule.end <= frame.xs[-1] + NARROWEST
        for rule in drawing.across
    )


def _is_layout(frame: Frame, size: tuple[float, float], settings: TableSettings) -> bool:
    """Whether a frame parts a page, not a table: it is large, and one of its cells is nearly all of it."""
    width, height = frame.xs[-1] - frame.xs[0], frame.ys[-1] - frame.ys[0]
    if len(frame.xs) < 3 or width * height < settings.layout * size[0] * size[1]:
        return False
    areas = [
        (frame.xs[s.last_column + 1] - frame.xs[s.column]) * (frame.ys[s.last_row + 1] - frame.ys[s.row])
        for s in frame.slots
    ]
    return max(areas) > settings.main_cell * width * height


def _meet(one: Frame, other: Frame) -> bool:
    """Whether two frames overlap."""
    beside = one.xs[0] < other.xs[-1] and other.xs[0] < one.xs[-1]
    return beside and one.top < other.bottom and other.top < one.bottom


def _is_wide(zone: Zone, settings: TableSettings) -> bool:
    """Whether a row between two rules, alone, is a table: its cells stand far apart."""
    covered = stretches(zone.bands[0].runs, settings.gutter)
    gaps = [b[0] - a[1] for a, b in pairwise(covered)]
    if is_caption(squeeze(" ".join(run.text for run in zone.bands[0].runs))):
        return False
    return (
        bool(gaps) and max(gaps) > 3 * zone.bands[0].size and zone.bands[0].slack < settings.roomy * zone.bands[0].size
    )
