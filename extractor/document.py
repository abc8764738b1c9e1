"""The Report model: one immutable normalised text, and everything else as spans over it.

The text is written once, while a report is loaded (see `extractor.load.assemble`): one block a paragraph, a blank line
between blocks, list markers in front of list items, table rows a line each with tabs between cells. Footnote marks are
taken out of the text and kept as `NoteRef`; emphasis is gone; a paragraph, bullet or table that a page break or a
footnote splits is one block, and the footnote follows it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from extractor.boxes import LineBox
from extractor.records import Evidence

__all__ = [
    "Block",
    "Cell",
    "Evidence",
    "Kind",
    "LineBox",
    "NoteRef",
    "Page",
    "Report",
    "Section",
    "Span",
    "Style",
    "Table",
]


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


@dataclass(frozen=True, eq=False)
class Report:
    """A loaded report. `page_starts` maps offsets to pages: sorted (offset, page number) pairs; empty without pages.

    `lines` says where the words stand on their pages, sorted by `start`; empty where the source has no geometry.
    `warnings` say what could not be read, `remarks` what was read but should be known. `recognised` are the pages that
    were read from their picture.
    """

    source: str
    sha256: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    page_count: int | None = None
    page_starts: tuple[tuple[int, int], ...] = ()
    page_labels: tuple[str, ...] = ()
    notes: tuple[NoteRef, ...] = ()
    lines: tuple[LineBox, ...] = ()
    sections: tuple[Section, ...] = ()
    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    recognised: frozenset[int] = frozenset()
    info: dict[str, Any] = field(default_factory=dict)

    def words(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    def body(self, block: Block) -> str:
        """The words of a block without its list marker."""
        return self.text[block.body : block.end]

    def page_of(self, offset: int) -> int | None:
        """Physical page of an offset, from 1; None where the source has no pages."""
        if not self.page_starts:
            return None
        return self.page_starts[max(0, bisect_right(self.page_starts, (offset, 10**9)) - 1)][1]

    def cite(self, start: int, end: int, rule: str, derived: bool = False) -> Evidence:
        """Evidence for the words from `start` to `end`, with their page; `+ocr` ends the rule if it was recognised."""
        quote = self.text[start:end]
        page = self.page_of(start)
        return Evidence(self.text, start, end, quote, page, rule + "+ocr" * (page in self.recognised), derived)

    def cite_span(self, span: Span, rule: str, derived: bool = False) -> Evidence:
        """Evidence for the words of a span."""
        return self.cite(span.start, span.end, rule, derived)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Pages as spans over the text, in the order of their numbers; a page without words has an empty span."""
        found: dict[int, tuple[int, int]] = {}
        if not self.page_starts:
            return ()
        ends = [offset for offset, _ in self.page_starts[1:]] + [len(self.text)]
        for (start, number), end in zip(self.page_starts, ends, strict=True):
            low, high = found.get(number, (start, end))
            found[number] = (min(low, start), max(high, end))
        labels = dict(enumerate(self.page_labels, start=1))
        count = self.page_count or 0
        return tuple(Page(*found.get(n, (0, 0)), number=n, label=labels.get(n, "")) for n in range(1, count + 1))

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.start for section in self.sections]

    def section_index(self, offset: int) -> int | None:
        """Index of the innermost section around an offset, or None."""
        index: int | None = bisect_right(self._section_starts, offset) - 1
        if index is not None and index < 0:
            return None
        while index is not None and offset >= self.sections[index].end:
            index = self.sections[index].parent
        return index

    def section_at(self, offset: int) -> Section | None:
        """The innermost section around an offset."""
        index = self.section_index(offset)
        return None if index is None else self.sections[index]

    def lineage(self, section: Section | None) -> Iterator[Section]:
        """A section and the sections around it, innermost first."""
        while section is not None:
            yield section
            section = None if section.parent is None else self.sections[section.parent]

    def blocks_in(self, span: Span) -> Iterator[Block]:
        """Blocks that begin within a span."""
        starts = self._block_starts
        for index in range(bisect_right(starts, span.start - 1), len(self.blocks)):
            if self.blocks[index].start >= span.end:
                return
            yield self.blocks[index]

    def block_at(self, offset: int) -> Block | None:
        """The block around an offset; None between blocks."""
        index = bisect_right(self._block_starts, offset) - 1
        return self.blocks[index] if index >= 0 and offset < self.blocks[index].end else None

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def with_sections(self, sections: tuple[Section, ...]) -> Report:
        """The same report with its section tree."""
        return replace(self, sections=sections)

    def to_doc(self, nlp: Any = None) -> Any:
        """The report as a spaCy Doc whose `doc.spans` carry blocks, sections and what the rules extracted."""
        from extractor.nlp import report_to_doc

        return report_to_doc(self, nlp)
