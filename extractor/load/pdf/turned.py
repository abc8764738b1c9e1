"""Pages of a PDF as pictures, each turned so that it reads: the pages on which boxes of lines stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from extractor.errors import LoadError
from extractor.load.pdf.opening import open_document
from extractor.load.pdf.words.runs import read_runs

if TYPE_CHECKING:
    from PIL.Image import Image

    from extractor.load.source import Source


class TurnedPages:
    """The pages of a PDF, counted from 1, turned as the loader turns them. Close it when done.

    Raises:
        LoadError: the file is locked, damaged, or has no or too many pages.
    """

    def __init__(self, source: Source) -> None:
        self._document = open_document(source)
        self._turns: dict[int, int] = {}

    def __enter__(self) -> TurnedPages:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._document)

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page in points, as it reads.

        Raises:
            LoadError: the page is damaged, or there is none of that number.
        """
        page = self._page(number)
        width, height = page.get_size()
        return (height, width) if self._turn(number, page) in (90, 270) else (width, height)

    def picture(self, number: int, dots: float) -> Image:
        """The picture of a page.

        `dots` are pixels a point.

        Raises:
            LoadError: the page is damaged, or there is none of that number.
        """
        page = self._page(number)
        try:
            drawn = page.render(scale=dots, rotation=self._turn(number, page))
        except pdfium.PdfiumError:
            raise LoadError(f"page {number} cannot be drawn") from None
        made: Image = drawn.to_pil().convert("RGB")
        return made

    def _page(self, number: int) -> pdfium.PdfPage:
        if not 1 <= number <= len(self):
            raise LoadError(f"there is no page {number}")
        try:
            return self._document[number - 1]
        except pdfium.PdfiumError:
            raise LoadError(f"page {number} is damaged") from None

    def _turn(self, number: int, page: pdfium.PdfPage) -> int:
        """Degrees clockwise by which the page, as a viewer shows it, is turned further so that it reads."""
        if number not in self._turns:
            text = page.get_textpage()
            try:
                _, view = read_runs(page, text)
            finally:
                text.close()
            self._turns[number] = (view.turn - page.get_rotation()) % 360
        return self._turns[number]
