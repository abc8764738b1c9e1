"""How prose tells figures: `quantities.yaml` as one expression that reads them, with their subjects and bases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import regex

from extractor.errors import PackError
from extractor.packs.expression import Expression
from extractor.packs.faults import Faults
from extractor.packs.model import Example, QuantityFile
from extractor.packs.model import Term as TermModel
from extractor.packs.read import PatternFile
from extractor.records import Quantity, columns

NOTHING = "none"  # the kind of words that only look like a figure
_WORD = regex.compile(r"\d+|\p{L}+")
_LONGEST_BEFORE = 40  # characters
_LONGEST_NUMBER = 16  # characters
_GROUPS = ("percent", "numerator", "denominator", "count")
_KINDS = (NOTHING, *next(column.choices for column in columns(Quantity) if column.name == "kind"))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: where it stands, the rule and kind it is of, and its numbers."""

    start: int
    end: int
    rule: str
    kind: str
    percent: float | None
    numerator: float | None
    denominator: float | None
    names: bool = False  # whether its words hold what it is of


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A compiled subject or basis; see `extractor.packs.model.Term`."""

    id: str
    expression: Expression
    weak: bool = False
    of: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Quantities:
    """Compiled figures, subjects and bases. Without a file of quantities nothing is read."""

    numbers: dict[str, float] = field(default_factory=dict)
    begins: frozenset[str] = frozenset()
    figures: Expression | None = None
    before: Expression | None = None
    followed: Expression | None = None
    rules: tuple[tuple[str, str, bool], ...] = ()  # id, kind, and whether its words hold what it is of
    subjects: tuple[Term, ...] = ()
    subject: Expression | None = None
    bases: tuple[Term, ...] = ()
    basis: Expression | None = None
    subject_begins: tuple[str, ...] = ()  # of the words at which subjects and bases are tried; empty for every one
    basis_begins: tuple[str, ...] = ()

    def read(self, text: str, start: int, end: int) -> Iterator[Figure]:
        """Figures between two offsets of a text, in reading order; none lies within another."""
        done = start
        for word in _WORD.finditer(text, start, end):
            if word.start() < done or not (word[0].isdigit() or word[0].lower() in self.begins):
                continue
            match = self.figures.match(text, word.start(), end) if self.figures is not None else None
            if match is None:
                continue
            rule, kind, names = self.rules[_which(match)]
            percent, numerator, denominator, count = (self._number(match, name) for name in _GROUPS)
            if numerator is not None and denominator is not None and not 0 <= numerator <= denominator > 0:
                continue
            if kind != NOTHING:
                counted = count if kind == "count" else numerator
                first = self._with_before(text, max(done, start), match.start())
                yield Figure(first, match.end(), rule, kind, percent, counted, denominator, names)
            done = match.end()

    def first(self, text: str) -> Any:
        """The first match of any figure in a text, those of kind none among them."""
        words = (word for word in _WORD.finditer(text) if word[0].isdigit() or word[0].lower() in self.begins)
        matches = (self.figures.match(text, word.start()) for word in words if self.figures is not None)
        return next((match for match in matches if match), None)

    def _with_before(self, text: str, start: int, at: int) -> int:
        """Where a figure begins together with the words before it that belong to it."""
        start = max(start, at - _LONGEST_BEFORE)
        for found in self.before.finditer(text, start, at + _LONGEST_BEFORE) if self.before is not None else ():
            if (
                found.end() < at
                and text[found.end() : at].isspace()
                and (found.start() == 0 or not text[found.start() - 1].isalnum())
            ):
                return int(found.start())
        return at

    def _number(self, match: Any, group: str) -> float | None:
        words = match.captures(group)
        return self.number(words[-1]) if words else None

    def number(self, words: str) -> float | None:
        """The number that digits or words stand for; None where they stand for none."""
        plain = words.replace(",", "").lower()
        try:
            return float(plain) if len(plain) < _LONGEST_NUMBER else None
        except ValueError:
            parts = [self.numbers.get(part) for part in regex.split(r"\P{L}+", plain)]
            return sum(part for part in parts if part is not None) if None not in parts else None

    def subjects_in(self, text: str, start: int, end: int) -> Iterator[tuple[Any, Term]]:
        """Every subject that is named in a stretch of text, and where."""
        return _terms(self.subject, self.subjects, text, start, end, self.subject_begins)

    def subject_of(self, text: str, figure: Figure, end: int) -> str:
        """What a figure is of by its own words, or by those that follow it at once; empty where they do not say."""
        own = [term.id for _, term in self.subjects_in(text, figure.start, figure.end)] if figure.names else []
        if own:
            return own[-1 if figure.kind == "count" else 0]
        match = self.followed.match(text, figure.end, end) if self.followed is not None else None
        return self.subjects[_which(match)].id if match else ""

    def bases_in(self, text: str, start: int, end: int) -> Iterator[tuple[Any, Term]]:
        """Every basis that is named in a stretch of text, and where."""
        return _terms(self.basis, self.bases, text, start, end, self.basis_begins)


def _terms(
    expression: Expression | None, terms: tuple[Term, ...], text: str, start: int, end: int, begins: tuple[str, ...]
) -> Iterator[tuple[Any, Term]]:
    if expression is None:
        return
    if not begins:
        for match in expression.finditer(text, start, end):
            yield match, terms[_which(match)]
        return
    for word in _WORD.finditer(text, start, end):
        if word.start() < start or not word[0].lower().startswith(begins):
            continue
        if match := expression.match(text, word.start(), end):
            start = match.end()
            yield match, terms[_which(match)]


def compile_quantities(files: list[PatternFile], faults: Faults) -> Quantities:
    """The figures, subjects and bases of `quantities.yaml`, each proved by its examples and near misses."""
    for file in files:
        if isinstance(file.model, QuantityFile):
            return _compile(file, file.model, faults)
    return Quantities()


def _compile(file: PatternFile, model: QuantityFile, faults: Faults) -> Quantities:
    faults.macros = {}
    faults.macros = {"number": _number(model.numbers), "subject": _any(model.subjects)}
    for name, pattern in model.macros.items():
        faults.macros[name] = f"(?:{faults.expand(pattern, file.at('macros', name))})"
    alone = [
        faults.compile(rule.pattern, file.at("figures", n), rule.ignore_case) for n, rule in enumerate(model.figures)
    ]
    known = len(faults)
    compiled = Quantities(
        model.numbers,
        frozenset(word.lower() for word in (*model.numbers, *model.begins)),
        faults.compile(
            "|".join(_figure(rule.pattern, n, rule.ignore_case) for n, rule in enumerate(model.figures)),
            file.at("figures"),
        ),
        faults.compile(model.before or "(?!)", file.at("before")),
        faults.compile(f"(?:{model.lead}){_alternatives(model.subjects)}", file.at("lead")),
        tuple((rule.id, rule.value, "{{subject}}" in rule.pattern) for rule in model.figures),
        tuple(_term(term, file.at("subjects", n), faults) for n, term in enumerate(model.subjects)),
        faults.compile(_alternatives(model.subjects), file.at("subjects")),
        tuple(_term(term, file.at("bases", n), faults) for n, term in enumerate(model.bases)),
        faults.compile(_alternatives(model.bases), file.at("bases")),
        _begins(model.subjects),
        _begins(model.bases),
    )
    for number, rule in enumerate(model.figures):
        where = f"{file.at('figures', number)} {rule.id}"
        if rule.value not in _KINDS:
            faults.append(f"{where}: stands for {rule.value!r}. Give it a value of: {', '.join(_KINDS)}.")
        if len(faults) == known:
            faults += _prove(compiled, alone[number], rule, where)
    for key, terms, search in (
        ("subjects", model.subjects, compiled.subjects_in),
        ("bases", model.bases, compiled.bases_in),
    ):
        for number, term in enumerate(terms if len(faults) == known else ()):
            faults += _prove_term(term, search, f"{file.at(key, number)} {term.id}")
    return compiled


def _which(match: Any) -> int:
    """Which of several alternatives matched: each ends in an empty group that has its number."""
    return next(int(name[1:]) for name, span in match.groupdict().items() if name[0] == "_" and span is not None)


def _words(numbers: dict[str, float]) -> list[str]:
    return sorted((regex.escape(word) for word in numbers), key=len, reverse=True)


def _number(numbers: dict[str, float]) -> str:
    """An expression for a number in digits or in words."""
    words = "|".join(_words(numbers))
    tens = "|".join(regex.escape(word) for word, value in numbers.items() if 20 <= value < 100)
    ones = "|".join(regex.escape(word) for word, value in numbers.items() if 0 < value < 10)
    spelt = rf"(?>(?:{tens})[- ](?:{ones})(?!\w)|(?:{words})(?!\w))" if tens and ones else rf"(?:{words})(?!\w)"
    return rf"(?:(?<![\w.,/£$€:-])\d{{1,3}}(?:,\d{{3}})+(?!\d)|(?<![\w.,/£$€:])\d+(?:\.\d+)?|(?<!\w){spelt})"


def _any(terms: list[TermModel]) -> str:
    return rf"(?<!\w)(?:{'|'.join(term.pattern for term in terms) or '(?!)'})(?!\w)"


def _figure(pattern: str, number: int, ignore_case: bool) -> str:
    return f"(?:{pattern})(?P<_{number}>)" if ignore_case else f"(?-i:{pattern})(?P<_{number}>)"


def _alternatives(terms: list[TermModel]) -> str:
    named = "|".join(f"(?:{term.pattern})(?P<_{number}>)" for number, term in enumerate(terms))
    return rf"(?<!\w)(?:{named or '(?!)'})(?!\w)"


def _begins(terms: list[TermModel]) -> tuple[str, ...]:
    if not all(term.begins for term in terms):
        return ()
    return tuple(sorted({begin.lower() for term in terms for begin in term.begins}))


def _term(term: TermModel, where: str, faults: Faults) -> Term:
    expression = faults.compile(rf"(?<!\w)(?:{term.pattern})(?!\w)", f"{where} {term.id}")
    return Term(term.id, expression, term.weak, tuple(term.of))


def _prove(compiled: Quantities, alone: Expression, rule: Any, where: str) -> Iterator[str]:
    """Faults of a figure by its examples, read as a report is, and its near misses."""
    try:
        for example in rule.examples:
            example = Example(text=example) if isinstance(example, str) else example
            found = compiled.first(example.text)
            if found is None:
                yield f"{where}: example {example.text!r} does not match. Change the pattern or the example."
                continue
            read = compiled.rules[_which(found)][0]
            if read != rule.id:
                yield f"{where}: example {example.text!r} is read by {read}. Change the pattern or the order."
            for name, value in example.fields.items():
                got = (found.captures(name) or [None])[-1] if name in found.re.groupindex else None
                if got != value:
                    yield f"{where}: example {example.text!r} gives {name} = {got!r}, not {value!r}."
        for miss in rule.near_misses:
            if found := alone.search(miss):
                yield f"{where}: near miss {miss!r} matches {found[0]!r} and must not."
    except PackError as slow:
        yield from slow.faults


def _prove_term(term: TermModel, search: Any, where: str) -> Iterator[str]:
    for text, wanted in [(t, True) for t in term.examples] + [(t, False) for t in term.near_misses]:
        found = [other.id for _, other in search(text, 0, len(text))]
        if (term.id in found) != wanted:
            told = f"is read as {', '.join(found) or 'nothing'}, not {term.id}" if wanted else "matches and must not"
            yield f"{where}: {text!r} {told}."
