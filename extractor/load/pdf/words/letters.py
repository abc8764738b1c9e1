"""The letters of a PDF page as pdfium counts them: what they are, which text object draws each, where they stand.

In goes an open text page. What is asked of many letters is asked of all of them at once.
"""

from __future__ import annotations

import ctypes
import sys
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, repeat
from typing import Any

import pypdfium2.raw as pdfium
import regex

from extractor.load.pdf.calls import plain

GUESSED = "\u2005"  # a space that nobody printed: pdfium guesses it from a gap

_WORDS = regex.compile(r"\S+")
_SPACE = regex.compile(r"\s")
_LEFTWARDS = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}\u202a-\u202e\u2066-\u2069]")  # that runs so

Drawn = tuple[int, int, int]  # letters from one index to another, and the text object that draws them

_P, _I = ctypes.c_void_p, ctypes.c_int
_get_text = plain(pdfium.FPDFText_GetText, _I, _P, _I, _I, _P)
_letter_of = plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_object_of = plain(pdfium.FPDFText_GetTextObject, _P)
_is_guessed = plain(pdfium.FPDFText_IsGenerated, _I)
_is_unmapped = plain(pdfium.FPDFText_HasUnicodeMapError, _I)
_loose_box = plain(pdfium.FPDFText_GetLooseCharBox, _I, _P, _I, _P)
_ink_of = plain(pdfium.FPDFText_GetCharBox, _I, _P, _I, _P, _P, _P, _P)
_origin_of = plain(pdfium.FPDFText_GetCharOrigin, _I, _P, _I, _P, _P)


class Letters:
    """The letters of a page.

    Attributes:
        text: one character for each that pdfium counts; a space that nobody printed is `GUESSED`.
        drawn: letters beside one another that one text object draws, in order; those between are nobody's.

    Args:
        text_page: a pypdfium2 PdfTextPage, still open.
    """

    def __init__(self, text_page: Any) -> None:
        self.page = ctypes.cast(text_page.raw, _P)
        self.address = self.page.value or 0
        self.text = text = _text(self.page, text_page.count_chars())
        words = [word.span() for word in _WORDS.finditer(text)]
        spaces = [space.start() for space in _SPACE.finditer(text)]
        guessed = [index for index, flag in zip(spaces, self._ask(_is_guessed, spaces), strict=True) if flag]
        self.drawn = list(_stretches(self._objects(words, spaces, guessed)))
        self.boxes = array("f", bytes(16 * len(text)))  # four floats a letter, of those asked for
        self._place([index for start, stop in words for index in (start, stop - 1)])
        letters = list(text.replace(GUESSED, " "))
        for index in guessed:
            if text[index] == " ":
                letters[index] = GUESSED
        self.text = "".join(letters)

    def _ask(self, ask: Callable[..., Any], indices: Sequence[int]) -> Iterator[Any]:
        return map(ask, repeat(self.page, len(indices)), indices)

    def _objects(
        self, words: Sequence[tuple[int, int]], spaces: Sequence[int], guessed: Sequence[int]
    ) -> list[int | None]:
        """The text object of every letter; None of those that are nobody's.

        Where text runs from left to right, all between two letters of an object is part of it, but for guesses.
        """
        count = len(self.text)
        if _LEFTWARDS.search(self.text):
            return list(self._ask(_object_of, range(count)))
        objects: list[int | None] = [None] * count
        owners = list(self._ask(_object_of, [start for start, _ in words]))
        last = [n for n, (one, other) in enumerate(zip(owners, [*owners[1:], None], strict=False)) if one != other]
        first = 0
        for number, ends_with in zip(last, self._ask(_object_of, [words[n][1] - 1 for n in last]), strict=True):
            start, stop = words[number]
            owner = owners[number]
            if ends_with != owner:  # it goes over from one object to another
                objects[start:stop] = self._ask(_object_of, range(start, stop))
                stop = start
            begin = words[first][0]
            objects[begin:stop] = [owner] * (stop - begin)
            first = number + 1
        for index, owner in zip(guessed, self._ask(_object_of, guessed), strict=True):
            objects[index] = owner
        for index in {*spaces}.difference(guessed):
            if objects[index] is None:
                objects[index] = _object_of(self.page, index)
        return objects

    def _place(self, indices: Sequence[int]) -> None:
        start = self.boxes.buffer_info()[0]
        deque(map(_loose_box, repeat(self.address), indices, [start + 16 * index for index in indices]), maxlen=0)

    def box(self, index: int) -> Sequence[float]:
        """Left, top, right and bottom of a letter with the room around it, in PDF units."""
        box = self.boxes[4 * index : 4 * index + 4]
        if not box[2] and not any(box):  # it has not been asked for
            self._place([index])
            box = self.boxes[4 * index : 4 * index + 4]
        return box

    def gap(self, before: int, behind: int) -> float:
        """Room between two letters, whichever way the line runs."""
        left, top, right, bottom = self.box(before)
        next_left, next_top, next_right, next_bottom = self.box(behind)
        return max(next_left - right, left - next_right, next_bottom - top, bottom - next_top)

    def origins(self, indices: Sequence[int]) -> list[tuple[float, ...]]:
        """Where some letters are set: x, and y of their baseline, in PDF units."""
        doubles = array("d", bytes(16 * len(indices)))
        start = doubles.buffer_info()[0]
        end = start + 16 * len(indices)
        places = range(start, end, 16), range(start + 8, end + 8, 16)
        deque(map(_origin_of, repeat(self.address), indices, *places), maxlen=0)
        return list(zip(*[iter(doubles.tolist())] * 2, strict=True))

    def ink(self, index: int) -> tuple[float, ...]:
        """Left, right, bottom and top of a letter itself, in PDF units."""
        doubles = array("d", bytes(32))
        start = doubles.buffer_info()[0]
        _ink_of(self.address, index, *range(start, start + 32, 8))
        return tuple(doubles)

    def unmapped(self, indices: Sequence[int]) -> list[bool]:
        """Whether the file does not tell what some letters are."""
        return [flag == 1 for flag in self._ask(_is_unmapped, indices)]


def _stretches(objects: Sequence[int | None]) -> Iterator[Drawn]:
    start = 0
    for owner, letters in groupby(objects):
        end = start + len(list(letters))
        if owner is not None:
            yield start, end, owner
        start = end


def _text(page: ctypes.c_void_p, count: int) -> str:
    """The characters of a page, one for each that pdfium counts."""
    buffer = ctypes.create_string_buffer(4 * count + 2)
    written = _get_text(page, 0, count, buffer)
    text = buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    codes = map(_letter_of, repeat(page, count), range(count))  # pdfium leaves out some that it counts
    return "".join([chr(code) if code <= sys.maxunicode else "\ufffd" for code in codes])


__all__ = ["GUESSED", "Letters"]
