"""What is said of a PDF's reading: pages that were recognised, not read or read otherwise, and attached files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from extractor.load.pdf.ocr import INSTALL

_MOST_NAMES = 5  # of attached files told


@dataclass(slots=True)
class Notices:
    """Numbers of pages by what befell them, and names of attached files.

    `engine` says whether there is one that reads pictures. `recognised` were read from their picture; `unread` have no
    text and could not be; `fonts` are those whose letters the file does not tell, with the pages on which they were
    recognised or left out; `pictures` are pages with a picture of words beside their text, recognised or not;
    `replaced` are pages whose words were parted anew as pdfium parts them, and `lost` those of which words are missing
    all the same; `odd` are signs that stand around or within words as none have them, with their pages.
    """

    engine: bool
    recognised: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    fonts: dict[str, list[int]] = field(default_factory=dict)
    pictures: list[int] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    odd: dict[str, list[int]] = field(default_factory=dict)
    attached: list[str] = field(default_factory=list)
    portfolio: bool = False

    def nothing(self) -> str:
        """Why a document gives no text at all, and what to do."""
        if self.fonts:
            return f"{self._unreadable()} {_INSTALL_OR_ASK[self.engine]}"
        if not self.unread:
            return "has no text: every page is blank. Download it again."
        have = "has" if len(self.unread) == 1 else "have"
        if self.engine:
            where = page_numbers(self.unread)
            return f"is a scan in which no words are recognised ({where}). Scan it again, upright and sharper."
        return f"is a scan: {page_numbers(self.unread)} {have} no text layer. {INSTALL}"

    def warnings(self) -> Iterator[str]:
        """What was not read."""
        if self.unread:
            has, was = ("has", "was") if len(self.unread) == 1 else ("have", "were")
            if self.engine:
                yield f"{page_numbers(self.unread)} {has} no text"
            else:
                yield f"{page_numbers(self.unread)} {has} no text layer and {was} not read. {INSTALL}"
        if self.fonts and not self.engine:
            yield f"{self._unreadable()} They were not read. {INSTALL}"
        if self.pictures and not self.engine:
            has = "has a picture" if len(self.pictures) == 1 else "have pictures"
            yield f"{page_numbers(self.pictures)} {has} of words that were not read. {INSTALL}"
        if self.lost:
            yield f"{page_numbers(self.lost)}: more than 1 in 100 words are missing from what was read"
        if self.portfolio and self.attached:
            yield f"is a portfolio, of which only the cover was read. Save and read its files: {_listed(self.attached)}"

    def remarks(self) -> Iterator[str]:
        """What was read, but should be looked at."""
        if self.recognised:
            was = "was" if len(self.recognised) == 1 else "were"
            where = page_numbers(self.recognised)
            yield f"{where} had no text and {was} recognised (OCR): check their values against the page"
        if self.fonts and self.engine:
            yield f"{self._unreadable()} They were recognised (OCR): check them against the page"
        if self.pictures and self.engine:
            has = "has a picture" if len(self.pictures) == 1 else "have pictures"
            yield f"{page_numbers(self.pictures)} {has} of words, recognised (OCR): check them against the page"
        if gained := [number for number in self.replaced if number not in self.lost]:
            yield f"{page_numbers(gained)}: words are parted as the PDF library has them: check them against the page"
        if self.odd:
            where = page_numbers(sorted({number for numbers in self.odd.values() for number in numbers}))
            signs = " ".join(sorted(self.odd))
            yield f"{where}: the file has {signs} where words have other letters or marks: check them against the page"
        if self.attached and not self.portfolio:
            yield f"files are attached and were not read: {_listed(self.attached)}"

    def _unreadable(self) -> str:
        where = page_numbers(sorted({number for numbers in self.fonts.values() for number in numbers}))
        return f"the file does not say which letters the words in {_listed(list(self.fonts))} are ({where})."


_INSTALL_OR_ASK = (INSTALL, "Ask for the file from which it was made.")


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def page_numbers(numbers: Collection[int]) -> str:
    """Page numbers in words: `page 4`, `pages 1-3, 7`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    words = ", ".join("-".join(str(number) for number in span) for span in spans)
    return f"page {words}" if len(numbers) == 1 else f"pages {words}"
