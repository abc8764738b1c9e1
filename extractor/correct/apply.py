"""Decisions are put into the tables of a run: applied, or told to be stale or in conflict; nothing is settled silently.

A decision is applied only to what it was made about: the row must be there, with the value and the words that the
person saw. Words compare without blanks and hyphens, so that another typesetting of a report is the same report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.correct.consequences import changed_row, follow
from extractor.correct.id_marks import in_doubt
from extractor.correct.model import CHECKS, LINKS, Decision, correctable_columns, value_of
from extractor.dataset.cells import in_words
from extractor.dataset.schema import record_of
from extractor.domain.names import squashed
from extractor.errors import InputError
from extractor.packs.vocabulary import Vocabulary
from extractor.records import Correction, Record

__all__ = ["Corrected", "apply", "latest"]

Tables = dict[str, list[Record]]


@dataclass
class Corrected:
    """The tables with decisions in them, what became of every decision, and the rows that were taken out."""

    tables: Tables
    corrections: list[Correction] = field(default_factory=list)
    deleted: list[Record] = field(default_factory=list)

    def reports(self) -> set[str]:
        """Ids of the reports in whose rows something was changed."""
        return {row.report_id for row in self.corrections if row.status == "applied" and row.action != "accept"}


def apply(
    decisions: Mapping[str, Sequence[Decision]],
    tables: Mapping[str, Sequence[Record]],
    text: Callable[[str], str],
    vocabulary: Vocabulary | None = None,
) -> Corrected:
    """Apply people's decisions.

    Args:
        decisions: by report_id, in the order in which they were made; those about links, and about other reports, are
            left out.
        tables: records by table; what the machine read.
        text: the normalised text of a report, by report_id.
        vocabulary: the scales, so that the points of a corrected rating follow it, and what columns can have.

    Returns:
        new tables; rows that were changed name the columns in `corrected`. A decision made about a report when no other
        had its service and date is stale where several have them: it is not told which of them was meant.

    Raises:
        InputError: a value is none that the packs know.
    """
    done = Corrected({table: list(rows) for table, rows in tables.items()})
    known = {row.report_id for row in tables.get("reports", ())}
    for report_id, doubtful in in_doubt(decisions, known, text).items():
        made = (decision for decision, _ in latest([d for d in doubtful if d.table != LINKS]))
        done.corrections += [_told(report_id, decision, "stale") for decision in made]
    for report_id in sorted(known & set(decisions)):
        rows = _Rows(report_id, done.tables, text)
        for decision, conflict in latest([d for d in decisions[report_id] if d.table != LINKS]):
            _check(decision, report_id, vocabulary)
            status = "conflict" if conflict else _DO[decision.action](rows, decision)
            done.corrections.append(_told(report_id, decision, status))
        rows.put_back()
        done.deleted += rows.deleted
        follow(done.tables, report_id, vocabulary)
    return done


def _told(report_id: str, decision: Decision, status: str) -> Correction:
    told = decision.model_dump(include=set(Decision.model_fields) - {"words", "row"})
    return Correction(report_id=report_id, **told, status=status)


def _check(decision: Decision, report_id: str, vocabulary: Vocabulary | None) -> None:
    """See that what a decision puts into the tables is something that the packs know."""
    columns = correctable_columns(decision.table)
    values = {decision.column: decision.human} if decision.action == "change" else {}
    values |= {name: decision.row[name] for name in columns if name in decision.row} if decision.action == "add" else {}
    for name, value in values.items():
        try:
            value_of(columns[name], value, vocabulary)
        except ValueError as fault:
            where = " ".join(filter(None, (report_id, decision.table, decision.item, name)))
            raise InputError(f"corrections of {where}: {fault}. Change the value, or name it in a pack.") from None


def latest(decisions: Sequence[Decision]) -> list[tuple[Decision, bool]]:
    """The last word of every person on every subject, and whether another person says otherwise."""
    last = {(decision.subject, decision.who): decision for decision in decisions}
    verdicts: dict[tuple[str, str, str], set[Any]] = {}
    for decision in last.values():
        verdicts.setdefault(decision.subject, set()).add(decision.verdict)
    whole = {(d.table, d.item): d for d in last.values() if d.action == "delete"}
    return [
        (
            decision,
            len(verdicts[decision.subject]) > 1
            or (decision.action == "change" and (decision.table, decision.item) in whole)
            or (decision.action == "delete" and any(s[:2] == decision.subject[:2] and s[2] for s in verdicts)),
        )
        for decision in last.values()
    ]


class _Rows:
    """The rows of one report, table by table, found by item and put back when all is done."""

    def __init__(self, report_id: str, tables: Tables, text: Callable[[str], str]) -> None:
        self.report_id, self.text = report_id, text
        self.deleted: list[Record] = []
        self._tables = tables
        self._own: dict[str, list[Record]] = {}

    def of(self, table: str) -> list[Record]:
        if table not in self._own:
            self._own[table] = [row for row in self._tables[table] if row.report_id == self.report_id]
        return self._own[table]

    def place(self, decision: Decision) -> int | None:
        """Where the row stands that is decided about."""
        rows = self.of(decision.table)
        return next((n for n, row in enumerate(rows) if getattr(row, "item", "") == decision.item), None)

    def put_back(self) -> None:
        """Every table that was changed, with the report's rows where they stood."""
        for table, own in self._own.items():
            rows = self._tables[table]
            first = next((n for n, row in enumerate(rows) if row.report_id == self.report_id), len(rows))
            rest = [row for row in rows if row.report_id != self.report_id]
            self._tables[table] = [*rest[:first], *own, *rest[first:]]


