"""What the page of a report tells: its rows as a reader takes them in, with what came before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor.compare.colours import ink
from extractor.compare.judgements import in_order_of_number
from extractor.compare.scales import Scale, of_packs
from extractor.dataset.addresses import Address
from extractor.dataset.schema import by_question
from extractor.domain.comparability import BREAKS
from extractor.link.panel import Panel
from extractor.link.threads import Event, Thread
from extractor.packs.vocabulary import Vocabulary

__all__ = ["TABLES", "Figure", "Judgement", "Question", "ReportFacts", "gather"]

TABLES = (
    "reports", "ratings", "key_questions", "recommendations", "progress", "findings", "examples", "statistics",
    "checks", "coverage", "unread",
)  # fmt: skip
Life = tuple[tuple[Event, str], ...]  # events with the addresses of their rows, in order of time
RowAddress = Callable[[str, str], str]


@dataclass(frozen=True)
class Judgement:
    """A rating, with its colour on its scale, and the one before it of the same service where there is one.

    `before` is what it was and when; `breaks` are the reasons why the two are not comparable, where they are not.
    """

    row: Any
    colour: str
    ink: str
    address: str
    before: str = ""
    before_date: str = ""
    breaks: tuple[str, ...] = ()
    place: int = 0  # of the label on its scale, from 1; 0 where it is none of it

    @property
    def said(self) -> str:
        """The label, or the score where no label is printed."""
        return self.row.rating or (f"{self.row.percent:g}%" if self.row.percent is not None else self.row.as_printed)


@dataclass(frozen=True)
class Figure:
    """A percentage of a question for one group of cases, 0-100."""

    group: str
    percent: float | None
    marks: str
    address: str


@dataclass(frozen=True)
class Question:
    """A key question, or a prompt below one, with its figures."""

    words: str
    is_prompt: bool
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class ReportFacts:
    """What the page of one report tells; addresses of rows are '' where no review was written."""

    report: Any
    framework: str
    judgements: tuple[Judgement, ...]
    questions: tuple[tuple[str, tuple[Question, ...]], ...]  # by standard
    recommendations: tuple[tuple[str, tuple[tuple[Any, str], ...]], ...]  # by addressee
    progress: tuple[tuple[Any, str], ...]
    lives: Mapping[tuple[str, str, str], Life]  # of recommendations and progress, by report, table and item
    findings: tuple[tuple[str, tuple[tuple[Any, str], ...]], ...]  # by kind
    examples: tuple[tuple[Any, str], ...]
    statistics: tuple[tuple[str, tuple[tuple[Any, str], ...]], ...]  # by table
    open_checks: tuple[tuple[Any, str], ...]  # that failed or warn
    checks_passed: int
    unread: tuple[tuple[Any, tuple[tuple[Any, str], ...]], ...]  # coverage that is not complete, and what was not read
    review: str  # where the whole report is shown beside its values

    @property
    def overall(self) -> Judgement | None:
        """The overall judgement of a report on one service."""
        found = [one for one in self.judgements if one.row.level == "overall"]
        return found[0] if len(found) == 1 else None

    @property
    def to_check(self) -> int:
        """How many checks failed or warn, and how much was not read."""
        return len(self.open_checks) + sum(row.unread or 0 for row, _ in self.unread)

    @property
    def has_marks(self) -> bool:
        """Whether a percentage has a mark behind it."""
        return any(figure.marks for _, rows in self.questions for row in rows for figure in row.figures)

    def breaks(self) -> dict[str, str]:
        """Why judgements are not comparable with those before them, and what each of these reasons means."""
        told = {kind for one in self.judgements for kind in one.breaks}
        return {kind: words for kind, words in BREAKS.items() if kind in told}

    @property
    def of_many(self) -> bool:
        """Whether the report judges several services."""
        return len({one.row.provider for one in self.judgements}) > 1

    def parts(self) -> Iterator[tuple[str, tuple[Judgement, ...]]]:
        """The judgements that are not overall, by part of the report, or by service where there are several.

        Those of one service stand in the order of their numbers, a section before its standards.
        """
        column = "provider" if self.of_many else "part"
        for part in dict.fromkeys(str(getattr(one.row, column)) for one in self.judgements):
            here = (one for one in self.judgements if getattr(one.row, column) == part)
            rows = tuple(one for one in here if self.of_many or one is not self.overall)
            if not self.of_many:
                rows = tuple(sorted(rows, key=lambda one: in_order_of_number(one.row.ref)))
            if rows:
                yield part, rows

    def standards(self) -> list[str]:
        """The names of what is judged, in reading order: the columns of a report on several services."""
        return list(dict.fromkeys(map(self.standard_of, self.judgements)))

    @staticmethod
    def standard_of(one: Judgement) -> str:
        """What a judgement is about: its standard, or its level where that has no name."""
        return str(one.row.standard or one.row.level.capitalize())

    @staticmethod
    def kind_in_words(kind: str, count: int) -> str:
        """The heading above findings of a kind: an id of the pack's list, of several things."""
        words = kind.replace("_", " ").capitalize()
        if count == 1:
            return words
        head, link, rest = words.partition(" for ")
        return f"{head}s{link}{rest}"


