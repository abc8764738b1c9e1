"""What a pattern pack may say: the shape of the YAML files under `patterns/`.

A pack describes one framework of one inspectorate. It says how a report of that framework is told (`fingerprint`), what
is judged there (`standards`, `scale`), what the sections are called, and which rules read values from which words.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

import regex
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from extractor.domain.names import folded

_DASHES = str.maketrans("–—", "--")


def _any_dash(expression: str) -> str:
    """An expression in which any dash stands for any other."""
    return regex.sub(r"\\-|[–—]", "[-–—]", expression)


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[.\-_][a-z0-9]+)*$")]


class Model(BaseModel):
    """A mapping of a pack: no key but those named here."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # most are built within others


class Example(Model):
    """Words that a rule must match, and the fields that it must read from them."""

    text: str
    fields: dict[str, str] = {}


class Rule(Model):
    """An expression that reads something, with the proof that it works.

    `pattern` is a `regex` expression; its named groups are the fields that it reads. `tokens` in its place are patterns
    for spaCy's Matcher, whose key `as` names a field. `scope` limits where a metadata rule looks: in the whole report,
    or in its front: cover, contents, acknowledgements. `words`, in lower case, are such that a text with none of them
    cannot match: where they are given, the rule is tried on no other.
    """

    id: Id
    pattern: str = ""
    tokens: list[Annotated[list[dict[str, Any]], Field(min_length=1)]] = []
    ignore_case: bool = True
    scope: Literal["report", "front"] = "report"
    value: str = ""  # what the rule stands for where it reads no field: a kind, a group, a type
    words: list[Annotated[str, StringConstraints(min_length=2, to_lower=True)]] = []
    beside: str = ""  # expression for the heading of another column, in `recommendations.column` alone
    examples: list[str | Example] = Field(min_length=1)
    near_misses: list[str] = []
    note: str = ""  # where the wording is met, or why the rule is as it is

    @model_validator(mode="after")
    def _has_one_expression(self) -> Rule:
        if bool(self.pattern) == bool(self.tokens):
            raise ValueError("a rule has either a pattern or tokens: write one of them")
        return self

    @property
    def worked_examples(self) -> list[Example]:
        """The examples; one that is a text alone has no fields."""
        return [Example(text=one) if isinstance(one, str) else one for one in self.examples]


class Standard(Model):
    """Something that is judged. `names` are expressions for its name as reports print it."""

    id: Id
    names: list[str] = Field(min_length=1)
    level: Literal["section", "standard", "criterion"] = "standard"
    ref: str = ""  # number in this framework
    weight: float | None = Field(None, gt=0)  # what its score counts for in that of its section, or in the overall one
    rated: bool = True  # whether every report of the framework rates it
    scored: bool = True  # whether its points count in the overall score
    under: str = ""  # expression for the heading that it stands under, where others have its name
    scale: Id | None = None  # by which it is rated, where that is not the scale of the pack
    questions: list[Id] = []  # key questions asked here; none named: all that the catalogue has for the standard


class SectionName(Model):
    """A heading that the framework is known to use, and how deep it stands."""

    title: str
    level: int = Field(ge=1, le=6)
    closed: bool = False  # what stands in it opens no sections: a contents list, a page of ratings


class ProviderType(Model):
    """A kind of service, told by the name of the provider."""

    pattern: str
    type: str


class Group(Model):
    """A group of the cases that figures are of. `part_of` is the group that it and others divide `by` something."""

    id: Id
    title: str = ""
    part_of: Id | None = None
    by: str = ""


class Bands(Model):
    """From which figure on a label is given, best label first; `max` is the most that can be had.

    Within `discretion` of a boundary, or of it by one case, the inspectorate may decide otherwise.
    """

    max: float
    lowest: dict[str, float]
    discretion: float | None = Field(None, ge=0)
    note: str = ""  # where the rule is printed


class Limit(Model):
    """A rule of the framework: where all of `standards` are at most `most`, `standard` is rated no better than that."""

    standard: Id
    most: str
    standards: list[Id] = Field(min_length=1)
    note: str = ""  # where the rule is printed


class Fingerprint(Model):
    """A report is of this framework if all of `front` are found in its front, all of `all` and none of `none` in it."""

    front: list[str] = []
    all: list[str] = []
    none: list[str] = []


class Label(Model):
    """A label of a rating scale, its points, if it has any, and other words that reports print for it."""

    label: str
    points: float | None = None
    also: list[str] = []

    @property
    def prints(self) -> tuple[str, ...]:
        """Every print of the label, the one that the tables have first."""
        return (self.label, *self.also)


