"""A loaded report: its text, and what stands where in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from extractor.document.blocks import Block, NoteRef, Page, Section, Span
from extractor.document.boxes import LineBox
from extractor.records import Evidence


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

    def cell_texts(self, rows: Iterable[Iterable[Span]]) -> list[list[str]]:
        """The words of the cells of rows, without the room around them."""
        return [[self.words(cell).strip() for cell in row] for row in rows]

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
        """The report as a spaCy Doc whose `doc.spans` carry blocks, sections and what the rules extracted.

        It is made by the pipeline component `findings`, which spaCy finds by its name.

        Args:
            nlp: the pipeline whose tokenizer, sentencizer and vocabulary to use; a blank one with terms by default.
        """
        import spacy

        component: Any = spacy.blank("en").create_pipe("findings")
        return component.doc_of(self, nlp)
