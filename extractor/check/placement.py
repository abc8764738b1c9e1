"""Rows against the place that they stand at and against the rows beside them: sections, lists, figures.

What a report prints once makes one row, its lists run on, and a row stands in the section that it names. A row that
does not was misread or changed, so it fails; of a row that a person has corrected or added it warns.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extractor.check.inspected import WHOLE, Inspected, compared
from extractor.domain.names import squashed, tight
from extractor.packs import Pack
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import QuantityRow, Quoted

__all__ = [
    "figures_in_sentences",
    "rows_in_sections",
    "rows_once",
    "services_of_examples",
]

_OVER = 300  # characters over an example that its label and title can take
_NEAR = 0.01
_FIGURES = ("quantities", "ratings", "key_questions", "statistics", "tables", "unread")
# By table, what tells rows apart that were read from the same words.
_ONCE = {
    "ratings": ("provider", "part", "level", "ref", "standard"),
    "key_questions": ("group",),
    "recommendations": (),
    "progress": (),
    "findings": (),
    "examples": (),
    "statistics": ("category", "label", "group", "unit", "as_printed"),
    "quantities": (),
    "tables": ("row", "column"),
}


def rows_once(report: Inspected) -> Iterator[Check]:
    """What is printed at one place makes one row of a table, or one for each label, group and unit that it has.

    Rule: the contract of the dataset, one row is one recommendation, judgement, figure, cell.
    """
    looked = twice = 0
    for table, columns in _ONCE.items():
        seen: dict[tuple[object, ...], str] = {}
        for row in report.rows[table]:
            if row.start is None or row.end is None:
                continue
            looked += 1
            key = row.start, row.end, *(getattr(row, column) for column in columns)
            first = seen.setdefault(key, row.item)
            if first != row.item:
                twice += 1
                yield compared(row.item, "one row", first, f"{table}: the same words make two rows", _worst(row), False)
    if looked and not twice:
        yield compared(WHOLE, looked, looked, "every row has words of its own", "fail", True)


def rows_in_sections(report: Inspected) -> Iterator[Check]:
    """A finding, example or figure names the numbered section that it stands in.

    Rule: the headings of the report, as the table `sections` has them.
    """
    looked = wrong = 0
    for table in ("findings", "examples", "quantities"):
        for row in report.rows[table]:
            around = report.places.around(row.start) if row.start is not None else []
            if not around:
                continue
            looked += 1
            named = next((place.ref for place in reversed(around) if place.ref), "")
            if tight(named) != tight(row.section_ref):
                wrong += 1
                yield compared(row.item, named, row.section_ref, f"{table}: stands in another", _worst(row), False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "every row names the section that it stands in", "fail", True)


def figures_in_sentences(report: Inspected) -> Iterator[Check]:
    """A figure of the prose is what its words say, stands in its sentence, and no figure beside it is lost.

    Rule: the words themselves, read again: digits, numbers in words, fractions.
    """
    rows = report.rows["quantities"]
    again = _read_again(report.pack, report.text) if rows and report.pack else None
    wrong = 0
    for row in rows:
        for column, expected, observed in _misread(report, row, again):
            wrong += 1
            message = f"`{column}` is not what is printed, {row.quote!r}"
            yield compared(row.item, expected, observed, message, _worst(row), False)
    for start, end in _lost(report, again) if again else ():
        wrong += 1
        printed = report.text[start:end]
        yield compared(
            f"{report.places.name(start)}/{printed}", printed, "no row", "a figure gave no row", "warn", False
        )
    if rows and not wrong:
        yield compared(WHOLE, len(rows), len(rows), "every figure of the prose is what its words say", "fail", True)


class _Lines:
    """Figures of a text as the rules of a pack read them, line by line; a line is read when it is first asked for."""

    def __init__(self, pack: Pack, text: str) -> None:
        self._pack, self._text = pack, text
        self._read: dict[tuple[int, int], dict[tuple[int, int], Any]] = {}

    def figures(self, start: int, end: int) -> dict[tuple[int, int], Any]:
        """The figures of the line, or the lines, that a place lies in, by their places."""
        begun, stop = self._text.rfind("\n", 0, start) + 1, self._text.find("\n", end)
        line = begun, stop if stop >= 0 else len(self._text)
        if line not in self._read:
            found = self._pack.quantities.read(self._text, *line)
            self._read[line] = {(figure.start, figure.end): figure for figure in found}
        return self._read[line]

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The lines that are sentences, and no rows of a table."""
        begun = 0
        for line in self._text.split("\n"):
            if line.rstrip().endswith((".", "!", "?")) and "\t" not in line:
                yield begun, begun + len(line)
            begun += len(line) + 1


