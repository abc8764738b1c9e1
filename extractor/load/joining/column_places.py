"""Whether the columns of two tables stand in the same places, as what a break cuts in two does."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.load.draft_blocks import Draft
from extractor.load.settings import JoinSettings

DRAWN = 3  # edges: fewer are the sides of a table whose columns are told from its words


def aligned(above: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether the columns of two tables stand in the same places; where those of one are not drawn, their sides do, or
    the words of all their first cells."""
    if above.shape is None or below.shape is None:
        return False
    one, two = above.shape.edges, below.shape.edges
    if min(len(one), len(two)) == DRAWN - 1:
        one, two = (one[0], one[-1]), (two[0], two[-1])
        starts = above.shape.starts, below.shape.starts
        if len(starts[0]) == len(above.rows[0].cells) and same_places(*starts, settings):
            return True
    return same_places(one, two, settings)


def stand_otherwise(above: Draft, below: Draft, settings: JoinSettings) -> bool:
    """Whether the columns of both tables are drawn, as many, and stand in other places."""
    if above.shape is None or below.shape is None or len(above.shape.edges) < DRAWN:
        return False
    return len(above.shape.edges) == len(below.shape.edges) and not aligned(above, below, settings)


def same_places(one: Sequence[float], two: Sequence[float], settings: JoinSettings) -> bool:
    return len(one) == len(two) and all(abs(a - b) < settings.edge for a, b in zip(one, two, strict=True))
