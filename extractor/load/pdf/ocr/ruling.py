"""Ruled lines in the picture of a page: long straight strokes that are darker than what lies on either side of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from extractor.load.pdf.drawing import Area, Rule
from extractor.load.pdf.ocr.picture import Grey, Mask, Picture

Stretch = tuple[int, int]

_FAINTEST = 9.0  # shades by which a rule differs from its paper
_COVERED = 0.85  # of its length that is dark
_ACROSS = 24.0  # points: the shortest rule across, and
_DOWN = 10.0  # down
_SHADOW = 1.6  # points
_MEETS = 3.0  # points
_MOST = 2_000  # rules in either direction


def rules_of(picture: Picture, letters: Mask, icons: Sequence[Area]) -> tuple[list[Rule], list[Rule]]:
    """Rules across and down, in points from the top left.

    Its lines are level. Strokes among the letters are none, nor are the outlines of icons.
    """
    scale = picture.scale
    across = _strokes(picture.grey, letters, scale, _ACROSS)
    down = _strokes(np.ascontiguousarray(picture.grey.T), letters.T, scale, _DOWN)
    rows = _clear([_in_points(rule, scale) for rule in across[:_MOST]])
    columns = _clear([_in_points(rule, scale) for rule in down[:_MOST]])
    columns = [rule for rule in columns if not any(_outlines(rule, icon) for icon in icons)]
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


def _clear(rules: list[Rule]) -> list[Rule]:
    """Rules without the shadows that compression leaves beside longer ones."""
    kept: list[Rule] = []
    for rule in sorted(rules, key=lambda r: r.start - r.end):
        beside = (
            k for k in kept if abs(k.at - rule.at) <= _SHADOW and k.start - 2 <= rule.start and rule.end <= k.end + 2
        )
        if not any(beside):
            kept.append(rule)
    return sorted(kept, key=lambda r: (r.at, r.start))


def _outlines(rule: Rule, icon: Area) -> bool:
    """Whether a rule down the page is the side of an icon, or of two that stand one below the other."""
    if icon.x0 + 0.5 < rule.at < icon.x1 - 0.5:
        return rule.start < icon.bottom and icon.top < rule.end < rule.start + 2 * (icon.bottom - icon.top)
    within = icon.top - 2 <= rule.start and rule.end <= icon.bottom + 2
    return within and icon.x0 - 2.5 <= rule.at <= icon.x1 + 2.5


def _in_points(rule: Rule, scale: float) -> Rule:
    return Rule(rule.at / scale, rule.start / scale, rule.end / scale)


def _strokes(grey: Grey, letters: Mask, scale: float, shortest: float) -> list[Rule]:
    """Level strokes, in pixels."""
    contrast = np.zeros_like(grey)
    for points in (1.45, 3.2):
        reach = max(2, round(points * scale))
        beside = np.minimum(grey[: -2 * reach], grey[2 * reach :]) - grey[reach:-reach]
        np.maximum(contrast[reach:-reach], beside, out=contrast[reach:-reach])
    contrast = _smooth(contrast, 9)
    dark: Mask = contrast > max(_FAINTEST, 5 * float(np.median(contrast)))
    dark &= ~letters
    dark[1:-1] = dark[:-2] | dark[1:-1] | dark[2:]
    least = round(shortest * scale)
    open_: list[list[tuple[int, int, int]]] = []
    done: list[list[tuple[int, int, int]]] = []
    for row in np.flatnonzero(dark.sum(axis=1) >= _COVERED * least):
        for start, end in stretches(dark[row], round(3 * scale), least, _COVERED):
            same = next(
                (s for s in open_ if any(a <= end + 9 and start <= b + 9 for r, a, b in s if row - r <= 3)), None
            )
            if same is None:
                same = []
                open_.append(same)
            same.append((int(row), start, end))
        done += [s for s in open_ if row - s[-1][0] > 3]
        open_ = [s for s in open_ if row - s[-1][0] <= 3]
    return [rule for stroke in done + open_ for rule in _rule(stroke, scale)]


def _smooth(values: Grey, width: int) -> Grey:
    """Means over `width` pixels along the rows."""
    sums = np.cumsum(np.pad(values, ((0, 0), (width // 2 + 1, width // 2)), mode="edge"), axis=1, dtype=np.float64)
    return ((sums[:, width:] - sums[:, :-width]) / width).astype(np.float32)


def _rule(stroke: list[tuple[int, int, int]], scale: float) -> Iterator[Rule]:
    """The stroke that rows of pixels make together, unless it is too thick for one."""
    rows = [row for row, _, _ in stroke]
    if max(rows) - min(rows) > 4.5 * scale:
        return
    weights = [end - start for _, start, end in stroke]
    at = sum(row * weight for row, weight in zip(rows, weights, strict=True)) / sum(weights)
    yield Rule(at, float(min(s for _, s, _ in stroke)), float(max(e for _, _, e in stroke)))


def stretches(dark: Mask, bridge: int, least: int, covered: float) -> Iterator[Stretch]:
    """Dark stretches of a row of pixels as (first, behind the last), gaps up to `bridge` wide closed."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], dark, [False]]).astype(np.int8)))
    starts, ends = edges[0::2], edges[1::2]
    if not len(starts):
        return
    breaks = np.flatnonzero(starts[1:] - ends[:-1] > bridge) + 1
    for part in np.split(np.arange(len(starts)), breaks):
        start, end = int(starts[part[0]]), int(ends[part[-1]])
        if end - start >= least and float((ends[part] - starts[part]).sum()) >= covered * (end - start):
            yield start, end
