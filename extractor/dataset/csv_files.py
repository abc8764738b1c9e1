"""A table as a CSV file: UTF-8, a line feed behind every row, a header always; see `cells` for single values."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.dataset.cells import from_cell, in_words, neutralise, to_cell
from extractor.dataset.schema import Row, table_columns
from extractor.errors import OutputError
from extractor.records import TABLES, Column

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TableFile", "read_rows", "rows_in", "write_frame", "write_rows", "write_table"]

_QUOTED = frozenset(',"\r\n')
_AT_A_TIME = 50_000  # rows
_SHORT = 60  # characters
_MOST_KEPT = 4000
_LONGEST_CELL = 2**31 - 1  # csv's own default of 131,072 characters is less than a long annex


def write_table(table: str, rows: Iterable[Row], path: Path) -> None:
    """Write the rows of a table."""
    with TableFile(table, path) as file:
        file.add(rows)


class TableFile:
    """The file of a table that is written bit by bit."""

    def __init__(self, table: str, path: Path) -> None:
        columns = table_columns(table)
        self._file = path.open("wb")
        self._file.write(_line([column.name for column in columns]).encode())
        self._cells = [partial(_text_cell, {}) if c.type is str else partial(to_cell, c) for c in columns]

    def add(self, rows: Iterable[Row]) -> int:
        """Write rows behind those that are written; how many bytes they are."""
        columns = [map(cell, values) for cell, values in zip(self._cells, zip(*rows, strict=True), strict=False)]
        return self.add_bytes("".join([",".join(cells) + "\n" for cells in zip(*columns, strict=True)]).encode())

    def add_bytes(self, rows: bytes) -> int:
        """Write rows as another file of the table has them; how many bytes they are."""
        return self._file.write(rows)

    def __enter__(self) -> TableFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _text_cell(known: dict[str, str], value: str | None) -> str:
    """A text as a cell; short ones come again and again, and a few thousand of them are kept with their cells."""
    if not value:
        return ""
    if (cell := known.get(value)) is None:
        cell = _quoted(neutralise(value))
        if len(value) <= _SHORT:
            if len(known) >= _MOST_KEPT:
                known.clear()
            known[value] = cell
    return cell


def write_frame(columns: Sequence[Column], frame: pd.DataFrame, path: Path) -> None:
    """Write a DataFrame that has these columns; what it has not is empty, and equal values become a cell once."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_line([column.name for column in columns]))
        for first in range(0, len(frame), _AT_A_TIME):
            made = []
            for column in columns:
                part = frame[column.name].iloc[first : first + _AT_A_TIME]
                values = part.astype(object).where(part.notna(), None).tolist()
                cells = {value: _quoted(to_cell(column, value)) for value in set(values)}
                made.append([cells[value] for value in values])
            file.writelines(",".join(cells) + "\n" for cells in zip(*made, strict=True))


def write_rows(names: Sequence[str], rows: Iterable[Iterable[object]], path: Path) -> None:
    """Write rows that are of no table of the contract: numbers, truth values, texts, None for what is missing."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_line([neutralise(name) for name in names]))
        for row in rows:
            file.write(_line([neutralise(value) if isinstance(value, str) else in_words(value) for value in row]))


def _line(cells: list[str]) -> str:
    return ",".join(_quoted(cell) for cell in cells) + "\n"


def _quoted(cell: str) -> str:
    """The cell in quotation marks where it needs them; csv.writer leaves a lone carriage return bare."""
    if _QUOTED.isdisjoint(cell) and not cell.startswith(" ") and not cell.endswith(" "):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def read_rows(table: str, path: Path) -> list[list[object]]:
    """Read the rows of a table back; see `rows_in`."""
    return list(rows_in(table, path))


def rows_in(table: str, path: Path) -> Iterator[list[object]]:
    """The rows of a table, values in contract order; columns that the contract does not have are left out.

    Raises:
        OutputError: the file is missing, lacks a column, or has a cell that is not of its column's type.
    """
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            header = next(lines, [])
            places = _places(table, header, path)
            yield from (_values(table, line, places, f"{path}:{lines.line_num}") for line in lines if any(line))
    except UnicodeDecodeError:
        raise OutputError(f"{path}: is not UTF-8. Save it as CSV in UTF-8, or run extract again.") from None
    except (OSError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"{path}: cannot be read ({reason}). Run extract again to write it anew.") from None


def _places(table: str, header: list[str], path: Path) -> list[int | None]:
    """Where the columns of a table stand; one that follows behind the contract's may be lacking."""
    extra = TABLES[table].EXTRA
    missing = [column.name for column in table_columns(table) if column.name not in (*header, *extra)]
    if missing and len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise OutputError(f"{path}: has no commas between its columns. Save it as CSV with commas, in UTF-8.")
    if missing:
        raise OutputError(
            f"{path}: lacks the column{'s'[: len(missing) > 1]} {', '.join(missing)}. "
            "It was written by another version or changed; run extract again."
        )
    return [header.index(c.name) if c.name in header else None for c in table_columns(table)]


def _values(table: str, line: list[str], places: list[int | None], where: str) -> list[object]:
    values: list[object] = []
    for column, place in zip(table_columns(table), places, strict=True):
        try:
            values.append(from_cell(column, "" if place is None else line[place]))
        except (ValueError, IndexError) as error:
            raise OutputError(f"{where} {column.name}: {error}. Put it right, or run extract again.") from None
    return values
