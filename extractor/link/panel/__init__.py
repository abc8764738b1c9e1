"""The panel: what was observed of each lineage of services over the years, and what can be compared with what.

A lineage is a service that none took over from, with all that it took over from, directly or not; its id is that of
this youngest service. An observation of a service with several successors stands in the lineage of each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from extractor.dataset.dataframes import DTYPES
from extractor.dataset.named_tables import Frames, vocabulary_for
from extractor.domain.comparability import Observation, breaks
from extractor.domain.dates import Moment
from extractor.domain.services import Services
from extractor.errors import InputError
from extractor.link.history import history_of
from extractor.link.outlines import Outlines
from extractor.link.panel.columns import BY, columns
from extractor.link.panel.observations import observe, side_by_side
from extractor.packs import Packs, load_packs
from extractor.packs.vocabulary import Vocabulary

__all__ = ["Panel", "make_panel", "panel"]

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Panel:
    """A long panel, and what views over it need.

    `frame` has each observation in every lineage that it belongs to, `observations` has it once, with the columns of a
    panel but `lineage`; `youngest` are the lineages of a service that others took over from. `nameless_rows` of the
    dataset name no service, and `retold_rows` tell again what is told already. `inspections` is how many there are in
    the dataset, and `superseded` has the reports that another on the same inspection goes before. `vocabulary` has the
    scales that its ratings are on.
    """

    by: str
    observations: pd.DataFrame
    youngest: Mapping[str, tuple[str, ...]]
    names: dict[str, str]  # of services, by provider_id
    nameless_rows: pd.DataFrame
    retold_rows: pd.DataFrame
    inspections: int
    superseded: frozenset[str]
    vocabulary: Vocabulary

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows of the panel, sorted by lineage, standard or question, and date."""
        belong = [self.youngest.get(id_, (id_,)) for id_ in self.observations["provider_id"]]
        places = np.repeat(np.arange(len(belong)), [len(found) for found in belong])
        lineage = pd.Series([id_ for found in belong for id_ in found], dtype="string")
        order = np.argsort(pd.factorize(lineage, sort=True)[0], kind="stable")
        rows = self.observations.iloc[places[order]].reset_index(drop=True)
        rows.insert(0, "lineage", lineage.iloc[order].reset_index(drop=True))
        return rows

    @property
    def nameless(self) -> int:
        """How many rows of the dataset name no service."""
        return len(self.nameless_rows)

    @property
    def retold(self) -> int:
        """How many rows of the dataset tell again what is told already."""
        return len(self.retold_rows)


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
    return make_panel(data, by, None if packs is None else load_packs(Path(packs))).frame


