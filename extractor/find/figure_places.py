"""Where the figures of a data table stand: each with its column, and with what its row says of it.

Columns that name the rows, or tell units, are told from those that hold figures; rows that head others, from rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import regex

from extractor.document import Cell, Span
from extractor.find.cell_figures import figures, is_figure, stand_first
from extractor.find.grids import Grid
from extractor.packs import Pack

_REF = regex.compile(r"[\d.]+")
_SIGN = regex.compile(r"[-–−+]")
_NOTE = regex.compile(r"(?<=[\p{L}\d)%?])\s?[*†‡§]{1,3}$|(?<=[\p{L})?])\(\d{1,2}\)$")  # behind a label
_YEAR = regex.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class _Columns:
    """What the columns of a table are for: how many name the rows, which tells units, which hold figures. In those of
    `signs` may stand what a conversion has cut: the sign of a figure behind it, or its figure and the next label."""

    labels: int
    unit: int | None
    values: frozenset[int]
    signs: frozenset[int]


@dataclass(frozen=True)
class Row:
    """What holds for the figures of a row: title of the table, group of rows, label, and what the unit column says."""

    title: str
    category: str
    label: str
    unit: str


@dataclass(frozen=True)
class Place:
    """Where a figure stands, its column, what its row says of it, and the unit that all of its column print."""

    span: Span
    column: int
    row: Row
    usual: str


def of_others(pack: Pack, grid: Grid) -> list[Span]:
    """Cells of a table whose figures are of others, as its columns or rows say; they give no row."""
    return [place.span for place in placed(pack, grid) if are_of_others(pack, grid, place)]


def are_of_others(pack: Pack, grid: Grid, place: Place) -> bool:
    """Whether the heading of a figure's column, the label of its row, or what heads such rows names others."""
    heads, about = grid.heads(place.column), place.row
    words = (*heads, " ".join(heads), about.label, about.category, *about.category.split(", "))
    return any(pack.match("statistics.elsewhere", one) for one in words if one)


def placed(pack: Pack, grid: Grid) -> Iterator[Place]:
    """Figures of a table row by row, each with what its row and column say of it."""
    if stand_first(pack, [[grid.text(cell) for cell in row] for _, row in grid.body()]):
        yield from _before_names(pack, grid)
        return
    columns = _columns(pack, grid)
    if not columns.values or are_facts(pack, grid):
        return
    pairs = _label_beside(pack, grid, columns)
    units = {at: Counter(_units(pack, [grid.text(row[at]) for _, row in grid.body()])) for at in columns.values}
    usual = {at: next(iter(counts)) if len(counts) == 1 else "" for at, counts in units.items()}
    most = {at: next((unit for unit, _ in counts.most_common(1)), "") for at, counts in units.items()}
    title, section, groups = grid.title, "", [""] * columns.labels
    held, reach = "", 0  # the label of a row that goes down over others, and the first row below it
    for number, row in grid.body():
        filled = grid.filled(number)
        if _divides(pack, grid, filled, columns):
            words = grid.text(filled[0]).rstrip(" :")
            if grid.header > grid.titles:
                section = words
            else:
                title = words  # without column headings it begins a table of its own
            groups = [""] * columns.labels
            continue
        names = [_NOTE.sub("", grid.text(row[column])) for column in range(columns.labels)]
        if any(names[:-1]):
            first = next(level for level, name in enumerate(names) if name)
            groups = groups[:first] + names[first:]
        label = next((name for name in reversed(names) if name), "")
        if label:
            held, reach = label, number + max(cell.rows for cell in row[: columns.labels])
        elif number < reach:
            label = _word(pack, grid, filled) or held
        over = [name for name in groups[:-1] if name and name != label and not _REF.fullmatch(name)]
        over += [held] if held != label and number < reach else []
        unit = grid.text(row[columns.unit]) if columns.unit is not None else ""
        about = Row(title, ", ".join([*([section] if section else []), *over]), label, unit)
        odd = any(unit != most[c] for c in columns.values for unit in _units(pack, [grid.text(row[c])]))
        for span, column, label in _spans(pack, grid, filled, columns):
            named = grid.text(row[column - 1]) if pairs else label or about.label
            about = about if named == about.label else replace(about, label=named)
            if not pack.match("statistics.no-figures", about.label.rstrip(" :")):
                yield Place(span, column, about, "" if odd else usual[column])


def _before_names(pack: Pack, grid: Grid) -> Iterator[Place]:
    """Figures of a table whose rows begin with them, each with the words behind it; a row of words heads others."""
    counts = Counter(_units(pack, [grid.text(row[0]) for _, row in grid.body()]))
    usual = next(iter(counts)) if len(counts) == 1 else ""
    section = ""
    for number, row in grid.body():
        if len(grid.filled(number)) == 2:
            about = Row(grid.title, section, _NOTE.sub("", grid.text(row[1])), "")
            yield Place(Span(row[0].start, row[0].end), 0, about, usual)
        elif filled := grid.filled(number):
            section = grid.text(filled[0]).rstrip(" :")


def _word(pack: Pack, grid: Grid, filled: list[Cell]) -> str:
    """What names a row in the place of its first figure; empty where it begins with one."""
    first = grid.text(filled[0]) if filled else ""
    return "" if figures(pack, first) else first


