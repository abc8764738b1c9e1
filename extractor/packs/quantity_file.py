"""`quantities.yaml` becomes compiled rules for figures, each proved by its examples and near misses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from extractor.errors import PackError
from extractor.packs.expression import Expression
from extractor.packs.faults import Faults, met
from extractor.packs.quantities import NOTHING, Quantities, Term, which
from extractor.packs.read import PatternFile
from extractor.packs.shared_files import QuantityFile
from extractor.packs.shared_files import Term as TermModel

_ENDS = r"(?!\w|[’']s\b)"  # of a subject: whose something is, is another


def compile_quantities(files: list[PatternFile], faults: Faults) -> Quantities:
    """The figures, subjects and bases of `quantities.yaml`, each proved by its examples and near misses."""
    for file in files:
        if isinstance(file.model, QuantityFile) and file.model.figures:
            return _compile(file, file.model, faults)
    return Quantities()


def _compile(file: PatternFile, model: QuantityFile, faults: Faults) -> Quantities:
    faults.macros = {}
    faults.macros = {"number": _number(model.numbers), "subject": _any(model.subjects)}
    for name, pattern in model.macros.items():
        faults.macros |= {name: f"(?:{faults.expand(pattern, file.at('macros', name))})"}
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
    if faults.proves(file.name):
        _prove_all(compiled, file, model, faults, known)
    return compiled


def _prove_all(compiled: Quantities, file: PatternFile, model: QuantityFile, faults: Faults, known: int) -> None:
    """Faults of a file by its own examples; none are tried where there were more than `known` before."""
    from extractor.records import Quantity, columns  # nothing else of the packs needs them

    kinds = (NOTHING, *next(column.choices for column in columns(Quantity) if column.name == "kind"))
    for number, rule in enumerate(model.figures):
        where = f"{file.at('figures', number)} {rule.id}"
        if rule.value not in kinds:
            faults.append(f"{where}: stands for {rule.value!r}. Give it a value of: {', '.join(kinds)}.")
        if len(faults) == known:
            faults += _prove(compiled, faults.expression(rule.pattern, where, rule.ignore_case), rule, where)
    for key, terms, search in (
        ("subjects", model.subjects, compiled.subjects_in),
        ("bases", model.bases, compiled.bases_in),
    ):
        for number, term in enumerate(terms if len(faults) == known else ()):
            faults += _prove_term(term, search, f"{file.at(key, number)} {term.id}")


def _number(numbers: dict[str, float]) -> str:
    """An expression for a number in digits, its thousands parted by commas or blanks, or in words."""
    ones, teens, tens = (_words(numbers, low, high) for low, high in ((1, 10), (10, 20), (20, 100)))
    hundred, thousand = _words(numbers, 100, 1000), _words(numbers, 1000, 10_000)
    small = rf"(?:{tens}(?:[- ]{ones}(?!\w))?|{teens}|{ones})"
    more = rf"(?:(?:,? and |[ -]){small}(?!\w))?"
    middle = rf"(?:(?:(?:{ones}|{teens})[ -]|(?<=\ban? )){hundred}(?!\w){more}|{small})"
    begun = rf"(?:{middle}(?:[ -](?={thousand}(?!\w)))?|(?<=\ban? )(?={thousand}(?!\w)))"
    spelt = rf"(?>{begun}(?:(?<=[ -]){thousand}(?!\w)(?:(?:,? and |,? ){middle})?)?)(?!\w)"
    within = rf"(?<!\b(?:{hundred}|{thousand})(?:,? and|,)? )"  # the rest of a number is none
    grouped = r"(?<![\w.,/£$€:-])(?:\d{1,3}(?:,\d{3})+|(?<!\d )\d{1,3}(?: \d{3})+)(?!\d)"
    return rf"(?>{grouped}|(?<![\w.,/£$€:])\d+(?:\.\d+)?|(?<!\w){within}{spelt})"


def _words(numbers: dict[str, float], low: float, high: float) -> str:
    """An expression for the words of numbers from `low` to below `high`."""
    words = sorted(
        (regex.escape(word) for word, value in numbers.items() if low <= value < high), key=len, reverse=True
    )
    return f"(?:{'|'.join(words) or '(?!)'})"


def _any(terms: list[TermModel]) -> str:
    return rf"(?<!\w)(?:{'|'.join(term.pattern for term in terms) or '(?!)'}){_ENDS}"


def _figure(pattern: str, number: int, ignore_case: bool) -> str:
    return f"(?:{pattern})(?P<_{number}>)" if ignore_case else f"(?-i:{pattern})(?P<_{number}>)"


def _alternatives(terms: list[TermModel]) -> str:
    named = "|".join(f"(?:{term.pattern})(?P<_{number}>)" for number, term in enumerate(terms))
    return rf"(?<!\w)(?:{named or '(?!)'}){_ENDS}"


def _begins(terms: list[TermModel]) -> tuple[str, ...]:
    if not all(term.begins for term in terms):
        return ()
    return tuple(sorted({begin.lower() for term in terms for begin in term.begins}))


def _term(term: TermModel, where: str, faults: Faults) -> Term:
    expression = faults.compile(rf"(?<!\w)(?:{term.pattern}){_ENDS}", f"{where} {term.id}")
    return Term(term.id, expression, term.weak, tuple(term.of), term.cases, term.apart)


def _prove(compiled: Quantities, alone: Expression, rule: Any, where: str) -> Iterator[str]:
    """Faults of a figure by its examples, read as a report is, and its near misses, in which it finds nothing alone."""
    try:
        for example in rule.worked_examples:
            found = compiled.first(example.text)
            if found is None:
                yield f"{where}: example {example.text!r} does not match. Change the pattern or the example."
                continue
            read = compiled.rules[which(found)][0]
            if read != rule.id:
                yield f"{where}: example {example.text!r} is read by {read}. Change the pattern or the order."
            for name, value in example.fields.items():
                got = (found.captures(name) or [None])[-1] if name in found.re.groupindex else None
                if got != value:
                    yield f"{where}: example {example.text!r} gives {name} = {got!r}, not {value!r}."
        met_by_any = (miss for miss in rule.near_misses if compiled.figures and compiled.figures.search(miss))
        yield from met(met_by_any, alone.search, where)
    except PackError as slow:
        yield from slow.faults


def _prove_term(term: TermModel, search: Any, where: str) -> Iterator[str]:
    for text, wanted in [(t, True) for t in term.examples] + [(t, False) for t in term.near_misses]:
        found = [other.id for _, other in search(text, 0, len(text))]
        if (term.id in found) != wanted:
            told = f"is read as {', '.join(found) or 'nothing'}, not {term.id}" if wanted else "matches and must not"
            yield f"{where}: {text!r} {told}."
