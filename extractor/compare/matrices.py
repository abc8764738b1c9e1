"""Matrices: inspections or groups down the side, standards or questions across."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.compare.counting import means, medians
from extractor.compare.judgements import Judgements
from extractor.compare.questions import Questions
from extractor.compare.scales import Scale

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SERVICE", "group_matrix", "question_group_matrix", "question_matrix", "rating_matrix"]

SERVICE = ["provider", "provider_type", "region", "framework", "when", "report_id"]


def rating_matrix(judgements: Judgements, scale: Scale) -> pd.DataFrame:
    """A row an inspection of a service, best score first within a framework.

    Columns: those of `SERVICE`, `overall` (label), `score` and `score_max` (as printed), then a standard each, by
    `standard_id`, with the label that it got; empty where it got none.
    """
    import pandas as pd

    rows = judgements.on(scale, "standard", "criterion", "overall")
    key = ["provider_id", *SERVICE]
    overall = rows[rows["level"] == "overall"].drop_duplicates(key)
    cells = rows[rows["level"] != "overall"].drop_duplicates([*key, "standard_id"])
    wide = cells.pivot(index=key, columns="standard_id", values="rating")
    wide = wide[[id_ for id_ in judgements.names if id_ in wide.columns]]
    scores = overall.set_index(key)[["rating", "points", "points_max"]]
    scores = scores.set_axis(["overall", "score", "score_max"], axis=1)
    made = pd.concat([scores, wide], axis=1).reset_index().drop(columns="provider_id")
    text = ["overall", *wide.columns]
    made[text] = made[text].fillna("").astype("string")
    order = ["framework", "score", "provider", "when"]
    return made.sort_values(order, ascending=[True, False, True, True], kind="stable").reset_index(drop=True)


def group_matrix(judgements: Judgements, scale: Scale, by: str) -> pd.DataFrame:
    """A row a group: the column `by`, then a standard each with its mean points.

    On a scale without points it is the middle label. A group's standard without a judgement is empty. Last come
    `judgements`, how many there are in the group.
    """
    rows = judgements.standards(scale)
    pair = [by, "standard_id"]
    found, value = (means(rows, pair), "mean_points") if scale.points else (medians(rows, pair, scale), "median")
    wide = found.pivot(index=by, columns="standard_id", values=value)
    wide = wide[[id_ for id_ in judgements.names if id_ in wide.columns]]
    wide["judgements"] = found.groupby(by)["judgements"].sum()
    return wide.reset_index().rename_axis(None, axis=1)


def question_matrix(questions: Questions) -> pd.DataFrame:
    """A row a report and service: the columns of `SERVICE`, then a question each, by `question_id`, in percent."""
    rows = questions.rows
    key = ["provider_id", *SERVICE]
    wide = rows.pivot(index=key, columns="question_id", values="percent")[list(questions.names)]
    made = wide.reset_index().drop(columns="provider_id").rename_axis(None, axis=1)
    return made.sort_values(["framework", "provider", "when"], kind="stable").reset_index(drop=True)


def question_group_matrix(questions: Questions, by: str) -> pd.DataFrame:
    """A row a group: the column `by`, then a question each, by `question_id`, with the mean of the percentages."""
    mean = questions.rows.groupby([by, "question_id"])["percent"].mean().unstack("question_id")
    return mean[list(questions.names)].reset_index().rename_axis(None, axis=1)
