"""A PDF page's text becomes runs: words set alike, with their place, size, weight and colour.

In goes an open pypdfium2 page; out come `Run`s in points from the top left corner of the page as it reads: the page's
rotation is undone, and so is that of text which is set sideways throughout.
"""

from __future__ import annotations

import ctypes
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium
import regex

from extractor.load.normalise import characters
from extractor.load.pdf.view import View

WIDE = 1.0  # a gap inside a run wider than this many times its size parts it: the words stand in different columns

GUESSED = "\u2005"  # a space that nobody printed: pdfium guesses it from a gap

_BOLD = regex.compile(r"bold|black|heavy|demi", regex.I)
_SLANTED = regex.compile(r"italic|oblique", regex.I)
_SYMBOLS = regex.compile(r"symbol|dingbat", regex.I)
_SPACES = regex.compile(rf"[ \u00a0{GUESSED}]+(?=[^ \u00a0{GUESSED}])")
_SHORT_RUN = 60  # letters: longer runs are lines of prose, in which nobody looks for columns
_SHADOW = 0.12  # of the size: words drawn again no further off than this are one
_SLANT = 8  # degrees: words that run so much off a right angle are stamped across the page
_UNSEEN = (3, 7)  # render modes that draw nothing
_MOST_CORNERS = 40  # of a clip looked at
_FAUX_BOLD = 2  # fill, then stroke: how fonts without a bold cut are made bold


@dataclass(slots=True)
class Run:
    """Words set alike on one line. `text` keeps the spaces around it; `size` is in points as printed.

    `symbol` says that the font is one of pictures (Wingdings, Symbol); `upright` is false for words that run otherwise
    than the page.
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

    @property
    def top(self) -> float:
        """Upper edge of its letters."""
        return self.baseline - 0.8 * self.size

    @property
    def middle(self) -> tuple[float, float]:
        """The point that decides which cell or box the run stands in."""
        return (self.x0 + self.x1) / 2, self.baseline - 0.3 * self.size


@dataclass(frozen=True, slots=True)
class _Face:
    bold: bool
    italic: bool
    symbol: bool


# The same functions, but pointers are plain numbers: both are asked for every character of a page.
_object_of: Callable[[int, int], int | None] = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
_letter_of: Callable[[int, int], int] = ctypes.CFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetUnicode, ctypes.c_void_p).value or 0
)

_is_guessed: Callable[[int, int], int] = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_IsGenerated, ctypes.c_void_p).value or 0
)


def read_runs(page: Any, text_page: Any) -> tuple[list[Run], View]:
    """The words of a page in the order of the file, and the view in which they read.

    Args:
        page: a pypdfium2 PdfPage.
        text_page: its PdfTextPage.
    """
    spans = list(_spans(text_page))
    letters = [_Letters(text_page, first) for first, _, _ in spans]
    angles: Counter[int] = Counter()
    for (_, _, text), letter in zip(spans, letters, strict=True):
        angles[letter.angle] += len(text)
    turn = angles.most_common(1)[0][0] if angles else page.get_rotation()
    left, bottom, right, top = page.get_bbox()
    view = View(left, bottom, right, top, turn)
    faces: dict[int, _Face] = {}
    runs: list[Run] = []
    seen: dict[str, list[Run]] = {}
    unseen: list[Run] = []
    width, height = view.size
    for (_, last, text), letter in zip(spans, letters, strict=True):
        run = letter.run(last, text, view, faces)
        words = run.text.strip()
        if not words or run.x1 < 0 or run.x0 > width or run.baseline < 0 or run.top > height:
            continue
        if letter.slanted or letter.is_clipped():
            continue
        if letter.is_invisible():
            unseen.append(run)
            continue
        before = seen.setdefault(words, [])
        if not any(_is_shadow(run, other) for other in before):
            before.append(run)
            runs.append(run)
    if _letters_in(unseen) > _letters_in(runs):
        return runs + unseen, view  # a picture of a page, with its words laid under it
    return runs, view


def _is_shadow(run: Run, other: Run) -> bool:
    """Whether the same words are drawn again, for boldness or as a shadow."""
    near = max(1.5, _SHADOW * run.size)
    return abs(run.x0 - other.x0) < near and abs(run.baseline - other.baseline) < near


def _letters_in(runs: list[Run]) -> int:
    return sum(len(run.text) for run in runs)


def _spans(text_page: Any) -> Iterator[tuple[int, int, str]]:
    """First character, last character that shows, and words of every run; pdfium's guessed spaces follow the words."""
    count = text_page.count_chars()
    address = ctypes.cast(text_page.raw, ctypes.c_void_p).value or 0
    objects = [_object_of(address, index) for index in range(count)]
    letters = "".join([_letter(_letter_of(address, index)) for index in range(count)])
    letters = "".join([GUESSED if c == " " and _is_guessed(address, index) else c for index, c in enumerate(letters)])
    start = 0
    while start < count:
        owner = objects[start]
        if owner is None:
            start += 1
            continue
        end = start + 1
        while end < count and (objects[end] == owner or _bridged(text_page, objects, end, owner)):
            end += 1
        after = end
        while after < count and objects[after] is None:
            after += 1
        glue = "" if after == end else GUESSED if letters[end:after] == GUESSED else " "
        for first, stop in _apart(text_page, letters, start, end):
            text = letters[first:stop]
            if shown := len(text.rstrip()):
                yield first, first + shown - 1, _whole(text) + (glue if stop == end else " ")
        start = after


def _letter(code: int) -> str:
    return chr(code) if code <= sys.maxunicode else "\ufffd"


