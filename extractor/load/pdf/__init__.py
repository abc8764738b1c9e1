"""PDF files, with a text layer or scanned.

What happens, in this order: every page is read once (`glyphs`, `drawing`; `scans` where it is a picture), its tables
and boxes are found (`lattice`, `survey`), running headers and footers (`furniture`) and footnotes are parted off, what
is left becomes blocks in reading order (`flow`, `layout`), and what concerns the whole document is settled: box
numbers, heading levels, list items and tables cut by a page break (`continuation`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.document import Kind, Report
from extractor.errors import LoadError
from extractor.load.assemble import assemble
from extractor.load.drafts import Draft
from extractor.load.normalise import characters, squeeze
from extractor.load.pdf.drawing import read_drawing
from extractor.load.pdf.ocr import INSTALL, is_blank, is_installed, is_picture, recognise, settle
from extractor.load.pdf.page.banners import part_banners
from extractor.load.pdf.page.footnotes import part_footnotes
from extractor.load.pdf.page.furniture import Sheet, furniture, lonely_head, page_labels, running_rules
from extractor.load.pdf.page.order import order
from extractor.load.pdf.page.paragraphs import Lists
from extractor.load.pdf.page.regions import Content, Survey, survey
from extractor.load.pdf.page.typography import Typography
from extractor.load.pdf.page.watermarks import watermarks
from extractor.load.pdf.settings import PdfSettings
from extractor.load.pdf.words.gaps import close_gaps
from extractor.load.pdf.words.hyphens import Vocabulary
from extractor.load.pdf.words.ink import with_dots, without_paper
from extractor.load.pdf.words.lines import Line, lines_of
from extractor.load.pdf.words.runs import Run, read_runs

if TYPE_CHECKING:
    from extractor.load.pdf.trace import Trace
    from extractor.load.source import Source

MOST_PAGES = 5_000
SETTINGS = PdfSettings()
MOST_LETTERS = 200_000  # on one page
_LOCKED = (
    "needs a password to open. Give it with --password, or save the file without one.",
    "does not open with this password. Check it, or save the file without one.",
)  # by whether a password was given
_HEAD = 1024  # bytes within which a PDF says that it is one
_MOST_BOOKMARKS = 5_000
_DEEPEST_BOOKMARK = 9
_DEEPEST_LEVEL = 9  # of headings


def recognises(data: bytes) -> bool:
    """Whether the bytes are those of a PDF."""
    return b"%PDF-" in data[:_HEAD] and not data.startswith(b"PK\x03\x04")


def load(source: Source, trace: Trace | None = None) -> Report:
    """Load a PDF. Pages without a text layer are recognised where the engine for it is installed.

    Args:
        source: the file.
        trace: keeps what was seen of its pages, if given.

    Raises:
        LoadError: it needs a password, is damaged, has too many pages, no text, or is a scan and no engine is there.
    """
    document = _open(source)
    try:
        count = len(document)
        bookmarks = _bookmarks(document)
        info = {"metadata": _metadata(document), "bookmarks": bookmarks}
        printed = [document.get_page_label(index) for index in range(count)]
        reader = _Reader(document, source.name)
        contents = [reader.read(index) for index in range(count)]
    finally:
        document.close()
    recognised = frozenset(reader.recognised)
    settle(content.runs for content in contents if content.number in recognised)
    if not any(content.runs for content in contents):
        raise LoadError(f"{source.name}: {_nothing(reader.unread)}")
    settings = SETTINGS
    close_gaps([content.runs for content in contents], settings.words)
    marks = watermarks([content.runs for content in contents], settings.page)
    for content, mark in zip(contents, marks, strict=True):
        pale = {id(run) for run in mark}
        content.runs = [run for run in content.runs if id(run) not in pale]
    rules = running_rules([(content.drawing.across, content.height) for content in contents], settings.page)
    surveys = [survey(content, running) for content, running in zip(contents, rules, strict=True)]
    drafts, labels, vocabulary = _drafts(surveys, marks, [mark["title"] for mark in bookmarks], settings)
    if trace is not None:
        trace.keep(surveys, drafts, reader.scales, reader.turns)
    report = assemble(
        drafts,
        vocabulary.seam,
        source=source.name,
        sha256=source.sha256,
        format="pdf+ocr" if recognised else "pdf",
        page_count=count,
        page_labels=tuple(label or other for label, other in zip(labels, printed, strict=True)),
        warnings=_warnings(reader.unread),
        remarks=_remarks(reader.recognised),
        recognised=recognised,
        info=info,
    )
    return replace(report, lines=tuple(line.scaled(reader.scales[line.page]) for line in report.lines))


def _nothing(unread: Sequence[int]) -> str:
    """Why a document gives no text at all, and what to do."""
    if not unread:
        return "has no text: every page is blank. Download it again."
    have = "has" if len(unread) == 1 else "have"
    if is_installed():
        return f"is a scan in which no words are recognised ({_pages(unread)}). Scan it again, upright and sharper."
    return f"is a scan: {_pages(unread)} {have} no text layer. {INSTALL}"


def _warnings(unread: Sequence[int]) -> tuple[str, ...]:
    if not unread:
        return ()
    has, was = ("has", "was") if len(unread) == 1 else ("have", "were")
    if is_installed():
        return (f"{_pages(unread)} {has} no text",)
    return (f"{_pages(unread)} {has} no text layer and {was} not read. {INSTALL}",)


def _remarks(recognised: Sequence[int]) -> tuple[str, ...]:
    if not recognised:
        return ()
    was = "was" if len(recognised) == 1 else "were"
    return (f"{_pages(recognised)} had no text and {was} recognised (OCR): check their values against the page",)


def _pages(numbers: Sequence[int]) -> str:
    """Page numbers in words: `page 4`, `pages 1-3, 7`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    words = ", ".join("-".join(str(number) for number in span) for span in spans)
    return f"page {words}" if len(numbers) == 1 else f"pages {words}"


