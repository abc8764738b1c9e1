"""Figures of data tables that the prose of their section tells again: the same share of the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from extractor.check.inside.inspected import Inspected, compared
from extractor.check.inside.quantity_shares import nearness, share_told
from extractor.check.inside.wordings import clauses, words_of
from extractor.packs import Pack
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import QuantityRow, Spanned, StatisticRow

__all__ = ["restated_statistics"]

_FEWEST, _FEWEST_CITED = 2, 1  # words of a label, without those that only say that it is a share
_WORDS_TO_ONE_MORE = 3  # of a label, for each word that stands with a figure and not in it
_MARK = regex.compile(r"[,;:.(–—]")
_ASIDE = regex.compile(r"\([^()]*\)")
_NAME = regex.compile(r"(?<=\S\s+)\p{Lu}[\p{L}\d]*|\b(?:19|20)\d\d\b")  # of a place, or a year
_CITED = regex.compile(r"\p{L}+ \p{L}?\d+(?:\.\d+)*")


@dataclass(frozen=True)
class _Line:
    """A line of a table: where it stands, words of its label and around it, whom it counts, its percentages, and how
    near each is."""

    item: str
    place: tuple[str, str]
    cited: str
    words: frozenset[str]
    around: frozenset[str]
    subjects: frozenset[str]
    negative: bool
    percents: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class _Clause:
    """Words that stand with a figure: what it is of, whether that was not so, and all words around it."""

    words: frozenset[str]
    negative: bool
    around: str


def restated_statistics(report: Inspected) -> Iterator[Check]:
    """A share that prose tells in the words of a row of its section's tables is one of that row's percentages.

    Rule: the prose of a section restates its tables: "82 per cent of staff were satisfied" or "four in five", and
    "Staff satisfied 82%". All words of the row's label must stand with the figure, and hardly another; a rounded figure
    is compared as near as it is told, and one of another place or time is not. What is meant is told by words alone,
    and tables have dates of their own, so what differs warns; a share whose words are those of no row gives no row.
    """
    if (pack := report.pack) is None or not report.rows["statistics"]:
        return
    by_word: dict[str, list[_Line]] = {}
    places: set[tuple[str, str] | None] = set()
    cited: set[str] = set()
    for line in _lines(report, pack):
        places.add(line.place)
        cited.add(line.cited)
        for word in line.words:
            by_word.setdefault(word, []).append(line)
    own = _words(pack, report.about.provider)
    for row, before, after in clauses(report.rows["quantities"]) if by_word else ():
        sentence = row.sentence.casefold()
        if _place(report, row) not in places and not any(name in sentence for name in cited if name):
            continue
        share = share_told(row, pack)
        found = _restated(report, pack, row, _clauses(pack, row, before, after), by_word, own) if share else []
        if share and found:
            yield from _verdict(row, share, found)


def _lines(report: Inspected, pack: Pack) -> Iterator[_Line]:
    """The lines of data tables that have a percentage, each with all of them."""
    rows: dict[tuple[str, ...], list[StatisticRow]] = {}
    for row in report.rows["statistics"]:
        if row.unit == "percent" and row.value is not None and row.label and row.start is not None:
            rows.setdefault((row.section_ref, row.table, row.category, row.label), []).append(row)
    for (_, table, category, label), line in rows.items():
        words = _words(pack, _ASIDE.sub(" ", label))
        around = _words(pack, " ".join([table, category, label, *(row.group for row in line)]))
        place = _place(report, line[0])
        cited = found[0].casefold() if (found := _CITED.match(table)) else ""
        if words and place:
            percents = tuple((row.value, nearness(row.as_printed)) for row in line if row.value is not None)
            named = pack.quantities.subjects_in(label, 0, len(label))
            subjects = frozenset(term.id for _, term in named)
            yield _Line(line[0].item, place, cited, words, around, subjects, _is_negative(pack, label), percents)


def _place(report: Inspected, row: Spanned) -> tuple[str, str] | None:
    """Part and section that a row stands in; None where it stands in none."""
    if row.start is None or not report.places.around(row.start):
        return None
    return report.places.part(row.start), report.places.name(row.start)


def _words(pack: Pack, text: str) -> frozenset[str]:
    """Words that say what is counted."""
    for rule in pack["prose.frame"]:
        for found in reversed(list(rule.finditer(text))):
            text = f"{text[: found.start()]} {text[found.end() :]}"
    return words_of(pack.questions.fold(text), pack.questions.silent)


def _is_negative(pack: Pack, text: str) -> bool:
    return any(rule.search(text) for rule in pack["prose.negative"])


def _clauses(pack: Pack, row: QuantityRow, before: str, after: str) -> Iterator[_Clause]:
    """What may say what a figure is of: the words behind it; of the first in a sentence, those before it, too."""
    first = row.sentence.startswith(before)
    turns = [found.start() for rule in pack["prose.turn"] if (found := rule.search(after))]
    behind = after[: min(turns, default=len(after))]
    ahead = _MARK.split(before)[-1] if first else ""
    around = f"{before} {behind}" if before.strip() and first else f"- {behind}"
    if any(rule.search(around) for rule in pack["prose.other"]):
        return
    for text in dict.fromkeys((behind, f"{ahead} {behind}")):
        if words := _words(pack, text):
            yield _Clause(words, _is_negative(pack, f"{ahead} {behind}"), around)


def _restated(
    report: Inspected,
    pack: Pack,
    row: QuantityRow,
    told: Iterable[_Clause],
    by_word: dict[str, list[_Line]],
    own: frozenset[str],
) -> list[tuple[_Line, bool]]:
    """The lines that a figure restates, and whether one of the two says that something was not so."""
    place = _place(report, row)
    for clause in told:
        met: dict[str, tuple[int, _Line]] = {}
        for word in clause.words:
            for line in by_word.get(word, ()):
                met[line.item] = met.get(line.item, (0, line))[0] + 1, line
        sentence = row.sentence.casefold()
        names = _words(pack, " ".join(_NAME.findall(clause.around)))
        found = []
        for count, line in met.values():
            cited = bool(line.cited) and line.cited in sentence
            known = line.around | own
            other = clause.words - known
            same = not row.subject or not line.subjects or row.subject in line.subjects
            near = same and not names - known and len(other) <= len(line.words) // _WORDS_TO_ONE_MORE
            fewest = _FEWEST_CITED if cited else _FEWEST
            if (cited or place == line.place) and count == len(line.words) >= fewest and near:
                found.append((count, line))
        if found:
            most = max(count for count, _ in found)
            return [(line, line.negative != clause.negative) for count, line in found if count == most]
    return []


def _verdict(row: QuantityRow, share: tuple[float, float], found: list[tuple[_Line, bool]]) -> Iterator[Check]:
    low, high = share
    percents = [(100 - value if negative else value, near) for line, negative in found for value, near in line.percents]
    holds = any(low - near <= value <= high + near for value, near in percents)
    if not holds and any(negative for _, negative in found):
        return  # what is left undone may be more than the rest
    line = found[0][0]
    told = ", ".join(f"{value:g}" for value in dict.fromkeys(value for value, _ in percents))
    yield compared(row.item, told, row.as_printed, f"{row.as_printed!r} and {line.item}", "warn", holds)
