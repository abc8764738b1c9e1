"""A reading as coverage looks at it: the report, its rows, and what stands in their evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import regex

from extractor.document import Block, Kind, Report, Section
from extractor.domain.names import folded
from extractor.find.columns import ELSEWHERE, groups_of
from extractor.find.figure_places import of_others
from extractor.find.grids import Grid, grids
from extractor.find.metadata import provider_of
from extractor.find.table_purposes import Purpose
from extractor.packs import Pack
from extractor.records import Grounded, Record, later_places
from extractor.split.contents import Entry, contents

_PERCENT = regex.compile(r"(\d{1,3}(?:\.\d+)?) ?%")
MOST = 0.8  # of the rows of a table, that set the custom which the others break
ASIDE = (Kind.FURNITURE, Kind.FOOTNOTE, Kind.CAPTION)

Records = Mapping[str, Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that looks like data: its kind, where it stands, and what is to be said of it if it is unread."""

    kind: str
    start: int
    end: int
    reason: str


def of_row(kind: str, row: Any, reason: str) -> Thing:
    """The words that a record was read from, as a thing of a kind."""
    return Thing(kind, row.evidence.start, row.evidence.end, reason)


def of_heading(section: Section, reason: str) -> Thing:
    """The heading of a section."""
    return Thing("headings", section.heading.start, section.heading.end, reason)


def names_its_own(row: Any) -> bool:
    """Whether the words of a recommendation begin with who should act, behind whom its text goes on."""
    return bool(row.evidence.rule.endswith("/recommendations.own")) and row.text[:1].islower()


def are_few(odd: int, every: int) -> bool:
    """Whether so few break the custom of so many: one of three, or a fifth."""
    return odd <= max((1 - MOST) * every, every > 2)


class Spans:
    """Stretches of the text, to be asked whether one meets another."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        merged: list[list[int]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self.starts = [start for start, _ in merged]
        self.ends = [end for _, end in merged]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.starts, self.ends, strict=True)

    def meets(self, start: int, end: int) -> bool:
        """Whether any stretch has a character from `start` to `end`."""
        at = bisect_right(self.starts, end - 1) - 1
        return at >= 0 and self.ends[at] > start


@dataclass(frozen=True, eq=False)
class Seen:
    """A report, its pack, and the rows that were read of it."""

    report: Report
    pack: Pack
    records: Records

    def rows(self, table: str) -> Sequence[Any]:
        """The rows of a table."""
        return self.records.get(table, ())

    @cached_property
    def contents(self) -> tuple[list[Entry], int]:
        """Entries of the contents page, and the offset behind it."""
        return contents(self.report, self.pack)

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        return grids(self.report, self.pack)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Blocks without page furniture, footnotes and captions."""
        return tuple(block for block in self.report.blocks if block.kind not in ASIDE)

    @cached_property
    def _spans(self) -> dict[tuple[str, ...], Spans]:
        return {}

    def of_others(self, grid: Grid) -> Callable[[int, int], bool]:
        """Whether a stretch of the text meets a figure of a table that is of others, as a rule of the pack says."""
        known = grid.purpose is Purpose.DATA and bool(self.pack["statistics.elsewhere"])
        return Spans((span.start, span.end) for span in (of_others(self.pack, grid) if known else ())).meets

    def read(self, tables: tuple[str, ...]) -> Callable[[int, int], bool]:
        """Whether a stretch of the text meets the evidence of a row of some tables."""
        if tables not in self._spans:
            for table in tables:
                self._spans.setdefault((table,), Spans(evidence(self.records, table)))
            self._spans.setdefault(tables, Spans(span for table in tables for span in self._spans[table,]))
        return self._spans[tables].meets

    @cached_property
    def _again(self) -> Spans:
        """Rows of tables that ask again a question that was read elsewhere, with the same figures."""
        asked: dict[str, set[tuple[float, ...]]] = {}
        lines: dict[tuple[str, int], list[float]] = {}  # of a row: its evidence begins in its first cell
        for row in self.rows("key_questions"):
            lines.setdefault((folded(row.question), row.evidence.start), []).append(row.percent)
        for (question, _), read in lines.items():
            asked.setdefault(question, set()).add(tuple(read))
        found = []
        for grid in self.grids:
            for row in grid.rows if grid.purpose is Purpose.QUESTIONS else ():
                texts = [text for cell in row if (text := grid.text(cell))]
                percents = tuple(float(p[1]) for text in texts if (p := _PERCENT.fullmatch(text)))
                if any(percents in asked.get(folded(text), ()) for text in texts):
                    found.append((row[0].start, max(cell.end for cell in row)))
        return Spans(found)

    @cached_property
    def _beside(self) -> Spans:
        """Cells of columns that are about something else, in rows of questions whose own figures were read."""
        read, found = self.read(("key_questions",)), []
        provider = provider_of(self.report, self.pack)[0]
        for grid in self.grids:
            if grid.purpose is Purpose.QUESTIONS:
                heads = {at: " ".join(words) for at in range(1, len(grid.rows[0])) if (words := grid.heads(at))}
                others = [at for at, group in groups_of(self.pack, heads, provider).items() if group == ELSEWHERE]
                rows = [row for _, row in grid.body() if read(row[0].start, row[-1].end)]
                found += [(row[at].start, row[at].end) for row in rows for at in others]
        return Spans(found)

    def beside(self, offset: int) -> bool:
        """Whether a place lies in a column of other services or years, beside figures that were read."""
        return self._beside.meets(offset, offset + 1)

    def again(self, offset: int) -> bool:
        """Whether a place lies in a row of a table that only prints another row again."""
        return self._again.meets(offset, offset + 1)


def evidence(records: Records, table: str) -> Iterator[tuple[int, int]]:
    """Where the evidence of the rows of a table stands, and where they are printed again."""
    for row in records.get(table, ()):
        if isinstance(row, Grounded):
            yield row.evidence.start, row.evidence.end
        if again := getattr(row, "printed_again", ""):
            yield from later_places(again)
