"""A framework's pack as it is asked: its rules by name, what is judged, and the closed lists of its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from extractor.domain.services import Services
from extractor.packs.codebook import Codebook
from extractor.packs.expression import Expression
from extractor.packs.model import Attribute, Bands, Group, Label, Limit, PackFile, Scale, SectionName
from extractor.packs.quantities import Quantities
from extractor.packs.questions import Questions
from extractor.packs.tokens import TokenExpression

_LONGEST_LABEL = 120  # characters of a label with a note behind it
_MOST_MATCHES = 10_000  # that a pack remembers


@dataclass(frozen=True, eq=False)
class Rule:
    """A compiled rule. `id` is `pack/rule`; the methods are those of its expression."""

    id: str
    expression: Expression | TokenExpression
    value: str = ""
    scope: str = "report"
    words: tuple[str, ...] = ()
    beside: Expression | None = None  # for the heading of another column, which a table must have

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
    heading that it stands under, where other standards have its name; `scale` the scale that it is rated by, where that
    is not the pack's.
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
    scale: Scale | None = None


@dataclass(frozen=True, eq=False)
class Pack:
    """The compiled rules and vocabulary of a framework, its own before those it extends."""

    id: str
    title: str
    model: PackFile
    rules: tuple[Rule, ...]
    scale: Scale | None  # with the labels of those of single standards behind its own
    standards: tuple[Standard, ...]
    numbered: Expression  # matches where the number of a standard stands with room behind it, as before its name
    sections: tuple[tuple[Expression, SectionName], ...]
    provider_types: tuple[tuple[Expression, str], ...]
    scales: tuple[Scale, ...] = ()  # that of the pack, and those of single standards, each with its own labels
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

    @cached_property
    def asks(self) -> bool:
        """Whether reports answer key questions in tables: what is framed as a question elsewhere is of a survey."""
        return not self.standards or any(standard.questions for standard in self.standards)

    def label_of(self, words: str, standard_id: str) -> tuple[Label | None, Scale | None]:
        """The label that words are, and its scale: that of the standard, else that of the pack, else the first."""
        own = next((one.scale for one in self.standards if one.id == standard_id and one.scale), None)
        scales = [scale for scale in (own, *self.scales) if scale is not None]
        found = ((label, scale) for scale in scales if (label := scale.label_of(words)))
        return next(found, (None, next(iter(scales), None)))

    @cached_property
    def scores(self) -> bool:
        """Whether the framework scores criteria: a percentage in the place of a label is a judgement then."""
        return any(standard.level == "criterion" for standard in self.standards)

    @property
    def bands(self) -> dict[str, Bands]:
        return self.model.bands

    @cached_property
    def parents(self) -> dict[str, str]:
        """Kinds of recommendations that belong to the last of another kind above them, and that kind."""
        return {kind: above for link in reversed(self.chain) for kind, above in link.parents.items()}

    @property
    def limits(self) -> list[Limit]:
        return self.model.limits

    @cached_property
    def _by_id(self) -> dict[str, tuple[Rule, ...]]:
        return {}

    def __getitem__(self, name: str) -> tuple[Rule, ...]:
        """Rules of a name: those whose id is `name`, or begins with `name.`, own rules first."""
        found = self._by_id.get(name)
        if found is None:
            found = self._by_id[name] = tuple(
                rule for rule in self.rules if (own := rule.id.split("/")[1]) == name or own.startswith(name + ".")
            )
        return found

    def match(self, name: str, text: str) -> tuple[Rule, Any] | None:
        """The first rule of a name that matches at the beginning of a text, and its match; see `forget`."""
        known, key = self._matches, (name, text)
        if key not in known:
            if len(known) >= _MOST_MATCHES:
                self.forget()
            found = ((rule, match) for rule in self[name] if (match := rule.match(text)))
            known[key] = next(found, None)
        return known[key]

    def search(self, name: str, text: str) -> tuple[Rule, Any] | None:
        """The first rule of a name that matches anywhere in a text, and its first match there."""
        return next(((rule, match) for rule in self[name] if (match := rule.search(text))), None)

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
