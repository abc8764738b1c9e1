"""Questions and figures that tell of a bad reading by themselves: what was read is not what a report prints so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

import regex

from extractor.document import Cell
from extractor.find.cell_figures import figures, is_figure
from extractor.find.coverage.seen import Seen, Thing, of_row
from extractor.find.coverage.sentences import OPEN_END
from extractor.find.figure_places import are_facts
from extractor.find.grids import Grid
from extractor.find.table_purposes import Purpose
from extractor.records import Statistic

__all__ = ["doubtful_figures"]

_NUMBER = "0123456789. "  # of a question, before it
_BEHIND = regex.compile(r"[\s*†‡]*(?:(?<=\s)\d{1,3}(?:\.\d+)? ?%\s?)+$")  # it, the marks and figures of its row
_ENDS = (". ", "! ", "? ")  # of a sentence


def doubtful_figures(seen: Seen) -> Iterator[Thing]:
    """Questions, percentages and figures that are doubtful, with the kind of thing that they are counted as."""
    for sign in (_questions, _figures_in_questions, _groups, _figures, _labels_cut, _unlabelled):
        yield from sign(seen)


def _questions(seen: Seen) -> Iterator[Thing]:
    """Key questions that the framework does not know, prompts under none, questions cut at their beginning."""
    known = {id_ for standard in seen.pack.standards for id_ in standard.questions}
    rows = seen.rows("key_questions")
    prompts = [row for row in rows if row.level == "prompt"]
    tables = {row.table for row in prompts if row.key_question}
    headed = {(row.table, row.standard_id) for row in prompts if row.key_question}
    for row in rows:
        if row.level == "key_question" and known and row.question_id not in known:
            yield of_row("key_questions", row, "a key question that the framework does not ask")
        elif row.level == "prompt" and row.table in tables and (row.table, row.standard_id) not in headed:
            yield of_row("key_questions", row, "a prompt that stands under no key question")
        elif row.question[:1].islower():
            yield of_row("key_questions", row, "a question that begins in the middle of a sentence")
        elif row.standard_id and not row.standard_ref and seen.pack.model.ref:
            yield of_row("key_questions", row, "a question of a standard whose number was not read")
        elif not row.group:
            yield of_row("key_questions", row, "a percentage without a group of cases")


def _figures_in_questions(seen: Seen) -> Iterator[Thing]:
    """Questions of one sentence with a percentage among or behind their words: rows of a table read as prose."""
    if not (seen.pack.asks and seen.pack["questions.question"]):
        return
    for block in seen.blocks:
        words = seen.report.body(block).lstrip(_NUMBER)
        asked = _BEHIND.sub("", words) if words.endswith("%") and "?" in words else words
        if block.table is None and asked.endswith("?") and not any(end in asked for end in _ENDS):
            found = (match for rule in seen.pack["coverage.percentage"] for match in rule.finditer(words))
            if any(not words.startswith(" of ", match.end()) for match in found):
                yield Thing("key_questions", block.body, block.end, "a question with a percentage among its words")


def _groups(seen: Seen) -> Iterator[Thing]:
    """Lines of a table that lack a group which most lines of the table have."""
    for _, group in groupby(seen.rows("key_questions"), key=lambda row: (row.table, row.standard_id, row.level)):
        lines: dict[tuple[str, str], list[object]] = {}
        for row in group:
            lines.setdefault((row.key_question, row.question_id), []).append(row)
        most = max(map(len, lines.values()))
        for rows in lines.values():
            if len(rows) < most and len(rows) < most - _withheld(seen, rows[0]):
                yield of_row("key_questions", rows[0], "a question that lacks a group of cases which its table has")


def _withheld(seen: Seen, one: Any) -> int:
    """How many cells beside a figure say that there is none to be shown."""
    start = one.evidence.start
    rows = (row for grid in seen.grids for row in grid.rows if row[0].start <= start < max(cell.end for cell in row))
    beside = next(rows, ())
    return sum(seen.pack.match("statistics.blank", seen.report.words(cell).strip()) is not None for cell in beside)


def _figures(seen: Seen) -> Iterator[Thing]:
    """Tables of figures of which a figure is in no row."""
    read = seen.read(("statistics", "key_questions"))
    for grid in seen.grids:
        if grid.purpose is not Purpose.DATA or are_facts(seen.pack, grid):
            continue
        rows, others = [row for _, row in grid.body()], seen.of_others(grid)
        named = [next((at for at, cell in enumerate(row) if _names(seen, grid, cell)), len(row)) for row in rows]
        for column in range(1, len(grid.rows[0])):
            counted = [row for row, at in zip(rows, named, strict=True) if column <= at]
            cells = [row[column] for row in counted if figures(seen.pack, grid.text(row[column]))]
            cells = [cell for cell in cells if not others(cell.start, cell.end)]
            found = sum(read(cell.start, cell.end) for cell in cells)
            if found < len(cells) <= 2 * found:
                yield Thing("tables", grid.block.start, grid.block.end, "a table with a figure that is in no row")
                break


def _names(seen: Seen, grid: Grid, cell: Cell) -> bool:
    """Whether a cell says that the numbers beside it name something and count nothing."""
    return seen.pack.match("statistics.no-figures", grid.text(cell).rstrip(" :")) is not None


def _labels_cut(seen: Seen) -> Iterator[Thing]:
    """Figures labelled by a question, by nothing, by words that stop in a sentence; figures that stand twice."""
    rows = seen.rows("statistics")
    names = [(row.section_ref, row.table, row.category, row.label, row.group, row.unit) for row in rows]
    counted = Counter(names)
    shared = {row.evidence.start for row in _unsigned(seen)}
    for row, name in zip(rows, names, strict=True):
        if row.evidence.start in shared:
            yield of_row("tables", row, "a share without its sign")
        if row.label.endswith("?") and seen.pack["questions.question"] and seen.pack.asks:  # else it is of a survey
            yield of_row("tables", row, "a figure labelled by a question")
        elif not row.label:
            yield of_row("tables", row, "a figure without a label")
        elif OPEN_END.search(row.label):
            yield of_row("tables", row, "a label that stops in the middle of a sentence")
        elif counted[name] > 1:
            yield of_row("tables", row, "a figure that has its label and column with another")


def _unsigned(seen: Seen) -> Iterator[Statistic]:
    """Plain numbers at labels that say what they are a share of, in rows without a percentage."""
    match = seen.pack.match
    rows = [row for row in seen.rows("statistics") if row.label and match("statistics.share", row.label)]
    signed = {(row.table, row.category, row.label) for row in rows if row.unit == "percent"}
    for row in rows:
        if row.unit == "count" and row.value is not None and (row.table, row.category, row.label) not in signed:
            yield row


def _unlabelled(seen: Seen) -> Iterator[Thing]:
    """The one row that opens a category of its table and has figures and no label, above labels of that category."""
    for grid in seen.grids:
        rows = [row for _, row in grid.body()] if grid.purpose is Purpose.DATA and len(grid.rows[0]) > 2 else []
        opened = [
            (row, below)
            for row, below in pairwise(rows)
            if grid.text(row[0]) and not grid.text(below[0]) and grid.text(below[1]) and grid.text(row[-1])
        ]
        bare = [row for row, _ in opened if not grid.text(row[1])]
        labelled = sum(not is_figure(seen.pack, grid.text(below[1])) for _, below in opened)
        if len(bare) == 1 and len(opened) == labelled > 2:
            yield Thing("tables", bare[0][0].start, bare[0][-1].end, "figures that the name of a category labels")
