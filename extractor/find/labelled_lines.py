"""Lines of several labels, each with its words: `Response: Accepted. Owner: the clerk. By: May 2024`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from extractor.packs import Pack, Rule
from extractor.packs.model import Attribute

_ASKED = ("recommendations.addressee", "recommendations.deadline")
_COLON = regex.compile(r"(?<=[\p{L})])\s?:\s+(?=\S)")
_WORD = regex.compile(r"\p{L}[\p{L}’'/-]*")
_MOST_WORDS = 5  # of a label
_PARTING = ".;|,(–—"  # what stands between the words of a label and the next label
_STRAY = " |;,(–—"
_ANY = "any words"  # that may stand behind a label


def labels_in(pack: Pack, text: str, *, parted: bool = False) -> Iterator[int]:
    """Where labels begin that a line has for who should act, by when, or an attribute of recommendations.

    Args:
        pack: whose rules know the labels.
        text: the line.
        parted: whether what stands before a label must end; else it is enough that the label begins with a capital.
    """
    done = 0
    for colon in _COLON.finditer(text):
        starts = [word.start() for word in _WORD.finditer(text, done, colon.start())][-_MOST_WORDS:]
        for start in starts:
            before = text[done:start].rstrip()
            ends = not before or before[-1] in _PARTING
            if (ends or (text[start].isupper() and not parted)) and _is_label(pack, text[start : colon.start()]):
                yield start
                break
        done = colon.end()


def parts_of(pack: Pack, text: str, *, parted: bool = False) -> list[tuple[int, int]]:
    """Where the parts of a line begin and end, each a label and its words, but perhaps the first; see `labels_in`."""
    cuts = [start for start in labels_in(pack, text, parted=parted) if start > 0]
    if not cuts:
        return [(0, len(text))]
    parts = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        kept = text[start:end].rstrip(_STRAY)
        if kept.endswith(")") and kept.count(")") > kept.count("("):
            kept = kept[:-1]
        parts.append((start, start + len(kept)))
    return parts


def _is_label(pack: Pack, words: str) -> bool:
    below = (one.name for one in pack.attributes_of("recommendations") if not one.above)
    names = [*_ASKED, *(f"attributes.{name}" for name in below)]
    found = (match[1] for name in names if (match := pack.match(name, f"{words}: {_ANY}")))
    return any(_ANY in match.groupdict().values() for match in found)


def answer_in(pack: Pack, text: str, *, told: bool = False) -> str | None:
    """What a line gives of an attribute of the item above it; empty for a label alone, None for other lines.

    With `told` a line that nothing but its place tells from others gives none.
    """
    for attribute in (one for one in pack.attributes_of("recommendations") if not one.above):
        found = pack.match(f"attributes.{attribute.name}", text)
        if found is not None and not (told and is_bare(attribute, *found)):
            return found[1]["value"] or ""
    return None


def stands_above(pack: Pack, text: str) -> bool:
    """Whether a line gives an attribute of recommendations that stands above them."""
    above = (one for one in pack.attributes_of("recommendations") if one.above)
    return any((found := pack.match(f"attributes.{one.name}", text)) and found[1]["value"] for one in above)


def is_bare(attribute: Attribute, rule: Rule, match: Any) -> bool:
    """Whether neither words before a value nor a closed list of values say that a line answers anything."""
    return match["value"] == match[0] and not attribute.labels and not rule.value
