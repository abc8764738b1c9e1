"""Reports as DataFrames, with nothing written: `extract` and `read` of the public API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.dataset.extracted import Extracted
from extractor.dataset.schema import plain_records
from extractor.document.boxes import LineBox
from extractor.errors import InputError
from extractor.records import TABLES, Record
from extractor.remote import is_address
from extractor.runs.assemble import Assembly
from extractor.runs.dispatch import Crew
from extractor.runs.inputs import find_inputs
from extractor.runs.outcome import Outcome
from extractor.runs.outcome_store import Outcomes
from extractor.runs.packing import pack_outcome, records_of
from extractor.runs.reading import Setup
from extractor.runs.run import Job

if TYPE_CHECKING:
    from extractor.document import Report
    from extractor.packs import Packs

__all__ = ["extract", "extracted", "read"]


def extract(
    paths: Path | str | Iterable[Path | str],
    *,
    packs: Packs | Path | str | None = None,
    jobs: int = 1,
    password: str = "",
) -> Extracted:
    """Extract one report, or many.

    Args:
        paths: a file; or a folder, an address, or several of them.
        packs: patterns, or the folder they are in; None for those that come with the program.
        jobs: number of processes for many files.
        password: what opens files that are locked.

    Returns:
        every table as a DataFrame: `extract("report.pdf").ratings`. Of a single file also `report` and `to_doc()`.

    Raises:
        InputError, LoadError: the single file cannot be read; of many, `files` tells which could not.
        PackError: the patterns have faults.
    """
    if not isinstance(paths, str | Path) or is_address(paths) or Path(paths).is_dir():
        job = Job.of(paths, packs, Crew(jobs), password, None, False)
        with Outcomes(job.inputs) as kept:
            return extracted(job.assembly(kept)[0])
    setup = replace(Setup.of(packs), password=password)
    (file,) = inputs = find_inputs([paths])
    if file.fault:
        raise InputError(f"{paths}: {file.fault}")
    done = setup.extract(file)
    with Outcomes(inputs) as kept:
        briefs = [kept.add(file, pack_outcome(Outcome.of(done)))]
        return extracted(Assembly(inputs, briefs, kept, setup.loaded()), done.report)


def extracted(assembly: Assembly, report: Report | None = None) -> Extracted:
    """A dataset as records in memory."""
    records: dict[str, list[Record]] = {table: [] for table in TABLES}
    for table, rows in assembly.tables.items():
        records[table] += plain_records(TABLES[table], rows)
    texts: dict[str, str] = {}
    lines: dict[str, Sequence[LineBox]] = {}
    for marked in assembly.reports():
        one = marked.make()
        texts[one.report_id], lines[one.report_id] = one.text, one.lines
        for table, found in records_of(one.rows, one.text).items():
            records[table] += found
    return Extracted(records, texts, lines, report, assembly.vocabulary)


def read(path: Path | str, *, packs: Packs | Path | str | None = None, password: str = "") -> Report:
    """Load one report and find its sections.

    Raises:
        InputError, LoadError: it cannot be read.
        PackError: the patterns have faults.
    """
    from extractor.load import load
    from extractor.packs import choose
    from extractor.split import split

    report = load(path, password=password)
    return split(report, choose(report, Setup.of(packs).loaded().packs))
