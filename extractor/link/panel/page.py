"""A panel as a page: a row a lineage and standard (or question), a column a year, each value beside its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractor.dataset.addresses import Address
from extractor.dataset.page import render
from extractor.domain.comparability import BREAKS
from extractor.link.panel import Panel
from extractor.link.panel.columns import series

__all__ = ["panel_page"]

_ROWS = 2_000  # of a page; all are in the files beside it


def panel_page(panel: Panel, source: str, address: Address) -> str:
    """The page as HTML.

    Args:
        panel: the panel.
        source: the name of the dataset.
        address: where a row is shown beside its words.
    """
    of = series(panel.by)
    names = ["lineage", *of, panel.by]
    dated = panel.frame[panel.frame["year"].notna()]
    keys = dated[names].assign(words=dated[panel.by].str.casefold().mask(dated[of[0]] != "", ""))
    place = keys.groupby(["lineage", *of, "words"], sort=False).ngroup()
    shown = dated[place < _ROWS].astype(object)
    followed: dict[int, dict[int, list[dict[str, Any]]]] = {}
    for at, row in zip(place[place < _ROWS], shown.where(shown.notna(), None).to_dict("records"), strict=True):
        told_of = {str(name): value for name, value in row.items()}
        followed.setdefault(at, {}).setdefault(int(row["year"]), []).append(told_of)
    years = sorted(map(int, dated["year"].unique()))
    lines = [_line(panel, of, found, years, address) for found in followed.values()]
    rest = max(0, int(place.max()) + 1 - _ROWS) if len(place) else 0
    compared = int(dated["comparable"].fillna(False).sum())
    told = {"by": panel.by, "years": years, "lines": lines, "rest": rest}
    about = {"source": source, "observations": len(panel.observations), "compared": compared}
    grouped = any(line["group"] for line in lines)
    title = f"Services over the years, by {panel.by}"
    return render("extractor.link", "panel.html", title=title, breaks=BREAKS, grouped=grouped, **told, **about)


def _line(
    panel: Panel,
    of: Sequence[str],
    found: dict[int, list[dict[str, Any]]],
    years: Sequence[int],
    address: Address,
) -> dict[str, Any]:
    latest = found[max(found)][-1]
    what = latest[panel.by] or latest["level"].capitalize()
    lineage, within = latest["lineage"], latest[of[1]]
    group = within if panel.by == "question" else within.replace("main", "")
    cells = [[_value(row, lineage, address) for row in found.get(year, ())] for year in years]
    name = panel.names.get(lineage, lineage)
    return {"name": name, "what": what, "group": group.replace("_", " ").replace("-", " ").capitalize(), "cells": cells}


def _value(row: dict[str, Any], lineage: str, address: Address) -> dict[str, Any]:
    """An observation: what it says, its change, why it is not comparable, and who was observed where it was another."""
    table = "ratings" if "rating" in row else "key_questions"
    says = row.get("rating") or ""
    if row["percent"] is not None:
        says = f"{row['percent']:g}%"
    if row.get("score") is not None:
        most = f" of {row['score_max']:g}" if row["score_max"] is not None else ""
        says = f"{says} ({row['score']:g}{most})"
    return {
        "says": says or row.get("as_printed") or "–",
        "at": address(row["report_id"], table, row["item"]),
        "change": "" if row["change"] is None else f"{row['change']:+g}".replace("-", "−") if row["change"] else "±0",
        "breaks": row["break"].split(),
        "other": row["provider"] if row["provider_id"] != lineage else "",
    }
