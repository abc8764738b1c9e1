"""Checked models become compiled rules. A pack loads only if every example matches and every near miss does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, get_args

from extractor.domain.services import Services
from extractor.errors import PackError
from extractor.packs.closed import unknown_names
from extractor.packs.codebook import Codebook, codebook_of
from extractor.packs.expression import Expression
from extractor.packs.faults import Faults, met, suggest
from extractor.packs.model import (
    Attribute,
    Bands,
    Group,
    Limit,
    PackFile,
    Question,
    QuestionFile,
    Scale,
    ScaleFile,
    SectionName,
    Usual,
)
from extractor.packs.model import Rule as RuleModel
from extractor.packs.model import Standard as StandardModel
from extractor.packs.needs import is_of, lacks, unasked
from extractor.packs.quantities import Quantities
from extractor.packs.quantity_file import compile_quantities
from extractor.packs.read import PatternFile
from extractor.packs.register import compile_register
from extractor.packs.tokens import TokenExpression


@dataclass(frozen=True, eq=False)
class Rule:
    """A compiled rule. `id` is `pack/rule`; the methods are those of its expression."""

    id: str
    expression: Expression | TokenExpression
    value: str = ""
    scope: str = "report"
    words: tuple[str, ...] = ()

    def match(self, text: str) -> Any:
        """Match at the beginning of a text."""
        return self.expression.match(text)

    def search(self, text: str, start: int = 0, end: int | None = None) -> Any:
        """First match in a text."""
        return self.expression.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Any]:
        """All matches in a text."""
        return self.expression.finditer(text, start, end)


@dataclass(frozen=True, eq=False)
class Standard:
    """Something that is judged: canonical id, level, number in the framework, and its names as an expression.

    `weight` is what its score counts for, `questions` the ids of the key questions that are asked of it; `rated` says
    that every report of the framework rates it, `scored` that its points count in the overall score. `under` is the
    heading that it stands under, where other standards have its name.
    """

    id: str
    level: str
    ref: str
    name: Expression
    weight: float | None = None
    questions: tuple[str, ...] = ()
    rated: bool = True
    scored: bool = True
    under: Expression | None = None


@dataclass(frozen=True, eq=False)
class Questions:
    """Key questions across frameworks, the words that mean the same, and those that tell no question from another."""

    questions: tuple[tuple[str, str, Expression], ...] = ()  # id, standard id, expression
    same: tuple[tuple[Expression, str], ...] = ()
    silent: frozenset[str] = frozenset()

    def fold(self, text: str) -> str:
        """A question in lower case with words of like meaning made one."""
        folded = " ".join(text.lower().replace("’", "'").split())
        for expression, word in self.same:
            folded = expression.sub(word, folded)
        return folded

    def find(self, text: str) -> tuple[str, str] | None:
        """(question id, standard id) of a wording, or None where no key question is worded so."""
        return _find_question(self, self.fold(text))


@lru_cache(maxsize=4096)  # reports of one framework ask the same questions
def _find_question(questions: Questions, folded: str) -> tuple[str, str] | None:
    for id_, standard, expression in questions.questions:
        if expression.search(folded):
            return id_, standard
    return None


_LONGEST_LABEL = 120  # characters of a label with a note behind it
_MOST_MATCHES = 10_000  # that a pack remembers


@dataclass(frozen=True, eq=False)
class Pack:
    """The compiled rules and vocabulary of a framework, its own before those it extends."""

    id: str
    title: str
    model: PackFile
    rules: tuple[Rule, ...]
    scale: Scale | None
    standards: tuple[Standard, ...]
    numbered: Expression  # matches where the number of a standard stands with room behind it, as before its name
    sections: tuple[tuple[Expression, SectionName], ...]
    provider_types: tuple[tuple[Expression, str], ...]
    progress: Scale | None = None
    expected: frozenset[str] = frozenset()
    chain: tuple[PackFile, ...] = ()  # its own file and those that it extends, nearest first
    inspectorate: str = ""
    groups: tuple[Group, ...] = ()
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)  # kinds, example_kinds and units
    front: tuple[Expression, ...] = ()
    all: tuple[Expression, ...] = ()
    none: tuple[Expression, ...] = ()
    questions: Questions = field(default_factory=Questions)
    register: Services = field(default_factory=Services)
    quantities: Quantities = field(default_factory=Quantities)
    codebook: Codebook = field(default_factory=Codebook)

    @property
    def framework(self) -> bool:
        """Whether reports can be of this pack's framework; false for a base and for the generic pack."""
        return self.model.framework

    @property
    def report_type(self) -> str:
        return self.model.report_type

    @cached_property
    def attributes(self) -> list[Attribute]:
        """Values of its own, and of the packs that it extends."""
        named = {attribute.name: attribute for link in reversed(self.chain) for attribute in link.attributes}
        return list(named.values())

    def attributes_of(self, table: str) -> list[Attribute]:
        """Those of each row of a table; of the report where the table is empty."""
        return [attribute for attribute in self.attributes if attribute.of == table]

    @property
    def bands(self) -> dict[str, Bands]:
        return self.model.bands

    @property
    def limits(self) -> list[Limit]:
        return self.model.limits

    @cached_property
    def _by_id(self) -> dict[str, tuple[Rule, ...]]:
        return {}

    def __getitem__(self, name: str) -> tuple[Rule, ...]:
        """Rules of a name: those whose id is `name`, or begins with `name.`, own rules first."""
        if name not in self._by_id:
            self._by_id[name] = tuple(
                rule for rule in self.rules if (own := rule.id.split("/")[1]) == name or own.startswith(name + ".")
            )
        return self._by_id[name]

    def match(self, name: str, text: str) -> tuple[Rule, Any] | None:
        """The first rule of a name that matches at the beginning of a text, and its match; see `forget`."""
        key = name, text
        if key not in self._matches:
            if len(self._matches) >= _MOST_MATCHES:
                self.forget()
            found = ((rule, match) for rule in self[name] if (match := rule.match(text)))
            self._matches[key] = next(found, None)
        return self._matches[key]

    def match_label(self, name: str, text: str) -> tuple[Rule, Any] | None:
        """As `match`, of a short text behind which the mark or words of a note may stand: `Strengths (see note 3)`."""
        if found := self.match(name, text):
            return found
        bare = self.without_note(text)
        return self.match(name, bare) if bare != text else None

    def without_note(self, text: str) -> str:
        """A short text without the mark or words of a note behind it, as the rules `note.behind` tell them."""
        if not 0 < len(text) < _LONGEST_LABEL:
            return text
        bare = self._bare.get(text)
        if bare is None:
            starts = (found.start() for rule in self["note.behind"] if (found := rule.search(text)))
            at = next((start for start in starts if text[:start].strip()), None)
            bare = self._bare[text] = text if at is None else text[:at].rstrip()
        return bare

    @cached_property
    def _matches(self) -> dict[tuple[str, str], tuple[Rule, Any] | None]:
        return {}

    @cached_property
    def _bare(self) -> dict[str, str]:
        """Texts without their notes."""
        return {}

    def forget(self) -> None:
        """Let go of what is remembered of a report, in whose tables the same words stand again and again."""
        self._matches.clear()
        self._bare.clear()

    def __getstate__(self) -> dict[str, Any]:
        """What is sent to another process: matches cannot be."""
        return {name: value for name, value in self.__dict__.items() if name not in ("_matches", "_bare")}


