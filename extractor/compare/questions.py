"""Key questions as they are compared: a view over the panel, the percentage of all cases of an inspection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.compare.judgements import AGAIN, NAMELESS, commonest, counted, dated, renamed
from extractor.dataset.named_tables import Frames
from extractor.link.panel import make_panel
from extractor.packs import Packs

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Questions", "read_questions"]

UNKNOWN = "is of a key question whose wording is not known"
PARTIAL = "is of a key question that has no figure for all cases"
_ALL, _LEVEL = "all", "key_question"


@dataclass(frozen=True)
class Questions:
    """The key questions of a dataset.

    `rows`: the columns of a panel by question but `lineage`, with `when` for `date`, `previous_when` for
    `previous_date`, and in `question` its commonest wording. `left_out`: reasons, and the rows that are left out for
    each; `apart` counts them: `reason`, `judgements`, `example`. `inspections` is how many there are in the dataset.
    """

    rows: pd.DataFrame
    left_out: tuple[tuple[str, pd.DataFrame], ...]
    inspections: int

    @property
    def apart(self) -> pd.DataFrame:
        """What is left out, why and how often."""
        return counted(self.left_out)

    @property
    def names(self) -> dict[str, str]:
        """The commonest wording of every question by its id, in the order of the reports."""
        first = self.rows.drop_duplicates("question_id")
        return dict(zip(first["question_id"], first["question"], strict=True))


def read_questions(data: Frames, packs: Packs | None = None) -> Questions:
    """Key questions of a dataset by inspection, not their prompts, of all cases; `packs` as in `make_panel`."""
    panel = make_panel(data, "question", packs, _LEVEL)
    asked = _asked(renamed(panel))
    unnamed = asked["question_id"] == ""
    asked["has_all"] = (asked["group"] == _ALL).groupby([asked["inspection"], asked["question_id"]]).transform("any")
    partial = asked[~unnamed & ~asked["has_all"]].drop_duplicates(["inspection", "question_id"])
    again = _asked(dated(panel.retold_rows))
    apart = [
        (UNKNOWN, asked[unnamed]), (PARTIAL, partial), (NAMELESS, _asked(dated(panel.nameless_rows))),
        (AGAIN, again[again["group"] == _ALL]),
    ]  # fmt: skip
    kept = asked[~unnamed & (asked["group"] == _ALL)].drop(columns="has_all")
    kept = kept.sort_values(["report_id"], kind="stable")
    names = commonest(kept, "question_id", "question")
    kept = kept.assign(question=kept["question_id"].map(names).astype("string")).reset_index(drop=True)
    return Questions(kept, tuple(apart), panel.inspections)


def _asked(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["percent"].notna()].copy()
