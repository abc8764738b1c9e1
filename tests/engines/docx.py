"""A report as a word processor's file, with real footnotes, for LibreOffice to set."""

from __future__ import annotations

import io
from functools import singledispatchmethod
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from PIL import Image, ImageDraw

from tests.engines.flow import (
    Boxed,
    Break,
    Columns,
    Contents,
    Document,
    Head,
    Listing,
    Piece,
    Prose,
    Runs,
    Sheet,
    Space,
)
from tests.engines.html import COLOURS, HEAD, INK, TINT
from tests.engines.style import Style

FONTS = {"sans": "Liberation Sans", "serif": "Liberation Serif", "vera": "DejaVu Sans"}
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip
UPRIGHT = {
    "top": WD_CELL_VERTICAL_ALIGNMENT.TOP, "middle": WD_CELL_VERTICAL_ALIGNMENT.CENTER,
    "bottom": WD_CELL_VERTICAL_ALIGNMENT.BOTTOM,
}  # fmt: skip
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
MEASURE = 475.0  # points of a line


def render(document: Document, style: Style) -> bytes:
    """The bytes of the file."""
    writer = _Writer(document, style)
    for piece in document.pieces:
        writer.piece(piece)
    out = io.BytesIO()
    writer.finish().save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, document: Document, style: Style) -> None:
        self.document, self.style = document, style
        self.file = docx.Document()
        self.body: Any = self.file  # or the cell that is written into
        self.notes: list[int] = []
        self.icons: dict[str, bytes] = {}
        normal = self.file.styles["Normal"]
        normal.font.name, normal.font.size = FONTS[style.font], Pt(style.size)
        section = self.file.sections[0]
        section.page_width, section.page_height = (Pt(595), Pt(842)) if style.page == "a4" else (Pt(612), Pt(792))
        section.left_margin = section.right_margin = Pt(60)
        section.top_margin, section.bottom_margin = Pt(58), Pt(64)
        self._running(section)

    # --- words

    def _paragraph(self, runs: Runs, size: float = 0, pitch: float = 0, after: float = 6, **more: Any) -> Any:
        """A paragraph with exact line pitch."""
        made = self.body.add_paragraph()
        size, pitch = size or self.style.size, pitch or self.style.pitch
        spacing = made.paragraph_format
        spacing.space_before, spacing.space_after = Pt(more.get("before", 0)), Pt(after)
        spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(round(size * pitch, 1))
        spacing.keep_with_next = more.get("keep", False)
        if self.style.justified and more.get("justified"):
            made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        self._runs(made, runs, size, **more)
        return made

    def _runs(self, paragraph: Any, runs: Runs, size: float, **more: Any) -> None:
        for run in runs:
            if run.note:
                self._mark(paragraph, run.note)
                continue
            made = paragraph.add_run(run.text)
            made.font.size = Pt(size)
            made.bold, made.italic = run.bold or more.get("bold", False) or None, run.italic or None
            if colour := more.get("colour"):
                made.font.color.rgb = RGBColor.from_string(colour)
            if spaced := more.get("spaced"):
                element = OxmlElement("w:spacing")
                element.set(qn("w:val"), str(round(spaced * size * 20)))
                made._r.get_or_add_rPr().append(element)

    def _mark(self, paragraph: Any, number: int) -> None:
        self.notes.append(number)
        run = paragraph.add_run()
        run.font.superscript = True
        element = OxmlElement("w:footnoteReference")
        element.set(qn("w:id"), str(len(self.notes)))
        run._r.append(element)

    @singledispatchmethod
    def piece(self, piece: Piece) -> None:
        raise TypeError(type(piece).__name__)

    @piece.register
    def _(self, piece: Head) -> None:
        size = (20, self.style.size * 1.8, self.style.size * 1.4, self.style.size * 1.17, self.style.size * 1.05)
        look = {"bold": True, "spaced": self.style.spaced if piece.level else 0, "keep": piece.level > 0}
        colour = {} if piece.level in (0, 4) else {"colour": "2F3C7E"}
        before, after = ((0, 0), (14, 8), (11, 5), (8, 4), (6, 3))[piece.level]
        made = self._paragraph(piece.runs, size[piece.level], 1.25, after, before=before, **look, **colour)
        made.paragraph_format.page_break_before = piece.fresh
        if piece.level:
            level = OxmlElement("w:outlineLvl")
            level.set(qn("w:val"), str(piece.level - 1))
            made._p.get_or_add_pPr().append(level)

    @piece.register
    def _(self, piece: Prose) -> None:
        made = self._paragraph(piece.runs, after=1 if piece.kind == "tight" else 6, justified=piece.kind == "body")
        if piece.kind == "quote":
            made.paragraph_format.left_indent = made.paragraph_format.right_indent = Pt(22)

    @piece.register
    def _(self, piece: Listing) -> None:
        for label, runs in piece.items:
            made = self._paragraph((), after=3)
            self._runs(made, (type(runs[0])((label or self.style.bullet) + "\t"), *runs), self.style.size)
            made.paragraph_format.left_indent, made.paragraph_format.first_line_indent = Pt(20), Pt(-14)
            made.paragraph_format.tab_stops.add_tab_stop(Pt(20))

    @piece.register
    def _(self, piece: Boxed) -> None:
        table = self.body.add_table(1, 1)
        _borders(table, dict.fromkeys(("top", "left", "bottom", "right"), ("8", "2F3C7E")))
        cell = table.cell(0, 0)
        _shade(cell, "#e6f2e6" if piece.good else "#fbeaea")
        self._within(cell, lambda: [self._paragraph(runs, after=4) for runs in piece.paragraphs])
        self._paragraph((), after=0)

    @piece.register
    def _(self, piece: Contents) -> None:
        made = self._paragraph(piece.heading, self.style.size * 1.8, 1.25, 8, bold=True, colour="2F3C7E")
        made.paragraph_format.page_break_before = True
        for title, page in piece.entries:
            made = self._paragraph(title, after=2)
            made.add_run(f"\t{page}").font.size = Pt(self.style.size)
            stops = made.paragraph_format.tab_stops
            stops.add_tab_stop(Pt(MEASURE - 4), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)

    @piece.register
    def _(self, piece: Space) -> None:
        self._paragraph((), size=6, pitch=1.0, after=0)

    @piece.register
    def _(self, piece: Break) -> None:
        self.body.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    @piece.register
    def _(self, piece: Columns) -> None:
        self._section(1)
        for one in piece.pieces:
            self.piece(one)
        self._section(2)

    # --- tables

    @piece.register
    def _(self, piece: Sheet) -> None:
        if piece.wide:
            self._section(1, WD_SECTION.NEW_PAGE)
        around = "" if piece.plain or piece.wide else self.style.around
        if around and self.body is self.file:
            outer = self.file.add_table(1, 1)
            if around == "border":
                _borders(outer, dict.fromkeys(("top", "left", "bottom", "right"), ("6", INK)))
            else:
                _shade(outer.cell(0, 0), "#f3f3ec")
            self._within(outer.cell(0, 0), lambda: self._sheet(piece, MEASURE - 14))
            self._paragraph((), size=4, pitch=1.0, after=0)
        else:
            self._sheet(piece, 700 if piece.wide else MEASURE)
        if piece.wide:
            self._section(1, WD_SECTION.NEW_PAGE, wide=True)

    def _sheet(self, piece: Sheet, measure: float) -> None:
        style = self.style
        kind = "full" if piece.plain or piece.wide else style.rules
        table = self.body.add_table(len(piece.rows), len(piece.widths))
        table.autofit = False
        size = style.smallest if piece.wide else style.size * 0.88
        _padding(table, *((1.5, 1.5) if piece.wide else (style.padding, 4)))
        for at, row in enumerate(piece.rows):
            column = 0
            if at < piece.heads and style.repeated:
                table.rows[at]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            if not style.split_rows:
                table.rows[at]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell in row:
                box = table.cell(at, column)
                if cell.span > 1:
                    box = box.merge(table.cell(at, column + cell.span - 1))
                box.width = Pt(sum(piece.widths[column : column + cell.span]) * measure)
                box.vertical_alignment = UPRIGHT[style.upright]
                made = box.paragraphs[0]
                self._set_cell(made, cell.runs, size)
                made.alignment = ALIGN[style.align] if column else WD_ALIGN_PARAGRAPH.LEFT
                if cell.icon in COLOURS:
                    made.add_run().add_picture(io.BytesIO(self._icon(cell.icon)), width=Pt(size))
                head = at < piece.heads
                _cell_borders(box, _edges(kind, head, at == 0, at == piece.heads - 1, at == len(piece.rows) - 1))
                if tint := _tint(kind, style, head, at - piece.heads):
                    _shade(box, tint)
                column += cell.span
        for column, share in enumerate(piece.widths):
            table.columns[column].width = Pt(share * measure)

    def _set_cell(self, paragraph: Any, runs: Runs, size: float) -> None:
        spacing = paragraph.paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        spacing.line_spacing = Pt(round(size * self.style.table_pitch, 1))
        self._runs(paragraph, runs, size)

    def _icon(self, label: str) -> bytes:
        if label not in self.icons:
            image = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
            ImageDraw.Draw(image).ellipse((1, 1, 30, 30), fill=COLOURS[label])
            out = io.BytesIO()
            image.save(out, "PNG")
            self.icons[label] = out.getvalue()
        return self.icons[label]

    def _within(self, cell: Any, write: Any) -> None:
        before, self.body = self.body, cell
        write()
        self.body = before
        first = cell.paragraphs[0]
        if not first.text and len(cell._tc) > 2:
            first._p.getparent().remove(first._p)
        if cell._tc[-1].tag != qn("w:p"):
            last = cell.add_paragraph().paragraph_format
            last.line_spacing_rule, last.line_spacing, last.space_after = WD_LINE_SPACING.EXACTLY, Pt(1), Pt(0)

    # --- pages

    def _section(self, columns: int, start: Any = WD_SECTION.CONTINUOUS, wide: bool = False) -> None:
        """Ends the section, which has so many columns."""
        section = self.file.sections[-1]
        columns_of = section._sectPr.find(qn("w:cols"))
        if columns_of is None:
            columns_of = OxmlElement("w:cols")
            section._sectPr.append(columns_of)
        columns_of.set(qn("w:num"), str(columns))
        columns_of.set(qn("w:space"), "480")
        long, short = max(section.page_width, section.page_height), min(section.page_width, section.page_height)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if wide else (short, long)
        following = self.file.add_section(start)
        following.page_width, following.page_height, following.orientation = short, long, WD_ORIENT.PORTRAIT
        following._sectPr.find(qn("w:cols")).set(qn("w:num"), "1")

    def _running(self, section: Any) -> None:
        style = self.style
        if style.header != "none":
            section.header.paragraphs[0].add_run(self.document.title).font.size = Pt(7.5)
            if style.header == "two":
                section.header.add_paragraph().add_run("An inspection report").font.size = Pt(7.5)
        foot = section.footer.paragraphs[0]
        foot.paragraph_format.tab_stops.add_tab_stop(Pt(MEASURE), WD_TAB_ALIGNMENT.RIGHT)
        foot.add_run(f"{self.document.footer}\t").font.size = Pt(7.5)
        for at, part in enumerate(style.number.split("{}")):
            if at:
                _field(foot, "PAGE" if at == 1 else "NUMPAGES")
            foot.add_run(part).font.size = Pt(7.5)
        if style.frame:
            borders = OxmlElement("w:pgBorders")
            for side in ("top", "left", "bottom", "right"):
                borders.append(_line(side, "6", "444444", space="8"))
            section._sectPr.insert(0, borders)

    def finish(self) -> Any:
        """The document with its footnotes."""
        texts = []
        for at, number in enumerate(self.notes, 1):
            words = "".join(run.text for run in self.document.notes[number])
            words = words.replace("&", "&amp;").replace("<", "&lt;")
            look = '<w:rPr><w:sz w:val="15"/></w:rPr>'
            mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/><w:sz w:val="15"/></w:rPr><w:footnoteRef/></w:r>'
            words = f'<w:r>{look}<w:t xml:space="preserve"> {words}</w:t></w:r>'
            texts.append(f'<w:footnote w:id="{at}"><w:p>{mark}{words}</w:p></w:footnote>')
        kinds = "".join(
            f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for n, kind in ((-1, "separator"), (0, "continuationSeparator"))
        )
        whole = f"<w:footnotes {nsdecls('w')}>{kinds}{''.join(texts)}</w:footnotes>"
        part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, whole.encode(), self.file.part.package)
        self.file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        return self.file


