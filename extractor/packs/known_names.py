"""Names that a pack uses must be names that it, or one that it extends, has: of rules, labels, standards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from extractor.packs.faults import nowhere, suggest
from extractor.packs.model import PackFile, Scale
from extractor.packs.needs import is_of
from extractor.packs.read import PatternFile


def replaced_rules(file: PatternFile, chain: Sequence[PackFile]) -> Iterator[str]:
    """Rules, macros and attributes of a pack in the place of one that it inherits, rules unless it disables that.

    Args:
        file: the pack's own file.
        chain: its model, and those of the packs that it extends, nearest first.
    """
    model, *bases = chain
    for key, told in (("macros", "macro"), ("attributes", "attribute")):
        for name in (getattr(entry, "name", entry) for entry in getattr(model, key)):
            if base := next((base.id for base in bases if name in _names(getattr(base, key))), ""):
                fault = f"takes the place of the {told} of {base}, whose rules name it as well"
                yield f"{file.at(key)} {name}: {fault}. Where that is not meant, give it another name."
    for number, rule in enumerate(model.rules):
        base = next((base.id for base in bases if any(rule.id == other.id for other in base.rules)), "")
        if base and not any(is_of(rule.id, id_) for id_ in model.disable):
            told = f"takes the place of {base}/{rule.id}. Where that is meant, say so: disable: [{rule.id}]"
            yield f"{file.at('rules', number)} {rule.id}: {told}"


def _names(entries: Iterable[Any]) -> set[str]:
    return {getattr(entry, "name", entry) for entry in entries}


def unknown_names(
    file: PatternFile,
    chain: Sequence[PackFile],
    scale: Scale | None,
    groups: Sequence[str] = (),
    terms: Collection[str] = (),
    others: Iterable[PackFile] = (),
    kinds: Sequence[str] = (),
) -> Iterator[str]:
    """Faults of a pack's own names, as `FILE:LINE key: what is wrong, what would be right`.

    Args:
        file: the pack's own file.
        chain: its model, and those of the packs that it extends, nearest first.
        scale: its rating scale.
        groups: ids of the groups of cases that it knows.
        terms: ids of subjects and bases that `quantities.yaml` has.
        others: all packs there are.
        kinds: what its lists may hold.
    """
    model, *bases = chain
    if model.framework and not model.fingerprint.front and not model.fingerprint.all:
        yield f"{file.at('id')} fingerprint: is missing, so no report is of this framework. Add it or framework: false."
    inherited = sorted({rule.id for base in bases for rule in base.rules})
    spoken = {*terms, *(term.id for base in bases for term in (*base.subjects, *base.bases))}
    for number, id_ in enumerate(model.disable if bases or not model.extends else ()):  # else that pack is not there
        if id_ not in spoken and not any(is_of(known, id_) for known in inherited):
            told = nowhere(id_, inherited, ((pack.id, pack.ids) for pack in others if pack is not model))
            yield f"{file.at('disable', number)} disable: no rule {id_!r} is inherited. {told}"
    for number, group in enumerate(model.groups):
        if group.part_of is not None and group.part_of not in groups:
            told = suggest(group.part_of, groups)
            yield f"{file.at('groups', number)} {group.id}: there is no group {group.part_of!r}. {told}"
    attributes = {attribute.name for link in chain for attribute in link.attributes}
    for number, rule in enumerate(model.rules):
        name = rule.id.removeprefix("attributes.")
        if name != rule.id and not any(is_of(name, known) for known in attributes):
            told = suggest(name, attributes)
            yield f"{file.at('rules', number)} {rule.id}: there is no attribute {name!r} under attributes. {told}"
    read = {rule.id for link in chain for rule in link.rules}
    heads = {rule.value for link in chain for rule in link.rules if is_of(rule.id, "recommendations.column")}
    for number, attribute in enumerate(model.attributes if model.framework else ()):  # of a base, others may read it
        if attribute.name not in heads and not any(is_of(id_, f"attributes.{attribute.name}") for id_ in read):
            yield f"{file.at('attributes', number)} {attribute.name}: no rule attributes.{attribute.name} reads it."
    for kind in (kind for pair in model.parents.items() for kind in pair if kind not in kinds):
        yield f"{file.at('parents')} parents: {kind!r} is not among the kinds of the pack. {suggest(kind, kinds)}"
    standards = {standard.id for link in chain for standard in link.standards}
    for number, limit in enumerate(model.limits):
        for id_ in (limit.standard, *limit.standards):
            if id_ not in standards:
                yield f"{file.at('limits', number)} limits: there is no standard {id_!r}. {suggest(id_, standards)}"
    if scale is None and any(link.scale for link in chain):
        return  # it names a scale that there is not, which is told once
    labels = [label.label for label in scale.labels] if scale else []
    for name, bands in model.bands.items():
        for label in bands.lowest:
            if label not in labels:
                where = file.at("bands", name, "lowest", label)
                yield f"{where} bands.{name}: {label!r} is no label of the scale. {suggest(label, labels)}"
    for number, limit in enumerate(model.limits):
        if limit.most not in labels:
            told = suggest(limit.most, labels)
            yield f"{file.at('limits', number)} limits: {limit.most!r} is no label of the scale. {told}"
