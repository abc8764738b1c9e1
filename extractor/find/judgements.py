"""What is judged, and the label that it got: words shared by the readers of lines and of tables."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import regex

from extractor.document import Report, Section, Span
from extractor.domain.names import slug
from extractor.find.cell_figures import unit_of
from extractor.packs import Label, Pack
from extractor.split.headings import standard_line, standard_named, tells_apart

# How many blocks may stand between a standard's name and its label: a description, and what furniture there is.
REACH = 3
_PERCENTAGE = regex.compile(r"(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)\s?%")
_OUT_OF = regex.compile(r"[\p{L}/]")
_FIGURE = regex.compile(r"[\d%]|^\p{Sc}")
_MARKS = regex.compile(r"\s*(?:[:–—-]\s*)?")
_MAY_PART = regex.compile(r"[:–—|-]\s|\)$")  # told sooner
_PARTED = regex.compile(r"\s*[:–—|-]\s+|\s+\((?=[^()]+\)$)")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A label or score as it stands in the text, and what it is about.

    `label` is the canonical label where the words of `span` do not say it: a mark in the column of a label; `printed`
    is how the label is printed where `span` has what is judged. `part` is the part of the service that is judged,
    where it is not that of the section.
    """

    level: str
    ref: str
    standard: str
    standard_id: str
    span: Span
    rule: str
    label: str = ""
    part: str = ""
    printed: str = ""


@dataclass(slots=True)
class Named:
    """A standard that has been named and waits for its label."""

    level: str
    ref: str
    standard: str
    standard_id: str
    blocks_left: int = REACH
    piled: bool = False  # the name of another standard stands right above it, waiting as well

    def judged(self, pack: Pack, span: Span, rule: str, label: str = "", part: str = "") -> Judgement:
        """Its judgement, printed at a span, as a rule of the pack says."""
        return Judgement(
            self.level, self.ref, self.standard, self.standard_id, span, f"{pack.id}/ratings.{rule}", label, part
        )


@dataclass(slots=True)
class Around:
    """What holds around a text: the number of every standard that heads a section; the last heading by which standards
    of one name are told apart, with where its chapter begins; and which columns of the table above, counted from its
    right, are headed as of this report or another, if headings alone stand below it. `above` is a label that is printed
    above the name it belongs to, and `labels_above` how far labels are printed so."""

    refs: dict[str, str]
    heading: str = ""
    chapter: int = -1
    columns: dict[int, str] = field(default_factory=dict)
    above: Span | None = None
    labels_above: int = -1

    def passes(self, pack: Pack, text: str, chapter: int) -> None:
        """Take a line or cell of a chapter that may be such a heading; what an earlier chapter said ends."""
        if tells_apart(pack, text):
            self.heading, self.chapter = text, chapter
        elif chapter != self.chapter:
            self.heading, self.chapter = "", chapter


# A generator of judgements that returns the standard still waiting for its label.
Waiting = Generator[Judgement, None, Named | None]


def overall() -> Named:
    """The service as a whole."""
    return Named("overall", "", "", "")


def label_at(pack: Pack, text: str) -> tuple[Label, Span] | None:
    """The label of the scale that a text is, and where it stands in it.

    Behind it stand only marks, arrows, the number of a note, its score, and what is said aside: `Good (was Weak)`;
    before it only the word that leads it in: `Rating: Good`. Behind a label that is a number, figures stand only in
    words of the pack: `3 out of 4`.
    """
    start = lead(pack, text)
    for expression, label in _labels(pack):
        if found := expression.match(text, start):
            rest = text[found.end() :].strip()
            tail = pack.match("ratings.tail", rest)
            scored = pack.match("ratings.figure", rest) if rest else None
            figured = printed_number(found[0]) and _FIGURE.search(rest) and not (tail and _OUT_OF.match(rest))
            if figured and not scored:
                continue
            if not rest or tail or scored or not pack.without_note(f"- {rest}").strip("- "):
                return label, Span(start, found.end())
    return None


def behind_label(pack: Pack, text: str) -> int | None:
    """Where the words begin that stand behind the first label in a text; None where there is no label, or none do."""
    ends = [found.end() for expression, _ in _labels(pack) if (found := expression.search(text))]
    start = min(ends, default=len(text))
    return start + len(text[start:]) - len(text[start:].lstrip()) if text[start:].strip() else None


def labels_in(pack: Pack, text: str) -> list[Span]:
    """Where the labels stand that a text is, one behind the other, and nothing else; none where it has other words."""
    return _one_by_one(text, [expression for expression, _ in _labels(pack)])


def standards_in(pack: Pack, text: str) -> list[Named]:
    """The standards that a text names one behind the other, with their numbers or without, and nothing else."""
    spans = _one_by_one(text, [standard.name for standard in pack.standards])
    found = [standard_named(pack, text[span.start : span.end]) for span in spans]
    named = [Named(one[0].level, one[1]["ref"] or "", one[1]["name"], one[0].id) for one in found if one]
    return named if len(named) == len(spans) else []


