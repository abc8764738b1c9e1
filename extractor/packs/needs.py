"""What the extractors need of a rule, by its id: named groups that they read, and values that it may stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from extractor.packs.faults import suggest
from extractor.packs.model import Rule

# For a rule whose id is the name or begins with it and a dot: sets of groups, one of which it must have.
GROUPS: dict[str, tuple[frozenset[str], ...]] = {
    name: tuple(frozenset(groups.split()) for groups in alternatives)
    for name, alternatives in {
        "attributes": ("value",),
        "metadata": ("value", "a b"),
        "provider.region": ("value",),
        "sections.number": ("ref title",),
        "sections.annex": ("ref title",),
        "sections.lettered": ("ref title",),
        "sections.part": ("part",),
        "ratings.score": ("score max",),
        "ratings.figure": ("score", "percent", "max"),
        "ratings.overall-line": ("label",),
        "ratings.overall-prose": ("label",),
        "ratings.standard-prose": ("label",),
        "ratings.section-score": ("ref",),
        "ratings.section-name": ("ref name",),
        "questions.question": ("question marks",),
        "questions.ref": ("ref",),
        "ratings.count.criteria": ("total refs counts",),
        "ratings.count.label": ("count label",),
        "recommendations.addressee": ("addressee",),
        "recommendations.by": ("deadline",),
        "recommendations.deadline": ("deadline",),
        "recommendations.item": ("number",),
        "recommendations.number": ("number",),
        "recommendations.prose": ("text",),
        "recommendations.own": ("addressee text",),
        "recommendations.count": ("count",),
        "progress.start": ("programme date", "text"),
        "progress.earlier": ("date",),
        "progress.category": ("label",),
        "progress.improvement": ("answer",),
        "examples.label": ("rest",),
        "examples.heading": ("title provider",),
        "statistics.value": ("value unit",),
        "statistics.several": ("word value unit",),
        "statistics.run-in": ("value label",),
        "statistics.legend": ("head",),
        "fact.prose": ("value",),
        "prose.out-of": ("how",),
        "summary.band": ("low label",),
        "summary.count.services": ("count total type label",),
        "summary.count.ratings": ("count label",),
        "summary.legend": ("label",),
    }.items()
}

# Every other name that the program asks for rules by.
_PLAIN = """
    draft.body draft.document draft.role
    coverage.example coverage.fraction coverage.percentage examples.resume fact.elsewhere fact.row
    findings.place furniture labels note.behind
    prose.all-cases prose.elsewhere prose.frame prose.goes-on prose.negative prose.other prose.turn
    progress.again progress.findings progress.none progress.response progress.section
    ratings.overall ratings.overall-score recommendations.again recommendations.bare recommendations.closing-mark
    recommendations.kind
    recommendations.column recommendations.intro recommendations.parts recommendations.section recommendations.table
    sections.ignore sections.implied sections.not-banner summary.column summary.type survey.answer survey.question
    statistics.blank statistics.elsewhere statistics.no-figures statistics.pair statistics.part statistics.unit-words
    statistics.share statistics.whole statistics.unit-column statistics.unit-word scales units
    ratings.column ratings.current ratings.elsewhere ratings.lead ratings.none ratings.provider ratings.tail
    ratings.tick ratings.whole
    tables.banding tables.caption tables.no-data questions.elsewhere questions.group questions.heading
"""
_METADATA = """
    title provider provider_type region fieldwork_start fieldwork_end published copyright replaces
    isbn lead_inspector chief_inspector cases_inspected
    url landing_page licence
"""


# Values that a rule may stand for, where the program knows them.
VALUES: dict[str, tuple[str, ...]] = {
    "recommendations.column": ("text", "number", "addressee", "deadline", "kind", "state"),
    "summary.column": ("provider", "type", "date", "overall", "score"),
}

# Rules that stand for something of a list that the pack, or one that it extends, has; and those that may.
LISTED = {"examples.label": "example_kinds", "questions.group": "groups", "units": "units"}
MAYBE_LISTED = {
    "labels": "kinds",
    "recommendations.section": "kinds",
    "recommendations.item": "kinds",
    "recommendations.addressee": "kinds",
    "recommendations.table": "kinds",
    "recommendations.kind": "kinds",
    "recommendations.count": "kinds",
    "statistics.value": "units",
    "statistics.blank": "units",
    "statistics.pair": "units",
}

# Rules that mean nothing without a value, whatever it is.
NAMING = (
    "recommendations.table",
    "recommendations.kind",
    "statistics.part",
    "statistics.whole",
    "fact.prose",
    "fact.row",
    "survey.question",
    "survey.answer",
)

# The names that rules are asked for by: an id is one of them, or begins with one of them and a dot.
ASKED = frozenset(
    [*GROUPS.keys() - {"metadata"}, *_PLAIN.split(), *(f"metadata.{field}" for field in _METADATA.split())]
)


def unasked(id_: str) -> Iterator[str]:
    """What is wrong with a rule's id, in words, where nothing asks for rules of that name."""
    if not any(is_of(id_, name) for name in ASKED):
        told = suggest(id_, ASKED)
        yield f"nothing asks for rules of this name. {told} The names are listed in patterns/README.md."


def lacks(rule: Rule, groups: Collection[str], lists: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """What a rule with these named groups lacks for its id in a pack with these closed lists, each in words."""
    figures = {"a", "b"} if len(set(lists["groups"]).intersection(groups)) > 1 else set()  # named by groups of cases
    groups = figures.union(groups)
    for name, alternatives in GROUPS.items():
        if is_of(rule.id, name) and not any(wanted.issubset(groups) for wanted in alternatives):
            told = " or ".join(", ".join(sorted(wanted)) for wanted in alternatives)
            yield f"its pattern needs named groups: {told}. Write them as (?P<name>...)."
    for name, values in VALUES.items():
        values = (*values, *lists["answers"]) if name == "recommendations.column" else values
        if is_of(rule.id, name) and rule.value not in values:
            told = ", ".join(value for value in values if value)
            yield f"stands for {rule.value!r}. Give it a value of: {told}."
    for name, of in (LISTED if not rule.value else LISTED | MAYBE_LISTED).items():
        if is_of(rule.id, name) and rule.value not in lists[of]:
            told = suggest(rule.value, lists[of])
            yield f"stands for {rule.value!r}, which is not among the {of} of its pack. Name it there. {told}"
    if rule.beside and not is_of(rule.id, "recommendations.column"):
        yield "has no columns for another to stand beside: only rules recommendations.column have the key beside."
    if not rule.value and any(is_of(rule.id, name) for name in NAMING):
        yield "stands for nothing. Give it a value: the name of what it tells."


def is_of(id_: str, name: str) -> bool:
    return id_ == name or id_.startswith(name + ".")
