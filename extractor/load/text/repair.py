"""What producers of pages and converters did to words and line ends, undone over a whole text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import regex

from extractor.domain.english import is_english
from extractor.load.words import Seam, plain_seam

SOFT = "\ue0ad"  # stands for a hyphen that only the end of a line has put into a word
INSIDE = "\ue0ae"  # stands for a place where a word could be parted: it takes up room where columns are set in blanks
_LINE_ENDS = regex.compile(r"\r\n?|\u2028|\u2029|\x85|\x0b")
_SOFT_HYPHEN = regex.compile(r"\u00ad[-\u2010](?=[ \t]*(?:\n|[ ]{2}|\Z))")
_NO_GLYPH = regex.compile(r"^([ \t]*)\(cid:\d{1,5}\)(?=[ \t])", regex.M)  # a bullet whose font names no character
_LONE = regex.compile(r"(?<![\p{L}\d’'.-])(\p{Lu}) (\p{Ll}{2,})(?!\p{L})")  # R equires
_COMPOUND = regex.compile(r"\p{L}+(?:-\p{L}+)*")
_LEFT = regex.compile(r"(?<!\p{L})(\p{L}+)-$")
_RIGHT = regex.compile(r"\p{Ll}+")
_HALVES = regex.compile(r"(?<!\p{L})(?P<left>\p{L}+)-[ \t]*\n[ \t]*(?P<right>\p{Ll}+)")
_LONGEST = 40  # letters of a word
_WORD = regex.compile(r"(?<!\p{L})(?<!(?<![\p{L}\d])\p{Lu} )\p{L}{3,}")


def repair(text: str) -> str:
    """A text with one kind of line end, hyphens that only part a line marked, bullets as such, and whole words."""
    text = _LINE_ENDS.sub("\n", text)
    text = _NO_GLYPH.sub(r"\1•", _SOFT_HYPHEN.sub(SOFT, text)).replace("\u00ad", INSIDE)
    if _HALVES.search(text):
        parts_a_line = _hyphens_of(text)
        text = _HALVES.sub(lambda m: m[0].replace("-", SOFT, 1) if parts_a_line(m["left"], m["right"]) else m[0], text)
    return _close(text) if _LONE.search(text) else text


def _close(text: str) -> str:
    """A text whose words that are set wide at their capital are whole, where the text has them so, but not the rest."""
    known = {word.casefold() for word in _WORD.findall(text.replace(INSIDE, ""))}

    def whole(lone: regex.Match[str]) -> str:
        rest: str = lone[2]
        attested = (lone[1] + rest).casefold() in known and rest.casefold() not in known
        return f"{lone[1]}{rest}" if attested else lone[0]

    return _LONE.sub(whole, text)


def seam_of(text: str) -> Seam:
    """What goes between two halves of words in a text: a hyphen goes where only the end of a line has put it there."""
    parts_a_line = cache(lambda: _hyphens_of(text))

    def seam(above: str, below: str) -> tuple[str, int]:
        glue, drop = plain_seam(above, below)
        left, right = _LEFT.search(above, max(0, len(above) - _LONGEST)), _RIGHT.match(below)
        if glue or not left or not right:
            return glue, drop
        return glue, int(parts_a_line()(left[1], right[0]))

    return seam


def _hyphens_of(text: str) -> Callable[[str, str], bool]:
    """Whether a hyphen between two halves is none of the word's: a text has the word without it only, or has not
    the second half of a word of English anywhere else, or neither half of what are no two words of English."""
    words = text.replace(INSIDE, "")
    known = {word.casefold() for word in _COMPOUND.findall(words)}
    parts = {part for word in _COMPOUND.findall(_HALVES.sub(" ", words)) for part in word.casefold().split("-")}

    def parts_a_line(left: str, right: str) -> bool:
        first, second = left.casefold(), right.casefold()
        unknown = min(len(first), len(second)) > 1 and not parts.intersection((first, second))
        if f"{first}-{second}" in known or first + second in known:
            return f"{first}-{second}" not in known
        if is_english(first + second):
            return len(second) > 1 and second not in parts
        return unknown and not (is_english(first) and is_english(second))

    return parts_a_line


def glued(words: str, line: str) -> str:
    """Words and a line below them as one: a hyphen that only the end of the line has put there is gone."""
    if words.endswith(SOFT):
        return words[:-1] + line
    if words.endswith("-") and line[:1].islower():
        return words + line
    return f"{words} {line}" if words else line
