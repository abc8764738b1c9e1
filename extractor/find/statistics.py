"""Table `statistics`: the figures of data tables, each with its row label, column heading and unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractor.document import Cell, Report
from extractor.find.findings import ref_of
from extractor.find.grids import Grid, Purpose, figures, grids
from extractor.find.names import slug
from extractor.packs import Pack
from extractor.records import Statistic

_BARE = ("n", "%", "no", "no.", "number", "count")
_SCALES = {"k": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9}


def find(report: Report, pack: Pack) -> Iterator[Statistic]:
    """Figures of data tables in reading order, row by row."""
    for grid in grids(report, pack):
        if grid.purpose is Purpose.DATA:
            yield from _table(report, pack, grid)


def _table(report: Report, pack: Pack, grid: Grid) -> Iterator[Statistic]:
    labels = _label_columns(pack, grid)
    title = grid.title
    category = ""
    for _, row in figures(grid):
        names = [grid.text(row[column]) for column in range(labels)]
        values = [cell for cell in row[labels:] if grid.text(cell)]
        if not values and any(names):
            if labels == 1:
                title = names[0].rstrip(" :")  # a heading inside the table
            continue
        if labels > 1:
            category = names[0] or category
        label = next((name for name in reversed(names) if name), "")
        own = category if labels > 1 and label != category else ""
        for cell in values:
            yield from _figures(report, pack, grid, cell, title, own, label)


def _label_columns(pack: Pack, grid: Grid) -> int:
    """How many columns name the rows: two where the second holds words below an empty or grouping first."""
    if len(grid.rows[0]) < 3:
        return 1
    body = [row for _, row in figures(grid)]
    words = sum(1 for row in body if grid.text(row[1]) and not pack.match("statistics.value", grid.text(row[1])))
    figures_there = sum(1 for row in body if pack.match("statistics.value", grid.text(row[1])))
    gaps = sum(1 for row in body if not grid.text(row[0]))
    headed = any(grid.heads(1))
    return 2 if words > figures_there and (gaps or not headed) and not headed else 1


def _figures(
    report: Report, pack: Pack, grid: Grid, cell: Cell, title: str, category: str, label: str
) -> Iterator[Statistic]:
    printed = grid.text(cell)
    group = _group(grid.heads(cell.column))
    single = pack.match("statistics.value", printed)
    several = _several(pack, printed) if single is None else []
    for match in [single[1]] if single else several:
        word = "" if single else match["word"]
        value = number(match)
        if value is None:
            continue
        yield Statistic(
            item="/".join(
                part
                for part in (
                    slug(title, 40),
                    slug(category, 40),
                    slug(label, 80),
                    slug(group, 40),
                    slug(word),
                    _suffix(grid, cell),
                )
                if part
            ),
            section_ref=ref_of(report, grid.block.start),
            table=title,
            category=word or category,
            label=label,
            group=group,
            value=value,
            unit=unit(pack, match[0], grid.heads(cell.column), label),
            as_printed=printed,
            evidence=report.cite(cell.start, cell.end, f"{pack.id}/statistics.{'several' if word else 'value'}"),
        )


def _several(pack: Pack, printed: str) -> list[Any]:
    """Figures of a cell that holds nothing but figures, each with a word before it."""
    found = [match for rule in pack["statistics.several"] for match in rule.finditer(printed)]
    return found if sum(len(m[0]) for m in found) + len(found) - 1 == len(printed) else []


def _suffix(grid: Grid, cell: Cell) -> str:
    """What tells two figures of one group apart: the bare heading `n` or `%` of their columns."""
    heads = grid.heads(cell.column)
    bare = heads[-1] if len(heads) > 1 and heads[-1].lower() in _BARE else ""
    return {"%": "percent"}.get(bare, bare)


def _group(heads: list[str]) -> str:
    """Column heading: of two levels the upper one, and the lower one behind it where it says more than `n` or `%`."""
    named = [head for head in heads if head.lower() not in _BARE]
    return " ".join(named) if named else " ".join(heads)


def number(match: Any) -> float | None:
    """The figure of a match of `statistics.value` or `statistics.several`; None where it is none."""
    groups = match.groupdict()
    digits = (
        match["value"].replace(",", "").replace("−", "-").replace("–", "-").rstrip("%").strip("<>~£ ").replace("£", "")
    )
    try:
        value = float(digits)
    except ValueError:
        return None
    return round(value * _SCALES.get((groups.get("unit") or "").lower(), 1.0), 6)


def unit(pack: Pack, printed: str, heads: list[str], label: str) -> str:
    """What a figure counts: told by its cell, else by its column heading, else by its row label, else a count."""
    for told in (f"cell {printed}", *(f"column {head}" for head in reversed(heads)), f"label {label}"):
        if found := pack.match("units", told):
            return found[0].value
    return "count"
