"""The letters of a PDF page as pdfium counts them: what they are, which text object draws each, where they stand.

In goes an open text page. What is asked of many letters is asked of all of them at once.
"""

from __future__ import annotations

import ctypes
import sys
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
import regex

from extractor.load.pdf.pdfium_calls import plain

GUESSED = "\u2005"  # a space that nobody printed: pdfium guesses it from a gap

CLOSED = "\ue000"  # in the place of a gap that is none, until words are made

NO_ROOM = 0.02  # of the height of letters: a space that takes no more is not seen, as what a soft hyphen became
_LEFTWARDS = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}\u202a-\u202e\u2066-\u2069]")  # that runs so
_SMALL = regex.compile(r"\p{Ll} [\p{Ll}\-\u2010]")
_LAST_SPACE = ord("\u3000")  # of all spaces
_SPACES = [space.start() for space in regex.finditer(r"\s", "".join(map(chr, range(_LAST_SPACE + 1))))]
_IS_SPACE = np.isin(np.arange(_LAST_SPACE + 2), _SPACES)

Drawn = tuple[int, int, int]  # letters from one index to another, and the text object that draws them

Numbers = np.ndarray[Any, Any]

_P, _I = ctypes.c_void_p, ctypes.c_int
_get_text = plain(pdfium.FPDFText_GetText, _I, _P, _I, _I, _P)
_letter_of = plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_object_of = plain(pdfium.FPDFText_GetTextObject, ctypes.c_size_t)
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
    """

    def __init__(self, text_page: Any) -> None:
        self.page = ctypes.cast(text_page.raw, _P)
        self.address = self.page.value or 0
        text = _text(self.page, text_page.count_chars())
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
        is_space = _IS_SPACE[np.minimum(codes, _LAST_SPACE + 1)]
        edges = np.flatnonzero(np.diff(is_space, prepend=True, append=True))
        starts, stops = edges[::2], edges[1::2]  # of its words
        spaces = np.flatnonzero(is_space)
        flags = self._ask(_is_guessed, spaces) != 0
        guessed, printed = spaces[flags], spaces[~flags]
        if _LEFTWARDS.search(text):
            owners = self._ask(_object_of, np.arange(len(text)))
        else:
            owners = self._owners(len(text), starts, stops, guessed, printed)
        self._sides = array("f", bytes(16 * len(text)))  # of those asked for: left, top, right and bottom
        self._boxes = np.frombuffer(self._sides, np.float32).reshape(-1, 4)
        self._start = self._sides.buffer_info()[0]
        edges[1::2] -= 1
        self._place(edges)
        self.drawn = _stretches(owners, self._jumps(edges[::2], edges[1::2]))
        self._ends = edges[1:-1:2]  # of its words
        self._begins = starts[1:]  # of those behind them
        self._rooms = self.rooms(self._ends, self._begins)
        codes[self._unseen(text)] = ord(CLOSED)
        codes[guessed[codes[guessed] == ord(" ")]] = ord(GUESSED)
        self.text = codes.tobytes().decode("utf-32-le", "surrogatepass")

    def _ask(self, ask: Callable[..., int], indices: Numbers) -> Numbers:
        return np.fromiter(map(ask, repeat(self.page), indices.tolist()), np.int64, len(indices))

    def _owners(self, count: int, starts: Numbers, stops: Numbers, guessed: Numbers, printed: Numbers) -> Numbers:
        """The text object of every letter; 0 of those that are nobody's.

        Text runs from left to right: all between two letters of an object is part of it, but for guesses.
        """
        firsts = self._ask(_object_of, starts)
        last = np.flatnonzero(np.diff(firsts, append=-1))  # words behind which another object begins
        owner, opens = firsts[last], starts[np.append(0, last[:-1] + 1)[: len(last)]]
        torn = self._ask(_object_of, stops[last] - 1) != owner  # they go over from one object to another
        ends = np.where(torn, starts[last], stops[last])
        owners = np.zeros(count, np.int64)
        for start, end, one in zip(opens.tolist(), ends.tolist(), owner.tolist(), strict=True):
            owners[start:end] = one
        for word in last[torn]:
            letters = np.arange(starts[word], stops[word])
            owners[letters] = self._ask(_object_of, letters)
        for asked in (guessed, printed[owners[printed] == 0]):
            owners[asked] = self._ask(_object_of, asked)
        return owners

    def _place(self, indices: Numbers) -> None:
        places = (self._start + 16 * indices).tolist()
        deque(map(_loose_box, repeat(self.address), indices.tolist(), places), maxlen=0)

    def rooms(self, before: Sequence[int] | Numbers, behind: Sequence[int] | Numbers) -> Numbers:
        """Room between letters and as many others, whichever way the line runs, in PDF units; see `gap`."""
        left, top, right, bottom = self.rectangles(before)
        next_left, next_top, next_right, next_bottom = self.rectangles(behind)
        sides = next_left - right, left - next_right, next_bottom - top, bottom - next_top
        room: Numbers = np.maximum.reduce(sides)
        return room

    def _unseen(self, text: str) -> Numbers:
        """Spaces between small letters that touch: nobody sees them, whether the file prints them or not."""
        _, top, _, bottom = self._boxes[self._ends].T
        close = self._rooms < NO_ROOM * np.abs(top - bottom)
        ends = self._ends[close & (self._begins - self._ends == 2)]
        return np.array([at + 1 for at in ends.tolist() if _SMALL.fullmatch(text, at, at + 3)], np.int64)

    def _jumps(self, firsts: Numbers, lasts: Numbers) -> Iterator[int]:
        """Letters that begin other words though nothing parts them from the word before: the pen goes back to set them.

        Programs that write a PDF anew draw a line and the number before it as one object, the number last.
        """
        for word in np.flatnonzero(self._boxes[lasts, 0] < self._boxes[firsts, 0]).tolist():
            x, _ = self.origins(range(firsts[word], lasts[word] + 1))
            steps = np.diff(x)
            back = np.flatnonzero((steps < 0) & (-steps > np.abs(steps[steps > 0]).max(initial=0.0)))
            height = abs(float(np.diff(self._boxes[firsts[word], 1::2])[0]))
            if len(back) <= len(steps) / 2 or -steps[back].max() > 2 * height:  # else the line runs so
                yield from (back + firsts[word] + 1).tolist()

    def rectangles(self, indices: Sequence[int] | Numbers) -> Numbers:
        """Left, top, right and bottom of some letters with the room around them, in PDF units: four rows."""
        asked = np.asarray(indices, np.int64)
        self._place(asked[~self._boxes[asked].any(axis=1)])
        return self._boxes[asked].T.astype(np.float64)

    def widest_gaps(self, starts: Sequence[int], stops: Sequence[int]) -> list[float]:
        """Of some stretches of letters, the most room between two words that both lie within; 0 where none do."""
        first, last = np.searchsorted(self._ends, starts), np.searchsorted(self._begins, stops)
        edges = np.column_stack((first, last)).ravel()
        widest = np.maximum.reduceat(np.append(self._rooms, 0.0), edges)[::2] if len(edges) else edges
        found: list[float] = np.where(first < last, widest, 0.0).tolist()
        return found

    def gap(self, before: int, behind: int) -> float:
        """Room between two letters, whichever way the line runs."""
        left, top, right, bottom = self._box(before)
        next_left, next_top, next_right, next_bottom = self._box(behind)
        return max(next_left - right, left - next_right, next_bottom - top, bottom - next_top)

    def _box(self, index: int) -> array[float]:
        box = self._sides[4 * index : 4 * index + 4]
        if any(box):
            return box
        _loose_box(self.address, index, self._start + 16 * index)
        return self._sides[4 * index : 4 * index + 4]

    def origins(self, indices: Sequence[int]) -> Numbers:
        """Where some letters are set, in PDF units: a row of x, and one of y of their baselines."""
        places = np.zeros((len(indices), 2))
        start = places.ctypes.data
        end = start + 16 * len(indices)
        deque(map(_origin_of, repeat(self.address), indices, range(start, end, 16), range(start + 8, end + 8, 16)), 0)
        return places.T

    def ink(self, index: int) -> tuple[float, ...]:
        """Left, right, bottom and top of a letter itself, and x and y of where it is set, in PDF units."""
        found = array("d", bytes(48))
        left, right, bottom, top, x, y = range(found.buffer_info()[0], found.buffer_info()[0] + 48, 8)
        _ink_of(self.address, index, left, right, bottom, top)
        _origin_of(self.address, index, x, y)
        return tuple(found)

    def unmapped(self, indices: Sequence[int]) -> list[bool]:
        """Whether the file does not tell what some letters are."""
        return [flag == 1 for flag in map(_is_unmapped, repeat(self.page), indices)]


def _stretches(owners: Numbers, opened: Iterable[int]) -> list[Drawn]:
    edges = np.flatnonzero(np.diff(owners, prepend=-1, append=-1))
    if more := list(opened):
        edges = np.union1d(edges, more)
    starts = edges[:-1]
    owned = owners[starts] != 0
    starts, ends = starts[owned], edges[1:][owned]
    return list(zip(starts.tolist(), ends.tolist(), owners[starts].tolist(), strict=True))


def _text(page: ctypes.c_void_p, count: int) -> str:
    """The characters of a page, one for each that pdfium counts."""
    buffer = ctypes.create_string_buffer(4 * count + 2)
    written = _get_text(page, 0, count, buffer)
    text = buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    codes = map(_letter_of, repeat(page, count), range(count))  # pdfium leaves out some that it counts
    return "".join([chr(code) if code <= sys.maxunicode else "\ufffd" for code in codes])


def leads(letter: str, behind: str) -> bool:
    """Whether two neighbours are of the dots, or other signs, that lead over to a page number."""
    return letter == behind and not letter.isalnum()
