"""What a change of packs does to a corpus: rows gained, lost and changed, by report and table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.diff.rows import Row, changed_columns, name_of, pair_rows, saying
from extractor.errors import FindingsError
from extractor.load import load
from extractor.packs import Packs
from extractor.pipeline import extract_report

_LEFT_OUT = ("coverage", "unread", "sections", "themes", "tables")


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that one set of packs reads and the other does not, or that both read otherwise.

    `change` is `gained`, `lost` or `changed`; `told` says the columns that differ, or the words that were read.
    """

    source: str
    table: str
    item: str
    change: str
    told: str


def differences(files: Sequence[Path], old: Packs, new: Packs) -> Iterator[Difference]:
    """Differences between what two sets of packs read in files; each file is opened once.

    A file that cannot be read, or that several packs of a set claim, is a difference of its own: `failed`.
    """
    for file in files:
        try:
            report = load(file)
            before, after = (extract_report(report, packs).records for packs in (old, new))
        except FindingsError as error:
            yield Difference(file.name, "files", "", "failed", str(error))
            continue
        for table, rows in after.items():
            if table not in _LEFT_OUT:
                plain = ([row.as_row() for row in of] for of in (before[table], rows))
                yield from _of_table(file.name, table, *plain)


def _of_table(source: str, table: str, before: Sequence[Row], after: Sequence[Row]) -> Iterator[Difference]:
    for one, two in pair_rows(table, before, after):
        if one is None or two is None:
            row = one or two or {}
            change = "lost" if two is None else "gained"
            yield Difference(source, table, name_of(table, row), change, _words(row))
        elif names := changed_columns(one, two):
            changed = (f"{name}: {one[name]!r} -> {two[name]!r}" for name in names)
            yield Difference(source, table, name_of(table, two), "changed", "; ".join(changed))


def _words(row: Row) -> str:
    said = (str(value) for value in saying(row).values() if value not in ("", False))
    return " | ".join(said)[:160]
