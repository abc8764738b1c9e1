"""The tables of a dataset under one name, each a DataFrame: read from the files of a run, or held in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from extractor.dataset.dataframes import (
    frame,
    frame_of_columns,
    frame_of_values,
    plain_rows,
    read_frame,
    with_nulls,
)
from extractor.dataset.datapackage import read_vocabulary
from extractor.dataset.folder import recover, text_path
from extractor.dataset.guard import DATABASE, is_as_written
from extractor.dataset.line_files import lines_path, read_lines
from extractor.dataset.rows import row_type
from extractor.dataset.run_log import RUN_LOG, is_dataset
from extractor.dataset.schema import Row, row_values
from extractor.dataset.sqlite import columns_of, each_row, rows_by_report
from extractor.document.boxes import LineBox, boxes_of
from extractor.errors import InputError, OutputError
from extractor.packs import Packs, load_packs
from extractor.packs.vocabulary import Vocabulary, vocabulary_of
from extractor.records import TABLES, Record

if TYPE_CHECKING:
    import pandas as pd

    from extractor.dataset.rows import Rows
    from extractor.document import Report

__all__ = ["Dataset", "Extracted", "Frames", "Held", "read_dataset", "vocabulary_for"]

_AT_A_TIME = 200  # reports that are made into rows at once


class Frames(Mapping[str, "pd.DataFrame"]):
    """All tables of a dataset, by item (`data["progress"]`) or by attribute (`data.progress`).

    Each is made when it is first asked for; what is empty is `<NA>`. The same DataFrame is given each time, so take a
    copy before changing it.
    """

    def __init__(self) -> None:
        self._made: dict[str, pd.DataFrame] = {}
        self._filled: dict[str, pd.DataFrame] = {}
        self._placed: dict[str, tuple[str, tuple[LineBox, ...]]] = {}
        self._indices: dict[str, Mapping[Any, Any]] = {}

    def _make(self, table: str) -> pd.DataFrame:
        raise NotImplementedError

    @property
    def vocabulary(self) -> Vocabulary:
        """The scales, groups of cases, kinds and units of the packs that the reports were read with."""
        raise NotImplementedError

    def text(self, report_id: str) -> str:
        """The normalised text that the offsets of a report's rows point into."""
        raise NotImplementedError

    def lines(self, report_id: str) -> tuple[LineBox, ...]:
        """Where every line of a report's text stands, sorted by `start`; empty where its source has no geometry."""
        raise NotImplementedError

    def boxes(self, row: Any) -> list[LineBox]:
        """Where the words that a row was read from stand on their pages, line by line.

        A line of which only a part is quoted is cut to that part, by how wide its characters usually are: the page
        and the upper and lower edge are measured, such a left or right edge is estimated.

        Args:
            row: a row with evidence, as `rows`, a DataFrame's `itertuples` or `iloc` give it, or as a mapping.

        Returns:
            `LineBox`es with `start`, `end`, `page`, and `x0`, `top`, `x1`, `bottom` in points from the top left of the
            page as it reads; none where the report's source has no geometry.

        Raises:
            InputError: the row has no evidence, or its report is not in the dataset.
        """
        try:
            report_id, start, end = (
                row[name] if isinstance(row, Mapping) or hasattr(row, "keys") else getattr(row, name)
                for name in ("report_id", "start", "end")
            )
        except (AttributeError, KeyError, TypeError):
            raise InputError("the row has no evidence; give a row with report_id, start and end.") from None
        if report_id not in self._placed:
            self._placed[report_id] = (self.text(report_id), self.lines(report_id))
        text, lines = self._placed[report_id]
        return list(boxes_of(lines, int(start), int(end), text))

    def filled(self, table: str) -> pd.DataFrame:
        """The table with empty texts as `''`, so that texts can be compared; what `data[table]` has NULL for.

        Raises:
            KeyError: there is no such table.
        """
        if table not in TABLES:
            raise KeyError(f"there is no table {table!r}; there are {', '.join(TABLES)}")
        if table not in self._filled:
            self._filled[table] = self._make(table)
        return self._filled[table]

    def rows(self, table: str) -> list[Any]:
        """The rows of a table as named tuples of plain values: an empty text is '', any other empty value None."""
        return plain_rows(table, self.filled(table))

    def each(self, table: str) -> Iterator[Any]:
        """The rows of a table one after the other; see `rows`."""
        return iter(self.rows(table))

    def columns(self, table: str, names: Sequence[str]) -> pd.DataFrame:
        """Some columns of a table, as `filled` has them; no other is held."""
        return self.filled(table)[list(names)]

    @property
    def report_ids(self) -> list[str]:
        """The ids of the reports, in their order."""
        return list(dict.fromkeys(self.columns("reports", ["report_id"])["report_id"]))

    def by_report(self, *tables: str) -> Iterator[tuple[str, Rows]]:
        """The rows of some tables report by report, in the order of `reports`; see `rows`. A few reports at a time."""
        ids = self.report_ids
        for first in range(0, len(ids), _AT_A_TIME):
            found: dict[str, dict[str, list[Any]]] = {
                id_: {table: [] for table in tables} for id_ in ids[first : first + _AT_A_TIME]
            }
            for table in tables:
                rows = [place for id_ in found for place in self._places(table).get(id_, ())]
                for row in plain_rows(table, self.filled(table).iloc[rows]):
                    found[row.report_id][table].append(row)
            yield from cast("dict[str, Rows]", found).items()

    @contextmanager
    def looked_up(self, *tables: str) -> Iterator[Callable[[str], Rows]]:
        """What gives the rows of some tables of a report by its id; see `rows`. For many reports, in any order."""
        yield lambda report_id: self.of_report(report_id, *tables)

    def of_report(self, report_id: str, *tables: str) -> Rows:
        """The rows of some tables of one report; see `rows`."""
        places = {table: self._places(table).get(report_id, []) for table in tables}
        found = {table: plain_rows(table, self.filled(table).iloc[places[table]]) for table in tables}
        return cast("Rows", found)

    def _places(self, table: str) -> Mapping[Any, Any]:
        """Where the rows of each report stand in a table."""
        if table not in self._indices:
            self._indices[table] = self.filled(table).groupby("report_id", sort=False).indices
        return self._indices[table]

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in self._made:
            self._made[table] = with_nulls(self.filled(table))
        return self._made[table]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise AttributeError(f"{type(self).__name__} has no {name!r}; its tables are {', '.join(TABLES)}")
        return self[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES]

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)

    # A mapping of DataFrames cannot be compared as mappings are: == of frames is a frame.
    __eq__ = object.__eq__
    __hash__ = object.__hash__


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

    def columns(self, table: str, names: Sequence[str]) -> pd.DataFrame:
        """Some columns of a table, as `filled` has them; no other is held."""
        if not self._is_as_written(table):
            return super().columns(table, names)
        return frame_of_columns(table, names, columns_of(self.folder / DATABASE, table, names))

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


