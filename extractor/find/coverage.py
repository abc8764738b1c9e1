"""Tables `coverage` and `unread`: what looks like data, and what of it is in no row.

Percentages, labels of the scale, list items under recommendations and tables of figures are
counted in the text as it stands; each must lie within the evidence of some row. What a framework must have - its
standards rated, their key questions, recommendations - is counted in the rows. Four nothings are told apart: none was
printed, it was not looked for, none could be read, some could not.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.document import Block, Kind, Report, Span
from extractor.find.lists import LISTED
from extractor.find.recommendations import kind_of
from extractor.packs import Pack
from extractor.records import Coverage, Grounded, KeyQuestion, Rating, Recommendation, Record, Unread
from extractor.records import Report as ReportRow

__all__ = ["find", "find_unread", "lacks"]

_ASIDE = (Kind.FURNITURE, Kind.FOOTNOTE, Kind.CAPTION)
_READ_BY = {
    "percentages": ("quantities", "findings", "recommendations", "progress", "examples", "statistics", "key_questions"),
    "table_percentages": ("key_questions", "statistics", "ratings", "quantities", "findings", "recommendations"),
    "labels": ("ratings", "statistics", "findings"),
    "tables": ("key_questions", "statistics", "ratings", "recommendations", "progress", "findings"),
    "list_items": ("recommendations", "findings", "progress"),
}
_REASONS = {
    "percentages": "a percentage in prose that is in no row",
    "table_percentages": "a percentage in a table that is in no row",
    "labels": "a label of the scale that stands alone and rates nothing",
    "tables": "a table of figures that gave no row",
    "list_items": "a list item under recommendations that is in no row",
}
_COUNTED = ("standards", "key_questions", "recommendations")
_LEAST_FIGURES = 4  # cells with a figure of a table of figures
_MOST_LOST = 0.03  # of the percentages in tables, before a reading counts as partial


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something that looks like data: its kind and where it stands."""

    kind: str
    start: int
    end: int


Records = Mapping[str, Sequence[Record]]


def find_unread(report: Report, pack: Pack, records: Records) -> Iterator[Unread]:
    """What looks like data and lies in the evidence of no row, in reading order."""
    counted: Counter[str] = Counter()
    read = {kind: _Spans(_evidence(records, tables)) for kind, tables in _READ_BY.items()}
    for thing in _things(report, pack):
        if thing.kind in read and read[thing.kind].meets(thing):
            continue
        counted[thing.kind] += 1
        yield Unread(
            item=f"{thing.kind}/{counted[thing.kind]}",
            kind=thing.kind,
            reason=_REASONS[thing.kind],
            evidence=report.cite(thing.start, thing.end, f"{pack.id}/coverage"),
        )


def find(report: Report, pack: Pack, records: Records) -> Iterator[Coverage]:
    """One row a kind of thing."""
    expected = Counter(thing.kind for thing in _things(report, pack))
    unread = Counter(row.kind for row in records["unread"] if isinstance(row, Unread))
    for kind in ("percentages", "table_percentages", "labels"):
        yield _row(kind, expected[kind], unread[kind])
    for kind, wanted, found in _owed(report, pack, records):
        yield _row(kind, wanted, wanted - found) if wanted is not None else _not_looked_for(kind)
    yield _not_looked_for("headings")
    for kind in ("tables", "list_items"):
        yield _row(kind, expected[kind], unread[kind])
    if report.page_count:
        empty = sum(page.start == page.end for page in report.pages)
        yield _row("pages", report.page_count, min(empty, report.page_count))
    else:
        yield _not_looked_for("pages")


def lacks(rows: Iterable[Record]) -> list[str]:
    """What a reading lacks, in words with counts, as "0 of 12 key questions"; nothing where all seems well."""
    told = []
    for row in rows:
        assert isinstance(row, Coverage)
        if row.verdict not in ("incomplete", "could_not_read"):
            continue
        what = row.kind.replace("_", " ")
        if row.kind in _COUNTED:
            told.append(f"{row.found} of {row.expected} {what}")
        elif row.kind == "table_percentages" and (row.unread or 0) > _MOST_LOST * (row.expected or 0):
            told.append(f"{row.unread} of {row.expected} percentages of tables in no row")
    return told


def _row(kind: str, expected: int, unread: int) -> Coverage:
    verdict = "complete"
    if not expected:
        verdict = "none_printed"
    elif unread >= expected:
        verdict = "could_not_read"
    elif unread:
        verdict = "incomplete"
    return Coverage(kind=kind, expected=expected, found=expected - unread, unread=unread, verdict=verdict)


def _not_looked_for(kind: str) -> Coverage:
    return Coverage(kind=kind, verdict="not_looked_for")