def _whole(text: str) -> str:
    """Words without control characters and halves of surrogate pairs."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return characters(text)


def _bridged(text_page: Any, objects: list[int | None], index: int, owner: int) -> bool:
    """Whether a guessed space at `index` joins letters of one object that stand close together."""
    if objects[index] is not None or index + 1 >= len(objects) or objects[index + 1] != owner:
        return False
    return _gap(text_page, index - 1, index + 1) < WIDE * _size(text_page, index - 1)


def _apart(text_page: Any, letters: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The run itself, or its parts between wide gaps."""
    if end - start <= _SHORT_RUN:
        for match in _SPACES.finditer(letters, start, start + len(letters[start:end].rstrip())):
            before, behind = match.start() - 1, match.end()
            if before >= start and _gap(text_page, before, behind) >= _gap_limit(text_page, before, match):
                yield start, behind
                start = behind
    yield start, end


def _gap_limit(text_page: Any, before: int, match: Any) -> float:
    """How wide a gap parts columns: printed spaces take room of their own."""
    return (WIDE + 0.3 * min(2, len(match[0]))) * _size(text_page, before)


def _gap(text_page: Any, before: int, behind: int) -> float:
    """Room between two letters, whichever way the line runs."""
    one, two = _loose(text_page, before), _loose(text_page, behind)
    return max(two[0] - one[2], one[0] - two[2], two[1] - one[3], one[1] - two[3])


def _loose(text_page: Any, index: int) -> tuple[float, float, float, float]:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
    return box.left, box.bottom, box.right, box.top


def _size(text_page: Any, index: int) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, index, matrix)
    size: float = pdfium.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
    return max(0.1, size)


class _Letters:
    """What pdfium knows about the first letter of a run."""

    __slots__ = ("angle", "first", "matrix", "slanted", "text_page")

    def __init__(self, text_page: Any, first: int) -> None:
        self.text_page = text_page
        self.first = first
        self.matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text_page, first, self.matrix)
        self.slanted = False
        if self.matrix.b == 0 and self.matrix.a > 0:
            self.angle = 0
        else:
            degrees = math.degrees(math.atan2(self.matrix.b, self.matrix.a))
            self.slanted = abs(degrees - round(degrees / 90) * 90) > _SLANT
            self.angle = round(degrees / 90) * 90 % 360

    def is_invisible(self) -> bool:
        """Whether the words are drawn without ink."""
        owner = pdfium.FPDFText_GetTextObject(self.text_page, self.first)
        return pdfium.FPDFTextObj_GetTextRenderMode(owner) in _UNSEEN

    def is_clipped(self) -> bool:
        """Whether the words lie outside of the window through which they are drawn."""
        owner = pdfium.FPDFText_GetTextObject(self.text_page, self.first)
        clip = pdfium.FPDFPageObj_GetClipPath(owner)
        count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
        if count < 1:
            return False
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not pdfium.FPDFPageObj_GetBounds(owner, left, bottom, right, top):
            return False
        return any(_outside(clip, n, left.value, bottom.value, right.value, top.value) for n in range(count))

    def run(self, last: int, text: str, view: View, faces: dict[int, _Face]) -> Run:
        first = self.first
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self.text_page, first, x, y)
        start = view.rectangle(*_loose(self.text_page, first))
        end = start if last == first else view.rectangle(*_loose(self.text_page, last))
        size = pdfium.FPDFText_GetFontSize(self.text_page, first) * math.hypot(self.matrix.c, self.matrix.d)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        pdfium.FPDFText_GetFillColor(self.text_page, first, red, green, blue, alpha)
        owner = pdfium.FPDFText_GetTextObject(self.text_page, first)
        font = pdfium.FPDFTextObj_GetFont(owner)
        address = ctypes.addressof(font.contents) if font else 0
        if address not in faces:
            faces[address] = _face(font)
        face = faces[address]
        bold = face.bold or pdfium.FPDFTextObj_GetTextRenderMode(owner) == _FAUX_BOLD
        upright = self.angle == view.turn
        baseline = view.point(x.value, y.value)[1] if upright else max(start[3], end[3])
        return Run(
            text=text,
            x0=min(start[0], end[0]),
            x1=max(start[2], end[2]),
            baseline=baseline,
            size=max(0.1, size * view.scale),
            bold=bold,
            italic=face.italic or (self.angle == 0 and abs(self.matrix.c) > 0.1 * abs(self.matrix.d)),
            colour=f"#{red.value & 255:02x}{green.value & 255:02x}{blue.value & 255:02x}",
            symbol=face.symbol,
            upright=upright,
        )


def _outside(clip: Any, number: int, left: float, bottom: float, right: float, top: float) -> bool:
    """Whether a rectangle lies outside of one path of a clip."""
    xs, ys = [], []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(_MOST_CORNERS, pdfium.FPDFClipPath_CountPathSegments(clip, number))):
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, number, index), x, y)
        xs.append(x.value)
        ys.append(y.value)
    return bool(xs) and (right < min(xs) or left > max(xs) or top < min(ys) or bottom > max(ys))


def _face(font: Any) -> _Face:
    if not font:
        return _Face(False, False, False)
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace")
    flags = max(0, pdfium.FPDFFont_GetFlags(font))
    weight = pdfium.FPDFFont_GetWeight(font)
    return _Face(
        bold=bool(_BOLD.search(name)) or weight >= 600 or bool(flags & 1 << 18),
        italic=bool(_SLANTED.search(name)) or bool(flags & 1 << 6),
        symbol=bool(_SYMBOLS.search(name)),
    )
