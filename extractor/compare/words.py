"""Values and tables as a reader sees them: short numbers, and no more rows than can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["exact", "plain", "truncated"]


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


def truncated(frame: pd.DataFrame, most: int) -> tuple[pd.DataFrame, int]:
    """The first rows of a frame, and how many more there are."""
    return frame.head(most), max(len(frame) - most, 0)
