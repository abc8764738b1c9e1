"""How long reading takes, as a ratio to something well known that does less: `make bench`.

Each pipeline is timed in turn with its yardstick, round by round in one process, so that what else the machine does
meets both. The ratio is the median of the rounds; seconds are given too, but they say more of the machine than of this
program. Nothing here is a test.

- text: load, split and find on a report of 110,000 characters, to spaCy's blank English tokenizer on the same text;
- PDF: load, split and find on a PDF, to pypdfium2's plain text of the same pages.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2
import spacy
from rich.table import Table

from extractor.export.terminal import console
from extractor.find import find_records
from extractor.load import Source, load_text
from extractor.load import pdf as pdf_format
from extractor.packs import choose, load_packs
from extractor.pipeline import extract_report
from extractor.split import split
from tests.generator import make_report

CHARACTERS = 110_000
FRAMEWORK = "hmip-pdu-2021"


@dataclass
class Measured:
    """Seconds of what was timed, a list of rounds each; `yardstick` is what the others are set against."""

    title: str
    yardstick: str
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def ratio(self, name: str) -> float:
        """Median over the rounds of a thing's time to the yardstick's in the same round."""
        return median(a / b for a, b in zip(self.seconds[name], self.seconds[self.yardstick], strict=True))


def rounds(title: str, yardstick: str, things: dict[str, Callable[[], Any]], count: int) -> Measured:
    """Time every thing once a round, in turn; a first round that is not counted warms caches (the tokenizer's too)."""
    measured = Measured(title, yardstick, {name: [] for name in things})
    for number in range(count + 1):
        for name, do in things.items():
            begun = time.perf_counter()
            do()
            if number:
                measured.seconds[name].append(time.perf_counter() - begun)
    return measured


def bench_text(text: str, count: int) -> Iterator[Measured]:
    """The text pipeline to the tokenizer; and how its time is shared out."""
    nlp = spacy.blank("en")
    nlp.max_length = max(nlp.max_length, len(text) + 1)
    packs = load_packs()
    things = {
        "spaCy's blank English tokenizer": lambda: nlp(text),
        "load, split and find": lambda: extract_report(load_text(text, "report.txt"), packs),
    }
    yield rounds(f"text of {len(text):,} characters", "spaCy's blank English tokenizer", things, count)

    loaded: list[Any] = []
    pack = choose(load_text(text, "report.txt"), packs.packs)

    def load() -> None:
        loaded[:] = [load_text(text, "report.txt")]

    def divide() -> None:
        loaded[:] = [split(loaded[0], choose(loaded[0], packs.packs))]

    def find() -> None:
        find_records(loaded[0], pack)

    parts: dict[str, Callable[[], Any]] = {"load": load, "choose and split": divide, "find": find}
    measured = rounds("of which", "all", parts, count)
    measured.seconds["all"] = [sum(times) for times in zip(*measured.seconds.values(), strict=True)]
    yield measured


def bench_pdf(data: bytes, name: str, count: int) -> Iterator[Measured]:
    """The PDF pipeline to plain text of the same pages."""
    packs = load_packs()

    def plain() -> int:
        document = pypdfium2.PdfDocument(data)
        try:
            return sum(len(page.get_textpage().get_text_range()) for page in document)
        finally:
            document.close()

    document = pypdfium2.PdfDocument(data)
    pages = len(document)
    document.close()
    things: dict[str, Callable[[], Any]] = {
        "pypdfium2's plain text": plain,
        "load, split and find": lambda: extract_report(pdf_format.load(Source(name, data, "")), packs),
    }
    yield rounds(f"PDF of {pages} pages", "pypdfium2's plain text", things, count)


def long_text() -> str:
    """Fictional reports of one framework one behind the other, cut at the end of a line near 110,000 characters."""
    text, seed = "", 1
    while len(text) < CHARACTERS:
        text += make_report(FRAMEWORK, seed).text + "\n"
        seed += 1
    return text[: text.index("\n", CHARACTERS - 200)]


def show(measured: Measured) -> Table:
    """A table: seconds (median, least) and ratio of everything that was timed."""
    table = Table(title=measured.title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    table.add_column("", min_width=34)
    for heading in ("median s", "least s", "ratio"):
        table.add_column(heading, justify="right", min_width=8)
    for name, seconds in measured.seconds.items():
        ratio = "1" if name == measured.yardstick else f"{measured.ratio(name):.2f}"
        table.add_row(name, f"{median(seconds):.3f}", f"{min(seconds):.3f}", ratio)
    return table


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--text", type=Path, help="a text report of your own, in place of fictional ones")
    parser.add_argument("--pdf", type=Path, help="a PDF report of your own, in place of a fictional one")
    parser.add_argument("--rounds", type=int, default=7, help="rounds that are counted (default 7)")
    options = parser.parse_args()
    text = options.text.read_text(encoding="utf-8") if options.text else long_text()
    data = options.pdf.read_bytes() if options.pdf else make_report(FRAMEWORK, 1).pdf
    to = console()
    for measured in (*bench_text(text, options.rounds), *bench_pdf(data, "report.pdf", options.rounds)):
        to.print(show(measured), "")


if __name__ == "__main__":
    main()
