"""What the extractors need of a rule, by its id: named groups that they read, and values that it may stand for."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.packs.model import Rule
from extractor.records import UNITS, Example, Finding, KeyQuestion, columns

# For a rule whose id is the name or begins with it and a dot: sets of groups, one of which it must have.
GROUPS: dict[str, tuple[frozenset[str], ...]] = {
    name: tuple(frozenset(groups.split()) for groups in alternatives)
    for name, alternatives in {
        "metadata": ("value", "a b"),
        "provider.region": ("value",),
        "sections.number": ("ref title",),
        "sections.annex": ("ref title",),
        "sections.lettered": ("ref title",),
        "sections.part": ("part",),
        "ratings.score": ("score max",),
        "ratings.overall-line": ("label",),
        "ratings.overall-prose": ("label",),
        "ratings.section-score": ("ref",),
        "ratings.section-name": ("ref name",),
        "questions.question": ("question marks",),
        "questions.ref": ("ref",),
        "ratings.count.criteria": ("total refs counts",),
        "ratings.count.label": ("count label",),
        "recommendations.addressee": ("addressee",),
        "recommendations.count": ("count",),
        "progress.start": ("programme date",),
        "progress.category": ("label",),
        "progress.improvement": ("answer",),
        "examples.label": ("rest",),
        "examples.heading": ("title provider",),
        "statistics.value": ("value",),
        "statistics.several": ("word value",),
        "fact.prose": ("value",),
        "summary.band": ("low label",),
        "summary.count.services": ("count total type label",),
        "summary.count.ratings": ("count label",),
        "summary.legend": ("label",),
    }.items()
}


def _choices(record: type, column: str) -> tuple[str, ...]:
    return next(found.choices for found in columns(record) if found.name == column)


# Values that a rule may stand for, where the table has a closed list of them.
VALUES: dict[str, tuple[str, ...]] = {
    "labels": ("", *_choices(Finding, "kind")),
    "examples.label": _choices(Example, "kind"),
    "questions.group": _choices(KeyQuestion, "group"),
    "units": UNITS,
    "summary.column": ("provider", "type", "date", "overall", "score"),
}

# Rules that mean nothing without a value, whatever it is.
NAMING = ("fact.prose", "fact.row", "survey.question", "survey.answer")


def lacks(rule: Rule, groups: frozenset[str]) -> Iterator[str]:
    """What a rule with these named groups lacks for its id, each in words."""
    for name, alternatives in GROUPS.items():
        if _is(rule.id, name) and not any(wanted <= groups for wanted in alternatives):
            told = " or ".join(", ".join(sorted(wanted)) for wanted in alternatives)
            yield f"its pattern needs named groups: {told}. Write them as (?P<name>...)."
    for name, values in VALUES.items():
        if _is(rule.id, name) and rule.value not in values:
            told = ", ".join(value for value in values if value)
            yield f"stands for {rule.value!r}. Give it a value of: {told}."
    if not rule.value and any(_is(rule.id, name) for name in NAMING):
        yield "stands for nothing. Give it a value: the name of what it tells."


def _is(id_: str, name: str) -> bool:
    return id_ == name or id_.startswith(name + ".")
