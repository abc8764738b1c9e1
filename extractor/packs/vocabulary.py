"""The closed lists of the packs that reports were read with: scales, groups of cases, kinds and units.

A dataset keeps them, so that whoever compares, draws or corrects it needs no packs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import Field

from extractor.domain.services import Kinds
from extractor.packs.faults import Faults
from extractor.packs.model import Attribute, Group, Model, Scale
from extractor.packs.pack import Pack
from extractor.packs.questions import Questions
from extractor.packs.shared_files import ServiceKind

if TYPE_CHECKING:
    from extractor.packs import Packs
    from extractor.records import Column

__all__ = ["Framework", "Vocabulary", "vocabulary_of"]


class Framework(Model):
    """A framework that reports are of, with the ids of its scale of ratings and of that of progress.

    `sums_up` is the framework of the inspections that a summary of this one sums up.
    """

    id: str
    title: str
    inspectorate: str = ""
    scale: str = ""
    progress: str = ""
    sums_up: str = ""


class Vocabulary(Model):
    """What the columns can have that packs close, what values of their own are, and what it takes to compare reports.

    `lists` are the kinds and units, by what a pack calls the list; `same` are expressions for words of questions that
    mean the same, each with the word that stands for them; `services` are the kinds of services.
    """

    frameworks: tuple[Framework, ...] = ()
    scales: tuple[Scale, ...] = ()
    groups: tuple[Group, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = Field(default={})
    same: Mapping[str, str] = Field(default={})
    services: Mapping[str, ServiceKind] = Field(default={})

    def __getitem__(self, name: str) -> tuple[str, ...]:
        """Values: `groups`, `scales`, `labels` of ratings, `categories` of progress, or those of one of `lists`."""
        return self._values.get(name) or self.lists.get(name, ())

    @cached_property
    def _values(self) -> Mapping[str, tuple[str, ...]]:
        of_progress = {framework.progress for framework in self.frameworks}
        labels = [(scale.id in of_progress, label.label) for scale in self.scales for label in scale.labels]
        return {
            "groups": tuple(group.id for group in self.groups),
            "attributes": tuple(dict.fromkeys(attribute.name for attribute in self.attributes)),
            "scales": tuple(scale.id for scale in self.scales if scale.id not in of_progress),
            "labels": tuple(dict.fromkeys(label for is_progress, label in labels if not is_progress)),
            "categories": tuple(dict.fromkeys(label for is_progress, label in labels if is_progress)),
        }

    def closed(self, column: Column) -> Column:
        """The column with the values that it can have; as it is where no list closes it, or that has none."""
        values = self[column.listed] if column.listed else ()
        return replace(column, choices=values) if values else column

    @cached_property
    def questions(self) -> Questions:
        """What makes wordings of questions one where they differ in words that mean the same."""
        faults = Faults()
        return Questions(same=tuple((faults.compile(words, "same"), word) for words, word in self.same.items()))

    @cached_property
    def kinds(self) -> Kinds:
        """The words that say kinds of services, and which kinds follow others."""
        words = {kind: told.words for kind, told in self.services.items()}
        return Kinds(words, {kind: told.follows for kind, told in self.services.items() if told.follows})

    def points_of(self, scale: str, label: str) -> tuple[float, float] | None:
        """Points of a label of a scale, and the most that a label of it has; None where the scale gives none."""
        return self._points.get((scale, label))

    @cached_property
    def _points(self) -> Mapping[tuple[str, str], tuple[float, float]]:
        known: dict[tuple[str, str], tuple[float, float]] = {}
        for scale in self.scales:
            points = {label.label: label.points for label in scale.labels if label.points is not None}
            known |= {(scale.id, label): (value, max(points.values())) for label, value in points.items()}
        return known


def vocabulary_of(packs: Packs, frameworks: Iterable[str] | None = None) -> Vocabulary:
    """The vocabulary of some packs.

    Args:
        packs: compiled packs.
        frameworks: ids of those that count; None for all.
    """
    wanted = None if frameworks is None else set(frameworks)
    used = [pack for pack in packs if wanted is None or pack.id in wanted]
    named = {scale.id for pack in used for scale in (*pack.scales, pack.progress) if scale is not None}
    groups = [group for pack in used for group in pack.groups]
    lists: dict[str, dict[str, None]] = {}
    for pack in used:
        for name, values in pack.lists.items():
            lists.setdefault(name, {}).update(dict.fromkeys(values))
    return Vocabulary(
        frameworks=tuple(
            Framework(
                id=pack.id,
                title=pack.title,
                inspectorate=pack.inspectorate,
                scale=pack.scale.id if pack.scale else "",
                progress=pack.progress.id if pack.progress else "",
                sums_up=_summed_up(pack, packs),
            )
            for pack in used
            if pack.framework
        ),
        scales=tuple(scale for id_, scale in packs.scales.items() if wanted is None or id_ in named),
        groups=tuple({group.id: group for group in groups}.values()),
        attributes=_each(attribute for pack in used for attribute in pack.attributes),
        lists={name: tuple(values) for name, values in sorted(lists.items())},
        same={words.pattern: word for pack in used for words, word in pack.questions.same},
        services={
            kind: ServiceKind(words=words, follows=packs.register.kinds.follows.get(kind, ""))
            for kind, words in packs.register.kinds.words.items()
        },
    )


def _each(attributes: Iterable[Attribute]) -> tuple[Attribute, ...]:
    """Attributes, each once; packs may describe one of a name in several ways."""
    found: list[Attribute] = []
    for attribute in attributes:
        found += [attribute] if attribute not in found else []
    return tuple(found)


def _summed_up(pack: Pack, packs: Packs) -> str:
    """The framework that the pack of a summary extends; empty for other packs."""
    base = pack.model.extends if pack.report_type == "summary" else None
    return base if base is not None and base in packs.packs and packs[base].framework else ""
