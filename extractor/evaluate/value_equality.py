"""When is a value right? Folds values, and turns a row of gold into the questions that a found row must answer.

Only what gold states is asked. Empty, null and '' are the same; columns with numbers are compared as numbers; curly and
straight quotes, the kinds of dash and runs of white space are the same in text. Case counts in strict mode only.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Literal

from rapidfuzz import fuzz

from extractor.records import EVIDENCE_COLUMNS, iter_columns

Mode = Literal["strict", "lenient"]
Kind = Literal["value", "lines", "start", "end", "words"]
MODES: tuple[Mode, ...] = ("strict", "lenient")
_MOST = 1e15  # from here on not every whole number is one of the numbers that are compared
SIMILAR = 0.95  # rapidfuzz ratio from which two texts are the same in lenient mode
WORDS = {"strict": 0.02, "lenient": 0.05}  # share by which the length of an example may differ

TEXT = frozenset(["question", "text", "title", "label", "standard", "addressee", "table", "section", "key_question"])
# Columns that gold may leave empty because we compute them: asked only where gold has a value.
COMPUTED = frozenset(
    {
        *EVIDENCE_COLUMNS,
        "item",
        "points",
        "points_max",
        "score",
        "score_max",
        "scale",
        "standard_id",
        "question_id",
        "date",
    }
    | {"sha256", "format", "pages", "evidence_of"}
)
NEVER = frozenset(["page", "report_id", "source"])
UNCHECKED_IF_NULL = {("findings", "number")}
TOLERATED = {("findings", "section"), ("findings", "section_ref")}  # in lenient mode
_REMARKS = frozenset(
    {"line", "body_line", "note", "heading_missing", "accept", "tolerable", "optional"}
    | {"findings_count", "derived_fields", "read_from", "unsettled"}
)
GOLD_NAMES = {("progress", "item"): "number", ("statistics", "note"): "category"}
SHAPES: dict[tuple[str, str], Kind] = {
    ("progress", "findings"): "lines",
    ("examples", "text_start"): "start",
    ("examples", "text_end"): "end",
    ("examples", "words"): "words",
}

_FOLDED = str.maketrans(
    dict.fromkeys("‘’‚‛′ʼ´`", "'") | dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‐‑‒–—―−─", "-") | {"\u00ad": ""}
)


def fold(value: Any, kind: type = str) -> str:
    """The form in which two values of a column are compared; '' for every kind of nothing.

    >>> fold("47.0", float), fold(47, float), fold("‘A – B’ "), fold("True", bool), fold(None)
    ('47', '47', "'A - B'", 'true', '')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    text = " ".join(str(value).translate(_FOLDED).split())
    if kind is bool:
        return {"1": "true", "0": "false", "yes": "true", "no": "false"}.get(text.lower(), text.lower())
    if kind in (int, float) and text:
        try:
            return format(float(text), ".12g")
        except ValueError:
            return text
    return text


def lines(value: Any) -> tuple[str, ...]:
    """The lines of a cell, or the items of a gold list, folded and without empty ones."""
    parts = value if isinstance(value, list | tuple) else re.split(r"\r?\n", "" if value is None else str(value))
    return tuple(filter(None, map(fold, parts)))


def similarity(a: str, b: str) -> float:
    """0-1, whatever the case; nothing is like nothing only."""
    return 1.0 if a == b else fuzz.ratio(a.casefold(), b.casefold()) / 100 if a and b else 0.0


@cache
def column_types(table: str) -> dict[str, type]:
    return {c.name: c.type for name, c in iter_columns() if name == table}


