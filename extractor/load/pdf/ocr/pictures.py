"""Pictures on a page that has words of its own: those of a table or of a paragraph are told from photos.

Telling needs no engine: words stand on one flat colour, in rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from extractor.load.pdf.drawing import Area, Drawing
from extractor.load.pdf.settings import OcrSettings
from extractor.load.pdf.view import View
from extractor.load.pdf.words.runs import Run


def pictures_of_words(
    page: Any, view: View, runs: Sequence[Run], drawing: Drawing, settings: OcrSettings
) -> list[Area]:
    """The places of pictures that hold words which no text layer repeats.

    Areas without a colour among the grounds of its drawing are pictures.
    """
    width, height = view.size
    large = [
        ground
        for ground in dict.fromkeys(ground for ground in drawing.grounds if not ground.colour)
        if ground.x1 - ground.x0 >= settings.picture_width * width
        and (ground.x1 - ground.x0) * (ground.bottom - ground.top) >= settings.picture_area * width * height
    ]
    places = [place for place in large if not any(place.holds(*run.middle) for run in runs)]
    if not places or len(places) > settings.most_pictures:
        return []
    pixels = page.render(scale=1.0, may_draw_forms=False).to_pil().convert("L")
    if abs(pixels.width - width) > 2 or abs(pixels.height - height) > 2:
        return []  # a page that is turned, or counts in units of its own
    grey = np.asarray(pixels)
    return [place for place in places if _has_rows(grey, place, settings)]


def _has_rows(grey: Any, place: Area, settings: OcrSettings) -> bool:
    """Whether a part of a page is mostly of one colour, with rows of ink on it and room between them."""
    part = grey[max(0, int(place.top)) : int(place.bottom), max(0, int(place.x0)) : int(place.x1)]
    if part.size == 0:
        return False
    ink = np.abs(part.astype(np.int16) - int(np.median(part))) > 48
    share = float(ink.mean())
    if not settings.picture_ink <= share <= 1 - settings.picture_ground:
        return False
    rows = np.concatenate(([False], ink.mean(axis=1) > share / 2, [False])).astype(np.int8)
    steps = np.diff(rows)
    heights = np.flatnonzero(steps < 0) - np.flatnonzero(steps > 0)
    return int((heights >= 3).sum()) >= settings.picture_rows and int(heights.max()) <= settings.picture_line
