"""What the pages of the PDF are drawn with: styles, icons, bookmarks, and a canvas that knows its footnotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import reportlab
from PIL import Image, ImageDraw
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from tests.generator.pdf_nuisances import PdfNuisances
from tests.generator.quotes import quoted

MARGIN = 62.0
BLUE = colors.HexColor("#2f3c7e")
TINTS = {
    "head": colors.HexColor("#d6dcef"),
    "sub": colors.HexColor("#eef0f7"),
    "good": colors.HexColor("#e6f2e6"),
    "poor": colors.HexColor("#fbeaea"),
}
ICONS = {
    "Outstanding": colors.HexColor("#1b7a3d"),
    "Good": colors.HexColor("#8bc34a"),
    "Requires improvement": colors.HexColor("#f28c1e"),
    "Inadequate": colors.HexColor("#cf2030"),
}

_FAMILIES = {
    "Helvetica": ("Helvetica", "Helvetica-Bold"),
    "Times-Roman": ("Times-Roman", "Times-Bold"),
    "Vera": ("Vera", "VeraBd"),
}


@cache
def styles(habits: PdfNuisances) -> dict[str, ParagraphStyle]:
    """Styles of paragraphs by what they are for."""
    text, bold = _FAMILIES[habits.font]
    if habits.font == "Vera":
        _register()

    def style(name: str, size: float = 9, pitch: float = habits.pitch, font: str = text, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * pitch, **more)

    def head(name: str, size: float, leading: float, before: float, after: float) -> ParagraphStyle:
        colour = {} if name == "small" else {"textColor": BLUE}
        room = {"spaceBefore": before, "spaceAfter": after, "keepWithNext": int(name != "cover")}
        return ParagraphStyle(name, fontName=bold, fontSize=size, leading=leading, **room, **colour)

    prose = {"alignment": TA_JUSTIFY} if habits.justified else {}
    side = {"left": TA_LEFT, "centre": TA_CENTER, "right": TA_RIGHT}[habits.align]
    made = (
        style("body", spaceAfter=6, **prose),
        style("tight", spaceAfter=1),
        style("cell", 8, habits.table_pitch, splitLongWords=0),
        style("side", 8, habits.table_pitch, splitLongWords=0, alignment=side),
        style("icons", 4.8, 1.25, splitLongWords=0),
        style("note", 7, 1.25),
        style("quote", leftIndent=22, rightIndent=22, spaceAfter=6, **prose),
        style("item", leftIndent=20, bulletIndent=6, spaceAfter=3, **prose),
        head("cover", 20, 26, 0, 0),
        head("h1", 17, 21, 12, 8),
        head("h2", 12.5, 16, 10, 5),
        head("h3", 10.5, 13, 7, 4),
        head("small", 9.5, 12, 5, 3),
    )
    return {one.name: one for one in made}


@cache
def _register() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd", "VeraIt", "VeraBI"):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt", boldItalic="VeraBI")


def inline(text: str, curly: str) -> str:
    """Inline text as reportlab's markup; a footnote mark also tells the canvas which note the page needs."""
    text = quoted(text, curly).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"&lt;(/?[bi])&gt;", r"<\1>", text)
    opened, closed = text.count("<i>"), text.count("</i>")  # a span may run over several lines
    text = "<i>" * (closed > opened) + text + "</i>" * (opened > closed)
    mark = r'<super size="70%">\1</super><onDraw name="needs" label="\1"/>'
    return re.sub(r"&lt;sup&gt;(\d+)&lt;/sup&gt;", mark, text)


def with_breaks(markup: str) -> str:
    """Markup with soft hyphens where long words may be broken."""
    if "&" in markup:
        return markup  # the space before a character reference would be lost
    return re.sub(
        r"(?<![<\w])[A-Za-z]{7,}(?![^<]*>)",
        lambda m: re.sub(r"(?<=\w\w[b-df-hj-np-tv-z])(?=[b-df-hj-np-tv-z][aeiou]\w)", "\u00ad", m[0]),
        markup,
    )


