"""Text conversions of reports: plain text, Markdown, and what pdftotext writes with and without -layout."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

import regex

from extractor.document import Report
from extractor.load.assemble import assemble
from extractor.load.normalise import characters
from extractor.load.source import Source
from extractor.load.text import footnotes, furniture, gutters, layout, lists, mixed, rows, stacked, strays
from extractor.load.text.blocks import Line, drafts
from extractor.load.text.dashed import framed, undashed
from extractor.load.text.drawn import undrawn
from extractor.load.text.markup import untag
from extractor.load.text.repair import INSIDE, repair, seam_of

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROLS = regex.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SPACE = regex.compile(r"[^\P{Zs} ]")  # of other widths
_LONGEST_PAGE = 400  # lines, blank ones too


def recognises(data: bytes) -> bool:
    """Whether bytes are text that can be read, and not binary."""
    text = decode(data)
    if text is None:
        return False
    sample = text[:20000]
    return len(_CONTROLS.findall(sample)) <= len(sample) / 500 and "\0" not in sample


def decode(data: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, or Windows-1252; None where it is none of these."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding)
    if b"\0" in data[:20000]:
        return None
    text = _decode(data, "utf-8")
    return text if text is not None else _decode(data, "cp1252")


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def load(source: Source) -> Report:
    """Load a text conversion: its text, blocks and tables; pages where form feeds part them."""
    text = repair(decode(source.data) or "")
    pages = text.split("\f")
    if len(pages) > 1 and max(page.count("\n") for page in pages) > _LONGEST_PAGE:
        pages = [text.replace("\f", "\n")]  # a break here and there, and no pages
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    printed = [list(undrawn(untag(framed(undashed(characters(page)))).split("\n"))) for page in pages]
    paged = len(printed) > 1
    marked = furniture.edges(printed) if paged else [set()]
    lines: list[Line] = []
    bullets = lists.Drawn()
    for number, (page, edge) in enumerate(zip(printed, marked, strict=True), start=1):
        lines += _lines(page, edge, number if paged else None, bullets)
    labels = [furniture.label([page[n] for n in sorted(edge)]) for page, edge in zip(printed, marked, strict=True)]
    remarks = (*mixed.remarks(lines), *rows.remarks(line for page in printed for line in page))
    return assemble(
        drafts(lines),
        seam_of(text),
        source=source.name,
        sha256=source.sha256,
        format="txt",
        remarks=remarks,
        page_count=len(printed) if paged else None,
        page_labels=tuple(labels) if paged and any(labels) else (),
    )


def _lines(page: list[str], edge: set[int], number: int | None, bullets: lists.Drawn) -> Iterator[Line]:
    """The lines of a page: what heads it, its words with columns as tabbed rows, and what stands at its foot."""
    half = len(page) / 2
    for n in sorted(edge):
        if n < half:
            yield Line(page[n].replace(INSIDE, "").strip(), 0, number, True)
    words = ["" if n in edge else _SPACE.sub(" ", line) for n, line in enumerate(page)]
    words = lists.numbered(lists.untabbed(words))
    if number is not None:
        words = bullets.marked(footnotes.raise_numbers(footnotes.set_apart(words)))
    set_ = [line.replace(INSIDE, "") for line in layout.tabbed(gutters.unfold(words))]
    for line in lists.marked(strays.set_apart(stacked.gathered(strays.mended(set_)))):
        text = line.strip(" ")
        yield Line(text if text.strip() else "", len(line) - len(line.lstrip(" ")), number)
    for n in sorted(edge):
        if n >= half:
            yield Line(page[n].replace(INSIDE, "").strip(), 0, number, True)
