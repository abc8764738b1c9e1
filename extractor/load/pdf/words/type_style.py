"""How the letters of a PDF page are set: size, angle, weight, colour, and whether they show.

In go text objects of an open page, each with one of its letters; out comes a `Setting` for each.
"""

from __future__ import annotations

import ctypes
import math
from array import array
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from struct import Struct

import pypdfium2.raw as pdfium
import regex

from extractor.load.pdf.pdfium_calls import plain

_BOLD = regex.compile(r"bold|black|heavy|demi", regex.I)
_PLAIN = regex.compile(r"regular|roman\b|book\b|light|normal|[-,](?:italic|oblique)$", regex.I)  # stems may be thick
_SLANTED = regex.compile(r"italic|oblique", regex.I)
_SYMBOLS = regex.compile(r"symbol|dingbat", regex.I)
_SPACES_OF_FONTS = (0.15, 0.6)  # of the size: what a font says of its space beyond these is not so
_SLANT = 8  # degrees: words that run so much off a right angle are stamped across the page
_UNSEEN = (3, 7)  # render modes that draw nothing
_MOST_CORNERS = 40  # of a clip looked at
_FORCED = 1 << 18  # flag of a font that is to be drawn bold
_HEAVY = 600  # weight of a font, as its strokes tell
_FAUX_BOLD = 2  # fill, then stroke: how fonts without a bold cut are made bold

_MATRIX, _COLOUR = Struct("4f8x"), Struct("4I")  # of a matrix what turns and scales; of a colour all
_P, _I = ctypes.c_void_p, ctypes.c_int
_matrix_of = plain(pdfium.FPDFText_GetMatrix, _I, _P, _I, _P)
_colour_of = plain(pdfium.FPDFText_GetFillColor, _I, _P, _I, _P, _P, _P, _P)
_font_size = plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, _P, _I)
_font_of = plain(pdfium.FPDFTextObj_GetFont, _P, _P)
_mode_of = plain(pdfium.FPDFTextObj_GetTextRenderMode, _I, _P)
_width_of = plain(pdfium.FPDFFont_GetGlyphWidth, _I, _P, ctypes.c_uint, ctypes.c_float, _P)
_bounds_of = plain(pdfium.FPDFPageObj_GetBounds, _I, _P, _P, _P, _P, _P)
_clip_of = plain(pdfium.FPDFPageObj_GetClipPath, _P, _P)
_clips_in = plain(pdfium.FPDFClipPath_CountPaths, _I, _P)
_corners_in = plain(pdfium.FPDFClipPath_CountPathSegments, _I, _P, _I)
_corner_of = plain(pdfium.FPDFClipPath_GetPathSegment, _P, _P, _I, _I)
_point_of = plain(pdfium.FPDFPathSegment_GetPoint, _I, _P, _P, _P)


@dataclass(frozen=True, slots=True)
class Face:
    """A font: how it looks, its name, and how wide its space is, of its size; 0 where it does not tell.

    `heavy` says that its strokes are as thick as those of a bold one, though neither name nor flags call it bold.
    """

    bold: bool
    italic: bool
    symbol: bool
    name: str = ""
    space: float = 0.0
    heavy: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """How all letters of one text object are set.

    Attributes:
        size: in PDF units, as printed.
        angle: in degrees, in quarter turns.
        hidden: whether they are stamped across the page, or outside of the window that they are drawn through.
        unseen: whether they are drawn without ink.
    """

    size: float
    angle: int
    bold: bool
    italic: bool
    colour: str
    hidden: bool
    unseen: bool
    face: Face


