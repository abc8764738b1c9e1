"""Services by their overall score, and groups by their means. Equals share a rank, and the next ranks are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.compare.judgements import Judgements
from extractor.compare.scales import Scale

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["rank_means", "rank_services"]


def rank_services(judgements: Judgements, scale: Scale) -> pd.DataFrame:
    """The latest inspection of each service under a framework, ranked by score among those with the same maximum.

    Columns: `provider`, `rank`, `of` (how many are ranked together), `score`, `score_max`, `rating`, `when`,
    `provider_type`, `region`, `framework`, `report_id`. Services without a printed score are not ranked.
    """
    rows = judgements.on(scale, "overall").dropna(subset=["score", "score_max"]).sort_values("when", kind="stable")
    latest = rows.drop_duplicates(["provider_id", "framework"], keep="last")
    together = latest.groupby(["framework", "score_max"])["score"]
    ranked = latest.assign(
        rank=together.rank(method="min", ascending=False).astype("Int64"), of=together.transform("size").astype("Int64")
    )
    columns = ["provider", "rank", "of", "score", "score_max", "rating", "when", "provider_type", "region", "framework"]
    order = ["framework", "score_max", "rank", "provider"]
    return ranked.sort_values(order, kind="stable")[[*columns, "report_id"]].reset_index(drop=True)


def rank_means(found: pd.DataFrame, value: str) -> pd.DataFrame:
    """Rows by a column, highest first, with `rank` before them."""
    rank = found[value].rank(method="min", ascending=False).astype("Int64")
    return found.assign(rank=rank)[["rank", *found.columns]].sort_values("rank", kind="stable").reset_index(drop=True)
