"""Whom a recommendation is made to, where its own words say so, or those behind it or its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractor.document import Report
from extractor.find.recommendation_rows import Asked, deadline_in
from extractor.packs import Pack

__all__ = ["name_behind_parts", "named_aside", "own_addressee"]


def own_addressee(report: Report, pack: Pack, start: int, end: int) -> tuple[Any, Any] | None:
    """The rule by which words name who should themselves, and what it keeps of them."""
    own = pack.match("recommendations.own", report.text[start:end])
    return own if own and own[1]["text"] else None


def named_aside(report: Report, pack: Pack, asked: Asked, text: str) -> Asked | None:
    """An item with the addressee that words in brackets right below it name, as they would at its end; None if none."""
    if not (text.startswith("(") and text.endswith(")")) or asked.addressee:
        return None
    words = report.text[asked.start : asked.end]
    own = pack.match("recommendations.own", f"{words} {text}")
    if own is None or own[1].start("text") or own[1].start("addressee") <= len(words):
        return None
    return replace(asked, addressee=own[1]["addressee"].strip())


def name_behind_parts(report: Report, pack: Pack, items: list[Asked]) -> None:
    """Give an item with parts, and them, the addressee that stands behind the last part and behind no other."""
    parts: dict[str, list[int]] = {}
    for at, asked in enumerate(items):
        if asked.parent:
            parts.setdefault(asked.parent, []).append(at)
    for at, parent in enumerate(items):
        own = None if parent.addressee else _named_behind(report, pack, [items[n] for n in parts.get(parent.key, ())])
        if own is None:
            continue
        last = parts[parent.key][-1]
        items[last] = replace(items[last], end=items[last].start + len(own["text"].rstrip()))
        for n in (at, *parts[parent.key]):
            deadline = deadline_in(own) or items[n].deadline
            items[n] = replace(items[n], addressee=own["addressee"].strip(), deadline=deadline)


def _named_behind(report: Report, pack: Pack, parts: Sequence[Asked]) -> Any:
    """The match of words that name who should behind the last of some parts; None where others name somebody, too."""
    behind = []
    for asked in parts:
        own = pack.match("recommendations.own", report.text[asked.start : asked.end])
        is_behind = own and not own[1].start("text") and own[1].start("addressee") >= own[1].end("text")
        behind.append(own[1] if own and is_behind else None)
    return behind[-1] if behind and not any(behind[:-1]) else None
