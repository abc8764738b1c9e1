"""Ratings of many providers in one table, as a summary report prints them: a row a provider, a column a standard.

The cells are coloured icons. Where the file still has them (a PDF), the legend printed with the table tells which
colour is which label; a text conversion has lost them, and only the overall rating follows, from the printed score by
the bands that the report itself prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.document import Cell, Report, Span
from extractor.domain.dates import iso_date
from extractor.domain.names import slug, tight
from extractor.find.grids import Grid, grids
from extractor.find.table_purposes import Purpose
from extractor.packs import Pack
from extractor.records import Rating
from extractor.split.headings import scale_label, standard_line

# How far a colour may be from that of the legend, as distance of red, green and blue from 0 to 255.
_NEAR = 60.0


@dataclass(frozen=True, slots=True)
class _Provider:
    """A row of the table: printed name, a name that is unique in the table, type and date."""

    name: str
    unique: str
    id: str
    type: str
    date: str


def provider_ratings(report: Report, pack: Pack) -> Iterator[Rating]:
    """Ratings of every provider of a summary report, row by row."""
    for grid in grids(report, pack):
        if grid.purpose is Purpose.PROVIDERS:
            yield from _table(report, pack, grid, legend(report, pack))


def legend(report: Report, pack: Pack) -> dict[str, str]:
    """Label of every colour of the legend: beside its icon, or in the next cell where the icon stands alone."""
    found = {}
    for grid in grids(report, pack):
        for row in grid.rows:
            alone = ""
            for cell in row:
                words = grid.text(cell)
                icon = cell.icon or alone
                alone = "" if any(map(str.isalnum, words)) else cell.icon
                if icon and (
                    match := next(filter(None, (rule.search(words) for rule in pack["summary.legend"])), None)
                ):
                    found[icon] = match["label"]
    return found


def bands(report: Report, pack: Pack) -> list[tuple[float, str]]:
    """Lowest score of every label as the report prints it, else as the pack knows it; highest first."""
    printed = {
        match["label"]: float(match["low"]) for rule in pack["summary.band"] for match in rule.finditer(report.text)
    }
    if not printed and "overall" in pack.bands:
        printed = dict(pack.bands["overall"].lowest)
    return sorted(((low, label) for label, low in printed.items()), reverse=True)


def _table(report: Report, pack: Pack, grid: Grid, colours: dict[str, str]) -> Iterator[Rating]:
    roles, standards = _columns(pack, grid)
    if "provider" not in roles:
        return
    lowest = bands(report, pack)
    most = pack.bands["overall"].max if "overall" in pack.bands else None
    names = [grid.text(row[roles["provider"]]).rstrip(" *†‡") for _, row in grid.body()]
    for _, row in grid.body():
        provider = _provider(pack, grid, row, roles, names)
        if not provider.name:
            continue
        if rating := _overall(report, pack, grid, row, roles, provider, colours, lowest, most):
            yield rating
        for column, (ref, name, id_) in standards.items():
            label = _label(pack, grid, row[column], colours)
            if label is None:
                continue
            yield Rating(
                item=f"{provider.id}/main/{tight(ref)}",
                provider=provider.unique,
                level="standard",
                ref=ref,
                standard=name,
                standard_id=id_,
                rating=label[0],
                points=label[1],
                points_max=None if label[1] is None else most_points(pack),
                date=provider.date,
                as_printed=grid.text(row[column]),
                scale=pack.scale.id if pack.scale else "",
                provider_type=provider.type,
                evidence=report.cite_span(row[column], f"{pack.id}/ratings.provider-table"),
            )


def most_points(pack: Pack) -> float | None:
    """The points of the best label of the pack's scale; None where its labels have none."""
    return pack.scale.most_points if pack.scale else None


def _columns(pack: Pack, grid: Grid) -> tuple[dict[str, int], dict[int, tuple[str, str, str]]]:
    """Column of every role, and ref, printed name and id of the standard of every column that has one."""
    roles: dict[str, int] = {}
    standards = {}
    for column in range(len(grid.rows[0])):
        heads = grid.heads(column)
        for head in heads:
            if found := pack.match("summary.column", head):
                roles.setdefault(found[0].value, column)
        if heads and (named := standard_line(pack, heads[-1])):
            standards[column] = (named[1]["ref"], named[1]["name"], named[0].id)
    return roles, standards


def _provider(pack: Pack, grid: Grid, row: tuple[Cell, ...], roles: dict[str, int], names: list[str]) -> _Provider:
    name = grid.text(row[roles["provider"]]).rstrip(" *†‡")
    printed = grid.text(row[roles["type"]]) if "type" in roles else ""
    kind = pack.match("summary.type", printed)
    date = iso_date(grid.text(row[roles["date"]])) if "date" in roles else ""
    unique = f"{name} {printed}" if names.count(name) > 1 and printed else name
    type_ = kind[0].value if kind else printed
    known = pack.register.resolve(name, type_)
    return _Provider(name, unique, known.id if known else slug(f"{name} {printed}", 60), type_, date)


def _overall(
    report: Report,
    pack: Pack,
    grid: Grid,
    row: tuple[Cell, ...],
    roles: dict[str, int],
    provider: _Provider,
    colours: dict[str, str],
    lowest: list[tuple[float, str]],
    most: float | None,
) -> Rating | None:
    """The overall rating of a row: from its cell, else derived from the score in the row by the printed bands.

    A score above the framework's greatest, as one that a mark was run into, is in no band.
    """
    score = row[roles["score"]] if "score" in roles else None
    printed = float(grid.text(score)) if score is not None and grid.text(score).isdigit() else None
    cell = row[roles["overall"]] if "overall" in roles else None
    label = _label(pack, grid, cell, colours) if cell is not None else None
    derived = label is None
    evidence: Span | None = cell
    text = label[0] if label else ""
    if label is None and printed is not None and score is not None and (most is None or printed <= most):
        text = next((name for low, name in lowest if printed >= low), "")
        evidence = score
    if not text or evidence is None:
        return None
    found = scale_label(pack, text)
    points = found.points if found else None
    return Rating(
        item=f"{provider.id}/main/overall",
        provider=provider.unique,
        level="overall",
        rating=text,
        points=points,
        points_max=None if points is None else most_points(pack),
        score=printed,
        score_max=most,
        date=provider.date,
        as_printed=report.words(evidence).strip(),
        scale=pack.scale.id if pack.scale else "",
        provider_type=provider.type,
        evidence=report.cite_span(
            evidence, f"{pack.id}/{'summary.band' if derived else 'ratings.provider-table'}", derived
        ),
    )


def _label(pack: Pack, grid: Grid, cell: Cell, colours: dict[str, str]) -> tuple[str, float | None] | None:
    """Label and points of a cell: its words, or the label of the legend's colour that its icon has."""
    if found := scale_label(pack, grid.text(cell)):
        return found.label, found.points
    if not cell.icon or not colours:
        return None
    nearest = min(colours, key=lambda colour: _distance(colour, cell.icon))
    if _distance(nearest, cell.icon) > _NEAR:
        return None
    label = scale_label(pack, colours[nearest])
    return (label.label, label.points) if label else None


def _distance(one: str, other: str) -> float:
    """Distance of two colours given as `#rrggbb`."""
    pairs = zip(bytes.fromhex(one.lstrip("#")), bytes.fromhex(other.lstrip("#")), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)
