"""A PDF page's text becomes runs: words set alike, with their place, size, weight and colour.

In goes an open pypdfium2 page; out come `Run`s in points from the top left corner of the page as it reads: the page's
rotation is undone, and so is that of text which is set sideways throughout.
"""

from __future__ import annotations

import ctypes
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium
import regex

from extractor.load.marks import superscript
from extractor.load.normalise import characters
from extractor.load.pdf.calls import plain
from extractor.load.pdf.view import View

WIDE = 1.0  # a gap inside a run wider than this many times its size parts it: the words stand in different columns

WIDE_GUESS = 0.6  # the same, where nobody printed a space
_CLOSED = "\u2060"  # stands for such a space between letters set apart, until words are made
_LETTERS_SET_APART = 0.55  # of the letters of a run have a gap behind them: gaps part letters, not words
_ALIKE = 1.25  # times the usual gap between letters: a wider one parts words
GUESSED = "\u2005"  # a space that nobody printed: pdfium guesses it from a gap

_BOLD = regex.compile(r"bold|black|heavy|demi", regex.I)
_PLAIN = regex.compile(r"regular|roman\b|book\b|light|normal", regex.I)  # a stem may be thick all the same
_SLANTED = regex.compile(r"italic|oblique", regex.I)
_SYMBOLS = regex.compile(r"symbol|dingbat", regex.I)
_SPACES = regex.compile(rf"[ \u00a0{GUESSED}]+(?=[^ \u00a0{GUESSED}])")
_FIGURES = regex.compile(rf"(?<![^\s{GUESSED}])[($£€-]?\d[\d,.%)–-]*(?![^\s{GUESSED}])")  # words that are figures
_ENDS_IN_FIGURE = regex.compile(rf"\d[%)]?[\s{GUESSED}]*$")
_COMMAS = (",", ";")
_NUMBER = regex.compile(r"\d{1,3}[.)]")
_WORDS = regex.compile(r"\S+")
_AT_WORDS = regex.compile(r"(?:^|(?<=[\p{L}\p{P}]))\d{1,3}(?!\d)|(?<!\S)\d{1,3}(?=\p{L})")  # figures that may be marks
_LONG_WORDS = regex.compile(r"\S{3,}")
_DIGIT = regex.compile(r"\d")
_HALVES = regex.compile("[\ud800-\udfff]")
_LEFTWARDS = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}\u202a-\u202e\u2066-\u2069]")  # that runs so
_SPACE = 0.25  # of the size: the space of a font that has none
_SPACES_OF_FONTS = (0.15, 0.6)  # of the size: what a font says of its space beyond these is not so
_JOINED = 0.9  # of a space: room between two runs in which pdfium sees no space is none up to here
_SHORT_RUN = 60  # letters: longer runs are lines of prose, in which nobody looks for columns
_RAISED = 0.6  # of the size
_SHADOW = 0.12  # of the size: words drawn again no further off than this are one
_SLANT = 8  # degrees: words that run so much off a right angle are stamped across the page
_UNSEEN = (3, 7)  # render modes that draw nothing
_MOST_CORNERS = 40  # of a clip looked at
_FAUX_BOLD = 2  # fill, then stroke: how fonts without a bold cut are made bold


