"""A table as a Parquet file with the dtypes of `dataframes`, reports in groups of rows; needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from extractor.dataset.dataframes import frame_of_values, with_nulls
from extractor.dataset.schema import Row

__all__ = ["write_parquet"]

_GROUP = 50_000  # rows that are in memory at a time, and that a reader can pass over by the ids of their reports


def write_parquet(table: str, rows: Iterable[Row], path: Path) -> None:
    """Write the rows of a table, some at a time."""
    from pyarrow.parquet import ParquetWriter

    waiting = iter(rows)
    group = _arrow(table, list(islice(waiting, _GROUP)))
    with ParquetWriter(path, group.schema) as writer:
        writer.write_table(group)
        while some := list(islice(waiting, _GROUP)):
            writer.write_table(_arrow(table, some))


def _arrow(table: str, rows: list[Row]) -> Any:
    import pyarrow as pa

    return pa.Table.from_pandas(with_nulls(frame_of_values(table, rows)), preserve_index=False)
