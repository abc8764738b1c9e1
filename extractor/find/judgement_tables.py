"""Judgements in tables: a row a standard or several, a row a service with a column a standard, or the other way round,
or a column a label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from extractor.document import Cell, Span
from extractor.find.columns import dated_columns, earlier_years
from extractor.find.grids import Grid
from extractor.find.judgement_lines import overall_in
from extractor.find.judgements import (
    Around,
    Judgement,
    Named,
    Waiting,
    label_at,
    labels_in,
    overall,
    score_at,
    section_id,
    section_named,
    standards_in,
    unnumbered,
)
from extractor.find.services import part_of
from extractor.packs import Pack
from extractor.split.headings import standard_line


def in_table(pack: Pack, grid: Grid, named: Named | None, around: Around, section_name: tuple[str, str]) -> Waiting:
    """Judgements in a table; returns the standard that still waits for its label."""
    heads, width = _heads(pack, grid), len(grid.rows[0])
    if of_another_report(pack, heads):
        around.columns = {width - at: head for at, head in heads.items()}
    elif not heads:  # it goes on below a heading
        heads = {width - back: head for back, head in around.columns.items() if back <= width}
    found = [*_by_service(pack, grid, heads, around), *_by_label(pack, grid, heads, around)]
    found = found or list(_by_pair(pack, grid, heads, around)) or list(_by_part(pack, grid, heads, around))
    if found:
        yield from found
        return None
    return (yield from _by_row(pack, grid, heads, named, around, section_name))


def _heads(pack: Pack, grid: Grid) -> dict[int, str]:
    """Headings of the columns: those of the table, else the words above its first row with a judgement."""
    columns = range(len(grid.rows[0]))
    if grid.header > grid.titles:
        lowest = _lowest(pack, {column: words for column in columns if (words := grid.heads(column))})
        return {column: " ".join(words) for column, words in lowest.items()}
    heads: dict[int, str] = {}
    for number in range(grid.titles, min(len(grid.rows), grid.titles + 3)):
        texts = {cell.column: grid.text(cell) for cell in grid.filled(number)}
        labels = [found[0].label for text in texts.values() if (found := label_at(pack, text))]
        if len(labels) == 1 and any(pack.match("ratings.overall", text) for text in texts.values()):
            heads = {}  # above the table of the standards
            continue
        line = list(texts.values())[:2] if 0 in texts else []
        judged = bool(labels) and (bool(heads) or len(labels) == 1 or len(set(labels)) < len(labels))
        if judged or any(standard_line(pack, words) for words in (" ".join(line), *line[:1])):
            break
        if not labels and any(_value(pack, text, heads.get(at, "")) for at, text in texts.items()):
            break
        if len(texts) > 1:
            heads |= texts
        if labels:
            break
    return heads


def _lowest(pack: Pack, heads: dict[int, list[str]]) -> dict[int, list[str]]:
    """Headings without one that goes over several columns and has no other beside it: it says what all below it are.

    One that parts judgements of this report from others stays.
    """
    over = Counter(words[0] for words in heads.values() if len(words) > 1)
    head, columns = over.most_common(1)[0] if len(over) == 1 else ("", 0)
    beside = any(at and len(words) == 1 for at, words in heads.items())
    dated = pack.match("ratings.current", head) or dated_columns({0: head})
    if columns < 2 or pack.match("ratings.elsewhere", head) or (beside and dated):
        return heads
    return {at: words[len(words) > 1 :] for at, words in heads.items()}


def _value(pack: Pack, text: str, head: str = "") -> Span | None:
    """Where the label or score stands that a cell holds, below the heading of its column."""
    label = label_at(pack, text)
    return label[1] if label else score_at(pack, text, head)


def _rows_below(pack: Pack, grid: Grid, heads: dict[int, str]) -> Iterator[list[Cell]]:
    """The filled cells of every row that is not one of the headings."""
    for number in range(len(grid.rows)):
        cells = grid.filled(number)
        if number >= grid.header and not all(heads.get(cell.column) == grid.text(cell) for cell in cells):
            yield cells


def _by_service(pack: Pack, grid: Grid, heads: dict[int, str], around: Around) -> Iterator[Judgement]:
    """A row a service or ward, a column a standard: each is a part of what is judged; a row `overall` is the whole."""
    about = {
        column: named
        for column, head in heads.items()
        if column and (named := (overall() if pack.match("ratings.overall", head) else _standard(pack, head, around)))
    }
    if sum(named.level != "overall" for named in about.values()) < 2:
        return
    for cells in _rows_below(pack, grid, heads):
        first = grid.text(cells[0]) if cells and cells[0].column not in about else ""
        if _standard(pack, first, around):
            continue
        whole = not first or pack.match("ratings.overall", first) or pack.match("ratings.whole", first)
        for cell in cells:
            if cell.column in about and (found := label_at(pack, grid.text(cell))):
                part = "" if whole else part_of(first)
                yield about[cell.column].judged(pack, _at(grid, cell, found[1]), "table-column", part=part)


def _by_label(pack: Pack, grid: Grid, heads: dict[int, str], around: Around) -> Iterator[Judgement]:
    """A column a label: it holds the standards that got it, or a mark in the row of each."""
    labels = {column: found for column, head in heads.items() if (found := label_at(pack, head))}
    if len(labels) < 2:
        return
    for cells in _rows_below(pack, grid, heads):
        texts = [grid.text(cell) for cell in cells]
        marked = [cell for cell in cells if cell.column in labels and pack.match("ratings.tick", grid.text(cell))]
        if len(marked) == 1 and (row := _named_in(pack, texts, ("", "")) or _standard(pack, texts[0], around)):
            yield row.judged(pack, marked[0], "label-column", labels[marked[0].column][0].label)
            continue
        for cell, text in zip(cells, texts, strict=True):
            if cell.column in labels and (about := _standard(pack, text, around)):
                label, span = labels[cell.column]
                judged = about.judged(pack, _at(grid, cell, Span(0, len(text))), "label-column", label.label)
                yield replace(judged, printed=heads[cell.column][span.start : span.end])


def _by_pair(pack: Pack, grid: Grid, heads: dict[int, str], around: Around) -> Iterator[Judgement]:
    """Several standards a row, each with its label in the next cell."""
    elsewhere = of_another_report(pack, heads)
    rows = [
        [
            (about, cell, found[1])
            for name, cell in pairwise(grid.filled(number))
            if cell.column not in elsewhere
            and (found := label_at(pack, grid.text(cell)))
            and (about := _about(pack, grid, [name], around))
        ]
        for number in range(len(grid.rows))
    ]
    if any(len(row) > 1 for row in rows):
        for about, cell, span in (pair for row in rows for pair in row):
            yield about.judged(pack, _at(grid, cell, span), "table-row")


def _by_lines(pack: Pack, grid: Grid, cells: list[Cell], elsewhere: set[int]) -> Iterator[Judgement]:
    """Several standards in one cell of a row, one below the other, and as many labels in the next."""
    for names, cell in pairwise(cells):
        labels = [] if cell.column in elsewhere else labels_in(pack, grid.text(cell))
        named = standards_in(pack, grid.text(names)) if len(labels) > 1 else []
        if len(named) == len(labels):
            yield from (
                about.judged(pack, _at(grid, cell, span), "table-row")
                for about, span in zip(named, labels, strict=True)
            )


def _by_part(pack: Pack, grid: Grid, heads: dict[int, str], around: Around) -> Iterator[Judgement]:
    """A row a standard, a column a service or ward: each is a part of what is judged, `overall` the whole of it."""
    rows = [
        (about, cells[1:]) for cells in _rows_below(pack, grid, heads) if (about := _about(pack, grid, cells, around))
    ]
    labelled = [cell.column for _, cells in rows for cell in cells if label_at(pack, grid.text(cell))]
    several = {at for at in labelled if 2 * labelled.count(at) >= len(rows) > 1} - of_another_report(pack, heads)
    if len(several) < 2 or any(pack.match("ratings.column", heads.get(at, "")) or at not in heads for at in several):
        return
    whole = {at for at in several if any(pack.match(f"ratings.{name}", heads[at]) for name in ("overall", "whole"))}
    for about, cells in rows:
        for cell in cells:
            if cell.column in several and (found := label_at(pack, grid.text(cell))):
                part = "" if cell.column in whole else part_of(heads[cell.column])
                yield about.judged(pack, _at(grid, cell, found[1]), "table-column", part=part)


def _about(pack: Pack, grid: Grid, cells: list[Cell], around: Around) -> Named | None:
    """What the first cell of some names: a standard, or the overall judgement."""
    first = grid.text(cells[0]) if cells else ""
    return overall() if first and pack.match("ratings.overall", first) else _standard(pack, first, around)


def of_another_report(pack: Pack, heads: dict[int, str]) -> set[int]:
    """Columns whose labels are not those of this report."""
    current = {at for at, head in heads.items() if pack.match("ratings.current", head)}
    dated = dated_columns(heads).keys() - current if current else set()
    return {at for at, head in heads.items() if pack.match("ratings.elsewhere", head)} | earlier_years(heads) | dated


def _at(grid: Grid, cell: Cell, span: Span) -> Span:
    """Where a part of a cell's words stands in the text."""
    start = cell.start + grid.report.words(cell).index(grid.text(cell))
    return Span(start + span.start, start + span.end)