class Found:
    """A row of ours with its folded values."""

    __slots__ = ("folded", "lines", "raw")

    def __init__(self, table: str, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.folded = {name: fold(raw.get(name), kind) for name, kind in column_types(table).items()}
        self.lines = lines(raw.get("findings")) if table == "progress" else ()


@dataclass(frozen=True, slots=True)
class Want:
    """One question that gold asks of a row: does `column` hold one of `answers`?"""

    name: str  # what gold calls it
    column: str
    kind: Kind
    gold: Any
    answers: tuple[str, ...]
    tolerable: tuple[str, ...] = ()  # right in lenient mode only
    any_lenient: bool = False

    def right(self, found: Found, mode: Mode) -> bool:
        """Whether the row answers it."""
        if mode == "lenient" and self.any_lenient:
            return True
        answers = self.answers + self.tolerable if mode == "lenient" else self.answers
        value = "\n".join(found.lines) if self.kind == "lines" else found.folded[self.column]
        if self.kind == "words":
            count = len(value.split())
            return any(abs(count - float(n)) <= WORDS[mode] * float(n) for n in answers)
        if any(self._same(answer, value) for answer in answers):
            return True
        return mode == "lenient" and any(self._like(answer, value) for answer in answers)

    def exact(self, mode: Mode) -> bool:
        """Whether only a value that is one of `answers` is right."""
        loose = self.any_lenient or self.tolerable or self.column in TEXT
        return self.kind == "value" and not (mode == "lenient" and loose)

    def _same(self, answer: str, value: str) -> bool:
        if self.kind == "start":
            return f"{value} ".startswith(f"{answer} ")
        if self.kind == "end":
            return f" {value}".endswith(f" {answer}")
        return value == answer

    def _like(self, answer: str, value: str) -> bool:
        if self.kind == "start":
            return similarity(answer, value[: len(answer)]) >= SIMILAR
        if self.kind == "end":
            return similarity(answer, value[-len(answer) :]) >= SIMILAR
        if self.kind == "lines":
            ours, theirs = value.split("\n"), answer.split("\n")
            return len(ours) == len(theirs) and all(similarity(*p) >= SIMILAR for p in zip(ours, theirs, strict=True))
        return self.column in TEXT and similarity(answer, value) >= SIMILAR


class Gold:
    """A row of gold as the questions it asks."""

    __slots__ = ("line", "optional", "raw", "wants")

    def __init__(self, table: str, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.optional = bool(raw.get("optional"))
        self.line = raw.get("line")
        self.wants = tuple(_wants(table, raw))

    def right(self, found: Found, mode: Mode) -> bool:
        return all(want.right(found, mode) for want in self.wants)

    def wrong(self, found: Found, mode: Mode) -> list[Want]:
        return [want for want in self.wants if not want.right(found, mode)]

    def folded(self, name: str) -> str:
        """The first right answer to a question, '' where gold does not ask it."""
        return next((want.answers[0] for want in self.wants if want.name == name), "")


def _wants(table: str, raw: Mapping[str, Any]) -> Iterator[Want]:
    kinds = column_types(table)
    accept = raw.get("accept") or {}
    tolerable = raw.get("tolerable") or {}
    for name, value in raw.items():
        shape = SHAPES.get((table, name), "value")
        column = "text" if shape in ("start", "end", "words") else name
        renamed = GOLD_NAMES.get((table, name))
        if renamed and renamed not in raw:
            column = renamed
        nothing = value is None or value == ""
        if column not in kinds or column in NEVER:
            continue
        if nothing and (column in COMPUTED or shape in ("start", "end", "words")):
            continue
        if value is None and (table, column) in UNCHECKED_IF_NULL:
            continue
        if (table, column) == ("key_questions", "table") and value == "body":
            continue
        answers = _answers(shape, kinds[column], value, accept.get(name))
        loose = tolerable.get(name) if isinstance(tolerable, Mapping) else None
        extra = () if loose is None else _answers(shape, kinds[column], value, loose)[1:]
        any_lenient = (table, column) in TOLERATED or (isinstance(tolerable, list) and name in tolerable)
        yield Want(column if renamed else name, column, shape, value, answers, extra, any_lenient)


def _answers(shape: Kind, kind: type, value: Any, others: Any) -> tuple[str, ...]:
    """The folded gold value, then the folded others (a value, or a list of them)."""
    if shape == "lines":
        nested = isinstance(others, list) and any(isinstance(o, list) for o in others)
        more = [] if others is None else others if nested else [others]
        return tuple("\n".join(lines(v)) for v in [value, *more])
    more = [] if others is None else others if isinstance(others, list) else [others]
    return tuple(fold(v, float if shape == "words" else str if shape != "value" else kind) for v in [value, *more])


def unknown(table: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The names in rows of gold that are no column of the table and mean nothing else: perhaps misspelt."""
    known = {*column_types(table), *_REMARKS, *(name for where, name in {**GOLD_NAMES, **SHAPES} if where == table)}
    return sorted({name for row in rows for name in row} - known)


def misshapen(table: str, rows: Any) -> list[str]:
    """What in rows of gold cannot be compared, each with its row: the first five of it."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return [f"{table} is no list of rows"]
    found = (
        f"{table} row {number}: {name} is {str(value)[:40]!r}, not {wanted}"
        for number, row in enumerate(rows, 1)
        for name, value in row.items()
        if (wanted := _wanted(table, name, value))
    )
    return list(islice(found, 5))


def _wanted(table: str, name: str, value: Any) -> str:
    """What a value of gold should be; empty where it will do."""
    kind = column_types(table).get(name)
    if value is None or value == "":
        return ""
    if name in ("line", "body_line"):
        return "" if type(value) is int else "the number of a line"
    if name in ("accept", "tolerable"):
        return "" if isinstance(value, dict | list) else "an object of values by column"
    if (table, name) in SHAPES:
        wanted = {"lines": list, "words": int}.get(SHAPES[table, name], str)
        return (
            ""
            if isinstance(value, wanted)
            else {list: "a list of lines", int: "a number of words"}.get(wanted, "words")
        )
    if kind in (int, float):
        return "" if type(value) in (int, float) and abs(value) < _MOST else "a number"
    return "" if kind is None or isinstance(value, str | int | float) else "words"
