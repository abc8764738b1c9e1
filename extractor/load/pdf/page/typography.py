"""How a document is set: its body type and line pitch, by which headings and paragraphs are told.

In go the lines of all pages, out comes one `Typography`; sizes are in points, pitches in multiples of the type size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter

import regex

from extractor.load.pdf.settings import PageSettings
from extractor.load.pdf.words.hyphens import Vocabulary
from extractor.load.pdf.words.lines import COLUMN, Line
from extractor.load.shapes import starts_low

_USUAL = 1.2  # of the size: the pitch of lines where nothing tells it
_BLUR = 0.1  # points: baselines are not known more exactly
_PIXEL = 1.0  # points: lines that stand no further apart than others are set on whole pixels
_ENOUGH = 5  # pairs of lines tell their pitch
_PITCHES = (0.7, 3.0)  # of the size: lines closer or further apart are not those of a paragraph
_BROKEN = regex.compile(r"(\p{L}+)[-\u2010](?:\s|$)")
_FIRST = regex.compile(r"^\p{Ll}[\p{L}'’-]*")

Pair = tuple[float, Line, Line]  # the pitch of two lines, as a multiple of their size, and both


@dataclass(frozen=True, slots=True)
class Pitch:
    """How far lines of one type size stand apart, as multiples of the size: in a paragraph, and between two of them."""

    line: float
    paragraph: float

    @classmethod
    def of(cls, pairs: Sequence[Pair], loose: float) -> Pitch:
        """The commonest pitch; paragraphs stand further apart than it, some of them as far as is usual there.

        Where most paragraphs have one line, the commonest pitch is that of paragraphs, and no sentence goes on over it;
        where none goes on at all, lines that stand far apart are paragraphs.
        """
        if not pairs:
            return cls(_USUAL, loose * _USUAL)
        pitches = [pitch for pitch, _, _ in pairs]
        line = _commonest(pitches)
        if not any(loose * pitch > line and runs_on(above, below) for pitch, above, below in pairs):
            inside = [pitch for pitch, above, below in pairs if runs_on(above, below)]
            line = _commonest(inside) if inside else (line if line <= loose * _USUAL else _USUAL)
        most = loose * line
        pixel = _PIXEL / pairs[0][1].size
        between = sorted(p for p in pitches if line + pixel < p < most)
        if len(between) >= max(3, 0.05 * len(pitches)):
            most = max((line + between[0]) / 2, line + pixel)
        return cls(line, most)


def _commonest(pitches: Sequence[float]) -> float:
    counts = Counter(round(pitch, 2) for pitch in pitches)
    return max(counts, key=lambda p: (sum(n for q, n in counts.items() if abs(p - q) <= 0.02), -p))


def runs_on(above: Line, below: Line) -> bool:
    """Whether a sentence surely goes on from one line to the next."""
    return starts_low(below.text) and not above.is_closed


_line = attrgetter("line")


@dataclass(slots=True)
class Typography:
    """How a document is set: its body type, and how far lines of each size stand apart."""

    size: float
    colour: str
    bold: bool
    pitches: dict[float, Pitch]
    vocabulary: Vocabulary
    settings: PageSettings
    _known: dict[float, Pitch] = field(default_factory=dict, init=False, repr=False)  # by size

    @classmethod
    def of(cls, pages: Sequence[Sequence[Line]], settings: PageSettings) -> Typography:
        """What most letters and most lines of a document have."""
        letters: Counter[tuple[float, str, bool]] = Counter()
        pitches: dict[float, list[Pair]] = {}
        for lines in pages:
            for line in lines:
                style = line.style
                letters[_rounded(style.size), style.colour, style.bold] += len(line.text)
            for size, pair in _pitches(lines):
                pitches.setdefault(size, []).append(pair)
        size, colour, bold = letters.most_common(1)[0][0] if letters else (11.0, "#000000", False)
        body = Pitch.of(pitches.get(size, []), settings.loose)
        known = {one: Pitch.of(found, settings.loose) for one, found in pitches.items() if len(found) >= _ENOUGH}
        for one in pitches.keys() - known.keys():  # of few headings, one that goes on over a line tells
            inside = [pair for pair in pitches[one] if runs_on(*pair[1:])]
            if inside and one >= settings.larger * size:
                known[one] = Pitch.of(inside, settings.loose)
        return cls(size, colour, bold, {size: body, **known}, _vocabulary(pages), settings)

    def within(self, lines: Sequence[Line]) -> Typography:
        """How some lines are set: what the full ones say of their pitch goes before what the document says."""
        pitches: dict[float, list[Pair]] = {}
        edge = max((line.x1 for line in lines), default=0.0)
        full = [b for a, b in pairwise(lines) if a.x1 + b.first_word >= edge]
        for size, pair in _pitches(lines, full):
            pitches.setdefault(size, []).append(pair)
        own = {size: Pitch.of(found, self.settings.loose) for size, found in pitches.items() if len(found) >= _ENOUGH}
        return replace(self, pitches={**self.pitches, **own})

    def pitch(self, size: float) -> Pitch:
        """How far lines of a size stand apart; where too few lines have it, as those of the body do.

        Headings stand no further apart than the lines of the body, but may where those are set solid.
        """
        if size not in self._known:
            body = self.pitches[self.size]
            own = self.pitches.get(_rounded(size), body)
            if size >= self.settings.larger * self.size:
                usual = Pitch(_USUAL, self.settings.loose * _USUAL)
                own = max(min(own, body, key=_line), usual, key=_line)
            self._known[size] = own
        return self._known[size]

    def follows(self, above: Line, below: Line) -> bool:
        """Whether a line stands no further below another than lines of one paragraph can."""
        size = max(above.size, below.size)
        return below.baseline - above.baseline <= self.settings.loose * self.pitch(size).line * size + _BLUR

    def is_apart(self, above: Line, below: Line) -> bool:
        """Whether a line stands as far below another as paragraphs do."""
        size = max(above.size, below.size)
        return below.baseline - above.baseline > self.pitch(size).paragraph * size

    def stands_out(self, line: Line) -> bool:
        """Whether all of a line is set as a heading: bold where the body is not, or larger (and if plain, much)."""
        style = line.style
        if line.is_figure:
            return False
        if style.bold and not self.bold:
            return True
        plain = style.colour == self.colour and not style.bold
        return line.size >= (self.settings.much_larger if plain else self.settings.larger) * self.size


def _vocabulary(pages: Sequence[Sequence[Line]]) -> Vocabulary:
    """The words of a document: those that may begin with the rest of a word broken above are told apart."""
    texts: list[str] = []
    broken: list[tuple[str, str]] = []
    for lines in pages:
        above: list[list[str]] = [[], []]  # halves that end the lines before: lines of two columns take turns
        for line in lines:
            text = line.text
            halves = _BROKEN.findall(text) if "-" in text or "\u2010" in text else []
            if not (halves or above[0] or above[1]):
                texts.append(text)
                continue
            for part in line.parts():
                words = line.spell(part).text
                first = _FIRST.match(words)
                if first and (above[0] or above[1]):
                    broken += [(half, first[0]) for half in above[0] + above[1]]
                    words = words[first.end() :]
                texts.append(words)
            above = [above[1], halves]
    return Vocabulary(texts, broken)


def pitch_of(lines: Sequence[Line]) -> float:
    """The least pitch at which several of some lines stand, as a multiple of their size."""
    pitches = sorted(pitch for _, (pitch, _, _) in _pitches(lines))
    for number, pitch in enumerate(pitches):
        if sum(other <= 1.03 * pitch for other in pitches[number:]) > len(pitches) // 6:
            return pitch
    return _USUAL


def is_spread(line: Line) -> bool:
    """Whether the spaces of a line are stretched, all alike, until it is full: so is justified prose, and no row.

    Only the width of a space as its font sets it tells that.
    """
    runs = [run for run in line.runs if run.text.strip()]
    gaps = [b.x0 - a.x1 for a, b in pairwise(runs)]
    words = sum(any(c.isalpha() for c in run.text) for run in runs)
    if len(gaps) < 2 or 2 * words <= len(runs) or any(" " in run.text.strip() for run in runs):
        return False
    space = max(run.space for run in runs)
    wide = space + 0.05 * line.size
    return space > 0 and wide < min(gaps) <= max(gaps) < min(min(gaps) + 0.05 * line.size, COLUMN * line.size)


def _pitches(lines: Sequence[Line], below_full: Sequence[Line] | None = None) -> Iterator[tuple[float, Pair]]:
    """Sizes and pitches of lines that stand below one another; other columns may have lines between them."""
    wanted = None if below_full is None else {id(line) for line in below_full}
    for number, above in enumerate(lines):
        for below in lines[number + 1 : number + 4]:
            if abs(above.x0 - below.x0) < 2 * above.size:
                pitch = (below.baseline - above.baseline) / above.size
                if wanted is not None and id(below) not in wanted:
                    break
                if abs(above.size - below.size) < 0.3 and _PITCHES[0] < pitch < _PITCHES[1]:
                    yield _rounded(above.size), (pitch, above, below)
                break


def _rounded(size: float) -> float:
    return round(size * 2) / 2
