"""Corrections of a dataset's folder: edits become corrections, and corrections are applied, in every format at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.correct.apply import apply
from extractor.correct.consequences import changed_row, follow
from extractor.correct.decisions import write_decisions
from extractor.correct.edits import Edits, find_edits, texts_of_items
from extractor.correct.files import corrections_beside, read_corrections
from extractor.correct.id_marks import by_report
from extractor.correct.links import apply_to_links, undecided
from extractor.correct.model import CORRECTABLE, LINKS, UNREAD, Decision, correctable_columns, value_of
from extractor.dataset.database.read import database_rows
from extractor.dataset.hand_edits import DATABASE, check_unedited
from extractor.dataset.locks import locked
from extractor.dataset.named_tables import vocabulary_for
from extractor.dataset.read import Dataset, read_dataset
from extractor.dataset.run_log import DELETED, run_log
from extractor.dataset.schema import plain_records, record_of, table_columns
from extractor.dataset.update import update_tables
from extractor.errors import InputError
from extractor.packs import Packs
from extractor.packs.vocabulary import Vocabulary
from extractor.records import Correction, Link, Record

__all__ = ["Kept", "apply_corrections", "keep_edits", "write_edits"]


@dataclass(frozen=True)
class Kept:
    """What became of a dataset's corrections: the edits that were found, and every decision with its status."""

    edits: Edits
    corrections: tuple[Correction, ...]

    def counts(self) -> Counter[str]:
        """Decisions by status."""
        return Counter(row.status for row in self.corrections)

    def open(self) -> list[Correction]:
        """Decisions that could not be applied: a person has to look at them."""
        return [row for row in self.corrections if row.status != "applied"]


def keep_edits(
    dataset: Path,
    corrections: Path | None = None,
    *,
    who: str = "",
    why: str = "",
    packs: Packs | None = None,
) -> Kept:
    """Turn what people edited in the CSV files or the workbook of a dataset into corrections, and apply them.

    Args:
        dataset: a folder that extract wrote.
        corrections: folder of corrections; None for `corrections` beside the dataset.
        who: the person who decided; '' for the name that the system knows.
        why: the reason.
        packs: patterns whose scales give points to labels; None for those that the dataset was made with.

    Raises:
        InputError: a file of corrections has faults, or an edit is none that can be kept; nothing is written then.
        OutputError: the folder is no dataset, or something cannot be written.
    """
    with locked(dataset):
        data = read_dataset(dataset)
        folder = corrections or corrections_beside(dataset)
        edits = write_edits(dataset, folder, who=who, why=why)
        return Kept(edits, _reapply(data, folder, edits.files, packs))


def write_edits(dataset: Path, folder: Path, *, who: str = "", why: str = "", only: Collection[str] = ()) -> Edits:
    """Write what people edited in the files of a dataset, or only in some of them, down as corrections.

    Raises:
        InputError: a file of corrections has faults, or an edit is none that can be kept; nothing is written then.
        OutputError: the database of the dataset was changed itself, or something cannot be written.
    """
    edits = find_edits(dataset, only)
    if edits.left:
        raise InputError("\n".join([f"{dataset}: nothing was written; some edits cannot be kept:", *edits.left]))
    write_decisions(folder, edits.decisions, who, why)
    return edits


def apply_corrections(dataset: Path, corrections: Path | None = None, packs: Packs | None = None) -> Kept:
    """Apply the corrections beside a dataset as they now are; those that were taken back are undone.

    Raises:
        InputError: a file of corrections has faults.
        OutputError: the folder is no dataset, was edited since it was written, or cannot be written.
    """
    with locked(dataset):
        data = read_dataset(dataset)
        check_unedited(dataset)
        return Kept(Edits(), _reapply(data, corrections or corrections_beside(dataset), (), packs))


