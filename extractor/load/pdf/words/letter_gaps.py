"""Gaps of letters set apart: those inside words tell themselves by width, or most letters have one behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from extractor.load.pdf.settings import WordSettings
from extractor.load.pdf.words.letters import leads
from extractor.load.pdf.words.lexicon import Lexicon, is_cased_as_one
from extractor.load.pdf.words.printed import Gap, GapLine
from extractor.load.pdf.words.runs import GUESSED

_WORDS = regex.compile(r"\p{L}+")
_LETTERS = regex.compile(rf"\p{{L}}+(?:[{GUESSED}'’]+\p{{L}}+)*")
_MARK_BEHIND = regex.compile(rf"{GUESSED}[,.:;!?)]")


def told_by_width(lines: Iterable[GapLine], lexicon: Lexicon, settings: WordSettings) -> Iterator[tuple[Gap, bool]]:
    """The gaps of lines in which those inside words tell themselves by their width, and whether each is one of them.

    Room between letters adds to a space on both sides of it: gaps are less than one space or more than one, and those
    are wider by far. Every word that comes of closing the narrow ones is attested.
    """
    for line, here in lines:
        narrow = [gap.width for gap in here.values() if gap.width < 1]
        wide = min((gap.width for gap in here.values() if gap.width >= 1), default=0.0)
        if not narrow or not wide:
            continue
        most = max(narrow)
        if not settings.wider_gap * most <= wide <= settings.uneven_gap * (1 + 2 * most):
            continue
        shown = "".join(" " if at in here and here[at].width >= 1 else letter for at, letter in enumerate(line))
        if _are_inside_words(shown, lexicon):
            yield from ((gap, gap.width < 1) for gap in here.values())


def _are_inside_words(line: str, lexicon: Lexicon) -> bool:
    """Whether all gaps of a line stand inside attested words, of which one at least has a part that is no word, or
    before punctuation. Initials are attested by the words around them.
    """
    proved = False
    for match in _LETTERS.finditer(line):
        parts = match[0].split(GUESSED)
        if len(parts) > 1:
            whole = "".join(parts)
            if whole.isupper() and len(whole) == len(parts):
                continue  # initials
            if not (is_cased_as_one(whole) and lexicon.has(whole)):
                return False
            proved = proved or not all(map(lexicon.stands_alone, parts))
    return proved or line.count(GUESSED) == len(_MARK_BEHIND.findall(line))


def between_letters(lines: Iterable[GapLine], lexicon: Lexicon, settings: WordSettings) -> Iterator[Gap]:
    """The gaps of lines whose letters, figures and signs are set apart: most have one behind them, all much as wide.

    A word tells that they are, on the line itself or on another that is set so.
    """
    proved: dict[tuple[object, ...], float] = {}  # how wide gaps between letters are, by how these are set
    doubtful: list[tuple[list[Gap], float]] = []
    for line, gaps in lines:
        here = {at: gap for at, gap in gaps.items() if not leads(line[at - 1], line[at + 1 : at + 2])}
        shown = len(line) - line.count(GUESSED) - line.count(" ") - (len(gaps) - len(here))
        if len(here) < settings.letters_set_apart or 2 * len(here) <= shown:
            continue
        usual = sorted(gap.width for gap in here.values())[len(here) // 3]
        most = min(settings.uneven_gap * usual, settings.gap_in_word)
        inside = {at: gap for at, gap in here.items() if gap.width <= most}
        if 2 * len(inside) <= shown:
            continue
        whole = "".join(letter for at, letter in enumerate(line) if at not in inside)
        words = [word for word in _WORDS.findall(whole) if len(word) > settings.letters_set_apart]
        look = next(iter(here.values())).run.look
        if any(is_cased_as_one(word) and lexicon.has(word) for word in words):
            proved[look] = usual
            yield from inside.values()
        else:
            doubtful.append((list(inside.values()), usual))
    for inner, usual in doubtful:
        if round(proved.get(inner[0].run.look, 0.0), 1) == round(usual, 1):
            yield from inner
