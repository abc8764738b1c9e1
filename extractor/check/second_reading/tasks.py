"""A second reading report by report: what each needs, fit to be sent to another process, and what it gives.

What it gave is kept beside a hash of the values that were read, so that it holds as long as they do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.check.inside.inspected import compared, not_applicable
from extractor.check.second_reading.figures import Seen
from extractor.check.second_reading.pages import Document, UnreadableError
from extractor.check.second_reading.printed_values import TABLES_AGAIN, PrintedValue, printed_values
from extractor.check.second_reading.values import Reader
from extractor.dataset.named_tables import Frames
from extractor.document.boxes import LineBox
from extractor.errors import FindingsError
from extractor.packs import Pack, Packs
from extractor.records import Check

__all__ = ["READ_TWICE", "TABLES_AGAIN", "Again", "kept", "read_again", "tasks"]

READ_TWICE = "read-twice"
_VALUES = "; values "  # before the hash of what was read
_LETTERS = 8  # of a hash

Files = Mapping[str, Callable[[], bytes]]


@dataclass(frozen=True)
class Again:
    """A report that is to be read a second time: its values, its text, and what gives its file."""

    report_id: str
    framework: str
    values: Mapping[str, Sequence[PrintedValue]]
    text: str
    lines: tuple[LineBox, ...]
    told: Mapping[str, list[str]]
    file: Callable[[], bytes]
    password: str = field(default="", repr=False)

    def read(self, packs: Packs) -> tuple[Check, ...]:
        """Rows of `checks` for one report; a file that cannot be read is one row that says so."""
        try:
            document = Document(self.file(), self.password)
        except (UnreadableError, FindingsError, OSError) as fault:
            return (self.not_read(str(fault)),)
        pack = packs.packs.get(self.framework)
        reader = Reader(document, pack if isinstance(pack, Pack) else None, self.text, self.lines)
        try:
            return tuple(replace(row, report_id=self.report_id, check=READ_TWICE) for row in self._found(reader))
        finally:
            document.close()

    def not_read(self, why: str) -> Check:
        """The row for a report that could not be read a second time."""
        row = not_applicable(f"not read a second time: {why}")
        return replace(row, report_id=self.report_id, check=READ_TWICE)

    def _found(self, reader: Reader) -> Iterator[Check]:
        for table in TABLES_AGAIN:
            values = self.values.get(table, ())
            seen = list(reader.seen(values))
            for value, each in seen:
                if each.verdict != "confirmed":
                    yield _told(value, each, self.told.get(value.item, []))
            if seen:
                yield _summary(table, [each.verdict for _, each in seen], _hash(values))


def tasks(
    data: Frames, files: Files, checked: Iterable[Check] = (), password: str = ""
) -> Iterator[tuple[str, Again | Check]]:
    """Every report of a dataset: what is to be read of it, or the row that says why it is not.

    Args:
        data: the tables, and where their lines stand.
        files: what gives the bytes of the files at hand, by SHA-256.
        checked: what the other checks of the dataset gave, to say where they tell of the same value.
        password: what opens files that are locked.
    """
    told: dict[str, dict[str, list[str]]] = {}
    for row in checked:
        if row.status in ("warn", "fail") and row.check != READ_TWICE:
            told.setdefault(row.report_id, {}).setdefault(row.item, []).append(row.check)
    about = {row.report_id: row for row in data.each("reports")}
    for report_id, rows in data.by_report(*TABLES_AGAIN):
        report = about[report_id]
        why = ""
        if report.format != "pdf":
            why = f"only PDF files are read a second time, and this is {report.format or 'no file'}"
        elif report.sha256 not in files:
            why = f"the file was not found: {report.source}"
        if why:
            yield report_id, replace(not_applicable(why), report_id=report_id, check=READ_TWICE)
            continue
        yield (
            report_id,
            Again(
                report_id,
                report.framework,
                printed_values(rows),
                data.text(report_id),
                data.lines(report_id),
                told.get(report_id, {}),
                files[report.sha256],
                password,
            ),
        )


def read_again(
    data: Frames, files: Files, packs: Packs, checked: Iterable[Check] = (), password: str = ""
) -> tuple[Check, ...]:
    """Read every report of a dataset a second time, in this process; see `tasks`.

    Returns:
        rows of the check `read-twice`: one for every value that differs or is not seen, and one a table with counts.
    """
    found: list[Check] = []
    for _, task in tasks(data, files, checked, password):
        found += [task] if isinstance(task, Check) else task.read(packs)
    return tuple(found)


def kept(data: Frames) -> tuple[Check, ...]:
    """What an earlier second reading gave, table by table as long as the values are those that were read then."""
    earlier: dict[str, list[Check]] = {}
    for row in data.each("checks"):
        if row.check == READ_TWICE:
            earlier.setdefault(row.report_id, []).append(Check(**row._asdict()))
    if not earlier:
        return ()
    found: list[Check] = []
    for report_id, rows in data.by_report(*TABLES_AGAIN):
        told = earlier.get(report_id, [])
        hashes = {table: _hash(values) for table, values in printed_values(rows).items()}
        read = {row.item: row.message.rpartition(_VALUES)[2] for row in told if row.item in TABLES_AGAIN}
        stale = {table for table, was in read.items() if was != hashes[table]}
        found += [row for row in told if _table(row) not in stale]
        why = "values have changed since they were read a second time; give --again"
        found += [replace(not_applicable(why, table), report_id=report_id, check=READ_TWICE) for table in sorted(stale)]
    return tuple(found)


def _table(row: Check) -> str:
    """The table whose value a row is about; empty for one about a whole report."""
    named = row.item if row.item in TABLES_AGAIN else row.message.removeprefix("not seen: ").removeprefix("differs: ")
    return next((table for table in TABLES_AGAIN if named.startswith(table)), "")


def _hash(values: Iterable[PrintedValue]) -> str:
    """A hash of all that a second reading compares of some values."""
    found = hashlib.sha256()
    for value in values:
        about = value.item, value.provider, value.group, value.category, *value.span, str(value.value)
        found.update(repr([*about]).encode())
    return found.hexdigest()[:_LETTERS]


def _told(value: PrintedValue, seen: Seen, others: list[str]) -> Check:
    """A row for a value that is not confirmed; it fails where another check tells of the value, too."""
    message = f"{value.table}, page {value.page}: {seen.reason}"
    if seen.verdict == "not_seen":
        return replace(not_applicable(f"not seen: {message}", value.item), observed=seen.observed)
    if others:
        message += f"; {', '.join(dict.fromkeys(others))} tells of this value, too"
    wanted = seen.value or value.value
    return compared(value.item, seen.observed, wanted, f"differs: {message}", "fail" if others else "warn", False)


def _summary(table: str, verdicts: list[str], hashed: str) -> Check:
    confirmed, differ, unseen = (verdicts.count(each) for each in ("confirmed", "differs", "not_seen"))
    message = f"{confirmed} confirmed, {differ} differ, {unseen} not seen{_VALUES}{hashed}"
    if not confirmed and not differ:
        return not_applicable(message, table)
    return compared(table, len(verdicts), confirmed, message, "warn", not differ)