def gather(
    rows: Mapping[str, Sequence[Any]],
    vocabulary: Vocabulary,
    panel: Panel,
    lives: Mapping[tuple[str, str, str], Life],
    address: Address,
) -> ReportFacts:
    """The facts of one report.

    Args:
        rows: its rows by table, those of `TABLES`.
        vocabulary: the scales and groups of the dataset.
        panel: the ratings of the dataset over time, by standard.
        lives: what became of recommendations, as `lives_of` gives it.
        address: where a row is shown.
    """
    report = rows["reports"][0]

    def at(table: str, item: str) -> str:
        return address(report.report_id, table, item)

    told = {one.id: one.title for one in vocabulary.frameworks}
    checks = [row for row in rows["checks"] if row.status in ("fail", "warn")]
    return ReportFacts(
        report=report,
        framework=told.get(report.framework, report.framework),
        judgements=tuple(_judgements(rows["ratings"], vocabulary, panel, at)),
        questions=tuple(_questions(rows, vocabulary, at)),
        recommendations=tuple(_grouped(rows["recommendations"], lambda row: row.addressee, "recommendations", at)),
        progress=tuple((row, at("progress", row.item)) for row in rows["progress"]),
        lives=lives,
        findings=tuple(_grouped(rows["findings"], lambda row: row.kind, "findings", at)),
        examples=tuple((row, at("examples", row.item)) for row in rows["examples"]),
        statistics=tuple(_grouped(rows["statistics"], lambda row: row.table, "statistics", at)),
        open_checks=tuple(
            (row, at("checks", "/".join(filter(None, (row.check, row.item)))))
            for row in sorted(checks, key=lambda row: row.status)
        ),
        checks_passed=sum(row.status == "pass" for row in rows["checks"]),
        unread=tuple(
            (row, tuple((one, at("unread", one.item)) for one in rows["unread"] if one.kind == row.kind))
            for row in rows["coverage"]
            if row.verdict in ("incomplete", "could_not_read")
        ),
        review=address(report.report_id, "", ""),
    )


def _judgements(rows: Sequence[Any], vocabulary: Vocabulary, panel: Panel, at: RowAddress) -> Iterator[Judgement]:
    scales: dict[str, Scale] = {scale.id: of_packs(scale) for scale in vocabulary.scales}
    ids = {row.report_id for row in rows}
    seen = panel.observations
    found = seen[seen["report_id"].isin(ids)].to_dict("records")
    earlier = {row["item"]: row for row in found if row["previous_report"]}
    for row in rows:
        scale = scales.get(row.scale)
        colour = scale.colour(row.rating) if scale and row.rating else ""
        before = earlier.get(row.item)
        place = scale.labels.index(row.rating) + 1 if scale and row.rating in scale.labels else 0
        made = Judgement(row, colour, ink(colour) if colour else "", at("ratings", row.item), place=place)
        if before is not None:
            told = (str(before[name]) for name in ("previous_rating", "previous_date", "break"))
            made = replace(made, before=next(told), before_date=next(told), breaks=tuple(next(told).split()))
        yield made


def _questions(
    rows: Mapping[str, Sequence[Any]], vocabulary: Vocabulary, at: RowAddress
) -> Iterator[tuple[str, tuple[Question, ...]]]:
    groups = {group.id: group.title or group.id for group in vocabulary.groups}
    names = {row.ref: row.standard for row in rows["ratings"] if row.ref}
    by_standard: dict[str, list[dict[str, Any]]] = {}
    for row in rows["key_questions"]:
        by_standard.setdefault(row.standard_ref or row.table, []).append(row._asdict())
    for ref, found in by_standard.items():
        name = names.get(ref) or found[0]["table"]
        standard = name if name.partition(" ")[0].rstrip(".") == ref else f"{ref} {name}".strip()
        questions = []
        for line in by_question(found):
            first = next(iter(line.values()))
            figures = (
                Figure(groups.get(group, group), row["percent"], row["marks"], at("key_questions", row["item"]))
                for group, row in line.items()
            )
            words = f"{first['ref']} {first['question']}".strip()
            own = first["key_question"] or first["question"]  # a prompt stands with the question that it is below
            questions.append((own, Question(words, first["level"] == "prompt", tuple(figures))))
        asked = list(dict.fromkeys(own for own, _ in questions))
        yield standard, tuple(one for own, one in sorted(questions, key=lambda told: asked.index(told[0])))


def lives_of(threads: Iterable[Thread], address: Address) -> dict[tuple[str, str, str], Life]:
    """By report, table and item: what else happened to a recommendation, or to one that a row follows up."""
    tables = {"asked": "recommendations", "followed up": "progress"}
    lives = {}
    for thread in threads:
        told = [
            (event, address(event.report_id, tables[event.kind], event.item) if event.kind in tables else "")
            for event in thread.events
        ]
        for event, _ in told:
            if event.kind in tables:
                others = tuple(one for one in told if one[0] is not event)
                lives[event.report_id, tables[event.kind], event.item] = others
    return lives


def _grouped(
    rows: Sequence[Any], name: Callable[[Any], str], table: str, at: RowAddress
) -> Iterator[tuple[str, tuple[tuple[Any, str], ...]]]:
    for one in dict.fromkeys(map(name, rows)):
        yield one, tuple((row, at(table, row.item)) for row in rows if name(row) == one)
