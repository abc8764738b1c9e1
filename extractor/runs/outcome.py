"""What became of one file of a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.document.boxes import LineBox
from extractor.records import TABLES, Check, File, Grounded, Record

if TYPE_CHECKING:
    from extractor.packs import Packs
    from extractor.pipeline import Extraction

__all__ = ["READ_DIFFERENTLY", "Outcome", "is_agreeing_edition"]

READ_DIFFERENTLY = "They are read differently in"  # begins what is told of an edition that is not kept


def is_agreeing_edition(file: File) -> bool:
    """Whether a file was left out because another edition of its report is kept, and says the same."""
    return (file.status, file.stage) == ("skipped", "compare") and READ_DIFFERENTLY not in file.message


@dataclass(frozen=True)
class Outcome:
    """What became of one file; `records` by table, `text` and its `lines` are empty where it could not be read.

    `passing` marks a failure that another run may not meet: too little time or memory, a process that died, a bug.
    `is_as_hashed` is False where the file changed after its hash was taken.
    """

    status: str
    stage: str
    message: str
    records: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    text: str = ""
    seconds: float | None = None
    passing: bool = False
    lines: tuple[LineBox, ...] = ()
    is_as_hashed: bool = True

    @classmethod
    def of(cls, done: Extraction, packs: Packs | None = None) -> Outcome:
        """The outcome of a file that could be read; with what checks inside a report say where packs are given."""
        records = {table: _without_repeats(table, rows) for table, rows in done.records.items()}
        repeated = [table for table, rows in records.items() if len(rows) < len(done.records[table])]
        text = done.report.text
        if packs is not None and records.get("reports"):
            from extractor.check import check_report
            from extractor.dataset.extracted import Extracted

            records["checks"] = check_report(Extracted(records, {done.report_id: text}), packs)
        if repeated:
            message = f"{done.message} {_repeats(repeated)}".strip()
            return cls("partial", done.stage or "extract", message, records, text, lines=done.report.lines)
        return cls(done.status, done.stage, done.message, records, text, lines=done.report.lines)

    @property
    def checks(self) -> tuple[Check, ...]:
        """What checks inside the report say."""
        return tuple(row for row in self.records.get("checks", ()) if isinstance(row, Check))


def _without_repeats(table: str, records: Iterable[Record]) -> tuple[Record, ...]:
    """The records whose key no earlier one has, and that have one: a key names one row, or nothing can refer to it."""
    first: dict[tuple[object, ...], Record] = {}
    for record in records:
        if not isinstance(record, Grounded) or record.item:
            first.setdefault(tuple(getattr(record, name) for name in TABLES[table].KEY), record)
    return tuple(first.values())


def _repeats(tables: list[str]) -> str:
    return (
        f"Rows of {', '.join(tables)} had the key of another row, or none, and were left out. "
        "This is a fault of findings; please report it."
    )