# A report's text is checked again and again where single rows of it are changed.
_read_again = lru_cache(maxsize=2)(_Lines)


def _lost(report: Inspected, again: _Lines) -> list[tuple[int, int]]:
    """Percentages and fractions of sentences that are in no row, nor told to be unread."""
    taken = bytearray(len(report.text))
    for table in _FIGURES:
        for row in report.rows[table]:
            if row.start is not None and row.end is not None:
                taken[row.start : row.end] = bytes([1]) * (min(row.end, len(taken)) - row.start)
    return [
        (start, end)
        for line in again.sentences()
        for (start, end), figure in again.figures(*line).items()
        if figure.kind in ("percent", "fraction") and not any(taken[start:end])
    ]


def _misread(report: Inspected, row: QuantityRow, again: _Lines | None) -> Iterator[tuple[str, object, object]]:
    """Columns of a figure that are not what its words say, each with both."""
    if row.start is None or row.end is None:
        return
    size = len(row.sentence)
    at = report.text.find(row.sentence, max(0, row.start - size), row.end + size)
    stands = at <= row.start and row.end <= at + size if at >= 0 else squashed(row.as_printed) in squashed(row.sentence)
    if not stands:
        yield "sentence", "a sentence around the figure", row.sentence[:60]
    figure = again.figures(row.start, row.end).get((row.start, row.end)) if again else None
    if figure is None:
        return
    value = figure.percent
    if value is None and figure.denominator and figure.numerator is not None:
        value = round(100 * figure.numerator / figure.denominator, 2)
    if figure.kind != row.kind:
        yield "kind", figure.kind, row.kind
    for column, expected in (("value", value), ("numerator", figure.numerator), ("denominator", figure.denominator)):
        observed = getattr(row, column)
        if expected is None or observed is None:
            differs = expected is not observed
        else:
            differs = abs(expected - observed) > _NEAR
        if differs:
            yield column, "" if expected is None else expected, "" if observed is None else observed


def services_of_examples(report: Inspected) -> Iterator[Check]:
    """The service that a practice example is about is named in it, in the words around it, or is the report's own.

    Rule: a summary prints the name of the service over each example, or in its first sentence.
    """
    looked = wrong = 0
    own = squashed(report.about.provider)
    for row in report.rows["examples"]:
        if not row.provider or row.start is None or row.end is None or not report.text:
            continue
        looked += 1
        words = squashed(report.text[_label_above(report, row.start) : row.end])
        if squashed(row.provider) not in (own, "") and squashed(row.provider) not in words:
            wrong += 1
            message = "the words of the example and those around it do not name it"
            yield compared(row.item, "a service named there", row.provider, message, "warn", False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "examples name their services", "warn", True)


def _label_above(report: Inspected, start: int) -> int:
    """Where the nearest line above a place begins that is the label of an example; else as far as one can be."""
    least = report.text.rfind("\n", 0, max(0, start - _OVER)) + 1
    rules = report.pack["examples.label"] if report.pack else ()
    stop = start
    while stop > least:
        begun = report.text.rfind("\n", 0, stop - 1) + 1
        if any(rule.search(report.text[begun:stop].strip()) for rule in rules):
            return begun
        stop = begun
    return least


def _worst(row: Quoted) -> str:
    return "warn" if row.corrected else "fail"
