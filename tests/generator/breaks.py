"""Where pages and footnotes break what they stand in: sentences, lists and tables."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from tests.generator.blocks import (
    Block,
    Box,
    ContentsPage,
    Grid,
    Heading,
    Item,
    Items,
    Lines,
    Note,
    PageBreak,
    Para,
    Verdict,
)  # fmt: skip
from tests.generator.nuisances import Nuisances


def break_words(text: str, rng: random.Random) -> tuple[str, str] | None:
    """Two halves of a text broken in mid-sentence: the second begins with a small letter. None if it is too short."""
    places = [
        m.start()
        for m in re.finditer(r"(?<=[a-z]) (?=[a-z]{2})", text)
        if 25 < m.start() < len(text) - 15 and not re.search(r"<(\w+)>[^<]*$", text[: m.start()])
    ]
    if not places:
        return None
    at = rng.choice(places)
    return text[:at], text[at + 1 :]


def placed(blocks: list[Block], nuisances: Nuisances, rng: random.Random) -> list[Block]:
    """The blocks with their footnotes where the conversion puts them."""
    shown: list[Block] = []
    pending: list[Block] = []
    for block in blocks:
        if isinstance(block, Note) and nuisances.note_place != "after":
            pending.append(block)
            continue
        if pending and isinstance(block, Heading | PageBreak | ContentsPage | Lines | Box | Verdict):
            shown += pending
            pending = []
        if not pending:
            shown.append(block)
            continue
        halves = _halves(block, rng) if nuisances.note_place == "inside" else None
        shown += [halves[0], *pending, halves[1]] if halves else [block, *pending]
        pending = []
    return shown + pending


def _halves(block: Block, rng: random.Random) -> tuple[Block, Block] | None:
    """A block as two, as a footnote or page between them makes of it."""
    if isinstance(block, Para) and not block.whole and (broken := break_words(block.text, rng)):
        return replace(block, text=broken[0]), Para(broken[1], whole=True)
    if isinstance(block, Items) and len(block.items) > 1:
        at = rng.randrange(len(block.items) - 1)
        broken = break_words(block.items[at].text, rng)
        first, rest = block.items[: at + 1], block.items[at + 1 :]
        if broken:
            first = (*first[:-1], replace(first[-1], text=broken[0]))
            rest = (Item(broken[1], (), "continued"), *rest)
        return replace(block, items=first), replace(block, items=rest)
    if isinstance(block, Grid) and block.splittable:
        top = sum(row.header for row in block.rows)
        if len(block.rows) - top > 2:
            at = rng.randrange(top + 1, len(block.rows) - 1)
            return replace(block, rows=block.rows[:at], splittable=False), replace(block, rows=block.rows[at:])
    return None
