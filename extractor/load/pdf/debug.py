"""A page's picture with what was seen on it: words, ruling lines, tints, columns, row bands, cells, reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from extractor.document import Report, Span
from extractor.document.boxes import LineBox
from extractor.errors import LoadError
from extractor.load.pdf import load, recognises
from extractor.load.pdf.trace import Trace
from extractor.load.pdf.turned import TurnedPages
from extractor.load.source import Source

_DOTS = 2.0  # pixels a point
_LONGEST = 2_600  # pixels of a side
_FILLED = 80  # of 255: how much of a filled layer covers the page

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Layer:
    """How things of one kind are drawn: their name in the legend, colour, width of lines in pixels, 0 to fill them."""

    name: str
    colour: tuple[int, int, int]
    width: int = 1


_TINTS = _Layer("tints", (255, 200, 0), 0)
_ROWS = _Layer("row bands", (90, 170, 255), 0)
_WORDS = _Layer("words", (150, 150, 150))
_RULES = _Layer("ruling lines", (230, 0, 0), 3)
_COLUMNS = _Layer("columns", (0, 150, 60), 2)
_GRIDS = _Layer("grids of tables", (160, 0, 200))
_CELLS = _Layer("cells", (0, 90, 220), 2)
_BOXES = _Layer("boxes", (255, 110, 0), 3)
_ORDER = _Layer("reading order", (0, 0, 0), 2)
LAYERS = (_TINTS, _ROWS, _WORDS, _RULES, _COLUMNS, _GRIDS, _CELLS, _BOXES, _ORDER)


def draw_page(source: Source, number: int) -> Image.Image:
    """The picture of a page, turned so that it reads, with what was seen on it, and a legend below.

    Pages are counted from 1.

    Raises:
        LoadError: it is no PDF, has no such page, or cannot be read.
    """
    if not recognises(source.data):
        raise LoadError(f"{source.name}: is no PDF, and nothing but pages of a PDF can be drawn. Give a PDF.")
    trace = Trace()
    report = load(source, trace)
    count = report.page_count or 0
    if not 1 <= number <= count:
        pages = "one page" if count == 1 else f"pages 1 to {count}"
        raise LoadError(f"{source.name}: has no page {number}; it has {pages}. Give --page with one of them.")
    picture, scale = _rendered(source, number, trace)
    drawn = _Drawn(picture, scale)
    _draw_graphics(drawn, trace, number)
    _draw_text(drawn, trace, report, number)
    return drawn.with_legend()


def _rendered(source: Source, number: int, trace: Trace) -> tuple[Image.Image, float]:
    """The picture of a page, and how many pixels of it are a point of the page as it was looked at."""
    with TurnedPages(source) as pages:
        scale = min(_DOTS / trace.scales[number], _LONGEST / max(pages.size(number)))
        return pages.picture(number, scale), scale * trace.scales[number]


def _draw_graphics(drawn: _Drawn, trace: Trace, number: int) -> None:
    survey = trace.surveys[number]
    graphics, grids = survey.content.drawing, [held.frame for held in survey.tables]
    bands = [(grid.xs[0], a, grid.xs[-1], b) for grid in grids for a, b in list(pairwise(grid.ys))[::2]]
    drawn.rectangles(_TINTS, ((area.x0, area.top, area.x1, area.bottom) for area in graphics.areas))
    drawn.rectangles(_ROWS, bands)
    drawn.rectangles(_WORDS, ((run.x0, run.top, run.x1, run.bottom) for run in survey.content.runs))
    drawn.strokes(_RULES, ((rule.start, rule.at, rule.end, rule.at) for rule in graphics.across))
    drawn.strokes(_RULES, ((rule.at, rule.start, rule.at, rule.end) for rule in graphics.down))
    drawn.strokes(_GRIDS, ((x, grid.top, x, grid.bottom) for grid in grids for x in grid.xs))
    drawn.strokes(_GRIDS, ((grid.xs[0], y, grid.xs[-1], y) for grid in grids for y in grid.ys))
    drawn.rectangles(_BOXES, ((b.frame.xs[0], b.frame.top, b.frame.xs[-1], b.frame.bottom) for b in survey.boxes))


def _draw_text(drawn: _Drawn, trace: Trace, report: Report, number: int) -> None:
    lines = [line.scaled(1 / trace.scales[number]) for line in report.lines if line.page == number]
    cells = [cell for block in report.blocks if block.table for cell in block.table.cells]
    columns = trace.columns.get(number, {}).values()
    drawn.rectangles(_COLUMNS, (_around(inside) for boxes in columns if (inside := _on(boxes, number))))
    drawn.rectangles(_CELLS, _spanned(cells, lines))
    drawn.order(_ORDER, list(_spanned(report.blocks, lines)))


def _on(boxes: Iterable[LineBox], page: int) -> list[LineBox]:
    return [box for box in boxes if box.page == page]


def _spanned(spans: Iterable[Span], lines: Sequence[LineBox]) -> Iterator[Rectangle]:
    """What surrounds the lines of each span, where it has any; both are sorted by where they begin."""
    at = 0
    for span in spans:
        while at < len(lines) and lines[at].end <= span.start:
            at += 1
        end = at
        while end < len(lines) and lines[end].start < span.end:
            end += 1
        if end > at:
            yield _around(lines[at:end])


def _around(boxes: Sequence[LineBox]) -> Rectangle:
    return (
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


class _Drawn:
    """A picture that is drawn on, in points of the page as it was looked at."""

    def __init__(self, picture: Image.Image, scale: float) -> None:
        self.picture = picture
        self.scale = scale
        self.pen = ImageDraw.Draw(picture, "RGBA")
        self.font = ImageFont.load_default(size=max(11, round(6.5 * scale)))

    def rectangles(self, layer: _Layer, places: Iterable[Rectangle]) -> None:
        for place in places:
            x0, top, x1, bottom = (self.scale * each for each in place)
            corners = (min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom))
            if layer.width:
                self.pen.rectangle(corners, outline=layer.colour, width=layer.width)
            else:
                self.pen.rectangle(corners, fill=(*layer.colour, _FILLED))

    def strokes(self, layer: _Layer, places: Iterable[Rectangle]) -> None:
        for place in places:
            self.pen.line([self.scale * each for each in place], fill=layer.colour, width=layer.width)

    def order(self, layer: _Layer, blocks: Sequence[Rectangle]) -> None:
        """The number of every block before its first word, and a line from each to the next."""
        starts = [(self.scale * x0, self.scale * top) for x0, top, _, _ in blocks]
        for one, two in pairwise(starts):
            self.pen.line([*one, *two], fill=(*layer.colour, _FILLED), width=layer.width)
        for number, (x, y) in enumerate(starts, start=1):
            left, top, right, bottom = self.pen.textbbox((0, 0), str(number), font=self.font)
            wide, high = right - left + 6, bottom - top + 6
            x = max(0.0, x - wide)
            self.pen.rectangle((x, y, x + wide, y + high), fill=layer.colour)
            self.pen.text((x + 3 - left, y + 3 - top), str(number), font=self.font, fill="white")

    def with_legend(self) -> Image.Image:
        """The picture with the name and colour of every layer below it, in as many rows as they need."""
        font = ImageFont.load_default(size=18)
        room = 60 + max(font.getlength(layer.name) for layer in LAYERS)
        across = max(1, int((self.picture.width - 12) // room))
        whole = Image.new("RGB", (self.picture.width, self.picture.height + 30 * -(-len(LAYERS) // across)), "white")
        whole.paste(self.picture)
        pen = ImageDraw.Draw(whole, "RGBA")
        for number, layer in enumerate(LAYERS):
            x, y = 12 + room * (number % across), self.picture.height + 30 * (number // across)
            fill = layer.colour if layer.name == _ORDER.name else None if layer.width else (*layer.colour, _FILLED)
            pen.rectangle((x, y + 8, x + 22, y + 22), outline=layer.colour, width=max(1, layer.width), fill=fill)
            pen.text((x + 30, y + 5), layer.name, font=font, fill="black")
        return whole
