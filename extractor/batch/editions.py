"""Editions of one report - its PDF and a text conversion, say - are noticed, and one of them is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.batch.inputs import Input
from extractor.batch.reading import Outcome
from extractor.records import Report

__all__ = ["keep_one_edition"]

# The edition that tells most comes first: a PDF has pages, and icons that a conversion has lost. What
# was recognised from a scan comes last.
_ORDER = ("pdf", "docx", "html", "txt", "pdf+ocr")
# Share of all runs of words of two texts that both must have. Editions of one report share most of them; two reports on
# one service in one framework share stock phrases.
_ALIKE = 0.6
_RUN = 4
_MARKS = re.compile(r"[^\w\s]")


def keep_one_edition(outcomes: Sequence[tuple[Input, Outcome]]) -> list[tuple[Input, Outcome]]:
    """The outcomes, with all editions of a report but one skipped; their message names the one that is kept."""
    kept: dict[str, list[int]] = {}  # by report id
    same_as: dict[int, str] = {}
    for number in sorted(range(len(outcomes)), key=lambda n: _rank(outcomes[n])):
        report = _report(outcomes[number][1])
        if report is None:
            continue
        others = kept.setdefault(report.report_id, [])
        twin = next((other for other in others if _same(outcomes[number][1], outcomes[other][1])), None)
        if twin is None:
            others.append(number)
        else:
            same_as[number] = outcomes[twin][0].source
    return [
        (file, outcome if number not in same_as else _skipped(outcome, same_as[number]))
        for number, (file, outcome) in enumerate(outcomes)
    ]


def _rank(pair: tuple[Input, Outcome]) -> tuple[int, str, str]:
    file, outcome = pair
    report = _report(outcome)
    format_ = report.format if report else ""
    return (_ORDER.index(format_) if format_ in _ORDER else len(_ORDER), file.source, file.sha256)


def _report(outcome: Outcome) -> Report | None:
    rows = outcome.records.get("reports", ())
    return rows[0] if rows and isinstance(rows[0], Report) else None


def _same(one: Outcome, other: Outcome) -> bool:
    """Whether two files hold one report: no printed fact of theirs differs, and their texts are alike."""
    first, second = _report(one), _report(other)
    facts = ("framework", "provider", "published", "fieldwork_start", "isbn")
    told = [(getattr(first, fact), getattr(second, fact)) for fact in facts]
    if any(a and b and a != b for a, b in told):
        return False
    return one.text == other.text or _alike(one.text, other.text)


def _alike(text: str, other: str) -> bool:
    runs, more = _runs(text), _runs(other)
    return len(runs & more) >= _ALIKE * len(runs | more)


@lru_cache(maxsize=8)  # a text is compared with all editions of its report in a row
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Runs of words of a text."""
    words = _MARKS.sub("", text.lower()).split()
    return frozenset(zip(*(words[n:] for n in range(_RUN)), strict=False)) or frozenset([tuple(words)])


def _skipped(outcome: Outcome, source: str) -> Outcome:
    message = f"is the same report as {source}, which is kept. Remove that file to have this one."
    return replace(outcome, status="skipped", stage="compare", message=message, records={}, text="")
