"""Key questions as they are compared: the percentage of all cases, one row a report, service and question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.compare.judgements import commonest, with_reports

if TYPE_CHECKING:
    import pandas as pd

    from extractor.dataset.read import Frames

__all__ = ["Questions", "read_questions"]

UNKNOWN = "is of a key question whose wording is not known"
PARTIAL = "is of a key question that has no figure for all cases"
_KINDS = {"crc": "CRC", "nps": "NPS division"}  # groups that are kinds of service: a summary's columns


@dataclass(frozen=True)
class Questions:
    """The key questions of a dataset.

    `rows`: `report_id`, `provider_id`, `provider`, `provider_type`, `region`, `framework`, `when`, `standard_id`,
    `question_id`, `question` (its commonest wording), `percent`. `apart`: `reason`, `judgements`, `example`.
    """

    rows: pd.DataFrame
    apart: pd.DataFrame

    @property
    def names(self) -> dict[str, str]:
        """The commonest wording of every question by its id, in the order of the reports."""
        first = self.rows.drop_duplicates("question_id")
        return dict(zip(first["question_id"], first["question"], strict=True))


def read_questions(data: Frames) -> Questions:
    """Key questions, not their prompts, of all cases; in a summary those of all cases of a kind of service."""
    import pandas as pd

    wanted = ["report_id", "item", "provider", "standard_id", "question_id", "question", "group", "percent"]
    table = data.filled("key_questions")
    rows = table.loc[(table["level"] == "key_question") & table["percent"].notna(), wanted]
    kinds = rows["group"].map(_KINDS).fillna("").astype("string")
    rows = with_reports(rows.assign(provider_type=kinds, date=""), data)
    asked = rows.assign(unnamed=rows["question_id"] == "", of_all=rows["group"].isin(["all", *_KINDS]))
    asked["has_all"] = asked.groupby(["report_id", "question_id"])["of_all"].transform("any")
    partial = asked[~asked["unnamed"] & ~asked["has_all"]].drop_duplicates(["report_id", "question_id"])
    unnamed = asked[asked["unnamed"]]
    apart = [
        (reason, len(those), f"{those['report_id'].iat[0]} {those['item'].iat[0]}")
        for reason, those in ((UNKNOWN, unnamed), (PARTIAL, partial))
        if len(those)
    ]  # fmt: skip
    kept = asked[~asked["unnamed"] & asked["of_all"]]
    kept = kept.drop_duplicates(["report_id", "provider_id", "provider_type", "question_id"])
    names = commonest(kept, "question_id", "question")
    kept = kept.assign(question=kept["question_id"].map(names).astype("string"))
    columns = ["report_id", "provider_id", "provider", "provider_type", "region", "framework", "when", "standard_id"]
    found = kept[[*columns, "question_id", "question", "percent"]].reset_index(drop=True)
    return Questions(found, pd.DataFrame(apart, columns=["reason", "judgements", "example"]))
