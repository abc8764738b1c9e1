"""A value as the text of a CSV cell, and back, without loss.

Numbers have no trailing `.0`, booleans are `true` and `false`, None is empty. A text that a spreadsheet would take for
a formula gets one apostrophe in front: one that begins, after any white space, quotation marks and apostrophes, with
`=`, `+`, `-`, `@` (or their full-width forms), a tab or a carriage return. A text that is nothing but a signed number
or percentage, such as `-11%`, is safe and stays as it is. `restore` takes away exactly what `neutralise` added: a text
that is itself an apostrophe and a formula start gets a second apostrophe, and no other text is changed.
"""

from __future__ import annotations

import math
import re

from extractor.records import Column

__all__ = ["ISO_DATE", "format_number", "from_cell", "in_words", "neutralise", "restore", "to_cell"]

ISO_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"

_MARK = "'"
_FORMULA = re.compile(r"[\s\ufeff\x00-\x1f'\"‘’“”]*[=+\-@＝＋－＠\t\r]")
_SIGNED_NUMBER = re.compile(r"[+-][0-9][0-9,]*(?:\.[0-9]+)?%?")
_TRUTH = {"true": True, "false": False}


def neutralise(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return _MARK + text if _is_formula(text) else text


def restore(cell: str) -> str:
    """The text that `neutralise` was given."""
    return cell[1:] if cell.startswith(_MARK) and _is_formula(cell[1:]) else cell


def _is_formula(text: str) -> bool:
    return _FORMULA.match(text) is not None and _SIGNED_NUMBER.fullmatch(text) is None


def format_number(value: float) -> str:
    """A number as short as it can be written exactly: `88`, `85.6`; empty where it is no number."""
    if not math.isfinite(value):
        return ""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(float(value))


def in_words(value: object) -> str:
    """A value as text: numbers as short as they are exact, `true` and `false`, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return format_number(value)
    return str(value)


def to_cell(column: Column, value: object) -> str:
    """A value of a column as the text of a CSV cell."""
    if value is None:
        return ""
    if column.type is bool:
        return "true" if value else "false"
    if column.type is int:
        return str(value)
    if column.type is float:
        return format_number(float(value))  # type: ignore[arg-type]
    return neutralise(str(value))


def from_cell(column: Column, cell: str) -> object:
    """The value of a CSV cell: None where a number or boolean is empty, an empty text where a text is.

    Raises:
        ValueError: the cell is not of the column's type, or is no date where it should be one.
    """
    if column.type is str:
        if column.is_date and cell and not re.fullmatch(ISO_DATE, cell):
            raise ValueError(f"{cell!r} is no date such as 2021-11-01, 2021-11 or 2021")
        return restore(cell)
    if cell == "":
        return None
    if column.type is bool:
        if cell.lower() not in _TRUTH:
            raise ValueError(f"{cell!r} is neither true nor false")
        return _TRUTH[cell.lower()]
    try:
        return int(cell) if column.type is int else float(cell)
    except ValueError:
        if column.type is int and cell.endswith(".0"):  # as some programs write whole numbers
            return from_cell(column, cell[:-2])
        raise ValueError(f"{cell!r} is no {'whole ' * (column.type is int)}number") from None
