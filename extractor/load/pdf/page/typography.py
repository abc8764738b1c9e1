"""How a document is set: its body type and line pitch, by which headings and paragraphs are told.

In go the lines of all pages, out comes one `Typography`; sizes are in points, pitches in multiples of the type size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractor.load.pdf.words.hyphens import Vocabulary
from extractor.load.pdf.words.lines import Line

LARGER = 1.1  # of the body's size: coloured or bold type from here on is a heading's
MUCH_LARGER = 1.25  # of the body's size: any type from here on is a heading's
_LOOSE = 1.22  # of the usual line pitch: lines further apart are different paragraphs
_BROKEN = regex.compile(r"(\p{L}+)-(?:\s|$)")
_FIRST = regex.compile(r"^\p{Ll}[\p{L}'’-]*")
_LETTERED = regex.compile(r"\p{L}.*\p{L}", regex.S)


@dataclass(slots=True)
class Typography:
    """How a document is set: its body type, and the pitch of its lines as a multiple of the type size."""

    size: float
    colour: str
    bold: bool
    pitch: float
    vocabulary: Vocabulary

    @classmethod
    def of(cls, pages: Sequence[Sequence[Line]]) -> Typography:
        """What most letters and most lines of a document have."""
        letters: Counter[tuple[float, str, bool]] = Counter()
        pitches: Counter[float] = Counter()
        for lines in pages:
            for line in lines:
                style = line.style
                letters[round(style.size * 2) / 2, style.colour, style.bold] += len(line.text)
            for above, below in pairwise(lines):
                if abs(above.size - below.size) < 0.3 and abs(above.x0 - below.x0) < 2 * above.size:
                    pitch = (below.baseline - above.baseline) / above.size
                    if 0.9 < pitch < 2.2:
                        pitches[round(pitch, 2)] += 1
        size, colour, bold = letters.most_common(1)[0][0] if letters else (11.0, "#000000", False)
        return cls(size, colour, bold, _mode(pitches), _vocabulary(pages))

    def follows(self, above: Line, below: Line) -> bool:
        """Whether a line stands no further below another than lines of one paragraph do."""
        size = max(above.size, below.size)
        return below.baseline - above.baseline <= _LOOSE * max(self.pitch, 1.15) * size + 0.5

    def is_large(self, line: Line) -> bool:
        """Whether a line is set in larger type than the body."""
        return line.size >= LARGER * self.size

    def stands_out(self, line: Line) -> bool:
        """Whether all of a line is set as a heading: bold where the body is not, or larger (and if plain, much)."""
        style = line.style
        if not _LETTERED.search(line.text):
            return False
        if style.bold and not self.bold:
            return True
        plain = style.colour == self.colour and not style.bold
        return line.size >= (MUCH_LARGER if plain else LARGER) * self.size


def _vocabulary(pages: Sequence[Sequence[Line]]) -> Vocabulary:
    """The words of a document: those that may begin with the rest of a word broken above are told apart."""
    texts: list[str] = []
    broken: list[tuple[str, str]] = []
    for lines in pages:
        above: list[list[str]] = [[], []]  # halves that end the lines before: lines of two columns take turns
        for line in lines:
            text = line.text
            halves = _BROKEN.findall(text)
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
    pitches = sorted(
        (below.baseline - above.baseline) / above.size
        for above, below in pairwise(lines)
        if abs(above.size - below.size) < 0.3 and below.baseline - above.baseline > 0.7 * above.size
    )
    for number, pitch in enumerate(pitches):
        if sum(other <= 1.03 * pitch for other in pitches[number:]) > len(pitches) // 6:
            return pitch
    return 1.2


def _mode(pitches: Counter[float]) -> float:
    """The commonest pitch, neighbours counted with it; lines of paragraphs lie closer than paragraphs do."""
    if not pitches:
        return 1.2
    return max(pitches, key=lambda p: (sum(n for q, n in pitches.items() if abs(p - q) <= 0.02), -p))