class Scale(Model):
    """A rating scale, best label first. Labels outside it are never guessed at."""

    id: Id
    title: str
    labels: list[Label] = Field(min_length=2)

    @cached_property
    def prints(self) -> tuple[tuple[str, Label], ...]:
        """Every print of every label, the longest first, so that none is taken for the beginning of another."""
        prints = [(print_, label) for label in self.labels for print_ in label.prints]
        return tuple(sorted(prints, key=lambda entry: -len(entry[0])))

    @cached_property
    def expression(self) -> str:
        """Any print of any label, as an expression that patterns name as {{label}} or {{verdict}}."""
        prints = (_any_dash(r"\s+".join(map(regex.escape, words.split()))) for words, _ in self.prints)
        return f"(?:{'|'.join(prints)})"

    @property
    def most_points(self) -> float | None:
        """Points of the best label; None where no label has any."""
        return max((label.points for label in self.labels if label.points is not None), default=None)

    @cached_property
    def places(self) -> dict[str, float]:
        """How far down the scale each label stands, from 0, the best, to 1; not those without points among others."""
        some = any(label.points is not None for label in self.labels)
        ranked = [label.label for label in self.labels if label.points is not None or not some]
        return {label: place / max(len(ranked) - 1, 1) for place, label in enumerate(ranked)}

    def label_of(self, words: str) -> Label | None:
        """The label that words are and nothing else, whatever their capitals, broken kerning and dashes."""
        return self._by_letters.get(folded(words).translate(_DASHES))

    @cached_property
    def _by_letters(self) -> dict[str, Label]:
        return {folded(print_).translate(_DASHES): label for print_, label in reversed(self.prints)}


class Term(Model):
    """Something that figures are of, or rest on, told by an expression; `id` is what the tables say.

    `begins` are beginnings of the words that the expression begins with: it is tried at such words only, which is fast.
    `weak` is a subject that counts only where it follows its figure at once. `of` lists subjects whose figures rest on
    this basis where their section names it before them and their own sentence names no other. What rests on a basis of
    `cases` is of the cases that were inspected, and nobody's answer. Answers of a subject that stands `apart` are
    compared with each other, and not with those of all who were asked.
    """

    id: str = Field(min_length=1)
    pattern: str
    begins: list[str] = []
    weak: bool = False
    of: list[str] = []
    cases: bool = False
    apart: bool = False
    examples: list[str] = Field(min_length=1)
    near_misses: list[str] = []


class Attribute(Model):
    """A value of the pack's own: rules `attributes.NAME` read it, and the table `attributes` has it.

    It is one of the report, or, with `of`, one of each row of that table. One with `labels` is one of them or none. One
    of rows that is `above` stands in a line or heading over them, and holds for all below it.
    """

    name: Id
    description: str = Field(min_length=1)
    type: Literal["text", "number", "date"] = "text"
    of: Literal["", "recommendations", "progress", "ratings"] = ""
    labels: list[Label] = []
    above: bool = False

    def label_at(self, words: str) -> tuple[str, int] | None:
        """The label that words begin with, a mark or nothing behind it, and where it ends; None if there is none."""
        prints = ((print_, label.label) for label in self.labels for print_ in label.prints)
        for print_, label in sorted(prints, key=lambda entry: -len(entry[0])):
            expression = r"\s+".join(regex.escape(word) for word in print_.split())
            if match := regex.match(rf"\s*{expression}(?=\s*(?:$|[.,:;()–—-]))", words, regex.I):
                return label, match.end()
        return None


Usual = Literal["provider", "published", "overall", "recommendations", "list_items"]
Expected = Literal[
    Usual, "title", "region", "fieldwork_start", "lead_inspector", "chief_inspector", "findings", "overall_score"
]


class PackFile(Model):
    """One YAML file of patterns."""

    id: Id
    title: str
    extends: Id | None = None
    framework: bool = True  # false: a base for others, never chosen
    fingerprint: Fingerprint = Field(default_factory=Fingerprint)
    report_type: Literal["inspection", "summary"] = "inspection"
    inspectorate: str = ""
    provider_types: list[ProviderType] = []
    scale: Id | None = None
    scales: list[Scale] = []  # that no other pack uses; others stand in scales.yaml
    progress: Id | None = None  # scale of what became of earlier recommendations
    ref: str = ""  # expression for the number of a standard
    standards: list[Standard] = []
    sections: list[SectionName] = []
    bands: dict[str, Bands] = {}
    limits: list[Limit] = []
    expected: list[Expected] | None = None  # what every report of it prints; None for what is usual
    # What columns may have, together with the lists of the packs that it extends, and with those of `base`:
    kinds: list[Id] = []  # what lists may hold
    parents: dict[Id, Id] = {}  # recommendations of one kind belong to the last of another above them
    example_kinds: list[Id] = []  # what the label of a practice example may say of it
    units: list[Id] = []  # what a figure may count
    attributes: list[Attribute] = []  # values of its own, and of the packs that it extends
    groups: list[Group] = []  # cases that a percentage may be of
    subjects: list[Term] = []  # what figures in prose are of, beside those of `quantities.yaml`
    bases: list[Term] = []  # what they rest on, likewise
    macros: dict[str, str] = {}  # expressions that patterns name as {{name}}
    # Ids, or names that ids begin with, of rules of the packs that it extends, which do not hold here; and of subjects
    # and bases that those, or `quantities.yaml`, have:
    disable: list[Annotated[str, StringConstraints(min_length=1)]] = []
    rules: list[Rule] = []

    @property
    def ids(self) -> frozenset[str]:
        """Ids of its own rules, subjects, bases and scales: what a file that has them too can disable."""
        terms = (term.id for term in (*self.subjects, *self.bases))
        return frozenset([*(rule.id for rule in self.rules), *terms, *(scale.id for scale in self.scales)])
