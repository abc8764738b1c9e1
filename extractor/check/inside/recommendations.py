"""Recommendations: numbered through, as many as the report says, and to whom the lines before them say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import groupby, islice, pairwise
from typing import TYPE_CHECKING

import regex

from extractor.check.inside.inspected import WHOLE, Inspected, compared, not_applicable
from extractor.check.inside.row_positions import placed
from extractor.domain.names import squashed
from extractor.find.recommendation_rows import said_below
from extractor.find.recommendations import counts_said
from extractor.packs import Rule
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import RecommendationRow, SectionRow

__all__ = ["addressees_before", "counted_in_words", "kinds_of_sections", "numbered_through"]

# How far before its first recommendation a report says how many there are, in characters.
_BEFORE = 2000
_AHEAD = 20_000  # characters before a recommendation in which its addressee is looked for
_FEWEST = 3  # recommendations that end without a full stop, from which on that is a custom
_MARKS = "*†‡ "  # behind a full stop
_LONGEST = 400  # characters of a line that names an addressee
_SAY_KINDS = ("recommendations.section", "recommendations.item", "recommendations.addressee")
_NamedIn = Callable[[str], tuple[str, str | None]]  # a line's words, and the addressee that it introduces
_PARAGRAPH = regex.compile(r"^(\d{1,4})[.)]?[ \t]+(?=\S)", regex.M)


def numbered_through(report: Inspected) -> Iterator[Check]:
    """Printed numbers of recommendations run from 1 without a gap, across all addressees of a part.

    Rule: the reports number them so; a gap or a repeat is a misprint or a row that was not read or read twice. Where
    they have numbers of the report's paragraphs, one runs on from the paragraph printed before it; lists of another
    kind or to others can begin anew, or each kind be numbered by itself through the report. Reports of no known
    framework may number them otherwise, so there it warns.
    """
    status = "fail" if report.pack and report.pack.framework else "warn"
    for part, rows in _parts(report):
        numbers = [int(row.number) for row in rows if row.number.isdecimal() and len(row.number) < 6]
        if not numbers or any(row.number and not row.number.isdecimal() for row in rows):
            yield not_applicable("no plain numbers are printed" if numbers else "no numbers are printed", part)
            continue
        expected = list(range(1, len(rows) + 1))
        numbered = len(numbers) == len(rows) and numbers == sorted(set(numbers))
        if numbers != expected and ((numbered and _run_on(report, rows, numbers)) or _begin_anew(rows)):
            expected = numbers
        gaps = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
        lacking = f"no recommendation has the number {', '.join(map(str, gaps[:20]))}"
        message = lacking if gaps else "out of order, or a number stands twice"
        holds = numbers == expected
        told = " ".join(map(str, numbers[:60]))
        yield compared(part, f"1 to {len(rows)}", told, "" if holds else message, status, holds)


def _begin_anew(rows: list[RecommendationRow]) -> bool:
    """Whether those of each kind, or its lists, or those to each addressee, are numbered from 1 or have no numbers."""
    runs: dict[str, list[list[RecommendationRow]]] = {}
    for kind, run in groupby(rows, key=lambda row: row.kind):
        runs.setdefault(kind, []).append(list(run))
    return all(_counts_in_some_way(lists) for lists in runs.values())


def _counts_in_some_way(lists: list[list[RecommendationRow]]) -> bool:
    """Whether lists of one kind run on, or each of them or of those to one addressee begins anew."""
    to_each = [list(group) for rows in lists for _, group in groupby(rows, key=lambda row: row.addressee)]
    return any(all(map(_counts, way)) for way in ([[row for rows in lists for row in rows]], lists, to_each))


def _counts(rows: list[RecommendationRow]) -> bool:
    numbers = [row.number for row in rows]
    return not any(numbers) or numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _run_on(report: Inspected, rows: list[RecommendationRow], numbers: list[int]) -> bool:
    """Whether every number follows that of the row before, or those of numbered paragraphs printed before its list.

    A paragraph within a list may be a recommendation that was lost, and so may a first one before all.
    """
    if len(rows) != len(numbers):  # one has none
        return False
    for place, (row, printed) in enumerate(zip(rows, numbers, strict=True)):
        if printed == (numbers[place - 1] if place else 0) + 1:
            continue
        before = [int(found[1]) for found in _PARAGRAPH.finditer(report.text[: row.start or 0])]
        list_goes_on = place > 0 and _section(report, rows[place - 1]) is _section(report, row)
        if list_goes_on or before[-2:] != [printed - 2, printed - 1]:
            return False
    return True


def _section(report: Inspected, row: RecommendationRow) -> SectionRow | None:
    return next(reversed(report.places.around(row.start or 0)), None)


def counted_in_words(report: Inspected) -> Iterator[Check]:
    """There are as many recommendations as the words before them say: "we have made nine recommendations".

    Rule: the introduction of the recommendations. Looked for in the words before the first one. Where it counts those
    of a kind, those of that kind are counted.
    """
    for part, rows in _parts(report):
        first = min((row.start for row in rows if row.start is not None), default=0)
        before = report.text[max(0, first - _BEFORE) : first] if first > 0 else ""
        counts = counts_said(report.pack, before) if report.pack and before else {}
        if not counts:
            yield not_applicable("no number is said in words", part)
        for kind, said in counts.items():
            read = sum(row.kind == kind for row in rows) if kind else len(rows)
            message = f"the report says that it makes {said}; {read} were read"
            yield compared(f"{part}/{kind}" if kind else part, said, read, message, "fail", said == read)


def addressees_before(report: Inspected) -> Iterator[Check]:
    """A recommendation names for its addressee the service that the nearest introducing line before it names.

    Rule: reports print `X should:` above the recommendations to X. Where they set these as one sentence, a full stop
    stands behind the last to X and behind no other.
    """
    rules = report.pack["recommendations.addressee"] if report.pack else ()
    rows = placed(row for row in report.rows["recommendations"] if row.addressee)
    if not rules or not rows:
        yield not_applicable("no recommendation has an addressee")
        return
    wrong = 0
    named_in = cache(partial(_named, rules))  # lines stand above many recommendations
    items = {row.item: start for start, _, row in rows}
    for start, end, row in rows:
        own = squashed(_below(report, end)) == squashed(row.addressee)
        named = None if own else _nearest(report.text, items.get(row.parent, start), end, row.addressee, named_in)
        if named is not None and squashed(named) != squashed(row.addressee):
            wrong += 1
            yield compared(row.item, named, row.addressee, "the nearest line before it names another", "fail", False)
    for row, named in _unaddressed(report, named_in):
        wrong += 1
        yield compared(row.item, named, "nobody", "the nearest line before it names somebody", "warn", False)
    for _, of_part in _parts(report):
        for row, expected in _stops(of_part):
            wrong += 1
            message = "a full stop stands behind the last to an addressee, and behind no other"
            yield compared(row.item, expected, row.text[-20:], message, "warn", False)
    if not wrong:
        yield compared(WHOLE, len(rows), len(rows), "addressees are those of the lines above", "fail", True)


def _unaddressed(report: Inspected, named_in: _NamedIn) -> Iterator[tuple[RecommendationRow, str]]:
    """Recommendations to nobody, beside one of their section that is to whom the nearest line before both names."""
    rows = [row for row in report.rows["recommendations"] if not row.parent and not row.same_as]
    for one, other in pairwise(rows):
        for row, beside in ((one, other), (other, one)):
            if row.addressee or not beside.addressee or _section(report, row) is not _section(report, beside):
                continue
            start, end = row.start or 0, row.end or 0
            if (named := _nearest(report.text, start, end, beside.addressee, named_in)) == beside.addressee:
                yield row, named


def _stops(rows: Sequence[RecommendationRow]) -> Iterator[tuple[RecommendationRow, str]]:
    """The one recommendation that breaks the custom that lists end with a full stop and the items before do not."""
    ends = [
        row is rows[-1] or row.addressee != after.addressee
        for row, after in zip(rows, [*rows[1:], *rows[-1:]], strict=True)
    ]
    stops = [row.text.rstrip(_MARKS).endswith(".") for row in rows]
    odd = [at for at, (end, stop) in enumerate(zip(ends, stops, strict=True)) if end != stop]
    plain = sum(not end and not stop for end, stop in zip(ends, stops, strict=True))
    if len(odd) == 1 and plain >= _FEWEST and stops[-1] and ". " not in rows[odd[0]].text:
        yield rows[odd[0]], "an item like the others" if ends[odd[0]] else "the last item to its addressee"


def kinds_of_sections(report: Inspected) -> Iterator[Check]:
    """A recommendation is of the kind that the title of its section, or a line above it there, says.

    Rule: `recommendations.section` and `labels` of a pack, whose values are kinds.
    """
    looked = wrong = 0
    for row in report.rows["recommendations"]:
        around = report.places.around(row.start or 0)
        pack = report.pack
        found = [pack.match("recommendations.section", place.title) for place in around] if pack else []
        told = [match[0].value or "recommendation" for match in found if match]
        if not told:
            continue
        looked += 1
        if row.kind not in told and row.kind not in _kinds_above(report, around[-1].start, row):
            wrong += 1
            yield compared(row.item, told[-1], row.kind, "its section is of another kind", "warn", False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "recommendations are of the kind of their section", "warn", True)


def _kinds_above(report: Inspected, start: int | None, row: RecommendationRow) -> set[str]:
    """Kinds that lines of its section say, as captions and labels of items do, down to the line of a recommendation."""
    pack, lines = report.pack, report.text[start or 0 : row.end or 0].split("\n")
    short = [line.strip() for line in lines if len(line) < _LONGEST]  # a row that heads rows is one, and blank cells
    found = [pack.match(name, line) for name in _SAY_KINDS for line in short] if pack else []
    return {match[0].value for match in found if match}


def _below(report: Inspected, end: int) -> str:
    """Who should, as one of the lines right below a recommendation says; empty where none does."""
    assert report.pack is not None
    for line in islice((line for line in report.text[end : end + _LONGEST].split("\n")[1:] if line), 2):
        said = said_below(report.pack, line)
        if said is None or said[0]:
            return said[0] if said else ""
    return ""


def _nearest(text: str, start: int, end: int, addressee: str, named_in: _NamedIn) -> str | None:
    """The addressee that the nearest introducing line before a recommendation names; None where there is none.

    One that stands in the line or row of the recommendation itself, or alone in a line of its own, comes first.
    """
    own = text[text.rfind("\n", 0, start) + 1 : end].partition("\n")[0]
    words = squashed(addressee)
    if words in squashed(text[end:].partition("\n")[0] + own):
        return addressee
    for line in reversed(text[max(0, start - _AHEAD) : start].split("\n")):
        whole, named = named_in(line)
        if whole == words:
            return addressee
        if named is not None:
            return named
    return None


def _named(rules: Iterable[Rule], line: str) -> tuple[str, str | None]:
    """A line as names are compared, and the addressee that it introduces; None where it introduces none."""
    found = (rule.search(line.strip()) for rule in rules) if len(line) < _LONGEST else ()
    match = next((match for match in found if match), None)
    return squashed(line), " ".join((match["addressee"] or "").split()) if match else None


def _parts(report: Inspected) -> Iterator[tuple[str, list[RecommendationRow]]]:
    parts: dict[str, list[RecommendationRow]] = {}
    for row in report.rows["recommendations"]:
        if row.parent or row.same_as:  # a part of another, or another printed again
            continue
        parts.setdefault(row.part or "main", []).append(row)
    yield from parts.items()
