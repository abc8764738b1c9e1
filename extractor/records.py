"""The dataset's tables: one frozen dataclass a table, its fields in the order of the contract.

Everything that needs to know a column - CSV headers, dtypes, Table Schema, SQLite DDL, the codebook - reads it from
here. Tables whose values are read from the words of a report carry `Evidence`; its columns come last in every row.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import InitVar, dataclass, field, fields
from typing import Any, ClassVar

from extractor.errors import EvidenceError


def described(doc: str, example: Any, default: Any = None, choices: tuple[str, ...] = (), listed: str = "") -> Any:
    """A dataclass field that knows its one-line description, an example and, where closed, its values.

    `choices` are the values that the program knows; `listed` names the list of the packs that has them.
    """
    return field(default=default, metadata={"doc": doc, "example": example, "choices": choices, "listed": listed})


def dated(doc: str, example: str) -> Any:
    """A field for a date as ISO 8601 has it, with the precision printed: year, month or day."""
    return field(default="", metadata={"doc": doc, "example": example, "choices": (), "is_date": True})


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a value was read from. It cannot exist unless `text[start:end] == quote` and quote has a word.

    Args:
        text: the normalised text of the report that is quoted (checked, not kept).
        start, end: character offsets into that text.
        quote: exactly `text[start:end]`.
        page: physical page of `start`, from 1; None where the source has no pages.
        rule: id of the rule that read it, as `pack/rule`.
        derived: True where the value was computed and not printed.

    Raises:
        EvidenceError: the offsets lie outside the text, or the quote is not what stands there.
    """

    text: InitVar[str]
    start: int = described("offset of the first character in text/<report_id>.txt", 1503)
    end: int = described("offset behind the last character", 1513)
    quote: str = described("exactly text[start:end]", "Developing")
    page: int | None = described("physical page, from 1; empty where the source has no pages", 6)
    rule: str = described("id of the rule that read the value", "lantern-2021/ratings.standard-row", "")
    derived: bool = described("true where computed, false where printed", False, False)

    def __post_init__(self, text: str) -> None:
        if not 0 <= self.start < self.end <= len(text):
            raise EvidenceError(f"evidence {self.start}:{self.end} lies outside a text of {len(text)} characters")
        if text[self.start : self.end] != self.quote:
            found = text[self.start : self.end]
            raise EvidenceError(f"evidence {self.start}:{self.end} quotes {self.quote!r}, but the text has {found!r}")


