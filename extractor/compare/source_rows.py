"""Which rows of the dataset the figures of sheets are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.compare.scales import Scale
from extractor.compare.words import plain
from extractor.dataset.source_rows import Behind

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "behind_changes",
    "behind_each",
    "behind_matrix",
    "behind_means",
    "behind_shares",
    "questions_told",
    "ratings_told",
]


def ratings_told(rows: pd.DataFrame) -> pd.DataFrame:
    """Judgements with what a reader is told of each."""
    labels = zip(rows["rating"], rows["percent"], strict=True)
    says = [str(label) or f"{plain(percent)}%" for label, percent in labels]
    what = rows["standard"].mask(rows["level"] == "overall", "overall")
    return rows.assign(who=rows["provider"], what=what, says=says)


def questions_told(rows: pd.DataFrame) -> pd.DataFrame:
    """Key questions with what a reader is told of each."""
    says = [f"{plain(percent)}%" for percent in rows["percent"]]
    return rows.assign(who=rows["provider"], what=rows["question"], says=says)


def behind_shares(table: str, rows: pd.DataFrame, by: str, scale: Scale) -> Behind:
    """Of a distribution: how often each label was given, and what part of all that is."""
    columns: dict[str, Mapping[str, object]] = {"total": {}}
    for label in scale.labels:
        columns |= {label: {"rating": label}, f"{label} %": {"rating": label}}
    return Behind(table, rows, {by: by}, columns)


def behind_means(table: str, rows: pd.DataFrame, by: Iterable[str], figures: Iterable[str]) -> Behind:
    """Of means, and of how many they are."""
    return Behind(table, rows, {name: name for name in by}, {name: {} for name in figures})


def behind_matrix(
    table: str, rows: pd.DataFrame, by: str, across: str, names: Iterable[str], more: Mapping[str, Mapping[str, object]]
) -> Behind:
    """Of the cells of a matrix, and of how many each is.

    Args:
        table, rows: the rows of the dataset.
        by, across: what stands down the side, and across.
        names: those that stand across.
        more: other columns with figures, and what their rows have.
    """
    columns = dict(more)
    for name in names:
        columns |= {name: {across: name}, f"{name} n": {across: name}}
    side = {"": "inspection"} if by == "inspection" else {by: by}
    return Behind(table, rows, side, columns)


def behind_changes(found: pd.DataFrame, by: Iterable[str], value: str) -> Behind:
    """Of how often it went up and down: pairs that can be compared, as `change.changes` gives them."""
    sign = found[value].gt(0).astype(int) - found[value].lt(0).astype(int)
    columns: dict[str, Mapping[str, object]] = {"better": {"sign": 1}, "same": {"sign": 0}, "worse": {"sign": -1}}
    return replace(
        behind_each(found.assign(sign=sign)), by={name: name for name in by}, columns=columns | {"compared": {}}
    )


def behind_each(found: pd.DataFrame) -> Behind:
    """Of changes: each is told of in the row of the later report."""
    if "rating" in found:
        what, values = found["standard"].mask(found["level"] == "overall", "overall"), ("previous_rating", "rating")
    else:
        what, values = found["question_id"], ("previous_percent", "percent")
    says = [" → ".join(map(plain, pair)) for pair in zip(*(found[name] for name in values), strict=True)]
    rows = found.assign(who=found["provider"], what=what, says=says)
    by = {name: name for name in ("report_id", "item")}
    return Behind("ratings" if "rating" in found else "key_questions", rows, by, {values[1]: {}})
