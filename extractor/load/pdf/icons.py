"""Icons: coloured shapes and small pictures that say in a colour what the words do not.

In goes a picture of a page; out comes its colour as `#rrggbb`, by which later stages tell one rating from another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.load.pictures import MOST_PIXELS_OF_ICON, main_colour


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
    """The colour of a small picture, as `main_colour` tells it; empty if there is none.

    Args:
        item: a raw pdfium image object.
    """
    bitmap = raw.FPDFImageObj_GetBitmap(item)
    if not bitmap:
        return ""
    image = pdfium.PdfBitmap.from_raw(bitmap)  # frees the bitmap when it goes
    return "" if image.width * image.height > MOST_PIXELS_OF_ICON else main_colour(image.to_pil())
