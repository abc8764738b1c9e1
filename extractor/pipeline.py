"""One report, from file to records: load, choose a pack, split, extract. Read this first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extractor.document import Report
from extractor.records import Record

__all__ = ["Extraction", "extract_file", "extract_report"]


@dataclass(frozen=True)
class Extraction:
    """What came out of one report.

    `records` has a tuple of records for every table that is read from a single report, in reading order. `status` is
    `ok`, or `partial` where no framework recognised the report or a part could not be read; `message` says which.
    """

    report: Report
    framework: str
    status: str
    stage: str
    message: str
    records: dict[str, tuple[Record, ...]]

    @property
    def report_id(self) -> str:
        return self.records["reports"][0].report_id
