"""One page of a PDF is read: its words and its graphics, as a reader sees them.

In goes an open pypdfium2 document, out come the `Content`s of its pages, and `Notices` of what could not be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.errors import LoadError
from extractor.load.pdf.drawing import Drawing
from extractor.load.pdf.graphics import read_drawing
from extractor.load.pdf.hairlines import add_hairlines
from extractor.load.pdf.messages import Notices
from extractor.load.pdf.ocr import is_blank, is_installed, is_picture, pictures_of_words, recognise
from extractor.load.pdf.page.regions import Content
from extractor.load.pdf.page.slices import sliced
from extractor.load.pdf.settings import PdfSettings
from extractor.load.pdf.view import View
from extractor.load.pdf.words.cell_rules import part_at_rules
from extractor.load.pdf.words.ink import with_dots, without_bars, without_paper, without_struck
from extractor.load.pdf.words.runs import Run, read_runs

MOST_LETTERS = 200_000  # on one page
_DRAWN_NOTES = frozenset(
    (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_STRIKEOUT)
)  # what a viewer shows as part of the page


class Reader:
    """Reads pages one by one.

    `name` is that of the file, for errors.
    """

    def __init__(self, document: Any, name: str, settings: PdfSettings) -> None:
        self.document = document
        self.name = name
        self.settings = settings
        self.notices = Notices(is_installed())
        self.scales: dict[int, float] = {}  # points of the file a point of the page as it was looked at
        self.turns: dict[int, int] = {}  # degrees clockwise by which it was turned

    def read(self, index: int) -> Content:
        """Read one page and close it.

        Raises:
            LoadError: it is damaged, or has too many letters.
        """
        page = self._open(index)
        try:
            text_page = page.get_textpage()
            try:
                content = self._read(page, text_page, index + 1)
            finally:
                text_page.close()
        except pdfium.PdfiumError:
            raise self._damaged(index) from None
        finally:
            page.close()
        for run in content.runs:
            run.page = content.number
        return content

    def _open(self, index: int) -> Any:
        """A page; what a viewer shows of forms and notes on it is made part of it."""
        try:
            page = self.document[index]
            count = raw.FPDFPage_GetAnnotCount(page.raw)
            if not any(_kind_of_note(page, number) in _DRAWN_NOTES for number in range(count)):
                return page
            raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
            page.close()
            return self.document[index]
        except pdfium.PdfiumError:
            raise self._damaged(index) from None

    def _damaged(self, index: int) -> LoadError:
        return LoadError(f"{self.name}: is damaged: page {index + 1} cannot be read. Download it again.")

    def _read(self, page: Any, text_page: Any, number: int) -> Content:
        letters = text_page.count_chars()
        if letters > MOST_LETTERS:
            problem = f"page {number} has {letters:,} characters, more than the {MOST_LETTERS:,} that are read"
            raise LoadError(f"{self.name}: {problem}. Take the page out.")
        runs, view = read_runs(page, text_page)
        self.scales[number], self.turns[number] = 1 / view.scale, view.turn
        runs, nameless = [run for run in runs if not run.nameless], [run for run in runs if run.nameless]
        if is_picture(page, runs) and (content := self._recognise(page, runs, number)) is not None:
            return content
        drawing = read_drawing(page, view)
        drawing.areas = without_bars(drawing.areas, runs)
        add_hairlines(drawing)
        runs = part_at_rules(runs, [*drawing.down, *drawing.sides()], text_page, view)
        if nameless:
            runs += self._recognised_letters(page, view, nameless, number)
        runs = without_struck(without_paper(runs, drawing), drawing, self.settings.words)
        runs += self._in_pictures(page, view, runs, drawing, number)
        runs = with_dots(runs, drawing)
        return Content(number, *view.size, runs, drawing, sliced(runs, text_page, view))

    def _recognise(self, page: Any, runs: list[Run], number: int) -> Content | None:
        """The page as its picture shows it; None where the picture is blank or says no more than the text layer."""
        try:
            if is_blank(page):
                return None
            seen = recognise(page, runs) if self.notices.engine else None
        except LoadError as error:
            raise LoadError(f"{self.name}: page {number} {error}") from None
        if seen is not None:
            self.notices.recognised.append(number)
            self.scales[number] = max(page.get_size()) / max(seen[0])
            return Content(number, *seen[0], *seen[1:])
        if not runs:
            self.notices.unread.append(number)
        return None

    def _recognised_letters(self, page: Any, view: View, nameless: Sequence[Run], number: int) -> list[Run]:
        """Runs whose letters the file does not tell, with those that are seen at their place."""
        for name in dict.fromkeys(run.nameless for run in nameless):
            self.notices.fonts.setdefault(name, []).append(number)
        words = [
            (word, x, run.middle[1]) for run in self._seen(page, view)[0] for word, x in run.places() if word.strip()
        ]
        read: list[Run] = []
        for run in nameless:
            middle = run.middle[1]
            here = [(x, word) for word, x, y in words if run.x0 <= x <= run.x1 and abs(y - middle) < run.size / 2]
            if here:
                read.append(replace(run, text=" ".join(word for _, word in sorted(here)) + " ", before=None, gaps=()))
        return read

    def _in_pictures(self, page: Any, view: View, runs: Sequence[Run], drawing: Drawing, number: int) -> list[Run]:
        """Words that are seen in pictures beside the words of a page; rules between them are added to the drawing."""
        pictures = pictures_of_words(page, view, runs, drawing, self.settings.ocr)
        if not pictures:
            return []
        self.notices.pictures.append(number)
        seen, rules = self._seen(page, view)
        for picture in pictures:
            drawing.across += [r for r in rules.across if picture.holds((r.start + r.end) / 2, r.at)]
            drawing.down += [r for r in rules.down if picture.holds(r.at, (r.start + r.end) / 2)]
            drawing.areas += [a for a in rules.areas if picture.holds((a.x0 + a.x1) / 2, (a.top + a.bottom) / 2)]
        return [run for run in seen if any(picture.holds(*run.middle) for picture in pictures)]

    def _seen(self, page: Any, view: View) -> tuple[list[Run], Drawing]:
        """What is recognised on the picture of a page that has words of its own; nothing without the engine."""
        seen = recognise(page, []) if self.notices.engine else None
        if seen is None or any(abs(a - b) > 0.02 * b for a, b in zip(seen[0], view.size, strict=True)):
            return [], Drawing()
        return seen[1], seen[2]


def _kind_of_note(page: Any, number: int) -> int:
    note = raw.FPDFPage_GetAnnot(page.raw, number)
    kind = int(raw.FPDFAnnot_GetSubtype(note)) if note else -1
    if note:
        raw.FPDFPage_CloseAnnot(note)
    return kind
