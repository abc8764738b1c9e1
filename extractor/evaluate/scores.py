"""Counts what is right in the tables of one report, and says in words what is not.

Every table of a gold file is judged by rows, `reports` by its fields. A row is right where it answers everything that
gold asks of it. Optional rows of gold, and ours that answer to them, count on neither side.

Sections are judged otherwise, for gold lists the headings of the contents and a report has more: recall is over the
rows of gold; precision is over those of ours that are a row of gold, duplicate one at its level, or contradict one
(another title behind its number). Every other heading is a note among the misses and costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from extractor.evaluate.match import KEYS, Pairs, pair
from extractor.evaluate.misses import label, row_misses, wrong_value
from extractor.evaluate.value_equality import MODES, Found, Gold, Mode, column_types

TOTAL = "total"
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Score:
    """How well a table of a report, or of all (`TOTAL`), was read in one mode."""

    report: str
    table: str
    mode: Mode
    precision: float
    recall: float
    f1: float
    support: int  # what gold has
    found: int  # what we have
    right: int  # what is in both

    @classmethod
    def of(cls, report: str, table: str, mode: Mode, support: int, found: int, right: int) -> Score:
        """With its ratios: nothing wanted and nothing found is 1.0; nothing wanted and something found is F1 0."""
        precision = right / found if found else float(not support)
        recall = right / support if support else 1.0
        f1 = 2 * right / (support + found) if support + found else 1.0
        return cls(report, table, mode, precision, recall, f1, support, found, right)


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a row of gold, or a field of its report, was read strictly right; or a row of ours that gold has not.

    `name` is what stands for the row, `number` its place among those of the same name.
    """

    table: str
    name: str
    number: int
    is_right: bool
    is_extra: bool = False

    @property
    def subject(self) -> tuple[str, str, int, bool]:
        """What two runs have in common where they are judged by the same gold."""
        return (self.table, self.name, self.number, self.is_extra)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The scores of one report, row by row what was right, and in words what was not."""

    scores: list[Score]
    misses: list[str]
    judged: list[Judged]


def stem(source: str) -> str:
    """What the editions of one report have in common: the file's name without folder and suffix."""
    return PurePath(source).stem.casefold()


def judge(name: str, tables: Mapping[str, Rows], gold: Mapping[str, Any]) -> Verdict:
    """Judge the rows of one report, given as `tables`, by its gold."""
    verdict = Verdict([], [], [])
    if isinstance(gold.get("report"), Mapping):
        _judge_report(name, tables.get("reports", ()), gold["report"], verdict)
    for table in KEYS:
        rows = gold.get(table)
        if table == "reports" or not isinstance(rows, list):
            continue
        wanted = [Gold(table, row) for row in rows]
        found = [Found(table, row) for row in tables.get(table, ())]
        strict = pair(table, wanted, found, "strict")
        lenient = pair(table, wanted, found, "lenient", strict)
        for mode, pairs in zip(MODES, (strict, lenient), strict=True):
            support = sum(not row.optional for row in wanted)
            right = sum(not wanted[g].optional for g in pairs.right)
            counted = sum(1 for _ in _counted(table, wanted, found, pairs))
            verdict.scores.append(Score.of(name, table, mode, support, counted, right))
        extra = set(_counted(table, wanted, found, strict))
        rows_judged = [(label(table, row.raw), g in strict.right) for g, row in enumerate(wanted) if not row.optional]
        verdict.judged.extend(_numbered(table, rows_judged))
        unasked = sorted(extra - {*strict.right.values(), *strict.wrong.values()})
        verdict.judged.extend(_numbered(table, [(label(table, found[f].raw), False) for f in unasked], is_extra=True))
        lines = row_misses(name, table, wanted, found, strict, forgiven=lenient.right, extra=extra)
        verdict.misses.extend(lines)
    return verdict


def _numbered(table: str, rows: Iterable[tuple[str, bool]], is_extra: bool = False) -> Iterator[Judged]:
    seen: Counter[str] = Counter()
    for name, is_right in rows:
        seen[name] += 1
        yield Judged(table, name, seen[name], is_right, is_extra)


def _judge_report(name: str, rows: Rows, gold: Mapping[str, Any], verdict: Verdict) -> None:
    """Each field of the report is an item; one that is left empty is not found, rather than wrong."""
    wanted = Gold("reports", gold)
    row = Found("reports", rows[0]) if rows else None
    for mode in MODES:
        right = found = 0
        for want in wanted.wants:
            answered = row is not None and want.right(row, mode)
            right += answered
            found += answered or (row is not None and bool(row.folded[want.column]))
        verdict.scores.append(Score.of(name, "reports", mode, len(wanted.wants), found, right))
    asked = [(want.name, row is not None and want.right(row, "strict")) for want in wanted.wants]
    verdict.judged.extend(_numbered("reports", asked))
    if row is None:
        verdict.misses.append(f"{name} reports missing: no row")
    else:
        verdict.misses.extend(wrong_value(name, "reports", w, row) for w in wanted.wrong(row, "strict"))


def _counted(table: str, wanted: Sequence[Gold], found: Sequence[Found], pairs: Pairs) -> Iterator[int]:
    """The rows of ours that precision is over."""
    paired = {f: wanted[g] for matched in (pairs.right, pairs.wrong) for g, f in matched.items()}
    for f, row in enumerate(found):
        if f in paired:
            if not paired[f].optional:
                yield f
        elif table != "sections" or any(_clashes(gold, row) for gold in wanted):
            yield f


def _clashes(gold: Gold, row: Found) -> bool:
    """Whether a left-over section duplicates a row of gold, or gives its number another title, at its level."""
    asked = {want.name: want for want in gold.wants}
    ours, theirs = row.folded["level"], gold.folded("level")
    if ours.isdigit() and theirs.isdigit() and int(ours) > int(theirs):
        return False
    if "ref" not in asked or not all(asked[name].right(row, "strict") for name in ("part", "ref") if name in asked):
        return False
    numbered = bool(gold.folded("ref")) and not gold.optional
    return numbered or ("title" in asked and asked["title"].right(row, "lenient"))


def total(scores: Sequence[Score]) -> list[Score]:
    """A row per table and mode over all reports, from their sums."""
    groups: dict[tuple[str, Mode], list[Score]] = {}
    for score in scores:
        groups.setdefault((score.table, score.mode), []).append(score)
    return [
        Score.of(TOTAL, table, mode, sum(s.support for s in g), sum(s.found for s in g), sum(s.right for s in g))
        for (table, mode), g in groups.items()
    ]


def rows_of(report_id: str, tables: Mapping[str, Rows]) -> dict[str, Rows]:
    """The rows of one report."""
    return {
        table: [row for row in rows if row.get("report_id") == report_id]
        for table, rows in tables.items()
        if table in KEYS and "report_id" in column_types(table)
    }
