"""Tables as extractors see them: title, column headings, rows of words, and what kind of table each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from extractor.document import Block, Cell, Kind, Report, Section, Span
from extractor.domain.names import slug
from extractor.find.cell_figures import figures, is_figure
from extractor.find.table_purposes import Purpose, purpose_of
from extractor.packs import Pack
from extractor.split.headings import is_label, standard_line, title_without_note

_ASIDE = regex.compile(r"(?<=\S)\s+\([^()]{1,40}\)$")
_MOST_NAMING = 10  # words of a line that names the table below it
_SHORTEST_NAME, _LONGEST_NAME = 5, 80  # letters of such a line


@dataclass(frozen=True, eq=False)
class Grid:
    """A table of a report with what stands around it. Rows and columns count from 0.

    `header` is the number of leading rows that head the columns, `titles` how many of them are a title over them all,
    `counts` how many of them hold figures of the columns that the rows below them head, and are rows of the body.
    `legend` names the columns, or the figures of each cell, in their order, where a line beside the table does.
    """

    id: str
    title: str
    block: Block
    section: Section | None
    rows: tuple[tuple[Cell, ...], ...]
    header: int
    titles: int
    purpose: Purpose
    report: Report
    counts: int = 0
    legend: tuple[str, ...] = ()

    def text(self, cell: Cell) -> str:
        """The words of a cell."""
        return self.report.text[cell.start : cell.end].strip()

    def texts(self, row: int) -> list[str]:
        """The words of every cell of a row."""
        return [self.text(cell) for cell in self.rows[row]]

    def filled(self, row: int) -> list[Cell]:
        """The cells of a row that have words."""
        return [cell for cell in self.rows[row] if self.text(cell)]

    def body(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Rows below the headings, and those of figures above them, with their numbers."""
        for number in (*range(self.counts), *range(self.header, len(self.rows))):
            yield number, self.rows[number]

    def heads(self, column: int) -> list[str]:
        """Headings over a column, top to bottom; titles over all columns are none."""
        return self._heads[column]

    @cached_property
    def _heads(self) -> list[list[str]]:
        rows = range(max(self.titles, self.counts), self.header)
        over = ([self._over(row, column) for row in rows] for column in range(len(self.rows[0])))
        told = [[text for cell in cells if cell is not None and (text := self.text(cell))] for cells in over]
        if len(self.legend) == len(told) - 1 and not any(told):
            return [[], *([head] for head in self.legend)]
        return told

    def _over(self, row: int, column: int) -> Cell | None:
        """The heading of a row that stands over a column, beginning in it or left of it.

        Where the file tells no spans, a heading of any row but the lowest goes on to the right over empty cells.
        """
        cells = self.rows[row]
        if self.text(cells[column]):
            return cells[column]
        left = next((cell for cell in reversed(cells[:column]) if self.text(cell)), None)
        if left is None or (left.column == 0 and left.columns == 1):
            return None
        if self._spans:
            return left if left.column + left.columns > column else None
        return left if row < self.header - 1 else None

    @cached_property
    def _spans(self) -> bool:
        """Whether the file tells which headings go over several columns."""
        return any(cell.columns > 1 for row in range(self.titles, self.header) for cell in self.rows[row])


@lru_cache(maxsize=4)
def grids(report: Report, pack: Pack) -> tuple[Grid, ...]:
    """Every table of a report, in reading order, with ids that do not depend on where it stands."""
    seen: dict[str, int] = {}
    found = []
    sections = [report.section_at(block.start) for block in report.blocks if block.table is not None]
    held = Counter(section.start for section in sections if section is not None)
    for number, block in enumerate(report.blocks):
        if block.table is None:
            continue
        section = report.section_at(block.start)
        span = _title(report, pack, number)
        if span is None and section is not None and held[section.start] == 1:
            span = _annexed(report, pack, section)
        rows = tuple(block.table.rows())
        titles = _titles(report, rows, block.table.header)
        if titles:
            span = next(cell for cell in rows[0] if cell.end > cell.start)
        title = "" if span is None else title_without_note(pack, report.words(span).strip().rstrip(" :"))
        words = title or next((report.words(cell) for row in rows for cell in row if cell.end > cell.start), "")
        id_ = f"{slug(section.ref or section.title, 40) if section else 'front'}/{slug(words, 60) or 'table'}"
        seen[id_] = seen.get(id_, 0) + 1
        unique = id_ if seen[id_] == 1 else f"{id_}-{seen[id_]}"
        counts = int(not block.table.header and _counts_above_heads(report, pack, rows))
        header = block.table.header or 2 * counts
        purpose = purpose_of(report, pack, rows, header, section, title)
        legend = _legend(report, pack, number, title)
        found.append(Grid(unique, title, block, section, rows, header, titles, purpose, report, counts, legend))
    return tuple(found)


