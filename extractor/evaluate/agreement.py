"""What two people read in the same reports: row by row the same or not, and how far they agree.

Agreement is the share of the rows of both that are the same: 2s / (a + b), the positive agreement of Dice (1945), which
Hripcsak and Rothschild (2005) show to be what kappa becomes where nobody can count what both left out. Of labels, of
which every row has one, it is Cohen's kappa (1960), over the rows that both have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import InputError
from extractor.evaluate.match import KEYS, pair
from extractor.evaluate.misses import label
from extractor.evaluate.read import read_gold
from extractor.evaluate.scores import stem
from extractor.evaluate.value_equality import Found, Gold, column_types, fold
from extractor.records import iter_columns

__all__ = [
    "Agreement",
    "Comparison",
    "Matched",
    "compare_golds",
    "fields_of",
    "kappa",
    "match_rows",
    "names_of",
    "same_reports",
    "values_of",
]

# Columns whose values are labels from a list.
_LABELS = {(table, column.name) for table, column in iter_columns() if column.choices or column.listed}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Matched:
    """The rows of two people: the same ones, those that are of one thing and differ, and those of one alone."""

    same: tuple[tuple[Row, Row], ...] = ()
    differing: tuple[tuple[Row, Row, tuple[str, ...]], ...] = ()  # with the columns that differ
    first: tuple[Row, ...] = ()
    second: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agree on a table of a report: rows of each, rows that are the same, and kappas of labels.

    `share` is the agreement, 0-1; None where neither has a row. `kappas` gives for each column of labels the rows that
    both have and kappa.
    """

    report: str
    table: str
    first: int
    second: int
    same: int
    kappas: Mapping[str, tuple[int, float]] = field(default_factory=dict)

    @property
    def share(self) -> float | None:
        """2s / (a + b)."""
        return 2 * self.same / (self.first + self.second) if self.first + self.second else None


@dataclass(slots=True)
class Comparison:
    """Agreement by report and table, what differs in words, and what was not compared."""

    rows: list[Agreement] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def compare_golds(first: Path, second: Path) -> Comparison:
    """Compare the gold of two people, files or folders, in the tables that both say are whole.

    Raises:
        InputError: there is no gold, or none of both is about one report.
    """
    done = Comparison()
    for name, (a, b) in same_reports(first, second, done.notes):
        names = names_of(a, b, first, second)
        for table in KEYS:
            if table != "reports" and not all(isinstance(told.get(table), list) for told in (a, b)):
                if any(table in told or table in told.get("unfinished", {}) for told in (a, b)):
                    done.notes.append(f"{name} {table}: is not whole in both, not compared")
                continue
            matched = match_rows(table, *(fields_of(a, b) if table == "reports" else (a[table], b[table])))
            done.rows.append(_agreement(name, table, matched))
            done.differences += [f"{name} {line}" for line in _told(table, matched, names)]
    if not done.rows:
        raise InputError(f"{first} and {second} have no gold of one report.")
    return done


