"""What all figures have in common: type, colours, size, and how they become bytes."""

from __future__ import annotations

import logging
import re
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from io import BytesIO
from typing import Any

from extractor.compare.colours import colours, ink

__all__ = [
    "MARKS",
    "NARROW",
    "WIDTH",
    "Drawn",
    "figure",
    "largest",
    "legend",
    "letters",
    "row_height",
    "series_colours",
    "styled",
    "upon",
    "wrapped",
]

WIDTH = 9.0  # inches
NARROW = 4.4  # inches, of a figure that is read on a telephone
MARKS = "osD^vPXp"  # a mark a series
_LINE = 0.19  # inches a line of text takes
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SETTINGS: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "findings",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.6,
}


@dataclass(frozen=True, eq=False)
class Drawn:
    """One figure, as bytes that hang on nothing but what is drawn: no date, no version. `alt` says what it shows.

    It is drawn in a format when that is asked for.
    """

    alt: str
    _figure: Any = field(repr=False)

    @cached_property
    def svg(self) -> bytes:
        """The figure as SVG, with its text as text."""
        label = f'<svg role="img" aria-label="{escape(_CONTROL.sub(" ", self.alt))}" '
        text = self._saved("svg", metadata={"Date": None, "Creator": None}).decode().replace("<svg ", label, 1)
        return text.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana").encode()

    @cached_property
    def png(self) -> bytes:
        """The figure as PNG."""
        return self._saved("png", dpi=144, metadata={"Software": None})

    def _saved(self, kind: str, **options: Any) -> bytes:
        out = BytesIO()
        with styled():
            self._figure.savefig(out, format=kind, **options)
        return out.getvalue()


@contextmanager
def styled() -> Iterator[None]:
    """Draw with these settings, whatever the user's own are."""
    import matplotlib

    fonts = logging.getLogger("matplotlib.font_manager")
    before = fonts.level
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)  # type: ignore[arg-type]
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")  # a box stands for it
        fonts.setLevel(logging.ERROR)
        try:
            yield
        finally:
            fonts.setLevel(before)


def figure(title: str, height: float, names: Sequence[str], width: float = WIDTH, above: float = 0) -> tuple[Any, Any]:
    """A figure and its axes: `height` inches for the rows, and above them a title and room for a legend of these names.

    `above` is what is wanted besides, between legend and rows.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    lines = wrapped(title, int(width * 9.5)) if width > NARROW else ""  # the page around it has the title
    whole = _head(lines) + 0.21 * _lines(names, width) + 0.12 + above + height + 0.55
    made = Figure(figsize=(width, whole), facecolor="white")
    FigureCanvasAgg(made)
    made.text(0.15 / width, 1 - 0.12 / whole, lines, ha="left", va="top", weight="bold", size=10.5, gid="title")
    axes = made.add_axes((0.33, 0.5 / whole, 0.61 if width > NARROW else 0.53, height / whole))
    return made, axes


def legend(made: Any, handles: Sequence[Any], names: Sequence[str]) -> None:
    """What the colours and marks of a figure stand for, below its title."""
    width, whole = made.get_size_inches()
    count = _columns(names, width)
    order = [place for first in range(count) for place in range(first, len(names), count)]  # it is filled by columns
    made.legend(
        handles=[handles[at] for at in order], labels=[wrapped(names[at], _longest(names), 1) for at in order],
        loc="upper left",
        bbox_to_anchor=(0.12 / width, 1 - _head(made.texts[0].get_text()) / whole), ncols=count,
        frameon=False, fontsize=8, handlelength=1.2, columnspacing=1.4, labelspacing=0.3, borderaxespad=0,
        borderpad=0.2,
    )  # fmt: skip


def _head(title: str) -> float:
    """Inches that a title takes."""
    return 0.2 + 0.18 * (title.count("\n") + 1) if title.strip() else 0.05


def _longest(names: Sequence[str]) -> int:
    return min(max(map(len, names), default=1), 52)


def _columns(names: Sequence[str], width: float) -> int:
    return max(1, min(len(names), int(width / (0.45 + 0.078 * _longest(names)))))


def _lines(names: Sequence[str], width: float) -> int:
    """Lines of a legend."""
    return -(-len(names) // _columns(names, width))


def series_colours(names: Sequence[str]) -> dict[str, str]:
    """A colour for each series, dark to light; the lightest of the ramp is too light for a mark on white."""
    return dict(zip(names, colours(len(names) + 1), strict=False))


def upon(colour: str) -> str:
    """Black or white letters for a colour; the black is a shade of its own, which no page takes for its ink."""
    return "#010101" if ink(colour) == "#000000" else "#ffffff"


def letters(most: int, width: float) -> int:
    """How many letters a line of a name has, of so many in a figure of usual width."""
    return most if width >= WIDTH else most // 2 - 2


def wrapped(words: str, width: int = 38, lines: int = 3) -> str:
    """Words in lines, cut with an ellipsis where they are more than so many."""
    clean = _CONTROL.sub(" ", words) or "(no name)"
    return "\n".join(textwrap.wrap(clean, width, max_lines=lines, placeholder=" …") or ["(no name)"])


def row_height(labels: Sequence[str]) -> float:
    """Inches that a row needs, so that the longest label fits."""
    return max(0.36, _LINE * max((label.count("\n") + 1 for label in labels), default=1) + 0.12)


def largest(totals: dict[str, float], most: int) -> list[str]:
    """The names with the largest totals, in their own order."""
    kept = set(sorted(totals, key=lambda name: -totals[name])[:most])
    return [name for name in totals if name in kept]
