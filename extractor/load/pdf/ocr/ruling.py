"""Ruled lines in the picture of a page: long straight strokes that are darker than what lies on either side of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.load.pdf.drawing import Rule
from extractor.load.pdf.icons import Icon
from extractor.load.pdf.ocr.picture import Grey, Mask, Picture, opened, parts

_FAINTEST = 9.0  # shades by which a rule differs from its paper
_BESIDE = (1.45, 3.2)  # points: how far off a rule its paper is looked at
_ACROSS = 24.0  # points: the shortest rule across, and
_DOWN = 10.0  # down
_MEETS = 3.0  # points
_MOST = 2_000  # rules in either direction


def rules_of(picture: Picture, letters: Mask, icons: Sequence[Icon]) -> tuple[list[Rule], list[Rule]]:
    """Rules across and down, in points from the top left.

    Args:
        picture: the page, its lines level.
        letters: its pixels that belong to words; strokes there are none.
        icons: its icons, whose outlines are none either.
    """
    scale = picture.scale
    across = _strokes(picture.grey, letters, scale, _ACROSS)
    down = _strokes(np.ascontiguousarray(picture.grey.T), letters.T, scale, _DOWN)
    rows = across[:_MOST]
    columns = [rule for rule in down[:_MOST] if not any(_outlines(rule, icon) for icon in icons)]
    return _anchored(rows, columns, 2.5 * _ACROSS), _anchored(columns, rows, 1.6 * _DOWN)


def _anchored(rules: list[Rule], others: list[Rule], short: float) -> list[Rule]:
    """Rules without the short ones that meet another at one end alone: those are strokes of letters."""
    kept = []
    for rule in rules:
        ends = [
            any(abs(o.at - end) <= _MEETS and o.start - _MEETS <= rule.at <= o.end + _MEETS for o in others)
            for end in (rule.start, rule.end)
        ]
        if rule.end - rule.start > short or ends[0] == ends[1]:
            kept.append(rule)
    return kept


def _outlines(rule: Rule, icon: Icon) -> bool:
    """Whether a rule down the page is the side of an icon, or of two that stand one below the other."""
    if icon.x0 + 0.5 < rule.at < icon.x1 - 0.5:
        return rule.start < icon.bottom and icon.top < rule.end < rule.start + 2 * (icon.bottom - icon.top)
    within = icon.top - _MEETS <= rule.start and rule.end <= icon.bottom + _MEETS
    return within and icon.x0 - 2.5 <= rule.at <= icon.x1 + 2.5


def _strokes(grey: Grey, letters: Mask, scale: float, shortest: float) -> list[Rule]:
    """Level strokes that are darker than what lies above and below them, in points."""
    import cv2

    contrast = np.zeros_like(grey)
    for points in _BESIDE:
        reach = max(2, round(points * scale))
        beside = np.minimum(grey[: -2 * reach], grey[2 * reach :]) - grey[reach:-reach]
        np.maximum(contrast[reach:-reach], beside, out=contrast[reach:-reach])
    contrast = np.asarray(cv2.blur(contrast, (9, 1)), np.float32)
    dark: Mask = np.asarray(contrast > max(_FAINTEST, 5 * float(np.median(contrast))), np.bool_)
    dark &= ~letters
    dark[1:-1] = dark[:-2] | dark[1:-1] | dark[2:]
    strokes = parts(opened(dark, round(shortest * scale), 1, bridge=max(1, round(3 * scale))))
    return [
        Rule((y + (height - 1) / 2) / scale, x / scale, (x + width) / scale)
        for x, y, width, height, _ in strokes
        if height <= 4.5 * scale
    ]
