"""Whether two observations of one thing can be compared, and why not: one rule for the panel and all views over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.domain.dates import Moment

__all__ = ["BREAKS", "Observation", "breaks"]

# Why an observation is not comparable with the one before it, in the order in which the reasons are given.
BREAKS = {
    "framework": "the two inspections were of different frameworks, or that of one is not known",
    "scale": "another rating scale, another maximum of the score, or a label where there was a percentage",
    "wording": "the question asked, or the name of the standard, is worded differently",
    "unit": "another service was inspected: one that this one took over from",
    "order": "the dates, as precise as they are printed, do not tell which came first",
    "twice": "the value is told twice of one inspection, and not the same; the first is kept",
}


class Observation(NamedTuple):
    """What tells whether an observation can be compared with another of the same standard or question.

    `most` is the most points that the label, and the score, can have; None where that is not known. `wording` is the
    name of the standard or the question, folded. `scored` says that there is a percentage in place of a label. `twice`
    says that the value is told twice of its inspection, and not the same.
    """

    provider_id: str
    framework: str
    scale: str
    most: tuple[float | None, ...]
    wording: str
    scored: bool
    moment: Moment
    twice: bool


def breaks(before: Observation, after: Observation, is_ordered: bool) -> Iterator[str]:
    """Why an observation is not comparable with the one before it; nothing where it is.

    Args:
        before, after: the two observations.
        is_ordered: whether their dates tell that the one is the last before the other.
    """
    if before.framework != after.framework or not after.framework:
        yield "framework"
    differs = any(None not in pair and pair[0] != pair[1] for pair in zip(before.most, after.most, strict=True))
    if before.scale != after.scale or differs or before.scored != after.scored:
        yield "scale"
    if before.wording != after.wording and before.wording and after.wording:
        yield "wording"
    if before.provider_id != after.provider_id:
        yield "unit"
    if not is_ordered:
        yield "order"
    if before.twice or after.twice:
        yield "twice"
