"""Tables as extractors see them: title, column headings, rows of words, and what kind of table each is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import regex

from extractor.document import Block, Cell, Kind, Report, Section, Span
from extractor.find.names import slug
from extractor.packs import Pack
from extractor.split.headings import is_label, standard_line

_PERCENTAGE = regex.compile(r"(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)\s?%")


class Purpose(StrEnum):
    """What a table is for. DATA is what gives statistics; everything else has a table of its own or none."""

    DATA = "data"
    QUESTIONS = "questions"
    RATINGS = "ratings"
    PROVIDERS = "providers"
    CONTENTS = "contents"
    BANDS = "bands"
    WORDS = "words"


@dataclass(frozen=True, eq=False)
class Grid:
    """A table of a report with what stands around it. Rows and columns count from 0, `heads` are column headings."""

    id: str
    title: str
    title_span: Span | None
    block: Block
    section: Section | None
    rows: tuple[tuple[Cell, ...], ...]
    header: int
    purpose: Purpose
    report: Report

    def text(self, cell: Cell) -> str:
        """The words of a cell."""
        return self.report.text[cell.start : cell.end].strip()

    def texts(self, row: int) -> list[str]:
        """The words of every cell of a row."""
        return [self.text(cell) for cell in self.rows[row]]

    def heads(self, column: int) -> list[str]:
        """Headings over a column, top to bottom; a heading goes on to the right over empty cells beside it."""
        found = []
        for row in range(self.header):
            cells = self.texts(row)
            at = column
            lowest = row == self.header - 1
            while at > 0 and not cells[at] and not lowest:
                at -= 1
            if cells[at]:
                found.append(cells[at])
        return found


@lru_cache(maxsize=4)
def grids(report: Report, pack: Pack) -> tuple[Grid, ...]:
    """Every table of a report, in reading order, with ids that do not depend on where it stands."""
    seen: dict[str, int] = {}
    found = []
    for number, block in enumerate(report.blocks):
        if block.table is None:
            continue
        section = report.section_at(block.start)
        span = _title(report, pack, number)
        title = "" if span is None else report.words(span).rstrip(" :")
        rows = tuple(block.table.rows())
        words = title or next((report.words(cell) for row in rows for cell in row if cell.end > cell.start), "")
        id_ = f"{slug(section.ref or section.title, 40) if section else 'front'}/{slug(words, 60) or 'table'}"
        seen[id_] = seen.get(id_, 0) + 1
        unique = id_ if seen[id_] == 1 else f"{id_}-{seen[id_]}"
        purpose = _purpose(report, pack, rows, section, title)
        found.append(Grid(unique, title, span, block, section, rows, block.table.header, purpose, report))
    return tuple(found)


def _title(report: Report, pack: Pack, number: int) -> Span | None:
    """The caption or heading that stands right over a table, over footnotes and page furniture between them."""
    for block in reversed(report.blocks[max(0, number - 4) : number]):
        if block.kind in (Kind.FOOTNOTE, Kind.FURNITURE):
            continue
        text = report.body(block)
        if block.kind is Kind.CAPTION:
            return Span(block.body, block.end)
        if is_label(pack, text):
            return None
        if block.kind is Kind.HEADING and not _numbered(pack, text) and not text.endswith("?"):
            return Span(block.body, block.end)
        if block.kind is Kind.PARAGRAPH and pack.match("tables.caption", text) and len(text) < 200:
            return Span(block.body, block.end)
        return None
    return None


def _numbered(pack: Pack, text: str) -> bool:
    """Whether a heading is that of a numbered section or annex, which names more than the table below it."""
    names = ("sections.number", "sections.annex", "sections.lettered")
    return any(pack.match(name, text) for name in names)


def _purpose(
    report: Report, pack: Pack, rows: tuple[tuple[Cell, ...], ...], section: Section | None, title: str
) -> Purpose:
    texts = [[report.words(cell).strip() for cell in row] for row in rows]
    flat = [text for row in texts for text in row if text]
    heads = [text for row in texts[:3] for text in row]
    if any(pack.match("summary.column.score", text) for text in heads):
        return Purpose.PROVIDERS
    if section is not None and any(s.title.casefold() == "contents" for s in report.lineage(section)):
        return Purpose.CONTENTS
    questions = sum(1 for text in flat if pack.match("questions.question", text))
    if questions and questions >= len(rows) / 4:
        return Purpose.QUESTIONS
    if any(is_label(pack, text) for text in flat):
        if any(rule.search(text) for text in flat for rule in pack["tables.banding"]):
            return Purpose.BANDS
        return Purpose.RATINGS
    if _scores(pack, texts):
        return Purpose.RATINGS
    counted = any(pack.match("statistics.value", text) for row in texts for text in row[1:] if text)
    named = any(ch.isalpha() for text in flat for ch in text)
    if not counted or not named:  # figures that no word says anything of are no data
        return Purpose.WORDS
    return Purpose.DATA


def _scores(pack: Pack, texts: list[list[str]]) -> bool:
    """Whether rows name standards of the framework, or its overall score, beside a percentage."""
    for row in texts:
        filled = [text for text in row if text]
        if not filled:
            continue
        line = " ".join(filled)
        if (
            standard_line(pack, line)
            or pack.match("ratings.section-score", filled[0])
            or pack.match("ratings.overall-score", filled[0])
        ):
            return True
        if len(filled) > 1 and any(
            (m := s.name.match(filled[0])) and m.end() == len(filled[0]) for s in pack.standards if s.level == "section"
        ):
            return True
    return False


@lru_cache(maxsize=4)
def printed_refs(report: Report, pack: Pack) -> dict[str, str]:
    """Number of every standard that heads a section, for lines and tables that name it without number."""
    refs: dict[str, str] = {}
    for section in report.sections:
        if section.ref and (found := standard_line(pack, f"{section.ref} {section.title}")):
            refs.setdefault(found[0].id, section.ref)
    return refs


def is_percentage(text: str) -> bool:
    """Whether a cell is a percentage from 0 to 100 and nothing else."""
    return text.endswith("%") and bool(_PERCENTAGE.fullmatch(text))


def figures(grid: Grid) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Rows below the headings, with their numbers."""
    for number in range(grid.header, len(grid.rows)):
        yield number, grid.rows[number]
