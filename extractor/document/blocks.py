"""Spans over the text of a report: its blocks and tables, pages, sections and footnote marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a block is. FURNITURE is running headers, footers, page numbers, repeated table headers, pictures' names."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"
    TABLE = "table"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters of a report's text."""

    start: int
    end: int

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end


@dataclass(frozen=True, slots=True)
class Style:
    """How a block is set, where the source tells: size in points, 0 where unknown; colour as `#rrggbb` or empty."""

    size: float = 0.0
    bold: bool = False
    italic: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Cell(Span):
    """A cell of a table; rows and columns count from 0. `icon` is the colour of a picture or shape in it.

    A merged cell stands in its first square and covers `rows` downwards and `columns` to the right, itself included;
    the other squares are empty cells. `heads` says that it is set as a heading, where the source tells.
    """

    row: int = 0
    column: int = 0
    icon: str = ""
    rows: int = 1
    columns: int = 1
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells. Empty cells are cells with an empty span; every row has `width` cells.

    `header` is the number of leading rows that head the columns.
    """

    cells: tuple[Cell, ...]
    width: int
    header: int = 0

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Rows of cells, top to bottom, each `width` long."""
        for first in range(0, len(self.cells), self.width):
            yield self.cells[first : first + self.width]


@dataclass(frozen=True, slots=True)
class Block(Span):
    """A heading, paragraph, list item, table, footnote, caption or piece of page furniture.

    `body` is where the words begin, behind a list marker or footnote number; `marker` is that marker as printed.
    `level` is the depth of a list item from 0, or the level of a heading from 1 where the source says so, else 0.
    `box` numbers the frame or tinted box that the block stands in, 0 for none.
    """

    kind: Kind = Kind.PARAGRAPH
    body: int = 0
    marker: str = ""
    level: int = 0
    box: int = 0
    style: Style = Style()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Page(Span):
    """The words that a page contributed, from its first to its last; `label` is the printed page number if any."""

    number: int = 1
    label: str = ""


@dataclass(frozen=True, slots=True)
class NoteRef:
    """Where a footnote mark stood: before the character at `offset`."""

    offset: int
    label: str


@dataclass(frozen=True, slots=True)
class Section(Span):
    """A part of the report under one heading, to the next heading of its level or above.

    `heading` is the span of the title's words; it is empty where a heading is implied and not printed. `parent` is the
    index of the enclosing section in `Report.sections`, or None. `part` names the part of the report (`main`, or the
    id of a thematic part).
    """

    ref: str = ""
    title: str = ""
    level: int = 1
    parent: int | None = None
    part: str = "main"
    heading: Span = Span(0, 0)