class Held(Frames):
    """A few reports in memory, as rows of values by table."""

    def __init__(
        self,
        tables: Mapping[str, Sequence[Row]],
        texts: Mapping[str, str],
        lines: Mapping[str, Sequence[LineBox]],
    ) -> None:
        super().__init__()
        self._tables, self._texts, self._lines = tables, texts, lines

    def _make(self, table: str) -> pd.DataFrame:
        return frame_of_values(table, self._tables.get(table, ()))

    @property
    def vocabulary(self) -> Vocabulary:
        """None: it is that of the whole that the reports are of."""
        return Vocabulary()

    def rows(self, table: str) -> list[Any]:
        """The rows of a table as named tuples."""
        return list(map(row_type(table)._make, self._tables.get(table, ())))

    def by_report(self, *tables: str) -> Iterator[tuple[str, Rows]]:
        """The rows of some tables report by report."""
        found: dict[str, dict[str, list[Any]]] = {id_: {table: [] for table in tables} for id_ in self._texts}
        for table in tables:
            for row in self.rows(table):
                found[row.report_id][table].append(row)
        yield from cast("dict[str, Rows]", found).items()

    def text(self, report_id: str) -> str:
        """The normalised text that the offsets of a report's rows point into."""
        return self._texts[report_id]

    def lines(self, report_id: str) -> tuple[LineBox, ...]:
        """Where every line of a report's text stands."""
        return tuple(self._lines[report_id])


