"""What a person changed in the CSV files or the workbook of a dataset, told by comparing them with its database."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from extractor.correct.links import OF_LINKS, ItemKey, Texts, key_of, link_decisions
from extractor.correct.model import CORRECTABLE, LINKS, Decision, correctable_columns
from extractor.dataset.cells import from_cell, in_words
from extractor.dataset.csv_files import read_rows
from extractor.dataset.database.read import database_rows, value_by_key
from extractor.dataset.datapackage import read_vocabulary
from extractor.dataset.excel import TRUNCATED
from extractor.dataset.hand_edits import DATABASE, WORKBOOK, edited_files
from extractor.dataset.schema import Row, key, plain_records, table_columns
from extractor.errors import InputError, OutputError
from extractor.packs.vocabulary import Vocabulary
from extractor.records import TABLES, Column, Link

__all__ = ["Edits", "find_edits", "texts_of_items"]

Key = tuple[object, ...]
_OF_THE_DECISION = ("report_id", "item", "corrected")  # the entry says them itself


@dataclass
class Edits:
    """What a person changed.

    `decisions` by report_id, without who, when and why; `files` whose edits all became decisions; `left`, a line for
    every edit that cannot be kept as a decision, with the reason and what to do.
    """

    decisions: dict[str, list[Decision]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def add(self, report_id: str, told: Decision, where: str) -> None:
        """Take a decision up, unless another file says otherwise of the same thing."""
        listed = self.decisions.setdefault(report_id, [])
        other = next((d for d in listed if d.subject == told.subject), None)
        if other is None:
            listed.append(told)
        elif other.verdict != told.verdict:
            self.left.append(f"{where}: {report_id} {told.item} {told.column} is changed otherwise in the CSV file.")

    def count(self) -> int:
        return sum(len(listed) for listed in self.decisions.values())


def find_edits(folder: Path, only: Collection[str] = ()) -> Edits:
    """Compare the edited files of a dataset, or only some of them, with its database.

    Raises:
        OutputError: the database was changed itself, or a file cannot be read.
        InputError: the workbook cannot be read.
    """
    edits, vocabulary = Edits(), read_vocabulary(folder)
    edited = [name for name in edited_files(folder) if not only or name in only]
    if DATABASE in edited:
        raise OutputError(
            f"{folder / DATABASE}: was changed by another program, so there is nothing to tell edits by. Put back the "
            "file that findings wrote, or run extract into a new folder."
        )
    for name in edited:
        table = name.removesuffix(".csv")
        if name == WORKBOOK:
            _workbook(folder, edits, vocabulary)
        elif name != f"{table}.csv" or table not in TABLES:
            edits.left.append(
                f"{name}: is made of other files, and no edit of it is kept. Edit a table, and put it back."
            )
        elif table == LINKS:
            _compare_links(name, read_rows(table, folder / name), folder, edits)
        elif table not in CORRECTABLE:
            edits.left.append(
                f"{name}: the table {table} is worked out anew at every run. Remove the file to have it back."
            )
        else:
            base = database_rows(folder / DATABASE, table)
            _compare(name, table, _as_written(table, read_rows(table, folder / name), base), base, edits, vocabulary)
    return edits


def _workbook(folder: Path, edits: Edits, vocabulary: Vocabulary) -> None:
    """The sheets of the workbook against the database."""
    sheets = _sheets(folder / WORKBOOK)
    for table, rows in sheets.items():
        base = database_rows(folder / DATABASE, table)
        whole = _as_written(table, rows, base)
        if table in CORRECTABLE:
            _compare(f"{WORKBOOK} sheet {table}", table, whole, base, edits, vocabulary, WORKBOOK)
        elif table == LINKS:
            _compare_links(f"{WORKBOOK} sheet {table}", whole, folder, edits, WORKBOOK)
        elif whole != base:
            edits.left.append(f"{WORKBOOK} sheet {table}: is worked out anew at every run. Put its cells back.")
    if not any(line.startswith(WORKBOOK) for line in edits.left):
        edits.files.append(WORKBOOK)


def _sheets(path: Path) -> dict[str, list[Row]]:
    """The rows of every sheet of a workbook that is a table, values in contract order."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise InputError(f"{path}: to read it, install the package openpyxl: pip install openpyxl") from None
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # the file is another program's, and so is what can be wrong with it
        raise InputError(
            f"{path}: is no workbook that can be read ({type(error).__name__}). Save it as .xlsx."
        ) from None
    found: dict[str, list[Row]] = {}
    for table in TABLES:
        if table in book.sheetnames:
            lines = book[table].iter_rows(values_only=True)
            header = [str(name) for name in next(lines, ())]
            columns = table_columns(table)
            if missing := [c.name for c in columns if c.name not in header and c.name not in TABLES[table].EXTRA]:
                raise InputError(f"{path}: sheet {table} lacks the column {', '.join(missing)}. Put it back.")
            places = [header.index(c.name) if c.name in header else None for c in columns]
            found[table] = [
                [_value(c, None if at is None else line[at], f"{path}: {table} row {number} {c.name}")
                 for c, at in zip(columns, places, strict=True)]
                for number, line in enumerate(lines, start=2)
                if any(value is not None for value in line)
            ]  # fmt: skip
    return found


def _value(column: Column, value: Any, where: str) -> object:
    """The value of a cell; a date that an office program made of a text is written out again."""
    if isinstance(value, datetime.datetime | datetime.date):
        value = value.isoformat()[:10]
    try:
        if column.type is str:
            return "" if value is None else in_words(value)
        return from_cell(column, in_words(value).strip())
    except ValueError as error:
        raise InputError(f"{where}: {error}. Put it right in the workbook.") from None


