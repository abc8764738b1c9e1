"""Decisions about links: kept as those about rows are, in the file of the later report, and applied to what is found.

A decision stands as long as both items read as they did when the person saw them, in whatever typesetting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.correct.apply import latest
from extractor.correct.model import LINKS, Decision
from extractor.dataset.cells import in_words
from extractor.domain.names import squashed
from extractor.records import Correction, Link

__all__ = ["OF_LINKS", "ItemKey", "Key", "Texts", "apply_to_links", "item_of", "key_of", "link_decisions", "undecided"]

Key = tuple[str, str, str, str, str, str]
ItemKey = tuple[str, str, str]  # report_id, table, item
Texts = Callable[[ItemKey], str | None]  # the words of an item; None where there is no such item

OF_LINKS = ("recommendations", "progress")  # tables whose items are linked
_ITEM = re.compile(r"(\w+)/(.+) -> ([^/]+)/(\w+)/(.+)")
_BETWEEN = " -> "


def key_of(link: Link) -> Key:
    """What tells a pair of items from others."""
    return (link.from_report, link.from_table, link.from_item, link.to_report, link.to_table, link.to_item)


def item_of(key: Key) -> str:
    """The pair in a decision, whose file already names the report of the later item."""
    return f"{key[1]}/{key[2]}{_BETWEEN}{'/'.join(key[3:])}"


def _key(report_id: str, item: str) -> Key | None:
    found = _ITEM.fullmatch(item)
    return (report_id, found[1], found[2], found[3], found[4], found[5]) if found else None


def _words(key: Key, texts: Texts) -> str:
    return _BETWEEN.join((texts(key[:3]) or "", texts(key[3:]) or ""))


def link_decisions(
    rows: Iterable[Link], written: Mapping[Key, Link], texts: Texts, notes: Mapping[Key, str] | None = None
) -> Iterator[tuple[str, Decision]]:
    """What a person decided where the status of a link is another than was written, by report_id.

    Args:
        rows: links as the person left them; a pair that was not proposed can be among them.
        written: links as they were written.
        texts: the words of every item.
        notes: reasons.

    Raises:
        ValueError: a status or relation is none.
    """
    for link in rows:
        key = key_of(link)
        before = written[key].status if key in written else "proposed"
        if link.status != before:
            row = {name: in_words(getattr(link, name)) for name in ("relation", "similarity", "method")}
            yield (
                link.from_report,
                Decision(
                    table=LINKS, item=item_of(key), column="status", machine=before, human=link.status,
                    why=(notes or {}).get(key, ""), words=_words(key, texts), row={n: v for n, v in row.items() if v},
                ),
            )  # fmt: skip


def undecided(links: Iterable[Link]) -> list[Link]:
    """The links as they were proposed."""
    return [replace(link, status="proposed") for link in links if link.method != "person"]


def apply_to_links(
    decisions: Mapping[str, Sequence[Decision]], links: Iterable[Link], texts: Texts, reports: Collection[str]
) -> tuple[list[Link], list[Correction]]:
    """Apply people's decisions about links.

    Args:
        decisions: by report_id; those about pairs of other reports are left out.
        links: as they are proposed.
        texts: the words of every item.
        reports: the reports of the dataset.

    Returns:
        the links, follow-ups first, those added that a person decided about and that are not proposed; and what became
        of every decision.
    """
    by_key = {key_of(link): link for link in links}
    told = []
    for report_id in sorted(decisions.keys() & set(reports)):
        for decision, conflict in latest([d for d in decisions[report_id] if d.table == LINKS]):
            key = _key(report_id, decision.item)
            if key is None or key[3] not in reports:
                continue
            status = "conflict" if conflict else "stale"
            as_seen = not decision.words or squashed(decision.words) == squashed(_words(key, texts))
            if not conflict and texts(key[:3]) is not None and texts(key[3:]) is not None and as_seen:
                status = "applied"
                if key in by_key or decision.human != "proposed":
                    by_key[key] = replace(by_key.get(key) or _link(key, decision), status=decision.human)
            about = decision.model_dump(include={"table", "item", "column", "machine", "human", "action"})
            who = decision.model_dump(include={"who", "when", "why"})
            told.append(Correction(report_id=report_id, **about, **who, status=status))
    return sorted(by_key.values(), key=lambda link: link.relation != "follows_up"), told


def _link(key: Key, decision: Decision) -> Link:
    similarity = decision.row.get("similarity", "")
    return Link(
        **dict(zip(Link.KEY, key, strict=True)),
        relation=decision.row["relation"],
        similarity=float(similarity) if similarity else None,
        method=decision.row.get("method", "person"),
        status="proposed",
    )
