"""Answers in tables: in columns of an item's own row, in rows of a form, or in a table that names items by numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from extractor.document import Block, Cell, Span
from extractor.find.answer_lines import Answer, LineReader
from extractor.find.beside_judgements import value_beside
from extractor.find.recommendation_columns import columns_of, is_of_column, number_column, worded_columns
from extractor.find.recommendation_forms import Form, forms_in
from extractor.packs import Rule

# Columns of answers by place, the headings, and a row.
Row = tuple[dict[int, Rule], Sequence[Cell], Sequence[Cell]]


@dataclass
class TableReader(LineReader):
    """Reads answers from lines and tables."""

    of_asked: bool  # whether lines before the answer can say who should, or by when, and tables ask in forms
    forms: dict[int, list[Form]] = field(default_factory=dict)
    grids: dict[int, tuple[list[tuple[Cell, ...]], dict[int, Rule]]] = field(default_factory=dict)

    @cached_property
    def names(self) -> frozenset[str]:
        """Those of the attributes."""
        return frozenset(attribute.name for attribute in self.attributes)

    def _grid(self, block: Block) -> tuple[list[tuple[Cell, ...]], dict[int, Rule]]:
        """The rows of a table, and what its columns hold by the words of the first."""
        if block.start not in self.grids:
            rows = list(block.table.rows()) if block.table is not None else []
            self.grids[block.start] = rows, columns_of(self.report, self.pack, rows[0]) if rows else {}
        return self.grids[block.start]

    def form_of(self, start: int) -> Form | None:
        """The form in a table that has its item at an offset; None for items elsewhere."""
        block = self.report.block_at(start) if self.of_asked else None
        if block is None or block.table is None:
            return None
        if block.start not in self.forms:
            self.forms[block.start] = forms_in(self.report, self.pack, self._grid(block)[0])
        return next((form for form in self.forms[block.start] if form.cells["text"].start == start), None)

    def in_cells(self, found: dict[str, Answer], cells: Mapping[str, Cell]) -> None:
        """Answers in the rows of a form, by the labels of those."""
        for name, cell in cells.items():
            rules = self.pack["recommendations.column"] if name in self.names else ()
            if rule := next((rule for rule in rules if rule.value == name), None):
                self.note(found, name, replace(rule, value=""), cell)

    def beside(self, found: dict[str, Answer], item: Span, known: bool) -> None:
        """Answers in other cells of the row of an item, alone or behind the heading of their column and a colon.

        With `known` not below headings that rules know, which say of themselves what they are.
        """
        block = self.report.block_at(item.start)
        if block is None or block.table is None:
            return
        but = self._grid(block)[1] if known else {}
        for name in [one.name for one in self.attributes if one.name not in found]:
            if read := value_beside(self.report, self.pack, f"attributes.{name}", item, but):
                self.note(found, name, read[1], read[0])

    def in_table(self, found: dict[str, Answer], block: Block, start: int, end: int) -> None:
        """Answers in the columns of the item's row, or in rows of a form, each a label and its words."""
        rows, heads = self._grid(block)
        columns = {at: rule for at, rule in heads.items() if rule.value in self.names}
        first = bisect_left(rows, start, key=lambda row: max(cell.end for cell in row))
        for row in rows[first:]:
            filled = [cell for cell in row if cell.end > cell.start]
            if not filled or filled[0].start >= end:
                break
            if not columns or (filled[0].start > start and len(filled) == 1 < len(row)):
                self._in_form(found, filled)
            elif filled[0].start <= start:
                uses = {at: rule.value for at, rule in heads.items() if at not in columns}
                own = next((at for at in worded_columns(uses) if row[at].start <= start < row[at].end), None)
                beside = {at: rule for at, rule in columns.items() if own is None or is_of_column(uses, own, at)}
                self.in_columns(found, beside, rows[0], row)
            else:
                break

    def numbered_rows(self) -> Iterator[tuple[str, Row]]:
        """Rows of tables with answers beside numbers: the words that name the item, and the row with its columns."""
        for block in (block for block in self.report.blocks if block.table is not None):
            rows, heads = self._grid(block)
            columns = {at: rule for at, rule in heads.items() if rule.value in self.names}
            at = number_column(self.report, self.pack, rows, {at: rule.value for at, rule in heads.items()})
            for row in rows[1:] if columns and at is not None else ():
                yield self.report.words(row[at or 0]), (columns, rows[0], row)

    def in_columns(
        self, found: dict[str, Answer], columns: dict[int, Rule], heads: Sequence[Cell], row: Sequence[Cell]
    ) -> None:
        """Answers in the row of an item, by the headings over it; one cell can hold several."""
        for at, rule in columns.items():
            self.note(found, rule.value, replace(rule, value=""), row[at])
        for at in columns:
            self._in_form(found, [cell for cell in (heads[at], row[at]) if cell.end > cell.start])

    def _in_form(self, found: dict[str, Answer], cells: Sequence[Cell]) -> None:
        """Answers in a row of a form: a label and its words in one cell, or in two."""
        for cell, behind in zip(cells, [*cells[1:], None], strict=True):
            for name, hit in self.hits(self.report.words(cell)).items():
                if hit.end:
                    self.note(found, name, hit.rule, Span(cell.start + hit.start, cell.start + hit.end))
                elif behind is not None:
                    self.note_behind(found, name, hit.rule, hit.label, behind)
