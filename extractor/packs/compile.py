"""Checked models become compiled packs. One loads only if every example matches and every near miss does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from extractor.domain.services import Services
from extractor.errors import PackError
from extractor.packs.codebook import Codebook, codebook_of
from extractor.packs.faults import Faults, met, suggest
from extractor.packs.known_names import unknown_names
from extractor.packs.model import PackFile, Scale, Usual
from extractor.packs.model import Rule as RuleModel
from extractor.packs.model import Standard as StandardModel
from extractor.packs.needs import is_of, lacks, unasked
from extractor.packs.pack import Pack, Rule, Standard
from extractor.packs.quantity_file import QuantityRules
from extractor.packs.questions import Questions, compile_questions
from extractor.packs.read import PatternFile
from extractor.packs.service_register import compile_register
from extractor.packs.shared_files import ScaleFile


@dataclass(frozen=True, eq=False)
class Shared:
    """What the packs of a folder have in common: the files that are no framework's own."""

    scales: dict[str, Scale]
    questions: Questions
    quantities: QuantityRules
    codebook: Codebook
    register: Services
    packs: tuple[PackFile, ...]
    inherited: dict[tuple[object, ...], Rule] = field(default_factory=dict)  # by id(file), number, and expression


def compile_shared(files: list[PatternFile], faults: Faults) -> Shared:
    """The shared files, each proved by its examples; themes are proved when they are first looked for."""
    return Shared(
        scales_of(files),
        compile_questions(files, faults),
        QuantityRules(files, faults),
        codebook_of(files),
        compile_register(files, faults),
        tuple(file.model for file in files if isinstance(file.model, PackFile)),
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
    scales = shared.scales
    scale = next((m.scale for m in models if m.scale), None)
    named = list(dict.fromkeys(standard.scale for m in models for standard in m.standards if standard.scale))
    rated_by = tuple(scales[id_] for id_ in (scale, *named) if id_ in scales)
    whole = _together(rated_by) if scale in scales else None
    progress = next((m.progress for m in models if m.progress), None)
    labelled = {"label": whole, "verdict": scales.get(progress or "")}
    quantities = shared.quantities.of(chain, faults)
    faults.macros = {name: named.expression for name, named in labelled.items() if named is not None}
    faults.macros |= {name: pattern for m in reversed(models) for name, pattern in m.macros.items()}
    lists = {name: tuple(dict.fromkeys(v for m in spoken for v in getattr(m, name))) for name in LISTS}
    groups = tuple({group.id: group for m in spoken for group in m.groups}.values())
    answers = tuple(a.name for m in models for a in m.attributes if a.of == "recommendations")
    known = {**lists, "groups": tuple(group.id for group in groups), "answers": answers}
    rules = _compile_rules(file, chain, shared, faults, known)
    faults += [*_unknown_scales(file, scale, progress, scales)] or _unused_scales(file, shared.packs)
    if faults.proves(file.name):
        terms = {term.id for term in (*shared.quantities.shared.subjects, *shared.quantities.shared.bases)}
        faults += unknown_names(file, models, whole, known["groups"], terms, shared.packs, known["kinds"])
    ref = next((m.ref for m in models if m.ref), "")
    own = [m for m in models if m is not base]
    asks = any(is_of(rule.id, "questions") for m in own for rule in m.rules) or any(
        standard.questions for m in own for standard in m.standards
    )
    bare = replace(shared, questions=Questions())  # ids of standards may be those that others ask questions of
    return Pack(
        id=model.id,
        title=model.title,
        model=model,
        rules=tuple(rules.values()),
        scale=whole,
        scales=rated_by if whole else (),
        progress=scales.get(progress) if progress else None,
        standards=tuple(
            _compile_standard(standard, ref, shared if asks else bare, faults, link.at("standards", number))
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
        quantities=quantities,
        codebook=shared.codebook,
        register=shared.register,
    )


def _compile_rules(
    file: PatternFile, chain: list[PatternFile], shared: Shared, faults: Faults, known: Mapping[str, tuple[str, ...]]
) -> dict[str, Rule]:
    """The rules of a pack by their ids: its own, and those that it inherits and does not disable."""
    rules: dict[str, Rule] = {}
    disabled: set[str] = set()
    for link in chain:
        assert isinstance(link.model, PackFile)
        seen: set[str] = set()
        for number, rule in enumerate(link.model.rules):
            if rule.id in seen:
                faults.append(f"{link.at('rules', number)} {rule.id}: stands twice in this file. Give it another id.")
            seen.add(rule.id)
            if rule.id not in rules and not any(is_of(rule.id, name) for name in disabled):
                where = f"{link.at('rules', number)} {rule.id}"
                place = id(link), number, faults.expand(rule.pattern, where)
                compiled = None if link is file else shared.inherited.get(place)
                if compiled is None:
                    compiled = _compile_rule(rule, link, number, faults, known if link is file else None)
                rules[rule.id] = shared.inherited[place] = compiled
        disabled |= set(link.model.disable)
    return rules


def _unknown_scales(
    file: PatternFile, scale: str | None, progress: str | None, scales: Mapping[str, Scale]
) -> Iterator[str]:
    """Faults of scales that a pack names and that there are not."""
    assert isinstance(file.model, PackFile)
    places = ((("standards", n, "scale"), standard.scale) for n, standard in enumerate(file.model.standards))
    for at, id_ in ((("scale",), scale), (("progress",), progress), *places):
        if id_ is not None and id_ not in scales:
            fault = f"there is no scale {id_!r} in scales.yaml. {suggest(id_, scales)}"
            yield f"{file.at(*at)} {at[-1]}: {fault}"


def _unused_scales(file: PatternFile, packs: Iterable[PackFile]) -> Iterator[str]:
    """Faults of scales that a pack brings along and that nothing is rated by."""
    assert isinstance(file.model, PackFile)
    named = [(pack.scale, pack.progress, *(one.scale for one in pack.standards)) for pack in (file.model, *packs)]
    used = {id_ for ids in named for id_ in ids}
    for number, own in enumerate(file.model.scales if file.model.framework else ()):
        if own.id not in used:
            told = "Name it under scale (that of the overall judgement), progress, or as the scale of a standard."
            yield f"{file.at('scales', number)} {own.id}: no pack rates by this scale. {told}"


def _together(scales: Sequence[Scale]) -> Scale:
    """The first scale with the labels of the others behind its own, each once."""
    labels = {label.label: label for scale in reversed(scales) for label in reversed(scale.labels)}
    return scales[0] if len(scales) == 1 else scales[0].model_copy(update={"labels": list(reversed(labels.values()))})


def _numbered(ref: str) -> str:
    """Expression for the number of a standard before its name; one that never matches where standards have none."""
    printed = ref if "(?P<ref>" in ref else f"(?P<ref>{ref})"  # words around it are no part of the number
    return rf"{printed}[.:]?\s+" if ref else r"(?P<ref>(?!))"


def _compile_standard(standard: StandardModel, ref: str, shared: Shared, faults: Faults, where: str) -> Standard:
    names = "|".join(f"(?:{name})" for name in sorted(standard.names, key=len, reverse=True))
    known = [id_ for id_, about, _ in shared.questions.questions if about == standard.id]
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
        shared.scales.get(standard.scale or ""),
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
        faults.compile(rule.beside, where) if rule.beside else None,
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
