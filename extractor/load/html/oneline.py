"""All words of an element on one line, as a cell, caption or footnote has them."""

from __future__ import annotations

from typing import Any

from extractor.load.html.lists import LISTS, markers
from extractor.load.html.tree import Blocks
from extractor.load.html.words import Speller, Spelt, whole
from extractor.load.words import Words


def oneline(element: Any, blocks: Blocks) -> Spelt:
    """The words of an element and of the blocks in it, the markers of list items before theirs."""
    parts: list[Spelt] = []
    run: list[Any] = []
    labels = iter(markers(element)) if element.tag in LISTS else iter(())
    for node in blocks.parts(element):
        if node in blocks:
            parts += [whole(Speller().lines(run))] if run else []
            run = []
            below = oneline(node, blocks)
            label = next(labels, "") if node.tag == "li" else ""
            parts += [Spelt(Words(label))] if label and below.text else []
            parts.append(below)
        else:
            run.append(node)
    parts += [whole(Speller().lines(run))] if run else []
    return whole(parts)