class Extracted(Frames):
    """What was extracted and not written: of one report, with `report` and `to_doc()`, or of many."""

    def __init__(
        self,
        records: Mapping[str, Sequence[Record]],
        texts: Mapping[str, str],
        lines: Mapping[str, Sequence[LineBox]] | None = None,
        report: Report | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        super().__init__()
        self._vocabulary = vocabulary or Vocabulary()
        self._records = records
        self._texts = texts
        self._lines = lines or {}
        self._report = report

    def _make(self, table: str) -> pd.DataFrame:
        return frame(table, self._records.get(table, ()))

    @property
    def vocabulary(self) -> Vocabulary:
        """The scales, groups of cases, kinds and units of the packs that the reports were read with."""
        return self._vocabulary

    def rows(self, table: str) -> list[Any]:
        """The rows of a table as named tuples, straight from the records; None where a number or boolean is empty."""
        return _named(table, self._records.get(table, ()))

    def by_report(self, *tables: str) -> Iterator[tuple[str, Rows]]:
        """The rows of some tables report by report, in the order of `reports`, straight from the records."""
        held: dict[str, dict[str, list[Record]]] = {
            record.report_id: {table: [] for table in tables} for record in self._records.get("reports", ())
        }
        for table in tables:
            for record in self._records.get(table, ()):
                if record.report_id in held:
                    held[record.report_id][table].append(record)
        for report_id, found in held.items():
            yield report_id, _of_records(found)

    @contextmanager
    def looked_up(self, *tables: str) -> Iterator[Callable[[str], Rows]]:
        """What gives the rows of some tables of a report by its id, straight from the records."""
        found = dict(self.by_report(*tables))
        yield lambda report_id: found.get(report_id) or _of_records({table: [] for table in tables})

    def of_report(self, report_id: str, *tables: str) -> Rows:
        """The rows of some tables of one report, straight from the records."""
        found = {table: [one for one in self._records.get(table, ()) if one.report_id == report_id] for table in tables}
        return _of_records(found)

    def text(self, report_id: str = "") -> str:
        """The normalised text that the offsets of a report's rows point into; of a single report without its id.

        Raises:
            InputError: there is no such report.
        """
        if not report_id and len(self._texts) == 1:
            return next(iter(self._texts.values()))
        if report_id not in self._texts:
            raise InputError(f"there is no report {report_id!r}; there are {', '.join(self._texts) or 'none'}.")
        return self._texts[report_id]

    def lines(self, report_id: str) -> tuple[LineBox, ...]:
        """Where every line of a report's text stands, sorted by `start`; empty where its source has no geometry."""
        return tuple(self._lines.get(report_id, ()))

    @property
    def report(self) -> Report:
        """The report itself, with its text, blocks and sections.

        Raises:
            InputError: several reports were extracted at once.
        """
        if self._report is None:
            raise InputError("`report` is there only where a single file was given; extract the files one by one.")
        return self._report

    def to_doc(self, nlp: Any = None) -> Any:
        """The report as a spaCy Doc; see `Report.to_doc`."""
        return self.report.to_doc(nlp)

    def records(self, table: str) -> tuple[Record, ...]:
        """The rows of a table as records."""
        return tuple(self._records.get(table, ()))

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(rows)} {table}" for table, rows in self._records.items() if rows)
        return f"<Extracted {counts or 'nothing'}>"


def _named(table: str, records: Iterable[Record]) -> list[Any]:
    row = row_type(table)
    return [row._make(row_values(record)) for record in records]


def _of_records(found: Mapping[str, Sequence[Record]]) -> Rows:
    return cast("Rows", {table: _named(table, records) for table, records in found.items()})


def vocabulary_for(data: Frames, packs: Packs | None = None) -> Vocabulary:
    """The vocabulary of packs that are given, else that of a dataset, else of the packs that come with the program."""
    if packs is None and data.vocabulary.lists:
        return data.vocabulary
    return vocabulary_of(packs or load_packs())


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
