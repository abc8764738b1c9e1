"""All files of a run, written from its records."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from extractor.dataset.codebook import codebook
from extractor.dataset.csv_files import TableFile, read_rows, rows_in
from extractor.dataset.database.grow import GrownDatabase
from extractor.dataset.database.write import Database
from extractor.dataset.datapackage import write_data_package
from extractor.dataset.datasette import write_metadata
from extractor.dataset.extracted import Held
from extractor.dataset.folder import link_or_copy, replacing, text_path
from extractor.dataset.hand_edits import DATABASE, WORKBOOK, check_unedited, kept_formats
from extractor.dataset.layout import Earlier, Layout
from extractor.dataset.line_files import lines_path, write_lines
from extractor.dataset.run_log import DELETED, PACKAGE, RUN_LOG, deleted_rows, hashes, write_json, write_text
from extractor.dataset.schema import LOOKED_FOR_BY, Row, table_columns
from extractor.document.boxes import LineBox
from extractor.errors import InputError
from extractor.packs.vocabulary import Vocabulary
from extractor.records import TABLES, Record

__all__ = ["FORMATS", "Content", "MarkedReport", "ReportRows", "check_formats", "write", "write_others"]

# Formats that can be asked for, with the package that each needs. CSV and SQLite are always written.
FORMATS = {"csv": "", "parquet": "pyarrow", "excel": "xlsxwriter"}


@dataclass(frozen=True)
class ReportRows:
    """A report as it is written: the rows of its tables in contract order, its text, and where its lines stand.

    Without an id: rows that come behind those of all reports.
    """

    report_id: str
    rows: Mapping[str, Sequence[Row]]
    text: str = ""
    lines: Sequence[LineBox] = ()

    def frames(self) -> Held:
        """The report as a dataset."""
        return Held(self.rows, {self.report_id: self.text}, {self.report_id: self.lines})


@dataclass(frozen=True)
class MarkedReport:
    """A report with a mark of all that its rows hang on, by which they need not be made where they are there already.

    The mark begins with what was read of it; see `layout.READ`.
    """

    report_id: str
    mark: bytes
    licence: str
    make: Callable[[], ReportRows]


@dataclass(frozen=True)
class Content:
    """What a run writes: reports one after the other, rows of tables that are of none, and what the run log says.

    `reports` are gone through once; `read` are the ids of those that have marks, and what these begin with, in the same
    order. `vocabulary` are the closed lists of the packs that the reports were read with.
    `fingerprint` stands for all that the content hangs on; empty where a run that is the same might give another.
    `program` is a hash of the program and of the libraries that read files. `deleted` are the rows that people deleted.
    """

    reports: Iterable[ReportRows | MarkedReport]
    tables: Mapping[str, Sequence[Row]]
    version: str
    packs: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    program: str = ""
    read: Iterable[tuple[str, bytes]] = ()
    deleted: Sequence[Record] = ()


def check_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """The formats asked for, each once and in a fixed order.

    Raises:
        InputError: a format is unknown, or the package that writes it is not installed.
    """
    for name in formats:
        if name not in FORMATS:
            raise InputError(f"format {name!r} is not written; give {', '.join(FORMATS)} (SQLite is always written).")
        if (package := FORMATS[name]) and find_spec(package) is None:
            raise InputError(f"format {name} needs the package {package}: pip install {package}")
    return tuple(name for name in FORMATS if name in formats or name == "csv")


def write(
    content: Content, out: Path, formats: Sequence[str] = ("csv",), kept: bytes | None = None
) -> tuple[dict[str, int | None], bytes]:
    """Write a run's files, replacing what an earlier run wrote there as a whole, or not at all.

    A format that the folder has stays: what was asked for once is kept true by every later command.

    Args:
        content: what is written.
        out: the folder.
        formats: of `FORMATS`.
        kept: the layout of what the folder holds, by which what is the same is taken over from it as it stands.

    Returns:
        rows by table, None for a table that this version does not look for; and the layout of what was written.

    Raises:
        InputError: a format cannot be written.
        OutputError: the folder cannot be written, holds what a run did not write, or was edited since.
    """
    with replacing(out) as folder:  # nobody else writes there meanwhile
        formats = check_formats([*formats, *kept_formats(out)])
        check_unedited(out)
        (folder / "text").mkdir()
        with Earlier(out, kept, content.program, content.read) as earlier, _Writing(folder, earlier) as writing:
            for report in _in_order(content):
                writing.add(report)
            writing.finish(content.vocabulary)
        write_others(formats, folder, content.vocabulary)
        known = write_data_package(folder, content.version, content.vocabulary)
        writing.layout.hashes = {table: known[f"{table}.csv"] for table in TABLES}
        write_metadata(folder, content.vocabulary, list(writing.licences))
        write_text(codebook(content.vocabulary), folder / "codebook.md")
        counts = writing.counts + Counter(writing.layout.counts())
        written = {table: counts[table] or (None if table in LOOKED_FOR_BY else 0) for table in TABLES}
        _write_run_log(content, written, formats, folder, known | writing.hashes)
    return written, writing.layout.packed()


class _Writing:
    """The tables, the database and the texts of a folder that is written report by report.

    Args:
        folder: where they go.
        earlier: the dataset that is replaced; what is the same is taken over from it.
    """

    def __init__(self, folder: Path, earlier: Earlier) -> None:
        self.layout = Layout()
        self.hashes: dict[str, str] = {}  # of files that are taken over
        self.counts: Counter[str] = Counter()  # rows that the layout has not
        self.licences: dict[str, None] = {}
        self._folder, self._earlier, self._stack = folder, earlier, ExitStack()
        self._known = set(earlier.layout.reports)  # that the earlier database has, and that are not seen yet
        self._at = -1  # place of the last report in the earlier layout that was looked at
        self._run: tuple[int, int] | None = None  # first and last place of reports that are taken over together

    def __enter__(self) -> _Writing:
        with ExitStack() as stack:
            self._database: Database | GrownDatabase = self._opened(self._folder / DATABASE)
            stack.callback(self._database.close)
            self._files = {t: stack.enter_context(TableFile(t, self._folder / f"{t}.csv")) for t in TABLES}
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _opened(self, path: Path) -> Database | GrownDatabase:
        if self._earlier.is_mostly_same:
            return GrownDatabase(path, self._earlier.database, self._behind)
        return Database(path, self._earlier.database if self._known else None)

    def _behind(self, table: str) -> str:
        return self._earlier.next_with(table, self._at)

    def add(self, report: ReportRows | MarkedReport) -> None:
        """Write a report, or rows that are of none; one that the earlier dataset has is taken over from there."""
        mark = b""
        if isinstance(report, MarkedReport):
            mark = report.mark
            self.licences[report.licence] = None
            place = self._earlier.place(report.report_id)
            if place is not None:
                self._at = place
                if self._earlier.has(place, mark) and self._take_over(report.report_id, place):
                    return
            report = report.make()
        self._write(report, mark)

    def _take_over(self, report_id: str, place: int) -> bool:
        """Have the report as the earlier dataset has it; False where its text is not there any more."""
        files = [text_path(self._folder, report_id), lines_path(self._folder, report_id)]
        names = [name for name in (f"text/{file.name}" for file in files) if name in self._earlier.hashes]
        if not all((self._earlier.folder / name).is_file() for name in names):
            return False
        for name in names:
            link_or_copy(self._earlier.folder / name, self._folder / name)
            self.hashes[name] = self._earlier.hashes[name]
        if self._run is None or self._run[1] != place - 1:
            self._finish_run()
            self._run = place, place
        self._run = self._run[0], place
        self._known.discard(report_id)
        self._database.keep(report_id)
        self.layout.add_same(self._earlier.layout, place)
        return True

    def _finish_run(self) -> None:
        """Copy the rows of the reports that are taken over together."""
        if self._run is not None:
            for table, parts in self._earlier.rows_of(*self._run):
                for part in parts:
                    self._files[table].add_bytes(part)
        self._run = None

    def _write(self, report: ReportRows, mark: bytes) -> None:
        self._finish_run()
        id_ = report.report_id
        if id_ in self._known:
            self._database.remove(id_)
            self._known.discard(id_)
        sizes = {table: self._files[table].add(rows) for table, rows in report.rows.items() if rows}
        self._database.add(report.rows, id_, report.lines)
        if id_:
            text_path(self._folder, id_).write_bytes(report.text.encode())
            if report.lines:
                write_lines(report.lines, lines_path(self._folder, id_))
        if mark:
            self.layout.add(id_, mark, {table: (len(report.rows[table]), size) for table, size in sizes.items()})
        else:
            self.counts.update({table: len(report.rows[table]) for table in sizes})
            licence = [column.name for column in table_columns("reports")].index("licence")
            self.licences |= dict.fromkeys(str(row[licence]) for row in report.rows.get("reports", ()))

    def finish(self, vocabulary: Vocabulary) -> None:
        """Make what is made of all rows."""
        self._finish_run()
        for report_id in self._known:
            self._database.remove(report_id)
        self._database.finish(vocabulary.groups)


def _in_order(content: Content) -> Iterator[ReportRows | MarkedReport]:
    """All rows so that none is written before what it names: the database would look for it again with every row."""
    first = {table: rows for table, rows in content.tables.items() if table == "providers"}
    yield ReportRows("", first)
    yield from content.reports
    yield ReportRows("", {table: rows for table, rows in content.tables.items() if table not in first})


def write_others(
    formats: Sequence[str], folder: Path, vocabulary: Vocabulary, tables: Iterable[str] = tuple(TABLES)
) -> None:
    """Write tables in the formats that are made of the CSV files; a workbook needs all of them."""
    if "parquet" in formats:
        from extractor.dataset.parquet import write_parquet

        for table in tables:
            write_parquet(table, rows_in(table, folder / f"{table}.csv"), folder / f"{table}.parquet")
    if "excel" in formats:
        from extractor.dataset.excel import write_workbook

        write_workbook({t: read_rows(t, folder / f"{t}.csv") for t in TABLES}, folder / WORKBOOK, vocabulary)


def _write_run_log(
    content: Content,
    rows: Mapping[str, int | None],
    formats: Sequence[str],
    folder: Path,
    known: Mapping[str, str],
) -> None:
    """What made the files, with nothing that differs between two runs of the same: no times, no places on this disk."""
    source, sha256, status = (
        [column.name for column in table_columns("files")].index(name) for name in ("source", "sha256", "status")
    )
    log = {
        "package": PACKAGE,
        "version": content.version,
        "program": content.program,
        "python": platform.python_version(),
        "options": {"formats": list(formats), **content.options},
        "inputs": [
            {"source": row[source], "sha256": row[sha256], "status": row[status]} for row in content.tables["files"]
        ],
        "packs": dict(sorted(content.packs.items())),
        "rows": dict(rows),
        "not_looked_for": list(LOOKED_FOR_BY),
        "files": hashes(folder, known),
        "fingerprint": content.fingerprint,
        DELETED: deleted_rows(content.deleted),
    }
    write_json(log, folder / RUN_LOG)
