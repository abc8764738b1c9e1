"""Which row of one table is which row of another of the same kind, and where the two differ.

Ids of rows that are only counted move when one is gained before them, so what a row says and the words that it was read
from pair rows before its id does.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any

from extractor.dataset.schema import key
from extractor.records import EVIDENCE_COLUMNS

__all__ = ["Row", "changed_columns", "name_of", "pair_rows", "saying"]

Row = Mapping[str, Any]
Key = Callable[[Row], Hashable]

# Columns that say where a row was read and by what, or how it is called, not what it says.
_ASIDE = {"report_id", "item", "table_id", "evidence_of", "printed_again", "corrected", *EVIDENCE_COLUMNS} - {"derived"}


def saying(row: Row) -> dict[str, Any]:
    """What a row says: its columns without ids and evidence; every kind of nothing is ''."""
    return {name: "" if value is None else value for name, value in row.items() if name not in _ASIDE}


def changed_columns(before: Row, after: Row) -> list[str]:
    """The names of the columns in which two rows say different things."""
    one, two = saying(before), saying(after)
    return [name for name in {**one, **two} if one.get(name, "") != two.get(name, "")]


def name_of(table: str, row: Row) -> str:
    """What a row is called within its report: its item, or what else its table tells rows apart by."""
    names = ("ref",) if table == "sections" else tuple(name for name in key(table) if name != "report_id")
    return " ".join(filter(None, (str(row.get(name) or "") for name in names)))


def pair_rows(table: str, before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Every row of a table of one report once: with the row that it was before, or alone where it was lost or gained.

    In the order of `after`, with each row that was lost behind the one that stood before it.
    """
    pairs = _paired(table, before, after)
    taken = {old: new for new, old in pairs.items()}
    lost_behind: dict[int, list[int]] = defaultdict(list)
    last = -1
    for old in range(len(before)):
        if old in taken:
            last = taken[old]
        else:
            lost_behind[last].append(old)
    for new in range(-1, len(after)):
        if new >= 0:
            yield (before[pairs[new]] if new in pairs else None), after[new]
        yield from ((before[old], None) for old in lost_behind[new])


def _paired(table: str, before: Sequence[Row], after: Sequence[Row]) -> dict[int, int]:
    """Places in `after` to places in `before`, each once, by ever looser keys."""

    def name(row: Row) -> Hashable:
        return name_of(table, row) or (None if table != "reports" else "")

    def quote(row: Row) -> Hashable:
        return row.get("quote") or None

    keys: tuple[Key, ...] = (
        lambda row: (name(row), *_words(row)),
        _words,
        lambda row: quote(row) and (name(row), quote(row)),
        quote,
        name,
    )
    pairs: dict[int, int] = {}
    for key_of in keys:
        taken = set(pairs.values())
        places: dict[Hashable, deque[int]] = defaultdict(deque)
        for old, row in enumerate(before):
            if old not in taken and (found := key_of(row)) is not None:
                places[found].append(old)
        for new, row in enumerate(after):
            if new not in pairs and (found := key_of(row)) is not None and places.get(found):
                pairs[new] = places[found].popleft()
    return pairs


def _words(row: Row) -> tuple[str, ...]:
    return tuple(map(str, saying(row).values()))