class NotedCanvas(Canvas):
    """A canvas that collects the notes which the page needs and sets them above the footer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: list[int] = []
        self.done: set[int] = set()
        self.rest: list[Paragraph] = []  # of a footnote of the page before
        self.section = ""
        self.setNamedCB("needs", NotedCanvas.needs)

    @staticmethod
    def needs(canvas: NotedCanvas, kind: str, label: str) -> None:
        """Called while a mark is drawn."""
        number = int(label)
        if number not in canvas.done:
            canvas.done.add(number)
            canvas.waiting.append(number)

    def foot(self, running: Running, notes: dict[int, str], curly: str) -> None:
        """Footnotes of the page, a rule, and what runs over and below all pages."""
        width = self._pagesize[0] - 2 * MARGIN
        self.setFillColor(colors.black)
        habits = running.habits
        two = habits.footer == "two"
        y = 58.0 if two else 48.0
        lines: list[Paragraph] = [*self.rest]
        self.rest = []
        for number in self.waiting:
            shown = Paragraph(
                f'<super size="70%">{number}</super> {inline(notes[number], curly)}', styles(running.habits)["note"]
            )
            lines.append(shown)
        for shown in lines:
            shown.wrap(width, 200)
        if habits.long_notes and lines and len(lines[-1].blPara.lines) > 1:
            first, *rest = lines[-1].split(width, 10)
            first.wrap(width, 200)
            lines[-1], self.rest = first, rest
        for shown in reversed(lines):
            shown.drawOn(self, MARGIN, y)
            y += shown.height + 1
        if lines and habits.note_rule:
            self.line(MARGIN, y + 3, MARGIN + 90, y + 3)
        self.waiting = []
        self.setLineWidth(0.6)
        if habits.frame:
            self.rect(MARGIN - 24, 20, width + 48, self._pagesize[1] - 40)
        self.line(MARGIN, 52 if two else 42, MARGIN + width, 52 if two else 42)
        self.setFont("Helvetica", 7.5)
        page = self.getPageNumber()
        number = habits.page_number.format(page, running.pages)
        self._ends(41 if two else 31, width, running.title, number, habits.mirrored and page % 2 == 0)
        if two:
            self._ends(31, width, "Published for anyone to read", "", False)
        top = self._pagesize[1] - 28
        if habits.header != "none" and page > 1:
            self._ends(top, width, self.section[:60], "", habits.mirrored and page % 2 == 0)
        if habits.header == "two" and page > 1:
            self._ends(top - 10, width, "", "An inspection report", habits.mirrored and page % 2 == 0)

    def _ends(self, y: float, width: float, left: str, right: str, swapped: bool) -> None:
        left, right = (right, left) if swapped else (left, right)
        self.drawString(MARGIN, y, left)
        self.drawRightString(MARGIN + width, y, right)


@dataclass(frozen=True)
class Running:
    """What runs over and below all pages."""

    title: str
    habits: PdfNuisances
    pages: int


class Icon(Flowable):
    """A rating as a coloured disc: no text stands in it."""

    def __init__(self, label: str, radius: float = 7, shape: str = "circle") -> None:
        super().__init__()
        self.label, self.radius, self.shape = label, radius, shape
        self.width = self.height = 2 * radius

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setFillColor(ICONS.get(self.label, colors.white))
        self.canv.setStrokeColor(colors.grey)
        side = 2 * self.radius
        if self.shape == "square":
            self.canv.roundRect(0, 0, side, side, 1.5, stroke=1, fill=1)
        elif self.shape == "picture":
            self.canv.drawImage(_disc(ICONS.get(self.label, colors.white).hexval()), 0, 0, side, side, mask="auto")
        else:
            self.canv.circle(self.radius, self.radius, self.radius, stroke=1, fill=1)


@cache
def _disc(colour: str) -> ImageReader:
    image = Image.new("RGBA", (24, 24), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((0, 0, 23, 23), fill="#" + colour[2:])
    return ImageReader(image)


class Dotted(Paragraph):
    """An item with a bullet that is drawn, not written."""

    opens = True

    def split(self, width: float, height: float) -> list[Paragraph]:
        """Parts; the dot stands before the first."""
        parts: list[Paragraph] = super().split(width, height)
        for part in parts[1:]:
            part.opens = False
        return parts

    def draw(self) -> None:
        if self.opens:
            self.canv.setFillColor(colors.black)
            self.canv.circle(8.5, self.height - 7.5, 1.6, stroke=0, fill=1)
        super().draw()


class Section(Flowable):
    """From here on the running header names this section."""

    width = height = 0
    _ZEROSIZE = True  # drawn within columns too

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = re.sub(r"<.*?>", "", title)

    def draw(self) -> None:
        self.canv.section = self.title


class Bookmark(Flowable):
    """An entry of the outline, at the heading that follows."""

    def __init__(self, title: str, level: int) -> None:
        super().__init__()
        self.title, self.level = re.sub(r"<.*?>", "", title), level
        self.width = self.height = 0

    def draw(self) -> None:
        key = f"{self.canv.getPageNumber()}-{self.title}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(self.title, key, 0, closed=False)


class Noting(Flowable):
    """A place where a note is due that no mark has called for."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.width = self.height = 0

    def draw(self) -> None:
        NotedCanvas.needs(self.canv, "", str(self.number))
