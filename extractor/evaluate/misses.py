"""Says in words what was not strictly right: a line for every missing row, extra row and wrong value.

    tarnbury-moor-centre-2021 key_questions wrong percent: gold 47, found 48 (2.2 all 'Does ...', gold line 559)

A wrong value that lenient mode forgives says so. Headings beyond gold are notes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from extractor.evaluate.match import Pairs
from extractor.evaluate.value_equality import Found, Gold, Want, fold

_NAMED = {  # what stands for a row
    "ratings": ("part", "level", "ref", "provider", "standard", "rating", "percent"),
    "key_questions": ("standard_ref", "level", "group", "percent", "question", "table"),
    "recommendations": ("part", "number", "text"),
    "progress": ("number", "item", "text"),
    "findings": ("part", "section_ref", "kind", "text"),
    "examples": ("section_ref", "kind", "text_start", "text"),
    "statistics": ("section_ref", "table", "label", "group", "category", "note", "as_printed"),
    "tables": ("title", "row", "column", "text"),
    "quantities": ("section_ref", "as_printed", "sentence"),
    "sections": ("part", "ref", "title", "level"),
}
_QUOTED = frozenset(["text", "question", "label", "title", "sentence", "text_start", "standard", "table"])
_SHOWN = 60


def row_misses(
    name: str,
    table: str,
    wanted: Sequence[Gold],
    found: Sequence[Found],
    pairs: Pairs,
    *,
    forgiven: Collection[int],
    extra: Collection[int],
) -> Iterator[str]:
    """The misses of a table.

    Args:
        name: of the report.
        table, wanted, found, pairs: what was compared, paired strictly.
        forgiven: rows of gold that are right in lenient mode.
        extra: rows of ours that precision is over.
    """
    for g, gold in enumerate(wanted):
        if g in pairs.right:
            continue
        where = f"{label(table, gold.raw)}{_line(gold)}"
        if g in pairs.wrong:
            row = found[pairs.wrong[g]]
            tail = " [right in lenient mode]" * (g in forgiven) + " [optional]" * gold.optional
            yield from (wrong_value(name, table, w, row, f" ({where}){tail}") for w in gold.wrong(row, "strict"))
        elif not gold.optional:
            yield f"{name} {table} missing: {where}"
    for f in sorted(set(range(len(found))) - {*pairs.right.values(), *pairs.wrong.values()}):
        kind = "extra" if f in extra else "note, not in gold"
        yield f"{name} {table} {kind}: {label(table, found[f].raw)}{_place(found[f])}"


def wrong_value(name: str, table: str, want: Want, row: Found, where: str = "") -> str:
    """The line for one wrong value."""
    if want.kind == "words":
        theirs, ours = str(want.gold), str(len(row.folded[want.column].split()))
    else:
        theirs, ours = _apart(_one_line(want.gold), _one_line(row.raw.get(want.column)), tail=want.kind == "end")
    return f"{name} {table} wrong {want.name}: gold {theirs}, found {ours}{where}"


def _apart(theirs: str, ours: str, tail: bool) -> tuple[str, str]:
    """Two values for a reader, from where they begin to differ."""
    if tail:
        return _short(theirs, tail=True), _short(ours, tail=True)
    if fold(theirs[:_SHOWN]) != fold(ours[:_SHOWN]):
        return _short(theirs), _short(ours)
    pairs = zip(fold(theirs), fold(ours), strict=False)
    differ = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(theirs), len(ours)))
    at = max(0, differ - _SHOWN // 2)
    return _short(theirs, at), _short(ours, at)


def _one_line(value: Any) -> str:
    parts = value if isinstance(value, list) else ["" if value is None else str(value)]
    return " ".join(" / ".join("" if part is None else str(part) for part in parts).replace("\n", " / ").split())


def _short(text: str, at: int = 0, tail: bool = False) -> str:
    if not text:
        return "nothing"
    if re.fullmatch(r"-?[\d.]+|True|False|true|false", text):
        return text
    if tail:
        at = max(0, len(text) - _SHOWN)
    cut = text[at : at + _SHOWN]
    return f"'{'...' * (at > 0)}{cut}{'...' * (at + _SHOWN < len(text))}'"


def label(table: str, raw: Mapping[str, Any]) -> str:
    """What stands for a row of a table in a message."""
    values = ((field, _one_line(raw.get(field))) for field in _NAMED[table])
    return " ".join(_short(v) if field in _QUOTED else v for field, v in values if v) or "a row"


def _line(gold: Gold) -> str:
    return "" if gold.line is None else f", gold line {gold.line}"


def _place(row: Found) -> str:
    page, start = row.raw.get("page"), row.raw.get("start")
    return f", page {page}" if page not in (None, "") else f", start {start}" if start not in (None, "") else ""
