"""Bullets that `pdftotext` sets apart from their words: a run of markers, and below it the items without any."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.load.normalise import BULLETS

_GLYPH = regex.compile(rf"[{regex.escape(BULLETS)}\uf000-\uf0ff]")
_CLOSED = regex.compile(r"[.;!?…:][\"'”’)\]]*(?:\s?\d{1,3})?$")
_CAPITAL = regex.compile(r"[\"'“‘(\[]*[\p{Lu}\d]")


def marked(lines: Sequence[str]) -> list[str]:
    """Lines in which every item has its marker in front, where their number and shape tell which lines are items."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        if not _GLYPH.fullmatch(lines[at].strip()):
            found.append(lines[at])
            at += 1
            continue
        first = at
        marks: list[str] = []
        while at < len(lines) and (not lines[at].strip() or _GLYPH.fullmatch(lines[at].strip())):
            marks += [lines[at].strip()] if lines[at].strip() else []
            at += 1
        end = at
        while end < len(lines) and lines[end].strip() and "\t" not in lines[end]:
            end += 1
        if end == at:
            found += lines[first:at]
            continue
        starts = [at, *_starts(lines[at:end], at, len(marks) - 1)]
        found.append("")
        for number in range(at, end):
            words = lines[number].strip()
            found.append(f"{marks[starts.index(number)]} {words}" if number in starts else words)
        at = end
    return found


def _starts(lines: Sequence[str], offset: int, wanted: int) -> list[int]:
    """The lines below the first that begin an item: the likeliest ones, as many as are wanted at most."""
    likely: list[tuple[int, int, int]] = []
    for number in range(1, len(lines)):
        above, line = lines[number - 1].strip(), lines[number].strip()
        rank = 2 * (not _CLOSED.search(above)) + 4 * (not _CAPITAL.match(line))
        likely.append((rank, len(above), number + offset))
    return sorted(number for _, _, number in sorted(likely)[:wanted])
