"""Recognised lines become runs: where words begin and end, their size, weight and colour, measured in the pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import regex
from numpy.typing import NDArray

from extractor.document.boxes import widths_of
from extractor.load.normalise import BULLETS, characters
from extractor.load.pdf.ocr.engine import Seen
from extractor.load.pdf.ocr.picture import Mask, Picture, opened
from extractor.load.pdf.words.runs import Run

# Heights of letters above the baseline, of the type size; the sans and serif faces of reports differ little.
_CAPITAL = 0.715
_LOW = 0.52
_BLUR = 0.7  # pixels by which letters are higher than their ink is dark
_ASTRAY = 0.55  # of the size: how far a gap may be from where the engine, or usual widths, part letters
_SPACE = 0.2  # of the size: a wider gap is not within a word
_DASH = 0.42  # of the size: a hyphen is not so long
_FAINT = 30  # shades: letters that differ less from what is behind them are none
_BOLDER = 1.28  # times the usual stroke of the page
_BOLD_STROKE = 0.112  # of the size: strokes thinner than this are not bold
_BLACK = 115  # a letter whose channels are all below this is printed black
_ENDS = tuple(".,;:?!)’”")
_TALL = regex.compile(r"[\p{Lu}\dbdfhklßt£$%&?!()/]")
_NOTED = regex.compile(r"(.*[\p{L}.,;:)’'”\"])(\d{1,2})")
_GLYPH = regex.compile(f"([{regex.escape(BULLETS)}・])(.*)")


@dataclass(slots=True)
class _Measured:
    seen: Seen
    ink: Mask
    left: int
    top: int
    baseline: float  # pixels from the top of the page
    size: float  # pixels
    stroke: float  # of the size
    colour: str
    words: list[tuple[str, float, float]]


def runs_of(picture: Picture, lines: Sequence[Seen]) -> list[Run]:
    """A run for every word, in points from the top left."""
    measured = [found for line in lines if (found := _measure(picture, line)) is not None]
    letters = [len(line.seen.text) for line in measured]
    usual = float(np.median(np.repeat([line.stroke for line in measured], letters))) if measured else 0.0
    runs: list[Run] = []
    for line in measured:
        bold = line.stroke > max(_BOLDER * usual, _BOLD_STROKE)
        runs += [run for word in line.words for run in _runs(picture.scale, line, word, bold)]
    return runs


def room_of(picture: Picture, runs: Sequence[Run]) -> Mask:
    """The pixels that words take, from above their letters to below the baseline."""
    room = np.zeros(picture.grey.shape, np.bool_)
    for run in runs:
        top, bottom = (round((run.baseline - share * run.size) * picture.scale) for share in (0.86, -0.12))
        left, right = round(run.x0 * picture.scale) - 1, round(run.x1 * picture.scale) + 1
        if run.upright:
            room[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = True
    return room


def _measure(picture: Picture, seen: Seen) -> _Measured | None:
    height, width = picture.grey.shape
    x0, top, x1, bottom = (round(edge) for edge in seen.box)
    x0, top, x1, bottom = max(0, x0), max(0, top), min(width, x1), min(height, bottom)
    if x1 - x0 < 3 or bottom - top < 5:
        return None
    pixels = picture.pixels[top:bottom, x0:x1].astype(np.int16)
    paper = np.median(pixels.reshape(-1, 3), axis=0)
    away = np.abs(pixels - paper).max(axis=2)
    most = float(np.percentile(away, 99))
    if most < _FAINT:
        return None
    ink: Mask = away > 0.5 * most
    ink &= ~opened(ink, round(1.5 * len(ink)), 1)  # rules, and the lines under words
    baseline, size = _type(ink, seen)
    words = _placed(ink, seen, x0, baseline, size)
    deep = pixels[away > 0.8 * most]
    colour = np.median(deep, axis=0) if len(deep) else paper
    return _Measured(seen, ink, x0, top, top + baseline, size, _stroke(ink) / size, _hex(colour), words)


def _type(ink: Mask, seen: Seen) -> tuple[float, float]:
    """Baseline, from the top of the line's box, and type size, both in pixels."""
    rows = ink.sum(axis=1).astype(np.int64)
    height = len(rows)
    if seen.is_tall or not rows.any():
        return 0.75 * height, 0.75 * height
    padded = np.concatenate([[0], rows, [0, 0, 0]])
    drops = padded[:-3] + padded[1:-2] - padded[2:-1] - padded[3:]
    low = int(0.4 * height)
    baseline = low + int(np.argmax(drops[low : height + 1]))
    least = max(1.0, 0.008 * ink.shape[1])
    top = min(max(0, baseline - 2), height - 1)
    while top > 0 and rows[top - 1] > least:
        top -= 1
    size = (baseline - top + _BLUR) / (_CAPITAL if _TALL.search(seen.text) else _LOW)
    if not 0.45 * height <= size <= 1.15 * height:
        return 0.76 * height, 0.75 * height
    return float(baseline), size


