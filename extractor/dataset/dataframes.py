"""Tables as pandas DataFrames with explicit dtypes, from records or from CSV files, and their rows.

Texts are `string`, integers `Int64`, numbers `Float64`, booleans `boolean`; an empty value is `<NA>`, but that an empty
text stays `''` until `with_nulls`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.dataset.cells import ISO_DATE, restore
from extractor.dataset.csv_files import read_rows
from extractor.dataset.rows import row_type
from extractor.dataset.schema import Row, key, row_values, table_columns
from extractor.records import TABLES, Record

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "DTYPES",
    "frame",
    "frame_of_columns",
    "frame_of_values",
    "plain_rows",
    "read_frame",
    "with_nulls",
]

DTYPES: dict[type, Any] = {str: "string", int: "Int64", float: "Float64", bool: "boolean"}
_AT_A_TIME = 10_000  # rows
_TRUTH_OF = {"true": True, "false": False, "": None}


def frame(table: str, records: Iterable[Record]) -> pd.DataFrame:
    """The rows of a table as a DataFrame, columns in contract order, with explicit dtypes."""
    return frame_of_values(table, [row_values(record) for record in records])


def frame_of_values(table: str, rows: Sequence[Row]) -> pd.DataFrame:
    """As `frame`, of values in contract order."""
    import pandas as pd

    series = {}
    for index, column in enumerate(table_columns(table)):
        values: Any = [row[index] for row in rows]
        series[column.name] = pd.Series(values, dtype=DTYPES[column.type])
    return pd.DataFrame(series)


def frame_of_columns(table: str, names: Sequence[str], rows: Iterable[Row]) -> pd.DataFrame:
    """Some columns of a table as a DataFrame; rows of their values in this order are taken up a few at a time."""
    import pandas as pd

    kinds = {column.name: DTYPES[column.type] for column in table_columns(table)}
    waiting, parts = iter(rows), []
    while some := list(islice(waiting, _AT_A_TIME)):
        columns = zip(*some, strict=True)
        parts.append(
            {name: pd.array(list(values), dtype=kinds[name]) for name, values in zip(names, columns, strict=True)}
        )
    if not parts:
        return pd.DataFrame({name: pd.Series([], dtype=kinds[name]) for name in names})
    return pd.concat([pd.DataFrame(part) for part in parts], ignore_index=True)


def with_nulls(table: pd.DataFrame) -> pd.DataFrame:
    """The same rows with `<NA>` for every empty text: a value that is missing is NULL in every typed format."""
    texts = [name for name, kind in table.dtypes.items() if kind == "string"]
    return table.assign(**{str(name): _without_empty(table[name]) for name in texts})


def _without_empty(texts: pd.Series[Any]) -> Any:
    """The texts with `<NA>` for those that are empty, as an array: `mask` of a series takes five times as long."""
    import pandas as pd

    array: Any = texts.array.copy()
    array[pd.array(array == "", dtype="boolean").to_numpy(bool, na_value=False)] = None
    return array


def _read_quickly(table: str, path: Path) -> pd.DataFrame:
    """The rows of a CSV file; quick, and as `read_rows` gives them.

    Raises:
        ValueError: something in the file is not what it should be.
    """
    import pandas as pd

    columns = table_columns(table)
    names = [column.name for column in columns]
    cells = pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8-sig")
    if lacking := set(names) - set(cells) - set(TABLES[table].EXTRA):
        raise ValueError(f"lacks {lacking}")
    if (cells[key(table)[0]] == "").any():  # a row emptied in a spreadsheet is none
        cells = cells[(cells != "").any(axis=1)].reset_index(drop=True)
    series = {}
    for column in columns:
        found = cells[column.name] if column.name in cells else pd.Series("", index=cells.index, dtype=str)
        if column.type is str:
            if column.is_date and not (found.eq("") | found.str.fullmatch(ISO_DATE)).all():
                raise ValueError(f"{column.name} has a cell that is no date")
            marked = found.str.startswith("'")
            if marked.any():
                found = found.mask(marked, found[marked].map(restore))
        elif column.type is bool:
            found = found.map(_TRUTH_OF)
            if found.isna().sum() > (cells[column.name] == "").sum():
                raise ValueError(f"{column.name} has a cell that is neither true nor false")
        else:
            found = pd.to_numeric(pd.Series(_without_empty(found), index=cells.index))
        series[column.name] = found.astype(DTYPES[column.type])
    return pd.DataFrame(series, columns=names)


def read_frame(table: str, path: Path) -> pd.DataFrame:
    """The table in a CSV file.

    Raises:
        OutputError: the file cannot be read, or is not what it should be; the message tells line and column.
    """
    try:
        return _read_quickly(table, path)
    except (ValueError, TypeError, OverflowError, OSError):  # told again, cell by cell, with its place
        return frame_of_values(table, read_rows(table, path))


def plain_rows(table: str, frame: pd.DataFrame) -> list[Any]:
    """The rows of a DataFrame as named tuples of plain values."""
    columns = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame]
    return list(map(row_type(table)._make, zip(*columns, strict=True)))