def make_panel(data: Frames, by: str, packs: Packs | None = None, level: str = "") -> Panel:
    """As `panel`, with what was left out.

    Args:
        data, by: as there.
        packs: patterns that count in place of what the dataset keeps of those that it was made with.
        level: observations of this level alone; all where it is empty.

    Raises:
        InputError: there is no panel by this.
    """
    if by not in BY:
        raise InputError(f"there is no panel by {by!r}; give {' or '.join(BY)}.")
    vocabulary = vocabulary_for(data, packs)
    history = history_of(Outlines.of(data), packs)
    services = history.named.services
    observed = observe(data, by, history, level)
    rows, nameless, retold = observed.frame, observed.nameless, observed.retold
    del observed  # a frame is held once while another is made of it
    inspectorates = {framework.id: framework.inspectorate for framework in vocabulary.frameworks}
    rows["inspectorate"] = rows["framework"].map(inspectorates).fillna("")
    rows = _in_order(rows)
    _compare(rows, by, services, vocabulary)
    once = _as_columns(rows, by)
    names = {id_: service.name for id_, service in services.services.items()}
    inspections = history.inspections
    return Panel(
        by, once, services.youngest, names, nameless, retold, len(inspections), inspections.superseded, vocabulary,
    )  # fmt: skip


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Observations by what is followed over time, and by date within that."""
    in_time = rows[["date", "report_id"]].reset_index(drop=True).sort_values(["date", "report_id"], kind="stable").index
    series = pd.factorize(rows["series"], sort=True)[0][in_time]
    return rows.iloc[in_time[np.argsort(series, kind="stable")]].reset_index(drop=True)


def _compare(rows: pd.DataFrame, by: str, services: Services, vocabulary: Vocabulary) -> None:
    """Put beside each observation the one before it."""
    rows["year"] = pd.to_numeric(rows["date"].str.extract(r"^(\d{4})")[0]).astype("Int64")
    rows["unit"], rows["value"] = _values(rows)
    moments = _moments(rows)
    previous, unordered = _previous(rows, services, moments)
    there = previous >= 0
    told_before = ["report_id", "year", "date", "unit", "value", *(["rating"] if by == "standard" else [])]
    before = rows[told_before].iloc[np.where(there, previous, 0)].reset_index(drop=True)
    reasons = _reasons(_told(rows, by, vocabulary, moments), previous, unordered)
    rows["break"] = pd.Series(reasons, index=rows.index, dtype="string")
    rows["comparable"] = (rows["break"] == "").where(there, None).astype("boolean")
    rows["previous_report"] = before["report_id"].where(there, "")
    rows["previous_year"] = before["year"].where(there, pd.NA)
    rows["previous_date"] = before["date"].where(there, "")
    if by == "standard":
        rows["previous_rating"] = before["rating"].where(there, "")
    fit = rows["comparable"].fillna(False) & (rows["unit"] == before["unit"])
    rows["previous_value"] = before["value"].where(fit, pd.NA)
    rows["change"] = (rows["value"] - rows["previous_value"]).round(6)


def _reasons(told: list[Observation], previous: np.ndarray, unordered: np.ndarray) -> list[str]:
    """Why each observation cannot be compared with the one before it; empty where it can, and for the first."""
    return [
        " ".join(breaks(told[before], one, not unsure)) if before >= 0 else ""
        for one, before, unsure in zip(told, previous, unordered, strict=True)
    ]


def _moments(rows: pd.DataFrame) -> list[Moment]:
    """When each observation was; those of one time share it."""
    known: dict[Moment, Moment] = {}
    made = (Moment(*told) for told in side_by_side(rows, "fieldwork", "published"))
    return [known.setdefault(moment, moment) for moment in made]


def _values(rows: pd.DataFrame) -> tuple[pd.Series[str], pd.Series[float]]:
    """Unit and value of each observation: its score where one is printed, else points of its label, or a percentage."""
    unit = pd.Series("", index=rows.index, dtype="string").mask(rows["percent"].notna(), "percent")
    if "points" not in rows:
        return unit, rows["percent"]
    unit = unit.mask(rows["points"].notna(), "points").mask(rows["score"].notna(), "score")
    return unit, rows["score"].fillna(rows["points"]).fillna(rows["percent"])


def _previous(rows: pd.DataFrame, services: Services, moments: list[Moment]) -> tuple[np.ndarray, np.ndarray]:
    """Place of the observation before each, -1 for none; and whether the dates leave open that it is that one.

    The one before is the latest earlier one of the same service by the same inspectorate, else the latest of those that
    it took over from: what another inspectorate judged is no earlier state of it.
    """
    groups: dict[tuple[str, tuple[tuple[str, ...], str]], list[int]] = {}
    told = zip(side_by_side(rows, "provider_id", "inspectorate"), rows["series"], strict=True)
    for at, ((service, inspectorate), judged) in enumerate(told):
        if moments[at].date:
            groups.setdefault((service, (judged, inspectorate)), []).append(at)
    previous, unordered = np.full(len(rows), -1), np.zeros(len(rows), dtype=bool)
    for (service, series), group in groups.items():
        earlier = sorted(
            (at for older in services.before(service) for at in groups.get((older, series), ())),
            key=lambda at: (moments[at].date, *moments[at]),
        )
        for place, at in enumerate(group):
            known = group[:place] or [other for other in earlier if moments[other].date < moments[at].date][-1:]
            if known:
                previous[at] = known[-1]
                unordered[at] = not _ordered(moments, known, at)
    return previous, unordered


def _ordered(moments: list[Moment], known: list[int], at: int) -> bool:
    """Whether the last of those known is surely before one, and surely the latest of them."""
    last = moments[known[-1]]
    near = (moments[other] for other in reversed(known[:-1]))
    same_year = (other for other in near if other.date[:4] == last.date[:4])
    return last.surely_before(moments[at]) and all(other.surely_before(last) for other in same_year)


def _told(rows: pd.DataFrame, by: str, vocabulary: Vocabulary, moments: list[Moment]) -> list[Observation]:
    """What tells of each observation whether it can be compared with another."""
    name = "standard" if by == "standard" else "question"
    fold = vocabulary.questions.fold
    plain = {words: _plain(fold(words) if by == "question" else words.casefold()) for words in rows[name].unique()}
    most: list[tuple[float | None, ...]] = [()] * len(rows)
    if by == "standard":
        bounds = rows[["points_max", "score_max"]].astype(object).where(rows[["points_max", "score_max"]].notna(), None)
        known: dict[tuple[float | None, ...], tuple[float | None, ...]] = {}
        most = [known.setdefault(pair, pair) for pair in bounds.itertuples(index=False, name=None)]
    words = side_by_side(rows, "provider_id", "framework", *(["scale"] if by == "standard" else []), name)
    others = zip(words, most, rows["unit"] == "percent", moments, rows["clash"], strict=True)
    return [
        Observation(service, framework, "".join(scale), bounds, plain[wording], scored, moment, twice)
        for (service, framework, *scale, wording), bounds, scored, moment, twice in others
    ]


def _plain(words: str) -> str:
    """Letters and figures of a wording in small letters."""
    return " ".join(_WORD.findall(words.replace("&", " and ").replace("-", "").replace("'", "").replace("’", "")))


def _as_columns(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """The columns of a panel but `lineage`."""
    kinds: dict[str, Any] = {column.name: DTYPES[column.type] for column in columns(by) if column.name != "lineage"}
    return rows[list(kinds)].astype(kinds)
