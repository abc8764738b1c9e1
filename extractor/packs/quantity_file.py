"""`quantities.yaml` becomes compiled rules for figures, each proved by its examples and near misses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import regex

from extractor.errors import PackError
from extractor.packs.faults import Faults, met
from extractor.packs.model import PackFile
from extractor.packs.model import Term as TermModel
from extractor.packs.quantities import NOTHING, Quantities, Term, which
from extractor.packs.read import PatternFile
from extractor.packs.shared_files import QuantityFile

_ENDS = r"(?!\w|[’']s\b)"  # of a subject: whose something is, is another


# What a pack or the file names as a subject or basis, and where it stands.
Placed = tuple[TermModel, str]


class QuantityRules:
    """The rules of `quantities.yaml`, to which each pack adds subjects and bases of its own."""

    def __init__(self, files: list[PatternFile], faults: Faults) -> None:
        """The rules as they stand in the file, each proved by its examples and near misses."""
        self._file = next((f for f in files if isinstance(f.model, QuantityFile) and f.model.figures), None)
        self._made: dict[tuple[int, ...], Quantities] = {}
        self.shared = self._compile((), (), (), faults)
        self._made[()] = self.shared

    def of(self, chain: Sequence[PatternFile], faults: Faults) -> Quantities:
        """The rules of a pack: what it and the packs that it extends name goes before what the file has of that id.

        Args:
            chain: the pack's own file and those that it extends, nearest first.
            faults: where faults of the pack's own subjects and bases are noted.
        """
        subjects, disabled = _named(chain, "subjects")
        bases, _ = _named(chain, "bases")
        disabled &= {term.id for term in (*self.shared.subjects, *self.shared.bases)}
        key = (*(id(term) for term, _ in (*subjects, *bases)), *map(hash, sorted(disabled)))
        if key not in self._made:
            self._made[key] = self._compile(subjects, bases, disabled, faults)
        made, file = self._made[key], chain[0]
        if isinstance(file.model, PackFile) and faults.proves(file.name):
            faults += _prove_terms(made, file, file.model)
        return made

    def _compile(
        self, subjects: Sequence[Placed], bases: Sequence[Placed], disabled: Collection[str], faults: Faults
    ) -> Quantities:
        file = self._file
        if file is None or not isinstance(file.model, QuantityFile):
            return Quantities()
        model, own = file.model, bool(subjects or bases or disabled)
        subjects = [*subjects, *_kept(file, "subjects", subjects, disabled)]
        bases = [*bases, *_kept(file, "bases", bases, disabled)]
        # Those of a pack are compiled when they are first asked for, as every long expression of what is proved.
        compile_ = faults.expression if own else faults.compile
        faults.macros = {}
        faults.macros = {"number": _number(model.numbers), "subject": _any(subjects)}
        for name, pattern in model.macros.items():
            faults.macros |= {name: f"(?:{faults.expand(pattern, file.at('macros', name))})"}
        known = len(faults)
        compiled = Quantities(
            model.numbers,
            frozenset(word.lower() for word in (*model.numbers, *model.begins)),
            compile_(
                "|".join(_figure(rule.pattern, n, rule.ignore_case) for n, rule in enumerate(model.figures)),
                file.at("figures"),
            ),
            compile_(model.before or "(?!)", file.at("before")),
            compile_(f"(?:{model.lead}){_alternatives(subjects)}", file.at("lead")),
            tuple((rule.id, rule.value, "{{subject}}" in rule.pattern) for rule in model.figures),
            tuple(_term(term, where, faults) for term, where in subjects),
            compile_(_alternatives(subjects), file.at("subjects")),
            tuple(_term(term, where, faults) for term, where in bases),
            compile_(_alternatives(bases), file.at("bases")),
            _begins(subjects),
            _begins(bases),
        )
        if not own and faults.proves(file.name):
            _prove_all(compiled, file, model, faults, known)
        return compiled


def _named(chain: Sequence[PatternFile], key: str) -> tuple[list[Placed], set[str]]:
    """The subjects or bases that the packs of a chain name, and the ids that they disable in those they extend."""
    named: dict[str, Placed] = {}
    disabled: set[str] = set()
    for link in chain:
        assert isinstance(link.model, PackFile)
        for number, term in enumerate(getattr(link.model, key)):
            if term.id not in disabled:
                named.setdefault(term.id, (term, link.at(key, number)))
        disabled |= set(link.model.disable)
    return list(named.values()), disabled


def _kept(file: PatternFile, key: str, own: Sequence[Placed], disabled: Collection[str]) -> Iterator[Placed]:
    """The subjects or bases of the file that no pack replaces or disables."""
    gone = {term.id for term, _ in own}.union(disabled)
    for number, term in enumerate(getattr(file.model, key)):
        if term.id not in gone:
            yield term, file.at(key, number)


def _prove_all(compiled: Quantities, file: PatternFile, model: QuantityFile, faults: Faults, known: int) -> None:
    """Faults of a file by its own examples; none are tried where there were more than `known` before."""
    from extractor.records import Quantity, columns  # nothing else of the packs needs them

    kinds = (NOTHING, *next(column.choices for column in columns(Quantity) if column.name == "kind"))
    for number, rule in enumerate(model.figures):
        where = f"{file.at('figures', number)} {rule.id}"
        if rule.value not in kinds:
            faults.append(f"{where}: stands for {rule.value!r}. Give it a value of: {', '.join(kinds)}.")
        if len(faults) == known:
            faults += _prove(compiled, rule, where)
    if len(faults) == known:
        faults += _prove_terms(compiled, file, model)


def _prove_terms(compiled: Quantities, file: PatternFile, model: QuantityFile | PackFile) -> Iterator[str]:
    """Faults of the subjects and bases that a file names, by their examples and near misses."""
    for key, search in (("subjects", compiled.subjects_in), ("bases", compiled.bases_in)):
        for number, term in enumerate(getattr(model, key)):
            yield from _prove_term(term, search, f"{file.at(key, number)} {term.id}")


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


def _any(terms: Sequence[Placed]) -> str:
    return rf"(?<!\w)(?:{'|'.join(term.pattern for term, _ in terms) or '(?!)'}){_ENDS}"


def _figure(pattern: str, number: int, ignore_case: bool) -> str:
    return f"(?:{pattern})(?P<_{number}>)" if ignore_case else f"(?-i:{pattern})(?P<_{number}>)"


def _alternatives(terms: Sequence[Placed]) -> str:
    named = "|".join(f"(?:{term.pattern})(?P<_{number}>)" for number, (term, _) in enumerate(terms))
    return rf"(?<!\w)(?:{named or '(?!)'}){_ENDS}"


def _begins(terms: Sequence[Placed]) -> tuple[str, ...]:
    if not all(term.begins for term, _ in terms):
        return ()
    return tuple(sorted({begin.lower() for term, _ in terms for begin in term.begins}))


def _term(term: TermModel, where: str, faults: Faults) -> Term:
    expression = faults.compile(rf"(?<!\w)(?:{term.pattern}){_ENDS}", f"{where} {term.id}")
    return Term(term.id, expression, term.weak, tuple(term.of), term.cases, term.apart)


def _prove(compiled: Quantities, rule: Any, where: str) -> Iterator[str]:
    """Faults of a figure by its examples and near misses, each read as a report is."""

    def read(text: str) -> Iterator[tuple[Any, str]]:
        return ((match, compiled.rules[which(match)][0]) for match, _ in compiled.matches(text))

    try:
        for example in rule.worked_examples:
            found, by = next(read(example.text), (None, ""))
            if found is None:
                yield f"{where}: example {example.text!r} does not match. Change the pattern or the example."
                continue
            if by != rule.id:
                yield f"{where}: example {example.text!r} is read by {by}. Change the pattern or the order."
            for name, value in example.fields.items():
                got = (found.captures(name) or [None])[-1] if name in found.re.groupindex else None
                if got != value:
                    yield f"{where}: example {example.text!r} gives {name} = {got!r}, not {value!r}."
        yield from met(rule.near_misses, lambda miss: next((m for m, by in read(miss) if by == rule.id), None), where)
    except PackError as slow:
        yield from slow.faults


def _prove_term(term: TermModel, search: Any, where: str) -> Iterator[str]:
    for text, wanted in [(t, True) for t in term.examples] + [(t, False) for t in term.near_misses]:
        found = [other.id for _, other in search(text, 0, len(text))]
        if (term.id in found) != wanted:
            told = f"is read as {', '.join(found) or 'nothing'}, not {term.id}" if wanted else "matches and must not"
            yield f"{where}: {text!r} {told}."