def _owed(report: Report, pack: Pack, records: Records) -> Iterator[tuple[str, int | None, int]]:
    """What the framework must have, as (kind, how many, how many are there); None where nothing is owed."""
    owed = pack.framework and pack.report_type != "summary"
    rated = {row.standard_id for row in records["ratings"] if isinstance(row, Rating) and row.standard_id}
    standards = [s for s in pack.standards if s.level == "standard" and s.rated] if owed else []
    wanted = len(standards)
    about = next((row for row in records["reports"] if isinstance(row, ReportRow)), None)
    most = max((entry.points or 0 for entry in pack.scale.labels), default=0) if pack.scale else 0
    if standards and most and about is not None and about.overall_score_max:
        wanted = round(about.overall_score_max / most)  # the report says how many it rates
    scored = {row.standard_id for row in records["ratings"] if isinstance(row, Rating) and row.level == "standard"}
    yield "standards", wanted or None, min(len(scored), wanted)
    asked = {row.question_id for row in records["key_questions"] if isinstance(row, KeyQuestion)}
    questions = {id_ for s in standards if s.id in rated for id_ in s.questions}
    yield "key_questions", len(questions) if questions else None, len(questions & asked)
    made = sum(isinstance(row, Recommendation) and not row.same_as for row in records["recommendations"])
    named = any(kind_of(pack, section) is not None for section in report.sections)
    least = max(made, 1) if named else 0
    yield "recommendations", least if owed else None, made if named else 0


@lru_cache(maxsize=2)
def _things(report: Report, pack: Pack) -> tuple[_Thing, ...]:
    """Everything that looks like data, in reading order."""
    found: list[_Thing] = []
    labels = {_folded(entry.label) for entry in pack.scale.labels} if pack.scale else set()
    for block in report.blocks:
        if block.kind in _ASIDE:
            continue
        if block.table is not None:
            found += _in_table(report, pack, block, labels)
        else:
            words = report.body(block)
            found += (
                _Thing("percentages", block.body + match.start(), block.body + match.end())
                for rule in pack["coverage.percentage"]
                for match in rule.finditer(words)
            )
            if _rates(pack) and _folded(words) in labels:
                found.append(_Thing("labels", block.body, block.end))
    for section in report.sections:
        if kind_of(pack, section) is not None:
            found += (
                _Thing("list_items", block.start, block.end)
                for block in report.blocks_in(Span(section.heading.end, section.end))
                if block.kind in LISTED
            )
    return tuple(sorted(dict.fromkeys(found), key=lambda thing: (thing.start, thing.end, thing.kind)))


def _in_table(report: Report, pack: Pack, block: Block, labels: set[str]) -> Iterator[_Thing]:
    assert block.table is not None
    figures = 0
    rows = list(block.table.rows())
    for number, row in enumerate(rows):
        texts = [report.words(cell) for cell in row]
        labelled = [cell for cell, text in zip(row, texts, strict=True) if _folded(text) in labels]
        if number < max(block.table.header, 1) and _heads_columns(texts[number < block.table.header :], labels):
            labelled = []
        figures += sum(any(letter.isdigit() for letter in text) for text in texts)
        if _rates(pack):
            yield from (_Thing("labels", cell.start, cell.end) for cell in labelled)
        elif labelled:
            continue  # it says what a label stands for, or how many have it
        for cell, text in zip(row, texts, strict=True):
            for rule in pack["coverage.percentage"]:
                for match in rule.finditer(text):
                    yield _Thing("table_percentages", cell.start + match.start(), cell.start + match.end())
    if figures >= _LEAST_FIGURES and len(rows) > 1 and block.table.width > 1 and not _is_contents(report, block):
        yield _Thing("tables", block.start, block.end)


def _heads_columns(texts: Sequence[str], labels: set[str]) -> bool:
    """Whether the cells of a row head the columns of a table that has one for each label: other labels, and no more."""
    words = [_folded(text) for text in texts if text.strip()]
    return len(words) > 1 and len(set(words)) == len(words) and labels >= set(words)


def _rates(pack: Pack) -> bool:
    """Whether a label that stands alone in a report of the framework rates something."""
    return pack.scale is not None and pack.report_type != "summary"


def _is_contents(report: Report, block: Block) -> bool:
    """Whether a table lists pages: its last column has whole numbers that only rise."""
    assert block.table is not None
    numbers = [report.words(row[-1]).strip() for row in block.table.rows()]
    pages = [int(number) for number in numbers if number.isdecimal() and len(number) < 5]
    return len(pages) > 0.6 * len(numbers) and pages == sorted(pages)


def _evidence(records: Records, tables: Sequence[str]) -> Iterator[tuple[int, int]]:
    for table in tables:
        for row in records.get(table, ()):
            if isinstance(row, Grounded):
                yield row.evidence.start, row.evidence.end
            for place in json.loads(getattr(row, "printed_again", "") or "[]"):
                yield place["start"], place["end"]


class _Spans:
    """Stretches of the text, to be asked whether one meets a thing."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        merged: list[list[int]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self.starts = [start for start, _ in merged]
        self.ends = [end for _, end in merged]

    def meets(self, thing: _Thing) -> bool:
        """Whether any stretch has a character of the thing."""
        at = bisect_right(self.starts, thing.end - 1) - 1
        return at >= 0 and self.ends[at] > thing.start


def _folded(text: str) -> str:
    return "".join(text.casefold().split())
