"""Labels beside rows that rules or shading tell, where these leave the labels out or hold all of them as one cell.

In go the edges of rows and the words beside them; what tells is that each label stands level with the cells of its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.columns import is_value, stretches
from extractor.load.pdf.tables.frame import Frame, Slot
from extractor.load.pdf.tables.lattice import NARROWEST
from extractor.load.pdf.tables.pieces import is_bold, lines_in
from extractor.load.pdf.words.lines import MARK_SIZE
from extractor.load.pdf.words.runs import Run


def labels_beside(ys: Sequence[float], cells: Sequence[Run], beside: Sequence[Run], settings: TableSettings) -> bool:
    """Whether words beside rows are a label of each, level with its cells: at their top, in their middle, or below."""
    if any(len(stretches(line, settings.gutter)) > 1 for line in lines_in(beside)):
        return False  # several columns
    rows = []
    for top, bottom in pairwise(ys):
        inside = [[r for r in of if top < r.middle[1] < bottom and r.text.strip()] for of in (beside, cells)]
        if inside[1] and not inside[0]:
            if any(is_value(run.text) for run in inside[1]) and not is_bold(inside[1]):
                return False
            continue  # a head, or words that stand for themselves
        size = MARK_SIZE * max((run.size for of in inside for run in of), default=0.0)
        ends = [[run.baseline for run in of if run.size > size] for of in inside]  # marks are raised
        if all(ends):
            (top, last), (others, end) = ((min(of), max(of)) for of in ends)
            rows.append((top - others, (top + last - others - end) / 2, last - end))
    level = (max(map(abs, place)) <= settings.same_edge for place in zip(*rows, strict=True))
    return len(rows) >= settings.figure_rows and any(level)


def with_labels(frame: Frame, runs: Sequence[Run], others: Sequence[Frame], settings: TableSettings) -> Frame:
    """A grid with the column of labels that its rules leave out, or hold as one cell; those in `others` are theirs."""
    left = [r for r in runs if r.x1 < frame.xs[0] and frame.top < r.middle[1] < frame.bottom and r.text.strip()]
    held = any(other is not frame and other.holds(*run.middle) for other in others for run in left)
    inside = [run for run in runs if frame.holds(*run.middle)] if left and not held else []
    if inside and labels_beside(frame.ys, inside, left, settings):
        slots = [Slot(row, 0, row, 0) for row in range(len(frame.ys) - 1)]
        slots += [replace(slot, column=slot.column + 1, last_column=slot.last_column + 1) for slot in frame.slots]
        return _sorted(replace(frame, xs=(min(run.x0 for run in left) - NARROWEST, *frame.xs)), slots)
    return _with_a_label_each(frame, runs, settings) if len(frame.xs) > 2 else frame


def _with_a_label_each(frame: Frame, runs: Sequence[Run], settings: TableSettings) -> Frame:
    """A grid whose rows have a cell each in the first column, where one is drawn that holds a label for each."""
    slots: list[Slot] = []
    for slot in frame.slots:
        ys, rows = frame.ys[slot.row : slot.last_row + 2], range(slot.row, slot.last_row + 1)
        if slot.last_column or len(rows) < settings.figure_rows:
            slots.append(slot)
            continue
        inside = [run for run in runs if ys[0] < run.middle[1] < ys[-1] and frame.holds(*run.middle)]
        label, cells = ([r for r in inside if (r.middle[0] < frame.xs[1]) is first] for first in (True, False))
        alone = labels_beside(ys, cells, label, settings)
        slots += [replace(slot, row=row, last_row=row) for row in rows] if alone else [slot]
    return _sorted(frame, slots)


def _sorted(frame: Frame, slots: Sequence[Slot]) -> Frame:
    return replace(frame, slots=tuple(sorted(slots, key=lambda s: (s.row, s.column))))
