"""Figures in prose against the tables that they restate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.check.inside.inspected import Inspected, compared
from extractor.check.inside.wordings import FEWEST, PLAIN, Line, Lines, clauses
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import QuantityRow

__all__ = ["possible_percentages", "restated", "restated_figures"]

_HALF = 0.5
# Of so many and more, every percentage without places behind the point is one that they can give.
_MOST = 1000


def restated_figures(report: Inspected) -> Iterator[Check]:
    """A percentage of cases that the prose tells in the words of a question is one of that question's percentages.

    Rule: the prose of a section restates its table, and that of all figures. A statement that something was not
    done gives what is missing to 100; of a question marked `*` or `**` the two may be less than 100 together, and
    not more. What a sentence restates is told by its words alone, so a figure that differs warns; one whose words
    are those of no question gives no row.
    """
    lines = Lines(report.rows["key_questions"], report.pack)
    yield from restated([row for row in report.rows["quantities"] if not lines.elsewhere(row.section_ref)], lines)


def restated(figures: Iterable[QuantityRow], lines: Lines) -> Iterator[Check]:
    """Percentages of cases, among rows of `quantities`, that stand with the words of some lines: a row for each."""
    for figure, value, clause in _percentages(figures, lines):
        if alike := lines.restated(clause, figure.section_ref):
            alike.sort(key=lambda one: (-one[0], _distance(one[1], value)))
            yield _verdict(figure, value, lines.negative(clause), [line for _, line in alike])


def possible_percentages(report: Inspected) -> Iterator[Check]:
    """A percentage of so many people or cases is one that so many can give.

    Rule: arithmetic, "57 per cent of the 26 respondents" is no whole number of 26. Both are printed, but a printed
    figure may be cut and not rounded, or leave out who gave no answer, so what cannot be warns.
    """
    for row in report.rows["quantities"]:
        of, value = row.denominator, row.value
        if row.kind != "percent" or row.numerator is not None or not PLAIN.match(row.as_printed):
            continue
        if of is None or not 0 < of < _MOST or not float(of).is_integer() or value is None or not 0 <= value <= 100:
            continue
        count = round(value * of / 100)
        places = len(f"{value:g}".partition(".")[2])
        reached = min((100 * n / of for n in (count - 1, count, count + 1)), key=lambda one: abs(one - value))
        holds = abs(reached - value) <= _HALF * 10**-places + 1e-9
        message = f"the nearest that {of:g} can give is {count}, {reached:.1f} per cent"
        yield compared(row.item, reached, value, message, "warn", holds)


def _verdict(figure: QuantityRow, value: float, negative: bool, alike: Sequence[Line]) -> Check:
    """What a figure is to the lines whose words it stands with, the likeliest of them first."""
    line = alike[0]
    told = ", ".join(f"{percent:g}" for percent in dict.fromkeys(line.percents))
    message = f"{figure.as_printed!r} and {line.item}"
    percents = [percent for one in alike for percent in one.percents]
    if any(abs(value - percent) <= _HALF for percent in percents):
        return compared(figure.item, told, value, message, "warn", True)
    if not negative:
        return compared(figure.item, told, value, message, "warn", False)
    if any(abs(100 - percent - value) <= _HALF for percent in percents):
        return compared(figure.item, f"100 - {told}", value, message, "warn", True)
    if line.marked:
        most = 100 - line.percents[0]
        return compared(figure.item, f"at most {most:g}", value, f"{message}, which is marked", "warn", value <= most)
    return compared(figure.item, f"100 - {told}", value, f"{message}, in the negative", "warn", False)


def _distance(line: Line, value: float) -> float:
    return min(min(abs(percent - value), abs(100 - percent - value)) for percent in line.percents)


def _percentages(figures: Iterable[QuantityRow], lines: Lines) -> Iterator[tuple[QuantityRow, float, str]]:
    """Percentages of cases that stand for themselves, each with its value and the words up to the next figure."""
    for row, before, after in clauses(figures):
        if row.kind == "percent" and row.value is not None and row.basis in lines.bases and PLAIN.match(row.as_printed):
            yield row, row.value, after if len(lines.words_of(after)) >= FEWEST else f"{before} {after}"
