"""Scanned pages: a page without a text layer becomes the same runs and drawing as one that has it.

What happens, in this order: the page is drawn as a picture and set straight (`picture`), the engine recognises its
lines (`engine`), their place, size, weight and colour are measured in the pixels (`letters`), and ruled lines, tinted
areas and icons are found (`ruling`, `shapes`). From there on it is a page like any other.

The engine is an extra; `is_picture` and `is_installed` work without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pypdfium2.raw as raw

from extractor.load.pdf.drawing import Area, Drawing
from extractor.load.pdf.ocr.engine import Seen, engine, is_installed
from extractor.load.pdf.ocr.letters import room_of, runs_of
from extractor.load.pdf.ocr.picture import Picture, is_blank, render
from extractor.load.pdf.ocr.pictures import pictures_of_words
from extractor.load.pdf.ocr.ruling import rules_of
from extractor.load.pdf.ocr.shapes import areas_of, dots_of, edges_of, icons_of
from extractor.load.pdf.words.runs import Run

__all__ = ["INSTALL", "is_blank", "is_installed", "is_picture", "pictures_of_words", "recognise", "settle"]

INSTALL = 'Install the engine that reads scans: pip install onnxruntime opencv-python-headless "rapidocr<4".'
_FEW_LETTERS = 40  # in a text layer that is no more than a stamp on a picture of the page
_COVERS = 0.85  # of the page: a picture that is the page
_MORE = 60  # letters: so many more must be recognised than such a layer has, or it is kept
_POOR = 0.85  # mean confidence below which a page may stand otherwise than it reads
_LEAST_ICON = 6.0  # points: smaller ones may be bullets in colour
_ALIKE = 0.07  # sizes that differ by less are measured from one size


def is_picture(page: Any, runs: Sequence[Run]) -> bool:
    """Whether an open pypdfium2 page has its words in a picture: no text layer, or just a stamp on a picture."""
    letters = _letters(runs)
    if not letters:
        return True
    return letters < _FEW_LETTERS and any(share >= _COVERS for share in _shares(page))


def _letters(runs: Iterable[Run]) -> int:
    return len("".join("".join([run.text for run in runs]).split()))


def _shares(page: Any) -> Iterable[float]:
    """The share of the page that each of its pictures covers."""
    width, height = page.get_size()
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        yield (right - left) * (top - bottom) / max(1.0, width * height)


def recognise(page: Any, runs: Sequence[Run]) -> tuple[tuple[float, float], list[Run], Drawing] | None:
    """Read an open pypdfium2 page from its picture.

    `runs` are what its text layer has, if anything.

    Returns:
        width and height, words and graphics, in points from the top left of the page as it reads; None where no words,
        or not many more than those of the text layer, are recognised.
    """
    picture, lines = _upright(render(page).straight())
    found = runs_of(picture, lines)
    if not found or (runs and _letters(found) < _letters(runs) + _MORE):
        return None
    icons = icons_of(picture, room_of(picture, [run for run in found if len(run.text.strip()) > 2]))
    found = [run for run in found if not _is_icon(run, icons)]
    letters = room_of(picture, found)
    across, down = rules_of(picture, letters, icons)
    areas = areas_of(picture)
    more = edges_of(areas, across, down)
    drawing = Drawing(across + more[0], down + more[1], areas, icons)
    return picture.size, found + dots_of(picture, found, letters), drawing


def _is_icon(run: Run, icons: Sequence[Area]) -> bool:
    """Whether a letter or two are an icon that the engine took for letters."""
    x, y = run.middle
    large = (icon for icon in icons if icon.bottom - icon.top > _LEAST_ICON and len(run.text.strip()) <= 2)
    return any(icon.x0 <= x <= icon.x1 and icon.top <= y <= icon.bottom for icon in large)


def _upright(picture: Picture) -> tuple[Picture, list[Seen]]:
    """The picture in the quarter turn in which it reads, and its lines."""
    read = engine()
    lines = read(picture.pixels)
    tall = sum(line.is_tall for line in lines) > len(lines) / 2
    letters = sum(len(line.text) for line in lines)
    if not tall and sum(line.score * len(line.text) for line in lines) >= _POOR * letters:
        return picture, lines
    tried = [(picture, lines)]
    for turns in (1, 3) if tall else (2,):
        other = picture.turned(turns).straight()
        tried.append((other, read(other.pixels)))
    return max(tried, key=lambda pair: sum(line.score * len(line.text) for line in pair[1] if not line.is_tall))


def settle(pages: Iterable[Sequence[Run]]) -> None:
    """Give words whose measured sizes nearly agree one size: measuring is less exact than type is."""
    runs = [run for page in pages for run in page]
    left: Counter[float] = Counter()
    for run in runs:
        left[round(run.size, 2)] += len(run.text)
    sizes: dict[float, float] = {}
    while left:
        usual = max(left, key=lambda size: (sum(left[s] for s in left if abs(s - size) <= 0.03 * size), size))
        near = [size for size in left if abs(size - usual) <= _ALIKE * usual]
        common = round(2 * sum(s * left[s] for s in near) / sum(left[s] for s in near)) / 2
        for size in near:
            sizes[size] = max(common, 0.5)
            del left[size]
    for run in runs:
        run.size = sizes[round(run.size, 2)]
