"""A clean text conversion in the dialects of other converters: three of Markdown, and three ways to set a table.

Each takes the text of `make_report(framework, seed, **CLEAN)` and the words of its headings.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable

_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_PERCENTS = re.compile(r"(?:[^\t]*\t)(?:\d+%)(?:\t\d+%)*")
_PAGE = 40  # blocks


def docling(text: str, headings: set[str]) -> str:
    """Headings of one level, padded tables, escapes and entities, a comment for a picture."""

    def words(line: str) -> str:
        return line.replace("&", "&amp;").replace("_", r"\_").replace("<", "&lt;")

    return _blocks(text, headings, lambda line: f"## {words(line)}", words, _padded, "<!-- image -->")


def marker(text: str, headings: set[str]) -> str:
    """Bold headings with anchors, raised notes, breaks and bold heads in aligned tables, pictures."""

    def words(line: str) -> str:
        return _SUPERSCRIPT.sub(lambda match: f"<sup>{match[0].translate(_PLAIN)}</sup>", line)

    def heading(line: str) -> str:
        return f'# <span id="page-{len(line)}-0"></span>**{words(line)}**'

    return _blocks(text, headings, heading, words, _aligned, "![](_page_3_Picture_1.jpeg)")


def pymupdf(text: str, headings: set[str]) -> str:
    """Bold headings, tables whose empty heads are called Col2, rules and running footers between pages."""
    return _blocks(text, headings, lambda line: f"## **{line}**", lambda line: line, _named, "-----", paged=True)


def layout(text: str, headings: set[str]) -> str:
    """Tables in columns of blanks, their values beside the middle of wrapped labels."""
    return _tables(text, _columns)


def below(text: str, headings: set[str]) -> str:
    """Percentages of a table on lines of their own below their label."""
    return _tables(text, lambda rows: _apart(rows, "\n\n"))


def behind(text: str, headings: set[str]) -> str:
    """Percentages of a table in one line behind or below their label."""
    return _tables(text, lambda rows: _apart(rows, " "))


MARKDOWN: tuple[Callable[[str, set[str]], str], ...] = (docling, marker, pymupdf)


def _chunks(text: str) -> Iterable[list[str]]:
    for chunk in re.split(r"\n{2,}", text.strip("\n")):
        lines = chunk.split("\n")
        while lines:
            size = next((n for n, line in enumerate(lines) if ("\t" in line) != ("\t" in lines[0])), len(lines))
            yield lines[:size]
            lines = lines[size:]


def _blocks(
    text: str,
    headings: set[str],
    heading: Callable[[str], str],
    words: Callable[[str], str],
    table: Callable[[list[list[str]]], list[str]],
    rule: str,
    paged: bool = False,
) -> str:
    written: list[str] = []
    for number, lines in enumerate(_chunks(text), start=1):
        if "\t" in lines[0]:
            rows = [words(line).split("\t") for line in lines]
            width = max(map(len, rows))
            shown = table([row + [""] * (width - len(row)) for row in rows])
        else:
            shown = [heading(line) if line in headings else words(line) for line in lines]
        written.append("\n".join(shown))
        if number % _PAGE == 0:
            footer = [f"A fictional report on the inspection of a service {number // _PAGE}"] if paged else []
            written += [*footer, rule]
    return "\n\n".join(written) + "\n"


def _padded(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[n]) for row in rows) + 1 for n in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |" for row in rows]
    return [lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]]


def _aligned(rows: list[list[str]]) -> list[str]:
    head = [f"**{cell}**" if cell else "" for cell in rows[0]]
    lines = ["| " + " | ".join(_broken(cell) for cell in row) + " |" for row in [head, *rows[1:]]]
    return [lines[0], "|" + ":---:|" * len(head), *lines[1:]]


def _named(rows: list[list[str]]) -> list[str]:
    head = [cell or f"Col{n}" for n, cell in enumerate(rows[0], start=1)]
    lines = ["|" + "|".join(_broken(cell) for cell in row) + "|" for row in [head, *rows[1:]]]
    return [lines[0], "|" + "---|" * len(head), *lines[1:]]


def _broken(cell: str) -> str:
    at = cell.find(" ", len(cell) // 2)
    return f"{cell[:at]}<br>{cell[at + 1 :]}" if len(cell) > 50 and at > 0 else cell


def _tables(text: str, table: Callable[[list[list[str]]], list[str]]) -> str:
    written = []
    for lines in _chunks(text):
        rows = [line.split("\t") for line in lines]
        figures = sum(bool(_PERCENTS.fullmatch(line)) for line in lines)
        wanted = "\t" in lines[0] and figures and "?" in "".join(lines)
        written.append("\n".join(table(rows) if wanted else lines))
    return "\n\n".join(written) + "\n"


def _columns(rows: list[list[str]]) -> list[str]:
    written: list[str] = []
    for row in rows:
        labels = textwrap.wrap(row[0], 52, break_on_hyphens=False) or [""]
        values = "".join(f"{cell:<28}" for cell in row[1:])
        for n, label in enumerate(labels):
            beside = n == len(labels) // 2 and values.strip()
            written.append(f" {label:<58}{values}".rstrip() if beside else f" {label}")
    return written


def _apart(rows: list[list[str]], glue: str) -> list[str]:
    written: list[str] = []
    for row in rows:
        values = [cell for cell in row[1:] if cell]
        if all(cell.endswith("%") for cell in values):
            label = "\n".join(textwrap.wrap(row[0], 56, break_on_hyphens=False))
            joint = "\n\n" if glue != " " else "\n" if "\n" in label else " "
            written.append(label + (joint + glue.join(values) if values else ""))
        else:
            written += ["\n\n".join(cell for cell in row if cell)]
        if glue != " ":
            written.append("")
    return "\n".join(written).strip("\n").split("\n")
