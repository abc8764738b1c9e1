"""Tables that are held in memory: what was extracted and not written, and a few reports of a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from extractor.dataset.dataframes import frame, frame_of_values
from extractor.dataset.named_tables import Frames
from extractor.dataset.rows import row_type
from extractor.dataset.schema import Row, row_values
from extractor.document.boxes import LineBox
from extractor.errors import InputError
from extractor.packs.vocabulary import Vocabulary
from extractor.records import Record

if TYPE_CHECKING:
    import pandas as pd

    from extractor.dataset.rows import Rows
    from extractor.document import Report

__all__ = ["Extracted", "Held"]


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


def _named(table: str, records: Iterable[Record]) -> list[Any]:
    row = row_type(table)
    return [row._make(row_values(record)) for record in records]


def _of_records(found: Mapping[str, Sequence[Record]]) -> Rows:
    return cast("Rows", {table: _named(table, records) for table, records in found.items()})
