"""Table `quantities`: figures that prose tells, what they are of and on which basis.

Prose is paragraphs, list items and footnotes. How figures, subjects and bases are worded stands in `quantities.yaml`.
Money, durations, ages, dates and numbers that name something are no figures of this table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.document import Block, Kind, Report, Section
from extractor.domain.names import slug, tight
from extractor.find.findings import ref_of
from extractor.find.sentences import sentences
from extractor.packs import Figure, Pack, Quantities, Term
from extractor.records import Quantity

_PROSE = (Kind.PARAGRAPH, Kind.BULLET, Kind.NUMBERED, Kind.FOOTNOTE)
_FEWEST_WORDS = 6  # of a block that does not end like a sentence
_SOON = 80  # characters
_CLAUSE = frozenset(",;:")
_AND = ("and", "or", "to", "vs", "")
_ENDS = (".", "!", "?", ":", ";", "”", "’", '"', "'")


def find(report: Report, pack: Pack) -> Iterator[Quantity]:
    """Figures in reading order."""
    reading = Figures(report.text, pack.quantities)
    for block in report.blocks:
        if block.kind not in _PROSE or block.table is not None or not is_prose(report.body(block)):
            continue
        section = report.section_at(block.start)
        span = (section.start, section.end) if section is not None else None
        for start, end in sentences(report.text, block.body, block.end):
            for figure, subject, basis in reading.of_sentence(start, end, span):
                yield _row(report, figure, block, section, subject, basis, report.text[start:end])


def is_prose(words: str) -> bool:
    """Whether words are prose by how they end, or by how many they are."""
    return words.endswith(_ENDS) or words.count(" ") >= _FEWEST_WORDS - 1


@dataclass(frozen=True)
class _Named:
    """A subject or basis that a sentence or section names."""

    start: int
    end: int
    term: Term


class FiguresRead:
    """The figures between two places of a text, each stretch read once: it is asked for when it is read and checked."""

    def __init__(self, text: str, rules: Quantities) -> None:
        self._text, self._rules = text, rules
        self._found: dict[tuple[int, int], tuple[Figure, ...]] = {}

    def between(self, start: int, end: int) -> tuple[Figure, ...]:
        """Those between two offsets, in reading order."""
        if (start, end) not in self._found:
            self._found[start, end] = tuple(self._rules.read(self._text, start, end))
        return self._found[start, end]


figures_read = lru_cache(maxsize=2)(FiguresRead)


class Figures:
    """The figures of a text, to be asked for in reading order: it is remembered which bases its sections name."""

    def __init__(self, text: str, rules: Quantities) -> None:
        self.text = text
        self.rules = rules
        self.read = figures_read(text, rules)
        self.in_section: dict[tuple[int, int], tuple[int, dict[str, str]]] = {}  # how far, and basis by subject

    def of_sentence(self, start: int, end: int, section: tuple[int, int] | None) -> Iterator[tuple[Figure, str, str]]:
        """The figures of one sentence of a section, each with what it is of and what it rests on."""
        text = self.text
        figures = self.read.between(start, end)
        if not figures:
            return
        bases = [_Named(m.start(), m.end(), term) for m, term in self.rules.bases_in(text, start, end)]
        direct = self._direct(figures, end)
        last: Figure | None = None
        subject = ""
        for figure, named in zip(figures, direct, strict=True):
            if named or last is None or any(last.end < name.start < figure.start for name in bases):
                subject = named or self._named_before(start, figure)
            basis = _basis(text, figure, bases)
            if not basis and (named or last is None or last.kind != "count"):
                basis = self._basis_of_section(section, figure, subject)
            last = figure
            yield figure, subject, basis

    def _direct(self, figures: Sequence[Figure], end: int) -> list[str]:
        """What each figure is of by its own words or those behind it; of "41 and 32 per cent of cases", both cases."""
        found = [self.rules.subject_of(self.text, figure, end) for figure in figures]
        for number in range(len(figures) - 2, -1, -1):
            between = self.text[figures[number].end : figures[number + 1].start]
            if not found[number] and between.strip(" .,") in _AND:
                found[number] = found[number + 1]
        return found

    def _named_before(self, start: int, figure: Figure) -> str:
        """The subject that a sentence names last before a figure."""
        named = [term.id for _, term in self.rules.subjects_in(self.text, start, figure.start) if not term.weak]
        return named[-1] if named else ""

    def _basis_of_section(self, section: tuple[int, int] | None, figure: Figure, subject: str) -> str:
        """The basis that the section named last before a figure whose subject rests on it."""
        if section is None or figure.kind == "count" or not any(subject in basis.of for basis in self.rules.bases):
            return ""
        looked, named = self.in_section.get(section, (section[0], {}))
        for _, term in self.rules.bases_in(self.text, looked, figure.start):
            named |= dict.fromkeys(term.of, term.id)
        self.in_section[section] = max(looked, figure.start), named
        return named.get(subject, "")


def _basis(text: str, figure: Figure, bases: list[_Named]) -> str:
    """The basis that a sentence names last before a figure, else soon behind it in the same clause."""
    before = [name for name in bases if name.start < figure.end]
    if before:
        return before[-1].term.id
    if bases and bases[0].start - figure.end < _SOON and not _CLAUSE.intersection(text[figure.end : bases[0].start]):
        return bases[0].term.id
    return ""


def _row(
    report: Report, figure: Figure, block: Block, section: Section | None, subject: str, basis: str, sentence: str
) -> Quantity:
    printed = report.text[figure.start : figure.end]
    value, computed = figure.percent, False
    if value is None and figure.denominator and figure.numerator is not None:
        value, computed = round(100 * figure.numerator / figure.denominator, 2), True
    # A footnote stands in one section or the next, as the edition has it, and is named after neither.
    ref = "note" if block.kind is Kind.FOOTNOTE else tight(ref_of(report, figure.start))
    part = section.part if section is not None and section.part != "main" else ""
    about = "/".join(word for word in (part, slug(ref), slug(subject), slug(printed)) if word)
    return Quantity(
        item=about,
        section_ref=ref_of(report, figure.start),
        kind=figure.kind,
        value=value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        as_printed=printed,
        subject=subject,
        basis=basis,
        sentence=sentence,
        qualifier=figure.qualifier,
        upper=figure.upper,
        evidence=report.cite(figure.start, figure.end, f"quantities/{figure.rule}", computed),
    )