def _placed(ink: Mask, seen: Seen, left: int, baseline: float, size: float) -> list[tuple[str, float, float]]:
    """The words as the engine parts them, with their edges at the gap in the ink that is likeliest there.

    Words that the engine ran together are parted at gaps that are too wide to be within a word.
    """
    steps: list[int] = np.flatnonzero(np.diff(np.pad(ink.any(axis=0).astype(np.int8), 1))).tolist()
    if not steps or seen.is_tall:
        return list(seen.words)
    gaps = list(zip(steps[1:-1:2], steps[2::2], strict=True))
    behind_dot = bool(gaps) and seen.text[0].isalnum() and _is_dot(ink, steps, baseline, size)
    edges: list[tuple[float, float]] = [(0, steps[2 if behind_dot else 0])]
    for (_, _, end), (_, start, _) in pairwise(seen.words):
        middle = (end + start) / 2 - left
        near = [gap for gap in gaps if gap[0] >= edges[-1][1] and abs((gap[0] + gap[1]) / 2 - middle) < _ASTRAY * size]
        chosen = min(near, key=lambda gap: abs((gap[0] + gap[1]) / 2 - middle) - (gap[1] - gap[0]), default=None)
        edges.append(chosen or (end - left, start - left))
    edges.append((steps[-1], 0))
    between = [after - before for before, after in edges[1:-1]]
    wide = max(_SPACE * size, 0.6 * float(np.median(between)) if between else 0.0)
    placed = []
    for (word, _, _), ((_, x0), (x1, _)) in zip(seen.words, pairwise(edges), strict=True):
        inner = [gap for gap in gaps if gap[1] - gap[0] >= wide and x0 < gap[0] and gap[1] < x1]
        placed += [(part, left + a, left + b) for part, a, b in _parted(word, x0, max(x1, x0 + 1), inner, size)]
    return placed


def _parted(
    word: str, x0: float, x1: float, gaps: Sequence[tuple[float, float]], size: float
) -> Iterator[tuple[str, float, float]]:
    """A word that the engine ran together, in parts: at gaps near letters' edges as usual widths put them."""
    for start, end in gaps:
        ends = widths_of(word)[1:]
        unit = (x1 - x0 - (end - start)) / ends[-1]
        cut = min(range(1, len(word)), key=lambda n: abs(x0 + ends[n - 1] * unit - start), default=0)
        cut += word[cut : cut + 1] in _ENDS and 0 < cut < len(word) - 1  # no word begins so
        beside = word[cut - 1 : cut + 1]
        numbered = not any(map(str.isalpha, beside)) or "1" in beside  # figures are never parted; a 1 has room about it
        if cut and not numbered and abs(x0 + ends[cut - 1] * unit - start) <= _ASTRAY * size:
            yield word[:cut], x0, start
            word, x0 = word[cut:], end
    yield word, x0, x1


def _is_dot(ink: Mask, steps: Sequence[int], baseline: float, size: float) -> bool:
    """Whether the first ink of a line, up to a gap, is a dot before its words, which the engine passed over."""
    start, end, behind = steps[:3]
    rows = np.flatnonzero(ink[:, start:end].any(axis=1))
    small = end - start <= _CAPITAL * size and rows[-1] - rows[0] < _CAPITAL * size
    return bool(small and behind - end >= _SPACE * size and rows[-1] < baseline - 0.06 * size)


def _stroke(ink: Mask) -> float:
    """How thick most strokes are, in pixels."""
    change = np.diff(np.pad(ink.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    lengths = np.nonzero(change == -1)[1] - np.nonzero(change == 1)[1]
    if not len(lengths):
        return 0.0
    usual = float(np.median(lengths))
    near = lengths[(lengths > 0.5 * usual) & (lengths < 1.6 * usual)]
    return float(np.mean(near)) if len(near) else usual


def _hex(colour: NDArray[np.float64]) -> str:
    if colour.max() < _BLACK and colour.max() - colour.min() < 40:
        return "#000000"
    return "#{:02x}{:02x}{:02x}".format(*(int(channel) for channel in colour))


def _runs(scale: float, line: _Measured, word: tuple[str, float, float], bold: bool) -> Iterator[Run]:
    """A word as runs: a bullet before it and a raised footnote mark behind it are runs of their own."""
    text, x0, x1 = characters(word[0]), word[1], word[2]
    first = word is line.words[0]
    size, baseline = line.size, line.baseline

    def run(text: str, x0: float, x1: float, size: float = size, baseline: float = baseline) -> Run:
        upright = not line.seen.is_tall
        return Run(
            text, x0 / scale, x1 / scale, baseline / scale, size / scale, bold, False, line.colour, upright=upright
        )

    if text == "-" and x1 - x0 > _DASH * size:
        text = "–"
    if first and len(line.words) > 1 and (glyph := _GLYPH.fullmatch(text)):
        dot = min(x0 + 0.45 * size, x1)
        yield run("• ", x0, dot)
        if not glyph[2]:
            return
        text, x0 = glyph[2], dot + 0.3 * size
    if text.isdecimal() and len(text) <= 2 and first and _raised(line, x0, x1):
        yield run(text + " ", x0, x1, 0.62 * size, baseline - 0.35 * size)
        return
    noted = _NOTED.fullmatch(text)
    start = x1 - 0.32 * size * len(noted[2]) if noted else x1
    if noted and start > x0 and _raised(line, start, x1):
        yield run(noted[1], x0, start)
        yield run(noted[2] + " ", start, x1, 0.62 * size, baseline - 0.35 * size)
        return
    yield run(text + " ", x0, x1)


def _raised(line: _Measured, x0: float, x1: float) -> bool:
    """Whether nothing between two places stands on the line, and something above it."""
    part = line.ink[:, max(0, round(x0) - line.left) : max(0, round(x1) - line.left)]
    foot = round(line.baseline) - line.top
    rise = max(2, round(0.2 * line.size))
    return bool(part.size and part[: foot - rise].any() and not part[foot - rise : foot + 1].any())
