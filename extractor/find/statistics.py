"""Table `statistics`: the figures of data tables, each with its row label, column heading and unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from extractor.document import Report, Span
from extractor.domain.names import slug
from extractor.find.cell_figures import Figure, figures, scale_of, unit_of
from extractor.find.figure_places import Place, Row, are_of_others, placed
from extractor.find.findings import ref_of
from extractor.find.followed_up import follow_ups, is_within
from extractor.find.followed_up_tables import follows_up, rows_followed_up
from extractor.find.grids import Grid, grids, named_in_order
from extractor.find.table_purposes import Purpose
from extractor.packs import Pack
from extractor.records import Statistic

_OTHER = {"percent": "count", "count": "percent"}
_SECOND = regex.compile(r"\s*[(/;](?=[^(/;]*\d\s?(?:%|per ?cent))")  # where a share stands behind another figure
_BARE = ("n", "%", "no", "no.", "number", "count")


def find(report: Report, pack: Pack) -> Iterator[Statistic]:
    """Figures of data tables in reading order, row by row."""
    earlier = follow_ups(report, pack)
    for grid in grids(report, pack):
        if grid.purpose is Purpose.DATA and not _follows_up(report, pack, grid, earlier):
            for place in placed(pack, grid):
                if not are_of_others(pack, grid, place):
                    yield from _cell(report, pack, grid, place)


def _follows_up(report: Report, pack: Pack, grid: Grid, earlier: Sequence[Span]) -> bool:
    """Whether the figures of a table number what was asked for earlier."""
    listed = is_within(grid.block.start, earlier) or (
        not pack["progress.section"] and follows_up(report, pack, grid.rows)
    )
    return listed and any(rows_followed_up(report, pack, grid.rows))


def _cell(report: Report, pack: Pack, grid: Grid, place: Place) -> Iterator[Statistic]:
    span, row = place.span, place.row
    words = report.words(span)
    printed = words.strip()
    heads = grid.heads(place.column)
    group = _group(heads)
    headed = next((names for head in reversed(heads) if (names := named_in_order(pack, head))), ())
    found = _units_of_pair(pack, figures(pack, " ".join(printed.split())), heads, headed or grid.legend)
    length = len(words.rstrip())
    if len(found) == 1 and (second := _SECOND.search(words)):
        length = second.start()  # nothing says what it is of: it is told as unread
    for figure in found:
        if figure.word and figure.word in headed:
            group, figure = figure.word, replace(figure, word="")
        unit, value, derived = _counted(pack, figure, heads, row, place.usual)
        own = figure.unit or "count" if len(found) > 1 and not figure.word else ""
        parts = (
            slug(row.title, 40),
            slug(row.category, 40),
            slug(row.label, 80),
            slug(group, 40),
            slug(figure.word),
            own or _suffix(heads),
        )
        if not any(parts):
            continue  # nothing tells what it is a figure of
        yield Statistic(
            item="/".join(part for part in parts if part),
            section_ref=ref_of(report, grid.block.start),
            table=row.title,
            category=figure.word or row.category,
            label=row.label,
            group=group,
            value=value,
            unit=unit,
            as_printed=" ".join(printed.split()),
            evidence=report.cite(span.start, span.start + length, figure.rule, derived),
        )


def _units_of_pair(pack: Pack, found: Sequence[Figure], heads: list[str], names: Sequence[str]) -> Sequence[Figure]:
    """Figures of a cell, one in brackets with its unit as the column heading tells it: `n (%)`.

    A second figure of the same unit has what it is of before it, as a word, where a heading or legend names both; else
    it is no figure of its own: what it is cannot be told. Beside a percentage stands what it is of.
    """
    if len(found) != 2 or not found[1].aside:
        return found
    first, second = found
    pair = next((rule[0].value for head in reversed(heads) if (rule := pack.match("statistics.pair", head))), "")
    if pair and not first.unit and not second.unit:
        first, second = replace(first, unit=_OTHER[pair]), replace(second, unit=pair)
    if first.unit == second.unit:
        return [replace(f, word=name) for f, name in zip(found, names, strict=True)] if len(names) == 2 else [first]
    percent = "percent" in (first.unit, second.unit)
    headed = unit_of(pack, [f"column {head}" for head in reversed(heads)]) not in ("", "percent")
    return [replace(f, unit="count") if percent and not f.unit and not headed else f for f in (first, second)]


def _counted(pack: Pack, figure: Figure, heads: list[str], row: Row, usual: str) -> tuple[str, float | None, bool]:
    """Unit of a figure, its value, and whether that was worked out, as by a scale that stands elsewhere.

    What stands in the place of a figure has the unit that all others of its column print (`usual`), unless the figures
    of its row print others than most of theirs.

    The unit is told by the cell, else by the unit column, the column heading, the row label, the group of rows, the
    title; else it is a count.
    """
    told = [f"unit {row.unit}"] if row.unit else []
    told += [f"column {head}" for head in reversed(heads)]
    told += [f"label {words}" for words in (row.label, row.category) if words]
    told += [f"title {row.title}"] if row.title else []
    blank = usual if figure.value is None else ""
    unit = figure.unit or blank or unit_of(pack, told) or "count"
    if figure.value is None:
        return unit, None, False
    money = not figure.unit or figure.unit == "pounds"
    scale = scale_of(pack, told) if money and not figure.scaled else 1.0
    value = -figure.value if figure.below_zero_in == unit else figure.value
    return unit, round(value * scale, 6), scale != 1.0 or figure.worked_out


def _suffix(heads: list[str]) -> str:
    """What tells two figures of one group apart: the bare heading `n` or `%` of their columns."""
    bare = heads[-1] if len(heads) > 1 and heads[-1].lower() in _BARE else ""
    return {"%": "percent"}.get(bare, bare)


def _group(heads: list[str]) -> str:
    """Column heading: of two levels the upper one, and the lower one behind it where it says more than `n` or `%`."""
    named = [head for head in heads if head.lower() not in _BARE]
    return " ".join(named) if named else " ".join(heads)
