"""Matrices: inspections or groups down the side, standards or questions across."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractor.compare.counting import means, medians, question_means
from extractor.compare.judgements import Judgements, told
from extractor.compare.questions import Questions
from extractor.compare.scales import Scale

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SERVICE", "group_matrix", "question_group_matrix", "question_matrix", "rated_once", "rating_matrix"]

SERVICE = ["provider", "provider_type", "region", "framework", "when", "report_id"]


def rated_once(judgements: Judgements, scale: Scale) -> pd.DataFrame:
    """The judgements that a matrix of inspections shows: of each inspection the overall one, and one a standard."""
    rows = judgements.on(scale, "standard", "criterion", "overall")
    return rows.drop_duplicates(["inspection", "standard_id"])


def rating_matrix(judgements: Judgements, scale: Scale) -> pd.DataFrame:
    """A row an inspection of a service, which is its index, best score first within a framework.

    Columns: those of `SERVICE`, `overall` (label), `score` and `score_max` (as printed), then a standard each, by
    `standard_id`, with the label that it got; empty where it got none.
    """
    import pandas as pd

    rows, once = judgements.on(scale, "standard", "criterion", "overall"), rated_once(judgements, scale)
    overall, cells = once[once["standard_id"] == ""].set_index("inspection"), once[once["standard_id"] != ""]
    wide = cells.pivot(index="inspection", columns="standard_id", values="rating")
    wide = wide[[id_ for id_ in judgements.names if id_ in wide.columns]]
    scores = overall[["rating", "score", "score_max"]].rename(columns={"rating": "overall"})
    made = pd.concat([_about(rows), scores, wide], axis=1)
    text = ["overall", *wide.columns]
    made[text] = made[text].fillna("").astype("string")
    order = ["framework", "score", "provider", "when"]
    return made.sort_values(order, ascending=[True, False, True, True], kind="stable")


def _about(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns of `SERVICE` by inspection, as its own report tells them, where there is one."""
    own = rows.assign(another=rows["report_id"] != rows["inspection"]).sort_values("another", kind="stable")
    return own.drop_duplicates("inspection").set_index("inspection")[SERVICE]


def group_matrix(judgements: Judgements, scale: Scale, by: str) -> pd.DataFrame:
    """A row a group: the column `by`, then a standard each with its mean points, and how many those are of (`... n`).

    On a scale without points it is the middle label. A group's standard without a judgement is empty. Last come
    `judgements`, how many there are in the group. What is in no group, for nothing tells it, is left out.
    """
    rows = told(judgements.standards(scale), by)
    pair = [by, "standard_id"]
    found, value = (means(rows, pair), "mean_points") if scale.points else (medians(rows, pair, scale), "median")
    wide = _with_counts(found, by, "standard_id", value, "judgements", judgements.names)
    wide["judgements"] = found.groupby(by)["judgements"].sum()
    return wide.reset_index().rename_axis(None, axis=1)


def question_matrix(questions: Questions) -> pd.DataFrame:
    """A row an inspection, its index: the columns of `SERVICE`, then a question each, by `question_id`, in percent."""
    import pandas as pd

    rows = questions.rows
    wide = rows.pivot(index="inspection", columns="question_id", values="percent")[list(questions.names)]
    made = pd.concat([_about(rows), wide], axis=1)
    return made.sort_values(["framework", "provider", "when"], kind="stable")


def question_group_matrix(questions: Questions, by: str) -> pd.DataFrame:
    """A row a group: the column `by`, then a question each, by `question_id`.

    In it is the mean of the percentages, and behind it of how many inspections (`... n`).
    """
    found = question_means(told(questions.rows, by), [by, "question_id"])
    wide = _with_counts(found, by, "question_id", "mean_percent", "inspections", questions.names)
    return wide.reset_index().rename_axis(None, axis=1)


def _with_counts(
    found: pd.DataFrame, by: str, across: str, value: str, count: str, names: Iterable[str]
) -> pd.DataFrame:
    """Values with a column each, in the order of names, and behind each how many they are of."""
    values, counts = (found.pivot(index=by, columns=across, values=name) for name in (value, count))
    made = values[[]].copy()
    for name in names:
        if name in values:
            made[name], made[f"{name} n"] = values[name], counts[name].astype("Int64")
    return made
