"""A sheet: a DataFrame with the words that it is shown with, on the terminal, in a file and on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.compare.scales import Scale

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Sheet", "apart_sheet", "labelled"]


@dataclass(frozen=True)
class Sheet:
    """A result. `matrix` names the columns that are cells of a matrix, `headings` what columns are called when shown.

    `name` is fit to be a file name. `empty` is said where there are no rows; `scale` tells which labels are coloured;
    `brief` names the columns for a terminal, where not all that are worth reading have room.
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


def apart_sheet(*counts: pd.DataFrame) -> Sheet:
    """What was left out, why, and how often."""
    import pandas as pd

    some = [found for found in counts if len(found)] or [counts[0]]
    return Sheet(
        "apart",
        "Set apart",
        pd.concat(some, ignore_index=True),
        "Rows of the dataset that are not compared. Reason: the judgement …",
        "nothing was set apart",
    )
