"""Charts become figures, drawn by matplotlib: SVG with its text as text, and PNG. Equal data give equal bytes.

Colours differ in lightness and carry labels or marks of their own, so that they can be read in grey.
"""

from __future__ import annotations

from importlib.util import find_spec

from extractor.compare.chart_data import Chart
from extractor.compare.charts.style import WIDTH, Drawn
from extractor.errors import InputError

__all__ = ["check_installed", "draw"]


def check_installed() -> None:
    """Check that figures can be drawn.

    Raises:
        InputError: matplotlib is not installed.
    """
    if find_spec("matplotlib") is None:
        raise InputError("figures need the package matplotlib: pip install matplotlib")


def draw(chart: Chart, width: float = WIDTH) -> tuple[tuple[Drawn, ...], str]:
    """The figures of a chart, none where it has no data, and a note on what they leave out; `width` is in inches.

    Raises:
        InputError: matplotlib is not installed.
    """
    check_installed()
    if chart.drawn.empty:
        return (), ""
    from extractor.compare.charts.bars import draw_bars
    from extractor.compare.charts.cells import draw_cells
    from extractor.compare.charts.dots import draw_dots
    from extractor.compare.charts.style import styled

    drawing = {"shares": draw_bars, "counts": draw_bars, "dots": draw_dots, "grid": draw_cells}[chart.kind]
    with styled():
        return drawing(chart, width)
