"""Gaps that pdfium took for spaces are closed where they stand inside a word: `R equires`, `I N A D E Q U A T E`.

In go the runs of all pages, before lines are made of them. What a file prints is law: only a space that nobody printed
may go, and only where the whole word is attested and a part of it is no word. Attestation is counted once, before
anything is closed, so that nothing feeds on itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from statistics import median

import regex

from extractor.load.pdf.settings import WordSettings
from extractor.load.pdf.words.letters import leads
from extractor.load.pdf.words.lexicon import Lexicon, is_cased_as_one
from extractor.load.pdf.words.printed import Gap, GapLine, gap_lines, page_text, with_spaces
from extractor.load.pdf.words.runs import GUESSED, Run

_CHAIN = regex.compile(rf"(?<!\S)\S++(?:{GUESSED}\S++)+")
_TOKEN = regex.compile(r"[^\p{L}\p{N}]*(\p{L}+(?:['’]\p{L}+)*)[^\p{L}\p{N}'’-]*")
_MOST_PARTS = 24  # of one word
_WORDS = regex.compile(r"\p{L}+")
_LETTERS = regex.compile(rf"\p{{L}}+(?:[{GUESSED}'’]+\p{{L}}+)*")
_MARK_BEHIND = regex.compile(rf"{GUESSED}[,.:;!?)]")


def close_gaps(pages: Sequence[list[Run]], settings: WordSettings) -> None:
    """Close the gaps inside words, and make ordinary spaces of all others.

    The runs are in the order of the file; a space that nobody printed is `GUESSED` in their text.
    """
    printed = [page_text(runs) for runs in pages]
    if any(gaps for _, gaps in printed):
        lined = [list(gap_lines(text, gaps)) for text, gaps in printed]
        lexicon = Lexicon((with_spaces(lines, settings) for lines in lined), settings)
        decided = [told for lines in lined for told in _told_by_width(lines, lexicon, settings)]
        apart = {id(gap) for gap, inside in decided if not inside}
        closed = {id(gap): gap for gap, inside in decided if inside}
        tokens = _Tokens(lexicon)
        inside = (gap for text, gaps in printed for gap in _within(text, gaps, lexicon, settings, tokens))
        found = chain(_between_letters(chain.from_iterable(lined), lexicon, settings), inside)
        closed |= {id(gap): gap for gap in found if id(gap) not in apart}
        taken = {id(gap.following) for gap in sorted(closed.values(), key=lambda gap: -gap.number) if _close(gap)}
        for runs in pages:
            if any(id(run) in taken for run in runs):
                runs[:] = [run for run in runs if id(run) not in taken]
    for runs in pages:
        for run in runs:
            if GUESSED in run.text:
                run.text = run.text.replace(GUESSED, " ")


def _close(gap: Gap) -> bool:
    """Close a gap; whether the run behind it is taken up by the one before."""
    run, behind = gap.run, gap.following
    run.text = run.text[: gap.at] + run.text[gap.at + 1 :]
    if behind is run:
        return False
    if run.takes(behind):
        return True
    behind.before = run
    return False


class _Tokens(dict[str, tuple[str, int, int] | None]):
    """The word of a piece of text, and where it begins and ends in it; None where it has none, or several.

    `odd` are the pieces looked up so far whose word does not stand alone.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self.lexicon = lexicon
        self.odd: set[str] = set()

    def __missing__(self, piece: str) -> tuple[str, int, int] | None:
        token = _TOKEN.fullmatch(piece)
        self[piece] = found = None if token is None else (token[1], *token.span(1))
        if found is not None and not self.lexicon.stands_alone(found[0]):
            self.odd.add(piece)
        return found


def _within(
    text: str, gaps: dict[int, Gap], lexicon: Lexicon, settings: WordSettings, tokens: _Tokens
) -> Iterator[Gap]:
    """The gaps of a page that stand inside words."""
    for parts, between in _chains(text, gaps, tokens):
        yield from _inside_words(parts, between, lexicon, settings)


def _chains(text: str, gaps: dict[int, Gap], tokens: _Tokens) -> Iterator[tuple[list[str], list[Gap]]]:
    """Stretches of a page in which letters follow letters with gaps between them, but for those of words."""
    for match in _CHAIN.finditer(text):
        parts: list[str] = []
        between: list[Gap] = []
        start = match.start()
        pieces = match[0].split(GUESSED)
        found = list(map(tokens.__getitem__, pieces))
        if tokens.odd.isdisjoint(pieces):
            continue
        for piece, token in zip(pieces, found, strict=True):
            gap = gaps.get(start - 1)
            if parts and (token is None or gap is None or token[1] > 0):
                yield parts, between
                parts, between = [], []
            if token is not None:
                if parts and gap is not None:
                    between.append(gap)
                parts.append(token[0])
                if token[2] < len(piece):
                    yield parts, between
                    parts, between = [], []
            start += len(piece) + 1
        yield parts, between


def _inside_words(parts: Sequence[str], gaps: Sequence[Gap], lexicon: Lexicon, settings: WordSettings) -> Iterator[Gap]:
    """The gaps of a chain that stand inside words: as few parts as can be are left that are no words."""
    words = [lexicon.stands_alone(part) for part in parts]
    if len(parts) < 2 or all(words):
        return
    closable = _closable(parts, gaps, settings)
    best: list[tuple[int, int, int]] = [(0, 0, 0)]  # parts that are no words, words, and where the last word begins
    for end in range(1, len(parts) + 1):
        ways = []
        for start in range(max(0, end - _MOST_PARTS), end):
            if end - start > 1:
                if not all(closable[start : end - 1]) or all(words[start:end]):
                    continue
                whole = "".join(parts[start:end])
                if not (is_cased_as_one(whole) and lexicon.has(whole)):
                    continue
                if end - start == 2 and words[end - 1] and len(parts[end - 1]) == 1 and not lexicon.prints(whole):
                    continue  # what stands before an article may be the rest of a word that a line broke off
                odd = 0
            else:
                odd = not words[start]
            ways.append((best[start][0] + odd, best[start][1] + 1, start))
        best.append(min(ways))
    end = len(parts)
    while end:
        start = best[end][2]
        yield from gaps[start : end - 1]
        end = start


def _closable(parts: Sequence[str], gaps: Sequence[Gap], settings: WordSettings) -> list[bool]:
    """Whether each gap is narrow enough to stand inside a word: of letters set apart, much the same as the others."""
    letters = sum(len(part) == 1 for part in parts)
    if letters >= settings.letters_set_apart and letters > len(parts) / 2:
        usual = median(gap.width for gap in gaps)
        return [gap.width <= settings.uneven_gap * usual for gap in gaps]
    return [gap.width <= settings.gap_in_word for gap in gaps]


def _told_by_width(lines: Iterable[GapLine], lexicon: Lexicon, settings: WordSettings) -> Iterator[tuple[Gap, bool]]:
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


def _between_letters(lines: Iterable[GapLine], lexicon: Lexicon, settings: WordSettings) -> Iterator[Gap]:
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