def compile_questions(files: list[PatternFile], faults: Faults) -> Questions:
    """The key questions of `questions.yaml`, each proved by its examples and near misses."""
    for file in files:
        if not isinstance(file.model, QuestionFile):
            continue
        same = tuple((faults.compile(rf"\b(?:{k})\b", file.at("same", k)), v) for k, v in file.model.same.items())
        listed: list[tuple[Question, int]] = [(q, n) for n, q in enumerate(file.model.questions)]
        compiled = Questions(
            tuple((q.id, q.standard, faults.compile(q.pattern, file.at("questions", n))) for q, n in listed),
            same,
            frozenset(word.lower() for word in file.model.silent),
        )
        for question, number in listed if faults.proves(file.name) else ():
            where = f"{file.at('questions', number)} {question.id}"
            for example in question.examples:
                found = compiled.find(example)
                if found is None or found[0] != question.id:
                    faults.append(f"{where}: example {example!r} is read as {found and found[0]}, not {question.id}")
            for miss in question.near_misses:
                if (found := compiled.find(miss)) and found[0] == question.id:
                    faults.append(f"{where}: near miss {miss!r} is read as {question.id} and must not be")
        return compiled
    return Questions()


@dataclass(frozen=True, eq=False)
class Shared:
    """What the packs of a folder have in common: the files that are no framework's own."""

    scales: dict[str, Scale]
    questions: Questions
    quantities: Quantities
    codebook: Codebook
    register: Services


