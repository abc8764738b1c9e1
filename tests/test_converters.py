"""The same report from every converter: Markdown of three kinds, tables set in blanks or taken apart, any encoding."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from extractor.document import Report
from extractor.load import load_text
from extractor.load.source import Source
from extractor.load.text import load as load_bytes
from extractor.pipeline import extract_report
from tests.cached_readings import LONG
from tests.generator import CLEAN, FRAMEWORKS, Generated, dialects, make_report
from tests.generator.blocks import Heading

TABLES = ("ratings", "key_questions", "recommendations", "progress", "findings")
# What a row says, apart from where it stands.
SAID = {
    "ratings": ("item", "rating", "percent"),
    "key_questions": ("item", "question", "group", "percent", "key_question"),
    "recommendations": ("item", "addressee", "text"),
    "progress": ("item", "text", "findings", "category", "improvement_required"),
    "findings": ("section_ref", "kind", "text"),
}
SEEDS = range(2 if LONG else 1)
QUESTIONED = ("hmip-probation-2018", "hmip-pdu-2021", "hmip-pdu-2023")

Rows = dict[str, list[tuple[Any, ...]]]
Dialect = Callable[[str, set[str]], str]


def said(text: str, name: str = "report.md") -> Rows:
    records = extract_report(load_text(text, name)).records
    return {t: [tuple(row.as_row()[c] for c in SAID[t]) for row in records[t]] for t in TABLES}


@cache
def plain(framework: str, seed: int) -> tuple[Generated, str, frozenset[str]]:
    """A report without bad habits, its text, and the words of its headings."""
    made = make_report(framework, seed, **(CLEAN | {"curly": "straight", "contents": "none"}))
    lines = set(made.text.split("\n"))
    headings = {f"{b.ref} {b.text}".strip() for b in made.plan.blocks if isinstance(b, Heading) and not b.colon}
    headings |= {f"{b.ref}. {b.text}" for b in made.plan.blocks if isinstance(b, Heading) and b.ref}
    return made, made.text, frozenset(headings & lines)


@cache
def expected(framework: str, seed: int) -> Rows:
    return said(plain(framework, seed)[1])


@pytest.mark.parametrize("dialect", dialects.MARKDOWN, ids=lambda dialect: dialect.__name__)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_markdown_of_every_kind_gives_the_same_rows(framework: str, seed: int, dialect: Dialect) -> None:
    _, text, headings = plain(framework, seed)
    found = said(dialect(text, set(headings)))
    for table in TABLES:
        assert found[table] == expected(framework, seed)[table], table


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("framework", QUESTIONED)
def test_tables_set_in_blanks_give_the_same_rows(framework: str, seed: int) -> None:
    found = said(dialects.layout(plain(framework, seed)[1], set()), "report.txt")
    for table in TABLES:
        assert found[table] == expected(framework, seed)[table], table


@pytest.mark.parametrize("dialect", [dialects.below, dialects.behind], ids=lambda dialect: dialect.__name__)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("framework", QUESTIONED)
def test_tables_taken_apart_give_no_wrong_figure(framework: str, seed: int, dialect: Dialect) -> None:
    found = said(dialect(plain(framework, seed)[1], set()), "report.txt")
    figures = [row[:4] for row in found["key_questions"]]
    wanted = [row[:4] for row in expected(framework, seed)["key_questions"]]
    assert set(figures) <= set(wanted)
    assert len(figures) >= 0.9 * len(wanted)


@cache
def in_cp1252(framework: str) -> tuple[str, Report]:
    """A report of letters that every encoding has, and as it is loaded."""
    habits = CLEAN | {"note_style": "plain", "form_feeds": True}
    text = make_report(framework, 1, **habits).text.encode("cp1252", "ignore").decode("cp1252")
    return text, load_text(text, "report.txt")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "mixed"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("framework", ["hmip-pdu-2021", "hmip-esi-2003"] if LONG else ["hmip-esi-2003"])
def test_every_encoding_and_line_end_gives_the_same_rows(framework: str, encoding: str, ends: str) -> None:
    text, wanted = in_cp1252(framework)
    lines = text.split("\n")
    cycle = ("\n", "\r\n", "\r") if ends == "mixed" else (ends,)
    shown = ""
    for n, line in enumerate(lines):
        end = cycle[n % len(cycle)]
        blank = n + 1 < len(lines) and not lines[n + 1]
        shown += line + ("\n" if ends == "mixed" and end == "\r" and blank else end)  # CR and LF would be one end
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    source = Source("report.txt", mark + shown.encode(encoding), "0" * 64)
    found = load_bytes(source)
    assert (found.text, found.page_starts) == (wanted.text, wanted.page_starts)
