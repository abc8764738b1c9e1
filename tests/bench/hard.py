"""Pages that have been slow to read: tables of many cells without a rule, told by white alone."""

from __future__ import annotations

import io
import random

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.engines import prose

SIZE, PITCH = 7.0, 11.0


def borderless(rows: int, columns: int) -> bytes:
    """One page with a table of so many rows below its header, and so many columns of figures beside its labels."""
    rng = random.Random(f"{rows}/{columns}")
    out = io.BytesIO()
    size = (A4[0], max(A4[1], rows * PITCH + 120))
    canvas = Canvas(out, pagesize=size, invariant=1)
    y = size[1] - 60
    _row(canvas, y, "Item", [f"C{n}" for n in range(columns)], "Helvetica-Bold")
    for _ in range(rows):
        y -= PITCH
        _row(canvas, y, prose.label(rng, 2), [str(rng.randint(10, 9999)) for _ in range(columns)], "Helvetica")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _row(canvas: Canvas, y: float, label: str, figures: list[str], font: str) -> None:
    canvas.setFont(font, SIZE)
    canvas.drawString(60, y, label)
    for at, figure in enumerate(figures, 1):
        canvas.drawRightString(150 + at * (380 / len(figures)), y, figure)
