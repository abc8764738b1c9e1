"""The Report model: one immutable normalised text, and everything else as spans over it.

The text is written once, while a report is loaded (see `extractor.load.assemble`): one block a paragraph, a blank line
between blocks, list markers in front of list items, table rows a line each with tabs between cells. Footnote marks are
taken out of the text and kept as `NoteRef`; emphasis is gone; a paragraph, bullet or table that a page break or a
footnote splits is one block, and the footnote follows it.
"""

from __future__ import annotations

from extractor.document.blocks import Block, Cell, Kind, NoteRef, Page, Section, Span, Style, Table
from extractor.document.boxes import LineBox
from extractor.document.report import Report
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
