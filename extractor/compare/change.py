"""Change since the last inspection of the same service, where the two can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.compare.services import NOT_TOLD

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PAIR", "changes", "changes_by", "pairs", "question_changes"]

# What tells a pair of inspections: the later one's service, framework and report, and the one before it.
PAIR = [
    "provider_id", "provider", "provider_type", "region", "framework", "previous_report", "previous_when", "report_id",
    "when",
]  # fmt: skip


def pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Each inspection of a service with the last one before it.

    Takes rows with the columns of a judgement; gives those of `PAIR`, and `why_not`: why the two cannot be compared,
    empty where they can.
    """
    known = rows[rows["provider_id"] != ""].sort_values(["provider_id", "when", "report_id"], kind="stable")
    each = known.drop_duplicates(["provider_id", "report_id"], keep="last").reset_index(drop=True)
    before = each.groupby("provider_id")[["report_id", "when", "framework"]].shift()
    each = each.assign(
        previous_report=before["report_id"], previous_when=before["when"], previous_framework=before["framework"]
    ).dropna(subset=["previous_report"])
    columns = ("previous_when", "when", "previous_framework", "framework")
    why = [_why_not(*row) for row in zip(*(each[name] for name in columns), strict=True)]
    return each[PAIR].assign(why_not=why).reset_index(drop=True)


def _why_not(before: str, after: str, old: str, new: str) -> str:
    if not before or after.startswith(before):
        return "the dates do not tell which came first"
    if NOT_TOLD in (old, new):
        return "the framework of one is not told"
    return "" if old == new else f"frameworks differ: {old}, then {new}"


def changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Change of ratings from inspection to inspection.

    Columns: those of `PAIR`, `level`, `standard_id`, `standard`, `scale`, `previous_rating`, `rating`, `steps` (labels
    up the scale; below 0 is worse), `previous_score`, `score` (printed overall scores out of the same maximum),
    `comparable`, `why_not`. Only what was judged both times has a row; two inspections that cannot be compared have a
    single row that says why.
    """
    found = pairs(rows)
    now, then = _matched(rows.dropna(subset=["place"]), found, ["level", "standard_id", "scale"])
    both = now.merge(then, on=["pair", "level", "standard_id", "scale"], suffixes=("", "_then"))
    same_most = (both["points_max"] == both["points_max_then"]).fillna(False) & (both["level"] == "overall")
    both = both.assign(
        previous_rating=both["rating_then"],
        steps=(both["place_then"] - both["place"]).astype("Int64"),
        previous_score=both["points_then"].where(same_most),
        score=both["points"].where(same_most),
    )
    columns = [
        "level", "standard_id", "standard", "scale", "previous_rating", "rating", "steps", "previous_score", "score",
    ]  # fmt: skip
    return _told(found, both, columns, "nothing was judged both times on one scale whose order is known")


def question_changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Change of key questions from inspection to inspection.

    Columns: those of `PAIR`, `question_id`, `previous_percent`, `percent`, `change` (percentage points), `comparable`,
    `why_not`.
    """
    found = pairs(rows)
    now, then = _matched(rows, found, ["question_id"])
    both = now.merge(then, on=["pair", "question_id"], suffixes=("", "_then"))
    both = both.assign(previous_percent=both["percent_then"], change=both["percent"] - both["percent_then"])
    columns = ["question_id", "previous_percent", "percent", "change"]
    return _told(found, both, columns, "no question was asked both times")


def _matched(rows: pd.DataFrame, found: pd.DataFrame, key: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the later and of the earlier inspection of each pair that can be compared, with the pair's number."""
    fit = found[found["why_not"] == ""]
    fit = fit.assign(pair=fit.index)[["pair", "provider_id", "report_id", "previous_report"]]
    both = []
    for name in ("report_id", "previous_report"):
        side = fit[["pair", "provider_id", name]].rename(columns={name: "report_id"})
        both.append(rows.merge(side, on=["provider_id", "report_id"]).drop_duplicates(["pair", *key]))
    return both[0], both[1]


def _told(found: pd.DataFrame, both: pd.DataFrame, columns: list[str], nothing: str) -> pd.DataFrame:
    import pandas as pd

    matched = found[PAIR].merge(both[["pair", *columns]], left_index=True, right_on="pair")
    matched = matched.assign(comparable=True, why_not="")
    rest = found[~found.index.isin(matched["pair"])].copy()
    rest["why_not"] = rest["why_not"].mask(rest["why_not"] == "", nothing)
    rest = rest.assign(comparable=False).reindex(columns=[*PAIR, *columns, "comparable", "why_not"])
    texts = [name for name in columns if pd.api.types.is_string_dtype(both[name])]
    rest[texts] = rest[texts].astype("string").fillna("")
    every = [part for part in (matched.drop(columns="pair"), rest) if len(part)]
    made = pd.concat(every, ignore_index=True) if every else rest
    return made.astype({name: both[name].dtype for name in columns if name not in texts})


def changes_by(found: pd.DataFrame, by: list[str], value: str) -> pd.DataFrame:
    """How often it went up and down, by group: the columns of `by`, `better`, `same`, `worse`, `compared`."""
    some = found[found["comparable"]]
    sign = some.assign(better=some[value] > 0, same=some[value] == 0, worse=some[value] < 0, compared=True)
    counts = sign.groupby(by, sort=True)[["better", "same", "worse", "compared"]].sum().astype("Int64")
    return counts.reset_index()
