"""What a cell of a table counts: its figures, each with its unit, or a mark that stands where a figure would."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import regex

from extractor.packs import Pack

_TIMES = {"k": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9}
_SEPARATORS = regex.compile(r"[,\s£+]")
_MINUS = str.maketrans("−–", "--")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_NUMBER = regex.compile(r"\d{1,3}(?:\.\d{1,2})?")  # which may number an item
_WORD = regex.compile(r"\p{L}{3}")
_MOST_REMEMBERED = 4_000  # cells


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a cell.

    `value` is None for what stands in a figure's place. `unit` is what the cell itself says that it counts, empty where
    it says nothing. `scaled` says that the cell names its own thousands or millions. `word` is the word before one of
    several figures. `rule` is the id of the rule that read it. `below_zero_in` is the unit in which it is below zero,
    as accounts print such figures in brackets; empty where it has its sign. `aside` says that it stands in brackets
    behind another, `worked_out` that its value is not spelt as it is printed: 2½.
    """

    value: float | None
    unit: str
    scaled: bool
    word: str
    rule: str
    below_zero_in: str = ""
    aside: bool = False
    worked_out: bool = False


@lru_cache(maxsize=_MOST_REMEMBERED)  # a cell is asked of for its column, its row and itself
def figures(pack: Pack, printed: str) -> tuple[Figure, ...]:
    """The figures of a cell in the order of their print; empty where it holds words or dates."""
    if found := pack.match("statistics.value", printed):
        rule, match = found
        first = _figure(pack, match, rule)
        if first is None:
            return ()
        aside = pack.match("statistics.value", (match.groupdict().get("aside") or "").strip())
        second = _figure(pack, aside[1], aside[0]) if aside and not aside[1].groupdict().get("aside") else None
        return (first, replace(second, aside=True)) if second is not None else (first,)
    if several := _several(pack, printed):
        return tuple(several)
    if found := pack.match("statistics.blank", printed):
        return (Figure(None, unit_of(pack, [f"cell {printed}"]) or found[0].value, False, "", found[0].id),)
    return ()


def is_figure(pack: Pack, printed: str) -> bool:
    """Whether a cell holds a figure with a value."""
    return any(figure.value is not None for figure in figures(pack, printed))


def stand_first(pack: Pack, rows: Sequence[Sequence[str]]) -> bool:
    """Whether each row is a figure and what it is of, as facts of a service are set: `1,204`, `people supervised`.

    Numbers that count the rows, as 1, 2 and 3.1, 3.2 do, and years only number what stands behind them.
    """
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    if len(filled) < 2 or any(len(row) != 2 or figures(pack, row[1]) or not _WORD.search(row[1]) for row in filled):
        return False
    first = [row[0] for row in filled]
    if not all(figures(pack, text) for text in first) or not any(is_figure(pack, text) for text in first):
        return False
    if all(map(_YEAR.fullmatch, first)):
        return False
    if not all(map(_NUMBER.fullmatch, first)):
        return True
    numbers = [float(text) for text in first]
    steps = {after - before for before, after in pairwise(numbers)}
    return min(steps) <= 0 or not (steps == {1.0} or all("." in text for text in first))


def unit_of(pack: Pack, told: Iterable[str]) -> str:
    """The unit that the first of some descriptions tells, each with its place before it, as `column %`; or empty."""
    return next((found[0].value for one in told if (found := pack.match("units", one))), "")


def scale_of(pack: Pack, told: Iterable[str]) -> float:
    """How many times over a figure counts, as the first description says that tells it: 1000 under `£000`."""
    return next((float(found[0].value) for one in told if (found := pack.match("scales", one))), 1.0)


def _figure(pack: Pack, match: Any, rule: Any) -> Figure | None:
    groups = match.groupdict()
    value = number(groups["value"] or "")
    whole = number(groups["whole"]) if groups.get("whole") else None
    if value is None or (whole is not None and value > whole):
        return None
    times = _TIMES.get((groups["unit"] or "").lower(), 1.0)
    unit = unit_of(pack, [f"cell {groups['value']} {groups['unit'] or ''} {groups.get('rest') or ''}".strip()])
    word, fraction = groups.get("word") or "", bool(groups.get("fraction"))
    return Figure(round(value * times, 6), unit, times != 1, word, rule.id, rule.value, worked_out=fraction)


def _several(pack: Pack, printed: str) -> list[Figure]:
    """Figures of a cell that holds nothing but figures, each with a word before it; a name with a year is none."""
    found = [(rule, match) for rule in pack["statistics.several"] for match in rule.finditer(printed)]
    if not found or sum(len(match[0]) for _, match in found) + len(found) - 1 != len(printed):
        return []
    if len(found) == 1 and _YEAR.fullmatch(found[0][1]["value"] or "") and not found[0][1]["unit"]:
        return []
    return [figure for rule, match in found if (figure := _figure(pack, match, rule)) is not None]


def number(printed: str) -> float | None:
    """A number as printed, with its sign, separators and vulgar fraction; None where it is none."""
    bare = _SEPARATORS.sub("", printed.translate(_MINUS))
    part = unicodedata.numeric(bare[-1], 0.0) if bare and not bare[-1].isascii() else 0.0
    try:
        value = float(bare[:-1] if part else bare)
    except ValueError:
        return None
    return value - part if value < 0 else value + part
