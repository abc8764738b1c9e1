"""What was observed of which service, and when: the rows of a panel before they are compared.

A report tells of its own service; a summary tells of many, whose own reports may be in the dataset too. Of what is told
of one inspection, a re-issue goes before the report that it corrects, and that before a summary; nothing counts twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from extractor.dataset.named_tables import Frames
from extractor.link.history import History

__all__ = ["Observations", "observe", "side_by_side"]

_TABLES = {
    "standard": (
        "ratings",
        ("item", "provider", "provider_type", "level", "ref", "standard", "standard_id", "part", "rating", "points",
         "points_max", "score", "score_max", "percent", "date", "as_printed", "scale", "derived", "provider_id"),
    ),
    "question": (
        "key_questions",
        ("item", "provider", "level", "ref", "question", "question_id", "standard_id", "group", "percent", "derived",
         "provider_id"),
    ),
}  # fmt: skip
_SCORES = ["score", "score_max"]


@dataclass(frozen=True)
class Observations:
    """One row an observation, in reading order.

    Beyond the columns of a panel, `fieldwork` and `published` are those of the inspection that is told of, `series` is
    what is followed over time, and `clash` says that the value is told twice of the inspection, and not the same.
    `nameless` are the rows that name no service of the dataset, and `retold` those that tell what is told already;
    both were left out.
    """

    frame: pd.DataFrame
    nameless: pd.DataFrame
    retold: pd.DataFrame


def observe(data: Frames, by: str, history: History, level: str = "") -> Observations:
    """The observations of a dataset, by `standard` or by `question`; of one level, or all."""
    table, names = _TABLES[by]
    only = {"level": level} if level else {}
    rows = data.columns(table, ["report_id", *names], only).rename(columns={"date": "beside"})
    for absent in {"beside", "provider_type"} - set(rows):
        rows[absent] = pd.Series("", index=rows.index, dtype="string")
    reports = data.columns("reports", ["report_id", "provider", "provider_type", "region"])
    rows = rows.merge(reports.rename(columns={"provider": "of", "provider_type": "of_type"}), on="report_id")
    rows["provider"] = rows["provider"].mask(rows["provider"] == "", rows["of"])
    if by == "standard":
        rows["standard_id"] = rows["standard_id"].mask(rows["level"] == "overall", "overall")
    rows["provider_id"] = _services(rows, history)
    rows["series"] = _series(rows, by)
    own = rows["report_id"].map(history.provider_of).astype("string") == rows["provider_id"]
    rows["provider_type"] = rows["provider_type"].mask((rows["provider_type"] == "") & own, rows["of_type"])
    rows["region"] = rows["region"].where(own, "")
    inspected = _dated(rows, history)
    named = rows["inspection"] != ""
    nameless = rows[~named].reset_index(drop=True)
    rows = rows[named].reset_index(drop=True)
    rows["rank"] = inspected[named.to_numpy()]
    rows, retold = _without_retold(rows)
    for name, kind in (("provider_type", "kind"), ("region", "region")):
        listed = {id_: getattr(service, kind) for id_, service in history.named.services.services.items()}
        rows[name] = rows[name].mask(rows[name] == "", rows["provider_id"].map(listed).fillna("").astype("string"))
    return Observations(rows, nameless, retold)


def _services(rows: pd.DataFrame, history: History) -> pd.Series[str]:
    """provider_id of each row."""
    names = ("report_id", "provider", "provider_type", "provider_id")
    known: dict[tuple[str, ...], str] = {}
    found = []
    for key in side_by_side(rows, *names):
        if key not in known:
            known[key] = history.named.service(*key)
        found.append(known[key])
    return pd.Series(found, index=rows.index, dtype="string")


def _series(rows: pd.DataFrame, by: str) -> list[tuple[str, ...]]:
    """What is followed over time; a standard or question without an id is followed by its words."""
    names = ("standard_id", "part", "standard") if by == "standard" else ("question_id", "group", "question")
    made = ((id_, within, "" if id_ else words.casefold()) for id_, within, words in side_by_side(rows, *names))
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    return [known.setdefault(series, series) for series in made]


def _dated(rows: pd.DataFrame, history: History) -> Any:
    """Put the inspection of each row beside it, and when it was; back comes whose word counts of it."""
    made: dict[str, list[str]] = {n: [] for n in ("inspection", "framework", "fieldwork", "published", "date_is")}
    ranks = []
    for report_id, id_, beside in side_by_side(rows, "report_id", "provider_id", "beside"):
        found = history.inspections.of_row(report_id, id_, beside) if id_ else None
        told = (found.id, found.framework, *found.moment, found.date_is) if found else ("",) * len(made)
        for values, value in zip(made.values(), told, strict=True):
            values.append(value)
        ranks.append(found.rank(report_id) if found else 0)
    for name, values in made.items():
        rows[name] = pd.Series(values, index=rows.index, dtype="string")
    rows["date"] = rows["fieldwork"].mask(rows["fieldwork"] == "", rows["published"])
    return pd.Series(ranks, dtype="int64").to_numpy()


def _without_retold(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The first row of each series in an inspection by whose word counts, and the others.

    `clash` where another whose word counts as much differs. A score that only another prints is taken from there.
    """
    key = pd.Series(list(zip(rows["inspection"], rows["series"], strict=True)), index=rows.index, dtype=object)
    groups = pd.Series(pd.factorize(key)[0], index=rows.index)
    best = rows["rank"] == rows.groupby(groups)["rank"].transform("min")
    rows["clash"] = _clashes(rows, groups, best)
    order = rows["rank"].sort_values(kind="stable").index
    first = ~groups[order].duplicated().reindex(rows.index)
    if "score" in rows:
        printed = rows.loc[order, _SCORES].groupby(groups[order]).first()
        overall = first & (rows["level"] == "overall") & rows["score"].isna()
        rows.loc[overall, _SCORES] = printed.loc[groups[overall]].to_numpy()
    return rows[first].reset_index(drop=True), rows[~first].reset_index(drop=True)


def _clashes(rows: pd.DataFrame, groups: pd.Series[int], best: pd.Series[bool]) -> pd.Series[bool]:
    clash = pd.Series(False, index=rows.index)
    again = best & groups[best].duplicated(keep=False).reindex(rows.index, fill_value=False)
    if again.any():
        values = ["rating", "points", "percent"] if "rating" in rows else ["percent"]
        numbered = rows[again].groupby(groups[again], sort=False)[values]
        several = numbered.transform(lambda column: column.nunique(dropna=False)).max(axis=1) > 1
        clash[several.index] = several
    return clash


def side_by_side(rows: pd.DataFrame, *names: str) -> Iterable[tuple[Any, ...]]:
    """The values of some columns side by side; rows of one text share it."""
    columns = []
    for name in names:
        places, values = pd.factorize(rows[name])
        known = values.tolist()
        columns.append(map(known.__getitem__, places))
    return zip(*columns, strict=True)
