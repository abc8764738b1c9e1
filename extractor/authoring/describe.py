"""A pack as a page of Markdown: how its reports are told, what is judged, and every rule with its examples."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from extractor.packs import Pack, Scale
from extractor.packs.model import Attribute, PackFile, Rule


def describe(pack: Pack) -> str:
    """The page of a pack: its own words first, then what it takes from the packs that it extends."""
    return "\n".join(_page(pack)).rstrip() + "\n"


def _page(pack: Pack) -> Iterator[str]:
    model = pack.model
    yield from (f"# {model.title}", "", f"Pack `{pack.id}`{_extends(pack)}.")
    if pack.inspectorate:
        yield f"Inspectorate: {pack.inspectorate}."
    yield from ("", *_fingerprint(model), "")
    for scale in pack.scales:
        yield from _scale("Scale", scale)
    yield from _scale("What became of earlier recommendations", pack.progress)
    if pack.standards:
        listed = (standard for link in pack.chain for standard in link.standards)
        standards = ((s.ref, f"`{s.id}`", s.level, ", ".join(map(_code, s.names))) for s in listed)
        yield from _table("What is judged", ("number", "id", "level", "names"), standards)
    for name, bands in pack.bands.items():
        lowest = ((label, f"{least:g}") for label, least in bands.lowest.items())
        yield from _table(f"Bands: {name}, of {bands.max:g}", ("label", "from"), lowest)
        if bands.discretion is not None:
            yield from (f"Within {bands.discretion:g} of a boundary it may be the label beside it.", "")
        yield from _note(bands.note)
    if len(pack.groups) > 1:
        groups = ((f"`{g.id}`", g.title, f"{g.part_of} by {g.by}" if g.part_of else "") for g in pack.groups)
        yield from _table("Groups of cases", ("id", "title", "part of"), groups)
    if pack.attributes:
        own = (
            (f"`{a.name}`", a.type, f"each of `{a.of}`" if a.of else "the report", a.description, _labels(a))
            for a in pack.attributes
        )
        yield from _table("Attributes", ("name", "type", "of", "meaning", "labels"), own)
    for name in ("subjects", "bases"):
        if terms := [(f"`{term.id}`", _code(term.pattern)) for link in pack.chain for term in getattr(link, name)]:
            yield from _table(f"{name.capitalize()} of figures in prose", ("id", "named by"), terms)
    for name, values in pack.lists.items():
        yield from (f"Its {name.replace('_', ' ')}: {', '.join(map(_code, values))}.", "")
    for limit in pack.limits:
        yield from (f"`{limit.standard}` is at most {limit.most} where {', '.join(limit.standards)} all are.", "")
        yield from _note(limit.note)
    for link in pack.chain:
        yield from _rules(link, {rule.id for rule in pack.rules}, own=link is pack.chain[0])


def _extends(pack: Pack) -> str:
    bases = ", ".join(f"`{link.id}`" for link in pack.chain[1:])
    return f", which extends {bases}" if bases else ""


def _fingerprint(model: PackFile) -> Iterator[str]:
    if not model.framework:
        yield "A base for other packs: no report is of it."
        return
    told = (("stand in its front", "front"), ("stand anywhere in it", "all"), ("do not stand in it", "none"))
    yield "A report is of this framework if all of these"
    for words, name in told:
        if patterns := getattr(model.fingerprint, name):
            yield from ("", f"- {words}: {', '.join(map(_code, patterns))}")


def _labels(attribute: Attribute) -> str:
    return ", ".join(label.label for label in attribute.labels)


def _scale(title: str, scale: Scale | None) -> Iterator[str]:
    if scale is not None:
        labels = (
            (label.label, "" if label.points is None else f"{label.points:g}", ", ".join(label.also))
            for label in scale.labels
        )
        yield from _table(f"{title}: {scale.title} (`{scale.id}`)", ("label", "points", "also printed"), labels)


def _rules(model: PackFile, held: set[str], *, own: bool) -> Iterator[str]:
    kept = [rule for rule in model.rules if f"{model.id}/{rule.id}" in held]
    if not kept:
        return
    yield from (f"## Rules of `{model.id}`" + ("" if own else ", which hold here too"), "")
    yield from (f"Their ids: {', '.join(_code(rule.id) for rule in kept)}.", "")
    for rule in kept:
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    stands_for = f" stands for `{rule.value}`" if rule.value else ""
    yield from (f"### {rule.id}", "", f"{_code(rule.pattern or json.dumps(rule.tokens))}{stands_for}", "")
    for example in rule.worked_examples:
        read = ", ".join(f"{name}: {value!r}" for name, value in example.fields.items())
        yield f"- reads {_code(example.text)}" + (f" as {read}" if read else "")
    yield from (f"- not {_code(miss)}" for miss in rule.near_misses)
    if rule.note:
        yield ""
    yield from _note(rule.note)
    if not rule.note:
        yield ""


def _note(note: str) -> Iterator[str]:
    """A note as a sentence, where there is one."""
    if note:
        yield from (note[0].upper() + note[1:].rstrip(".") + ".", "")


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield from (f"## {title}", "", f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}")
    yield from (f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)
    yield ""


def _code(words: str) -> str:
    """Words as code, whatever backticks and line breaks they have."""
    ticks = "`" * (max((len(run) for run in words.split("`")[1:-1] if not run), default=0) + 1 + ("`" in words))
    pad = " " if "`" in words else ""
    return f"{ticks}{pad}{words.replace(chr(10), '⏎')}{pad}{ticks}"
