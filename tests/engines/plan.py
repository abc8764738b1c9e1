"""The plan of a page with one table: what it prints, and how it is set. Every engine draws the same plan."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from tests.engines import prose

# How a table is ruled. Those in PARTED have something drawn between any two rows.
RULES = (
    "full", "rows", "booktabs", "bands", "none", "verticals", "head-verticals", "cell-by-cell", "hairlines", "clipped",
    "white-rules",
)  # fmt: skip
PARTED = frozenset({"full", "rows", "bands", "cell-by-cell", "hairlines", "clipped", "white-rules"})
PITCHES = (1.0, 1.1, 1.2, 1.3, 1.37, 1.5, 1.6, 1.8, 2.0)  # lines of a cell, in type sizes
PADDINGS = (0.0, 1.5, 3.0, 6.0)  # points above and below the lines of a cell
MOST_LINES = 4
FONTS = ("Helvetica", "Times-Roman", "Vera")
ALIGNMENTS = ("left", "centre", "right")
UPRIGHT = ("top", "middle", "bottom")
HEADS = ("Share", "Count", "Spring", "Autumn", "All groups", "North side", "Last year", "Total", "Under five", "Change")
UNITS = ("{}%", "{}", "{}.{}", "£{},{}00", "{} of 1{}0", "{} days")
ASCENT, DESCENT = 0.72, 0.21  # of the type size, about those of all our fonts


@dataclass(frozen=True)
class TablePlan:
    """A page with prose, one table, and prose. Sizes in points."""

    seed: str
    rules: str
    pitch: float  # of the type size
    padding: float
    lines: int  # of the longest row label
    rows: tuple[tuple[str, ...], ...]  # the first is the header
    size: float
    font: str
    align: str  # of the figures
    upright: str
    gap: float  # white between two columns, half of it on either side of a rule
    label_width: float
    column_width: float
    left: float
    wide: bool  # landscape
    body_size: float
    body_pitch: float
    title: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    bold_head: bool
    shaded_head: bool
    one_object: bool  # a row is one text object, its gaps are jumps inside it

    @property
    def grid(self) -> list[list[str]]:
        """What has to be read."""
        return [list(row) for row in self.rows]

    @property
    def name(self) -> str:
        return f"{self.rules}/pitch {self.pitch:g}/padding {self.padding:g}/lines {self.lines}"


def sweep(seed: int) -> Iterator[TablePlan]:
    """396 tables: every way of ruling with every pitch and padding; lines a cell and all else go round by the seed."""
    for a, rules in enumerate(RULES):
        for b, pitch in enumerate(PITCHES):
            for c, padding in enumerate(PADDINGS):
                yield draw(seed, rules, pitch, padding, (a + b + c + seed) % MOST_LINES + 1)


def draw(seed: int, rules: str, pitch: float, padding: float, lines: int) -> TablePlan:
    """One page; all that is not named is drawn by the seed."""
    key = f"{seed}/{rules}/{pitch}/{padding}/{lines}"
    rng = random.Random(key)
    font, gap = rng.choice(FONTS), rng.uniform(4, 9)
    size = rng.choice((7.5, 8.0, 9.0, 9.5, 10.0, 11.0))
    wide = rng.random() < 0.15
    columns = rng.randint(2, 7)
    label_width = rng.uniform(110, 200) * size / 9
    room = (720 if wide else 480) - label_width
    columns = min(columns, 1 + int(room / (5.6 * size)))
    column_width = rng.uniform(5.4 * size, min(room / (columns - 1), 11 * size))
    heads = rng.sample(HEADS, columns - 1)
    counts = [lines] + [rng.randint(1, lines) for _ in range(rng.randint(2, 6))]
    rng.shuffle(counts)
    units = [rng.choice(UNITS) for _ in range(columns - 1)]
    top = (rng.choice(("Question", "Subject", "Item", "Kind of case", "")), *heads)
    rows = [top]
    for count in counts:
        label = _label(rng, count, font, size, label_width - gap)
        rows.append((label, *(_figure(rng, unit) for unit in units)))
    loose = rules in PARTED or padding >= 1.5
    return TablePlan(
        seed=key, rules=rules, pitch=pitch, padding=padding, lines=lines, rows=tuple(rows),
        size=size, font=font, align=rng.choice(ALIGNMENTS),
        upright=rng.choices(UPRIGHT, (6, 3, 1))[0] if loose else "top",
        gap=gap, label_width=label_width, column_width=column_width,
        left=rng.choice((56, 62, 72)), wide=wide,
        body_size=rng.choice((9.5, 10.0, 11.0)), body_pitch=rng.choice((1.15, 1.2, 1.3, 1.45)),
        title=f"Table {rng.randint(1, 30)}: {prose.label(rng, rng.randint(3, 7))}",
        above=tuple(prose.paragraph(rng, rng.randint(2, 4)) for _ in range(rng.randint(1, 3))),
        below=tuple(prose.paragraph(rng, rng.randint(2, 4)) for _ in range(rng.randint(1, 2))),
        bold_head=rng.random() < 0.8, shaded_head=rules in PARTED and rng.random() < 0.4,
        one_object=rng.random() < 0.2,
    )  # fmt: skip


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Lines of a text that are no wider than `width`, but for a word that is wider by itself."""
    _register()
    lines: list[str] = []
    for word in text.split():
        if lines and pdfmetrics.stringWidth(f"{lines[-1]} {word}", font, size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


@cache
def _register() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd"):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))


def _label(rng: random.Random, lines: int, font: str, size: float, width: float) -> str:
    """A row label that is so many lines high."""
    while True:
        text = prose.label(rng, max(1, round(lines * width / size / rng.uniform(3.0, 5.0))))
        if len(wrap(text, font, size, width)) == lines:
            return text


def _figure(rng: random.Random, unit: str) -> str:
    if rng.random() < 0.04:
        return "-"
    return unit.format(rng.randint(1, 99), rng.randint(1, 9))
