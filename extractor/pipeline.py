"""One report, from file to records: load, choose a pack, split, extract. Read this first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.document import Report
from extractor.find import coverage, find_records
from extractor.gc_pause import put_off
from extractor.load import load
from extractor.packs import Pack, Packs, choose, load_packs, nearly
from extractor.packs.vocabulary import Vocabulary, vocabulary_of
from extractor.records import Record
from extractor.split import split

__all__ = ["Extraction", "extract_file", "extract_report"]


@dataclass(frozen=True)
class Extraction:
    """What came out of one report.

    `records` has a tuple of records for every table that is read from a single report, in reading order. `status` is
    `ok`, or `partial` where no framework recognised the report or a part could not be read; `message` says which,
    and what of the reading should be known. `vocabulary` are the closed lists of the pack that it was read with.
    """

    report: Report
    framework: str
    status: str
    stage: str
    message: str
    records: dict[str, tuple[Record, ...]]
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    @property
    def report_id(self) -> str:
        return self.records["reports"][0].report_id

    def renamed(self, report_id: str) -> Extraction:
        """The same extraction under another report id."""
        records = {
            table: tuple(replace(record, report_id=report_id) for record in rows)
            for table, rows in self.records.items()
        }
        return replace(self, records=records)


def extract_file(path: Path | str, packs: Packs | None = None, *, password: str = "") -> Extraction:
    """Read one report and extract every table that is read from a single report.

    Args:
        path: the file of the report.
        packs: the patterns to read it with; None for those that come with the program.
        password: what opens the file if it is locked.

    Raises:
        InputError, LoadError: the file cannot be read as a report.
        PackError: the packs are faulty, or two of them claim the report.
    """
    return extract_report(load(path, password=password), packs or load_packs())


@put_off()
def extract_report(report: Report, packs: Packs | None = None) -> Extraction:
    """Choose the pack of a loaded report, split it into sections, and extract its records."""
    packs = packs or load_packs()
    pack = choose(report, packs.packs)
    report = split(report, pack)
    records = find_records(report, pack)
    status = _status(report, pack, packs, records)
    named = Extraction(report, pack.id, *status, records, vocabulary_of(packs, [pack.id]))
    pack.forget()
    return named.renamed(records["reports"][0].report_id)


def _status(report: Report, pack: Pack, packs: Packs, records: dict[str, tuple[Record, ...]]) -> tuple[str, str, str]:
    """Status, stage and message: partial where no framework recognised the report, or a part of it was not read."""
    told = [*report.warnings, *report.remarks]
    missing = coverage.facts(report, pack, records) + coverage.lacks(records["coverage"], records["unread"])
    told += missing
    if not pack.framework:
        near = nearly(report, packs.packs)
        why = f" ({near})" if near else ""
        told.insert(0, f"no framework recognised this report{why}; sections, tables and lists only, no ratings")
        return "partial", "choose", "; ".join(told)
    if report.warnings:
        return "partial", "load", "; ".join(told)
    return ("partial", "extract", "; ".join(told)) if missing else ("ok", "", "; ".join(told))
