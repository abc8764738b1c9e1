"""All words of an element on one line, as a cell, caption or footnote has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from extractor.load.html.lists import LISTS, markers
from extractor.load.html.tree import Blocks
from extractor.load.html.words import Speller, Spelt, whole
from extractor.load.words import Words


def oneline(element: Any, blocks: Blocks, apart: Callable[[Any], bool] | None = None) -> Spelt:
    """The words of an element and of the blocks in it, the markers of list items before theirs.

    Args:
        element: what holds the words.
        blocks: the blocks of its tree.
        apart: says which blocks in it are left out, as they are read by themselves.
    """
    parts: list[Spelt] = []
    run: list[Any] = []
    labels = iter(markers(element)) if element.tag in LISTS else iter(())
    for node in blocks.parts(element):
        if node in blocks:
            parts += [whole(Speller().lines(run))] if run else []
            run = []
            if apart is not None and apart(node):
                continue
            below = oneline(node, blocks, apart)
            label = next(labels, "") if node.tag == "li" else ""
            parts += [Spelt(Words(label))] if label and below.text else []
            parts.append(below)
        else:
            run.append(node)
    parts += [whole(Speller().lines(run))] if run else []
    return whole(parts)
