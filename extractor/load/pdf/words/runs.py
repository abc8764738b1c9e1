"""A PDF page's text becomes runs: words set alike, with their place, size, weight and colour.

In goes an open pypdfium2 page; out come `Run`s in points from the top left corner of the page as it reads: the page's
rotation is undone, and so is that of text which is set sideways throughout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import regex

from extractor.load.pdf.view import View
from extractor.load.pdf.words.letters import GUESSED, Letters
from extractor.load.pdf.words.spans import Span, spans_of

_COMMAS = (",", ";")
_LABEL = regex.compile(r"\d{1,3}[.)]|\([a-z]{1,4}\)")
_WORDS = regex.compile(r"\S+")
_SPACE = 0.25  # of the size: the space of a font that has none
_JOINED = 0.9  # of a space: room between two runs in which pdfium sees no space is none up to here
_RAISED = 0.6  # of the size
_SHADOW = 0.12  # of the size: words drawn again no further off than this are one, and edges of letters of a word


class Typeset:
    """What is set in type: it stands on a baseline, and has a size."""

    __slots__ = ()
    baseline: float
    size: float

    @property
    def top(self) -> float:
        """Upper edge of its letters."""
        return self.baseline - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """Lower edge of its letters."""
        return self.baseline + 0.25 * self.size


@dataclass(slots=True)
class Run(Typeset):
    """Words set alike on one line. `text` keeps the spaces around it; `size` is in points as printed.

    `symbol` says that the font is one of pictures (Wingdings, Symbol), `heavy` that strokes alone make it a bold one;
    `upright` is false for words that run otherwise than the page; `page` is the number of its page. `space` is how
    wide the font sets a space, in points. `before` is the run that this one goes on without a space, if any, and
    `gaps` are the widths of the spaces in `text` that nobody printed. `nameless` is the font of letters that the file
    does not tell: `text` is none of theirs. `tracking` is the room between its letters, where they are set apart.
    `rise` is how far words that are not upright reach up, in points. `first` is the index of its first letter on the
    page as pdfium counts them, -1 for words that were recognised.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool = False
    italic: bool = False
    colour: str = "#000000"
    symbol: bool = False
    upright: bool = True
    page: int = 0
    space: float = 0.0
    before: Run | None = field(default=None, repr=False, compare=False)
    gaps: tuple[float, ...] = ()
    nameless: str = ""
    rise: float = 0.0
    first: int = -1
    heavy: bool = False
    tracking: float = 0.0

    def takes(self, following: Run) -> bool:
        """Take up the letters of the run behind, which goes on without a space; not if it is set otherwise."""
        if following.look != self.look or abs(following.baseline - self.baseline) > 0.5:
            return False
        self.text += following.text
        self.gaps += following.gaps
        self.space_out(following)
        self.x1 = max(self.x1, following.x1)
        return True

    def runs_on(self, following: Run) -> bool:
        """Take up what is drawn right behind, of words that both run up or down the page and share their edges."""
        if self.upright or following.look != self.look:
            return False
        apart = max(abs(following.x0 - self.x0), abs(following.x1 - self.x1))
        if apart > _SHADOW * self.size:
            return False
        tops = self.baseline - self.rise, following.baseline - following.rise
        room = max(tops[0] - following.baseline, tops[1] - self.baseline)
        if not -_RAISED * self.size < room < self.size:
            return False
        spaced = room > self.space_width / 2 and not self.text[-1:].isspace()
        self.text += " " * spaced + following.text
        self.baseline = max(self.baseline, following.baseline)
        self.rise = self.baseline - min(tops)
        return True

    def space_out(self, following: Run) -> None:
        """Learn how far letters are set apart from what is taken up behind: a letter, or some that are."""
        if following.tracking or len(following.text.strip()) == 1:
            self.tracking = max(self.tracking, following.tracking, following.x0 - self.x1)

    @property
    def look(self) -> tuple[object, ...]:
        """How its letters are set, their size first."""
        weight = self.bold, self.heavy
        return round(self.size, 2), weight, self.italic, self.colour, self.symbol, self.upright, self.nameless

    def places(self) -> Iterator[tuple[str, float]]:
        """Its words, and about where the middle of each stands."""
        step = (self.x1 - self.x0) / max(1, len(self.text.rstrip()))
        for word in _WORDS.finditer(self.text):
            yield word[0], self.x0 + step * (word.start() + word.end()) / 2

    @property
    def space_width(self) -> float:
        """How wide a space is, in points; where its font does not tell, as most fonts have it."""
        return self.space or _SPACE * self.size

    @property
    def middle(self) -> tuple[float, float]:
        """The point that decides which cell or box the run stands in."""
        return (self.x0 + self.x1) / 2, self.baseline - 0.3 * self.size