def settings_of(address: int, indices: Sequence[int], objects: Sequence[int]) -> list[Setting]:
    """How some text objects are set; those that are set alike share one setting.

    `address` is that of the text page, `objects` are theirs, and `indices` a letter of each.
    """
    count = len(objects)
    matrices, colours = array("f", bytes(24 * count)), array("I", bytes(16 * count))
    start, at = matrices.buffer_info()[0], colours.buffer_info()[0]
    deque(map(_matrix_of, repeat(address), indices, range(start, start + 24 * count, 24)), maxlen=0)
    parts = (range(at + 4 * n, at + 4 * n + 16 * count, 16) for n in range(4))
    deque(map(_colour_of, repeat(address), indices, *parts), maxlen=0)
    sizes = map(_font_size, repeat(address), indices)
    is_outside = _Outside()
    clips = list(map(_clip_of, objects))
    faces: dict[int | None, Face] = {}
    known: dict[tuple[object, ...], Setting] = {}
    alike: dict[Setting, Setting] = {}
    found: list[Setting] = []
    looks = zip(
        _MATRIX.iter_unpack(matrices.tobytes()),
        _COLOUR.iter_unpack(colours.tobytes()),
        sizes,
        map(_font_of, objects),
        map(_mode_of, objects),
        [count > 0 and is_outside(*one) for *one, count in zip(objects, clips, map(_clips_in, clips), strict=True)],
        strict=True,
    )
    for look in looks:
        setting = known.get(look)
        if setting is None:
            matrix, colour, size, font, mode, clipped = look
            if font not in faces:
                faces[font] = _face(font)
            setting = _setting(matrix, colour, size, faces[font], mode, clipped)
            setting = known[look] = alike.setdefault(setting, setting)
        found.append(setting)
    return found


def _setting(
    matrix: Sequence[float], colour: Sequence[int], size: float, face: Face, mode: int, clipped: bool
) -> Setting:
    a, b, c, d = matrix
    degrees = 0.0 if b == 0 and a > 0 else math.degrees(math.atan2(b, a))
    angle = round(degrees / 90) * 90
    return Setting(
        max(0.1, size * math.hypot(c, d)),
        angle % 360,
        face.bold or mode == _FAUX_BOLD,
        face.italic or (angle % 360 == 0 and abs(c) > 0.1 * abs(d)),
        _on_paper(*colour),
        clipped or abs(degrees - angle) > _SLANT,
        mode in _UNSEEN,
        face,
    )


def _on_paper(red: int, green: int, blue: int, opacity: int) -> str:
    """A colour as paper shows it where it is not opaque."""
    shown = [255 - (255 - part) * opacity // 255 for part in (red, green, blue)]
    return "#" + "".join(f"{part & 255:02x}" for part in shown)


class _Outside:
    """Whether text objects lie outside of one of the windows through which they are drawn."""

    def __init__(self) -> None:
        self.floats = array("f", bytes(24))
        start = self.floats.buffer_info()[0]
        self.bounds, self.point = tuple(range(start, start + 16, 4)), (start + 16, start + 20)

    def __call__(self, owner: int, clip: int) -> bool:
        if not _bounds_of(owner, *self.bounds):
            return False
        bounds = self.floats[:4]
        return any(self._is_outside(bounds, clip, number) for number in range(_clips_in(clip)))

    def _is_outside(self, bounds: Sequence[float], clip: int, number: int) -> bool:
        """Whether the bounds lie outside of the rectangle around a path; opposite corners first, which tell mostly."""
        left, bottom, right, top = bounds
        corners = range(min(_MOST_CORNERS, _corners_in(clip, number)))
        low = under = math.inf
        high = over = -math.inf
        for index in (*corners[::2], *corners[1::2]):
            _point_of(_corner_of(clip, number, index), *self.point)
            x, y = self.floats[4:]
            low, under, high, over = min(low, x), min(under, y), max(high, x), max(over, y)
            if left <= high and right >= low and bottom <= over and top >= under:
                return False
        return bool(corners)


def _space_of(font: int) -> float:
    """How wide a font sets a space, of its size; 0 where it does not tell."""
    width = ctypes.c_float()
    if not _width_of(font, ord(" "), 1.0, ctypes.addressof(width)):
        return 0.0
    return width.value if _SPACES_OF_FONTS[0] <= width.value <= _SPACES_OF_FONTS[1] else 0.0


def _face(address: int | None) -> Face:
    if not address:
        return Face(False, False, False)
    font = ctypes.cast(address, pdfium.FPDF_FONT)
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace")
    flags = max(0, pdfium.FPDFFont_GetFlags(font))
    weight = pdfium.FPDFFont_GetWeight(font)
    bold = bool(_BOLD.search(name)) or (not _PLAIN.search(name) and bool(flags & _FORCED))
    return Face(
        name=name,
        bold=bold,
        italic=bool(_SLANTED.search(name)) or bool(flags & 1 << 6),
        symbol=bool(_SYMBOLS.search(name)),
        space=_space_of(address),
        heavy=not bold and not _PLAIN.search(name) and weight >= _HEAVY,
    )
