"""What looks like data in the text as it stands, whether or not a row was read from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, zip_longest
from typing import Any

import regex

from extractor.document import Block, Cell, Kind, Report, Span
from extractor.domain.dates import MONTH
from extractor.domain.names import folded
from extractor.find.cell_figures import figures, is_figure
from extractor.find.coverage.seen import Seen, Thing
from extractor.find.followed_up import follow_ups, is_within
from extractor.find.grids import Grid
from extractor.find.judgement_tables import of_another_report
from extractor.find.lists import LISTED
from extractor.find.quantities import is_prose
from extractor.find.recommendations import kind_of
from extractor.find.table_purposes import Purpose
from extractor.packs import Pack
from extractor.split.headings import scale_label

_PROSE = (
    *("quantities", "findings", "recommendations", "progress", "examples", "statistics", "key_questions"),
    "ratings",  # scores below the headings of criteria
)
# Kinds that are found here, each with the tables one of which has a row for it.
READ_BY = {
    "percentages": _PROSE,
    "fractions": _PROSE,
    "table_percentages": (
        *("key_questions", "statistics", "ratings", "quantities", "findings", "recommendations"),
        *("progress", "attributes"),
    ),
    "labels": ("ratings", "statistics", "findings", "progress"),
    "tables": ("key_questions", "statistics", "ratings", "recommendations", "progress", "findings"),
    "list_items": ("recommendations", "findings", "progress"),
}
_IN_PROSE = (  # the second where words are sentences: a line of a cover can be `Report 3 of 12`
    ("percentages", "coverage.percentage", "percentage"),
    ("fractions", "coverage.fraction", "share of so many"),
)
NOT_LISTED = "a list item under recommendations that is in no row"
_LEAST_FIGURES = 4  # cells with a figure of a table of figures
_LEAST_ROWS = 3  # lines below each other that end in figures
_LONGEST_LINE = 120
_ENDS_OF_FIGURES = ("%", ")", " ")
_DATED = regex.compile(rf"{MONTH}\s+\d{{4}}$", regex.I)
_POINTS = regex.compile(r"^\d{1,2}\s*[-–—:]\s+|\s*\(\d{1,2}\)$")
_PERCENTAGES = regex.compile(r"(?:\s*\d{1,3}(?:\.\d+)?\s?%)+\s*")
_ROW = regex.compile(r"(?!.*[.!] )\p{L}.*?(?P<figures>(?: -?\d[\d,]*(?:\.\d+)?%?)+)")
_LINE_OF_FIGURES = regex.compile(
    r"(?!.*[.?!] )[^\d\n]*\p{L}.*?(?<![\d.,])[\d.,]*\d ?%?(?:[\s|]+[(]?[\d.,]*\d ?%?[)]?)*"
)


def things(seen: Seen) -> list[Thing]:
    """Everything that looks like data, in reading order, each but once."""
    found = [*_in_blocks(seen), *_listed(seen), *_lines_of_figures(seen), *_rows_beside(seen)]
    return sorted(dict.fromkeys(found), key=lambda thing: (thing.start, thing.end, thing.kind))


def _in_blocks(seen: Seen) -> Iterator[Thing]:
    report, pack = seen.report, seen.pack
    labels = {folded(words) for words, _ in pack.scale.prints} if pack.scale else set()
    progress = {folded(words) for words, _ in pack.progress.prints} if pack.progress else set()
    axes = _axes(seen) if _rates(pack) else set()
    found = {grid.block.start: grid for grid in seen.grids}
    for block in seen.blocks:
        if block.table is not None:
            if found[block.start].purpose is not Purpose.ASIDE:
                yield from _in_table(seen, found[block.start], labels)
            continue
        words = report.body(block)
        whole = block.kind is not Kind.HEADING and is_prose(words)
        if _PERCENTAGES.fullmatch(words):
            reason = "percentages that stand alone, as if they had fallen out of a table, and are in no row"
            yield Thing("table_percentages", block.body, block.end, reason)
            continue
        for kind, name, what in _IN_PROSE if whole else _IN_PROSE[:1]:
            for match in (match for rule in pack[name] for match in rule.finditer(words)):
                start, end = block.body + match.start(), block.body + match.end()
                yield Thing(kind, start, end, f"a {what} in prose that is in no row")
        if len(words) >= 2 * _LONGEST_LINE:
            continue
        if _rates(pack) and _bare(words) in labels and block.start not in axes:
            yield Thing("labels", block.body, block.end, "a label of the scale that stands alone and rates nothing")
        if _rates(pack) and _ends_in_labels(pack, words):
            reason = "a line that ends in several labels of the scale, as if a row had fallen out of its table"
            yield Thing("labels", block.body, block.end, reason)
        if folded(words) in progress and not _is_again(seen, block.start):
            yield Thing("labels", block.body, block.end, "a label of progress that stands alone and is in no row")


def _bare(text: str) -> str:
    """Words without the points that stand before or behind a label: `4 – Good`, `Good (4)`."""
    return folded(_POINTS.sub("", text.strip()))


def verdicts_above(seen: Seen) -> set[int]:
    """Where verdicts stand above what was read with them: rows of theirs lie between them and the next verdict."""
    if (scale := seen.pack.progress) is None or not seen.rows("progress"):
        return set()
    named = ((block, scale.label_of(seen.report.body(block))) for block in seen.blocks if block.table is None)
    verdicts = [(block, label.label) for block, label in named if label]
    ends = [*(block.start for block, _ in verdicts[1:]), len(seen.report.text)]
    found = set()
    for (block, label), end in zip(verdicts, ends, strict=False):
        within = (row for row in seen.rows("progress") if block.end <= row.evidence.start and row.evidence.end <= end)
        if any(row.category == label for row in within):
            found.add(block.body)
    return found


def _axes(seen: Seen) -> set[int]:
    """Where labels begin that stand one below the other in the order of the scale, each once: the axis of a figure."""
    order = [label.label for label in seen.pack.scale.labels] if seen.pack.scale else []
    run: list[tuple[int, str]] = []
    found: set[int] = set()
    for block in [*seen.blocks, None]:
        words = seen.report.body(block) if block is not None and block.end - block.body < _LONGEST_LINE else ""
        if block is not None and (label := scale_label(seen.pack, words)):
            run.append((block.start, label.label))
            continue
        if len(run) > 2 and [name for _, name in run] in (order, order[::-1]):
            found |= {start for start, _ in run}
        run = []
    return found


def _ends_in_labels(pack: Pack, words: str) -> bool:
    """Whether words end in labels of the scale as it prints them, one behind the other; not in each of them once."""
    found = _labels_behind(pack).fullmatch(words)
    if found is None or pack.scale is None:
        return False
    names = [label.label for print_, label in pack.scale.prints if f" {print_}" in found["labels"]]
    return len(set(names)) < len(pack.scale.labels)


@lru_cache(maxsize=16)
def _labels_behind(pack: Pack) -> Any:
    """Words, and two labels or more behind them."""
    prints = "|".join(regex.escape(words) for words, _ in (pack.scale.prints if pack.scale else ()))
    return regex.compile(rf"[^.!?]*?(?P<labels>(?: (?:{prints or '(?!)'})){{2,}})")


def _with_codes(pack: Pack, report: Report, cells: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Where labels stand in a row; two beside each other that print one label in other words, as a code, are one."""
    read = [(cell, words := report.words(cell).strip(), scale_label(pack, words)) for cell in cells]
    start = -1
    for (cell, words, label), behind in zip_longest(read, read[1:]):
        start = cell.start if start < 0 else start
        beside = behind is not None and behind[0].column == cell.column + 1
        if not (beside and label is not None and behind[2] == label and folded(behind[1]) != folded(words)):
            yield start, cell.end
            start = -1


