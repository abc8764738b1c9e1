"""The dataset in a folder that a run wrote, read when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from extractor.dataset.database.read import columns_of, each_row, rows_by_report
from extractor.dataset.dataframes import frame_of_columns, plain_rows, read_frame
from extractor.dataset.datapackage import read_vocabulary
from extractor.dataset.folder import recover, text_path
from extractor.dataset.hand_edits import DATABASE, is_as_written
from extractor.dataset.line_files import lines_path, read_lines
from extractor.dataset.named_tables import Frames
from extractor.dataset.rows import row_type
from extractor.dataset.run_log import RUN_LOG, is_dataset
from extractor.document.boxes import LineBox
from extractor.errors import InputError, OutputError
from extractor.packs.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pandas as pd

    from extractor.dataset.rows import Rows

__all__ = ["Dataset", "read_dataset"]


class Dataset(Frames):
    """The files of a run, read when asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self._checked: dict[str, bool] = {}  # which files are as a command wrote them

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The scales, groups of cases, kinds and units of the packs that the reports were read with."""
        return read_vocabulary(self.folder)

    def _make(self, table: str) -> pd.DataFrame:
        return read_frame(table, self.folder / f"{table}.csv")

    def each(self, table: str) -> Iterator[Any]:
        """The rows of a table one after the other, those of the database unless the CSV file was edited."""
        if self._is_as_written(table):
            yield from map(row_type(table)._make, each_row(self.folder / DATABASE, table))
        else:
            yield from plain_rows(table, self.filled(table))

    def rows(self, table: str) -> list[Any]:
        """The rows of a table as named tuples of plain values: an empty text is '', any other empty value None."""
        return list(self.each(table))

    def columns(self, table: str, names: Sequence[str], only: Mapping[str, str] | None = None) -> pd.DataFrame:
        """Some columns of a table, as `filled` has them; no other is held, and no other rows than `only` those."""
        if not self._is_as_written(table):
            return super().columns(table, names, only)
        return frame_of_columns(table, names, columns_of(self.folder / DATABASE, table, names, only or {}))

    def by_report(self, *tables: str) -> Iterator[tuple[str, Rows]]:
        """The rows of some tables report by report, in the order of `reports`; see `rows`. One report at a time.

        They are those of the database, unless somebody has edited the CSV files.
        """
        if not self._is_as_written(*tables):
            yield from super().by_report(*tables)
            return
        with self.looked_up(*tables) as rows_of:
            for report_id in self.report_ids:
                yield report_id, rows_of(report_id)

    @contextmanager
    def looked_up(self, *tables: str) -> Iterator[Callable[[str], Rows]]:
        """What gives the rows of some tables of a report by its id; see `rows`. For many reports, in any order."""
        if not self._is_as_written(*tables):
            yield lambda report_id: super(Dataset, self).of_report(report_id, *tables)
            return
        made = {table: row_type(table)._make for table in tables}
        with rows_by_report(self.folder / DATABASE, tables) as values_of:

            def rows_of(report_id: str) -> Rows:
                return cast("Rows", {t: list(map(made[t], rows)) for t, rows in values_of(report_id).items()})

            yield rows_of

    def of_report(self, report_id: str, *tables: str) -> Rows:
        """The rows of some tables of one report; see `rows`."""
        with self.looked_up(*tables) as rows_of:
            return rows_of(report_id)

    def _is_as_written(self, *tables: str) -> bool:
        """Whether tables in the database are those of the CSV files."""
        names = [DATABASE, *(f"{table}.csv" for table in tables)]
        self._checked |= {name: is_as_written(self.folder, [name]) for name in names if name not in self._checked}
        return all(self._checked[name] for name in names)

    def text(self, report_id: str) -> str:
        """The normalised text that the offsets of a report's rows point into.

        Raises:
            InputError: the dataset has no such report.
        """
        try:
            with text_path(self.folder, report_id).open(encoding="utf-8", newline="") as file:
                return file.read()
        except (OSError, OutputError):
            known = ", ".join(self.report_ids[:20])
            raise InputError(f"{self.folder}: has no report {report_id!r}; it has {known or 'none'}.") from None

    def lines(self, report_id: str) -> tuple[LineBox, ...]:
        """Where every line of a report's text stands, sorted by `start`; empty where its source has no geometry.

        Raises:
            OutputError: the file is damaged.
        """
        return read_lines(lines_path(self.folder, report_id))

    def __repr__(self) -> str:
        return f"Dataset({str(self.folder)!r})"


def read_dataset(folder: Path | str) -> Dataset:
    """Open the folder that a run wrote. Tables are read when they are asked for.

    Raises:
        OutputError: the folder is missing or was not written by a run.
    """
    folder = Path(folder)
    if not folder.is_dir():
        recover(folder.absolute())
    if not folder.is_dir():
        raise OutputError(f"{folder}: there is no such folder. Give the folder that `findings extract --out` wrote.")
    if not is_dataset(folder):
        raise OutputError(
            f"{folder}: is no dataset: no {RUN_LOG} of extract is in it. Give what `findings extract` wrote."
        )
    return Dataset(folder)