def _edges(kind: str, head: bool, first: bool, last_head: bool, last: bool) -> dict[str, tuple[str, str]]:
    """Borders of a cell: side -> eighths of a point, colour."""
    line, thick = ("4", INK), ("8", INK)
    sides = ("top", "left", "bottom", "right")
    if kind in ("full", "cell-by-cell", "hairlines"):
        return dict.fromkeys(sides, line if kind != "hairlines" else ("2", INK))
    if kind in ("rows", "clipped"):
        return {"top": line, "bottom": line}
    if kind == "booktabs":
        return {
            **({"top": thick} if first else {}),
            **({"bottom": line} if last_head else {}),
            **({"bottom": thick} if last else {}),
        }
    if kind == "verticals":
        return {"left": line, "right": line, **({"top": line} if first else {}), **({"bottom": line} if last else {})}
    if kind == "head-verticals":
        return dict.fromkeys(sides, line) if head else ({"bottom": line} if last else {})
    return dict.fromkeys(sides, ("12", "#FFFFFF")) if kind == "white-rules" else {}


def _tint(kind: str, style: Style, head: bool, row: int) -> str:
    if kind == "white-rules":
        return HEAD if head else TINT
    if kind in ("bands", "clipped"):
        return HEAD if head else TINT * (row % 2)
    return HEAD if head and style.shaded_heads and kind in ("full", "rows", "cell-by-cell") else ""