def _open(source: Source) -> Any:
    try:
        document = pdfium.PdfDocument(source.data, password=source.password or None)
        count = len(document)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).casefold():
            raise LoadError(f"{source.name}: {_LOCKED[bool(source.password)]}") from None
        raise LoadError(f"{source.name}: is damaged and cannot be opened as a PDF. Download it again.") from None
    if not 0 < count <= MOST_PAGES:
        document.close()
        problem = "has no pages" if not count else f"has {count:,} pages, more than the {MOST_PAGES:,} that are read"
        raise LoadError(f"{source.name}: {problem}. Split it, or download it again.")
    return document


class _Reader:
    """Reads pages one by one, and notes which were recognised from their picture and which could not be read."""

    def __init__(self, document: Any, name: str) -> None:
        self.document = document
        self.name = name
        self.recognised: list[int] = []
        self.unread: list[int] = []
        self.scales: dict[int, float] = {}  # points of the file a point of the page as it was looked at
        self.turns: dict[int, int] = {}  # degrees clockwise by which it was turned

    def read(self, index: int) -> Content:
        """Read one page and close it."""
        content = self._read(index)
        for run in content.runs:
            run.page = content.number
        return content

    def _read(self, index: int) -> Content:
        try:
            page = self.document[index]
            text_page = page.get_textpage()
        except pdfium.PdfiumError:
            raise LoadError(f"{self.name}: is damaged: page {index + 1} cannot be read. Download it again.") from None
        try:
            letters = text_page.count_chars()
            if letters > MOST_LETTERS:
                problem = f"page {index + 1} has {letters:,} characters, more than the {MOST_LETTERS:,} that are read"
                raise LoadError(f"{self.name}: {problem}. Take the page out.")
            runs, view = read_runs(page, text_page)
            self.scales[index + 1], self.turns[index + 1] = 1 / view.scale, view.turn
            if is_picture(page, runs) and (content := self._recognise(page, runs, index + 1)) is not None:
                return content
            drawing = read_drawing(page, view)
            return Content(index + 1, *view.size, with_dots(without_paper(runs, drawing), drawing), drawing)
        finally:
            text_page.close()
            page.close()

    def _recognise(self, page: Any, runs: list[Run], number: int) -> Content | None:
        """The page as its picture shows it; None where the picture is blank or says no more than the text layer."""
        try:
            if is_blank(page):
                return None
            found = recognise(page, runs) if is_installed() else None
        except LoadError as error:
            raise LoadError(f"{self.name}: page {number} {error}") from None
        if found is not None:
            self.recognised.append(number)
            self.scales[number] = max(page.get_size()) / max(found[0])
            return Content(number, *found[0], *found[1:])
        if not runs:
            self.unread.append(number)
        return None