def _same_words(row: Record, decision: Decision) -> bool:
    """Whether the row is read from the words that the person saw."""
    evidence = getattr(row, "evidence", None)
    return evidence is None or not decision.words or squashed(evidence.quote) == squashed(decision.words)


def _change(rows: _Rows, decision: Decision) -> str:
    place = rows.place(decision)
    if place is None:
        return "stale"
    row = rows.of(decision.table)[place]
    value = value_of(correctable_columns(decision.table)[decision.column], decision.human)
    found = getattr(row, decision.column)
    if found == value:  # it is read as the person has it
        return "applied"
    if in_words(found) != decision.machine or not _same_words(row, decision):
        return "stale"
    rows.of(decision.table)[place] = _marked(changed_row(row, {decision.column: value}), decision.column)
    return "applied"


def _delete(rows: _Rows, decision: Decision) -> str:
    place = rows.place(decision)
    if place is None:
        return "applied"
    if not _same_words(rows.of(decision.table)[place], decision):
        return "stale"
    rows.deleted.append(rows.of(decision.table).pop(place))
    return "applied"


def _accept(rows: _Rows, decision: Decision) -> str:
    if decision.table == CHECKS:  # these are made of the corrected tables: whoever shows one compares its message
        return "applied"
    place = rows.place(decision)
    if place is None:
        return "stale"
    row = rows.of(decision.table)[place]
    same = not decision.column or in_words(getattr(row, decision.column)) == decision.machine
    return "applied" if same and _same_words(row, decision) else "stale"


def _add(rows: _Rows, decision: Decision) -> str:
    place = rows.place(decision)
    if place is not None:
        row = rows.of(decision.table)[place].as_row()
        given = [name for name in correctable_columns(decision.table) if name in decision.row]
        return "applied" if all(in_words(row[name]) == decision.row[name] for name in given) else "stale"
    try:
        added = _marked(_added(decision, rows.report_id, rows.text(rows.report_id)), "row")
    except LookupError:
        return "stale"
    own = rows.of(decision.table)
    after = [n for n, row in enumerate(own, start=1) if row.as_row()["start"] <= added.as_row()["start"]]
    own.insert(max(after, default=0), added)
    return "applied"


_DO: dict[str, Callable[[_Rows, Decision], str]] = {
    "change": _change,
    "add": _add,
    "delete": _delete,
    "accept": _accept,
}


def _marked(row: Record, column: str) -> Record:
    """The row with a column named among those that a person corrected."""
    listed = [name for name in row.as_row()["corrected"].split("\n") if name and name != column]
    return changed_row(row, {"corrected": "\n".join([*listed, column])})


def _added(decision: Decision, report_id: str, text: str) -> Record:
    """The row that a person added, its words found again in the text.

    Raises:
        LookupError: the words stand nowhere in the text, or in several places and not where they stood.
    """
    quote, start = decision.row["quote"], decision.row.get("start", "")
    begin, end = _place_of(quote, int(start) if start.isdigit() else -1, text)
    page = decision.row.get("page", "")
    told = {
        "start": begin, "end": end, "quote": text[begin:end], "page": int(page) if page.isdigit() else None,
        "rule": "corrections/row", "derived": decision.row.get("derived") == "true",
    }  # fmt: skip
    columns = correctable_columns(decision.table)
    values = {name: value_of(columns[name], decision.row[name]) for name in decision.row if name in columns}
    return record_of(decision.table, {"report_id": report_id, "item": decision.item, **values, **told}, text)


def _place_of(quote: str, start: int, text: str) -> tuple[int, int]:
    if start >= 0 and text.startswith(quote, start):
        return start, start + len(quote)
    places = [n for n, letter in enumerate(text) if letter.isalnum()]
    letters = "".join(text[n] for n in places).casefold()
    wanted = squashed(quote)
    first = letters.find(wanted) if len(letters) == len(places) else -1
    if not wanted or first < 0 or letters.find(wanted, first + 1) >= 0:
        raise LookupError(quote)
    return places[first], places[first + len(wanted) - 1] + 1
