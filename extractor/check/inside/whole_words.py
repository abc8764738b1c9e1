"""Rows against the words that they leave out: a row has all of its quotation, and its quotation all of its line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import regex

from extractor.check.inside.evidence import Test, faults_told, short
from extractor.check.inside.inspected import Inspected, running_words
from extractor.check.inside.row_positions import placed
from extractor.domain.names import squashed
from extractor.find.verdicts import verdict_in
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import KeyQuestionRow, ProgressRow, Quoted

__all__ = ["words_whole"]

_SHORT = 50  # characters of a label, and of its answer
_FEWEST = 4  # letters that are a word, and no mark of a note or list
_MARKER = regex.compile(r"^(?:\(?\w{1,3}[.)]|[^\w\s])\s+")
_ITEM = regex.compile(r"\n\s*[•▪●◦]\s")
_STARS = regex.compile(r"\*+|[†‡]+")
_FIGURES = regex.compile(r"[\d.,%]+(?:\s*per ?cent\b)?")
_TOLD = ("progress.start", "progress.findings", "progress.response", "progress.category", "progress.improvement")
_TABLES = ("recommendations", "findings", "examples", "progress", "ratings", "key_questions")


def words_whole(report: Inspected) -> Iterator[Check]:
    """A row has all words of its quotation, and its quotation goes to the end of its line or to another row.

    Rule: the contract of the dataset, a text is as printed. What follows on the line and is in no row was cut off.
    """
    rest = _Rest(report)

    def listed(report: Inspected, row: Any) -> Iterator[str]:
        if row.quote.count("\n") and (item := _ITEM.search(row.quote)):
            yield f"the quotation goes on into another item, {short(row.quote[item.start() :].strip())!r}"
        if rest.goes_on(row):
            yield "the words go on right behind those of another row, on their line"
        if left := _left_out(row.quote, row.text):
            yield f"`text` lacks words of its quotation, {short(left)!r}"
        elif left := rest.behind(row):
            yield f"the words end before {short(left)!r}, which is in no row"

    tests: dict[str, Test] = {
        "recommendations": listed,
        "findings": listed,
        "examples": listed,
        "progress": _progress,
        "key_questions": _question,
    }
    yield from faults_told(report, tests, lambda row, test: test(report, row), "every row has all of its words")


def _left_out(quote: str, *columns: str) -> str:
    """The first words of a quotation that stand in none of some columns; empty where all do.

    A line within it that is left out as a whole is a note, or a heading of a page.
    """
    whole = squashed(" ".join(columns))
    lines = [line for line in quote.split("\n") if squashed(line)]
    for number, line in enumerate(lines):
        letters = squashed(line)
        if letters in whole:
            continue
        words = line.split()
        known = [squashed(word) in whole for word in words]
        if all(known) and len(letters) <= len(whole):
            continue
        if 0 < number < len(lines) - 1 and not any(
            squashed(end) in whole for end in (" ".join(words[:4]), " ".join(words[-4:]))
        ):
            continue
        return next((word for word, is_known in zip(words, known, strict=True) if not is_known), line)
    left = sum(len(squashed(line)) for line in lines) - len(whole)
    return quote[-left:] if left > max(_FEWEST, len(whole) // 10) and len(lines) == 1 else ""


def _progress(report: Inspected, row: ProgressRow) -> Iterator[str]:
    """What a follow-up leaves out: a line that is neither asked, nor found, nor a label of the pack; an answer."""
    pack = report.pack
    if pack is None or not row.quote:
        return
    whole = squashed(f"{row.text} {row.findings}")
    answered = any(pack["progress.response"])
    running, headed = report.running_lines, {squashed(one.title) for one in report.rows["sections"]}
    lines = [line.strip() for line in row.quote.split("\n") if squashed(line)]
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if squashed(line) in whole or answered:
            continue
        joined = [line, *([f"{line} {below}"] if max(len(line), len(below)) < _SHORT else ())]  # a label, its answer
        if (
            "\t" in line
            or verdict_in(pack, line) is not None
            or any(pack.search(name, words) for name in _TOLD for words in joined)
        ):
            continue
        body = _MARKER.sub("", line)
        again = body == line and (running_words(line) in running or squashed(line) in headed)
        if squashed(body) not in whole and len(squashed(body)) > _FEWEST and not again:
            yield f"{short(line)!r} of its quotation is in no column"
            break
    if not row.category and pack.search("progress.category", row.quote):
        yield "`category` is empty, and the quotation says one"
    if row.improvement_required is None and pack.search("progress.improvement", row.quote):
        yield "`improvement_required` is empty, and the quotation answers it"


def _question(report: Inspected, row: KeyQuestionRow) -> Iterator[str]:
    printed, asked = (squashed(_FIGURES.sub(" ", words)) for words in (row.quote, row.question))
    if asked and len(printed) - len(asked) > _FEWEST:
        yield f"`question` lacks words of its quotation, {short(row.quote)!r}"
    if row.marks and not set(row.marks.split()) <= set(_STARS.findall(row.quote)):
        yield f"`marks` are {row.marks}, and the quotation has others"
    marked = any(one.marks for one in report.rows["key_questions"])  # else the pack reads none
    for mark in ("**", "*", "†", "‡") if marked else ():
        if mark in row.quote and not row.marks:
            yield f"`marks` are empty, and the quotation has {mark}"
            break


class _Rest:
    """What follows a row on its line and is in no other row."""

    def __init__(self, report: Inspected) -> None:
        self._text = report.text
        rows = [row for table in _TABLES for row in placed(report.rows[table])]
        self._spans = sorted((start, end) for start, end, _ in rows)
        self._starts = [start for start, _ in self._spans]
        self._ends = {end for _, end in self._spans}

    def goes_on(self, row: Quoted) -> bool:
        """Whether a list item begins where another row has ended, with nothing but a blank between them."""
        if row.start is None or not self._text or row.rule.endswith(".prose"):
            return False
        return self._text[row.start - 1 : row.start] == " " and row.start - 1 in self._ends

    def behind(self, row: Quoted) -> str:
        """Words between the end of a row and that of its line, or the next row on it; empty for a mark of a note."""
        if row.end is None or not self._text:
            return ""
        end = self._text.find("\n", row.end)
        end = len(self._text) if end < 0 else end
        at = bisect_right(self._starts, row.end)
        if at < len(self._starts):
            end = min(end, self._starts[at])
        if any(start <= row.end < stop for start, stop in self._spans[max(0, at - 3) : at]):
            return ""
        left = self._text[row.end : end].partition("\t")[0].strip()  # what stands behind a tab is of another cell
        named = squashed(str(getattr(row, "addressee", "")))
        if row.rule.endswith("/recommendations.own") and named and named in squashed(left):
            return ""  # who should, in brackets behind the words
        beside = squashed(" ".join(str(getattr(row, column, "")) for column in ("addressee", "deadline")))
        return left if sum(map(str.isalpha, left)) >= _FEWEST and squashed(left) not in beside else ""