def _is_again(seen: Seen, offset: int) -> bool:
    """Whether a section around an offset prints verdicts again, by its title."""
    around = seen.report.lineage(seen.report.section_at(offset))
    return any(seen.pack.match("progress.again", section.title) for section in around)


def _listed(seen: Seen) -> Iterator[Thing]:
    earlier = follow_ups(seen.report, seen.pack)
    for section in seen.report.sections:
        if kind_of(seen.pack, section) is not None and not is_within(section.start, earlier):
            for block in seen.report.blocks_in(Span(section.heading.end, section.end)):
                if block.kind in LISTED:
                    yield Thing("list_items", block.start, block.end, NOT_LISTED)


def _lines_of_figures(seen: Seen) -> Iterator[Thing]:
    """Short lines below each other that each have words and end in figures: rows of a table that was not told, and no
    entries of the contents."""
    behind = seen.contents[1]
    blocks = [block for block in seen.blocks if block.start >= behind]
    for rows, group in groupby(blocks, key=lambda block: _is_line_of_figures(seen, block)):
        lines = list(group)
        if rows and len(lines) >= _LEAST_ROWS:
            yield Thing("tables", lines[0].start, lines[-1].end, "lines that end in figures, and are no table")


def _rows_beside(seen: Seen) -> Iterator[Thing]:
    """A line above or below a table, of a label and as many figures as the row beside it has: one that fell out of it.
    A single figure has a sign or a decimal, else it may number what stands below."""
    for above, block, below in zip(seen.blocks, seen.blocks[1:], seen.blocks[2:], strict=False):
        beside = [(-1, above.table), (0, below.table)]
        if block.table is not None or block.kind in LISTED or not any(table for _, table in beside):
            continue
        found = _ROW.fullmatch(seen.report.body(block))
        printed = found["figures"].split() if found else []
        rows = [list(table.rows())[at] for at, table in beside if printed and table is not None]
        counts = {sum(is_figure(seen.pack, seen.report.words(cell).strip()) for cell in row) for row in rows}
        if len(printed) in counts - {0} and (len(printed) > 1 or set(printed[0]) & set("%.")):
            yield Thing("tables", block.body, block.end, "a row that fell out of its table")