def compile_shared(files: list[PatternFile], faults: Faults) -> Shared:
    """The shared files, each proved by its examples; themes are proved when they are first looked for."""
    return Shared(
        scales_of(files),
        compile_questions(files, faults),
        compile_quantities(files, faults),
        codebook_of(files),
        compile_register(files, faults),
    )


LISTS = ("kinds", "example_kinds", "units")


def compile_pack(
    file: PatternFile, chain: list[PatternFile], shared: Shared, faults: Faults, base: PackFile | None = None
) -> Pack:
    """One pack with what it extends.

    Args:
        file: the pack's own file.
        chain: the file and those it extends, nearest first.
        shared: what it has in common with other packs.
        faults: where faults are noted, as `FILE:LINE rule: what is wrong, what would be right`.
        base: the pack whose closed lists hold for every other, whether or not that extends it.
    """
    model = file.model
    assert isinstance(model, PackFile)
    models = [link.model for link in chain if isinstance(link.model, PackFile)]
    spoken = list(reversed(models)) if base is None or base in models else [base, *reversed(models)]
    rules: dict[str, Rule] = {}
    faults.macros = {
        name: pattern
        for link in reversed(chain)
        if isinstance(link.model, PackFile)
        for name, pattern in link.model.macros.items()
    }
    lists = {name: tuple(dict.fromkeys(v for m in spoken for v in getattr(m, name))) for name in LISTS}
    groups = tuple({group.id: group for m in spoken for group in m.groups}.values())
    answers = tuple(a.name for m in models for a in m.attributes if a.of == "recommendations")
    known = {**lists, "groups": tuple(group.id for group in groups), "answers": answers}
    disabled: set[str] = set()
    for link in chain:
        assert isinstance(link.model, PackFile)
        seen: set[str] = set()
        for number, rule in enumerate(link.model.rules):
            if rule.id in seen:
                faults.append(f"{link.at('rules', number)} {rule.id}: stands twice in this file. Give it another id.")
            seen.add(rule.id)
            if rule.id not in rules and not any(is_of(rule.id, name) for name in disabled):
                compiled = _compile_rule(rule, link, number, faults, known if link is file else None)
                rules[rule.id] = compiled
        disabled |= set(link.model.disable)
    scale = next((m.scale for m in models if m.scale), None)
    progress = next((m.progress for m in models if m.progress), None)
    scales = shared.scales
    for key, named in (("scale", scale), ("progress", progress)):
        if named is not None and named not in scales:
            faults.append(f"{file.at(key)} {key}: there is no scale {named!r} in scales.yaml. {suggest(named, scales)}")
    if faults.proves(file.name):
        faults += unknown_names(file, models, scales.get(scale or ""), known["groups"])
    ref = next((m.ref for m in models if m.ref), "")
    return Pack(
        id=model.id,
        title=model.title,
        model=model,
        rules=tuple(rules.values()),
        scale=scales.get(scale) if scale else None,
        progress=scales.get(progress) if progress else None,
        standards=tuple(
            _compile_standard(standard, ref, shared.questions, faults, link.at("standards", number))
            for link in chain
            if isinstance(link.model, PackFile)
            for number, standard in enumerate(link.model.standards)
        ),
        numbered=faults.compile(_numbered(ref), file.at("ref")),
        sections=tuple(
            (faults.compile(rf"^(?:{s.title})$", link.at("sections", number)), s)
            for link in chain
            if isinstance(link.model, PackFile)
            for number, s in enumerate(link.model.sections)
        ),
        provider_types=tuple(
            (faults.compile(t.pattern, file.at("provider_types")), t.type) for m in models for t in m.provider_types
        ),
        expected=frozenset(next((m.expected for m in models if m.expected is not None), get_args(Usual))),
        chain=tuple(models),
        groups=groups,
        lists=lists,
        inspectorate=next((m.inspectorate for m in models if m.inspectorate), ""),
        front=tuple(faults.compile(p, file.at("fingerprint", "front")) for p in model.fingerprint.front),
        all=tuple(faults.compile(p, file.at("fingerprint", "all")) for p in model.fingerprint.all),
        none=tuple(faults.compile(p, file.at("fingerprint", "none")) for p in model.fingerprint.none),
        questions=shared.questions,
        quantities=shared.quantities,
        codebook=shared.codebook,
        register=shared.register,
    )


