"""How far a dataset can be relied on: checks, coverage, what was not read, what people put right."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.records.record import Grounded, Record, described


@dataclass(frozen=True, kw_only=True, slots=True)
class Check(Record):
    TABLE = "checks"
    DOC = "one row a consistency check"
    KEY = ("report_id", "check", "item")
    check: str = described("id of the check", "rating-equals-band", "")
    item: str = described("what it looked at", "main/1.1", "")
    status: str = described("verdict", "pass", "", ("pass", "warn", "fail", "not_applicable"))
    expected: str = described("what should stand there", "Weak", "")
    observed: str = described("what does", "Weak", "")
    message: str = described("in words", "", "")


COVERED = (
    *("percentages", "fractions", "table_percentages", "labels", "standards", "key_questions"),
    *("recommendations", "headings", "tables", "list_items", "pages"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage(Record):
    TABLE = "coverage"
    DOC = "one row a report and kind of thing that looks like data"
    KEY = ("report_id", "kind")
    kind: str = described("what is counted", "percentages", "", COVERED)
    expected: int | None = described("how many stand in the text, or must be there", 334)
    found: int | None = described("how many of them are in some row", 320)
    unread: int | None = described("how many are in none", 14)
    verdict: str = described(
        "whether all, some or none were read, none stands there, or none was looked for",
        "incomplete",
        "",
        ("complete", "incomplete", "none_printed", "not_looked_for", "could_not_read"),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread(Grounded):
    TABLE = "unread"
    DOC = "one row a thing that looks like data and gave no row"
    kind: str = described("as in coverage", "table_percentages", "", COVERED)
    reason: str = described("why it is listed", "a percentage in a table that is in no row", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction(Record):
    TABLE = "corrections"
    DOC = "one row a person's decision"
    KEY = ("report_id", "table", "item", "column", "human", "who")
    table: str = described("table of the row", "ratings", "")
    item: str = described("the row; empty in reports", "main/1.1", "")
    column: str = described("the column; empty where the whole row is meant", "rating", "")
    machine: str = described("what was read", "Good", "")
    human: str = described("what the person says", "Developing", "")
    action: str = described("what is to be done", "change", "", ("change", "add", "delete", "accept"))
    who: str = described("the person", "N. Sedgeworth", "")
    when: str = described("day of the decision, ISO 8601", "2026-11-29", "")
    why: str = described("the reason", "the label stands on page 7", "")
    status: str = described(
        "applied; stale where what was read has changed since; conflict where two people disagree",
        "applied",
        "",
        ("applied", "stale", "conflict"),
    )
