"""Letters set apart, as in headings: gaps that pdfium took for spaces are taken out where all letters have such gaps.

Told from the gaps between letters alone: where they are set apart, one is as wide as another, and those between words
are wider by far. Pdfium guesses no space in some of them, or few text objects draw all of the letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from extractor.load.pdf.words.letters import CLOSED, GUESSED, Letters, leads
from extractor.load.pdf.words.type_style import Setting

Stretch = tuple[int, int, Setting]  # letters from one index to another

_ALIKE = 1.25  # times the usual gap between letters: a wider one parts words
_ALIKE_AT_HYPHEN = 2.0  # the same: a hyphen has room of its own, less than that between words
_APART = (0.04, 0.6)  # of the size: letters closer than this are not set apart, and those further off are of columns
_LOOKED_AT = 60  # pairs of letters set alike
_CLOSING = ",.:;!?)"  # no space goes before it


def close_tracking(letters: Letters, stretches: Sequence[Stretch]) -> None:
    """Take gaps between letters that are set apart out of the text of the letters.

    `stretches` are the text objects of a page in the order of the file.
    """
    text = letters.text
    if GUESSED not in text:
        return
    shown = list(text)
    for setting in _with_gaps(text, stretches):
        pairs = _neighbours(text, stretches, setting)
        first = list(islice(pairs, _LOOKED_AT))
        rooms = letters.rooms([a for a, _ in first], [b for _, b in first]).tolist()
        looked = [(a, b, gap) for (a, b), gap in zip(first, rooms, strict=True)]
        usual = sorted(gap for _, _, gap in looked)[len(looked) // 3] if looked else 0.0
        if not _APART[0] * setting.size < usual < _APART[1] * setting.size:
            continue
        touching = any(text[b - 1] != GUESSED and usual <= _ALIKE * gap <= _ALIKE**2 * usual for _, b, gap in looked)
        found = [*((a, b) for a, b, _ in looked), *pairs]
        if not touching and len(found) < 2 * sum(one is setting for _, _, one in stretches):
            continue  # a letter or two an object are a row of figures
        for a, b in found:
            most = (_ALIKE_AT_HYPHEN if "-" in (text[a], text[b]) else _ALIKE) * usual
            if b == a + 2 and (text[b] in _CLOSING or letters.gap(a, b) <= most):
                shown[a + 1] = CLOSED
    letters.text = "".join(shown)


def _with_gaps(text: str, stretches: Sequence[Stretch]) -> Iterable[Setting]:
    """How letters are set that have a gap of one character among them: no other can be closed."""
    found = [how for start, end, how in stretches if GUESSED in text[start:end]]
    found += [how for (_, end, one), (start, _, how) in pairwise(stretches) if start == end + 1 and how is one]
    return {id(setting): setting for setting in found}.values()


def _neighbours(text: str, stretches: Sequence[Stretch], setting: Setting) -> Iterator[tuple[int, int]]:
    """Neighbours among the letters set so that show, with no space printed and no line end between.

    Dots of a leader are none.
    """
    before, end = -1, 0
    for start, stop, how in stretches:
        if how is not setting or "\n" in text[end:start]:
            before = -1
        end = stop
        if how is not setting:
            continue
        for at in range(start, stop):
            if text[at] == " ":
                before = -1
            elif text[at] != GUESSED:
                if before >= 0 and not leads(text[before], text[at]):
                    yield before, at
                before = at
