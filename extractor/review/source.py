"""The source as the page shows it: pages with lines in their places, or the lines of a text, and what was read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from extractor.check.reading_gaps import unread_of
from extractor.document.boxes import LineBox
from extractor.errors import LoadError
from extractor.load.pdf.turned import TurnedPages
from extractor.load.source import Source as File
from extractor.review.rows import Source

__all__ = ["Leaves", "draw", "leaves_of", "lines_of_source", "picture_bytes", "picture_name"]

_DOTS = 1.5  # pixels a point: 893 x 1263 for A4
_LONGEST = 3_000  # pixels of a side
_COLOURS = 24  # that a picture of a page keeps
_A4 = (595.0, 842.0)
_MARGIN = 36.0  # points beyond the outermost words of a page of which nothing but lines is known

Files = Mapping[str, Callable[[], bytes]]


@dataclass(frozen=True)
class Leaves:
    """Width and height of every page in points; `problem` says why there are no pictures of them, if there are none."""

    sizes: tuple[tuple[float, float], ...] = ()
    problem: str = ""


def picture_name(sha256: str, number: int | str) -> str:
    """The name of a page's picture within the folder of a review: it hangs on the bytes of the file alone."""
    return f"pictures/{sha256[:16]}/{number}.webp"


def leaves_of(about: Any, source: Source, files: Files, password: str = "") -> Leaves:
    """The pages of a report.

    Args:
        about: its row of `reports`.
        source: its text and lines; without lines it has no pages to show.
        files: what gives the bytes of the files at hand, by SHA-256.
        password: what opens the file if it is locked.
    """
    if not source.lines:
        return Leaves()
    problem = f"{about.source} was not found by its hash. Its words stand where they stand on its pages."
    if about.sha256 in files:
        try:
            with TurnedPages(_file(about, files, password)) as pages:
                return Leaves(tuple(pages.size(number) for number in range(1, len(pages) + 1)))
        except (LoadError, OSError) as fault:
            problem = f"The pages cannot be drawn: {fault}"
    return Leaves(tuple(_guessed(source.lines, about.pages)), problem)


def _file(about: Any, files: Files, password: str) -> File:
    return File(about.source, files[about.sha256](), about.sha256, password)


def _guessed(lines: Sequence[LineBox], count: int | None) -> Iterator[tuple[float, float]]:
    """Sizes of pages of which nothing but the lines is known."""
    for number in range(1, max(count or 1, max(line.page for line in lines)) + 1):
        here = [line for line in lines if line.page == number]
        right = max((line.x1 for line in here), default=0.0) + _MARGIN
        foot = max((line.bottom for line in here), default=0.0) + _MARGIN
        yield max(_A4[0], right), max(_A4[1], foot)


def draw(about: Any, files: Files, password: str, to: Path, earlier: Path | None = None) -> None:
    """Write the pictures of the pages of a report, those that stand in an earlier review taken over from there.

    Raises:
        LoadError: the file, or a page of it, cannot be drawn.
    """
    with TurnedPages(_file(about, files, password)) as pages:
        for number in range(1, len(pages) + 1):
            path = to / picture_name(about.sha256, number)
            path.parent.mkdir(parents=True, exist_ok=True)
            known = earlier / picture_name(about.sha256, number) if earlier else None
            path.write_bytes(known.read_bytes() if known and known.is_file() else picture_bytes(pages, number))


def picture_bytes(pages: TurnedPages, number: int) -> bytes:
    """The picture of a page as lossless WebP of few colours, which is sharp and small for print.

    Raises:
        LoadError: the page cannot be drawn.
    """
    from PIL import Image

    dots = min(_DOTS, _LONGEST / max(*pages.size(number), 1.0))
    drawn = pages.picture(number, dots).quantize(_COLOURS, dither=Image.Dither.NONE).convert("RGB")
    written = BytesIO()
    drawn.save(written, "WEBP", lossless=True, quality=50, method=2)
    return written.getvalue()


def lines_of_source(source: Source, tables: Mapping[str, Sequence[Any]]) -> Iterator[list[Any]]:
    """The lines of a report as the page has them: start, end, what was not read, page and edges where they are known.

    What was not read is a list of offsets, of beginnings and ends by turns. Of a source without geometry rows tell the
    page, as far as there are any; it is 0 where none does.
    """
    unread = unread_of(tables)
    if source.lines:
        for line in source.lines:
            words = source.text[line.start : line.end]
            yield [
                line.start,
                line.end,
                _flat(unread(line.start, words)),
                line.page,
                *(round(at, 1) for at in line[3:]),
            ]
        return
    found = (row for rows in tables.values() for row in rows if getattr(row, "page", None) and row.start is not None)
    pages = sorted({(row.start, row.page) for row in found})
    offset = 0
    for words in source.text.split("\n"):
        if words.strip():
            known = bisect_right(pages, (offset + len(words), 0)) - 1
            page = pages[known][1] if known >= 0 else min(1, len(pages))
            yield [offset, offset + len(words), _flat(unread(offset, words)), page]
        offset += len(words) + 1


def _flat(spans: Sequence[tuple[int, int]]) -> list[int]:
    return [offset for span in spans for offset in span]