def named_in_order(pack: Pack, line: str) -> tuple[str, ...]:
    """What a line says that the first figure or column is of, and the second; empty for any other line."""
    found = pack.match("statistics.legend", line)
    return tuple(found[1].captures("head")) if found else ()


def _legend(report: Report, pack: Pack, number: int, title: str) -> tuple[str, ...]:
    """What the title of a table, or the line right above or below it, names its columns or figures in order."""
    beside = (report.blocks[at] for at in (number - 1, number + 1) if 0 <= at < len(report.blocks))
    lines = [title, *(report.body(block) for block in beside if block.table is None)]
    return next((heads for line in lines if (heads := named_in_order(pack, line))), ())


def _counts_above_heads(report: Report, pack: Pack, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row counts what the columns are of, and the second heads them: `Forms sent back | 80 | 4,791`
    over `Question | Here | Other places`, and figures below."""
    if len(rows) < 3 or len(rows[0]) < 3:
        return False
    texts = report.cell_texts(rows)
    (label, *counts), heads = texts[0], texts[1][1:]
    counted = any(ch.isalpha() for ch in label) and all(
        len(read := figures(pack, text)) == 1 and read[0].value is not None and not read[0].unit for text in counts
    )
    headed = all(any(ch.isalpha() for ch in head) and not is_figure(pack, head) for head in heads)
    below = [row[1:] for row in texts[2:] if any(row[1:])]
    return counted and headed and 2 * sum(any(is_figure(pack, t) for t in row) for row in below) > len(below)


def _titles(report: Report, rows: Sequence[Sequence[Cell]], header: int) -> int:
    """How many leading rows of the header are a title over all columns: one cell that begins at the left."""
    for number, row in enumerate(rows[:header]):
        if not report.words(row[0]).strip() or any(report.words(cell).strip() for cell in row[1:]):
            return number
    return 0


def _title(report: Report, pack: Pack, number: int) -> Span | None:
    """The caption or heading that stands right over a table, over footnotes and page furniture between them."""
    for at in range(number - 1, -1, -1):
        block = report.blocks[at]
        if block.kind in (Kind.FOOTNOTE, Kind.FURNITURE):
            continue
        text = report.body(block)
        if block.kind is Kind.CAPTION:
            return Span(block.body, block.end)
        if is_label(pack, text):
            return None
        if block.kind is Kind.HEADING and not _numbered(pack, text) and not text.endswith("?"):
            return Span(block.body, block.end)
        table = report.blocks[number].table
        headed = table is not None and table.header > 0 and report.text.count(text) == 1
        captioned = pack.match("tables.caption", text) and len(text) < 200
        if block.kind is Kind.PARAGRAPH and (captioned or (headed and _names(text))):
            return Span(block.body, block.end)
        return None
    return None


def _annexed(report: Report, pack: Pack, section: Section) -> Span | None:
    """The title of an annex, behind its letter, or a caption that heads a section: it names the only table there."""
    heading = report.block_at(section.start)
    text = "" if heading is None else report.body(heading)
    annex = pack.match("sections.annex", text)
    if heading is None or (annex is None and not pack.match("tables.caption", text)):
        return None
    title = annex[1].groupdict().get("title") if annex else text
    return Span(heading.end - len(title), heading.end) if title and text.endswith(title) else None


def _names(text: str) -> bool:
    """Whether a line over a table names it: a word or a few from a capital on, and no mark behind."""
    text = _ASIDE.sub("", text)  # a unit, or how many were asked
    words = text.split()
    few = 0 < len(words) <= _MOST_NAMING and _SHORTEST_NAME <= len(text) <= _LONGEST_NAME
    return few and text[0].isupper() and text[-1].isalnum() and words[-1][0].isalpha() and not set("?:") & set(text)


def _numbered(pack: Pack, text: str) -> bool:
    """Whether a heading is that of a numbered section or annex, which names more than the table below it."""
    names = ("sections.number", "sections.annex", "sections.lettered")
    return any(pack.match(name, text) for name in names)


@lru_cache(maxsize=4)
def printed_refs(report: Report, pack: Pack) -> dict[str, str]:
    """Number of every standard that heads a section, for lines and tables that name it without number."""
    refs: dict[str, str] = {}
    for section in report.sections:
        if section.ref and (found := standard_line(pack, f"{section.ref} {section.title}")):
            refs.setdefault(found[0].id, section.ref)
    return refs
