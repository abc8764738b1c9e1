"""Icons: coloured shapes and small pictures that say in a colour what the words do not.

In goes a picture of a page; out comes its colour as `#rrggbb`, by which later stages tell one rating from another.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

ICON_SIZES = (2.5, 40.0)  # points: the narrowest and widest thing that is an icon
_MOST_PIXELS = 512 * 512
_SHADES = 24  # colours whose channels differ by less than this are one colour
_PALE = 232  # a pixel whose channels are all above this is paper


@dataclass(frozen=True, slots=True)
class Icon:
    """A coloured shape: where it stands, in points from the top left, and its colour."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: str

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


def picture_colour(item: Any) -> str:
    """The colour that fills most of a small picture, paper and transparent parts left out; empty if there is none.

    Args:
        item: a raw pdfium image object.
    """
    bitmap = raw.FPDFImageObj_GetBitmap(item)
    if not bitmap:
        return ""
    image = pdfium.PdfBitmap.from_raw(bitmap)  # frees the bitmap when it goes
    if image.width * image.height > _MOST_PIXELS:
        return ""
    pixels = image.to_pil().convert("RGB")
    pixels.thumbnail((48, 48), 0)
    counts: Counter[tuple[int, int, int]] = Counter(pixel for pixel in _triples(pixels.tobytes()) if min(pixel) < _PALE)
    if not counts:
        return ""
    return "#{:02x}{:02x}{:02x}".format(*_fullest(counts))


def _triples(data: bytes) -> list[tuple[int, int, int]]:
    return list(zip(data[0::3], data[1::3], data[2::3], strict=True))


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