def _by_row(
    pack: Pack,
    grid: Grid,
    heads: dict[int, str],
    named: Named | None,
    around: Around,
    section_name: tuple[str, str],
) -> Waiting:
    """A row a standard, with its label in a column that is about this inspection.

    A conversion may have set the label of a row on a line of its own: below the name, or, where the first such line
    comes before any name, above it.
    """
    elsewhere = of_another_report(pack, heads)
    above: Cell | None = None
    labels_above = False
    for number in range(len(grid.rows)):
        cells = grid.filled(number)
        texts = [grid.text(cell) for cell in cells]
        if not texts:
            continue
        around.passes(pack, texts[0], around.chapter)
        if found := pack.match("ratings.section-name", texts[0]):
            section_name = section_named(found[1])
        valued = [cell for cell in cells if _value(pack, grid.text(cell), heads.get(cell.column, ""))]
        above_heads = not grid.header and len(valued) == 1 and pack.match("ratings.overall", texts[0])
        value = next((cell for cell in valued if above_heads or cell.column not in elsewhere), None)
        if not valued and (told := list(_by_lines(pack, grid, cells, elsewhere))):
            yield from told
            named = None
            continue
        row = _named_in(pack, texts, section_name) or (unnumbered(pack, texts[0], around) if value else None)
        if row is not None:
            named = row
        if value is not None and len(cells) == 1 and (labels_above or named is None):
            labels_above, above, named = True, value, None
            continue
        value = value or (above if row is not None else None)
        if value is not None and named is not None:
            span = _value(pack, grid.text(value), heads.get(value.column, "")) or Span(0, len(grid.text(value)))
            yield named.judged(pack, _at(grid, value, span), "table-row")
            named = None
        elif value is None and (said := _overall_in(pack, grid, cells)):
            yield said
        above = None
    return named if named is not None and len(grid.rows) <= 3 else None


