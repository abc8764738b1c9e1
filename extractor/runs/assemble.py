"""The outcomes of many files as one dataset: ids unique, people's decisions applied, providers derived, all checked.

What must be known of all reports at once is worked out of their briefs; then each report is taken up once, made into
rows, held against the others, and forgotten.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

import msgspec

from extractor.check import Inspected, checks_across, checks_within, joined
from extractor.check.across import Reports
from extractor.correct.apply import apply
from extractor.correct.id_marks import MARKS, by_report, in_doubt, without_mark
from extractor.correct.model import Decision
from extractor.dataset.layout import READ
from extractor.dataset.rows import row_type
from extractor.dataset.schema import Row, plain_records, row_values, table_columns
from extractor.dataset.write import MarkedReport, ReportRows
from extractor.domain.names import mark_of
from extractor.domain.services import Services
from extractor.link.history import history_of
from extractor.link.outlines import Outlines
from extractor.link.providers import NAMING, derive_providers, keyed, services_in
from extractor.packs import Pack, Packs
from extractor.packs.vocabulary import Vocabulary, vocabulary_of
from extractor.records import TABLES, Check, Record, Report
from extractor.runs.input_file import Input
from extractor.runs.outcome_store import Outcomes
from extractor.runs.packing import Brief, Packed

if TYPE_CHECKING:
    from extractor.dataset.rows import Rows

__all__ = ["Assembly", "unique_ids"]

_LONGEST_ID = 100
_MARKS = (*MARKS, 128)  # letters of a mark behind an id, as many as tell reports apart


@dataclass(frozen=True)
class _Place:
    """A report of the run: its place among the inputs, its file and its id."""

    place: int
    file: Input
    report_id: str


class Assembly:
    """A dataset that is made of the outcomes of a run.

    Args:
        inputs: the files, sorted.
        briefs: what is held of each, editions settled.
        kept: their outcomes.
        packs: the patterns that the files were read with, by which they are checked, and whose register tells which
            names are one service.
        decisions: people's corrections by report_id, applied before anything is checked.
        timings: whether to note the seconds that each file took.

    Raises:
        InputError: a decision has a value that the packs do not know.
    """

    def __init__(
        self,
        inputs: Sequence[Input],
        briefs: Sequence[Brief],
        kept: Outcomes,
        packs: Packs,
        decisions: Mapping[str, Sequence[Decision]] | None = None,
        timings: bool = False,
    ) -> None:
        self._kept, self._packs = kept, packs
        ids = self._ids(inputs, briefs)
        self._places = {id_: _Place(n, file, id_) for n, (file, id_) in enumerate(zip(inputs, ids, strict=True)) if id_}
        frameworks = (brief.report.framework for brief in briefs if brief.report is not None)
        self.vocabulary: Vocabulary = vocabulary_of(packs, frameworks)
        self.tables: dict[str, list[Row]] = {
            "files": [_file(*each, timings) for each in zip(inputs, ids, briefs, strict=True)]
        }
        corrected = list(briefs)
        self.deleted: list[Record] = []
        self.tables["corrections"] = list(self._correct(decisions or {}, corrected))
        outlines = Outlines(self.vocabulary)
        named = [_named(corrected[at.place], at.report_id) for at in self._places.values()]
        register = packs.register
        ratings = (mention for _, tables in named for mention in tables["ratings"])
        providers = derive_providers((outline for outline, _ in named), ratings, register)
        self.tables["providers"] = [row_values(row) for row in providers]
        self._services: Services = services_in(providers, register.kinds)
        for outline, tables in named:
            about, tables = keyed(outline, tables, self._services)
            outlines.add(about, tables["ratings"], tables["key_questions"])
        outlines.add_providers(providers)
        self._all = Reports(outlines, history_of(outlines, packs), self._summary)

    def _ids(self, inputs: Sequence[Input], briefs: Sequence[Brief]) -> list[str]:
        """The ids of the reports, those that several would have told apart by marks of their texts."""
        named = [_provisional_id(brief) for brief in briefs]
        times = Counter(named)
        marks = (
            mark_of(self._text(place)) + file.sha256 if id_ and times[id_] > 1 else ""
            for place, (id_, file) in enumerate(zip(named, inputs, strict=True))
        )
        return unique_ids(list(zip(named, marks, strict=True)))

    def _correct(self, decisions: Mapping[str, Sequence[Decision]], briefs: list[Brief]) -> Iterator[Row]:
        """Apply decisions to the outcomes that they are about, and say what became of them."""
        decisions = by_report(decisions, self._places, self._text_of)
        doubtful = in_doubt(decisions, self._places, self._text_of)
        for id_ in sorted(self._places.keys() & (decisions.keys() | doubtful.keys())):
            at = self._places[id_]
            made = {id_: decisions.get(id_, ())}
            if id_ in doubtful:
                made[without_mark(id_)] = doubtful[id_]
            outcome = self._kept[at.place].outcome()
            tables: dict[str, list[Record]] = {table: [] for table in TABLES}
            tables |= {t: [_renamed(row, at) for row in rows] for t, rows in outcome.records.items() if t != "checks"}
            done = apply(made, tables, {id_: outcome.text}.__getitem__, self.vocabulary)
            records = {table: tuple(rows) for table, rows in done.tables.items() if rows}
            if not done.reports():
                records["checks"] = tuple(_renamed(row, at) for row in outcome.records.get("checks", ()))
            briefs[at.place] = self._kept.replace(at.place, replace(outcome, records=records))
            self.deleted += done.deleted
            yield from (row_values(row) for row in done.corrections)

    def read(self) -> Iterator[tuple[str, bytes]]:
        """The ids of the reports, in the order of their files, and what the mark of each begins with."""
        return ((at.report_id, self._kept[at.place].digest) for at in self._places.values())

    def reports(self) -> Iterator[MarkedReport]:
        """The reports, in the order of their files; their rows are made when they are asked for."""
        for at in self._places.values():
            packed = self._kept[at.place]
            seen, names = self._seen(at, packed)
            against = [_CHECK(row) for row in checks_across(seen, self._all)]
            about = [at.report_id, at.file.source, seen.about.provider_id, *names, against]
            context = hashlib.blake2b(msgspec.msgpack.encode(about), digest_size=READ).digest()
            yield MarkedReport(
                at.report_id, packed.digest + context, seen.about.licence, partial(self._made, at, against)
            )

    def _made(self, at: _Place, against: Sequence[Row]) -> ReportRows:
        """A report with all of its rows; `against` are those of `checks` in which others have a say."""
        packed = self._kept[at.place]
        tables: dict[str, Sequence[Any]] = dict(packed.rows())
        for rows in tables.values():
            for row in rows:
                row[0] = at.report_id
        about = row_type("reports")._make(tables["reports"][0])._replace(source=at.file.source)
        naming = {table: list(map(row_type(table)._make, tables.get(table, ()))) for table in NAMING}
        about, naming = keyed(about, naming, self._services)
        tables |= naming | {"reports": [about]}
        found = tables.pop("checks", None)
        within = plain_records(Check, found) if found is not None else checks_within(self._inspected(at, about, tables))
        tables["checks"] = [_CHECK(row) for row in joined(within, plain_records(Check, against))]
        return ReportRows(at.report_id, tables, packed.text, packed.lines())

    def _seen(self, at: _Place, packed: Packed) -> tuple[Inspected, list[str]]:
        """A report as it is held against others, and the keys of all services that its rows name."""
        about, rows, names = packed.outer.keyed(at.report_id, at.file.source, self._services)
        return self._inspected(at, about, rows), names

    def _inspected(self, at: _Place, about: Any, tables: Mapping[str, Sequence[Any]]) -> Inspected:
        pack = self._packs.packs.get(about.framework)
        read = partial(self._text, at.place)
        return Inspected(about, cast("Rows", _Tuples(tables)), pack if isinstance(pack, Pack) else None, read)

    def _summary(self, report_id: str) -> Inspected:
        at = self._places[report_id]
        return self._seen(at, self._kept[at.place])[0]

    def _text(self, place: int) -> str:
        return self._kept[place].text

    def _text_of(self, report_id: str) -> str:
        return self._text(self._places[report_id].place)


class _Tuples(dict[str, list[Any]]):
    """Tables whose rows become named tuples when they are first asked for."""

    def __init__(self, tables: Mapping[str, Sequence[Any]]) -> None:
        self._tables = tables

    def __missing__(self, table: str) -> list[Any]:
        self[table] = list(map(row_type(table)._make, self._tables.get(table, ())))
        return self[table]


_CHECK = attrgetter(*(column.name for column in table_columns("checks")))


def _provisional_id(brief: Brief) -> str:
    """The id that the report was given alone, fit to be a file name; empty where there is no report."""
    if brief.report is None:
        return ""
    slug = re.sub(r"[^a-z0-9]+", "-", brief.report.report_id.lower())
    return slug[:_LONGEST_ID].strip("-") or "report"


def unique_ids(reports: Sequence[tuple[str, str]]) -> list[str]:
    """The ids of reports, given with the marks of their texts; of one id that several have, none keeps it bare.

    Each of those has the beginning of its mark behind it: neither names nor order of files tell which is which, and an
    id that was one report's is never another's. Empty ids stay so.
    """
    times = Counter(id_ for id_, _ in reports)
    ids: list[str] = []
    for length in _MARKS:
        ids = [f"{id_}-{mark[:length]}" if id_ and times[id_] > 1 else id_ for id_, mark in reports]
        named = [id_ for id_ in ids if id_]
        if len(set(named)) == len(named):
            break
    return ids


def _file(file: Input, report_id: str, brief: Brief, timings: bool) -> Row:
    """The row of `files` of an input."""
    seconds = round(brief.seconds, 3) if timings and brief.seconds is not None else None
    told = {"source": file.source, "sha256": file.sha256, "report_id": report_id, "status": brief.status,
            "stage": brief.stage, "message": brief.message, "seconds": seconds}  # fmt: skip
    return [told[column.name] for column in table_columns("files")]


def _named(brief: Brief, report_id: str) -> tuple[Any, dict[str, list[Any]]]:
    """A report's outline and mentions under its final id."""
    assert brief.report is not None
    of = {"report_id": report_id}
    mentions = {"ratings": brief.ratings, "key_questions": brief.questions}
    return brief.report._replace(**of), {
        table: [row._replace(**of) for row in rows] for table, rows in mentions.items()
    }


def _renamed(record: Record, at: _Place) -> Record:
    """The record under its final id; a report also under the name that the run knows its file by."""
    if isinstance(record, Report):
        return replace(record, report_id=at.report_id, source=at.file.source)
    return record if record.report_id == at.report_id else replace(record, report_id=at.report_id)
