"""A table as a Parquet file with the dtypes of `dataframes`; needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extractor.dataset.dataframes import frame
from extractor.records import Record

__all__ = ["write_parquet"]


def write_parquet(table: str, records: Iterable[Record], path: Path) -> None:
    """Write the rows of a table."""
    frame(table, records).to_parquet(path, engine="pyarrow", index=False)
