"""Figures that prose tells to have risen or fallen, against each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import regex

from extractor.check.inspected import Inspected, compared
from extractor.check.wordings import PLAIN
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
    figures = sorted(
        (row for row in report.rows["quantities"] if _plain(row) and row.end is not None), key=lambda row: row.start
    )
    for before, after in pairwise(figures):
        between = report.text[before.end : after.start]
        if not report.text or after.start < before.end or len(between) > _LONGEST or "\n" in between:
            continue
        for sign, words in _BY.items():
            if _says(report.text, before, between, words):
                told = "risen" if sign > 0 else "fallen"
                message = f"told to have {told} from {before.as_printed!r}"
                limit = f"{'above' if sign > 0 else 'below'} {before.value:g}"
                holds = sign * (after.value - before.value) > 0
                yield compared(after.item, limit, after.value, message, "warn", holds)


def _plain(row: Any) -> bool:
    return row.start is not None and row.kind == "percent" and row.value is not None and bool(PLAIN.match(row.quote))


def _says(text: str, before: Any, between: str, words: Any) -> bool:
    """Whether the words say that a figure became the next: `A ... risen to B`, or `risen from A to B`."""
    last = next(reversed(list(words.finditer(between))), None)
    if last is not None:
        return bool(_TO.match(between[last.end() :]))
    if _ONLY_TO.match(between) is None:
        return False
    ahead = text[max(0, before.start - _LONGEST) : before.start].rpartition("\n")[2]
    last = next(reversed(list(words.finditer(ahead))), None)
    return last is not None and bool(_FROM.match(ahead[last.end() :]))