def same_reports(first: Path, second: Path, notes: list[str]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The gold of both of every report: known by its hash, or by its name where one of both has none."""
    others = [truth for _, truth in read_gold(second, notes)]
    for path, truth in read_gold(first, notes):
        other = next((one for one in others if _is_same(truth, one)), None)
        if other is None:
            notes.append(f"{path.name}: only {first} has it, not compared")
        else:
            others.remove(other)
            yield path.stem, (truth, other)
    notes.extend(f"{truth['source']}: only {second} has it, not compared" for truth in others)


def _is_same(a: Row, b: Row) -> bool:
    hashes = [str(told.get("sha256") or "") for told in (a, b)]
    return hashes[0] == hashes[1] if all(hashes) else stem(a["source"]) == stem(b["source"])


def names_of(a: Row, b: Row, first: Path, second: Path) -> tuple[str, str]:
    """Who made the gold of each, else where it is."""
    names = (str(a.get("who") or first.stem), str(b.get("who") or second.stem))
    return names if names[0] != names[1] else (str(first), str(second))


def fields_of(a: Row, b: Row) -> tuple[list[Row], list[Row]]:
    """The fields of the report that both state, a row each."""
    ours, theirs = a.get("report") or {}, b.get("report") or {}
    shared = [name for name in column_types("reports") if name in ours and name in theirs]
    return [{name: ours[name]} for name in shared], [{name: theirs[name]} for name in shared]


def match_rows(table: str, first: Sequence[Row], second: Sequence[Row]) -> Matched:
    """Which row of one is which of the other, by what both state of the table.

    Fields of `reports` come in the same order in both.
    """
    if table == "reports":
        pairs = list(zip(first, second, strict=True))
        same = tuple((a, b) for a, b in pairs if _folded(table, a) == _folded(table, b))
        return Matched(same, tuple((a, b, tuple(a)) for a, b in pairs if _folded(table, a) != _folded(table, b)))
    stated = {name for row in first for name in row} & {name for row in second for name in row} | {"accept"}
    wanted = [Gold(table, {name: row.get(name) for name in row if name in stated}) for row in first]
    found = [
        Found(table, {name: _text(row) if name == "text" else row.get(name) for name in {*row, "text"}})
        for row in second
    ]
    pairs_ = pair(table, wanted, found, "strict")
    left = [n for n in range(len(first)) if n not in pairs_.right and n not in pairs_.wrong]
    used = {*pairs_.right.values(), *pairs_.wrong.values()}
    return Matched(
        tuple((first[g], second[f]) for g, f in sorted(pairs_.right.items())),
        tuple(
            (first[g], second[f], tuple(want.name for want in wanted[g].wrong(found[f], "strict")))
            for g, f in sorted(pairs_.wrong.items())
        ),
        tuple(first[n] for n in left),
        tuple(row for n, row in enumerate(second) if n not in used),
    )


def _text(row: Row) -> Any:
    """The text of a row; of an example of which gold has its ends alone, those."""
    ends = [str(row[name]) for name in ("text_start", "text_end") if row.get(name)]
    return row["text"] if "text" in row else " ".join(ends)


def _folded(table: str, row: Row) -> dict[str, str]:
    return {name: fold(value, column_types(table).get(name, str)) for name, value in row.items()}


def _agreement(report: str, table: str, matched: Matched) -> Agreement:
    both = len(matched.same) + len(matched.differing)
    pairs = [*matched.same, *((a, b) for a, b, _ in matched.differing)]
    kappas = {}
    for name in column_types(table):
        labels = [(fold(a[name]), fold(b[name])) for a, b in pairs if name in a and name in b]
        if (table, name) in _LABELS and table != "reports" and (found := kappa(labels)) is not None:
            kappas[name] = (len(labels), found)
    return Agreement(report, table, both + len(matched.first), both + len(matched.second), len(matched.same), kappas)


def kappa(labels: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two people's labels: agreement beyond what their own shares of labels would give by chance.

    None where there are no labels, or where both gave all of them one: nothing then tells agreement from chance.

    >>> kappa([("yes", "yes"), ("yes", "yes"), ("no", "no"), ("no", "yes")])
    0.5
    """
    n = len(labels)
    ours, theirs = Counter(a for a, _ in labels), Counter(b for _, b in labels)
    chance = sum(ours[one] * theirs[one] for one in ours) / n**2 if n else 1.0
    return None if chance == 1.0 else (sum(a == b for a, b in labels) / n - chance) / (1 - chance)


def _told(table: str, matched: Matched, names: tuple[str, str]) -> Iterator[str]:
    """What differs, a line a row."""
    for a, b, columns in matched.differing:
        said = "; ".join(f"{who}: {values_of(row, columns)}" for who, row in zip(names, (a, b), strict=True))
        yield f"{table} differs: {said}" + (f" ({label(table, a)})" if table != "reports" else "")
    for who, rows in zip(names, (matched.first, matched.second), strict=True):
        yield from (f"{table} only {who}: {label(table, row)}" for row in rows)


def values_of(row: Row, columns: Sequence[str]) -> str:
    """What a row says in some columns, in words."""
    told = (
        f"{name} {' '.join(str(row.get(name) if row.get(name) is not None else '').split())[:80]!r}" for name in columns
    )
    return ", ".join(told) or "the same"
