"""PDF files, with a text layer or scanned: the path of one file from its bytes to a `Report`.

It is opened as its viewers show it (`opening`, `layers`). Every page is read once (`reader`: `words`, `drawing`; `ocr`
where it is a picture), gaps inside words are closed (`words/gaps`), tables and boxes are found (`page/regions`,
`tables`), running headers and footers and footnotes are parted off, and what is left becomes blocks in reading order
(`page`). What could not be read is told (`messages`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.document import Kind, Report
from extractor.errors import LoadError
from extractor.gc_pause import put_off
from extractor.load.assemble import assemble
from extractor.load.draft_blocks import Draft
from extractor.load.pdf.ocr import settle
from extractor.load.pdf.opening import MOST_PAGES, attached_to, bookmarks_of, is_portfolio, metadata_of, open_document
from extractor.load.pdf.page.banners import part_banners
from extractor.load.pdf.page.footnotes import part_footnotes
from extractor.load.pdf.page.furniture import Sheet, furniture, running_rules
from extractor.load.pdf.page.order import Order
from extractor.load.pdf.page.page_numbers import numbers_alone, page_labels
from extractor.load.pdf.page.regions import Survey, survey
from extractor.load.pdf.page.slices import read_once
from extractor.load.pdf.page.typography import Typography
from extractor.load.pdf.page.watermarks import watermarks
from extractor.load.pdf.reader import Reader
from extractor.load.pdf.settings import PdfSettings
from extractor.load.pdf.tables.line_rows import cut_off
from extractor.load.pdf.words.gaps import close_gaps
from extractor.load.pdf.words.hyphens import Vocabulary
from extractor.load.pdf.words.lines import Line, lines_of
from extractor.load.pdf.words.lost_words import pages_with_lost_words, pages_with_odd_signs, part_as_printed
from extractor.load.pdf.words.runs import Run, embolden, join_letters

if TYPE_CHECKING:
    from extractor.load.pdf.trace import Trace
    from extractor.load.source import Source

SETTINGS = PdfSettings()
_HEAD = 1024  # bytes within which a PDF says that it is one
_SAYS_SO = re.compile(rb"%PDF-\d\.\d")
_DEEPEST_LEVEL = 9  # of headings


def recognises(data: bytes) -> bool:
    """Whether the bytes are those of a PDF."""
    return _SAYS_SO.search(data[:_HEAD]) is not None and not data.startswith(b"PK\x03\x04")


@put_off()
def load(source: Source, trace: Trace | None = None, settings: PdfSettings = SETTINGS) -> Report:
    """Load a PDF. Pages without a text layer are recognised where the engine for it is installed.

    Args:
        source: the file.
        trace: keeps what was seen of its pages, if given.
        settings: every threshold by which its pages are read.

    Raises:
        LoadError: it needs a password, is damaged, has too many pages, no text, or is a scan and no engine is there.
    """
    document = open_document(source)
    try:
        count = len(document)
        bookmarks = bookmarks_of(document)
        info = {"metadata": metadata_of(document), "bookmarks": bookmarks}
        printed = [document.get_page_label(index) for index in range(count)]
        reader = Reader(document, source.name, settings)
        contents = [reader.read(index) for index in range(count)]
        notices = reader.notices
        notices.attached, notices.portfolio = attached_to(document), is_portfolio(source)
    finally:
        document.close()
    recognised = frozenset(notices.recognised)
    read_once(contents)
    settle(content.runs for content in contents if content.number in recognised)
    if not any(content.runs for content in contents):
        raise LoadError(f"{source.name}: {notices.nothing()}")
    embolden([content.runs for content in contents])
    close_gaps([content.runs for content in contents], settings.words)
    for content in contents:
        content.runs = join_letters(content.runs)
    marks = watermarks([content.runs for content in contents], settings.page)
    for content, mark in zip(contents, marks, strict=True):
        pale = {id(run) for run in mark}
        content.runs = [run for run in content.runs if id(run) not in pale]
    rules = running_rules([(content.drawing.across, content.height) for content in contents], settings.page)
    numbers = numbers_alone([(content.runs, content.height) for content in contents], settings.page)
    outer = list(zip(contents, rules, numbers, strict=True))
    titles = [mark["title"] for mark in bookmarks]
    pages = [[*content.runs, *mark] for content, mark in zip(contents, marks, strict=True)]
    surveys = [survey(content, running, number, settings.tables) for content, running, number in outer]
    drafts, labels, vocabulary = _drafts(surveys, marks, titles, settings)
    notices.replaced = pages_with_lost_words(pages, drafts, settings.words)
    if notices.replaced:
        for number in notices.replaced:
            part_as_printed(contents[number - 1].runs)
        surveys = [survey(content, running, number, settings.tables) for content, running, number in outer]
        drafts, labels, vocabulary = _drafts(surveys, marks, titles, settings)
        notices.lost = pages_with_lost_words(pages, drafts, settings.words)
    notices.odd = pages_with_odd_signs(pages)
    if trace is not None:
        trace.keep(surveys, drafts, reader.scales, reader.turns)
    report = assemble(
        drafts,
        vocabulary.seam,
        settings.joining,
        source=source.name,
        sha256=source.sha256,
        format="pdf+ocr" if recognised else "pdf",
        page_count=count,
        page_labels=tuple(label or other for label, other in zip(labels, printed, strict=True)),
        warnings=tuple(notices.warnings()),
        remarks=tuple(notices.remarks()),
        recognised=recognised,
        info=info,
    )
    return replace(report, lines=tuple(line.scaled(reader.scales[line.page]) for line in report.lines))


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
    order = Order(typography, settings)
    drafts: list[Draft] = []
    overleaf = [_with_table_at_top(page, lines) for page, lines in zip(surveys[1:], inner[1:], strict=True)]
    for page, lines, edges, following in zip(surveys, inner, outer, [*overleaf, []], strict=True):
        number = page.content.number
        tops = [(held.frame.top, held.frame.bottom) for held in page.tables + page.boxes]
        rules = [r for r in page.content.drawing.across if not any(t - 2 <= r.at <= b + 2 for t, b in tops)]
        held = (line for one in page.tables + page.boxes for line in lines_of(one.runs))
        foot = part_footnotes(lines, held, rules, typography, number)
        cut = cut_off(foot.body, following, settings.tables)
        drafts += order.blocks(page, foot.body, rights[round(page.content.width)], cut)
        if foot.rest:
            drafts.append(Draft(Kind.FOOTNOTE, typography.vocabulary.unwrap(foot.rest), number, is_rest=True))
        drafts += foot.notes
        outside = [*edges, *lines_of(marks[number - 1])]
        drafts += [Draft(Kind.FURNITURE, replace(line.words, notes=[]), number, style=line.style) for line in outside]
    drafts = list(part_banners(drafts, titles))
    _set_levels(drafts, typography)
    return drafts, page_labels(outer), typography.vocabulary


def _with_table_at_top(page: Survey, lines: Sequence[Line]) -> Sequence[Line]:
    """Lines of a page, behind those of the table that stands above them, if one does."""
    first = min(page.tables, key=lambda held: held.frame.top, default=None)
    at_top = first is not None and (not lines or first.frame.top < lines[0].baseline)
    return [*lines_of(first.runs), *lines] if first is not None and at_top else lines


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
    styles = [draft.style for draft in headings]
    ranks = [(round(s.size * 2) / 2, s.colour != typography.colour, not s.italic) for s in styles]
    levels = {rank: level for level, rank in enumerate(sorted(set(ranks), reverse=True), start=1)}
    for draft, rank in zip(headings, ranks, strict=True):
        draft.level = min(levels[rank], _DEEPEST_LEVEL)


__all__ = ["MOST_PAGES", "load", "recognises"]
