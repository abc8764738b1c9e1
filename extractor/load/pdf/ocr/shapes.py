"""Tinted areas, coloured icons and bullets in the picture of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.load.pdf.drawing import Area, Rule
from extractor.load.pdf.ocr.picture import Mask, Picture, opened, parts
from extractor.load.pdf.words.runs import Run
from extractor.load.pictures import ICON_SIZES

_BLOCK = 4  # pixels a side: so much is averaged, which leaves little of a scan's noise
_TINT = 9.0  # shades by which a tint differs from the paper
_NARROWEST = 0.3  # of the page: narrower areas are of no use
_LOWEST = 10.0  # points
_VIVID = 60.0  # between the channels of a colour: less is grey
_TOUCH = 4.0  # points


def areas_of(picture: Picture) -> list[Area]:
    """Wide rectangles of one tint, in points."""
    blocks = _blocks(picture.pixels)
    tinted: Mask = np.abs(blocks - picture.paper).max(axis=2) > _TINT
    along = np.array(
        [
            np.median(row[mask], axis=0) if mask.any() else picture.paper
            for row, mask in zip(blocks, tinted, strict=True)
        ]
    )
    tinted[1:] &= (np.abs(np.diff(along, axis=0)).max(axis=1) < 2 * _TINT)[:, None]  # else another area begins
    unit = _BLOCK / picture.scale
    found = []
    for x, y, width, height, _ in parts(opened(tinted, round(_NARROWEST * tinted.shape[1]), 1, bridge=7)):
        if height * unit >= _LOWEST:
            colour = np.median(blocks[y : y + height, x : x + width].reshape(-1, 3), axis=0)
            found.append(Area(x * unit, y * unit, (x + width) * unit, (y + height) * unit, _hex(colour)))
    return found


def _blocks(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    height, width = (side - side % _BLOCK for side in pixels.shape[:2])
    parted = pixels[:height, :width].reshape(height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK, 3)
    return np.asarray(parted.mean(axis=(1, 3)), np.float32)


def _hex(colour: Any) -> str:
    return "#{:02x}{:02x}{:02x}".format(*(int(channel) for channel in colour))


def edges_of(areas: Sequence[Area], across: Sequence[Rule], down: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The sides of tinted rows of ruled tables as rules across and down: a rule along a tint is hard to see."""
    rows: list[Rule] = []
    columns: list[Rule] = []
    for area in areas:
        if _is_row(area, across, down):
            rows += [
                Rule(y, area.x0, area.x1) for y in (area.top, area.bottom) if not _ruled(y, area.x0, area.x1, across)
            ]
            sides = (area.x0, area.x1)
            columns += [Rule(x, area.top, area.bottom) for x in sides if not _ruled(x, area.top, area.bottom, down)]
    return rows, columns


def _is_row(area: Area, across: Sequence[Rule], down: Sequence[Rule]) -> bool:
    """Whether rules down the page begin or end at both sides of an area, or go on along them."""
    sides = []
    for x in (area.x0, area.x1):
        meets = (
            r
            for r in down
            if abs(r.at - x) <= _TOUCH and r.start <= area.bottom + _TOUCH and r.end >= area.top - _TOUCH
        )
        sides.append(any(meets))
    return all(sides)


def _ruled(at: float, start: float, end: float, rules: Sequence[Rule]) -> bool:
    near = [rule for rule in rules if abs(rule.at - at) <= _TOUCH]
    return sum(max(0.0, min(r.end, end) - max(r.start, start)) for r in near) >= 0.8 * (end - start)


def icons_of(picture: Picture, letters: Mask) -> list[Area]:
    """Coloured shapes about as high as wide and outside of words, in points."""
    blocks = _blocks(picture.pixels)
    vivid = blocks.max(axis=2) - blocks.min(axis=2) > _VIVID
    unit = _BLOCK / picture.scale
    found = []
    for x, y, width, height, area in parts(vivid):
        sides = width * unit, height * unit
        if min(sides) < ICON_SIZES[0] or max(sides) > ICON_SIZES[1] or area < 0.6 * width * height:
            continue
        middle = round((y + height / 2) * _BLOCK), round((x + width / 2) * _BLOCK)
        if not 0.67 <= sides[0] / sides[1] <= 1.5 or letters[middle]:
            continue
        colour = np.median(blocks[y : y + height, x : x + width][vivid[y : y + height, x : x + width]], axis=0)
        found.append(Area(x * unit, y * unit, (x + width) * unit, (y + height) * unit, _hex(colour)))
    return found


def dots_of(picture: Picture, runs: Sequence[Run], letters: Mask) -> list[Run]:
    """Bullets before lines, which the engine passes over, as runs."""
    scale = picture.scale
    dark = np.abs(picture.grey - np.median(picture.grey)) > 90
    specks = [p for p in parts(dark & ~letters) if p[4] >= 0.5 * p[2] * p[3] and max(p[2:4]) < 12 * scale]
    found = []
    for first in _firsts(runs):
        near = [part for part in specks if _is_bullet(part, first, scale)]
        if near and not first.text.startswith("•"):
            x, _, width, _, _ = max(near)
            left, right = x / scale, (x + width) / scale
            found.append(Run("• ", left, right, first.baseline, first.size, colour=first.colour))
    return found


def _firsts(runs: Sequence[Run]) -> Iterator[Run]:
    """The runs with no other close before them."""
    lines: dict[float, list[Run]] = {}
    for run in runs:
        lines.setdefault(round(run.baseline, 2), []).append(run)
    for line in lines.values():
        end = float("-inf")
        for run in sorted(line, key=lambda r: r.x0):
            if run.upright and run.x0 - end > 3 * run.size:
                yield run
            end = run.x1


def _is_bullet(part: tuple[int, int, int, int, int], first: Run, scale: float) -> bool:
    x, y, width, height, area = part
    size = first.size * scale
    low, high = 0.14 * size, 0.62 * size
    if not (low <= width <= high and low <= height <= high and 0.65 <= width / height <= 1.5):
        return False
    if area < 0.6 * width * height or not 0.15 * size <= first.x0 * scale - (x + width) <= 3.5 * size:
        return False
    middle = first.baseline * scale - (y + height / 2)
    return 0.12 * size <= middle <= 0.62 * size
