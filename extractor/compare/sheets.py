"""A sheet: a DataFrame with the words that it is shown with, on the terminal, in a file and on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.compare.judgements import counted
from extractor.compare.scales import Scale
from extractor.compare.source_rows import behind_means, questions_told, ratings_told
from extractor.dataset.source_rows import Behind

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Sheet", "apart_sheet", "labelled"]


@dataclass(frozen=True)
class Sheet:
    """A result. `matrix` names the columns that are cells of a matrix, `headings` what columns are called when shown.

    `name` is fit to be a file name. `empty` is said where there are no rows; `scale` tells which labels are coloured;
    `brief` names the columns for a terminal, where not all that are worth reading have room; `behind` says which rows
    of the dataset its figures are made of, `titles` what ids in its columns are called when they are shown on a page.
    """

    name: str
    title: str
    frame: pd.DataFrame
    note: str = ""
    empty: str = "found none"
    headings: Mapping[str, str] = field(default_factory=dict)
    matrix: Sequence[str] = ()
    scale: Scale | None = None
    brief: Sequence[str] = ()
    behind: Sequence[Behind] = ()
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def heading(self, column: str) -> str:
        """What a column is called when it is shown."""
        counted = column.removesuffix(" n")
        if counted != column and counted in self.matrix:
            return f"{self.heading(counted)} n"
        return self.headings.get(column) or column.replace("_", " ")


def labelled(scale: Scale) -> dict[str, str]:
    """Initials by label; the whole label where two have the same."""
    short = {label: _initials(label) for label in scale.labels}
    several = {name for name in short.values() if list(short.values()).count(name) > 1}
    return {label: label if name in several else name for label, name in short.items()}


def _initials(label: str) -> str:
    """`MD` for `Mostly done`."""
    return "".join(word[0] for word in label.split()).upper()


def apart_sheet(*lists: tuple[str, Sequence[tuple[str, pd.DataFrame]]]) -> Sheet:
    """What was left out, why, and how often: lists of reasons and rows, each with the table that they are of."""
    import pandas as pd

    counts = [counted(apart) for _, apart in lists]
    some = [found for found in counts if len(found)] or [counts[0]]
    behind = []
    for table, apart in lists:
        tell = questions_told if table == "key_questions" else ratings_told
        rows = [tell(rows).assign(reason=why) for why, rows in apart if len(rows)]
        if rows:
            behind.append(behind_means(table, pd.concat(rows), ("reason",), ("judgements",)))
    return Sheet(
        "apart",
        "Set apart",
        pd.concat(some, ignore_index=True),
        "Rows of the dataset that are not compared. Reason: the judgement …",
        "nothing was set apart",
        behind=behind,
    )
