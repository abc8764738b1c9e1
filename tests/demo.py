"""Ten rows of a dataset, and where its tables are: `python -m tests.demo outputs/demo`.

`--readme` writes the first rows of them into README.md between its marks.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

from rich.table import Table
from rich.text import Text

import extractor
from extractor.cli.show.terminal import console, shown
from extractor.dataset.schema import LOOKED_FOR_BY
from extractor.records import TABLES

README = Path(__file__).parents[1] / "README.md"
HEADINGS = ("table", "report", "page", "what", "value", "quote")
# How many rows of each table the screen shows, and how many of them README shows.
SHOWN = {
    "ratings": (4, 2),
    "key_questions": (3, 2),
    "recommendations": (1, 1),
    "progress": (1, 1),
    "statistics": (1, 0),
}
MARKS = "<!-- rows: kept true by `python -m tests.demo outputs/demo --readme` -->", "<!-- end -->"

Row = tuple[str, ...]


def rows(data: extractor.Dataset, place: int = 0) -> Iterator[Row]:
    """Rows of several tables and reports: `place` 0 gives those for the screen, 1 those for README."""
    for table, counts in SHOWN.items():
        for row in _spread(data, table, counts[place]):
            what, value = _told(table, row)
            yield table, row["report_id"], shown(row["page"]), what, value, row["quote"]


def _spread(data: extractor.Dataset, table: str, count: int) -> Iterator[dict[str, Any]]:
    """Up to `count` rows of a table: the first of the first report, the second of the second, and so on.

    Of a report that is there both as PDF and as text, those of the PDF.
    """
    formats = dict(zip(data.reports["report_id"], data.reports["format"], strict=True))
    frame = data[table].astype(object)
    found = frame.where(frame.notna(), None).to_dict("records")
    reports: dict[str, list[dict[str, Any]]] = {}
    for row in [row for row in found if formats[row["report_id"]] == "pdf"] or found:
        reports.setdefault(row["report_id"], []).append(row)
    lists = list(reports.values())
    for number in range(min(count, sum(map(len, lists)))):
        of_report = lists[number % len(lists)]
        yield of_report[min(number, len(of_report) - 1)]


def _told(table: str, row: dict[str, Any]) -> tuple[str, str]:
    """What a row is about, and its value."""
    if table == "ratings":
        value = row["rating"] or f"{shown(row['percent'])}%"
        return "Overall" if row["level"] == "overall" else f"{row['ref']} {row['standard']}", value
    if table == "key_questions":
        return f"{row['group']}: {row['question']}", f"{shown(row['percent'])}%"
    if table == "recommendations":
        return f"{row['addressee']} should", row["text"]
    if table == "progress":
        return row["text"], row["category"]
    return ": ".join(filter(None, (row["group"], row["label"]))), f"{shown(row['value'])} {row['unit']}"


def shorten(words: str, most: int, keep_end: bool = False) -> str:
    """Words on one line, cut where they are longer than `most`: at the end, or in the middle to keep the end."""
    words = " ".join(words.split())
    if len(words) <= most:
        return words
    if not keep_end:
        return words[:most].rsplit(" ", 1)[0] + " …"
    half = most // 2
    return f"{words[:half].rsplit(' ', 1)[0]} … {words[-half:].split(' ', 1)[-1]}"


def rows_block(data: extractor.Dataset) -> str:
    """README's rows as a Markdown table."""
    lines = [f"| {' | '.join(HEADINGS)} |", "| --- | --- | ---: | --- | --- | --- |"]
    for table, report, page, *words in rows(data, 1):
        what, value, quote = (word.replace("|", "\\|") for word in words)
        quote = shorten(quote, 50, keep_end=True)
        lines.append(f"| `{table}` | {report} | {page} | {shorten(what, 50)} | {shorten(value, 40)} | {quote} |")
    return "\n".join(lines)


def block(text: str) -> str:
    """What stands between the marks of README's rows."""
    first, last = _bounds(text)
    return text[first:last].strip("\n")


def _bounds(text: str) -> tuple[int, int]:
    first = text.index(MARKS[0]) + len(MARKS[0])
    return first, text.index(MARKS[1], first)


def write_readme(data: extractor.Dataset) -> None:
    """Put the rows into README."""
    text = README.read_text(encoding="utf-8")
    first, last = _bounds(text)
    README.write_text(f"{text[:first]}\n\n{rows_block(data)}\n\n{text[last:]}", encoding="utf-8", newline="\n")


def show(folder: Path, data: extractor.Dataset) -> None:
    """Print ten rows, each with the words it was read from, and where the tables are."""
    to = console()
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("table", min_width=max(map(len, SHOWN)), no_wrap=True)
    table.add_column("report", max_width=30, no_wrap=True, overflow="ellipsis")
    table.add_column("page", min_width=4, justify="right")
    table.add_column("what, and the words it was read from", no_wrap=True, overflow="ellipsis")
    table.add_column("value", min_width=22, no_wrap=True, overflow="ellipsis")
    for name, report, page, what, value, quote in rows(data):
        about = Text(shown(shorten(what, 40)))
        about.append(f"\n“{shown(shorten(quote, 38, keep_end=True))}”", style="dim")
        table.add_row(name, report, page, about, Text(shown(shorten(value, 20)), style="bold"))
    to.print(table)
    counts = {name: len(data[name]) for name in TABLES if name not in LOOKED_FOR_BY}
    to.print(Text(f"\nThe tables are in {folder}\n", style="bold"))
    places = Table.grid(padding=(0, 2))
    for path, what in (
        ("<table>.csv", ", ".join(f"{name} {count:,}" for name, count in counts.items())),
        ("codebook.md", "what every table and column means"),
        ("findings.sqlite", "the same tables as a database"),
        ("text/<report_id>.txt", "the text that start and end count in: text[start:end] is the quote"),
    ):
        places.add_row(path, Text(what, style="dim"))
    to.print(places)
    to.print(Text("\nTo see every value on its page, and to put it right there:", style="bold"))
    beside = Path(sys.executable).with_name("findings")
    command = "findings" if which("findings") or not beside.exists() else os.path.relpath(beside)
    to.print(f"{command} review {folder} --reports corpus/samples --serve", soft_wrap=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.demo", description=__doc__)
    parser.add_argument("folder", type=Path, help="a dataset that `findings extract` wrote")
    parser.add_argument("--readme", action="store_true", help="write README's rows anew")
    options = parser.parse_args()
    data = extractor.open_dataset(options.folder)
    if options.readme:
        write_readme(data)
    else:
        show(options.folder, data)


if __name__ == "__main__":
    main()