def are_facts(pack: Pack, grid: Grid) -> bool:
    """Whether a table says something of the service line by line: labels, beside which at least as many words stand as
    figures, in two columns or in twice two."""
    width = len(grid.rows[0])
    rows = [[grid.text(cell) for cell in row] for number, row in grid.body() if len(grid.filled(number)) > 1]
    if width not in (2, 4) or len(rows) < 2 or (width == 4 and any(grid.heads(2))):
        return False
    values = [text for row in rows for text in row[1::2] if text]
    labels = [text for row in rows for text in row[::2] if text]
    return not any(figures(pack, text) for text in labels) and 2 * sum(is_figure(pack, v) for v in values) <= len(
        values
    )


def _label_beside(pack: Pack, grid: Grid, columns: _Columns) -> bool:
    """Whether every second column holds the labels of figures right of it: a form in twice two columns."""
    width = len(grid.rows[0])
    rows = [row for number, row in grid.body() if len(grid.filled(number)) > 1]
    labels = [grid.text(row[column]) for row in rows for column in range(2, width, 2)]
    headless = not any(grid.heads(column) for column in range(width))
    return (
        headless
        and width > 3
        and width % 2 == 0
        and columns.values <= set(range(1, width, 2))
        and all(label and not figures(pack, label) for label in labels)
    )


def _spans(pack: Pack, grid: Grid, filled: list[Cell], columns: _Columns) -> Iterator[tuple[Span, int, str]]:
    """Where the figures of a row stand, with their columns; behind a row that was run into this one, with its label."""
    label, start = "", -1
    for cell, after in zip_longest(filled, filled[1:]):
        if cell.column not in columns.values:
            continue
        beside = after is not None and after.column == cell.column + 1 and cell.column in columns.signs
        run_in = pack.match("statistics.run-in", grid.text(cell)) if beside else None
        if run_in:
            offset = cell.start + grid.report.words(cell).index(grid.text(cell))
            yield Span(offset, offset + run_in[1].end("value")), cell.column, label
            label = run_in[1]["label"] or ""
        elif beside and _SIGN.fullmatch(grid.text(cell)):
            start = cell.start
        else:
            yield Span(cell.start if start < 0 else start, cell.end), cell.column, label
            start = -1


def _divides(pack: Pack, grid: Grid, filled: list[Cell], columns: _Columns) -> bool:
    """Whether a row heads the rows below it: its only words stand over its labels, or go across the table."""
    if len(filled) != 1 or figures(pack, grid.text(filled[0])):
        return False
    cell = filled[0]
    return cell.column == 0 or cell.columns > 1 or cell.column < columns.labels - 1


def _columns(pack: Pack, grid: Grid) -> _Columns:
    body = [row for number, row in grid.body() if len(grid.filled(number)) > 1]
    width = len(grid.rows[0])
    texts = [[text for row in body if (text := grid.text(row[column]))] for column in range(width)]
    unit = next((column for column in range(1, width) if _tells_units(pack, grid, column, texts[column])), None)
    labels = 1
    while labels < width - 1 and labels != unit and _names_rows(pack, grid, body, labels, texts[labels]):
        labels += 1
    values = {c for c in range(labels, width) if c != unit and _holds_figures(pack, grid.heads(c), texts[c])}
    bare = {c for c in values if not grid.heads(c)}
    signs = {c for c in range(labels, width - 1) if {c, c + 1} <= bare and 2 * len(texts[c + 1]) < len(body)}
    return _Columns(labels, unit, frozenset(values), frozenset(signs))


def _tells_units(pack: Pack, grid: Grid, column: int, texts: list[str]) -> bool:
    """Whether a column says what the figures of its rows count."""
    headed = any(pack.match("statistics.unit-column", head) for head in grid.heads(column))
    headed = headed and not any(text.replace(".", "").isdigit() for text in texts)  # those are of a unit of the service
    return bool(texts) and (headed or all(pack.match("statistics.unit-word", text) for text in texts))


def _names_rows(pack: Pack, grid: Grid, body: list[tuple[Cell, ...]], column: int, texts: list[str]) -> bool:
    """Whether a column names the rows within groups that the columns left of it name.

    It holds words, bands or years, and has no heading of its own; or the column left of it has gaps, goes on over rows,
    names the same again, or only counts.
    """
    counted = sum(1 for text in texts if is_figure(pack, text) and not _YEAR.fullmatch(text))
    if len(texts) <= 2 * counted:
        return False
    left = [grid.text(row[column - 1]) for row in body if grid.text(row[column])]
    named = [text for text in left if text]
    parted = any(row[column - 1].rows > 1 for row in body) or len(named) < len(left) or len(set(named)) < len(named)
    bands = all(_YEAR.fullmatch(text) or figures(pack, text) for text in texts)
    return parted or (not grid.heads(column) and not bands) or (bool(named) and all(map(_REF.fullmatch, named)))


def _holds_figures(pack: Pack, heads: list[str], texts: list[str]) -> bool:
    """Whether a column holds figures, or marks in their place: not words, and no years, pages or numbers that name."""
    if any(pack.match("statistics.no-figures", head) for head in heads[-1:]):
        return False
    read = [figures(pack, text) for text in texts]
    values = [text for text, found in zip(texts, read, strict=True) if any(f.value is not None for f in found)]
    if len(values) > 1 and all(map(_YEAR.fullmatch, values)):
        return False
    return bool(values) or (bool(texts) and all(read))


def _units(pack: Pack, texts: Sequence[str]) -> list[str]:
    """The unit of every figure of some cells as these print it; empty where a cell prints none."""
    return [figure.unit for text in texts if text for figure in figures(pack, text) if figure.value is not None]
