"""How long reading takes in one warm process, as a ratio to something well known that does less, or a part of it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

import pdfplumber
import pypdfium2
import spacy

from extractor.find import find_records
from extractor.load import Source, load_text
from extractor.load import pdf as pdf_format
from extractor.packs import choose, load_packs
from extractor.pipeline import extract_report
from extractor.split import split
from tests.bench.hard import borderless
from tests.bench.result import Figure
from tests.bench.timing import ratio, rounds

MOST_TIMES_PLAIN = 6.0  # pypdfium2's plain text of the same pages
MOST_TIMES_HARD = 20.0  # of a page that is one table of many cells without a rule
MOST_GROWTH_HARD = 2.8  # where such a page has twice as many rows
LEAST_TIMES_TABLES = 6.0  # as fast as pdfplumber's tables of the same files
_TABLE_FILES = 10  # more would take minutes


def text(report: str, count: int) -> Iterator[Figure]:
    """The text pipeline to spaCy's blank English tokenizer; and how its time is shared out."""
    nlp = spacy.blank("en")
    nlp.max_length = max(nlp.max_length, len(report) + 1)
    packs = load_packs()
    loaded: list[Any] = []
    pack = choose(load_text(report, "report.txt"), packs.packs)

    def load() -> None:
        loaded[:] = [load_text(report, "report.txt")]

    def divide() -> None:
        loaded[:] = [split(loaded[0], choose(loaded[0], packs.packs))]

    def find() -> None:
        find_records(loaded[0], pack)

    seconds = rounds({"tokenizer": lambda: nlp(report), "load": load, "choose and split": divide, "find": find}, count)
    plain = seconds.pop("tokenizer")
    whole = [sum(times) for times in zip(*seconds.values(), strict=True)]
    told = f"{median(whole):.2f} to {median(plain):.2f}"
    yield Figure(f"text of {len(report):,} characters, to spaCy's tokenizer", ratio(whole, plain), seconds=told)
    for name, times in seconds.items():
        yield Figure(f"  {name}", ratio(times, plain), seconds=f"{median(times):.2f}")


def pdf(files: Sequence[bytes], what: str, count: int, most: float | None = MOST_TIMES_PLAIN) -> Iterator[Figure]:
    """The PDF pipeline to pypdfium2's plain text of the same pages, and how many times that it may take."""
    seconds = rounds({"plain": lambda: [_plain(data) for data in files], "ours": lambda: _read(files)}, count)
    pages = sum(_pages(data) for data in files)
    yield Figure(
        f"PDF, {len(files)} {what} ({pages} pages), to pypdfium2's plain text",
        ratio(seconds["ours"], seconds["plain"]),
        most,
        seconds=f"{median(seconds['ours']):.2f} to {median(seconds['plain']):.2f}",
    )


def hard(count: int) -> Iterator[Figure]:
    """A page that is one table without rules, to plain text; and a page of twice as many rows, to half of it."""
    page, half = borderless(60, 10), borderless(30, 10)
    long = borderless(120, 10)
    timed = {"plain": lambda: _plain(page), "ours": lambda: _read([page]), "half": lambda: _read([half]),
             "long": lambda: _read([long])}  # fmt: skip
    seconds = rounds(timed, count)
    what = "page of 60 rows and 11 columns without a rule"
    yield Figure(f"PDF, a {what}, to plain text", ratio(seconds["ours"], seconds["plain"]), MOST_TIMES_HARD,
                 seconds=f"{median(seconds['ours']):.3f} to {median(seconds['plain']):.4f}")  # fmt: skip
    yield Figure("  of 60 rows, to 30", ratio(seconds["ours"], seconds["half"]), MOST_GROWTH_HARD)
    yield Figure("  of 120 rows, to 60", ratio(seconds["long"], seconds["ours"]), MOST_GROWTH_HARD)


def tables(files: Sequence[bytes], what: str) -> Iterator[Figure]:
    """How many times as fast the whole pipeline is as pdfplumber's tables of every page of the same files."""
    step = max(1, len(files) // _TABLE_FILES)
    sample = files[::step][:_TABLE_FILES]
    _read(sample)
    seconds = rounds({"ours": lambda: _read(sample), "plumber": lambda: [_plumb(d) for d in sample]}, 1, warm=False)
    yield Figure(
        f"PDF, {len(sample)} {what}, as fast as pdfplumber's tables",
        ratio(seconds["plumber"], seconds["ours"]),
        LEAST_TIMES_TABLES,
        least=True,
        seconds=f"{seconds['ours'][0]:.2f} to {seconds['plumber'][0]:.2f}",
    )


def _read(files: Sequence[bytes]) -> None:
    packs = load_packs()
    for data in files:
        extract_report(pdf_format.load(Source("report.pdf", data, "")), packs)


def _plain(data: bytes) -> int:
    document = pypdfium2.PdfDocument(data)
    try:
        return sum(len(page.get_textpage().get_text_range()) for page in document)
    finally:
        document.close()


def _pages(data: bytes) -> int:
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def _plumb(data: bytes) -> int:
    with pdfplumber.open(io.BytesIO(data)) as document:
        found = 0
        for page in document.pages:
            found += len(page.extract_tables())
            page.close()
        return found
