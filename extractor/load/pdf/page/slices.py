"""Lines that the foot of a page cuts through, of which the next page shows the other half, are read once.

Programs that paint one long page through a window for each page of paper draw such a line on both pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from extractor.load.pdf.graphics import IDENTITY, window_of
from extractor.load.pdf.page.regions import Content
from extractor.load.pdf.view import View
from extractor.load.pdf.words.runs import Run


def sliced(runs: Sequence[Run], text_page: Any, view: View) -> list[Run]:
    """The runs of a page through which an edge of the window goes that they are drawn through.

    Args:
        runs: its words.
        text_page: its pypdfium2 PdfTextPage, still open.
        view: in which it reads.
    """
    places = [run.baseline for run in runs]
    top, foot = min(places, default=0.0), max(places, default=0.0)
    outer = [run for run in runs if min(run.baseline - top, foot - run.baseline) < 2 * run.size]
    found = []
    for run in outer:
        owner = pdfium.FPDFText_GetTextObject(text_page.raw, run.first) if run.first >= 0 else None
        window = window_of(owner, IDENTITY, view) if owner else None
        if window and (run.top < window[1] < run.baseline or run.top < window[3] < run.bottom):
            found.append(run)
    return found


def read_once(contents: Sequence[Content]) -> None:
    """Take the other half of lines that the foot of the page before shows as well out of the pages; they are changed
    in place."""
    for above, below in pairwise(contents):
        feet = (run for run in above.sliced if 2 * run.baseline > above.height)
        shown = {(run.text.strip(), round(run.x0)) for run in feet}
        tops = (run for run in below.sliced if 2 * run.baseline < below.height)
        again = {id(run) for run in tops if (run.text.strip(), round(run.x0)) in shown}
        below.runs = [run for run in below.runs if id(run) not in again]