def read_runs(page: Any, text_page: Any) -> tuple[list[Run], View]:
    """The words of a page in the order of the file, and the view in which they read."""
    letters = Letters(text_page)
    spans = list(spans_of(letters))
    angles: Counter[int] = Counter()
    for span in spans:
        angles[span.setting.angle] += len(span.text)
    turn = angles.most_common(1)[0][0] if angles else page.get_rotation()
    left, bottom, right, top = page.get_bbox()
    view = View(left, bottom, right, top, turn)
    runs: list[Run] = []
    seen = _Seen()
    unseen: list[Run] = []
    width, height = view.size
    firsts = [span.first for span in spans]
    for span, place, unmapped in zip(spans, _places(spans, letters, view), letters.unmapped(firsts), strict=True):
        shown = span.text.strip()
        if span.text == " " and runs:
            runs[-1].text = runs[-1].text.rstrip(GUESSED) + " "  # a text object that is a space
        if not shown or span.setting.hidden:
            continue
        run = _run(span, place, view)
        if unmapped:
            run.nameless = span.setting.face.name.rpartition("+")[2] or "a font without a name"
        if run.x1 < 0 or run.x0 > width or run.baseline < 0 or run.top > height:
            continue
        if span.setting.unseen:
            unseen.append(run)
            continue
        if not seen.has(shown, run) and not (runs and runs[-1].runs_on(run)):
            if span.joined and runs and (span.tracked or _goes_on(runs[-1], run)):
                if runs[-1].takes(run):
                    continue
                run.before = runs[-1]
            runs.append(run)
    if _letters_in(unseen) > _letters_in(runs):
        return runs + unseen, view  # a picture of a page, with its words laid under it
    return runs, view


def _places(spans: Sequence[Span], letters: Letters, view: View) -> Iterator[tuple[float, ...]]:
    """Of every span x0, top, x1 and bottom of its first and last letter, and the baseline of its first."""
    firsts = [span.first for span in spans]
    left, high, right, low = letters.rectangles([*firsts, *(span.last for span in spans)])
    corners = view.point(left, low), view.point(right, high)
    xs, ys = (np.reshape([one[axis] for one in corners], (4, -1)) for axis in (0, 1))
    baselines = np.asarray(view.point(*letters.origins(firsts))[1])
    edges = xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0), baselines
    return zip(*(edge.tolist() for edge in edges), strict=True)


def _run(span: Span, place: tuple[float, ...], view: View) -> Run:
    """The run of a span, as it stands in a view of its page; `place` is that of `_places`."""
    setting = span.setting
    x0, top, x1, bottom, baseline = place
    upright = setting.angle == view.turn
    baseline = baseline if upright else bottom
    size = setting.size * view.scale
    return Run(
        span.text,
        x0,
        x1,
        baseline,
        max(0.1, size),
        setting.bold,
        setting.italic,
        setting.colour,
        setting.face.symbol,
        upright,
        space=setting.face.space * setting.size * view.scale,
        gaps=span.gaps,
        rise=0.0 if upright else baseline - top,
        first=span.first,
        heavy=setting.face.heavy and not setting.bold,
    )


def _goes_on(run: Run, following: Run) -> bool:
    """Whether there is less room than a space between two runs beside one another, raised or lowered or not.

    Between a comma and a letter, which are kerned but seldom set without a space, half of that. The label of a list
    item stands apart from its words, though it may reach to them.
    """
    if _LABEL.fullmatch(run.text) and following.text[:1].isalpha():
        return False
    level = abs(following.baseline - run.baseline) < _RAISED * max(run.size, following.size)
    room = following.x0 - run.x1
    most = _JOINED / 2 if run.text[-1:] in _COMMAS and following.text[:1].isalpha() else _JOINED
    return level and -0.5 * run.size < room < most * min(run.space_width, following.space_width)


def embolden(pages: Sequence[Sequence[Run]]) -> None:
    """Take heavy letters for bold ones, unless most letters of the document are: they are then those of its body.

    Programs that write a PDF anew guess the strokes of its fonts.
    """
    heavy = [run for runs in pages for run in runs if run.heavy]
    if 2 * _letters_in(heavy) < sum(map(_letters_in, pages)):
        for run in heavy:
            run.bold = True


def join_letters(runs: Sequence[Run]) -> list[Run]:
    """Runs with the pieces of a word in one: those that go on without room for a space, set alike."""
    joined: list[Run] = []
    ends: dict[int, Run] = {}  # by the last piece of a run, the run
    for run in runs:
        whole = ends.get(id(run.before)) if run.before is not None else None
        if whole is None or not _is_set_like(whole, run) or whole.text[-1:].isspace():
            joined.append(run)
            ends[id(run)] = run
            continue
        whole.text += run.text
        whole.space_out(run)
        whole.x1 = max(whole.x1, run.x1)
        ends[id(run)] = whole
    return joined


def _is_set_like(one: Run, other: Run) -> bool:
    near = max(abs(one.size - other.size), abs(one.baseline - other.baseline)) < 0.5
    return near and one.look[1:] == other.look[1:]


class _Seen:
    """Where words were drawn on a page, to tell when the same words are drawn again, for boldness or as a shadow."""

    def __init__(self) -> None:
        self.squares: dict[tuple[str, int], dict[int, dict[int, list[Run]]]] = {}  # by words and size, row and column

    def has(self, shown: str, run: Run) -> bool:
        """Whether the words were drawn in this place, in their size, before; remembers them if not.

        What stands beside them and not on them is no shadow: of two drawings, one covers half of the other at least.
        """
        size = round(run.size)
        near = max(1.5, _SHADOW * size)
        covered = (run.x1 - run.x0) / 2
        column, row = int(run.x0 / near), int(run.baseline / near)
        rows = self.squares.setdefault((shown, size), {})
        for y in (row - 1, row, row + 1):
            columns = rows.get(y, {})
            for x in (column - 1, column, column + 1) if columns else ():
                for other in columns.get(x, ()):
                    if abs(run.x0 - other.x0) < min(near, covered) and abs(run.baseline - other.baseline) < near:
                        return True
        rows.setdefault(row, {}).setdefault(column, []).append(run)
        return False


def _letters_in(runs: Sequence[Run]) -> int:
    return sum(len(run.text) for run in runs)


__all__ = ["GUESSED", "Run", "Typeset", "embolden", "join_letters", "read_runs"]
