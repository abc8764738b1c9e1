"""How a conversion mangles what it converts: one field a habit, drawn by seed or set by the caller."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields, replace
from typing import Any

BULLETS = ("-", "•", "▣", "❑", "o", "- ▣")


@dataclass(frozen=True)
class Nuisances:
    """The defaults are a conversion with no bad habits. What is printed never depends on them, only how."""

    wrap: int = 0  # characters a line; 0: one line a paragraph
    page_breaks: float = 0.0  # share of paragraphs and bullets that a page breaks in mid-sentence
    form_feeds: bool = False  # pages end with a running footer and a form feed
    note_style: str = "superscript"  # superscript, spaced, plain
    note_place: str = "after"  # after the block, inside it, later (after the next block)
    pipes: bool = False  # tables as Markdown
    table_splits: float = 0.0  # share of longer tables that a page breaks
    table_header: str = "none"  # what stands above the second half: none, repeated
    bullet: str = "-"
    second_bullet: str = ""  # every second list has this one
    dotted_refs: bool = True  # `1.1.` in headings
    verdict: str = "line"  # line, glued, bold, glued-bold, cell, capitals, heading, run, run-last, mixed
    singular: bool = True  # `Area for improvement:` over a list of one
    curly: str = "mixed"  # straight, curly, mixed
    emphasis: bool = False  # `*italics*` and `**bold**` left in the text
    leftovers: float = 0.0  # share of blank lines that hold a blank, and of stray icons
    contents: str = "tab"  # tab, dots, none
    double_markers: bool = False  # `- 1. text`

    @classmethod
    def drawn(cls, rng: random.Random, **chosen: Any) -> Nuisances:
        """Habits by chance; `chosen` ones stand as given."""
        bullet = rng.choice(("-", "-", "-", *BULLETS))
        drawn = cls(
            wrap=rng.choice((0, 0, 0, rng.randint(80, 100))),
            page_breaks=rng.choice((0.0, 0.06, 0.12)),
            form_feeds=rng.random() < 0.15,
            note_style=rng.choice(("superscript", "superscript", "spaced")),
            note_place=rng.choice(("after", "inside", "later")),
            pipes=rng.random() < 0.25,
            table_splits=rng.choice((0.0, 0.4, 0.8)),
            table_header=rng.choice(("none", "none", "repeated")),
            bullet=bullet,
            second_bullet=rng.choice(("", "", rng.choice(BULLETS))),
            dotted_refs=rng.random() < 0.6,
            verdict=rng.choice(("line", "mixed", "mixed", "glued", "glued-bold", "cell", "capitals")),
            singular=rng.random() < 0.7,
            curly=rng.choice(("straight", "curly", "mixed")),
            emphasis=rng.random() < 0.4,
            leftovers=rng.choice((0.0, 0.1)),
            contents=rng.choice(("tab", "tab", "dots", "none")),
            double_markers=rng.random() < 0.3,
        )
        unknown = set(chosen) - {f.name for f in fields(cls)}
        if unknown:
            known = ", ".join(f.name for f in fields(cls))
            raise TypeError(f"no such nuisance: {', '.join(sorted(unknown))}; there are: {known}")
        return replace(drawn, **chosen)


CLEAN: dict[str, Any] = {f.name: f.default for f in fields(Nuisances)}
