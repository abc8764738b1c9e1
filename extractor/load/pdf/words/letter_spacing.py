"""Letters set apart, as in headings: gaps that pdfium took for spaces are taken out where all letters have such gaps.

Told from the gaps between letters alone, whether pdfium guessed a space in them or not: where letters are set apart,
one is as wide as another, and those between words are wider by far.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.load.pdf.words.letters import CLOSED, GUESSED, Letters, leads
from extractor.load.pdf.words.type_style import Setting

Stretch = tuple[int, int, Setting]  # letters from one index to another

_ALIKE = 1.25  # times the usual gap between letters: a wider one parts words
_ALIKE_AT_HYPHEN = 2.0  # the same: a hyphen has room of its own, less than that between words
_APART = (0.04, 0.6)  # of the size: letters closer than this are not set apart, and those further off are of columns
_LOOKED_AT = 60  # pairs of letters set alike
_FEWEST = 3
_CLOSING = ",.:;!?)"  # no space goes before it


def close_tracking(letters: Letters, stretches: Sequence[Stretch]) -> None:
    """Take gaps between letters that are set apart out of the text of the letters.

    `stretches` are the text objects of a page in the order of the file.
    """
    text = letters.text
    if GUESSED not in text:
        return
    shown = list(text)
    for setting, pairs in _neighbours(text, stretches).items():
        gaps = sorted(letters.gap(*pair) for pair in pairs[:_LOOKED_AT])
        usual = gaps[len(gaps) // 3]
        if len(gaps) < _FEWEST or not _APART[0] * setting.size < usual < _APART[1] * setting.size:
            continue
        for a, b in pairs:
            most = (_ALIKE_AT_HYPHEN if "-" in (text[a], text[b]) else _ALIKE) * usual
            if b == a + 2 and (text[b] in _CLOSING or letters.gap(a, b) <= most):
                shown[a + 1] = CLOSED
    letters.text = "".join(shown)


def _neighbours(text: str, stretches: Sequence[Stretch]) -> dict[Setting, list[tuple[int, int]]]:
    """By how they are set, neighbours among the letters that show, with no space printed and no line end between.

    Dots of a leader are none.
    """
    pairs: dict[Setting, list[tuple[int, int]]] = defaultdict(list)
    before, end, held = -1, 0, None
    for start, stop, setting in stretches:
        if setting is not held or "\n" in text[end:start]:
            before, held = -1, setting
        for at in range(start, stop):
            if text[at] == " ":
                before = -1
            elif text[at] != GUESSED:
                if before >= 0 and not leads(text[before], text[at]):
                    pairs[setting].append((before, at))
                before = at
        end = stop
    return pairs
