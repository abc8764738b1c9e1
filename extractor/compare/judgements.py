"""What is compared: a view over the panel, one row a judgement of an inspection; and what is set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.compare.scales import Scale, scales_of

if TYPE_CHECKING:
    import pandas as pd

    from extractor.link.panel import Panel

__all__ = ["NOT_TOLD", "Judgements", "commonest", "counted", "in_order_of_number", "read_judgements", "told", "untold"]

NOT_TOLD = "not told"
NOT_LABELLED = "has no label (scored in percent, or not rated)"
NO_SCALE = "is on no rating scale"
OUTSIDE = "has a label outside its scale"
NO_STANDARD = "names no standard"
NAMELESS = "names no service"
AGAIN = "tells again what is told of the inspection already"
_GROUPS = {"region": "region", "provider_type": "type", "framework": "framework", "inspectorate": "inspectorate"}


@dataclass(frozen=True)
class Judgements:
    """The judgements of a dataset.

    `rows`: the columns of a panel but `lineage`, with `when` for `date` and `previous_when` for `previous_date`;
    `standard_id` (canonical, with its part where that is not the main one; empty for overall), `points` of the label
    on its scale, `place` of the label and `previous_place` of the one before (0 is best; empty where the order is not
    known). A type, region or framework that nothing tells is `not told`. `left_out`: reasons, and the rows that are
    left out for each; `apart` counts them: `reason`, `judgements`, `example` (report and item). `names` has the
    commonest name of every standard by `standard_id`, in the order of their numbers. `inspections` is how many there
    are in the dataset.
    """

    rows: pd.DataFrame
    left_out: tuple[tuple[str, pd.DataFrame], ...]
    scales: tuple[Scale, ...]
    names: dict[str, str]
    inspections: int

    @property
    def apart(self) -> pd.DataFrame:
        """What is left out, why and how often."""
        return counted(self.left_out)

    def on(self, scale: Scale, *levels: str) -> pd.DataFrame:
        """Rows on one scale, of some levels."""
        return self.rows[(self.rows["scale"] == scale.id) & self.rows["level"].isin(levels)]

    def standards(self, scale: Scale) -> pd.DataFrame:
        """Judgements on standards and criteria; sections and overall ratings sum those up."""
        return self.on(scale, "standard", "criterion")


def read_judgements(panel: Panel) -> Judgements:
    """The judgements of a panel by standard, those that can be compared and those that cannot.

    Args:
        panel: a panel by standard.
    """
    import pandas as pd

    rows = _named(renamed(panel))
    scales = tuple(scales_of(rows, panel.vocabulary))
    labels = {(scale.id, label) for scale in scales for label in scale.labels}
    place = {(scale.id, label): n for scale in scales if scale.ordered for n, label in enumerate(scale.labels)}
    points = {(s.id, label): p for s in scales for label, p in zip(s.labels, s.points, strict=bool(s.points))}
    pairs = list(zip(rows["scale"], rows["rating"], strict=True))
    rows["place"] = pd.array([place.get(pair) for pair in pairs], dtype="Int64")
    before = zip(rows["scale"], rows["previous_rating"], strict=True)
    rows["previous_place"] = pd.array([place.get(pair) for pair in before], dtype="Int64")
    rows["points"] = pd.array([points.get(pair) for pair in pairs], dtype="Float64")
    reason = pd.Series("", index=rows.index, dtype="string")
    for why, those in (
        (NO_STANDARD, (rows["level"] != "overall") & (rows["standard_id"] == "")),
        (OUTSIDE, pd.Series([pair not in labels for pair in pairs], index=rows.index, dtype=bool)),
        (NO_SCALE, rows["scale"] == ""),
        (NOT_LABELLED, rows["rating"] == ""),
    ):
        reason = reason.mask(those, why)
    kept = rows[reason == ""].reset_index(drop=True)
    apart = [(why, rows[reason == why]) for why in (NO_STANDARD, OUTSIDE, NO_SCALE, NOT_LABELLED)]
    apart += [(NAMELESS, dated(panel.nameless_rows)), (AGAIN, dated(panel.retold_rows))]
    names = _names_in_order(kept[kept["level"] != "overall"])
    return Judgements(kept, tuple(apart), scales, names, panel.inspections)


def renamed(panel: Panel) -> pd.DataFrame:
    """The observations of a panel as they are compared: what nothing tells says so, and dates say when."""
    rows = dated(panel.observations)
    for name in _GROUPS:
        rows[name] = rows[name].mask(rows[name] == "", NOT_TOLD)
    return rows


def dated(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose dates say when."""
    return rows.rename(columns={"date": "when", "previous_date": "previous_when"})


def told(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Rows whose type, region or framework is told; columns of other kinds leave none out."""
    for name in set(columns) & set(_GROUPS):
        rows = rows[rows[name] != NOT_TOLD]
    return rows


def untold(rows: pd.DataFrame, column: str) -> tuple[str, pd.DataFrame]:
    """Why rows are left out of groups by type, region or framework, and those rows."""
    why = f"is of a service whose {_GROUPS.get(column, column)} nothing tells: it stands in no group"
    return why, rows[rows[column] == NOT_TOLD] if column in _GROUPS else rows.iloc[:0]


def counted(apart: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """What is set apart, why and how often, with an example."""
    import pandas as pd

    found = [(why, len(rows), f"{rows['report_id'].iat[0]} {rows['item'].iat[0]}") for why, rows in apart if len(rows)]
    return pd.DataFrame(sorted(found), columns=["reason", "judgements", "example"])


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """With a `standard_id` that is never empty where there is a name, and that tells parts of a report apart."""
    named = rows["standard_id"].mask(rows["level"] == "overall", "")
    named = named.mask((named == "") & (rows["level"] != "overall"), rows["standard"].str.casefold())
    elsewhere = (rows["part"] != "main") & (rows["part"] != "") & (named != "")
    return rows.assign(
        standard_id=named.mask(elsewhere, named + "/" + rows["part"]),
        standard=rows["standard"].mask(elsewhere, rows["standard"] + " (" + rows["part"].str.replace("-", " ") + ")"),
    )


def _names_in_order(rows: pd.DataFrame) -> dict[str, str]:
    """The commonest name of every standard, by its id, in the order of their commonest numbers."""
    if rows.empty:
        return {}
    refs, names = (commonest(rows, "standard_id", name) for name in ("ref", "standard"))
    return {id_: names[id_] or id_ for id_ in sorted(refs, key=lambda id_: (in_order_of_number(refs[id_]), id_))}


def commonest(rows: pd.DataFrame, key: str, name: str) -> dict[str, str]:
    """The text that stands most often in a column, by key; of several the first in the alphabet."""
    counts = rows.groupby([key, name]).size().rename("n").reset_index()
    first = counts.sort_values(["n", name], ascending=[False, True]).drop_duplicates(key)
    return dict(zip(first[key], first[name], strict=True))


def in_order_of_number(ref: str) -> list[tuple[int, str]]:
    """`10` behind `9`, and nothing behind everything."""
    parts = re.findall(r"\d+|[^\d\s.]+", ref)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts] or [(10**6, "")]
