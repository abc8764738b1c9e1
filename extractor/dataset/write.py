"""All files of a run, written from its records."""

from __future__ import annotations

import hashlib
import os
import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from extractor.dataset.codebook import codebook
from extractor.dataset.csv_files import TableFile, read_rows, rows_in
from extractor.dataset.datapackage import write_data_package
from extractor.dataset.datasette import write_metadata
from extractor.dataset.extracted import Held
from extractor.dataset.folder import replacing, text_path
from extractor.dataset.hand_edits import DATABASE, WORKBOOK, check_unedited, kept_formats
from extractor.dataset.layout import LINES, Earlier, Layout, digest_of
from extractor.dataset.line_files import lines_path, write_lines
from extractor.dataset.run_log import PACKAGE, RUN_LOG, hashes, write_json, write_text
from extractor.dataset.schema import LOOKED_FOR_BY, Row, table_columns
from extractor.dataset.sqlite import Database
from extractor.document.boxes import LineBox
from extractor.errors import InputError
from extractor.packs.vocabulary import Vocabulary
from extractor.records import TABLES

__all__ = ["FORMATS", "Content", "ReportRows", "check_formats", "write", "write_others"]

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
class Content:
    """What a run writes: reports one after the other, rows of tables that are of none, and what the run log says.

    `reports` are gone through once. `vocabulary` are the closed lists of the packs that the reports were read with.
    `fingerprint` stands for all that the content hangs on; empty where a run that is the same might give another.
    `program` is a hash of the program and of the libraries that read files.
    """

    reports: Iterable[ReportRows]
    tables: Mapping[str, Sequence[Row]]
    version: str
    packs: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    program: str = ""


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
        counts: Counter[str] = Counter()
        licences: dict[str, None] = {}
        licence = [column.name for column in table_columns("reports")].index("licence")
        with Earlier(out, kept, content.program) as earlier, _Writing(folder, earlier) as writing:
            for report in _in_order(content):
                counts.update({table: len(rows) for table, rows in report.rows.items()})
                licences |= dict.fromkeys(str(row[licence]) for row in report.rows.get("reports", ()))
                writing.add(report)
            writing.finish(content.vocabulary)
        write_others(formats, folder, content.vocabulary)
        known = write_data_package(folder, content.version, content.vocabulary)
        writing.layout.hashes = {table: known[f"{table}.csv"] for table in TABLES}
        write_metadata(folder, content.vocabulary, list(licences))
        write_text(codebook(content.vocabulary), folder / "codebook.md")
        written = {table: counts[table] or (None if table in LOOKED_FOR_BY else 0) for table in TABLES}
        _write_run_log(content, written, formats, folder, known | writing.hashes)
    return written, writing.layout.packed()


class _Writing:
    """The tables, the database and the texts of a folder that is written report by report."""

    def __init__(self, folder: Path, earlier: Earlier) -> None:
        self.layout = Layout()
        self.hashes: dict[str, str] = {}  # of files that are taken over
        self._folder, self._earlier, self._stack = folder, earlier, ExitStack()

    def __enter__(self) -> _Writing:
        with ExitStack() as stack:
            known = self._earlier.database if self._earlier.is_known else None
            self._database = stack.enter_context(Database(self._folder / DATABASE, known))
            self._files = {t: stack.enter_context(TableFile(t, self._folder / f"{t}.csv")) for t in TABLES}
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, report: ReportRows) -> None:
        """Write a report, or rows that are of none; what the earlier dataset has of it is taken over from there."""
        id_ = report.report_id
        parts: dict[str, tuple[bytes, int]] = {}
        same = set()
        for table, rows in report.rows.items():
            if not id_:
                self._files[table].add(rows)
                self.layout.mixed += [table] * bool(rows)
                continue
            digest = digest_of(rows)
            if self._earlier.has(id_, table, digest):
                same.add(table)
                size = self._files[table].add_bytes(self._earlier.rows_of(id_, table))
            else:
                size = self._files[table].add(rows)
            parts[table] = digest, size
        self._database.add(report.rows, id_, same)
        if id_:
            parts[LINES] = digest_of(report.lines), 0
            self._add_text(report, self._earlier.has(id_, LINES, parts[LINES][0]))
            self.layout.add(id_, parts)

    def _add_text(self, report: ReportRows, same_lines: bool) -> None:
        to, text = text_path(self._folder, report.report_id), report.text.encode()
        if not self._linked(to, hashlib.sha256(text).hexdigest()):
            to.write_bytes(text)
        if report.lines:
            to = lines_path(self._folder, report.report_id)
            if not (same_lines and self._linked(to)):
                write_lines(report.lines, to)
        self._database.add_lines(report.report_id, report.lines, same_lines and bool(report.lines))

    def _linked(self, to: Path, hash_: str = "") -> bool:
        """Whether the earlier dataset has a file, with a hash, and it now stands in the folder too."""
        name = to.relative_to(self._folder).as_posix()
        known = self._earlier.hashes.get(name, "")
        if not known or (hash_ and known != hash_):
            return False
        try:
            os.link(self._earlier.folder / name, to)
        except OSError:  # no such file any more, or a disk that cannot do it
            return False
        self.hashes[name] = known
        return True

    def finish(self, vocabulary: Vocabulary) -> None:
        """Make what is made of all rows."""
        self._database.finish(vocabulary.groups)


def _in_order(content: Content) -> Iterator[ReportRows]:
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
    }
    write_json(log, folder / RUN_LOG)
