"""What a change of packs does to a corpus: rows gained, lost and changed, by report and table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import FindingsError
from extractor.load import load
from extractor.packs import Packs
from extractor.pipeline import extract_report
from extractor.records import Record

# Columns that say where a row was read and by what, not what it says.
_ASIDE = frozenset(("report_id", "page", "start", "end", "quote", "rule", "evidence_of", "printed_again"))
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
                yield from _of_table(file.name, table, _by_item(before[table]), _by_item(rows))


def _by_item(rows: Sequence[Record]) -> dict[str, dict[str, Any]]:
    plain = [row.as_row() for row in rows]
    return {str(row.get("item", "")): {k: v for k, v in row.items() if k not in _ASIDE} for row in plain}


def _of_table(
    source: str, table: str, before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]]
) -> Iterator[Difference]:
    for item in [*before, *(item for item in after if item not in before)]:
        one, two = before.get(item), after.get(item)
        if one is None or two is None:
            yield Difference(source, table, item, "lost" if two is None else "gained", _words(one or two or {}))
        elif one != two:
            changed = (f"{name}: {one[name]!r} -> {two[name]!r}" for name in one if one[name] != two.get(name))
            yield Difference(source, table, item, "changed", "; ".join(changed))


def _words(row: Mapping[str, Any]) -> str:
    said = (str(value) for name, value in row.items() if name != "item" and value not in ("", None, False))
    return " | ".join(said)[:160]
