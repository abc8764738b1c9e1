"""Answers of people asked that a report tells more than once: in a section, again among its follow-ups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from extractor.check.inside.inspected import Inspected, compared
from extractor.check.inside.wordings import PLAIN, bases_of_cases, clauses
from extractor.packs import Pack
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import QuantityRow

__all__ = ["answers_between_prints"]

# Figures of one question that are compared, each with each.
_MOST = 8
_HALF = 0.5


@dataclass(frozen=True)
class _Told:
    """A share of the people asked, which answers it counts (none where that is not said), and where it stands."""

    value: float
    answers: frozenset[str]
    printed: str
    place: str

    @property
    def shown(self) -> str:
        counted = " or ".join(repr(answer) for answer in sorted(self.answers))
        return f"{self.place} prints {self.printed!r} {f'for {counted}' if counted else 'without the answer'}"


def answers_between_prints(report: Inspected) -> Iterator[Check]:
    """A share of the people asked is the same wherever the report tells it, and counts the same answers.

    Rule: what was asked is told by the rules `survey.question` of a pack, which answers are counted by `survey.answer`,
    of whom by the basis of the figure. The same answers have the same share. A share that is no greater for more
    answers warns: 60 per cent "always" and 60 per cent "always" or "most of the time" is possible only where nobody
    gave the other answer. Figures for other answers are not compared.
    """
    if (pack := report.pack) is None:
        return
    told: dict[str, dict[_Told, None]] = {}
    for item, figure in _figures(report, pack):
        told.setdefault(item, {})[figure] = None
    for item, figures in told.items():
        for one, other in combinations(list(figures)[:_MOST], 2):
            if one.place != other.place and (holds := _agree(one, other)) is not None:
                message = f"{one.shown}, {other.shown}"
                yield compared(item, one.printed, other.printed, message, "warn", holds)


def _figures(report: Inspected, pack: Pack) -> Iterator[tuple[str, _Told]]:
    """Shares of people asked, each with who was asked what, and the answers that its own clause names."""
    questions, of_cases = pack["survey.question"], bases_of_cases(pack)
    apart = {term.id for term in pack.quantities.subjects if term.apart}
    asked = [row for row in report.rows["quantities"] if row.basis not in of_cases and row.value is not None]
    for row, _, clause in clauses(asked):
        if row.value is None or row.start is None or not _plain(row):
            continue
        question = next((rule.value for rule in questions if rule.search(clause)), "")
        if question:
            answers = frozenset(rule.value for rule in pack["survey.answer"] if rule.search(clause))
            place = row.section_ref or report.places.name(row.start)
            some = f"{row.subject}/" if row.subject in apart else ""  # some of those asked
            yield f"{row.basis}/{some}{question}", _Told(row.value, answers, row.as_printed, place)


def _plain(row: QuantityRow) -> bool:
    """Whether a share stands for itself: a percentage without "almost", or a number of people out of those asked."""
    return bool(PLAIN.match(row.as_printed)) if row.kind == "percent" else row.kind == "fraction"


def _agree(one: _Told, other: _Told) -> bool | None:
    """Whether two shares agree; None where they count other answers, or one does not say which and is another."""
    same = abs(one.value - other.value) <= _HALF
    if not one.answers or not other.answers:
        return True if same else None
    if one.answers == other.answers:
        return same
    fewer, more = sorted((one, other), key=lambda told: len(told.answers))
    if fewer.answers < more.answers and fewer.value > more.value - _HALF:
        return False
    return None
