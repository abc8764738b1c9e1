"""Arithmetic of data tables: percentages against their numbers, columns that add up, wholes and their parts.

No words tell what adds up: where most lines of a table or column do, the few that do not are told. A report may print
them so, for answers that are missing or a table of its own making, so they warn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from extractor.check.inside.inspected import WHOLE, Inspected, compared
from extractor.packs import Pack
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import StatisticRow

__all__ = ["parts_of_wholes", "percentages_of_numbers"]


class Figure(NamedTuple):
    """A row of `statistics` that has a value."""

    row: StatisticRow
    value: float


Lines = dict[tuple[str, str], dict[str, Figure]]  # by category and label, then by group

_FEWEST = 3  # lines from which on it is told that most of them add up
_MOST = 0.75  # of the lines
_COLUMNS = 8  # of a table in which parts of a whole are looked for
_SWEPT = 200  # totals that are tried
_NEAR = 1e-6


def percentages_of_numbers(report: Inspected) -> Iterator[Check]:
    """Percentages that stand beside numbers of one column are shares of one total.

    Rule: arithmetic. Each number and its rounded percentage allow some totals; of a category in one column there is a
    total that all allow. Where there is none, the lines that do not allow what nearly all do are told, or the first
    where most categories and columns of the table have a total. Else each line is of a total of its own.
    """
    looked = wrong = 0
    percents = _tables(report, "percent")
    for table, lines in _tables(report, "count").items():
        shared = [
            (pairs, *_shared([_totals(number, percent) for number, percent in pairs]))
            for pairs in _pairs(lines, percents.get(table, {}), report.pack)
        ]
        whole = sum(len(holding) == len(pairs) for pairs, _, holding in shared)
        for pairs, total, holding in shared:
            looked += len(pairs)
            most = len(holding) >= _FEWEST and len(holding) >= _MOST * len(pairs)
            odd = [at for at in range(len(pairs)) if at not in holding]
            if not most:  # each line can have a total of its own, but where other columns have one
                odd = [0] if odd and 2 * whole > len(shared) else []
            for at in odd:
                wrong += 1
                number, percent = pairs[at]
                message = (
                    f"{number.value:g} and the other numbers of {number.row.category or number.row.group!r} "
                    "share no total"
                )
                expected = f"{100 * number.value / total:.1f}" if most and total else "a share of one total"
                yield compared(percent.row.item, expected, percent.row.as_printed, message, "warn", False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "percentages are shares of the numbers beside them", "warn", True)


def parts_of_wholes(report: Inspected) -> Iterator[Check]:
    """Columns of percentages that add up to 100, and wholes that are the sum of their parts, do so everywhere; no part
    is more than its whole.

    Rule: arithmetic, where most columns of a category, most lines of a table or most columns of a total do. Labels of
    wholes and of their parts are told by the rules `statistics.whole` and `statistics.part` of a pack.
    """
    looked = wrong = 0
    found = [_hundreds(_tables(report, "percent").values())]
    for lines in _tables(report, "count").values():
        found += [_sums_of_columns(lines), _sums_of_lines(lines)]
    found.append(_within_wholes(report))
    for sums in found:
        for holding, odd in sums:
            looked += holding
            for figure, expected, message in odd:
                wrong += 1
                yield compared(figure.row.item, expected, figure.row.as_printed, message, "warn", False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "parts add up to their wholes", "warn", True)


def _tables(report: Inspected, unit: str) -> dict[tuple[str, str, int], Lines]:
    """Figures of a unit by table, then line and column; where lines come again, a second table has the same name."""
    found: dict[tuple[str, str, int], Lines] = {}
    times: Counter[tuple[str, ...]] = Counter()
    for row in report.rows["statistics"]:
        if row.value is not None and row.unit == unit:
            about = (row.section_ref, row.table, row.category, row.label, row.group)
            lines = found.setdefault((row.section_ref, row.table, times[about]), {})
            lines.setdefault((row.category, row.label), {})[row.group] = Figure(row, row.value)
            times[about] += 1
    return found


def _pairs(numbers: Lines, percents: Lines, pack: Pack | None) -> Iterable[list[tuple[Figure, Figure]]]:
    """Numbers with the percentages beside them, by category and column; of two lines at least."""
    found: dict[tuple[str, str], list[tuple[Figure, Figure]]] = {}
    beside = {(line, _head(group, pack)): row for line, groups in percents.items() for group, row in groups.items()}
    for line, groups in numbers.items():
        for group, number in groups.items():
            percent = beside.get((line, _head(group, pack)))
            if percent is not None and number.value >= 0 and percent.value > 0:
                found.setdefault((line[0], group), []).append((number, percent))
    return [pairs for pairs in found.values() if len(pairs) > 1]


def _head(group: str, pack: Pack | None) -> str:
    """A heading without what says that numbers or percentages stand below it, by the rule `statistics.unit-words`."""
    words = group.casefold()
    for rule in pack["statistics.unit-words"] if pack is not None else ():
        for found in reversed(list(rule.finditer(words))):
            words = words[: found.start()] + words[found.end() :]
    return words.strip()


def _totals(number: Figure, percent: Figure) -> tuple[float, float]:
    """Least and greatest total of which a number can be a rounded percentage."""
    half = _half(percent)
    low = 100 * number.value / (percent.value + half)
    return low, (100 * number.value / (percent.value - half) if percent.value > half else float("inf"))


def _shared(limits: Sequence[tuple[float, float]]) -> tuple[float, set[int]]:
    """The total that most of some ranges allow, and which of them do."""
    best: set[int] = set()
    total = 0.0
    for at in sorted(low for low, _ in limits)[-_SWEPT:]:
        holding = {n for n, (low, high) in enumerate(limits) if low <= at + _NEAR and at <= high + _NEAR}
        if len(holding) > len(best):
            best, total = holding, at
    return total, best


Sums = Iterator[tuple[int, list[tuple[Figure, str, str]]]]  # how many add up; what does not, what it must be, why


def _hundreds(tables: Iterable[Lines]) -> Sums:
    """Categories of two lines or more whose percentages add up to 100 in most columns, of all tables that have them."""
    columns: dict[tuple[str, int], list[list[Figure]]] = {}
    for number, lines in enumerate(tables, 1):
        for (category, _), rows in _by_category(lines).items():
            if len(rows) > 1:
                columns.setdefault((category, 0 if category else number), []).append(rows)
    for (category, _), each in columns.items():
        sums = [sum(row.value for row in rows) for rows in each]
        near = [abs(total - 100) <= sum(map(_half, rows)) + _NEAR for total, rows in zip(sums, each, strict=True)]
        holding = sum(near)
        if 2 * holding <= len(each):
            continue
        message = f"percentages of {category or 'this table'!r} add up to 100 in {holding} of {len(each)} columns"
        odd = [
            (rows[0], f"{rows[0].value + 100 - total:g}", message)
            for rows, total, holds in zip(each, sums, near, strict=True)
            if not holds
        ]
        yield holding, odd


def _sums_of_columns(lines: Lines) -> Sums:
    """Last or first lines of a category that are the sum of its other lines in most columns."""
    columns: dict[str, list[list[Figure]]] = {}
    for (category, _), rows in _by_category(lines).items():
        if len(rows) >= _FEWEST:
            columns.setdefault(category, []).append(rows)
    for each in columns.values():
        for at in (-1, 0):
            totals = [(rows[at], sum(row.value for row in rows) - rows[at].value) for rows in each]
            yield from _most(totals, "the sum of the other lines of its column")


def _sums_of_lines(lines: Lines) -> Sums:
    """Columns that are the sum of two others, or of all others, in most lines."""
    columns = list(dict.fromkeys(group for groups in lines.values() for group in groups))
    if not _FEWEST <= len(columns) <= _COLUMNS:
        return
    for whole in columns:
        others = [column for column in columns if column != whole]
        for parts in {tuple(others), *combinations(others, 2)}:
            full = [groups for groups in lines.values() if all(column in groups for column in (whole, *parts))]
            sums = [(groups[whole], sum(groups[part].value for part in parts)) for groups in full]
            yield from _most(sums, f"the sum of {' and '.join(map(repr, parts))}")


def _most(sums: Sequence[tuple[Figure, float]], what: str) -> Sums:
    """Wholes with what they must be, where most of them are that and are not nothing."""
    holds = [abs(row.value - total) <= _NEAR * max(1.0, abs(total)) for row, total in sums]
    holding, odd = sum(holds), len(holds) - sum(holds)
    nothing = not any(row.value for (row, _), held in zip(sums, holds, strict=True) if held)
    if holding < _FEWEST - 1 or holding < _MOST * len(sums) or holding <= odd or nothing:
        return
    message = f"{what} in {holding} of {len(sums)}"
    yield holding, [(row, f"{total:g}", message) for (row, total), held in zip(sums, holds, strict=True) if not held]


def _within_wholes(report: Inspected) -> Sums:
    """Parts that are no more than the whole of their table and column."""
    if (pack := report.pack) is None:
        return
    wholes: dict[tuple[str, str, str, str], Figure] = {}
    parts: list[tuple[tuple[str, str, str, str], Figure]] = []
    for row in report.rows["statistics"]:
        if row.value is None or row.unit != "count":
            continue
        if found := pack.match("statistics.whole", row.label):
            wholes.setdefault((found[0].value, row.section_ref, row.table, row.group), Figure(row, row.value))
        elif found := pack.match("statistics.part", row.label):
            parts.append(((found[0].value, row.section_ref, row.table, row.group), Figure(row, row.value)))
    for name, part in parts:
        whole = wholes.get(name)
        if whole is not None:
            message = f"more than the whole, {whole.row.label!r}"
            odd = [(part, f"at most {whole.value:g}", message)] if part.value > whole.value else []
            yield 1 - len(odd), odd


def _by_category(lines: Lines) -> dict[tuple[str, str], list[Figure]]:
    """Rows of each category in each column."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for (category, _), groups in lines.items():
        for group, row in groups.items():
            found.setdefault((category, group), []).append(row)
    return found


def _half(figure: Figure) -> float:
    """Half a unit of the last place that is printed."""
    digits = "".join(letter for letter in figure.row.as_printed if letter.isdigit() or letter == ".")
    return 0.5 * 10.0 ** -len(digits.partition(".")[2])
