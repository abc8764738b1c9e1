"""Which row of ours is which row of gold: one to one, never de-duplicating.

First as many right pairs as there can be (a maximum matching, in order where rows are the same), which is all that the
scores rest on. What is left is paired by the table's keys, from narrow to wide, and then by the likeness of a text, so
that a wrong value can be told from a missing row and an extra one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.evaluate.value_equality import Found, Gold, Mode, similarity

# Keys of each table, from narrow to wide.
KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "reports": ((),),
    "ratings": (("part", "level", "ref", "provider"), ("part", "level", "ref"), ("provider", "ref", "standard")),
    "key_questions": (("standard_ref", "level", "question", "group"), ("standard_ref", "question", "group")),
    "recommendations": (("part", "number"), ("part", "text"), ("text",)),
    "progress": (("number",), ("text",)),
    "findings": (("part", "section_ref", "kind", "text"), ("part", "kind", "text"), ("text",)),
    "examples": (("section_ref", "kind", "text_start", "text"), ("text_start", "text")),
    "statistics": (("section_ref", "table", "label", "group", "category"), ("label", "group", "category")),
    "tables": (("title", "row", "column"), ("table_id", "row", "column")),
    "quantities": (("section_ref", "sentence", "as_printed"), ("sentence", "as_printed")),
    "sections": (("part", "ref", "title"), ("part", "title"), ("ref", "title"), ("part", "ref")),
}
# The text whose likeness pairs what no key does, and what must agree beside it.
LIKENESS: dict[str, tuple[str, tuple[str, ...]]] = {
    "key_questions": ("question", ("group",)),
    "recommendations": ("text", ()),
    "progress": ("text", ()),
    "findings": ("text", ()),
    "examples": ("text_start", ()),
    "statistics": ("label", ("group", "category")),
    "quantities": ("sentence", ()),
}
LIKE = 0.6
_WEAK = frozenset(["part", "kind", "group", "provider", "section_ref", "standard_ref", "table"])


@dataclass(slots=True)
class Pairs:
    """Indexes of gold to indexes of found: the right ones, and those that are the same row with a wrong value."""

    right: dict[int, int] = field(default_factory=dict)
    wrong: dict[int, int] = field(default_factory=dict)


def pair(table: str, gold: Sequence[Gold], found: Sequence[Found], mode: Mode, seed: Pairs | None = None) -> Pairs:
    """Pair the rows of a table. A stricter mode's pairs as `seed` stay right: more rows can only become right."""
    pairs = Pairs(dict(seed.right) if seed else {})
    edges = _right_pairs(gold, found, mode)
    needed = [g for g, row in enumerate(gold) if not row.optional]
    optional = [g for g, row in enumerate(gold) if row.optional]
    extend(pairs.right, edges, needed)
    extend(pairs.right, edges, optional)
    for key in KEYS[table]:
        _by_key(key, gold, found, pairs, needed)
    if table in LIKENESS:
        _by_likeness(*LIKENESS[table], gold, found, pairs, needed)
    _by_key(KEYS[table][0], gold, found, pairs, optional)
    return pairs


def _right_pairs(gold: Sequence[Gold], found: Sequence[Found], mode: Mode) -> list[list[int]]:
    """For each row of gold the rows of ours that are right, looked up by the column that tells most rows apart."""
    asked = [{want.column: want for want in wanted.wants if want.exact(mode)} for wanted in gold]
    shared = set.intersection(*map(set, asked)) if asked else set()
    column = max(sorted(shared), key=lambda c: len({row.folded[c] for row in found}), default=None)
    if column is None:
        return [[f for f, row in enumerate(found) if wanted.right(row, mode)] for wanted in gold]
    places: dict[str, list[int]] = {}
    for f, row in enumerate(found):
        places.setdefault(row.folded[column], []).append(f)
    near = [sorted({f for answer in a[column].answers for f in places.get(answer, ())}) for a in asked]
    return [[f for f in fs if wanted.right(found[f], mode)] for wanted, fs in zip(gold, near, strict=True)]


def extend(matched: dict[int, int], edges: Sequence[Sequence[int]], roots: Sequence[int]) -> None:
    """Grow a matching to a maximum one over `roots` by augmenting paths; what is matched stays matched."""
    taken = {f: g for g, f in matched.items()}
    for root in roots:
        if root in matched:
            continue
        came: dict[int, int] = {}
        queue, end = deque([root]), None
        while queue and end is None:
            g = queue.popleft()
            for f in edges[g]:
                if f in came:
                    continue
                came[f] = g
                if f not in taken:
                    end = f
                    break
                queue.append(taken[f])
        while end is not None:
            g = came[end]
            before = matched.get(g)
            matched[g], taken[end] = end, g
            end = before


def same_key(key: tuple[str, ...], wanted: Gold, row: Found) -> bool:
    """Whether the fields of a key that gold asks agree, one of them being more than a weak or an empty one."""
    asked = [want for want in wanted.wants if want.name in key]
    if key and not any(want.answers[0] for want in asked if want.name not in _WEAK):
        return False
    return all(want.right(row, "lenient") for want in asked)


def _left(count: int, used: set[int]) -> list[int]:
    return [i for i in range(count) if i not in used]


def _by_key(
    key: tuple[str, ...], gold: Sequence[Gold], found: Sequence[Found], pairs: Pairs, among: Sequence[int]
) -> None:
    """Pair what is left where the key agrees: the pairs with the fewest wrong values first, then in order."""
    free = _left(len(found), {*pairs.right.values(), *pairs.wrong.values()})
    roots = [g for g in among if g not in pairs.right and g not in pairs.wrong]
    near = [
        (len(gold[g].wrong(found[f], "strict")), g, f) for g in roots for f in free if same_key(key, gold[g], found[f])
    ]
    new: dict[int, int] = {}
    edges: dict[int, list[int]] = {g: [] for g in roots}
    taken: set[int] = set()
    for _, g, f in sorted(near):
        edges[g].append(f)
        if g not in new and f not in taken:
            new[g] = f
            taken.add(f)
    extend(new, [edges.get(g, []) for g in range(len(gold))], roots)
    pairs.wrong.update(new)


def _by_likeness(
    name: str,
    beside: tuple[str, ...],
    gold: Sequence[Gold],
    found: Sequence[Found],
    pairs: Pairs,
    among: Sequence[int],
) -> None:
    """Pair what is left by the likeness of one text, the likest first."""
    free = _left(len(found), {*pairs.right.values(), *pairs.wrong.values()})
    near = []
    for g in among:
        text = gold[g].folded(name) or gold[g].folded("text")
        if not text or g in pairs.right or g in pairs.wrong:
            continue
        fixed = [want for want in gold[g].wants if want.name in beside]
        for f in free:
            other = found[f].folded["text"][: len(text)] if name == "text_start" else found[f].folded[name]
            like = similarity(text, other)
            if like >= LIKE and all(want.right(found[f], "lenient") for want in fixed):
                near.append((-like, g, f))
    taken: set[int] = set()
    for _, g, f in sorted(near):
        if g not in pairs.wrong and f not in taken:
            pairs.wrong[g] = f
            taken.add(f)
