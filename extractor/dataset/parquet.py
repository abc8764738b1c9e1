"""A table as a Parquet file with the dtypes of `dataframes`; needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.dataset.dataframes import frame_of_values, with_nulls
from extractor.dataset.schema import Row

__all__ = ["write_parquet"]


def write_parquet(table: str, rows: Sequence[Row], path: Path) -> None:
    """Write the rows of a table."""
    with_nulls(frame_of_values(table, rows)).to_parquet(path, engine="pyarrow", index=False)