EVIDENCE_COLUMNS = ("page", "start", "end", "quote", "rule", "derived")


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One row of a table. `as_row()` gives its columns in contract order, evidence last."""

    TABLE: ClassVar[str]
    DOC: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]] = ("report_id", "item")
    EXTRA: ClassVar[tuple[str, ...]] = ()  # columns beyond the contract: they follow the evidence

    report_id: str = described(
        "slug of provider and date as printed; the same in every run", "tarnbury-moor-centre-2021-05", ""
    )

    def as_row(self) -> dict[str, Any]:
        """The record as a dict, keys in the order of `columns(type(self))`."""
        evidence = getattr(self, "evidence", None)
        return {
            c.name: getattr(evidence if c.name in EVIDENCE_COLUMNS and evidence is not None else self, c.name)
            for c in columns(type(self))
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Grounded(Record):
    """A row that was read from words of the report."""

    EXTRA: ClassVar[tuple[str, ...]] = ("corrected",)
    item: str = described("stable id of the row within its report and table", "main/1.1", "")
    evidence: Evidence
    corrected: str = described(
        "columns that a person corrected, one a line; `row` for a row that a person added", "", ""
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Report(Record):
    TABLE = "reports"
    DOC = "one row a report"
    KEY = ("report_id",)
    EXTRA = (
        "evidence_of",
        "provider_id",
        "fieldwork_end",
        "url",
        "landing_page",
        "licence",
        "inspected_from",
        "inspected_to",
        "published_from",
        "published_to",
        "corrected",
    )
    source: str = described("file name, or address", "tarnbury-moor-centre-2021.pdf", "")
    sha256: str = described("hash of the file's bytes", "9f2c...", "")
    format: str = described("kind of file", "pdf", "", ("pdf", "html", "docx", "txt", "pdf+ocr"))
    pages: int | None = described("number of pages; empty where the source has none", 39)
    title: str = described("title as printed, unwrapped", "Inspection of Tarnbury Moor Centre", "")
    framework: str = described("id of the pattern pack that matched", "lantern-2021", "")
    report_type: str = described("what kind of report", "inspection", "", ("inspection", "summary"))
    inspectorate: str = described("inspecting body", "Lantern Inspectorate", "")
    provider: str = described("inspected service; empty in a summary", "Tarnbury Moor Centre", "")
    provider_type: str = described("kind of service", "centre", "")
    region: str = described("region without the words that say that it is one", "Middle Downs", "")
    fieldwork_start: str = dated("ISO 8601, with the precision printed", "2021-11-01")
    published: str = dated("printed date of publication, never a year of copyright; ISO 8601", "2022-02")
    isbn: str = described("as printed", "978-1-142671-82-3", "")
    lead_inspector: str = described("person named as leading the inspection", "Callum Lindqvist", "")
    chief_inspector: str = described("person who signs the foreword", "Sir Nerys Sedgeworth", "")
    overall_rating: str = described("canonical label", "Developing", "", listed="labels")
    overall_score: float | None = described("as printed", 6)
    overall_score_max: float | None = described("as printed", 27)
    cases_inspected: int | None = described("size of the case sample", 62)
    evidence_of: str = described(
        "JSON: for each value read from the text its start, end, page, quote, rule, derived", "{}", "{}"
    )
    provider_id: str = described("the inspected service in the table providers", "tarnbury-moor-centre", "")
    fieldwork_end: str = dated("ISO 8601, with the precision printed; empty where only the start is", "2021-11-12")
    url: str = described("address of the file, as printed in it", "", "")
    landing_page: str = described("address of the page that leads to the file, as printed in it", "", "")
    licence: str = described("licence that the report says it is published under", "Open Government Licence", "")
    inspected_from: str = dated("first day of the fieldwork that its print allows", "2021-11-01")
    inspected_to: str = dated("last day of the fieldwork that its print allows", "2021-11-12")
    published_from: str = dated("first day of publication that its print allows", "2022-02-01")
    published_to: str = dated("last day of publication that its print allows", "2022-02-28")
    corrected: str = described("columns that a person corrected, one a line", "", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rating(Grounded):
    TABLE = "ratings"
    DOC = "one row a judgement"
    EXTRA = ("provider_type", "printed_again", "provider_id", "score", "score_max", "corrected")
    provider: str = described("service that is judged", "Tarnbury Moor Centre", "")
    level: str = described("what is judged", "standard", "", ("overall", "section", "standard", "criterion"))
    ref: str = described("number as printed; empty for overall", "1.1", "")
    standard: str = described("name as printed", "Leadership", "")
    standard_id: str = described("canonical, the same across frameworks", "leadership", "")
    part: str = described("part of the report that is judged", "main", "main")
    rating: str = described(
        "canonical label; empty where a score stands in its place", "Developing", "", listed="labels"
    )
    points: float | None = described("points of the label", 1)
    points_max: float | None = described("most points that a label has", 3)
    percent: float | None = described("score of a criterion that is scored and not labelled, 0-100", 48)
    date: str = dated("printed beside the judgement, ISO 8601", "2018-12-18")
    as_printed: str = described("the label or score as it stands in the report", "Developing", "")
    scale: str = described("id of the rating scale", "lantern-four", "", listed="scales")
    provider_type: str = described("kind of the judged service", "centre", "")
    printed_again: str = described("JSON: start, end, page, quote of each later print of the judgement", "[]", "[]")
    provider_id: str = described("the service in the table providers", "tarnbury-moor-centre", "")
    score: float | None = described("printed score of an overall judgement", 6)
    score_max: float | None = described("most that the score can be, as printed", 27)


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyQuestion(Grounded):
    TABLE = "key_questions"
    DOC = "one row a percentage of a key-question table"
    EXTRA = ("provider_id", "corrected")
    provider: str = described("inspected service", "Tarnbury Moor Centre", "")
    standard_ref: str = described("number of the standard as printed", "2.2", "")
    standard_id: str = described("canonical", "safety", "")
    level: str = described("question or prompt", "key_question", "", ("key_question", "prompt"))
    ref: str = described("number of the question as printed, else empty", "2.1.1", "")
    question: str = described("as printed, unwrapped, without marks", "Are the doors ...?", "")
    question_id: str = described("canonical, the same across reports and wordings", "safety.doors", "")
    key_question: str = described("for a prompt: the question that it stands under", "Is somebody told ...?", "")
    group: str = described("cases counted, one of the groups of the pack", "all", "", listed="groups")
    percent: float | None = described("0-100", 47)
    marks: str = described("marks behind the question that limit who was asked", "**", "")
    table: str = described("title or section of the table", "Annex 2 – Figures", "")
    provider_id: str = described("the service in the table providers", "tarnbury-moor-centre", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommendation(Grounded):
    TABLE = "recommendations"
    DOC = "one row a recommendation"
    EXTRA = ("kind", "deadline", "parent", "same_as", "corrected")
    number: str = described("as printed; empty where none is", "3", "")
    addressee: str = described("who should act, without the word should", "Tarnbury Moor Centre", "")
    text: str = described("as printed, unwrapped", "improve the quality of ...", "")
    part: str = described("part of the report", "main", "main")
    kind: str = described(
        "what the report calls it, one of the kinds of the pack", "recommendation", "recommendation", listed="kinds"
    )
    deadline: str = described("by when, as printed", "within six months", "")
    parent: str = described("of a sub-point: the item that it belongs to", "main/3", "")
    same_as: str = described("the item that it prints again, in a summary or an annex", "main/3", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress(Grounded):
    TABLE = "progress"
    DOC = "one row a previous recommendation followed up"
    number: int | None = described("counted from 1", 6)
    prior_programme: str = described("programme of the earlier inspection", "day centres", "")
    prior_date: str = dated("when that inspection was, ISO 8601", "2018-11")
    text: str = described("the earlier recommendation as printed here", "Review and manage ...", "")
    findings: str = described("the bullets, one a line", "A new framework ...", "")
    category: str = described("label of the pack's scale of progress", "Partly done", "", listed="categories")
    improvement_required: bool | None = described("whether improvement is still required", True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding(Grounded):
    TABLE = "findings"
    DOC = "one row a bullet under a heading that judges"
    EXTRA = ("part", "parent", "corrected")
    section_ref: str = described("number of the section", "1.1", "")
    section: str = described("title of the section", "Leadership", "")
    kind: str = described("what the heading says of it, one of the kinds of the pack", "strength", "", listed="kinds")
    number: int | None = described("place in its list, from 1", 3)
    text: str = described("as printed, unwrapped, without its marker", "Staff were ...", "")
    part: str = described("part of the report", "main", "main")
    parent: str = described("of a sub-point: the item that it belongs to", "1.1/strength/3", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Example(Grounded):
    TABLE = "examples"
    DOC = "one row a practice example"
    EXTRA = ("part", "provider_id", "corrected")
    section_ref: str = described("number of the section", "2.2", "")
    section: str = described("title of the section", "Safety", "")
    kind: str = described("what its label says of it", "good_practice", "", listed="example_kinds")
    title: str = described("what the label adds, else empty", "leadership", "")
    provider: str = described("service that the example is about", "Tarnbury Moor Centre", "")
    text: str = described("as printed, paragraphs one a line", "The case manager ...", "")
    part: str = described("part of the report", "main", "main")
    provider_id: str = described("the service in the table providers", "tarnbury-moor-centre", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Statistic(Grounded):
    TABLE = "statistics"
    DOC = "one row a figure of a data table"
    section_ref: str = described("number of the section", "1.3", "")
    table: str = described("title of the table", "Characteristics of inspected cases", "")
    category: str = described("row group of a two-level label, or the word before one of several figures", "Gender", "")
    label: str = described("row label as printed", "Male", "")
    group: str = described("column heading", "All cases", "")
    value: float | None = described("the figure; percent is 0-100", 85.6)
    unit: str = described("what the figure counts", "percent", "", listed="units")
    as_printed: str = described("the cell", "85.6", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class TableCell(Grounded):
    TABLE = "tables"
    DOC = "one row a cell, of every table in the report"
    table_id: str = described("stable id of the table within its report", "1.3/characteristics-of-inspected-cases", "")
    title: str = described("caption or heading of the table", "Characteristics of inspected cases", "")
    row: int | None = described("from 1", 2)
    column: int | None = described("from 1", 1)
    row_label: str = described("first cell of the row", "Male", "")
    column_label: str = described("heading of the column", "n", "")
    text: str = described("the cell, unwrapped", "2,815", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity(Grounded):
    TABLE = "quantities"
    DOC = "one row a figure in prose"
    EXTRA = ("qualifier", "upper", "corrected")
    section_ref: str = described("number of the section", "1.2", "")
    kind: str = described("how the figure is put", "fraction", "", ("percent", "fraction", "count", "words"))
    value: float | None = described("percent, printed or of a printed fraction; empty for words and counts", 57)
    numerator: float | None = described("as printed; the number of a count", 19)
    denominator: float | None = described("as printed", 23)
    as_printed: str = described("the words of the figure", "19 out of 23", "")
    subject: str = described("what is counted", "respondents", "")
    basis: str = described("what it rests on", "staff survey", "")
    sentence: str = described("the sentence it stands in", "In our survey, ...", "")
    qualifier: str = described("words that bound the figure, as printed; empty for an exact one", "more than", "")
    upper: float | None = described("upper bound of a range; its lower one is the value, or numerator of a count", 30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme(Grounded):
    TABLE = "themes"
    DOC = "one row a theme of a recommendation, finding or progress item"
    of_table: str = described("table of the item", "recommendations", "")
    of_item: str = described("the item", "main/3", "")
    theme: str = described("id of the theme", "workload", "")
    matched: str = described("the words that matched", "workloads", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribute(Grounded):
    TABLE = "attributes"
    DOC = "one row a value that the pack of the report reads besides those of the other tables"
    EXTRA = ("of_table", "of_item", "corrected")
    name: str = described("what it is, by the pack, which describes it", "places", "", listed="attributes")
    value: str = described("the value: words, a number, or a date as ISO 8601, as `type` says", "24", "")
    type: str = described("what the value is", "number", "text", ("text", "number", "date"))
    as_printed: str = described("the words of the value", "24", "")
    of_table: str = described("table of the row that it is of; empty where it is of the report", "recommendations", "")
    of_item: str = described("item of that row", "main/3", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Section(Record):
    TABLE = "sections"
    DOC = "one row a section"
    KEY = ("report_id", "start", "level")
    EXTRA = ("part",)
    ref: str = described("number or annex name as printed", "1.1", "")
    title: str = described("as printed, without the number", "Leadership", "")
    level: int | None = described("from 1", 2)
    parent: str = described("ref, else title, of the section around it", "1", "")
    page: int | None = described("physical page of its heading", 9)
    start: int | None = described("offset of its heading", 8210)
    end: int | None = described("offset behind its last character", 13050)
    part: str = described("part of the report", "main", "main")


@dataclass(frozen=True, kw_only=True, slots=True)
class File(Record):
    TABLE = "files"
    DOC = "one row an input file of the run"
    KEY = ("source", "sha256")
    report_id: str = described("report it became, else empty", "tarnbury-moor-centre-2021", "")
    source: str = described("file name, or address", "tarnbury-moor-centre-2021.pdf", "")
    sha256: str = described("hash of the file's bytes", "9f2c...", "")
    status: str = described("what became of it", "ok", "", ("ok", "partial", "failed", "skipped"))
    stage: str = described("where it stopped, or what is partial", "load", "")
    message: str = described("what is wrong and what to do next", "", "")
    seconds: float | None = described("empty unless asked for, so that two runs give the same bytes", None)


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
    *("percentages", "table_percentages", "labels", "standards", "key_questions"),
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Link(Record):
    TABLE = "links"
    DOC = "one row a pair of items that are the same over time"
    KEY = ("from_report", "from_table", "from_item", "to_report", "to_table", "to_item")
    from_report: str = described("report of the later item", "tarnbury-moor-centre-2021", "")
    from_table: str = described("its table", "progress", "")
    from_item: str = described("its item", "6", "")
    to_report: str = described("report of the earlier item", "middle-downs-centre-2018", "")
    to_table: str = described("its table", "recommendations", "")
    to_item: str = described("its item", "main/1", "")
    relation: str = described("how they belong together", "follows_up", "", ("follows_up", "repeats"))
    similarity: float | None = described("0-1", 0.99)
    method: str = described("how it was found", "text", "")
    status: str = described("who says so", "proposed", "", ("proposed", "confirmed", "rejected"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Provider(Record):
    TABLE = "providers"
    DOC = "one row a provider"
    KEY = ("provider_id",)
    EXTRA = ("status", "nearest", "ons_code", "former_ons_codes", "code")
    provider_id: str = described("slug", "tarnbury-moor-centre", "")
    name: str = described("as printed", "Tarnbury Moor Centre", "")
    provider_type: str = described("kind of service", "centre", "")
    region: str = described("region, as printed or as the register has it", "Middle Downs", "")
    aliases: str = described("other printed names, one a line", "", "")
    successor_of: str = described("provider_ids of this table that it took over from, one a line", "", "")
    status: str = described(
        "whether the register of services has the name; one that it lacks is proposed, and merged with no other",
        "registered",
        "",
        ("registered", "proposed"),
    )
    nearest: str = described(
        "service of the register whose name is most like a proposed one", "tarnbury-moor-centre", ""
    )
    ons_code: str = described(
        "code of the area that it serves in official statistics, from the register of services", "E06000059", ""
    )
    former_ons_codes: str = described("codes that the same area had before, one a line", "E08000016", "")
    code: str = described("its own code in the official list of its kind, from the register of services", "MDI", "")


TABLES: dict[str, type[Record]] = {
    record.TABLE: record
    for record in (
        Report,
        Rating,
        KeyQuestion,
        Recommendation,
        Progress,
        Finding,
        Example,
        Statistic,
        TableCell,
        Quantity,
        Theme,
        Section,
        File,
        Check,
        Coverage,
        Unread,
        Correction,
        Link,
        Provider,
        Attribute,
    )
}
# Tables that keep their own order of columns although they carry no `report_id` first.
_WITHOUT_REPORT_ID = {"links", "providers"}
_REPORT_ID_LATER = {"files": 2}


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of a column: its name, python type (str, int, float or bool), whether a row can leave it empty."""

    name: str
    type: type
    nullable: bool
    doc: str
    example: Any
    choices: tuple[str, ...] = ()
    is_date: bool = False
    listed: str = ""  # the list of the packs that has its values; see `Vocabulary`


