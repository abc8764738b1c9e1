"""The engine that recognises words, made once a process and not before a page needs it.

Its models come with it as installed; nothing is fetched. It always uses the same number of threads, so that what is
read does not depend on how many processes read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import regex

from extractor.load.pdf.ocr.picture import Pixels

_THREADS = 2
_LEAST_SCORE = 0.5  # of 1: lines that the engine is less sure of are marks and pictures
_WIDE_FORMS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x3002: 0x2E, 0x3001: 0x2C}
_FOREIGN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as recognised, in pixels: its box, how sure the engine is (to 1), its words, each with its x0 and x1."""

    box: tuple[float, float, float, float]
    score: float
    words: tuple[tuple[str, float, float], ...]

    @property
    def text(self) -> str:
        """Its words, with spaces between."""
        return " ".join(word for word, _, _ in self.words)

    @property
    def is_tall(self) -> bool:
        """Whether it runs up or down the page."""
        return self.box[3] - self.box[1] > 1.5 * (self.box[2] - self.box[0]) and len(self.text) > 2


def is_installed() -> bool:
    """Whether the engine is there."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


@lru_cache(maxsize=1)
def engine() -> Callable[[Pixels], list[Seen]]:
    """What turns the pixels of a page into its lines, from top to bottom."""
    from rapidocr import RapidOCR

    read: Any = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # it turns single lines that stand upright
            "Global.max_side_len": 2000,  # spaces are seen better than in larger letters
            "Global.text_score": _LEAST_SCORE,
            "Global.return_word_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

    def lines(pixels: Pixels) -> list[Seen]:
        result = read(pixels[:, :, ::-1])
        if result.boxes is None or result.txts is None:
            return []
        found = zip(result.boxes, result.txts, result.scores, result.word_results, strict=True)
        seen = [_seen(box, text, score, words) for box, text, score, words in found]
        return sorted((line for line in seen if line.words), key=lambda line: (line.box[1], line.box[0]))

    return lines


def _seen(box: Any, text: str, score: float, boxes: Any) -> Seen:
    """A line whose words are parted as the text is; the boxes say where they stand."""
    xs, ys = [float(x) for x, _ in box], [float(y) for _, y in box]
    left, right = min(xs), max(xs)
    whole = _FOREIGN.sub("", text.translate(_WIDE_FORMS))
    letters = _letter_places(boxes) or [(left, right)]
    words = []
    count = sum(not character.isspace() for character in whole)
    done = 0
    for word in whole.split():
        first, last = (min(len(letters) - 1, n * len(letters) // max(1, count)) for n in (done, done + len(word) - 1))
        words.append((word, letters[first][0], max(letters[last][1], letters[first][0] + 1)))
        done += len(word)
    return Seen((left, min(ys), right, max(ys)), float(score), tuple(words))


def _letter_places(boxes: Any) -> list[tuple[float, float]]:
    """About where every letter stands, from the boxes of words."""
    places = []
    for word, _, box in boxes:
        x0, x1 = min(float(x) for x, _ in box), max(float(x) for x, _ in box)
        letters = [c for c in word if not c.isspace()]
        width = (x1 - x0) / max(1, len(letters))
        places += [(x0 + n * width, x0 + (n + 1) * width) for n in range(len(letters))]
    return places