def _is_line_of_figures(seen: Seen, block: Block) -> bool:
    if block.table is not None or block.kind in LISTED or block.end - block.body > _LONGEST_LINE:
        return False
    words = seen.report.body(block)
    ended = (words[-1:].isdigit() and not _DATED.search(words)) or words.endswith(_ENDS_OF_FIGURES)
    return ended and bool(_LINE_OF_FIGURES.fullmatch(words))


def _in_table(seen: Seen, grid: Grid, labels: set[str]) -> Iterator[Thing]:
    report, pack, block, purpose = seen.report, seen.pack, grid.block, grid.purpose
    assert block.table is not None
    counted = 0
    of_others = seen.of_others(grid)
    rows = list(block.table.rows())
    head = rows[max(block.table.header, 1) - 1]
    others = of_another_report(pack, {at: report.words(cell).strip() for at, cell in enumerate(head)})
    counting = {at for at in range(len(head)) if _counts_rows(report, rows[max(block.table.header, 1) :], at)}
    for number, row in enumerate(rows):
        texts = [report.words(cell) for cell in row]
        labelled = [row[at] for at, text in enumerate(texts) if _bare(text) in labels and at not in others]
        if number < max(block.table.header, 1) and _heads_columns(texts[number < block.table.header :], labels):
            labelled = []
        first = texts[0].strip()
        labelled = [cell for cell in labelled if cell.column not in counting]
        if (not first and number == 0) or pack.match("ratings.elsewhere", first):
            labelled = []  # it goes on a row of the table above, which a blank line cut; or it is of another report
        counted += any(
            figures(pack, text.strip()) and not of_others(cell.start, cell.end)
            for cell, text in list(zip(row, texts, strict=True))[1:]
        )
        if _rates(pack) and purpose not in (Purpose.BANDS, Purpose.CONTENTS):
            several = (
                cell for cell, text in zip(row, texts, strict=True) if _ends_in_labels(pack, f"- {text.strip()}")
            )
            yield from (
                Thing("labels", cell.start, cell.end, "a cell of several labels of the scale") for cell in several
            )
            reason = "a label of the scale that stands alone and rates nothing"
            yield from (Thing("labels", start, end, reason) for start, end in _with_codes(pack, report, labelled))
        elif labelled:
            continue  # it says what a label stands for, or how many have it
        own = (pair for pair in zip(row, texts, strict=True) if not of_others(pair[0].start, pair[0].end))
        for cell, text in own:
            for rule in pack["coverage.percentage"]:
                for match in rule.finditer(text):
                    start, end = cell.start + match.start(), cell.start + match.end()
                    yield Thing("table_percentages", start, end, "a percentage in a table that is in no row")
    none = purpose in (Purpose.BANDS, Purpose.CONTENTS, Purpose.WORDS) or _is_contents(report, block)
    if counted >= _LEAST_FIGURES and len(rows) > 1 and block.table.width > 1 and not none:
        yield Thing("tables", block.start, block.end, "a table of figures that gave no row")


def _counts_rows(report: Report, rows: Sequence[Sequence[Cell]], at: int) -> bool:
    """Whether a column has the numbers of the rows, from 1 on."""
    filled = [row for row in rows if sum(cell.end > cell.start for cell in row) > 1]
    numbers = [words.rstrip(".)") for row in filled if (words := report.words(row[at]).strip())]
    return len(numbers) > 1 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _heads_columns(texts: Sequence[str], labels: set[str]) -> bool:
    """Whether the cells of a row head the columns of a table that has one for each label: other labels, and no more."""
    words = [folded(text) for text in texts if text.strip()]
    return len(words) > 1 and len(set(words)) == len(words) and labels >= set(words)


def _rates(pack: Pack) -> bool:
    """Whether a label that stands alone in a report of the framework rates something."""
    return pack.scale is not None and pack.report_type != "summary"


def _is_contents(report: Report, block: Block) -> bool:
    """Whether a table lists pages: its last column has whole numbers that only rise."""
    assert block.table is not None
    numbers = [report.words(row[-1]).strip() for row in block.table.rows()]
    pages = [int(number) for number in numbers if number.isdecimal() and len(number) < 5]
    return len(pages) > 0.6 * len(numbers) and pages == sorted(pages)
