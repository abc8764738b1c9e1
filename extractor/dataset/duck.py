"""A dataset in DuckDB: a view for each table over its Parquet files; needs the extra `duckdb`.

DuckDB reads from the files what a query asks for, so that a dataset of any size is asked without being held.
"""

from __future__ import annotations

import glob
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.dataset.run_log import is_dataset
from extractor.errors import InputError
from extractor.records import TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["open_duckdb"]


def open_duckdb(folder: Path | str) -> DuckDBPyConnection:
    """A DuckDB database in memory that has a view for every table of a dataset, with the types of its columns.

    Args:
        folder: a dataset that has Parquet files, as `findings extract --format parquet` writes them and every later
            command keeps them.

    Returns:
        the connection, which closes as a context manager does; `sql(query).df()` gives a DataFrame.

    Raises:
        InputError: DuckDB is not installed, the folder holds no dataset, or the dataset has no Parquet files.
    """
    folder = Path(folder)
    if find_spec("duckdb") is None:
        raise InputError("opening a dataset in DuckDB needs the package duckdb: pip install duckdb")
    if not is_dataset(folder):
        raise InputError(f"{folder}: is no dataset. Give the folder that extract wrote.")
    lacking = [table for table in TABLES if not _file(folder, table).is_file()]
    if lacking:
        raise InputError(f"{folder}: has no Parquet file of {lacking[0]}. Run extract again with --format parquet.")
    import duckdb

    database = duckdb.connect()
    for table in TABLES:
        database.read_parquet(glob.escape(str(_file(folder, table)))).create_view(table)
    return database


def _file(folder: Path, table: str) -> Path:
    return folder.absolute() / f"{table}.parquet"
