"""Pages as the second reader sees them: the words of pdfplumber, in lines of its own, and the picture of a page."""

from __future__ import annotations

import io
import logging
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Document", "Page", "Piece", "UnreadableError", "folded"]

_MOST_CHARACTERS = 30_000  # of a page that is read in bounded time; a page of print has about 4,000
_MOST_OBJECTS = 30_000
_WIDE_GAP = 0.9  # of the size of the type: a gap between words that parts two columns
_SAME_LINE = 0.4  # of the height of a word
_PIXELS = 2.0  # a point


class UnreadableError(Exception):
    """A page, or a file, that the second reader cannot read; the message says why."""


class Piece(NamedTuple):
    """Words that stand together on one line of one column: their box in points from the top left, and the words."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2

    def touches(self, x0: float, x1: float) -> bool:
        """Whether it stands over or under what lies between two places."""
        return self.x0 < x1 and x0 < self.x1


@dataclass(frozen=True)
class Page:
    """The words of a page that is turned so that most of them stand upright; `turned` says by how many quarters."""

    words: tuple[Piece, ...]
    turned: int
    size: tuple[float, float]

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The words, put together line by line and column by column, from the top."""
        return tuple(sorted(_pieces(self.words), key=lambda piece: (piece.top, piece.x0)))

    def inside(self, x0: float, top: float, x1: float, bottom: float) -> list[Piece]:
        """The words whose middle lies in a box."""
        return [word for word in self.words if x0 <= (word.x0 + word.x1) / 2 <= x1 and top <= word.middle <= bottom]


class Document:
    """A PDF file, opened for a second reading. Pages are numbered from 1 and kept while it is open."""

    def __init__(self, data: bytes, password: str = "") -> None:
        import pdfplumber
        import pypdfium2

        logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings are about fonts, not about values
        try:
            self._pictures = pypdfium2.PdfDocument(data, password=password or None)
            self._words = pdfplumber.open(io.BytesIO(data), password=password or None)
        except Exception as fault:  # whatever it is that the libraries find wrong with a file
            raise UnreadableError(f"the file cannot be opened ({type(fault).__name__})") from None
        self._pages: dict[int, Page | UnreadableError] = {}
        self._painted: dict[int, Image] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._words.close()
        self._pictures.close()

    def page(self, number: int) -> Page:
        """The words of a page.

        Raises:
            UnreadableError: there is no such page, it has no words of its own, or too many for bounded time.
        """
        if number not in self._pages:
            try:
                self._pages[number] = self._read(number)
            except UnreadableError as fault:
                self._pages[number] = fault
            except Exception as fault:
                self._pages[number] = UnreadableError(f"page {number} cannot be read ({type(fault).__name__})")
        found = self._pages[number]
        if isinstance(found, UnreadableError):
            raise found
        return found

    def picture(self, number: int) -> Image:
        """A page's picture, turned as its words are, with `_PIXELS` pixels a point."""
        if number not in self._painted:
            turned = self.page(number).turned
            painted = self._pictures[number - 1].render(scale=_PIXELS).to_pil().convert("RGB")
            self._painted[number] = painted.rotate(-90 * turned, expand=True) if turned else painted
        return self._painted[number]

    def colours(self, number: int, x0: float, top: float, x1: float, bottom: float) -> list[tuple[int, int, int]]:
        """The colours of the picture's points in a box of a page."""
        left, above, right, below = (round(place * _PIXELS) for place in (x0, top, x1, bottom))
        part = self.picture(number).crop((left, above, right, below))
        data = part.tobytes()
        return [(data[at], data[at + 1], data[at + 2]) for at in range(0, len(data) - 2, 3)]

    def _read(self, number: int) -> Page:
        if not 1 <= number <= len(self._pictures):
            raise UnreadableError(f"the file has no page {number}")
        drawn = self._pictures[number - 1]
        characters = drawn.get_textpage().count_chars()
        if not characters:
            raise UnreadableError(f"page {number} has no text of its own")
        objects = sum(1 for _ in islice(drawn.get_objects(), _MOST_OBJECTS + 1))
        if characters > _MOST_CHARACTERS or objects > _MOST_OBJECTS:
            raise UnreadableError(f"page {number} is too full to be read again")
        read = self._words.pages[number - 1]
        chars, turned = _upright(read.chars, float(read.width), float(read.height))
        read.close()
        size = (float(read.height), float(read.width)) if turned else (float(read.width), float(read.height))
        from pdfplumber.utils.text import extract_words

        words = extract_words(chars, x_tolerance_ratio=0.18, y_tolerance=2, keep_blank_chars=False)
        if not words:
            raise UnreadableError(f"page {number} has no text of its own")
        return Page(
            tuple(Piece(word["x0"], word["top"], word["x1"], word["bottom"], word["text"]) for word in words),
            turned,
            size,
        )


def _upright(chars: list[dict[str, Any]], width: float, height: float) -> tuple[list[dict[str, Any]], int]:
    """The characters of a page, turned by quarters where most run up (1) or down (3) the page; and by how many."""
    up = sum(1 for char in chars if not char["upright"] and char["matrix"][1] > 0)
    down = sum(1 for char in chars if not char["upright"] and char["matrix"][1] < 0)
    if 2 * max(up, down) <= len(chars):
        return chars, 0
    turned = []
    for char in chars:
        made = dict(char)
        if up >= down:
            made.update(x0=height - char["bottom"], x1=height - char["top"], top=char["x0"], bottom=char["x1"])
        else:
            made.update(x0=char["top"], x1=char["bottom"], top=width - char["x1"], bottom=width - char["x0"])
        made.update(doctop=made["top"], upright=not char["upright"])
        turned.append(made)
    return turned, 1 if up >= down else 3


def _pieces(words: tuple[Piece, ...]) -> Iterator[Piece]:
    lines: list[list[Piece]] = []
    for word in sorted(words, key=lambda one: one.middle):
        if lines and word.middle - lines[-1][-1].middle <= _SAME_LINE * (word.bottom - word.top):
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        held: list[Piece] = []
        for word in sorted(line):
            if held and word.x0 - held[-1].x1 > _WIDE_GAP * min(word.bottom - word.top, held[-1].bottom - held[-1].top):
                yield _joined(held)
                held = []
            held.append(word)
        yield _joined(held)


def _joined(words: list[Piece]) -> Piece:
    return Piece(
        words[0].x0,
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
        " ".join(word.text for word in words),
    )


def folded(text: str) -> str:
    """Letters and figures of a text alone: editions, and readers, set blanks and marks each in their own way."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