def _columns(record: type[Record]) -> tuple[Column, ...]:
    hints = typing.get_type_hints(record)
    own = [f for f in fields(record) if "doc" in f.metadata and f.name not in record.EXTRA]
    if record.TABLE in _WITHOUT_REPORT_ID:
        own = [f for f in own if f.name != "report_id"]
    elif record.TABLE in _REPORT_ID_LATER:
        own.insert(_REPORT_ID_LATER[record.TABLE], own.pop(0))
    listed = [_column(f, hints[f.name]) for f in own]
    if issubclass(record, Grounded):
        evidence = {f.name: f for f in fields(Evidence)}
        types_ = typing.get_type_hints(Evidence)
        listed += [_column(evidence[name], types_[name]) for name in EVIDENCE_COLUMNS]
    by_name = {f.name: f for f in fields(record)}
    return tuple(listed + [_column(by_name[name], hints[name]) for name in record.EXTRA])


def _column(declared: Any, hint: Any) -> Column:
    nullable = isinstance(hint, types.UnionType)
    kind = typing.get_args(hint)[0] if nullable else hint
    meta = declared.metadata
    given = meta["doc"], meta["example"], meta["choices"], "is_date" in meta, meta.get("listed", "")
    return Column(declared.name, kind, nullable, *given)


_COLUMNS = {name: _columns(record) for name, record in TABLES.items()}


def columns(record: type[Record]) -> tuple[Column, ...]:
    """The columns of a table in contract order: `report_id`, `item`, its own, evidence, then extras."""
    return _COLUMNS[record.TABLE]


def iter_columns() -> Iterator[tuple[str, Column]]:
    """Every (table, column) of the dataset."""
    for name, record in TABLES.items():
        for col in columns(record):
            yield name, col
