"""A page as a picture: drawn within bounds, set straight, and told from blank paper."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractor.errors import LoadError

Pixels = NDArray[np.uint8]
Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]

DOTS = 200  # an inch: what recognition needs, and what scanners give
_MOST_PIXELS = 8_000_000  # of the page as drawn
_MOST_EMBEDDED = 120_000_000  # pixels of a picture within the page, which drawing it unpacks
_LONGEST_SIDE = 1_200.0  # points: scans that give a point to every pixel are scaled to the size of a page
_STEEPEST = 4.0  # degrees of skew that are looked for
_MOST_PARTS = 50_000  # specks of ink beyond which a page is a photograph
_SPECKLE = 0.0004  # of all pixels: a page with less ink is blank


@dataclass(frozen=True, eq=False)
class Picture:
    """A page as pixels, height by width by red, green and blue; `scale` is pixels a point."""

    pixels: Pixels
    scale: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.pixels.shape[1] / self.scale, self.pixels.shape[0] / self.scale

    @cached_property
    def grey(self) -> Grey:
        """Its brightness."""
        return (self.pixels @ np.array([0.299, 0.587, 0.114], np.float32)).astype(np.float32)

    @cached_property
    def paper(self) -> NDArray[np.float64]:
        """The colour that most of it has."""
        small = self.pixels[::8, ::8].reshape(-1, 3)
        return np.asarray(np.median(small, axis=0))

    def turned(self, quarters: int) -> Picture:
        """Turned anticlockwise by quarters."""
        return Picture(np.ascontiguousarray(np.rot90(self.pixels, quarters)), self.scale)

    def straight(self) -> Picture:
        """With its lines level."""
        angle = _skew(self.grey)
        if abs(angle) < 0.04:
            return self
        import cv2

        height, width = self.grey.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        paper = tuple(int(channel) for channel in self.paper)
        turned = cv2.warpAffine(self.pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
        return Picture(np.asarray(turned, np.uint8), self.scale)


def render(page: Any, dots: int = DOTS) -> Picture:
    """Draw an open pypdfium2 page.

    Raises:
        LoadError: a picture in it is larger than memory should be given to.
    """
    _check(page)
    width, height = page.get_size()
    scale = min(dots / 72, math.sqrt(_MOST_PIXELS / max(1.0, width * height)), 6_000 / max(width, height, 1.0))
    bitmap = page.render(scale=scale, rev_byteorder=True, no_smoothpath=False, prefer_bgrx=False)
    pixels = np.array(bitmap.to_numpy())
    bitmap.close()
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        pixels = np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, axis=2)
    return Picture(np.ascontiguousarray(pixels[:, :, :3]), scale * max(1.0, max(width, height) / _LONGEST_SIDE))


def _check(page: Any) -> None:
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        try:
            width, height = item.get_px_size()
        except pdfium.PdfiumError:
            continue
        if width * height > _MOST_EMBEDDED:
            size = f"{width * height // 1_000_000:,} million pixels"
            raise LoadError(f"holds a picture of {size}, more than are read. Scan it at {DOTS} dots an inch.")


def is_blank(page: Any) -> bool:
    """Whether a page shows nothing: its pixels differ from its paper only in specks and at the edges."""
    grey = render(page, 40).grey
    rim_y, rim_x = grey.shape[0] // 30, grey.shape[1] // 30
    inner = grey[rim_y : grey.shape[0] - rim_y, rim_x : grey.shape[1] - rim_x]
    return not inner.size or float(np.mean(np.abs(inner - np.median(inner)) > 50)) < _SPECKLE


def _skew(grey: Grey) -> float:
    """By how many degrees clockwise its lines fall; lines are level where rows differ most in ink."""
    step = max(1, round(max(grey.shape) / 1_600))
    small = grey[::step, ::step]
    ys, xs = np.nonzero(np.abs(small - np.median(small)) > 60)
    if len(ys) < 200:
        return 0.0
    if len(ys) > 150_000:
        chosen = slice(None, None, len(ys) // 150_000 + 1)
        ys, xs = ys[chosen], xs[chosen]

    def sharpness(angle: float) -> float:
        rows = np.round(ys - xs * math.tan(math.radians(angle))).astype(np.int64)
        counts = np.bincount(rows - rows.min()).astype(np.float64)
        return float(np.sum(np.diff(counts) ** 2))

    best = max(np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.2), key=sharpness)
    best = max(np.arange(best - 0.2, best + 0.21, 0.04), key=sharpness)
    return float(best) if sharpness(best) > 1.05 * sharpness(0.0) else 0.0


def opened(mask: Mask, width: int, height: int, bridge: int = 0) -> Mask:
    """What of a mask is part of a rectangle of so many pixels, gaps that are up to `bridge` wide along a row filled."""
    import cv2

    pixels = mask.astype(np.uint8)
    if bridge:
        pixels = np.asarray(cv2.morphologyEx(pixels, cv2.MORPH_CLOSE, np.ones((1, bridge), np.uint8)), np.uint8)
    return np.asarray(cv2.morphologyEx(pixels, cv2.MORPH_OPEN, np.ones((height, width), np.uint8)), np.bool_)


def parts(mask: Mask) -> list[tuple[int, int, int, int, int]]:
    """Connected parts of a mask as x, y, width, height and number of pixels; none of what has too many."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    if count > _MOST_PARTS:
        return []
    return [(int(s[0]), int(s[1]), int(s[2]), int(s[3]), int(s[4])) for s in stats[1:]]
