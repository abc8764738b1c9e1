"""How judgements are distributed, and their middle, by group; and groups in an order that is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from extractor.compare.scales import Scale

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["distribution", "in_order_of", "means", "medians", "question_means", "spread"]


def distribution(rows: pd.DataFrame, by: Sequence[str], scale: Scale) -> pd.DataFrame:
    """Judgements on one scale by group and label.

    Gives the columns of `by`, `rating`, `judgements` (also 0), `total` (of the group) and `percent` (of the total,
    0-100): a row for every label of the scale, best first, in every group.
    """
    import pandas as pd

    counts = rows.groupby([*by, "rating"], observed=True).size().unstack("rating", fill_value=0)
    counts = counts.reindex(columns=list(scale.labels), fill_value=0)
    long = counts.stack().reset_index().set_axis([*by, "rating", "judgements"], axis=1)
    if long.empty:
        return pd.DataFrame(columns=[*by, "rating", "judgements", "total", "percent"])
    total = long.groupby(list(by))["judgements"].transform("sum")
    return long.assign(total=total, percent=100 * long["judgements"] / total)


def spread(found: pd.DataFrame, by: Sequence[str], scale: Scale) -> pd.DataFrame:
    """A distribution with a row a group: a column a label, `total`, and a column a label in percent (`Good %`)."""
    groups = found[[*by, "total"]].drop_duplicates(list(by)).reset_index(drop=True)
    wide = groups[list(by)].copy()
    for label in scale.labels:
        wide[label] = found.loc[found["rating"] == label, "judgements"].to_list()
    wide["total"] = groups["total"]
    for label in scale.labels:
        wide[f"{label} %"] = found.loc[found["rating"] == label, "percent"].to_list()
    return wide


def means(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Mean points by group: the columns of `by`, `mean_points` (on the scale's own points), `judgements`."""
    grouped = rows.dropna(subset=["points"]).groupby(list(by), observed=True)["points"]
    found = grouped.agg(mean_points="mean", judgements="size").reset_index()
    return found.astype({"mean_points": "Float64"})


def medians(rows: pd.DataFrame, by: Sequence[str], scale: Scale) -> pd.DataFrame:
    """The middle label by group, of two in the middle the lower: the columns of `by`, `median`, `judgements`."""
    grouped = rows.groupby(list(by), observed=True)["place"]
    found = grouped.agg(median=lambda places: sorted(places)[len(places) // 2], judgements="size").reset_index()
    return found.assign(median=[scale.labels[int(place)] for place in found["median"]])


def question_means(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Percentages of key questions by group: the columns of `by`, `mean_percent`, `lowest`, `highest`, `inspections`.

    The mean is that of the inspections' percentages, each counting once whatever the number of its cases.
    """
    grouped = rows.groupby(list(by), observed=True, sort=False)["percent"]
    return grouped.agg(mean_percent="mean", lowest="min", highest="max", inspections="size").reset_index()


def in_order_of(ids: Iterable[str], frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows of a frame in the order in which these ids come; those of one id stay as they are."""
    place = {id_: n for n, id_ in enumerate(ids)}
    return frame.sort_values(column, key=lambda found: found.map(place), kind="stable").reset_index(drop=True)
