"""Tables `coverage` and `unread`: what looks like data, and what of it is in no row.

What looks like data is counted in the text as it stands (`things`, `headings`), and must lie within the evidence of
some row. What a report must have is counted in the rows (`owed`). Rows that tell of a bad reading by themselves count
as unread, too (`doubtful_*`, `words`, `ligatures`, `twice`, `prose_columns`, `spoilt_*`). Four
nothings are told apart: none was printed, it was not looked for, none could be read, some could not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from extractor.document import Report
from extractor.find.coverage.candidates import NOT_LISTED, READ_BY, things, verdicts_above
from extractor.find.coverage.doubtful_figures import doubtful_figures
from extractor.find.coverage.doubtful_items import doubtful_items
from extractor.find.coverage.doubtful_recommendations import doubtful_recommendations
from extractor.find.coverage.expected import facts_lacking, owed
from extractor.find.coverage.headings import NOT_HEADED, headings
from extractor.find.coverage.ligatures import spoilt_ligatures
from extractor.find.coverage.prose_columns import beside
from extractor.find.coverage.seen import Records, Seen, Thing, of_row
from extractor.find.coverage.spoilt_headings import spoilt_headings
from extractor.find.coverage.spoilt_rows import spoilt_rows
from extractor.find.coverage.spoilt_statistics import spoilt_statistics
from extractor.find.coverage.spoilt_tables import spoilt_tables
from extractor.find.coverage.twice import twice
from extractor.find.coverage.whole_report import signs
from extractor.find.coverage.words import torn
from extractor.packs import Pack
from extractor.records import COVERED, TABLES, Coverage, Record, Unread

__all__ = ["facts", "find", "find_unread", "lacks", "may_lack"]

_OWED = ("standards", "key_questions", "recommendations")
_PROSE = ("percentages", "fractions")  # not every figure of prose is data: the report's rules have some, too
_MOST_UNHEADED = 0.1  # of the entries of a contents page, that are worded otherwise than their headings
_MOST_ASIDE = 0.3  # of the list items under recommendations, that are about something else


# Kinds of things, each with the tables that should have a row for it; others have some in passing.
_SHOULD = {
    **READ_BY,
    "percentages": ("quantities",),
    "fractions": ("quantities",),
    "table_percentages": ("key_questions", "statistics", "ratings"),
    "labels": ("ratings", "progress"),
}


def find_unread(report: Report, pack: Pack, records: Records) -> Iterator[Unread]:
    """What looks like data and lies in the evidence of no row, and what was read badly, in reading order."""
    counted: Counter[str] = Counter()
    for thing in _unread(report, pack, records):
        counted[thing.kind] += 1
        yield Unread(
            item=f"{thing.kind}/{counted[thing.kind]}",
            kind=thing.kind,
            reason=thing.reason,
            evidence=report.cite(thing.start, thing.end, f"{pack.id}/coverage"),
        )


def find(report: Report, pack: Pack, records: Records) -> Iterator[Coverage]:
    """One row a kind of thing."""
    rows = [row for row in records["unread"] if isinstance(row, Unread)]
    unread = Counter(row.kind for row in rows)
    counted = _text_things(report, pack)
    expected = Counter(thing.kind for thing in counted)
    expected["headings"] = headings(Seen(report, pack, records))[0]
    known = {thing.reason for thing in counted} | {NOT_HEADED}
    expected.update(row.kind for row in rows if row.reason not in known)  # rows that were read badly
    if not expected["headings"]:
        expected["headings"] = -1  # no contents page, and nothing else that would tell
    for entry in owed(Seen(report, pack, records)):
        if entry.kind == "labels":
            lacking = (entry.wanted or 0) - entry.found if entry.wanted else 0
            expected["labels"] += lacking
            unread["labels"] += lacking
        elif entry.wanted is not None:
            expected[entry.kind] = entry.wanted + unread[entry.kind]
            unread[entry.kind] += entry.wanted - entry.found
        elif not unread[entry.kind]:
            expected[entry.kind] = -1
    for kind in COVERED:
        if kind == "pages":
            count = (report.page_count or 0) + unread[kind]
            empty = sum(page.start == page.end for page in report.pages)
            yield _row(kind, count or -1, min(empty + unread[kind], count))
        else:
            yield _row(kind, expected[kind], unread[kind])


def may_lack(table: str, kind: str) -> bool:
    """Whether a table is one that should have rows for what is unread of a kind; also where no table should."""
    return table in _SHOULD.get(kind, ("ratings",) if kind == "standards" else (kind if kind in TABLES else table,))


def lacks(rows: Iterable[Record], unread: Iterable[Record] = ()) -> list[str]:
    """What a reading lacks, in words with counts, as "0 of 12 key questions"; nothing where all seems well.

    Args:
        rows: the table `coverage` of a report.
        unread: its table `unread`.
    """
    reasons: dict[str, Counter[str]] = {}
    for thing in unread:
        if isinstance(thing, Unread):
            reasons.setdefault(thing.kind, Counter())[thing.reason] += 1
    told = []
    for row in rows:
        assert isinstance(row, Coverage)
        why = reasons.get(row.kind, Counter())
        if row.verdict in ("incomplete", "could_not_read") and _tells(row, why):
            told.append(_told(row, why))
    return told


def facts(report: Report, pack: Pack, records: Records) -> list[str]:
    """What a report of its framework must say of itself and was not read, in words."""
    return facts_lacking(Seen(report, pack, records))


def _tells(row: Coverage, why: Counter[str]) -> bool:
    """Whether what is unread of a kind says that the report was not read whole: reports have some of their own."""
    lacking, wanted = row.unread or 0, row.expected or 0
    if row.kind == "headings":
        return why.total() > why[NOT_HEADED] or lacking > _MOST_UNHEADED * wanted
    if row.kind == "list_items":
        doubted = sum(count for reason, count in why.items() if reason != NOT_LISTED)
        return doubted > 0 or lacking > _MOST_ASIDE * wanted
    if row.kind == "pages":
        return bool(why)
    return row.kind not in _PROSE


def _told(row: Coverage, why: Counter[str]) -> str:
    what = row.kind.replace("_", " ")
    because = "; ".join(f"{count}: {reason}" for reason, count in why.most_common())
    if row.kind == "labels" and (row.unread or 0) > why.total():
        because = "; ".join(filter(None, ("no overall judgement", because)))
    counted = (
        f"{row.found} of {row.expected} {what}"
        if row.kind in _OWED
        else f"{row.unread} of {row.expected} {what} in no row"
    )
    return f"{counted} ({because})" if because else counted


@lru_cache(maxsize=2)
def _text_things(report: Report, pack: Pack) -> tuple[Thing, ...]:
    return tuple(things(Seen(report, pack, {})))


def _unread(report: Report, pack: Pack, records: Records) -> list[Thing]:
    """The things that are in no row or were read badly, in reading order."""
    seen = Seen(report, pack, records)
    heads = verdicts_above(seen)
    unread = [
        thing
        for thing in _text_things(report, pack)
        if not seen.read(READ_BY[thing.kind])(thing.start, thing.end) and not _is_again(seen, thing)
        if thing.kind != "labels" or thing.start not in heads
    ]
    unread += [*_below_labels(seen, unread)]
    unread += [*headings(seen)[1], *torn(seen), *spoilt_ligatures(seen), *signs(seen), *twice(seen), *beside(seen)]
    unread += [*doubtful_figures(seen), *doubtful_items(seen), *doubtful_recommendations(seen)]
    unread += [*spoilt_headings(seen), *spoilt_statistics(seen), *spoilt_tables(seen), *spoilt_rows(seen)]
    return sorted(dict.fromkeys(unread), key=lambda thing: (thing.start, thing.end, thing.kind))


def _below_labels(seen: Seen, unread: list[Thing]) -> Iterator[Thing]:
    """The first finding below a label of the scale that is in no row, in its section: whose it is was not read."""
    rows = seen.rows("findings")
    starts = [row.evidence.start for row in rows]
    for thing in unread:
        at = bisect_left(starts, thing.end) if thing.kind == "labels" else len(rows)
        if at < len(rows) and seen.report.section_at(starts[at]) is seen.report.section_at(thing.start):
            yield of_row("list_items", rows[at], "an item below a label that rates nothing: a heading may be lost")


def _is_again(seen: Seen, thing: Thing) -> bool:
    """Whether a percentage stands in a row that prints a question that was read with the same figures, or in a column
    of others beside figures that were read."""
    return thing.kind == "table_percentages" and (seen.again(thing.start) or seen.beside(thing.start))


def _row(kind: str, expected: int, unread: int) -> Coverage:
    if expected < 0:  # there is nothing that would tell
        return Coverage(kind=kind, verdict="not_looked_for")
    verdict = "complete"
    if not expected:
        verdict = "none_printed"
    elif unread >= expected:
        verdict = "could_not_read"
    elif unread:
        verdict = "incomplete"
    return Coverage(kind=kind, expected=expected, found=expected - unread, unread=unread, verdict=verdict)
