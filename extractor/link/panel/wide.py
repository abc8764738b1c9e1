"""A wide panel: a row a lineage and standard (or question), and for each measure a column a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from extractor.dataset.dataframes import DTYPES
from extractor.domain.comparability import BREAKS
from extractor.link.panel import Panel
from extractor.link.panel.columns import SEVERAL, series, wide_columns

__all__ = ["widen"]

_MEASURES = {"standard": ("rating", "points", "score", "percent", "break"), "question": ("percent", "break")}

_AT_A_TIME = 50_000  # rows

_Row = dict[str, Any]
_Key = tuple[str, ...]


def widen(panel: Panel) -> pd.DataFrame:
    """The wide panel of a long one; undated observations have no column there.

    Standards and questions are named as their latest report prints them. Where a year has several observations of a
    lineage (two reports, or two services that the youngest took over from), all labels stand in the cell, earliest
    first, parted by semicolons; its numbers are empty, and `break` says `several`. Elsewhere `break` tells why a cell
    is not comparable with the last one before it in the row; one of another service never is.
    """
    of = series(panel.by)
    years = sorted(map(int, panel.frame["year"].dropna().unique()))
    made: dict[str, list[Any]] = {name: [] for name in ("lineage", "name", *of, panel.by)}
    cells: dict[str, list[Any]] = {f"{measure}_{year}": [] for measure in _MEASURES[panel.by] for year in years}
    for lineage, rows in groupby(_rows(panel, of), itemgetter("lineage")):
        followed: dict[_Key, dict[int, list[_Row]]] = {}
        for row in rows:
            words = "" if row[of[0]] else row[panel.by].casefold()
            followed.setdefault((row[of[0]], row[of[1]], words), {}).setdefault(row["year"], []).append(row)
        for ids, found in followed.items():
            latest = found[max(found)][-1]
            about = (lineage, panel.names.get(lineage, lineage), *ids[: len(of)], latest[panel.by])
            for name, value in zip(made, about, strict=True):
                made[name].append(value)
            before: list[_Row] = []
            for year in years:
                here = found.get(year, [])
                for measure in _MEASURES[panel.by]:
                    cells[f"{measure}_{year}"].append(_cell(measure, here, before))
                before = here or before
    kept = {name: values for name, values in cells.items() if name.startswith("break") or _any_told(values)}
    fields = wide_columns(panel.by, [*made, *kept])
    told = made | kept
    return pd.DataFrame({field.name: pd.Series(told[field.name], dtype=DTYPES[field.type]) for field in fields})


def _any_told(values: Sequence[Any]) -> bool:
    """Whether a column has a value at all."""
    return any(value not in (None, "") for value in values)


def _rows(panel: Panel, of: Sequence[str]) -> Iterator[_Row]:
    """Dated rows of the long panel, with what a wide one needs of them."""
    names = ["lineage", "provider_id", "year", *of, panel.by, *_MEASURES[panel.by]]
    rows = panel.frame.loc[panel.frame["year"].notna(), names]
    for first in range(0, len(rows), _AT_A_TIME):
        some = rows.iloc[first : first + _AT_A_TIME]
        columns = [some[name].astype(object).where(some[name].notna(), None).tolist() for name in names]
        for values in zip(*columns, strict=True):
            yield dict(zip(names, values, strict=True))


def _cell(measure: str, here: Sequence[_Row], before: Sequence[_Row]) -> Any:
    """What a year's cell of a measure says; `before` are the observations of the last year that has any."""
    words = measure in ("rating", "break")
    if not here:
        return "" if words else None
    if len(here) == 1 and measure != "break":
        return here[0][measure]
    if measure == "rating":
        return "; ".join(row["rating"] for row in here if row["rating"])
    if measure != "break":
        return None
    if len(here) > 1:
        return SEVERAL
    told = set(here[0]["break"].split())
    if before and all(row["provider_id"] != here[0]["provider_id"] for row in before):
        told.add("unit")
    return " ".join(kind for kind in BREAKS if kind in told)