def _numbered(ref: str) -> str:
    """Expression for the number of a standard before its name; one that never matches where standards have none."""
    return rf"(?P<ref>{ref})[.:]?\s+" if ref else r"(?P<ref>(?!))"


def _compile_standard(standard: StandardModel, ref: str, questions: Questions, faults: Faults, where: str) -> Standard:
    names = "|".join(f"(?:{name})" for name in sorted(standard.names, key=len, reverse=True))
    known = [id_ for id_, about, _ in questions.questions if about == standard.id]
    for id_ in standard.questions:
        if known and id_ not in known:
            faults.append(f"{where}: there is no question {id_!r} of this standard. Known: {', '.join(known)}")
    return Standard(
        standard.id,
        standard.level,
        standard.ref,
        faults.compile(rf"(?:{_numbered(ref)})?(?P<name>{names})(?!\w)", where),
        standard.weight,
        tuple(standard.questions or known),
        standard.rated,
        standard.scored,
        faults.compile(rf"(?:[A-Z]?\d[.:]?\s+)?(?:{standard.under})[\s:.]*$", where) if standard.under else None,
    )


def _compile_rule(
    rule: RuleModel, file: PatternFile, number: int, faults: Faults, lists: Mapping[str, tuple[str, ...]] | None
) -> Rule:
    """A compiled rule; checked where the closed lists of its pack are given."""
    where = f"{file.at('rules', number)} {rule.id}"
    assert isinstance(file.model, PackFile)
    compiled = Rule(
        f"{file.model.id}/{rule.id}",
        faults.compile_tokens(rule.tokens, where)
        if rule.tokens
        else faults.compile(rule.pattern, where, rule.ignore_case),
        rule.value,
        rule.scope,
        tuple(rule.words),
    )
    if lists is not None and faults.proves(where):
        faults += prove(compiled, rule, where)
        told = [*unasked(rule.id)] or [*lacks(rule, compiled.expression.groups, lists)]
        faults += (f"{where}: {fault}" for fault in told)
    return compiled


def prove(compiled: Rule, rule: RuleModel, where: str) -> Iterator[str]:
    """Faults of a rule by its own examples and near misses."""
    try:
        for example in rule.worked_examples:
            found = compiled.search(example.text)
            if found is None:
                yield f"{where}: example {example.text!r} does not match. Change the pattern or the example."
                continue
            if rule.words and not any(word in example.text.lower() for word in rule.words):
                yield f"{where}: example {example.text!r} has none of its words: {', '.join(rule.words)}. Add one."
            for name, value in example.fields.items():
                got = found.groupdict().get(name)
                if got != value:
                    yield f"{where}: example {example.text!r} gives {name} = {got!r}, not {value!r}."
        yield from met(rule.near_misses, compiled.search, where)
    except PackError as slow:
        yield from slow.faults


def scales_of(files: list[PatternFile]) -> dict[str, Scale]:
    """Rating scales by id: those of the shared file, and those that packs bring along."""
    models = [file.model for file in files if isinstance(file.model, ScaleFile | PackFile)]
    return {scale.id: scale for model in models for scale in model.scales}