def _as_written(table: str, rows: Sequence[Row], base: Sequence[Row]) -> list[Row]:
    """Rows with their texts as they were written where only an office program made them otherwise."""
    by_key = {_key(table, row): row for row in base}
    found: list[Row] = []
    for row in rows:
        written = by_key.get(_key(table, row), row)
        found.append([was if _is_kept(value, was) else value for value, was in zip(row, written, strict=True)])
    return found


def _is_kept(value: object, written: object) -> bool:
    """Whether a text is the beginning that the workbook has of one, or what OpenDocument leaves of one with tabs."""
    if not isinstance(value, str) or not isinstance(written, str):
        return False
    cut = value.endswith(TRUNCATED) and written.startswith(value.removesuffix(TRUNCATED))
    return cut or ("\t" in written and value == written.replace("\t", ""))


def _key(table: str, row: Row) -> Key:
    names = [column.name for column in table_columns(table)]
    return tuple(row[names.index(name)] for name in key(table))


def _compare(
    where: str,
    table: str,
    rows: Sequence[Row],
    base: Sequence[Row],
    edits: Edits,
    vocabulary: Vocabulary,
    file: str = "",
) -> None:
    """Every difference between the rows as a person left them and as they were written."""
    before = len(edits.left)
    ours, theirs = ({_key(table, row): _named(table, row) for row in listed} for listed in (base, rows))
    if len(theirs) < len(rows):
        edits.left.append(f"{where}: two rows have the same report_id and item. Give each its own item.")
    for row, told in _differences(table, ours, theirs, vocabulary):
        report_id = str(row["report_id"])
        if isinstance(told, str):
            edits.left.append(f"{where}: {report_id} {row.get('item', '')} {told}")
        else:
            edits.add(report_id, told, where)
    if len(edits.left) == before and not file:
        edits.files.append(where)


def _compare_links(where: str, rows: Sequence[Row], folder: Path, edits: Edits, file: str = "") -> None:
    """Every decision about a link."""
    before = len(edits.left)
    written = {key_of(link): link for link in plain_records(Link, database_rows(folder / DATABASE, LINKS))}
    links = plain_records(Link, rows)
    faults = {key_of(link): "has other changes; only `status` is decided here." for link in links
              if (was := written.get(key_of(link))) and replace(link, status=was.status) != was}  # fmt: skip
    faults |= dict.fromkeys(written.keys() - {key_of(link) for link in links}, "is gone; write `rejected` in `status`.")
    edits.left += [f"{where}: {' '.join(key_)} {fault}" for key_, fault in faults.items()]
    with texts_of_items(folder) as texts:
        for link in links:
            try:
                for report_id, decision in link_decisions([link], written, texts):
                    edits.add(report_id, decision, where)
            except ValueError as error:
                edits.left.append(f"{where}: {' '.join(key_of(link))} {_fault(error)}.")
    if len(edits.left) == before and not file:
        edits.files.append(where)


@contextmanager
def texts_of_items(folder: Path) -> Iterator[Texts]:
    """The words of every item of a dataset that can be linked, as the last command wrote them, looked up one by one."""
    with value_by_key(folder / DATABASE, OF_LINKS, "text") as value_of:

        def text_of(key: ItemKey) -> str | None:
            report_id, table, item = key
            return value_of(table, (report_id, item))

        yield text_of


def _differences(
    table: str,
    ours: Mapping[Key, Mapping[str, object]],
    theirs: Mapping[Key, Mapping[str, object]],
    vocabulary: Vocabulary,
) -> Iterator[tuple[Mapping[str, object], Decision | str]]:
    columns = correctable_columns(table)
    for key_, base in ours.items():
        row = theirs.get(key_)
        if row is None:
            item, words = base.get("item", ""), base.get("quote", "")
            deleted = _made(vocabulary, table=table, item=item, action="delete", words=words, row=base)
            yield base, "is gone; a row of reports cannot be deleted." if table == "reports" else deleted
            continue
        changed = [name for name in base if row[name] != base[name] and name != "corrected"]
        for name in changed:
            if name not in columns:
                yield base, f"{name} is the machine's own and cannot be corrected; delete the row and add another."
            else:
                yield base, _made(
                    vocabulary, table=table, item=base.get("item", ""), column=name, machine=in_words(base[name]),
                    human=in_words(row[name]), words=base.get("quote", ""),
                )  # fmt: skip
    for key_, row in theirs.items():
        if key_ not in ours:
            words = row.get("quote", "")
            yield row, _made(vocabulary, table=table, item=row.get("item", ""), action="add", words=words, row=row)


def _made(vocabulary: Vocabulary, row: Mapping[str, object] | None = None, **told: Any) -> Decision | str:
    """A decision, or what is wrong with it."""
    try:
        cells = {name: in_words(value) for name, value in (row or {}).items() if name not in _OF_THE_DECISION}
        cells = {name: cell for name, cell in cells.items() if cell}
        return Decision.model_validate(told | {"row": cells}, context=vocabulary)
    except ValueError as error:
        return _fault(error)


def _fault(error: ValueError) -> str:
    faults: list[Any] = getattr(error, "errors", list)()
    return "; ".join(str(fault["msg"]).removeprefix("Value error, ") for fault in faults) or str(error)


def _named(table: str, row: Row) -> dict[str, object]:
    return dict(zip((column.name for column in table_columns(table)), row, strict=True))
