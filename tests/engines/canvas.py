"""A plan of a table drawn letter by letter and rule by rule, so that nothing of it is left to a layout engine."""

from __future__ import annotations

import io
from dataclasses import dataclass

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from tests.engines.plan import ASCENT, DESCENT, PARTED, TablePlan, wrap

BOLD = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold", "Vera": "VeraBd"}
INK, TINT, HEAD = colors.HexColor("#5a6478"), colors.HexColor("#eceff5"), colors.HexColor("#cdd6e8")
THIN = 0.5
FOOT = 36  # points left below the last line


def render(plan: TablePlan) -> bytes:
    """The page as a PDF, higher where it does not hold all; the same plan gives the same bytes."""
    size = landscape(A4) if plan.wide else A4
    data, lacking = _drawn(plan, *size)
    return data if lacking <= 0 else _drawn(plan, size[0], size[1] + lacking)[0]


def _drawn(plan: TablePlan, width: float, height: float) -> tuple[bytes, float]:
    """The page as a PDF, and by how many points it is not high enough."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    page = _Page(canvas, plan, height)
    page.draw(width)
    canvas.showPage()
    canvas.save()
    return out.getvalue(), FOOT - page.y


@dataclass(frozen=True)
class _Box:
    """A cell: its edges, and its lines."""

    x0: float
    top: float
    x1: float
    bottom: float
    lines: list[str]
    font: str


class _Page:
    def __init__(self, canvas: Canvas, plan: TablePlan, height: float) -> None:
        self.canvas, self.plan = canvas, plan
        self.y = height - 64
        self.xs = [plan.left, plan.left + plan.label_width]
        while len(self.xs) <= len(plan.rows[0]):
            self.xs.append(self.xs[-1] + plan.column_width)

    def draw(self, width: float) -> None:
        plan = self.plan
        measure = min(width - 2 * plan.left, 520)
        for text in plan.above:
            self._paragraph(text, plan.font, measure)
        self._paragraph(plan.title, BOLD[plan.font], measure)
        rows = self._rows()
        self._tints(rows)
        for row in rows:
            self._words(row)
        self._rules(rows)
        self.y = rows[-1][0].bottom - plan.body_size * 2
        for text in plan.below:
            self._paragraph(text, plan.font, measure)

    def _paragraph(self, text: str, font: str, width: float) -> None:
        plan = self.plan
        self.canvas.setFont(font, plan.body_size)
        self.canvas.setFillColor(colors.black)
        for line in wrap(text, font, plan.body_size, width):
            self.canvas.drawString(plan.left, self.y, line)
            self.y -= plan.body_size * plan.body_pitch
        self.y -= plan.body_size * 0.6

    def _rows(self) -> list[list[_Box]]:
        plan, rows = self.plan, []
        top = self.y + plan.body_size * 0.4
        for number, texts in enumerate(plan.rows):
            font = BOLD[plan.font] if number == 0 and plan.bold_head else plan.font
            lines = [wrap(text, font, plan.size, self._room(at)) for at, text in enumerate(texts)]
            high = plan.size * plan.pitch * max(map(len, lines)) + 2 * plan.padding
            boxes = zip(self.xs, self.xs[1:], lines, strict=False)
            rows.append([_Box(x0, top, x1, top - high, words, font) for x0, x1, words in boxes])
            top -= high
        return rows

    def _room(self, column: int) -> float:
        return (self.plan.label_width if column == 0 else self.plan.column_width) - self.plan.gap

    def _words(self, row: list[_Box]) -> None:
        """Lines of a row's cells, one text object each, or the whole line of the row as one with jumps in it."""
        plan, placed = self.plan, []
        step = plan.size * plan.pitch
        for column, box in enumerate(row):
            spare = box.top - box.bottom - 2 * plan.padding - step * len(box.lines)
            down = {"top": 0.0, "middle": spare / 2, "bottom": spare}[plan.upright]
            for number, line in enumerate(box.lines):
                slack = step - (ASCENT + DESCENT) * plan.size
                y = box.top - plan.padding - down - number * step - slack / 2 - ASCENT * plan.size
                placed.append((round(y, 2), self._x(column, box, line), line, box.font))
        self.canvas.setFillColor(colors.black)
        if plan.one_object and plan.font != "Vera":
            for y in sorted({y for y, *_ in placed}, reverse=True):
                self._joined([(x, line, font) for at, x, line, font in placed if at == y and line], y)
            return
        for y, x, line, font in placed:
            self.canvas.setFont(font, plan.size)
            self.canvas.drawString(x, y, line)

    def _x(self, column: int, box: _Box, line: str) -> float:
        inner = self.plan.gap / 2
        free = box.x1 - box.x0 - 2 * inner - pdfmetrics.stringWidth(line, box.font, self.plan.size)
        share = 0.0 if column == 0 else {"left": 0.0, "centre": 0.5, "right": 1.0}[self.plan.align]
        return box.x0 + inner + max(0.0, free) * share

    def _joined(self, line: list[tuple[float, str, str]], y: float) -> None:
        """The words of a line of the row in one operator; between columns it moves on without a space."""
        if not line:
            return
        plan, parts, pen = self.plan, [], line[0][0]
        for x, words, font in line:
            parts += [f"{(pen - x) / plan.size * 1000:.0f}"] if x != pen else []
            escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").replace("£", r"\243")
            parts.append(f"({escaped})")
            pen = x + pdfmetrics.stringWidth(words, font, plan.size)
        text = self.canvas.beginText(line[0][0], y)
        text.setFont(line[0][2], plan.size)
        text._code.append(f"[{' '.join(parts)}] TJ")
        self.canvas.drawText(text)

    def _fill(self, x0: float, bottom: float, x1: float, top: float, colour: colors.Color) -> None:
        self.canvas.setFillColor(colour)
        self.canvas.rect(x0, bottom, x1 - x0, top - bottom, stroke=0, fill=1)

    def _clipped(self, x0: float, bottom: float, x1: float, top: float, colour: colors.Color) -> None:
        """A far larger fill of which only this much is seen."""
        self.canvas.saveState()
        path = self.canvas.beginPath()
        path.rect(x0, bottom, x1 - x0, top - bottom)
        self.canvas.clipPath(path, stroke=0, fill=0)
        self._fill(x0 - 30, bottom - 30, x1 + 30, top + 30, colour)
        self.canvas.restoreState()

    def _tints(self, rows: list[list[_Box]]) -> None:
        rules = self.plan.rules
        for number, row in enumerate(rows):
            for box in row:
                edges = (box.x0, box.bottom, box.x1, box.top)
                head = number == 0
                if rules == "white-rules":
                    self._fill(*edges, HEAD if head else TINT)
                elif rules in ("bands", "clipped") and number % 2 == 0:
                    (self._clipped if rules == "clipped" else self._fill)(*edges, HEAD if head else TINT)
                elif head and self.plan.shaded_head and rules in PARTED:
                    self._fill(*edges, HEAD)

    def _rules(self, rows: list[list[_Box]]) -> None:
        """What the plan's way of ruling draws: rules across (`level`) and down (`upright`)."""
        rules, (head, *_), last = self.plan.rules, rows, rows[-1]
        left, right, ys = self.xs[0], self.xs[-1], [row[0].top for row in rows] + [last[0].bottom]
        self.canvas.setLineWidth(THIN)
        self.canvas.setStrokeColor(colors.white if rules == "white-rules" else INK)
        match rules:
            case "full":
                self.canvas.grid(self.xs, ys)
            case "rows":
                self._level(ys)
            case "booktabs":
                self._level([ys[0], ys[-1]], 1.0)
                self._level([ys[1]])
            case "verticals":
                self._upright(self.xs, ys[0], ys[-1])
                self._level([ys[0], ys[-1]])
            case "head-verticals":
                self._upright(self.xs, ys[0], head[0].bottom)
                self._level([ys[0], ys[1], ys[-1]])
            case "cell-by-cell":
                for box in (box for row in rows for box in row):
                    self.canvas.rect(box.x0, box.bottom, box.x1 - box.x0, box.top - box.bottom)
            case "hairlines" | "clipped":
                draw = self._clipped if rules == "clipped" else self._fill
                for y in ys:
                    draw(left, y - THIN / 2, right, y + THIN / 2, INK)
                if rules == "hairlines":
                    for x in self.xs:
                        draw(x - THIN / 2, ys[-1], x + THIN / 2, ys[0], INK)
            case "white-rules":
                self._level(ys, 1.5)
                self._upright(self.xs, ys[0], ys[-1], 1.5)

    def _level(self, ys: list[float], width: float = THIN) -> None:
        self.canvas.setLineWidth(width)
        for y in ys:
            self.canvas.line(self.xs[0], y, self.xs[-1], y)

    def _upright(self, xs: list[float], top: float, bottom: float, width: float = THIN) -> None:
        self.canvas.setLineWidth(width)
        for x in xs:
            self.canvas.line(x, top, x, bottom)
