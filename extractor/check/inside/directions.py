"""Figures that prose tells to have risen or fallen, against each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from extractor.check.inside.inspected import Inspected, compared
from extractor.check.inside.row_positions import placed
from extractor.check.inside.wordings import PLAIN
from extractor.records import Check

__all__ = ["moves_as_told"]

_LONGEST = 200  # characters between two figures of which the second is what the first became
_RISEN = r"(?:risen|rising|rose|rises|increas(?:ed|es|ing)|grown|grew|gone up|went up|climbed)"
_FALLEN = (
    r"(?:fallen|falling|fell|falls|decreas(?:ed|es|ing)|dropped|drops|declined|reduced|gone down|went down|worsened)"
)
_DEGREE = r"(?:\s+(?:only|slightly|sharply|further|significantly|marginally|markedly))?"
_BY = {1: regex.compile(rf"\b{_RISEN}{_DEGREE}\b", regex.I), -1: regex.compile(rf"\b{_FALLEN}{_DEGREE}\b", regex.I)}
_TO = regex.compile(r"^\s+(?:again\s+)?to\s+$", regex.I)
_FROM = regex.compile(r"^\s+from\s+$", regex.I)
_ONLY_TO = regex.compile(r"^(?:\s+of\s+[\w ]{1,40})?,?\s+to\s+$", regex.I)


def moves_as_told(report: Inspected) -> Iterator[Check]:
    """Of two percentages the second is greater where the prose says that the first has risen to it, less where fallen.

    Rule: the words, "in 40 per cent of cases ... that figure had risen to 55 per cent", "has fallen from 60 per cent to
    52 per cent". Which figure is meant is told by its place alone, so what differs warns.
    """
    figures = placed(row for row in report.rows["quantities"] if row.kind == "percent" and PLAIN.match(row.quote))
    told = [(start, end, row, row.value) for start, end, row in figures if row.value is not None]
    for (begun, stop, before, earlier), (start, _, after, later) in pairwise(told):
        between = report.text[stop:start]
        if not report.text or start < stop or len(between) > _LONGEST or "\n" in between:
            continue
        ahead = report.text[max(0, begun - _LONGEST) : begun].rpartition("\n")[2]
        for sign, words in _BY.items():
            if _says(ahead, between, words):
                message = f"told to have {'risen' if sign > 0 else 'fallen'} from {before.as_printed!r}"
                limit = f"{'above' if sign > 0 else 'below'} {earlier:g}"
                yield compared(after.item, limit, later, message, "warn", sign * (later - earlier) > 0)


def _says(ahead: str, between: str, words: regex.Pattern[str]) -> bool:
    """Whether the words say that a figure became the next: `A ... risen to B`, or `risen from A to B`.

    Args:
        ahead, between: what stands in the line before the figure, and between the two.
        words: words for having risen, or for having fallen.
    """
    last = next(reversed(list(words.finditer(between))), None)
    if last is not None:
        return bool(_TO.match(between[last.end() :]))
    if _ONLY_TO.match(between) is None:
        return False
    last = next(reversed(list(words.finditer(ahead))), None)
    return last is not None and bool(_FROM.match(ahead[last.end() :]))
