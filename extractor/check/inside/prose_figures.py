"""Figures of the prose against their words: read again, with what they are of, and none beside them lost."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.check.inside.evidence import short
from extractor.check.inside.inspected import WHOLE, Inspected, compared
from extractor.domain.names import squashed
from extractor.find.quantities import Figures, figures_read, is_prose
from extractor.find.sentences import sentences
from extractor.load import shapes
from extractor.packs import Pack
from extractor.packs.quantities import Figure
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import QuantityRow

__all__ = ["figures_in_sentences"]

_NEAR = 0.01
_FEWEST = 4  # letters that are a word
_FIGURES = ("quantities", "ratings", "key_questions", "statistics", "tables", "unread")


def figures_in_sentences(report: Inspected) -> Iterator[Check]:
    """A figure of the prose is what its words say, stands in its sentence, and no figure beside it is lost.

    Rule: the words themselves, read again: digits, numbers in words, fractions.
    """
    rows = report.rows["quantities"]
    again = _read_again(report.pack, report.text) if report.text and report.pack else None
    wrong = 0
    sections = tuple((row.start, row.end) for row in report.rows["sections"] if row.start is not None and row.end)
    told = _told_again(report.pack, report.text, sections) if again else {}
    for row in rows:
        for column, expected, observed in (*_misread(report, row, again), *_unlike(report, row, again, told)):
            wrong += 1
            message = f"`{column}` is not what is printed, {row.quote!r}"
            yield compared(row.item, expected, observed, message, "warn" if row.corrected else "fail", False)
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
        self._read: dict[tuple[int, int], dict[tuple[int, int], Figure]] = {}
        self._sentences: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._bases: dict[tuple[int, int], list[tuple[int, str]]] = {}

    def line(self, start: int, end: int) -> tuple[int, int]:
        """The line, or the lines, that a place lies in."""
        begun, stop = self._text.rfind("\n", 0, start) + 1, self._text.find("\n", end)
        return begun, stop if stop >= 0 else len(self._text)

    def figures(self, start: int, end: int) -> dict[tuple[int, int], Figure]:
        """The figures of the line, or the lines, that a place lies in, by their places."""
        line = self.line(start, end)
        if line not in self._read:
            found = figures_read(self._text, self._pack.quantities).between(*line)
            self._read[line] = {(figure.start, figure.end): figure for figure in found}
        return self._read[line]

    def around(self, start: int, end: int) -> tuple[int, int] | None:
        """The sentence that a place lies in."""
        line = self.line(start, end)
        if line not in self._sentences:
            self._sentences[line] = list(sentences(self._text, *line))
        of_line = self._sentences[line]
        number = bisect_right(of_line, start, key=lambda one: one[0]) - 1
        return of_line[number] if number >= 0 and start < of_line[number][1] else None

    def bases(self, start: int, end: int) -> list[tuple[int, str]]:
        """What the words of a stretch of text say that figures rest on, and where."""
        if (start, end) not in self._bases:
            found = self._pack.quantities.bases_in(self._text, start, end)
            self._bases[start, end] = [(match.start(), term.id) for match, term in found]
        return self._bases[start, end]

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The lines that are prose, by their end or their length, and no rows of a table."""
        begun = 0
        for line in self._text.split("\n"):
            if "\t" not in line and is_prose(line.rstrip()):
                yield begun, begun + len(line)
            begun += len(line) + 1


# A report's text is checked again and again where single rows of it are changed.
_read_again = lru_cache(maxsize=2)(_Lines)

Told = dict[tuple[int, int], tuple[str, str]]  # what a figure is of and rests on, by its place


@lru_cache(maxsize=2)
def _told_again(pack: Pack, text: str, sections: tuple[tuple[int, int], ...]) -> Told:
    """What each figure of the lines of a text is of and rests on, by its sentence and its section."""
    figures, told, at = Figures(text, pack.quantities), Told(), 0
    waiting, around = sorted(sections, key=lambda one: (-one[0], one[1])), list[tuple[int, int]]()
    for line in text.split("\n"):
        begun, at = at, at + len(line) + 1
        while waiting and waiting[-1][0] <= begun:
            around.append(waiting.pop())
        while around and around[-1][1] <= begun:
            around.pop()
        if "\t" in line or not any(map(str.isalnum, line)):
            continue
        item, section = shapes.item(line), around[-1] if around else None
        for start, end in sentences(text, begun + (item.start if item else 0), begun + len(line)):
            for figure, subject, basis in figures.of_sentence(start, end, section):
                told[figure.start, figure.end] = subject, basis
    return told


def _lost(report: Inspected, again: _Lines) -> list[tuple[int, int]]:
    """Figures of sentences that are in no row, nor told to be unread; those of headings give none."""
    headings = {row.start for row in report.rows["sections"]}
    taken = bytearray(len(report.text))
    for table in _FIGURES:
        for row in report.rows[table]:
            if row.start is not None and row.end is not None:
                taken[row.start : row.end] = bytes([1]) * (min(row.end, len(taken)) - row.start)
    return [
        (start, end)
        for line in again.sentences()
        if line[0] not in headings
        for (start, end), figure in again.figures(*line).items()
        if not any(taken[start:end]) and (figure.kind != "count" or start > line[0])  # it can be the mark of a note
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


def _unlike(
    report: Inspected, row: QuantityRow, again: _Lines | None, told: Told
) -> Iterator[tuple[str, object, object]]:
    """What a figure says that it is of and rests on, where its sentence and section say otherwise."""
    if again is None or report.pack is None or row.start is None or row.end is None:
        return
    text = report.text
    own, figure = again.around(row.start, row.end), again.figures(row.start, row.end).get((row.start, row.end))
    if own is None or figure is None:
        return
    sentence = text[own[0] : own[1]]
    if abs(len(squashed(sentence)) - len(squashed(row.sentence))) > _FEWEST:
        yield "sentence", short(sentence), short(row.sentence)
    for column, read in (("qualifier", figure.qualifier), ("upper", figure.upper)):
        if (observed := getattr(row, column)) != read:
            yield column, read or "", observed or ""
    if known := told.get((row.start, row.end)):
        for column, read in zip(("subject", "basis"), known, strict=True):
            if (observed := getattr(row, column)) != read:
                yield column, read, observed
