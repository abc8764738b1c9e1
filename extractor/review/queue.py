"""What a person should look at first: failed checks, what was not read, what a second reading saw, warnings, decisions
that could not be applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.check.second_reading import READ_TWICE
from extractor.review.rows import Row

__all__ = ["RANKS", "Reason", "check_rows", "correction_rows", "reasons_of"]

# Groups of the queue in their order, each with its heading on the page.
RANKS = {
    "sample": "Drawn to be judged",
    "fail": "Checks that failed",
    "unread": "Not read",
    "differs": "A second reading differs",
    "warn": "Warnings",
    "open": "Corrections to settle",
    "rest": "Everything else",
}
_STATUSES = {"fail": "fail", "warn": "warn"}


@dataclass(frozen=True)
class Reason:
    """Why a row stands where it does in the queue, or what a check says of it: `rank` is a key of RANKS, or empty."""

    rank: str
    status: str
    check: str
    message: str
    expected: str = ""
    observed: str = ""


def reasons_of(tables: Mapping[str, Sequence[Any]], rows: Sequence[Row]) -> dict[str, list[Reason]]:
    """What checks and decisions say of the rows of a report, by the address of the row."""
    by_item = _by_item(rows)
    found: dict[str, list[Reason]] = {}
    for check in tables.get("checks", ()):
        if check.status != "not_applicable" or check.check == READ_TWICE:
            for row in _subjects(check, by_item):
                found.setdefault(row.address, []).append(_of_check(check))
    for row in rows:
        if row.table == "unread":
            found.setdefault(row.address, []).append(Reason("unread", "unread", "", row.what))
    known = {row.address for row in rows}
    for one in tables.get("corrections", ()):
        address = f"{one.table}/{one.item or one.column}"
        if one.status != "applied" and address in known:
            found.setdefault(address, []).append(Reason("open", one.status, "", _of_correction(one)))
    return found


def check_rows(tables: Mapping[str, Sequence[Any]], rows: Sequence[Row]) -> Iterator[tuple[Row, Reason, list[str]]]:
    """The checks as rows of the page, each with what it says, and the addresses of the rows that it is about."""
    by_item = _by_item(rows)
    for check in tables.get("checks", ()):
        about = [row.address for row in _subjects(check, by_item)]
        item = f"{check.check}/{check.item}" if check.item else check.check
        cells = {name: str(getattr(check, name) or "") for name in ("check", "item", "expected", "observed", "message")}
        made = Row(
            "checks", item, check.check.replace("-", " "), check.message, cells={**cells, "status": check.status}
        )
        yield made, _of_check(check), about


def correction_rows(tables: Mapping[str, Sequence[Any]]) -> Iterator[tuple[Row, Reason, str]]:
    """The decisions as rows of the page, each with what became of it, and the address of the row that it is about."""
    for number, one in enumerate(tables.get("corrections", ()), start=1):
        address = f"{one.table}/{one.item or one.column}"
        cells = {name: str(value or "") for name, value in one._asdict().items() if name != "report_id"}
        what = " · ".join(filter(None, (one.table, one.item, one.column)))
        made = Row("corrections", str(number), what, _of_correction(one), cells=cells)
        yield made, Reason("open" if one.status != "applied" else "", one.status, "", _of_correction(one)), address


def _by_item(rows: Sequence[Row]) -> dict[str, list[Row]]:
    by_item: dict[str, list[Row]] = {}
    for row in rows:
        by_item.setdefault(row.item, []).append(row)
    return by_item


def _subjects(check: Any, by_item: Mapping[str, Sequence[Row]]) -> list[Row]:
    """The rows that a check is about; where several tables have the item, those of the table that it names."""
    rows = list(by_item.get(check.item, ())) if check.item else []
    if len(rows) > 1:
        told = f"{check.check} {check.message}"
        named = [row for row in rows if row.table.removesuffix("s") in told]
        return named or rows
    return rows


def _of_check(check: Any) -> Reason:
    differs = check.check == READ_TWICE and check.status == "warn"
    rank = "differs" if differs else _STATUSES.get(check.status, "")
    expected, observed = str(check.expected or ""), str(check.observed or "")
    return Reason(rank, check.status, check.check, str(check.message or ""), expected, observed)


def _of_correction(one: Any) -> str:
    words = {
        "change": f"{one.machine or '(empty)'} → {one.human or '(empty)'}",
        "add": "row added",
        "delete": "row deleted",
        "accept": "found right",
    }[one.action]
    told = {"stale": "what was read has changed since", "conflict": "people disagree"}.get(one.status, "")
    return ": ".join(filter(None, (words, told)))
