"""What stands left and right of a gutter, and whether it is prose or the cells of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from extractor.load import shapes
from extractor.load.grid import is_figure
from extractor.load.pdf.page.list_items import opens_item
from extractor.load.pdf.page.typography import pitch_of
from extractor.load.pdf.settings import PageSettings
from extractor.load.pdf.tables.frame import Frame
from extractor.load.pdf.words.lines import Line


class Framed(Protocol):
    """A table or box."""

    frame: Frame


Block = Line | Framed


@dataclass(slots=True)
class Side:
    """What stands on one side of a gutter."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def add(self, block: Block) -> None:
        """Add a block, below those that are there."""
        self.blocks.append(block)
        if isinstance(block, Line):
            self.lines.append(block)

    @property
    def edge(self) -> float:
        """How far its lines reach to the right."""
        return max((line.x1 for line in self.lines), default=0.0)

    def is_text(self, settings: PageSettings) -> bool:
        """Whether its lines are full, or items of a list, and not the cells of a table."""
        lines = self.lines
        if len(lines) < 2:
            return bool(lines) and (opens_item(lines[0], settings) or lines[0].text.endswith(":"))
        figures = sum(is_figure(line.spell(line.parts(settings.gutter)[-1]).text) for line in lines)
        if figures > settings.figures * len(lines):
            return False
        items = sum(opens_item(line) for line in lines)
        pitch = pitch_of(lines)
        near = [(a, b) for a, b in pairwise(lines) if b.baseline - a.baseline < settings.loose * pitch * a.size]
        pairs = [(a, b) for a, b in near if not opens_item(b)]
        if len(pairs) < 2:
            return items > 1 or (opens_item(lines[1]) and (lines[0].style.bold or lines[0].text.endswith(":")))
        letters = sum(len(line.text) for line in lines)
        full = sum(a.x1 + b.first_word >= self.edge for a, b in pairs)
        return full >= settings.full * len(pairs) and letters >= settings.letters * len(lines)

    def starts(self, settings: PageSettings) -> list[float]:
        """The baselines at which something new begins below its first line: an item, or a paragraph."""
        pitch = pitch_of(self.lines)
        return [
            b.baseline
            for a, b in pairwise(self.lines)
            if opens_item(b) or b.baseline - a.baseline > settings.loose * pitch * a.size
        ]

    @property
    def hangs(self) -> bool:
        """Whether its lines are those of items, the first of them that opens one, of several lines below its words."""
        if not self.lines or not opens_item(first := self.lines[0]):
            return False
        hanging = [line for line in self.lines if not opens_item(line)]
        return bool(hanging) and all(line.x0 > first.x0 + first.size / 2 for line in hanging)

    @property
    def items(self) -> int:
        """How many of its lines open an item."""
        return sum(opens_item(line) for line in self.lines)


def sides_of(block: Block, gutter: float) -> tuple[Block | None, Block | None]:
    """What of a block stands left and right of a gutter."""
    if not isinstance(block, Line):
        return (block, None) if block.frame.xs[0] < gutter else (None, block)
    left = [run for run in block.runs if run.x0 < gutter]
    right = [run for run in block.runs if run.x0 >= gutter]
    return (Line(left) if right else block) if left else None, (Line(right) if left else block) if right else None


def are_text(one: Side, other: Side, settings: PageSettings) -> bool:
    """Whether two sides are columns, and not those of a table, whose cells begin at the same heights.

    A table or box stands in a column where there is text beside it.
    """
    if one.hangs and other.hangs and _counts_on(one.lines, other.lines[0]):
        return True
    if one.lines and one.lines[-1].text.endswith(":") and other.hangs and one.lines[-1].top < other.lines[0].bottom:
        return True  # the list begins in the next column
    if len(one.lines) + len(other.lines) < settings.column_lines:
        return False
    texts = [side.is_text(settings) for side in (one, other)]
    framed = [len(side.blocks) > len(side.lines) for side in (one, other)]
    if not any(texts) or not all(text or held for text, held in zip(texts, framed, strict=True)):
        return False
    if one.items and other.items:
        return True
    starts, others = one.starts(settings), other.starts(settings)
    same = sum(any(abs(a - b) < 1.0 for b in others) for a in starts)
    return min(len(starts), len(others)) < 2 or same < settings.rows * max(len(starts), len(others))


def _counts_on(lines: Sequence[Line], below: Line) -> bool:
    """Whether a line opens the item behind the last that lines open: with the next number, or with the same bullet."""
    *above, last = [found.marker for line in [*lines, below] if (found := shapes.item(line.text)) is not None] or [""]
    count = shapes.number(above[-1]) if above else None
    return bool(above) and (last == above[-1] if count is None else shapes.number(last) == count + 1)


def top_of(block: Block) -> float:
    return block.top if isinstance(block, Line) else block.frame.top


def bottom_of(block: Block) -> float:
    return block.bottom if isinstance(block, Line) else block.frame.bottom