def _line(side: str, width: str, colour: str, space: str = "0") -> Any:
    element = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", width), ("space", space), ("color", colour.lstrip("#"))):
        element.set(qn(f"w:{name}"), value)
    return element


def _borders(table: Any, edges: dict[str, tuple[str, str]]) -> None:
    borders = OxmlElement("w:tblBorders")
    for side, (width, colour) in edges.items():
        borders.append(_line(side, width, colour))
    table._tbl.tblPr.append(borders)


def _cell_borders(cell: Any, edges: dict[str, tuple[str, str]]) -> None:
    if edges:
        borders = OxmlElement("w:tcBorders")
        for side, (width, colour) in edges.items():
            borders.append(_line(side, width, colour))
        cell._tc.get_or_add_tcPr().append(borders)


def _shade(cell: Any, colour: str) -> None:
    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.lstrip("#"))):
        element.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(element)


def _padding(table: Any, points: float, beside: float) -> None:
    element = OxmlElement("w:tblCellMar")
    for side, width in (("top", points), ("left", beside), ("bottom", points), ("right", beside)):
        inner = OxmlElement(f"w:{side}")
        inner.set(qn("w:w"), str(round(width * 20)))
        inner.set(qn("w:type"), "dxa")
        element.append(inner)
    table._tbl.tblPr.append(element)


def _field(paragraph: Any, name: str) -> None:
    """A number that the word processor puts in."""
    run = paragraph.add_run()
    run.font.size = Pt(7.5)
    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = name
        run._r.append(element)
