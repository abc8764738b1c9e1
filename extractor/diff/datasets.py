"""Two datasets compared: rows gained, lost and changed, each with its cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from extractor.dataset.cells import in_words
from extractor.dataset.read import Dataset
from extractor.dataset.row_words import subject_of
from extractor.dataset.run_log import run_log
from extractor.diff.causes import Causes
from extractor.diff.rows import Row, changed_columns, name_of, pair_rows, saying
from extractor.domain.dates import long_date
from extractor.records import TABLES

__all__ = ["Change", "DatasetDiff", "diff_datasets"]

_LEFT_OUT = ("files", "corrections")  # they tell of the runs and of people: causes, not effects


@dataclass(frozen=True, slots=True)
class Change:
    """A row that one dataset has and the other does not, or a column in which a row of both says other things.

    `report_id`, `item`, `page`, `start` and `quote` are those of the new dataset, of a lost row those of the old one.
    `before` and `after` are the value of the column, or all that the row says; `change` is gained, lost or changed.
    """

    report_id: str
    table: str
    item: str
    change: str
    column: str = ""
    before: str = ""
    after: str = ""
    cause: str = ""
    page: int | None = None
    start: int | None = None
    quote: str = ""
    about: str = ""  # the row in words


@dataclass(frozen=True)
class DatasetDiff:
    """What differs between two datasets, in the order of tables, reports and rows, and between their runs."""

    old: str
    new: str
    changes: tuple[Change, ...]
    causes: Causes
    same: int  # rows that say the same in both
    names: Mapping[str, str] = field(default_factory=dict)  # of reports in words: their service and date, by report_id
    not_compared: tuple[str, ...] = ()  # tables that only one of the two was looked through for

    @cached_property
    def whole(self) -> dict[str, tuple[Change, ...]]:
        """The changes of reports that only one of the datasets has, by report_id."""
        return {id_: of for id_, of in self._by_report.items() if id_ in self._alone}

    @cached_property
    def partly(self) -> dict[str, tuple[Change, ...]]:
        """The changes of all other reports, by report_id; those across reports under ''."""
        return {id_: of for id_, of in self._by_report.items() if id_ not in self._alone}

    @cached_property
    def _alone(self) -> frozenset[str]:
        return frozenset(c.report_id for c in self.changes if c.table == "reports" and c.change != "changed")

    @cached_property
    def _by_report(self) -> dict[str, tuple[Change, ...]]:
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.report_id, []).append(change)
        return {id_: tuple(found[id_]) for id_ in sorted(found)}

    @property
    def runs(self) -> str:
        """What differs between the runs that made them, in words."""
        told = []
        if self.causes.sources:
            told.append(_counted(len(self.causes.sources), "file of a report", "files of reports"))
        if self.causes.packs:
            told.append(f"the patterns {', '.join(self.causes.packs)}")
        if self.causes.program:
            told.append("the program")
        if self.causes.corrected:
            told.append(_counted(len(self.causes.corrected), "correction", "corrections"))
        left_out = f" Not compared, for only one looked for them: {', '.join(self.not_compared)}." * bool(
            self.not_compared
        )
        return f"Between the two runs differ: {', '.join(told) or 'nothing that they log'}.{left_out}"

    def note(self) -> str:
        """What differs, in Markdown for the note of a release: reports gained and lost, rows by table and cause."""
        told = [f"Since `{self.old}`: {self.same:,} rows say the same. {self.runs}", ""]
        for kind in ("gained", "lost"):
            ids = [id_ for id_, changes in self.whole.items() if changes[0].change == kind]
            if ids:
                told += [f"Reports {kind}: {', '.join(f'`{id_}`' for id_ in ids)}.", ""]
        if self.changes:
            told += ["| table | cause | gained | lost | changed |", "| --- | --- | ---: | ---: | ---: |"]
        for (table, cause), counts in self.counts().items():
            told.append(f"| `{table}` | {cause} | {counts['gained']} | {counts['lost']} | {counts['changed']} |")
        return "\n".join(told)

    def counts(self) -> dict[tuple[str, str], Counter[str]]:
        """Rows gained, lost and changed by table and cause; a row of which several columns changed counts once."""
        rows = {(c.table, c.cause, c.change, c.report_id, c.item, c.start) for c in self.changes}
        counts: dict[tuple[str, str], Counter[str]] = {}
        for table, cause, change, *_ in sorted(rows, key=lambda row: (list(TABLES).index(row[0]), row[1:3])):
            counts.setdefault((table, cause), Counter())[change] += 1
        return counts


def diff_datasets(old: Dataset, new: Dataset) -> DatasetDiff:
    """Compare two datasets row by row.

    A report is the same one where its id is, else where its file is (by hash): an id changes where a provider or a
    date is read otherwise. Where values stand (page, offsets, rule) is not compared, and ids of rows that are only
    counted may move.
    """
    causes = Causes(run_log(old.folder), run_log(new.folder), _decided(old) ^ _decided(new))
    before, after = _sources(old), _sources(new)
    named = _same_reports(before, after)
    changes: list[Change] = []
    same = 0
    unsought = [set(run_log(data.folder).get("not_looked_for", ())) for data in (old, new)]
    not_compared = tuple(sorted(unsought[0] ^ unsought[1]))
    for table in TABLES:
        if table in (*_LEFT_OUT, *not_compared):
            continue
        rows, later = _by_report(old, table), _by_report(new, table)
        for report_id, old_id in named.items():
            hashes = {before.get(old_id, ""), after.get(report_id, "")} - {""}
            for one, two in pair_rows(table, rows.get(old_id, ()), later.get(report_id, ())):
                found = list(_changes(table, one, two, hashes, causes))
                same += not found
                changes += found
    names = {row.report_id: _named(row) for data in (old, new) for row in data.rows("reports")}
    return DatasetDiff(old.folder.name, new.folder.name, tuple(changes), causes, same, names, not_compared)


def _changes(table: str, one: Row | None, two: Row | None, hashes: set[str], causes: Causes) -> Iterator[Change]:
    columns = changed_columns(one, two) if one is not None and two is not None else []
    row = two if two is not None else one
    if row is None or (one is not None and two is not None and not columns):
        return
    report_id = str(row.get("report_id") or "")
    change = partial(
        Change,
        report_id=report_id,
        table=table,
        item=name_of(table, row),
        cause=causes.of(table, report_id, (str(r.get("item") or "") for r in (one, two) if r), columns, hashes),
        page=row.get("page"),
        start=row.get("start"),
        quote=str(row.get("quote") or ""),
        about=subject_of(table, {name: in_words(value) for name, value in row.items()}),
    )
    if one is None:
        yield change(change="gained", after=_all_said(table, row))
    elif two is None:
        yield change(change="lost", before=_all_said(table, row))
    else:
        for name in columns:
            yield change(change="changed", column=name, before=in_words(one.get(name)), after=in_words(two.get(name)))


def _named(report: Any) -> str:
    """A report as people call it: by its service, or its title where it is of many, and its date."""
    date = long_date(report.fieldwork_start or report.published or "")
    return ", ".join(filter(None, (report.provider or report.title, date)))


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _all_said(table: str, row: Row) -> str:
    """All that a row says in words: ids, and where a cell stands in its table, are for programs."""
    told = {name: value for name, value in saying(row).items() if value not in ("", False)}
    left_out = {name for name in told if name.endswith("_id")} | ({"row", "column"} if table == "tables" else set())
    return " | ".join(in_words(value) for name, value in told.items() if name not in left_out)


def _sources(data: Dataset) -> dict[str, str]:
    """The hash of every report's file, by report_id."""
    return {row.report_id: row.sha256 for row in data.rows("reports")}


def _same_reports(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    """The reports of two datasets by their new id, with their old one; a report of one dataset only keeps its id."""
    by_hash = {sha256: id_ for id_, sha256 in before.items() if id_ not in after}
    named = {id_: id_ if id_ in before else by_hash.get(sha256, id_) for id_, sha256 in after.items()}
    lost = [id_ for id_ in before if id_ not in named.values()]
    return {**named, **{id_: id_ for id_ in lost}, "": ""}  # rows of no report, as checks across reports


def _by_report(data: Dataset, table: str) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in data.rows(table):
        plain = row._asdict()
        rows.setdefault(str(plain.get("report_id") or plain.get("from_report") or ""), []).append(plain)
    return rows


def _decided(data: Dataset) -> frozenset[tuple[str, str, str, str]]:
    """What people decided and the dataset has, with what they decided."""
    return frozenset(
        (row.report_id, row.table, row.item, row.column)
        for row in data.rows("corrections")
        if row.status == "applied" and row.action != "accept"
    )
