"""A report set by reportlab, which is the generator's own engine: a style as its habits."""

from __future__ import annotations

from tests.engines.style import Style
from tests.generator import Generated, PdfNuisances, pdf

FONTS = {"sans": "Helvetica", "serif": "Times-Roman", "vera": "Vera"}


def habits(style: Style) -> PdfNuisances:
    """What of a style reportlab can do."""
    return PdfNuisances(
        tables=style.rules, pitch=style.pitch, table_pitch=style.table_pitch, padding=style.padding, align=style.align,
        upright=style.upright.upper(), around=style.around, frame=style.frame, font=FONTS[style.font],
        justified=style.justified, columns=style.columns == 2, beside=style.verdict == "row",
        header="one" if style.header == "title" else style.header, page_number=style.number or "{}",
        long_notes=style.notes == "after", split_rows=style.split_rows,
    )  # fmt: skip


def render(made: Generated, style: Style) -> bytes:
    """The report as a PDF."""
    return pdf.render(made.plan, made.nuisances, habits(style))