def _one_by_one(text: str, expressions: Sequence[Any]) -> list[Span]:
    """Where words stand that a text consists of, each the longest that an expression matches there."""
    spans: list[Span] = []
    at = 0
    while at < len(text):
        ends = [found.end() for expression in expressions if (found := expression.match(text, at))]
        end = max((end for end in ends if end > at), default=at)
        if end == at or not (text[end : end + 1].isspace() or end == len(text)):
            return []
        spans.append(Span(at, end))
        at = end + len(text[end:]) - len(text[end:].lstrip())
    return spans


def printed_number(text: str) -> bool:
    """Whether a label is printed as its number alone: what stands beside it in digits makes a figure of it."""
    return text.strip().isdecimal()


def score_at(pack: Pack, text: str, head: str = "") -> Span | None:
    """Where a percentage stands that a text is, with the word that leads it in before it, and what is said aside in
    brackets behind it; for packs that score. Below the heading of a column of percentages it needs no sign."""
    if not pack.scores:
        return None
    start = lead(pack, text)
    figure, bracket, aside = text[start:].partition(" (")
    if not is_percentage(figure) and not (is_percentage(f"{figure}%") and _is_of_percentages(pack, head)):
        return None
    return None if bracket and not pack.match("ratings.tail", f"({aside}") else Span(start, start + len(figure))


def _is_of_percentages(pack: Pack, head: str) -> bool:
    return bool(head) and unit_of(pack, [f"column {head}"]) == "percent"


def lead(pack: Pack, text: str) -> int:
    """Where the words begin behind a word that leads in a label or score, as `Rating:`."""
    found = pack.match("ratings.lead", text)
    marks = _MARKS.match(text, found[1].end()) if found else None
    return marks.end() if marks and marks.end() < len(text) else 0


@lru_cache(maxsize=16)
def _labels(pack: Pack) -> tuple[tuple[Any, Label], ...]:
    """Expressions for the labels of a pack, whatever their capitals and broken kerning, the longest first."""
    prints = pack.scale.prints if pack.scale else ()
    return tuple((regex.compile(_loose(words) + r"(?!\p{L})", regex.I), label) for words, label in prints)


def _loose(words: str) -> str:
    """Words with any room between their letters, and any dash for a dash."""
    return r"\s*".join("[-–—]" if letter in "-–—" else regex.escape(letter) for letter in "".join(words.split()))


def unnumbered(pack: Pack, text: str, around: Around) -> Named | None:
    """A standard that stands without its number: its name and nothing else; the number is that of its section."""
    if found := standard_named(pack, text, around.heading):
        standard, match = found
        return Named(standard.level, match["ref"] or around.refs.get(standard.id, ""), match["name"], standard.id)
    return None


def named_with_label(pack: Pack, text: str, around: Around) -> tuple[Named, Span] | None:
    """What is judged, named without a number, and its label in one line; where the label stands.

    They are parted by a colon or dash, or the label ends the line, in brackets, in the capitals of the scale or in
    capitals.
    """
    found = list(_PARTED.finditer(text)) if _MAY_PART.search(text) else []
    ends = [(parted.start(), parted.end()) for parted in reversed(found)]
    ends += [
        (len(text) - len(words) - 1, len(text) - len(words)) for words in _prints(pack) if text.endswith(f" {words}")
    ]
    for end, start in ends:
        begins = text[start : start + 1]
        words = text[start:-1] if text[end:start].endswith("(") else text[start:]
        label = label_at(pack, words) if begins.isupper() or begins.isdecimal() else None
        span = label[1] if label else score_at(pack, words)
        name = text[:end].rstrip()
        if span and (
            named := overall()
            if label and pack.match_label("ratings.overall", name)
            else unnumbered(pack, name, around)
        ):
            return named, Span(start + span.start, start + span.end)
    return None


def _prints(pack: Pack) -> list[str]:
    """The labels of a pack as they are printed, in their own capitals and in capitals, the longest first."""
    return [words for print_, _ in (pack.scale.prints if pack.scale else ()) for words in (print_, print_.upper())]


def section_named(match: Any) -> tuple[str, str]:
    """Number and name of a section of a scoring sheet, each empty where it is not printed."""
    return (match["ref"] or "", (match["name"] or "").strip())


def section_id(pack: Pack, ref: str, name: str) -> str:
    """Id of the section of the framework that has a number, else a slug of its name."""
    return next((s.id for s in pack.standards if s.level == "section" and s.ref == ref), slug(name))


def of_section(report: Report, pack: Pack, section: Section | None, around: Around) -> Named | None:
    """The standard that a section is about."""
    if section is None:
        return None
    if not section.ref:
        return unnumbered(pack, section.title, around)
    found = standard_line(pack, f"{section.ref} {section.title}")
    return (
        Named(found[0].level, section.ref, section.title, found[0].id)
        if found
        else unnumbered(pack, section.title, around)
    )


def is_percentage(text: str) -> bool:
    """Whether a text is a percentage from 0 to 100 and nothing else."""
    return text.endswith("%") and bool(_PERCENTAGE.fullmatch(text))
