"""Table `quantities`: figures that prose tells, what they are of and on which basis.

Prose is paragraphs, list items and footnotes. How figures, subjects and bases are worded stands in `quantities.yaml`.
Money, durations, ages, dates and numbers that name something are no figures of this table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
    reading = _Reading(report, pack.quantities)
    for block in report.blocks:
        if block.kind not in _PROSE or block.table is not None or not _is_prose(report.body(block)):
            continue
        for start, end in sentences(report.text, block.body, block.end):
            yield from reading.sentence(block, start, end)


def _is_prose(words: str) -> bool:
    return words.endswith(_ENDS) or words.count(" ") >= _FEWEST_WORDS - 1


@dataclass(frozen=True)
class _Named:
    """A subject or basis that a sentence or section names."""

    start: int
    end: int
    term: Term


class _Reading:
    """The figures of one report; remembers which bases its sections name."""

    def __init__(self, report: Report, rules: Quantities) -> None:
        self.report = report
        self.rules = rules
        self.in_section: dict[tuple[int, int], tuple[int, dict[str, str]]] = {}  # how far, and basis by subject

    def sentence(self, block: Block, start: int, end: int) -> Iterator[Quantity]:
        """The figures of one sentence."""
        text = self.report.text
        figures = list(self.rules.read(text, start, end))
        if not figures:
            return
        bases = [_Named(m.start(), m.end(), term) for m, term in self.rules.bases_in(text, start, end)]
        section = self.report.section_at(block.start)
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
            yield self._row(figure, block, section, subject, basis, text[start:end])

    def _direct(self, figures: list[Figure], end: int) -> list[str]:
        """What each figure is of by its own words or those behind it; of "41 and 32 per cent of cases", both cases."""
        found = [self.rules.subject_of(self.report.text, figure, end) for figure in figures]
        for number in range(len(figures) - 2, -1, -1):
            between = self.report.text[figures[number].end : figures[number + 1].start]
            if not found[number] and between.strip(" .,") in _AND:
                found[number] = found[number + 1]
        return found

    def _row(
        self, figure: Figure, block: Block, section: Section | None, subject: str, basis: str, sentence: str
    ) -> Quantity:
        printed = self.report.text[figure.start : figure.end]
        value, computed = figure.percent, False
        if value is None and figure.denominator and figure.numerator is not None:
            value, computed = round(100 * figure.numerator / figure.denominator, 2), True
        # A footnote stands in one section or the next, as the edition has it, and is named after neither.
        ref = "note" if block.kind is Kind.FOOTNOTE else tight(ref_of(self.report, figure.start))
        part = section.part if section is not None and section.part != "main" else ""
        about = "/".join(word for word in (part, slug(ref), slug(subject), slug(printed)) if word)
        return Quantity(
            item=about,
            section_ref=ref_of(self.report, figure.start),
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
            evidence=self.report.cite(figure.start, figure.end, f"quantities/{figure.rule}", computed),
        )

    def _named_before(self, start: int, figure: Figure) -> str:
        """The subject that a sentence names last before a figure."""
        named = [term.id for _, term in self.rules.subjects_in(self.report.text, start, figure.start) if not term.weak]
        return named[-1] if named else ""

    def _basis_of_section(self, section: Section | None, figure: Figure, subject: str) -> str:
        """The basis that the section named last before a figure whose subject rests on it."""
        if section is None or figure.kind == "count" or not any(subject in basis.of for basis in self.rules.bases):
            return ""
        key = section.start, section.end
        looked, named = self.in_section.get(key, (section.start, {}))
        for _, term in self.rules.bases_in(self.report.text, looked, figure.start):
            named |= dict.fromkeys(term.of, term.id)
        self.in_section[key] = max(looked, figure.start), named
        return named.get(subject, "")


def _basis(text: str, figure: Figure, bases: list[_Named]) -> str:
    """The basis that a sentence names last before a figure, else soon behind it in the same clause."""
    before = [name for name in bases if name.start < figure.end]
    if before:
        return before[-1].term.id
    if bases and bases[0].start - figure.end < _SOON and not _CLAUSE.intersection(text[figure.end : bases[0].start]):
        return bases[0].term.id
    return ""
