"""Words with what stands at offsets among them: footnote marks, page breaks, and the printed lines they came from.

Every loader makes them, and whatever joins or cuts words does it here, so that no mark is lost or shifted wrongly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import regex

from extractor.document.boxes import LineBox

Note = tuple[int, str]
Break = tuple[int, int]
# Of the words above and below: what goes between, and how many characters go at the end of the first.
Seam = Callable[[str, str], tuple[str, int]]

_HYPHEN = regex.compile(r"[\p{L}\d]-$")
SUSPENDED = regex.compile(r"(?:and|or|to)(?![-\w])")  # opens what follows a hyphen that stays: `short- and long-term`


def plain_seam(above: str, below: str) -> tuple[str, int]:
    """A blank, but behind a hyphen nothing: whether it belongs to the word is not known, so it stays."""
    return "" if _HYPHEN.search(above, max(0, len(above) - 2)) and not SUSPENDED.match(below) else " ", 0


@dataclass(slots=True)
class Words:
    """Words on one line.

    Attributes:
        text: the words, with single spaces between them.
        notes: footnote marks as (offset in text, label).
        breaks: where the words go on on another page, as (offset in text, page).
        boxes: the printed lines that the words came from; their spans are offsets in text, sorted and apart.
    """

    text: str = ""
    notes: list[Note] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    boxes: list[LineBox] = field(default_factory=list)

    def append(self, other: Words, glue: str = " ", drop: int = 0) -> None:
        """Put other words behind these.

        Args:
            other: the words; they stay as they are.
            glue: what parts the two, where both have words.
            drop: how many characters at the end of these go, as the hyphen of a broken word does.
        """
        if not other.text and not other.notes and not other.breaks:
            return
        if drop:
            self._shorten(len(self.text) - drop)
        if self.text and other.text:
            self.text += glue
        at = len(self.text)
        self.text += other.text
        self.notes += [(at + offset, label) for offset, label in other.notes]
        self.breaks += [(at + offset, page) for offset, page in other.breaks]
        self.boxes += [box.moved(at) for box in other.boxes]

    def _shorten(self, length: int) -> None:
        """Take away what no longer belongs to the last word; it stays within the box of its printed line."""
        self.text = self.text[:length]
        self.notes = [(min(offset, length), label) for offset, label in self.notes]
        self.breaks = [(min(offset, length), page) for offset, page in self.breaks]
        self.boxes = [box.spanning(box.start, min(box.end, length)) for box in self.boxes if box.start < length]

    def joined(self, other: Words, glue: str = " ", drop: int = 0) -> Words:
        """These words and others behind them as new words; see `append`."""
        whole = Words(self.text, list(self.notes), list(self.breaks), list(self.boxes))
        whole.append(other, glue, drop)
        return whole

    def cut(self, start: int = 0, end: int | None = None) -> Words:
        """The words from `start` to `end`. Marks outside of them move to their edge; boxes are cut likewise."""
        end = len(self.text) if end is None else end
        length = max(0, end - start)

        def place(offset: int) -> int:
            return min(max(0, offset - start), length)

        return Words(
            self.text[start:end],
            [(place(offset), label) for offset, label in self.notes],
            [(place(offset), page) for offset, page in self.breaks],
            [
                box.part(start, end, self.text[box.start : box.end]).moved(-start)
                for box in self.boxes
                if max(box.start, start) < min(box.end, end)
            ],
        )

    def without(self, start: int, end: int) -> Words:
        """The words but for those from `start` to `end`."""

        def place(offset: int) -> int:
            return offset if offset <= start else max(start, offset - (end - start))

        return Words(
            self.text[:start] + self.text[end:],
            [(place(offset), label) for offset, label in self.notes],
            [(place(offset), page) for offset, page in self.breaks],
            [box.spanning(place(box.start), place(box.end)) for box in self.boxes if place(box.end) > place(box.start)],
        )

    def behind(self, lead: str, glue: str = " ") -> Words:
        """The words with others in front of them that stand nowhere on a page, as a counted number or a marker."""
        return Words(lead).joined(self, glue)