def _overall_in(pack: Pack, grid: Grid, cells: list[Cell]) -> Judgement | None:
    """The overall judgement that a sentence in a cell gives."""
    return next((said for c in cells if (said := overall_in(pack, grid.report.words(c), c.start))), None)


def _standard(pack: Pack, text: str, around: Around) -> Named | None:
    """The standard that a text names, with its number or without, and nothing else."""
    found = standard_line(pack, text)
    if found and found[1].end() == len(text.rstrip(" :.")):
        return Named(found[0].level, found[1]["ref"], found[1]["name"], found[0].id)
    return unnumbered(pack, text, around) if text else None


def _named_in(pack: Pack, texts: list[str], section_name: tuple[str, str]) -> Named | None:
    """What the first cells of a row name: a standard with its number, a scored section, or the overall judgement."""
    first = texts[0]
    if pack.match("ratings.overall", first):
        return overall()
    if pack.match("ratings.overall-score", first):
        return Named("overall", "", first, "")
    if found := pack.match("ratings.section-score", first):
        ref = found[1]["ref"] or ""
        name = section_name[1] if section_name[0] == ref else first
        return Named("section", ref, name, section_id(pack, ref, name))
    for line in (" ".join(texts[:2]), *texts[:2]):
        if line_found := standard_line(pack, line):
            standard, match = line_found
            return Named(standard.level, match["ref"], match["name"], standard.id)
    for standard in pack.standards:
        if (
            standard.level == "section"
            and (match := standard.name.match(first))
            and match.end() == len(first)
            and len(texts) > 1
        ):
            return Named("section", standard.ref, first, standard.id)
    return None
