"""All files of a run, written from its records."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from extractor.boxes import LineBox
from extractor.dataset.codebook import codebook
from extractor.dataset.csv_files import read_rows, write_table
from extractor.dataset.datapackage import write_data_package
from extractor.dataset.datasette import write_metadata
from extractor.dataset.folder import replacing, text_path
from extractor.dataset.guard import DATABASE, WORKBOOK, check_unedited, kept_formats
from extractor.dataset.line_files import lines_path, write_lines
from extractor.dataset.run_log import PACKAGE, RUN_LOG, hashes, write_json, write_text
from extractor.dataset.schema import LOOKED_FOR_BY, Row, row_values
from extractor.dataset.sqlite import write_database
from extractor.errors import InputError
from extractor.packs.vocabulary import Vocabulary
from extractor.records import TABLES, File, Record

__all__ = ["FORMATS", "Content", "check_formats", "write", "write_tables"]

# Formats that can be asked for, with the package that each needs. CSV and SQLite are always written.
FORMATS = {"csv": "", "parquet": "pyarrow", "excel": "xlsxwriter"}


@dataclass(frozen=True)
class Content:
    """What a run writes: rows by table, texts and lines by report_id, and what the run log says of how they came about.

    `vocabulary` are the closed lists of the packs that the reports were read with. `fingerprint` stands
    for all that the content hangs on; empty where a run that is the same might give another. `program` is a hash of the
    program and of the libraries that read files.
    """

    tables: Mapping[str, Sequence[Record]]
    texts: Mapping[str, str]
    version: str
    packs: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    lines: Mapping[str, Sequence[LineBox]] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    program: str = ""

    def counts(self) -> dict[str, int | None]:
        """Rows by table; None for a table that this version does not look for."""
        rows = {table: len(self.tables.get(table, ())) for table in TABLES}
        return {table: n if n or table not in LOOKED_FOR_BY else None for table, n in rows.items()}


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


def write(content: Content, out: Path, formats: Sequence[str] = ("csv",)) -> None:
    """Write a run's files, replacing what an earlier run wrote there as a whole, or not at all.

    A format that the folder has stays: what was asked for once is kept true by every later command.

    Raises:
        InputError: a format cannot be written.
        OutputError: the folder cannot be written, holds what a run did not write, or was edited since.
    """
    rows = {table: [row_values(record) for record in content.tables.get(table, ())] for table in TABLES}
    with replacing(out) as folder:  # nobody else writes there meanwhile
        formats = check_formats([*formats, *kept_formats(out)])
        check_unedited(out)
        (folder / "text").mkdir()
        for report_id, text in content.texts.items():
            text_path(folder, report_id).write_text(text, encoding="utf-8", newline="")
            if lines := content.lines.get(report_id):
                write_lines(lines, lines_path(folder, report_id))
        write_tables(rows, folder, formats, content.vocabulary)
        write_database(rows, folder / DATABASE, content.lines, content.vocabulary.groups)
        write_data_package(folder, content.version, content.vocabulary)
        write_metadata(
            folder, content.vocabulary, [str(getattr(row, "licence", "")) for row in content.tables.get("reports", ())]
        )
        write_text(codebook(content.vocabulary), folder / "codebook.md")
        _write_run_log(content, formats, folder)


def write_tables(
    rows: Mapping[str, Sequence[Row]], folder: Path, formats: Sequence[str], vocabulary: Vocabulary
) -> None:
    """Write the files of some tables in every format but the database; a workbook needs all of them."""
    for table in rows:
        write_table(table, rows[table], folder / f"{table}.csv")
    if "parquet" in formats:
        from extractor.dataset.parquet import write_parquet

        for table in rows:
            write_parquet(table, rows[table], folder / f"{table}.parquet")
    if "excel" in formats:
        from extractor.dataset.excel import write_workbook

        whole = {table: rows[table] if table in rows else read_rows(table, folder / f"{table}.csv") for table in TABLES}
        write_workbook(whole, folder / WORKBOOK, vocabulary)


def _write_run_log(content: Content, formats: Sequence[str], folder: Path) -> None:
    """What made the files, with nothing that differs between two runs of the same: no times, no places on this disk."""
    inputs = [record for record in content.tables.get("files", ()) if isinstance(record, File)]
    log = {
        "package": PACKAGE,
        "version": content.version,
        "program": content.program,
        "python": platform.python_version(),
        "options": {"formats": list(formats), **content.options},
        "inputs": [{"source": file.source, "sha256": file.sha256, "status": file.status} for file in inputs],
        "packs": dict(sorted(content.packs.items())),
        "rows": content.counts(),
        "not_looked_for": list(LOOKED_FOR_BY),
        "files": hashes(folder),
        "fingerprint": content.fingerprint,
    }
    write_json(log, folder / RUN_LOG)
