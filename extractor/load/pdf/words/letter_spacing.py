"""Letters set apart, as in headings: gaps that pdfium took for spaces are taken out where all letters have such gaps.

Told from the gaps of a line alone, whether pdfium guessed a space in them or not: between letters set apart one is as
wide as another, and those between words are wider by far.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import regex

from extractor.load.pdf.words.letters import CLOSED, GUESSED, Letters, leads
from extractor.load.pdf.words.type_style import Setting

Stretch = tuple[int, int, Setting]  # letters from one index to another

_MOST = 0.55  # of the gaps of a line, or more, are those of letters set apart
_ALIKE = 1.25  # times the usual gap between letters: a wider one parts words
_MOST_AT_HYPHEN = 2  # times the usual gap: a space has that gap on both of its sides
_MANY = 4  # letters that each text object draws
_CLOSING = ",.:;!?)"  # no space goes before it
_BREAK = "\n"
_GUESS = regex.compile(rf"[^ {GUESSED}]{GUESSED}+(?=[^ {GUESSED}])")


def close_tracking(letters: Letters, stretches: Sequence[Stretch]) -> None:
    """Take gaps between letters that are set apart out of the text.

    Args:
        letters: of a page; their text is changed.
        stretches: its text objects, in the order of the file.
    """
    told = [(setting, _inside(letters, *line)) for *line, setting in _lines(letters.text, stretches)]
    proved = {setting: usual for setting, (usual, is_proved, _) in told if is_proved}
    closed = [
        at
        for setting, (usual, is_proved, places) in told
        if is_proved or round(usual, 1) == round(proved.get(setting, 0.0), 1)
        for at in places
    ]
    if closed:
        shown = list(letters.text)
        for at in closed:
            shown[at] = CLOSED
        letters.text = "".join(shown)


def _lines(text: str, stretches: Sequence[Stretch]) -> Iterator[tuple[int, int, int, Setting]]:
    """Where letters set alike on one line begin and end, if a space is guessed there, and how many objects draw them.

    Their setting comes last.
    """
    held: tuple[int, int, int, Setting] | None = None
    for start, end, setting in stretches:
        if held is not None and setting is held[3] and _BREAK not in text[held[1] : start]:
            held = held[0], end, held[2] + 1, setting
            continue
        if held is not None and GUESSED in text[held[0] : held[1]]:
            yield held
        held = start, end, 1, setting
    if held is not None and GUESSED in text[held[0] : held[1]]:
        yield held


def _inside(letters: Letters, start: int, end: int, objects: int) -> tuple[float, bool, list[int]]:
    """How far apart the letters of a line are set, whether that is proved, and the guessed spaces between them.

    It is where its text objects draw many letters each, or one draws all, or where no space is guessed between some: a
    letter or two an object is a row of figures.
    """
    text = letters.text
    guessed = ((match.start(), match.end()) for match in _GUESS.finditer(text, start, end))
    narrow = min((letters.gap(*pair) for pair in guessed), default=0.0)
    if any(2 * letters.gap(*pair) < narrow for pair in islice(_pairs(text, start, end), 2)):
        return 0.0, False, []
    pairs = list(_pairs(text, start, end))
    if len(pairs) < 2:
        return 0.0, False, []
    gaps = [letters.gap(a, b) for a, b in pairs]
    usual = sorted(gaps)[len(gaps) // 3]
    alike = [usual <= _ALIKE * gap and gap <= _ALIKE * usual for gap in gaps]
    if sum(alike) < max(2, _MOST * len(gaps)):
        return 0.0, False, []
    is_proved = (
        len(pairs) >= _MANY * objects
        or objects == 1
        or any(near and b == a + 1 for (a, b), near in zip(pairs, alike, strict=True))
    )
    near = [  # kerned letters stand nearer than others; a hyphen has room of its own, less than that between words
        gap <= (_MOST_AT_HYPHEN if "-" in (text[a], text[b]) else _ALIKE) * usual
        for (a, b), gap in zip(pairs, gaps, strict=True)
    ]
    closed = ((a, b) for (a, b), inside in zip(pairs, near, strict=True) if inside or text[b] in _CLOSING)
    return usual, is_proved, [a + 1 for a, b in closed if b == a + 2]


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Neighbours among the letters that show, with no space printed between them; dots of a leader are none."""
    before = -1
    for at in range(start, end):
        if text[at] == " ":
            before = -1
        elif text[at] != GUESSED:
            if before >= 0 and not leads(text[before], text[at]):
                yield before, at
            before = at