def _metadata(document: Any) -> dict[str, str]:
    found = {key: _words(document.get_metadata_value, key) for key in document.METADATA_KEYS}
    return {key: value for key, value in found.items() if value}


def _bookmarks(document: Any) -> list[dict[str, Any]]:
    """Bookmarks as level (from 1), title and page (from 1, or None)."""
    found: list[dict[str, Any]] = []
    for mark in islice(document.get_toc(max_depth=_DEEPEST_BOOKMARK), _MOST_BOOKMARKS):
        target = mark.get_dest()
        index = target.get_index() if target else None
        page = None if index is None else index + 1
        found.append({"level": mark.level + 1, "title": _words(mark.get_title), "page": page})
    return found


def _words(read: Callable[..., str], *about: str) -> str:
    """What a file says of itself; nothing where that is garbled."""
    try:
        return squeeze(characters(read(*about)))
    except UnicodeDecodeError:
        return ""


def _drafts(
    surveys: Sequence[Survey], marks: Sequence[Sequence[Run]], titles: Sequence[str], settings: PdfSettings
) -> tuple[list[Draft], list[str], Vocabulary]:
    """Drafts of all pages in reading order, the printed page numbers, and how the document writes its words."""
    running = furniture([Sheet(page.lines, page.content.height) for page in surveys], settings.page)
    outer = [[line for line in page.lines if id(line) in ids] for page, ids in zip(surveys, running, strict=True)]
    inner = [[line for line in page.lines if id(line) not in ids] for page, ids in zip(surveys, running, strict=True)]
    boxed = [lines_of(box.runs) for page in surveys for box in page.boxes]
    typography = Typography.of([*inner, *boxed], settings.page)
    rights = _rights(surveys, inner, typography)
    lists = Lists()
    drafts: list[Draft] = []
    for page, lines, edges, following in zip(surveys, inner, outer, [*inner[1:], []], strict=True):
        number = page.content.number
        tops = [(held.frame.top, held.frame.bottom) for held in page.tables + page.boxes]
        rules = [r for r in page.content.drawing.across if not any(t - 2 <= r.at <= b + 2 for t, b in tops)]
        foot = part_footnotes(lines, rules, typography, number)
        head = len(foot.body) - lonely_head(foot.body, following)
        drafts += order(page, foot.body[:head], rights[round(page.content.width)], typography, lists, settings.page)
        if foot.rest:
            drafts.append(Draft(Kind.FOOTNOTE, typography.vocabulary.unwrap(foot.rest), number, is_rest=True))
        drafts += foot.notes
        outside = [*foot.body[head:], *edges, *lines_of(marks[number - 1])]
        drafts += [Draft(Kind.FURNITURE, replace(line.words, notes=[]), number, style=line.style) for line in outside]
    drafts = list(part_banners(drafts, titles))
    _set_levels(drafts, typography)
    return drafts, page_labels(outer), typography.vocabulary


def _rights(surveys: Sequence[Survey], inner: Sequence[Sequence[Line]], typography: Typography) -> dict[int, float]:
    """How far lines of the body reach to the right on pages of each width, a few overhanging lines left out."""
    ends: dict[int, list[float]] = {}
    for page, lines in zip(surveys, inner, strict=True):
        body = [line for line in lines if not typography.stands_out(line)] or lines
        ends.setdefault(round(page.content.width), []).extend(line.x1 for line in body)
    return {width: sorted(xs)[int(0.985 * (len(xs) - 1))] if xs else float(width) for width, xs in ends.items()}


def _set_levels(drafts: Sequence[Draft], typography: Typography) -> None:
    """Heading levels by type: larger first, then coloured, then upright before italic."""
    headings = [draft for draft in drafts if draft.kind is Kind.HEADING]
    keys = {id(draft): _rank(draft, typography) for draft in headings}
    levels = {key: level for level, key in enumerate(sorted(Counter(keys.values()), reverse=True), start=1)}
    for draft in headings:
        draft.level = min(levels[keys[id(draft)]], _DEEPEST_LEVEL)


def _rank(draft: Draft, typography: Typography) -> tuple[float, bool, bool]:
    style = draft.style
    return round(style.size * 2) / 2, style.colour != typography.colour, not style.italic


__all__ = ["MOST_PAGES", "load", "recognises"]
