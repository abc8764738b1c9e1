"""All tables as one Excel workbook, a sheet a table, the codebook first; needs the extra `excel`.

Texts are written as texts whatever they begin with, so no cell is ever a formula or a link; columns of texts are set as
texts, so that a date or number typed there stays as it is typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from extractor.dataset.codebook import codebook_rows
from extractor.dataset.schema import not_looked_for, table_columns
from extractor.packs.vocabulary import Vocabulary
from extractor.records import TABLES

__all__ = ["LONGEST_CELL", "TRUNCATED", "write_workbook"]

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575  # below the header
TRUNCATED = " [cut here: longer than a cell can be; the whole text is in the CSV file]"

_NARROWEST, _WIDEST, _ROWS_MEASURED = 8, 60, 200
_A4 = 9
_CREATED = datetime(2000, 1, 1)  # always the same, so that equal records give equal bytes
_CODEBOOK = ("table", "column", "type", "meaning", "example", "allowed values")


def write_workbook(
    tables: Mapping[str, Sequence[Sequence[object]]], path: Path, vocabulary: Vocabulary | None = None
) -> None:
    """Write all tables into a new file; `tables` are rows of values in contract order."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "Findings", "created": _CREATED})
        head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})  # what is typed stays as typed
        about: list[Sequence[object]] = [(t, "", "", _about(t, tables.get(t, ())), "", "") for t in TABLES]
        _write_sheet(
            book.add_worksheet("codebook"),
            _CODEBOOK,
            [*about, *codebook_rows(vocabulary)],
            head,
            [body] * len(_CODEBOOK),
        )
        for table in TABLES:
            columns = table_columns(table)
            styles = [text if column.type is str else body for column in columns]
            names = [column.name for column in columns]
            _write_sheet(book.add_worksheet(table), names, tables.get(table, ())[:MOST_ROWS], head, styles)


def _about(table: str, records: Sequence[object]) -> str:
    doc = f"{TABLES[table].DOC}; {len(records)} row{'s'[: len(records) != 1]}"
    if (nothing := not_looked_for(table)) and not records:
        return f"{doc}: {nothing}"
    if len(records) > MOST_ROWS:
        return f"{doc}, of which a sheet holds {MOST_ROWS}; all are in the CSV file"
    return doc


def _write_sheet(
    sheet: Any, names: Sequence[str], rows: Iterable[Sequence[object]], head: Any, styles: Sequence[Any]
) -> None:
    rows = list(rows)
    for place, name in enumerate(names):
        sheet.set_column(place, place, _width(name, [row[place] for row in rows[:_ROWS_MEASURED]]), styles[place])
        sheet.write_string(0, place, name, head)
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _write_cell(sheet, line, place, value, styles[place])
    sheet.freeze_panes(1, 1)  # the names of the columns, and what a row is of, stay while one looks on
    sheet.autofilter(0, 0, len(rows), len(names) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.repeat_rows(0)


def _width(name: str, values: Sequence[object]) -> int:
    longest = max([len(name) + 3, *(len(str(value)) + 1 for value in values if value is not None)])
    return min(max(longest, _NARROWEST), _WIDEST)


def _write_cell(sheet: Any, line: int, place: int, value: object, style: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value, style)
    else:
        sheet.write_string(line, place, _fitted(str(value)), style)


def _fitted(text: str) -> str:
    """The text, cut with a note where it is longer than a cell can be; a cell counts UTF-16 units."""
    if len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return text
    room = (LONGEST_CELL - len(TRUNCATED)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + TRUNCATED
