"""Rating scales in the order of their labels, best first, and a colour for each label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.compare.colours import colours
from extractor.domain.names import slug
from extractor.packs import Scale as ScaleOfPacks
from extractor.packs.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Scale", "of_packs", "scales_of"]


@dataclass(frozen=True)
class Scale:
    """A rating scale, best label first. `points` is empty where its labels have none.

    `name` is its id as a part of file names. `known`: the patterns have it. `ordered`: it is known which of two
    labels is better.
    """

    id: str
    title: str
    labels: tuple[str, ...]
    points: tuple[float, ...] = ()
    known: bool = True
    ordered: bool = True
    name: str = ""

    @property
    def most(self) -> float | None:
        """Points of the best label."""
        return max(self.points) if self.points else None

    def colour(self, label: str) -> str:
        """Colour of a label, as `#rrggbb`; white where it is none of the scale."""
        return colours(len(self.labels))[self.labels.index(label)] if label in self.labels else "#ffffff"


def of_packs(scale: ScaleOfPacks) -> Scale:
    """A scale as patterns tell it; its points only where every label has some."""
    points = [label.points for label in scale.labels]
    given = tuple(p for p in points if p is not None)
    names = tuple(label.label for label in scale.labels)
    return Scale(scale.id, scale.title, names, given if len(given) == len(points) else ())


def scales_of(ratings: pd.DataFrame, vocabulary: Vocabulary) -> list[Scale]:
    """The scales that ratings are on: those that the vocabulary has first, then others by id.

    The labels of a scale that is not known are those found, in the order of their printed points if all have some, else
    in that of the alphabet.
    """
    used = set(ratings["scale"]) - {""}
    found = [of_packs(scale) for scale in vocabulary.scales if scale.id in used]
    found += [_unknown(id_, ratings) for id_ in sorted(used - {scale.id for scale in found})]
    return list(_named(found))


def _named(scales: list[Scale]) -> Iterator[Scale]:
    """The scales with names that are fit for files and that no two share."""
    met = Counter[str]()
    for place, scale in enumerate(scales):
        name = slug(scale.id, 40) or "scale"
        met[name] += 1
        yield replace(scale, name=name if met[name] == 1 else f"{name}-{met[name]}-{place}")


def _unknown(id_: str, ratings: pd.DataFrame) -> Scale:
    rows = ratings[(ratings["scale"] == id_) & (ratings["rating"] != "")]
    judged = rows[rows["level"] != "overall"]
    points = judged.dropna(subset=["points"]).groupby("rating")["points"].agg(["min", "max"])
    labels = sorted(set(rows["rating"]))
    if labels and set(points.index) == set(labels) and (points["min"] == points["max"]).all():
        labels.sort(key=lambda label: (-points.loc[label, "min"], label))
        return Scale(id_, id_, tuple(labels), tuple(float(points.loc[label, "min"]) for label in labels), known=False)
    return Scale(id_, id_, tuple(labels), known=False, ordered=False)
