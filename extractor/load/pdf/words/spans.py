"""The letters of a PDF page are parted into spans: what one text object draws between wide gaps.

In go the letters of a page, out come `Span`s in the order of the file; letters set apart are put together, and figures
that a font raises are marked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import regex

from extractor.load.marks import superscript
from extractor.load.normalise import characters
from extractor.load.pdf.words.letter_spacing import Stretch, close_tracking
from extractor.load.pdf.words.letters import CLOSED, GUESSED, NO_ROOM, Letters
from extractor.load.pdf.words.type_style import Setting, settings_of
from extractor.load.shapes import is_marker

WIDE = 1.0  # a gap inside a run wider than this many times its size parts it: the words stand in different columns
_FAR = 2.5 * WIDE  # the same, in lines of prose
WIDE_GUESS = 0.6  # the same, where nobody printed a space
_SHORT_RUN = 60  # letters: longer runs are lines of prose, in which no columns are but that of a marker, or far apart
_SOFT = "\u00ad"
_SHOWN = regex.compile(rf"(?<=\p{{L}}){_SOFT}(?=[\s{GUESSED}]|$)")
_SPACES = regex.compile(rf"[ \u00a0{GUESSED}]+(?=[^ \u00a0{GUESSED}])")
_FIGURES = regex.compile(rf"(?<![^\s{GUESSED}])[($£€-]?\d[\d,.%)–-]*(?![^\s{GUESSED}])")  # words that are figures
_ENDS_IN_FIGURE = regex.compile(rf"\d[%)]?[\s{GUESSED}]*$")
_AT_WORDS = regex.compile(  # figures that may be marks
    rf"(?:^|(?<=[\p{{L}}\p{{P}}]))\d(?:[{GUESSED}{CLOSED}]?\d){{0,2}}(?!\d)|(?<!\S)\d{{1,3}}(?=\p{{L}})"
)
# Signs that Ghostscript 10.0 has written for quotation marks, where those can stand, and the marks.
_QUOTES = {"8": "‘", "9": "’", "<": "“", "=": "”"}
_AT_QUOTE = regex.compile(r"[<=]|(?<=[\p{L}\p{P}])[89](?!\d)|(?<!\d)[89](?=\p{L})")
_BREAK = "\r\n"
_DIGIT = regex.compile(r"\d")
_HALVES = regex.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class Span:
    """First character, last character that shows, and words of a run; pdfium's guessed spaces follow the words.

    `joined` says that pdfium sees nothing between the run and the one before it, `tracked` that it took for a space
    what is between letters set apart there; `gaps` are the widths of spaces in it that nobody printed, in PDF units.
    """

    first: int
    last: int
    text: str
    setting: Setting
    joined: bool
    gaps: tuple[float, ...] = ()
    tracked: bool = False


def spans_of(letters: Letters) -> Iterator[Span]:
    """The spans of a page in the order of the file, each of letters of one text object."""
    stretches = list(_stretches(letters))
    if not stretches:
        return
    close_tracking(letters, stretches)
    if _SOFT in letters.text:  # a line end shows soft hyphens that end words, where other cells stand beside it
        letters.text = _SHOWN.sub("\u2010", letters.text)
    _show_quotes(letters, stretches)
    stretches = _touching(letters, stretches)
    text = letters.text
    plain = text.replace("\r\n", "")
    is_clean = characters(plain) == plain
    joins = tracks = False
    afters = [*(start for start, _, _ in stretches[1:]), len(text)] if stretches else []
    gaps = letters.widest_gaps([start for start, _, _ in stretches], [end for _, end, _ in stretches])
    for (start, end, setting), after, gap in zip(stretches, afters, gaps, strict=True):
        between = text[end:after]
        goes_on = not between.strip(CLOSED) or (between == _BREAK and _is_broken(letters, end, after, setting))
        glue = "" if goes_on else GUESSED if between == GUESSED else " "
        has_digits = _DIGIT.search(text, start, end) is not None
        opened = start
        for first, stop in _apart(letters, start, end, setting.size, gap, has_digits):
            words = text[first:stop]
            joined = joins and first == start
            if first > start == opened:  # printed spaces before its words
                yield Span(start, start, " ", setting, joined)
            opened = -1
            if shown := len(words.rstrip()):
                words = _with_marks(letters, words, first, setting) if has_digits else words
                inner = _gaps(letters, words[:shown], first)
                words = words.replace(CLOSED, "")
                words = (words if is_clean else _whole(words)) + (glue if stop == end else " ")
                yield Span(first, first + shown - 1, words, setting, joined, inner, joined and tracks)
            elif first == start:
                glue = " "
                yield Span(first, first, " ", setting, joined)
        joins, tracks = not glue, CLOSED in between


def _stretches(letters: Letters) -> Iterator[Stretch]:
    """Where letters of one text object stand beside one another, or with a guessed space between that are close."""
    owners = list(dict.fromkeys(owner for _, _, owner in letters.drawn))
    firsts = {owner: start for start, _, owner in reversed(letters.drawn)}
    settings = dict(zip(owners, settings_of(letters.address, [firsts[owner] for owner in owners], owners), strict=True))
    start = end = 0
    current = None
    for first, stop, owner in letters.drawn:
        setting = settings[owner]
        if owner == current and first == end + 1 and letters.gap(end - 1, first) < WIDE * setting.size:
            end = stop
            continue
        if current is not None:
            yield start, end, settings[current]
        start, end, current = first, stop, owner
    if current is not None:
        yield start, end, settings[current]


def _touching(letters: Letters, stretches: list[Stretch]) -> list[Stretch]:
    """The stretches, those in one whose small letters touch, set alike: browsers draw nearly every letter by itself."""
    text = letters.text
    near = [
        number
        for number, (one, other) in enumerate(pairwise(stretches), start=1)
        if one[2] is other[2] and one[1] == other[0] and text[one[1] - 1].islower() and text[one[1]].islower()
    ]
    if not near:
        return stretches
    starts = [stretches[number][0] for number in near]
    before = letters.origins([stretches[number - 1][0] for number in near])
    off = np.abs(letters.origins(starts) - before).min(axis=0)  # of the baseline, whichever way the line runs
    room = np.abs(letters.rooms([start - 1 for start in starts], starts))
    size = np.array([stretches[number][2].size for number in near])
    touches = set(np.asarray(near)[(room < NO_ROOM * size) & (off < NO_ROOM * size)].tolist())
    whole: list[Stretch] = []
    for number, stretch in enumerate(stretches):
        whole.append((whole.pop()[0], *stretch[1:]) if number in touches else stretch)
    return whole


def _is_broken(letters: Letters, end: int, after: int, setting: Setting) -> bool:
    """Whether a new line that pdfium guesses is within a word, as on pages that it takes for vertical writing."""
    text = letters.text
    if after == len(text) or text[end - 1].isspace() or text[after].isspace():
        return False
    if letters.gap(end - 1, after) > WIDE_GUESS * setting.size / 4:  # there is room for a space
        return False
    x, y = letters.origins((end - 1, after))
    along = x if setting.angle % 180 else y
    return bool(abs(along[1] - along[0]) < 0.5)


def _show_quotes(letters: Letters, stretches: Sequence[Stretch]) -> None:
    """Make quotation marks of the signs that a program has written for them.

    Their ink stands twice as far above the line as it is high; that of small raised figures about as far.
    """
    starts = [start for start, _, _ in stretches]

    def shown(match: regex.Match[str]) -> str:
        number = bisect_right(starts, match.start()) - 1
        if number < 0 or match.start() >= stretches[number][1]:
            return match[0]
        rise, height = _rise(letters, match.start(), stretches[number][2])
        return _QUOTES[match[0]] if rise > 1.5 * height > 0 else match[0]

    letters.text = _AT_QUOTE.sub(shown, letters.text)


def _apart(letters: Letters, start: int, end: int, size: float, gap: float, has_digits: bool) -> list[tuple[int, int]]:
    """The run itself, or its parts between wide gaps, or every word of a row of figures; a space takes room.

    `gap` is the widest between two of its words. Room between letters adds to a space on both sides of it.
    """
    if not has_digits and gap < WIDE_GUESS * size and not letters.text[start].isspace():
        return [(start, end)]  # most are so
    text = letters.text[start:end].rstrip()
    if not text:
        return [(start, end)]
    words = text.lstrip()
    start += len(text) - len(words)  # a space may be printed as wide as a column
    figures = len(_FIGURES.findall(words)) if has_digits else 0
    if figures <= 2 and gap < WIDE_GUESS * size:
        return [(start, end)]
    parts: list[tuple[int, int]] = []
    origin = start
    row = figures > 2 and 3 * figures > len(words.split())
    prose = end - start > _SHORT_RUN and figures <= 2 and not (figures and _ENDS_IN_FIGURE.search(words))
    guess = WIDE_GUESS * size + (2 * _tracking(letters, start, end) if GUESSED in words else 0.0)
    rooms = (
        sorted(letters.gap(origin + m.start() - 1, origin + m.end()) for m in _SPACES.finditer(words)) if prose else []
    )
    usual = rooms[(len(rooms) - 1) // 2] if rooms else 0.0  # justified lines have it between all of their words
    columns = max(WIDE * size, _FAR * usual)
    far = (
        min(_FAR * size, columns) if len(rooms) > 1 and rooms[-2] >= columns else _FAR * size
    )  # one is behind a number
    for match in _SPACES.finditer(words):
        if prose and gap < far and not is_marker(words[: match.start()]):
            break
        before, behind = origin + match.start() - 1, origin + match.end()
        wide = (WIDE + 0.3 * min(2, len(match[0]))) * size
        if row and (match[0] == GUESSED or len(match[0]) > 1):
            wide = 0.0
        elif match[0] == GUESSED:
            wide = guess
        if prose and not is_marker(words[: match.start()]):
            wide = far
        if before >= start and (not wide or letters.gap(before, behind) >= wide):
            parts.append((start, behind))
            start = behind
    return [*parts, (start, end)]


def _tracking(letters: Letters, start: int, end: int) -> float:
    """Room between the letters of a run, in PDF units: as good as none where they are not set apart."""
    shown = [at for at in range(start, end) if letters.text[at] not in (GUESSED, CLOSED, " ")]
    gaps = sorted(letters.gap(a, b) for a, b in pairwise(shown) if letters.text[a + 1 : b] in ("", CLOSED))
    return max(0.0, gaps[len(gaps) // 3]) if gaps else 0.0


def _with_marks(letters: Letters, text: str, start: int, setting: Setting) -> str:
    """Words with those figures as superscripts that the font itself raises: their size does not tell them."""

    def marked(match: regex.Match[str]) -> str:
        digits = [start + at for at in range(*match.span()) if text[at] not in (GUESSED, CLOSED)]
        are_raised = all(_is_raised(letters, at, setting) for at in digits)
        return superscript(match[0]).replace(GUESSED, CLOSED) if are_raised else match[0]

    return _AT_WORDS.sub(marked, text)


def _is_raised(letters: Letters, index: int, setting: Setting) -> bool:
    """Whether the ink of a letter stands further above the line that it is set on than half of its own height."""
    rise, height = _rise(letters, index, setting)
    return 2 * rise > height > 0


def _rise(letters: Letters, index: int, setting: Setting) -> tuple[float, float]:
    """How far the ink of a letter stands above the line that it is set on, and how high it is, in PDF units."""
    left, right, bottom, top, x, y = letters.ink(index)
    return {
        0: (bottom - y, top - bottom),
        90: (x - right, right - left),
        180: (y - top, top - bottom),
        270: (left - x, right - left),
    }[setting.angle]


def _gaps(letters: Letters, words: str, start: int) -> tuple[float, ...]:
    """How wide the spaces inside a run are that nobody printed, in PDF units."""
    if GUESSED not in words:
        return ()
    return tuple([letters.gap(start + at - 1, start + at + 1) for at in range(1, len(words)) if words[at] == GUESSED])


def _whole(text: str) -> str:
    """Words without control characters and halves of surrogate pairs."""
    if _HALVES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return characters(text)