def _reapply(data: Dataset, folder: Path, edited: Sequence[str], packs: Packs | None) -> tuple[Correction, ...]:
    """Undo what is applied in a dataset, apply all decisions, and write every table that this touches."""
    decisions = by_report(read_corrections(folder), data.report_ids, data.text)
    database = data.folder / DATABASE
    earlier = plain_records(Correction, database_rows(database, "corrections"))
    touched = {row.table for row in earlier} | {d.table for listed in decisions.values() for d in listed}
    touched |= {name.removesuffix(".csv") for name in edited if name.removesuffix(".csv") in CORRECTABLE}
    if not touched and not edited:
        return ()
    tables = {t: _records(data, t) for t in (*CORRECTABLE, UNREAD) if t in touched | {"reports", "ratings"}}
    as_written = {table: list(rows) for table, rows in tables.items()}
    vocabulary = vocabulary_for(data, packs)
    _undo(tables, earlier, data, vocabulary)
    done = apply(decisions, tables, data.text, vocabulary)
    changed: dict[str, Sequence[Record]] = {
        table: rows for table, rows in done.tables.items() if rows != as_written[table] or f"{table}.csv" in edited
    }
    links, about_links = _decided_links(data, decisions, f"{LINKS}.csv" in edited)
    if links is not None:
        changed[LINKS] = links
    corrections = [*done.corrections, *about_links]
    if changed or corrections != earlier or edited:
        update_tables(data.folder, {**changed, "corrections": corrections}, edited, deleted=done.deleted)
    return tuple(corrections)


def _decided_links(
    data: Dataset, decisions: Mapping[str, Sequence[Decision]], edited: bool
) -> tuple[list[Link] | None, list[Correction]]:
    """The links with what people decided of them, None where they stay; nothing of a dataset that is not linked yet."""
    before = plain_records(Link, database_rows(data.folder / DATABASE, LINKS))
    if not before and not edited:
        return None, []
    reports = set(data.report_ids)
    with texts_of_items(data.folder) as texts:
        links, told = apply_to_links(decisions, undecided(before), texts, reports)
    return links if links != before or edited else None, told


def _records(data: Dataset, table: str) -> list[Record]:
    """The records of a table as the last command wrote them."""
    names = [column.name for column in table_columns(table)]
    rows = (dict(zip(names, row, strict=True)) for row in database_rows(data.folder / DATABASE, table))
    texts: dict[str, str] = {}
    records = []
    for row in rows:
        report_id = str(row["report_id"])
        if report_id not in texts:
            texts = {report_id: data.text(report_id)}
        records.append(record_of(table, row, texts[report_id]))
    return records


def _undo(
    tables: dict[str, list[Record]],
    earlier: Sequence[Correction],
    data: Dataset,
    vocabulary: Vocabulary,
) -> None:
    """The tables as they were read: values put back, added rows taken out, deleted ones brought back."""
    applied = {(c.report_id, c.table, c.item, c.column): c for c in earlier if c.status == "applied"}
    for table, rows in tables.items():
        undone = []
        for row in rows:
            corrected = row.as_row()["corrected"].split("\n")
            if "row" in corrected:
                continue
            for name in filter(None, corrected):
                was = applied.get((row.report_id, table, getattr(row, "item", ""), name))
                if was is not None:
                    row = changed_row(row, {name: value_of(correctable_columns(table)[name], was.machine)})
            undone.append(row)
        rows[:] = undone
    for report_id in {row.report_id for rows in tables.values() for row in rows if row.as_row()["corrected"]}:
        follow(tables, report_id, vocabulary)
    for rows in tables.values():
        rows[:] = [changed_row(row, {"corrected": ""}) if row.as_row()["corrected"] else row for row in rows]
    order = {report_id: n for n, report_id in enumerate(data.report_ids)}
    for table, gone in run_log(data.folder).get(DELETED, {}).items():
        for row in gone if table in tables else ():
            _bring_back(tables[table], record_of(table, row, data.text(row["report_id"])), order)


def _bring_back(rows: list[Record], record: Record, order: Mapping[str, int]) -> None:
    """Put a row that was taken out back to where it stood."""
    own, start = order[record.report_id], _start(record)
    before = [
        n for n, one in enumerate(rows, 1) if (at := order[one.report_id]) < own or (at == own and _start(one) <= start)
    ]
    rows.insert(max(before, default=0), record)


def _start(row: Record) -> int:
    return int(row.as_row()["start"])
