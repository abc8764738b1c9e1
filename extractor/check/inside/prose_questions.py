"""Shares that prose tells in words, `almost three-quarters` or `in all cases`, against the tables of key questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.check.inside.inspected import Inspected, compared
from extractor.check.inside.quantity_shares import share_in_words
from extractor.check.inside.wordings import FEWEST, Line, Lines, clauses
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import QuantityRow

__all__ = ["restated_in_words", "shares_in_words"]

_ROUNDING = 0.5
# Shares of a question's words that must stand with a share told in words, and with words for all cases.
_ALIKE, _ALIKE_ALL = 0.8, 0.7
_BEFORE = 500


def shares_in_words(report: Inspected) -> Iterator[Check]:
    """A share of cases told in words is that of the question whose words it stands with, as nearly as words tell.

    Rule: the prose of a section restates its table: "in almost three-quarters of cases" 70 per cent, "in nine out of
    ten" 85 to 95. Under the heading of a key question, words for all cases (the rule `prose.all-cases` of a pack) stand
    for 100 where they tell of what the question asks. What a sentence restates is told by its words alone, and it may
    mean a prompt, so what differs warns; a share whose words are those of no question gives no row.
    """
    lines = Lines(report.rows["key_questions"], report.pack)
    if not lines.all:
        return
    figures = [row for row in report.rows["quantities"] if not lines.elsewhere(row.section_ref)]
    yield from restated_in_words(figures, lines)
    yield from _all_cases(report, lines)


def restated_in_words(figures: Iterable[QuantityRow], lines: Lines) -> Iterator[Check]:
    """Shares told in words, among rows of `quantities`, that stand with the words of some lines: a row for each."""
    for row, before, after in clauses(figures):
        if row.kind not in ("words", "fraction") or row.basis not in lines.bases:
            continue
        if (share := share_in_words(row, lines.pack)) is None:
            continue
        clause = after if len(lines.words_of(after)) >= FEWEST else f"{before} {after}"
        if alike := lines.restated(clause, row.section_ref, _ALIKE):
            alike.sort(key=lambda one: -one[0])
            yield _verdict(row, lines.negative(clause), share, [line for _, line in alike])


def _verdict(row: QuantityRow, negative: bool, share: tuple[float, float], alike: Sequence[Line]) -> Check:
    """What a share is to the lines whose words it stands with, the likeliest of them first."""
    low, high = share
    line = alike[0]
    percents = [percent for one in alike for percent in one.percents]
    holds = any(low <= percent <= high for percent in percents)
    holds = holds or (negative and any(low <= 100 - percent <= high for percent in percents))
    if negative and line.marked:
        holds = holds or low <= 100 - line.percents[0]
    told = ", ".join(f"{percent:g}" for percent in dict.fromkeys(line.percents))
    message = f"{row.as_printed!r} and {line.item}{', in the negative' if negative else ''}"
    return compared(row.item, f"100 - {told}" if negative else told, row.as_printed, message, "warn", holds)


def _all_cases(report: Inspected, lines: Lines) -> Iterator[Check]:
    """Words for all cases under the heading of a key question, which has its percentage in a table."""
    if (pack := report.pack) is None:
        return
    by_question = {line.question_id: line for line in reversed(lines.all) if line.question_id}
    for rule in pack["prose.all-cases"]:
        for offset, match in report.told(rule):
            sentence, start = match.string, offset - match.start()
            around = report.places.around(offset)
            question = pack.questions.find(around[-1].title) if around else None
            line = by_question.get(question[0]) if question else None
            if line is None or lines.negative(sentence):
                continue
            if any(goes_on.match(sentence) for goes_on in pack["prose.goes-on"]):
                before = report.text[max(0, start - _BEFORE) : start].rpartition("\n")[2].rstrip(" .?!")
                sentence = f"{before[max(map(before.rfind, ('. ', '? ', '! '))) + 1 :]}. {sentence}"
            alike = len(lines.words_of(pack.questions.fold(sentence)) & line.words) / len(line.words)
            if alike >= _ALIKE_ALL:
                message = f"{match[0]!r} under {around[-1].title!r}"
                holds = line.percents[0] >= 100 - _ROUNDING
                yield compared(line.item, line.percents[0], match[0], message, "warn", holds)
