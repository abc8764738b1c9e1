"""The words of a page are parted into tables, boxes and the lines between them.

In goes a page as read, out comes its `Survey`. What is furniture or a footnote is not known yet: that takes all pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractor.load.pdf.drawing import Area, Drawing, Rule
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.cells import Use, use_of
from extractor.load.pdf.tables.finder import find
from extractor.load.pdf.tables.frame import Frame, Slot
from extractor.load.pdf.words.lines import Line, lines_of
from extractor.load.pdf.words.runs import Run

_PROSE = 60  # words: a row with more in one cell across all columns is a box around prose
_LOWEST_BOX = 24.0  # points: a tinted area lower than this is a bar behind one line
_TOUCH = 3.0  # points


@dataclass(slots=True)
class Content:
    """A page as read: its words and graphics, in points from the top left, and its size.

    `sliced` are the words that an edge of the window cuts through in which they are drawn.
    """

    number: int
    width: float
    height: float
    runs: list[Run]
    drawing: Drawing
    sliced: Sequence[Run] = ()


@dataclass(slots=True)
class Held:
    """A frame with what stands in it."""

    frame: Frame
    runs: list[Run] = field(default_factory=list)
    icons: list[Area] = field(default_factory=list)
    colour: str = ""


@dataclass(slots=True)
class Survey:
    """A page's words parted into tables, boxes and the lines and icons outside of them."""

    content: Content
    tables: list[Held]
    boxes: list[Held]
    lines: list[Line]
    icons: list[Area]


def survey(content: Content, running: Collection[Rule], numbers: Collection[int], settings: TableSettings) -> Survey:
    """Part the words of a page.

    `running` are its rules that are furniture, `numbers` the ids of the runs of its number, which stand in no table.
    """
    drawing = content.drawing
    runs = [run for run in content.runs if id(run) not in numbers]
    found = find(drawing, runs, (content.width, content.height), running, settings)
    high = [f for f in found if len(f.slots) == 1 and f.bottom - f.top > content.height / 2]
    around = [f for f in high if all(any(abs(rule.at - y) < _TOUCH for rule in running) for y in (f.top, f.bottom))]
    held = [Held(frame) for frame in found if frame not in around]  # but those drawn around the words of every page
    _fill(held, runs, drawing.icons)
    uses = [use_of(h.frame, h.runs, h.icons, (content.width, content.height), settings) for h in held]
    boxes = [h for h, use in zip(held, uses, strict=True) if use is Use.BOX]
    tables: list[Held] = []
    for whole, use in zip(held, uses, strict=True):
        if use is Use.TABLE:
            for part, is_prose in _parted(whole):
                (boxes if is_prose else tables).append(part)
    tinted = [Held(frame) for frame in _tints(content, [h.frame for h in tables + boxes])]
    taken = {id(item) for h in tables + boxes for item in [*h.runs, *h.icons]}
    _fill(tinted, [r for r in runs if id(r) not in taken], [])
    boxes += [h for h in tinted if h.runs]
    boxes = [part for box in boxes for part in _around_tables(box, tables)]
    for box in boxes:
        box.colour = _colour(box.frame, drawing.areas)
        taken |= {id(run) for run in box.runs}
    free = [run for run in content.runs if id(run) not in taken]
    icons = [icon for icon in drawing.icons if id(icon) not in taken]
    return Survey(content, tables, boxes, lines_of(free), icons)


def _fill(held: Sequence[Held], runs: Sequence[Run], icons: Sequence[Area]) -> None:
    items: list[Run | Area] = [*runs, *icons] if held else []
    for item in items:
        x, y = item.middle
        found = next((h for h in held if h.frame.holds(x, y)), None)
        if found:
            (found.icons if isinstance(item, Area) else found.runs).append(item)  # type: ignore[arg-type]


def _around_tables(box: Held, tables: Sequence[Held]) -> Iterator[Held]:
    """A box, or its parts above, between and below the tables that stand in it."""
    frame = box.frame
    inside = [t.frame for t in tables if t.frame is not frame and frame.holds(t.frame.xs[0], t.frame.top)]
    ys = sorted({frame.ys[0], *(table.top for table in inside), frame.ys[-1]})
    if len(ys) == 2:
        yield box
        return
    for top, bottom in pairwise(ys):
        part = Held(Frame((frame.xs[0], frame.xs[-1]), (top, bottom), (Slot(0, 0, 0, 0),)))
        _fill([part], box.runs, box.icons)
        if part.runs:
            yield part


def _parted(whole: Held) -> Iterator[tuple[Held, bool]]:
    """A table, or where rows of prose run across all its columns, the tables and boxes it is made of."""
    frame = whole.frame
    last = len(frame.xs) - 2
    prose = set()
    for slot in frame.slots:
        if slot.column == 0 and slot.last_column == last:
            rows = range(slot.row, slot.last_row + 1)
            runs = [run for run in whole.runs if frame.cell(*run.middle)[0] in rows]
            if sum(len(run.text.split()) for run in runs) > _PROSE:
                prose |= set(rows)
    if not prose:
        yield whole, False
        return
    height = len(frame.ys) - 1
    start = 0
    while start < height:
        end = start
        while end < height and (end in prose) == (start in prose):
            end += 1
        part = Held(_rows(frame, start, end, merged=start in prose))
        _fill([part], whole.runs, whole.icons)
        yield part, start in prose
        start = end


def _rows(frame: Frame, start: int, end: int, merged: bool) -> Frame:
    """Some rows of a frame as a frame; one cell if `merged`."""
    ys = frame.ys[start : end + 1]
    if merged:
        return Frame((frame.xs[0], frame.xs[-1]), (ys[0], ys[-1]), (Slot(0, 0, 0, 0),))
    slots = tuple(
        Slot(slot.row - start, slot.column, slot.last_row - start, slot.last_column)
        for slot in frame.slots
        if start <= slot.row and slot.last_row < end
    )
    return Frame(frame.xs, ys, slots, frame.loose, frame.heads if not start else 0)


def _tints(content: Content, known: Sequence[Frame]) -> list[Frame]:
    """Tinted areas outside of frames, those that touch one below the other as one."""
    stacks: list[Area] = []
    for area in sorted(content.drawing.areas, key=lambda a: (a.top, a.x0)):
        pale = min(int(area.colour[i : i + 2], 16) for i in (1, 3, 5)) > 250
        huge = area.x1 - area.x0 > 0.9 * content.width or area.bottom - area.top > 0.85 * content.height
        if pale or huge or area.x1 - area.x0 < 0.35 * content.width:
            continue
        middle = (area.x0 + area.x1) / 2, (area.top + area.bottom) / 2
        if any(frame.holds(*middle) for frame in known):
            continue
        last = stacks[-1] if stacks else area
        apart = max(abs(last.x0 - area.x0), abs(last.x1 - area.x1), area.top - last.bottom)
        if stacks and apart < _TOUCH and last.colour == area.colour:
            stacks[-1] = replace(last, bottom=max(last.bottom, area.bottom))
        else:
            stacks.append(area)
    return [
        Frame((area.x0, area.x1), (area.top, area.bottom), (Slot(0, 0, 0, 0),))
        for area in stacks
        if area.bottom - area.top >= _LOWEST_BOX
    ]


def _colour(frame: Frame, areas: Sequence[Area]) -> str:
    middle = (frame.xs[0] + frame.xs[-1]) / 2, frame.bottom - 2
    return next((area.colour for area in reversed(areas) if area.holds(*middle)), "")
