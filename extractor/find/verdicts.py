"""Verdicts on what was asked earlier, at the end or the beginning of a line, heading or cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import regex

from extractor.document import Span
from extractor.packs import Pack
from extractor.split.headings import standard_named

PARTING = " \t:|([–—-"  # what stands between the words of an item and its verdict
_BRACKETED = regex.compile(r"\s*[(\[](?P<words>[^()\[\]]{1,60})[)\]]\s*\.?$")
_MARK = regex.compile(r"(?:\s[–—-]|[:|(])\s*(?=\S)")
_SENTENCE = regex.compile(r"[.!?]\s+(?=\p{Lu})")
_ENDS = " .([)]"  # what may stand around a verdict
_MOST_MARKS = 2  # of the last marks of a line: `Mend the gate – Progress: done`


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict as printed, where its line, or the words that lead it in, begin, and where it stands itself."""

    start: int
    label: str
    words: Span


def _verdict(found: Any, offset: int = 0) -> Verdict:
    start, end = found.span("label")
    return Verdict(offset + found.start(), found["label"], Span(offset + start, offset + end))


def verdict_in(pack: Pack, text: str, *, alone: bool = False) -> Verdict | None:
    """The verdict at the end of some words, also in brackets or before some; None where they end in none.

    What leads it in may begin a line elsewhere, where a mark parts it from what stands before.

    Args:
        pack: whose rules and scale tell verdicts.
        text: words of a line or cell.
        alone: whether they must be the verdict and nothing else.
    """
    forms = [(0, text)]
    if aside := _BRACKETED.search(text):  # behind a verdict, or around it
        forms += [(0, text[: aside.start()]), (aside.start("words"), aside["words"])]
    parts = [] if alone else [mark.end() for mark in _MARK.finditer(text)][-_MOST_MARKS:]
    forms += [(start, text[start:]) for start in reversed(parts)]
    for begin, words in forms:
        _, found = pack.search("progress.category", words) or (None, None)
        if found is None or not found["label"] or found.end("label") < len(words.rstrip(_ENDS)):
            continue
        if begin and words[: found.start()].strip():
            continue
        if _goes_on(words, found):
            continue  # the end of a sentence that counts them
        verdict = _verdict(found, begin)
        return None if alone and text[: verdict.start].strip(_ENDS) else verdict
    return None


def _goes_on(words: str, found: Any) -> bool:
    """Whether a label in small letters, which no words of its rule lead in, is the rest of the sentence before it."""
    start = found.start()
    before = words[:start].rstrip(" ")
    return start == found.start("label") and words[start].islower() and before[-1:].isalpha()


def verdict_of(pack: Pack, text: str) -> tuple[Verdict | None, str]:
    """The verdict of a line and what was found as the words behind it tell: at its end, at its beginning, or the only
    one of its sentences that is a verdict and nothing else."""
    if (verdict := verdict_in(pack, text)) is not None:
        return verdict, ""
    found = pack.match("progress.category", text)
    behind = text[found[1].end("label") :] if found else ""
    if found is not None and found[1]["label"] and behind and behind[0] in ".:;":
        return _verdict(found[1]), behind[1:].strip()
    ends = [0, *(mark.end() for mark in _SENTENCE.finditer(text)), len(text)]
    within = [
        (replace(one, start=start + one.start, words=Span(start + one.words.start, start + one.words.end)), end)
        for start, end in pairwise(ends[1:])
        if (one := verdict_in(pack, text[start:end].rstrip(" ."), alone=True)) is not None
    ]
    return (within[0][0], text[within[0][1] :].strip()) if len(within) == 1 else (None, "")


def has_verdict(pack: Pack, title: str) -> bool:
    """Whether a title is a verdict, or what was asked with one behind a mark: `Mend the gate – Done`."""
    verdict = verdict_in(pack, title)
    said = title[: verdict.start].strip() if verdict else ""
    asked = title[: verdict.words.start].rstrip(PARTING) if verdict else ""
    parted = verdict is not None and asked != title[: verdict.words.start].rstrip()
    return verdict is not None and (not said or (parted and standard_named(pack, asked) is None))


def label_heads(pack: Pack, cells: Sequence[Sequence[str]]) -> tuple[int, dict[int, str]]:
    """The row whose cells are different labels of progress, and the columns that they head; none where no row is so."""
    for number, row in enumerate(cells[:-1]):
        found = {at: pack.progress.label_of(text) for at, text in enumerate(row)} if pack.progress else {}
        labels = {at: label.label for at, label in found.items() if label}
        if 1 < len(labels) == len(set(labels.values())):
            return number, labels
    return 0, {}
