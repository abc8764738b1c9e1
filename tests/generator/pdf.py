"""A plan as a PDF: coloured headings, ruled tables, icons, tinted boxes, running footers and footnotes."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import takewhile
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.platypus import (
    BalancedColumns,
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus import PageBreak as NewPage

from tests.generator.blocks import (
    Block,
    Box,
    ContentsPage,
    Grid,
    Heading,
    Items,
    Legend,
    Lines,
    Note,
    PageBreak,
    Para,
    Picture,
    RatingLine,
    Row,
    Verdict,
)
from tests.generator.nuisances import Nuisances
from tests.generator.page import (
    BLUE,
    MARGIN,
    TINTS,
    Bookmark,
    Dotted,
    Icon,
    NotedCanvas,
    Noting,
    Running,
    Section,
    inline,
    styles,
    with_breaks,
)
from tests.generator.pdf_nuisances import PdfNuisances
from tests.generator.rules import TINTED, padding, rules
from tests.generator.truth import POINTS, Plan

WIDTH = A4[0] - 2 * MARGIN
BOXED = ("BACKGROUND", (0, 0), (-1, -1), HexColor("#f3f3ec"))
HIGH = 600  # points of the highest table that a box is drawn around; a page does not break it
ROOM = 18  # points below two columns: nothing else tells what ends the left one from what goes on below both


def render(plan: Plan, nuisances: Nuisances, habits: PdfNuisances | None = None) -> bytes:
    """The bytes of the PDF: the same plan and habits give the same bytes."""
    habits = habits or PdfNuisances()
    pages = 0
    if "of" in habits.page_number:
        pages = render(plan, nuisances, replace(habits, page_number="{}")).count(b"/Type /Page\n")
    out = io.BytesIO()
    notes = {block.number: block.text for block in plan.blocks if isinstance(block, Note)}
    document = BaseDocTemplate(
        out, pagesize=A4, title=plan.report["title"], author="Generated sample", invariant=1, pageCompression=1
    )

    def foot(canvas: NotedCanvas, _: BaseDocTemplate) -> None:
        canvas.foot(Running(plan.footer, habits, pages), notes, nuisances.curly)

    for name, size in (("upright", A4), ("wide", landscape(A4))):
        foot_room = 96 if habits.footer == "one" else 106
        frame = Frame(MARGIN, foot_room, size[0] - 2 * MARGIN, size[1] - 50 - foot_room, 0, 0, 0, 0, id=name)
        document.addPageTemplates(PageTemplate(name, [frame], pagesize=size, onPageEnd=foot))
    document.build(_Layout(plan, nuisances, habits).story(), canvasmaker=NotedCanvas)
    return out.getvalue()


def _is_prose(block: Block) -> bool:
    return isinstance(block, Para | Items | Note) or (isinstance(block, Heading) and block.colon)


class _Layout:
    """Turns blocks into flowables."""

    def __init__(self, plan: Plan, nuisances: Nuisances, habits: PdfNuisances) -> None:
        self.plan, self.n, self.habits = plan, nuisances, habits
        self.styles = styles(habits)
        self.full = [*rules("full", 1, 0), *padding(None)]

    def story(self) -> list[Flowable]:
        story: list[Flowable] = []
        blocks = self.plan.blocks
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if isinstance(block, RatingLine):
                together = self._run(blocks[at:])
                story += self._ratings(together)
                at += len(together)
                continue
            prose = list(takewhile(_is_prose, blocks[at : at + 12]))
            while prose and isinstance(prose[-1], Heading):
                prose.pop()
            if self.habits.columns and len(prose) > 1 and len(str(prose)) > 900 and not isinstance(prose[0], Heading):
                story += self._columns(prose)
                at += len(prose)
                continue
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            beside = isinstance(following, Verdict) and (following.beside or self.habits.beside)
            if isinstance(block, Heading) and isinstance(following, Verdict) and beside:
                story += self._banner(block, following)
                at += 2
                continue
            story += getattr(self, f"_{type(block).__name__.lower()}")(block)
            at += 1
        return story

    @staticmethod
    def _run(blocks: list[Block]) -> list[RatingLine]:
        lines = takewhile(lambda b: isinstance(b, RatingLine), blocks)
        return [line for line in lines if isinstance(line, RatingLine)]

    def _p(self, text: str, style: str = "body") -> Paragraph:
        return self._paragraph(inline(text, self.n.curly), style)

    def _paragraph(self, markup: str, style: str, kind: type[Paragraph] = Paragraph, **more: Any) -> Paragraph:
        if self.habits.hyphens != "none" and style in ("body", "item", "quote", "cell"):
            hyphenating = self.styles[style].clone(style, embeddedHyphenation=1)
            return kind(with_breaks(markup), hyphenating, **more)
        return kind(markup, self.styles[style], **more)

    def _columns(self, blocks: list[Block]) -> list[Flowable]:
        flows = [flow for block in blocks for flow in getattr(self, f"_{type(block).__name__.lower()}")(block)]
        for flow in flows:
            flow.keepWithNext = 0
        return [BalancedColumns(flows, 2, needed=150, leftPadding=0, rightPadding=0, innerPadding=26), Spacer(1, ROOM)]

    def _icon(self, label: str, radius: float = 7) -> Icon:
        return Icon(label, radius, self.habits.icons)

    def _title(self, block: Heading) -> str:
        dot = block.ref[:1].isdigit() and ("." not in block.ref or self.n.dotted_refs)
        return f"{block.ref}{'.' if dot else ''} {block.text}".strip()

    def _heading(self, block: Heading) -> list[Flowable]:
        style = "small" if block.colon else f"h{min(block.level, 3)}"
        title = self._title(block)
        made: list[Flowable] = [self._p(title, style)]
        if not block.colon and block.level < 3:
            made[:0] = [Bookmark(title, block.level), *([Section(title)] if self.habits.header != "none" else [])]
        fresh = block.level == 1 and (block.ref == "1" or block.text.lower().startswith(("foreword", "annexe one")))
        return [NewPage(), *made] if fresh and not block.colon else made

    def _banner(self, heading: Heading, verdict: Verdict) -> list[Flowable]:
        """Heading, label and icon in a tinted row, and what the standard asks for below it."""
        title = self._title(heading)
        rows = [
            [self._p(title, "h3"), self._p(f"<b>{verdict.label}</b>"), self._icon(verdict.label)],
            [self._p(verdict.sentence), "", ""],
        ]
        style = [("SPAN", (0, 1), (-1, 1)), ("BACKGROUND", (0, 0), (-1, 0), TINTS["head"]), *self.full]
        return [Spacer(1, 8), Bookmark(title, 2), Table(rows, [WIDTH - 150, 110, 40], style=TableStyle(style)),
                Spacer(1, 6)]  # fmt: skip

    def _verdict(self, block: Verdict) -> list[Flowable]:
        icon: Any = self._icon(block.label) if block.label in POINTS else ""
        row = [self._p(f"<i>{block.sentence}</i>"), self._p(f"<b>{block.label}</b>"), icon]
        return [Table([row], [WIDTH - 150, 110, 40], style=TableStyle(self.full)), Spacer(1, 6)]

    def _ratings(self, lines: list[RatingLine]) -> list[Flowable]:
        rows = [
            [self._p(f"{x.ref} {x.name}".strip()), self._p(f"<b>{x.label}</b>"), self._icon(x.label)] for x in lines
        ]
        return [Table(rows, [WIDTH - 190, 150, 40], style=TableStyle(self.full)), Spacer(1, 8)]

    def _lines(self, block: Lines) -> list[Flowable]:
        return [*(self._p(text, "cover" if block.big else "tight") for text, _ in block.lines), Spacer(1, 6)]

    def _para(self, block: Para) -> list[Flowable]:
        return [self._p(block.text, "quote" if block.quoted else "body")]

    def _items(self, block: Items) -> list[Flowable]:
        bullet = self.n.bullet if self.n.bullet in ("•", "o") else "•"
        made: list[Flowable] = []
        for item in block.items:
            text = inline(f"<i>{item.text}</i>" if block.italic else item.text, self.n.curly)
            if item.label or self.habits.bullets != "circle":
                made.append(self._paragraph(text, "item", bulletText=item.label or bullet))
            else:
                made.append(self._paragraph(text, "item", kind=Dotted))
        return [*made, Spacer(1, 4)]

    def _grid(self, block: Grid) -> list[Flowable]:
        columns = len(block.rows[0].cells)
        width = landscape(A4)[0] - 2 * MARGIN if block.icons else WIDTH
        top = sum(row.header for row in block.rows)
        style = [
            *(self.full if block.icons else self._lines_of_table(len(block.rows), top)),
            ("VALIGN", (0, 0), (-1, -1), self.habits.upright),
        ]
        if block.icons:
            style += [("LEFTPADDING", (0, 0), (-1, -1), 1.5), ("RIGHTPADDING", (0, 0), (-1, -1), 1.5)]
        if top and (self.habits.tables in TINTED or block.icons):
            style.append(("BACKGROUND", (0, 0), (-1, top - 1), TINTS["head"]))
        for at, row in enumerate(block.rows):
            if row.strong and self.habits.tables in TINTED:
                style.append(("BACKGROUND", (0, at), (-1, at), TINTS["sub"]))
            style += self._spans(at, row)
        table = Table(
            [self._cells(row, block) for row in block.rows],
            self._widths(columns, width, block),
            repeatRows=top if self.n.table_header == "repeated" else 0,
            style=TableStyle(style),
            splitInRow=int(self.habits.split_rows and self.habits.padding != 0 and not block.icons),  # it would not end
        )
        if block.icons:
            return [NextPageTemplate("wide"), NewPage(), table, NextPageTemplate("upright"), NewPage()]
        return [self._around(table, width), Spacer(1, 8)]

    def _around(self, table: Table, width: float) -> Flowable:
        """The table, or a box that it stands in."""
        if not self.habits.around or table.wrap(width, 9999)[1] > HIGH:
            return table
        look = ("BOX", (0, 0), (-1, -1), 0.7, BLUE) if self.habits.around == "border" else BOXED
        return Table([[table]], [width + 12], style=TableStyle([look]))

    def _lines_of_table(self, rows: int, heads: int) -> list[tuple[Any, ...]]:
        """How the rows of a table are parted."""
        return [*rules(self.habits.tables, rows, heads), *padding(self.habits.padding)]

    @staticmethod
    def _spans(at: int, row: Row) -> list[tuple[Any, ...]]:
        """A header cell reaches over the empty ones to its right."""
        if not row.header:
            return []
        spans, start = [], 0
        for column in range(1, len(row.cells) + 1):
            if column == len(row.cells) or row.cells[column]:
                if column - start > 1 and row.cells[start]:
                    spans.append(("SPAN", (start, at), (column - 1, at)))
                start = column
        return spans

    def _cells(self, row: Row, block: Grid) -> list[Any]:
        bold = row.header or row.strong
        cells: list[Any] = []
        for at, cell in enumerate(row.cells):
            style = "icons" if block.icons else "side" if at else "cell"
            if cell in POINTS and not row.header and (block.icons or row.ratings):
                shown: Any = self._icon(cell, 5)
                cells.append(shown if block.icons else [self._p(cell, style), shown])
            else:
                cells.append(self._p(f"<b>{cell}</b>" if bold and cell else cell, style))
        return cells

    @staticmethod
    def _widths(columns: int, width: float, block: Grid) -> list[float]:
        if block.icons:
            return [96, 32, 54, 42, 52, *[(width - 276) / (columns - 5)] * (columns - 5)]
        if not block.wide_first:
            return [44, *[(width - 134) / (columns - 2)] * (columns - 2), 90]
        narrow = min(92.0, width * 0.62 / max(columns - 1, 1))
        if columns == 2:
            narrow = 120 if len(block.rows) < 8 else 80
            longest = max(len(row.cells[0]) for row in block.rows)
            narrow = width - 80 if longest < 13 else narrow
        return [width - narrow * (columns - 1), *[narrow] * (columns - 1)]

    def _note(self, block: Note) -> list[Flowable]:
        return [Noting(block.number)]

    def _box(self, block: Box) -> list[Flowable]:
        rows = [[self._p(f"<b>{line}</b>")] for line in (block.label, block.title) if line]
        rows += [[self._p(text)] for text in block.paragraphs]
        tint = TINTS["good" if block.good else "poor"]
        style = [("BACKGROUND", (0, 0), (-1, -1), tint), ("BOX", (0, 0), (-1, -1), 0.8, BLUE)]
        return [Spacer(1, 4), Table(rows, [WIDTH], style=TableStyle(style)), Spacer(1, 8)]

    def _contentspage(self, block: ContentsPage) -> list[Flowable]:
        rows = [[self._p(title, "tight"), self._p(page, "tight")] for title, page in block.entries]
        return [NewPage(), self._p(block.heading, "h1"), Table(rows, [WIDTH - 40, 40]), Spacer(1, 12)]

    def _picture(self, block: Picture) -> list[Flowable]:
        return [Spacer(1, 14)]

    def _legend(self, block: Legend) -> list[Flowable]:
        rows = [[self._icon(label, 5), self._p(words, "cell")] for label, words in block.entries]
        return [Table(rows, [22, 150], hAlign="LEFT", style=TableStyle(padding(None))), Spacer(1, 6)]

    def _pagebreak(self, block: PageBreak) -> list[Flowable]:
        return [NewPage()]
