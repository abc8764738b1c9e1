"""Pictures in a document: the colours of icons, which look like tables or words, and what is told of those not read."""

from __future__ import annotations

import io
import struct
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image

ICON_SIZES = (2.5, 40.0)  # points: the narrowest and widest thing that is an icon
MOST_PIXELS_OF_ICON = 512 * 512
_SHADES = 24  # colours whose channels differ by less than this are one colour
_PALE = 232  # a pixel whose channels are all above this is paper
_MOST_PIXELS = 40_000_000
_SIDE = 600  # pixels that a picture is looked at in
_LEAST_WIDTH, _LEAST_HEIGHT = 200, 60  # pixels: smaller ones are logos and icons
_PAPER, _INK = 225, 150  # grey above which a pixel is paper, and below which it is ink
_MOSTLY = 0.6  # of the pixels of a printed page are paper
_LEAST_STROKES, _LEAST_LINES = 5, 3  # of letters in a row of pixels besides rules, and such lines below one another
_WRITES, _LEAST_WRITTEN = (83, 84, 108), 6  # records of a Windows drawing that write words, and how many a table has
_SHOWN, _MOST_SHOWN = 60, 3


def icon_colour(data: bytes) -> str:
    """The colour of a picture file that is small enough for an icon; empty if it has none, or is no picture."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS_OF_ICON:
                return ""
            flat = Image.new("RGBA", picture.size, "white")
            flat.alpha_composite(picture.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    return main_colour(flat)


def main_colour(picture: Image.Image) -> str:
    """The colour that fills most of a picture, as `#rrggbb`, paper left out; empty if there is none."""
    pixels = picture.convert("RGB")
    pixels.thumbnail((48, 48), Image.Resampling.NEAREST)
    data = pixels.tobytes()
    counts = Counter(pixel for pixel in zip(data[0::3], data[1::3], data[2::3], strict=True) if min(pixel) < _PALE)
    return "#{:02x}{:02x}{:02x}".format(*_fullest(counts)) if counts else ""


def _fullest(counts: Counter[tuple[int, int, int]]) -> tuple[int, int, int]:
    """The exact colour most frequent within the most frequent group of shades; greys only where nothing is coloured.

    Transparent parts come out of pdfium as black, so that black must not win over a shape that fills a fifth.
    """
    groups: Counter[tuple[int, ...]] = Counter()
    for pixel, number in counts.items():
        groups[tuple(channel // _SHADES for channel in pixel)] += number
    coloured = Counter({group: n for group, n in groups.items() if max(group) - min(group) > 1})
    enough = groups.total() / 5
    chosen = coloured if coloured and coloured.total() >= enough else groups
    best = chosen.most_common(1)[0][0]
    inside = {pixel: n for pixel, n in counts.items() if tuple(channel // _SHADES for channel in pixel) == best}
    return max(inside, key=lambda pixel: (inside[pixel], pixel))


def holds_words(data: bytes) -> bool:
    """Whether a picture looks like printed matter: mostly paper, with ink in lines below one another."""
    if data[40:44] == b" EMF":
        return _lettered(data)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            if width < _LEAST_WIDTH or height < _LEAST_HEIGHT or width * height > _MOST_PIXELS:
                return False
            flat = Image.new("RGBA", picture.size, "white")
            flat.alpha_composite(picture.convert("RGBA"))
            grey = flat.convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    grey.thumbnail((_SIDE, _SIDE))
    counts = grey.histogram()
    if sum(counts[_PAPER:]) < _MOSTLY * grey.width * grey.height:
        return False
    ink = grey.point([255 * (shade < _INK) for shade in range(256)]).tobytes()
    strokes = [ink[at : at + grey.width].count(b"\x00\xff") for at in range(0, len(ink), grey.width)]
    lettered = [count >= min(strokes) + _LEAST_STROKES for count in strokes]
    return sum(here and not above for above, here in pairwise([False, *lettered])) >= _LEAST_LINES


def _lettered(data: bytes) -> bool:
    """Whether a drawing of Windows writes words: as many times as a table does."""
    at = count = 0
    while at + 8 <= len(data) and count < _LEAST_WRITTEN:
        kind, size = struct.unpack_from("<II", data, at)
        count += kind in _WRITES
        at += max(8, size)
    return count >= _LEAST_WRITTEN


def unread(places: Sequence[str]) -> tuple[str, ...]:
    """The message on pictures that were not read.

    `places` are the headings that they stand below, empty where there is none.
    """
    if not places:
        return ()
    named = [f"“{place[:_SHOWN]}{'…' * (len(place) > _SHOWN)}”" for place in dict.fromkeys(places) if place]
    below = f" (below {', '.join(named[:_MOST_SHOWN])}{' and more' * (len(named) > _MOST_SHOWN)})" if named else ""
    many = (
        f"{len(places)} pictures look like tables or words and were"
        if len(places) > 1
        else ("a picture looks like a table or words and was")
    )
    return (f"{many} not read{below}",)
