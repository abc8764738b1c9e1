"""Values and tables as a reader sees them: short numbers, and no more rows than can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["exact", "joined", "plain", "readable", "truncated"]

_IDS = ("report_id", "previous_report", "provider_id", "item")
_OFTEN_SAME = (
    "provider_type", "region", "framework", "inspectorate", "scale", "score_max", "of", "comparable", "why_not",
    "level",
)  # fmt: skip


def plain(value: object) -> str:
    """A value for a reader: numbers with at most two decimals, nothing for what is missing."""
    import pandas as pd

    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{int(value):,}"
    return str(value)


def exact(value: object) -> object:
    """A value for a file: a Python number, truth value or text; None for what is missing."""
    import pandas as pd

    if value is None or value is pd.NA or value != value:
        return None
    return value.item() if hasattr(value, "item") else value


def joined(names: Sequence[str], most: int = 5, apart: str = ", ") -> str:
    """Names for a sentence, the first few of them."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return apart.join(names[:most]) + more


def truncated(frame: pd.DataFrame, most: int) -> tuple[pd.DataFrame, int]:
    """The first rows of a frame, and how many more there are."""
    return frame.head(most), max(len(frame) - most, 0)


def readable(frame: pd.DataFrame) -> tuple[list[str], dict[str, str]]:
    """The columns for a reader, and what others say that say the same in every row.

    Left out are ids where a name stands beside them, and columns without any value.
    """
    names = [str(name) for name in frame]
    drop = set(_IDS) if "provider" in names else set()
    drop |= {id_ for id_, name in (("standard_id", "standard"), ("question_id", "question")) if name in names}
    same = {}
    for name in names:
        values = frame[name]
        if not len(frame) or name in drop:
            continue
        if values.isna().all() or not (values.astype("string").fillna("") != "").any():
            drop.add(name)
        elif name in _OFTEN_SAME and len(frame) > 1 and values.nunique(dropna=False) == 1:
            same[name] = plain(values.iat[0])
    return [name for name in names if name not in drop and name not in same], same
