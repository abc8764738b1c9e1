"""The panel: what was observed of each lineage of services over the years, and what can be compared with what.

A lineage is a service that none took over from, with all that it took over from, directly or not; its id is that of
this youngest service. An observation of a service with several successors stands in the lineage of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from extractor.dataset.dataframes import DTYPES
from extractor.dataset.read import Frames
from extractor.errors import InputError
from extractor.link.lineage import Lineages
from extractor.link.panel.columns import BREAKS, BY, columns
from extractor.link.panel.observations import Observations, observe, surely_before
from extractor.packs import Packs, load_packs

__all__ = ["Panel", "make_panel", "panel"]

_WORD = re.compile(r"[a-z0-9]+")
_Moment = tuple[str, str, str]  # date, fieldwork, published


@dataclass(frozen=True)
class Panel:
    """A long panel; how many rows of the dataset name no service, and how many tell again what is told already."""

    by: str
    frame: pd.DataFrame
    names: dict[str, str]  # of services, by provider_id
    nameless: int = 0
    retold: int = 0


def panel(data: Frames, by: str = "standard", packs: Path | str | None = None) -> pd.DataFrame:
    """The long panel of a dataset: lineage x standard (or question) x inspection, one row an observation.

    Args:
        data: what `open_dataset`, `extract` or `read` gave.
        by: `standard` for ratings, `question` for percentages of key questions.
        packs: folder of pattern packs of one's own, if the dataset was made with them.

    Returns:
        rows sorted by lineage, standard or question, and date; README tells the columns.

    Raises:
        InputError: `by` is neither, or there is no such folder of packs.
    """
    return make_panel(data, by, load_packs(None if packs is None else Path(packs))).frame


def make_panel(data: Frames, by: str, packs: Packs) -> Panel:
    """As `panel`, with what was left out.

    Raises:
        InputError: there is no panel by this.
    """
    if by not in BY:
        raise InputError(f"there is no panel by {by!r}; give {' or '.join(BY)}.")
    lineages = Lineages.of(data.rows("providers"), data.rows("reports"))
    observed = observe(data, by, lineages, packs)
    compared = _compared(observed, by, lineages, packs)
    names = dict(zip(data.filled("providers")["provider_id"], data.filled("providers")["name"], strict=True))
    return Panel(by, _by_lineage(compared, by, lineages), names, observed.nameless, observed.retold)


def _compared(observed: Observations, by: str, lineages: Lineages, packs: Packs) -> pd.DataFrame:
    """Observations, each with the one before it."""
    rows = observed.frame.sort_values(["date", "report_id"], kind="stable")
    rows = rows.iloc[np.argsort(pd.factorize(rows["series"], sort=True)[0], kind="stable")].reset_index(drop=True)
    rows["year"] = pd.to_numeric(rows["date"].str.extract(r"^(\d{4})")[0]).astype("Int64")
    rows["unit"], rows["value"] = _values(rows)
    previous, unordered = _previous(rows, lineages)
    there = previous >= 0
    before = rows.iloc[np.where(there, previous, 0)].reset_index(drop=True)
    differ = _differences(rows, before, by, packs)
    differ["order"] = unordered
    differ["twice"] = (rows["clash"] | before["clash"]).to_numpy(dtype=bool)
    reasons = [""] * len(rows)
    for kind in BREAKS:
        for at in np.flatnonzero(differ[kind] & there):
            reasons[at] += f" {kind}" if reasons[at] else kind
    rows["break"] = pd.Series(reasons, index=rows.index, dtype="string")
    rows["comparable"] = (rows["break"] == "").where(there, None).astype("boolean")
    rows["previous_report"] = before["report_id"].where(there, "")
    rows["previous_year"] = before["year"].where(there, pd.NA)
    if by == "standard":
        rows["previous_rating"] = before["rating"].where(there, "")
    fit = rows["comparable"].fillna(False) & (rows["unit"] == before["unit"])
    rows["previous_value"] = before["value"].where(fit, pd.NA)
    rows["change"] = (rows["value"] - rows["previous_value"]).round(6)
    return rows


def _values(rows: pd.DataFrame) -> tuple[pd.Series[str], pd.Series[float]]:
    """Unit and value of each observation: points of a label, the score of an overall rating, or a percentage."""
    unit = pd.Series("", index=rows.index, dtype="string").mask(rows["percent"].notna(), "percent")
    if "points" not in rows:
        return unit, rows["percent"]
    scored = pd.Series("points", index=rows.index, dtype="string").mask(rows["level"] == "overall", "score")
    return unit.mask(rows["points"].notna(), scored), rows["points"].fillna(rows["percent"])


def _previous(rows: pd.DataFrame, lineages: Lineages) -> tuple[np.ndarray, np.ndarray]:
    """Place of the observation before each, -1 for none; and whether the dates leave open that it is that one.

    The one before is the latest earlier one of the same service, else the latest of those that it took over from.
    """
    moments: list[_Moment] = list(zip(rows["date"], rows["fieldwork"], rows["published"], strict=True))
    keys = list(zip(rows["provider_id"], rows["series"], strict=True))
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for at, key in enumerate(keys):
        if moments[at][0]:
            groups.setdefault(key, []).append(at)
    previous, unordered = np.full(len(rows), -1), np.zeros(len(rows), dtype=bool)
    for (service, series), group in groups.items():
        earlier = sorted(
            (at for older in lineages.before.get(service, ()) for at in groups.get((older, series), ())),
            key=lambda at: moments[at],
        )
        for place, at in enumerate(group):
            known = group[:place] or [other for other in earlier if moments[other][0] < moments[at][0]][-1:]
            if known:
                previous[at] = known[-1]
                unordered[at] = not _ordered(moments, known, at)
    return previous, unordered


def _ordered(moments: list[_Moment], known: list[int], at: int) -> bool:
    """Whether the last of those known is surely before one, and surely the latest of them."""
    last = moments[known[-1]]
    near = (moments[other] for other in reversed(known[:-1]))
    same_year: Iterator[_Moment] = (other for other in near if other[0][:4] == last[0][:4])
    return _earlier(last, moments[at]) and all(_earlier(other, last) for other in same_year)


def _earlier(one: _Moment, other: _Moment) -> bool:
    """Whether one is surely before another, by dates of the same kind where both have them."""
    for a, b in ((one[1], other[1]), (one[2], other[2]), (one[0], other[0])):
        if a and b:
            return surely_before(a, b)
    return False


def _differences(rows: pd.DataFrame, before: pd.DataFrame, by: str, packs: Packs) -> dict[str, np.ndarray]:
    """By kind of break, whether each observation differs so from the one before it."""
    name = "standard" if by == "standard" else "question"
    fold = next(iter(packs)).questions.fold
    plain = {words: _plain(fold(words) if by == "question" else words.casefold()) for words in rows[name].unique()}
    here, there = rows[name].map(plain), before[name].map(plain)
    differ = {
        "framework": rows["framework"] != before["framework"],
        "wording": (here != there) & (here != "") & (there != ""),
        "unit": rows["provider_id"] != before["provider_id"],
    }
    if by == "standard":
        most = (rows["points_max"] != before["points_max"]).fillna(False)
        scored = (rows["unit"] == "percent") != (before["unit"] == "percent")
        differ["scale"] = (rows["scale"] != before["scale"]) | most | scored
    else:
        differ["scale"] = pd.Series(False, index=rows.index)
    return {kind: found.to_numpy(dtype=bool) for kind, found in differ.items()}


def _plain(words: str) -> str:
    """Letters and figures of a wording in small letters."""
    return " ".join(_WORD.findall(words.replace("&", " and ").replace("-", "").replace("'", "").replace("’", "")))


def _by_lineage(rows: pd.DataFrame, by: str, lineages: Lineages) -> pd.DataFrame:
    """Each observation in every lineage that it belongs to, with the columns of a panel."""
    belong = [lineages.youngest.get(id_, (id_,)) for id_ in rows["provider_id"]]
    places = np.repeat(np.arange(len(rows)), [len(found) for found in belong])
    lineage = pd.Series([id_ for found in belong for id_ in found], dtype="string")
    order = np.argsort(pd.factorize(lineage, sort=True)[0], kind="stable")
    rows = rows.iloc[places[order]].reset_index(drop=True)
    rows["lineage"] = lineage.iloc[order].reset_index(drop=True)
    kinds: dict[str, Any] = {column.name: DTYPES[column.type] for column in columns(by)}
    return rows[list(kinds)].astype(kinds)
