"""Facts about a service that its report prints more than once: in prose, again in other prose, in a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import regex

from extractor.check.inside.inspected import Inspected, compared
from extractor.domain import numerals
from extractor.packs import Pack
from extractor.records import Check

__all__ = ["facts_between_prints"]

# Prints of one fact that are compared, each with each; a report that has more of them repeats itself.
_MOST = 6
_ASIDE = regex.compile(r"\([^()\n]{0,200}\)")
_TURN = regex.compile(r";|, (?:but|while|whereas|although)\b")
_CLAUSE = regex.compile(r"[^,;.(–]{0,60}")
# What makes the figure behind it no figure of its own.
_ROUGH = regex.compile(
    r"\b(?:(?:less|more|fewer|greater|higher|lower) than|over|under|almost|nearly|around|about|roughly|approximately"
    r"|up to|at least|at most|between|from)\s+$",
    regex.I,
)
_SHOWN = 160


@dataclass(frozen=True)
class _Print:
    """A figure of a fact where it stands: the section, the figure as printed, and the words that it was read from."""

    part: str
    place: str
    value: float
    printed: str
    words: str


def facts_between_prints(report: Inspected) -> Iterator[Check]:
    """A fact that a report prints more than once has the same figure wherever it stands.

    Rule: a report tells the figures of its service (caseloads, vacancies, who is supervised) where it judges them,
    where it follows up earlier recommendations and in its tables. Which words tell which fact is said by the rules
    `fact.prose` and `fact.row` of a pack, which words mean another place or time by `fact.elsewhere`. Figures are equal
    where they are so in as many places behind the point as both have. Reports date their figures differently, so what
    differs warns. A summary of many services is not looked at.
    """
    if (pack := report.pack) is None or report.about.report_type == "summary":
        return
    prints: dict[tuple[str, str], dict[tuple[str, str], _Print]] = {}
    for fact, found in [*_in_prose(report, pack), *_in_rows(report, pack)]:
        prints.setdefault((found.part, fact), {}).setdefault((found.place, found.printed), found)
    for (part, fact), places in prints.items():
        for one, other in combinations(list(places.values())[:_MOST], 2):
            item = fact if part == "main" else f"{part}/{fact}"
            message = f"{one.place} prints {one.words}, {other.place} prints {other.words}"
            yield compared(item, one.printed, other.printed, message, "warn", _agree(one, other))


def _in_prose(report: Inspected, pack: Pack) -> Iterator[tuple[str, _Print]]:
    """Facts that sentences tell, of the service at its inspection, in reading order."""
    found = []
    for rule in pack["fact.prose"]:
        for offset, match in report.told(rule):
            rough = _ROUGH.search(match.string, 0, match.start("value"))
            if not rough and not _elsewhere(pack, rule.value, _around(match.string, match.start(), match.end())):
                found.append((offset, rule.value, match))
    for offset, fact, match in sorted(found, key=lambda one: one[0]):
        value = _value(match["value"])
        if value is not None:
            part, place = report.places.part(offset), report.places.name(offset)
            yield fact, _Print(part, place, value, match["value"], repr(_shown(match[0])))


def _in_rows(report: Inspected, pack: Pack) -> Iterator[tuple[str, _Print]]:
    """Facts that rows of data tables print, in columns of the service itself."""
    rules = pack["fact.row"]
    for row in report.rows["statistics"]:
        if row.value is None or not row.label:
            continue
        label = row.label.lower()
        likely = (rule for rule in rules if not rule.words or any(word in label for word in rule.words))
        rule = next((rule for rule in likely if rule.match(row.label)), None)
        if rule is None or any(_elsewhere(pack, rule.value, words) for words in (row.category, row.label, row.group)):
            continue
        offset = row.start if row.start is not None else 0
        part, place = report.places.part(offset), row.section_ref or report.places.name(offset)
        printed = row.as_printed.strip() or f"{row.value:g}"
        words = f"{printed} at {_shown(row.label)!r}"
        yield rule.value, _Print(part, place, row.value, printed, words)


def _around(words: str, start: int, end: int) -> str:
    """A match in its sentence, from where that begins or turns to the end of the clause, without words in brackets."""
    begins = max((found.end() for found in _TURN.finditer(words, 0, start)), default=0)
    behind = _CLAUSE.match(words, end)
    return str(_ASIDE.sub(" ", words[begins : behind.end() if behind else end]))


def _elsewhere(pack: Pack, fact: str, words: str) -> bool:
    """Whether words tell of another place or time than the service at its inspection."""
    return any(fact.startswith(rule.value) and rule.search(words) for rule in pack["fact.elsewhere"])


def _shown(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}..."


def _value(words: str) -> float | None:
    """A figure in digits or words."""
    return float(words.replace(",", "")) if words[:1].isdecimal() else numerals.count(words)


def _agree(one: _Print, other: _Print) -> bool:
    """Whether two figures are the same as far as both are told."""
    places = min(_places(one.printed), _places(other.printed))
    return abs(one.value - other.value) <= 0.5 * 10.0**-places + 1e-9


def _places(printed: str) -> int:
    """Places behind the point of a figure as printed."""
    found = regex.search(r"\d\.(\d+)", printed)
    return len(found[1]) if found else 0
