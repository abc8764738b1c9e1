"""What is compared: one row a judgement with all that is known of its service and report; and what is set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.compare.scales import Scale, scales_of
from extractor.compare.services import NOT_TOLD, add_services

if TYPE_CHECKING:
    import pandas as pd

    from extractor.dataset.read import Frames

__all__ = ["Judgements", "commonest", "read_judgements", "with_reports"]

NOT_LABELLED = "has no label (scored in percent, or not rated)"
NO_SCALE = "is on no rating scale"
OUTSIDE = "has a label outside its scale"
NO_STANDARD = "names no standard"
AGAIN = "is a summary's, of an inspection whose report is here too"


@dataclass(frozen=True)
class Judgements:
    """The judgements of a dataset.

    `rows`: `report_id`, `item`, `provider_id`, `provider`, `provider_type`, `region`, `framework`, `when` (ISO
    8601: the date beside the judgement, else of the fieldwork, else of publication), `level`, `part`, `standard_id`
    (canonical, with its part where that is not the main one), `standard` (as printed), `rating`, `points` (of an
    overall rating the printed score; else of the label), `points_max`, `scale`, `place` (of the label on its scale,
    0 is best; empty where the order is not known). `apart`: `reason`, `judgements` (how many are left out),
    `example` (report and item). `names` has the commonest name of every standard by `standard_id`, in the order of
    their numbers.
    """

    rows: pd.DataFrame
    apart: pd.DataFrame
    scales: tuple[Scale, ...]
    names: dict[str, str]

    def on(self, scale: Scale, *levels: str) -> pd.DataFrame:
        """Rows on one scale, of some levels."""
        return self.rows[(self.rows["scale"] == scale.id) & self.rows["level"].isin(levels)]

    def standards(self, scale: Scale) -> pd.DataFrame:
        """Judgements on standards and criteria; sections and overall ratings sum those up."""
        return self.on(scale, "standard", "criterion")


def with_reports(rows: pd.DataFrame, data: Frames) -> pd.DataFrame:
    """Rows of a table with `provider`, `provider_type` and `date`, and of their report what tells service and time."""
    reports = data.filled("reports")
    about = reports[["report_id", "framework", "report_type", "region", "provider", "provider_type"]].rename(
        columns={"provider": "of_provider", "provider_type": "of_type"}
    )
    about["of_when"] = reports["fieldwork_start"].mask(reports["fieldwork_start"] == "", reports["published"])
    about["published"] = reports["published"]
    joined = rows.merge(about, on="report_id", how="left")
    texts = [str(name) for name in about if name != "report_id"]
    joined[texts] = joined[texts].fillna("").astype("string")
    for name in ("framework", "report_type"):
        joined[name] = joined[name].mask(joined[name] == "", NOT_TOLD)
    same = (joined["provider"] == "") | (joined["provider"] == joined["of_provider"])
    joined["provider"] = joined["provider"].mask(joined["provider"] == "", joined["of_provider"])
    kind = joined["provider_type"]
    joined["provider_type"] = kind.mask((kind == "") & same, joined["of_type"])
    joined["when"] = joined["date"].mask(joined["date"] == "", joined["of_when"])
    return add_services(joined.drop(columns=["of_provider", "of_type", "of_when"]), data.filled("providers"))


def read_judgements(data: Frames) -> Judgements:
    """The judgements of a dataset, those that can be compared and those that cannot."""
    import pandas as pd

    wanted = ["report_id", "item", "provider", "provider_type", "level", "ref", "standard", "standard_id", "part"]
    scored = ["points", "points_max", "score", "score_max"]
    rows = with_reports(data.filled("ratings")[[*wanted, "rating", *scored, "date", "scale"]], data)
    scales = tuple(scales_of(rows))
    rows = _named(rows)
    labels = {(scale.id, label) for scale in scales for label in scale.labels}
    place = {(scale.id, label): n for scale in scales if scale.ordered for n, label in enumerate(scale.labels)}
    points = {(s.id, label): p for s in scales for label, p in zip(s.labels, s.points, strict=bool(s.points))}
    pairs = list(zip(rows["scale"], rows["rating"], strict=True))
    rows["place"] = pd.array([place.get(pair) for pair in pairs], dtype="Int64")
    of_label = pd.Series(pd.array([points.get(pair) for pair in pairs], dtype="Float64"), index=rows.index)
    overall = rows["level"] == "overall"
    rows["points"] = rows["score"].where(overall, of_label)
    rows["points_max"] = rows["score_max"].where(overall, rows["points_max"])
    rows = rows.drop(columns=["score", "score_max"])
    again, rows = _told_again(rows)
    reason = pd.Series("", index=rows.index, dtype="string")
    for why, those in (
        (AGAIN, again),
        (NO_STANDARD, (rows["level"] != "overall") & (rows["standard_id"] == "")),
        (OUTSIDE, pd.Series([pair not in labels for pair in pairs], index=rows.index, dtype=bool)),
        (NO_SCALE, rows["scale"] == ""),
        (NOT_LABELLED, rows["rating"] == ""),
    ):
        reason = reason.mask(those, why)
    kept = rows[reason == ""].reset_index(drop=True)
    names = _names_in_order(kept[kept["level"] != "overall"])
    return Judgements(kept, _counted(rows.assign(reason=reason)), scales, names)


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """With a `standard_id` that is never empty where there is a name, and that tells parts of a report apart."""
    named = rows["standard_id"].mask(rows["standard_id"] == "", rows["standard"].str.casefold())
    elsewhere = (rows["part"] != "main") & (rows["part"] != "") & (named != "")
    return rows.assign(
        standard_id=named.mask(elsewhere, named + "/" + rows["part"]),
        standard=rows["standard"].mask(elsewhere, rows["standard"] + " (" + rows["part"] + ")"),
    )


def _told_again(rows: pd.DataFrame) -> tuple[pd.Series[bool], pd.DataFrame]:
    """Which judgements of a summary stand in the report on the inspection too: that one counts, then.

    Back come the rows as well: with the score that only the summary prints beside an overall rating.
    """
    import pandas as pd

    summary = rows["report_type"] == "summary"
    key = ["provider_id", "scale", "level", "standard_id"]
    named = rows["provider_id"] != ""
    told = rows.loc[~summary & named, [*key, "published"]].rename_axis("own").reset_index()
    those = rows.loc[summary & named, [*key, "date", "points", "points_max"]].rename_axis("again").reset_index()
    both = those.merge(told, on=key)
    dates = zip(both["date"], both["published"], strict=True)
    near = [bool(a) and bool(b) and (a.startswith(b) or b.startswith(a)) for a, b in dates]
    same = both[pd.Series(near, index=both.index, dtype=bool)]
    scored = same[same["level"] == "overall"].drop_duplicates("own").set_index("own")[["points", "points_max"]]
    without = rows.loc[scored.index, "points"].isna()
    made = rows.copy()
    made.loc[scored.index[without], ["points", "points_max"]] = scored[without]
    return rows.index.to_series().isin(same["again"]), made


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    apart = rows[rows["reason"] != ""]
    grouped = apart.assign(example=apart["report_id"] + " " + apart["item"]).groupby("reason", sort=True)["example"]
    return grouped.agg(judgements="size", example="first").reset_index()


def _names_in_order(rows: pd.DataFrame) -> dict[str, str]:
    """The commonest name of every standard, by its id, in the order of their commonest numbers."""
    if rows.empty:
        return {}
    refs, names = (commonest(rows, "standard_id", name) for name in ("ref", "standard"))
    return {id_: names[id_] or id_ for id_ in sorted(refs, key=lambda id_: (_natural(refs[id_]), id_))}


def commonest(rows: pd.DataFrame, key: str, name: str) -> dict[str, str]:
    """The text that stands most often in a column, by key; of several the first in the alphabet."""
    counts = rows.groupby([key, name]).size().rename("n").reset_index()
    first = counts.sort_values(["n", name], ascending=[False, True]).drop_duplicates(key)
    return dict(zip(first[key], first[name], strict=True))


def _natural(ref: str) -> list[tuple[int, str]]:
    """`10` behind `9`, and nothing behind everything."""
    parts = re.findall(r"\d+|[^\d\s.]+", ref)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts] or [(10**6, "")]