@dataclass(slots=True)
class Run:
    """Words set alike on one line. `text` keeps the spaces around it; `size` is in points as printed.

    `symbol` says that the font is one of pictures (Wingdings, Symbol); `upright` is false for words that run otherwise
    than the page; `page` is the number of its page. `space` is how wide the font sets a space, in points. `before` is
    the run that this one goes on without a space, if any, and `gaps` are the widths of the spaces in `text` that nobody
    printed. `nameless` is the font of letters that the file does not tell: `text` is none of theirs.
    `rise` is how far words that are not upright reach up the page, in points. `first` is the index of its first letter
    on the page as pdfium counts them, -1 for words that were recognised.
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

    def takes(self, following: Run) -> bool:
        """Take up the letters of the run behind, which goes on without a space; not if it is set otherwise."""
        if following.look != self.look or abs(following.baseline - self.baseline) > 0.5:
            return False
        self.text += following.text
        self.gaps += following.gaps
        self.x1 = max(self.x1, following.x1)
        return True

    @property
    def look(self) -> tuple[object, ...]:
        """How its letters are set."""
        return round(self.size, 2), self.bold, self.italic, self.colour, self.symbol, self.upright, self.nameless

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
    def top(self) -> float:
        """Upper edge of its letters."""
        return self.baseline - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """Lower edge of its letters."""
        return self.baseline + 0.25 * self.size

    @property
    def middle(self) -> tuple[float, float]:
        """The point that decides which cell or box the run stands in."""
        return (self.x0 + self.x1) / 2, self.baseline - 0.3 * self.size


@dataclass(frozen=True, slots=True)
class _Face:
    bold: bool
    italic: bool
    symbol: bool
    name: str = ""
    space: float = 0.0


_P, _I = ctypes.c_void_p, ctypes.c_int
_get_text = plain(pdfium.FPDFText_GetText, _I, _P, _I, _I, _P)
_letter_of = plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _P, _I)
_object_of = plain(pdfium.FPDFText_GetTextObject, _P, _P, _I)
_is_guessed = plain(pdfium.FPDFText_IsGenerated, _I, _P, _I)
_is_unmapped = plain(pdfium.FPDFText_HasUnicodeMapError, _I, _P, _I)
_loose_box = plain(pdfium.FPDFText_GetLooseCharBox, _I, _P, _I, _P)
_matrix_of = plain(pdfium.FPDFText_GetMatrix, _I, _P, _I, _P)
_font_size = plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, _P, _I)
_width_of = plain(pdfium.FPDFFont_GetGlyphWidth, _I, _P, ctypes.c_uint, ctypes.c_float, _P)
_ink_of = plain(pdfium.FPDFText_GetCharBox, _I, _P, _I, _P, _P, _P, _P)
_origin_of = plain(pdfium.FPDFText_GetCharOrigin, _I, _P, _I, _P, _P)
_colour_of = plain(pdfium.FPDFText_GetFillColor, _I, _P, _I, _P, _P, _P, _P)
_font_of = plain(pdfium.FPDFTextObj_GetFont, _P, _P)
_mode_of = plain(pdfium.FPDFTextObj_GetTextRenderMode, _I, _P)
_bounds_of = plain(pdfium.FPDFPageObj_GetBounds, _I, _P, _P, _P, _P, _P)
_clip_of = plain(pdfium.FPDFPageObj_GetClipPath, _P, _P)
_clips_in = plain(pdfium.FPDFClipPath_CountPaths, _I, _P)
_corners_in = plain(pdfium.FPDFClipPath_CountPathSegments, _I, _P, _I)
_corner_of = plain(pdfium.FPDFClipPath_GetPathSegment, _P, _P, _I, _I)
_point_of = plain(pdfium.FPDFPathSegment_GetPoint, _I, _P, _P, _P)


@dataclass(slots=True)
class _Setting:
    """How all letters of one text object are set. `angle` is in degrees, in quarter turns; `space`, of the size."""

    size: float
    angle: int
    bold: bool
    italic: bool
    symbol: bool
    colour: str
    hidden: bool  # stamped across the page, or outside of the window that it is drawn through
    unseen: bool  # drawn without ink
    space: float


@dataclass(slots=True)
class _Span:
    """First character, last character that shows, and words of a run; pdfium's guessed spaces follow the words.

    `joined` says that pdfium sees nothing between the run and the one before it.
    """

    first: int
    last: int
    text: str
    setting: _Setting
    joined: bool
    gaps: tuple[float, ...]
    nameless: str


def read_runs(page: Any, text_page: Any) -> tuple[list[Run], View]:
    """The words of a page in the order of the file, and the view in which they read.

    Args:
        page: a pypdfium2 PdfPage.
        text_page: its PdfTextPage.
    """
    letters = _Letters(text_page)
    spans = list(letters.spans())
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
    for span in spans:
        shown = span.text.strip()
        if span.text == " " and runs:
            runs[-1].text = runs[-1].text.rstrip(GUESSED) + " "  # a text object that is a space
        if not shown or span.setting.hidden:
            continue
        run = letters.run(span, view)
        if run.x1 < 0 or run.x0 > width or run.baseline < 0 or run.top > height:
            continue
        if span.setting.unseen:
            unseen.append(run)
            continue
        if not seen.has(shown, run):
            if span.joined and runs and _goes_on(runs[-1], run):
                if runs[-1].takes(run):
                    continue
                run.before = runs[-1]
            runs.append(run)
    if _letters_in(unseen) > _letters_in(runs):
        return runs + unseen, view  # a picture of a page, with its words laid under it
    return runs, view


def _goes_on(run: Run, following: Run) -> bool:
    """Whether there is less room than a space between two runs beside one another, raised or lowered or not.

    Between a comma and a letter, which are kerned but seldom set without a space, half of that. The number of a list
    item stands apart from its words, though it may reach to them.
    """
    if _NUMBER.fullmatch(run.text) and following.text[:1].isalpha():
        return False
    level = abs(following.baseline - run.baseline) < _RAISED * max(run.size, following.size)
    room = following.x0 - run.x1
    most = _JOINED / 2 if run.text[-1:] in _COMMAS and following.text[:1].isalpha() else _JOINED
    return level and -0.5 * run.size < room < most * min(run.space_width, following.space_width)


class _Seen:
    """Where words were drawn on a page, to tell when the same words are drawn again, for boldness or as a shadow."""

    def __init__(self) -> None:
        self.squares: dict[str, dict[tuple[int, int, int], list[Run]]] = {}

    def has(self, shown: str, run: Run) -> bool:
        """Whether the words were drawn in this place, in their size, before; remembers them if not."""
        size = round(run.size)
        near = max(1.5, _SHADOW * size)
        column, row = int(run.x0 / near), int(run.baseline / near)
        squares = self.squares.get(shown)
        if squares is None:
            self.squares[shown] = {(size, column, row): [run]}
            return False
        for x in (column - 1, column, column + 1):
            for y in (row - 1, row, row + 1):
                for other in squares.get((size, x, y), ()):
                    if abs(run.x0 - other.x0) < near and abs(run.baseline - other.baseline) < near:
                        return True
        squares.setdefault((size, column, row), []).append(run)
        return False


def _letters_in(runs: list[Run]) -> int:
    return sum(len(run.text) for run in runs)


class _Letters:
    """The characters of a page, and what pdfium knows about them."""

    def __init__(self, text_page: Any) -> None:
        self.address = ctypes.cast(text_page.raw, _P).value or 0
        self.text = _text(self.address, text_page.count_chars())
        self.halves = bool(_HALVES.search(self.text))  # of surrogate pairs
        self.faces: dict[int, _Face] = {}
        self.colours: dict[tuple[int, ...], str] = {}
        self.settings: dict[tuple[object, ...], _Setting] = {}
        # What pdfium writes to, and where that stands: floats of a box or matrix, doubles of a point, a colour's parts.
        self.floats, self.doubles, self.parts = (ctypes.c_float * 6)(), (ctypes.c_double * 6)(), (ctypes.c_uint * 4)()
        self.at_floats = ctypes.addressof(self.floats)
        self.at_doubles = [ctypes.addressof(self.doubles) + 8 * n for n in range(6)]
        self.at_parts = [ctypes.addressof(self.parts) + 4 * n for n in range(4)]

    def objects(self) -> list[int | None]:
        """The text object of every character; None of those that pdfium guesses: spaces and line ends.

        Where text runs from left to right, a word that begins and ends with one object is all of it.
        """
        address, ask, text = self.address, _object_of, self.text
        if _LEFTWARDS.search(text):
            return list(map(ask, repeat(address, len(text)), range(len(text))))
        objects: list[int | None] = []
        end = 0
        for word in _LONG_WORDS.finditer(text):
            start, stop = word.span()
            if end < start:
                objects += map(ask, repeat(address, start - end), range(end, start))
            owner = ask(address, start)
            if ask(address, stop - 1) == owner:
                objects += [owner] * (stop - start)
            else:
                objects += map(ask, repeat(address, stop - start), range(start, stop))
            end = stop
        objects += map(ask, repeat(address, len(text) - end), range(end, len(text)))
        return objects

    def with_guesses(self) -> str:
        """The characters, with those spaces marked that nobody printed."""
        letters = list(self.text.replace(GUESSED, " "))
        at = self.text.find(" ")
        while at >= 0:
            if _is_guessed(self.address, at):
                letters[at] = GUESSED
            at = self.text.find(" ", at + 1)
        return "".join(letters)

    def spans(self) -> Iterator[_Span]:
        """Runs in the order of the file, each of letters of one text object."""
        count = len(self.text)
        objects = self.objects()
        self.text = self.with_guesses()
        objects.append(None)
        stretches = list(self.stretches(objects))
        self.close_tracking(stretches)
        joins = False
        for start, end, owner, setting in stretches:
            after = end
            while after < count and objects[after] is None:
                after += 1
            glue = "" if after == end else GUESSED if self.text[end:after] == GUESSED else " "
            opened = start
            for first, stop in self.apart(start, end, setting.size):
                text = self.text[first:stop]
                joined = joins and first == start
                if first > start == opened:  # printed spaces before its words
                    yield _Span(start, start, " ", setting, joined, (), "")
                opened = -1
                if shown := len(text.rstrip()):
                    words = self.whole(self.with_marks(text, first, setting)) + (glue if stop == end else " ")
                    yield _Span(
                        first,
                        first + shown - 1,
                        words,
                        setting,
                        joined,
                        self.gaps(text, first),
                        self.nameless(first, owner),
                    )
                elif first == start:
                    glue = " "
                    yield _Span(first, first, " ", setting, joined, (), "")
            joins = not glue

    def stretches(self, objects: Sequence[int | None]) -> Iterator[tuple[int, int, int, _Setting]]:
        """Where letters of one text object stand beside one another, the object, and how they are set."""
        count = len(self.text)
        start = 0
        while start < count:
            owner = objects[start]
            if owner is None:
                start += 1
                continue
            setting = self.setting(start, owner)
            end = start + 1
            while objects[end] == owner or (
                objects[end] is None
                and end + 1 < count
                and objects[end + 1] == owner
                and self.gap(end - 1, end + 1) < WIDE * setting.size  # a guessed space between letters close together
            ):
                end += 1
            yield start, end, owner, setting
            start = end

    def close_tracking(self, stretches: Sequence[tuple[int, int, int, _Setting]]) -> None:
        """Take gaps between letters that are set apart out of the text."""
        closed = [at for start, end, *_ in stretches for at in self.tracking(start, end)]
        if closed:
            letters = list(self.text)
            for at in closed:
                letters[at] = _CLOSED
            self.text = "".join(letters)

    def tracking(self, start: int, end: int) -> list[int]:
        """The gaps of a run where its letters are set apart: they part most letters, one as wide as another."""
        text = self.text[start:end].rstrip()
        count = text.count(GUESSED)
        letters = len(text) - count - text.count(" ")
        if count < 2 or count < _LETTERS_SET_APART * (letters - 1):
            return []
        at = [start + n for n, letter in enumerate(text) if letter == GUESSED and 0 < n < len(text) - 1]
        widths = [self.gap(n - 1, n + 1) for n in at]
        usual = sorted(widths)[len(widths) // 3] if widths else 0.0
        inside = [n for n, width in zip(at, widths, strict=True) if width <= _ALIKE * usual]
        if len(inside) < max(2, _LETTERS_SET_APART * (letters - 1)) or min(widths) * _ALIKE < usual:
            return []
        return inside

    def apart(self, start: int, end: int, size: float) -> Iterator[tuple[int, int]]:
        """The run itself, or its parts between wide gaps, or every word of a row of figures; a space takes room."""
        text = self.text[start:end].rstrip()
        if not text:
            yield start, end
            return
        words = text.lstrip()
        start += len(text) - len(words)  # a space may be printed as wide as a column
        text = words
        if _SPACES.search(text) is None:
            yield start, end
            return
        figures = len(_FIGURES.findall(text)) if _DIGIT.search(text) else 0
        if end - start <= _SHORT_RUN or figures > 2 or (figures and _ENDS_IN_FIGURE.search(text)):
            origin = start
            row = figures > 2 and 3 * figures > len(text.split())
            for match in _SPACES.finditer(text):
                before, behind = origin + match.start() - 1, origin + match.end()
                wide = (WIDE + 0.3 * min(2, len(match[0]))) * size
                if row and (match[0] == GUESSED or len(match[0]) > 1):
                    wide = 0.0
                elif match[0] == GUESSED:
                    wide = WIDE_GUESS * size
                if before >= start and (not wide or self.gap(before, behind) >= wide):
                    yield start, behind
                    start = behind
        yield start, end

    def nameless(self, first: int, owner: int) -> str:
        """The font of a run whose letters the file does not tell: glyphs stand for them that nothing names."""
        if _is_unmapped(self.address, first) != 1:
            return ""
        font = _font_of(owner) or 0
        name = self.faces[font].name if font in self.faces else ""
        return name.rpartition("+")[2] or "a font without a name"

    def with_marks(self, text: str, start: int, setting: _Setting) -> str:
        """Words with those figures as superscripts that the font itself raises: their size does not tell them."""
        if not _DIGIT.search(text):
            return text
        return _AT_WORDS.sub(lambda m: superscript(m[0]) if self.is_raised(start + m.start(), setting) else m[0], text)

    def is_raised(self, index: int, setting: _Setting) -> bool:
        """Whether the ink of a letter stands further above the line that it is set on than half of its own height."""
        _origin_of(self.address, index, *self.at_doubles[:2])
        _ink_of(self.address, index, *self.at_doubles[2:])
        x, y, left, right, bottom, top = self.doubles
        rise, height = {
            0: (bottom - y, top - bottom),
            90: (x - right, right - left),
            180: (y - top, top - bottom),
            270: (left - x, right - left),
        }[setting.angle]
        return 2 * rise > height > 0

    def gaps(self, text: str, start: int) -> tuple[float, ...]:
        """How wide the spaces inside a run are that nobody printed, in PDF units."""
        if GUESSED not in text:
            return ()
        shown = len(text.rstrip())
        return tuple([self.gap(start + at - 1, start + at + 1) for at in range(1, shown) if text[at] == GUESSED])

    def whole(self, text: str) -> str:
        """Words without control characters and halves of surrogate pairs."""
        if self.halves:
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return characters(text)

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a letter, with the room around it."""
        _loose_box(self.address, index, self.at_floats)
        left, top, right, bottom = self.floats[:4]
        return left, bottom, right, top

    def gap(self, before: int, behind: int) -> float:
        """Room between two letters, whichever way the line runs."""
        one, two = self.box(before), self.box(behind)
        return max(two[0] - one[2], one[0] - two[2], two[1] - one[3], one[1] - two[3])

    def setting(self, first: int, owner: int) -> _Setting:
        """How the letters of a text object are set, of which one is `first`."""
        _matrix_of(self.address, first, self.at_floats)
        a, b, c, d = self.floats[:4]
        _colour_of(self.address, first, *self.at_parts)
        colour = self.on_paper()
        font, mode, size = _font_of(owner) or 0, _mode_of(owner), _font_size(self.address, first)
        clipped = self.is_clipped(owner)
        key = a, b, c, d, colour, font, mode, size, clipped
        known = self.settings.get(key)
        if known is not None:
            return known
        degrees = 0.0 if b == 0 and a > 0 else math.degrees(math.atan2(b, a))
        slanted = abs(degrees - round(degrees / 90) * 90) > _SLANT
        angle = round(degrees / 90) * 90 % 360
        if colour not in self.colours:
            self.colours[colour] = "#" + "".join(f"{part & 255:02x}" for part in colour)
        if font not in self.faces:
            self.faces[font] = _face(font)
        face = self.faces[font]
        setting = self.settings[key] = _Setting(
            max(0.1, size * math.hypot(c, d)),
            angle,
            face.bold or mode == _FAUX_BOLD,
            face.italic or (angle == 0 and abs(c) > 0.1 * abs(d)),
            face.symbol,
            self.colours[colour],
            slanted or clipped,
            mode in _UNSEEN,
            face.space,
        )
        return setting

    def on_paper(self) -> tuple[int, ...]:
        """Red, green and blue of the colour that was asked for, as paper shows it where it is not opaque."""
        red, green, blue, opacity = self.parts[:]
        if opacity == 255:
            return red, green, blue
        return tuple(255 - (255 - part) * opacity // 255 for part in (red, green, blue))

    def is_clipped(self, owner: int) -> bool:
        """Whether a text object lies outside of the window through which it is drawn."""
        clip = _clip_of(owner)
        count = _clips_in(clip) if clip else 0
        if count < 1 or not _bounds_of(owner, *(self.at_floats + 4 * n for n in range(4))):
            return False
        left, bottom, right, top = self.floats[:4]
        return any(self.is_outside(clip, n, left, bottom, right, top) for n in range(count))

    def is_outside(self, clip: int, number: int, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether a rectangle lies outside of one path of a clip."""
        corners = min(_MOST_CORNERS, _corners_in(clip, number))
        points = []
        for index in range(corners):
            _point_of(_corner_of(clip, number, index), self.at_floats, self.at_floats + 4)
            points.append((self.floats[0], self.floats[1]))
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return bool(xs) and (right < min(xs) or left > max(xs) or top < min(ys) or bottom > max(ys))

    def run(self, span: _Span, view: View) -> Run:
        """The run of a span, as it stands in a view of its page."""
        setting = span.setting
        start = view.rectangle(*self.box(span.first))
        end = start if span.last == span.first else view.rectangle(*self.box(span.last))
        upright = setting.angle == view.turn
        if upright:
            _origin_of(self.address, span.first, *self.at_doubles[:2])
            baseline = view.point(*self.doubles[:2])[1]
            rise = 0.0
        else:
            baseline = max(start[3], end[3])
            rise = baseline - min(start[1], end[1])
        return Run(
            span.text,
            min(start[0], end[0]),
            max(start[2], end[2]),
            baseline,
            max(0.1, setting.size * view.scale),
            setting.bold,
            setting.italic,
            setting.colour,
            setting.symbol,
            upright,
            space=setting.space * setting.size * view.scale,
            gaps=span.gaps,
            nameless=span.nameless,
            rise=rise,
            first=span.first,
        )


def _text(address: int, count: int) -> str:
    """The characters of a page, one for each that pdfium counts."""
    buffer = ctypes.create_string_buffer(4 * count + 2)
    written = _get_text(address, 0, count, buffer)
    text = buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    codes = map(_letter_of, repeat(address, count), range(count))  # pdfium leaves out some that it counts
    return "".join([chr(code) if code <= sys.maxunicode else "\ufffd" for code in codes])


def _space_of(font: int) -> float:
    """How wide a font sets a space, of its size; 0 where it does not tell."""
    width = ctypes.c_float()
    if not _width_of(font, ord(" "), 1.0, ctypes.addressof(width)):
        return 0.0
    return width.value if _SPACES_OF_FONTS[0] <= width.value <= _SPACES_OF_FONTS[1] else 0.0


def _face(address: int) -> _Face:
    if not address:
        return _Face(False, False, False)
    font = ctypes.cast(address, pdfium.FPDF_FONT)
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace")
    flags = max(0, pdfium.FPDFFont_GetFlags(font))
    weight = pdfium.FPDFFont_GetWeight(font)
    return _Face(
        name=name,
        bold=bool(_BOLD.search(name)) or (not _PLAIN.search(name) and (weight >= 600 or bool(flags & 1 << 18))),
        italic=bool(_SLANTED.search(name)) or bool(flags & 1 << 6),
        symbol=bool(_SYMBOLS.search(name)),
        space=_space_of(address),
    )
