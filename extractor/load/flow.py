"""What stands on one page becomes drafts in reading order: tables and boxes in their place among the lines.

`survey` parts a page's words into tables, boxes and lines; when furniture and footnotes are known, `order` lays out what
is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.load.assemble import Draft
from extractor.load.continuation import Shape
from extractor.load.drawing import Area, Drawing
from extractor.load.entries import contents
from extractor.load.glyphs import Run
from extractor.load.icons import Icon
from extractor.load.lattice import Frame, Slot, frames
from extractor.load.layout import Lists, Placed, Setting, lay_out
from extractor.load.lines import Line, lines_of
from extractor.load.tables import Use, legend, table, use_of

_LOWEST_BOX = 24.0  # points: a tinted area lower than this is a bar behind one line
_TOUCH = 3.0  # points


@dataclass(slots=True)
class Content:
    """A page as read: its words and graphics, in points from the top left, and its size."""

    number: int
    width: float
    height: float
    runs: list[Run]
    drawing: Drawing


@dataclass(slots=True)
class Held:
    """A frame with what stands in it."""

    frame: Frame
    runs: list[Run] = field(default_factory=list)
    icons: list[Icon] = field(default_factory=list)
    colour: str = ""


@dataclass(slots=True)
class Survey:
    """A page's words parted into tables, boxes and the lines and icons outside of them."""

    content: Content
    tables: list[Held]
    boxes: list[Held]
    lines: list[Line]
    icons: list[Icon]


@dataclass(slots=True)
class Piece:
    """A block in reading order; `box` is the box it stands in, `shape` that of a ruled table."""

    placed: Placed
    box: Held | None = None
    shape: Shape | None = None


def survey(content: Content) -> Survey:
    """Part the words of a page."""
    drawing = content.drawing
    held = [Held(frame) for frame in frames(drawing.across, drawing.down)]
    _fill(held, content.runs, drawing.icons)
    uses = [use_of(h.frame, h.runs, h.icons, (content.width, content.height)) for h in held]
    tables = [h for h, use in zip(held, uses, strict=True) if use is Use.TABLE]
    boxes = [h for h, use in zip(held, uses, strict=True) if use is Use.BOX]
    tinted = [Held(frame) for frame in _tints(content, [h.frame for h in tables + boxes])]
    taken = {id(item) for h in tables + boxes for item in [*h.runs, *h.icons]}
    _fill(tinted, [r for r in content.runs if id(r) not in taken], [])
    boxes += [h for h in tinted if h.runs]
    for box in boxes:
        box.colour = _colour(box.frame, drawing.areas)
        taken |= {id(run) for run in box.runs}
    free = [run for run in content.runs if id(run) not in taken]
    icons = [icon for icon in drawing.icons if id(icon) not in taken]
    return Survey(content, tables, boxes, lines_of(free), icons)


def _fill(held: Sequence[Held], runs: Sequence[Run], icons: Sequence[Icon]) -> None:
    for run in runs:
        found = next((h for h in held if h.frame.holds(*run.middle)), None)
        if found:
            found.runs.append(run)
    for icon in icons:
        found = next((h for h in held if h.frame.holds(*icon.middle)), None)
        if found:
            found.icons.append(icon)


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
        last = stacks[-1] if stacks else None
        if last and abs(last.x0 - area.x0) < _TOUCH and abs(last.x1 - area.x1) < _TOUCH:
            if area.top <= last.bottom + _TOUCH and area.colour == last.colour:
                stacks[-1] = replace(last, bottom=max(last.bottom, area.bottom))
                continue
        stacks.append(area)
    return [
        Frame((area.x0, area.x1), (area.top, area.bottom), (Slot(0, 0, 0, 0),))
        for area in stacks
        if area.bottom - area.top >= _LOWEST_BOX
    ]


def _colour(frame: Frame, areas: Sequence[Area]) -> str:
    middle = (frame.xs[0] + frame.xs[-1]) / 2, frame.bottom - 2
    return next((area.colour for area in reversed(areas) if area.holds(*middle)), "")


def order(page: Survey, lines: Sequence[Line], right: float, setting: Setting, lists: Lists) -> Iterator[Piece]:
    """Blocks of a page in reading order.

    Args:
        page: the page.
        lines: its lines without furniture and footnotes.
        right: how far lines of the body reach, in points from the left.
        setting: how the document is set.
        lists: the list left open on the page before; changed in place.
    """
    number = page.content.number
    obstacles = sorted(
        [(h.frame.top, False, h) for h in page.tables] + [(h.frame.top, True, h) for h in page.boxes],
        key=lambda o: o[0],
    )
    rest = list(lines)
    for top, is_box, held in obstacles:
        above = [line for line in rest if line.baseline - 0.3 * line.size < top]
        rest = rest[len(above) :]
        yield from _run_of_lines(above, page.icons, right, setting, number, lists)
        if is_box:
            inside = lines_of(held.runs)
            edge = held.frame.xs[-1] - max(2.0, min(line.x0 for line in inside) - held.frame.xs[0])
            for placed in lay_out(inside, edge, setting, number, Lists()):
                yield Piece(placed, held)
        else:
            draft = table(held.frame, held.runs, held.icons, setting.vocabulary, number)
            yield Piece(Placed(draft, top, held.frame.bottom), shape=_shape(held))
    yield from _run_of_lines(rest, page.icons, right, setting, number, lists)


def _shape(held: Held) -> Shape:
    frame = held.frame
    first = [run for run in held.runs if frame.cell(*run.middle)[0] == 0]
    return Shape(frame.xs, bool(first) and all(run.bold for run in first))


def _piece(draft: Draft, top: float, bottom: float) -> Piece:
    return Piece(Placed(draft, top, bottom))


def _run_of_lines(
    lines: Sequence[Line], icons: Sequence[Icon], right: float, setting: Setting, page: int, lists: Lists
) -> Iterator[Piece]:
    """Lines without a table or box among them; legends and contents entries become tables."""
    beside = [[icon for icon in icons if line.top - 2 <= icon.middle[1] <= line.bottom + 2] for line in lines]
    cuts = contents(lines, setting, page)
    start = 0
    while start < len(lines):
        if beside[start]:
            end = start
            while end < len(lines) and beside[end]:
                end += 1
            rows = list(zip(lines[start:end], beside[start:end], strict=True))
            yield _piece(legend(rows, setting.vocabulary, page), lines[start].top, lines[end - 1].bottom)
        elif cut := next((cut for cut in cuts if cut[0] == start), None):
            end = cut[1]
            yield _piece(cut[2], lines[start].top, lines[end - 1].bottom)
        else:
            end = start + 1
            while end < len(lines) and not beside[end] and all(end != cut[0] for cut in cuts):
                end += 1
            for placed in lay_out(lines[start:end], right, setting, page, lists):
                yield Piece(placed)
        start = end
