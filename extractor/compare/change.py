"""Change since the last inspection of the same service, as the panel tells it, where the two can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.compare.judgements import told
from extractor.domain.comparability import BREAKS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PAIR", "changes", "changes_by", "question_changes"]

# What tells a pair of inspections: the later one's service, framework and report, and the one before it.
PAIR = [
    "provider_id", "provider", "provider_type", "region", "framework", "previous_report", "previous_when", "report_id",
    "when", "inspectorate",
]  # fmt: skip
NOTHING = "nothing was judged or asked both times"
_UNORDERED = "it is not known which label of the scale is better"
_KEY = ["provider_id", "previous_report", "inspection"]


def changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Change of ratings from inspection to inspection.

    Columns: those of `PAIR`, `level`, `standard_id`, `standard`, `scale`, `previous_rating`, `rating`, `steps` (labels
    up the scale; below 0 is worse), `previous_score`, `score` (printed overall scores out of the same maximum),
    `comparable`, `why_not`, `item` (of the later report). Only what was judged both times has a row; two inspections of
    which nothing can be compared have a single row that says why.
    """
    scored = rows["unit"] == "score"
    made = rows.assign(
        steps=(rows["previous_place"] - rows["place"]).astype("Int64"),
        previous_score=rows["previous_value"].where(scored),
        score=rows["value"].where(scored & rows["previous_value"].notna()),
        also=(rows["place"].isna() | rows["previous_place"].isna()).map({True: _UNORDERED, False: ""}),
    )
    columns = [
        "level", "standard_id", "standard", "scale", "previous_rating", "rating", "steps", "previous_score", "score",
    ]  # fmt: skip
    return _paired(made, columns)


def question_changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Change of key questions from inspection to inspection.

    Columns: those of `PAIR`, `question_id`, `previous_percent`, `percent`, `change` (percentage points), `comparable`,
    `why_not`, `item`.
    """
    made = rows.assign(previous_percent=rows["previous_value"], also="")
    return _paired(made, ["question_id", "previous_percent", "percent", "change"])


def _paired(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """A row for what can be compared, and for the rest of such pairs; one for a pair of which nothing can."""
    import pandas as pd

    unit = pd.Series(["unit" in kinds.split() for kinds in rows["break"]], index=rows.index, dtype=bool)
    pairs = rows[(rows["previous_report"] != "").astype(bool) & ~unit]
    why = [
        "; ".join([BREAKS[kind] for kind in kinds.split()] or [also] * bool(also))
        for kinds, also in zip(pairs["break"], pairs["also"], strict=True)
    ]
    pairs = pairs.assign(why_not=pd.Series(why, index=pairs.index, dtype="string"))
    pairs = pairs.assign(comparable=pairs["why_not"] == "")
    some = pairs.groupby(_KEY)["comparable"].transform("any").astype(bool)
    whole = pd.concat([pairs[~some].drop_duplicates(_KEY), _without_pair(rows, pairs)])
    wanted = [*PAIR, *columns, "comparable", "why_not", "item"]
    whole = whole[[*PAIR, "comparable", "why_not"]]
    every = [part for part in (pairs.loc[some, wanted], whole) if len(part)]
    made = pd.concat(every, ignore_index=True) if every else pairs[wanted]
    made = made.reindex(columns=wanted)
    blank = ~made["comparable"].astype(bool)
    for name in (*columns, "item"):
        if pd.api.types.is_string_dtype(rows[name]):
            made[name] = made[name].astype("string").fillna("")
        elif blank.any():
            made[name] = made[name].mask(blank).astype(rows[name].dtype)
    order = ["provider_id", "when", "report_id"]
    return made.sort_values(order, kind="stable").reset_index(drop=True).astype({"comparable": bool})


def _without_pair(rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Inspections of a service that share nothing with any before them, each with the last of those."""
    known = rows.sort_values(["provider_id", "when", "report_id"], kind="stable")
    each = known.drop_duplicates(["provider_id", "inspection"])
    before = each.groupby("provider_id")[["report_id", "when"]].shift()
    each = each.assign(previous_report=before["report_id"], previous_when=before["when"])
    lone = each[each["previous_report"].notna() & ~each["inspection"].isin(pairs["inspection"])]
    dated = (lone["previous_when"] != "") & (lone["when"] != "")
    return lone.assign(comparable=False, why_not=dated.map({True: NOTHING, False: BREAKS["order"]}))


def changes_by(found: pd.DataFrame, by: list[str], value: str) -> pd.DataFrame:
    """How often it went up and down, by group: the columns of `by`, `better`, `same`, `worse`, `compared`."""
    some = told(found[found["comparable"]], *by)
    sign = some.assign(better=some[value] > 0, same=some[value] == 0, worse=some[value] < 0, compared=True)
    counts = sign.groupby(by, sort=True)[["better", "same", "worse", "compared"]].sum().astype("Int64")
    return counts.reset_index()
