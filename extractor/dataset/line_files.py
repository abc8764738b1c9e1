"""`text/<report_id>.lines.csv`: where every line of a report's text stands on its pages."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from extractor.dataset.csv_files import write_rows
from extractor.dataset.folder import text_path
from extractor.document.boxes import LineBox
from extractor.errors import OutputError
from extractor.records import Column

__all__ = ["COLUMNS", "line_files", "lines_path", "read_lines", "write_lines"]

COLUMNS = (
    Column("start", int, False, "offset of the line's first character in text/<report_id>.txt", 1503),
    Column("end", int, False, "offset behind its last character", 1583),
    Column("page", int, False, "physical page, from 1", 6),
    Column("x0", float, False, "left edge, in points from the left of the page as it reads", 65.3),
    Column("top", float, False, "upper edge, in points from the top of the page as it reads", 118.9),
    Column("x1", float, False, "right edge, in points from the left", 507.07),
    Column("bottom", float, False, "lower edge, in points from the top", 130.45),
)
_SUFFIX = ".lines.csv"


def lines_path(folder: Path, report_id: str) -> Path:
    """Where the lines of a report are kept; raises as `text_path`."""
    return text_path(folder, report_id).with_name(report_id + _SUFFIX)


def line_files(folder: Path) -> dict[str, Path]:
    """The files of lines in a dataset by report_id: reports whose source has geometry."""
    return {path.name.removesuffix(_SUFFIX): path for path in sorted((folder / "text").glob(f"*{_SUFFIX}"))}


def write_lines(lines: Sequence[LineBox], path: Path) -> None:
    """Write the lines of a report."""
    write_rows([column.name for column in COLUMNS], lines, path)


def read_lines(path: Path) -> tuple[LineBox, ...]:
    """The lines of a report, sorted by `start`; none where its source has no geometry.

    Raises:
        OutputError: the file is damaged.
    """
    if not path.is_file():
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [LineBox(*(column.type(row[column.name]) for column in COLUMNS)) for row in csv.DictReader(file)]
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise OutputError(f"{path}: cannot be read ({error}). Run extract again to write it anew.") from None
    return tuple(sorted(rows))
