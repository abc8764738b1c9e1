"""Rules and sides of shading become edges, and edges of one length below one another a stack.

In go the rules and tinted areas of a page, out come stacks from top to bottom; a box around some edges parts theirs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from extractor.load.pdf.drawing import Area, Rule
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.lattice import NARROWEST, SNAP, in_line
from extractor.load.pdf.words.runs import Run


@dataclass(order=True, slots=True)
class Edge:
    """Rules or sides of shading at one height that touch, and where they meet."""

    at: float
    start: float
    end: float
    joints: list[float] = field(default_factory=list)


def is_tint(area: Area) -> bool:
    """Whether an area is tinted, not white as Word draws it behind lines."""
    return min(int(area.colour[i : i + 2], 16) for i in (1, 3, 5)) < 250


def has_joints(rule: Rule, rules: Sequence[Rule]) -> bool:
    """Whether others go on where a rule ends: then it is drawn cell by cell, and of a table on every page."""
    level = [other for other in rules if abs(other.at - rule.at) <= SNAP / 2]
    return any(
        (abs(other.start - rule.end) <= SNAP and other.end > rule.end + NARROWEST)
        or (abs(other.end - rule.start) <= SNAP and other.start < rule.start - NARROWEST)
        for other in level
    )


def merged_edges(rules: Iterable[Rule]) -> list[Edge]:
    """Rules at one height that touch become one edge; where they touch are its joints."""
    edges: list[Edge] = []
    for level in in_line(rules):
        widest = max(level, key=lambda r: r.end - r.start)
        inner = [rule for rule in level if rule.start < widest.end and rule.end > widest.start and rule is not widest]
        if inner and all(widest.start + SNAP < rule.start and rule.end < widest.end - SNAP for rule in inner):
            edges += _touching(inner)  # the rules of a table on the side of a box around it
            level = [rule for rule in level if rule not in inner]
        edges += _touching(level)
    return sorted(edges, key=lambda e: e.at)


def _touching(level: Sequence[Rule]) -> list[Edge]:
    """Edges from rules at one height."""
    edges: list[Edge] = []
    for rule in sorted(level, key=lambda r: (r.start, -r.end)):
        last = edges[-1] if edges else None
        if last is not None and rule.start <= last.end + SNAP:
            if (
                rule.end > last.end + NARROWEST
                and rule.start > last.start + NARROWEST
                and rule.start > last.end - 2 * SNAP
            ):
                last.joints.append((rule.start + last.end) / 2)
            last.end = max(last.end, rule.end)
        else:
            edges.append(Edge(rule.at, rule.start, rule.end))
    return edges


def _stacks(edges: Sequence[Edge], settings: TableSettings) -> list[list[Edge]]:
    """Edges that begin and end below one another."""
    stacks: list[list[Edge]] = []
    for edge in edges:
        if edge.end - edge.start < settings.shortest:
            continue
        for stack in stacks:
            if (
                abs(stack[0].start - edge.start) < settings.same_end
                and abs(stack[0].end - edge.end) < settings.same_end
            ):
                if edge.at - stack[-1].at > NARROWEST:
                    stack.append(edge)
                else:
                    stack[-1].joints += edge.joints
                break
        else:
            stacks.append([edge])
    return stacks


def stacks_of(
    edges: Sequence[Edge], runs: Sequence[Run], sides: Sequence[Rule], settings: TableSettings
) -> list[list[Edge]]:
    """Edges that begin and end below one another, parted where a box is drawn around some and all words there.

    Its top and its foot are edges, too. Stacks in boxes stand first, then those of most edges. `sides` are rules and
    sides of shading from top to bottom.
    """
    stacks = _stacks(edges, settings)
    found: list[tuple[bool, int, list[Edge]]] = []
    for stack in stacks:
        x0, x1 = stack[0].start, stack[0].end
        wider = [other for other in stacks if other[0].start < x0 - SNAP and x1 + SNAP < other[0].end]
        pairs = sorted((b.at - a.at, a, b) for other in wider for a, b in pairwise(other) if _is_closed(a, b, sides))
        free, rest, tops = stack, stack, []
        for _, top, bottom in pairs:
            inside = [edge for edge in free if top.at - SNAP < edge.at < bottom.at + SNAP]
            free = [edge for edge in free if edge not in inside]
            held = [r.middle[0] for r in runs if top.at < r.middle[1] < bottom.at and top.start < r.middle[0] < top.end]
            if inside and all(x0 <= x <= x1 for x in held):
                ends = (at for at in (top.at, bottom.at) if min(abs(at - edge.at) for edge in inside) > NARROWEST)
                boxed = sorted([*inside, *(Edge(at, x0, x1) for at in ends)])
                found.append((True, len(boxed), boxed))
                rest = [edge for edge in rest if edge not in inside]
                tops.append(top.at)
        tops.sort()
        for _, part in groupby(rest, key=lambda edge: bisect_left(tops, edge.at)):
            found.append((False, len(free := list(part)), free))
    return [stack for _, count, stack in sorted(found, key=lambda told: told[:2], reverse=True) if count > 1]


def _is_closed(top: Edge, bottom: Edge, sides: Sequence[Rule]) -> bool:
    """Whether sides go down from both ends of an edge to another."""
    return all(
        any(abs(s.at - x) <= SNAP and s.start <= top.at + SNAP and bottom.at - SNAP <= s.end for s in sides)
        for x in (top.start, top.end)
    )


def ground_at(areas: Sequence[Area], x: float, y: float) -> str:
    """The tint at a place."""
    top = next((area for area in reversed(areas) if area.holds(x, y)), None)
    return top.colour if top is not None and is_tint(top) else ""


def ground_of_row(areas: Sequence[Area], xs: Sequence[float], top: float, bottom: float, first: bool) -> str:
    """The tint of a whole row; of the first in its last column. Cells of several colours, as of labels, have none."""
    columns = list(pairwise(xs))
    colours = {ground_at(areas, (a + b) / 2, (top + bottom) / 2) for a, b in (columns[-1:] if first else columns)}
    return colours.pop() if len(colours) == 1 else ""


def are_among(places: Iterable[float], others: Collection[float]) -> bool:
    """Whether each of some places is near one of others."""
    return all(any(abs(x - other) <= NARROWEST for other in others) for x in places)
